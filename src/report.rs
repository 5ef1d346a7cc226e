//! What `check` prints: one file a format, each a function of the same [`Report`].
//!
//! Formats write what they are given. They do not judge, they sort or leave out only where their reader would do so by
//! itself, and they all take places from [`ProjectReport::place`], so that no two of them can disagree about a line or a
//! column. What they print of a project's files is untrusted text: each escapes it by the rules of its reader.

mod checkstyle;
mod concise;
#[cfg(test)]
mod example;
mod fingerprint;
mod github;
mod gitlab;
mod group;
mod html;
mod json;
mod junit;
mod look;
mod makers;
mod markdown;
mod notes;
pub(crate) mod page;
mod sarif;
mod summary;
mod tally;
mod teamcity;
mod text;
mod unread;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use crate::analysis::{Analysis, Summary};
use crate::baseline::Baselined;
use crate::finding::Finding;
use crate::project::Way;
use crate::source::{FileId, Position, Sources, Span};
use crate::spelling::nearest;

pub use look::Look;
pub use summary::{Verdict, caveats, no_schema, origin, shortcomings};

/// Everything that a format may print.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The projects that were checked; mostly one.
    pub projects: Vec<ProjectReport<'a>>,
    /// The numbers of all projects together, with the findings that are shown.
    pub summary: Summary,
    /// How many findings were left out because others were asked for.
    pub left_out: usize,
    /// What became of the fixes.
    pub fixing: Fixing,
    /// What a baseline keeps back; none where there is none.
    pub baseline: Option<Baselined>,
    /// Whether the run fails; none where nobody asks.
    pub verdict: Option<Verdict>,
    /// How long the run took; none where output has to be the same each time.
    pub elapsed: Option<Duration>,
    /// How it is drawn for people.
    pub look: Look,
}

/// What a run did with the fixes that findings carry, or could do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixing {
    /// How many findings were mended, and so are not shown any more; none where nobody asked for it.
    pub fixed: Option<usize>,
    /// Whether edits count that a person should look at.
    pub unsafe_too: bool,
}

/// The findings of one project.
#[derive(Clone, Debug)]
pub struct ProjectReport<'a> {
    /// The files that the findings point into.
    pub sources: &'a Sources,
    /// What is to be shown, in order.
    pub findings: &'a [Finding],
    /// The numbers of the project.
    pub summary: Summary,
    /// What the project is called; empty if that is not known.
    pub name: String,
    /// What leads to the project from where the command was called.
    pub way: Way,
    /// What leads from the folder that was asked for down to the project, where it lies below; empty or ending with `/`.
    pub below: String,
    /// What stands before a path so that it starts from the repository's root, as services that show a repository want it;
    /// empty or ending with `/`.
    pub repository: String,
    /// All that is known of the project, for formats that show its tables; none where nobody needs them.
    pub analysis: Option<&'a Analysis>,
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

impl<'a> Report<'a> {
    /// Why a run without findings says little, where so little is known of the database: sentences without a full stop.
    #[must_use]
    pub fn shortcomings(&self) -> Vec<String> {
        let several = self.projects.len() > 1;
        let of_project = |project: &ProjectReport<'a>| {
            let folder = if several { format!("in `{}`, ", printable(project.way.prefix())) } else { String::new() };
            shortcomings(&project.summary, project.sources).into_iter().map(move |sentence| format!("{folder}{sentence}"))
        };
        self.projects.iter().flat_map(of_project).collect()
    }

    /// What a reader has to know of the numbers: sentences without a full stop.
    #[must_use]
    pub fn caveats(&self, path: impl Fn(&ProjectReport<'a>, FileId) -> String) -> Vec<String> {
        let several = self.projects.len() > 1;
        let mut sentences = Vec::new();
        for project in &self.projects {
            let Some(analysis) = project.analysis else { continue };
            let folder = if several { format!("in `{}`, ", printable(project.way.prefix())) } else { String::new() };
            let caveats = caveats(&analysis.caveats(project.sources), project.sources, |file| path(project, file));
            sentences.extend(caveats.into_iter().map(|sentence| format!("{folder}{sentence}")));
        }
        sentences
    }

    /// How many files of code have errors of syntax.
    fn n_broken(&self) -> usize {
        let broken = |project: &ProjectReport<'a>| Some(project.analysis?.caveats(project.sources).broken?.0);
        self.projects.iter().filter_map(broken).sum()
    }

    /// What stands before a project's paths where they start from its root, or from the folder above it that was asked for.
    /// Where these are several folders, only what leads there tells their files apart.
    fn prefix<'p>(&self, project: &'p ProjectReport<'a>) -> &'p str {
        let is_alike = |other: &ProjectReport<'a>| !std::ptr::eq(other, project) && other.below == project.below;
        if self.projects.iter().any(is_alike) { project.way.prefix() } else { project.below.as_str() }
    }

    /// Every finding with its project, in order.
    fn findings(&self) -> impl Iterator<Item = (&ProjectReport<'a>, &'a Finding)> {
        self.projects.iter().flat_map(|project| project.findings.iter().map(move |finding| (project, finding)))
    }

    /// The findings of each file, in the order in which the files come first.
    fn by_file(&self) -> Vec<(&ProjectReport<'a>, FileId, Vec<&'a Finding>)> {
        let mut groups: Vec<(&ProjectReport, FileId, Vec<&Finding>)> = Vec::new();
        for project in &self.projects {
            let mut places: BTreeMap<FileId, usize> = BTreeMap::new();
            for finding in project.findings {
                let place = *places.entry(finding.span.file).or_insert_with(|| {
                    groups.push((project, finding.span.file, Vec::new()));
                    groups.len() - 1
                });
                groups[place].2.push(finding);
            }
        }
        groups
    }
}

