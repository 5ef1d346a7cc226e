//! `tablecheck references`: every place that names a table or a column, where that could be worked out.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::load::{Loaded, Settings, load};
use super::place::JsonPlace;
use super::{CliError, DataFormat, Outcome};
use crate::references::{ColumnReference, TableReference, TableUse};

/// List every place that names a table or a column
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tablecheck references                  of the project in this folder
  tablecheck references app/Models       of one folder
  tablecheck references --format json    for other tools")]
pub(super) struct Arguments {
    /// A file or folder of the project; without it what the configuration names, or the current folder
    path: Option<PathBuf>,
    /// How to print the references
    #[arg(long, value_enum, default_value_t = DataFormat::Text)]
    format: DataFormat,
    #[command(flatten)]
    settings: Settings,
}

/// The version of the JSON contract.
const VERSION: u32 = 1;

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

/// Prints the references.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let loaded = load(arguments.path.as_deref(), &arguments.settings)?;
    match arguments.format {
        DataFormat::Text => text(&loaded, out)?,
        DataFormat::Json => json(&loaded, out)?,
    }
    Ok(Outcome::Clean)
}

fn tables(loaded: &Loaded) -> impl Iterator<Item = &TableReference> {
    loaded.analysis.references.tables.iter().filter(|reference| loaded.is_span_asked_for(reference.span))
}

fn columns(loaded: &Loaded) -> impl Iterator<Item = &ColumnReference> {
    loaded.analysis.references.columns.iter().filter(|reference| loaded.is_span_asked_for(reference.span))
}

/// A line a reference, in the order of paths and places.
fn text(loaded: &Loaded, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = Vec::new();
    for reference in tables(loaded) {
        let connection = reference.connection.as_ref().map(|name| format!(" on {name}")).unwrap_or_default();
        lines.push((reference.span, format!("{} {}{connection}", reference.operation.as_str(), reference.table)));
    }
    for reference in columns(loaded) {
        let mut owners: Vec<&str> = reference.tables.iter().map(|used| used.table.as_str()).collect();
        if reference.open || owners.is_empty() {
            owners.push("?");
        }
        lines.push((reference.span, format!("{} {}.{}", reference.operation.as_str(), owners.join("|"), reference.column)));
    }
    lines.sort();
    let sources = &loaded.project.sources;
    for (span, line) in lines {
        let start = sources.start(span);
        writeln!(out, "{}{}:{}:{}: {line}", loaded.prefix, sources.path(span.file), start.line, start.column)?;
    }
    Ok(())
}

fn json(loaded: &Loaded, out: &mut dyn Write) -> std::io::Result<()> {
    let sources = &loaded.project.sources;
    let table_references = tables(loaded).map(|reference| JsonTable {
        table: &reference.table,
        connection: reference.connection.as_deref(),
        operation: reference.operation.as_str(),
        place: JsonPlace::new(sources, reference.span),
        literal: reference.literal,
    });
    let column_references = columns(loaded).map(|reference| JsonColumn {
        column: &reference.column,
        tables: reference.tables.iter().map(JsonTableUse::new).collect(),
        open: reference.open,
        operation: reference.operation.as_str(),
        place: JsonPlace::new(sources, reference.span),
        literal: reference.literal,
    });
    let document = Document { version: VERSION, tables: table_references.collect(), columns: column_references.collect() };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
