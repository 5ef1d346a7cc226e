//! `check --staged`, `--since BASE` and `--stdin-path`: what a change brings, in the files that it touches and elsewhere.

#[path = "support/git.rs"]
mod git;
#[path = "support/shop.rs"]
mod shop;

use std::path::Path;
use std::process::Command;

use git::git;
use shop::{BAD, GOOD, MIGRATION, MIGRATION_PATH, check, paths, project, run, write};
use tempfile::TempDir;

const DROP: &str = "<?php
use Illuminate\\Support\\Facades\\Schema;
return new class extends Illuminate\\Database\\Migrations\\Migration {
    public function up(): void
    {
        Schema::table('orders', function ($table) {
            $table->dropColumn('notes');
        });
    }
};
";
const DROP_PATH: &str = "database/migrations/2024_02_01_000000_drop_notes.php";

/// A repository with what was there before: a finding of its own, and code that uses the column `notes`.
fn repository() -> TempDir {
    let folder = project(&[("app/Old.php", BAD), ("app/Good.php", GOOD)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    folder
}

#[test]
fn only_what_is_staged_is_told() {
    let folder = repository();
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
    git(folder.path(), &["update-index", "--chmod=+x", "app/Old.php"]);
    assert_eq!(check(folder.path(), &["--staged"]).0.len(), 0, "only the mode is another one");
    git(folder.path(), &["reset", "-q", "--hard"]);
    write(folder.path(), "app/New.php", BAD);
    let (findings, _) = check(folder.path(), &["--staged"]);
    assert_eq!(findings.len(), 0, "what is not staged is not committed");
    git(folder.path(), &["add", "app/New.php"]);
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!((paths(&findings), said.code), (vec!["app/New.php"], 1));
    // Named paths are told, too.
    let (findings, _) = check(folder.path(), &["--staged", "app/Old.php", "app/Good.php"]);
    assert_eq!(paths(&findings), ["app/New.php", "app/Old.php"]);
}

#[test]
fn a_finding_that_is_only_told_otherwise_is_not_new() {
    let add = |values: &str| DROP.replace("dropColumn('notes')", &format!("enum('kind', [{values}])->nullable()"));
    let folder =
        project(&[(DROP_PATH, &add("'a', 'b'")), ("app/Old.php", "<?php\nDB::table('orders')->where('kind', 'z')->get();\n")]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    let before = check(folder.path(), &[]).0;
    write(folder.path(), DROP_PATH, &add("'a', 'b', 'c'"));
    git(folder.path(), &["add", "-A"]);
    let now = check(folder.path(), &[]).0;
    assert!(before.len() == 1 && now.len() == 1 && now != before, "{before:?} {now:?}");
    for arguments in [&["--staged"][..], &["--since", "HEAD"]] {
        let (findings, _) = check(folder.path(), arguments);
        assert!(findings.iter().all(|finding| finding.contains("rewritten-history")), "{findings:?}");
    }
}

#[test]
fn files_are_looked_at_as_they_are_staged() {
    let folder = repository();
    write(folder.path(), "app/New.php", BAD);
    git(folder.path(), &["add", "-A"]);
    write(folder.path(), "app/New.php", GOOD);
    let (findings, _) = check(folder.path(), &["--staged"]);
    assert_eq!(paths(&findings), ["app/New.php"]);
    // A table that only a file makes which is not staged is not there.
    let other = DROP.replace("Schema::table('orders'", "Schema::create('order'").replace("dropColumn('notes')", "id()");
    write(folder.path(), "database/migrations/2024_03_01_000000_create_order.php", &other);
    let (findings, _) = check(folder.path(), &["--staged"]);
    assert_eq!(paths(&findings), ["app/New.php"]);
    git(folder.path(), &["add", "-A"]);
    let (findings, _) = check(folder.path(), &["--staged"]);
    assert_eq!(findings.len(), 0);
}

#[test]
fn what_a_change_breaks_elsewhere_is_told() {
    let folder = repository();
    write(folder.path(), DROP_PATH, DROP);
    git(folder.path(), &["add", "-A"]);
    for arguments in [&["--staged"] as &[&str], &["--since", "HEAD"], &["--staged", DROP_PATH]] {
        let (findings, said) = check(folder.path(), arguments);
        assert_eq!((findings.len(), said.code), (1, 1), "{arguments:?} {said:?}");
        assert!(findings[0].starts_with("app/Good.php:3:29: error[unknown-column]"), "{findings:?}");
    }
    // A deleted file can break something, too.
    git(folder.path(), &["rm", "-q", "--cached", DROP_PATH]);
    std::fs::remove_file(folder.path().join(DROP_PATH)).expect("it can be removed");
    write(folder.path(), "app/Other.php", GOOD);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "second"]);
    let empty = DROP.replace("$table->dropColumn('notes');", "");
    write(folder.path(), DROP_PATH, &empty);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "third"]);
    git(folder.path(), &["rm", "-q", MIGRATION_PATH]);
    let (findings, _) = check(folder.path(), &["--staged"]);
    assert!(paths(&findings).contains(&"app/Good.php") && paths(&findings).contains(&"app/Other.php"), "{findings:?}");
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let folder = repository();
    git(folder.path(), &["checkout", "-qb", "feature"]);
    write(folder.path(), "app/Mine.php", BAD);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "mine"]);
    git(folder.path(), &["checkout", "-q", "main"]);
    write(folder.path(), "app/Theirs.php", BAD);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "theirs"]);
    git(folder.path(), &["checkout", "-q", "feature"]);
    // What is not committed, and not even known to git, counts.
    write(folder.path(), "app/Newest.php", BAD);
    let (findings, said) = check(folder.path(), &["--since", "main"]);
    assert_eq!((paths(&findings), said.code), (vec!["app/Mine.php", "app/Newest.php"], 1));
    let (findings, _) = check(folder.path(), &["--since", "HEAD"]);
    assert_eq!(paths(&findings), ["app/Newest.php"]);
}

