//! The schema side: `Schema`, `Blueprint`, what a migration does and what the database would refuse.

pub(in crate::laravel) mod apply;
pub(in crate::laravel) mod blueprint;
pub(in crate::laravel) mod catalog_queries;
pub(in crate::laravel) mod catalog_rows;
pub(in crate::laravel) mod commands;
pub(in crate::laravel) mod contents;
pub(in crate::laravel) mod data;
pub(in crate::laravel) mod doctrine;
pub(in crate::laravel) mod files;
pub(in crate::laravel) mod flarum;
pub(in crate::laravel) mod foreign;
pub(in crate::laravel) mod installer;
pub(in crate::laravel) mod introspection;
pub(in crate::laravel) mod judge;
pub(in crate::laravel) mod keys;
pub(in crate::laravel) mod phinx;
pub(in crate::laravel) mod refusals;
pub(in crate::laravel) mod schema_builder;
pub(in crate::laravel) mod steps;

use crate::php::program::ClassDecl;

/// A question about the schema that could not be answered with certainty.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct Probe {
    pub(in crate::laravel) table: String,
    pub(in crate::laravel) column: Option<String>,
}

/// What is known of the migration that runs.
#[derive(Default)]
pub struct State<'a> {
    /// What the database would refuse.
    pub incidents: Vec<crate::schema::Incident>,
    /// Whether a migration runs, and not the application as it boots.
    pub migrating: bool,
    /// Whether something ran that may have written rows into any table.
    pub rows_unknown: bool,
    /// Whether the statement that runs stands in a `try`, and PostgreSQL lets nothing more happen if it fails.
    pub tried: bool,
    /// Whether PostgreSQL undoes all that the migration does, because a statement of it failed.
    pub aborted: bool,
    /// How many transactions inside that of the migration are open: of these alone a failure undoes what they did.
    pub savepoints: u32,
    /// What statements on rows name and was never there.
    pub row_incidents: Vec<crate::schema::Incident>,
    /// Whether the migrations run that are not the default connection's.
    pub beside: bool,
    /// Whether the migration that runs is an installed package's.
    pub vendored: bool,
    /// Whether the migration that runs stands in a folder whose place in the order is not known.
    pub unordered: bool,
    /// Whether the migration that runs called something that may have changed tables, and that nobody follows.
    pub unsure: bool,
    /// Whether the migration that runs stands in a folder that code names which could not be followed.
    pub guessed: bool,
    /// Whether the migration that runs does so only where a switch of the configuration is on.
    pub switched: bool,
    /// Whether the migration that runs may switch foreign keys off, or drops what hangs on tables with them.
    pub keys_off: bool,
    /// What the configuration of Phinx says of columns.
    pub(in crate::laravel) phinx: phinx::facts::Flags,
    /// Whether what is drawn is a known package's table.
    pub(in crate::laravel) drawn: bool,
    /// The class of the project that stands in for Blueprint (`blueprintResolver`).
    pub(in crate::laravel) blueprint_class: Option<ClassDecl<'a>>,
    /// Whether a class that nobody can read stands in for Blueprint.
    pub(in crate::laravel) other_blueprints: bool,
    /// The questions about the schema that were asked without a certain answer, by number.
    pub(in crate::laravel) probes: Vec<Probe>,
}
