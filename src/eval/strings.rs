//! Strings that are taken apart and put together, their places kept.

use std::rc::Rc;

use super::ROOT;
use super::text::{Part, Text, Written};
use super::value::{Value, Why};

/// A path below [`ROOT`], with `.` and `..` taken out; none if it leads outside.
#[must_use]
pub fn relative_path(path: &str) -> Option<String> {
    let inside = path.strip_prefix(ROOT)?;
    let mut parts: Vec<&str> = Vec::new();
    for part in inside.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How long a string may get that a function makes out of others.
pub(super) const MAX_MADE: usize = 1 << 20;

/// How many parts with places of their own a made string may have; what comes then has none.
const MAX_PLACES: usize = 64;

/// A string in the making.
#[derive(Debug)]
pub struct Builder {
    text: Text,
    /// Text without a place that is still to be put behind `text`.
    pending: String,
    places: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Builder { text: Text::computed(""), pending: String::new(), places: 0 }
    }
}

impl Builder {
    /// Puts text without a place behind.
    pub fn push_str(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    /// Puts a string behind, with its places.
    pub fn push(&mut self, text: &Text) {
        for part in text.parts() {
            match part {
                Part::Known(known, Some(Written { span, verbatim })) if self.places < MAX_PLACES && !known.is_empty() => {
                    self.flush();
                    self.places += 1;
                    self.text = self.text.concat(&Text::literal(known, *span, *verbatim));
                }
                Part::Known(known, _) => self.pending.push_str(known),
                Part::Unknown(why) => {
                    self.flush();
                    self.text = self.text.concat(&Text::unknown(*why));
                }
            }
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.text = self.text.concat(&Text::computed(&self.pending));
            self.pending.clear();
        }
    }

    /// The string.
    #[must_use]
    pub fn finish(mut self) -> Text {
        self.flush();
        self.text
    }

    /// The string as a value.
    #[must_use]
    pub fn value<'a>(self) -> Value<'a> {
        Value::Str(Rc::new(self.finish()))
    }
}

/// The bytes `from..to` of the known beginning of a string, each part with its place. None where they reach into
/// what is not known, or cut a letter in two.
#[must_use]
pub fn slice(text: &Text, from: usize, to: usize) -> Option<Text> {
    let mut whole = Builder::default();
    let mut offset = 0;
    for part in text.parts() {
        if offset >= to {
            break;
        }
        let Part::Known(known, written) = part else { return None };
        let (start, end) = (from.saturating_sub(offset).min(known.len()), (to - offset).min(known.len()));
        offset += known.len();
        if start >= end {
            if !known.is_char_boundary(start) {
                return None;
            }
            continue;
        }
        let piece = known.get(start..end)?;
        match written {
            Some(Written { span, verbatim: true }) => {
                let base = span.start as usize;
                let place = crate::source::Span::new(span.file, base + start, base + end);
                whole.push(&Text::literal(piece, place, true));
            }
            Some(Written { span, .. }) => whole.push(&Text::literal(piece, *span, false)),
            None => whole.push_str(piece),
        }
    }
    (offset >= to).then(|| whole.finish())
}

/// [`slice`] as a value; none where it is not known.
#[must_use]
pub fn sliced<'a>(text: &Text, from: usize, to: usize) -> Option<Value<'a>> {
    slice(text, from, to).map(|text| Value::Str(Rc::new(text)))
}

/// A string that was made from another one, which stays its place.
#[must_use]
pub fn changed<'a>(from: &Text, to: &str) -> Value<'a> {
    if from.known().is_some_and(|known| *known == *to) {
        return Value::Str(Rc::new(from.clone()));
    }
    Value::Str(Rc::new(match from.written() {
        Some(span) => Text::literal(to, span, false),
        None => Text::computed(to),
    }))
}

/// A string of which nothing is known but what it was made from.
#[must_use]
pub fn unknown_text<'a>(from: &Text) -> Value<'a> {
    Value::Str(Rc::new(Text::unknown(from.why().unwrap_or(Why::Data))))
}

/// A known string with some of its bytes replaced: `(from, to, by)` in order. Replacing single letters leaves one
/// string with the place of the old one; replacing more leaves the places of what stays and of what comes in.
#[must_use]
pub fn replaced<'a>(text: &Text, known: &str, cuts: &[(usize, usize, Text)]) -> Value<'a> {
    if cuts.is_empty() {
        return Value::Str(Rc::new(text.clone()));
    }
    let small = |by: &Text| by.known().is_some_and(|by| by.len() <= 1);
    if cuts.iter().all(|(from, to, by)| to - from <= 1 && small(by)) {
        let mut made = String::with_capacity(known.len());
        let mut at = 0;
        for (from, to, by) in cuts {
            made.push_str(known.get(at..*from).unwrap_or_default());
            made.push_str(&by.known().unwrap_or_default());
            at = *to;
        }
        made.push_str(known.get(at..).unwrap_or_default());
        return changed(text, &made);
    }
    let mut whole = Builder::default();
    let mut at = 0;
    for (from, to, by) in cuts {
        if let Some(kept) = slice(text, at, *from) {
            whole.push(&kept);
        }
        whole.push(by);
        at = *to;
    }
    if let Some(kept) = slice(text, at, known.len()) {
        whole.push(&kept);
    }
    whole.value()
}

/// The text with its first letter changed.
#[must_use]
pub fn change_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => change(first) + letters.as_str(),
        None => String::new(),
    }
}

/// `$text[$index]`, of ASCII text.
#[must_use]
pub(super) fn letter<'a>(text: &Text, index: &Value<'a>) -> Option<Value<'a>> {
    let (known, index) = (text.known().filter(|known| known.is_ascii())?, index.as_int()?);
    let index = if index < 0 { index.checked_add(i64::try_from(known.len()).ok()?)? } else { index };
    let at = usize::try_from(index).ok().filter(|at| *at < known.len())?;
    sliced(text, at, at + 1)
}

/// What PHP's `trim` takes away where nothing else is said.
pub(super) const BLANKS: &str = " \t\n\r\0\u{b}";

/// The places of a search text, without overlaps, from the left.
#[must_use]
pub(super) fn found(text: &str, search: &str) -> Vec<usize> {
    if search.is_empty() { Vec::new() } else { text.match_indices(search).map(|(at, _)| at).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn what_is_cut_out_or_stays_keeps_its_place() {
        let span = |start, end| Span::new(FileId(0), start, end);
        let text = Text::literal("tbl_users", span(10, 19), true).concat(&Text::literal(".id", span(30, 33), true));
        let cut = slice(&text, 4, 12).expect("all of it is known");
        assert_eq!((cut.known().as_deref(), cut.place(0, 5)), (Some("users.id"), Some((span(14, 19), true))));
        assert_eq!(cut.place(6, 8), Some((span(31, 33), true)));
        let known = text.known().expect("all of it is known");
        let by = Text::literal("posts", span(50, 55), true);
        let Value::Str(made) = replaced(&text, &known, &[(4, 9, by)]) else { panic!("a string is made") };
        assert_eq!((made.known().as_deref(), made.place(4, 9)), (Some("tbl_posts.id"), Some((span(50, 55), true))));
        assert!(slice(&Text::literal("é", span(0, 2), true), 0, 1).is_none());
        assert!(slice(&text.concat(&Text::unknown(Why::Data)), 0, 20).is_none());
    }
}
