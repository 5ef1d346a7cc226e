//! Git, for repositories in folders for temporary files.

use std::path::Path;
use std::process::Command;

/// Calls git as a person would, without what the machine or a hook around the test sets. Gives what it prints.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let settings =
        ["user.name=a", "user.email=a@example.org", "init.defaultBranch=main", "commit.gpgsign=false", "core.hooksPath="];
    let output = Command::new("git")
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .args(arguments)
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git can be run");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
