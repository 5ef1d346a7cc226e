//! `tablecheck lsp`: the language server.

use clap::Args;

use super::settings::SettingsArguments;
use super::{CliError, Outcome};
use crate::lsp;

/// Start the language server on standard input and output
///
/// Editors start it by themselves; docs/editors.md says how each is set up. It reports what `tablecheck check` reports, while one
/// types, and completes, explains and renames tables and columns. It writes nothing: edits are the editor's to apply.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck lsp                    started by an editor
  tablecheck lsp --driver pgsql     for a database that the project does not name

Exit codes: 0 the editor ended it; 2 the connection broke.")]
pub(super) struct Arguments {
    /// Taken for editors that pass it; standard input and output are the only way
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
