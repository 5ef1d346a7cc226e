//! The XML of test runners: a suite for each file with findings, in it a case for each finding.
//!
//! Tools know a case again by the names of its class and its own, so no line is part of them, and none comes twice.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{ProjectReport, Report, notes, printable};
use crate::finding::{Finding, Severity};

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut document = quick_junit::Report::new("tablecheck");
    let mut names = Names::default();
    for (project, file, findings) in report.by_file() {
        let path = project.shown_path(file);
        let mut suite = TestSuite::new(path.as_str());
        for finding in findings {
            let bare = format!("{}: {}", finding.rule, printable(&finding.message));
            let name = names.take(&path, &bare);
            suite.add_test_case(case(project, finding, &path, &name));
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
    if let Some(unread) = report.unread() {
        let mut status = TestCaseStatus::skipped();
        status.set_message(unread);
        let mut case = TestCase::new("all files are read", status);
        case.set_classname("tablecheck");
        let mut suite = TestSuite::new("tablecheck: files");
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

/// The names of cases in each file. As they are printed: what a file cannot say makes texts alike.
#[derive(Default)]
struct Names {
    taken: BTreeSet<(String, String)>,
    /// For each name without a number, the number to try next: all before it are taken.
    next: BTreeMap<(String, String), usize>,
}

impl Names {
    /// A name that no other case of the file has.
    fn take(&mut self, path: &str, bare: &str) -> String {
        let nth = self.next.entry((path.to_owned(), bare.to_owned())).or_insert(1);
        loop {
            let name = if *nth == 1 { bare.to_owned() } else { format!("{bare} ({nth})") };
            *nth += 1;
            if self.taken.insert((path.to_owned(), name.clone())) {
                return name;
            }
        }
    }
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
    fn no_name_comes_twice() {
        let mut names = Names::default();
        let taken = ["x", "x (2)", "x", "x", "x (2)"].map(|bare| names.take("a.php", bare));
        assert_eq!(taken, ["x", "x (2)", "x (3)", "x (4)", "x (2) (2)"]);
        assert_eq!(names.take("b.php", "x"), "x");
        // Each is asked for a number once, not once for each before it.
        for nth in 5..5_000 {
            assert_eq!(names.take("a.php", "x"), format!("x ({nth})"));
        }
        assert_eq!(names.next.get(&("a.php".to_owned(), "x".to_owned())), Some(&5_000));
    }

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "junit.xml");
    }
}
