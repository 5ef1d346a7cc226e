//! Which of some names occur in a project's texts, whatever they mean there: as a whole, in another spelling, or as a part of a
//! name that is put together. Comments of PHP do not count: they use nothing.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use crate::php::{TokenKind, tokens};
use crate::source::{FileId, Span};

/// The most words of a name in camel case that are looked at together.
const MOST_WORDS: usize = 8;
/// The shortest part of a name that code is believed to put names together of, in bytes, with its underscore.
const SHORTEST_PART: usize = 3;
/// What the names of methods begin with that search by the column that they name.
const SEARCHING: [&str; 8] = ["where", "orWhere", "findBy", "getBy", "firstBy", "orderBy", "scopeBy", "filter"];

/// Where a name occurs.
#[derive(Debug, Default)]
struct Seen {
    /// Whether it does at all.
    anywhere: bool,
    /// The places in strings of PHP files that were surveyed.
    quoted: Vec<Span>,
    /// Whether it stands in quotes in a text of which nothing else is known, or in the name of a method that searches.
    loose: bool,
}

/// Names, and where they occur.
#[derive(Debug)]
pub(super) struct Words {
    /// By the names without underscores, in lower case.
    seen: HashMap<String, Seen>,
    /// Parts that strings end with: `address_`.
    starts: BTreeSet<String>,
    /// Parts that strings begin with: `_at`.
    ends: BTreeSet<String>,
    /// The names of functions and methods, as `seen` spells names.
    functions: HashSet<String>,
    /// Names that begin with a capital letter, in the same way: classes.
    classes: HashSet<String>,
    /// Classes with their namespaces, by their short names, spelled in the same way.
    qualified: HashMap<String, BTreeSet<String>>,
}

/// How a text is read.
#[derive(Clone, Copy)]
enum Text {
    /// It is no string of PHP.
    Plain,
    /// It is a string of a file, which starts there.
    String(FileId, usize),
}

