//! `redundant-index`: another index does all that an index does.

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, Severity};
use crate::schema::{Index, IndexKind, Schema, Table};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for (connection, schema) in &cx.database.connections {
        let own = |table: &&Table| keys::is_own(cx, table) && table.open_at.is_none() && !table.unsure_indexes;
        for table in schema.tables.values().filter(own) {
            for (position, index) in table.indexes.iter().enumerate() {
                let (Some(at), Some(other)) = (index.defined_at, superior(schema, table, position)) else { continue };
                let same = keys::same(&other.columns, &index.columns);
                let what = match (same, other.kind) {
                    (true, IndexKind::Primary) => "the primary key has the same columns".to_owned(),
                    (true, IndexKind::Unique) => format!("the unique index `{}` has the same columns", other.name),
                    (true, _) => format!("the index `{}` has the same columns", other.name),
                    (false, IndexKind::Primary) => format!("the primary key on {} begins with it", keys::list(&other.columns)),
                    (false, _) => format!("the index `{}` on {} begins with it", other.name, keys::list(&other.columns)),
                };
                let message = format!("the index `{}` on {} is redundant: {what}", index.name, keys::list(&index.columns));
                let mut finding = Finding::new("redundant-index", Severity::Note, at, message).on_table(connection, &table.name);
                if let Some(there) = other.defined_at.filter(|there| *there != at) {
                    finding = finding.label(there, "the index that covers it");
                }
                let drop = Words::of_file(cx, at.file).drop_index(&index.name, index.kind == IndexKind::Unique);
                findings.push(finding.help(format!("it takes space and slows down every write; drop it in a migration: {drop}")));
            }
        }
    }
}

/// The index that does all that another one of its table does, which is given by its position.
pub(crate) fn superior<'t>(schema: &Schema, table: &'t Table, position: usize) -> Option<&'t Index> {
    let index = table.indexes.get(position).filter(|index| is_plain(table, index) && !is_of_key(schema, index))?;
    let mut others = table.indexes.iter().enumerate().filter(|(at, _)| *at != position);
    others.find(|(at, other)| is_plain(table, other) && covers(other, index, *at < position)).map(|(_, other)| other)
}

/// Whether an index is one of known columns that any search can use.
fn is_plain(table: &Table, index: &Index) -> bool {
    let known = |name: &String| table.column(name).is_some_and(|column| table.is_certain(column));
    matches!(index.kind, IndexKind::Primary | IndexKind::Unique | IndexKind::Index)
        && !index.partial
        && !index.columns.is_empty()
        && index.columns.iter().all(known)
}

/// Whether MySQL keeps it from a foreign key that was dropped: nobody wrote that index.
fn is_of_key(schema: &Schema, index: &Index) -> bool {
    schema.driver.is_mysql() && index.kind == IndexKind::Index && index.name.to_ascii_lowercase().ends_with("_foreign")
}

/// Whether an index does all that another one does. Of two that are the same the later one is too much.
fn covers(other: &Index, index: &Index, comes_first: bool) -> bool {
    let same = keys::same(&other.columns, &index.columns);
    match (index.kind, other.kind) {
        (IndexKind::Index, IndexKind::Index) => keys::starts(&other.columns, &index.columns) && (!same || comes_first),
        (IndexKind::Index, IndexKind::Primary | IndexKind::Unique) => keys::starts(&other.columns, &index.columns),
        (IndexKind::Unique, IndexKind::Primary) => same,
        (IndexKind::Unique, IndexKind::Unique) => same && comes_first,
        _ => false,
    }
}
