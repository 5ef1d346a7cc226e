//! What people type who know other programs: the word for it here.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, ValueEnum};
use clap_complete::Shell;

use super::CliError;

/// Options of other programs that check, and how the same is asked for here.
const OPTIONS: [(&str, &str); 29] = [
    ("--watch", "the language server, `tablecheck lsp`, checks while you type; it needs no option"),
    ("--exclude", "list the paths to skip under `exclude` in tablecheck.yaml"),
    ("--ignore-path", "list the paths to skip under `exclude` in tablecheck.yaml"),
    ("--exclude-path", "list the paths to skip under `exclude` in tablecheck.yaml"),
    ("--paths", "write the paths after the command, as in `tablecheck check app routes`"),
    ("--base", "to report only what changed, write `--since BASE`"),
    ("-c", "to name the configuration file, write `--config FILE`"),
    ("-j", ALL_PROCESSORS),
    ("--jobs", ALL_PROCESSORS),
    ("--level", "to show only errors, write `--severity error`"),
    ("--errors-only", "to show only errors, write `--severity error`"),
    ("--error-format", FORMAT),
    ("--output-format", FORMAT),
    ("--reporting-format", FORMAT),
    ("--ci", "`check` prints what the CI understands by itself; `tablecheck init --ci github` writes the job"),
    ("--memory-limit", "there is no need for it: tablecheck takes the memory that it needs"),
    ("--clear-cache", "to do without the cache, write `--no-cache`"),
    ("--strict", "to fail on notes, too, write `--fail-on note`"),
    ("--dry-run", "to see what `--fix` would write, use `--diff`"),
    ("--output", "to write a file, use `--output-file FILE`"),
    ("--no-progress", "there is no need for it: progress is shown on a terminal only"),
    ("--reporter", FORMAT),
    ("--report", FORMAT),
    ("--exit-zero", "to pass whatever is found, write `--fail-on never`"),
    ("--exit-code", "to choose what fails the run, write `--fail-on SEVERITY`"),
    ("--max-warnings", "to fail on errors only, write `--fail-on error`"),
    ("--threads", ALL_PROCESSORS),
    ("--parallel", ALL_PROCESSORS),
    ("--silent", "to print the findings and nothing else, write `--quiet`; to print nothing, look at the exit code alone"),
];

/// Options that programs have with all of their commands.
const EVERYWHERE: [(&str, &str); 12] = [
    ("--no-color", "to print no colours, write `--color never`"),
    ("--no-colour", "to print no colours, write `--color never`"),
    ("--colour", "to choose when to print colours, write `--color always`, `auto` or `never`"),
    ("--colors", "to choose when to print colours, write `--color always`, `auto` or `never`"),
    ("--ansi", "to print colours, write `--color always`"),
    ("--no-ansi", "to print no colours, write `--color never`"),
    ("--no-colors", "to print no colours, write `--color never`"),
    ("--debug", "to see what takes how long, write `--verbose`"),
    ("--version", "to print the version, write `tablecheck --version`"),
    ("-V", "to print the version, write `tablecheck --version`"),
    ("--no-interaction", "there is no need for it: tablecheck never asks anything"),
    ("-n", "there is no need for it: tablecheck never asks anything"),
];

/// Options for tables, where `check` is asked about one.
const OF_TABLES: [&str; 3] = ["--table", "--tables", "--column"];

/// Options that name a file to write.
const TO_FILES: [&str; 3] = ["-o", "--output", "--output-file"];

