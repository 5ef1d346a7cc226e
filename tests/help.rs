//! What the program says of itself: help texts with their examples, the list of rules, explanations, completions and manual
//! pages.

use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::assert::Assert;
use clap::CommandFactory;
use tablecheck::catalog;
use tablecheck::cli::Cli;
use tempfile::TempDir;

/// The widest line of a help text.
const WIDTH: usize = 100;

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is a folder for temporary files")
}

/// The program, called in a folder as wide as the terminal may be.
fn run(folder: &Path, arguments: &[&str]) -> Assert {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.current_dir(folder).env_remove("NO_COLOR").env("COLUMNS", "200");
    assert_cmd::Command::from_std(command).args(arguments).assert()
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(run(folder, arguments).code(0).get_output().stdout.clone()).expect("the program prints UTF-8")
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("the program prints UTF-8")
}

/// The names of all commands that a person may call.
fn commands() -> Vec<String> {
    let all = Cli::command();
    all.get_subcommands().filter(|command| !command.is_hide_set()).map(|command| command.get_name().to_owned()).collect()
}

#[test]
fn help_texts_fit_and_the_short_ones_are_short() {
    let folder = folder();
    let names = commands();
    assert!(names.len() >= 10, "{names:?}");
    for name in [None].into_iter().chain(names.iter().map(Some)) {
        let call = |flag: &'static str| name.map(String::as_str).into_iter().chain([flag]).collect::<Vec<_>>();
        let [long, short] = ["--help", "-h"].map(|flag| printed(folder.path(), &call(flag)));
        for line in long.lines().chain(short.lines()) {
            assert!(line.chars().count() <= WIDTH, "{name:?} has a line that is too wide:\n{line}");
        }
        assert!(long.contains("\nExamples:\n  tablecheck "), "{name:?} has examples:\n{long}");
        assert!(short.lines().count() < long.lines().count(), "{name:?} has a short help text:\n{short}");
        assert_eq!(short.contains("Examples:"), name.is_none(), "{name:?}: examples make a short text long");
    }
}

/// The calls among the examples of a command: what stands behind `tablecheck`, without what is said of it.
fn examples(command: &clap::Command) -> Vec<Vec<String>> {
    let text = command.get_after_long_help().or_else(|| command.get_after_help()).map(ToString::to_string).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("  tablecheck "));
    let call = |line: &str| {
        let call = line.split("  ").next().unwrap_or_default();
        // What the shell does with the output is no argument.
        let words = call.split_whitespace().take_while(|word| !matches!(*word, ">" | ">>" | "|"));
        ["tablecheck"].into_iter().chain(words).map(str::to_owned).collect()
    };
    lines.map(call).collect()
}

#[test]
fn every_example_can_be_called() {
    let program = Cli::command();
    let mut n_examples = 0;
    for command in [&program].into_iter().chain(program.get_subcommands()) {
        let name = command.get_name();
        let examples = examples(command);
        assert!(!examples.is_empty(), "{name} has examples");
        for words in examples {
            n_examples += 1;
            if let Err(error) = Cli::command().try_get_matches_from(&words) {
                panic!("an example of {name}, `{}`, is refused:\n{error}", words.join(" "));
            }
            assert!(name == "tablecheck" || words[1] == name, "an example of {name} calls `{}`", words[1]);
        }
    }
    assert!(n_examples > 20, "{n_examples} examples were found");
    assert!(Cli::command().try_get_matches_from(["tablecheck", "check", "--no-such-option"]).is_err());
}

#[test]
fn rules_are_listed_with_what_the_project_makes_of_them() {
    let folder = folder();
    let text = printed(folder.path(), &["rules"]);
    for rule in catalog::rules() {
        assert!(text.lines().any(|line| line.starts_with(&format!("{} ", rule.id))), "{} is in\n{text}", rule.id);
    }
    assert!(!text.contains("\nhere: "), "nothing is set:\n{text}");
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    std::fs::write(folder.path().join("own.yaml"), "rules: {unknown-table: off, blocked-delete: error}\n")
        .expect("the file can be written");
    let text = printed(folder.path(), &["rules", "--config", "own.yaml"]);
    let words = |rule: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("{rule} "))).unwrap_or_default();
        line.split_whitespace().map(str::to_owned).take(4).collect::<Vec<_>>()
    };
    assert_eq!(words("unknown-table"), ["unknown-table", "off", "edit", "query"]);
    assert_eq!(words("blocked-delete"), ["blocked-delete", "error", "delete", "or"]);
    assert!(text.contains("here: the severity in own.yaml, if it differs from the default."), "{text}");
    let json = printed(folder.path(), &["rules", "--config", "own.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("the format prints JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["config"], "own.yaml");
    assert_eq!(json["rules"].as_array().map(Vec::len), Some(catalog::rules().len()));
    let first = serde_json::json!({
        "id": "unknown-table",
        "summary": "query on a table that no migration creates",
        "default_severity": "error",
        "severity": "off",
        "fix": ["edit"],
        "since": "0.1.0"
    });
    assert_eq!(json["rules"][0], first);
    let missing = run(folder.path(), &["rules", "--config", "none.yaml"]).code(2);
    assert!(stderr(&missing).contains("none.yaml"), "{}", stderr(&missing));
}

