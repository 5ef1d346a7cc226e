//! Names that code which several models share gives each of them: it is meant for those that have the column.

use super::missing;
use crate::references::RowWrite;
use crate::rules::Context;
use crate::schema::Whereabouts;
use crate::source::Span;

/// The rows of models that name a column at each place: the numbers of the row and of the column in it.
pub(in crate::rules) type NamedByRows = foldhash::HashMap<Span, Vec<(usize, usize)>>;

/// Whether a row is written through a model, which may be one of several where code is shared.
pub(super) fn is_of_model(row: &RowWrite) -> bool {
    row.fillable.is_some() || row.table.span.file != row.call.file
}

/// Whether code gives a key to models of several tables, of which some have the column.
pub(super) fn is_generic(cx: &Context<'_>, span: Span) -> bool {
    let rows = &cx.references.rows;
    let named = cx.named_by_rows.get_or_init(|| {
        let mut named = NamedByRows::default();
        for (number, row) in rows.iter().enumerate().filter(|(_, row)| is_of_model(row)) {
            for (column, (_, span)) in row.columns.iter().enumerate() {
                named.entry(*span).or_default().push((number, column));
            }
        }
        named
    });
    let has = |(number, column): &(usize, usize)| {
        let row = &rows[*number];
        match cx.database.locate(row.table.connection.as_deref(), &row.table.table) {
            Whereabouts::Found(places) => places.iter().any(|place| missing(place.table, row, &row.columns[*column].0).is_none()),
            _ => true,
        }
    };
    named.get(&span).is_some_and(|rows| rows.iter().any(has))
}
