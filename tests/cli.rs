//! The program from outside: arguments in, output and exit code out, on small projects in a folder for temporary files.

#[path = "support/called.rs"]
mod called;

use std::io::Read;
use std::process::Stdio;

use assert_cmd::assert::Assert;
use called::{MIGRATION, MIGRATION_PATH, command, project, run, stderr, stdout, write};

const GOOD: &str = "<?php

use Illuminate\\Support\\Facades\\DB;

DB::table('orders')->where('number', 'A-1')->delete();
";
/// Line 5, column 12 names a table that does not exist.
const BAD: &str = "<?php

use Illuminate\\Support\\Facades\\DB;

DB::table('order')->count();
";

fn json(assert: &Assert) -> serde_json::Value {
    serde_json::from_str(&stdout(assert)).expect("the format prints JSON")
}

#[test]
fn a_clean_project_exits_with_0() {
    let project = project(&[("app/Good.php", GOOD)]);
    let assert = run(project.path(), &["check"]).code(0);
    assert!(stdout(&assert).contains("1 migration creates 1 table"), "{}", stdout(&assert));
    assert!(stdout(&assert).ends_with("Found no problems.\n"), "{}", stdout(&assert));
}

#[test]
fn findings_exit_with_1_and_every_format_names_the_place() {
    let project = project(&[("app/Bad.php", BAD)]);
    let concise = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(concise.starts_with("app/Bad.php:5:12: error[unknown-table] "), "{concise}");
    let text = stdout(&run(project.path(), &["check"]).code(1));
    assert!(text.contains("--> app/Bad.php:5:12\n"), "{text}");
    let json = json(&run(project.path(), &["check", "--format", "json"]).code(1));
    assert_eq!(json["version"], 1);
    assert_eq!(json["summary"]["errors"], 1);
    let finding = &json["findings"][0];
    assert_eq!(finding["rule"], "unknown-table");
    assert_eq!(finding["path"], "app/Bad.php");
    assert_eq!(finding["range"]["start"], serde_json::json!({"line": 5, "column": 12}));
    assert_eq!(finding["range"]["end"], serde_json::json!({"line": 5, "column": 17}));
    assert_eq!(finding["table"], "order");
    assert_eq!(finding["suggestions"][0], "orders");
}

#[test]
fn the_whole_project_is_the_context_of_the_paths_given() {
    let project = project(&[("app/Good.php", GOOD), ("app/Bad.php", BAD), ("lib/Bad.php", BAD)]);
    run(project.path(), &["check", "app/Good.php"]).code(0);
    let concise = stdout(&run(project.path(), &["check", "lib", "--format", "concise"]).code(1));
    assert!(concise.starts_with("lib/Bad.php:5:12"), "{concise}");
    assert!(!concise.contains("app/Bad.php"), "{concise}");
    assert!(concise.contains("Found 1 error,"), "{concise}");
    let below = stdout(&run(&project.path().join("app"), &["check", "--format", "concise"]).code(1));
    assert!(below.starts_with("Bad.php:5:12"), "{below}");
}

#[test]
fn two_projects_are_checked_each_with_its_own_schema() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (name, table) in [("one", "orders"), ("two", "invoices")] {
        write(folder.path(), &format!("{name}/artisan"), "");
        let migration = MIGRATION.replace("'orders'", &format!("'{table}'"));
        write(folder.path(), &format!("{name}/database/migrations/2024_01_01_000000_create.php"), &migration);
        write(folder.path(), &format!("{name}/app/Good.php"), GOOD);
    }
    let concise = stdout(&run(folder.path(), &["check", "one", "two", "--format", "concise"]).code(1));
    assert!(concise.starts_with("two/app/Good.php:5:12: error[unknown-table]"), "{concise}");
    assert!(!concise.contains("one/app"), "{concise}");
    let json = json(&run(folder.path(), &["check", "one", "two", "--format", "json"]).code(1));
    assert_eq!(json["findings"][0]["path"], "two/app/Good.php");
    assert_eq!(json["summary"]["migrations"], 2);
}

