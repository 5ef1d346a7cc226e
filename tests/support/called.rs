//! The program called in a folder, and what is asserted of it.

#[path = "folder.rs"]
mod folder;

use std::path::Path;

use assert_cmd::assert::Assert;
pub(crate) use folder::*;

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Assert {
    assert_cmd::Command::from_std(command(folder)).args(arguments).assert()
}

pub(crate) fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("the program prints UTF-8")
}

pub(crate) fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("the program prints UTF-8")
}
