//! Baselines and comments that silence findings, from outside.

#[path = "support/shop.rs"]
mod shop;

use std::fs;

use shop::{BAD, GOOD, check, paths, project, run, write};

const NAME: &str = "tablecheck-baseline.yaml";

#[test]
fn what_was_there_is_not_told_and_what_is_new_fails() {
    let folder = project(&[("app/Old.php", BAD)]);
    let said = run(folder.path(), &["check", "--generate-baseline"], "");
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(said.err.contains("wrote 1 finding to `tablecheck-baseline.yaml`"), "{said:?}");
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
    assert!(said.out.contains("1 known finding in the baseline not shown."), "{said:?}");
    // Lines move, and one more of the kind is new.
    write(
        folder.path(),
        "app/Old.php",
        &format!("{}\n\n\nDB::table('order')->count();\n", BAD.replace("<?php", "<?php\n\n// x")),
    );
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!((findings.len(), said.code), (1, 1), "{said:?}");
    assert!(findings[0].starts_with("app/Old.php:9:12"), "{findings:?}");
    let (findings, _) = check(folder.path(), &["--no-baseline"]);
    assert_eq!(findings.len(), 2);
}

#[test]
fn what_was_mended_is_told_and_taken_out() {
    let folder = project(&[("app/Old.php", BAD), ("app/Other.php", BAD)]);
    run(folder.path(), &["check", "--generate-baseline"], "");
    write(folder.path(), "app/Old.php", GOOD);
    let said = run(folder.path(), &["check"], "");
    assert!(said.code == 0 && said.out.contains("1 more fixed since (--prune-baseline removes them)"), "{said:?}");
    let json = run(folder.path(), &["check", "--format", "json"], "").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(json["summary"]["baseline"], serde_json::json!({"known": 1, "stale": 1}));
    let said = run(folder.path(), &["check", "--prune-baseline"], "");
    assert!(said.code == 0 && said.err.contains("removed 1 finding from"), "{said:?}");
    let text = fs::read_to_string(folder.path().join(NAME)).expect("it is there");
    assert!(!text.contains("Old.php") && text.contains("Other.php"), "{text}");
    // Nothing new is let in.
    write(folder.path(), "app/Old.php", BAD);
    let said = run(folder.path(), &["check", "--prune-baseline"], "");
    assert_eq!(said.code, 1);
    assert_eq!(fs::read_to_string(folder.path().join(NAME)).expect("it is there"), text);
}

/// A migration that changes the table of orders.
fn change(columns: &str) -> String {
    format!(
        "<?php\nreturn new class extends Migration {{\n    public function up() {{ Schema::table('orders', function (Blueprint \
        $table) {{ {columns} }}); }}\n}};\n"
    )
}

#[test]
fn what_is_known_stays_known_when_only_its_words_change() {
    const CODE: &str =
        "<?php\nDB::table('orders')->insert([\n    'notes' => 'x',\n]);\nDB::table('orders')->where('kind', 'z')->get();\n";
    let later = "database/migrations/2024_02_01_000000_change_orders.php";
    let folder = project(&[
        (later, &change("$table->string('state'); $table->enum('kind', ['a', 'b'])->nullable();")),
        ("app/Old.php", CODE),
    ]);
    let (findings, _) = check(folder.path(), &[]);
    assert_eq!(findings.len(), 2, "{findings:?}");
    run(folder.path(), &["check", "--generate-baseline"], "");
    // Of the columns that an insert leaves out one gets a default, and one more value is allowed.
    let kinds = "$table->enum('kind', ['a', 'b', 'c'])->nullable();";
    write(folder.path(), later, &change(&format!("$table->string('state')->default('new'); {kinds}")));
    let (told, _) = check(folder.path(), &["--no-baseline"]);
    assert!(told.len() == 2 && told.iter().zip(&findings).all(|(now, then)| now != then), "{told:?} {findings:?}");
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
    assert!(said.out.contains("2 known findings in the baseline not shown."), "{said:?}");
    // Lines move, and a line is edited.
    write(folder.path(), "app/Old.php", &CODE.replace("<?php", "<?php\n\n"));
    assert_eq!(check(folder.path(), &[]).0.len(), 0);
    write(folder.path(), "app/Old.php", &CODE.replace("->get()", "->first()"));
    assert_eq!(check(folder.path(), &[]).0.len(), 1, "neither the code nor the words are the same");
    write(folder.path(), "app/Old.php", CODE);
    // One more column that the insert leaves out is new.
    write(folder.path(), later, &change(&format!("$table->string('state'); $table->string('note'); {kinds}")));
    let (findings, _) = check(folder.path(), &[]);
    assert!(findings.len() == 1 && findings[0].contains("`number`, `state`, `note`"), "{findings:?}");
}

