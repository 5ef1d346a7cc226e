//! Names and values as the drivers spell them.

use crate::schema::{Driver, Schema};

/// A name between the driver's quotes.
#[must_use]
pub fn quoted(name: &str, driver: Driver) -> String {
    if driver.is_mysql() { format!("`{}`", name.replace('`', "``")) } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The characters that MySQL takes for the name of an index or a key.
const LONGEST: usize = 64;

/// The name of an index or a key. One that is too long for MySQL, where a migration would stop at it, is cut.
pub(super) fn key_name(name: &str, driver: Driver) -> String {
    if driver.is_mysql() { quoted(&name.chars().take(LONGEST).collect::<String>(), driver) } else { quoted(name, driver) }
}

/// A table's name with the connection's prefix, as the schema's driver takes it.
pub(super) fn table_name(schema: &Schema, table: &str) -> String {
    quoted_table(&schema.prefix, table, schema.driver)
}

/// A table's name with the connection's prefix; of `schema.table`, each part by itself.
#[must_use]
pub fn quoted_table(prefix: &str, table: &str, driver: Driver) -> String {
    match table.rsplit_once('.') {
        Some((space, table)) if driver != Driver::Sqlite => {
            format!("{}.{}", quoted(space, driver), quoted(&format!("{prefix}{table}"), driver))
        }
        _ => quoted(&format!("{prefix}{table}"), driver),
    }
}

/// A name in a comment, which it cannot leave.
pub(super) fn name(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// A string.
pub(super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A default that is a value.
pub(super) fn literal(text: &str, ty: &str, driver: Driver) -> String {
    let text = if driver.is_mysql() { text.replace('\\', "\\\\") } else { text.to_owned() };
    match (driver, ty) {
        // MySQL takes an expression here, not a value; MariaDB takes both.
        (Driver::MySql | Driver::MariaDb, ty) if is_long(ty) => format!("({})", string(&text)),
        (Driver::MySql | Driver::MariaDb, "tinyint(1)") if matches!(&*text, "true" | "false") => {
            u8::from(text == "true").to_string()
        }
        (Driver::Sqlite, _) if text.parse::<f64>().is_ok() => string(&text),
        _ => string(&text),
    }
}

/// A default that is an expression.
pub(super) fn expression(text: &str, ty: &str, driver: Driver) -> String {
    let bare = text.trim();
    let now = bare.trim_end_matches("()").eq_ignore_ascii_case("current_timestamp") || bare.eq_ignore_ascii_case("now()");
    match driver {
        Driver::MySql | Driver::MariaDb if now => match ty.split_once('(').and_then(|(_, rest)| rest.split_once(')')) {
            Some((precision, _)) => format!("CURRENT_TIMESTAMP({precision})"),
            None => "CURRENT_TIMESTAMP".to_owned(),
        },
        _ if now => "CURRENT_TIMESTAMP".to_owned(),
        Driver::MySql | Driver::MariaDb if is_long(ty) || !bare.starts_with(['(', '\'']) => {
            let plain = bare.to_ascii_uppercase();
            if plain.starts_with("CURRENT_TIMESTAMP") || plain == "NULL" || bare.starts_with('(') || bare.parse::<f64>().is_ok() {
                bare.to_owned()
            } else {
                format!("({bare})")
            }
        }
        Driver::Sqlite
            if !bare.starts_with(['(', '\'']) && bare.parse::<f64>().is_err() && !bare.eq_ignore_ascii_case("null") =>
        {
            format!("({bare})")
        }
        _ => bare.to_owned(),
    }
}

/// Types of MySQL whose default has to be an expression, and whose indexes need a length.
pub(super) fn is_long(ty: &str) -> bool {
    let ty = ty.to_ascii_lowercase();
    let long = ["text", "tinytext", "mediumtext", "longtext", "blob", "tinyblob", "mediumblob", "longblob", "json", "geometry"];
    long.iter().any(|long| ty == *long || ty.starts_with(&format!("{long}(")) || ty.starts_with(&format!("{long} ")))
}
