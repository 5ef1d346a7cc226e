//! The command line: its arguments, one file a command, and what it says when it cannot do its work.
//!
//! A shell around [`crate::workspace`]: commands turn their arguments into a workspace, load projects from it, ask them, and
//! print. They write to a given writer; only [`run`] knows standard output, and only `main` knows exit codes.

mod ask;
mod baseline;
mod check;
mod completions;
mod config;
mod coverage;
mod explain;
mod fix;
mod hint;
mod init;
mod lsp;
mod man;
mod migration;
mod narrow;
mod output;
mod place;
mod progress;
mod references;
mod rules;
mod schema;
mod settings;
mod text;
mod watch;

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::project::ProjectError;
use crate::report::Look;
use crate::threads;
use crate::workspace;
use progress::Progress;
use settings::SettingsArguments;
use watch::Watch;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The work was done, and nothing was found that should fail it.
    Clean,
    /// The work was done, and a finding is a warning or an error.
    Findings,
}

/// Why the work could not be done, as a sentence that names the cause and the cure.
#[derive(Debug)]
pub enum CliError {
    /// The workspace could not do its work.
    Workspace(workspace::Error),
    /// An argument names something that does not exist.
    Argument(String),
    /// Files of a project could not be written; a sentence for each.
    Fixes(Vec<String>),
    /// Standard output could not be written to.
    Output(io::Error),
}

impl fmt::Display for CliError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CliError::Workspace(error) => error.fmt(out),
            CliError::Argument(message) => out.write_str(message),
            CliError::Fixes(messages) => out.write_str(&messages.join("\ntablecheck: ")),
            CliError::Output(error) => {
                write!(out, "cannot write to standard output: {error}; redirect it to a place with free space")
            }
        }
    }
}

impl std::error::Error for CliError {}

impl From<workspace::Error> for CliError {
    fn from(error: workspace::Error) -> Self {
        CliError::Workspace(error)
    }
}

impl From<ProjectError> for CliError {
    fn from(error: ProjectError) -> Self {
        CliError::Workspace(error.into())
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        CliError::Output(error)
    }
}

/// Find table and column names in Laravel code that do not exist, and missing foreign keys
///
/// tablecheck replays a project's migrations without running them, then checks every table and column that the code names against
/// the result. It needs neither PHP nor a database.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "\
Examples:
  tablecheck check                     check the project in this folder
  tablecheck check app/Services        show findings in one folder only
  tablecheck check --severity error    show only what fails when the code runs
  tablecheck check --fix               fix names that are clearly misspelled
  tablecheck schema --table users      show a table as the migrations leave it
  tablecheck explain unknown-table     explain a rule
  tablecheck migration --dry-run       print the migration that adds missing foreign keys
  tablecheck config                    show what is set, and where
  tablecheck init                      set up a project: configuration, baseline, hook, CI
  tablecheck rules                     list all rules

