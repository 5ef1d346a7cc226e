//! Expected texts that rewrite themselves: `UPDATE_EXPECT=1 cargo test` writes what it finds.

use std::path::{Path, PathBuf};

/// A path in the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Asserts that a file of the repository has this text, or gives it this text where `UPDATE_EXPECT` is set.
pub(crate) fn assert_file(path: &str, expected: &str) {
    let file = repository(path);
    let found = std::fs::read_to_string(&file).unwrap_or_default();
    if found == expected {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, expected).unwrap_or_else(|error| panic!("cannot write {path}: {error}"));
        return;
    }
    let differs = found.lines().zip(expected.lines()).position(|(found, expected)| found != expected);
    let line = differs.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
    let (found, expected) = (found.lines().nth(line).unwrap_or("(end)"), expected.lines().nth(line).unwrap_or("(end)"));
    panic!("{path}:{} is out of date; UPDATE_EXPECT=1 rewrites it\nthere:  {found}\nshould: {expected}", line + 1);
}
