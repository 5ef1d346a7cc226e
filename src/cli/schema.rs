//! `tablecheck schema`: the database as the migrations leave it, at one point of their order, or held against the
//! dump of a real one.

mod against;
mod at;
mod history;
mod json;
mod mermaid;
mod sql;
mod text;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::settings::{SchemaArguments, SettingsArguments};
use super::{CliError, Outcome, remark};
use crate::schema::{Database, Driver, Schema, Table};
use crate::workspace::Loaded;

/// Print the tables, columns, indexes and foreign keys as the migrations leave them
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck schema                              every table of the project in this folder
  tablecheck schema --table users --history      one table, and how it came to be
  tablecheck schema --format sql --driver pgsql  statements that create the schema in PostgreSQL
  tablecheck schema --format mermaid             an entity relationship diagram
  tablecheck schema --at add_roles_to_users      after one migration, and what it changed
  tablecheck schema --against dump.sql           what differs from a real database

Exit codes: 0 printed, and nothing differs; 1 something differs from the dump; 2 the work could not be done.")]
pub(super) struct Arguments {
    /// A file or folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How to print the schema
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print this table only
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Print this connection only
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    /// Stop after this migration: its name, or a part of it that no other has
    #[arg(long, value_name = "MIGRATION")]
    at: Option<String>,
    /// With --at: stop before the migration
    #[arg(long, requires = "at")]
    before: bool,
    /// Print how each table and column came to be: created, changed, renamed, dropped
    #[arg(long)]
    history: bool,
    /// Compare with a dump of the database: of `mysqldump`, `mariadb-dump`, `pg_dump` or `sqlite3`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["at", "history"])]
    against: Option<PathBuf>,
    #[command(flatten)]
    dumps: SchemaArguments,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// The formats of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For tools
    Json,
    /// Statements that create it
    Sql,
    /// A diagram
    Mermaid,
}

/// What of a schema is printed.
#[derive(Clone, Copy, Debug)]
struct Choice<'a> {
    /// One table.
    table: Option<&'a str>,
    /// How it came to be, too.
    history: bool,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut loaded = arguments.settings.workspace_with(&arguments.dumps).load_schema(&arguments.path)?;
    let connections = &loaded.analysis.database.connections;
    if loaded.analysis.migrations.is_empty() && connections.values().all(|schema| schema.tables.is_empty()) {
        remark(
            "no migration and no schema dump was found; call tablecheck with the folder that has `database/migrations` in it, \
             or name a dump of the database with `--schema dump.sql`",
        );
    }
    if let Some(dump) = &arguments.against {
        return against::run(arguments, loaded, dump, out);
    }
    let changes = match &arguments.at {
        Some(wanted) => Some(at::go(&mut loaded, wanted, arguments.before)?),
        None => None,
    };
    let database = &mut loaded.analysis.database;
    match &arguments.connection {
        Some(name) => keep_connection(database, name)?,
        // Of folders that nothing runs nobody knows whether there are such tables.
        None => database.connections.retain(|name, _| !database.places.anywhere.contains(name)),
    }
    let choice = Choice { table: arguments.table.as_deref(), history: arguments.history };
    if let Some(name) = choice.table {
        let exists = loaded
            .analysis
            .database
            .connections
            .values()
            .any(|schema| tables(schema, Some(name)).next().is_some() || (choice.history && history::knows(schema, name)));
        if !exists {
            return Err(CliError::Argument(format!("there is no table `{name}`; `tablecheck schema` prints all tables")));
        }
    }
    match arguments.format {
        Format::Text => {
            if let Some(changes) = changes {
                changes.print(&loaded, out)?;
            }
            if choice.history {
                history::print(&loaded, choice.table, out)?;
            } else {
                text::print(&loaded, choice.table, out)?;
            }
        }
        Format::Json => json::print(&loaded, choice, out)?,
        Format::Sql => {
            refuse_sql_server(&loaded)?;
            sql::print(&loaded, choice.table, out)?;
        }
        Format::Mermaid => mermaid::print(&loaded, choice.table, out)?,
    }
    Ok(Outcome::Clean)
}

fn keep_connection(database: &mut Database, name: &str) -> Result<(), CliError> {
    let connections = &mut database.connections;
    if !connections.contains_key(name) {
        let known: Vec<&str> = connections.keys().map(String::as_str).collect();
        let message = format!("there is no connection `{name}` with tables; there is {}", known.join(", "));
        return Err(CliError::Argument(message));
    }
    connections.retain(|known, _| known == name);
    Ok(())
}

/// SQL Server's types are not modelled in detail; statements for it would only look right.
fn refuse_sql_server(loaded: &Loaded) -> Result<(), CliError> {
    let unknown = |schema: &Schema| schema.driver == Driver::SqlSrv && !schema.tables.is_empty();
    if loaded.analysis.database.connections.values().any(unknown) {
        let message = "statements for SQL Server cannot be written; choose another driver with --driver, or another format";
        return Err(CliError::Argument(message.to_owned()));
    }
    Ok(())
}

/// The tables of a connection, or the one of this name, compared without regard to case.
fn tables<'a>(schema: &'a Schema, name: Option<&'a str>) -> impl Iterator<Item = (&'a String, &'a Table)> {
    schema.tables.iter().filter(move |(known, _)| name.is_none_or(|name| known.eq_ignore_ascii_case(name)))
}

/// The SQL type of a column.
fn sql_type(loaded: &Loaded, schema: &Schema, column: &crate::schema::Column) -> String {
    column.ty.sql(schema.driver, loaded.analysis.laravel, column.auto_increment)
}
