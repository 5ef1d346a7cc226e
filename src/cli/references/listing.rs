//! Every reference, one line below its table or one object each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::super::text::fitted;
use super::VERSION;
use super::place::{UsedAt, note, position, used_at};
use crate::cli::place::JsonPlace;
use crate::ide::{Resolved, owner_name};
use crate::references::{ColumnReference, RowWrite, TableReference, TableUse};
use crate::report::count;
use crate::source::Span;
use crate::workspace::Loaded;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tables: Vec<JsonTable<'a>>,
    columns: Vec<JsonColumn<'a>>,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    table: &'a str,
    connection: Option<&'a str>,
    operation: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    literal: bool,
    resolved: Resolved,
    #[serde(flatten)]
    used_at: Option<UsedAt>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    column: &'a str,
    /// The tables that it may belong to.
    tables: Vec<JsonTableUse<'a>>,
    /// Whether it may belong to something else too.
    open: bool,
    operation: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    literal: bool,
    resolved: Resolved,
    #[serde(flatten)]
    used_at: Option<UsedAt>,
}

#[derive(Serialize)]
struct JsonTableUse<'a> {
    table: &'a str,
    connection: Option<&'a str>,
}

impl<'a> JsonTableUse<'a> {
    fn new(used: &'a TableUse) -> Self {
        JsonTableUse { table: &used.table, connection: used.connection.as_deref() }
    }
}

fn tables(loaded: &Loaded) -> impl Iterator<Item = &TableReference> {
    loaded.analysis.references.tables.iter().filter(|reference| loaded.is_span_asked_for(reference.span))
}

fn columns(loaded: &Loaded) -> impl Iterator<Item = &ColumnReference> {
    loaded.analysis.references.columns.iter().filter(|reference| loaded.is_span_asked_for(reference.span))
}

/// The columns of rows that are written, each with its row.
fn cells(loaded: &Loaded) -> impl Iterator<Item = (&RowWrite, &str, Span)> {
    let rows = loaded.analysis.references.rows.iter();
    let cells = rows.flat_map(|row| row.columns.iter().map(move |(column, span)| (row, column.as_str(), *span)));
    cells.filter(|(_, _, span)| loaded.is_span_asked_for(*span))
}

/// What is said of one place: where, and what it does there.
type Line = (Span, String);

/// A group a table, a line a reference in the order of paths and places.
pub(super) fn text(loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let database = &loaded.analysis.database;
    let mut groups: BTreeMap<String, BTreeSet<Line>> = BTreeMap::new();
    for reference in tables(loaded) {
        let connection = database.listed_as(reference.connection.as_deref());
        let note = note(Resolved::of_table(reference), loaded, Some(reference.call));
        let line = format!("{}{note}", reference.operation.as_str());
        groups.entry(format!("{} on {connection}", reference.table)).or_default().insert((reference.span, line));
    }
    for reference in columns(loaded) {
        let owner = owner_name(database, &reference.tables, reference.open);
        let resolved = Resolved::new(reference.literal, reference.span, reference.call);
        let note = note(resolved, loaded, Some(reference.call));
        let line = format!("{} {}{note}", reference.operation.as_str(), reference.column);
        groups.entry(owner).or_default().insert((reference.span, line));
    }
    for (row, column, span) in cells(loaded) {
        let owner = owner_name(database, std::slice::from_ref(&row.table), false);
        let note = note(Resolved::of_row(&loaded.project.sources, span, row.call), loaded, Some(row.call));
        let line = format!("{} {column}{note}", row.operation.as_str());
        groups.entry(owner).or_default().insert((span, line));
    }
    for (owner, lines) in &groups {
        writeln!(out, "{owner} ({}):", lines.len())?;
        for (span, line) in lines {
            writeln!(out, "  {}: {line}", position(loaded, *span))?;
        }
        writeln!(out)?;
    }
    let all = groups.values().map(BTreeSet::len).sum();
    let closing = format!(
        "{}. To see fewer, name a file or folder, or a table with `--of TABLE`, or a column with `--of TABLE.COLUMN`.",
        count(all, "reference", "references")
    );
    writeln!(out, "{}", fitted(&closing))
}

/// All references as JSON.
pub(super) fn json(loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let sources = &loaded.project.sources;
    let table_references = tables(loaded).map(|reference| {
        let resolved = Resolved::of_table(reference);
        JsonTable {
            table: &reference.table,
            connection: reference.connection.as_deref(),
            operation: reference.operation.as_str(),
            place: JsonPlace::new(sources, reference.span),
            literal: reference.literal,
            resolved,
            used_at: used_at(resolved, sources, reference.call),
        }
    });
    let column_references = columns(loaded).map(|reference| {
        let resolved = Resolved::new(reference.literal, reference.span, reference.call);
        JsonColumn {
            column: &reference.column,
            tables: reference.tables.iter().map(JsonTableUse::new).collect(),
            open: reference.open,
            operation: reference.operation.as_str(),
            place: JsonPlace::new(sources, reference.span),
            literal: reference.literal,
            resolved,
            used_at: used_at(resolved, sources, reference.call),
        }
    });
    let written = cells(loaded).map(|(row, column, span)| {
        let resolved = Resolved::of_row(sources, span, row.call);
        JsonColumn {
            column,
            tables: vec![JsonTableUse::new(&row.table)],
            open: false,
            operation: row.operation.as_str(),
            place: JsonPlace::new(sources, span),
            literal: sources.slice(span).eq_ignore_ascii_case(column),
            resolved,
            used_at: used_at(resolved, sources, row.call),
        }
    });
    let document =
        Document { version: VERSION, tables: table_references.collect(), columns: column_references.chain(written).collect() };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