#[test]
fn baselines_of_the_first_version_count() {
    let folder = project(&[("app/Old.php", BAD), ("app/Other.php", BAD)]);
    run(folder.path(), &["check", "--generate-baseline"], "");
    let text = fs::read_to_string(folder.path().join(NAME)).expect("it is there");
    assert!(text.contains("\nversion: 2\n"), "{text}");
    // The fingerprint of the first version said nothing but the message.
    let first = text.replace("version: 2", "version: 1").replace("fingerprint: \"", "fingerprint: \"0");
    write(folder.path(), NAME, &first);
    assert_eq!(check(folder.path(), &[]).1.code, 0);
    write(folder.path(), "app/Other.php", GOOD);
    let said = run(folder.path(), &["check", "--prune-baseline"], "");
    assert_eq!(said.code, 0, "{said:?}");
    let pruned = fs::read_to_string(folder.path().join(NAME)).expect("it is there");
    let line = text.lines().nth(5).expect("an entry");
    assert!(pruned.contains(line) && !pruned.contains("Other.php") && pruned.contains("\nversion: 2\n"), "{pruned}");
    write(folder.path(), NAME, &text.replace("version: 2", "version: 3"));
    let said = run(folder.path(), &["check"], "");
    assert!(said.code == 2 && said.err.contains("version 3 needs a newer tablecheck"), "{said:?}");
}

#[test]
fn the_configuration_names_the_file_and_paths_start_from_it() {
    let folder = project(&[("app/Old.php", BAD)]);
    let outer = tempfile::tempdir().expect("there is a folder for temporary files");
    let inner = outer.path().join("backend");
    fs::rename(folder.path(), &inner).expect("it can be moved");
    write(outer.path(), "tablecheck.yaml", "baseline: known/tables.yaml\n");
    let said = run(&inner, &["check"], "");
    assert!(
        said.code == 2 && said.err.contains("known/tables.yaml`; `tablecheck check --generate-baseline` writes one"),
        "{said:?}"
    );
    fs::create_dir(outer.path().join("known")).expect("it can be made");
    assert_eq!(run(&inner, &["check", "--generate-baseline"], "").code, 0);
    let text = fs::read_to_string(outer.path().join("known/tables.yaml")).expect("it is there");
    assert!(text.contains("\n  backend/app/Old.php:\n"), "{text}");
    assert_eq!(run(&inner, &["check"], "").code, 0);
    assert_eq!(run(outer.path(), &["check", "backend"], "").code, 0);
}

#[test]
fn the_same_findings_make_the_same_file() {
    let folder = project(&[("app/Old.php", BAD), ("app/b.php", BAD), ("app/A.php", BAD)]);
    run(folder.path(), &["check", "--generate-baseline"], "");
    let first = fs::read_to_string(folder.path().join(NAME)).expect("it is there");
    let said = run(folder.path(), &["check", "--generate-baseline"], "");
    assert!(said.err.contains("wrote 3 findings"), "a baseline keeps nothing back from the next one: {said:?}");
    assert_eq!(fs::read_to_string(folder.path().join(NAME)).expect("it is there"), first);
    write(folder.path(), NAME, "version: 1\nfindngs: {}\n");
    let said = run(folder.path(), &["check"], "");
    assert!(said.code == 2 && said.err.contains("is not a baseline") && said.err.contains("findngs"), "{said:?}");
}

#[test]
fn of_a_change_a_baseline_keeps_back_what_is_known() {
    let folder = project(&[("app/Old.php", BAD)]);
    run(folder.path(), &["check", "--generate-baseline"], "");
    let said = run(folder.path(), &["check", "--stdin-path", "app/Old.php"], &format!("{BAD}DB::table('order')->get();\n"));
    assert_eq!(said.code, 1);
    assert!(said.out.contains("app/Old.php:4:12"), "{said:?}");
}

#[test]
fn nothing_is_written_where_nothing_was_found() {
    let folder = project(&[("app/Good.php", GOOD)]);
    let said = run(folder.path(), &["check", "--generate-baseline"], "");
    assert!(said.code == 0 && said.err.contains("is not needed"), "{said:?}");
    assert!(!folder.path().join(NAME).exists());
}

