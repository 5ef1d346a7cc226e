//! The names that databases give to keys for which none is given.

use crate::schema::ddl::{Foreign, Key};
use crate::schema::{Driver, Index, IndexKind, Table};

/// The longest name in PostgreSQL, in bytes.
const PGSQL_NAME: usize = 63;

/// The name of an index. `prefix` is what the table's name begins with in the database.
pub(super) fn index_name(key: &Key, table: &Table, prefix: &str, driver: Driver) -> String {
    let owner = format!("{prefix}{}", table.name.rsplit('.').next().unwrap_or_default());
    let taken = |name: &str| table.indexes.iter().any(|index| index.name.eq_ignore_ascii_case(name));
    match (driver, key.kind) {
        (Driver::PgSql, IndexKind::Primary) => pgsql(&owner, "", "pkey"),
        (Driver::PgSql, kind) => {
            let columns = key.columns.iter().map(|column| part(column)).collect::<Vec<_>>().join("_");
            let label = if key.constraint && kind == IndexKind::Unique { "key" } else { "idx" };
            numbered(&pgsql(&owner, &columns, label), "", 1, taken)
        }
        (_, IndexKind::Primary) => "primary".to_owned(),
        (Driver::MySql | Driver::MariaDb, _) if key.expression => numbered("functional_index", "_", 2, taken),
        (Driver::MySql | Driver::MariaDb, _) => numbered(key.columns.first().map_or("index", String::as_str), "_", 2, taken),
        (Driver::Sqlite, IndexKind::Unique) => {
            let made = table.indexes.iter().filter(|index| index.name.starts_with("sqlite_autoindex_")).count();
            format!("sqlite_autoindex_{owner}_{}", made + 1)
        }
        (_, kind) => conventional(&owner, &key.columns, kind.as_str()),
    }
}

/// The name of a foreign key.
pub(super) fn foreign_name(foreign: &Foreign, table: &Table, prefix: &str, driver: Driver) -> String {
    let owner = format!("{prefix}{}", table.name.rsplit('.').next().unwrap_or_default());
    let taken = |name: &str| table.foreign_keys.iter().any(|key| key.name.eq_ignore_ascii_case(name));
    match driver {
        Driver::MySql | Driver::MariaDb => {
            let start = format!("{owner}_ibfk_");
            let numbers = table.foreign_keys.iter().filter_map(|key| key.name.strip_prefix(&start)?.parse::<u32>().ok());
            format!("{start}{}", numbers.max().unwrap_or(0).saturating_add(1))
        }
        Driver::PgSql => numbered(&pgsql(&owner, &foreign.columns.join("_"), "fkey"), "", 1, taken),
        // SQLite has no names for them; Laravel finds them by their columns.
        Driver::Sqlite | Driver::SqlSrv => conventional(&owner, &foreign.columns, "foreign"),
    }
}

/// The name of an index that PostgreSQL copies to another table.
pub(super) fn copied_name(index: &Index, table: &Table, prefix: &str) -> String {
    let key = Key {
        name: None,
        kind: index.kind,
        columns: index.columns.clone(),
        expression: false,
        partial: index.partial,
        constraint: true,
        if_not_exists: false,
        range: 0..0,
    };
    index_name(&key, table, prefix, Driver::PgSql)
}

/// What a column, or an expression, adds to the name of an index of PostgreSQL.
fn part(column: &str) -> &str {
    let start = column.split('(').next().unwrap_or_default();
    let is_name = !start.is_empty() && start.chars().all(|char| char.is_alphanumeric() || char == '_');
    if is_name { start } else { "expr" }
}

/// Laravel's own convention.
fn conventional(owner: &str, columns: &[String], kind: &str) -> String {
    format!("{owner}_{}_{kind}", columns.join("_")).to_lowercase().replace(['-', '.'], "_")
}

fn numbered(name: &str, between: &str, first: u32, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    (first..1000).map(|number| format!("{name}{between}{number}")).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

/// `owner_columns_label`, with the longer one of the first two cut until it fits (`makeObjectName` of PostgreSQL).
fn pgsql(owner: &str, columns: &str, label: &str) -> String {
    let (mut owner, mut columns) = (owner.to_owned(), columns.to_owned());
    let extra = label.len() + 1 + usize::from(!columns.is_empty());
    while owner.len() + columns.len() + extra > PGSQL_NAME && owner.len() + columns.len() > 0 {
        if owner.len() > columns.len() {
            owner.pop()
        } else {
            columns.pop()
        };
    }
    if columns.is_empty() { format!("{owner}_{label}") } else { format!("{owner}_{columns}_{label}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_postgresql_are_cut_to_fit() {
        assert_eq!(pgsql("users", "email", "key"), "users_email_key");
        assert_eq!(pgsql("users", "", "pkey"), "users_pkey");
        let name = pgsql(&"a".repeat(50), &"b".repeat(50), "fkey");
        assert_eq!(name, format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28)));
        assert_eq!(name.len(), 63);
    }
}
