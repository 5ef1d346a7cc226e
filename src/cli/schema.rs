//! `tablecheck schema`: the database as the migrations leave it, at one point of their order, or held against the
//! dump of a real one.

mod against;
mod at;
mod diagram;
mod dot;
mod history;
mod html;
mod json;
mod mermaid;
mod sql;
mod tbls;
mod text;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::settings::{SchemaArguments, SettingsArguments};
use super::{CliError, Outcome, hint, output, remark};
use crate::schema::{Database, Driver, Schema, Table};
use crate::spelling::nearest;
use crate::workspace::Loaded;

/// Print the tables, columns, indexes and foreign keys as the migrations leave them
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck schema                              every table of the project in this folder
  tablecheck schema --table users --history      one table, and how it came to be
  tablecheck schema --format sql --driver pgsql  statements that create the schema in PostgreSQL
  tablecheck schema --format mermaid             an entity relationship diagram
  tablecheck schema --format dot --table orders --depth 1 | dot -Tsvg > orders.svg
                                                 a table with its neighbours, drawn by Graphviz
  tablecheck schema -o schema.html               a page with the diagram, all tables, findings and uses
  tablecheck schema --at add_roles_to_users      after one migration, and what it changed
  tablecheck schema --against dump.sql           what differs from a real database

Exit codes: 0 printed, and nothing differs; 1 something differs from the dump; 2 tablecheck could not do its work.")]
pub(super) struct Arguments {
    /// A file or folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How to print the schema
    ///
    /// The default is `text`, or the format that the extension of `--output-file` names.
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// Print only this table; may be repeated
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    table: Vec<String>,
    /// With --table: also tables up to this many foreign keys away
    #[arg(long, value_name = "NUMBER", requires = "table", default_value_t = 0, hide_default_value = true)]
    depth: usize,
    /// For diagrams: which columns to draw; `keys` if there are many tables, else `all`
    #[arg(long, value_enum, value_name = "WHICH")]
    columns: Option<Columns>,
    /// Print only this connection
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    /// Stop after this migration: its name, or a unique part of it
    #[arg(long, value_name = "MIGRATION")]
    at: Option<String>,
    /// With --at: stop before the migration
    #[arg(long, requires = "at")]
    before: bool,
    /// Print the history of each table and column: created, changed, renamed, dropped
    #[arg(long)]
    history: bool,
    /// Compare with a database dump written by `mysqldump`, `mariadb-dump`, `pg_dump` or `sqlite3`
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
    /// A diagram for Mermaid
    Mermaid,
    /// A diagram for Graphviz
    Dot,
    /// The JSON format of tbls, which Liam also reads
    Tbls,
    /// A page for browsers: the diagram, and each table with its findings and uses
    Html,
}

/// The columns that a diagram draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Columns {
    /// Columns of primary, foreign and unique keys
    Keys,
    /// None, only the tables
    None,
    /// All of them
    All,
}

/// What of a schema is printed.
#[derive(Clone, Copy, Debug)]
struct Choice<'a> {
    /// One table.
    tables: &'a [String],
    /// How it came to be, too.
    history: bool,
}

impl Arguments {
    /// How to print: as asked for, or as the file's name says.
    fn format(&self) -> Result<Format, CliError> {
        let Some(file) = self.output_file.as_ref().filter(|_| self.format.is_none()) else {
            return Ok(self.format.unwrap_or(Format::Text));
        };
        let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        Ok(match extension.to_ascii_lowercase().as_str() {
            "txt" => Format::Text,
            "json" => Format::Json,
            "sql" => Format::Sql,
            "mmd" | "mermaid" => Format::Mermaid,
            "dot" | "gv" => Format::Dot,
            "html" | "htm" => Format::Html,
            _ => {
                let file = file.display();
                let message = format!("the name of `{file}` does not say in which format to write it; name one with `--format`");
                return Err(CliError::Argument(message));
            }
        })
    }
}

/// Prints the schema, or writes it to a file.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let Some(file) = &arguments.output_file else { return print(arguments, out) };
    let mut text = Vec::new();
    let outcome = print(arguments, &mut text)?;
    output::write(file, &text)?;
    Ok(outcome)
}