#[test]
fn before_the_first_commit_all_is_new() {
    let folder = project(&[("app/Old.php", BAD)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    assert_eq!(paths(&check(folder.path(), &["--staged"]).0), ["app/Old.php"]);
}

#[test]
fn a_project_below_the_repository_has_changes_of_its_own() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in [
        ("backend/artisan", ""),
        ("backend/app/Old.php", BAD),
        ("README.md", ""),
        (&*format!("backend/{MIGRATION_PATH}"), shop::MIGRATION),
    ] {
        write(folder.path(), path, text);
    }
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    write(folder.path(), "backend/app/New é.php", BAD);
    git(folder.path(), &["add", "-A"]);
    assert_eq!(paths(&check(folder.path(), &["--staged"]).0), ["backend/app/New é.php"]);
    assert_eq!(paths(&check(&folder.path().join("backend"), &["--staged"]).0), ["app/New é.php"]);
}

#[test]
fn without_a_repository_or_a_commit_nothing_is_guessed() {
    let folder = project(&[]);
    let said = run(folder.path(), &["check", "--staged"], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("remove `--staged` or `--since`"), "{said:?}");
    let folder = repository();
    let said = run(folder.path(), &["check", "--since", ""], "");
    assert!(said.code == 2 && said.err.contains("needs the name of a branch"), "{said:?}");
    for base in ["nowhere", "--output=x", "app/Gone.php"] {
        let said = run(folder.path(), &["check", &format!("--since={base}")], "");
        assert_eq!(said.code, 2);
        assert!(said.err.contains(&format!("`{base}` is not a commit")), "{said:?}");
    }
    assert!(!folder.path().join("x").exists());
    let said = run(folder.path(), &["check", "--diff", "main"], "");
    assert!(said.code == 2 && said.err.contains("write `--since main`"), "{said:?}");
    // The fixes of one path.
    let said = run(folder.path(), &["check", "--diff", "app/Old.php"], "");
    assert!(said.code == 1 && said.out.contains("+DB::table('orders')"), "{said:?}");
}

#[test]
fn a_text_on_standard_input_stands_for_a_file() {
    let folder = project(&[("app/Good.php", GOOD), ("app/Old.php", BAD)]);
    let arguments = ["check", "--format", "concise", "--stdin-path"];
    let said = run(folder.path(), &[&arguments[..], &["app/Good.php"]].concat(), BAD);
    assert!(said.out.starts_with("app/Good.php:3:12: error[unknown-table]") && said.code == 1, "{said:?}");
    assert!(!said.out.contains("Old.php"));
    // Also for one that is not there yet, and for a migration, which counts at once.
    let said = run(folder.path(), &[&arguments[..], &["app/New.php"]].concat(), BAD);
    assert!(said.out.starts_with("app/New.php:3:12:") && said.code == 1, "{said:?}");
    let wrong = shop::MIGRATION.replace("id()", "string('number')");
    let said = run(folder.path(), &[&arguments[..], &[MIGRATION_PATH]].concat(), &wrong);
    assert!(said.out.starts_with(MIGRATION_PATH) && said.out.contains("duplicate-column"), "{said:?}");
    let said = run(folder.path(), &[&arguments[..], &["app/Old.php"]].concat(), GOOD);
    assert_eq!(said.code, 0, "{said:?}");
    let said = run(folder.path(), &[&arguments[..], &["app/New/Deep/A.php"]].concat(), BAD);
    assert!(said.out.starts_with("app/New/Deep/A.php:3:12:") && said.code == 1, "{said:?}");
    for (path, expected) in [("app", "is a folder"), ("/tmp", "folder")] {
        let said = run(folder.path(), &[&arguments[..], &[path]].concat(), GOOD);
        assert!(said.code == 2 && said.err.contains(expected), "{path}: {said:?}");
    }
}

#[test]
fn a_text_on_standard_input_tells_what_it_breaks_elsewhere() {
    let folder = project(&[("app/Good.php", GOOD), ("app/Old.php", BAD)]);
    let say = |path: &str, text: &str| {
        let said = run(folder.path(), &["check", "--format", "concise", "--stdin-path", path], text);
        let lines = said.out.lines().take_while(|line| !line.is_empty() && !line.starts_with("Checked ")).map(str::to_owned);
        (lines.collect::<Vec<_>>(), said)
    };
    // A migration that is being written, and one that is saved and is being changed.
    for (path, text) in [(DROP_PATH, DROP.to_owned()), (MIGRATION_PATH, MIGRATION.replace("notes", "remarks"))] {
        let (findings, said) = say(path, &text);
        assert_eq!((paths(&findings), said.code), (vec!["app/Good.php"], 1), "{path}: {said:?}");
        assert!(findings[0].contains("unknown-column") && findings[0].contains("`notes`"), "{findings:?}");
    }
    // What is saved breaks nothing more, nor does a change that others do not see.
    write(folder.path(), DROP_PATH, DROP);
    for text in [DROP.to_owned(), DROP.replace("<?php", "<?php // Notes are kept elsewhere.")] {
        let (findings, said) = say(DROP_PATH, &text);
        assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
    }
    // What is known stays known.
    std::fs::remove_file(folder.path().join(DROP_PATH)).expect("it is there");
    write(folder.path(), DROP_PATH, DROP);
    assert_eq!(run(folder.path(), &["check", "--generate-baseline"], "").code, 0);
    std::fs::remove_file(folder.path().join(DROP_PATH)).expect("it is there");
    let (findings, said) = say(DROP_PATH, DROP);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
}

#[test]
fn what_is_set_counts_as_it_is_staged() {
    let folder = repository();
    write(folder.path(), "app/Warehouse.php", &BAD.replace("'order'", "'warehouse'"));
    write(folder.path(), "tablecheck.yaml", "tables: [warehouse]\n");
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "second"]);
    // A change of the configuration alone can bring findings.
    write(folder.path(), "tablecheck.yaml", "tables: []\n");
    assert_eq!(check(folder.path(), &["--staged"]).0.len(), 0, "it is not staged");
    git(folder.path(), &["add", "-A"]);
    assert_eq!(paths(&check(folder.path(), &["--staged"]).0), ["app/Warehouse.php"]);
    assert_eq!(paths(&check(folder.path(), &["--since", "HEAD"]).0), ["app/Warehouse.php"]);
    git(folder.path(), &["rm", "-qf", "tablecheck.yaml"]);
    assert_eq!(paths(&check(folder.path(), &["--staged"]).0), ["app/Warehouse.php"]);
    // A mistake that is not staged stops nobody.
    git(folder.path(), &["reset", "-q", "--hard"]);
    write(folder.path(), "tablecheck.yaml", "tabels: []\n");
    assert_eq!(check(folder.path(), &["--staged"]).1.code, 0);
}

