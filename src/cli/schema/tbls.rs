//! The schema as the JSON of tbls (`spec/tbls.schema.json_schema.json` there), which also Liam reads.

use std::io::{self, Write};

use serde::Serialize;

use super::{Loaded, sql_type, tables};
use crate::schema::{Default, Index, IndexKind, Schema, Table, TableKind};

#[derive(Serialize)]
struct Document<'a> {
    name: String,
    tables: Vec<JsonTable<'a>>,
    relations: Vec<JsonRelation<'a>>,
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    name: &'a str,
    r#type: &'a str,
    columns: Vec<JsonColumn<'a>>,
    indexes: Vec<JsonIndex<'a>>,
    constraints: Vec<JsonConstraint<'a>>,
    referenced_tables: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonColumn<'a> {
    name: &'a str,
    r#type: String,
    nullable: bool,
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    extra_def: &'static str,
}

#[derive(Serialize)]
struct JsonIndex<'a> {
    name: &'a str,
    def: String,
    table: &'a str,
    columns: &'a [String],
}

#[derive(Serialize)]
struct JsonConstraint<'a> {
    name: &'a str,
    r#type: &'static str,
    def: String,
    table: &'a str,
    columns: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    referenced_table: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    referenced_columns: &'a [String],
}

#[derive(Serialize)]
struct JsonRelation<'a> {
    table: &'a str,
    columns: &'a [String],
    cardinality: &'static str,
    parent_table: &'a str,
    parent_columns: &'a [String],
    parent_cardinality: &'static str,
    def: String,
}

/// Prints the tables of all connections: tbls knows one database.
pub(super) fn print(loaded: &Loaded, names: &[String], out: &mut dyn Write) -> io::Result<()> {
    let database = &loaded.analysis.database;
    let default = database.connections.get(&database.default_connection);
    let mut document = Document {
        name: database.default_connection.clone(),
        tables: Vec::new(),
        relations: Vec::new(),
        driver: Driver { name: default.map_or("mysql", |schema| driver(schema)) },
    };
    for schema in database.connections.values() {
        for (_, table) in tables(schema, names) {
            document.tables.push(json_table(loaded, schema, table));
            document.relations.extend(relations(schema, table));
        }
    }
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The driver by the name that tbls gives it.
fn driver(schema: &Schema) -> &'static str {
    match schema.driver.as_str() {
        "pgsql" => "postgres",
        "sqlsrv" => "mssql",
        other => other,
    }
}

fn json_table<'a>(loaded: &Loaded, schema: &Schema, table: &'a Table) -> JsonTable<'a> {
    let columns = table.columns.iter().map(|column| JsonColumn {
        name: &column.name,
        r#type: sql_type(loaded, schema, column),
        nullable: column.nullable,
        default: match &column.default {
            Some(Default::Literal(text) | Default::Expression(text)) => Some(text),
            Some(Default::Unknown) | None => None,
        },
        extra_def: if column.auto_increment { "auto_increment" } else { "" },
    });
    let is_key = |index: &&Index| matches!(index.kind, IndexKind::Primary | IndexKind::Unique);
    let keys = table.indexes.iter().filter(is_key).map(|index| {
        let kind = if index.kind == IndexKind::Primary { "PRIMARY KEY" } else { "UNIQUE" };
        JsonConstraint {
            name: &index.name,
            r#type: kind,
            def: format!("{kind} ({})", index.columns.join(", ")),
            table: &table.name,
            columns: &index.columns,
            referenced_table: None,
            referenced_columns: &[],
        }
    });
    let foreign = table.foreign_keys.iter().map(|key| JsonConstraint {
        name: &key.name,
        r#type: "FOREIGN KEY",
        def: definition(key),
        table: &table.name,
        columns: &key.columns,
        referenced_table: Some(&key.table),
        referenced_columns: &key.references,
    });
    let mut referenced: Vec<&str> = table.foreign_keys.iter().map(|key| key.table.as_str()).collect();
    referenced.sort_unstable();
    referenced.dedup();
    JsonTable {
        name: &table.name,
        r#type: if table.kind == TableKind::View { "VIEW" } else { "BASE TABLE" },
        columns: columns.collect(),
        indexes: table
            .indexes
            .iter()
            .map(|index| JsonIndex {
                name: &index.name,
                def: format!("{} ({})", index.kind.as_str(), index.columns.join(", ")),
                table: &table.name,
                columns: &index.columns,
            })
            .collect(),
        constraints: keys.chain(foreign).collect(),
        referenced_tables: referenced,
    }
}

fn definition(key: &crate::schema::ForeignKey) -> String {
    let delete = key.on_delete.as_ref().map(|action| format!(" ON DELETE {}", action.to_uppercase())).unwrap_or_default();
    let (columns, references) = (key.columns.join(", "), key.references.join(", "));
    format!("FOREIGN KEY ({columns}) REFERENCES {} ({references}){delete}", key.table)
}

/// The keys of a table to tables that are there: tbls refuses others.
fn relations<'a>(schema: &'a Schema, table: &'a Table) -> impl Iterator<Item = JsonRelation<'a>> {
    let there = table.foreign_keys.iter().filter(|key| schema.table(&key.table).is_some());
    there.map(|key| {
        let nullable = key.columns.iter().any(|name| table.column(name).is_none_or(|column| column.nullable));
        JsonRelation {
            table: &table.name,
            columns: &key.columns,
            cardinality: if table.is_unique(&key.columns) { "zero_or_one" } else { "zero_or_more" },
            parent_table: &key.table,
            parent_columns: &key.references,
            parent_cardinality: if nullable { "zero_or_one" } else { "exactly_one" },
            def: definition(key),
        }
    })
}
