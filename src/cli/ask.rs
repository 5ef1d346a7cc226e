//! Questions to a person at a terminal.

use std::io::{self, IsTerminal, Write};

use super::CliError;

/// What is said where there is nobody to ask.
pub(super) fn nobody() -> CliError {
    CliError::Argument(
        "nothing was written: this is not a terminal, so tablecheck cannot ask; pass --yes to write, or --dry-run to print"
            .to_owned(),
    )
}

/// Whether there is somebody to ask.
pub(super) fn somebody() -> bool {
    io::stdin().is_terminal()
}

/// Asks a question of which no is the answer that needs no thought.
pub(super) fn agreed(question: &str, out: &mut dyn Write) -> Result<bool, CliError> {
    write!(out, "\n{question} [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
