//! `tablecheck references` from outside: the plain listing, and what would break without a table or a column.

use std::path::Path;

use assert_cmd::assert::Assert;
use tempfile::TempDir;

/// Two tables of the shop and one of the statistics, which have a connection of their own.
const FILES: [(&str, &str); 5] = [
    ("composer.json", "{}"),
    (
        "config/database.php",
        "<?php return ['default' => 'mysql', 'connections' => ['mysql' => ['driver' => 'mysql'], 'stats' => ['driver' => 'sqlite']]];\n",
    ),
    (
        "database/migrations/2024_01_01_000000_create_tables.php",
        "<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('customers', function (Blueprint $table) {
            $table->id();
            $table->string('mail');
            $table->renameColumn('mail', 'email');
        });
        Schema::create('bills', function (Blueprint $table) {
            $table->id();
            $table->foreignId('customer_id')->constrained()->cascadeOnDelete();
            $table->string('number');
            $table->string('email')->nullable();
        });
        Schema::rename('bills', 'orders');
        Schema::connection('stats')->create('visits', function (Blueprint $table) {
            $table->id();
            $table->string('path');
        });
    }
};
",
    ),
    (
        "app/Models/Customer.php",
        "<?php
namespace App\\Models;

class Customer extends \\Illuminate\\Database\\Eloquent\\Model
{
    public static function byMail(string $mail)
    {
        return static::where('email', $mail)->first();
    }
}
",
    ),
    (
        "app/Report.php",
        "<?php
namespace App;

use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

class Report
{
    private const ORDERS = 'orders';

    public function run()
    {
        DB::table(self::ORDERS)->where('number', 'A-1')->get();
        DB::table('orders')->join('customers', 'customers.id', '=', 'orders.customer_id')->where('email', 'x')->pluck('number');
        DB::table('orders')->insert(['number' => 'A-2', 'customer_id' => 1]);
        DB::connection('stats')->table('visits')->value('path');
        request()->validate(['number' => 'required|exists:orders,number']);

        return Schema::hasTable('orders') && Schema::hasColumn('orders', 'number');
    }
}
",
    ),
];

fn project() -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in FILES {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Assert {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TEAMCITY_VERSION")
        .env_remove("GITLAB_CI")
        .arg("references")
        .args(arguments)
        .assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("the program prints UTF-8")
}

fn json(assert: &Assert) -> serde_json::Value {
    serde_json::from_str(&stdout(assert)).expect("the format prints JSON")
}

/// The lines of a group: what stands below its heading.
fn group<'t>(text: &'t str, heading: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
    lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect()
}

#[test]
fn the_listing_says_connections_and_where_names_are_used() {
    let project = project();
    let text = stdout(&run(project.path(), &[]).code(0));
    assert!(group(&text, "orders on mysql (").contains(&"app/Report.php:9:29: query, used at app/Report.php:13:9"), "{text}");
    assert!(group(&text, "orders on mysql (").contains(&"app/Report.php:15:39: insert number"), "{text}");
    let visits = ["app/Report.php:16:41: query", "app/Report.php:16:58: select path"];
    assert_eq!(group(&text, "visits on stats (2):"), visits, "{text}");
    assert!(group(&text, "customers|orders on mysql (").iter().any(|line| line.ends_with(": where email")), "{text}");
    let listed = text.lines().filter(|line| line.starts_with("  ")).count();
    let end = format!(
        "\n\n{listed} references. To see fewer, name a file or folder, or a table with `--of TABLE`, or a column with `--of TABLE.COLUMN`.\n"
    );
    assert!(text.ends_with(&end), "{text}");
    let json = json(&run(project.path(), &["--format", "json"]).code(0));
    let tables = json["tables"].as_array().expect("there are tables");
    let resolved =
        |line: u64| tables.iter().find(|table| table["range"]["start"]["line"] == line).map(|table| &table["resolved"]);
    assert_eq!(resolved(9), Some(&"elsewhere".into()));
    assert_eq!(resolved(16), Some(&"literal".into()));
    assert_eq!(
        tables.iter().find(|table| table["resolved"] == "elsewhere").map(|table| &table["used_at"]["range"]["start"]["line"]),
        Some(&13.into())
    );
}

