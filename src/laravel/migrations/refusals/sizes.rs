//! Tables that become larger than the database lets them: too many columns, or too many bytes in a row.

use super::facts::refused_by;
use crate::catalog::statements::{bytes_of_character, longest_row};
use crate::schema::types::TypeKind;
use crate::schema::{Column, Refusal, Schema, Table};

/// What a column makes too large that it is added to.
pub(super) fn against(schema: &Schema, table: &Table, column: &Column) -> Option<Refusal> {
    let certain = |column: &&Column| !column.conditional;
    if let Some(most) = refused_by("too-many-columns", schema.driver).and_then(|by| by.most) {
        // It is told at the first one that is too many.
        if table.columns.iter().filter(certain).count() as u64 == most {
            return Some(Refusal::TooManyColumns { most });
        }
    }
    refused_by("row-too-long", schema.driver)?;
    let most = longest_row();
    let before: u64 = table.columns.iter().filter(certain).map(bytes).sum();
    let after = before + bytes(column);
    (before <= most && after > most).then_some(Refusal::RowTooLong { bytes: after, most })
}

/// The bytes that a text of a limited length may take in a row; what else is there is small, or lies elsewhere.
fn bytes(column: &Column) -> u64 {
    let length = u64::from(column.ty.length.unwrap_or(255));
    match column.ty.kind {
        TypeKind::String | TypeKind::Char => length * bytes_of_character(column.charset.as_deref()),
        _ => 0,
    }
}
