//! What databases refuse, as data: read from `rules/laravel/statements.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::schema::Driver;
use crate::schema::types::{ColumnType, Family, TypeKind};

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
    bytes_of_character: u64,
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

/// How a database refuses a kind of statement, if it does.
#[must_use]
pub fn refused_by(refusal: &str, driver: Driver) -> Option<&'static By> {
    FILE.facts.iter().find(|fact| fact.refusal == refusal)?.by.get(driver.as_str())
}

/// Whether a database refuses a kind of statement, as this major version of Laravel writes it.
#[must_use]
pub fn refuses(refusal: &str, driver: Driver, laravel: u32) -> bool {
    refused_by(refusal, driver).is_some_and(|by| by.laravel.is_none_or(|first| laravel >= first))
}

/// How many bytes an index may have.
#[must_use]
pub fn longest_index() -> u64 {
    FILE.longest_index
}

/// How many bytes a character takes in an index.
#[must_use]
pub fn bytes_of_character() -> u64 {
    FILE.bytes_of_character
}

/// Whether PostgreSQL converts the values of a column by itself when its type changes. It does so within a kind, and to a text.
#[must_use]
pub fn converts(from: &ColumnType, to: &ColumnType) -> bool {
    let unsure = |ty: &ColumnType| matches!(ty.family(), Family::Other | Family::Unknown);
    if from.family() == to.family() || unsure(from) || unsure(to) || to.family() == Family::String {
        return true;
    }
    let holds = |names: &[String], ty: &ColumnType| name_of(ty).is_some_and(|name| names.iter().any(|known| known == name));
    FILE.converts.iter().any(|conversion| holds(&conversion.from, from) && holds(&conversion.to, to))
}

/// The name of a kind of type in the file.
fn name_of(ty: &ColumnType) -> Option<&'static str> {
    Some(match ty.family() {
        Family::Integer => "integer",
        Family::Decimal => "decimal",
        Family::Float => "float",
        Family::Date if ty.kind != TypeKind::Date => "moment",
        Family::Time => "time",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Refusal;

    #[test]
    fn every_fact_is_one_that_the_program_knows() {
        let names: Vec<&str> = facts().iter().map(|fact| &*fact.refusal).collect();
        assert_eq!(names, Refusal::NAMES);
        let drivers = ["mysql", "mariadb", "pgsql", "sqlite", "sqlsrv"];
        for fact in facts() {
            assert!(!fact.by.is_empty() && !fact.says.is_empty(), "{}", fact.refusal);
            for (driver, by) in &fact.by {
                assert!(drivers.contains(&driver.as_str()) && !by.error.is_empty() && !by.see.is_empty(), "{}", fact.refusal);
            }
        }
    }

    #[test]
    fn statements_depend_on_the_version_of_laravel() {
        assert!(refuses("indexed-column", Driver::Sqlite, 11) && !refuses("indexed-column", Driver::Sqlite, 10));
        assert!(!refuses("indexed-column", Driver::PgSql, 11));
    }
}
