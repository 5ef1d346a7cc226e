//! What kind of project it is, what it is called, and whether its tables can be known: a folder in which there is nothing to check
//! must not look like one without problems.

use super::loaded::Loaded;
use crate::php::composer::Composer;

/// Why a project is none of Laravel's.
pub const NOT_EXPECTED: &str = "it has no migration and no schema dump, `composer.json` requires no package of Laravel, \
    and no code names a table";

/// What to do then.
pub const NAME_ANOTHER: &str =
    "name the folder of a Laravel project, or list a dump of the database under `schema` in tablecheck.yaml";

impl Loaded {
    /// Whether anything makes the project one whose tables can be known: Laravel, migrations, a dump, or code that names tables.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        let numbers = &self.analysis.summary;
        let n_seen = numbers.migrations + numbers.tables + numbers.references + numbers.unresolved + numbers.unreplayed;
        self.is_application() || self.is_package() || n_seen > 0
    }

    /// Whether the project is an application of Laravel's.
    #[must_use]
    pub fn is_application(&self) -> bool {
        self.project.root.join("artisan").is_file()
    }

    /// What the project is called: as its `composer.json` says, unless that is still the name of a skeleton, else as its folder.
    #[must_use]
    pub fn name(&self) -> String {
        let composer = Composer::read(&self.project.sources);
        let own = composer.name().filter(|name| !name.starts_with("laravel/"));
        let last = own.and_then(|name| name.rsplit('/').next()).filter(|name| !name.is_empty()).map(str::to_owned);
        let folder = || self.project.root.file_name().map(|name| name.to_string_lossy().into_owned());
        last.or_else(folder).unwrap_or_default()
    }

    /// Whether the project requires Laravel, or something that only Laravel's applications and packages do.
    #[must_use]
    pub fn is_package(&self) -> bool {
        let composer = Composer::read(&self.project.sources);
        let of_laravel = |name: &str| {
            name.starts_with("illuminate/") || name.contains("laravel") || name.contains("lumen") || name == "orchestra/testbench"
        };
        composer.required().any(of_laravel)
    }
}
