//! Places as the protocol tells them: lines from 0, and columns in the units that client and server agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// The units of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client can do.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers: bytes need no counting.
    pub(super) fn negotiated(offered: &[String]) -> Self {
        let offers = |name: &str| offered.iter().any(|offered| offered == name);
        if offers("utf-8") {
            Encoding::Utf8
        } else if offers("utf-32") && !offers("utf-16") {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        }
    }

    /// The protocol's word.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// Where the lines of a text start. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Lines { text, starts, encoding }
    }

    /// The place of a byte. One beyond the end is the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        let units: usize = match self.encoding {
            Encoding::Utf8 => before.len(),
            encoding => before.chars().map(|character| encoding.units(character)).sum(),
        };
        Position { line: number(line), character: number(units) }
    }

    /// The byte of a place. One beyond the end of its line is the line's end, one beyond the last line the text's.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let whole = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let (mut units, wanted) = (0, position.character as usize);
        for (at, character) in whole.char_indices() {
            if units >= wanted {
                return start + at;
            }
            units += self.encoding.units(character);
        }
        start + whole.len()
    }

    /// The range of some bytes.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range { start: self.position(bytes.start), end: self.position(bytes.end) }
    }

    /// The bytes of a range.
    pub(super) fn bytes(&self, range: Range) -> std::ops::Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_in_the_units_agreed_on() {
        let text = "a\r\nü𝄞b\rc\n";
        let at = text.find('b').expect("it is there");
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let lines = Lines::new(text, encoding);
            let place = Position { line: 1, character: column };
            assert_eq!(lines.position(at), place, "{encoding:?}");
            assert_eq!(lines.offset(place), at, "{encoding:?}");
        }
    }

    #[test]
    fn places_beyond_an_end_are_the_end() {
        let lines = Lines::new("ab\r\ncd", Encoding::Utf16);
        assert_eq!(lines.offset(Position { line: 0, character: 9 }), 2);
        assert_eq!(lines.offset(Position { line: 9, character: 0 }), 6);
        assert_eq!(lines.position(99), Position { line: 1, character: 2 });
        // In the middle of a character is before it.
        let lines = Lines::new("𝄞", Encoding::Utf16);
        assert_eq!(lines.position(2), Position { line: 0, character: 0 });
        assert_eq!(lines.offset(Position { line: 0, character: 1 }), 4);
    }

    #[test]
    fn the_client_s_offer_counts() {
        let negotiated =
            |offers: &[&str]| Encoding::negotiated(&offers.iter().map(|offer| (*offer).to_owned()).collect::<Vec<_>>());
        assert_eq!(negotiated(&[]), Encoding::Utf16);
        assert_eq!(negotiated(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(negotiated(&["utf-32"]), Encoding::Utf32);
    }
}
