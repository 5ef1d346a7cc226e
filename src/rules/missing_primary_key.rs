//! `missing-primary-key`: a table has neither a primary key nor a unique index.

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, Severity};
use crate::schema::{Table, TableKind};

/// Tables that older versions of Laravel made without one.
const OF_LARAVEL: [&str; 3] = ["password_resets", "password_reset_tokens", "sessions"];

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values().filter(|table| keys::is_own(cx, table) && lacks_key(table)) {
            let Some(at) = table.defined_at else { continue };
            let message = format!("`{}` has no primary key and no unique index: nothing identifies a row", table.name);
            let finding = Finding::new("missing-primary-key", Severity::Note, at, message)
                .on_table(connection, &table.name)
                .help(Words::of(cx, table).primary_key());
            findings.push(finding);
        }
    }
}

fn lacks_key(table: &Table) -> bool {
    let known = table.open_at.is_none() && !table.conditional && !table.unsure_indexes && !table.columns.is_empty();
    let has =
        table.indexes.iter().any(|index| index.kind.is_unique()) || table.columns.iter().any(|column| column.auto_increment);
    let laravels = OF_LARAVEL.iter().any(|name| table.name.eq_ignore_ascii_case(name));
    known && table.kind == TableKind::Table && !has && !laravels
}