/// Commands of other programs, and how the same is asked for here.
const COMMANDS: [(&str, &str); 29] = [
    ("baseline", "to record the current findings, write `tablecheck check --generate-baseline`"),
    ("fix", "to fix findings, write `tablecheck check --fix`"),
    ("watch", "the language server, `tablecheck lsp`, checks while you type"),
    ("server", "the language server is `tablecheck lsp`"),
    ("test", CHECK),
    ("run", CHECK),
    ("scan", CHECK),
    ("audit", CHECK),
    ("verify", CHECK),
    ("validate", CHECK),
    ("diagram", DRAW),
    ("erd", DRAW),
    ("er", DRAW),
    ("graph", DRAW),
    ("tables", "to list the tables, write `tablecheck schema`"),
    ("table", "to print a table, write `tablecheck schema --table TABLE`"),
    ("show", "to print the tables, write `tablecheck schema`"),
    ("diff", "to report only what changed, write `tablecheck check --since BASE`"),
    (
        "migrations",
        "to add missing foreign keys, write `tablecheck migration`; to see what the migrations create, write `tablecheck schema`",
    ),
    (
        "rename",
        "to see what a new name would break, write `tablecheck references --of TABLE`; editors rename with `tablecheck lsp`",
    ),
    ("usages", "to list the uses of a table, write `tablecheck references --of TABLE`"),
    ("find", "to list the uses of a table, write `tablecheck references --of TABLE`"),
    ("rule", "to list the rules, write `tablecheck rules`; to explain one, write `tablecheck explain RULE`"),
    ("list", "to list the tables, write `tablecheck schema`; to list the rules, write `tablecheck rules`"),
    ("report", "to write a report as a page, write `tablecheck check -o report.html`"),
    ("update", UPDATE),
    ("upgrade", UPDATE),
    ("self-update", UPDATE),
    ("version", "to print the version, write `tablecheck --version`"),
];

const ALL_PROCESSORS: &str = "there is no need for it: tablecheck uses all processors";
const CHECK: &str = "to check the project, write `tablecheck check`";
const FORMAT: &str = "to choose the format, write `--format`, as in `--format json`";
const UPDATE: &str = "to update tablecheck, install it again, in the same way";
const DRAW: &str = "to draw the tables, write `tablecheck schema --format mermaid` or `--format html`";

/// Says what is meant where the parser only knows that there is no such option or command. `words` is what was typed.
pub(super) fn add(error: &mut clap::Error, program: &Command, words: &[String]) {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(" "),
        _ => String::new(),
    };
    let (command, argument) = (text(ContextKind::InvalidSubcommand), text(ContextKind::InvalidArg));
    let option = argument.split(['=', ' ']).next().unwrap_or_default();
    let called = words.iter().find_map(|word| program.find_subcommand(word));
    let hint = match error.kind() {
        ErrorKind::UnknownArgument => {
            // What looks like an option is never meant as a path.
            error.remove(ContextKind::Suggested);
            let hint = of_option(option, called, program);
            if hint.is_some() {
                // It names the option whose name is nearest.
                error.remove(ContextKind::Usage);
            }
            hint
        }
        ErrorKind::ArgumentConflict => of_conflict(&format!("{argument} {}", text(ContextKind::PriorArg))).map(str::to_owned),
        ErrorKind::InvalidValue if option == "--baseline" => Some(
            "`--baseline FILE` names a baseline; to write one, use `--generate-baseline`; without the option, `check` takes the one \
            in the configuration, or tablecheck-baseline.yaml"
                .to_owned(),
        ),
        ErrorKind::MissingRequiredArgument if argument.contains("<SHELL>") => {
            let shells: Vec<String> = Shell::value_variants().iter().map(Shell::to_string).collect();
            Some(format!("the shells are {}", shells.join(", ")))
        }
        ErrorKind::TooManyValues if option == "--diff" => Some(
            "`--diff` shows what `--fix` would write; to check what changed since a commit, use `--since`".to_owned(),
        ),
        _ if command.is_empty() => None,
        _ if command.contains(['/', '.']) || Path::new(&command).exists() => {
            Some(format!("to check a path, write `tablecheck check {command}`"))
        }
        _ => of_word(&COMMANDS, &command),
    };
    if let Some(hint) = hint {
        for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
            error.remove(kind);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    }
}

fn of_word(list: &[(&str, &str)], word: &str) -> Option<String> {
    list.iter().find(|(name, _)| *name == word).map(|(_, hint)| (*hint).to_owned())
}

