//! One line a finding: `path:line:column: severity[rule] message`, which editors and problem matchers read.

use std::io::{self, Write};

use super::{Report, printable, summary};

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for project in &report.projects {
        for finding in project.findings {
            let start = project.place(finding.span).start;
            let path = project.shown_path(finding.span.file);
            let (severity, rule, message) = (finding.severity.as_str(), finding.rule, printable(&finding.message));
            writeln!(out, "{path}:{}:{}: {severity}[{rule}] {message}", start.line, start.column)?;
        }
    }
    let mut closing = Vec::new();
    summary::print(report, &mut closing)?;
    if !closing.is_empty() && report.projects.iter().any(|project| !project.findings.is_empty()) {
        writeln!(out)?;
    }
    out.write_all(&closing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn a_line_a_finding() {
        let expected = "\
shop/app/\u{fffd}[31m.php:1:15: warning[swallowed-database-error] text that is \u{fffd}[31mred
shop/app/Services/Clients.php:3:26: error[unknown-table] there is no table `clients`
shop/app/Services/Clients.php:5:16: error[unknown-table] there is no table `clients`

Checked 1234 files: 1 migration creates 1 table; 2 references resolved, 3 not (`tablecheck coverage` lists them).
Found 2 errors, 1 warning and 0 notes in 0.12 s.
2 can be fixed with --fix.
";
        assert_eq!(example::printed(print), expected);
    }
}