#[test]
fn findings_of_two_projects_are_told_apart_by_services() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for name in ["one", "two"] {
        write(folder.path(), &format!("{name}/artisan"), "");
        write(folder.path(), &format!("{name}/database/migrations/2024_01_01_000000_create.php"), MIGRATION);
        write(folder.path(), &format!("{name}/app/Bad.php"), BAD);
    }
    let gitlab = json(&run(folder.path(), &["check", "one", "two", "--format", "gitlab"]).code(1));
    assert_eq!(gitlab[0]["location"]["path"], "one/app/Bad.php");
    assert_eq!(gitlab[1]["location"]["path"], "two/app/Bad.php");
    assert_ne!(gitlab[0]["fingerprint"], gitlab[1]["fingerprint"]);
}

#[test]
fn what_cannot_be_done_exits_with_2_and_says_why() {
    let project = project(&[]);
    for (arguments, words) in [
        (&["check", "missing"][..], "cannot read `missing`: No such file"),
        (&["check", "--format", "xml"], "text, full, concise, json"),
        (&["check", "--format", "text", "--format", "json"], "`--format json=FILE`"),
        (&["check", "--format", "sarif="], "write `sarif=FILE`"),
        (&["check", "--format", "json=a", "--format", "sarif=a"], "name the same file"),
        (&["check", "--format", "json=no/such/folder.json", "--format", "text"], "cannot write `no/such/folder.json`"),
        (&["schema", "--table", "users"], "there is no table `users`"),
        (&["schema", "--driver", "oracle"], "mysql, mariadb, pgsql, sqlite"),
        (&["explain", "nonsense"], "there is no rule `nonsense`"),
        (&["nonsense"], "unrecognized subcommand"),
    ] {
        let assert = run(project.path(), arguments).code(2);
        assert!(stderr(&assert).contains(words), "{arguments:?}: {}", stderr(&assert));
        assert!(stdout(&assert).is_empty(), "{arguments:?}: {}", stdout(&assert));
    }
}

#[test]
fn one_run_serves_the_log_and_a_service() {
    let project = project(&[("app/Bad.php", BAD)]);
    let arguments =
        ["check", "--color", "always", "--format", "sarif=a b.sarif", "--format", "concise", "--format", "text=t.txt"];
    let concise = stdout(&run(project.path(), &arguments).code(1));
    assert!(concise.starts_with("app/Bad.php:5:12: error[unknown-table] "), "{concise}");
    let read = |file| std::fs::read_to_string(project.path().join(file)).expect("the file was written");
    assert!(read("a b.sarif").contains("app/Bad.php"));
    assert!(read("t.txt").contains("--> app/Bad.php:5:12\n"));
    assert!(!read("t.txt").contains('\u{1b}'), "files have no colours");
    assert!(stdout(&run(project.path(), &["check", "--format", "json=a.json"]).code(1)).is_empty());
}

#[test]
fn the_place_where_it_runs_gets_what_it_understands() {
    let project = project(&[("app/Bad.php", BAD)]);
    let printed = |name: &str, value: &str, arguments: &[&str]| {
        let mut command = command(project.path());
        command.env(name, value).args(arguments);
        stdout(&assert_cmd::Command::from_std(command).assert().code(1))
    };
    let github = printed("GITHUB_ACTIONS", "true", &["check"]);
    assert!(github.contains("--> app/Bad.php:5:12\n"), "{github}");
    assert!(github.contains("\n::error file=app/Bad.php,line=5,endLine=5,col=12,endColumn=17,"), "{github}");
    let teamcity = printed("TEAMCITY_VERSION", "2025.07", &["check"]);
    assert!(teamcity.contains("--> app/Bad.php:5:12\n"), "{teamcity}");
    assert!(teamcity.contains("\n##teamcity[inspectionType id='unknown-table' "), "{teamcity}");
    let text = printed("GITLAB_CI", "true", &["check"]);
    assert_eq!(text, stdout(&run(project.path(), &["check"])));
    let report = std::fs::read_to_string(project.path().join("gl-code-quality-report.json")).expect("there is a report");
    assert!(report.contains("\"check_name\": \"unknown-table\""), "{report}");
    let asked = printed("GITHUB_ACTIONS", "true", &["check", "--format", "concise"]);
    assert!(asked.starts_with("app/Bad.php:5:12"), "{asked}");
}

