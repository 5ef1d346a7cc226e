//! What nothing leads to, for people and for tools.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::VERSION;
use super::place::position;
use crate::cli::place::JsonPlace;
use crate::ide::{Doubt, LeftOut, Needless, Unseen, Unused, UnusedTable};
use crate::schema::{Column, Index};
use crate::source::{Sources, Span};
use crate::workspace::Loaded;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    looked_at: usize,
    tables: Vec<JsonTable<'a>>,
    left_out: Vec<JsonLeftOut<'a>>,
    unresolved: Vec<JsonGap<'a>>,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    table: &'a str,
    connection: &'a str,
    defined_at: Option<JsonPlace>,
    /// Whether it is the whole table; then its columns and indexes are not listed.
    unused: bool,
    columns: Vec<JsonColumn<'a>>,
    indexes: Vec<JsonIndex<'a>>,
    may_be_used_by: Vec<JsonUnseen<'a>>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    column: &'a str,
    defined_at: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonIndex<'a> {
    index: &'a str,
    columns: &'a [String],
    defined_at: Option<JsonPlace>,
    reason: &'static str,
    /// The index that does all that it does.
    covered_by: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonUnseen<'a> {
    kind: &'static str,
    model: Option<&'a str>,
    #[serde(flatten)]
    place: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonLeftOut<'a> {
    table: &'a str,
    connection: &'a str,
    reason: String,
    #[serde(flatten)]
    place: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonGap<'a> {
    what: &'a str,
    reason: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
}

/// So many things, as a sentence has them.
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A place behind what stands there.
fn behind(loaded: &Loaded, span: Option<Span>) -> String {
    span.map(|span| format!("  ({})", position(loaded, span))).unwrap_or_default()
}

/// A block for each table, what was counted, and what is left out.
pub(super) fn text(unused: &Unused<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    for table in &unused.tables {
        block(table, loaded, out)?;
    }
    let n_tables = unused.tables.iter().filter(|table| table.is_whole).count();
    let n_columns: usize = unused.tables.iter().map(|table| table.columns.len()).sum();
    let n_indexes: usize = unused.tables.iter().map(|table| table.indexes.len()).sum();
    let parts = [(n_tables, "table", "tables"), (n_columns, "column", "columns"), (n_indexes, "index", "indexes")];
    let parts: Vec<String> = parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    let of = format!("of {} that {} checked", counted(unused.n_tables, "table", "tables"), was(unused.n_tables));
    match parts.split_last() {
        None => writeln!(out, "Something uses every table, column and index {of}.")?,
        Some((last, [])) => writeln!(out, "Nothing seems to use {last} {of}.")?,
        Some((last, first)) => writeln!(out, "Nothing seems to use {} and {last} {of}.", first.join(", "))?,
    }
    writeln!(out, "Names that occur anywhere in the code, templates or scripts are not listed.")?;
    if let Some(first) = unused.unresolved.first() {
        let n = unused.unresolved.len();
        let places = counted(n, "place uses a table that", "places use tables that");
        let verb = if n == 1 { "is unknown and may be any table" } else { "are unknown and may be any tables" };
        writeln!(out, "{places} {verb}: {}{}", position(loaded, first.span), if n == 1 { "" } else { " and others" })?;
    }
    left_out(unused, loaded, out)
}

fn was(n: usize) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

fn block(table: &UnusedTable<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let name = &table.table.name;
    writeln!(out, "{name} on {}{}", table.connection, behind(loaded, table.table.defined_at))?;
    if table.is_whole {
        writeln!(out, "  the whole table")?;
    }
    for column in &table.columns {
        writeln!(out, "  column {}{}", column.name, behind(loaded, column.defined_at))?;
    }
    for (index, why) in &table.indexes {
        let columns = index.columns.join(", ");
        let why = match why {
            Needless::Covered(other) if other.columns == index.columns => format!("`{}` is the same", other.name),
            Needless::Covered(other) => format!("`{}` ({}) begins with it", other.name, other.columns.join(", ")),
            Needless::NotSearched => {
                let first = index.columns.first().map_or("", String::as_str);
                format!("nothing searches, joins or sorts by `{first}`")
            }
        };
        writeln!(out, "  index {} ({columns}): {why}{}", index.name, behind(loaded, index.defined_at))?;
    }
    for unseen in &table.unseen {
        let what = match unseen {
            Unseen::Model(class) => format!("`{class}` exposes all columns as an array or JSON"),
            Unseen::Fills(class) => format!("`{class}` may be filled with any column"),
            Unseen::WholeRows(span) => format!("{} may read whole rows", position(loaded, *span)),
            Unseen::Filled(span) => format!("{} writes rows", position(loaded, *span)),
        };
        writeln!(out, "  but {what}")?;
    }
    writeln!(out)
}