impl ProjectReport<'_> {
    /// Where a span stands.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { path: self.sources.path(span.file).to_owned(), start: self.sources.start(span), end: self.sources.end(span) }
    }

    /// Where a span stands, with columns in UTF-16 code units (still counted from 1).
    fn place_utf16(&self, span: Span) -> Place {
        let file = self.sources.file(span.file);
        let position = |offset| {
            let (line, column) = file.utf16_position(offset);
            Position { line, column: column + 1 }
        };
        Place { path: file.path().to_owned(), start: position(span.start), end: position(span.end) }
    }

    /// A file's path from the repository's root, as it is: whoever prints it has to escape it.
    fn repository_path(&self, file: FileId) -> String {
        format!("{}{}", self.repository, self.sources.path(file))
    }

    /// A file's path as it can be opened from where the command was called.
    #[must_use]
    pub fn shown_path(&self, file: FileId) -> String {
        printable(&self.way.to(self.sources.path(file)))
    }
}

/// A way to print a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With excerpts of the source, for people.
    Text,
    /// The same with everything that belongs to a finding.
    Full,
    /// One line a finding, for people in a hurry and for editors.
    Concise,
    /// For tools; the contract is versioned.
    Json,
    /// Commands that the runner of GitHub's actions turns into annotations.
    Github,
    /// GitLab's report of code quality.
    Gitlab,
    /// The interchange format of static analysis, as code scanning reads it.
    Sarif,
    /// The XML of checkstyle, which many tools read.
    Checkstyle,
    /// The XML of test runners.
    Junit,
    /// Messages that TeamCity turns into inspections.
    Teamcity,
    /// A comment on a pull request.
    Markdown,
    /// A page for browsers.
    Html,
}

type Printer = fn(&Report, &mut dyn Write) -> io::Result<()>;

/// What is known of a format.
struct Known {
    format: Format,
    name: &'static str,
    /// What it is for, in one line.
    about: &'static str,
    /// Whether it is made of lines that may stand in a log among others; if not, it is a document of its own.
    lines: bool,
    print: Printer,
}

/// Every format: the one list of their names and functions.
const FORMATS: &[Known] = &[
    Known {
        format: Format::Text,
        name: "text",
        about: "for people: source excerpts, explanations, and what to do",
        lines: true,
        print: text::print,
    },
    Known {
        format: Format::Full,
        name: "full",
        about: "like `text`, but every finding separately, with excerpts of all related places",
        lines: true,
        print: text::print_full,
    },
    Known {
        format: Format::Concise,
        name: "concise",
        about: "`path:line:column: severity[rule] message`, for editors and problem matchers",
        lines: true,
        print: concise::print,
    },
    Known {
        format: Format::Json,
        name: "json",
        about: "for tools; `version` names the format, and a version only ever gains fields",
        lines: false,
        print: json::print,
    },
    Known {
        format: Format::Github,
        name: "github",
        about: "workflow commands that GitHub turns into annotations",
        lines: true,
        print: github::print,
    },
    Known {
        format: Format::Gitlab,
        name: "gitlab",
        about: "the code quality report that GitLab shows in merge requests",
        lines: false,
        print: gitlab::print,
    },
    Known {
        format: Format::Sarif,
        name: "sarif",
        about: "SARIF 2.1.0, for GitHub's code scanning and other viewers",
        lines: false,
        print: sarif::print,
    },
    Known {
        format: Format::Checkstyle,
        name: "checkstyle",
        about: "XML for Jenkins, reviewdog and others",
        lines: false,
        print: checkstyle::print,
    },
    Known {
        format: Format::Junit,
        name: "junit",
        about: "XML for tools that show test results; notes count as skipped",
        lines: false,
        print: junit::print,
    },
    Known {
        format: Format::Teamcity,
        name: "teamcity",
        about: "service messages, which TeamCity shows as inspections",
        lines: true,
        print: teamcity::print,
    },
    Known {
        format: Format::Markdown,
        name: "markdown",
        about: "a pull request comment, shortened to fit",
        lines: false,
        print: markdown::print,
    },
    Known {
        format: Format::Html,
        name: "html",
        about: "a self-contained page for browsers: findings with their code, filters, and the tables",
        lines: false,
        print: html::print,
    },
];

