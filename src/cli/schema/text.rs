//! The schema for people: a block a table, its columns below each other.

use std::io::{self, Write};

use super::{Loaded, sql_type, tables};
use crate::ide::facts;
use crate::schema::{ForeignKey, Origin, Schema, Table, TableKind};

/// Prints all tables, or the one of this name.
pub(super) fn print(loaded: &Loaded, names: &[String], out: &mut dyn Write) -> io::Result<()> {
    let database = &loaded.analysis.database;
    if database.connections.is_empty() {
        return writeln!(out, "no tables");
    }
    let mut separator = "";
    for (connection, schema) in &database.connections {
        if tables(schema, names).next().is_none() && *connection != database.default_connection {
            continue;
        }
        let default = if *connection == database.default_connection { ", the default" } else { "" };
        writeln!(out, "{separator}connection {connection} ({}{default})", schema.driver)?;
        separator = "\n";
        for (_, table) in tables(schema, names) {
            print_table(loaded, schema, table, out)?;
        }
        if names.is_empty() && schema.tables.is_empty() {
            writeln!(out, "\nno tables")?;
        }
    }
    Ok(())
}

fn print_table(loaded: &Loaded, schema: &Schema, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let kind = if table.kind == TableKind::View { "view " } else { "" };
    let conditional = if table.conditional { ", created conditionally" } else { "" };
    let sources = &loaded.project.sources;
    let place =
        table.defined_at.map(|span| format!("  ({}:{}{conditional})", loaded.shown_path(span.file), sources.start(span).line));
    let bringer = match table.origin {
        Origin::Package => "  (from a package)",
        Origin::Config => "  (declared in the configuration)",
        Origin::Project | Origin::Framework => "",
    };
    let place = place.unwrap_or_else(|| bringer.to_owned());
    writeln!(out, "\n{kind}{}{place}", table.name)?;
    let rows: Vec<[String; 3]> =
        table.columns.iter().map(|column| [column.name.clone(), sql_type(loaded, schema, column), facts(column)]).collect();
    let width = |cell: usize| rows.iter().map(|row| row[cell].chars().count()).max().unwrap_or(0);
    let (name_width, type_width) = (width(0), width(1));
    for [name, sql, facts] in &rows {
        writeln!(out, "{}", format!("  {name:name_width$}  {sql:type_width$}  {facts}").trim_end())?;
    }
    if table.open_at.is_some() {
        writeln!(out, "  …  more columns with unknown names")?;
    }
    for index in &table.indexes {
        let conditional = if index.conditional { ", conditionally" } else { "" };
        writeln!(out, "  {} {} ({}){conditional}", index.kind.as_str(), index.name, index.columns.join(", "))?;
    }
    for key in &table.foreign_keys {
        writeln!(out, "  foreign key {}", foreign_key(key))?;
    }
    Ok(())
}

fn foreign_key(key: &ForeignKey) -> String {
    let action =
        |event: &str, action: &Option<String>| action.as_ref().map(|action| format!(", on {event} {action}")).unwrap_or_default();
    let (columns, references) = (key.columns.join(", "), key.references.join(", "));
    let actions = action("delete", &key.on_delete) + &action("update", &key.on_update);
    format!("{} ({columns}) to {} ({references}){actions}", key.name, key.table)
}
