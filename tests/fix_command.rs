//! `check --fix`, `--unsafe-fixes` and `--diff` from outside: what they write into files, print and exit with.

#[path = "support/called.rs"]
mod called;

use std::fs;
use std::path::Path;

use assert_cmd::assert::Assert;
use called::{project, stderr, stdout};
use tempfile::TempDir;

const ORDER: &str = "<?php\n\nDB::table('order')->where('nummber', 1)->get();\n";
const ORDERS: &str = "<?php\n\nDB::table('orders')->where('number', 1)->get();\n";
/// Whatever is written through the variable, it may be used elsewhere.
const ELSEWHERE: &str = "<?php\n\n$table = 'order';\nDB::table($table)->get();\n";

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).expect("the file is there, and is text")
}

fn run(folder: &Path, arguments: &[&str]) -> Assert {
    called::run(folder, &[&["check"], arguments].concat())
}

#[test]
fn what_is_clear_is_written_and_what_is_left_is_shown() {
    let project = project(&[("app/A.php", ORDER), ("app/B.php", ELSEWHERE)]);
    let before = stdout(&run(project.path(), &["--format", "concise"]).code(1));
    assert!(before.ends_with("\n1 can be fixed with --fix; 1 more with --unsafe-fixes.\n"), "{before}");
    let fixed = stdout(&run(project.path(), &["--fix", "--format", "concise"]).code(1));
    assert_eq!(read(&project, "app/A.php"), ORDERS);
    assert_eq!(read(&project, "app/B.php"), ELSEWHERE);
    assert!(fixed.starts_with("app/B.php:3:11: error[unknown-table] "), "{fixed}");
    assert!(!fixed.contains("app/A.php"), "{fixed}");
    assert!(fixed.ends_with("\n2 fixed; 1 more can be fixed with --unsafe-fixes.\n"), "{fixed}");
    let all = stdout(&run(project.path(), &["--fix", "--unsafe-fixes"]).code(0));
    assert_eq!(read(&project, "app/B.php"), ELSEWHERE.replace("'order'", "'orders'"));
    assert!(all.ends_with("Found no problems.\n1 fixed.\n"), "{all}");
    assert!(stdout(&run(project.path(), &["--fix"]).code(0)).ends_with("\n0 fixed.\n"));
}

#[test]
fn unsafe_fixes_alone_are_counted_and_not_written() {
    let project = project(&[("app/B.php", ELSEWHERE)]);
    let counted = stdout(&run(project.path(), &["--unsafe-fixes"]).code(1));
    assert!(counted.contains("\n[*] 1 can be fixed with --fix --unsafe-fixes.\n"), "{counted}");
    assert_eq!(read(&project, "app/B.php"), ELSEWHERE);
}

#[test]
fn a_diff_is_shown_and_nothing_written() {
    let project = project(&[("app/A.php", ORDER), ("app/B.php", ELSEWHERE)]);
    let assert = run(project.path(), &["--diff"]).code(1);
    let expected = "--- app/A.php
+++ app/A.php
@@ -1,3 +1,3 @@
 <?php
 
-DB::table('order')->where('nummber', 1)->get();
+DB::table('orders')->where('number', 1)->get();
";
    assert_eq!(stdout(&assert), expected);
    assert_eq!(stderr(&assert), "tablecheck: 2 would be fixed; 1 more with --unsafe-fixes\n");
    let all = run(project.path(), &["--diff", "--fix", "--unsafe-fixes"]).code(1);
    assert!(stdout(&all).contains("+$table = 'orders';\n"), "{}", stdout(&all));
    assert_eq!(stderr(&all), "tablecheck: 3 would be fixed\n");
    assert_eq!((read(&project, "app/A.php").as_str(), read(&project, "app/B.php").as_str()), (ORDER, ELSEWHERE));
    let nothing = run(project.path(), &["--diff", "app/B.php"]).code(0);
    assert_eq!(stdout(&nothing), "");
    run(project.path(), &["--diff", "--format", "json"]).code(2);
    let coloured = stdout(&run(project.path(), &["--diff", "--color", "always"]).code(1));
    assert!(coloured.contains("\u{1b}[32m+DB::table('orders')"), "{coloured}");
}

