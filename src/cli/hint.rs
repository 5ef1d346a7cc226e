//! What people type who know other programs: the word for it here.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::CliError;
use crate::report::Format;

/// Options of other programs, and how the same is asked for here.
const OPTIONS: [(&str, &str); 7] = [
    ("--watch", "the language server, `tablecheck lsp`, checks while you type; it needs no option"),
    ("--exclude", "list the paths to skip under `exclude` in tablecheck.yaml"),
    ("--ignore-path", "list the paths to skip under `exclude` in tablecheck.yaml"),
    ("--level", "to show only errors, write `--severity error`"),
    ("--dry-run", "to see what `--fix` would write, use `--diff`"),
    ("--output", "to write a file, use `--output-file FILE`"),
    ("--no-progress", "there is no need for it: progress is shown on a terminal only"),
];

/// Commands of other programs, and how the same is asked for here.
const COMMANDS: [(&str, &str); 8] = [
    ("baseline", "to record the current findings, write `tablecheck check --generate-baseline`"),
    ("fix", "to fix findings, write `tablecheck check --fix`"),
    ("watch", "the language server, `tablecheck lsp`, checks while you type"),
    ("server", "the language server is `tablecheck lsp`"),
    ("test", "to check the project, write `tablecheck check`"),
    ("diagram", "to draw the tables, write `tablecheck schema --format mermaid` or `--format html`"),
    ("tables", "to list the tables, write `tablecheck schema`"),
    ("diff", "to report only what changed, write `tablecheck check --since BASE`"),
];

/// Says what is meant where the parser only knows that there is no such option or command.
pub(super) fn add(error: &mut clap::Error) {
    let word = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        _ => String::new(),
    };
    let (command, option) = (word(ContextKind::InvalidSubcommand), word(ContextKind::InvalidArg));
    let known =
        |list: &[(&str, &str)], word: &str| list.iter().find(|(name, _)| *name == word).map(|(_, hint)| (*hint).to_owned());
    let hint = match error.kind() {
        ErrorKind::UnknownArgument => {
            // What looks like an option is never meant as a path.
            error.remove(ContextKind::Suggested);
            let option = option.split('=').next().unwrap_or_default();
            let format = option.strip_prefix("--").filter(|name| name.parse::<Format>().is_ok());
            format.map(|name| format!("to choose the format, write `--format {name}`")).or_else(|| known(&OPTIONS, option))
        }
        _ if command.is_empty() => None,
        _ if command.contains(['/', '.']) || Path::new(&command).exists() => {
            Some(format!("to check a path, write `tablecheck check {command}`"))
        }
        _ => known(&COMMANDS, &command),
    };
    if let Some(hint) = hint {
        for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
            error.remove(kind);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
    }
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
