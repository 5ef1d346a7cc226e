//! The schema for tools, version 1. Fields are only ever added.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Choice, Loaded, history, sql_type, tables};
use crate::cli::place::JsonLine;
use crate::schema::{Column, Default, ForeignKey, Schema, Table, TableKind};
use crate::source::Span;

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    default_connection: &'a str,
    connections: BTreeMap<&'a str, JsonConnection<'a>>,
}

#[derive(Serialize)]
struct JsonConnection<'a> {
    driver: &'a str,
    tables: BTreeMap<&'a str, JsonTable<'a>>,
    /// What packages bring by themselves, and none of the project's own migrations deals with.
    #[serde(skip_serializing_if = "Packages::is_empty")]
    packages: Packages<'a>,
    /// What happened, in order, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<history::Event<'a>>>,
}

#[derive(Serialize)]
struct Packages<'a> {
    tables: BTreeMap<&'a str, JsonTable<'a>>,
    /// Columns of the project's tables, by table.
    columns: BTreeMap<&'a str, Columns<'a>>,
}

impl Packages<'_> {
    fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty()
    }
}

#[derive(Serialize)]
struct JsonTable<'a> {
    kind: &'a str,
    conditional: bool,
    defined_at: Option<JsonLine>,
    columns: Columns<'a>,
    indexes: Vec<JsonIndex<'a>>,
    foreign_keys: Vec<JsonForeignKey<'a>>,
}

/// Columns in the table's own order, written as a JSON object.
struct Columns<'a>(Vec<(&'a str, JsonColumn<'a>)>);

impl Serialize for Columns<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, column)| (name, column)))
    }
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    r#type: String,
    nullable: bool,
    /// The value or expression; `?` where there is one that could not be worked out.
    default: Option<&'a str>,
    auto_increment: bool,
    /// Whether it may be missing.
    conditional: bool,
    defined_at: Option<JsonLine>,
}

#[derive(Serialize)]
struct JsonIndex<'a> {
    name: &'a str,
    columns: &'a [String],
    kind: &'a str,
    /// Whether it may be missing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    conditional: bool,
}

#[derive(Serialize)]
struct JsonForeignKey<'a> {
    name: &'a str,
    columns: &'a [String],
    references: JsonTarget<'a>,
    on_delete: Option<&'a str>,
    on_update: Option<&'a str>,
    /// Whether it may be missing.
    conditional: bool,
}

#[derive(Serialize)]
struct JsonTarget<'a> {
    table: &'a str,
    columns: &'a [String],
}

/// Prints all tables, or the one of this name.
pub(super) fn print(loaded: &Loaded, choice: Choice<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names = choice.tables;
    let database = &loaded.analysis.database;
    let mut connections = BTreeMap::new();
    for (connection, schema) in &database.connections {
        let chosen = || tables(schema, names).map(|(name, table)| (name.as_str(), table));
        let json = |(name, table)| (name, json_table(loaded, schema, table));
        let of_project = |(_, table): &(&str, &Table)| schema.is_of_project(table);
        let packages = Packages {
            tables: chosen().filter(|table| !of_project(table)).map(json).collect(),
            columns: chosen()
                .filter(of_project)
                .filter_map(|(name, table)| {
                    let columns: Vec<&Column> = table.columns.iter().filter(|column| column.of_package).collect();
                    (!columns.is_empty()).then(|| (name, json_columns(loaded, schema, &columns)))
                })
                .collect(),
        };
        let tables = chosen().filter(of_project).map(json).collect();
        let history = choice.history.then(|| history::events(loaded, schema, names));
        connections.insert(connection.as_str(), JsonConnection { driver: schema.driver.as_str(), tables, packages, history });
    }
    let document = Document { version: VERSION, default_connection: &database.default_connection, connections };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn json_columns<'a>(loaded: &Loaded, schema: &Schema, columns: &[&'a Column]) -> Columns<'a> {
    let json = |column: &&'a Column| {
        let json = JsonColumn {
            r#type: sql_type(loaded, schema, column),
            nullable: column.nullable,
            default: column.default.as_ref().map(default),
            auto_increment: column.auto_increment,
            conditional: column.conditional,
            defined_at: line(loaded, column.defined_at),
        };
        (column.name.as_str(), json)
    };
    Columns(columns.iter().map(json).collect())
}

fn line(loaded: &Loaded, span: Option<Span>) -> Option<JsonLine> {
    span.map(|span| JsonLine::new(&loaded.project.sources, span))
}

fn json_table<'a>(loaded: &Loaded, schema: &Schema, table: &'a Table) -> JsonTable<'a> {
    let of_project = schema.is_of_project(table);
    let columns: Vec<&Column> = table.columns.iter().filter(|column| !(of_project && column.of_package)).collect();
    let foreign_key = |key: &'a ForeignKey| JsonForeignKey {
        name: &key.name,
        columns: &key.columns,
        references: JsonTarget { table: &key.table, columns: &key.references },
        on_delete: key.on_delete.as_deref(),
        on_update: key.on_update.as_deref(),
        conditional: key.conditional,
    };
    let index = |index: &'a crate::schema::Index| {
        let kind = index.kind.as_str();
        JsonIndex { name: &index.name, columns: &index.columns, kind, conditional: index.conditional }
    };
    JsonTable {
        kind: match table.kind {
            TableKind::Table => "table",
            TableKind::View => "view",
        },
        conditional: table.conditional,
        defined_at: line(loaded, table.defined_at),
        columns: json_columns(loaded, schema, &columns),
        indexes: table.indexes.iter().map(index).collect(),
        foreign_keys: table.foreign_keys.iter().map(foreign_key).collect(),
    }
}

fn default(default: &Default) -> &str {
    match default {
        Default::Literal(text) | Default::Expression(text) => text,
        Default::Unknown => "?",
    }
}
