//! A source file as miette reads it: lines around a span, with the positions that every format tells.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::{SourceFile, Span};

/// The longest line that is drawn, in bytes. Of longer ones, as in minified files, only the place is told.
const LONGEST_LINE: usize = 500;

/// The lines of a file.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    file: &'a SourceFile,
    path: String,
    /// The file's text without characters that steer a terminal; each is as long as before.
    text: Arc<Cow<'a, str>>,
}

/// The texts of files as they are drawn, each looked through once, however many findings there are in it.
#[derive(Debug, Default)]
pub(super) struct Texts<'a>(BTreeMap<usize, Arc<Cow<'a, str>>>);

impl<'a> Texts<'a> {
    fn of(&mut self, file: &'a SourceFile) -> Arc<Cow<'a, str>> {
        // Files of several projects may have the same number, but no two lie in the same place.
        let known = self.0.entry(std::ptr::from_ref(file).addr());
        Arc::clone(known.or_insert_with(|| Arc::new(harmless(file.text()))))
    }
}

impl<'a> Excerpt<'a> {
    /// The lines of `file`, which is called `path` in headings.
    pub(super) fn new(file: &'a SourceFile, path: String, texts: &mut Texts<'a>) -> Self {
        Excerpt { file, path, text: texts.of(file) }
    }

    /// The part of a span that is underlined, as its start and length: nothing beyond its first line.
    pub(super) fn drawn(&self, span: Span) -> (usize, usize) {
        let start = self.boundary(span.start as usize);
        let end = self.boundary(span.end as usize).max(start);
        let first_line = self.text[start..end].lines().next().unwrap_or_default();
        (start, first_line.len())
    }

    /// The nearest place at or before `offset` where a character starts.
    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// Where the line that holds `offset` starts, or one of the `before` lines before it.
    fn line_start(&self, offset: usize, before: usize) -> usize {
        // Of a line that is too long to be drawn it does not matter where it starts.
        let nearest = self.boundary(offset.saturating_sub((before + 1) * (LONGEST_LINE + 8)));
        self.text[nearest..offset].rmatch_indices('\n').nth(before).map_or(nearest, |(at, _)| nearest + at + 1)
    }

    /// Where the line that holds `offset` ends, or one of the `after` lines after it.
    fn line_end(&self, offset: usize, after: usize) -> usize {
        let farthest = self.boundary(offset.saturating_add((after + 1) * (LONGEST_LINE + 8)));
        self.text[offset..farthest].match_indices('\n').nth(after).map_or(farthest, |(at, _)| offset + at)
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = self.boundary(span.offset());
        let end = self.boundary(span.offset() + span.len());
        let asks_for_place = lines_before == 0 && lines_after == 0;
        let (mut from, mut to) =
            if asks_for_place { (start, end) } else { (self.line_start(start, lines_before), self.line_end(end, lines_after)) };
        if self.text[from..to].lines().any(|line| line.len() > LONGEST_LINE) {
            (from, to) = (start, start);
        }
        let position = self.file.position(u32::try_from(from).unwrap_or(u32::MAX));
        let content = &self.text[from..to];
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            content.as_bytes(),
            SourceSpan::from((from, to - from)),
            position.line as usize - 1,
            position.column as usize - 1,
            content.lines().count(),
        )))
    }
}

/// The text with `?` for each byte of characters that steer a terminal.
fn harmless(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn spans_are_drawn_on_their_first_line() {
        let sources = Sources::from_files([("a.php", "one\ntwo 𝄞\r\nthree")]);
        let (id, file) = sources.iter().next().expect("there is one file");
        let excerpt = Excerpt::new(file, "a.php".to_owned(), &mut Texts::default());
        assert_eq!(excerpt.drawn(Span::new(id, 4, 20)), (4, 8));
        assert_eq!(excerpt.drawn(Span::new(id, 9, 9)), (8, 0), "inside a character");
        assert_eq!(excerpt.drawn(Span::new(id, 99, 120)).1, 0, "behind the end");
    }

    #[test]
    fn the_lines_around_a_span_are_read() {
        let sources = Sources::from_files([("a.php", "one\ntwo ä x\nthree\nfour")]);
        let excerpt =
            Excerpt::new(sources.iter().next().expect("there is one file").1, "a.php".to_owned(), &mut Texts::default());
        let place = excerpt.read_span(&SourceSpan::from((11, 1)), 0, 0).expect("reading cannot fail");
        assert_eq!((place.line(), place.column()), (1, 6));
        let lines = excerpt.read_span(&SourceSpan::from((11, 1)), 1, 1).expect("reading cannot fail");
        assert_eq!(std::str::from_utf8(lines.data()), Ok("one\ntwo ä x\nthree"));
        assert_eq!((lines.line(), lines.column(), lines.line_count()), (0, 0, 3));
    }

    #[test]
    fn endless_lines_are_left_out() {
        let sources = Sources::from_files([("a.php", "x".repeat(9000))]);
        let excerpt =
            Excerpt::new(sources.iter().next().expect("there is one file").1, "a.php".to_owned(), &mut Texts::default());
        let lines = excerpt.read_span(&SourceSpan::from((4000, 5)), 1, 1).expect("reading cannot fail");
        assert!(lines.data().is_empty());
        assert_eq!(lines.column(), 4000);
    }
}
