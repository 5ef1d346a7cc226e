//! The foreign keys that rules judge: those in the final schema that are certain and the project's own to decide.

use super::Context;
use crate::schema::{Column, Existence, ForeignKey, Origin, Schema, Table, TableKind};
use crate::source::{FileId, Span};

/// A foreign key with its surroundings.
#[derive(Clone, Copy)]
pub(super) struct Declared<'k> {
    /// The connection's name.
    pub(super) connection: &'k str,
    /// The connection's schema.
    pub(super) schema: &'k Schema,
    /// The table that has the key.
    pub(super) table: &'k Table,
    /// The key.
    pub(super) key: &'k ForeignKey,
    /// Where it is written.
    pub(super) at: Span,
}

impl<'k> Declared<'k> {
    /// The table referred to, if it is certain, known as a whole, and the project's own.
    pub(super) fn target(&self) -> Option<&'k Table> {
        let fits = |table: &&Table| {
            table.kind == TableKind::Table
                && table.origin == Origin::Project
                && !table.conditional
                && table.open_at.is_none()
                && self.key.references.iter().all(|name| table.column(name).is_some())
        };
        self.schema.table(&self.key.table).filter(fits)
    }

    /// The referring columns, where all are certain.
    pub(super) fn columns(&self) -> Option<Vec<&'k Column>> {
        let column = |name: &String| self.table.column(name).filter(|column| self.table.is_certain(column));
        self.key.columns.iter().map(column).collect()
    }
}

/// Whether a table's keys are the project's to decide: not those that packages and the framework bring.
pub(super) fn is_own(cx: &Context<'_>, table: &Table) -> bool {
    table.kind == TableKind::Table
        && table.origin == Origin::Project
        && !table.conditional
        && !crate::catalog::packages::brings(|package| cx.program.composer().requires(package), &table.name)
}

/// Every key that is certain and does not dangle, of tables that are the project's own.
pub(super) fn keys<'k>(cx: &Context<'k>) -> Vec<Declared<'k>> {
    let mut found = Vec::new();
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values().filter(|table| is_own(cx, table)) {
            for key in table.foreign_keys.iter().filter(|key| !key.conditional) {
                // One to a table that is missing has a finding of its own.
                let dangles = matches!(schema.existence(&key.table), Existence::Missing(_));
                if let Some(at) = key.defined_at.filter(|_| !dangles) {
                    found.push(Declared { connection, schema, table, key, at });
                }
            }
        }
    }
    found
}

/// Whether the code of a file switches foreign keys off for a time.
pub(super) fn are_switched_off(cx: &Context<'_>, file: FileId) -> bool {
    crate::migrator::switches_keys_off(cx.program, file)
}

/// Names of columns, as messages write them.
pub(super) fn list(columns: &[String]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}

/// What a key refers to, as messages write it.
pub(super) fn referenced(key: &ForeignKey) -> String {
    match key.references.as_slice() {
        [column] => format!("`{}.{column}`", key.table),
        columns => format!("{} of `{}`", list(columns), key.table),
    }
}

/// Columns as PHP code gives them to a Blueprint's methods.
pub(super) fn php(columns: &[String]) -> String {
    match columns {
        [column] => format!("'{column}'"),
        columns => format!("[{}]", columns.iter().map(|column| format!("'{column}'")).collect::<Vec<_>>().join(", ")),
    }
}

/// Whether two lists name the same columns in the same order.
pub(super) fn same(some: &[String], others: &[String]) -> bool {
    some.len() == others.len() && starts(some, others)
}

/// Whether a list begins with these columns.
pub(super) fn starts(columns: &[String], with: &[String]) -> bool {
    columns.len() >= with.len() && columns.iter().zip(with).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_columns() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(same(&names(&["a", "B"]), &names(&["A", "b"])));
        assert!(!same(&names(&["a", "b"]), &names(&["a"])));
        assert!(starts(&names(&["a", "b"]), &names(&["a"])));
        assert!(!starts(&names(&["a", "b"]), &names(&["b"])));
    }
}
