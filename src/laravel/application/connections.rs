//! What Laravel makes for a connection: of which class it is, and which one is meant where code names none.

use std::sync::LazyLock;

use regex::Regex;

use super::settings::Settings;
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::migrator::is_vendored;
use crate::schema::Driver;
use crate::source::{Sources, is_test};

impl<const EXPLORE: bool> Laravel<'_, EXPLORE> {
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
}

/// Code that gives a connection all its settings at run time: `config(['database.connections.import' => […]])`.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\[|\bset\()\s*['"]database\.connections\.([\w-]+)['"]\s*(?:=>|,)"#).expect("the pattern is a constant")
});

/// The connections that Laravel's own configuration has, whether they are used or not.
const STOCK: [&str; 5] = ["sqlite", "mysql", "mariadb", "pgsql", "sqlsrv"];

/// Where the connections are listed.
const LISTED: &str = "config/database.php";

impl Settings {
    /// Whether code uses other connections than the default one and those that migrations run on: such as it makes itself, or such
    /// as the project has added to the configuration. A builder of unknown origin may be one of theirs.
    #[must_use]
    pub fn uses_other_connections(&self, sources: &Sources) -> bool {
        let is_code = |path: &str| path.ends_with(".php") && !is_vendored(path) && !is_test(path);
        let own = self.schema_name(&self.default_connection);
        let is_added = |name: &str| !STOCK.contains(&name) && self.schema_name(name) != own;
        let added: Vec<[String; 2]> = (self.connections.keys().filter(|name| is_added(name)))
            .map(|name| [format!("'{name}'"), format!("\"{name}\"")])
            .collect();
        let names = |text: &str| added.iter().flatten().any(|literal| text.contains(literal.as_str()));
        let is_new = |name: &str| !self.connections.contains_key(name);
        let makes = |text: &str| {
            text.contains("database.connections.")
                && MADE.captures_iter(text).filter_map(|found| found.get(1)).any(|name| is_new(name.as_str()))
        };
        let uses = |path: &str, text: &str| makes(text) || (path != LISTED && names(text));
        sources.iter().any(|(_, file)| is_code(file.path()) && uses(file.path(), file.text()))
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