#[test]
fn services_get_paths_from_the_repositorys_root() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), ".git/HEAD", "");
    write(folder.path(), "my shop/composer.json", "{}");
    write(folder.path(), &format!("my shop/{MIGRATION_PATH}"), MIGRATION);
    write(folder.path(), "my shop/app/Bad.php", BAD);
    for called in ["", "my shop", "my shop/app"] {
        let called = folder.path().join(called);
        let project = folder.path().join("my shop").display().to_string();
        let github = stdout(&run(&called, &["check", &project, "--format", "github"]).code(1));
        assert!(github.starts_with("::error file=my shop/app/Bad.php,line=5,"), "{github}");
        let gitlab = json(&run(&called, &["check", &project, "--format", "gitlab"]).code(1));
        assert_eq!(gitlab[0]["location"]["path"], "my shop/app/Bad.php");
    }
}

#[test]
fn colours_are_printed_only_where_they_are_wanted() {
    let project = project(&[("app/Bad.php", BAD)]);
    let colours = |arguments: &[&str]| stdout(&run(project.path(), arguments)).contains('\u{1b}');
    assert!(!colours(&["check"]), "a pipe is no terminal");
    assert!(colours(&["check", "--color", "always"]));
    assert!(!colours(&["check", "--color", "never"]));
    assert!(!colours(&["check", "--color", "always", "--format", "json"]));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = project(&[("app/Bad.php", BAD)]);
    let mut child = command(project.path())
        .args(["explain", "unknown-table"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut complaint).expect("it is text");
    assert!(child.wait().expect("the program ends").success(), "{complaint}");
    assert_eq!(complaint, "");
}

#[test]
fn the_schema_is_printed() {
    let project = project(&[]);
    let text = stdout(&run(project.path(), &["schema", "--table", "ORDERS"]).code(0));
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "connection mysql (mysql, the default)");
    assert_eq!(lines[2], format!("orders  ({MIGRATION_PATH}:8)"));
    assert_eq!(lines[3], "  id      bigint unsigned  not null, auto increment");
    assert_eq!(lines[4], "  number  varchar(20)      not null");
    assert_eq!(lines[5], "  notes   text             null");
    let json = json(&run(project.path(), &["schema", "--format", "json", "--driver", "pgsql"]).code(0));
    assert_eq!(json["default_connection"], "mysql");
    let connection = &json["connections"]["mysql"];
    assert_eq!(connection["driver"], "pgsql");
    let table = &connection["tables"]["orders"];
    assert_eq!(table["kind"], "table");
    assert_eq!(table["conditional"], false);
    let number = serde_json::json!({"type": "varchar(20)", "nullable": false, "default": null, "auto_increment": false, "conditional": false, "defined_at": {"path": MIGRATION_PATH, "line": 10}});
    assert_eq!(table["columns"]["number"], number);
    let unique = serde_json::json!({"name": "orders_number_unique", "columns": ["number"], "kind": "unique"});
    assert!(table["indexes"].as_array().expect("indexes are a list").contains(&unique), "{table}");
}

