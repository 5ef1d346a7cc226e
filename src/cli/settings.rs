//! The arguments that every command takes which looks at a project: what is set for its analysis.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Args, Command};

use super::watch::Watch;
use crate::schema::Driver;
use crate::workspace::{Keeping, Settings, Workspace};

/// What can be set for the analysis of a project.
#[derive(Clone, Debug, Args)]
pub(super) struct SettingsArguments {
    /// The database driver to assume for every connection, instead of the one in `config/database.php`
    #[arg(long, value_parser = DriverParser, hide_short_help = true)]
    pub(super) driver: Option<Driver>,
    /// The configuration file, instead of the `tablecheck.yaml` in the project's root or above it
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    config: Option<PathBuf>,
    /// The root of the project, instead of the nearest folder with an `artisan` or a `composer.json`
    #[arg(long, value_name = "FOLDER", hide_short_help = true)]
    root: Option<PathBuf>,
    /// Do not read or write the cache
    #[arg(long, hide_short_help = true)]
    no_cache: bool,
    /// The folder of the cache, instead of the user's cache folder or `TABLECHECK_CACHE`
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache", hide_short_help = true)]
    cache_dir: Option<PathBuf>,
    /// Who watches the run.
    #[arg(skip)]
    pub(super) watch: Watch,
}

/// Takes a driver by what people call it, and lets shells offer the names that Laravel uses.
#[derive(Clone, Debug)]
struct DriverParser;

impl TypedValueParser for DriverParser {
    type Value = Driver;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Driver, clap::Error> {
        let meant = value.to_str().and_then(Driver::meant_by);
        // Of another one, the parser of the names says which there are.
        meant.map_or_else(|| names().map(|_| Driver::default()).parse_ref(command, argument, value), Ok)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Driver::ALL.into_iter().map(|driver| PossibleValue::new(driver.as_str()))))
    }
}

fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(Driver::ALL.map(Driver::as_str))
}

/// Where the schema comes from, for commands that look at code.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct SchemaArguments {
    /// A database dump written by `mysqldump`, `pg_dump` or `sqlite3`, for tables that no migration creates; may be repeated
    ///
    /// A dump that also has tables of the migrations replaces them all, unless it lists the migrations that ran.
    #[arg(long = "schema", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl SettingsArguments {
    /// The workspace that they ask for.
    pub(super) fn workspace(&self) -> Workspace {
        self.workspace_with(&SchemaArguments::default())
    }

    /// The same with these dumps.
    pub(super) fn workspace_with(&self, schema: &SchemaArguments) -> Workspace {
        let settings = Settings { is_one_run: true, schema: schema.files.clone(), ..self.kept_open() };
        Workspace::new(settings, Arc::new(self.watch.clone()))
    }

    /// What they set for projects that stay open.
    pub(super) fn kept_open(&self) -> Settings {
        let keeping = match &self.cache_dir {
            Some(folder) => Keeping::In(folder.clone()),
            None if self.no_cache => Keeping::Nowhere,
            None => Keeping::AsUsual,
        };
        let (driver, config, root) = (self.driver, self.config.clone(), self.root.clone());
        Settings { driver, config, root, schema: Vec::new(), keeping, is_one_run: false }
    }
}
