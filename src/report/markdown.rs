//! A comment on a pull request: errors and warnings in one table, the most severe first, and folded away below it what
//! explains them, and the notes.
//!
//! GitHub refuses comments beyond 65,536 characters. Where not all findings fit, the most severe ones stay and the rest is
//! counted. What the project says is escaped, so that it can neither break the table nor call people by their names.

mod escape;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) use self::escape::inline;
use self::escape::{cell, code};
use super::{ProjectReport, Report, count, notes, printable, summary};
use crate::analysis::Summary;
use crate::finding::{Finding, Severity};

/// The longest comment, in bytes: never more characters than GitHub takes, whatever they are.
const LONGEST: usize = 65_536;
/// Room for the heading, the frames and the closing lines.
const FRAME: usize = 3_000;
/// The longest text of one finding or of one note, in characters.
const LONGEST_TEXT: usize = 1_000;
/// How many notes a finding has at most.
const MOST_NOTES: usize = 20;

/// By this line programs find the comment again to replace it.
const MARK: &str = "<!-- tablecheck -->";

const TABLE: &str = "| | place | problem |\n|---|---|---|\n";
const UNFOLD: &str = "\n</details>\n\n";

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_at_most(report, LONGEST, out)
}

fn print_at_most(report: &Report, longest: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{MARK}\n### tablecheck: {}\n", summary::found(&report.summary))?;
    let mut items: Vec<Item> = report.findings().map(|(project, finding)| Item::new(project, finding)).collect();
    items.sort_by_key(|item| Reverse(item.severity));
    fold(&mut items);
    let mut room = longest.saturating_sub(FRAME);
    // The next one might fit, but then it would stand there as if it mattered more.
    let fits = |item: &&Item| {
        let needed = item.row.len() + item.details.len();
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    };
    let shown = items.iter().take_while(fits).count();
    let (shown, left_out) = items.split_at(shown);
    let (notes, problems): (Vec<&Item>, Vec<&Item>) = shown.iter().partition(|item| item.severity == Severity::Note);
    let (more, problems): (Vec<&Item>, Vec<&Item>) = problems.into_iter().partition(|item| item.folded);
    if !problems.is_empty() {
        write!(out, "{TABLE}")?;
        problems.iter().try_for_each(|item| out.write_all(item.row.as_bytes()))?;
        writeln!(out)?;
    }
    let mut by_rule: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in more {
        by_rule.entry(item.rule).or_default().push(item);
    }
    for (rule, items) in by_rule {
        write!(out, "<details><summary>{} more of {rule}</summary>\n\n{TABLE}", items.len())?;
        items.iter().try_for_each(|item| out.write_all(item.row.as_bytes()))?;
        out.write_all(UNFOLD.as_bytes())?;
    }
    if problems.iter().any(|item| !item.details.is_empty()) {
        write!(out, "<details><summary>Details</summary>\n\n")?;
        problems.iter().try_for_each(|item| out.write_all(item.details.as_bytes()))?;
        out.write_all(UNFOLD.as_bytes())?;
    }
    if !notes.is_empty() {
        write!(out, "<details><summary>{}</summary>\n\n{TABLE}", count(notes.len(), "note", "notes"))?;
        notes.iter().try_for_each(|item| out.write_all(item.row.as_bytes()))?;
        out.write_all(UNFOLD.as_bytes())?;
    }
    if !left_out.is_empty() {
        let of = |severity| left_out.iter().filter(|item| item.severity == severity).count();
        let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
        let rest = summary::found(&Summary { errors, warnings, notes, ..Summary::default() });
        writeln!(out, "**Not shown**, because the comment would get too long: {rest}.\n")?;
    }
    rules(report, out)?;
    let path = |project: &ProjectReport, file| printable(&project.repository_path(file));
    summary::print_checked(report, inline, path, out)
}

/// How many findings of a rule and a severity stand open.
const MOST_OPEN: usize = 10;