fn print(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let format = arguments.format()?;
    hint::refuse_table(&arguments.path, "schema --table")?;
    let workspace = arguments.settings.workspace_with(&arguments.dumps);
    // Only the page says what code does with the tables.
    let mut loaded = match format {
        Format::Html => workspace.load(Some(&arguments.path))?,
        _ => workspace.load_schema(&arguments.path)?,
    };
    let connections = &loaded.analysis.database.connections;
    if loaded.analysis.migrations.is_empty() && connections.values().all(|schema| schema.tables.is_empty()) {
        remark(
            "there is no migration and no schema dump; pass the folder that contains `database/migrations`, or a dump of \
            the database with `--schema dump.sql`",
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
    for name in &arguments.table {
        let database = &loaded.analysis.database;
        let mut schemas = database.connections.values();
        if !schemas.any(|schema| schema.table(name).is_some() || (arguments.history && history::knows(schema, name))) {
            return Err(CliError::Argument(no_table(database, name)));
        }
    }
    let chosen = diagram::around(&loaded.analysis.database, &arguments.table, arguments.depth);
    let choice = Choice { tables: &chosen, history: arguments.history };
    match format {
        Format::Text => {
            if let Some(changes) = changes {
                changes.print(&loaded, out)?;
            }
            if choice.history {
                history::print(&loaded, choice.tables, out)?;
            } else {
                text::print(&loaded, choice.tables, out)?;
            }
        }
        Format::Json => json::print(&loaded, choice, out)?,
        Format::Sql => {
            refuse_sql_server(
                &loaded,
                "there are no statements for SQL Server; choose another driver with `--driver`, or another format",
            )?;
            sql::print(&loaded, choice.tables, out)?;
        }
        Format::Mermaid => {
            let mut text = Vec::new();
            let drawn = diagram::Drawn::new(&loaded, choice.tables, arguments.columns);
            mermaid::print(&drawn, &mut text)?;
            let length = String::from_utf8_lossy(&text).chars().count();
            if length > mermaid::LONGEST {
                remark(&format!(
                    "the diagram has {length} characters; Mermaid draws at most {} unless you raise its `maxTextSize`: \
                    choose tables with --table, or fewer columns with --columns keys or --columns none",
                    mermaid::LONGEST
                ));
            }
            out.write_all(&text)?;
        }
        Format::Dot => dot::print(&diagram::Drawn::new(&loaded, choice.tables, arguments.columns), out)?,
        Format::Tbls => tbls::print(&loaded, choice.tables, out)?,
        Format::Html => html::print(&loaded, choice.tables, arguments.columns, out)?,
    }
    Ok(Outcome::Clean)
}

/// What to say of a table that is not there.
fn no_table(database: &Database, name: &str) -> String {
    let known = database.connections.values().flat_map(|schema| schema.tables.keys().map(String::as_str));
    let parts = name.rsplit_once('.');
    let column = parts.filter(|(table, column)| {
        let mut tables = database.connections.values().filter_map(|schema| schema.table(table));
        tables.any(|table| table.column(column).is_some())
    });
    if let Some((table, column)) = column {
        return format!("`{column}` is a column of `{table}`: write `--table {table}`");
    }
    match nearest(name, known) {
        Some(near) => format!("there is no table `{name}`; did you mean `{near}`?"),
        None => format!("there is no table `{name}`; `tablecheck schema` prints all tables"),
    }
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

/// SQL Server's types are not modelled in detail; statements for it would only look right, and differences might be none.
fn refuse_sql_server(loaded: &Loaded, message: &str) -> Result<(), CliError> {
    let unknown = |schema: &Schema| schema.driver == Driver::SqlSrv && !schema.tables.is_empty();
    if loaded.analysis.database.connections.values().any(unknown) {
        return Err(CliError::Argument(message.to_owned()));
    }
    Ok(())
}

/// The tables of a connection, or those of these names, compared without regard to case.
fn tables<'a>(schema: &'a Schema, names: &'a [String]) -> impl Iterator<Item = (&'a String, &'a Table)> {
    schema.tables.iter().filter(move |(known, _)| names.is_empty() || names.iter().any(|name| known.eq_ignore_ascii_case(name)))
}

/// The SQL type of a column.
fn sql_type(loaded: &Loaded, schema: &Schema, column: &crate::schema::Column) -> String {
    column.ty.sql(schema.driver, loaded.analysis.laravel, column.auto_increment)
}