impl Format {
    /// The names of all formats, in the order in which help texts list them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|known| known.name)
    }

    /// Each format's name and what it is for, in one line.
    pub fn descriptions() -> impl Iterator<Item = (&'static str, &'static str)> {
        FORMATS.iter().map(|known| (known.name, known.about))
    }

    /// Whether the format is made of lines that may stand in a log among others. If not, it is a document of its own.
    #[must_use]
    pub fn is_lines(self) -> bool {
        self.known().lines
    }

    /// The format that the name of a file says.
    #[must_use]
    pub fn of_file(file: &Path) -> Option<Format> {
        Some(match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Format::Json,
            "sarif" => Format::Sarif,
            "md" => Format::Markdown,
            "html" | "htm" => Format::Html,
            "txt" => Format::Text,
            _ => return None,
        })
    }

    /// Whether the format can count findings instead of listing them.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Format::Text | Format::Full | Format::Html)
    }

    /// Prints a report.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn print(self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        (self.known().print)(report, out)
    }

    fn known(self) -> &'static Known {
        FORMATS.iter().find(|known| known.format == self).expect("a test finds every format in the list")
    }
}

/// Prints a report in several formats, one after the other. Where one of them speaks to GitHub's runner, it comes last, and
/// the runner is told to take no commands from what the others show of the project.
///
/// # Errors
/// If `out` cannot be written to.
pub fn print_all(formats: &[Format], report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if formats.len() < 2 || !formats.contains(&Format::Github) {
        return formats.iter().try_for_each(|format| format.print(report, out));
    }
    let mut log = Vec::new();
    for format in formats.iter().filter(|format| **format != Format::Github) {
        format.print(report, &mut log)?;
    }
    github::print_guarded(&log, out)?;
    github::print_annotations(report, out)
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        FORMATS.iter().find(|known| known.name == name).map(|known| known.format).ok_or_else(|| {
            let near = nearest(name, Format::names()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            format!("unknown format `{name}`; {near}the formats are {}", Format::names().collect::<Vec<_>>().join(", "))
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.known().name)
    }
}

/// The text without characters that steer a terminal: what a project's files contain must not. Nor has it such that
/// no XML may contain.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The same, but ends of lines and tabs stay: for formats that have a way to write them.
pub(crate) fn printable_lines(text: &str) -> String {
    let kept = |c| matches!(c, '\t' | '\n' | '\r');
    text.chars().map(|c| if is_harmful(c) && !kept(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The nearest place at or before `offset` where a character starts.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A number with its word.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_in_the_list() {
        let all = [
            Format::Text,
            Format::Full,
            Format::Concise,
            Format::Json,
            Format::Github,
            Format::Gitlab,
            Format::Sarif,
            Format::Checkstyle,
            Format::Junit,
            Format::Teamcity,
            Format::Markdown,
            Format::Html,
        ];
        for format in all {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!(Format::names().count(), all.len());
        let error = "xml".parse::<Format>().expect_err("there is no such format");
        assert!(error.starts_with("unknown format `xml`; the formats are text, full, concise, json, github, "), "{error}");
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
            let (text, concise) = (print(Format::Full), print(Format::Concise));
            for (index, finding) in project.findings.iter().enumerate() {
                let place = project.place(finding.span);
                let path = project.shown_path(finding.span.file);
                let shown = format!("{path}:{}:{}", place.start.line, place.start.column);
                assert!(text.contains(&format!("--> {shown}\n")), "{shown} in\n{text}");
                assert!(concise.contains(&format!("{shown}: ")), "{shown} in\n{concise}");
                let start = &json["findings"][index]["range"]["start"];
                assert_eq!(start["line"], place.start.line);
                assert_eq!(start["column"], place.start.column);
                assert_eq!(json["findings"][index]["path"], place.path);
            }
        });
    }
}
