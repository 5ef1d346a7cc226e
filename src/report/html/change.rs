//! What a fix makes of the lines that it changes.

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use super::excerpt::{code, margin};
use super::path;
use crate::finding::{Edit, Fix};
use crate::report::page::escaped;
use crate::report::{ProjectReport, Report, boundary};
use crate::source::FileId;

/// How many lines of a change are shown.
const MOST_LINES: usize = 40;
/// How many bytes of a line are shown before the first edit and behind the last one.
const NEAR: usize = 120;

/// The changes of a fix, file by file. The file is named where it is not the `usual` one.
pub(super) fn print(report: &Report, project: &ProjectReport, fix: &Fix, usual: FileId) -> String {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::new();
    let mut rest = edits.as_slice();
    while let Some(first) = rest.first() {
        let file = first.span.file;
        if file != usual {
            let _ = write!(out, "<p class=\"weak\"><code>{}</code></p>", escaped(&path(report, project, file)));
        }
        let line = |offset| project.sources.file(file).position(offset).line;
        let mut end = line(first.span.end);
        let mut n_near = 0;
        // Edits in lines that touch are one change.
        for edit in rest.iter().take_while(|edit| edit.span.file == file) {
            if line(edit.span.start) > end + 1 {
                break;
            }
            end = end.max(line(edit.span.end));
            n_near += 1;
        }
        let (near, others) = rest.split_at(n_near);
        out.push_str(&hunk(project, near));
        rest = others;
    }
    out
}

/// The lines of some edits of one file as they are, and as they will be.
fn hunk(project: &ProjectReport, edits: &[&Edit]) -> String {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return String::new() };
    let file = project.sources.file(first.span.file);
    let text = file.text();
    let end = edits.iter().map(|edit| edit.span.end).max().unwrap_or(last.span.end);
    let number = file.position(first.span.start).line;
    let lines = (file.line(number), file.line(file.position(end).line));
    let (Some(start_line), Some(end_line)) = lines else { return String::new() };
    let place = |offset: u32| boundary(text, offset as usize);
    let from = boundary(text, start_line.start.max(place(first.span.start).saturating_sub(NEAR)));
    let to = boundary(text, end_line.end.min(place(end).saturating_add(NEAR)).max(from));
    let mut new = String::new();
    let mut at = from;
    for edit in edits {
        // Edits that overlap cannot both be made.
        let (start, end) = (place(edit.span.start), place(edit.span.end));
        if start < at || end < start || end > to {
            continue;
        }
        new.push_str(&text[at..start]);
        new.push_str(&edit.text);
        at = end;
    }
    new.push_str(&text[at..to]);
    // With an end, the last line is the same wherever it stands.
    lines_of(&format!("{}\n", &text[from..to]), &format!("{new}\n"), number)
}

/// Two texts line by line; lines are counted as in the old one.
fn lines_of(old: &str, new: &str, first: u32) -> String {
    let margin = margin(old.lines().chain(new.lines()));
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::from("<pre class=\"change\">");
    let changes: Vec<_> = diff.iter_all_changes().collect();
    for change in changes.iter().take(MOST_LINES) {
        let line = change.value().trim_end_matches(['\n', '\r']);
        let line = line.get(margin..).unwrap_or(line);
        let number = change.old_index().map(|index| first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)));
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let _ = match change.tag() {
            ChangeTag::Delete => write!(out, "<del><i>{number}</i>- {}\n</del>", code(line)),
            ChangeTag::Insert => write!(out, "<ins><i></i>+ {}\n</ins>", code(line)),
            ChangeTag::Equal => write!(out, "<span><i>{number}</i>  {}\n</span>", code(line)),
        };
    }
    if changes.len() > MOST_LINES {
        let _ = write!(out, "<span><i></i>  … {} more lines\n</span>", changes.len() - MOST_LINES);
    }
    out.push_str("</pre>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_shown() {
        let html = lines_of("a\n<b>\nc", "a\n<i>\nx\nc", 7);
        let expected = "<pre class=\"change\"><span><i>7</i>  a\n</span><del><i>8</i>- &lt;b&gt;\n</del><ins><i></i>+ &lt;i&gt;\n</ins>\
                        <ins><i></i>+ x\n</ins><span><i>9</i>  c\n</span></pre>";
        assert_eq!(html, expected);
        assert!(lines_of("", &"x\n".repeat(100), 1).contains("… 60 more lines"));
    }
}
