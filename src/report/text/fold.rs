//! Notes that are counted instead of drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::finding::{Finding, Severity};
use crate::report::{ProjectReport, Report, count};

/// From how many notes of one rule on only the first are drawn.
const MANY: usize = 10;
/// How many of them are drawn.
const DRAWN: usize = 3;

/// The notes of the rules that have many.
pub(super) struct Folds<'a> {
    rules: BTreeMap<&'a str, Fold>,
}

#[derive(Default)]
struct Fold {
    seen: usize,
    /// The files of those that are not drawn.
    files: BTreeSet<String>,
}

impl<'a> Folds<'a> {
    /// The rules of which the report has many notes.
    pub(super) fn of(report: &Report<'a>) -> Self {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, finding) in report.findings().filter(|(_, finding)| finding.severity == Severity::Note) {
            *numbers.entry(finding.rule).or_default() += 1;
        }
        let many = numbers.into_iter().filter(|(_, number)| *number >= MANY);
        Folds { rules: many.map(|(rule, _)| (rule, Fold::default())).collect() }
    }

    /// Whether a finding is counted and not drawn. To be asked once for each.
    pub(super) fn take(&mut self, project: &ProjectReport<'_>, finding: &Finding) -> bool {
        let Some(fold) = self.rules.get_mut(finding.rule).filter(|_| finding.severity == Severity::Note) else { return false };
        fold.seen += 1;
        if fold.seen <= DRAWN {
            return false;
        }
        fold.files.insert(project.shown_path(finding.span.file));
        true
    }

    /// Says how many were not drawn, and how to see them.
    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        for (rule, fold) in &self.rules {
            let more = fold.seen.saturating_sub(DRAWN);
            let files = count(fold.files.len(), "file", "files");
            writeln!(out, "note[{rule}]: {more} more in {files}; `--format concise` shows each in a line.\n")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, Severity};
    use crate::project::Way;
    use crate::report::{Fixing, Format, ProjectReport, Report};
    use crate::source::{Sources, Span};

    fn drawn(severity: Severity, number: usize) -> (usize, Vec<String>) {
        let sources = Sources::from_files([("a.php", "<?php"), ("b.php", "<?php"), ("c.php", "<?php")]);
        let files: Vec<_> = sources.iter().map(|(id, _)| id).collect();
        let finding = |index: usize| Finding::new("unindexed-foreign-key", severity, Span::new(files[index % 3], 0, 5), "it");
        let findings: Vec<Finding> = (0..number).map(finding).collect();
        let (way, repository, below) = (Way::default(), String::new(), String::new());
        let summary = crate::analysis::Summary::default();
        let project = ProjectReport { sources: &sources, findings: &findings, summary, way, repository, below };
        let (projects, fixing) = (vec![project], Fixing::default());
        let mut out = Vec::new();
        let report = Report { projects, summary, fixing, baseline: None, elapsed: None, colour: false };
        Format::Text.print(&report, &mut out).expect("a vector takes everything");
        let text = String::from_utf8(out).expect("the format prints UTF-8");
        let drawn = text.matches(".php:1:1]").count();
        (drawn, text.lines().filter(|line| line.contains("more in")).map(str::to_owned).collect())
    }

    #[test]
    fn of_many_notes_the_first_are_drawn() {
        assert_eq!(drawn(Severity::Note, 9), (9, Vec::new()));
        let told = "note[unindexed-foreign-key]: 7 more in 3 files; `--format concise` shows each in a line.";
        assert_eq!(drawn(Severity::Note, 10), (3, vec![told.to_owned()]));
        assert_eq!(drawn(Severity::Warning, 40), (40, Vec::new()));
    }
}
