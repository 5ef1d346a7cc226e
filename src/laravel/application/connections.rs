//! What Laravel makes for a connection: of which class it is, and which one is meant where code names none.

use std::sync::LazyLock;

use regex::Regex;

use super::settings::Settings;
use crate::eval::{Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Thing};
use crate::migrator::is_vendored;
use crate::schema::Driver;
use crate::source::{Sources, is_test};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Whether the object that Laravel makes for a connection is of a class.
    pub(in crate::laravel) fn is_connection(&self, connection: &Connection, class: &str) -> Option<bool> {
        let driver = self.settings.connection(self.connection_name(connection)?).driver;
        let name = class.strip_prefix("Illuminate\\Database\\")?;
        let own = class_of(driver, self.settings.laravel);
        Some(
            matches!(name, "Connection" | "ConnectionInterface")
                || name == own
                || (own, name) == ("MariaDbConnection", "MySqlConnection"),
        )
    }

    /// The connection of a builder of unknown origin: the default one where the project has only one.
    pub(in crate::laravel) fn assumed_connection(&self) -> Connection {
        if self.database.connections.len() <= 1 { Connection::Default } else { Connection::Unknown }
    }

    /// A connection of which only the type is known: it need not be the default one.
    pub(in crate::laravel) fn of_no_known_connection(cx: &mut Interp<'a, Self>, value: Value<'a>) -> Value<'a> {
        let Value::Host(id) = &value else { return value };
        match cx.host.thing_mut(*id) {
            Some(Thing::Connection(name) | Thing::SchemaBuilder(name)) if matches!(name, Connection::Default) => {
                *name = Connection::Unknown;
            }
            _ => {}
        }
        value
    }

    /// The connection of a builder of unknown origin in a file with this text, which may say that it is another one.
    pub(in crate::laravel) fn assumed_connection_in(&self, text: &str) -> Connection {
        let speaks = text.contains("onnection(") && self.settings.has_added_connections();
        if speaks { Connection::Unknown } else { self.assumed_connection() }
    }
}

/// Code that gives a connection all its settings at run time: `config(['database.connections.import' => […]])`.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\[|\bset\()\s*['"]database\.connections\.([\w-]+)['"]\s*(?:=>|,)"#).expect("the pattern is a constant")
});

/// The connections that Laravel's own configuration has, whether they are used or not.
const STOCK: [&str; 5] = ["sqlite", "mysql", "mariadb", "pgsql", "sqlsrv"];

impl Settings {
    /// Whether code makes connections that the configuration does not have: a builder of unknown origin may be one of theirs.
    #[must_use]
    pub fn makes_connections(&self, sources: &Sources) -> bool {
        let is_code = |path: &str| path.ends_with(".php") && !is_vendored(path) && !is_test(path);
        let is_new = |name: &str| !self.connections.contains_key(name);
        let makes = |text: &str| {
            text.contains("database.connections.")
                && MADE.captures_iter(text).filter_map(|found| found.get(1)).any(|name| is_new(name.as_str()))
        };
        sources.iter().any(|(_, file)| is_code(file.path()) && makes(file.text()))
    }

    /// Whether the project has added a connection to Laravel's that leads to another database than the default one.
    fn has_added_connections(&self) -> bool {
        let own = self.schema_name(&self.default_connection);
        self.connections.keys().any(|name| !STOCK.contains(&name.as_str()) && self.schema_name(name) != own)
    }
}

/// The class of a driver's connections (`Illuminate/Database/Connectors/ConnectionFactory.php`).
pub(in crate::laravel) fn class_of(driver: Driver, laravel: u32) -> &'static str {
    match driver {
        Driver::MariaDb if laravel >= 11 => "MariaDbConnection",
        Driver::MySql | Driver::MariaDb => "MySqlConnection",
        Driver::PgSql => "PostgresConnection",
        Driver::Sqlite => "SQLiteConnection",
        Driver::SqlSrv => "SqlServerConnection",
    }
}
