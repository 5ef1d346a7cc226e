//! What `check` prints: one file a format, each a function of the same [`Report`].
//!
//! Formats write what they are given. They do not sort, filter or judge, and they all take places from
//! [`ProjectReport::place`], so that no two of them can disagree about a line or a column.

mod concise;
#[cfg(test)]
mod example;
mod json;
mod summary;
mod text;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;
use std::time::Duration;

use crate::analysis::Summary;
use crate::finding::Finding;
use crate::source::{FileId, Position, Sources, Span};

/// Everything that a format may print.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The projects that were checked; mostly one.
    pub projects: Vec<ProjectReport<'a>>,
    /// The numbers of all projects together, with the findings that are shown.
    pub summary: Summary,
    /// How long the run took; none where output has to be the same each time.
    pub elapsed: Option<Duration>,
    /// Whether to print colours.
    pub colour: bool,
}

/// The findings of one project.
#[derive(Clone, Debug)]
pub struct ProjectReport<'a> {
    /// The files that the findings point into.
    pub sources: &'a Sources,
    /// What is to be shown, in order.
    pub findings: &'a [Finding],
    /// What stands before a path so that it can be opened from where the command was called; empty or ending with `/`.
    pub prefix: String,
}

/// Where something stands, as every format tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path, relative to the project's root.
    pub path: String,
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

impl Report<'_> {
    /// How many files and folders are there but could not be read, or were left out.
    #[must_use]
    pub fn n_unread(&self) -> usize {
        self.projects.iter().map(|project| project.sources.unreadable().len()).sum()
    }
}

impl ProjectReport<'_> {
    /// Where a span stands.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { path: self.sources.path(span.file).to_owned(), start: self.sources.start(span), end: self.sources.end(span) }
    }

    /// A file's path as it can be opened from where the command was called.
    #[must_use]
    pub fn shown_path(&self, file: FileId) -> String {
        printable(&format!("{}{}", self.prefix, self.sources.path(file)))
    }
}

/// A way to print a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With excerpts of the source, for people.
    Text,
    /// One line a finding, for people in a hurry and for editors.
    Concise,
    /// For tools; the contract is versioned.
    Json,
}

type Printer = fn(&Report, &mut dyn Write) -> io::Result<()>;

/// Every format: the one list of their names and functions.
const FORMATS: &[(Format, &str, Printer)] =
    &[(Format::Text, "text", text::print), (Format::Concise, "concise", concise::print), (Format::Json, "json", json::print)];

impl Format {
    /// The names of all formats, in the order in which help texts list them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|(_, name, _)| *name)
    }

    /// Prints a report.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    #[expect(clippy::missing_panics_doc, reason = "every format is in the list")]
    pub fn print(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let printer = FORMATS.iter().find(|(format, _, _)| *format == self).map(|(_, _, printer)| printer);
        printer.expect("a test finds every format in the list")(report, out)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = FORMATS.iter().find(|(_, known, _)| *known == name).map(|(format, _, _)| *format);
        known.ok_or_else(|| {
            format!("unknown format `{name}`; one of {} is expected", Format::names().collect::<Vec<_>>().join(", "))
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FORMATS.iter().find(|(format, _, _)| format == self).map_or("", |(_, name, _)| name);
        out.write_str(name)
    }
}

/// The text without characters that steer a terminal: what a project's files contain must not.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_in_the_list() {
        for format in [Format::Text, Format::Concise, Format::Json] {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        let error = "xml".parse::<Format>().expect_err("there is no such format");
        assert_eq!(error, "unknown format `xml`; one of text, concise, json is expected");
    }

    #[test]
    fn all_formats_agree_on_positions() {
        example::with_report(|report| {
            let project = &report.projects[0];
            let print = |format: Format| {
                let mut out = Vec::new();
                format.print(report, &mut out).expect("a vector takes everything");
                String::from_utf8(out).expect("formats print UTF-8")
            };
            let json: serde_json::Value = serde_json::from_str(&print(Format::Json)).expect("the format prints JSON");
            let (text, concise) = (print(Format::Text), print(Format::Concise));
            for (index, finding) in project.findings.iter().enumerate() {
                let place = project.place(finding.span);
                let path = project.shown_path(finding.span.file);
                let shown = format!("{path}:{}:{}", place.start.line, place.start.column);
                assert!(text.contains(&format!("[{shown}]")), "{shown} in\n{text}");
                assert!(concise.contains(&format!("{shown}: ")), "{shown} in\n{concise}");
                let start = &json["findings"][index]["range"]["start"];
                assert_eq!(start["line"], place.start.line);
                assert_eq!(start["column"], place.start.column);
                assert_eq!(json["findings"][index]["path"], place.path);
            }
        });
    }
}
