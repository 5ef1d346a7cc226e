//! The database drivers that Laravel speaks to and whose rules differ.

use std::fmt;
use std::str::FromStr;

/// A database driver, by the name that `config/database.php` uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Driver {
    /// MySQL.
    #[default]
    MySql,
    /// MariaDB, a driver of its own since Laravel 11.
    MariaDb,
    /// PostgreSQL.
    PgSql,
    /// SQLite.
    Sqlite,
    /// SQL Server: its schema is replayed, its types are not modelled in detail.
    SqlSrv,
}

impl Driver {
    /// Every driver, in the order in which help texts list them.
    pub const ALL: [Driver; 5] = [Driver::MySql, Driver::MariaDb, Driver::PgSql, Driver::Sqlite, Driver::SqlSrv];

    /// The name that `config/database.php` uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Driver::MySql => "mysql",
            Driver::MariaDb => "mariadb",
            Driver::PgSql => "pgsql",
            Driver::Sqlite => "sqlite",
            Driver::SqlSrv => "sqlsrv",
        }
    }

    /// What the database is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Driver::MySql => "MySQL",
            Driver::MariaDb => "MariaDB",
            Driver::PgSql => "PostgreSQL",
            Driver::Sqlite => "SQLite",
            Driver::SqlSrv => "SQL Server",
        }
    }

    /// The driver that somebody means who calls it so: whatever the case, with a version, or by another of its names.
    #[must_use]
    pub fn meant_by(name: &str) -> Option<Driver> {
        let letters = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        let name = letters(name);
        let others = |driver: Driver| -> &[&str] {
            match driver {
                Driver::MySql => &["mysqli", "pdomysql"],
                Driver::MariaDb => &["maria"],
                Driver::PgSql => &["postgres", "postgresql", "postgre", "pg", "psql", "pdopgsql"],
                Driver::Sqlite => &["pdosqlite"],
                Driver::SqlSrv => &["mssql", "sqlserver", "microsoftsqlserver"],
            }
        };
        Driver::ALL.into_iter().find(|driver| driver.as_str() == name || others(*driver).contains(&name.as_str()))
    }

    /// MySQL or MariaDB.
    #[must_use]
    pub fn is_mysql(self) -> bool {
        matches!(self, Driver::MySql | Driver::MariaDb)
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Driver {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Driver::ALL
            .into_iter()
            .find(|driver| driver.as_str() == name)
            .ok_or_else(|| format!("unknown driver `{name}`; one of mysql, mariadb, pgsql, sqlite, sqlsrv is expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_call_drivers_by_many_names() {
        for (name, expected) in [
            ("MySQL", Some(Driver::MySql)),
            ("mysql8", Some(Driver::MySql)),
            ("MariaDB", Some(Driver::MariaDb)),
            ("PostgreSQL 16", Some(Driver::PgSql)),
            ("postgres", Some(Driver::PgSql)),
            ("SQLite3", Some(Driver::Sqlite)),
            ("SQL Server", Some(Driver::SqlSrv)),
            ("mssql", Some(Driver::SqlSrv)),
            ("oracle", None),
            ("8", None),
        ] {
            assert_eq!(Driver::meant_by(name), expected, "{name}");
        }
    }
}