#[test]
fn what_would_break_without_a_table_is_grouped_by_certainty() {
    let project = project();
    let text = stdout(&run(project.path(), &["--of", "orders"]).code(0));
    assert!(text.starts_with("orders on mysql  (database/migrations/2024_01_01_000000_create_tables.php:15:"), "{text}");
    let certain = group(&text, "would break (");
    let has = |line: &str| certain.contains(&line);
    assert!(has("app/Report.php:9:29: query orders on mysql, used at app/Report.php:13:9"), "{text}");
    assert!(has("app/Report.php:13:41: where orders.number on mysql"), "{text}");
    assert!(has("app/Report.php:15:39: insert orders.number on mysql"), "{text}");
    assert!(has("app/Report.php:17:59: validate orders on mysql"), "{text}");
    assert!(has("app/Report.php:14:120: select customers|orders.number on mysql"), "{text}");
    assert_eq!(group(&text, "may break"), ["app/Report.php:14:99: where customers|orders.email on mysql"]);
    let questions = group(&text, "only checks");
    assert!(questions.iter().any(|line| line.ends_with("probe orders on mysql")), "{text}");
}

#[test]
fn models_and_foreign_keys_belong_to_a_table_that_is_named_by_convention() {
    let project = project();
    let text = stdout(&run(project.path(), &["--of", "CUSTOMERS"]).code(0));
    let certain = group(&text, "would break (");
    let has = |part: &str| certain.iter().any(|line| line.contains(part));
    assert!(has("app/Models/Customer.php:4:7: model customers on mysql, by convention"), "{text}");
    assert!(has("foreign-key orders.customer_id to customers.id on mysql"), "{text}");
    assert!(has("where customers.email on mysql"), "{text}");
}

#[test]
fn what_would_break_without_a_column_is_listed() {
    let project = project();
    let text = stdout(&run(project.path(), &["--of", "orders.customer_id"]).code(0));
    let certain = group(&text, "would break (");
    assert_eq!(certain.len(), 3, "{text}");
    assert!(certain.iter().any(|line| line.contains("foreign-key orders.customer_id to customers.id")), "{text}");
    let json = json(&run(project.path(), &["--of", "orders.number", "--format", "json"]).code(0));
    assert_eq!(json["version"], 1);
    assert_eq!((&json["table"], &json["column"]), (&"orders".into(), &"number".into()));
    assert_eq!(json["connections"][0]["connection"], "mysql");
    let operations: Vec<&str> =
        json["certain"].as_array().into_iter().flatten().filter_map(|hit| hit["operation"].as_str()).collect();
    assert_eq!(operations, ["where", "select", "insert", "where"]);
    assert_eq!(json["unresolved"], 0);
}

#[test]
fn paths_and_connections_narrow_what_is_listed() {
    let project = project();
    let text = stdout(&run(project.path(), &["app/Models", "--of", "customers"]).code(0));
    assert!(text.contains("app/Models/Customer.php"), "{text}");
    assert!(!text.contains("app/Report.php") && !text.contains("foreign-key"), "{text}");
    let text = stdout(&run(project.path(), &["--of", "visits", "--connection", "stats"]).code(0));
    assert!(text.starts_with("visits on stats "), "{text}");
    let text = stdout(&run(project.path(), &["app/Models", "--of", "visits"]).code(0));
    assert!(text.ends_with("\nNothing uses it.\n"), "{text}");
}

#[test]
fn what_does_not_exist_is_refused_with_the_nearest_name() {
    let project = project();
    for (arguments, message) in [
        (&["--of", "order"][..], "there is no table `order`; did you mean `orders`?"),
        (&["--of", "bills"], "there is no table `bills`; it was renamed to `orders`"),
        (&["--of", "nonsense"], "there is no table `nonsense`; `tablecheck schema` prints all tables"),
        (&["--of", "order.number"], "there is no table `order`; did you mean `orders`?"),
        (&["--of", "orders.numbr"], "table `orders` has no column `numbr`; did you mean `orders.number`?"),
        (&["--of", "customers.mail"], "table `customers` has no column `mail`; it was renamed to `email`"),
        (&["--of", "orders.x"], "`tablecheck schema --table orders` prints its columns"),
        (&["--of", "visits", "--connection", "mysql"], "there is no table `visits`"),
        (&["--of", "visits", "--connection", "nowhere"], "there is no connection `nowhere`"),
        (&["--connection", "stats"], "--of"),
    ] {
        let assert = run(project.path(), arguments).code(2);
        let stderr = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert!(stdout(&assert).is_empty(), "{arguments:?}");
    }
}
