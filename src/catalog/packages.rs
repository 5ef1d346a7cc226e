//! The tables that packages bring, as data: read from `rules/packages.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::php::composer::Composer;

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

/// Whether a table is one that the framework or a required package brings.
#[must_use]
pub fn brings(composer: &Composer, table: &str) -> bool {
    PACKAGES.iter().any(|package| {
        package.tables.iter().any(|name| name == table) && (package.package == "laravel/framework" || composer.requires(&package.package))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn only_required_packages_count() {
        let json = r#"{"require": {"laravel/sanctum": "^4.0"}}"#;
        let composer = Composer::read(&Sources::from_files([("composer.json", json)]));
        assert!(brings(&composer, "sessions"));
        assert!(brings(&composer, "personal_access_tokens"));
        assert!(!brings(&composer, "telescope_entries"));
    }
}
