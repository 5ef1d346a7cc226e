//! How much each rule found, and in which files most is found.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{ProjectReport, Report};
use crate::finding::Severity;
use crate::source::FileId;

/// What a rule found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) fixable: usize,
}

/// What each rule found, the most severe first.
pub(super) fn by_rule<'a>(report: &Report<'a>) -> Vec<(&'a str, Numbers)> {
    let mut rules: BTreeMap<&str, Numbers> = BTreeMap::new();
    for (_, finding) in report.findings() {
        let numbers = rules.entry(finding.rule).or_default();
        match finding.severity {
            Severity::Error => numbers.errors += 1,
            Severity::Warning => numbers.warnings += 1,
            Severity::Note => numbers.notes += 1,
        }
        numbers.fixable += usize::from(finding.fix.is_some());
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, numbers)| (Reverse((numbers.errors, numbers.warnings, numbers.notes)), *rule));
    rules
}

/// How many findings each file has, those with most first. Paths are told as `path` does.
pub(super) fn by_file<'a>(report: &Report<'a>, path: impl Fn(&ProjectReport<'a>, FileId) -> String) -> Vec<(String, usize)> {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for (project, file, findings) in report.by_file() {
        *files.entry(path(project, file)).or_default() += findings.len();
    }
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn what_was_found_is_counted() {
        example::with_report(|report| {
            let rules = by_rule(report);
            assert_eq!(rules[0], ("unknown-table", Numbers { errors: 2, fixable: 2, ..Numbers::default() }));
            assert_eq!(rules[1], ("swallowed-database-error", Numbers { warnings: 1, ..Numbers::default() }));
            let files = by_file(report, ProjectReport::shown_path);
            assert_eq!(files[0], ("shop/app/Services/Clients.php".to_owned(), 2));
            assert_eq!(files.len(), 2);
        });
    }
}
