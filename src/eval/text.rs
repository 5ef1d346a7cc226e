//! Strings that know where they were written.

use std::rc::Rc;

use super::value::Why;
use crate::source::Span;

/// Where a part of a string was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text between the quotes; the whole literal where that cannot be told.
    pub span: Span,
    /// Whether the span's text is the part's text, byte for byte.
    pub verbatim: bool,
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Known text, and where it was written if a literal spells it.
    Known(Rc<str>, Option<Written>),
    /// Text that is not known, and why.
    Unknown(Why),
}

/// A string: its parts in order. Two neighbours are never both unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    parts: Vec<Part>,
    class_name: bool,
}

/// How many parts and bytes a string may have before its end is given up.
const MAX_PARTS: usize = 256;
const MAX_BYTES: usize = 1 << 20;

impl Text {
    /// A string that a literal spells.
    #[must_use]
    pub fn literal(text: &str, span: Span, verbatim: bool) -> Self {
        Text { parts: vec![Part::Known(Rc::from(text), Some(Written { span, verbatim }))], class_name: false }
    }

    /// A string that the literal at `span` spells, whose source is given: where that says something else (escapes, a
    /// heredoc's indentation), line by line, so that each line which is spelled out keeps its exact place.
    #[must_use]
    pub fn decoded(text: &str, source: &str, span: Span) -> Self {
        let start = span.start as usize;
        let place = |at: usize, length: usize| Span::new(span.file, start + at, start + at + length);
        if let Some(at) = source.find(text).filter(|_| !text.is_empty()) {
            return Text::literal(text, place(at, text.len()), true);
        }
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        if lines.len() < 2 || lines.len() > MAX_PARTS / 2 {
            return Text::literal(text, span, false);
        }
        let mut from = 0;
        let mut parts = Vec::with_capacity(lines.len());
        for line in lines {
            let written = match source.get(from..).and_then(|rest| rest.find(line)) {
                Some(at) if !line.trim().is_empty() => {
                    from += at + line.len();
                    Written { span: place(from - line.len(), line.len()), verbatim: true }
                }
                _ => Written { span, verbatim: false },
            };
            parts.push(Part::Known(Rc::from(line), Some(written)));
        }
        Text { parts, class_name: false }
    }

    /// A string that the evaluation made.
    #[must_use]
    pub fn computed(text: &str) -> Self {
        Text { parts: vec![Part::Known(Rc::from(text), None)], class_name: false }
    }

    /// The name of a class, from `Class::class`.
    #[must_use]
    pub fn class(name: &str, span: Option<Span>) -> Self {
        let written = span.map(|span| Written { span, verbatim: false });
        Text { parts: vec![Part::Known(Rc::from(name), written)], class_name: true }
    }

    /// A string of which nothing is known.
    #[must_use]
    pub fn unknown(why: Why) -> Self {
        Text { parts: vec![Part::Unknown(why)], class_name: false }
    }

    /// Whether it came from `Class::class`.
    #[must_use]
    pub fn is_class_name(&self) -> bool {
        self.class_name
    }

    /// The parts in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Puts one string behind another. Every part keeps its place.
    #[must_use]
    pub fn concat(&self, other: &Text) -> Text {
        let mut parts: Vec<Part> = Vec::with_capacity(self.parts.len() + other.parts.len());
        let mut bytes = 0;
        for part in self.parts.iter().chain(&other.parts) {
            if parts.len() >= MAX_PARTS || bytes > MAX_BYTES {
                if !matches!(parts.last(), Some(Part::Unknown(_))) {
                    parts.push(Part::Unknown(Why::Bound));
                }
                break;
            }
            match part {
                Part::Known(text, _) if text.is_empty() => {}
                Part::Known(text, _) => {
                    bytes += text.len();
                    parts.push(part.clone());
                }
                Part::Unknown(_) if matches!(parts.last(), Some(Part::Unknown(_))) => {}
                Part::Unknown(_) => parts.push(part.clone()),
            }
        }
        if parts.is_empty() {
            return self.clone();
        }
        Text { parts, class_name: false }
    }

    /// The whole string, if all of it is known.
    #[must_use]
    pub fn known(&self) -> Option<Rc<str>> {
        match self.parts.as_slice() {
            [Part::Known(text, _)] => Some(Rc::clone(text)),
            parts => {
                let mut whole = String::new();
                for part in parts {
                    match part {
                        Part::Known(text, _) => whole.push_str(text),
                        Part::Unknown(_) => return None,
                    }
                }
                Some(Rc::from(whole))
            }
        }
    }

