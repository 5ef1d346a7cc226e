//! The tables that packages bring, as data: read from `rules/packages.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    #[serde(rename = "package")]
    name: String,
    tables: Vec<String>,
    #[serde(default)]
    config: BTreeMap<String, Option<String>>,
    #[serde(default)]
    auto: bool,
    #[serde(default)]
    auto_until: Option<u32>,
}

static PACKAGES: LazyLock<Vec<Package>> = LazyLock::new(|| {
    let file: File = serde_yaml::from_str(include_str!("../../rules/packages.yaml"))
        .expect("rules/packages.yaml is part of the program, and a test reads it");
    file.packages
});

/// Whether a table is one that the framework or a required package brings; `requires` tells which are.
#[must_use]
pub fn brings(requires: impl Fn(&str) -> bool, table: &str) -> bool {
    PACKAGES.iter().any(|package| {
        package.tables.iter().any(|name| name == table) && (package.name == "laravel/framework" || requires(&package.name))
    })
}

/// The values that packages' own configurations give a key, or the keys below it: what is left of each
/// key (empty for the key itself), and its value, of which none is null.
pub fn config_defaults(key: &str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> + '_ {
    PACKAGES.iter().flat_map(|package| &package.config).filter_map(move |(name, value)| {
        let rest = name.strip_prefix(key)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('.')? };
        Some((rest, value.as_deref()))
    })
}

/// Whether a required package creates a table by itself, without any migration of the project. `version`
/// gives a package's major version, if it is required.
#[must_use]
pub fn creates(version: impl Fn(&str) -> Option<u32>, table: &str) -> bool {
    PACKAGES.iter().filter(|package| package.auto || package.auto_until.is_some()).any(|package| {
        package.tables.iter().any(|name| name == table)
            && version(&package.name).is_some_and(|version| package.auto_until.is_none_or(|until| version <= until))
    })
}

/// Whether a table is one that every Laravel application has by its skeleton.
#[must_use]
pub fn is_skeleton(table: &str) -> bool {
    PACKAGES.iter().any(|package| package.name == "laravel/framework" && package.tables.iter().any(|name| name == table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_required_packages_count() {
        let requires = |package: &str| package == "laravel/sanctum";
        assert!(brings(requires, "sessions"));
        assert!(brings(requires, "personal_access_tokens"));
        assert!(!brings(requires, "telescope_entries"));
        let version = |number: u32| move |package: &str| (package == "laravel/passport").then_some(number);
        assert!(creates(version(11), "oauth_clients"));
        assert!(!creates(version(12), "oauth_clients"));
        assert!(is_skeleton("users") && !is_skeleton("orders"));
    }
}