#[test]
fn the_schema_is_written_as_sql_and_as_a_diagram() {
    let project = project(&[]);
    let sql = stdout(&run(project.path(), &["schema", "--format", "sql", "--table", "orders"]).code(0));
    assert!(sql.contains("CREATE TABLE `orders` (\n  `id` bigint unsigned NOT NULL AUTO_INCREMENT,\n"), "{sql}");
    assert!(sql.contains("CREATE UNIQUE INDEX `orders_number_unique` ON `orders` (`number`);"), "{sql}");
    let diagram = stdout(&run(project.path(), &["schema", "--format", "mermaid"]).code(0));
    assert!(diagram.starts_with("erDiagram\n"), "{diagram}");
    assert!(diagram.contains("        varchar(20) number UK\n"), "{diagram}");
}

#[test]
fn the_schema_is_printed_at_one_migration_and_with_its_history() {
    let project = project(&[]);
    let name = "2024_01_01_000000_create_orders_table";
    let before = stdout(&run(project.path(), &["schema", "--at", "create_orders", "--before"]).code(0));
    assert!(before.starts_with(&format!("before {name} ")), "{before}");
    assert!(before.contains("  orders: the table is added") && before.trim_end().ends_with("no tables"), "{before}");
    let missing = run(project.path(), &["schema", "--at", "nowhere"]).code(2);
    assert!(stderr(&missing).contains("there is no migration `nowhere`; the last one is"));
    let history = stdout(&run(project.path(), &["schema", "--history", "--table", "orders"]).code(0));
    assert!(history.contains("\norders\n  created  (database/migrations/"), "{history}");
    assert!(history.contains("  number added  (database/migrations/"), "{history}");
}

#[test]
fn the_schema_is_held_against_a_dump() {
    let project = project(&[("other.sql", "CREATE TABLE `strays` (`id` int) ENGINE=InnoDB;"), ("empty.sql", "SELECT 1;")]);
    let sql = stdout(&run(project.path(), &["schema", "--format", "sql"]).code(0));
    std::fs::write(project.path().join("same.sql"), sql).expect("the folder can be written to");
    let same = stdout(&run(project.path(), &["schema", "--against", "same.sql"]).code(0));
    assert_eq!(same.trim(), "no difference");
    let other = stdout(&run(project.path(), &["schema", "--against", "other.sql"]).code(1));
    assert!(other.contains("orders: the table is missing in the database  (database/migrations/"), "{other}");
    assert!(other.contains("strays: the table is in the database, but no migration creates it\n"), "{other}");
    run(project.path(), &["schema", "--against", "empty.sql"]).code(2);
    run(project.path(), &["schema", "--against", "nowhere.sql"]).code(2);
}

#[test]
fn references_and_gaps_are_listed() {
    let unknown =
        "<?php\nuse Illuminate\\Support\\Facades\\DB;\nfunction all(string $table) { return DB::table($table)->get(); }\n";
    let project = project(&[("app/Good.php", GOOD), ("app/Unknown.php", unknown)]);
    let references = stdout(&run(project.path(), &["references", "app"]).code(0));
    assert!(references.contains("app/Good.php:5:12: "), "{references}");
    assert!(references.starts_with("orders on mysql ("), "{references}");
    let json_references = json(&run(project.path(), &["references", "--format", "json"]).code(0));
    assert_eq!(json_references["version"], 1);
    let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
    assert!(coverage.starts_with("Schema: 1 migration creates 1 table.\nResolved "), "{coverage}");
    assert!(coverage.contains("app/Unknown.php:3: "), "{coverage}");
    let json_coverage = json(&run(project.path(), &["coverage", "--format", "json"]).code(0));
    assert_eq!(json_coverage["summary"]["unresolved"], 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = project(&[("app/Bad.php", BAD), ("lib/Bad.php", BAD), ("app/Good.php", GOOD)]);
    for arguments in
        [&["check"][..], &["check", "--format", "json"], &["schema", "--format", "json"], &["references"], &["coverage"]]
    {
        let first = stdout(&run(project.path(), arguments));
        assert_eq!(first, stdout(&run(project.path(), arguments)), "{arguments:?}");
    }
}