    /// The same text with words in the place of what is not known.
    #[must_use]
    pub fn filled(&self, with: &str) -> Text {
        let fill = |part: &Part| match part {
            Part::Known(..) => part.clone(),
            Part::Unknown(_) => Part::Known(Rc::from(with), None),
        };
        Text { parts: self.parts.iter().map(fill).collect(), class_name: self.class_name }
    }

    /// The same text with words between two known parts wherever something has to stand between them.
    #[must_use]
    pub fn filled_between(&self, with: &str, lacks: impl Fn(&str, &str) -> bool) -> Text {
        let mut parts: Vec<Part> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            if let (Some(Part::Known(before, _)), Part::Known(after, _)) = (parts.last(), part)
                && lacks(before, after)
            {
                parts.push(Part::Known(Rc::from(with), None));
            }
            parts.push(part.clone());
        }
        Text { parts, class_name: self.class_name }
    }

    /// Why it is not known: the reason of its first unknown part.
    #[must_use]
    pub fn why(&self) -> Option<Why> {
        self.parts.iter().find_map(|part| match part {
            Part::Unknown(why) => Some(*why),
            Part::Known(..) => None,
        })
    }

    /// Whether a part of it is the answer of a question about the schema.
    #[must_use]
    pub(super) fn asks(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Unknown(Why::Probe(_))))
    }

    /// Whether some known part is long enough to make the whole string true.
    #[must_use]
    pub fn has_known_part(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Known(text, _) if text.len() > 1))
    }

    /// What it starts with and what it ends with, as far as that is known.
    #[must_use]
    pub fn ends(&self) -> (String, String) {
        let known = |part: &Part| match part {
            Part::Known(text, _) => Some(text.to_string()),
            Part::Unknown(_) => None,
        };
        let start = self.parts.iter().map_while(known).collect::<String>();
        let mut end: Vec<String> = self.parts.iter().rev().map_while(known).collect();
        end.reverse();
        (start, end.concat())
    }

    /// The place of the bytes `from..to` of the whole string: the exact place (and `true`) where one
    /// literal spells them, otherwise the place of the literal that spells the most of them (and
    /// `false`). None where no literal takes part.
    #[must_use]
    pub fn place(&self, from: usize, to: usize) -> Option<(Span, bool)> {
        let mut offset = 0;
        let mut best: Option<(usize, Span)> = None;
        for part in &self.parts {
            let Part::Known(text, written) = part else { break };
            let (start, end) = (offset, offset + text.len());
            offset = end;
            let Some(written) = written else { continue };
            if written.verbatim && start <= from && to <= end {
                let base = written.span.start as usize;
                return Some((Span::new(written.span.file, base + from - start, base + to - start), true));
            }
            let overlap = to.min(end).saturating_sub(from.max(start));
            if start < to && from < end && best.is_none_or(|(most, _)| overlap > most) {
                best = Some((overlap, written.span));
            }
        }
        best.map(|(_, span)| (span, false)).or_else(|| self.written().map(|span| (span, false)))
    }

    /// The place of the longest part that a literal spells.
    #[must_use]
    pub fn written(&self) -> Option<Span> {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Known(text, Some(written)) => Some((text.len(), written.span)),
                _ => None,
            })
            .max_by_key(|(length, _)| *length)
            .map(|(_, span)| span)
    }

    /// The same text after a change of its characters that keeps their number and places
    /// (`strtolower` and the like); another change drops the places' exactness.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Text {
        let parts = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Known(text, written) => {
                    let changed = change(text);
                    let same = *changed == **text;
                    let written = written.map(|w| Written { span: w.span, verbatim: w.verbatim && same });
                    Part::Known(Rc::from(changed), written)
                }
                Part::Unknown(why) => Part::Unknown(*why),
            })
            .collect();
        Text { parts, class_name: false }
    }

    /// The bytes `from..to` of a string that is known, with their places.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> Option<Text> {
        let whole = self.known()?;
        let text = whole.get(from..to)?;
        Some(match self.place(from, to) {
            Some((span, verbatim)) => Text::literal(text, span, verbatim),
            None => Text::computed(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn parts_keep_their_places() {
        let span = |start, end| Span::new(FileId(0), start, end);
        let text = Text::literal("ai_", span(10, 13), true).concat(&Text::literal("users as u", span(20, 30), true));
        assert_eq!(text.known().as_deref(), Some("ai_users as u"));
        assert_eq!(text.place(3, 8), Some((span(20, 25), true)));
        assert_eq!(text.place(0, 8), Some((span(20, 30), false)));
        let open = text.concat(&Text::unknown(Why::Parameter));
        assert_eq!(open.known(), None);
        assert_eq!(open.ends(), ("ai_users as u".to_owned(), String::new()));
        assert_eq!(open.why(), Some(Why::Parameter));
    }
}