/// Marks what is folded away of rules with many findings, which then need no details. A single one more stays open, too.
fn fold(items: &mut [Item]) {
    let mut numbers: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for item in items.iter() {
        *numbers.entry((item.rule, item.severity)).or_default() += 1;
    }
    let mut seen: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for item in items.iter_mut().filter(|item| item.severity != Severity::Note) {
        let key = (item.rule, item.severity);
        let seen = seen.entry(key).or_default();
        *seen += 1;
        if *seen > MOST_OPEN && numbers[&key] > MOST_OPEN + 1 {
            item.folded = true;
            item.details.clear();
        }
    }
}

/// The most rules that are counted by name.
const MOST_RULES: usize = 30;

/// Prints how much each rule found, where several did.
fn rules(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, finding) in report.findings() {
        *numbers.entry(finding.rule).or_default() += 1;
    }
    if numbers.len() < 2 {
        return Ok(());
    }
    let mut rules: Vec<(&str, usize)> = numbers.into_iter().collect();
    rules.sort_by_key(|(rule, number)| (Reverse(*number), *rule));
    let rules: Vec<String> = rules.iter().take(MOST_RULES).map(|(rule, number)| format!("{} {number}", code(rule))).collect();
    writeln!(out, "By rule: {}.\n", rules.join(", "))
}

/// What is printed of one finding.
struct Item {
    rule: &'static str,
    severity: Severity,
    /// Whether it is folded away, among others of its rule.
    folded: bool,
    row: String,
    details: String,
}

impl Item {
    fn new(project: &ProjectReport, finding: &Finding) -> Self {
        let start = project.place(finding.span).start;
        let place = format!("{}:{}:{}", printable(&project.repository_path(finding.span.file)), start.line, start.column);
        let (severity, rule) = (finding.severity, finding.rule);
        let message = short(&printable(&finding.message));
        let shown = code(&short(&place)).replace('|', "\\|");
        let row = format!("| {} | {shown} | {} ({}) |\n", severity.as_str(), cell(&message), code(rule));
        let mut details = String::new();
        let explained = severity != Severity::Note;
        let notes = notes::notes(project, finding, |file| project.repository_path(file));
        if explained && !notes.is_empty() {
            details = format!("- {shown}: {}\n", inline(&message));
        }
        for note in notes.iter().take(MOST_NOTES).filter(|_| explained) {
            details.extend(["  - ", &inline(&short(&printable(note))), "\n"]);
        }
        Item { rule, severity, folded: false, row, details }
    }
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
    fn many_findings_of_a_rule_are_folded() {
        let print = |number: usize| {
            let messages: Vec<String> = (0..number).map(|number| format!("problem {number}")).collect();
            let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
            let mut text = Vec::new();
            example::with_many(Severity::Warning, &messages, |report| {
                super::print(report, &mut text).expect("a vector takes everything");
            });
            String::from_utf8(text).expect("the format prints UTF-8")
        };
        assert!(!print(MOST_OPEN + 1).contains("<details>"));
        let folded = print(MOST_OPEN + 3);
        let (open, more) =
            folded.split_once("<details><summary>3 more of unindexed-foreign-key</summary>").expect("three are folded");
        assert!(open.contains("problem 9 ") && !open.contains("problem 10 ") && more.contains("problem 12 "), "{folded}");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let printed = example::printed(|report, out| print_at_most(report, FRAME + 500, out));
        assert!(printed.contains("| error | `apps/shop/app/Services/Clients.php:3:26` |"), "{printed}");
        assert!(!printed.contains("| warning |"), "{printed}");
        assert!(
            printed.contains("**Not shown**, because the comment would get too long: 1 error, 1 warning and 0 notes."),
            "{printed}"
        );
        let frame = example::printed(|report, out| print_at_most(report, 0, out));
        assert!(frame.len() < FRAME, "{frame}");
    }
}