#[test]
fn an_explanation_has_all_its_parts() {
    let folder = folder();
    for rule in catalog::rules() {
        let text = printed(folder.path(), &["explain", &rule.id]);
        let parts = [
            format!("{} ({}, since 0.1.0)\n", rule.id, rule.severity.as_str()),
            "\nWhy it matters\n".to_owned(),
            "\nWhat to do\n".to_owned(),
            "\nHow to silence it\n".to_owned(),
            format!("// @tablecheck-ignore {} (reason)\n", rule.id),
            "@tablecheck-ignore-file".to_owned(),
            "tablecheck check --generate-baseline\n".to_owned(),
            format!("rules: {{{}: off}}\n", rule.id),
            "\nReported: ".to_owned(),
            "\nNot reported: ".to_owned(),
            format!("/docs/rules/{}.md\n", rule.id),
        ];
        let places: Vec<Option<usize>> = parts.iter().map(|part| text.find(part.as_str())).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {places:?}\n{text}", rule.id);
        let whole = printed(folder.path(), &["explain", &rule.id, "--examples"]);
        let n_examples = rule.examples.bad.len() + rule.examples.good.len();
        assert_eq!(whole.matches("eported: ").count(), n_examples, "{whole}");
    }
    assert_eq!(printed(folder.path(), &["explain"]), printed(folder.path(), &["rules"]));
    let error = stderr(&run(folder.path(), &["explain", "mising-relation"]).code(2));
    assert!(error.contains("did you mean `missing-relation`?"), "{error}");
}

/// Whether a program can be called here.
fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn completions_know_all_commands() {
    let folder = folder();
    let names = commands();
    for (shell, checks) in [("bash", true), ("zsh", true), ("fish", true), ("powershell", false), ("elvish", false)] {
        let script = printed(folder.path(), &["completions", shell]);
        for name in &names {
            assert!(script.contains(name.as_str()), "{shell} completes {name}");
        }
        assert!(script.contains("unsafe-fixes") && script.contains("verbose"), "{shell} completes options");
        if checks && is_there(shell) {
            let path = folder.path().join(shell);
            std::fs::write(&path, script).expect("the file can be written");
            let output = Command::new(shell).arg("-n").arg(&path).output().expect("the shell starts");
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && complaint.is_empty(), "{shell}: {complaint}");
        }
    }
    let error = stderr(&run(folder.path(), &["completions", "tcsh"]).code(2));
    assert!(error.contains("bash, elvish, fish, powershell, zsh"), "{error}");
}

/// Bash itself says what it would complete.
#[test]
fn bash_completes_commands_and_rules() {
    if !is_there("bash") {
        return;
    }
    let folder = folder();
    std::fs::write(folder.path().join("script"), printed(folder.path(), &["completions", "bash"]))
        .expect("the file can be written");
    let complete = |words: &[&str]| {
        let (number, last) = (words.len() - 1, words[words.len() - 1]);
        let ask = format!(
            "source ./script; COMP_WORDS=({}); COMP_CWORD={number}; _tablecheck tablecheck '{last}' '{}'; echo ${{COMPREPLY[@]}}",
            words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
            words[number - 1]
        );
        let output = Command::new("bash").args(["--norc", "-c", &ask]).current_dir(folder.path()).output().expect("bash starts");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(complete(&["tablecheck", "cov"]), ["coverage"]);
    assert_eq!(
        complete(&["tablecheck", "explain", "unknown-"]),
        ["unknown-table", "unknown-column", "unknown-index", "unknown-modifier"]
    );
    let offered = complete(&["tablecheck", "explain", ""]);
    assert!(catalog::rules().iter().all(|rule| offered.contains(&rule.id)), "{offered:?}");
    let offered = complete(&["tablecheck", "migration", "--rule", ""]);
    assert_eq!(offered, ["missing-foreign-key", "commented-out-foreign-key", "unindexed-foreign-key", "racy-first-or-create"]);
}

#[test]
fn rules_are_offered_to_shells_and_not_listed_in_help_texts() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(folder.path(), &["completions", shell]);
        let missing: Vec<_> = catalog::rules().iter().filter(|rule| !script.contains(&rule.id)).collect();
        assert!(missing.is_empty(), "{shell}: {missing:?}");
    }
    for command in ["explain", "migration"] {
        let help = printed(folder.path(), &[command, "--help"]);
        assert!(!help.contains("possible values: missing-foreign-key") && !help.contains("redundant-index"), "{help}");
    }
}

