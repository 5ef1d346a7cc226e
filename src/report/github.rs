//! Commands that the runner of GitHub's actions reads from a log and turns into annotations of the changed lines.
//!
//! The escapes are those that the runner undoes (`ActionCommand.cs` of `actions/runner`). Of each step it shows ten
//! annotations a level and drops the rest without a word, so errors come first, and what is dropped is counted.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::{ProjectReport, Report, count, notes, printable, printable_lines, summary};
use crate::finding::{Finding, Severity};

/// How many annotations of a level are shown of one step.
const SHOWN: usize = 10;

/// Prints the report: the annotations, then the closing lines, so that the log says what was looked at.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_annotations(report, out)?;
    summary::print(report, out)
}

/// Prints the annotations alone.
pub(super) fn print_annotations(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<(&ProjectReport, &Finding)> = report.findings().collect();
    findings.sort_by_key(|(_, finding)| Reverse(finding.severity));
    for sentence in report.shortcomings() {
        writeln!(out, "::error title=tablecheck::{}", data(&sentence))?;
    }
    let n_notes = findings.iter().filter(|(_, finding)| finding.severity == Severity::Note).count();
    let (louder, notes) = findings.split_at(findings.len() - n_notes);
    for (project, finding) in louder {
        annotate(project, finding, out)?;
    }
    // The line that counts the rest is a notice too. It stands before the others, or it might itself be dropped.
    if let Some(rest) = rest(&findings) {
        writeln!(out, "::notice title=tablecheck::{}", data(&rest))?;
    }
    for (project, finding) in notes {
        annotate(project, finding, out)?;
    }
    Ok(())
}

/// Prints lines that the runner shall show but not obey, whatever stands in them: they quote the project's files.
pub(super) fn print_guarded(log: &[u8], out: &mut dyn Write) -> io::Result<()> {
    // Commands are taken again where this word comes. It follows from all that stands before, so no file can contain it.
    let mut word = String::new();
    for byte in Sha256::digest(log).iter().take(16) {
        let _ = write!(word, "{byte:02x}");
    }
    writeln!(out, "::stop-commands::{word}")?;
    out.write_all(log)?;
    if !log.is_empty() && !log.ends_with(b"\n") {
        writeln!(out)?;
    }
    writeln!(out, "::{word}::")
}

fn annotate(project: &ProjectReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let place = project.place(finding.span);
    let path = project.repository_path(finding.span.file);
    let (start, end) = (place.start, place.end);
    write!(out, "::{} file={}", level(finding.severity), property(&printable(&path)))?;
    write!(out, ",line={},endLine={}", start.line, end.line)?;
    // Columns of a range over several lines are refused.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    write!(out, ",title={}", property(&format!("tablecheck: {}", finding.rule)))?;
    // The log shows the message alone, so the place stands in it once more.
    let mut message = format!("{path}:{}:{}: {}", start.line, start.column, finding.message);
    for note in notes::notes(project, finding, |file| project.repository_path(file)) {
        message.push('\n');
        message.push_str(&note);
    }
    writeln!(out, "::{}", data(&message))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// How many findings are not shown, as a sentence.
fn rest(findings: &[(&ProjectReport, &Finding)]) -> Option<String> {
    let of = |severity| findings.iter().filter(|(_, finding)| finding.severity == severity).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(of);
    if errors.max(warnings).max(notes) <= SHOWN {
        return None;
    }
    // The sentence takes the place of one notice.
    let over = [
        (errors.saturating_sub(SHOWN), "error", "errors"),
        (warnings.saturating_sub(SHOWN), "warning", "warnings"),
        (notes.saturating_sub(SHOWN - 1), "note", "notes"),
    ];
    let over: Vec<String> =
        over.iter().filter(|(number, _, _)| *number > 0).map(|(number, one, many)| count(*number, one, many)).collect();
    let over = match over.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => over.concat(),
    };
    Some(format!(
        "GitHub shows {SHOWN} annotations per level and step; not shown: {over}. The log has all of them, and so does \
        code scanning with `--format sarif`"
    ))
}

/// A command's message.
fn data(text: &str) -> String {
    printable_lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Format, example, print_all};

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "github.txt");
    }

    #[test]
    fn lines_for_people_are_no_commands() {
        let print = |report: &Report, out: &mut dyn Write| print_all(&[Format::Github, Format::Concise], report, out);
        let printed = example::printed(print);
        let (first, rest) = printed.split_once('\n').expect("there are lines");
        let word = first.strip_prefix("::stop-commands::").expect("commands are stopped first");
        let (log, commands) = rest.split_once(&format!("::{word}::\n")).expect("then they are taken again");
        assert_eq!(log, example::printed(|report, out| Format::Concise.print(report, out)));
        assert!(commands.starts_with("::error file="), "{commands}");
        assert!(!commands.contains("Checked"), "{commands}");
    }
}
