//! The XML of checkstyle, which Jenkins, reviewdog and many other tools read.

use std::io::{self, Write};

use super::notes::message_with_help;
use super::{Report, printable_lines};
use crate::finding::Severity;

/// The version of checkstyle whose form this is.
const VERSION: &str = "4.3";

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<checkstyle version=\"{VERSION}\">")?;
    for (project, file, findings) in report.by_file() {
        writeln!(out, "  <file name=\"{}\">", attribute(&project.shown_path(file)))?;
        for finding in findings {
            let start = project.place(finding.span).start;
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"tablecheck.{}\"/>",
                start.line,
                start.column,
                severity(finding.severity),
                attribute(&message_with_help(finding)),
                attribute(finding.rule),
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

/// checkstyle knows `ignore`, `info`, `warning` and `error`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

/// A text as an attribute's value. Readers would make spaces of tabs and ends of lines that are not escaped.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable_lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
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
        example::assert_recorded(&example::printed(print), "checkstyle.xml");
    }
}
