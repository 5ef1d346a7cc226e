//! A statement's tokens, walked by keywords and names: for the beginnings of statements, and for what the parser
//! cannot read.

use std::ops::Range;

use super::lexer::{Kind, Lexer, Token, name};
use super::locate::folded;
use super::{Name, Word};
use crate::schema::Driver;

/// How deep brackets may be nested before the rest counts as one.
const NO_DEPTH: usize = 0;

/// The tokens of a statement.
pub(super) struct Tokens<'t> {
    text: &'t str,
    driver: Driver,
    list: Vec<Token>,
    /// The next token.
    pub(super) at: usize,
    /// Where the text begins in the whole.
    base: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, base: usize, driver: Driver) -> Self {
        let mut lexer = Lexer::new(text, driver);
        let list = std::iter::from_fn(|| lexer.next()).collect();
        Tokens { text, driver, list, at: 0, base }
    }

    /// Whether all tokens are read.
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.list.len()
    }

    /// The text of a token that is some places ahead; empty behind the end.
    pub(super) fn ahead(&self, places: usize) -> &'t str {
        self.list.get(self.at + places).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether the next tokens are these words or symbols.
    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(places, word)| self.ahead(places).eq_ignore_ascii_case(word))
    }

    /// Takes the next tokens if they are these words or symbols.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let eats = self.is(words);
        if eats {
            self.at += words.len();
        }
        eats
    }

    /// Takes the next token if it is one of these words.
    pub(super) fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(&[word]))
    }

    /// Goes to the first of these words outside of brackets, and past it.
    pub(super) fn skip_past(&mut self, word: &str) -> bool {
        while !self.is_done() {
            if self.eat(&[word]) {
                return true;
            }
            self.skip_group();
        }
        false
    }

    /// Goes past the first of these words outside of brackets, and gives the token before it.
    pub(super) fn before(&mut self, word: &str) -> Option<&'t str> {
        let found = self.skip_past(word).then(|| self.at.checked_sub(2).and_then(|at| self.list.get(at)))?;
        found.map(|token| &self.text[token.start..token.end])
    }

    /// Takes one token, or everything from an opening bracket to its closing one.
    pub(super) fn skip_group(&mut self) {
        let mut depth = NO_DEPTH;
        while !self.is_done() {
            match self.ahead(0) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == NO_DEPTH {
                return;
            }
        }
    }

    /// Where the next token begins in the statement.
    pub(super) fn offset(&self) -> usize {
        self.list.get(self.at).map_or(self.text.len(), |token| token.start)
    }

    /// Where the last token ended in the statement.
    pub(super) fn last_end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.list.get(at)).map_or(0, |token| token.end)
    }

    /// A name without its schema.
    pub(super) fn word(&mut self) -> Option<Word> {
        let token = *self.list.get(self.at)?;
        if !matches!(token.kind, Kind::Word | Kind::Quoted | Kind::Text) {
            return None;
        }
        self.at += 1;
        let range = self.base + token.start..self.base + token.end;
        let text = folded(&name(&self.text[token.start..token.end]), token.kind != Kind::Word, self.driver);
        Some(Word { text, range })
    }

    /// A name with or without its schema.
    pub(super) fn name(&mut self) -> Option<Name> {
        let mut last = self.word()?;
        let mut schema = None;
        let start = last.range.start;
        while self.is(&["."]) {
            self.at += 1;
            let next = self.word()?;
            schema = Some(last.text);
            last = next;
        }
        Some(Name { schema, text: last.text, range: start..last.range.end })
    }

    /// The parts between commas outside of brackets, from here to the end, or to the bracket that closes: their
    /// bytes in the statement.
    pub(super) fn parts(&mut self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = self.at;
        while !self.is_done() && self.ahead(0) != ")" {
            if self.ahead(0) == "," {
                parts.extend(self.between(start, self.at));
                self.at += 1;
                start = self.at;
            } else {
                self.skip_group();
            }
        }
        parts.extend(self.between(start, self.at));
        parts
    }

    fn between(&self, from: usize, to: usize) -> Option<Range<usize>> {
        (from < to).then(|| self.list[from].start..self.list[to - 1].end)
    }
}
