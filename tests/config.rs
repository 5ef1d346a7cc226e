//! The configuration file through the program: each of its keys, where it is found, its mistakes, and its JSON Schema.

#[path = "support/expect.rs"]
mod expect;
#[path = "support/json_schema.rs"]
mod json_schema;

use std::path::Path;
use std::process::Command;

use assert_cmd::assert::Assert;
use expect::{assert_file, repository};
use json_schema::accepts;
use tablecheck::config::ConfigFile;
use tempfile::TempDir;

const MIGRATION: &str = "<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('number', 20);
        });
    }
};
";

/// A project with these files, a migration, and `app/A.php` with this code.
fn project(code: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let code = format!("<?php\nuse Illuminate\\Support\\Facades\\DB;\n{code}\n");
    let own = [("composer.json", "{}"), ("database/migrations/2024_01_01_000000_a.php", MIGRATION), ("app/A.php", code.as_str())];
    for (path, text) in own.iter().chain(files) {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}

fn run(folder: &Path, arguments: &[&str]) -> Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TEAMCITY_VERSION")
        .env_remove("GITLAB_CI");
    assert_cmd::Command::from_std(command).args(arguments).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("the program prints UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("the program prints UTF-8")
}

/// What `check` finds with this configuration: a line each.
fn found(folder: &Path, config: &str) -> Vec<String> {
    write(folder, "tablecheck.yaml", config);
    findings(folder, &["check", "--format", "concise"])
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let assert = run(folder, arguments);
    let code = assert.get_output().status.code();
    assert!(matches!(code, Some(0 | 1)), "{}", stderr(&assert));
    stdout(&assert).lines().take_while(|line| !line.is_empty()).filter(|line| line.contains('[')).map(str::to_owned).collect()
}

const BAD: &str = "DB::table('order')->count();";

#[test]
fn paths_are_checked_where_none_is_named() {
    let project = project(BAD, &[("lib/B.php", &format!("<?php\nuse Illuminate\\Support\\Facades\\DB;\n{BAD}\n"))]);
    assert_eq!(found(project.path(), "").len(), 2);
    let only = found(project.path(), "paths: [lib]");
    assert!(only.len() == 1 && only[0].starts_with("lib/B.php:3:12: error[unknown-table]"), "{only:?}");
    assert!(findings(project.path(), &["check", "app", "--format", "concise"])[0].starts_with("app/A.php"));
    let below = findings(&project.path().join("app"), &["check", "--format", "concise"]);
    assert!(below.len() == 1 && below[0].starts_with("../lib/B.php"), "{below:?}");
    for command in ["references", "coverage"] {
        let text = stdout(&run(project.path(), &[command]).code(0));
        assert!(!text.contains("app/A.php"), "{command}: {text}");
    }
    write(project.path(), "tablecheck.yaml", "paths:\n  - app\n  - src\n");
    let missing = run(project.path(), &["check"]).code(2);
    assert!(stderr(&missing).contains("tablecheck.yaml:3: there is no `src`"), "{}", stderr(&missing));
}

#[test]
fn excluded_files_are_not_looked_at() {
    let table = "<?php\nSchema::create('made_here', fn ($t) => $t->id());\nDB::table('made_elsewhere');\n";
    let project = project(BAD, &[("app/Legacy/Deep/B.php", table), ("app/Broken.php", "<?php class {")]);
    for pattern in ["app", "app/**", "**/*.php", "app/**/*.php"] {
        assert_eq!(found(project.path(), &format!("exclude: ['{pattern}']")), [""; 0], "{pattern}");
    }
    assert_eq!(found(project.path(), "exclude: ['app/Legacy', lib]").len(), 1);
    write(project.path(), "tablecheck.yaml", "exclude: [app]");
    assert!(!stdout(&run(project.path(), &["references"]).code(0)).contains("app/"));
    assert!(!stdout(&run(project.path(), &["coverage"]).code(0)).contains("app/"));
    // A migration is replayed all the same.
    write(project.path(), "tablecheck.yaml", "exclude: [database]");
    assert!(stdout(&run(project.path(), &["schema"]).code(0)).contains("orders"));
    assert_eq!(findings(project.path(), &["check", "--format", "concise"]).len(), 2);
}

#[test]
fn rules_are_turned_off_and_made_more_or_less_of() {
    let project = project(BAD, &[]);
    assert_eq!(found(project.path(), "rules: {unknown-table: off}"), [""; 0]);
    run(project.path(), &["check"]).code(0);
    let warning = found(project.path(), "rules: {unknown-table: warning}");
    assert!(warning[0].starts_with("app/A.php:3:12: warning[unknown-table]"), "{warning:?}");
    found(project.path(), "rules: {unknown-table: note}");
    let assert = run(project.path(), &["check"]).code(0);
    assert!(
        stdout(&assert).contains("Found 0 errors, 0 warnings and 1 note: passed, since notes do not fail a run."),
        "{}",
        stdout(&assert)
    );
}

#[test]
fn a_run_fails_by_the_severity_that_is_asked_for() {
    let project = project(BAD, &[]);
    for (config, code) in [
        ("fail_on: error", 1),
        ("fail_on: error\nrules: {unknown-table: warning}", 0),
        ("fail_on: note\nrules: {unknown-table: note}", 1),
        ("fail_on: never", 0),
    ] {
        write(project.path(), "tablecheck.yaml", config);
        run(project.path(), &["check"]).code(code);
    }
}

#[test]
fn the_command_line_stands_over_the_file_and_the_file_over_the_project() {
    let project = project("", &[]);
    let driver =
        |arguments: &[&str]| stdout(&run(project.path(), arguments).code(0)).lines().next().unwrap_or_default().to_owned();
    assert_eq!(driver(&["schema"]), "connection mysql (mysql, the default)");
    write(project.path(), "tablecheck.yaml", "driver: pgsql");
    assert_eq!(driver(&["schema"]), "connection mysql (pgsql, the default)");
    assert_eq!(driver(&["schema", "--driver", "sqlite"]), "connection mysql (sqlite, the default)");
    assert!(stdout(&run(project.path(), &["schema", "--at", "2024"]).code(0)).contains("(pgsql"));
}

#[test]
fn connections_are_what_the_file_says() {
    let database = "<?php return ['default' => 'main', 'connections' => [
        'main' => ['driver' => env('DRIVER'), 'prefix' => env('PREFIX')],
    ]];";
    let project = project("DB::table('app_orders')->count();", &[("config/database.php", database)]);
    assert_eq!(found(project.path(), "").len(), 1);
    // Laravel puts the prefix before the name as it is written.
    let twice = found(project.path(), "connections: {main: {prefix: app_}}");
    assert!(twice[0].contains("Laravel adds the prefix `app_` to `app_orders` again"), "{twice:?}");
    write(project.path(), "tablecheck.yaml", "connections: {main: {driver: pgsql}, other: {driver: sqlite}}");
    let text = stdout(&run(project.path(), &["schema"]).code(0));
    assert!(text.starts_with("connection main (pgsql, the default)"), "{text}");
    write(project.path(), "tablecheck.yaml", "driver: sqlite\nconnections: {main: {driver: pgsql}}");
    assert!(stdout(&run(project.path(), &["schema"]).code(0)).starts_with("connection main (pgsql"));
    assert!(stdout(&run(project.path(), &["schema", "--driver", "mariadb"]).code(0)).starts_with("connection main (mariadb"));
    std::fs::remove_file(project.path().join("config/database.php")).expect("it is there");
    write(project.path(), "tablecheck.yaml", "connections: {mysql: {driver: pgsql}}");
    let text = stdout(&run(project.path(), &["schema"]).code(0));
    assert!(text.starts_with("connection mysql (pgsql, the default)"), "{text}");
}

