//! `tablecheck man`: the help texts as manual pages.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::{Cli, CliError, Outcome};
use crate::project::disk::{self, Bounds};

/// Print the manual page, or write the pages of all commands into a folder
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck man | man -l -                           read it
  tablecheck man > tablecheck.1                       keep it
  tablecheck man --dir ~/.local/share/man/man1        install it, with one page per command")]
pub(super) struct Arguments {
    /// The folder to write all pages into, instead of printing one; it is created if it does not exist
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the page, or writes all.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let pages = pages();
    match &arguments.dir {
        None => pages.first().map_or(Ok(()), |(_, page)| out.write_all(page))?,
        Some(dir) => {
            let refuse = |path: &Path, error: &dyn fmt::Display| {
                let path = path.display();
                CliError::Argument(format!("cannot write `{path}`: {error}; name a writable folder"))
            };
            disk::make_folder(dir).map_err(|error| refuse(dir, &error))?;
            for (name, page) in &pages {
                let path = dir.join(name);
                disk::replace(&path, Bounds::Anywhere, page).map_err(|error| refuse(&path, &error))?;
            }
            writeln!(out, "Written: {} pages in `{}`.", pages.len(), dir.display())?;
        }
    }
    Ok(Outcome::Clean)
}

/// The page of the program, then one for each command: the file's name, and what is in it.
fn pages() -> Vec<(String, Vec<u8>)> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // Only then the commands know the options that all of them have.
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set()).map(|command| {
        let name = format!("tablecheck-{}", command.get_name());
        (format!("{name}.1"), page(command.clone()))
    });
    let commands: Vec<_> = commands.collect();
    [("tablecheck.1".to_owned(), page(program))].into_iter().chain(commands).collect()
}

/// What clap's generator writes before each section: how an apostrophe is printed.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// What writes a section of a page.
type Section = fn(&Man, &mut dyn Write) -> io::Result<()>;

/// A page: what clap knows, and the examples as they are.
fn page(command: Command) -> Vec<u8> {
    let extra = command.get_after_long_help().or_else(|| command.get_after_help()).map(ToString::to_string).unwrap_or_default();
    let (has_commands, has_version) = (command.has_subcommands(), command.get_version().is_some());
    let man = Man::new(command).source(concat!("tablecheck ", env!("CARGO_PKG_VERSION"))).manual("tablecheck");
    let mut page = Vec::new();
    let mut print = |section: Section| {
        // A vector takes everything.
        let _ = section(&man, &mut page);
    };
    print(Man::render_title);
    print(Man::render_name_section);
    print(Man::render_synopsis_section);
    print(Man::render_description_section);
    print(Man::render_options_section);
    if has_commands {
        print(Man::render_subcommands_section);
    }
    page.extend(closing(&extra).bytes());
    if has_version {
        // A vector takes everything.
        let _ = man.render_version_section(&mut page);
    }
    // Once is enough.
    format!("{PREAMBLE}{}", String::from_utf8_lossy(&page).replace(PREAMBLE, "")).into_bytes()
}

/// The texts that close a help text, as sections of their own: paragraphs, and examples as they are.
fn closing(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim_end).filter(|paragraph| !paragraph.is_empty());
    let section = |paragraph: &str| {
        if let Some(examples) = paragraph.strip_prefix("Examples:\n") {
            // Lines that are indented further belong to the example above them.
            let lines = examples.lines().map(|line| escaped(line.strip_prefix("  ").unwrap_or(line)));
            format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.collect::<Vec<_>>().join("\n"))
        } else if let Some(codes) = paragraph.strip_prefix("Exit codes: ") {
            format!(".SH \"EXIT STATUS\"\n{}\n", escaped(codes))
        } else {
            format!(".SH NOTES\n{}\n", paragraph.lines().map(escaped).collect::<Vec<_>>().join("\n"))
        }
    };
    paragraphs.map(section).collect()
}

/// A line of plain text as the formatter takes it.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    // What begins a line with one of these is a command.
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_keep_their_lines() {
        let text = "Examples:\n  a --b   c\n        d\n\nExit codes: 0 good; 1 bad.\n\n.dot \\ and\n'quote";
        let expected = ".SH EXAMPLES\n.nf\na \\-\\-b   c\n      d\n.fi\n.SH \"EXIT STATUS\"\n0 good; 1 bad.\n\
             .SH NOTES\n\\&.dot \\e and\n\\&'quote\n";
        assert_eq!(closing(text), expected);
        assert_eq!(closing(""), "");
    }
}
