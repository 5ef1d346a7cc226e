//! Indexes that seem to be of no use. One that keeps rows apart, or that a foreign key may stand on, never is.

use super::{Finder, Needless};
use crate::rules::superior_index;
use crate::schema::{Column, Index, IndexKind, Schema, Table};

impl<'a> Finder<'a> {
    /// The indexes of a table that seem to be of no use; those that nothing searches by only where all is known.
    pub(super) fn needless_indexes(
        &self,
        schema: &Schema,
        table: &'a Table,
        unused: &[&'a Column],
        is_covered: bool,
    ) -> Vec<(&'a Index, Needless<'a>)> {
        if table.unsure_indexes {
            return Vec::new();
        }
        let of_key = |index: &Index| {
            let is_first = |name: &String| index.columns.first().is_some_and(|first| first.eq_ignore_ascii_case(name));
            let refers = |other: &Table| {
                let to_it = |key: &&crate::schema::ForeignKey| key.table.eq_ignore_ascii_case(&table.name);
                other.foreign_keys.iter().filter(to_it).any(|key| key.references.iter().any(is_first))
            };
            table.foreign_keys.iter().any(|key| key.columns.iter().any(is_first))
                || table.unsure_keys.iter().any(is_first)
                || schema.tables.values().any(refers)
        };
        let candidates = table
            .indexes
            .iter()
            .enumerate()
            .filter(|(_, index)| index.kind == IndexKind::Index && !index.conditional && !index.partial && !of_key(index));
        let needless = candidates.filter_map(|(position, index)| {
            if let Some(other) = superior_index(schema, table, position) {
                return Some((index, Needless::Covered(other)));
            }
            (is_covered && self.is_never_searched(table, index, unused)).then_some((index, Needless::NotSearched))
        });
        needless.collect()
    }

    /// Whether no code searches, joins or sorts by the first column of an index, of which more is not said already.
    fn is_never_searched(&self, table: &Table, index: &Index, unused: &[&Column]) -> bool {
        let Some(column) = index.columns.first().and_then(|name| table.column(name)) else { return false };
        let name = column.name.as_str();
        let is_convention = super::CONVENTIONS.contains(&name) || self.owners.adds(name) || column.of_package;
        let half = ["_id", "_type", "_uuid", "_ulid"].iter().find_map(|end| name.strip_suffix(end));
        !is_convention
            && !unused.iter().any(|unused| unused.name == column.name)
            && !half.is_some_and(|relation| self.words.has_function(relation))
            && self.words.quoted(name).is_some_and(|quoted| !self.uses.is_searched(&table.name, name, quoted))
    }
}
