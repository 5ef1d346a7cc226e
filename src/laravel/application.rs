//! The application as it boots: configuration, providers, packages, facades, who is logged in.

pub(in crate::laravel) mod auth;
pub(in crate::laravel) mod bindings;
pub(in crate::laravel) mod config_tables;
pub(in crate::laravel) mod configuration;
pub(in crate::laravel) mod connections;
pub(in crate::laravel) mod facades;
pub(in crate::laravel) mod files;
pub(in crate::laravel) mod needs;
pub(in crate::laravel) mod own_facades;
pub(in crate::laravel) mod packages;
pub(in crate::laravel) mod places;
pub(in crate::laravel) mod questions;
pub(in crate::laravel) mod settings;
pub(in crate::laravel) mod surroundings;
pub(in crate::laravel) mod switches;

use std::collections::BTreeMap;

use crate::eval::Value;
use crate::laravel::migrations::commands;
use crate::source::Span;

/// A path of migrations that is loaded.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct MigrationPath {
    /// The path.
    pub(in crate::laravel) path: String,
    /// Where that is said.
    pub(in crate::laravel) at: Span,
    /// Whether a switch of the configuration decides, which may be set either way.
    pub(in crate::laravel) switched: bool,
}

/// What service providers say.
#[derive(Clone, Debug, Default)]
pub struct Discovered {
    /// The paths that `loadMigrationsFrom` got.
    pub(in crate::laravel) migration_paths: Vec<MigrationPath>,
    /// What is known of the paths of those that could not be worked out: how they begin and end, and where they are named.
    pub(in crate::laravel) lost_paths: Vec<(String, String, Span)>,
    /// The files and folders of migrations that a package lets its users publish, in order.
    pub(in crate::laravel) published: Vec<(String, Span)>,
    /// `Schema::defaultStringLength`
    pub string_length: Option<u32>,
    /// `Schema::defaultMorphKeyType` and its like: `int`, `uuid` or `ulid`.
    pub morph_key: Option<String>,
    /// The commands that run migrations of certain folders.
    pub(in crate::laravel) commands: Vec<commands::MigrateCommand>,
    /// The classes whose `ignoreMigrations()` is called.
    pub(in crate::laravel) ignored: Vec<String>,
    /// The required packages whose migrations run by themselves.
    pub(in crate::laravel) running: Vec<&'static crate::catalog::packages::Package>,
    /// The packages whose columns were added to a table.
    pub(in crate::laravel) added: Vec<(&'static str, &'static str)>,
    /// The names that silber/bouncer's tables got instead of their own; `None` for some that are not known.
    pub(in crate::laravel) bouncer_tables: Vec<Option<(String, String)>>,
    /// Macros of Blueprint, by name in lower case.
    pub macros: Vec<String>,
}

/// What is known of the application while its code runs.
pub struct State<'a> {
    /// What service providers say.
    pub discovered: Discovered,
    /// The connection that code without a connection's name speaks to.
    pub(in crate::laravel) default_connection: String,
    /// The macros of `Blueprint` and other classes, by name in lower case.
    pub(in crate::laravel) macros: BTreeMap<String, Value<'a>>,
    /// What is bound to names in the container, these in lower case.
    pub(in crate::laravel) bindings: BTreeMap<String, Value<'a>>,
    /// Configuration that code set while it ran, by key, in its order.
    pub(in crate::laravel) config_set: Vec<(String, Value<'a>)>,
    /// Whether `env()` gives the names of variables, so that connections to the same database are recognised.
    pub(in crate::laravel) identifies: bool,
    /// Whether switches are taken for set either way while the application boots.
    pub(in crate::laravel) doubting: bool,
    /// Keys of the configuration, and whether code other than migrations asks for them.
    pub(in crate::laravel) asked_keys: BTreeMap<String, bool>,
}

impl State<'_> {
    /// An application that has not booted yet, with the name of its default connection.
    pub(in crate::laravel) fn new(default_connection: &str) -> Self {
        State {
            discovered: Discovered::default(),
            default_connection: default_connection.to_owned(),
            macros: BTreeMap::new(),
            bindings: BTreeMap::new(),
            config_set: Vec::new(),
            identifies: false,
            doubting: false,
            asked_keys: BTreeMap::new(),
        }
    }
}
