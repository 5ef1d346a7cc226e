//! What rules look up by places and names, so that none of them has to go through all references for each of its findings.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::Context;
use super::suggest::Names;
use crate::migrator::Replay;
use crate::references::{CallEdge, ColumnReference, LocalTable, References, RowWrite, TableReference, TableUse};
use crate::schema::{Schema, Table, Whereabouts};
use crate::source::Span;

/// References by places and names.
#[derive(Debug)]
pub(super) struct Index<'c> {
    /// The columns that stand on one mention of a table, by its place.
    columns_of: HashMap<Span, Vec<&'c ColumnReference>>,
    /// The rows that name a column at a place.
    rows_naming: HashMap<Span, Vec<&'c RowWrite>>,
    /// The calls of a function, by its place.
    calls_of: HashMap<Span, Vec<&'c CallEdge>>,
    /// Mentions that only ask whether a table is there, by its name in lower case: of migrations, and of other code.
    asked: [HashMap<String, Vec<&'c TableReference>>; 2],
    /// What code makes or changes for itself, by its name in lower case; empty for names that are put together.
    locals: HashMap<String, Vec<&'c LocalTable>>,
    /// The names of tables and columns, by what has them.
    names: Mutex<HashMap<usize, Arc<Names>>>,
}

impl<'c> Index<'c> {
    pub(super) fn new(replay: &'c Replay, references: &'c References) -> Self {
        let mut columns_of: HashMap<Span, Vec<&'c ColumnReference>> = HashMap::default();
        for column in &references.columns {
            if let [table] = column.tables.as_slice() {
                columns_of.entry(table.span).or_default().push(column);
            }
        }
        let mut rows_naming: HashMap<Span, Vec<&'c RowWrite>> = HashMap::default();
        for row in &references.rows {
            for (_, span) in &row.columns {
                rows_naming.entry(*span).or_default().push(row);
            }
        }
        let mut calls_of: HashMap<Span, Vec<&'c CallEdge>> = HashMap::default();
        for edge in &references.calls {
            calls_of.entry(edge.callee).or_default().push(edge);
        }
        let asked = [&replay.tables, &references.tables].map(|tables| {
            let mut asked: HashMap<String, Vec<&'c TableReference>> = HashMap::default();
            for table in tables.iter().filter(|table| table.operation.asks()) {
                asked.entry(table.table.to_ascii_lowercase()).or_default().push(table);
            }
            asked
        });
        let mut locals: HashMap<String, Vec<&'c LocalTable>> = HashMap::default();
        for local in &references.local_tables {
            locals.entry(local.table.to_ascii_lowercase()).or_default().push(local);
        }
        Index { columns_of, rows_naming, calls_of, asked, locals, names: Mutex::default() }
    }

    fn names<'n>(&self, owner: usize, names: impl Iterator<Item = &'n str> + Clone) -> Arc<Names> {
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(owner).or_insert_with(|| Arc::new(Names::new(names))))
    }
}

impl<'c> Context<'c> {
    /// The columns that stand on the mention of a table at a place, and on nothing else.
    pub(super) fn columns_of(&self, table: Span) -> &[&'c ColumnReference] {
        self.index.columns_of.get(&table).map_or(&[], Vec::as_slice)
    }

    /// The rows that name a column at a place.
    pub(super) fn rows_naming(&self, column: Span) -> &[&'c RowWrite] {
        self.index.rows_naming.get(&column).map_or(&[], Vec::as_slice)
    }

    /// The calls of a function.
    pub(super) fn calls_of(&self, function: Span) -> &[&'c CallEdge] {
        self.index.calls_of.get(&function).map_or(&[], Vec::as_slice)
    }

    /// What is named at a place: references lie in the order of their places.
    pub(super) fn tables_at(&self, span: Span) -> &'c [TableReference] {
        let all: &'c [TableReference] = &self.references.tables;
        let from = all.partition_point(|table| table.span < span);
        let count = all[from..].iter().take_while(|table| table.span == span).count();
        &all[from..from + count]
    }

    /// The columns that are named at a place.
    pub(super) fn columns_at(&self, span: Span) -> &'c [ColumnReference] {
        let all: &'c [ColumnReference] = &self.references.columns;
        let from = all.partition_point(|column| column.span < span);
        let count = all[from..].iter().take_while(|column| column.span == span).count();
        &all[from..from + count]
    }

    /// Whether a table that code speaks of has a column of this name.
    pub(super) fn has_column(&self, used: &TableUse, column: &str) -> bool {
        match self.database.locate(used.connection.as_deref(), &used.table) {
            Whereabouts::Found(places) => places.iter().any(|place| place.table.column(column).is_some()),
            _ => false,
        }
    }

    /// Where migrations ask whether a table is there.
    pub(super) fn asked_by_migrations(&self, table: &str) -> &[&'c TableReference] {
        self.index.asked[0].get(&table.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Where other code asks whether a table is there.
    pub(super) fn asked_by_code(&self, table: &str) -> &[&'c TableReference] {
        self.index.asked[1].get(&table.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// What code makes or changes of a table for itself; of no name, what it makes under names that it puts together.
    pub(super) fn local_tables(&self, table: &str) -> &[&'c LocalTable] {
        if self.index.locals.is_empty() {
            return &[];
        }
        self.index.locals.get(&table.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The names of a schema's tables.
    pub(super) fn names_of_tables(&self, schema: &Schema) -> Arc<Names> {
        self.index.names(std::ptr::from_ref(schema).addr(), schema.tables.keys().map(String::as_str))
    }

    /// The names of a table's columns.
    pub(super) fn names_of_columns(&self, table: &Table) -> Arc<Names> {
        self.index.names(std::ptr::from_ref(table).addr(), table.columns.iter().map(|column| column.name.as_str()))
    }
}
