//! What Laravel makes for a connection: of which class it is, and which one is meant where code names none.

use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::schema::Driver;

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