#[test]
fn manual_pages_are_whole() {
    let folder = folder();
    let said = printed(folder.path(), &["man", "--dir", "share/man"]);
    let names = commands();
    assert_eq!(said, format!("Written: {} pages in `share/man`.\n", names.len() + 1));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("share/man").join(name)).expect("the page was written");
    assert_eq!(read("tablecheck.1"), printed(folder.path(), &["man"]));
    let pages = ["tablecheck".to_owned()].into_iter().chain(names.iter().map(|name| format!("tablecheck-{name}")));
    for page in pages {
        let text = read(&format!("{page}.1"));
        let sections: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        assert_eq!(sections[..4], ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"], "{page}");
        assert!(sections.contains(&"EXAMPLES"), "{page}: {sections:?}");
        let name = page.replace('-', "\\-");
        assert!(text.contains(&format!(".SH NAME\n{name} \\- ")), "{page} says what it is:\n{text}");
        assert!(text.contains("\\-\\-verbose"), "{page} knows the options of all commands");
        if is_there("groff") {
            let path = folder.path().join("share/man").join(format!("{page}.1"));
            let groff = Command::new("groff").args(["-ww", "-man", "-z", "-Kutf8"]).arg(path).output().expect("groff starts");
            let complaint = String::from_utf8_lossy(&groff.stderr).into_owned();
            assert!(groff.status.success() && complaint.is_empty(), "{page}: {complaint}");
        }
    }
    std::fs::write(folder.path().join("file"), "").expect("the file can be written");
    let error = stderr(&run(folder.path(), &["man", "--dir", "file"]).code(2));
    assert!(error.contains("cannot write `file`") && error.contains("; name a writable folder"), "{error}");
}

#[test]
fn words_of_other_programs_are_answered() {
    let folder = folder();
    for (arguments, expected) in [
        ("check --stdin-path app/A.php --fix", "with `--format json`, each finding has its `fix`"),
        ("check --staged --fix", "use `--since HEAD`"),
        ("check --fix --diff=main", "to check what changed since a commit, use `--since`"),
        ("check --generate-baseline app", "leave the paths out"),
        ("check --baseline", "to write one, use `--generate-baseline`"),
        ("check --generate-baseline --staged", "a baseline records the findings of the whole project"),
        ("check --generate-baseline --since main", "a baseline records the findings of the whole project"),
        ("check --diff nosuch/branch", "there is no file or folder `nosuch/branch`; `--diff` shows what `--fix` would write"),
        ("check /", "`/` is the whole machine; name the folder of a project"),
        ("check --stats --format json", "`--stats` counts findings for people, and `json` lists them all"),
        ("check --version", "write `tablecheck --version`"),
        ("schema --no-ansi", "write `--color never`"),
        ("check --reporter json", "write `--format`, as in `--format json`"),
        ("check --exit-zero", "write `--fail-on never`"),
        ("--format json", "write `tablecheck check --format FORMAT`"),
        ("check -o report", "the name of `report` does not say in which format to write it; name one with `--format` before it"),
        ("check --exclude-path vendor", "under `exclude` in tablecheck.yaml"),
        ("check --paths app", "as in `tablecheck check app routes`"),
        ("check --base main", "write `--since BASE`"),
        ("check -c other.yaml", "write `--config FILE`"),
        ("check -j 4", "tablecheck uses all processors"),
        ("completions", "the shells are bash, elvish, fish, powershell, zsh"),
        ("check --strict", "write `--fail-on note`"),
        ("check --table users", "`tablecheck references --of TABLE.COLUMN`"),
        ("check --columns all", "`--columns` is an option of `tablecheck schema`"),
        ("check --output-format json", "write `--format`, as in `--format json`"),
        ("check --ci", "`tablecheck init --ci github` writes the job"),
        ("check --format jsn", "did you mean `json`?"),
        ("migration orders", "`tablecheck migration --table orders`"),
        ("list", "write `tablecheck schema`; to list the rules"),
        ("check --json", "write `--format json`"),
        ("--sarif", "write `tablecheck check --format sarif`"),
        ("schema --sarif", "`tablecheck schema` has the formats text, json, "),
        ("references -o a.txt", "`tablecheck references > FILE`"),
        ("config --json", "`tablecheck config` prints YAML"),
        ("migration -f json", "`tablecheck migration` has only one format"),
        ("--root app", "write `tablecheck check --root`"),
        ("migrations", "`tablecheck migration`; to see what"),
        ("rename users", "`tablecheck references --of TABLE`"),
        ("version", "`tablecheck --version`"),
        ("erd", "`tablecheck schema --format mermaid`"),
    ] {
        let said = stderr(&run(folder.path(), &arguments.split(' ').collect::<Vec<_>>()).code(2));
        assert!(said.contains(expected), "{arguments}: {said}");
    }
    let said = stderr(&run(folder.path(), &["check", "-o", "a.pdf"]).code(2));
    assert!(said.contains("; `.pdf` is not a format") && !said.contains("\n\n\n"), "{said}");
}

#[test]
fn drivers_are_understood_by_what_people_call_them() {
    let folder = folder();
    for (name, driver) in [("MySQL", "mysql"), ("mysql8", "mysql"), ("PostgreSQL", "pgsql"), ("SQL Server", "sqlsrv")] {
        let text = printed(folder.path(), &["config", "--driver", name]);
        assert!(text.contains(&format!("driver: {driver} ")), "{name}: {text}");
    }
    let said = stderr(&run(folder.path(), &["config", "--driver", "oracle"]).code(2));
    assert!(said.contains("[possible values: mysql, mariadb, pgsql, sqlite, sqlsrv]"), "{said}");
}
