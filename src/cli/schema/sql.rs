//! The schema as the statements that create it.

use std::io::{self, Write};

use super::{Loaded, tables};
use crate::schema::export;

/// Prints the statements of every connection that has tables.
pub(super) fn print(loaded: &Loaded, name: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let database = &loaded.analysis.database;
    for (connection, schema) in &database.connections {
        if tables(schema, name).next().is_none() {
            continue;
        }
        writeln!(out, "-- Connection {} ({}).\n", connection.replace('\n', " "), schema.driver)?;
        write!(out, "{}", export(schema, loaded.analysis.laravel, name))?;
    }
    Ok(())
}
