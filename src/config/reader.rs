//! Reading parts of the file as what they are expected to be, and noting each mistake with its place and its cure.

use std::collections::BTreeMap;

use super::yaml::{self, Kind, Node};
use crate::schema::Driver;
use crate::spelling::nearest;

/// How many mistakes are told at once.
const MAX_MISTAKES: usize = 20;

/// Something in the file that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters of the line it is about; at least one.
    pub length: usize,
    /// What is wrong: one sentence without a full stop.
    pub message: String,
}

/// Reads one file.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// What is wrong with it.
    pub(super) mistakes: Vec<Mistake>,
    /// What was set, by its key, with dots between keys inside others, and where.
    pub(super) set: BTreeMap<String, Node>,
}

/// The keys and values of a map: what each key is, where it stands, and its value.
pub(super) type Entries<'n> = Vec<(&'n str, &'n Node, &'n Node)>;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, mistakes: Vec::new(), set: BTreeMap::new() }
    }

    /// Notes that a part is wrong.
    pub(super) fn wrong(&mut self, node: &Node, message: impl Into<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            let place = yaml::locate(self.text, node);
            self.wrong_at(place, message.into());
        }
    }

    /// Notes that something is wrong at a place.
    pub(super) fn wrong_at(&mut self, (line, column): yaml::Place, message: String) {
        let rest = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let rest: String = rest.chars().skip(column.saturating_sub(1)).collect();
        self.mistakes.push(Mistake { line, column, length: word_length(&rest), message });
    }

    /// Notes that something of another kind was expected.
    fn expected(&mut self, node: &Node, key: &str, what: &str) {
        self.wrong(node, format!("`{key}` is {what}, not {}", node.kind.describe()));
    }

    /// Notes that a word is none of those that are possible.
    fn unknown(&mut self, node: &Node, what: &str, word: &str, possible: &[&str]) {
        let hint = match nearest(word, possible.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if possible.len() <= 16 => format!("use one of {}", list(possible)),
            None if what == "rule" => "`tablecheck rules` lists all rules".to_owned(),
            None => "nothing has a similar name".to_owned(),
        };
        self.wrong(node, format!("unknown {what} `{word}`; {hint}"));
    }

    /// The keys and values of a map; nothing is an empty one. A key that stands twice counts once.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, key: &str, what: &str) -> Entries<'n> {
        let map = match &node.kind {
            Kind::Map(map) => map,
            Kind::Null => return Vec::new(),
            _ => {
                self.expected(node, key, what);
                return Vec::new();
            }
        };
        let mut entries: Entries<'n> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (name, value) in map {
            match &name.kind {
                Kind::Text(text) if seen.insert(text.as_str()) => entries.push((text, name, value)),
                Kind::Text(text) => self.wrong(name, format!("`{text}` is set twice")),
                other => self.wrong(name, format!("a key is a word, not {}; put it in quotes", other.describe())),
            }
        }
        entries
    }

    /// The keys and values of a map that takes these keys only.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, key: &str, what: &str, known: &[&str]) -> Entries<'n> {
        let entries = self.entries(node, key, what);
        let (known_entries, others): (Entries<'n>, Entries<'n>) =
            entries.into_iter().partition(|(name, _, _)| known.contains(name));
        for (name, place, _) in others {
            self.unknown(place, "key", name, known);
        }
        known_entries
    }

    /// The elements of a list; nothing is an empty one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, key: &str, what: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Null => &[],
            _ => {
                self.expected(node, key, what);
                &[]
            }
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let text = self.any_text(node, key)?;
        if text.trim().is_empty() {
            self.wrong(node, format!("`{key}` is empty"));
            return None;
        }
        Some(text)
    }

    /// A text, perhaps an empty one.
    pub(super) fn any_text(&mut self, node: &Node, key: &str) -> Option<String> {
        match &node.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Bool(_) | Kind::Count(_) | Kind::Number => {
                self.wrong(node, format!("`{key}` is text, not {}; put it in quotes", node.kind.describe()));
                None
            }
            _ => {
                self.expected(node, key, "text");
                None
            }
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&mut self, node: &Node, key: &str, what: &str) -> Vec<String> {
        let items = self.items(node, key, what);
        items.iter().filter_map(|item| self.text(item, key)).collect()
    }

    /// A driver, by the name that Laravel uses.
    pub(super) fn driver(&mut self, node: &Node, key: &str) -> Option<Driver> {
        let names = Driver::ALL.map(|driver| (driver.as_str(), driver));
        match &node.kind {
            Kind::Text(text) if text.parse::<Driver>().is_err() && Driver::meant_by(text).is_some() => {
                let meant = Driver::meant_by(text).map_or("", Driver::as_str);
                self.wrong(node, format!("unknown value of `{key}`: `{text}`; did you mean `{meant}`?"));
                None
            }
            _ => self.word(node, key, &names),
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let Kind::Text(text) = &node.kind else {
            self.expected(node, key, &format!("one of {}", list(&words)));
            return None;
        };
        let chosen = choices.iter().find(|(word, _)| word == text).map(|(_, choice)| *choice);
        if chosen.is_none() {
            self.unknown(node, &format!("value of `{key}`:"), text, &words);
        }
        chosen
    }

    /// A name that must be one of these.
    pub(super) fn is_one_of(&mut self, place: &Node, what: &str, name: &str, possible: &[&str]) -> bool {
        let known = possible.contains(&name);
        if !known {
            self.unknown(place, what, name, possible);
        }
        known
    }

    /// Remembers where a key was set.
    pub(super) fn note(&mut self, key: impl Into<String>, node: &Node) {
        self.set.insert(key.into(), node.clone());
    }
}

/// Words as a sentence lists them.
fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// How many characters the first word of a line's rest has: up to the closing quote or bracket, or up to what ends a word
/// in YAML.
fn word_length(rest: &str) -> usize {
    let chars: Vec<char> = rest.chars().collect();
    let quoted = chars.first().filter(|first| ['"', '\''].contains(*first));
    if let Some(closing) = quoted.and_then(|quote| chars.iter().skip(1).position(|c| c == quote)) {
        return closing + 2;
    }
    if let Some('[' | '{') = chars.first() {
        let mut depth = 0;
        let closes = |c: &char| {
            depth += i32::from("[{".contains(*c)) - i32::from("]}".contains(*c));
            depth == 0
        };
        return chars.iter().position(closes).map_or(1, |last| last + 1);
    }
    let ends = |at: usize| {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            ',' | ']' | '}' => true,
            ':' => next.is_none_or(char::is_whitespace),
            ' ' | '\t' => next == Some('#') || next.is_none_or(char::is_whitespace),
            _ => false,
        }
    };
    (0..chars.len()).find(|at| ends(*at)).unwrap_or(chars.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_as_long_as_its_word() {
        for (rest, length) in [
            ("drivr: mysql", 5),
            ("'a, b': c", 6),
            ("oracle  # no", 6),
            ("off, x: y}", 3),
            ("", 1),
            ("[a, [b]] #", 8),
            ("{a", 1),
            ("a b", 3),
        ] {
            assert_eq!(word_length(rest), length, "{rest}");
        }
    }
}
