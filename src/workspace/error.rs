//! Why a workspace cannot do its work, as sentences that name the cause and the cure.

use std::fmt;

use crate::config::{ConfigFile, Mistake};
use crate::project::ProjectError;

/// Why a workspace cannot do its work.
#[derive(Debug)]
pub enum Error {
    /// A project cannot be read.
    Project(ProjectError),
    /// The configuration file has mistakes.
    Config(WrongConfig),
    /// What was asked for does not exist, or cannot be done.
    Request(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Project(error) => error.fmt(out),
            Error::Config(error) => error.fmt(out),
            Error::Request(message) => out.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<ProjectError> for Error {
    fn from(error: ProjectError) -> Self {
        Error::Project(error)
    }
}

impl From<WrongConfig> for Error {
    fn from(error: WrongConfig) -> Self {
        Error::Config(error)
    }
}

/// A configuration file with mistakes.
#[derive(Debug)]
pub struct WrongConfig {
    /// Its path, as it can be opened from the current folder.
    pub(super) shown: String,
    /// The file as it was read.
    pub(super) file: Box<ConfigFile>,
}

impl WrongConfig {
    /// What is wrong, in the order of places.
    pub fn mistakes(&self) -> impl Iterator<Item = &Mistake> {
        self.file.mistakes.iter()
    }

    /// Whether the file in a project's root with this name is the one.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.shown.rsplit(['/', '\\']).next() == Some(name)
    }
}

impl fmt::Display for WrongConfig {
    /// Each mistake with the line that it is in.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.file.mistakes.iter().enumerate() {
            let between = if index == 0 { "" } else { "\n" };
            let number = mistake.line.to_string();
            let margin = " ".repeat(number.len());
            let (line, at) = excerpt(self.file.line(mistake.line), mistake.column);
            let length = mistake.length.min(line.chars().count().saturating_sub(at)).max(1);
            writeln!(out, "{between}{}:{number}:{}: {}", self.shown, mistake.column, mistake.message)?;
            writeln!(out, "{margin} |\n{number} | {line}")?;
            write!(out, "{margin} | {}{}", " ".repeat(at), "^".repeat(length))?;
        }
        Ok(())
    }
}

/// How much of a long line is shown, in characters.
const WIDTH: usize = 120;

/// The part of a line around a column (from 1) without what steers a terminal, and the column's place in it (from 0).
fn excerpt(line: &str, column: usize) -> (String, usize) {
    let at = column.saturating_sub(1);
    let start = if at < WIDTH { 0 } else { at - WIDTH / 2 };
    let part = line.chars().skip(start).take(WIDTH).map(|c| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    });
    (part.collect::<String>().trim_end().to_owned(), at - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_shown_in_its_line() {
        let wrong =
            WrongConfig { shown: "tablecheck.yaml".to_owned(), file: Box::new(ConfigFile::read("paths: []\ndrivr: mysql\n")) };
        assert_eq!(
            wrong.to_string(),
            "tablecheck.yaml:2:1: unknown key `drivr`; did you mean `driver`?\n  |\n2 | drivr: mysql\n  | ^^^^^"
        );
        let long = format!("driver: {}x", " ".repeat(500));
        let text = WrongConfig { shown: String::new(), file: Box::new(ConfigFile::read(&long)) }.to_string();
        assert!(text.lines().all(|line| line.chars().count() < 160), "{text}");
        assert!(text.ends_with('^'), "{text}");
    }
}
