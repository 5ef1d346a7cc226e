//! The schema as the statements that create it.

use std::io::{self, Write};

use super::{Loaded, tables};
use crate::schema::export;

/// Prints the statements of every connection that has tables.
pub(super) fn print(loaded: &Loaded, names: &[String], out: &mut dyn Write) -> io::Result<()> {
    let database = &loaded.analysis.database;
    for (connection, schema) in &database.connections {
        if tables(schema, names).next().is_none() {
            continue;
        }
        writeln!(out, "-- Connection {} ({}).\n", connection.replace('\n', " "), schema.driver)?;
        if names.is_empty() {
            write!(out, "{}", export(schema, loaded.analysis.laravel, None))?;
        }
        for (name, _) in tables(schema, names).filter(|_| !names.is_empty()) {
            write!(out, "{}", export(schema, loaded.analysis.laravel, Some(name)))?;
        }
    }
    Ok(())
}
