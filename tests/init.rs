//! `tablecheck init` from outside: what it writes, what it leaves alone, and what the project is like afterwards.

#[path = "support/shop.rs"]
mod shop;

use std::fs;
use std::path::Path;

use shop::{BAD, GOOD, MIGRATION_PATH, check, paths, project, run, write};

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn an_old_project_is_set_up_and_stays_so() {
    let folder = project(&[("app/Old.php", BAD), (".git/HEAD", ""), ("artisan", "")]);
    write(
        folder.path(),
        "composer.json",
        "{\n    \"require\": {\"laravel/framework\": \"^11.0\"},\n    \"scripts\": {\n        \"test\": \"phpunit\"\n    }\n}\n",
    );
    let arguments = ["init", "--ci", "github", "--ci", "gitlab", "--pre-commit", "--composer", "--yes"];
    let said = run(folder.path(), &arguments, "");
    assert_eq!(said.code, 0, "{said:?}");
    let expected = "This is an application for Laravel 11: 1 migration creates 1 table on `mysql` (mysql); 1 of 1 references are resolved. There is 1 finding now.";
    assert!(said.out.starts_with(expected), "{said:?}");
    for path in [
        ".github/workflows/tablecheck.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        "tablecheck.yaml",
        "tablecheck-baseline.yaml",
    ] {
        assert!(said.out.contains(&format!("  new      {path}: ")), "{path}: {said:?}");
        let text = read(folder.path(), path);
        assert!(!text.contains('{') || !text.contains("{version}") && !text.contains("{folder}"), "{path}: {text}");
        let parsed: Result<serde_yaml::Value, _> = serde_yaml::from_str(&text);
        assert!(parsed.is_ok(), "{path}: {parsed:?}");
    }
    assert!(
        read(folder.path(), "composer.json")
            .contains("        \"tablecheck\": \"tablecheck check\",\n        \"test\": \"phpunit\"\n")
    );
    // What was there is known, and what is new fails.
    assert_eq!(check(folder.path(), &[]).1.code, 0);
    write(folder.path(), "app/New.php", BAD);
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!((paths(&findings), said.code), (vec!["app/New.php"], 1));
    // Once more, nothing is left to do.
    let said = run(folder.path(), &arguments, "");
    assert!(said.code == 0 && !said.out.contains("  new ") && !said.out.contains("Written"), "{said:?}");
    assert_eq!(said.out.matches("  present  ").count(), 6, "{said:?}");
}