#[test]
fn tables_that_others_make_are_known() {
    let code = "DB::table('legacy_users')->where('anything', 1)->get();
DB::table('shared')->where('name', 1)->get();
DB::table('shared')->where('nmae', 1)->get();";
    let project = project(code, &[]);
    let lines = |config: &str| -> Vec<String> {
        let at = |line: &String| line.split(": error").next().unwrap_or_default().to_owned();
        found(project.path(), config).iter().map(at).collect()
    };
    assert_eq!(lines(""), ["app/A.php:3:12", "app/A.php:4:12", "app/A.php:5:12"]);
    assert_eq!(lines("tables: [legacy_users, shared]"), [""; 0]);
    assert_eq!(lines("tables: ['legacy_*']"), ["app/A.php:4:12", "app/A.php:5:12"]);
    assert_eq!(lines("tables: {'*_users': ~, shared: [id, name]}"), ["app/A.php:5:29"]);
    assert_eq!(lines("tables: {legacy_users: , shared: {columns: [id, name, nmae]}}"), [""; 0]);
    assert_eq!(lines("tables: {shared: {connection: other}, 'legacy*': {connection: other}}").len(), 3);
    write(project.path(), "tablecheck.yaml", "tables: {shared: [id, name], open: }");
    let schema = stdout(&run(project.path(), &["schema"]).code(0));
    assert!(schema.contains("shared  (declared in the configuration)"), "{schema}");
    let sql = stdout(&run(project.path(), &["schema", "--format", "sql"]).code(0));
    assert!(sql.contains("orders") && !sql.contains("shared"), "{sql}");
    write(project.path(), "dump.sql", &format!("{sql}\nCREATE TABLE `shared` (`id` int);\n"));
    run(project.path(), &["schema", "--against", "dump.sql"]).code(0);
}