#[test]
fn what_is_known_counts_as_it_is_staged() {
    let folder = repository();
    let name = "tablecheck-baseline.yaml";
    assert_eq!(run(folder.path(), &["check", "--generate-baseline"], "").code, 0);
    write(folder.path(), "app/Old.php", &format!("{BAD}// more\n"));
    git(folder.path(), &["add", "app/Old.php"]);
    assert_eq!(check(folder.path(), &["--staged"]).1.code, 1, "the baseline is not part of the commit");
    git(folder.path(), &["add", name]);
    assert_eq!(check(folder.path(), &["--staged"]).1.code, 0);
    git(folder.path(), &["commit", "-qm", "second"]);
    // Who takes an entry out, has to mend it.
    git(folder.path(), &["rm", "-q", name]);
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!((paths(&findings), said.code), (vec!["app/Old.php"], 1));
}

#[test]
fn what_is_not_in_the_folder_is_known_to_git() {
    let folder = repository();
    git(folder.path(), &["sparse-checkout", "set", "--no-cone", "/app/"]);
    assert!(!folder.path().join(MIGRATION_PATH).exists());
    write(folder.path(), "app/New.php", BAD);
    git(folder.path(), &["add", "app/New.php"]);
    assert_eq!(paths(&check(folder.path(), &["--staged"]).0), ["app/New.php"]);
    std::fs::remove_file(folder.path().join("app/New.php")).expect("it can be removed");
    assert_eq!(paths(&check(folder.path(), &["--staged", "app/New.php"]).0), ["app/New.php"]);
}

