//! Repositories that name programs, that are damaged, or that are somebody else's.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::code::{BAD, GOOD};
use super::folder::{MIGRATION, MIGRATION_PATH, project, write};
use super::git::git;
use super::limits::{Ended, ask};

/// What is done to a repository.
type Make<'t> = &'t dyn Fn(&Path);
/// What sets a trap, with the program that is to be run.
type Trap<'t> = &'t dyn Fn(&Path, &str);

/// A repository with one commit, one staged file with a finding, and one that is not staged.
fn repository() -> TempDir {
    let folder = project(&[("app/Good.php", GOOD)]);
    commit_and_change(folder.path());
    folder
}

fn commit_and_change(top: &Path) {
    git(top, &["init", "-q"]);
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "first"]);
    write(top, "app/New.php", BAD);
    git(top, &["add", "-A"]);
    write(top, "app/Good.php", &format!("{GOOD}// more\n"));
}

/// A program that leaves a mark, and the mark.
fn canary(top: &Path) -> (PathBuf, PathBuf) {
    let folder = top.join(".git/canary");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let (program, mark) = (folder.join("run"), folder.join("mark"));
    fs::write(&program, format!("#!/bin/sh\necho ran >> '{}'\ncat\n", mark.display())).expect("it can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    (program, mark)
}

/// Asks in all ways about changes, from a folder. Nothing may have run, and what is staged must be reported.
fn changes(folder: &Path, mark: &Path, name: &str) -> Vec<Ended> {
    let asked = [["check", "--format", "concise", "--staged"].as_slice(), &["check", "--format", "concise", "--since", "HEAD"]];
    let ended: Vec<Ended> = asked.into_iter().map(|arguments| ask(folder, arguments)).collect();
    assert!(!mark.exists(), "{name}: a program that the repository names was run");
    ended
}

fn expect_found(ended: &[Ended], name: &str) {
    for ended in ended {
        assert!(ended.stdout.contains("app/New.php:3:"), "{name}: {ended:?}");
        assert_eq!(ended.code, Some(1), "{name}: {ended:?}");
    }
}

#[test]
fn no_program_that_a_repository_names_is_run() {
    let set = |key: &'static str| move |top: &Path, program: &str| drop(git(top, &["config", key, program]));
    let filter = |attributes: &'static str, key: &'static str| {
        move |top: &Path, program: &str| {
            fs::write(top.join(attributes), "*.php filter=trap\n").expect("it can be written");
            git(top, &["config", &format!("filter.trap.{key}"), program]);
        }
    };
    let traps: &[(&str, Trap<'_>)] = &[
        ("a monitor of files", &set("core.fsmonitor")),
        ("a monitor of files, of the second version", &|top, program| {
            git(top, &["config", "core.fsmonitorHookVersion", "2"]);
            git(top, &["config", "core.fsmonitor", program]);
        }),
        ("a monitor in another file", &|top, program| {
            fs::write(top.join(".git/more"), format!("[core]\n\tfsmonitor = {program}\n")).expect("it can be written");
            git(top, &["config", "include.path", "more"]);
        }),
        ("a monitor for this worktree", &|top, program| {
            git(top, &["config", "extensions.worktreeConfig", "true"]);
            git(top, &["config", "--worktree", "core.fsmonitor", program]);
        }),
        ("a monitor and the cache of other files", &|top, program| {
            git(top, &["config", "core.untrackedCache", "true"]);
            git(top, &["config", "core.fsmonitor", program]);
        }),
        ("a filter", &filter(".gitattributes", "clean")),
        ("a filter for the repository", &filter(".git/info/attributes", "clean")),
        ("a filter that stays", &filter(".gitattributes", "process")),
        ("a filter that stays for the repository", &filter(".git/info/attributes", "process")),
        ("a hook", &|top, program| {
            fs::copy(program, top.join(".git/hooks/post-index-change")).expect("it can be copied");
        }),
        ("a folder of hooks", &|top, program| {
            fs::copy(program, top.join(".git/canary/post-index-change")).expect("it can be copied");
            git(top, &["config", "core.hooksPath", &top.join(".git/canary").display().to_string()]);
        }),
        ("a program for differences", &set("diff.external")),
        ("a program that shows pages", &set("core.pager")),
        ("a program for signatures", &set("gpg.program")),
    ];
    for (name, set) in traps {
        let folder = repository();
        let (program, mark) = canary(folder.path());
        set(folder.path(), &program.display().to_string());
        let ended = changes(folder.path(), &mark, name);
        expect_found(&ended, name);
    }
}

#[test]
fn nothing_is_fetched() {
    for (name, url) in [("a command", "ext::PROGRAM"), ("a shell", "ssh://example.org/x"), ("a folder", "/nowhere")] {
        let folder = repository();
        let top = folder.path();
        let (program, mark) = canary(top);
        let program = program.display().to_string();
        for (key, value) in [
            ("core.repositoryformatversion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &url.replace("PROGRAM", &program)),
            ("remote.origin.uploadpack", &program),
            ("remote.origin.partialclonefilter", "blob:none"),
            ("core.sshCommand", &program),
            ("protocol.allow", "always"),
            ("protocol.ext.allow", "always"),
        ] {
            git(top, &["config", key, value]);
        }
        let id = git(top, &["rev-parse", ":app/New.php"]);
        let old = git(top, &["rev-parse", "HEAD:app/Good.php"]);
        for id in [&id, &old] {
            fs::remove_file(top.join(".git/objects").join(&id[..2]).join(&id[2..])).expect("the object is a file of its own");
        }
        for ended in changes(top, &mark, name) {
            assert_eq!(ended.code, Some(2), "{name}: {ended:?}");
            assert!(ended.stderr.contains("is missing or damaged; fetch the whole history"), "{name}: {ended:?}");
        }
    }
}

#[test]
fn a_repository_without_files_in_one_that_was_cloned_is_none() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let top = folder.path();
    git(top, &["init", "-q"]);
    let inner = project(&[("app/Good.php", GOOD)]);
    let backend = top.join("backend");
    let copied = Command::new("cp").arg("-r").arg(inner.path()).arg(&backend).status().expect("it can be run");
    assert!(copied.success());
    let (program, mark) = canary(top);
    git(top, &["init", "-q", "--bare", &backend.display().to_string()]);
    // With a folder for its files, git takes it for any other repository.
    let settings =
        format!("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {}\n", program.display());
    fs::write(backend.join("config"), settings).expect("it can be written");
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "first"]);
    write(&backend, "app/New.php", BAD);
    git(top, &["add", "-A"]);
    let ended = changes(&backend, &mark, "from within");
    expect_found(&ended, "from within");
    let ended = changes(top, &mark, "from above");
    for ended in ended {
        assert!(ended.stdout.contains("backend/app/New.php:3:"), "{ended:?}");
    }
}

