//! Lines of a file, with numbers and a mark on what is meant.

use std::collections::VecDeque;
use std::fmt::Write;
use std::ops::Range;

use crate::report::boundary;
use crate::report::page::escaped;
use crate::source::{SourceFile, Span};

/// How many lines of what is meant are shown.
const MOST_LINES: u32 = 6;
/// From how many bytes on a line is cut.
const LONG: usize = 240;
/// How many bytes of a long line are shown before and behind what is meant.
const NEAR: usize = 90;

/// The lines of a span, and so many before and behind it.
pub(super) fn lines(file: &SourceFile, span: Span, around: u32) -> String {
    let (first, last) = (file.position(span.start).line, file.position(span.end.max(span.start)).line);
    // Behind the end of a line nothing is meant of the next one.
    let ends_before = last > first && file.line(last).is_some_and(|line| line.start >= span.end as usize);
    let last = (if ends_before { last - 1 } else { last }).min(first + MOST_LINES - 1);
    let meant = first..=last;
    let mut shown: VecDeque<(u32, Range<usize>)> = (first.saturating_sub(around).max(1)..=last.saturating_add(around))
        .filter_map(|number| Some((number, file.line(number)?)))
        .collect();
    let is_idle =
        |line: Option<&(u32, Range<usize>)>| line.is_some_and(|(number, line)| line.is_empty() && !meant.contains(number));
    while is_idle(shown.front()) {
        shown.pop_front();
    }
    while is_idle(shown.back()) {
        shown.pop_back();
    }
    let text = file.text();
    let margin = margin(shown.iter().map(|(_, line)| &text[line.clone()]));
    let mut out = String::from("<pre>");
    for (number, line) in shown {
        let line = (line.start + margin).min(line.end)..line.end;
        let marks = if meant.contains(&number) { span.range() } else { 0..0 };
        let _ = write!(out, "<span><i>{number}</i>{}\n</span>", marked(text, line, marks));
    }
    out.push_str("</pre>");
    out
}

/// The first line of a span without what indents it.
pub(super) fn line(file: &SourceFile, span: Span) -> String {
    let Some(line) = file.line(file.position(span.start).line) else { return String::new() };
    let indent = margin(std::iter::once(&file.text()[line.clone()]));
    format!("<code>{}</code>", marked(file.text(), line.start + indent..line.end, span.range()))
}

/// How many blanks all lines start with that are not empty.
pub(super) fn margin<'t>(lines: impl Iterator<Item = &'t str>) -> usize {
    let mut common: Option<&str> = None;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let blank = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        common = Some(common.map_or(blank, |common| {
            let same = common.bytes().zip(blank.bytes()).take_while(|(one, other)| one == other).count();
            &common[..same]
        }));
    }
    common.map_or(0, str::len)
}

/// A part of a text as HTML, with a mark on what is meant.
fn marked(text: &str, line: Range<usize>, meant: Range<usize>) -> String {
    let start = boundary(text, meant.start.clamp(line.start, line.end));
    let end = boundary(text, meant.end.clamp(start, line.end));
    let (mut from, mut to) = (line.start, line.end);
    if to - from > LONG {
        from = boundary(text, start.saturating_sub(NEAR).max(from));
        to = boundary(text, (end.min(start + LONG) + NEAR).min(to));
    }
    let end = end.min(to);
    let cut = |is_cut| if is_cut { "…" } else { "" };
    let (before, behind) = (cut(from > line.start), cut(to < line.end));
    let mark = if end > start { format!("<mark>{}</mark>", code(&text[start..end])) } else { String::new() };
    format!("{before}{}{mark}{}{behind}", code(&text[from..start]), code(&text[end..to]))
}

/// Code in HTML; tabs stay.
pub(super) fn code(text: &str) -> String {
    text.split('\t').map(escaped).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Sources};

    fn drawn(text: &str, start: usize, end: usize, around: u32) -> String {
        let sources = Sources::from_files([("a.php", text)]);
        lines(sources.file(FileId(0)), Span::new(FileId(0), start, end), around)
    }

    #[test]
    fn what_is_meant_is_marked() {
        let line = |number: u32, code: &str| format!("<span><i>{number}</i>{code}\n</span>");
        let all = |lines: &[String]| format!("<pre>{}</pre>", lines.concat());
        let text = "<?php\n  one('<b>');\r\n    two\n\n  three";
        assert_eq!(drawn(text, 13, 16, 0), all(&[line(2, "one('<mark>&lt;b&gt;</mark>');")]));
        let around = [line(1, "&lt;?php"), line(2, "  <mark>one</mark>('&lt;b&gt;');"), line(3, "    two")];
        assert_eq!(drawn(text, 8, 11, 1), all(&around));
        let several = [line(2, "<mark>one('&lt;b&gt;');</mark>"), line(3, "<mark>  tw</mark>o")];
        assert_eq!(drawn(text, 8, 27, 0), all(&several));
        assert_eq!(drawn(text, 8, 21, 0).matches("<i>").count(), 1, "the end of a line is not the next one");
        assert_eq!(drawn(text, 90, 99, 0), all(&[line(5, "three")]), "behind the end");
    }

    #[test]
    fn long_lines_are_cut_around_what_is_meant() {
        let text = format!("{}NAME{}", "ä".repeat(4_000), "y".repeat(9_000));
        let drawn = drawn(&text, 8_000, 8_004, 2);
        assert!(drawn.len() < 500 && drawn.contains("<i>1</i>…ä") && drawn.contains("<mark>NAME</mark>yy"), "{drawn}");
        assert!(drawn.ends_with("y…\n</span></pre>"), "{drawn}");
    }
}
