//! What is kept between runs: where it lies, that it is used, and that a run says the same with it, without it, and whatever has
//! become of it.

#[path = "support/git.rs"]
mod git;
#[path = "support/shop.rs"]
mod shop;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use git::git;
use shop::{BAD, GOOD, MIGRATION_PATH, Said, check, command, paths, project, run, write};
use tempfile::TempDir;

/// A project, and the folder of its cache.
struct Place {
    project: TempDir,
    cache: TempDir,
}

impl Place {
    fn new() -> Self {
        let cache = tempfile::tempdir().expect("there is a folder for temporary files");
        Place { project: project(&[("app/Bad.php", BAD), ("app/Good.php", GOOD)]), cache }
    }

    /// Runs `check` with this cache.
    fn check(&self) -> Said {
        let folder = self.cache.path().to_str().expect("it is UTF-8").to_owned();
        run(self.project.path(), &["check", "--verbose", "--cache-dir", &folder, "--format", "concise"], "")
    }

    /// What `check` says without one.
    fn fresh(&self) -> Said {
        run(self.project.path(), &["check", "--no-cache", "--format", "concise"], "")
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.cache.path()).expect("the folder can be read");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
        files.sort();
        files
    }
}

/// How many files were taken as an earlier run had found them.
fn kept(said: &Said) -> usize {
    let before = said.err.split(" files from the cache").next().filter(|before| before.len() < said.err.len());
    before.map_or(0, |before| before.rsplit(' ').nth(2).and_then(|number| number.parse().ok()).expect("a number"))
}

fn assert_same(one: &Said, other: &Said) {
    assert_eq!((&one.out, one.code), (&other.out, other.code));
}

#[test]
fn a_second_run_takes_what_the_first_one_found() {
    let place = Place::new();
    let first = place.check();
    assert_eq!((kept(&first), place.files().len()), (0, 1), "{first:?}");
    let second = place.check();
    assert_eq!(kept(&second), 2, "{second:?}");
    assert_same(&first, &second);
    assert_same(&first, &place.fresh());
    // What has changed is looked at, and nothing else.
    write(place.project.path(), "app/Good.php", BAD);
    let third = place.check();
    assert_eq!(kept(&third), 1, "{third:?}");
    assert_same(&third, &place.fresh());
    assert_ne!(third.out, second.out);
    // A migration changes what the rules say, not what the code says.
    write(
        place.project.path(),
        "database/migrations/2025_01_01_000000_order.php",
        "<?php return new class extends Migration { function up() { Schema::create('order', function ($t) { $t->id(); }); } };",
    );
    let fourth = place.check();
    assert_eq!((kept(&fourth), fourth.code), (2, 0), "{fourth:?}");
    assert_same(&fourth, &place.fresh());
    assert_eq!(place.files().len(), 1);
}

#[test]
fn a_cache_that_is_damaged_is_as_good_as_none() {
    let place = Place::new();
    let expected = place.check();
    let [file] = place.files().try_into().expect("one file");
    let whole = fs::read(&file).expect("it can be read");
    let mut damaged: Vec<Vec<u8>> = (0..24).map(|part| whole[..whole.len() * part / 24].to_vec()).collect();
    for part in 0..24 {
        let mut bytes = whole.clone();
        let at = (whole.len() - 1) * part / 23;
        bytes[at] ^= 0x55;
        damaged.push(bytes);
    }
    damaged.push([whole.as_slice(), b"more"].concat());
    damaged.push(b"something of another program".to_vec());
    for bytes in damaged {
        fs::write(&file, &bytes).expect("it can be written");
        let said = place.check();
        assert_eq!(kept(&said), 0, "{} bytes: {said:?}", bytes.len());
        assert_same(&said, &expected);
    }
    assert_eq!(kept(&place.check()), 2, "it was written anew");
}

#[test]
fn another_project_or_another_build_is_not_taken() {
    let (one, other) = (Place::new(), Place::new());
    let _ = one.check();
    write(other.project.path(), "app/Good.php", BAD);
    let _ = other.check();
    let ([mine], [theirs]) =
        (<[PathBuf; 1]>::try_from(one.files()).expect("one file"), <[PathBuf; 1]>::try_from(other.files()).expect("one file"));
    assert_ne!(mine.file_name(), theirs.file_name());
    // Even under the right name it only counts where it says the same.
    fs::copy(&theirs, &mine).expect("it can be copied");
    assert_same(&one.check(), &one.fresh());
    // What another build wrote begins with another mark.
    let mut bytes = fs::read(&mine).expect("it can be read");
    let digit = bytes.iter().position(u8::is_ascii_hexdigit).expect("the build is named");
    bytes[digit..digit + 12].rotate_left(5);
    fs::write(&mine, bytes).expect("it can be written");
    assert_same(&one.check(), &one.fresh());
}

