//! Texts that grow: whatever is in one file, a run ends, and what is wrong in the other files is still told.

use crate::folder::{command, project, write};
use crate::limits::{Ended, Limits, run};

/// Line 3, column 12 names a table that does not exist.
const BAD: &str = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('order')->count();\n";

/// Runs `check` in a small project with these files, too.
fn check(files: &[(&str, &str)], limits: Limits) -> Ended {
    told(files, &["check", "--format", "concise"], limits)
}

fn told(files: &[(&str, &str)], arguments: &[&str], limits: Limits) -> Ended {
    let folder = project(&[("app/Bad.php", BAD)]);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    let mut command = command(folder.path());
    command.args(arguments);
    run(&command, limits)
}

/// Asserts that a run with these files ends within its bounds, and tells what is wrong elsewhere.
#[track_caller]
fn assert_told(name: &str, files: &[(&str, &str)], limits: Limits) -> Ended {
    let ended = check(files, limits);
    let beginning: String = ended.stderr.chars().take(300).collect();
    assert!(!ended.killed && !ended.hung, "{name} ends within its bounds: {:?} {beginning}", ended.code);
    assert_eq!(ended.code, Some(1), "{name}: {beginning}");
    assert!(ended.stdout.contains("app/Bad.php:3:12: error[unknown-table]"), "{name}: what is wrong elsewhere is told");
    ended
}

/// Asserts that a run with these files is refused within its bounds, in these words.
#[track_caller]
fn assert_refused(name: &str, files: &[(&str, &str)], words: &str) {
    let ended = check(files, Limits::default());
    let beginning: String = ended.stderr.chars().take(300).collect();
    assert_eq!((ended.code, ended.hung), (Some(2), false), "{name}: {beginning}");
    assert!(beginning.contains(words), "{name}: {beginning}");
    assert!(ended.stderr.len() < 2_000, "{name}: it is short");
}

#[test]
fn comments_that_silence_may_be_many() {
    let times = |text: &str, n: usize| text.repeat(n);
    let table = "use Illuminate\\Support\\Facades\\DB;\nDB::table('x')->count();\n";
    for (name, path, text) in [
        ("one comment", "app/A.php", format!("<?php /* {} */", times("@tablecheck-ignore x ", 60_000))),
        ("one word", "app/A.php", format!("<?php /* {} */", times("@tablecheck-ignore", 60_000))),
        ("lines", "app/A.php", format!("<?php\n{}", times("a(); // @tablecheck-ignore unknown-table\n", 40_000))),
        ("before one line", "app/A.php", format!("<?php\n{}a();", times("// @tablecheck-ignore unknown-table\n", 40_000))),
        ("one line", "app/A.php", format!("<?php {}", times("a(); /* @tablecheck-ignore unknown-table */ ", 40_000))),
        ("docs", "app/A.php", format!("<?php\n{}class A {{}}", times("/** @tablecheck-ignore unknown-table */\n", 40_000))),
        ("docs of words", "app/A.php", format!("<?php\n{}", times("/** @tablecheck-ignore unknown-table */ a\n", 40_000))),
        (
            "before a chain",
            "app/A.php",
            format!("<?php\n{}a\n{};", times("// @tablecheck-ignore x\n", 20_000), times("->b()\n", 80_000)),
        ),
        (
            "files and findings",
            "app/A.php",
            format!("<?php\n{}{}", times("// @tablecheck-ignore-file unknown-table\n", 20_000), times(table, 8_000)),
        ),
        ("SQL", "a.sql", times("-- tablecheck-ignore unknown-table ", 60_000)),
        ("SQL in PHP", "app/A.php", format!("<?php q('{}');", times("-- tablecheck-ignore unknown-table ", 60_000))),
        ("blanks behind", "app/A.php", format!("<?php // {}{}", times("@tablecheck-ignore x. ", 40_000), times(" ", 800_000))),
        ("blanks before", "app/A.php", format!("<?php\n{}{}", times(" ", 800_000), times("// @tablecheck-ignore x ", 40_000))),
    ] {
        assert_told(name, &[(path, &text)], Limits::default());
    }
}

