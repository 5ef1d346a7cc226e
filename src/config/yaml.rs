//! A YAML document as a tree, every part of which can be found again in the text. Knows nothing of what is in it.
//!
//! The parser tells no places but those of errors. So a place is found by reading the text once more and failing there.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::Deserializer;

/// How many parts a document may have; one with aliases of aliases may stand for very many.
const MAX_NODES: usize = 100_000;

/// How deep lists and maps in brackets may be nested. The parser goes little deeper, but takes its time to say so.
const MAX_BRACKETS: usize = 100;

/// How many may be open if also those in quotes and comments count, so that it does not matter much what is taken for one.
const MAX_BRACKETS_ANYWHERE: usize = 1_000;

/// A step from a part of the document to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// An element of a list.
    Item(usize),
    /// A key of a map, by its position.
    Key(usize),
    /// The value of a key, by its position.
    Value(usize),
}

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub(super) kind: Kind,
    path: Vec<Step>,
}

/// What a part of a document is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Nothing: `null`, `~`, or an empty place.
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer that is not negative.
    Count(u64),
    /// Any other number.
    Number,
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the text.
    Map(Vec<(Node, Node)>),
    /// Something with a tag (`!name`).
    Tagged,
}

impl Kind {
    /// What it is, in words that follow "not".
    pub(super) fn describe(&self) -> String {
        match self {
            Kind::Null => "nothing".to_owned(),
            Kind::Bool(value) => format!("`{value}`"),
            Kind::Count(number) => format!("the number {number}"),
            Kind::Number => "a number".to_owned(),
            Kind::Text(text) => format!("`{text}`"),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
            Kind::Tagged => "something with a tag".to_owned(),
        }
    }
}

/// A place in a text: line and column, both from 1, in characters.
pub(super) type Place = (usize, usize);

/// Reads a document. An empty one is [`Kind::Null`].
///
/// # Errors
/// If it is none: why and where.
pub(super) fn read(text: &str) -> Result<Node, (String, Place)> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Node { kind: Kind::Null, path: Vec::new() });
    }
    if let Some(place) = nested_too_deeply(text) {
        return Err((TOO_DEEP.to_owned(), place));
    }
    let left = Cell::new(MAX_NODES);
    let build = Build { left: &left, path: Vec::new() };
    build.deserialize(Deserializer::from_str(text)).map_err(|error| {
        let place = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let whole = error.to_string();
        let place_in_words = format!(" at line {} column {}", place.0, place.1);
        (whole.replacen(&place_in_words, "", 1), place)
    })
}

/// What is said of a text that is nested too deeply.
pub(crate) const TOO_DEEP: &str = "lists and maps are nested more than 100 levels deep";

/// Where brackets are nested deeper than any document needs, told by a look at the characters alone. For the parser each level
/// that is open costs time at every character.
pub(crate) fn nested_too_deeply(text: &str) -> Option<Place> {
    let (mut open, mut any) = (0_usize, 0_usize);
    let mut quote = None;
    for (index, line) in text.split('\n').enumerate() {
        // Whether something may begin here: a quote within a word is an apostrophe, a bracket within one a part of it.
        let (mut fresh, mut before) = (true, ' ');
        let (mut commented, mut escaped) = (false, false);
        for (at, char) in line.char_indices() {
            let is_blank = matches!(char, ' ' | '\t' | '\r');
            match char {
                '[' | '{' => any += 1,
                ']' | '}' => any = any.saturating_sub(1),
                _ => {}
            }
            if let Some(closing) = quote {
                match char {
                    _ if escaped => escaped = false,
                    '\\' if closing == '"' => escaped = true,
                    _ if char == closing => (quote, fresh) = (None, true),
                    _ => {}
                }
            } else if !commented {
                match char {
                    '#' if matches!(before, ' ' | '\t') => commented = true,
                    '"' | '\'' if fresh => quote = Some(char),
                    '[' | '{' if fresh || open > 0 => open += 1,
                    ']' | '}' => open = open.saturating_sub(1),
                    _ => {}
                }
                let begins = matches!(char, '!' | '&' | '-' | '?') && fresh;
                let ends = is_blank && before == ':' || open > 0 && matches!(char, '[' | '{' | ',' | ':');
                fresh = (fresh && (is_blank || begins)) || ends;
            }
            if open > MAX_BRACKETS || any > MAX_BRACKETS_ANYWHERE {
                return Some((index + 1, line[..at].chars().count() + 1));
            }
            before = char;
        }
    }
    None
}

/// Where a part of a document stands in its text.
pub(super) fn locate(text: &str, node: &Node) -> Place {
    let result = Walk(&node.path).deserialize(Deserializer::from_str(text));
    result.err().and_then(|error| error.location()).map_or((1, 1), |at| (at.line(), at.column()))
}

struct Build<'b> {
    left: &'b Cell<usize>,
    path: Vec<Step>,
}

impl Build<'_> {
    fn at(&self, step: Step) -> Self {
        let path = self.path.iter().copied().chain([step]).collect();
        Build { left: self.left, path }
    }

    fn node<E: Error>(self, kind: Kind) -> Result<Node, E> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| E::custom("the file has too many parts"))?;
        self.left.set(left);
        Ok(Node { kind, path: self.path })
    }
}

