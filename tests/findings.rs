//! What was found in real applications, true and false, each told again by a small project of its own in
//! `tests/findings/`: a line that says what it shows, and a fixture.

use std::fs;
use std::path::Path;

use tablecheck::fixture;

#[test]
fn each_is_found_exactly_where_it_is_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 50, "{} fixtures", paths.len());
    let mut reports = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let (title, project) = text.split_once('\n').expect("a title");
        assert!(title.starts_with("# "), "{}", path.display());
        if let Err(report) = fixture::compare(project) {
            reports.push(format!("{}\n{title}\n{report}", path.display()));
        }
    }
    assert!(reports.is_empty(), "{}", reports.join("\n"));
}