Exit codes: 0 nothing found, 1 warnings or errors found, 2 tablecheck could not do its work."
)]
pub struct Cli {
    /// When to print colours; with `auto`, `NO_COLOR` in the environment turns them off
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", display_order = 900, hide_short_help = true)]
    color: Colour,
    /// Print to standard error how long each part of the run took
    #[arg(short, long, global = true, display_order = 900, hide_short_help = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(visible_aliases = ["lint", "analyse"], alias = "analyze")]
    Check(check::Arguments),
    Schema(schema::Arguments),
    References(references::Arguments),
    Coverage(coverage::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Migration(migration::Arguments),
    Config(config::Arguments),
    Init(init::Arguments),
    Lsp(lsp::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Command {
    /// What is set for the analysis, where there is one.
    fn settings(&mut self) -> Option<&mut SettingsArguments> {
        match self {
            Command::Check(arguments) => Some(&mut arguments.settings),
            Command::Schema(arguments) => Some(&mut arguments.settings),
            Command::References(arguments) => Some(&mut arguments.settings),
            Command::Coverage(arguments) => Some(&mut arguments.settings),
            Command::Migration(arguments) => Some(&mut arguments.settings),
            Command::Init(arguments) => Some(&mut arguments.settings),
            Command::Lsp(arguments) => Some(&mut arguments.settings),
            Command::Explain(_) | Command::Rules(_) | Command::Config(_) | Command::Completions(_) | Command::Man(_) => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The formats of the commands that print what is known, rather than what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DataFormat {
    /// For people
    Text,
    /// For tools
    Json,
}

/// How a command may print.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// Whether colours are wanted.
    colour: bool,
    /// Whether a person sees the output at once, so that it may differ from run to run.
    terminal: bool,
    /// How many columns there are.
    width: usize,
}

impl Style {
    /// The text in a style of ANSI, where colours are wanted.
    fn paint(self, style: &str, text: &str) -> String {
        Look { colour: self.colour, ..Look::default() }.paint(style, text)
    }

    /// A text that stands out.
    fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// A text that can be skipped.
    fn weak(self, text: &str) -> String {
        self.paint("2", text)
    }
}

/// Does what the arguments say, and prints to standard output.
///
/// # Errors
/// If a path cannot be read, an argument names nothing, or standard output cannot be written to. Output
/// that nobody reads any more, as in `tablecheck check | head`, is no error.
pub fn run(mut cli: Cli) -> Result<Outcome, CliError> {
    let wanted = std::env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
    threads::want(wanted.unwrap_or_default());
    if let Command::Lsp(arguments) = &cli.command {
        // It writes to standard output by itself, from another thread.
        return lsp::run(arguments);
    }
    let stdout = io::stdout();
    let terminal = stdout.is_terminal();
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_on = |name: &str| is_set(name) && std::env::var_os(name).is_some_and(|value| value != "0");
    let colour = match cli.color {
        Colour::Auto if is_set("NO_COLOR") => false,
        Colour::Auto => {
            (terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"))
                || is_on("FORCE_COLOR")
                || is_on("CLICOLOR_FORCE")
        }
        Colour::Always => true,
        Colour::Never => false,
    };
    let mut out = BufWriter::new(stdout.lock());
    let style = Style { colour, terminal, width: Look::width_of(columns()) };
    let mut watch = Watch::default();
    if let Some(settings) = cli.command.settings() {
        settings.watch = Watch::new(Progress::if_seen());
        watch = settings.watch.clone();
    }
    let outcome = dispatch(&cli.command, style, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    if let Some(told) = watch.told().filter(|_| cli.verbose) {
        remark(&told);
    }
    match outcome {
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Clean),
        outcome => outcome,
    }
}

/// How wide the output is: what `COLUMNS` says, else the terminal.
fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|number| number.parse().ok());
    said.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
}

/// The arguments of the program. Words that are no command may be meant otherwise; clap cannot know that.
///
/// # Errors
/// Those of the parser, and its help.
pub fn arguments() -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let parsed = command.try_get_matches_from_mut(std::env::args_os()).and_then(|mut matches| {
        let name = matches.subcommand_name().unwrap_or_default().to_owned();
        Cli::from_arg_matches_mut(&mut matches).map_err(|error| {
            // The usage that is shown is that of the command which was called.
            command.build();
            match command.find_subcommand_mut(&name) {
                Some(called) => error.format(called),
                None => error,
            }
        })
    });
    parsed.map_err(|mut error| {
        let words: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        hint::add(&mut error, &command, &words);
        error
    })
}

/// Says on standard error why the work could not be done.
pub fn complain(error: &CliError) {
    // Where even this cannot be written, there is nobody left to tell.
    let _ = writeln!(io::stderr(), "tablecheck: {error}");
}

/// Says on standard error what a person should know beside the output.
fn remark(message: &str) {
    let _ = writeln!(io::stderr(), "tablecheck: {message}");
}

fn dispatch(command: &Command, style: Style, out: &mut dyn Write) -> Result<Outcome, CliError> {
    match command {
        Command::Check(arguments) => check::run(arguments, style, out),
        Command::Schema(arguments) => schema::run(arguments, out),
        Command::References(arguments) => references::run(arguments, out),
        Command::Coverage(arguments) => coverage::run(arguments, out),
        Command::Explain(arguments) => explain::run(arguments, style, out),
        Command::Rules(arguments) => rules::run(arguments, out),
        Command::Migration(arguments) => migration::run(arguments, out),
        Command::Config(arguments) => config::run(arguments, out),
        Command::Init(arguments) => init::run(arguments, out),
        Command::Lsp(arguments) => lsp::run(arguments),
        Command::Completions(arguments) => completions::run(arguments, out),
        Command::Man(arguments) => man::run(arguments, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does_and_how_it_is_called() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name} says what it does");
            let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.starts_with("Examples:\n  tablecheck "), "{name} has examples");
            assert!(examples.contains(&format!("tablecheck {name}")), "{name} has an example");
        }
    }
}