#[test]
fn tables_of_another_connection_do_not_make_the_others_there_unknown() {
    let code = "DB::connection('old')->table('events')->where('name', 1)->get();
DB::connection('old')->table('events')->where('nmae', 1)->get();
DB::connection('old')->table('something')->get();";
    let project = project(code, &[]);
    let found = found(project.path(), "tables: {events: {connection: old, columns: [name]}, 'x_*': {connection: old}}");
    assert!(found.len() == 1 && found[0].starts_with("app/A.php:4:48: error[unknown-column]"), "{found:?}");
}

#[test]
fn a_migration_may_change_what_is_declared_and_make_it_itself() {
    let alters = "<?php
return new class extends Illuminate\\Database\\Migrations\\Migration {
    public function up(): void {
        Illuminate\\Support\\Facades\\Schema::table('shared', function (Illuminate\\Database\\Schema\\Blueprint $table) {
            $table->string('added');
        });
    }
};
";
    let project =
        project("DB::table('shared')->where('added', 1)->get();", &[("database/migrations/2024_02_01_000000_b.php", alters)]);
    assert!(!found(project.path(), "").is_empty());
    assert_eq!(found(project.path(), "tables: {shared: [id]}"), [""; 0]);
    assert_eq!(found(project.path(), "tables: ['shared*']"), [""; 0]);
    assert_eq!(
        found(project.path(), "tables: {orders: [id, nothing_else]}").iter().filter(|line| line.contains("orders")).count(),
        0
    );
}

#[test]
fn packages_are_taken_for_installed() {
    let project = project("DB::table('telescope_entries')->count();", &[]);
    assert_eq!(found(project.path(), "").len(), 1);
    assert_eq!(found(project.path(), "packages: [laravel/telescope]"), [""; 0]);
    assert_eq!(found(project.path(), "packages: ['laravel/telescope:^4.0']"), [""; 0]);
    // From 5.0 on its migrations have to be published.
    assert_eq!(found(project.path(), "packages: ['laravel/telescope:^5.0']").len(), 1);
}

