//! A line of a source file with a mark under what is meant, as it fits into the width.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use crate::finding::Severity;
use crate::report::look::{Look, style};
use crate::report::{boundary, printable};
use crate::source::{SourceFile, Span};

/// How many columns a tab takes.
const TAB_WIDTH: usize = 4;
/// How many bytes of a line are looked at before and behind what is meant: lines of minified files have no end.
const NEAR: usize = 500;
/// How many columns a mark takes at most; the rest of what is meant is not marked.
const LONGEST_MARK: usize = 80;

/// The first line of a span, as it is drawn.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    text: String,
    /// The columns before the mark.
    before: usize,
    /// The columns that are marked.
    marked: usize,
}

/// Prints the line of a span with its number, and a mark below.
pub(super) fn print(
    file: &SourceFile,
    span: Span,
    gutter: usize,
    severity: Option<Severity>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let number = file.position(span.start).line.to_string();
    let room = look.width.saturating_sub(gutter + 3).max(20);
    let line = line(file.text(), span, room);
    let bar = look.paint(style::FRAME, &format!("{:gutter$} |", ""));
    let numbered = look.paint(style::FRAME, &format!("{number:>gutter$} |"));
    let (sign, colour) = match severity {
        Some(severity) => ("^", style::of(severity)),
        None => ("-", style::FRAME),
    };
    let mark = look.paint(colour, &sign.repeat(line.marked.max(1)));
    writeln!(out, "{bar}\n{}", format!("{numbered} {}", line.text).trim_end())?;
    writeln!(out, "{bar} {}{mark}", " ".repeat(line.before))
}

/// The line of a span in at most `room` columns.
fn line(text: &str, span: Span, room: usize) -> Line {
    let start = boundary(text, span.start as usize);
    let end = boundary(text, span.end as usize).max(start);
    let nearest = boundary(text, start.saturating_sub(NEAR));
    let from = text[nearest..start].rfind('\n').map_or(nearest, |at| nearest + at + 1);
    let farthest = boundary(text, end.min(start + NEAR) + NEAR);
    let to = text[start..farthest].find(['\n', '\r']).map_or(farthest, |at| start + at);
    let end = end.min(to);
    let (mut before, mut meant, mut after) = (cells(&text[from..start]), cells(&text[start..end]), cells(&text[end..to]));
    let cut = "…";
    let mark = width(&meant).min(LONGEST_MARK).min(room.saturating_sub(2));
    let mut clipped = false;
    // The indentation goes first, then what stands before, as far as it has to.
    let needed = mark + width(&after).min(room / 4);
    if width(&before) + needed > room {
        before = before.into_iter().skip_while(|(c, _)| *c == ' ').collect();
        while width(&before) + needed + usize::from(clipped) > room && !before.is_empty() {
            before.remove(0);
            clipped = true;
        }
    }
    let mut kept = 0;
    let end = meant.iter().position(|(_, width)| {
        kept += width;
        kept > mark
    });
    // What is too long to be marked is drawn all the same, as far as there is room.
    after.splice(0..0, meant.split_off(end.unwrap_or(meant.len())));
    let mut shown: String = if clipped { cut.to_owned() } else { String::new() };
    let column = width(&before) + usize::from(clipped);
    shown.extend(before.iter().chain(&meant).map(|(c, _)| *c));
    let mut left = room.saturating_sub(column + width(&meant));
    let mut rest = after.iter().peekable();
    while let Some((c, width)) = rest.next() {
        if *width > left || (*width == left && rest.peek().is_some()) {
            shown.push_str(if left > 0 { cut } else { "" });
            break;
        }
        shown.push(*c);
        left -= width;
    }
    Line { text: shown, before: column, marked: width(&meant) }
}

/// The characters of a text with their columns: tabs are spaces, and what steers a terminal is replaced.
fn cells(text: &str) -> Vec<(char, usize)> {
    let spread = text.replace('\t', &" ".repeat(TAB_WIDTH));
    printable(&spread).chars().map(|c| (c, c.width().unwrap_or(1))).collect()
}

fn width(cells: &[(char, usize)]) -> usize {
    cells.iter().map(|(_, width)| width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn drawn(text: &str, start: usize, end: usize, room: usize) -> (String, usize, usize) {
        let sources = Sources::from_files([("a.php", text)]);
        let (id, file) = sources.iter().next().expect("there is one file");
        let Line { text, before, marked } = line(file.text(), Span::new(id, start, end), room);
        (text, before, marked)
    }

    #[test]
    fn spans_are_marked_on_their_first_line() {
        let text = "one\n\ttwo 漢\r\nthree";
        assert_eq!(drawn(text, 5, 19, 80), ("    two 漢".to_owned(), 4, 6));
        assert_eq!(drawn(text, 10, 10, 80).1, 8, "inside a character");
        assert_eq!(drawn(text, 99, 120, 80), ("three".to_owned(), 5, 0), "behind the end");
    }

    #[test]
    fn lines_are_cut_to_the_room_around_what_is_meant() {
        let long = format!("{}NAME{}", "x".repeat(400), "y".repeat(9_000));
        let (text, before, marked) = drawn(&long, 400, 404, 40);
        assert_eq!((text.chars().count(), marked), (40, 4), "{text}");
        assert!(text.starts_with('…') && text.ends_with('…'), "{text}");
        assert_eq!(text.chars().skip(before).take(4).collect::<String>(), "NAME");
        assert_eq!(drawn("        NAME", 8, 12, 10).0, "NAME", "indentation goes first");
        let (text, _, marked) = drawn(&"z".repeat(300), 0, 300, 40);
        assert!(text.chars().count() <= 40 && marked <= 40, "{text}");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(drawn("a\u{1b}[31mb", 6, 7, 80).0, "a\u{fffd}[31mb");
    }
}
