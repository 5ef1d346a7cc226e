//! `tablecheck completions`: what makes a shell complete the commands and options.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Cli, CliError, Outcome};

/// Print the script that lets a shell complete commands and options
///
/// Where a shell looks for such scripts differs; the examples show a place for each.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck completions bash > ~/.local/share/bash-completion/completions/tablecheck
  tablecheck completions zsh > ~/.zfunc/_tablecheck    with `fpath+=~/.zfunc` before `compinit`
  tablecheck completions fish > ~/.config/fish/completions/tablecheck.fish
  tablecheck completions powershell >> $PROFILE
  tablecheck completions elvish >> ~/.config/elvish/rc.elv")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    // It is written into memory first: the generator gives up on a reader that goes away.
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "tablecheck", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Clean)
}