#[test]
fn methods_of_tables_may_come_from_elsewhere() {
    let migration = r"<?php
use Illuminate\Support\Facades\Schema;
return new class extends Illuminate\Database\Migrations\Migration {
    public function up(): void
    {
        Schema::create('prices', function ($table) {
            $table->id();
            $table->money('amount', 'EUR')->nullable();
            $table->stamps();
        });
    }
};
";
    let code = "<?php\nDB::table('prices')->where('amount', 1)->where('made_by', 2)->where('amuont', 3)->get();\n";
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in [("composer.json", "{}"), ("database/migrations/2024_01_01_000000_a.php", migration), ("app/A.php", code)]
    {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
    let without = stdout(&run(folder.path(), &["check", "--format", "concise"]).code(0));
    assert!(without.contains("Found no problems"), "nobody knows what else the methods make: {without}");
    std::fs::write(folder.path().join("tablecheck.yaml"), "blueprint: {money: decimal, stamps: {made_by: foreignId}}\n")
        .expect("the file can be written");
    let with = stdout(&run(folder.path(), &["check", "--format", "concise"]).code(1));
    assert!(with.starts_with("app/A.php:2:70: error[unknown-column] table `prices` has no column `amuont`"), "{with}");
}

#[test]
fn signatures_tell_what_helpers_take() {
    let project = project("push('order', ['number' => 1]);", &[]);
    assert_eq!(found(project.path(), ""), [""; 0]);
    let found = found(project.path(), "signatures: [{function: push, args: [table, row]}]");
    assert!(found.len() == 1 && found[0].starts_with("app/A.php:3:7: error[unknown-table]"), "{found:?}");
}

#[test]
fn the_file_is_found_in_the_root_or_above_it() {
    let top = tempfile::tempdir().expect("there is a folder for temporary files");
    let project = project(BAD, &[]);
    let inner = top.path().join("apps/shop");
    std::fs::create_dir_all(top.path().join("apps")).expect("the folder can be made");
    std::fs::rename(project.path(), &inner).expect("it can be moved");
    write(top.path(), ".tablecheck.yaml", "exclude: [apps/shop/app]\npaths: [apps/shop/app]");
    assert_eq!(findings(&inner, &["check", "--format", "concise"]), [""; 0]);
    assert_eq!(findings(top.path(), &["check", "apps/shop", "--format", "concise"]), [""; 0]);
    assert_eq!(findings(top.path(), &["check", "--format", "concise"]), [""; 0]);
    // Beyond the repository nothing is looked for.
    write(&inner, ".git/HEAD", "");
    assert_eq!(findings(&inner, &["check", "--format", "concise"]).len(), 1);
    write(&inner, "tablecheck.yml", "rules: {unknown-table: off}");
    assert_eq!(findings(&inner, &["check", "--format", "concise"]), [""; 0]);
    write(&inner, "tablecheck.yaml", "");
    let several = run(&inner, &["check"]).code(2);
    assert!(stderr(&several).contains("there is also `tablecheck.yml`; keep one of them"), "{}", stderr(&several));
}

#[test]
fn another_file_can_be_named() {
    let project = project(BAD, &[("tablecheck.yaml", "fail_on: never"), ("ci/strict.yaml", "exclude: ['*.php']\ndriver: pgsql")]);
    run(project.path(), &["check"]).code(0);
    run(project.path(), &["check", "--config", "ci/strict.yaml"]).code(1);
    for command in ["schema", "references", "coverage", "config"] {
        run(project.path(), &[command, "--config", "ci/strict.yaml"]).code(0);
        let missing = run(project.path(), &[command, "--config", "nowhere.yaml"]).code(2);
        assert!(stderr(&missing).contains("cannot read `nowhere.yaml`: No such file"), "{}", stderr(&missing));
    }
    let schema = stdout(&run(project.path(), &["schema", "--config", "ci/strict.yaml"]).code(0));
    assert!(schema.contains("(pgsql"), "{schema}");
}

#[test]
fn mistakes_are_told_with_their_places() {
    let project = project("", &[("tablecheck.yaml", "paths: [app]\n\ndrivr: mysql\nrules:\n  unknown-tabel: off\n")]);
    for command in ["check", "schema", "references", "coverage", "config"] {
        let assert = run(project.path(), &[command]).code(2);
        let expected = "tablecheck: tablecheck.yaml:3:1: unknown key `drivr`; did you mean `driver`?
  |
3 | drivr: mysql
  | ^^^^^
tablecheck.yaml:5:3: unknown rule `unknown-tabel`; did you mean `unknown-table`?
  |
5 |   unknown-tabel: off
  |   ^^^^^^^^^^^^^
";
        assert_eq!(stderr(&assert), expected, "{command}");
        assert_eq!(stdout(&assert), "");
    }
    for yaml in
        ["a: [b", "a: b: c", "\tpaths: []", "- a\nb", "%", "a: *b", "? [", "'", "\u{0}", "paths: !!binary x", "{", "a: &x [*x]"]
    {
        write(project.path(), "tablecheck.yaml", yaml);
        let assert = run(project.path(), &["check"]).code(2);
        assert!(stderr(&assert).starts_with("tablecheck: tablecheck.yaml:"), "{yaml}: {}", stderr(&assert));
    }
}

#[test]
fn the_configuration_is_shown_with_where_it_comes_from() {
    let project = project("", &[("tablecheck.yaml", "driver: pgsql\nrules:\n  unknown-table: warning\ntables: [legacy]\n")]);
    let text = stdout(&run(project.path(), &["config", "--driver", "sqlite"]).code(0));
    let line = |start: &str| {
        let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start} in {text}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("driver"), "driver: sqlite # --driver");
    assert_eq!(line("  unknown-table"), "unknown-table: warning # tablecheck.yaml:3");
    assert_eq!(line("  legacy"), "legacy: null # tablecheck.yaml:4");
    assert_eq!(line("fail_on"), "fail_on: warning # default");
    let from_file = stdout(&run(project.path(), &["config"]).code(0));
    assert!(from_file.contains("driver: pgsql"), "{from_file}");
    assert_eq!(ConfigFile::read(&from_file).mistakes, []);
}

