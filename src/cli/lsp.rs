//! `tablecheck lsp`: the language server.

use clap::Args;

use super::settings::SettingsArguments;
use super::{CliError, Outcome};
use crate::lsp;

/// Start the language server on standard input and output
///
/// Editors start it themselves; docs/editors.md describes the setup of each. It reports what `tablecheck check` reports while you
/// type, and completes, explains and renames tables and columns. It writes no files: the editor applies the edits.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck lsp                    started by an editor
  tablecheck lsp --driver pgsql     if the project does not name the database

Exit codes: 0 the editor ended it; 2 the connection broke.")]
pub(super) struct Arguments {
    /// Accepted because some editors pass it; standard input and output are always used
    #[arg(long)]
    stdio: bool,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// Serves until the client leaves.
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    lsp::serve_stdio(arguments.settings.kept_open()).map_err(CliError::Argument)?;
    Ok(Outcome::Clean)
}
