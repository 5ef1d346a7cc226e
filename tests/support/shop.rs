//! The small project of [`folder`], code for it, and what the program says there.

#[path = "code.rs"]
mod code;
#[path = "folder.rs"]
mod folder;

use std::path::Path;

pub(crate) use code::*;
pub(crate) use folder::*;

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    /// On standard output.
    pub(crate) out: String,
    /// On standard error.
    pub(crate) err: String,
    /// Its exit code.
    pub(crate) code: i32,
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &str) -> Said {
    let mut command = command(folder);
    command.args(arguments);
    let output = assert_cmd::Command::from_std(command).write_stdin(input).output().expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code().expect("it ends by itself") }
}

/// Runs `check` with the format of one line for each finding. Gives these lines without the closing ones, and all that was said.
pub(crate) fn check(folder: &Path, arguments: &[&str]) -> (Vec<String>, Said) {
    let said = run(folder, &[&["check", "--format", "concise"], arguments].concat(), "");
    let findings = said.out.lines().take_while(|line| !line.is_empty() && !line.starts_with("Checked ")).map(str::to_owned);
    (findings.collect(), said)
}

/// The paths of findings, each given by its line.
pub(crate) fn paths(findings: &[String]) -> Vec<&str> {
    findings.iter().map(|line| line.split(':').next().unwrap_or_default()).collect()
}
