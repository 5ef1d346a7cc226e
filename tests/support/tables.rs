//! What the tables of a project are, told in short words.

#[path = "found.rs"]
mod found;
pub(crate) use found::check;

use tablecheck::analysis::Analysis;
use tablecheck::schema::{Default, Driver, Schema, Table};

/// The schema of the default connection.
pub(crate) fn schema(analysis: &Analysis) -> &Schema {
    &analysis.database.connections[&analysis.database.default_connection]
}

/// The columns as `name type`, with `null` and the default.
pub(crate) fn columns(table: &Table, driver: Driver) -> Vec<String> {
    let tell = |column: &tablecheck::schema::Column| {
        let default = match &column.default {
            Some(Default::Literal(text)) => format!(" = {text}"),
            Some(Default::Expression(text)) => format!(" = ({text})"),
            Some(Default::Unknown) => " = ?".to_owned(),
            None => String::new(),
        };
        let null = if column.nullable { " null" } else { "" };
        let counted = if column.auto_increment { " counted" } else { "" };
        format!("{} {}{null}{default}{counted}", column.name, column.ty.sql(driver, 12, false))
    };
    table.columns.iter().map(tell).collect()
}

/// The indexes as `kind name (columns)`.
pub(crate) fn indexes(table: &Table) -> Vec<String> {
    table.indexes.iter().map(|index| format!("{} {} ({})", index.kind.as_str(), index.name, index.columns.join(", "))).collect()
}

/// The foreign keys as `name (columns) table (columns) delete update`.
pub(crate) fn keys(table: &Table) -> Vec<String> {
    let tell = |key: &tablecheck::schema::ForeignKey| {
        let actions = [&key.on_delete, &key.on_update].map(|action| action.as_deref().unwrap_or("-"));
        format!("{} ({}) {} ({}) {}", key.name, key.columns.join(", "), key.table, key.references.join(", "), actions.join(" "))
    };
    table.foreign_keys.iter().map(tell).collect()
}
