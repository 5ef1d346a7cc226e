//! What databases refuse, as data: read from `rules/laravel/statements.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A kind of statement that some databases refuse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name.
    pub refusal: String,
    /// What the statement does, as the rest of "to".
    pub says: String,
    /// The databases that refuse it, by the names of their drivers.
    pub by: BTreeMap<String, By>,
}

/// How a database refuses a statement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// The number or the words of its error.
    pub error: String,
    /// The section of its manual.
    pub see: String,
    /// The first major version of Laravel whose statements it refuses.
    pub laravel: Option<u32>,
    /// The one kind of index that it refuses.
    pub only: Option<String>,
    /// How many of something it allows.
    pub most: Option<u64>,
    /// What a name has to be the only one of: `schema`, or the table where nothing is said.
    pub within: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversion {
    from: Vec<String>,
    to: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    facts: Vec<Fact>,
    longest_index: u64,
    longest_row: u64,
    bytes_of_character: BTreeMap<String, u64>,
    converts: Vec<Conversion>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/statements.yaml")).expect("a test parses the embedded file")
});

/// All facts.
#[must_use]
pub fn facts() -> &'static [Fact] {
    &FILE.facts
}

/// How a database refuses a kind of statement, if it does; the database by the name of its driver.
#[must_use]
pub fn refused_by(refusal: &str, driver: &str) -> Option<&'static By> {
    FILE.facts.iter().find(|fact| fact.refusal == refusal)?.by.get(driver)
}

/// How many bytes an index may have.
#[must_use]
pub fn longest_index() -> u64 {
    FILE.longest_index
}

/// How many bytes a row of MySQL may have, without what is stored elsewhere.
#[must_use]
pub fn longest_row() -> u64 {
    FILE.longest_row
}

/// How many bytes a character of a set takes in an index; where nothing is said of the set, one of `utf8mb4`. Of a set that is
/// not known it may be one.
#[must_use]
pub fn bytes_of_character(set: Option<&str>) -> u64 {
    let set = set.unwrap_or("utf8mb4");
    FILE.bytes_of_character.get(set).copied().unwrap_or(1)
}

/// Whether PostgreSQL converts values of one kind to another one by itself when a column's type changes.
#[must_use]
pub fn converts(from: &str, to: &str) -> bool {
    let holds = |names: &[String], kind: &str| names.iter().any(|known| known == kind);
    FILE.converts.iter().any(|conversion| holds(&conversion.from, from) && holds(&conversion.to, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_databases_and_their_errors() {
        let drivers = ["mysql", "mariadb", "pgsql", "sqlite", "sqlsrv"];
        for fact in facts() {
            assert!(!fact.by.is_empty() && !fact.says.is_empty(), "{}", fact.refusal);
            for (driver, by) in &fact.by {
                assert!(drivers.contains(&driver.as_str()) && !by.error.is_empty() && !by.see.is_empty(), "{}", fact.refusal);
            }
        }
        assert!(converts("integer", "float") && !converts("time", "moment"));
    }
}
