//! What closes the report: how much each rule found, in which files most is found, and where to read on.

use std::io::{self, Write};

use crate::finding::Severity;
use crate::report::look::style;
use crate::report::tally::{self, Numbers};
use crate::report::{ProjectReport, Report, count};

/// From how many findings on they are counted in a table.
const MANY: usize = 5;
/// From how many findings on the files with most of them are named.
const VERY_MANY: usize = 10;
/// How many files are named.
const MOST_FILES: usize = 5;

/// Prints a table of the rules and the files with most findings, where there are many or they are asked for.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules = tally::by_rule(report);
    let files = tally::by_file(report, ProjectReport::shown_path);
    let found: usize = files.iter().map(|(_, number)| number).sum();
    let asked = report.look.stats && found > 0;
    if asked || (found >= MANY && rules.len() > 1) {
        table(rules, report, out)?;
    }
    if asked || (found >= VERY_MANY && files.len() > 2) {
        writeln!(out, "{}", report.look.paint(style::STRONG, "files with most findings"))?;
        let width = files[0].1.to_string().len().max(2);
        for (path, number) in files.iter().take(MOST_FILES) {
            writeln!(out, "  {number:>width$}  {path}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Prints what each rule found, the most severe first.
fn table(rows: Vec<(&str, Numbers)>, report: &Report, out: &mut dyn Write) -> io::Result<()> {
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
        let (are, them) = if notes == 1 { ("is", "it") } else { ("are", "them") };
        writeln!(out, "{} {are} not shown; --notes shows {them}.", count(notes, "note", "notes"))?;
    }
    if report.findings().next().is_some() {
        writeln!(out, "`tablecheck explain RULE` explains a rule, what to do, and how to silence it.")?;
    }
    Ok(())
}