#[test]
fn without_a_common_commit_nothing_is_compared() {
    let folder = repository();
    git(folder.path(), &["checkout", "-q", "--orphan", "other"]);
    git(folder.path(), &["commit", "-qm", "other"]);
    let said = run(folder.path(), &["check", "--since", "main"], "");
    assert!(said.code == 2 && said.err.contains("have no common ancestor in this clone"), "{said:?}");
}

#[cfg(unix)]
/// What the program says in a hook of a real commit, which git gives an environment of its own.
fn said_in_hook(top: &Path, script: &str) -> String {
    let program = env!("CARGO_BIN_EXE_tablecheck");
    let hooks = top.join("hooks-of-the-test");
    let said = hooks.join("said");
    let text = format!("#!/bin/sh\n{script}\n'{program}' check --staged --format concise > '{}' 2>&1\n", said.display());
    write(top, "hooks-of-the-test/pre-commit", &text);
    let hook = hooks.join("pre-commit");
    let mut permissions = std::fs::metadata(&hook).expect("it is there").permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    std::fs::set_permissions(&hook, permissions).expect("they can be set");
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .arg("-c")
        .arg(format!("core.hooksPath={}", hooks.display()))
        .args(["commit", "-qm", "second"])
        .current_dir(top)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git can be run");
    let said = std::fs::read_to_string(said).expect("the hook ran");
    assert!(!output.status.success() && said.contains("Found"), "{said} {}", String::from_utf8_lossy(&output.stderr));
    said
}

#[cfg(unix)]
#[test]
fn hooks_run_with_the_environment_that_git_gives_them() {
    let top = tempfile::tempdir().expect("there is a folder for temporary files");
    let backend = project(&[("app/Old.php", BAD)]);
    std::fs::rename(backend.path(), top.path().join("backend")).expect("it can be moved");
    git(top.path(), &["init", "-q"]);
    git(top.path(), &["add", "backend"]);
    git(top.path(), &["commit", "-qm", "first"]);
    let tree = top.path().join("tree");
    git(top.path(), &["worktree", "add", "-q", "-b", "other", "tree"]);
    for (top, script, expected) in [
        (top.path(), "", "backend/app/New.php:3:12: "),
        (top.path(), "cd backend", "app/New.php:3:12: "),
        (top.path(), "cd backend; export GIT_DIR=.git", "app/New.php:3:12: "),
        (top.path(), "export GIT_DIR=.git", "backend/app/New.php:3:12: "),
        (&tree, "", "backend/app/New.php:3:12: "),
        (&tree, "cd backend/app", "New.php:3:12: "),
    ] {
        write(top, "backend/app/New.php", BAD);
        git(top, &["add", "backend"]);
        let said = said_in_hook(top, script);
        assert!(said.starts_with(expected) && said.contains("Found 1 error"), "{script}: {said}");
    }
}

#[test]
fn a_submodule_has_changes_of_its_own() {
    let folder = project(&[("artisan", ""), ("app/Old.php", BAD)]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    let module = project(&[("A.php", GOOD)]);
    std::fs::remove_dir_all(module.path().join("database")).expect("it can be removed");
    git(module.path(), &["init", "-q"]);
    git(module.path(), &["add", "-A"]);
    git(module.path(), &["commit", "-qm", "first"]);
    let url = module.path().to_str().expect("it is plain");
    git(folder.path(), &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "Modules/Blog"]);
    let inside = folder.path().join("Modules/Blog");
    write(&inside, "B.php", BAD);
    git(&inside, &["add", "-A"]);
    let (findings, said) = check(&inside, &["--staged"]);
    assert_eq!(paths(&findings), ["B.php"], "{said:?}");
    assert!(said.out.contains("1 migration creates 1 table"), "{said:?}");
    let (findings, said) = check(&inside, &["--since", "HEAD"]);
    assert_eq!(paths(&findings), ["B.php"], "{said:?}");
    git(&inside, &["commit", "-qm", "second"]);
    let (findings, said) = check(folder.path(), &["--since", "HEAD"]);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
}

