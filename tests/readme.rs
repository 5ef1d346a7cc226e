//! Runs every command that the README and the pages in `docs/` show with its output, in the repository's folder.
//!
//! A block of `console` holds commands, each a line that starts with `$`, followed by what it prints.

#[path = "support/expect.rs"]
mod expect;
#[path = "support/svg.rs"]
mod svg;

use std::process::Command;

use expect::{assert_file, repository};

/// The README and all pages that are not made of data.
fn pages() -> Vec<String> {
    let folder = std::fs::read_dir(repository("docs")).expect("there is documentation");
    let names = folder.map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned());
    let mut pages: Vec<String> = names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    pages.push("README.md".to_owned());
    pages.sort();
    pages
}

#[test]
fn the_documentation_shows_what_the_program_prints() {
    let mut n_commands = 0;
    for page in pages() {
        let text = std::fs::read_to_string(repository(&page)).expect("the page can be read");
        let mut out = String::new();
        let mut lines = text.lines();
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
        assert_file(&page, &out);
    }
    assert!(n_commands > 5, "the documentation shows commands");
}

#[test]
fn the_commands_for_other_programs_are_right() {
    let (mut commands, mut block) = (Vec::new(), None);
    for page in pages() {
        let text = std::fs::read_to_string(repository(&page)).expect("the page can be read");
        for line in text.lines() {
            if let Some(kind) = line.strip_prefix("```") {
                block = if block.is_none() { Some(kind.to_owned()) } else { None };
            } else if block.as_ref().is_some_and(|kind| kind != "console" && kind != "text")
                && let Some((_, arguments)) = line.split_once("tablecheck check")
            {
                commands.push(arguments.split(['"', '{', '#', '(']).next().unwrap_or_default().trim().to_owned());
            }
        }
    }
    assert!(commands.len() >= 6, "there are examples: {commands:?}");
    for arguments in commands {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        std::fs::write(folder.path().join("artisan"), "").expect("the file can be written");
        std::fs::write(folder.path().join("composer.json"), "{}").expect("the file can be written");
        let git = Command::new("git").args(["init", "-q"]).current_dir(folder.path()).status().expect("git can be run");
        assert!(git.success());
        commit(folder.path());
        let words: Vec<&str> = arguments.split_whitespace().filter(|word| !word.starts_with("testdata/")).collect();
        let result = program().arg("check").args(&words).current_dir(folder.path()).output().expect("the program starts");
        assert!(result.status.success(), "`{arguments}`: {}", String::from_utf8_lossy(&result.stderr));
        for (_, file) in words.iter().filter_map(|argument| argument.split_once('=')) {
            assert!(folder.path().join(file).is_file(), "`{arguments}` writes {file}");
        }
    }
}

/// Makes a commit that is what `origin/main` has.
fn commit(folder: &std::path::Path) {
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    for arguments in [&["commit", "-q", "--allow-empty", "-m", "a"][..], &["update-ref", "refs/remotes/origin/main", "HEAD"]] {
        let git = Command::new("git").args(author).args(arguments).current_dir(folder).status().expect("git can be run");
        assert!(git.success());
    }
}

/// What the README's first picture shows.
#[test]
fn the_picture_is_of_a_real_run() {
    let arguments = ["check", "src", "--severity", "error"];
    let result = program()
        .args(arguments)
        .args(["--color", "always"])
        .current_dir(repository("testdata/projects/cost-tracking"))
        .output()
        .expect("the program starts");
    let text = String::from_utf8(result.stdout).expect("the program prints UTF-8");
    assert_file("docs/images/report.svg", &svg::picture(&format!("tablecheck {}", arguments.join(" ")), &text));
}

/// The program, without what the tests' own environment would change.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TEAMCITY_VERSION")
        .env_remove("GITLAB_CI")
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .env("TABLECHECK_CACHE", "off")
        .env("SOURCE_DATE_EPOCH", "0");
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
