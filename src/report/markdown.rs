//! A comment on a pull request: a table for each file, and below it, folded away, what explains its findings.
//!
//! GitHub refuses comments beyond 65,536 characters. Where not all findings fit, the most severe ones stay and the rest is
//! counted. What the project says is escaped, so that it can neither break the table nor call people by their names.

mod escape;

use std::cmp::Reverse;
use std::io::{self, Write};

use self::escape::{cell, code, inline};
use super::{ProjectReport, Report, notes, printable, summary};
use crate::analysis::Summary;
use crate::finding::{Finding, Severity};
use crate::source::FileId;

/// The longest comment, in bytes: never more characters than GitHub takes, whatever they are.
const LONGEST: usize = 65_536;
/// Room for the heading and the closing lines.
const FRAME: usize = 1_500;
/// The longest text of one finding or of one note, in characters.
const LONGEST_TEXT: usize = 1_000;
/// How many notes a finding has at most.
const MOST_NOTES: usize = 20;

/// By this line programs find the comment again to replace it.
const MARK: &str = "<!-- tablecheck -->";

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_at_most(report, LONGEST, out)
}

fn print_at_most(report: &Report, longest: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{MARK}\n### tablecheck: {}\n", summary::found(&report.summary))?;
    let groups: Vec<Group> = report.by_file().into_iter().map(Group::new).collect();
    let shown = fitting(&groups, longest.saturating_sub(FRAME));
    for (group, shown) in groups.iter().zip(&shown) {
        group.print(shown, out)?;
    }
    let left_out = |severity| {
        let of_group = |(group, shown): (&Group, &Vec<bool>)| {
            group.items.iter().zip(shown).filter(|(item, shown)| item.severity == severity && !**shown).count()
        };
        groups.iter().zip(&shown).map(of_group).sum::<usize>()
    };
    let left_out = [Severity::Error, Severity::Warning, Severity::Note].map(left_out);
    if left_out.iter().sum::<usize>() > 0 {
        let [errors, warnings, notes] = left_out;
        let rest = summary::found(&Summary { errors, warnings, notes, ..Summary::default() });
        writeln!(out, "**Not shown**, because a comment has no room for more: {rest}.\n")?;
    }
    summary::print_checked(report, out)
}

/// What is printed of one file.
struct Group {
    heading: String,
    items: Vec<Item>,
}

/// What is printed of one finding.
struct Item {
    severity: Severity,
    row: String,
    details: String,
}

const TABLE: &str = "| line | severity | problem |\n|---:|---|---|\n";
const FOLD: &str = "\n<details><summary>Details</summary>\n\n";
const UNFOLD: &str = "\n</details>\n";

impl Group {
    fn new((project, file, findings): (&ProjectReport, FileId, Vec<&Finding>)) -> Self {
        let heading = format!("#### {}\n\n", code(&short(&printable(&project.repository_path(file)))));
        Group { heading, items: findings.into_iter().map(|finding| Item::new(project, finding)).collect() }
    }

    /// The bytes that are needed beside the items.
    fn overhead(&self) -> usize {
        self.heading.len() + TABLE.len() + FOLD.len() + UNFOLD.len() + 1
    }

    fn print(&self, shown: &[bool], out: &mut dyn Write) -> io::Result<()> {
        let items: Vec<&Item> = self.items.iter().zip(shown).filter(|(_, shown)| **shown).map(|(item, _)| item).collect();
        if items.is_empty() {
            return Ok(());
        }
        write!(out, "{}{TABLE}", self.heading)?;
        items.iter().try_for_each(|item| out.write_all(item.row.as_bytes()))?;
        if items.iter().any(|item| !item.details.is_empty()) {
            out.write_all(FOLD.as_bytes())?;
            items.iter().try_for_each(|item| out.write_all(item.details.as_bytes()))?;
            out.write_all(UNFOLD.as_bytes())?;
        }
        writeln!(out)
    }
}

impl Item {
    fn new(project: &ProjectReport, finding: &Finding) -> Self {
        let start = project.place(finding.span).start;
        let place = format!("{}:{}", start.line, start.column);
        let (severity, rule) = (finding.severity, finding.rule);
        let message = short(&printable(&finding.message));
        let row = format!("| {place} | {} | {} ({}) |\n", severity.as_str(), cell(&message), code(rule));
        let mut details = String::new();
        let notes = notes::notes(project, finding, |file| project.repository_path(file));
        if !notes.is_empty() {
            details = format!("- {place} {}\n", inline(&message));
        }
        for note in notes.iter().take(MOST_NOTES) {
            details.extend(["  - ", &inline(&short(&printable(note))), "\n"]);
        }
        Item { severity, row, details }
    }
}

/// Which findings of each file fit: errors before warnings before notes, the first ones of each.
fn fitting(groups: &[Group], mut room: usize) -> Vec<Vec<bool>> {
    let mut shown: Vec<Vec<bool>> = groups.iter().map(|group| vec![false; group.items.len()]).collect();
    let places = groups.iter().enumerate().flat_map(|(at, group)| (0..group.items.len()).map(move |item| (at, item)));
    let mut places: Vec<(usize, usize)> = places.collect();
    places.sort_by_key(|(at, item)| Reverse(groups[*at].items[*item].severity));
    for (at, item) in places {
        let overhead = if shown[at].contains(&true) { 0 } else { groups[at].overhead() };
        let one = &groups[at].items[item];
        let needed = overhead + one.row.len() + one.details.len();
        if needed > room {
            // The next one might fit, but then it would stand there as if it mattered more.
            break;
        }
        room -= needed;
        shown[at][item] = true;
    }
    shown
}

/// The beginning of a text that is too long.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        example::assert_recorded(&example::printed(print), "markdown.md");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let printed = example::printed(|report, out| print_at_most(report, FRAME + 700, out));
        assert!(printed.contains("| 3:26 | error |"), "{printed}");
        assert!(!printed.contains("warning |"), "{printed}");
        assert!(
            printed.contains("**Not shown**, because a comment has no room for more: 1 error, 1 warning and 0 notes."),
            "{printed}"
        );
        let frame = example::printed(|report, out| print_at_most(report, 0, out));
        assert!(frame.len() < FRAME, "{frame}");
    }
}
