//! `tablecheck completions`: what makes a shell complete commands, options, and what some arguments may be.

use std::io::Write;

use clap::builder::PossibleValue;
use clap::{Args, Command, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Cli, CliError, Outcome};

/// Print the completion script for a shell: commands, options and rules
///
/// Each shell looks for such scripts in another place; see the examples.
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
    let mut program = Cli::command();
    generate(arguments.shell, &mut program, "tablecheck", &mut script);
    if arguments.shell == Shell::Fish {
        script.extend(program.get_subcommands().flat_map(arguments_for_fish).flat_map(String::into_bytes));
    }
    out.write_all(&script)?;
    Ok(Outcome::Clean)
}

/// What the arguments of a command without a flag may be: of these the generator says nothing to fish.
fn arguments_for_fish(command: &Command) -> Vec<String> {
    let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    let values =
        command.get_positionals().flat_map(|argument| argument.get_value_parser().possible_values().into_iter().flatten());
    let line = |value: PossibleValue| {
        let about = value.get_help().map(|help| format!(" -d {}", quoted(&help.to_string()))).unwrap_or_default();
        let (command, name) = (command.get_name(), quoted(value.get_name()));
        format!("complete -c tablecheck -n \"__fish_tablecheck_using_subcommand {command}\" -f -a {name}{about}\n")
    };
    values.map(line).collect()
}
