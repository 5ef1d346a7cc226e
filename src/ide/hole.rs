//! The string around a cursor in a text that is being written, and the same text with a name put in there, so that what is
//! missing does not keep the rest from being understood.

use std::ops::Range;

/// A name that nobody uses, which stands for what is not written yet.
pub(super) const MARK: &str = "zzcursorzz";

/// Words by which a string is taken for SQL that goes on in the next line.
const SQL: [&str; 6] = ["select ", "insert ", "update ", "delete ", " from ", " where "];

/// The place in a string where a name is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// The part of the text that the finished name replaces: what is written of it, also behind the cursor.
    pub(super) word: Range<usize>,
    /// Where the cursor is.
    offset: usize,
    /// The quote that the string starts with; none in a heredoc.
    quote: Option<char>,
    /// Whether the string ends in its line.
    ends: bool,
    /// What closes the brackets that are open around the string, in order.
    closing: String,
    /// What closes all that is open around these, where a closure in brackets is.
    closing_all: Option<String>,
    /// Whether the string stands in an array, where it may be a key.
    in_array: bool,
}

/// What a scan of PHP is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Code,
    Line,
    Block,
    Text { quote: u8, start: usize },
    Heredoc { start: usize },
}

impl Hole {
    /// The hole at an offset; none where the cursor is in no string.
    pub(super) fn at(text: &str, offset: usize) -> Option<Hole> {
        if !text.is_char_boundary(offset) {
            return None;
        }
        let bytes = text.as_bytes();
        let mut scan = Scan { bytes, state: State::Outside, open: Vec::new(), ending: Vec::new() };
        let mut at = 0;
        while at < offset {
            at += scan.step(at, offset);
        }
        let (quote, start) = match scan.state {
            State::Text { quote, start } => (Some(char::from(quote)), start),
            State::Heredoc { start } => (None, start),
            _ => return None,
        };
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
        let before = bytes[start..offset].iter().rev().take_while(|byte| is_name(byte)).count();
        let after = bytes[offset..].iter().take_while(|byte| is_name(byte)).count();
        let line_end = bytes[offset..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| offset + length);
        let closes = |quote: char| {
            let mut escaped = false;
            bytes[offset..line_end].iter().any(|byte| {
                let closes = !escaped && char::from(*byte) == quote;
                escaped = !escaped && *byte == b'\\';
                closes
            })
        };
        let written = text[start..line_end].to_ascii_lowercase();
        let ends = quote.is_none_or(|quote| closes(quote) || SQL.iter().any(|word| written.contains(word)));
        let in_body = scan.open.iter().rposition(|bracket| *bracket == b'{').map_or(0, |at| at + 1);
        let closing = scan.open[in_body..].iter().rev().map(|bracket| if *bracket == b'(' { ')' } else { ']' }).collect();
        let in_array = scan.open.last() == Some(&b'[');
        let closing_all = closing_all(&scan.open[..in_body]);
        Some(Hole { word: offset - before..offset + after, offset, quote, ends, closing, closing_all, in_array })
    }

    /// What is written of the name, before the cursor.
    pub(super) fn prefix<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.word.start..self.offset).unwrap_or_default()
    }

    /// The texts to try, the most likely first: with the name put in; as the key of an array; and with what seems to be missing
    /// behind it. Each with the place of the name.
    pub(super) fn filled(&self, text: &str) -> Vec<(String, usize)> {
        let before = text.get(..self.offset).unwrap_or_default();
        let behind = text.get(self.word.end..).unwrap_or_default();
        let mut texts = Vec::new();
        if self.ends {
            texts.push(format!("{before}{MARK}{behind}"));
            if let Some((rest, end)) =
                self.quote.filter(|_| self.in_array).and_then(|quote| behind.split_once(quote).zip(Some(quote)))
                && !rest.1.trim_start().starts_with("=>")
            {
                texts.push(format!("{before}{MARK}{}{end} => 1{}", rest.0, rest.1));
            }
        }
        if let Some(quote) = self.quote {
            let rest = behind.find('\n').and_then(|at| behind.get(at..)).unwrap_or_default();
            texts.push(format!("{before}{MARK}{quote}{};{rest}", self.closing));
            if self.in_array {
                texts.push(format!("{before}{MARK}{quote} => 1{};{rest}", self.closing));
            }
            // What is behind may close what is open here, or may not be there yet.
            if let Some(closing_all) = &self.closing_all {
                texts.push(format!("{before}{MARK}{quote}{};{closing_all}", self.closing));
            }
        }
        texts.into_iter().map(|text| (text, self.word.start)).collect()
    }
}

/// What closes these brackets, with the ends of statements in between. None where no closure is in brackets.
fn closing_all(open: &[u8]) -> Option<String> {
    let in_brackets = open.iter().any(|bracket| *bracket != b'{');
    let mut closing = String::new();
    for bracket in open.iter().rev() {
        match bracket {
            b'(' => closing.push(')'),
            b'[' => closing.push(']'),
            _ if closing.ends_with([')', ']']) => closing.push_str(";}"),
            _ => closing.push('}'),
        }
    }
    in_brackets.then(|| closing + ";")
}

/// A scan that knows as much of PHP as it takes to tell strings from code.
struct Scan<'t> {
    bytes: &'t [u8],
    state: State,
    /// The brackets that are open, from the outside in.
    open: Vec<u8>,
    /// The word that ends the heredoc at hand.
    ending: Vec<u8>,
}

