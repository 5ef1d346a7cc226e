//! What a project's configuration says about its databases: `config/database.php`, with `env()`
//! answered by `.env.example`, and the version of Laravel from composer's files.

use std::collections::BTreeMap;

use crate::config::Config;
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
    /// The prefix of its tables' names.
    pub prefix: String,
    /// Whether the prefix becomes part of index names.
    pub prefix_indexes: bool,
    /// Whether MySQL runs in its strict mode, in which a column that is left out needs a default.
    pub strict: bool,
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
    /// The minor version of Laravel, where it is known.
    pub laravel_minor: Option<u32>,
    /// What `.env.example` sets.
    pub env: BTreeMap<String, String>,
    /// The driver to take for every connection.
    pub forced_driver: Option<Driver>,
    /// Length of `string()` columns.
    pub string_length: u32,
    /// Type of `morphs()` keys: `int`, `uuid` or `ulid`.
    pub morph_key: String,
    /// The files that packages inside the project merge into the configuration, by key.
    pub merged_config: BTreeMap<String, crate::source::FileId>,
    /// The table in which Laravel lists the migrations that ran.
    pub migrations_table: String,
}

impl Settings {
    /// Reads what needs no evaluation; connections are added when `config/database.php` is evaluated.
    #[must_use]
    pub fn new(sources: &Sources, composer: &Composer, config: &Config) -> Self {
        let version = ["laravel/framework", "illuminate/database", "illuminate/support", "laravel/lumen-framework"]
            .into_iter()
            .find_map(|package| composer.version(package))
            .unwrap_or_default();
        let major = version.first().copied().filter(|major| (5..=NEWEST).contains(major));
        Settings {
            default_connection: crate::schema::Driver::default().as_str().to_owned(),
            connections: BTreeMap::new(),
            laravel: major.unwrap_or(NEWEST),
            laravel_minor: major.and_then(|_| version.get(1).copied()),
            env: sources.find(".env.example").map(|id| read_env(sources.file(id).text())).unwrap_or_default(),
            forced_driver: config.driver,
            string_length: 255,
            morph_key: "int".to_owned(),
            merged_config: BTreeMap::new(),
            migrations_table: "migrations".to_owned(),
        }
    }

    /// The settings of a connection. One that the configuration does not name is taken for the driver of its name,
    /// or for one like the default.
    #[must_use]
    pub fn connection(&self, name: &str) -> ConnectionSettings {
        let mut settings = self.connections.get(name).cloned().unwrap_or_else(|| {
            let like = self.connections.get(&self.default_connection).cloned();
            let driver = name.parse().ok().or(like.map(|like| like.driver)).unwrap_or_default();
            ConnectionSettings { driver, prefix: String::new(), prefix_indexes: true, strict: true }
        });
        if let Some(driver) = self.forced_driver {
            settings.driver = driver;
        }
        settings
    }
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
