//! Keys of a Laravel configuration that name tables, as data: read from `rules/laravel/config.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A key whose value is the name of a table. A `*` in it and in the others stands for the same key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSetting {
    /// The key, from the file's name on.
    pub table: String,
    /// The key that names the connection.
    pub connection: Option<String>,
    /// The keys that tell whether it is a table of a database, and their values then.
    #[serde(default)]
    pub of: BTreeMap<String, Vec<String>>,
    /// The keys that tell whether the table is used, and their values then.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// Words of code that make the framework use the table.
    #[serde(default)]
    pub says: Vec<String>,
}

static ALL: LazyLock<Vec<TableSetting>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/config.yaml")).expect("a test parses the embedded file")
});

/// All of them.
#[must_use]
pub fn tables() -> &'static [TableSetting] {
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed() {
        assert!(tables().len() > 5);
        for setting in tables() {
            let of_same_file = |key: &String| key.split('.').next() == setting.table.split('.').next();
            assert!(
                setting.connection.iter().chain(setting.when.keys()).chain(setting.of.keys()).all(of_same_file),
                "{}",
                setting.table
            );
            assert!(setting.table.matches('*').count() <= 1, "{}", setting.table);
        }
    }
}
