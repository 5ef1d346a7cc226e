//! Where projects are found: above a path, below a folder, or where `--root` says so.

#[path = "support/shop.rs"]
mod shop;

use shop::{BAD, GOOD, MIGRATION, MIGRATION_PATH, check, paths, project, run, write};
use tempfile::TempDir;

/// Two applications and two packages side by side, and what belongs to none of them.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let other = MIGRATION.replace("'orders'", "'order'");
    for (path, text) in [
        (".git/HEAD", ""),
        ("composer.json", r#"{"require-dev": {"vendor/tool": "^1.0"}}"#),
        ("docs/example.php", BAD),
        ("services/api/artisan", ""),
        ("services/api/app/A.php", BAD),
        (&format!("services/api/{MIGRATION_PATH}"), MIGRATION),
        ("services/backend/artisan", ""),
        ("services/backend/app/A.php", BAD),
        (&format!("services/backend/{MIGRATION_PATH}"), &other),
        ("services/backend/modules/blog/composer.json", r#"{"require": {"laravel/framework": "^11"}}"#),
        ("services/backend/modules/blog/B.php", GOOD),
        ("packages/one/composer.json", r#"{"require": {"illuminate/support": "^11"}}"#),
        ("packages/one/src/A.php", BAD),
        (&format!("packages/one/{MIGRATION_PATH}"), MIGRATION),
        ("vendor/a/b/artisan", ""),
        ("vendor/a/b/A.php", BAD),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

#[test]
fn from_the_top_each_project_is_checked_with_its_own_schema() {
    let folder = repository();
    let (findings, said) = check(folder.path(), &[]);
    // The backend has a table `order` and none that is called `orders`, which its module uses.
    assert_eq!(
        paths(&findings),
        ["packages/one/src/A.php", "services/api/app/A.php", "services/backend/modules/blog/B.php"],
        "{said:?}"
    );
    let (findings, _) = check(folder.path(), &["services"]);
    assert_eq!(paths(&findings), ["services/api/app/A.php", "services/backend/modules/blog/B.php"]);
    let (findings, _) = check(&folder.path().join("services"), &[]);
    assert_eq!(paths(&findings), ["api/app/A.php", "backend/modules/blog/B.php"]);
}

#[test]
fn a_module_belongs_to_its_application() {
    let folder = repository();
    let module = folder.path().join("services/backend/modules/blog");
    let (findings, said) = check(&module, &[]);
    assert_eq!(findings.len(), 1, "{said:?}");
    assert!(findings[0].starts_with("B.php") && findings[0].contains("unknown-table"), "{findings:?}");
}

#[test]
fn root_names_one() {
    let folder = repository();
    for (at, root) in [(".", "services/api"), ("services/api/app", ".."), ("packages", "../services/api")] {
        let (findings, said) = check(&folder.path().join(at), &["--root", root]);
        assert_eq!(findings.len(), 1, "{at}: {said:?}");
        assert!(findings[0].contains("A.php:3:12"), "{findings:?}");
    }
    let said = run(folder.path(), &["schema", "--root", "services/backend", "--format", "json"], "");
    assert!(said.code == 0 && said.out.contains("\"order\""), "{said:?}");
    write(folder.path(), "services/api/tablecheck.yaml", "rules: {unknown-table: note}\n");
    let said = run(folder.path(), &["rules", "--root", "services/api"], "");
    assert!(said.out.contains("here: the severity in services/api/tablecheck.yaml, if it differs from the default."), "{said:?}");
    for (arguments, expected) in [
        (&["check", "--root", "nowhere"] as &[&str], "is not a folder"),
        (&["check", "--root", "services/api", "packages"], "is not in"),
        (
            &["schema"],
            "contains several projects: `packages/one`, `services/api`, `services/backend`; name one, as in `--root packages/one`",
        ),
    ] {
        let said = run(folder.path(), arguments, "");
        assert!(said.code == 2 && said.err.contains(expected), "{arguments:?}: {said:?}");
    }
}

#[test]
fn the_only_project_below_is_meant_by_every_command() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let backend = project(&[("artisan", ""), ("app/A.php", GOOD)]);
    std::fs::rename(backend.path(), folder.path().join("backend")).expect("it can be moved");
    write(folder.path(), "frontend/package.json", "{}");
    for command in ["schema", "references", "coverage", "check"] {
        let said = run(folder.path(), &[command], "");
        assert_eq!(said.code, 0, "{command}: {said:?}");
        assert!(
            said.out.contains("orders") || said.out.contains("1 migration") || said.out.contains("100"),
            "{command}: {said:?}"
        );
    }
    let said = run(folder.path(), &["check", "--format", "json", "--no-baseline"], "");
    assert!(said.code == 0, "{said:?}");
    write(folder.path(), "backend/app/B.php", BAD);
    let said = run(folder.path(), &["check", "--format", "json"], "");
    assert!(said.out.contains("\"path\": \"backend/app/B.php\""), "{said:?}");
    let said = run(&folder.path().join("backend"), &["check", "--format", "json"], "");
    assert!(said.out.contains("\"path\": \"app/B.php\""), "{said:?}");
}

#[test]
fn an_application_in_another_has_a_schema_of_its_own() {
    let other = MIGRATION.replace("'orders'", "'order'");
    let folder = project(&[
        ("artisan", ""),
        ("app/A.php", GOOD),
        // Made for `order`, which only its own migration makes, so the application around it knows nothing of that.
        ("demo/artisan", ""),
        ("demo/composer.json", "{}"),
        ("demo/app/A.php", BAD),
        (&format!("demo/{MIGRATION_PATH}"), &other),
        ("app/B.php", BAD),
        // An `artisan` alone, and what tests need, are parts of the project.
        ("docker/artisan", ""),
        ("docker/C.php", BAD),
        ("tests/skeleton/artisan", ""),
        ("tests/skeleton/composer.json", "{}"),
        ("tests/skeleton/D.php", BAD),
    ]);
    let all = ["app/B.php", "docker/C.php", "tests/skeleton/D.php"];
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!(paths(&findings), all, "{said:?}");
    assert!(said.out.contains("2 migrations create 2 tables"), "{said:?}");
    // A file is judged alike, whatever names it.
    for path in ["app/B.php", "docker/C.php", "tests/skeleton/D.php", "docker", "tests/skeleton"] {
        let (findings, said) = check(folder.path(), &[path]);
        assert_eq!((findings.len(), said.code), (1, 1), "{path}: {said:?}");
        assert!(said.out.contains("1 migration creates 1 table"), "{path}: {said:?}");
    }
    for path in ["demo", "demo/app", "demo/app/A.php"] {
        let (findings, said) = check(folder.path(), &[path]);
        assert_eq!((findings.len(), said.code), (0, 0), "{path}: {said:?}");
    }
    // Commands for one project mean the one around.
    let said = run(folder.path(), &["schema"], "");
    assert!(said.code == 0 && said.out.contains("orders"), "{said:?}");
    // What is left out is no project that nothing is known of.
    write(folder.path(), "tablecheck.yaml", "exclude: [demo]\n");
    std::fs::remove_dir_all(folder.path().join("demo/database")).expect("it can be removed");
    let (findings, said) = check(folder.path(), &[]);
    assert_eq!((paths(&findings), said.err.as_str()), (all.to_vec(), ""), "{said:?}");
    assert!(said.out.contains("1 migration creates 1 table") && !said.out.contains("demo"), "{said:?}");
}

#[test]
fn a_submodule_is_a_part_of_its_application() {
    let folder = project(&[
        ("artisan", ""),
        (".git/HEAD", ""),
        ("Modules/Blog/.git", "gitdir: ../../.git/modules/Modules/Blog\n"),
        ("Modules/Blog/composer.json", "{}"),
        ("Modules/Blog/A.php", GOOD),
        ("work/.git", "gitdir: /elsewhere/.git/worktrees/work\n"),
        ("work/composer.json", "{}"),
        ("work/A.php", GOOD),
    ]);
    let (findings, said) = check(folder.path(), &["Modules/Blog/A.php"]);
    assert_eq!((findings.len(), said.code), (0, 0), "{said:?}");
    assert!(said.out.contains("1 migration creates 1 table"), "{said:?}");
    // A worktree is not.
    let said = run(folder.path(), &["check", "work/A.php"], "");
    assert!(said.out.contains("no migration"), "{said:?}");
}

#[test]
fn paths_are_told_from_where_it_runs() {
    let folder = project(&[("app/Models/B.php", BAD), ("app/A.php", BAD), ("routes/web.php", BAD)]);
    for (at, expected) in [
        (".", ["app/A.php", "app/Models/B.php", "routes/web.php"]),
        ("app", ["A.php", "Models/B.php", "../routes/web.php"]),
        ("app/Models", ["../A.php", "B.php", "../../routes/web.php"]),
    ] {
        let (findings, said) = check(&folder.path().join(at), &[folder.path().to_str().expect("it is plain")]);
        assert_eq!(paths(&findings), expected, "{at}: {said:?}");
        assert!(findings.iter().all(|line| folder.path().join(at).join(line.split(':').next().expect("a path")).is_file()));
    }
}
