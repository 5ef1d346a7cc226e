//! The format for people: each finding in one line, with its place, an excerpt, the places that explain it, and what to do.
//!
//! What matters most stands last, where a terminal stops. Findings with one cause are one block that lists its places. Of
//! many warnings or notes of one rule the first are drawn and the rest is counted. `full` draws every finding by itself, with
//! excerpts of all places.

mod block;
mod closing;
mod excerpt;
mod fold;
mod wrap;

use std::io::{self, Write};

use self::fold::Folds;
use super::{Look, Report, summary};
use crate::finding::Severity;

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// What is needed to understand the findings.
    Short,
    /// Everything.
    Full,
}

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_to(report, Extent::Short, out)
}

/// Prints the report with everything that belongs to a finding.
pub(super) fn print_full(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_to(report, Extent::Full, out)
}

fn print_to(report: &Report, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    let look = report.look;
    let blocks = block::blocks(report, extent);
    let mut folds = Folds::of(&blocks, extent);
    let draws_notes = look.notes || extent == Extent::Full;
    for severity in [Severity::Note, Severity::Warning, Severity::Error] {
        if look.stats || (severity == Severity::Note && !draws_notes) {
            continue;
        }
        for block in blocks.iter().filter(|block| block.severity() == severity) {
            if !folds.take(block) {
                block.print(look, extent, out)?;
            }
        }
        let mut lines = Vec::new();
        folds.print(severity, &mut lines)?;
        fit(&lines, look, out)?;
    }
    if !look.quiet || look.stats {
        closing::print(report, out)?;
    }
    let mut lines = Vec::new();
    summary::print_marked(report, &mut lines)?;
    if !look.quiet {
        closing::read_on(report, draws_notes, &mut lines)?;
    }
    fit(&lines, look, out)
}

/// Prints lines; a terminal would break those that are too long inside of words.
fn fit(lines: &[u8], look: Look, out: &mut dyn Write) -> io::Result<()> {
    if !look.terminal {
        return out.write_all(lines);
    }
    String::from_utf8_lossy(lines).lines().try_for_each(|line| writeln!(out, "{}", wrap::wrapped(line, look.width, 0, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn findings_are_drawn_with_their_labels() {
        example::assert_recorded(&example::printed(print), "text.txt");
        example::assert_recorded(&example::printed(print_full), "full.txt");
    }

    #[test]
    fn a_report_fits_its_terminal() {
        for width in [60, 80, 120] {
            let look = Look { width, terminal: true, ..Look::default() };
            let text = example::printed(|report, out| print(&Report { look, ..report.clone() }, out));
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width), "{width}: {longest:?}\n{text}");
        }
    }

    #[test]
    fn a_terminal_counts_notes() {
        let mut out = Vec::new();
        example::with_notes(&["a", "b"], |report| {
            let look = Look { notes: false, ..Look::default() };
            out = Vec::new();
            print(&Report { look, ..report.clone() }, &mut out).expect("a vector takes everything");
        });
        let text = String::from_utf8(out).expect("the format prints UTF-8");
        assert!(!text.contains("note["), "{text}");
        assert!(text.contains("2 notes are not shown; --notes shows them"), "{text}");
    }
}
