//! A project whose tables are not known never looks clean: neither to a person nor to a machine.

#[path = "support/called.rs"]
mod called;

use std::path::Path;

use called::{MIGRATION, bare, project, run, stderr, stdout};

const CODE: &str = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('orders')->where('number', 'A-1')->delete();\n";

fn summary(folder: &Path, code: i32) -> serde_json::Value {
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(folder, &["check", "--format", "json"]).code(code))).expect("the format prints JSON");
    json["summary"].clone()
}

#[test]
fn code_that_names_tables_needs_a_schema() {
    let project = bare(&[("app/A.php", CODE)]);
    let text = stdout(&run(project.path(), &["check"]).code(1));
    assert!(text.starts_with("Checked 1 file: there is no migration and no schema dump, "), "{text}");
    assert!(text.contains("\nerror: the code names tables in 1 place, but no migration and no schema dump says"), "{text}");
    assert!(text.contains("pass the folder that contains `database/migrations`"), "{text}");
    assert!(!text.contains("no problems"), "{text}");
    assert_eq!(summary(project.path(), 1)["groundless"], 1);
    std::fs::write(project.path().join("tablecheck.yaml"), "fail_on: never\n").expect("the file can be written");
    run(project.path(), &["check"]).code(0);
}

#[test]
fn a_package_that_uses_no_database_is_clean() {
    let code = "<?php\nclass A { public function b(): int { return 1; } }\n";
    let project = bare(&[("src/A.php", code), ("composer.json", r#"{"require": {"illuminate/support": "^12.0"}}"#)]);
    let text = stdout(&run(project.path(), &["check"]).code(0));
    let expected =
        "Checked 1 file: there is no migration and no schema dump, and no code names a table.\nFound nothing to check.\n";
    assert_eq!(text, expected);
    assert_eq!(summary(project.path(), 0)["groundless"], 0);
}

#[test]
fn a_project_of_another_framework_is_no_success() {
    let project = bare(&[("src/A.php", "<?php\n"), ("composer.json", r#"{"require": {"codeigniter4/framework": "^4.0"}}"#)]);
    let checked = run(project.path(), &["check"]).code(2);
    let told = stderr(&checked);
    assert!(told.starts_with("tablecheck: this is not a Laravel project: it has no migration and no schema dump"), "{told}");
    assert!(stdout(&checked).ends_with("Found nothing to check.\n"));
}

#[test]
fn a_folder_that_is_no_project_is_told() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    std::fs::create_dir(folder.path().join("notes")).expect("the folder can be made");
    for command in ["check", "schema", "references", "coverage"] {
        let told = stderr(&run(folder.path(), &[command]).code(2));
        assert!(
            told.starts_with("tablecheck: there is no PHP in `") && told.contains("of a Laravel project, or pass its path"),
            "{told}"
        );
    }
    std::fs::write(folder.path().join("notes/a.php"), "<?php\n").expect("the file can be written");
    let told = stderr(&run(folder.path(), &["check"]).code(2));
    let words = "has a `composer.json`, and there is no migration; run tablecheck in the folder of a Laravel project";
    assert!(told.starts_with("tablecheck: neither this folder nor a folder above it ") && told.contains(words), "{told}");
    let told = stderr(&run(folder.path(), &["check", "notes", "--format", "json"]).code(2));
    assert!(told.starts_with("tablecheck: neither `notes/` nor "), "{told}");
    std::fs::write(folder.path().join("composer.json"), r#"{"require": {"laravel/framework": "^12.0"}}"#)
        .expect("the file can be written");
    assert_eq!(stderr(&run(folder.path(), &["check"]).code(0)), "");
}

#[test]
fn no_command_hides_that_there_is_no_schema() {
    let project = bare(&[("app/A.php", CODE)]);
    for (arguments, code, words) in [
        (&["check", "--diff"][..], 1, "the code names tables in 1 place, but no migration and no schema dump says"),
        (&["migration", "--dry-run"], 0, "the code names tables in 1 place, but no migration and no schema dump says"),
        (&["schema"], 0, "there is no migration and no schema dump; pass the folder that contains"),
    ] {
        let told = stderr(&run(project.path(), arguments).code(code));
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
}

#[test]
fn coverage_counts_nothing_as_checked_without_a_schema() {
    let project = bare(&[("app/A.php", CODE)]);
    let text = stdout(&run(project.path(), &["coverage"]).code(0));
    assert!(
        text.starts_with("Nothing was checked: there is no migration and no schema dump, so the tables are unknown.\n"),
        "{text}"
    );
    assert!(text.contains("\nUnderstood 1 of 1 references to tables, but checked none of them.\n"), "{text}");
    assert!(text.contains("\nnote: the code names tables in 1 place, but") && !text.contains('%'), "{text}");
    let json = |folder: &Path| -> serde_json::Value {
        serde_json::from_str(&stdout(&run(folder, &["coverage", "--format", "json"]).code(0))).expect("it is JSON")
    };
    let told = json(project.path());
    assert_eq!(told["summary"]["schema_unknown"], true, "{told}");
    assert!(told["caveats"][0].as_str().is_some_and(|text| text.starts_with("the code names tables in 1 place")), "{told}");
    // A migration that nobody can read is there.
    std::fs::create_dir_all(project.path().join("database/migrations")).expect("the folder can be made");
    std::fs::write(project.path().join("database/migrations/2024_01_01_000000_a.php"), vec![b'x'; 6_000_000])
        .expect("the file can be written");
    for command in ["check", "coverage", "init --dry-run"] {
        let text = stdout(&run(project.path(), &command.split(' ').collect::<Vec<_>>()));
        assert!(text.contains("no migration and no schema dump could be read, so"), "{command}: {text}");
        assert!(!text.contains("there is no migration") && !text.contains("pass the folder"), "{command}: {text}");
    }
    assert_eq!(json(self::project(&[("app/A.php", CODE)]).path())["summary"]["schema_unknown"], false);
}

#[test]
fn a_dump_alone_is_a_schema() {
    let dump = "CREATE TABLE `orders` (`id` int NOT NULL, `number` varchar(20) NOT NULL);\n";
    let bad = CODE.replace("orders", "order");
    let files = [("app/A.php", CODE), ("app/B.php", bad.as_str()), ("database/schema/mysql-schema.sql", dump)];
    let project = bare(&files);
    let text = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(text.starts_with("app/B.php:3:12: error[unknown-table] "), "{text}");
    assert!(text.contains("no migration, but a schema dump creates 1 table;") && text.contains("Found 1 error,"), "{text}");
}

#[test]
fn a_dump_of_other_tables_stands_beside_the_migrations() {
    let code = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('orders')->get();\nDB::table('ledger')->get();\nDB::table('ledgers')->get();\n";
    let project = project(&[("app/A.php", code), ("old.sql", "CREATE TABLE `ledger` (`id` int NOT NULL);\n")]);
    let text = stdout(&run(project.path(), &["check", "--format", "concise", "--schema", "old.sql"]).code(1));
    assert!(text.starts_with("app/A.php:5:12: error[unknown-table] "), "{text}");
    assert!(text.contains("Found 1 error,"), "{text}");
    // One that has a table of the migrations is the whole database.
    let whole = "CREATE TABLE `ledgers` (`id` int NOT NULL);\nCREATE TABLE `orders` (`id` int NOT NULL);\n";
    std::fs::write(project.path().join("old.sql"), whole).expect("the file can be written");
    let text = stdout(&run(project.path(), &["check", "--format", "concise", "--schema", "old.sql"]).code(1));
    assert!(text.starts_with("app/A.php:4:12: error[unknown-table] ") && text.contains("Found 1 error,"), "{text}");
}

#[test]
fn tables_of_a_migration_with_a_syntax_error_are_not_judged() {
    let code = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('lamps')->where('colour', 1)->get();\nDB::table('lambs')->get();\n";
    let broken = MIGRATION.replace("'orders'", "('lamps'");
    let project = project(&[("app/A.php", code), ("database/migrations/2024_01_02_000000_b.php", broken.as_str())]);
    let text = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(text.starts_with("app/A.php:4:12: error[unknown-table] ") && text.contains("Found 1 error,"), "{text}");
}

#[test]
fn a_migration_that_cannot_be_read_is_told() {
    for (what, text) in [("is cut off", &MIGRATION[..MIGRATION.len() - 6]), ("declares no class", "<?php\nreturn [];\n")] {
        let project = project(&[("app/A.php", CODE), ("database/migrations/2024_01_02_000000_b.php", text)]);
        let text = stdout(&run(project.path(), &["check"]).code(1));
        assert!(
            text.contains("\nerror: 1 migration or schema dump could not be read or understood, so tables may be missing"),
            "{what}: {text}"
        );
        assert!(!text.contains("no problems"), "{what}: {text}");
        assert_eq!(summary(project.path(), 1)["unreplayed"], 1, "{what}");
        let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
        assert!(coverage.contains("2024_01_02_000000_b.php"), "{what}: {coverage}");
        let config = "exclude: [database/migrations/2024_01_02_000000_b.php]\n";
        std::fs::write(project.path().join("tablecheck.yaml"), config).expect("the file can be written");
        let text = stdout(&run(project.path(), &["check"]).code(0));
        assert!(text.ends_with("Found no problems.\n"), "who leaves it out knows of it: {text}");
    }
}

/// Links are made instead of taking rights away, which bind nobody who may do all.
#[cfg(unix)]
#[test]
fn migrations_that_lie_elsewhere_are_told() {
    let elsewhere = bare(&[("2024_01_01_000000_create_orders_table.php", MIGRATION)]);
    let project = bare(&[("app/A.php", CODE), ("database/seeders/A.php", "<?php\n")]);
    std::os::unix::fs::symlink(elsewhere.path(), project.path().join("database/migrations")).expect("a link can be made");
    let summary = summary(project.path(), 1);
    assert_eq!((&summary["groundless"], &summary["unreplayed"]), (&1.into(), &1.into()));
    let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
    assert!(coverage.contains("database/migrations: it is a symbolic link that leads out of the project"), "{coverage}");
}

#[test]
fn every_format_tells_it_in_its_way() {
    let project = bare(&[("app/A.php", CODE)]);
    let call = |format: &str| {
        let assert = run(project.path(), &["check", "--format", format]).code(1);
        (stdout(&assert), stderr(&assert))
    };
    for format in ["text", "concise", "github", "teamcity"] {
        let (out, error) = call(format);
        assert!(out.contains("\nerror: the code names tables in 1 place") && error.is_empty(), "{format}: {out}{error}");
    }
    assert!(call("github").0.starts_with("::error title=tablecheck::the code names tables in 1 place"), "{}", call("github").0);
    for format in ["json", "gitlab", "sarif", "checkstyle", "junit", "markdown", "html"] {
        let (out, error) = call(format);
        assert!(error.starts_with("tablecheck: the code names tables in 1 place"), "{format}: {error}");
        assert!(!out.contains("no problems"), "{format}: {out}");
    }
    assert!(call("junit").0.contains("failures=\"1\""), "{}", call("junit").0);
    let sarif: serde_json::Value = serde_json::from_str(&call("sarif").0).expect("the format is JSON");
    let told = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(told["level"], "error");
    assert!(told["message"]["text"].as_str().is_some_and(|text| text.starts_with("the code names tables")), "{told}");
}

#[test]
fn code_that_cannot_be_parsed_is_told_beside_the_numbers() {
    let broken = "<?php\nclass Broken { function x( { }\n";
    let clean = project(&[("app/A.php", "<?php\n"), ("stubs/B.php", broken), ("resources/views/c.blade.php", "@if {{ $x\n")]);
    assert!(!stdout(&run(clean.path(), &["check"]).code(0)).contains("syntax"));
    assert_eq!(summary(clean.path(), 0)["broken"], 0);
    let one = project(&[("app/A.php", broken)]);
    let text = stdout(&run(one.path(), &["check"]).code(0));
    let expected =
        "note: 1 file has a syntax error, at `app/A.php:2:14`, so tablecheck may miss part of it.\nFound no problems.\n";
    assert!(text.ends_with(expected), "{text}");
    let two = project(&[("app/A.php", broken), ("app/B_b.php", broken)]);
    let sentence = "2 files have syntax errors, the first at `app/A.php:2:14` (`tablecheck coverage` lists them)";
    let summary = summary(two.path(), 0);
    assert_eq!((&summary["broken"], &summary["caveats"][0]), (&2.into(), &sentence.into()));
    let text = stdout(&run(two.path(), &["check", "--format", "markdown"]).code(0));
    assert!(text.contains(&format!("note: {sentence}.\n")), "{text}");
}

#[test]
fn what_is_taken_for_something_else_is_told() {
    let database = "<?php return ['default' => 'main', 'connections' => ['main' => ['driver' => 'oracle']]];\n";
    let composer = "{\"require\": {\"laravel/framework\": \"4.2.*\"}}";
    let project = project(&[("config/database.php", database), ("composer.json", composer)]);
    let driver = "note: the connection `main` has the driver `oracle`, which is not supported: checked as MySQL (`driver` in \
                  tablecheck.yaml names another).\n";
    let laravel = "note: Laravel 4.2 is not supported (5.1 to 13 are): checked as Laravel 13.\n";
    for command in ["check", "coverage"] {
        let text = stdout(&run(project.path(), &[command]).code(0));
        assert!(text.contains(driver) && text.contains(laravel), "{text}");
        let text = stdout(&run(project.path(), &[command, "--driver", "pgsql"]).code(0));
        assert!(!text.contains(driver) && text.contains(laravel), "{text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(project.path(), &["coverage", "--format", "json"]).code(0))).expect("it is JSON");
    assert_eq!(json["caveats"].as_array().map(Vec::len), Some(2), "{json}");
}

#[test]
fn a_dump_without_a_table_is_refused() {
    let project = project(&[("app/A.php", CODE), ("empty.sql", "-- CREATE nothing\n"), ("notes.json", "{}")]);
    for file in ["empty.sql", "notes.json"] {
        let told = stderr(&run(project.path(), &["check", "--schema", file]).code(2));
        assert!(told.starts_with(&format!("tablecheck: there is no table in `{file}`; name a schema dump")), "{told}");
    }
    let whole = "CREATE OR REPLACE TABLE /*!32312 IF NOT EXISTS*/ `parcels` (`number` varchar(9));\n";
    std::fs::write(project.path().join("empty.sql"), whole).expect("the file can be written");
    run(project.path(), &["check", "--schema", "empty.sql"]).code(0);
}

#[test]
fn what_was_not_asked_for_is_no_sign_that_all_is_well() {
    let project = project(&[("app/A.php", &CODE.replace("orders", "phantoms"))]);
    let text = stdout(&run(project.path(), &["check", "--rule", "unknown-column"]).code(0));
    assert!(text.ends_with("Found nothing that was asked for; 1 other finding is not shown.\n"), "{text}");
    let text = stdout(&run(project.path(), &["check", "--rule", "unknown-table"]).code(1));
    assert!(!text.contains("not shown"), "{text}");
}

#[test]
fn what_was_not_read_is_told_in_every_format() {
    let project = project(&[("app/A.php", "<?php\n")]);
    let large = format!("<?php // {}", "x".repeat(6_000_000));
    std::fs::write(project.path().join("app/B.php"), large).expect("the file can be written");
    let file = summary(project.path(), 0)["unread_files"][0].clone();
    assert_eq!(file["path"], "app/B.php");
    assert!(file["reason"].as_str().is_some_and(|reason| reason.contains("MB")), "{file}");
    for arguments in [&["-q"][..], &["-f", "json"], &["-f", "sarif"], &["-f", "checkstyle"], &["-f", "junit"]] {
        let told = stderr(&run(project.path(), &[&["check"], arguments].concat()).code(0));
        assert!(told.starts_with("tablecheck: 1 file or folder was not read: `app/B.php` ("), "{arguments:?}: {told}");
    }
    for (format, expected) in [("sarif", "`app/B.php` was not read: "), ("junit", "1 file or folder was not read: `app/B.php`")] {
        let text = stdout(&run(project.path(), &["check", "-f", format]).code(0));
        assert!(text.contains(expected), "{format}: {text}");
    }
    assert_eq!(stderr(&run(project.path(), &["check"]).code(0)), "");
}