/// What is left out, by the reasons: first the tables of which nothing is said.
fn left_out(unused: &Unused<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let (partly, wholly): (Vec<_>, Vec<_>) = unused.left_out.iter().partition(|left| left.why.is_of_columns());
    let headings = ["Left out", "Only redundant indexes are listed, because some uses of columns are unknown"];
    for (heading, tables) in headings.into_iter().zip([wholly, partly]) {
        if tables.is_empty() {
            continue;
        }
        let mut by_reason: BTreeMap<&Doubt, Vec<&str>> = BTreeMap::new();
        for LeftOut { table, why, .. } in &tables {
            by_reason.entry(why).or_default().push(&table.name);
        }
        writeln!(out, "\n{heading} ({}):", counted(tables.len(), "table", "tables"))?;
        for (why, mut tables) in by_reason {
            tables.sort_unstable();
            tables.dedup();
            let place = place_of(why).map(|span| format!(", {}", position(loaded, span))).unwrap_or_default();
            writeln!(out, "  {}: {}{place}", tables.join(", "), reason(why))?;
        }
    }
    Ok(())
}

fn reason(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Framework => "the framework's".to_owned(),
        Doubt::Package(None) => "a package's".to_owned(),
        Doubt::Package(Some(package)) => format!("may be one of {package}"),
        Doubt::Schema => "the migrations leave it uncertain".to_owned(),
        Doubt::Model(class) => format!("the code of `{class}` or its parent is not available"),
        Doubt::Column(_) => "an unknown column".to_owned(),
        Doubt::Row(_) => "an unknown row".to_owned(),
    }
}

fn place_of(doubt: &Doubt) -> Option<Span> {
    match doubt {
        Doubt::Column(span) | Doubt::Row(span) => Some(*span),
        _ => None,
    }
}

/// The same as JSON.
pub(super) fn json(unused: &Unused<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let sources = &loaded.project.sources;
    let document = Document {
        version: VERSION,
        looked_at: unused.n_tables,
        tables: unused.tables.iter().map(|table| json_table(table, sources)).collect(),
        left_out: unused
            .left_out
            .iter()
            .map(|left| JsonLeftOut {
                table: &left.table.name,
                connection: left.connection,
                reason: reason(&left.why),
                place: place_of(&left.why).map(|span| JsonPlace::new(sources, span)),
            })
            .collect(),
        unresolved: unused
            .unresolved
            .iter()
            .map(|gap| JsonGap { what: &gap.what, reason: &gap.reason, place: JsonPlace::new(sources, gap.span) })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn json_table<'a>(unused: &'a UnusedTable<'a>, sources: &Sources) -> JsonTable<'a> {
    let place = |span: Option<Span>| span.map(|span| JsonPlace::new(sources, span));
    let column = |column: &&'a Column| JsonColumn { column: &column.name, defined_at: place(column.defined_at) };
    let index = |(index, why): &(&'a Index, Needless<'a>)| {
        let (reason, covered_by) = match why {
            Needless::Covered(other) => ("covered", Some(other.name.as_str())),
            Needless::NotSearched => ("not-searched", None),
        };
        JsonIndex { index: &index.name, columns: &index.columns, defined_at: place(index.defined_at), reason, covered_by }
    };
    let unseen = |unseen: &Unseen<'a>| match unseen {
        Unseen::Model(class) => JsonUnseen { kind: "model", model: Some(class), place: None },
        Unseen::Fills(class) => JsonUnseen { kind: "fills", model: Some(class), place: None },
        Unseen::WholeRows(span) => JsonUnseen { kind: "whole-rows", model: None, place: place(Some(*span)) },
        Unseen::Filled(span) => JsonUnseen { kind: "filled", model: None, place: place(Some(*span)) },
    };
    JsonTable {
        table: &unused.table.name,
        connection: unused.connection,
        defined_at: place(unused.table.defined_at),
        unused: unused.is_whole,
        columns: unused.columns.iter().map(column).collect(),
        indexes: unused.indexes.iter().map(index).collect(),
        may_be_used_by: unused.unseen.iter().map(unseen).collect(),
    }
}
