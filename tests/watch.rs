//! What a run tells of itself while it lasts and after it: the times of `--verbose`, and the line on a terminal that says what
//! is being done. A pseudo terminal of Python's stands for the person who waits.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const MIGRATION: &str = "<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up() { Schema::create('orders', function ($table) { $table->id(); $table->string('number'); }); }
};
";
/// Calls a program with a pseudo terminal for standard error and, if the first argument is `both`, for standard output. Prints
/// what came to the terminal, and exits as the program did.
const TERMINAL: &str = "
import os, pty, subprocess, sys
master, slave = pty.openpty()
out = slave if sys.argv[1] == 'both' else subprocess.DEVNULL
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=out, stderr=slave)
os.close(slave)
while True:
    try:
        part = os.read(master, 65536)
    except OSError:
        break
    if not part:
        break
    sys.stdout.buffer.write(part)
sys.exit(child.wait())
";

/// A project with so many classes that each have many queries.
fn project(n_classes: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    };
    write("composer.json", "{}");
    write("database/migrations/2024_01_01_000000_a.php", MIGRATION);
    for class in 0..n_classes {
        let query = "DB::table('orders')->where('number', $a)->orderBy('id')->pluck('number')";
        let methods = (0..40).map(|method| format!("    public function f{method}($a) {{ return {query}; }}\n"));
        let methods: String = methods.collect();
        let head = "<?php\nnamespace App;\nuse Illuminate\\Support\\Facades\\DB;\n";
        write(&format!("app/C{class}.php"), &format!("{head}class C{class}\n{{\n{methods}}}\n"));
    }
    folder
}

/// A project that takes well over half a second on one processor, whatever machine and build this is.
fn slow_project() -> TempDir {
    let mut n_classes = 300;
    loop {
        let project = project(n_classes);
        let start = Instant::now();
        prepared(env!("CARGO_BIN_EXE_tablecheck"), project.path()).arg("check").output().expect("it starts");
        if start.elapsed() > Duration::from_secs(1) {
            return project;
        }
        assert!(n_classes < 50_000, "no project takes long enough");
        n_classes *= 2;
    }
}

/// The program, without what the tests' own environment would change.
fn prepared(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("TERM", "xterm").env("RAYON_NUM_THREADS", "1");
    for name in ["CI", "NO_COLOR", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "GITLAB_CI"] {
        command.env_remove(name);
    }
    command
}

/// What comes to a terminal, and the exit code.
fn on_terminal(folder: &Path, which: &str, arguments: &[&str], variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let mut command = prepared("python3", folder);
    command.args(["-c", TERMINAL, which, env!("CARGO_BIN_EXE_tablecheck")]).args(arguments);
    let output = command.envs(variables.iter().copied()).output().expect("python3 is there");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "the terminal works");
    (String::from_utf8(output.stdout).expect("the program prints UTF-8"), output.status.code())
}

/// The lines that a person sees in the end.
fn seen(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let (mut shown, mut column): (Vec<char>, usize) = (Vec::new(), 0);
        for c in line.chars() {
            match c {
                '\r' => column = 0,
                c => {
                    assert!(!c.is_control(), "{c:?} steers the terminal");
                    shown.resize(shown.len().max(column + 1), ' ');
                    shown[column] = c;
                    column += 1;
                }
            }
        }
        shown.into_iter().collect::<String>().trim_end().to_owned()
    };
    text.lines().map(line).collect()
}

#[test]
fn times_are_told_on_standard_error_alone() {
    let project = project(2);
    let call = |arguments: &[&str]| {
        let output = prepared(env!("CARGO_BIN_EXE_tablecheck"), project.path()).args(arguments).output().expect("it starts");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    let (plain, silent) = call(&["check"]);
    assert_eq!(silent, "");
    for arguments in [&["check", "-v"][..], &["--verbose", "check"]] {
        let (out, told) = call(arguments);
        assert_eq!(out, plain, "what is printed is the same");
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[0].starts_with("tablecheck: ") && lines[0].contains(" s for 4 files of "), "{told}");
        assert!(lines[0].ends_with(" times in total") && lines[0].contains(" entered, "), "{told}");
        let names: Vec<&str> = lines[1..].iter().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(names, ["read", "parse", "replay", "survey", "rules", "print", "other"], "{told}");
        let shares = lines[1..].iter().filter_map(|line| line.strip_suffix(" %")?.split_whitespace().last()?.parse::<f64>().ok());
        let shares: Vec<f64> = shares.collect();
        assert_eq!(shares.len(), 7, "{told}");
        assert!((shares.iter().sum::<f64>() - 100.0).abs() < 1.0, "{told}");
        assert!(lines[1..].iter().all(|line| line.contains(" ms  ")), "{told}");
    }
    let names = |arguments: &[&str]| {
        let (_, told) = call(arguments);
        told.lines().skip(1).filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(names(&["schema", "-v"]), ["read", "parse", "replay", "print", "other"], "the other code is not looked at");
    assert_eq!(names(&["migration", "-v", "--dry-run"]).last().map(String::as_str), Some("other"));
    assert_eq!(call(&["rules", "-v"]).1, "", "nothing was analysed");
}

#[test]
fn who_waits_at_a_terminal_sees_what_is_being_done_until_it_is_done() {
    let project = slow_project();
    let (text, code) = on_terminal(project.path(), "both", &["check"], &[]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("| ") && text.contains("looking through the code, "), "{text}");
    let lines = seen(&text);
    assert!(lines[0].starts_with("Checked ") && lines[0].contains(" files: 1 migration creates 1 table;"), "{lines:?}");
    assert!(lines[1].starts_with("Found no problems in ") && lines.len() == 2, "{lines:?}");
    // Also an error is not mixed with it.
    let (text, code) = on_terminal(project.path(), "error", &["references", "--of", "nothing"], &[("NO_COLOR", "1")]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("looking through the code, "), "colours have nothing to do with it: {text}");
    assert!(seen(&text)[0].starts_with("tablecheck: there is no table"), "{text}");
}

#[test]
fn machines_and_the_impatient_see_nothing_of_it() {
    let slow = slow_project();
    for variables in [[("CI", "true")], [("TERM", "dumb")]] {
        let (text, code) = on_terminal(slow.path(), "error", &["check"], &variables);
        assert_eq!((text.as_str(), code), ("", Some(0)), "{variables:?}");
    }
    let output = prepared(env!("CARGO_BIN_EXE_tablecheck"), slow.path()).arg("check").output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "a pipe is no terminal");
    let fast = project(1);
    assert_eq!(on_terminal(fast.path(), "error", &["check"], &[]), (String::new(), Some(0)), "it is done at once");
}
