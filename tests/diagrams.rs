//! Diagrams of schemas: which tables and columns they draw, and that their readers can read them.

#[path = "support/called.rs"]
#[expect(dead_code, reason = "these projects have migrations of their own")]
mod called;

use std::fmt::Write;

use called::{run, stderr, stdout, write};

/// A table with a decimal column, one that belongs to it, and others that do not.
fn ledger(others: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), "composer.json", "{}");
    write(folder.path(), "artisan", "");
    let mut body = String::from(
        "Schema::create('accounts', function (Blueprint $table) {
            $table->id();
            $table->string('name');
            $table->decimal('balance', 15, 2)->nullable();
        });
        Schema::create('bookings', function (Blueprint $table) {
            $table->id();
            $table->foreignId('account_id')->constrained()->cascadeOnDelete();
            $table->string('note');
        });
        Schema::create('receipts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('booking_id')->nullable()->unique()->constrained()->nullOnDelete();
        });",
    );
    for number in 0..others {
        let _ = write!(body, "Schema::create('other_{number}', fn (Blueprint $table) => $table->string('text'));");
    }
    let text = format!(
        "<?php
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends \\Illuminate\\Database\\Migrations\\Migration {{ public function up(): void {{ {body} }} }};"
    );
    write(folder.path(), "database/migrations/2024_01_01_000000_create_ledger.php", &text);
    folder
}

fn printed(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    stdout(&run(folder.path(), &[&["schema"], arguments].concat()).code(0))
}

#[test]
fn mermaid_gets_types_that_it_can_read() {
    let diagram = printed(&ledger(0), &["--format", "mermaid"]);
    assert!(diagram.contains("        decimal balance \"decimal(15,2), nullable\"\n"), "{diagram}");
    assert!(diagram.contains("    \"accounts\" ||--o{ \"bookings\" : \"account_id\"\n"), "{diagram}");
    assert!(diagram.contains("    \"bookings\" |o--o| \"receipts\" : \"booking_id\"\n"), "{diagram}");
}

#[test]
fn columns_are_chosen() {
    let project = ledger(0);
    let keys = printed(&project, &["--format", "mermaid", "--columns", "keys"]);
    assert!(keys.contains("account_id FK") && !keys.contains("balance") && !keys.contains(" note"), "{keys}");
    let none = printed(&project, &["--format", "mermaid", "--columns", "none"]);
    assert!(none.contains("    \"accounts\"\n") && !none.contains('{') || none.contains("o{"), "{none}");
    assert!(!none.contains("account_id FK"), "{none}");
    let many = ledger(30);
    assert!(!printed(&many, &["--format", "mermaid"]).contains("balance"), "of many tables, only keys are drawn");
    assert!(printed(&many, &["--format", "mermaid", "--columns", "all"]).contains("balance"));
}

