//! Where SQL's tokens begin and end: as much of the language as it takes to find the ends of statements and the
//! names in them. Knows no grammar.
//!
//! Never fails: what is not closed reaches to the end of the text.

use std::ops::Range;

use crate::schema::Driver;

/// Kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Quoted,
    /// A string.
    Text,
    /// A number.
    Number,
    /// Any other character.
    Symbol,
}

/// A token: its kind and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A version in MySQL's conditional comments that no server has: what stands behind it is never carried out.
const NO_SERVER: u32 = 999_999;

/// Reads tokens one after the other; notes what is not part of any statement.
pub(super) struct Lexer<'t> {
    text: &'t str,
    driver: Driver,
    /// The next byte.
    pub(super) at: usize,
    /// Comments, and the marks around what MySQL carries out in spite of them.
    pub(super) blanks: Vec<Range<usize>>,
    /// Inside a conditional comment.
    conditional: bool,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, driver: Driver) -> Self {
        Lexer { text, driver, at: 0, blanks: Vec::new(), conditional: false }
    }

    /// The text of a token.
    pub(super) fn text(&self, token: Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// A byte of the text.
    pub(super) fn text_at(&self, at: usize) -> Option<u8> {
        self.byte(at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn starts_with(&self, start: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(start.as_bytes())
    }

    /// Goes on to the next token, past blanks and comments.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            let start = self.at;
            match byte {
                b if b.is_ascii_whitespace() || b == 0x0b || b == 0 => {
                    self.at += 1;
                    continue;
                }
                b'-' if self.starts_with("--") && self.is_dash_comment() => self.skip_line(),
                b'#' if self.driver.is_mysql() => self.skip_line(),
                b'/' if self.starts_with("/*") => self.block_comment(),
                b'*' if self.conditional && self.starts_with("*/") => {
                    self.conditional = false;
                    self.at += 2;
                }
                0xef if self.starts_with("\u{feff}") => self.at += 3,
                _ => return,
            }
            self.blanks.push(start..self.at);
        }
    }

    /// MySQL wants a blank behind the dashes.
    fn is_dash_comment(&self) -> bool {
        !self.driver.is_mysql() || self.byte(self.at + 2).is_none_or(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control())
    }

    /// Skips to the end of the line.
    pub(super) fn skip_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn block_comment(&mut self) {
        let mariadb = self.driver == Driver::MariaDb && self.starts_with("/*M!");
        if mariadb || (self.driver.is_mysql() && self.starts_with("/*!")) {
            let from = self.at + if mariadb { 4 } else { 3 };
            let digits = self.text.as_bytes()[from..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
            let version: u32 = self.text[from..from + digits].parse().unwrap_or(0);
            if version < NO_SERVER {
                self.conditional = true;
                self.at = from + digits;
                return;
            }
        }
        let nests = matches!(self.driver, Driver::PgSql | Driver::SqlSrv);
        self.at += 2;
        let mut depth = 1_usize;
        let bytes = self.text.as_bytes();
        while let Some(next) = memchr::memchr2(b'*', b'/', &bytes[self.at..]) {
            self.at += next;
            if self.starts_with("*/") {
                self.at += 2;
                depth -= 1;
                if depth == 0 {
                    return;
                }
            } else if nests && self.starts_with("/*") {
                self.at += 2;
                depth += 1;
            } else {
                self.at += 1;
            }
        }
        self.at = bytes.len();
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let start = self.at;
        let kind = match self.byte(start)? {
            b'\'' => self.quoted(b'\'', self.driver.is_mysql(), Kind::Text),
            b'"' if self.driver.is_mysql() => self.quoted(b'"', true, Kind::Text),
            b'"' => self.quoted(b'"', false, Kind::Quoted),
            b'`' => self.quoted(b'`', false, Kind::Quoted),
            b'[' if matches!(self.driver, Driver::SqlSrv | Driver::Sqlite) => self.quoted(b']', false, Kind::Quoted),
            b'$' if self.driver == Driver::PgSql => self.dollar(),
            byte if byte.is_ascii_digit() => {
                self.while_word(|byte| byte == b'.');
                Kind::Number
            }
            byte if is_word(byte) => self.word(),
            _ => {
                self.at += 1;
                Kind::Symbol
            }
        };
        Some(Token { kind, start, end: self.at })
    }

    fn while_word(&mut self, also: fn(u8) -> bool) {
        while self.byte(self.at).is_some_and(|byte| is_word(byte) || byte.is_ascii_digit() || byte == b'$' || also(byte)) {
            self.at += 1;
        }
    }

    /// A word, or a string with a letter before it.
    fn word(&mut self) -> Kind {
        let start = self.at;
        self.while_word(|_| false);
        if self.at == start + 1 && self.byte(self.at) == Some(b'\'') {
            match self.text.as_bytes()[start].to_ascii_lowercase() {
                b'e' if self.driver == Driver::PgSql => return self.quoted(b'\'', true, Kind::Text),
                b'n' | b'x' | b'b' => return self.quoted(b'\'', self.driver.is_mysql(), Kind::Text),
                _ => {}
            }
        }
        Kind::Word
    }

    /// Skips something in quotes; the opening quote is the next byte.
    fn quoted(&mut self, close: u8, escapes: bool, kind: Kind) -> Kind {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(byte) = self.byte(self.at) {
            self.at += 1;
            if byte == b'\\' && escapes {
                self.at += 1;
            } else if byte == close {
                if self.byte(self.at) != Some(close) {
                    return kind;
                }
                self.at += 1;
            }
        }
        self.at = bytes.len();
        kind
    }

    /// `$tag$ … $tag$`, or a parameter.
    fn dollar(&mut self) -> Kind {
        let bytes = &self.text.as_bytes()[self.at..];
        let tag = bytes[1..].iter().take_while(|byte| is_word(**byte) || byte.is_ascii_digit()).count();
        if bytes.get(tag + 1) != Some(&b'$') || bytes[1].is_ascii_digit() {
            self.at += 1;
            return Kind::Symbol;
        }
        let mark = &bytes[..tag + 2];
        let from = mark.len();
        let end = memchr::memmem::find(&bytes[from..], mark).map_or(bytes.len(), |found| from + found + from);
        self.at += end;
        Kind::Text
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

/// The name that a token is, without its quotes.
pub(super) fn name(text: &str) -> String {
    // `N'…'`, `E'…'`
    let text = if matches!(text.as_bytes(), [b'a'..=b'z' | b'A'..=b'Z', b'\'', ..]) { &text[1..] } else { text };
    let mut inside = text.chars();
    let close = match inside.next() {
        Some(quote @ ('"' | '`' | '\'')) => quote,
        Some('[') => ']',
        _ => return text.to_owned(),
    };
    let inside = inside.as_str();
    inside.strip_suffix(close).unwrap_or(inside).replace(&format!("{close}{close}"), &close.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str, driver: Driver) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::new(text, driver);
        std::iter::from_fn(|| lexer.next().map(|token| (token.kind, lexer.text(token)))).collect()
    }

    #[test]
    fn quotes_differ_by_driver() {
        assert_eq!(tokens(r#""a\"b" `c``d`"#, Driver::MySql), [(Kind::Text, r#""a\"b""#), (Kind::Quoted, "`c``d`")]);
        assert_eq!(tokens(r#""a""b" E'x\'y'"#, Driver::PgSql), [(Kind::Quoted, r#""a""b""#), (Kind::Text, r"E'x\'y'")]);
        assert_eq!(tokens("[a b].c", Driver::SqlSrv)[0], (Kind::Quoted, "[a b]"));
        assert_eq!(tokens("'a\\' b", Driver::Sqlite), [(Kind::Text, "'a\\'"), (Kind::Word, "b")]);
        assert_eq!(name("`c``d`"), "c`d");
        assert_eq!(name("[a b]"), "a b");
        assert_eq!(name("'''a'"), "'a");
        assert_eq!(name("N'a'"), "a");
    }

    #[test]
    fn dollar_quotes_hold_anything() {
        assert_eq!(tokens("$a$ ; $b$ ' $a$ x", Driver::PgSql), [(Kind::Text, "$a$ ; $b$ ' $a$"), (Kind::Word, "x")]);
        assert_eq!(tokens("$1", Driver::PgSql), [(Kind::Symbol, "$"), (Kind::Number, "1")]);
        assert_eq!(tokens("$$ open", Driver::PgSql), [(Kind::Text, "$$ open")]);
    }

    #[test]
    fn conditional_comments_are_carried_out() {
        let words = |text| tokens(text, Driver::MySql).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(words("/*!40101 SET x */ /* no */ y -- no\n z # no"), ["SET", "x", "y", "z"]);
        assert_eq!(words("/*!999999\\- enable the sandbox mode */ a"), ["a"]);
        assert_eq!(words("1--1"), ["1", "-", "-", "1"]);
        assert_eq!(tokens("/* a /* b */ c */ d", Driver::PgSql).len(), 1);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for text in ["'a", "\"a", "`a", "[a", "/* a", "$x$ a", "'a\\", "--", "$", "/*!", "/*!5", "e'"] {
            for driver in Driver::ALL {
                let mut lexer = Lexer::new(text, driver);
                while lexer.next().is_some() {}
                assert!(lexer.at >= text.len(), "{text}");
            }
        }
    }
}