#[test]
fn nothing_is_written_without_a_word() {
    let folder = project(&[("app/Old.php", BAD)]);
    let said = run(folder.path(), &["init"], "");
    assert!(said.code == 2 && said.err.contains("this is not a terminal"), "{said:?}");
    let said = run(folder.path(), &["init", "--dry-run", "--yes", "--composer"], "");
    assert_eq!(said.code, 0);
    for expected in
        ["--- tablecheck.yaml\n", "fail_on: warning\n", "--- tablecheck-baseline.yaml\n", "--- composer.json\n{\n    \"scripts\""]
    {
        assert!(said.out.contains(expected), "{expected}: {said:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 3);
    assert_eq!(read(folder.path(), "composer.json"), "{}");
}

#[test]
fn what_is_there_is_left_alone() {
    let hooks = "repos:\n  - repo: local\n    hooks: []\n";
    let folder = project(&[("app/Old.php", GOOD), (".pre-commit-config.yaml", hooks), (".tablecheck.yaml", "fail_on: error\n")]);
    let said = run(folder.path(), &["init", "--pre-commit", "--yes"], "");
    assert!(said.code == 0 && said.out.contains("Add to .pre-commit-config.yaml:\n\nrepos:"), "{said:?}");
    assert!(said.out.contains("  present  .tablecheck.yaml"), "{said:?}");
    assert_eq!(read(folder.path(), ".pre-commit-config.yaml"), hooks);
    // Nothing was found, so no baseline is needed.
    assert!(!folder.path().join("tablecheck-baseline.yaml").exists() && !folder.path().join("tablecheck.yaml").exists());
    write(folder.path(), "composer.json", "{\"scripts\": \"none\"}");
    let said = run(folder.path(), &["init", "--composer", "--yes"], "");
    assert!(said.code == 2 && said.err.contains("cannot add a script"), "{said:?}");
}

#[test]
fn the_configuration_fits_the_project() {
    let folder = project(&[(".env.example", "DB_HOST=aws.connect.psdb.cloud\n")]);
    assert_eq!(run(folder.path(), &["init", "--yes", "--no-baseline"], "").code, 0);
    let text = read(folder.path(), "tablecheck.yaml");
    assert!(text.contains("\nrelationships: none\n") && !text.contains("# relationships"), "{text}");
    let said = run(folder.path(), &["config"], "");
    assert!(said.code == 0 && said.out.contains("relationships: none "), "{said:?}");
}

#[test]
fn a_project_below_the_repository_gets_its_job_at_the_top() {
    let folder = project(&[]);
    let outer = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::create_dir(outer.path().join(".git")).expect("it can be made");
    fs::rename(folder.path(), outer.path().join("backend")).expect("it can be moved");
    assert!(outer.path().join("backend").join(MIGRATION_PATH).exists());
    assert_eq!(run(outer.path(), &["init", "--root", "backend", "--ci", "github", "--yes"], "").code, 0);
    assert!(read(outer.path(), ".github/workflows/tablecheck.yml").contains("working-directory: backend\n"));
    assert!(outer.path().join("backend/tablecheck.yaml").exists());
}

/// What the hook of a file passes on, and what it leaves out.
fn patterns(hook: &serde_yaml::Value) -> [&str; 2] {
    ["files", "exclude"].map(|key| hook[key].as_str().unwrap_or_else(|| panic!("{hook:?} has no `{key}`")))
}

#[test]
fn the_hook_passes_on_what_the_hooks_of_the_repository_do() {
    let published = include_str!("../.pre-commit-hooks.yaml");
    let published: serde_yaml::Value = serde_yaml::from_str(published).expect("it is YAML");
    let written = include_str!("../src/cli/init/templates/pre-commit.yaml");
    let written: serde_yaml::Value = serde_yaml::from_str(written).expect("it is YAML");
    let hook = &written["repos"][0]["hooks"][0];
    for other in published.as_sequence().expect("it is a list") {
        assert_eq!(patterns(hook), patterns(other));
        assert_eq!(hook["entry"], other["entry"]);
    }
    let [files, exclude] = patterns(hook);
    for name in [r"\.env\.(example|dist)", r"phinx\.(json|ya?ml)", "composer", "tablecheck(-baseline)?", r"\.sql", r"\.dump"] {
        assert!(files.contains(name), "{name}: {files}");
    }
    assert!(exclude.contains("resources/views/"), "{exclude}");
}

#[test]
fn a_folder_of_another_framework_is_no_project() {
    for required in ["codeigniter4/framework", "symfony/framework-bundle", "slim/slim"] {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        write(folder.path(), "composer.json", &format!("{{\"require\": {{\"{required}\": \"*\"}}}}"));
        write(folder.path(), "app/Models/A.php", "<?php\nclass A { function f($db) { return $db->query('SELECT 1'); } }\n");
        let said = run(folder.path(), &["init", "--yes", "--ci", "github"], "");
        assert!(
            said.code == 2 && said.err.contains("is not a Laravel project") && said.err.contains("nothing was written"),
            "{said:?}"
        );
        let entries = fs::read_dir(folder.path()).expect("it is there");
        assert_eq!(entries.count(), 2, "{required}");
    }
}

#[test]
fn without_a_schema_nothing_is_counted() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), "composer.json", "{\"require\": {\"laravel/framework\": \"^12.0\"}}");
    write(folder.path(), "artisan", "");
    let said = run(folder.path(), &["init", "--dry-run"], "");
    let expected = "This is an application for Laravel 12, but there is no migration and no schema dump, so tablecheck does not know its tables.\n\n";
    assert!(said.code == 0 && said.out.starts_with(expected), "{said:?}");
    write(folder.path(), "app/A.php", BAD);
    let said = run(folder.path(), &["init", "--dry-run"], "");
    assert!(said.out.contains("\n`tablecheck check` will fail: the code names tables in "), "{said:?}");
    assert!(!said.out.contains("references are resolved") && !said.out.contains("There are"), "{said:?}");
    let said = run(folder.path(), &["init", "--yes"], "");
    assert!(said.out.ends_with("until it knows the tables. Commit the files when it does.\n"), "{said:?}");
    assert!(!said.out.contains("only new findings"), "{said:?}");
    fs::remove_file(folder.path().join("tablecheck.yaml")).expect("it can be removed");
    // What nobody supports is said.
    write(folder.path(), "composer.json", "{\"require\": {\"laravel/framework\": \"4.2.*\"}}");
    let said = run(folder.path(), &["init", "--dry-run"], "");
    assert!(said.out.starts_with("This is an application for Laravel 4.2 (not supported: checked as Laravel 13), "), "{said:?}");
}

#[test]
fn what_is_written_needs_no_release() {
    let folder = project(&[]);
    let said = run(folder.path(), &["init", "--ci", "github", "--ci", "gitlab", "--pre-commit", "--dry-run"], "");
    assert!(said.code == 0 && !said.out.contains(env!("CARGO_PKG_VERSION")), "{said:?}");
    assert_eq!(said.out.matches("cargo install --locked").count(), 2, "{said:?}");
}