#[test]
fn tables_are_chosen_with_their_neighbours() {
    let project = ledger(3);
    let entities = |arguments: &[&str]| {
        let diagram = printed(&project, &[&["--format", "mermaid", "--columns", "none"], arguments].concat());
        let lines = diagram.lines().filter(|line| line.starts_with("    \"") && !line.contains("--"));
        lines.map(|line| line.trim().trim_matches('"').to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(entities(&["--table", "accounts"]), ["accounts"]);
    assert_eq!(entities(&["--table", "accounts", "--table", "other_1"]), ["accounts", "other_1"]);
    assert_eq!(entities(&["--table", "accounts", "--depth", "1"]), ["accounts", "bookings"]);
    assert_eq!(entities(&["--table", "accounts", "--depth", "2"]), ["accounts", "bookings", "receipts"]);
    let text = printed(&project, &["--table", "bookings,receipts"]);
    assert!(text.contains("\nbookings ") && text.contains("\nreceipts ") && !text.contains("\naccounts "), "{text}");
    let refused = stderr(&run(project.path(), &["schema", "--table", "acounts"]).code(2));
    assert!(refused.contains("there is no table `acounts`; did you mean `accounts`?"), "{refused}");
    let keys = printed(&project, &["--format", "mermaid", "--table", "accounts"]);
    let neighbour = "    \"bookings\" {\n        bigint_unsigned account_id FK\n    }\n";
    assert!(keys.contains(neighbour), "of a neighbour, the columns of the key are drawn: {keys}");
}

#[test]
fn a_diagram_that_is_too_long_is_told() {
    let project = ledger(1_200);
    let whole = run(project.path(), &["schema", "--format", "mermaid", "--columns", "all"]).code(0);
    assert!(stderr(&whole).contains("characters; Mermaid draws at most 50000 unless"), "{}", stderr(&whole));
    let small = run(project.path(), &["schema", "--format", "mermaid", "--table", "accounts"]).code(0);
    assert!(stderr(&small).is_empty(), "{}", stderr(&small));
}

#[test]
fn graphviz_gets_a_graph() {
    let graph = printed(&ledger(0), &["--format", "dot"]);
    assert!(graph.starts_with("digraph schema {\n") && graph.ends_with("}\n"), "{graph}");
    assert!(graph.contains("  \"bookings\" -> \"accounts\" [label=\"account_id\""), "{graph}");
    assert!(graph.contains("<td align=\"left\">balance</td><td align=\"left\">decimal(15,2) null</td>"), "{graph}");
}

#[test]
fn tbls_gets_its_json() {
    let json: serde_json::Value = serde_json::from_str(&printed(&ledger(0), &["--format", "tbls"])).expect("it is JSON");
    let table = |name: &str| json["tables"].as_array().and_then(|tables| tables.iter().find(|table| table["name"] == name));
    let bookings = table("bookings").expect("the table is there");
    assert_eq!(bookings["type"], "BASE TABLE");
    assert_eq!(
        bookings["columns"][1],
        serde_json::json!({"name": "account_id", "type": "bigint unsigned", "nullable": false, "default": null})
    );
    assert_eq!(bookings["constraints"][1]["def"], "FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE");
    assert_eq!(json["relations"][0]["parent_table"], "accounts");
    assert_eq!(json["relations"][1]["cardinality"], "zero_or_one");
    assert_eq!(json["driver"]["name"], "mysql");
}

#[test]
fn a_page_needs_nothing_else() {
    let project = ledger(2);
    write(
        project.path(),
        "app/Books.php",
        "<?php use Illuminate\\Support\\Facades\\DB;
        DB::table('accounts')->where('name', '<b>')->get();
        DB::table('acounts')->get(); DB::table('ledger_totals')->get();",
    );
    let page = printed(&project, &["--format", "html"]);
    let outside = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!outside.contains("http://") && !outside.contains("https://") && !outside.contains("src="), "nothing is loaded");
    assert!(page.contains("default-src 'none'"));
    write(project.path(), "composer.json", "{\"name\": \"acme/ledger\"}");
    assert!(printed(&project, &["--format", "html"]).contains("<title>Schema of ledger</title>"), "a tab has the project's name");
    write(project.path(), "composer.json", "{}");
    assert_eq!(page.matches("class=\"far\"").count(), 7, "each table has a name that can be read from afar");
    let picture = &page[page.find("<svg").expect("there is a picture")..page.find("</svg>").expect("it ends") + 6];
    let svg = roxmltree::Document::parse(picture).expect("the picture is well formed");
    let boxes = |class: &str| {
        let found = svg.descendants().filter(|node| node.attribute("class") == Some(class));
        found.filter_map(|node| node.attribute("data-table").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(boxes("box").len(), 5);
    assert_eq!(boxes("box ghost"), ["acounts", "ledger_totals"], "tables that nothing creates are seen");
    assert_eq!(svg.descendants().filter(|node| node.attribute("class") == Some("key")).count(), 2);
    assert!(page.contains("<section id=\"t-accounts\" data-text=\"accounts id name balance\">"), "{page}");
    assert!(page.contains("app/Books.php:2</code> name</div>"), "the code that uses a column is listed");
    assert_eq!(page, printed(&project, &["--format", "html"]), "each time the same");
}