/// What is meant by an option that the command which was called does not have.
fn of_option(option: &str, called: Option<&Command>, program: &Command) -> Option<String> {
    let is_check = called.is_none_or(|called| called.get_name() == "check");
    let name = called.map_or("check", Command::get_name);
    let formats = |command: &Command| {
        let format = command.get_arguments().find(|argument| argument.get_long() == Some("format"))?;
        Some(format.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect::<Vec<_>>())
    };
    let word = option.strip_prefix("--").unwrap_or_default();
    let here = program.find_subcommand(name).and_then(formats);
    if matches!(option, "-f" | "--format") || program.get_subcommands().filter_map(formats).flatten().any(|format| format == word)
    {
        return match here {
            Some(formats) if called.is_none() || formats.iter().any(|format| format == word) => {
                let before = if called.is_none() { "tablecheck check " } else { "" };
                let format = formats.iter().find(|format| *format == word).map_or("FORMAT", String::as_str);
                Some(format!("to choose the format, write `{before}--format {format}`"))
            }
            Some(formats) => Some(format!("`tablecheck {name}` has the formats {}", formats.join(", "))),
            None if name == "config" => Some("`tablecheck config` prints YAML and has no other format".to_owned()),
            None => Some(format!("`tablecheck {name}` has only one format")),
        };
    }
    if TO_FILES.contains(&option) && !is_check {
        return Some(format!("to write a file, redirect the output: `tablecheck {name} > FILE`"));
    }
    if OF_TABLES.contains(&option) && called.is_some() {
        return Some(
            "to list the uses of a table or column, write `tablecheck references --of TABLE.COLUMN`; to print a table, write \
            `tablecheck schema --table TABLE`"
                .to_owned(),
        );
    }
    of_word(&OPTIONS, option).filter(|_| is_check).or_else(|| of_word(&EVERYWHERE, option)).or_else(|| {
        let has = |command: &&Command| {
            command.get_arguments().any(|argument| {
                let alias = || argument.get_all_aliases().unwrap_or_default();
                let short = argument.get_short().is_some_and(|short| option == format!("-{short}"));
                short || argument.get_long().is_some_and(|long| long == word || alias().contains(&word))
            })
        };
        let owners: Vec<&str> = program.get_subcommands().filter(has).map(Command::get_name).collect();
        match (owners.first(), called) {
            (None, _) => None,
            (Some(owner), None) => Some(format!("options come after the command: write `tablecheck {owner} {option}`")),
            (Some(owner), Some(_)) => Some(format!("`{option}` is an option of `tablecheck {owner}`")),
        }
    })
}

/// What is meant by options that exclude each other.
fn of_conflict(both: &str) -> Option<&'static str> {
    let has = |option: &str| both.split([' ', '[', '=']).any(|word| word == option);
    if has("--stdin-path") && (has("--fix") || has("--diff")) {
        return Some(
            "`--stdin-path` only reports; with `--format json`, each finding has its `fix`, and in an editor `tablecheck lsp` applies it",
        );
    }
    if has("--staged") && (has("--fix") || has("--diff")) {
        return Some("`--staged` reads the staged files, but fixes are written to the working tree; use `--since HEAD`");
    }
    if has("--generate-baseline") && has("PATH]...") {
        return Some("a baseline records the findings of the whole project; leave the paths out");
    }
    if has("--generate-baseline") && (has("--staged") || has("--since")) {
        return Some("a baseline records the findings of the whole project; to commit in spite of findings, record them first");
    }
    None
}

/// Refuses a path that does not exist and looks like the name of a table, for commands that have an option for tables.
pub(super) fn refuse_table(path: &Path, command: &str) -> Result<(), CliError> {
    let name = path.to_str().unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    if !is_name || path.exists() {
        return Ok(());
    }
    let what = if name.contains('.') { "column" } else { "table" };
    Err(CliError::Argument(format!(
        "there is no file or folder `{name}`; if it is a {what}, write `tablecheck {command} {name}`"
    )))
}
