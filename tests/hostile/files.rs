//! Names in a project that are no files, and links that lead out of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use super::code::BAD;
use super::folder::{project, write};
use super::limits::{Ended, ask};

/// Makes something that is no file.
type Make = fn(&Path);

/// Each of them, and the word for it.
const KINDS: &[(&str, Make)] = &[
    ("a named pipe", |at| {
        let made = Command::new("mkfifo").arg(at).status().expect("it can be run");
        assert!(made.success());
    }),
    ("a socket", |at| drop(UnixListener::bind(at).expect("a socket can be made"))),
    ("a device", |at| symlink("/dev/zero", at).expect("links can be made")),
];

fn place(top: &Path, name: &str, make: Make) {
    let path = top.join(name);
    if path.symlink_metadata().is_ok() {
        fs::remove_file(&path).expect("it can be removed");
    }
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
    make(&path);
}

fn expect_found(ended: &Ended, name: &str) {
    assert_eq!(ended.code, Some(1), "{name}: {ended:?}");
    assert!(ended.stdout.contains("app/New.php:3:"), "{name}: {ended:?}");
}

#[test]
fn what_is_no_file_is_left_out_and_the_rest_is_checked() {
    let names = [
        "composer.json",
        "composer.lock",
        ".env.example",
        "config/app.php",
        "config/database.php",
        "app/Other.php",
        "database/schema/mysql-schema.sql",
        "vendor/composer/installed.json",
        "bootstrap/providers.php",
        ".gitignore",
    ];
    for (kind, make) in KINDS {
        for name in names {
            let folder = project(&[("app/New.php", BAD)]);
            place(folder.path(), name, *make);
            let ended = ask(folder.path(), &["check", "--format", "concise"]);
            expect_found(&ended, &format!("{kind} as {name}"));
            if name != ".gitignore" {
                let listed = ask(folder.path(), &["coverage"]);
                assert!(listed.stdout.contains(name), "{kind} as {name}: {listed:?}");
            }
        }
    }
}

#[test]
fn what_must_be_read_and_is_no_file_is_said() {
    for (kind, make) in KINDS {
        let cases: &[(&str, &[&str])] = &[
            ("tablecheck.yaml", &["check"]),
            ("tablecheck-baseline.yaml", &["check"]),
            ("named.yaml", &["check", "--config", "named.yaml"]),
            ("named.yaml", &["check", "--baseline", "named.yaml"]),
            ("dump.sql", &["schema", "--against", "dump.sql"]),
            ("out.json", &["check", "--format", "json=out.json"]),
        ];
        for (name, arguments) in cases {
            let folder = project(&[("app/New.php", BAD)]);
            place(folder.path(), name, *make);
            let ended = ask(folder.path(), arguments);
            assert_eq!(ended.code, Some(2), "{kind}: {arguments:?}: {ended:?}");
            assert_eq!(ended.stderr.trim_end().lines().count(), 1, "{kind}: {arguments:?}: {ended:?}");
            assert!(ended.stderr.contains(name), "{kind}: {arguments:?}: {ended:?}");
            let reason = [kind, "a symbolic link that leads out"].iter().any(|reason| ended.stderr.contains(reason));
            assert!(reason, "{kind}: {arguments:?}: {ended:?}");
        }
    }
}

#[test]
fn what_a_person_names_and_is_no_file_is_not_waited_for() {
    for (kind, make) in KINDS {
        let folder = project(&[("app/New.php", BAD)]);
        place(folder.path(), "app/Odd.php", *make);
        let ended = ask(folder.path(), &["check", "app/Odd.php"]);
        assert_eq!(ended.code, Some(2), "{kind}: {ended:?}");
    }
}

#[test]
fn what_init_asks_about_is_not_waited_for() {
    for (kind, make) in KINDS {
        for name in [".pre-commit-config.yaml", ".gitlab-ci.yml"] {
            let folder = project(&[("app/New.php", BAD)]);
            place(folder.path(), name, *make);
            let ended = ask(folder.path(), &["init", "--yes", "--pre-commit", "--ci", "gitlab"]);
            assert_eq!(ended.code, Some(0), "{kind} as {name}: {ended:?}");
            assert!(ended.stdout.contains(&format!("by hand  {name}")), "{kind} as {name}: {ended:?}");
        }
        let folder = project(&[("app/New.php", BAD)]);
        place(folder.path(), "composer.json", *make);
        write(folder.path(), "artisan", "");
        let ended = ask(folder.path(), &["init", "--yes", "--composer"]);
        assert_eq!(ended.code, Some(2), "{kind}: {ended:?}");
    }
}

#[test]
fn nothing_outside_is_read_by_a_link() {
    let outside = tempfile::tempdir().expect("there is a folder for temporary files");
    let secret = outside.path().join("secret");
    fs::write(&secret, "password: hunter2\n").expect("it can be written");
    for name in ["tablecheck.yaml", "tablecheck-baseline.yaml", "composer.json", "config/app.php", "app/Other.php"] {
        let folder = project(&[("app/New.php", BAD)]);
        let path = folder.path().join(name);
        drop(fs::remove_file(&path));
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        symlink(&secret, &path).expect("links can be made");
        let ended = ask(folder.path(), &["check", "--format", "concise"]);
        assert!(!ended.stdout.contains("hunter2") && !ended.stderr.contains("hunter2"), "{name}: {ended:?}");
        if name.ends_with(".yaml") {
            assert_eq!(ended.code, Some(2), "{name}: {ended:?}");
            assert!(ended.stderr.contains("link that leads out"), "{name}: {ended:?}");
        } else {
            expect_found(&ended, name);
        }
    }
    let folder = project(&[("app/New.php", BAD), ("tablecheck.yaml", "baseline: ../secret\n")]);
    let ended = ask(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
}

#[test]
fn nothing_outside_is_written_by_a_link() {
    let outside = tempfile::tempdir().expect("there is a folder for temporary files");
    let file = outside.path().join("theirs");
    let cases: &[(&str, &[&str])] = &[
        ("report.json", &["check", "--format", "json=report.json"]),
        ("tablecheck-baseline.yaml", &["check", "--generate-baseline"]),
        ("tablecheck.yaml", &["init", "--yes"]),
        (".pre-commit-config.yaml", &["init", "--yes", "--pre-commit"]),
        ("composer.json", &["init", "--yes", "--composer"]),
    ];
    for is_there in [true, false] {
        for (name, arguments) in cases {
            drop(fs::remove_file(&file));
            if is_there {
                fs::write(&file, "{}").expect("it can be written");
            }
            let folder = project(&[("app/New.php", BAD)]);
            write(folder.path(), "artisan", "");
            drop(fs::remove_file(folder.path().join(name)));
            symlink(&file, folder.path().join(name)).expect("links can be made");
            let ended = ask(folder.path(), arguments);
            assert_eq!(fs::read_to_string(&file).ok(), is_there.then(|| "{}".to_owned()), "{name}: {ended:?}");
        }
    }
    // Folders lead out, too.
    let folder = project(&[("app/New.php", BAD)]);
    symlink(outside.path(), folder.path().join("build")).expect("links can be made");
    let ended = ask(folder.path(), &["check", "--format", "json=build/new.json"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(!outside.path().join("new.json").exists());
}