impl<'de> DeserializeSeed<'de> for Build<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Build<'_> {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("YAML")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.node(Kind::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.node(Kind::Count(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.node(u64::try_from(value).map_or(Kind::Number, Kind::Count))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Node, E> {
        self.node(Kind::Number)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Node, E> {
        self.node(Kind::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        self.node(Kind::Number)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.node(Kind::Text(value.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.node(Kind::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.node(Kind::Null)
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        let (_, content) = data.variant::<IgnoredAny>()?;
        content.newtype_variant::<IgnoredAny>()?;
        self.node(Kind::Tagged)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.at(Step::Item(items.len())))? {
            items.push(item);
        }
        self.node(Kind::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self.at(Step::Key(entries.len())))? {
            let value = map.next_value_seed(self.at(Step::Value(entries.len())))?;
            entries.push((key, value));
        }
        self.node(Kind::Map(entries))
    }
}

/// Goes to a part of a document and fails there: whatever is met at the end of the way is an error.
struct Walk<'p>(&'p [Step]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a way on")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((Step::Item(wanted), rest)) = self.0.split_first() else { return Err(A::Error::custom("here")) };
        for _ in 0..*wanted {
            list.next_element::<IgnoredAny>()?;
        }
        list.next_element_seed(Walk(rest))?;
        Err(A::Error::custom("here"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (wanted, is_key, rest) = match self.0.split_first() {
            Some((Step::Key(wanted), rest)) => (*wanted, true, rest),
            Some((Step::Value(wanted), rest)) => (*wanted, false, rest),
            _ => return Err(A::Error::custom("here")),
        };
        for _ in 0..wanted {
            map.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if is_key {
            map.next_key_seed(Walk(rest))?;
        } else {
            map.next_key::<IgnoredAny>()?;
            map.next_value_seed(Walk(rest))?;
        }
        Err(A::Error::custom("here"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# first\npaths: [app, 'lib ä', ~]\nrules:\n  a-b: off\n  c:\n    - 1\n    - {x: -2.5}\n";

    fn entries(node: &Node) -> &[(Node, Node)] {
        match &node.kind {
            Kind::Map(entries) => entries,
            other => panic!("{other:?} is no map"),
        }
    }

    fn items(node: &Node) -> &[Node] {
        match &node.kind {
            Kind::List(items) => items,
            other => panic!("{other:?} is no list"),
        }
    }

    #[test]
    fn every_part_is_found_again() {
        let root = read(TEXT).expect("it is YAML");
        let [(paths, list), (rules, map)] = entries(&root) else { panic!("there are two keys") };
        assert_eq!((locate(TEXT, &root), locate(TEXT, paths), locate(TEXT, list)), ((2, 1), (2, 1), (2, 8)));
        let places: Vec<Place> = items(list).iter().map(|item| locate(TEXT, item)).collect();
        assert_eq!(places, [(2, 9), (2, 14), (2, 23)]);
        assert_eq!(locate(TEXT, rules), (3, 1));
        let [(_, off), (_, deep)] = entries(map) else { panic!("there are two keys") };
        assert_eq!(locate(TEXT, off), (4, 8));
        assert!(matches!(&off.kind, Kind::Text(text) if text == "off"));
        let [one, last] = items(deep) else { panic!("there are two items") };
        assert!(matches!(one.kind, Kind::Count(1)));
        assert_eq!(locate(TEXT, &entries(last)[0].1), (7, 11));
    }

    #[test]
    fn what_is_no_yaml_says_where() {
        let (message, place) = read("a: [b\nc: d\n").expect_err("the list has no end");
        assert!(place.0 >= 1 && !message.is_empty() && !message.starts_with(' '), "{message} {place:?}");
        let (message, _) = read("a: b\n---\nc: d\n").expect_err("there are two documents");
        assert!(message.contains("more than one document"), "{message}");
        assert!(matches!(read("# nothing\n\n").expect("it is empty").kind, Kind::Null));
        assert!(matches!(read("--- \n").expect("it is empty").kind, Kind::Null));
    }

    #[test]
    fn brackets_that_nest_without_end_are_told_before_they_are_read() {
        for text in ["[".repeat(9_000), "{a: ".repeat(9_000), "a:\n  - [[b, {c: [".repeat(9_000), "\n[".repeat(9_000)] {
            let (message, place) = read(&text).expect_err("it is too deep");
            assert!(message == TOO_DEEP && place.0 * place.1 > 1, "{message} {place:?}");
        }
        let apart = [
            "- '[ it''s {{'",
            "- \"[ \\\" {\"",
            "- it's [ { a",
            "# [[{{ 'a",
            "- [a, 'b [', {c: \"{\"}]",
            "- a # [",
            "- ]}]}]}]}]}]}",
        ];
        for line in apart {
            assert_eq!(nested_too_deeply(&format!("{line}\n").repeat(120)), None, "{line}");
        }
        assert_eq!(nested_too_deeply(&format!("{}{}", "[".repeat(MAX_BRACKETS), "]".repeat(MAX_BRACKETS))), None);
    }

    #[test]
    fn what_grows_without_end_is_refused() {
        let mut lines = vec!["a: &a [x, x, x, x, x, x, x, x, x, x]".to_owned()];
        for (outer, inner) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
            let list = vec![format!("*{inner}"); 10].join(", ");
            lines.push(format!("{outer}: &{outer} [{list}]"));
        }
        assert!(read(&lines.join("\n")).is_err());
        assert!(read(&"[".repeat(10_000)).is_err());
    }
}
