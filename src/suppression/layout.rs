//! Where lines, comments and declarations of a text end, so that it can be asked at many places without reading the text again
//! for each of them.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use crate::php::Token;

/// What is known of a text.
pub(super) struct Layout<'t> {
    text: &'t str,
    tokens: &'t [Token],
    /// The places of all line breaks.
    breaks: Vec<usize>,
    /// The places of all `/*`.
    opening: Vec<usize>,
    /// The places of all `*/`.
    closing: Vec<usize>,
    /// Where the declaration ends that begins with each token.
    declarations: OnceCell<Vec<usize>>,
    // The last answers, for the next question is mostly about the same line.
    text_end: Cell<Option<(usize, usize)>>,
    indent: Cell<Option<(usize, usize)>>,
    word: Cell<Option<(usize, usize)>>,
    chain: Cell<Option<(usize, usize)>>,
}

impl<'t> Layout<'t> {
    pub(super) fn of(text: &'t str, tokens: &'t [Token]) -> Self {
        let places = |of: &str| -> Vec<usize> { memchr::memmem::find_iter(text.as_bytes(), of).collect() };
        Layout {
            text,
            tokens,
            breaks: memchr::memchr_iter(b'\n', text.as_bytes()).collect(),
            opening: places("/*"),
            closing: places("*/"),
            declarations: OnceCell::new(),
            text_end: Cell::new(None),
            indent: Cell::new(None),
            word: Cell::new(None),
            chain: Cell::new(None),
        }
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.breaks.partition_point(|newline| *newline < at);
        before.checked_sub(1).and_then(|last| self.breaks.get(last)).map_or(0, |newline| newline + 1)
    }

    /// The end of the line, without its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let next = self.breaks.partition_point(|newline| *newline < at);
        self.breaks.get(next).copied().unwrap_or(self.text.len())
    }

    /// Where the comment begins in which this range ends; none if it ends in none that begins in it.
    pub(super) fn open_comment(&self, range: Range<usize>) -> Option<usize> {
        let before = self.opening.partition_point(|open| open + 2 <= range.end);
        let open = before.checked_sub(1).and_then(|last| self.opening.get(last)).filter(|open| **open >= range.start)?;
        let next = self.closing.partition_point(|close| close < open);
        let is_closed = self.closing.get(next).is_some_and(|close| close + 2 <= range.end);
        (!is_closed).then_some(*open)
    }

    /// Where the next comment ends.
    pub(super) fn comment_end(&self, at: usize) -> Option<usize> {
        self.closing.get(self.closing.partition_point(|close| *close < at)).copied()
    }

    /// Where the text of the line of a place ends, blanks left out, if it goes no further than `end`.
    pub(super) fn text_end(&self, at: usize, end: usize) -> usize {
        let end = self.line_end(at).min(end);
        once(&self.text_end, end, || {
            let line = self.line_start(end);
            line + self.slice(line..end).trim_end().len()
        })
    }

    /// Where the blanks end that a line begins with.
    pub(super) fn indent_end(&self, line: usize) -> usize {
        once(&self.indent, line, || {
            let end = self.line_end(line);
            end - self.slice(line..end).trim_start().len()
        })
    }

    /// Where the blanks and quotes end that stand at a place of a line.
    pub(super) fn first_word(&self, from: usize) -> usize {
        once(&self.word, from, || {
            let end = self.line_end(from);
            end - self.slice(from..end).trim_start_matches(['"', '\'', ' ', '\t']).len()
        })
    }

    /// The end of the line of a place, with the calls below it that are chained to it.
    pub(super) fn chain_end(&self, at: usize) -> usize {
        once(&self.chain, at, || {
            let (from, mut to) = (self.line_start(at), self.line_end(at));
            let mut line = from;
            // A line that opens something begins a piece of code of its own.
            while !self.slice(line..to).trim_end().ends_with(['{', '(', '[']) {
                let next = self.line_end((to + 1).min(self.text.len()));
                let chained = self.slice(to..next).trim_start();
                if !(chained.starts_with("->") || chained.starts_with("?->")) {
                    break;
                }
                (line, to) = (to, self.line_end(to + 1));
            }
            to
        })
    }

    /// Where the declaration ends that begins with a token: behind its semicolon or the brace that closes it.
    pub(super) fn declaration_end(&self, token: usize) -> usize {
        let ends = self.declarations.get_or_init(|| self.declaration_ends());
        ends.get(token).copied().unwrap_or(self.text.len())
    }

    /// For every token where a declaration ends that begins with it; told from the last one to the first, because what is
    /// in brackets is passed over.
    fn declaration_ends(&self) -> Vec<usize> {
        let mut partners: Vec<Option<usize>> = vec![None; self.tokens.len()];
        let mut open = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match self.slice(token.start..token.end) {
                "{" | "(" | "[" | "#[" => open.push(index),
                "}" | ")" | "]" => {
                    if let Some(partner) = open.pop().and_then(|open: usize| partners.get_mut(open)) {
                        *partner = Some(index);
                    }
                }
                _ => {}
            }
        }
        let mut ends = vec![self.text.len(); self.tokens.len() + 1];
        for (index, token) in self.tokens.iter().enumerate().rev() {
            let from = |index: usize| ends.get(index).copied().unwrap_or(self.text.len());
            let end = match self.slice(token.start..token.end) {
                ";" => token.end,
                "}" | ")" | "]" => token.start,
                "{" | "(" | "[" | "#[" => match partners.get(index).copied().flatten() {
                    None => self.text.len(),
                    Some(partner) => match self.tokens.get(partner) {
                        Some(closing) if self.slice(closing.start..closing.end) == "}" => closing.end,
                        _ => from(partner + 1),
                    },
                },
                _ => from(index + 1),
            };
            if let Some(slot) = ends.get_mut(index) {
                *slot = end;
            }
        }
        ends
    }
}

/// The last answer if the question is the same.
fn once(last: &Cell<Option<(usize, usize)>>, question: usize, answer: impl FnOnce() -> usize) -> usize {
    match last.get() {
        Some((asked, answer)) if asked == question => answer,
        _ => {
            let answer = answer();
            last.set(Some((question, answer)));
            answer
        }
    }
}
