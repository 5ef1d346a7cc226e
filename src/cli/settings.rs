//! The arguments that every command takes which looks at a project: what is set for its analysis.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::watch::Watch;
use crate::schema::Driver;
use crate::workspace::{Keeping, Settings, Workspace};

/// What can be set for the analysis of a project.
#[derive(Clone, Debug, Args)]
pub(super) struct SettingsArguments {
    /// The database driver to assume for every connection, instead of the one in `config/database.php`
    #[arg(long, value_parser = driver_parser())]
    pub(super) driver: Option<Driver>,
    /// The configuration file, instead of the `tablecheck.yaml` in the project's root or above it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The root of the project, instead of the nearest folder with an `artisan` or a `composer.json`
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Do not read or write the cache
    #[arg(long)]
    no_cache: bool,
    /// The folder of the cache, instead of the user's cache folder or `TABLECHECK_CACHE`
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
    /// Who watches the run.
    #[arg(skip)]
    pub(super) watch: Watch,
}

/// Other names of a driver.
fn called(driver: Driver) -> &'static [&'static str] {
    match driver {
        Driver::MySql => &["mysqli"],
        Driver::MariaDb => &["maria"],
        Driver::PgSql => &["postgres", "postgresql", "pg", "psql"],
        Driver::Sqlite => &["sqlite3"],
        Driver::SqlSrv => &["mssql", "sqlserver"],
    }
}

fn driver_parser() -> impl TypedValueParser<Value = Driver> {
    // Each with what people call it, too.
    let names = Driver::ALL.map(|driver| PossibleValue::new(driver.as_str()).aliases(called(driver)));
    PossibleValuesParser::new(names).try_map(|name| {
        let meant = Driver::ALL.into_iter().find(|driver| called(*driver).contains(&name.as_str()));
        meant.map_or_else(|| name.parse::<Driver>(), Ok)
    })
}

/// Where the schema comes from, for commands that look at code.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct SchemaArguments {
    /// A database dump written by `mysqldump`, `pg_dump` or `sqlite3`, for tables that no migration creates; may be repeated
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
