//! Which findings a run counts and how much of them it shows, by what the command line says.

#[path = "support/called.rs"]
mod called;

use called::{project, run, stderr, stdout};

const CODE: &str = "<?php
use Illuminate\\Support\\Facades\\DB;
DB::table('order')->count();
DB::table('order')->where('id', 1)->first();
DB::table('orders')->where('naem', 'x')->first();
try { DB::table('orders')->insert(['name' => 'x']); } catch (Exception $e) { }
";

const TABLE: &str = "<?php
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('name');
        });
    }
};
";

fn shop() -> tempfile::TempDir {
    project(&[("app/Shop.php", CODE), ("database/migrations/2024_01_01_000000_create_orders_table.php", TABLE)])
}

/// The rules in the order in which `concise` names them.
fn rules(arguments: &[&str], code: i32) -> Vec<String> {
    let project = shop();
    let all = [&["check", "-f", "concise"], arguments].concat();
    let text = stdout(&run(project.path(), &all).code(code));
    let rule = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    text.lines().filter(|line| line.starts_with("app/")).filter_map(rule).collect()
}

#[test]
fn rules_and_severities_are_chosen() {
    let all = ["unknown-table", "unknown-table", "unknown-column", "swallowed-database-error"];
    assert_eq!(rules(&[], 1), all);
    assert_eq!(rules(&["--rule", "unknown-column"], 1), ["unknown-column"]);
    assert_eq!(rules(&["--rule", "unknown-column", "--rule", "unknown-table"], 1), &all[..3]);
    assert_eq!(rules(&["--rule=unknown-column,unknown-table"], 1), &all[..3]);
    assert_eq!(rules(&["--ignore-rule", "unknown-table"], 1), &all[2..]);
    assert_eq!(rules(&["--severity", "error"], 1), &all[..3]);
    assert_eq!(rules(&["--ignore-rule", "unknown-table", "--ignore-rule=unknown-column", "--fail-on", "error"], 0), &all[3..]);
    assert_eq!(rules(&["--fail-on", "never"], 0), all);
}

#[test]
fn rules_that_are_not_there_are_refused() {
    for option in ["--rule", "--ignore-rule"] {
        let refused = run(shop().path(), &["check", option, "unknown-tabel"]).code(2);
        assert!(stderr(&refused).contains("did you mean `unknown-table`?"), "{}", stderr(&refused));
    }
    let refused = run(shop().path(), &["check", "--rule", "unknown-table", "--generate-baseline"]).code(2);
    assert!(stderr(&refused).contains("a baseline records the findings of all rules"), "{}", stderr(&refused));
}

#[test]
fn only_what_counts_is_fixed() {
    let project = shop();
    let diff = stdout(&run(project.path(), &["check", "--diff", "--unsafe-fixes", "--rule", "unknown-column"]).code(1));
    assert!(diff.contains("+DB::table('orders')->where('name', 'x')"), "{diff}");
    assert!(!diff.contains("+DB::table('orders')->count()"), "{diff}");
    stdout(&run(project.path(), &["check", "--fix", "--unsafe-fixes", "--rule", "unknown-column"]).code(0));
    let text = std::fs::read_to_string(project.path().join("app/Shop.php")).expect("the file is there");
    assert!(text.contains("where('name', 'x')") && text.contains("table('order')->count()"), "{text}");
}

#[test]
fn equal_findings_are_one_block_with_their_places_and_one_group() {
    let project = shop();
    let text = stdout(&run(project.path(), &["check"]).code(1));
    assert_eq!(text.matches("error[unknown-table]: table `order` does not exist").count(), 1, "{text}");
    assert!(text.contains("--> app/Shop.php:3:12\n") && text.contains("= also at line 4\n"), "{text}");
    let (warning, error) = (text.find("warning["), text.find("error["));
    assert!(warning < error, "what matters most stands last: {text}");
    let full = stdout(&run(project.path(), &["check", "-f", "full"]).code(1));
    assert_eq!(full.matches("error[unknown-table]").count(), 2, "{full}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(project.path(), &["check", "-f", "json"]).code(1))).expect("it is JSON");
    let group = |at: usize| json["findings"][at]["group"].as_str().map(str::to_owned);
    assert!(group(0).is_some() && group(0) == group(1) && group(1) != group(2), "{json:#}");
}

#[test]
fn less_and_more_is_shown() {
    let project = shop();
    let quiet = stdout(&run(project.path(), &["check", "-q"]).code(1));
    assert!(quiet.contains("error[unknown-column]") && !quiet.contains("Checked"), "{quiet}");
    let stats = stdout(&run(project.path(), &["check", "--stats"]).code(1));
    assert!(stats.starts_with("rule ") && !stats.contains("-->"), "{stats}");
    assert!(stats.contains("\nunknown-table                  2         -      -        2\n"), "{stats}");
    assert!(stats.contains("\n   4  app/Shop.php\n"), "{stats}");
    run(project.path(), &["check", "-o", "report.json"]).code(1);
    assert!(project.path().join("report.json").is_file(), "the file's name says the format");
}

#[test]
fn words_of_habit_are_understood() {
    let project = shop();
    for command in ["lint", "analyse"] {
        assert!(stdout(&run(project.path(), &[command, "--driver", "postgres"]).code(1)).contains("error[unknown-table]"));
    }
    for driver in ["postgresql", "mssql", "sqlserver", "sqlite3", "mariadb"] {
        run(project.path(), &["schema", "--driver", driver]).code(0);
    }
    let refused = stderr(&run(project.path(), &["app"]).code(2));
    assert!(refused.contains("to check a path, write `tablecheck check app`"), "{refused}");
    let refused = stderr(&run(project.path(), &["check", "--nonsense"]).code(2));
    assert!(!refused.contains("-- --nonsense"), "{refused}");
}

#[test]
fn words_of_other_programs_lead_to_ours() {
    let project = shop();
    for (arguments, expected) in [
        (&["check", "--json"] as &[&str], "write `--format json`"),
        (&["check", "--sarif=a.sarif"], "write `--format sarif`"),
        (&["check", "--watch"], "`tablecheck lsp`"),
        (&["check", "--exclude", "app"], "under `exclude` in tablecheck.yaml"),
        (&["check", "-o", "report.pdf"], "`.pdf` is not a format (text, "),
        (&["baseline"], "write `tablecheck check --generate-baseline`"),
        (&["fix"], "write `tablecheck check --fix`"),
        (&["schema", "orders"], "no file or folder `orders`; if it is a table, write `tablecheck schema --table orders`"),
        (&["references", "orders"], "if it is a table, write `tablecheck references --of orders`"),
        (&["references", "orders.id"], "if it is a column, write `tablecheck references --of orders.id`"),
    ] {
        let refused = stderr(&run(project.path(), arguments).code(2));
        assert!(refused.contains(expected), "{arguments:?}: {refused}");
    }
    let refused = stderr(&run(project.path(), &["schema", "none/orders"]).code(2));
    assert!(!refused.contains("--table"), "{refused}");
}