impl Words {
    /// Looks for these names.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        Words {
            seen: names.map(|name| (folded(name), Seen::default())).collect(),
            starts: BTreeSet::new(),
            ends: BTreeSet::new(),
            functions: HashSet::default(),
            classes: HashSet::default(),
            qualified: HashMap::default(),
        }
    }

    /// Reads a file of PHP.
    pub(super) fn add_php(&mut self, file: FileId, text: &str) {
        let mut html = 0;
        let mut declares = false;
        let mut name = String::new();
        for token in tokens(text) {
            let spelled = text.get(token.start..token.end).unwrap_or_default();
            match token.kind {
                TokenKind::Open => self.read(text.get(html..token.start).unwrap_or_default(), Text::Plain),
                TokenKind::Close => html = token.end,
                TokenKind::Literal => self.read(spelled, Text::String(file, token.start)),
                TokenKind::Word | TokenKind::Variable => {
                    if declares {
                        self.functions.insert(folded(spelled));
                    }
                    self.read(spelled, Text::Plain);
                }
                TokenKind::Punctuation => {}
            }
            match (token.kind, spelled) {
                (TokenKind::Word, _) if name.is_empty() || name.ends_with('\\') => name.push_str(spelled),
                (TokenKind::Punctuation, "\\") => name.push('\\'),
                _ => self.qualified(&std::mem::take(&mut name)),
            }
            declares = spelled.eq_ignore_ascii_case("function");
            if token.kind != TokenKind::Close {
                html = text.len();
            }
        }
        self.read(text.get(html..).unwrap_or_default(), Text::Plain);
    }

    /// Notes a class that is named with its namespace.
    fn qualified(&mut self, name: &str) {
        if let Some((_, short)) = name.trim_start_matches('\\').rsplit_once('\\') {
            self.qualified.entry(folded(short)).or_default().insert(name.trim_start_matches('\\').to_owned());
        }
    }

    /// Reads what a migration has the database do by itself later on: views, triggers, functions.
    pub(super) fn add_migration(&mut self, text: &str) {
        for token in tokens(text).iter().filter(|token| token.kind == TokenKind::Literal) {
            let spelled = text.get(token.start..token.end).unwrap_or_default();
            let lower = spelled.to_ascii_lowercase();
            let lasts = ["trigger", "function", "procedure", "view", "policy", "rule"].iter().any(|word| lower.contains(word));
            if lasts && (lower.contains("create") || lower.contains("replace")) {
                self.read(spelled, Text::Plain);
            }
        }
    }

    /// Reads any other text.
    pub(super) fn add_text(&mut self, text: &str) {
        self.read(text, Text::Plain);
    }

    fn read(&mut self, text: &str, kind: Text) {
        let bytes = text.as_bytes();
        let mut joined = String::new();
        let mut at = 0;
        while at < bytes.len() {
            if !is_part(bytes[at]) {
                // `trial-ends-at` is one name, as templates spell it.
                if bytes[at] != b'-' || joined.is_empty() {
                    joined.clear();
                }
                at += 1;
                continue;
            }
            let length = bytes[at..].iter().position(|byte| !is_part(*byte)).unwrap_or(bytes.len() - at);
            let (word, end) = (text.get(at..at + length).unwrap_or_default(), at + length);
            let around = [at.checked_sub(1), Some(end)].map(|place| place.and_then(|place| bytes.get(place)).copied());
            self.word(word, at, kind, around);
            joined.push_str(word);
            if joined.len() > word.len()
                && let Some(seen) = self.seen.get_mut(&folded(&joined))
            {
                seen.anywhere = true;
                seen.loose = true;
            }
            at = end;
        }
    }

    fn word(&mut self, word: &str, at: usize, kind: Text, around: [Option<u8>; 2]) {
        let is_quote = |byte: Option<u8>| byte.is_some_and(|byte| matches!(byte, b'\'' | b'"' | b'`'));
        let whole = folded(word);
        if let Some(seen) = self.seen.get_mut(&whole) {
            seen.anywhere = true;
            match kind {
                Text::String(file, start) => seen.quoted.push(Span::new(file, start + at, start + at + word.len())),
                Text::Plain => seen.loose |= around.into_iter().any(is_quote),
            }
        }
        if word.len() >= SHORTEST_PART && (matches!(kind, Text::String(..)) || around.into_iter().any(is_quote)) {
            if word.ends_with('_') {
                self.starts.insert(word.to_ascii_lowercase());
            }
            if word.starts_with('_') && !word.starts_with("__") {
                self.ends.insert(word.to_ascii_lowercase());
            }
        }
        if word.starts_with(|first: char| first.is_ascii_uppercase()) {
            self.classes.insert(whole);
        }
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) && word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            self.camel(word);
        }
    }

    /// What stands in a name of several words: `whereTrialEndsAt`, `getTrialEndsAtAttribute`.
    fn camel(&mut self, word: &str) {
        let searches = SEARCHING.iter().any(|start| word.starts_with(start));
        let mut words: Vec<String> = Vec::new();
        for part in word.split('_') {
            for character in part.chars() {
                let starts = character.is_ascii_uppercase() || words.is_empty();
                if starts {
                    words.push(String::new());
                }
                if let Some(last) = words.last_mut() {
                    last.push(character.to_ascii_lowercase());
                }
            }
        }
        for from in 0..words.len() {
            let mut name = String::new();
            for next in words.iter().skip(from).take(MOST_WORDS) {
                name.push_str(next);
                if let Some(seen) = self.seen.get_mut(&name) {
                    seen.anywhere = true;
                    seen.loose |= searches;
                }
            }
        }
    }

    /// Whether a name occurs, or could be put together of parts that do.
    pub(super) fn has(&self, name: &str) -> bool {
        self.seen.get(&folded(name)).is_some_and(|seen| seen.anywhere) || self.is_composed(name)
    }

    /// Whether strings begin or end as a name does that has more to it, or the name is a numbered one of a known one.
    fn is_composed(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let breaks = || name.char_indices().filter(|(_, character)| *character == '_').map(|(at, _)| at);
        let stem = name.trim_end_matches(|last: char| last.is_ascii_digit());
        breaks().any(|at| self.starts.contains(&name[..=at]) || self.ends.contains(&name[at..]))
            || (stem.len() < name.len()
                && self.seen.get(&folded(stem)).is_some_and(|seen| seen.anywhere || self.starts.contains(stem)))
    }

    /// Whether a function has this name.
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.functions.contains(&folded(name))
    }

    /// Whether something that looks like a class has this name.
    pub(super) fn has_class(&self, name: &str) -> bool {
        self.classes.contains(&folded(name))
    }

    /// The classes of this short name that are named with their namespaces.
    pub(super) fn qualified_as(&self, name: &str) -> impl Iterator<Item = &str> {
        self.qualified.get(&folded(name)).into_iter().flatten().map(String::as_str)
    }

    /// The places in strings where a name stands; none if it may also be meant where nobody knows what for.
    pub(super) fn quoted(&self, name: &str) -> Option<&[Span]> {
        if self.is_composed(name) {
            return None;
        }
        match self.seen.get(&folded(name)) {
            Some(seen) => (!seen.loose).then_some(seen.quoted.as_slice()),
            None => Some(&[]),
        }
    }
}

/// Whether a byte is one of a name's.
fn is_part(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// A name as all its spellings have it: `trial_ends_at` and `trialEndsAt` are the same.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: &[&str], php: &str) -> Words {
        let mut stems: Vec<&str> = names.to_vec();
        stems.push("line");
        let mut words = Words::new(stems.into_iter());
        words.add_php(FileId(0), php);
        words
    }

    #[test]
    fn names_are_found_in_every_spelling() {
        let names = ["trial_ends_at", "shirt_size", "line_2", "address_city", "seen_at"];
        let php = "<?php $a->whereTrialEndsAtAndId(1); b('shirt-size'); $c->{'line' . $i}; 'address_' . $d; \"{$e}_at\";";
        let words = words(&names, php);
        assert!(names.iter().all(|name| words.has(name)));
        assert!(!words.has("paid_by"));
        assert_eq!(words.quoted("trial_ends_at"), None);
        assert_eq!(words.quoted("paid_by"), Some(&[][..]));
    }

    #[test]
    fn comments_use_nothing() {
        let words = words(&["paid_by", "name"], "<b>name</b><?php /** @property int $paid_by */ // paid_by\n");
        assert!(!words.has("paid_by") && words.has("name"));
    }

    #[test]
    fn what_follows_the_last_tag_is_read() {
        assert!(words(&["name"], "<?php a(); ?> <b>name</b>").has("name"));
        assert!(words(&["name"], "name").has("name"));
    }
}
