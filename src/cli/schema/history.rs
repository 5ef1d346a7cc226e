//! `--history`: how each table and column came to be.

use std::io::{self, Write};

use serde::Serialize;

use super::Loaded;
use crate::cli::place::JsonLine;
use crate::schema::{ColumnEventKind, Schema, TableEventKind};
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
    schema.history.iter().any(|event| {
        event.table.eq_ignore_ascii_case(name)
            || matches!(&event.kind, TableEventKind::RenamedTo(to) if to.eq_ignore_ascii_case(name))
    })
}

/// All that happened to the tables of a schema and to the columns of those that are there, in order.
pub(super) fn events<'a>(loaded: &Loaded, schema: &'a Schema, only: Option<&str>) -> Vec<Event<'a>> {
    let line = |span: Option<Span>| span.map(|span| JsonLine::new(&loaded.project.sources, span));
    let is = |name: &str| only.is_none_or(|only| name.eq_ignore_ascii_case(only));
    let mut events = Vec::new();
    for event in &schema.history {
        let (word, to) = match &event.kind {
            TableEventKind::Created => ("created", None),
            TableEventKind::RenamedTo(to) => ("renamed", Some(to.as_str())),
            TableEventKind::Dropped => ("dropped", None),
        };
        if is(&event.table) || to.is_some_and(is) {
            events.push(Event {
                table: &event.table,
                column: None,
                word,
                to,
                conditional: event.conditional,
                at: line(Some(event.at)),
                span: Some(event.at),
            });
        }
    }
    for table in schema.tables.values().filter(|table| is(&table.name)) {
        for event in &table.history {
            let (word, to) = match &event.kind {
                ColumnEventKind::Added => ("added", None),
                ColumnEventKind::Changed => ("changed", None),
                ColumnEventKind::RenamedTo(to) => ("renamed", Some(to.as_str())),
                ColumnEventKind::Dropped => ("dropped", None),
            };
            events.push(Event {
                table: &table.name,
                column: Some(&event.column),
                word,
                to,
                conditional: event.conditional,
                at: line(event.at),
                span: event.at,
            });
        }
    }
    events
}

/// Prints the tables that are there, each with what happened to it, then those that are gone.
pub(super) fn print(loaded: &Loaded, only: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "";
    for (connection, schema) in &loaded.analysis.database.connections {
        let events = events(loaded, schema, only);
        if events.is_empty() {
            continue;
        }
        writeln!(out, "{separator}connection {connection} ({})", schema.driver)?;
        separator = "\n";
        let mut names: Vec<&str> = events.iter().map(|event| event.table).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let gone = if schema.table(name).is_some() { "" } else { " (gone)" };
            writeln!(out, "\n{name}{gone}")?;
            for event in events.iter().filter(|event| event.table == name) {
                writeln!(out, "  {}", sentence(loaded, event))?;
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
    let place = event
        .span
        .map(|span| format!("  ({}{}:{})", loaded.prefix, sources.path(span.file), sources.start(span).line))
        .unwrap_or_default();
    let column = event.column.map(|column| format!("{column} ")).unwrap_or_default();
    let to = event.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let conditional = if event.conditional { ", under a condition" } else { "" };
    format!("{column}{}{to}{conditional}{place}", event.word)
}
