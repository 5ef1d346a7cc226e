//! The XML of test runners: a suite for each file with findings, in it a case for each finding.
//!
//! Tools know a case again by the names of its class and its own, so no line is part of them, and none comes twice.

use std::collections::BTreeSet;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{ProjectReport, Report, notes, printable};
use crate::finding::{Finding, Severity};

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut document = quick_junit::Report::new("tablecheck");
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    for (project, file, findings) in report.by_file() {
        let path = project.shown_path(file);
        let mut suite = TestSuite::new(path.as_str());
        for finding in findings {
            let bare = format!("{}: {}", finding.rule, printable(&finding.message));
            let numbered = (1_usize..).map(|nth| if nth == 1 { bare.clone() } else { format!("{bare} ({nth})") });
            // As they are printed: what a file cannot say makes texts alike.
            let mut free = numbered.filter(|name| !taken.contains(&(path.clone(), name.clone())));
            let name = free.next().expect("the numbers do not end");
            suite.add_test_case(case(project, finding, &path, &name));
            taken.insert((path.clone(), name));
        }
        document.add_test_suite(suite);
    }
    let shortcomings = report.shortcomings();
    if !shortcomings.is_empty() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(shortcomings.join("\n"));
        let mut case = TestCase::new("the tables are known", status);
        case.set_classname("tablecheck");
        let mut suite = TestSuite::new("tablecheck");
        suite.add_test_case(case);
        document.add_test_suite(suite);
    }
    if document.test_suites.is_empty() {
        // Many readers take a report without any case for a run that broke.
        let mut case = TestCase::new("no problems", TestCaseStatus::success());
        case.set_classname("tablecheck");
        let mut suite = TestSuite::new("tablecheck");
        suite.add_test_case(case);
        document.add_test_suite(suite);
    }
    document.serialize(out).map_err(io::Error::other)
}

/// The case of a finding.
fn case(project: &ProjectReport, finding: &Finding, path: &str, name: &str) -> TestCase {
    let mut status = match finding.severity {
        Severity::Error | Severity::Warning => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Severity::Note => TestCaseStatus::skipped(),
    };
    let start = project.place(finding.span).start;
    let message = printable(&finding.message);
    let place = format!("{path}:{}:{}", start.line, start.column);
    let notes = notes::notes(project, finding, |file| project.shown_path(file)).into_iter().map(|note| printable(&note));
    let lines: Vec<String> = std::iter::once(format!("{place}: {message}")).chain(notes).collect();
    status.set_message(message.as_str());
    status.set_type(format!("{}[{}]", finding.severity.as_str(), finding.rule));
    status.set_description(lines.join("\n"));
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case.extra.insert("file".into(), path.into());
    case.extra.insert("line".into(), start.line.to_string().into());
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "junit.xml");
    }
}
