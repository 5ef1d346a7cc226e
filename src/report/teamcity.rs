//! Service messages in a log, which TeamCity shows as the build's inspections.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::notes::message_with_help;
use super::{Report, printable_lines, summary};
use crate::catalog;
use crate::finding::Severity;

/// The longest description, message or path that TeamCity takes, in characters.
const LONGEST: usize = 4000;

/// Prints the report, then the closing lines, so that the log says what was looked at.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut told = BTreeSet::new();
    for (project, finding) in report.findings() {
        let id = value(finding.rule);
        if told.insert(finding.rule) {
            let description = value(catalog::rule(finding.rule).map_or(finding.rule, |rule| &rule.summary));
            writeln!(out, "##teamcity[inspectionType id='{id}' name='{id}' description='{description}' category='tablecheck']")?;
        }
        let line = project.place(finding.span).start.line;
        let (message, path) = (value(&message_with_help(finding)), value(&project.repository_path(finding.span.file)));
        let severity = severity(finding.severity);
        writeln!(
            out,
            "##teamcity[inspection typeId='{id}' message='{message}' file='{path}' line='{line}' SEVERITY='{severity}']"
        )?;
    }
    summary::print(report, out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}

/// The value of an attribute. What is not ASCII is escaped, too: then it matters not which encoding the agent assumes.
fn value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable_lines(text).chars().take(LONGEST) {
        match c {
            '|' | '\'' | '[' | ']' => out.extend(['|', c]),
            '\n' => out.push_str("|n"),
            '\r' => out.push_str("|r"),
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("|0x{unit:04X}"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "teamcity.txt");
    }
}