#[test]
fn where_nothing_can_be_kept_nothing_is_said_of_it() {
    let place = Place::new();
    let file = place.project.path().join("composer.json");
    let inside = file.join("below").to_str().expect("it is UTF-8").to_owned();
    let said = run(place.project.path(), &["check", "--cache-dir", &inside, "--format", "concise"], "");
    assert_same(&said, &place.fresh());
    assert_eq!(said.err, place.fresh().err);
    // A folder where the file would be.
    let _ = place.check();
    let [file] = place.files().try_into().expect("one file");
    fs::remove_file(&file).expect("it can be removed");
    fs::create_dir(&file).expect("it can be made");
    assert_same(&place.check(), &place.fresh());
}

#[test]
fn a_change_is_told_as_without_a_cache() {
    let place = Place::new();
    let root = place.project.path();
    git(root, &["init", "-q"]);
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "first"]);
    let folder = place.cache.path().to_str().expect("it is UTF-8").to_owned();
    let with = |arguments: &[&str]| check(root, &[arguments, &["--cache-dir", &folder]].concat());
    let without = |arguments: &[&str]| check(root, &[arguments, &["--no-cache"]].concat());
    for (path, text) in [("app/New.php", BAD), ("app/Aaa.php", BAD), ("app/New.php", GOOD), (MIGRATION_PATH, "<?php\n")] {
        write(root, path, text);
        git(root, &["add", "-A"]);
        for arguments in [&["--staged"][..], &["--since", "HEAD"], &[]] {
            let (told, said) = with(arguments);
            let (expected, _) = without(arguments);
            assert_eq!(paths(&told), paths(&expected), "{path}: {arguments:?}: {said:?}");
            assert_eq!(told, expected);
        }
    }
}

/// Runs `check` with this value of the variable.
fn with_variable(folder: &Path, value: &str, arguments: &[&str]) -> std::process::Output {
    let mut command = command(folder);
    command.args(["check", "--verbose"]).args(arguments).env("TABLECHECK_CACHE", value);
    command.output().expect("the program can be run")
}

#[test]
fn the_environment_says_where_and_whether() {
    let place = Place::new();
    let folder = place.cache.path().join("of/its/own");
    let told = folder.to_str().expect("it is UTF-8");
    let entries = || fs::read_dir(&folder).map_or(0, Iterator::count);
    let _ = with_variable(place.project.path(), told, &["--no-cache"]);
    assert_eq!(entries(), 0);
    let _ = with_variable(place.project.path(), told, &[]);
    assert_eq!(entries(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&folder).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may look");
    }
    let out = with_variable(place.project.path(), "off", &[]);
    assert!(!String::from_utf8_lossy(&out.stderr).contains("an earlier run"));
    let _ = with_variable(place.project.path(), "off", &["--cache-dir", place.cache.path().to_str().expect("it is UTF-8")]);
    assert_eq!(place.files().len(), 2, "the folder that is named, and the file of this run");
}

#[test]
fn what_is_not_saved_yet_is_not_kept() {
    let place = Place::new();
    let folder = place.cache.path().to_str().expect("it is UTF-8").to_owned();
    let arguments = ["check", "--cache-dir", &folder, "--stdin-path", "app/Good.php", "--format", "concise"];
    let said = run(place.project.path(), &arguments, BAD);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(place.files().len(), 0);
    let _ = place.check();
    let before = fs::read(&place.files()[0]).expect("it can be read");
    let again = run(place.project.path(), &arguments, BAD);
    assert_same(&said, &again);
    assert_eq!(fs::read(&place.files()[0]).expect("it can be read"), before);
}

#[test]
fn runs_at_the_same_time_do_not_hurt_each_other() {
    let place = Place::new();
    let expected = place.fresh();
    let folder = place.cache.path().to_str().expect("it is UTF-8");
    for _ in 0..3 {
        let start = || {
            let mut command = command(place.project.path());
            command.args(["check", "--cache-dir", folder, "--format", "concise"]).stdout(Stdio::piped()).stderr(Stdio::null());
            command.spawn().expect("the program can be run")
        };
        let running: Vec<_> = (0..4).map(|_| start()).collect();
        for child in running {
            let out = child.wait_with_output().expect("it ends");
            assert_eq!(String::from_utf8_lossy(&out.stdout), expected.out);
        }
        assert_eq!(place.files().len(), 1, "nothing is left over");
        fs::remove_file(&place.files()[0]).expect("it can be removed");
    }
}
