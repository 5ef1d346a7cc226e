//! The tables that packages bring, as data: read from `rules/packages.yaml`.

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
    package: String,
    tables: Vec<String>,
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
        package.tables.iter().any(|name| name == table) && (package.package == "laravel/framework" || requires(&package.package))
    })
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
    }
}
