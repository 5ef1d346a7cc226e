//! What closes the report: how much each rule found, in which files most is found, and where to read on.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::finding::Severity;
use crate::report::look::style;
use crate::report::{Report, count};

/// From how many findings on they are counted in a table.
const MANY: usize = 5;
/// From how many findings on the files with most of them are named.
const VERY_MANY: usize = 10;
/// How many files are named.
const MOST_FILES: usize = 5;

/// What a rule found.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    errors: usize,
    warnings: usize,
    notes: usize,
    fixable: usize,
}

/// Prints a table of the rules and the files with most findings, where there are many or they are asked for.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, Numbers> = BTreeMap::new();
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for (project, finding) in report.findings() {
        let numbers = rules.entry(finding.rule).or_default();
        match finding.severity {
            Severity::Error => numbers.errors += 1,
            Severity::Warning => numbers.warnings += 1,
            Severity::Note => numbers.notes += 1,
        }
        numbers.fixable += usize::from(finding.fix.is_some());
        *files.entry(project.shown_path(finding.span.file)).or_default() += 1;
    }
    let found: usize = files.values().sum();
    let asked = report.look.stats && found > 0;
    if asked || (found >= MANY && rules.len() > 1) {
        table(rules, report, out)?;
    }
    if asked || (found >= VERY_MANY && files.len() > 2) {
        let mut most: Vec<(String, usize)> = files.into_iter().collect();
        most.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
        writeln!(out, "{}", report.look.paint(style::STRONG, "files with most findings"))?;
        let width = most[0].1.to_string().len().max(2);
        for (path, number) in most.iter().take(MOST_FILES) {
            writeln!(out, "  {number:>width$}  {path}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Prints what each rule found, the most severe first.
fn table(rules: BTreeMap<&str, Numbers>, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<(&str, Numbers)> = rules.into_iter().collect();
    rows.sort_by_key(|(rule, numbers)| (std::cmp::Reverse((numbers.errors, numbers.warnings, numbers.notes)), *rule));
    let width = rows.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
    let look = report.look;
    let heading = format!("{:width$}  errors  warnings  notes  fixable", "rule");
    writeln!(out, "{}", look.paint(style::STRONG, &heading))?;
    let cell = |number: usize, width: usize| if number == 0 { format!("{:>width$}", "-") } else { format!("{number:>width$}") };
    let coloured = |number: usize, width: usize, severity| {
        let text = cell(number, width);
        if number == 0 { look.paint(style::WEAK, &text) } else { look.paint(style::of(severity), &text) }
    };
    for (rule, numbers) in rows {
        let errors = coloured(numbers.errors, 6, Severity::Error);
        let warnings = coloured(numbers.warnings, 8, Severity::Warning);
        let (notes, fixable) = (coloured(numbers.notes, 5, Severity::Note), cell(numbers.fixable, 7));
        writeln!(out, "{rule:width$}  {errors}  {warnings}  {notes}  {fixable}")?;
    }
    writeln!(out)
}

/// Says what is not shown, and what says more of what is.
pub(super) fn read_on(report: &Report, draws_notes: bool, out: &mut dyn Write) -> io::Result<()> {
    let notes = report.summary.notes;
    if notes > 0 && !draws_notes && !report.look.stats {
        let are = if notes == 1 { "is" } else { "are" };
        writeln!(out, "{} {are} not shown; --notes shows them.", count(notes, "note", "notes"))?;
    }
    if report.findings().next().is_some() {
        writeln!(out, "`tablecheck explain RULE` says what a rule means, what to do, and how to silence it.")?;
    }
    Ok(())
}