#[test]
fn the_documentation_shows_the_configuration_of_the_example() {
    const PATH: &str = "testdata/projects/crm-sync/tablecheck.yaml";
    let readme = std::fs::read_to_string(repository("docs/configuration.md")).expect("there is a page");
    let start = format!("<!-- {PATH} -->\n```yaml\n");
    let (before, rest) = readme.split_once(&start).expect("the page has a place for the example");
    let (_, after) = rest.split_once("```\n").expect("the example has an end");
    let example = std::fs::read_to_string(repository(PATH)).expect("there is an example");
    assert_file("docs/configuration.md", &format!("{before}{start}{example}```\n{after}"));
    let keys: Vec<String> = tablecheck::config::KEYS.iter().map(|key| format!("| `{}` |", key.name)).collect();
    assert!(keys.iter().all(|key| readme.contains(key)), "the page tells every key");
}

#[test]
fn the_json_schema_is_current_and_agrees_with_the_parser() {
    let printed = stdout(&run(&repository(""), &["config", "--schema"]).code(0));
    assert_file("tablecheck.schema.json", &printed);
    let schema: serde_json::Value = serde_json::from_str(&printed).expect("the schema is JSON");
    for text in [
        "",
        "paths: [a]",
        "paths: a",
        "paths: [1]",
        "paths: ['']",
        "exclude: [a, '**/b']",
        "rules: {unknown-table: off, unknown-column: note}",
        "rules: {unknown-table: loud}",
        "rules: {unknown-tabel: off}",
        "rules: []",
        "fail_on: never",
        "fail_on: off",
        "driver: mariadb",
        "driver: oracle",
        "driver: null",
        "connections: {a: {driver: mysql, prefix: ''}}",
        "connections: {a: }",
        "connections: {a: {host: b}}",
        "connections: {a: mysql}",
        "tables: [a, 'b*', '*']",
        "tables: ['*a*']",
        "tables: ['']",
        "tables: {a: [b], c: , d: {connection: e, columns: [f]}}",
        "tables: {a: b}",
        "tables: {a: {coloumns: [b]}}",
        "tables: {'*a*': }",
        "tables: {'a*': [b]}",
        "tables: {'a*': {connection: b}}",
        "tables: {'a*': {columns: [b]}}",
        "packages: [a/b, 'a/b:^1.0']",
        "packages: [a]",
        "packages: ['a/b:newest']",
        "signatures: [{class: A, method: b, args: [table, {role: row, of: 0}], returns: builder, operation: update, connection: c}]",
        "signatures: [{function: a, args: [{role: column, table: b}]}]",
        "signatures: [{function: a}]",
        "signatures: [{class: A, args: [table]}]",
        "signatures: [{class: A, function: b, args: [table]}]",
        "signatures: [{function: a, args: [tabel]}]",
        "signatures: [{function: a, args: [table], returns: query}]",
        "signatures: [{function: a, args: [table], operation: join}]",
        "signatures: [{function: a, args: [{of: 0}]}]",
        "signatures: [{function: a, args: [table, {role: row, of: -1}]}]",
        "signatures: {a: b}",
        "ignore: [{paths: [tests], tables: ['a_*'], rules: [unknown-table], reason: b}]",
        "ignore: [{tables: [a]}]",
        "ignore: [{rules: [unknown-table]}]",
        "ignore: [{paths: [tests], rules: [unknown-tabel]}]",
        "ignore: {paths: [tests]}",
        "baseline: a/b.yaml",
        "baseline: [a]",
        "blueprint: {money: decimal, stamps: {made_by: foreignId}, nothing: }",
        "blueprint: {money: Decimal}",
        "blueprint: {stamps: [made_by]}",
        "nonsense: 1",
        "[]",
    ] {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap_or_default();
        let mistakes = ConfigFile::read(text).mistakes;
        assert_eq!(accepts(&schema, &schema, &value), mistakes.is_empty(), "{text}: {mistakes:?}");
    }
}
