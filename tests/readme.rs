//! Runs every command that the README shows with its output, in the repository's folder.
//!
//! A block of `console` holds commands, each a line that starts with `$`, followed by what it prints.

#[path = "support/expect.rs"]
mod expect;

use std::process::Command;

use expect::{assert_file, repository};

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("there is a README");
    let mut out = String::new();
    let mut n_commands = 0;
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line != "```console" {
            continue;
        }
        for line in lines.by_ref() {
            if line == "```" {
                out.push_str("```\n");
                break;
            }
            if let Some(command) = line.strip_prefix("$ ") {
                n_commands += 1;
                out.push_str(line);
                out.push('\n');
                out.push_str(&output(command));
            }
        }
    }
    assert!(n_commands > 0, "the README shows commands");
    assert_file("README.md", &out);
}

#[test]
fn the_commands_for_other_programs_are_right() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("there is a README");
    let (mut commands, mut block) = (Vec::new(), None);
    for line in readme.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            block = if block.is_none() { Some(kind) } else { None };
        } else if block.is_some_and(|kind| kind != "console")
            && let Some((_, arguments)) = line.split_once("tablecheck check")
        {
            commands.push(arguments.split(['"', '{', '#', '(']).next().unwrap_or_default().trim());
        }
    }
    assert!(commands.len() >= 6, "there are examples: {commands:?}");
    for arguments in commands {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        std::fs::write(folder.path().join("composer.json"), "{}").expect("the file can be written");
        let git = Command::new("git").args(["init", "-q"]).current_dir(folder.path()).status().expect("git can be run");
        assert!(git.success());
        let words: Vec<&str> = arguments.split_whitespace().filter(|word| !word.starts_with("testdata/")).collect();
        let result = program().arg("check").args(&words).current_dir(folder.path()).output().expect("the program starts");
        assert!(result.status.success(), "`{arguments}`: {}", String::from_utf8_lossy(&result.stderr));
        for (_, file) in words.iter().filter_map(|argument| argument.split_once('=')) {
            assert!(folder.path().join(file).is_file(), "`{arguments}` writes {file}");
        }
    }
}

/// The program, without what the tests' own environment would change.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.env_remove("GITHUB_ACTIONS").env_remove("TEAMCITY_VERSION").env_remove("GITLAB_CI").env("SOURCE_DATE_EPOCH", "0");
    command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE");
    command
}

/// What a command prints, as a reader would see it in a terminal without colours.
fn output(command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    let arguments = words.strip_prefix(&["cargo", "run", "--release", "--"]).or_else(|| words.strip_prefix(&["tablecheck"]));
    let arguments = arguments.unwrap_or_else(|| panic!("`{command}` does not call this program"));
    let result = program().args(arguments).current_dir(repository("")).output().expect("the program starts");
    assert!(
        matches!(result.status.code(), Some(0 | 1)),
        "`{command}` could not do its work: {}",
        String::from_utf8_lossy(&result.stderr)
    );
    String::from_utf8(result.stdout).expect("the program prints UTF-8")
}