#[test]
fn a_diff_tells_how_a_file_ends() {
    let project = project(&[("app/A.php", ORDER.trim_end())]);
    let diff = stdout(&run(project.path(), &["--diff"]).code(1));
    assert!(diff.ends_with("'nummber', 1)->get();\n\\ No newline at end of file\n+DB::table('orders')->where('number', 1)->get();\n\\ No newline at end of file\n"), "{diff}");
}

#[test]
fn every_other_byte_stays() {
    let text = format!("\u{feff}{}// ä𝄞\r\n// \t ", ORDER.replace('\n', "\r\n"));
    let project = project(&[("app/A.php", &text)]);
    run(project.path(), &["--fix"]).code(0);
    assert_eq!(read(&project, "app/A.php"), text.replace("order", "orders").replace("nummber", "number"));
}

#[test]
fn only_what_was_asked_for_is_changed() {
    let project = project(&[("app/A.php", ORDER), ("lib/A.php", ORDER), ("vendor/a/A.php", ORDER)]);
    let printed = stdout(&run(project.path(), &["--fix", "lib"]).code(0));
    assert!(printed.ends_with("\n2 fixed.\n"), "{printed}");
    assert_eq!((read(&project, "app/A.php").as_str(), read(&project, "lib/A.php").as_str()), (ORDER, ORDERS));
    run(project.path(), &["--fix", "--unsafe-fixes"]).code(0);
    assert_eq!(read(&project, "vendor/a/A.php"), ORDER);
}

#[test]
fn a_file_that_is_no_text_is_left_with_a_word() {
    let text = [ORDER.as_bytes(), b"// \xe4\n"].concat();
    let project = project(&[("app/B.php", ORDER)]);
    fs::write(project.path().join("app/A.php"), &text).expect("the file can be written");
    let printed = stdout(&run(project.path(), &["app/A.php"]).code(1));
    assert!(printed.contains("unknown-table") && !printed.contains("[*]"), "nothing can be fixed: {printed}");
    let assert = run(project.path(), &["--fix"]).code(1);
    assert_eq!(
        stderr(&assert),
        "tablecheck: `app/A.php` was not changed: it is not valid UTF-8; convert it, or change it by hand\n"
    );
    assert_eq!(fs::read(project.path().join("app/A.php")).expect("it is there"), text);
    assert_eq!(read(&project, "app/B.php"), ORDERS);
}

#[test]
fn a_file_that_may_not_be_written_fails_the_run_and_the_others_are_fixed() {
    let project = project(&[("app/A.php", ORDER), ("app/B.php", ORDER)]);
    let locked = project.path().join("app/A.php");
    let mut permissions = fs::metadata(&locked).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).expect("it is ours");
    let assert = run(project.path(), &["--fix", "--format", "concise"]).code(2);
    let said = stderr(&assert);
    assert!(said.starts_with("tablecheck: cannot write `app/A.php`: permission denied; make the file "), "{said}");
    assert!(stdout(&assert).starts_with("app/A.php:3:12: error[unknown-table]"), "{}", stdout(&assert));
    assert!(stdout(&assert).ends_with("\n2 fixed.\n"), "{}", stdout(&assert));
    assert_eq!((read(&project, "app/A.php").as_str(), read(&project, "app/B.php").as_str()), (ORDER, ORDERS));
}

#[test]
fn formats_for_tools_stay_documents() {
    let project = project(&[("app/A.php", ORDER), ("app/B.php", ELSEWHERE)]);
    let text = stdout(&run(project.path(), &["--fix", "--format", "json"]).code(1));
    let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((&json["summary"]["fixed"], &json["summary"]["errors"]), (&2.into(), &1.into()));
    assert_eq!(json["findings"][0]["fix"]["safety"], "unsafe");
}
