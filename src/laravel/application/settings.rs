//! What a project's configuration says about its databases: `config/database.php`, with `env()`
//! answered by `.env.example`, and the version of Laravel from composer's files.

use std::collections::BTreeMap;

use super::surroundings;
use crate::config::Config;
use crate::laravel::signatures::Signatures;
use crate::php::composer::Composer;
use crate::schema::Driver;
use crate::source::Sources;

/// The newest major version of Laravel that is known.
pub(crate) const NEWEST: u32 = 13;

/// A connection's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionSettings {
    /// Its driver.
    pub driver: Driver,
    /// The driver that the configuration names, where nobody knows it.
    pub unknown_driver: Option<String>,
    /// The prefix of its tables' names.
    pub prefix: String,
    /// Whether the prefix becomes part of index names.
    pub prefix_indexes: bool,
    /// Whether MySQL runs in its strict mode, in which a column that is left out needs a default.
    pub strict: bool,
    /// The set of characters of new tables, where it is said.
    pub charset: Option<String>,
    /// The database's name, where it is known.
    pub database: Option<String>,
    /// PostgreSQL's schemas in which names without one are looked for; empty where nothing is said.
    pub search_path: Vec<String>,
    /// What tells that another connection leads to the same database: the variables of the environment that say
    /// where it is, and the values that these have.
    pub identity: [Option<String>; 2],
}

/// A project's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the default connection.
    pub default_connection: String,
    /// The connections that the configuration names.
    pub connections: BTreeMap<String, ConnectionSettings>,
    /// The major version of Laravel.
    pub laravel: u32,
    /// The oldest major version of Laravel that the project allows.
    pub oldest_laravel: u32,
    /// The version of Laravel that the project requires, where it is none of those that are supported.
    pub unsupported_laravel: Option<String>,
    /// The minor version of Laravel, where it is known.
    pub laravel_minor: Option<u32>,
    /// Whether nothing says which database is used but the defaults that Laravel's own configuration has.
    pub is_driver_assumed: bool,
    /// Whether what is called MySQL is a MariaDB, as far as files of Docker Compose tell.
    pub runs_mariadb: bool,
    /// What `.env.example` sets, and of the default connection what else tells it.
    pub env: BTreeMap<String, String>,
    /// The driver to take for every connection.
    pub forced_driver: Option<Driver>,
    /// Whether doctrine/dbal renames columns: always up to Laravel 8, up to 10 where it is required and
    /// `Schema::useNativeSchemaOperationsIfPossible()` does not say otherwise.
    pub doctrine_renames: bool,
    /// Length of `string()` columns.
    pub string_length: u32,
    /// Type of `morphs()` keys: `int`, `uuid` or `ulid`.
    pub morph_key: String,
    /// The files that packages inside the project merge into the configuration, by key.
    pub merged_config: BTreeMap<String, crate::source::FileId>,
    /// The table in which Laravel lists the migrations that ran.
    pub migrations_table: String,
    /// The table in which Phinx lists its migrations, where the project has any.
    pub phinx_log: Option<String>,
    /// Connections that stand for others at run time, as tenants' do, whatever their settings are.
    pub beside: Vec<String>,
    /// Whether a provider lets mass assignment give every attribute (`Model::unguard()`); none if it may.
    pub unguarded: Option<bool>,
    /// What the project's own functions and methods take.
    pub signatures: Signatures,
    /// Folders with migrations that the configuration names.
    pub migration_folders: Vec<String>,
    /// Methods of Blueprint that come from elsewhere, and what they make.
    pub blueprint: Vec<(String, crate::config::Makes)>,
    /// What is known of connections beyond the project's own configuration.
    overrides: BTreeMap<String, crate::config::ConnectionSettings>,
}

/// The files that show what an environment has to say, the one that counts first.
pub const ENV_EXAMPLES: [&str; 2] = [".env.example", ".env.dist"];

/// What the manager of connections outside of Laravel calls its connection.
const MANAGERS: &str = "default";

impl Settings {
    /// All of it as a text, in which files are called by their paths, so that two can be compared.
    #[must_use]
    pub fn text(&self, sources: &Sources) -> String {
        let merged = self.merged_config.iter().map(|(key, file)| (key.as_str(), sources.path(*file)));
        let merged: Vec<(&str, &str)> = merged.collect();
        format!("{:?} {merged:?}", Settings { merged_config: BTreeMap::new(), ..self.clone() })
    }