#[test]
fn a_repository_below_the_project_runs_nothing() {
    let folder = repository();
    let top = folder.path();
    let (program, mark) = canary(top);
    let below = top.join("app/Below");
    fs::create_dir_all(&below).expect("the folder can be made");
    write(&below, "composer.json", "{}");
    write(&below, MIGRATION_PATH, MIGRATION);
    write(&below, "app/Good.php", GOOD);
    commit_and_change(&below);
    git(&below, &["config", "core.fsmonitor", &program.display().to_string()]);
    for folder in [top, below.as_path()] {
        let ended = changes(folder, &mark, "below");
        assert!(ended.iter().all(|ended| ended.stdout.contains("New.php:3:")), "{ended:?}");
    }
}

/// Runs `check --staged` and expects one sentence.
fn expect_refused(folder: &Path, words: &[&str], name: &str) {
    let ended = ask(folder, &["check", "--staged"]);
    assert_eq!(ended.code, Some(2), "{name}: {ended:?}");
    assert_eq!(ended.stderr.trim_end().lines().count(), 1, "{name}: {ended:?}");
    for word in words {
        assert!(ended.stderr.contains(word), "{name}: `{word}` in {ended:?}");
    }
}

#[test]
fn what_is_damaged_is_said_in_a_sentence() {
    let damages: &[(&str, Make<'_>, &[&str])] = &[
        ("a pipe for the head", &|git| fifo(&git.join("HEAD")), &["HEAD", "a named pipe"]),
        ("a pipe for the settings", &|git| fifo(&git.join("config")), &["config", "a named pipe"]),
        ("a pipe for the index", &|git| fifo(&git.join("index")), &["index", "a named pipe"]),
        ("a pipe for a branch", &|git| fifo(&git.join("refs/heads/main")), &["main", "a named pipe"]),
        ("a pipe for names", &|git| fifo(&git.join("packed-refs")), &["packed-refs", "a named pipe"]),
        ("a pipe for what is ignored", &|git| fifo(&git.join("info/exclude")), &["exclude", "a named pipe"]),
        ("a pipe among objects", &|git| fifo(&git.join("objects/pack/pack-1.idx")), &["pack-1.idx", "a named pipe"]),
        ("a device for settings", &|git| link("/dev/zero", &git.join("config")), &["config", "a device"]),
        ("a device for the index", &|git| link("/dev/zero", &git.join("index")), &["index", "a device"]),
        ("an index that is none", &|git| fs::write(git.join("index"), [7; 100]).expect("it can be written"), &["cannot read"]),
        ("half an index", &half_an_index, &["cannot read"]),
        ("a branch that is none", &|git| fs::write(git.join("HEAD"), "ref: ").expect("it can be written"), &["cannot read"]),
        (
            "a commit that is not there",
            &|git| fs::write(git.join("refs/heads/main"), "1".repeat(40) + "\n").expect("it can be written"),
            &["missing or damaged"],
        ),
    ];
    for (name, damage, words) in damages {
        let folder = repository();
        damage(&folder.path().join(".git"));
        expect_refused(folder.path(), words, name);
        let ended = ask(folder.path(), &["check", "--format", "concise"]);
        assert!(ended.stdout.contains("app/New.php:3:"), "{name}: the project is checked all the same: {ended:?}");
    }
}

#[test]
fn what_a_worktree_shares_is_looked_at_first() {
    let folder = repository();
    let top = folder.path().canonicalize().expect("it is there");
    let other = tempfile::tempdir().expect("there is a folder for temporary files");
    let worktree = other.path().join("worktree");
    git(&top, &["worktree", "add", "-q", &worktree.display().to_string(), "-b", "other"]);
    write(&worktree, "app/New.php", BAD);
    git(&worktree, &["add", "-A"]);
    expect_found(&[ask(&worktree, &["check", "--format", "concise", "--staged"])], "a worktree");
    for name in ["config", "packed-refs", "info/exclude"] {
        let shared = top.join(".git").join(name);
        let whole = fs::read(&shared).ok();
        fifo(&shared);
        expect_refused(&worktree, &[name, "a named pipe"], name);
        fs::remove_file(&shared).expect("it can be removed");
        if let Some(whole) = whole {
            fs::write(&shared, whole).expect("it can be written");
        }
    }
    // Where it leads to is read before anything else.
    fifo(&top.join(".git/worktrees/worktree/commondir"));
    expect_refused(&worktree, &["commondir", "a named pipe"], "what leads there");
}

#[test]
fn a_link_to_a_repository_that_is_none_is_said() {
    let cases: &[(&str, Make<'_>, &[&str])] = &[
        ("a pipe", &fifo, &[".git", "a named pipe"]),
        ("a device", &|at| link("/dev/zero", at), &[".git", "a symbolic link that leads out"]),
        ("a text", &|at| fs::write(at, "x").expect("it can be written"), &["does not name the folder of a repository"]),
        ("nothing", &|at| fs::write(at, "gitdir: nowhere\n").expect("it can be written"), &[".git"]),
    ];
    for (name, make, words) in cases {
        let folder = project(&[("app/New.php", BAD)]);
        make(&folder.path().join(".git"));
        expect_refused(folder.path(), words, name);
        let ended = ask(folder.path(), &["check", "--format", "concise"]);
        assert!(ended.stdout.contains("app/New.php:3:"), "{name}: the project is checked all the same: {ended:?}");
    }
}

#[test]
fn folders_without_end_in_a_commit_are_said() {
    let folder = repository();
    let top = folder.path();
    let blob = git(top, &["hash-object", "-w", "app/New.php"]);
    let make = |lines: &str| {
        let file = top.join(".git/lines");
        fs::write(&file, lines).expect("it can be written");
        let made =
            Command::new("git").args(["mktree"]).current_dir(top).stdin(fs::File::open(&file).expect("it is there")).output();
        String::from_utf8_lossy(&made.expect("git can be run").stdout).trim().to_owned()
    };
    let mut tree = make(&format!("100644 blob {blob}\ta.php\n"));
    for _ in 0..12 {
        let lines: Vec<String> = (0..10).map(|number| format!("040000 tree {tree}\td{number}\n")).collect();
        tree = make(&lines.concat());
    }
    let commit = git(top, &["commit-tree", "-m", "bomb", &tree]);
    git(top, &["update-ref", "refs/heads/main", &commit]);
    expect_refused(top, &["more files than can be compared"], "a commit");
}

#[test]
fn a_repository_of_another_user_is_said() {
    use std::os::unix::fs::chown;
    let folder = repository();
    // Only root can give a folder to somebody else.
    if chown(folder.path().join(".git"), Some(12_345), None).is_err() {
        return;
    }
    expect_refused(folder.path(), &["belongs to another user", "safe.directory"], "another user's");
    let settings = folder.path().join("settings");
    fs::write(&settings, format!("[safe]\n\tdirectory = {}\n", folder.path().canonicalize().expect("it is there").display()))
        .expect("it can be written");
    let trusted = super::limits::ask_with(folder.path(), &["check", "--staged"], &[("GIT_CONFIG_GLOBAL", settings.as_os_str())]);
    assert_eq!(trusted.code, Some(1), "{trusted:?}");
    // What the repository says of itself does not count.
    git(folder.path(), &["config", "--file", ".git/config", "safe.directory", "*"]);
    expect_refused(folder.path(), &["belongs to another user"], "another user's");
}

#[test]
fn a_lock_is_no_obstacle() {
    let folder = repository();
    fs::write(folder.path().join(".git/index.lock"), "").expect("it can be written");
    fs::write(folder.path().join(".git/HEAD.lock"), "").expect("it can be written");
    let before = fs::read(folder.path().join(".git/index")).expect("it is there");
    let ended = ask(folder.path(), &["check", "--format", "concise", "--staged"]);
    expect_found(&[ended], "locks");
    assert_eq!(fs::read(folder.path().join(".git/index")).expect("it is there"), before, "the index is not touched");
}

#[test]
fn all_kinds_of_repositories_are_read() {
    let kinds: &[(&str, Make<'_>)] = &[
        ("a split index", &|top| drop(git(top, &["update-index", "--split-index"]))),
        ("an index of the fourth version", &|top| drop(git(top, &["update-index", "--index-version", "4"]))),
        ("packed", &|top| drop((git(top, &["gc", "-q"]), git(top, &["pack-refs", "--all"])))),
        ("a detached head", &|top| drop(git(top, &["checkout", "-q", "--detach"]))),
        ("other line ends", &|top| {
            git(top, &["config", "core.autocrlf", "true"]);
            fs::write(top.join("app/Good.php"), GOOD.replace('\n', "\r\n")).expect("it can be written");
        }),
        ("a shallow clone", &|top| {
            let head = git(top, &["rev-parse", "HEAD"]);
            fs::write(top.join(".git/shallow"), head + "\n").expect("it can be written");
        }),
    ];
    for (name, make) in kinds {
        let folder = repository();
        make(folder.path());
        for arguments in
            [["check", "--format", "concise", "--staged"].as_slice(), &["check", "--format", "concise", "--since", "HEAD"]]
        {
            expect_found(&[ask(folder.path(), arguments)], name);
        }
    }
    let folder = project(&[("app/Good.php", GOOD)]);
    git(folder.path(), &["init", "-q", "--object-format=sha256"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "first"]);
    write(folder.path(), "app/New.php", BAD);
    git(folder.path(), &["add", "-A"]);
    for arguments in
        [["check", "--format", "concise", "--staged"].as_slice(), &["check", "--format", "concise", "--since", "HEAD"]]
    {
        expect_found(&[ask(folder.path(), arguments)], "SHA-256");
    }
}

fn fifo(at: &Path) {
    drop(fs::remove_file(at));
    let made = Command::new("mkfifo").arg(at).status().expect("it can be run");
    assert!(made.success());
}

fn link(target: &str, at: &Path) {
    drop(fs::remove_file(at));
    symlink(target, at).expect("links can be made");
}

fn half_an_index(git: &Path) {
    let whole = fs::read(git.join("index")).expect("it is there");
    fs::write(git.join("index"), &whole[..whole.len() / 2]).expect("it can be written");
}
