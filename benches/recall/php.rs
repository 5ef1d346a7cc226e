//! A PHP file as a plain scan sees it: the code with its strings blanked, and the strings apart.
//!
//! This is deliberately not the parser that is measured: what one misreads, the other should not misread too.

use std::ops::Range;

/// A file's code, byte for byte as long as the file. Comments and what lies outside `<?php` are blanks, the contents
/// of strings are `~` between their quotes, so that no pattern finds code in them.
pub(crate) struct Code {
    masked: String,
    literals: Vec<Literal>,
}

/// A string in the code.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    /// All of it, with its quotes.
    pub(crate) whole: Range<usize>,
    /// What it says.
    pub(crate) content: Range<usize>,
    /// Whether it says just that: nothing is interpolated and nothing escaped.
    pub(crate) fixed: bool,
}

impl Code {
    pub(crate) fn new(text: &str) -> Self {
        let mut scan = Scan { bytes: text.as_bytes(), masked: text.as_bytes().to_vec(), literals: Vec::new() };
        scan.file();
        // Letters outside ASCII are parts of names; only their number of bytes matters.
        let masked = scan.masked.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '_' }).collect();
        Code { masked, literals: scan.literals }
    }

    /// The code, to match patterns against.
    pub(crate) fn masked(&self) -> &str {
        &self.masked
    }

    pub(crate) fn literals(&self) -> &[Literal] {
        &self.literals
    }

    /// The string whose opening quote stands at this byte.
    pub(crate) fn literal_at(&self, open: usize) -> Option<&Literal> {
        let index = self.literals.binary_search_by_key(&open, |literal| literal.whole.start).ok()?;
        self.literals.get(index)
    }

    /// The string that a piece of code consists of.
    pub(crate) fn only_literal(&self, piece: &Range<usize>) -> Option<&Literal> {
        self.literal_at(piece.start).filter(|literal| literal.whole.end == piece.end && literal.fixed)
    }

    /// The first byte at or behind `at` that is no blank.
    pub(crate) fn skip_blanks(&self, at: usize) -> usize {
        let rest = self.masked.get(at..).unwrap_or_default();
        at + (rest.len() - rest.trim_start().len())
    }

    /// The bracket that closes the one at `open`.
    pub(crate) fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (index, byte) in self.masked.bytes().enumerate().skip(open) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(index);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The arguments of the call whose parenthesis opens at `open`, without the blanks around them, and where it closes.
    pub(crate) fn arguments(&self, open: usize) -> Option<(Vec<Range<usize>>, usize)> {
        let close = self.closing(open)?;
        Some((self.items(open + 1..close), close))
    }

    /// The elements of a piece of code that is an array in brackets.
    pub(crate) fn elements(&self, piece: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let is_array = self.masked.as_bytes().get(piece.start) == Some(&b'[') && self.closing(piece.start)? + 1 == piece.end;
        is_array.then(|| self.items(piece.start + 1..piece.end - 1))
    }

    /// The keys of a piece of code that is an array in brackets.
    pub(crate) fn keys(&self, piece: &Range<usize>) -> Vec<&Literal> {
        let key = |element: Range<usize>| {
            let literal = self.literal_at(element.start).filter(|literal| literal.fixed)?;
            let behind = self.skip_blanks(literal.whole.end);
            self.masked[behind..].starts_with("=>").then_some(literal)
        };
        self.elements(piece).unwrap_or_default().into_iter().filter_map(key).collect()
    }

    /// What stands between the commas of a piece of code.
    fn items(&self, piece: Range<usize>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut depth = 0_usize;
        let mut start = piece.start;
        let mut add = |range: Range<usize>| {
            let text = &self.masked[range.clone()];
            let start = range.start + (text.len() - text.trim_start().len());
            if !text.trim().is_empty() {
                items.push(start..start + text.trim().len());
            }
        };
        for at in piece.clone() {
            match self.masked.as_bytes()[at] {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => {
                    add(start..at);
                    start = at + 1;
                }
                _ => {}
            }
        }
        add(start..piece.end);
        items
    }
}

struct Scan<'t> {
    bytes: &'t [u8],
    masked: Vec<u8>,
    literals: Vec<Literal>,
}

