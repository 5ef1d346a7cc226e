//! `tablecheck schema`: the database as the migrations leave it.

mod json;
mod text;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::load::{Loaded, Settings, load};
use super::{CliError, DataFormat, Outcome};
use crate::schema::{Schema, Table};

/// Print the tables, columns, indexes and foreign keys as the migrations leave them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tablecheck schema                              every table of the project in this folder
  tablecheck schema --table users                one table
  tablecheck schema --format json --driver pgsql   for other tools, with PostgreSQL's types")]
pub(super) struct Arguments {
    /// A file or folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How to print the schema
    #[arg(long, value_enum, default_value_t = DataFormat::Text)]
    format: DataFormat,
    /// Print this table only
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    #[command(flatten)]
    settings: Settings,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let loaded = load(&arguments.path, arguments.settings)?;
    let table = arguments.table.as_deref();
    if let Some(name) = table {
        let exists = loaded.analysis.database.connections.values().any(|schema| tables(schema, Some(name)).next().is_some());
        if !exists {
            return Err(CliError::Argument(format!("there is no table `{name}`; `tablecheck schema` prints all tables")));
        }
    }
    match arguments.format {
        DataFormat::Text => text::print(&loaded, table, out)?,
        DataFormat::Json => json::print(&loaded, table, out)?,
    }
    Ok(Outcome::Clean)
}

/// The tables of a connection, or the one of this name, compared without regard to case.
fn tables<'a>(schema: &'a Schema, name: Option<&'a str>) -> impl Iterator<Item = (&'a String, &'a Table)> {
    schema.tables.iter().filter(move |(known, _)| name.is_none_or(|name| known.eq_ignore_ascii_case(name)))
}

/// The SQL type of a column.
fn sql_type(loaded: &Loaded, schema: &Schema, column: &crate::schema::Column) -> String {
    column.ty.sql(schema.driver, loaded.analysis.laravel, column.auto_increment)
}
