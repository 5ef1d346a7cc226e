//! `--history`: how each table and column came to be.

use std::io::{self, Write};

use serde::Serialize;

use super::Loaded;
use crate::cli::place::JsonLine;
use crate::schema::{self, EventKind, Schema, Table};
use crate::source::Span;

/// Something that happened.
#[derive(Serialize)]
pub(super) struct Event<'a> {
    table: &'a str,
    /// None for the table as a whole.
    column: Option<&'a str>,
    /// `created`, `added`, `changed`, `renamed`, `dropped`
    #[serde(rename = "event")]
    word: &'static str,
    /// The new name.
    to: Option<&'a str>,
    conditional: bool,
    at: Option<JsonLine>,
    #[serde(skip)]
    span: Option<Span>,
}

/// Whether a table of this name ever existed.
pub(super) fn knows(schema: &Schema, name: &str) -> bool {
    let names = [name.to_owned()];
    lives(schema, &names).count() > 0
}

/// The tables that are there, then those that are gone, and whether they are; or those that ever had this name.
fn lives<'a>(schema: &'a Schema, only: &'a [String]) -> impl Iterator<Item = (&'a Table, bool)> {
    let had = move |table: &Table, name: &str| {
        table.name.eq_ignore_ascii_case(name) || table.history.iter().any(|event| event.table.eq_ignore_ascii_case(name))
    };
    let there = schema.tables.values().map(|table| (table, false));
    let gone = schema.gone.iter().map(|table| (&**table, true));
    there.chain(gone).filter(move |(table, _)| only.is_empty() || only.iter().any(|name| had(table, name)))
}

/// All that happened to the tables of a schema and to their columns: one table after the other, each in its order.
pub(super) fn events<'a>(loaded: &Loaded, schema: &'a Schema, only: &'a [String]) -> Vec<Event<'a>> {
    lives(schema, only).flat_map(|(table, _)| &table.history).map(|event| of(loaded, event)).collect()
}

fn of<'a>(loaded: &Loaded, event: &'a schema::Event) -> Event<'a> {
    let (word, to) = match &event.kind {
        EventKind::Created if event.column.is_some() => ("added", None),
        EventKind::Created => ("created", None),
        EventKind::Changed => ("changed", None),
        EventKind::RenamedTo(to) => ("renamed", Some(to.as_str())),
        EventKind::Dropped => ("dropped", None),
    };
    Event {
        table: &event.table,
        column: event.column.as_deref(),
        word,
        to,
        conditional: event.conditional,
        at: event.at.map(|span| JsonLine::new(&loaded.project.sources, span)),
        span: event.at,
    }
}

/// Prints the tables that are there, each with what happened to it, then those that are gone.
pub(super) fn print(loaded: &Loaded, only: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "";
    for (connection, schema) in &loaded.analysis.database.connections {
        if lives(schema, only).next().is_none() {
            continue;
        }
        writeln!(out, "{separator}connection {connection} ({})", schema.driver)?;
        separator = "\n";
        for (table, gone) in lives(schema, only) {
            writeln!(out, "\n{}{}", table.name, if gone { " (gone)" } else { "" })?;
            for event in &table.history {
                writeln!(out, "  {}", sentence(loaded, &of(loaded, event)))?;
            }
        }
    }
    if separator.is_empty() {
        writeln!(out, "no tables")?;
    }
    Ok(())
}

fn sentence(loaded: &Loaded, event: &Event<'_>) -> String {
    let sources = &loaded.project.sources;
    let place =
        event.span.map(|span| format!("  ({}:{})", loaded.shown_path(span.file), sources.start(span).line)).unwrap_or_default();
    let column = event.column.map(|column| format!("{column} ")).unwrap_or_default();
    let to = event.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let conditional = if event.conditional { ", conditionally" } else { "" };
    format!("{column}{}{to}{conditional}{place}", event.word)
}