    /// Reads what needs no evaluation; connections are added when `config/database.php` is evaluated.
    #[must_use]
    pub fn new(sources: &Sources, composer: &Composer, config: &Config) -> Self {
        let packages = ["laravel/framework", "illuminate/database", "illuminate/support", "laravel/lumen-framework"];
        let version = packages.into_iter().find_map(|package| composer.version(package)).unwrap_or_default();
        let oldest = packages.into_iter().find_map(|package| composer.oldest_version(package)).unwrap_or_default();
        let major = version.first().copied().filter(|major| (5..=NEWEST).contains(major));
        let laravel = major.unwrap_or(NEWEST);
        let example = ENV_EXAMPLES.into_iter().find_map(|name| sources.find(name));
        let mut env = example.map(|id| read_env(sources.file(id).text())).unwrap_or_default();
        if !env.contains_key(surroundings::CONNECTION) {
            env.extend(surroundings::connection(sources, composer));
        }
        Settings {
            doctrine_renames: laravel <= 8 || laravel <= 10 && composer.version("doctrine/dbal").is_some(),
            default_connection: crate::schema::Driver::default().as_str().to_owned(),
            connections: BTreeMap::new(),
            laravel,
            oldest_laravel: oldest.first().copied().filter(|major| (5..=laravel).contains(major)).unwrap_or(laravel),
            unsupported_laravel: unsupported(&version, &oldest),
            laravel_minor: major.and_then(|_| version.get(1).copied()),
            is_driver_assumed: !env.contains_key(surroundings::CONNECTION) && config.driver.is_none(),
            runs_mariadb: surroundings::runs_mariadb(sources),
            env,
            forced_driver: config.driver,
            string_length: 255,
            morph_key: "int".to_owned(),
            merged_config: BTreeMap::new(),
            migrations_table: "migrations".to_owned(),
            phinx_log: None,
            beside: Vec::new(),
            unguarded: Some(false),
            signatures: Signatures::new(&config.signatures),
            migration_folders: config.migration_folders().map(str::to_owned).collect(),
            blueprint: config.blueprint.clone(),
            overrides: config.connections.clone(),
        }
    }

    /// Whether a table is one in which migrations are listed that ran.
    #[must_use]
    pub fn lists_migrations(&self, table: &str) -> bool {
        let logs = std::iter::once(&self.migrations_table).chain(&self.phinx_log);
        logs.into_iter().any(|log| log.eq_ignore_ascii_case(table))
    }

    /// Lets what is configured stand over what the project's own configuration says of its connections.
    pub(in crate::laravel) fn override_connections(&mut self) {
        // The driver for all of them is put over the others when it is asked for.
        let forced = self.forced_driver.take();
        for (name, given) in self.overrides.clone() {
            let mut settings = self.connection(&name);
            settings.driver = given.driver.unwrap_or(settings.driver);
            settings.prefix = given.prefix.unwrap_or(settings.prefix);
            self.connections.insert(name, settings);
        }
        self.forced_driver = forced;
    }

    /// The settings of a connection. One that the configuration does not name is taken for the driver of its name,
    /// or for one like the default.
    #[must_use]
    pub fn connection(&self, name: &str) -> ConnectionSettings {
        let mut settings = self.connections.get(name).cloned().unwrap_or_else(|| {
            let like = self.connections.get(&self.default_connection);
            // Packages make the connections of tenants of the default one.
            let strict = like.is_none_or(|like| like.strict);
            let driver = name.parse().ok().or(like.map(|like| like.driver)).unwrap_or_default();
            ConnectionSettings { driver, prefix_indexes: true, strict, ..ConnectionSettings::default() }
        });
        // What is said of one connection stands over what is said of all.
        let own = self.overrides.get(name).and_then(|given| given.driver);
        settings.driver = own.or(self.forced_driver).unwrap_or(settings.driver);
        settings
    }

    /// The driver that a connection names, where nobody knows it and nothing chooses another one.
    #[must_use]
    pub fn unknown_driver(&self, name: &str) -> Option<&str> {
        let chosen = self.forced_driver.is_some() || self.overrides.get(name).is_some_and(|given| given.driver.is_some());
        self.connections.get(name)?.unknown_driver.as_deref().filter(|_| !chosen)
    }

    /// The connection that the schema of a connection is listed by: of those that lead to the same database the default
    /// one, else the first.
    #[must_use]
    pub fn schema_name<'n>(&'n self, connection: &'n str) -> &'n str {
        // `mysql::read` is the reading half of `mysql`.
        let connection = connection.split("::").next().unwrap_or(connection);
        if self.beside.iter().any(|name| name == connection) {
            return connection;
        }
        let Some(own) = self.connections.get(connection) else {
            return if self.is_managers(connection) { &self.default_connection } else { connection };
        };
        let mut group = self.connections.iter().filter(|(name, other)| {
            let same = own.identity.iter().zip(&other.identity).any(|(own, other)| own.is_some() && own == other);
            same && !self.beside.contains(name)
        });
        let default = self.default_connection.as_str();
        match group.clone().find(|(name, _)| *name == default).or_else(|| group.next()) {
            Some((name, _)) => name,
            None => connection,
        }
    }

