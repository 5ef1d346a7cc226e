//! What a question is about: a table of the database, or a column of one.

use std::fmt;

use crate::rules::suggest::nearest;
use crate::schema::{Absence, Database, Existence, Schema, Table};
use crate::source::Span;

/// A table, perhaps on several connections, and perhaps one of its columns.
#[derive(Debug)]
pub struct Target<'d> {
    /// The connection's name, its schema and the table there; one at least.
    pub homes: Vec<(&'d str, &'d Schema, &'d Table)>,
    /// The column, as the schema spells it.
    pub column: Option<&'d str>,
}

impl Target<'_> {
    /// Whether a name may be that of the table at all.
    #[must_use]
    pub fn is_called(&self, table: &str) -> bool {
        self.homes.iter().any(|(_, _, home)| home.name.eq_ignore_ascii_case(table))
    }

    /// Whether it is this table on this connection.
    #[must_use]
    pub fn is(&self, connection: &str, table: &Table) -> bool {
        self.homes.iter().any(|(name, _, home)| *name == connection && home.name == table.name)
    }

    /// Whether it is a whole table, or the column of this name.
    #[must_use]
    pub fn covers(&self, column: &str) -> bool {
        self.column.is_none_or(|own| own.eq_ignore_ascii_case(column))
    }

    /// Where it is defined: on the connection, if that is known.
    #[must_use]
    pub fn defined_at(&self, table: &Table) -> Option<Span> {
        match self.column {
            Some(column) => table.column(column).and_then(|column| column.defined_at),
            None => table.defined_at,
        }
    }
}

impl fmt::Display for Target<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.homes.first().map_or("", |(_, _, table)| table.name.as_str());
        match self.column {
            Some(column) => write!(out, "{table}.{column}"),
            None => out.write_str(table),
        }
    }
}

/// Finds what a name means: a table, or else what stands before its last dot is a table, and the rest a column.
///
/// # Errors
/// If there is no such connection, table or column: a sentence that says so, with the nearest name.
pub fn find<'d>(database: &'d Database, name: &str, connection: Option<&str>) -> Result<Target<'d>, String> {
    let wanted = connection.map(|connection| database.listed_as(Some(connection)).to_owned());
    if let Some(wanted) = wanted.as_ref().filter(|wanted| !database.connections.contains_key(*wanted)) {
        let known: Vec<&str> = database.connections.keys().map(String::as_str).collect();
        let message = format!("there is no connection `{wanted}` with tables; there is {}", known.join(", "));
        return Err(message);
    }
    let schemas: Vec<(&str, &Schema)> = database
        .connections
        .iter()
        .filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted == *name))
        .map(|(name, schema)| (name.as_str(), schema))
        .collect();
    let homes = tables(&schemas, name);
    if !homes.is_empty() {
        return Ok(Target { homes, column: None });
    }
    let Some((table, column)) = name.rsplit_once('.') else { return Err(no_table(&schemas, name)) };
    let mut homes = tables(&schemas, table);
    if homes.is_empty() {
        return Err(no_table(&schemas, table));
    }
    let spelled = homes.iter().find_map(|(_, _, home)| Some(home.column(column)?.name.as_str()));
    let Some(spelled) = spelled else { return Err(no_column(&homes, column)) };
    homes.retain(|(_, _, home)| home.column(column).is_some());
    Ok(Target { homes, column: Some(spelled) })
}

/// The table of this name on each of the connections.
fn tables<'d>(schemas: &[(&'d str, &'d Schema)], name: &str) -> Vec<(&'d str, &'d Schema, &'d Table)> {
    let home = |(connection, schema): &(&'d str, &'d Schema)| match schema.existence(name) {
        Existence::Exists(table) => Some((*connection, *schema, table)),
        _ => None,
    };
    schemas.iter().filter_map(home).collect()
}

fn no_table(schemas: &[(&str, &Schema)], name: &str) -> String {
    let renamed = schemas.iter().find_map(|(_, schema)| match schema.existence(name) {
        Existence::Missing(Absence::Renamed { to, .. }) => Some(to),
        _ => None,
    });
    let names = schemas.iter().flat_map(|(_, schema)| schema.tables.keys().map(String::as_str));
    match (renamed, nearest(name, names).first()) {
        (Some(to), _) => format!("there is no table `{name}`; it was renamed to `{to}`"),
        (None, Some(near)) => format!("there is no table `{name}`; did you mean `{near}`?"),
        (None, None) => format!("there is no table `{name}`; `tablecheck schema` prints all tables"),
    }
}

fn no_column(homes: &[(&str, &Schema, &Table)], name: &str) -> String {
    let table = homes.first().map_or("", |(_, _, table)| table.name.as_str());
    let mut former = homes.iter().flat_map(|(_, _, home)| &home.former_columns);
    let renamed = former.find_map(|(old, new, _)| new.as_deref().filter(|_| old.eq_ignore_ascii_case(name)));
    let columns = homes.iter().flat_map(|(_, _, home)| home.columns.iter().map(|column| column.name.as_str()));
    match (renamed, nearest(name, columns).first()) {
        (Some(to), _) => format!("table `{table}` has no column `{name}`; it was renamed to `{to}`"),
        (None, Some(near)) => format!("table `{table}` has no column `{name}`; did you mean `{table}.{near}`?"),
        (None, None) => {
            format!("table `{table}` has no column `{name}`; `tablecheck schema --table {table}` prints its columns")
        }
    }
}
