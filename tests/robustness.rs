//! The program on projects and arguments as they should not be: what it says, what it exits with, and that it ends.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use assert_cmd::assert::Assert;
use tempfile::TempDir;

const MIGRATION: &str = "database/migrations/2024_01_01_000000_create_orders_table.php";
/// Line 3, column 12 names a table that does not exist.
const BAD: &str = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('order')->count();\n";
/// Every command that prints JSON.
const JSON: [&[&str]; 4] = [
    &["check", "--format", "json"],
    &["schema", "--format", "json"],
    &["references", "--format", "json"],
    &["coverage", "--format", "json"],
];

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, bytes).expect("the file can be written");
    }
    folder
}

/// A project with a table `orders`, and these files.
fn project(files: &[(&str, &[u8])]) -> TempDir {
    let migration = b"<?php\nuse Illuminate\\Support\\Facades\\Schema;\nreturn new class extends \\Illuminate\\Database\\Migrations\\Migration {\n    public function up(): void { Schema::create('orders', fn ($table) => $table->id()); }\n};\n";
    let mut all: Vec<(&str, &[u8])> = vec![("composer.json", b"{}"), (MIGRATION, migration)];
    all.extend(files);
    folder(&all)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("CI")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TEAMCITY_VERSION")
        .env_remove("GITLAB_CI");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Assert {
    let patience = Duration::from_secs(120);
    assert_cmd::Command::from_std(command(folder)).args(arguments).timeout(patience).assert()
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("the program prints UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("the program prints UTF-8")
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("this is no JSON: {error}\n{text}"))
}

/// Asserts that a run exits with 2, prints nothing, and says all of these words on standard error.
#[track_caller]
fn assert_refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let assert = run(folder, arguments).code(2);
    let said = stderr(&assert);
    assert!(words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
    assert_eq!(stdout(&assert), "", "{arguments:?}");
}

#[test]
fn broken_php_is_no_reason_to_stop() {
    let broken = b"<?php class A { function f( { DB::table('order')->get(; \xff\xfe <<<EOT {$ ";
    let project = project(&[
        ("app/Bad.php", BAD.as_bytes()),
        ("app/Broken.php", broken),
        ("app/Empty.php", b""),
        ("app/Nul.php", &[0; 64]),
    ]);
    let concise = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(concise.contains("app/Bad.php:3:12: error[unknown-table]"), "{concise}");
    assert!(concise.contains("app/Broken.php:1:42: error[unknown-table]"), "the rest of the file counts: {concise}");
    let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
    assert!(coverage.contains("app/Broken.php:1: syntax"), "{coverage}");
}

#[test]
fn bytes_that_are_no_text_do_not_move_a_column() {
    let project = project(&[("app/Bad.php", b"<?php /* \xe4\xff */ DB::table('order'); // \xc3\xa4 \xf0\x9f\x98\x80")]);
    let concise = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(concise.starts_with("app/Bad.php:1:27: error[unknown-table]"), "{concise}");
    for arguments in JSON {
        json(&stdout(&run(project.path(), arguments)));
    }
}

#[test]
fn a_file_that_is_not_read_is_told_apart_from_one_without_problems() {
    let project = project(&[("app/Bad.php", BAD.as_bytes())]);
    let big = std::fs::File::create(project.path().join("app/Big.php")).expect("the file can be made");
    big.set_len(50_000_000).expect("the file can be made long");
    let text = stdout(&run(project.path(), &["check"]).code(1));
    assert!(text.contains("1 file or folder was not read: `app/Big.php` (larger than 5 MB"), "{text}");
    assert_eq!(json(&stdout(&run(project.path(), JSON[0])))["summary"]["unread"], 1);
    let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
    assert!(coverage.contains("app/Big.php: it is larger than 5 MB"), "{coverage}");
    let elsewhere = stdout(&run(project.path(), &["coverage", "database"]).code(0));
    assert!(!elsewhere.contains("app/Big.php"), "{elsewhere}");
    assert_refused(project.path(), &["check", "app/Bad.php", "app/Big.php"], &["`app/Big.php`", "larger than 5 MB"]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_noted() {
    use std::os::unix::fs::PermissionsExt;
    let project = project(&[("app/Bad.php", BAD.as_bytes()), ("app/Secret.php", b"<?php"), ("closed/A.php", b"<?php")]);
    let forbid = |path: &str, mode: u32| {
        std::fs::set_permissions(project.path().join(path), std::fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    forbid("app/Secret.php", 0o000);
    forbid("closed", 0o000);
    // Root may read everything.
    if std::fs::read(project.path().join("app/Secret.php")).is_err() {
        let text = stdout(&run(project.path(), &["check"]).code(1));
        assert!(text.contains("2 files and folders were not read: `app/Secret.php` (Permission denied"), "{text}");
        let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
        assert!(coverage.contains("app/Secret.php: Permission denied"), "{coverage}");
        assert!(coverage.contains("closed: Permission denied"), "{coverage}");
        assert_refused(project.path(), &["check", "app/Secret.php"], &["app/Secret.php", "Permission denied"]);
        assert_refused(project.path(), &["check", "closed"], &["closed", "Permission denied"]);
    }
    forbid("closed", 0o755);
}

#[cfg(unix)]
#[test]
fn links_lead_neither_in_circles_nor_out() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("Other.php", BAD.as_bytes())]);
    let project = project(&[("app/Bad.php", BAD.as_bytes())]);
    let link = |to: &Path, from: &str| symlink(to, project.path().join(from)).expect("a link can be made");
    link(Path::new("."), "app/here");
    link(Path::new("../app"), "app/self");
    link(Path::new("loop.php"), "app/loop.php");
    link(Path::new("missing"), "app/missing.php");
    link(Path::new("Bad.php"), "app/Twice.php");
    link(outside.path(), "app/outside");
    link(&outside.path().join("Other.php"), "app/Other.php");
    let concise = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert_eq!(concise.matches("error[unknown-table]").count(), 1, "{concise}");
    assert!(concise.contains("4 files and folders were not read"), "{concise}");
    let coverage = stdout(&run(project.path(), &["coverage"]).code(0));
    for words in [
        "app/Other.php: it is a symbolic link that leads out of the project",
        "app/loop.php: it is a symbolic link that leads nowhere",
        "app/missing.php: it is a symbolic link that leads nowhere",
        "app/outside: it is a symbolic link that leads out of the project",
    ] {
        assert!(coverage.contains(words), "{words}: {coverage}");
    }
    assert_refused(project.path(), &["check", "app/loop.php"], &["cannot read `app/loop.php`"]);
}

#[test]
fn a_project_may_lack_everything() {
    let whole = project(&[("app/Bad.php", BAD.as_bytes())]);
    for missing in ["composer.json", MIGRATION] {
        std::fs::remove_file(whole.path().join(missing)).expect("the file was there");
        // Without tables, code that names some cannot be judged.
        let text = stdout(&run(whole.path(), &["check"]).code(1));
        assert_eq!(text.contains("the database is unknown"), missing == MIGRATION, "without {missing}: {text}");
        for arguments in JSON {
            assert_eq!(json(&stdout(&run(whole.path(), arguments)))["version"], 1, "without {missing}: {arguments:?}");
        }
    }
    let empty = folder(&[]);
    for command in ["check", "schema", "references", "coverage"] {
        assert_refused(empty.path(), &[command], &["there is no PHP in"]);
    }
    let plain = folder(&[("a.php", b"<?php")]);
    let text = stdout(&run(plain.path(), &["check"]).code(2));
    assert!(text.starts_with("Checked 1 file: there is no migration and no schema dump"), "{text}");
    assert!(stdout(&run(plain.path(), &["schema"]).code(0)).contains("no tables"));
    run(plain.path(), &["references"]).code(0);
    run(plain.path(), &["coverage"]).code(0);
}

#[test]
fn settings_that_make_no_sense_are_no_reason_to_stop() {
    let nonsense: [(&str, &[u8]); 5] = [
        ("composer.json", b"{\"require\": [[["),
        ("composer.lock", b"\xff\xfe\x00"),
        (".env.example", b"DB_CONNECTION=${DB_CONNECTION}\n=\n\xff"),
        ("config/database.php", b"<?php return config('database') . include __FILE__;"),
        ("app/Bad.php", BAD.as_bytes()),
    ];
    let project = project(&nonsense);
    let concise = stdout(&run(project.path(), &["check", "--format", "concise"]).code(1));
    assert!(concise.starts_with("app/Bad.php:3:12: error[unknown-table]"), "{concise}");
}

#[test]
fn paths_and_arguments_that_name_nothing_are_refused() {
    let project = project(&[]);
    for command in ["check", "schema", "references", "coverage"] {
        assert_refused(project.path(), &[command, "no/such/path"], &["cannot read `no/such/path`: No such file"]);
        assert_refused(project.path(), &[command, "--format", "xml"], &["invalid value 'xml'", "json"]);
        assert_refused(project.path(), &[command, "--driver", "db2"], &["invalid value 'db2'", "sqlite"]);
        assert_refused(project.path(), &[command, "--no-such-flag"], &["'--no-such-flag'", "Usage: tablecheck"]);
        assert_refused(project.path(), &[command, "--color", "maybe"], &["invalid value 'maybe'", "never"]);
    }
    assert_refused(project.path(), &["check", "composer.json/x"], &["cannot read `composer.json/x`"]);
    assert_refused(project.path(), &["check", ""], &["PATH"]);
    assert_refused(project.path(), &["chekc"], &["'chekc'", "'check'"]);
    assert_refused(project.path(), &[], &["Usage: tablecheck"]);
    run(project.path(), &["--help"]).code(0);
    run(project.path(), &["--version"]).code(0);
}

#[test]
fn a_file_in_place_of_a_folder_is_that_file() {
    let project = project(&[("app/Bad.php", BAD.as_bytes()), ("app/Worse.php", BAD.as_bytes()), ("notes.txt", b"x")]);
    let concise = stdout(&run(project.path(), &["check", "app/Worse.php", "--format", "concise"]).code(1));
    assert!(concise.starts_with("app/Worse.php:3:12") && !concise.contains("app/Bad.php"), "{concise}");
    run(project.path(), &["check", MIGRATION]).code(0);
    run(project.path(), &["check", "notes.txt"]).code(0);
    let schema = json(&stdout(&run(project.path(), &["schema", "app/Bad.php", "--format", "json"]).code(0)));
    assert!(schema["connections"]["mysql"]["tables"]["orders"].is_object(), "a file's schema is its project's: {schema}");
}

#[test]
fn the_environment_turns_colours_off_and_the_flag_decides() {
    let project = project(&[("app/Bad.php", BAD.as_bytes())]);
    let colours = |no_color: &str, arguments: &[&str]| {
        let output = command(project.path()).env("NO_COLOR", no_color).args(arguments).output().expect("the program starts");
        output.stdout.contains(&0x1b)
    };
    assert!(!colours("1", &["check"]));
    assert!(!colours("", &["check"]), "a pipe is no terminal");
    assert!(colours("1", &["check", "--color", "always"]), "what is asked for on the command line counts");
    assert!(colours("1", &["--color", "always", "check"]));
    assert!(!colours("", &["check", "--color=never"]));
    for format in ["json", "concise"] {
        assert!(!colours("", &["check", "--format", format, "--color", "auto"]), "{format}");
    }
    for arguments in JSON {
        assert!(!colours("", &[arguments, &["--color", "always"]].concat()), "{arguments:?}");
    }
}

#[test]
fn a_reader_may_leave_early() {
    let many = "DB::table('order')->count();\n".repeat(4_000);
    let project = project(&[("app/Bad.php", format!("<?php\n{many}").as_bytes())]);
    for arguments in [&["check"][..], &["check", "--format", "concise"], &["references"]].into_iter().chain(JSON) {
        let mut child = command(project.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("it is piped"));
        reader.read_line(&mut first).expect("the program prints UTF-8");
        drop(reader);
        let mut complaint = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut complaint).expect("the program prints UTF-8");
        let status = child.wait().expect("the program ends");
        // What fits the pipe is written before anybody leaves, and then the findings decide.
        assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?}: {status}");
        assert_eq!(complaint, "", "{arguments:?}");
    }
    let mut child = command(project.path())
        .args(["check", "--format", "concise"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_said() {
    let project = project(&[("app/Bad.php", BAD.as_bytes())]);
    for arguments in [&["check"][..], &["explain", "unknown-table"]].into_iter().chain(JSON) {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has this device");
        let output = command(project.path()).args(arguments).stdout(full).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("tablecheck: cannot write to standard output: No space left"), "{arguments:?}: {said}");
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let files: Vec<(String, String)> = (0..40)
        .map(|n| {
            (
                format!("app/A{n}.php"),
                format!("{BAD}DB::table($t{n})->where('x', 1)->get();\nclass A{n} {{ function f($q) {{ $q->g(; }} }}"),
            )
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let project = project(&files);
    for arguments in
        [&["check"][..], &["check", "--format", "concise"], &["schema"], &["references"], &["coverage"]].into_iter().chain(JSON)
    {
        let first = run(project.path(), arguments).get_output().stdout.clone();
        assert!(!first.is_empty(), "{arguments:?}");
        assert_eq!(first, run(project.path(), arguments).get_output().stdout.clone(), "{arguments:?}");
    }
}

#[test]
fn every_driver_has_valid_json() {
    let project = project(&[("app/Bad.php", BAD.as_bytes())]);
    for driver in ["mysql", "mariadb", "pgsql", "sqlite"] {
        for arguments in JSON {
            let document = json(&stdout(&run(project.path(), &[arguments, &["--driver", driver]].concat())));
            assert_eq!(document["version"], 1, "{driver}: {arguments:?}");
        }
    }
}

#[test]
fn the_exit_code_says_what_came_out() {
    let clean = project(&[]);
    let wrong = project(&[("app/Bad.php", BAD.as_bytes())]);
    for format in ["text", "concise", "json"] {
        run(clean.path(), &["check", "--format", format]).code(0);
        run(wrong.path(), &["check", "--format", format]).code(1);
        run(wrong.path(), &["check", "--format", format, "database"]).code(0);
        run(wrong.path(), &["check", "--format", format, "nowhere"]).code(2);
    }
    for arguments in JSON.iter().skip(1) {
        run(wrong.path(), arguments).code(0);
    }
}
