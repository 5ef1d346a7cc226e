//! `--against`: the replayed schema held against a dump of a real database.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::{Arguments, Format, Loaded, keep_connection, refuse_sql_server};
use crate::cli::place::JsonLine;
use crate::cli::{CliError, Outcome};
use crate::project::disk::{self, Bounds};
use crate::schema::ddl::Written;
use crate::schema::{Difference, Driver, Dump, Origin, Schema, compare};
use crate::source::{FileId, Span};

/// The largest dump that is read, in bytes. One of a schema alone is far smaller.
const LARGEST_DUMP: u64 = 200_000_000;

/// The version of the JSON contract.
const VERSION: u32 = 1;
/// The name of the table that lists the migrations that ran; projects rarely choose another one.
const MIGRATIONS: &str = "migrations";

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    connection: &'a str,
    driver: &'a str,
    differences: Vec<JsonDifference<'a>>,
    /// How many things were not compared because the migrations leave them open.
    unknown: usize,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    table: &'a str,
    what: &'a str,
    migrations: Option<&'a str>,
    database: Option<&'a str>,
    message: String,
    at: Option<JsonLine>,
}

/// Compares, prints the differences, and fails if there is one.
pub(super) fn run(arguments: &Arguments, mut loaded: Loaded, dump: &Path, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let bytes = disk::read(dump, Bounds::Anywhere, LARGEST_DUMP).map_err(|error| {
        CliError::Argument(format!("cannot read the dump `{}`: {error}; name a readable file", dump.display()))
    })?;
    let text = String::from_utf8_lossy(&bytes);
    if let Some(driver) = dialect(&text) {
        let current = loaded.analysis.database.connections.get(&loaded.analysis.database.default_connection);
        let fits = current.is_some_and(|schema| schema.driver == driver || (schema.driver.is_mysql() && driver.is_mysql()));
        if !fits {
            loaded.analysis = loaded.replay(arguments.settings.driver.or(Some(driver)), None);
        }
    }
    if let Some(name) = &arguments.connection {
        keep_connection(&mut loaded.analysis.database, name)?;
    }
    refuse_sql_server(
        &loaded,
        "dumps of SQL Server cannot be compared; if the dump is another database's, name it with `--driver`",
    )?;
    let database = &loaded.analysis.database;
    let name = arguments.connection.as_deref().unwrap_or(&database.default_connection);
    let Some(migrated) = database.connections.get(name) else {
        return Err(CliError::Argument(format!("there is no connection `{name}`")));
    };
    let real = read(&text, migrated);
    if real.tables.is_empty() {
        return Err(CliError::Argument(format!(
            "there is no table in `{}`; pass a schema dump written by mysqldump, mariadb-dump, pg_dump or sqlite3",
            dump.display()
        )));
    }
    // What is declared is made by others, and nothing is known of it that could differ.
    let declared = migrated.tables.values().filter(|table| table.origin == Origin::Config).map(|table| table.name.as_str());
    let log = loaded.analysis.settings.as_ref().and_then(|settings| settings.phinx_log.clone());
    let left_out: Vec<&str> = declared.chain([MIGRATIONS]).chain(log.as_deref()).collect();
    let mut drift = compare(migrated, &real, loaded.analysis.laravel, &left_out);
    if !arguments.table.is_empty() {
        let is = |difference: &Difference| arguments.table.iter().any(|table| difference.table.eq_ignore_ascii_case(table));
        drift.differences.retain(is);
    }
    match arguments.format()? {
        Format::Json => {
            let differences = drift.differences.iter().map(|difference| json(&loaded, difference)).collect();
            let driver = migrated.driver.as_str();
            let document = Document { version: VERSION, connection: name, driver, differences, unknown: drift.unknown };
            serde_json::to_writer_pretty(&mut *out, &document).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => print(&loaded, &drift, out)?,
        Format::Sql | Format::Mermaid | Format::Dot | Format::Tbls | Format::Html => {
            return Err(CliError::Argument(
                "`--against` prints differences as text or json; choose one of these with `--format`".to_owned(),
            ));
        }
    }
    Ok(if drift.differences.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The schema of a dump, read as the connection's driver and prefix want it.
fn read(text: &str, like: &Schema) -> Schema {
    let mut real =
        Schema { driver: like.driver, prefix: like.prefix.clone(), prefix_indexes: like.prefix_indexes, ..Schema::default() };
    let dump = Dump::read(text, like.driver, MIGRATIONS);
    let nowhere = Span::new(FileId(0), 0, 0);
    real.apply_sql(&dump.statements, Written { at: nowhere, verbatim: false, conditional: false, search_path: &[] });
    real
}

/// The database that a dump is of, by what its tool writes and the others do not.
fn dialect(text: &str) -> Option<Driver> {
    let start: String = text.chars().take(4000).collect();
    let has = |mark: &str| start.contains(mark);
    if has("PostgreSQL database dump") || text.contains("pg_catalog.") {
        Some(Driver::PgSql)
    } else if has("MariaDB dump") {
        Some(Driver::MariaDb)
    } else if has("MySQL dump") || text.contains("ENGINE=InnoDB") {
        Some(Driver::MySql)
    } else if has("PRAGMA foreign_keys") || has("sqlite_sequence") {
        Some(Driver::Sqlite)
    } else {
        None
    }
}

fn json<'a>(loaded: &Loaded, difference: &'a Difference) -> JsonDifference<'a> {
    let text = |value: &'a Option<String>| value.as_deref().filter(|value| !value.is_empty());
    JsonDifference {
        table: &difference.table,
        what: &difference.what,
        migrations: text(&difference.migrations),
        database: text(&difference.database),
        message: difference.to_string(),
        at: difference.at.map(|span| JsonLine::new(&loaded.project.sources, span)),
    }
}

fn print(loaded: &Loaded, drift: &crate::schema::Drift, out: &mut dyn Write) -> std::io::Result<()> {
    let sources = &loaded.project.sources;
    for difference in &drift.differences {
        let place = difference
            .at
            .map(|span| format!("  ({}:{})", loaded.shown_path(span.file), sources.start(span).line))
            .unwrap_or_default();
        writeln!(out, "{difference}{place}")?;
    }
    let count = drift.differences.len();
    let unknown = match drift.unknown {
        0 => String::new(),
        1 => "; 1 thing could not be compared".to_owned(),
        n => format!("; {n} things could not be compared"),
    };
    match count {
        0 => writeln!(out, "no difference{unknown}"),
        1 => writeln!(out, "1 difference{unknown}"),
        n => writeln!(out, "{n} differences{unknown}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dumps_tell_their_database() {
        for (text, driver) in [
            ("--\n-- PostgreSQL database dump\n--", Some(Driver::PgSql)),
            ("/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19", Some(Driver::MariaDb)),
            ("-- MySQL dump 10.13", Some(Driver::MySql)),
            ("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;", Some(Driver::Sqlite)),
            ("CREATE TABLE a (id int);", None),
        ] {
            assert_eq!(dialect(text), driver, "{text}");
        }
    }
}
