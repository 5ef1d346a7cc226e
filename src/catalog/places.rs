//! Where packages let migrations lie, as data: read from `rules/laravel/places.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    modules: Vec<Modules>,
    tenancy: Vec<Tenancy>,
}

/// Folders of migrations that a package runs by its own convention.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modules {
    /// The package.
    pub package: String,
    /// The folder that holds the modules.
    pub below: Setting,
    /// Where a module has its migrations.
    pub folder: String,
}

/// A package that gives every tenant a database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenancy {
    /// The package.
    pub package: String,
    /// The schemas that it tells apart.
    pub schemas: Vec<TenancySchema>,
}

/// One of the schemas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenancySchema {
    /// Its connection.
    pub connection: Setting,
    /// Where its migrations lie.
    #[serde(default)]
    pub folders: Vec<String>,
    /// The key of the configuration that lists these folders.
    pub paths: Option<String>,
    /// Traits and parents of models on this connection.
    pub classes: Vec<String>,
}

/// What a key of the configuration says, or what holds where it says nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The key.
    pub config: Option<String>,
    /// The value where it says nothing.
    pub otherwise: Option<String>,
}

static PLACES: LazyLock<File> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../rules/laravel/places.yaml"))
        .expect("rules/laravel/places.yaml is part of the program, and a test reads it")
});

/// The packages that run migrations of modules.
#[must_use]
pub fn modules() -> &'static [Modules] {
    &PLACES.modules
}

/// The packages that give every tenant a database.
#[must_use]
pub fn tenancy() -> &'static [Tenancy] {
    &PLACES.tenancy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        assert!(modules().iter().any(|known| known.package == "nwidart/laravel-modules"));
        assert!(tenancy().iter().all(|known| known.schemas.iter().any(|schema| !schema.folders.is_empty())));
    }
}
