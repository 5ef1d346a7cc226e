//! The report of code quality that GitLab shows in merge requests: its subset of Code Climate's issues.
//!
//! GitLab compares two reports by their fingerprints, and shows one of several issues with the same.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::markdown::inline;
use super::notes::notes;
use super::{ProjectReport, Report, printable};
use crate::finding::{Finding, Severity};
use crate::source::Position;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    /// What belongs to it beside the description, as Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Content>,
    fingerprint: String,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    /// GitLab reads these; columns have no place in them.
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let mut issues = Vec::new();
    for (project, finding) in report.findings() {
        let place = project.place(finding.span);
        let path = project.repository_path(finding.span.file);
        issues.push(Issue {
            description: &finding.message,
            check_name: finding.rule,
            content: content(project, finding),
            fingerprint: fingerprints.next(project, finding, &path),
            severity: severity(finding.severity),
            location: Location {
                path,
                lines: Lines { begin: place.start.line, end: place.end.line },
                positions: Positions { begin: point(place.start), end: point(place.end) },
            },
        });
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// The places that explain the finding and what to do, as a list.
fn content(project: &ProjectReport, finding: &Finding) -> Option<Content> {
    let notes = notes(project, finding, |file| project.repository_path(file));
    let lines: Vec<String> = notes.iter().map(|note| format!("- {}\n", inline(&printable(note)))).collect();
    (!lines.is_empty()).then(|| Content { body: lines.concat() })
}

fn point(position: Position) -> Point {
    Point { line: position.line, column: position.column }
}

/// GitLab knows `info`, `minor`, `major`, `critical` and `blocker`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "gitlab.json");
    }
}
