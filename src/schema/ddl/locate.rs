//! From the lines and columns of the parser to bytes of the text.

use std::ops::Range;

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};
use sqlparser::tokenizer::{Location, Span};

use super::{Name, Word};
use crate::schema::Driver;

/// Finds places of a statement in the whole text.
pub(crate) struct Locator<'t> {
    sql: &'t str,
    driver: Driver,
    /// What the statement's bytes are ahead of those of the text; negative where words were put before them.
    shift: isize,
    /// The byte that each line begins with.
    lines: Vec<usize>,
    /// The byte of each character, and the character that each line begins with; only if they are not the same.
    wide: Option<(Vec<usize>, Vec<usize>)>,
}

impl<'t> Locator<'t> {
    pub(crate) fn new(sql: &'t str, shift: isize, driver: Driver) -> Self {
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', sql.as_bytes()).map(|at| at + 1)).collect();
        let wide = (!sql.is_ascii()).then(|| {
            let bytes: Vec<usize> = sql.char_indices().map(|(at, _)| at).collect();
            let first = std::iter::once(0);
            let lines = first.chain(sql.chars().enumerate().filter(|(_, char)| *char == '\n').map(|(at, _)| at + 1)).collect();
            (bytes, lines)
        });
        Locator { sql, driver, shift, lines, wide }
    }

    fn offset(&self, at: Location) -> Option<usize> {
        let line = usize::try_from(at.line).ok()?.checked_sub(1)?;
        let column = usize::try_from(at.column).ok()?.checked_sub(1)?;
        match &self.wide {
            None => Some((self.lines.get(line)? + column).min(self.sql.len())),
            Some((bytes, lines)) => Some(bytes.get(lines.get(line)? + column).copied().unwrap_or(self.sql.len())),
        }
    }

    /// Bytes of the text; of the whole statement where the parser does not say.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        let found = self.offset(span.start).zip(self.offset(span.end));
        let (start, end) = found.filter(|(start, end)| start < end).unwrap_or((0, self.sql.len()));
        start.saturating_add_signed(self.shift)..end.saturating_add_signed(self.shift)
    }

    /// What the database calls it.
    pub(crate) fn text(&self, ident: &Ident) -> String {
        folded(&ident.value, ident.quote_style.is_some(), self.driver)
    }

    pub(crate) fn word(&self, ident: &Ident) -> Word {
        Word { text: self.text(ident), range: self.range(ident.span) }
    }

    pub(crate) fn name(&self, name: &ObjectName) -> Name {
        let mut parts = name.0.iter().filter_map(ObjectNamePart::as_ident).rev();
        let (last, schema) = (parts.next(), parts.next());
        let first = schema.or(last);
        let range = match (first, last) {
            (Some(first), Some(last)) => self.range(first.span).start..self.range(last.span).end,
            _ => self.range(Span::empty()),
        };
        Name { schema: schema.map(|ident| self.text(ident)), text: last.map(|ident| self.text(ident)).unwrap_or_default(), range }
    }
}

/// A name as the database keeps it: PostgreSQL writes names without quotes in small letters.
pub(super) fn folded(name: &str, quoted: bool, driver: Driver) -> String {
    if driver == Driver::PgSql && !quoted { name.to_lowercase() } else { name.to_owned() }
}