impl Scan<'_> {
    fn file(&mut self) {
        let mut at = 0;
        while at < self.bytes.len() {
            let code = self.find(at, b"<?").unwrap_or(self.bytes.len());
            self.blank(at..code, b' ');
            at = self.code(code);
        }
    }

    /// From `<?` to behind `?>`.
    fn code(&mut self, mut at: usize) -> usize {
        let open = if self.starts(at, b"<?php") { at + 5 } else { (at + 2).min(self.bytes.len()) };
        self.blank(at..open, b' ');
        at = open;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'?' if self.starts(at, b"?>") => {
                    self.blank(at..at + 2, b' ');
                    return at + 2;
                }
                b'/' if self.starts(at, b"/*") => {
                    let end = self.find(at + 2, b"*/").map_or(self.bytes.len(), |end| end + 2);
                    self.blank(at..end, b' ');
                    at = end;
                }
                b'/' if self.starts(at, b"//") => at = self.line_comment(at),
                b'#' if !self.starts(at, b"#[") => at = self.line_comment(at),
                quote @ (b'\'' | b'"' | b'`') => at = self.string(at, quote),
                b'<' if self.starts(at, b"<<<") => at = self.heredoc(at).unwrap_or(at + 3),
                _ => at += 1,
            }
        }
        at
    }

    fn line_comment(&mut self, at: usize) -> usize {
        let line = self.find(at, b"\n").unwrap_or(self.bytes.len());
        let end = self.find(at, b"?>").map_or(line, |end| end.min(line));
        self.blank(at..end, b' ');
        end
    }

    fn string(&mut self, open: usize, quote: u8) -> usize {
        let mut at = open + 1;
        while at < self.bytes.len() && self.bytes[at] != quote {
            at = match self.bytes[at] {
                b'\\' => at + 2,
                b'{' if quote != b'\'' && self.starts(at, b"{$") => self.interpolation(at),
                _ => at + 1,
            };
        }
        let end = at.min(self.bytes.len());
        let whole = open..(end + 1).min(self.bytes.len());
        self.add(whole, open + 1..end, quote != b'\'' || self.bytes[open + 1..end].contains(&b'\\'));
        end + 1
    }

    /// `{$…}` in a string: it may have strings of its own.
    fn interpolation(&self, mut at: usize) -> usize {
        let mut depth = 0_usize;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'{' => depth += 1,
                b'}' if depth == 1 => return at + 1,
                b'}' => depth -= 1,
                quote @ (b'\'' | b'"') => {
                    at += 1;
                    while at < self.bytes.len() && self.bytes[at] != quote {
                        at += if self.bytes[at] == b'\\' { 2 } else { 1 };
                    }
                }
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// A heredoc or nowdoc, if it is one.
    fn heredoc(&mut self, open: usize) -> Option<usize> {
        let line = self.find(open, b"\n")?;
        let label = std::str::from_utf8(&self.bytes[open + 3..line]).ok()?.trim();
        let name = label.trim_matches(['\'', '"']);
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return None;
        }
        let mut start = line;
        loop {
            let mut at = start + 1;
            while self.bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                at += 1;
            }
            let end = at + name.len();
            let ends = !self.bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            if self.starts(at, name.as_bytes()) && ends {
                self.add(open..end, line + 1..start.max(line + 1), !label.starts_with('\''));
                return Some(end);
            }
            start = self.find(at, b"\n")?;
        }
    }

    /// Notes a string. Where `$` and escapes mean something in it, it must not have them to be fixed.
    fn add(&mut self, whole: Range<usize>, content: Range<usize>, expands: bool) {
        let fixed = !(expands && self.bytes[content.clone()].iter().any(|byte| matches!(byte, b'$' | b'\\')));
        self.blank(whole.clone(), b'~');
        let quote = if self.bytes[whole.start] == b'<' { b'"' } else { self.bytes[whole.start] };
        self.masked[whole.start] = quote;
        self.masked[whole.end - 1] = quote;
        self.literals.push(Literal { whole, content, fixed });
    }

    fn starts(&self, at: usize, with: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(with))
    }

    fn find(&self, from: usize, what: &[u8]) -> Option<usize> {
        let rest = self.bytes.get(from..)?;
        rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
    }

    /// Lines stay lines, so that patterns can ask for their starts.
    fn blank(&mut self, range: Range<usize>, by: u8) {
        for byte in &mut self.masked[range] {
            if by != b' ' || *byte != b'\n' {
                *byte = by;
            }
        }
    }
}