impl Scan<'_> {
    /// Takes what stands at a place, and answers how many bytes that is. Nothing is taken beyond `end`.
    fn step(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.bytes[at..end];
        let Some(first) = rest.first() else { return 1 };
        match self.state {
            State::Outside => {
                if rest.starts_with(b"<?php") {
                    self.state = State::Code;
                    return 5;
                }
                if rest.starts_with(b"<?=") {
                    self.state = State::Code;
                    return 3;
                }
            }
            State::Code => return self.code(rest, at),
            State::Line => {
                if *first == b'\n' || rest.starts_with(b"?>") {
                    self.state = if *first == b'\n' { State::Code } else { State::Outside };
                }
            }
            State::Block => {
                if rest.starts_with(b"*/") {
                    self.state = State::Code;
                    return 2;
                }
            }
            State::Text { quote, .. } => {
                if *first == b'\\' {
                    return 2.min(rest.len());
                }
                if *first == quote {
                    self.state = State::Code;
                }
            }
            State::Heredoc { .. } => {
                if *first == b'\n' {
                    let line = &rest[1..];
                    let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                    if line[indent..].starts_with(&self.ending) {
                        self.state = State::Code;
                        return 1 + indent + self.ending.len();
                    }
                }
            }
        }
        1
    }

    fn code(&mut self, rest: &[u8], at: usize) -> usize {
        let first = rest.first().copied().unwrap_or_default();
        match first {
            b'\'' | b'"' | b'`' => self.state = State::Text { quote: first, start: at + 1 },
            b'#' if rest.get(1) != Some(&b'[') => self.state = State::Line,
            b'/' if rest.get(1) == Some(&b'/') => self.state = State::Line,
            b'/' if rest.get(1) == Some(&b'*') => {
                self.state = State::Block;
                return 2;
            }
            b'?' if rest.get(1) == Some(&b'>') => self.state = State::Outside,
            b'<' if rest.starts_with(b"<<<") => return self.heredoc(rest, at),
            b'(' | b'[' | b'{' => self.open.push(first),
            b')' | b']' | b'}' => {
                self.open.pop();
            }
            // What was left open in a statement before does not matter.
            b';' => {
                let body = self.open.iter().rposition(|bracket| *bracket == b'{').map_or(0, |at| at + 1);
                // The parts of a `for` are no statements.
                if self.open[body..].iter().all(|bracket| *bracket == b'[') {
                    self.open.truncate(body);
                }
            }
            _ => {}
        }
        1
    }

    fn heredoc(&mut self, rest: &[u8], at: usize) -> usize {
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let quoted = 3 + rest[3..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\'' | b'"')).count();
        self.ending = rest[quoted..].iter().take_while(is_word).copied().collect();
        if self.ending.is_empty() {
            return 3;
        }
        // The end of the line belongs to what follows, which may be the end already.
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        self.state = State::Heredoc { start: at + length };
        length.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts to try for a text with the cursor at `¦`.
    fn filled(text: &str) -> Vec<String> {
        let (before, after) = text.split_once('¦').expect("a cursor");
        let whole = format!("<?php {before}{after}");
        let Some(hole) = Hole::at(&whole, 6 + before.len()) else { return Vec::new() };
        hole.filled(&whole).into_iter().map(|(text, _)| text[6..].replace(MARK, "X")).collect()
    }

    #[test]
    fn a_name_is_put_into_the_string_around_the_cursor() {
        assert_eq!(filled("f('a¦b')->g();")[0], "f('aX')->g();");
        assert_eq!(filled("f('o.¦')->g();")[0], "f('o.X')->g();");
        assert_eq!(filled("$x = \"select ¦ from t\";")[0], "$x = \"select X from t\";");
        assert_eq!(filled("f(<<<SQL\nselect ¦ from t\nSQL);")[0], "f(<<<SQL\nselect X from t\nSQL);");
    }

    #[test]
    fn what_is_missing_is_closed() {
        assert_eq!(
            filled("{ f('a')->g(['x' => 1, 'y¦\n ->get(); }"),
            ["{ f('a')->g(['x' => 1, 'yX']);\n ->get(); }", "{ f('a')->g(['x' => 1, 'yX' => 1]);\n ->get(); }"]
        );
        assert_eq!(filled("f('a¦'\n g();")[1], "f('aX');\n g();");
        assert_eq!(filled("{ f(function () { g('a¦\n } }").last().map(String::as_str), Some("{ f(function () { g('aX');});};"));
        assert_eq!(filled("f(['a' => 1, '¦'])")[1], "f(['a' => 1, 'X' => 1])");
    }

    #[test]
    fn outside_of_strings_there_is_nothing() {
        for text in ["f(¦);", "// it's ¦\n", "/* ' ¦ */", "# ' ¦\n", "f('a', ¦)", "f('a\\'b', ¦)"] {
            assert!(filled(text).is_empty(), "{text}");
        }
        assert!(!filled("#[A]\nf('¦')").is_empty());
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["¦", "'¦", "<<<¦", "<<<X\n¦", "'\\¦", "é'ü¦ü'", "?>'¦'", "}}}]]]'¦"] {
            let _ = filled(text);
        }
        assert_eq!(Hole::at("é", 1), None);
    }
}