#[test]
fn documents_may_not_nest_without_end() {
    let deep = "lists and maps are nested more than 100 levels deep";
    for (name, text) in [
        ("lists", format!("paths: {}{}", "[".repeat(200_000), "]".repeat(200_000))),
        ("open lists", "[".repeat(200_000)),
        ("maps", "{a: ".repeat(50_000)),
        ("lines", "[\n".repeat(50_000)),
    ] {
        assert_refused(name, &[("tablecheck.yaml", &text)], deep);
        assert_refused(name, &[("tablecheck-baseline.yaml", &format!("version: 1\nfindings: {text}"))], deep);
    }
}

#[test]
fn tables_of_a_dump_may_not_grow_without_end() {
    let dump = "database/schema/mysql-schema.sql";
    let alters = |what: &dyn Fn(usize) -> String| {
        let alters: Vec<String> = (0..60_000).map(|n| format!("ALTER TABLE a ADD {};\n", what(n))).collect();
        format!("CREATE TABLE a (id int);\n{}", alters.concat())
    };
    for (name, text) in [
        ("columns", alters(&|n| format!("c{n} int"))),
        ("indexes", alters(&|n| format!("INDEX i{n} (id)"))),
        ("keys", alters(&|n| format!("CONSTRAINT k{n} FOREIGN KEY (id) REFERENCES a (id)"))),
        ("options", format!("CREATE TABLE a (id int);\nALTER TABLE a ADD b int {}", "zerofill ".repeat(100_000))),
        ("backticks", format!("CREATE TABLE a (id int);\nALTER TABLE {}", "`".repeat(1_000_000))),
        ("verbs", "ALTER ".repeat(100_000)),
    ] {
        assert_told(name, &[(dump, &text)], Limits::default());
    }
    let ended = told(&[(dump, &alters(&|n| format!("c{n} int")))], &["coverage"], Limits::default());
    assert!(ended.stdout.contains("`a` has more than 4,096 columns"), "{}", ended.stdout);
}

#[test]
fn files_that_would_fill_the_memory_are_left_out_and_told() {
    for (name, piece, reason) in [
        ("elements", "1,", "it has so many tokens that parsing it would take over 900 MB"),
        ("interpolations", "\"{$", "it has strings in strings without end"),
        ("old interpolations", "\"${", "it has strings in strings without end"),
        ("backticks", "`", "it has so many tokens that parsing it would take over 900 MB"),
    ] {
        let texts: Vec<(String, String)> = (0..4)
            .map(|n| {
                let start =
                    if piece == "1," { format!("<?php class A{n} {{ public $a = [") } else { "<?php class A { ".to_owned() };
                let end = if piece == "1," { "]; }" } else { "" };
                (format!("app/A{n}.php"), format!("{start}{}{end}", piece.repeat(4_800_000 / piece.len())))
            })
            .collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let limits = Limits { megabytes: 3_500, ..Limits::default() };
        let ended = assert_told(name, &files, limits);
        assert!(ended.stdout.contains("4 files and folders were not read: `"), "{name}: {}", ended.stdout);
        let ended = told(&files, &["coverage"], limits);
        assert!(ended.stdout.contains(&format!("  app/A3.php: {reason}")), "{name}: {}", ended.stdout);
    }
}

#[test]
fn a_migration_that_is_left_out_is_no_small_thing() {
    let text = format!("<?php return new class extends Migration {{ public $a = [{}]; }};", "1,".repeat(2_000_000));
    let ended = assert_told("a migration", &[("database/migrations/2024_02_01_000000_a.php", &text)], Limits::default());
    assert!(ended.stdout.contains("error: 1 migration or schema dump could not be read or understood"), "{}", ended.stdout);
}

#[test]
fn large_tables_are_read() {
    let rows = "['name' => 'Aix-la-Chapelle', 'lat' => 50.776],\n".repeat(25_000);
    let text = format!("<?php class A {{ const A = [{rows}]; function f() {{ \\DB::table('places')->get(); }} }}");
    let ended = assert_told("a large table", &[("app/A.php", &text)], Limits::default());
    assert!(ended.stdout.contains("app/A.php:25001:"), "{}", ended.stdout);
}

#[cfg(unix)]
#[test]
fn few_threads_do_as_well() {
    // There is no room for the stacks of so many, or of two, or of one.
    for (threads, megabytes) in [("99999999", 6_000), ("nonsense", 6_000), ("8", 1_900), ("2", 700), ("2", 400), ("2", 200)] {
        assert_told(threads, &[], Limits { megabytes, threads, ..Limits::default() });
    }
}