#[test]
fn an_application_in_another_has_changes_of_its_own() {
    let migration = format!("demo/{MIGRATION_PATH}");
    let demo = [("demo/artisan", ""), ("demo/composer.json", "{}"), ("demo/A.php", BAD), (&migration, MIGRATION)];
    let folder = project(&[&[("artisan", "")][..], &demo].concat());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    write(folder.path(), "app/B.php", BAD);
    git(folder.path(), &["add", "-A"]);
    // What is not staged is looked at as it is staged, in its own project.
    write(folder.path(), "demo/A.php", "<?php\n\n\nDB::table('order')->count();\n");
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!(paths(&findings), ["app/B.php"], "{said:?}");
    let (findings, said) = check(folder.path(), &["--since", "HEAD"]);
    assert_eq!(paths(&findings), ["app/B.php", "demo/A.php"], "{said:?}");
}

/// The rules of findings.
fn rules(findings: &[String]) -> Vec<&str> {
    findings.iter().map(|line| line.split(['[', ']']).nth(1).unwrap_or_default()).collect()
}

#[test]
fn a_migration_that_has_run_does_not_run_again_while_a_change_is_deployed() {
    let folder = repository();
    let edited = MIGRATION.replace("'notes'", "'remarks'");
    assert_ne!(edited, MIGRATION);
    write(folder.path(), MIGRATION_PATH, &edited);
    write(folder.path(), "app/Good.php", "<?php\n\nIlluminate\\Support\\Facades\\DB::table('orders')->count();\n");
    let (findings, said) = check(folder.path(), &["--since", "HEAD"]);
    assert_eq!(rules(&findings), ["rewritten-history"], "{said:?}");
}

#[test]
fn what_the_code_of_before_still_uses_while_a_change_is_deployed_is_told() {
    let folder = repository();
    // The code does without the column by now, and the code of before does not.
    write(folder.path(), "app/Good.php", "<?php\n\nIlluminate\\Support\\Facades\\DB::table('orders')->count();\n");
    git(folder.path(), &["add", "-A"]);
    assert_eq!(check(folder.path(), &["--staged"]).0.len(), 0, "code alone breaks nothing");
    write(folder.path(), DROP_PATH, DROP);
    git(folder.path(), &["add", "-A"]);
    let (findings, said) = check(folder.path(), &["--since", "HEAD"]);
    assert_eq!(rules(&findings), ["breaks-running-code"], "{said:?}");
    assert_eq!(paths(&findings), [DROP_PATH]);
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!(findings.len(), 0, "a commit is not what is deployed: {said:?}");
    git(folder.path(), &["commit", "-qm", "second"]);
    assert_eq!(check(folder.path(), &["--since", "HEAD"]).0.len(), 0, "what is there already breaks nothing");
    assert!(!rules(&check(folder.path(), &[]).0).contains(&"breaks-running-code"));
}

#[test]
fn migrations_that_have_run_are_not_rewritten() {
    let folder = repository();
    write(folder.path(), MIGRATION_PATH, &MIGRATION.replacen("<?php", "<?php\n// The shop.", 1));
    git(folder.path(), &["add", "-A"]);
    assert_eq!(check(folder.path(), &["--staged"]).0.len(), 0, "a comment changes nothing");
    write(
        folder.path(),
        MIGRATION_PATH,
        &MIGRATION.replacen("$table->id();", "$table->id(); $table->string('more')->nullable();", 1),
    );
    git(folder.path(), &["add", "-A"]);
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!((rules(&findings), paths(&findings)), (vec!["rewritten-history"], vec![MIGRATION_PATH]), "{said:?}");
    git(folder.path(), &["reset", "-q", "--hard"]);
    let early = "database/migrations/1999_01_01_000000_early.php";
    let made = "Schema::create('extras', function ($table) { $table->id(); });";
    let table =
        DROP.replace("Schema::table('orders', function ($table) {\n            $table->dropColumn('notes');\n        });", made);
    write(folder.path(), early, &table);
    git(folder.path(), &["add", "-A"]);
    let (findings, said) = check(folder.path(), &["--staged"]);
    assert_eq!((rules(&findings), paths(&findings)), (vec!["rewritten-history"], vec![early]), "{said:?}");
}