#[test]
fn comments_silence_and_are_told_when_they_do_not() {
    let silenced = BAD.replace("DB::", "// @tablecheck-ignore unknown-table (made elsewhere)\nDB::");
    let folder = project(&[("app/Old.php", &silenced)]);
    assert_eq!(check(folder.path(), &[]).1.code, 0);
    write(folder.path(), "app/Old.php", &silenced.replace("'order'", "'orders'"));
    let (findings, said) = check(folder.path(), &[]);
    assert!(said.code == 1 && findings[0].contains("app/Old.php:3:23: warning[unused-suppression]"), "{said:?}");
    // The comment can be taken out.
    let said = run(folder.path(), &["check", "--fix"], "");
    assert_eq!(said.code, 0, "{said:?}");
    let text = fs::read_to_string(folder.path().join("app/Old.php")).expect("it is there");
    assert_eq!(text, BAD.replace("'order'", "'orders'"));
    // A comment may silence that, too, as long as there is something to silence.
    let both = "<?php\n\n// @tablecheck-ignore unknown-table, unused-suppression (some installations lack it)\nDB::table('orders')->count();\n";
    write(folder.path(), "app/Old.php", both);
    assert_eq!(check(folder.path(), &[]).1.code, 1, "the comment is for the next line, not for itself");
    let both = both.replace(", unused-suppression", "");
    write(
        folder.path(),
        "app/Old.php",
        &both.replace("<?php\n", "<?php // @tablecheck-ignore-file unused-suppression (it depends)\n"),
    );
    let (findings, _) = check(folder.path(), &[]);
    assert_eq!(findings.len(), 0, "{findings:?}");
    // Where the rule is off, its comments are not told.
    write(folder.path(), "app/Old.php", &silenced.replace("'order'", "'orders'"));
    write(folder.path(), "tablecheck.yaml", "rules: {unknown-table: off}\n");
    assert_eq!(check(folder.path(), &[]).1.code, 0);
}

#[test]
fn the_configuration_silences_paths_and_tables() {
    let folder = project(&[("app/Old.php", BAD), ("tests/A.php", BAD), ("app/B.php", &BAD.replace("'order'", "'legacy_a'"))]);
    let with = |text: &str| {
        write(folder.path(), "tablecheck.yaml", text);
        paths(&check(folder.path(), &[]).0).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(with("ignore: [{paths: [tests]}]\n"), ["app/B.php", "app/Old.php"]);
    assert_eq!(
        with("ignore: [{tables: ['legacy_*'], reason: old}, {paths: ['app/O*'], rules: [unknown-table]}]\n"),
        ["tests/A.php"]
    );
    assert_eq!(with("ignore: [{paths: ['**'], rules: [unknown-column]}]\n").len(), 3);
    write(folder.path(), "tablecheck.yaml", "ignore: [{rules: [unknown-tabel]}]\n");
    let said = run(folder.path(), &["check"], "");
    assert!(said.code == 2 && said.err.contains("did you mean `unknown-table`?"), "{said:?}");
    write(folder.path(), "tablecheck.yaml", "ignore: [{rules: [unknown-table]}]\n");
    let said = run(folder.path(), &["check"], "");
    assert!(said.code == 2 && said.err.contains("name `paths` or `tables`"), "{said:?}");
    write(folder.path(), "tablecheck.yaml", "exclude: [app/B.php]\n");
    let said = run(folder.path(), &["check", "app/B.php"], "");
    assert!(said.code == 0 && said.err.contains("`exclude` in the configuration skips `app/B.php`"), "{said:?}");
}

#[test]
fn a_broken_baseline_is_written_anew_and_an_empty_one_where_it_is_named() {
    let folder = project(&[("app/Old.php", BAD)]);
    write(folder.path(), NAME, "<<<<<<< HEAD\nversion: 1\n");
    assert_eq!(run(folder.path(), &["check"], "").code, 2);
    assert_eq!(run(folder.path(), &["check", "--generate-baseline"], "").code, 0);
    assert_eq!(run(folder.path(), &["check"], "").code, 0);
    write(folder.path(), "app/Old.php", GOOD);
    write(folder.path(), "tablecheck.yaml", "baseline: known.yaml\n");
    assert_eq!(run(folder.path(), &["check"], "").code, 2);
    assert_eq!(run(folder.path(), &["check", "--generate-baseline"], "").code, 0);
    assert_eq!(run(folder.path(), &["check"], "").code, 0);
}

#[test]
fn what_is_known_of_a_project_that_is_gone_is_pruned() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for name in ["one", "two", "three"] {
        let project = project(&[("artisan", ""), ("app/A.php", BAD)]);
        std::fs::rename(project.path(), folder.path().join(name)).expect("it can be moved");
    }
    write(folder.path(), "tablecheck.yaml", "baseline: known/all.yaml\n");
    write(folder.path(), "known/README.md", "");
    let said = run(folder.path(), &["check", "--generate-baseline"], "");
    assert_eq!(said.code, 0, "{said:?}");
    std::fs::remove_dir_all(folder.path().join("two")).expect("it can be removed");
    let said = run(folder.path(), &["check", "--prune-baseline", "one"], "");
    assert!(said.code == 0 && said.err.contains("removed 1 finding from `known/all.yaml` that was fixed"), "{said:?}");
    let text = std::fs::read_to_string(folder.path().join("known/all.yaml")).expect("it is there");
    assert!(text.contains("one/app/A.php") && text.contains("three/app/A.php") && !text.contains("two/app/A.php"), "{text}");
}