    /// Whether the configuration lets a connection lead to the database of the default one, whatever takes its place at run time.
    #[must_use]
    pub fn leads_to_default(&self, connection: &str) -> bool {
        let identity = |name: &str| self.connections.get(name).map(|own| &own.identity);
        let (Some(own), Some(default)) = (identity(connection), identity(&self.default_connection)) else { return false };
        own.iter().zip(default).any(|(own, default)| own.is_some() && own == default)
    }

    /// The connections that lead to the database of another one, each with that one's name.
    #[must_use]
    pub fn aliases(&self) -> BTreeMap<String, String> {
        let names = self.connections.keys().map(|name| (name, self.schema_name(name)));
        let own = self.is_managers(MANAGERS).then(|| (MANAGERS.to_owned(), self.default_connection.clone()));
        let others = names.filter(|(name, listed)| *name != listed).map(|(name, listed)| (name.clone(), listed.to_owned()));
        others.chain(own).collect()
    }

    /// Whether a name is the one that the manager of connections gives the only one that it has, where there is no configuration
    /// of Laravel's (`Illuminate\Database\Capsule\Manager::addConnection`).
    fn is_managers(&self, connection: &str) -> bool {
        connection == MANAGERS && self.connections.is_empty()
    }

    /// A table's name without the schema or database that a connection looks for it in anyway.
    #[must_use]
    pub fn bare<'t>(&self, connection: &str, table: &'t str) -> &'t str {
        let Some((first, rest)) = table.split_once('.') else { return table };
        let settings = self.connection(connection);
        let searched = match settings.driver {
            Driver::PgSql if settings.search_path.is_empty() => first.eq_ignore_ascii_case("public"),
            Driver::PgSql => settings.search_path.iter().any(|schema| schema.eq_ignore_ascii_case(first)),
            Driver::Sqlite => first.eq_ignore_ascii_case("main"),
            Driver::SqlSrv => first.eq_ignore_ascii_case("dbo"),
            Driver::MySql | Driver::MariaDb => false,
        };
        if searched || settings.database.as_deref() == Some(first) { rest } else { table }
    }

    /// The other connection whose database a name spells out (`database.table`), and the table's name there. None if
    /// there is none, or more than one.
    #[must_use]
    pub fn elsewhere<'t>(&self, connection: &str, table: &'t str) -> Option<(&str, &'t str)> {
        let (database, rest) = table.split_once('.')?;
        if !self.connection(connection).driver.is_mysql() {
            return None;
        }
        let own = self.schema_name(connection);
        let named = self.connections.iter().filter(|(_, other)| other.database.as_deref() == Some(database));
        let mut schemas: Vec<&str> = named.map(|(name, _)| self.schema_name(name)).filter(|name| *name != own).collect();
        schemas.dedup();
        match schemas.as_slice() {
            [only] => Some((only, rest)),
            _ => None,
        }
    }
}

/// The newest version that a project allows, if neither it nor the oldest one is supported: 5.1 to the newest one are.
fn unsupported(newest: &[u32], oldest: &[u32]) -> Option<String> {
    let is_supported = |version: &[u32]| match version {
        [5, minor, ..] => *minor > 0,
        [major, ..] => (5..=NEWEST).contains(major),
        [] => true,
    };
    if is_supported(newest) || is_supported(oldest) {
        return None;
    }
    let parts: Vec<String> = newest.iter().take(2).map(ToString::to_string).collect();
    Some(parts.join("."))
}

/// Reads `NAME=value` lines. Values lose their quotes; references to other variables stay as they are.
fn read_env(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| {
            let line = line.trim();
            let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
            let name = name.trim();
            if name.starts_with('#') {
                return None;
            }
            let value = value.trim();
            let quoted = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.split(quote).next());
            let value = quoted('"').or_else(|| quoted('\'')).unwrap_or_else(|| value.split(" #").next().unwrap_or(value).trim());
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn env_lines_lose_quotes_and_comments() {
        let env = read_env("# DB=no\nDB_CONNECTION=mysql # the usual\nexport X=\"a b\"\nEMPTY=\nY='c'\n");
        assert_eq!(env.get("DB_CONNECTION").map(String::as_str), Some("mysql"));
        assert_eq!(env.get("X").map(String::as_str), Some("a b"));
        assert_eq!(env.get("EMPTY").map(String::as_str), Some(""));
        assert_eq!(env.get("Y").map(String::as_str), Some("c"));
        assert_eq!(env.len(), 4);
    }
}
