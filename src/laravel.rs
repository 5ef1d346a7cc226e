//! What Laravel does: facades, migrations, Blueprint, query builders, models, configuration.
//!
//! [`Laravel`] answers the interpreter's questions about code outside the project. It serves two
//! masters: the migrator, for which it changes a [`Database`], and the surveyor, for which it
//! collects [`References`]. Which of the two is its `EXPLORE` parameter: a survey looks at all ways
//! through the code, a replay at those that are taken.

mod aggregates;
mod apply;
mod attributes;
mod auth;
mod blueprint;
mod builders;
mod catalog_queries;
mod collections;
mod columns;
mod commands;
mod config_tables;
mod configuration;
mod connections;
mod declared;
mod dispatch;
mod doctrine;
mod facades;
mod factories;
mod files;
mod hooks;
mod inherited;
mod introspection;
mod judge;
mod kept;
mod keys;
mod members;
mod migrations;
mod model_calls;
mod model_writes;
mod models;
pub mod naming;
mod nested;
mod objects;
mod own_columns;
mod own_facades;
mod packages;
mod places;
mod queries;
mod raw;
pub mod reach;
mod record;
mod related;
mod relations;
mod rule_strings;
mod schema_builder;
mod settings;
pub mod signatures;
mod silence;
mod statements;
mod strings;
mod tools;
mod validation;
mod writes;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use hooks::Hooked;
pub(crate) use migrations::migration_class;
pub use migrations::{Batch, Migrations};
pub use models::{Model, is_model, model_of};
pub use settings::{ConnectionSettings, Settings};

use crate::eval::{HostId, Value};
use crate::php::program::ClassDecl;
use crate::references::{Context, References};
use crate::schema::Database;
use crate::source::Span;
use objects::Thing;

/// A question about the schema that could not be answered with certainty.
#[derive(Clone, Debug)]
struct Probe {
    table: String,
    column: Option<String>,
}

/// A column that a query names. Which table it belongs to shows when the query is complete.
#[derive(Clone, Debug)]
struct PendingColumn {
    query: HostId,
    /// Its name without qualifier, and where it is written; `*` for all.
    column: (String, columns::Place),
    /// What stands before the dot.
    qualifier: Option<(String, columns::Place)>,
    /// Whether it stands in raw SQL, where a name may also be that of a table.
    raw: bool,
    /// Whether it may not be meant for this query.
    doubtful: bool,
    /// Whether code that is not known got hold of the query before, and may have changed its tables.
    escaped: bool,
    operation: crate::references::Operation,
    call: Span,
    context: Context,
}

/// What service providers say.
#[derive(Clone, Debug, Default)]
pub struct Discovered {
    /// The paths that `loadMigrationsFrom` got.
    pub migration_paths: Vec<(String, Span)>,
    /// `Schema::defaultStringLength`
    pub string_length: Option<u32>,
    /// `Schema::defaultMorphKeyType` and its like: `int`, `uuid` or `ulid`.
    pub morph_key: Option<String>,
    /// The commands that run migrations of certain folders.
    commands: Vec<commands::MigrateCommand>,
    /// The classes whose `ignoreMigrations()` is called.
    ignored: Vec<String>,
    /// The required packages whose migrations run by themselves.
    running: Vec<&'static crate::catalog::packages::Package>,
    /// The packages whose columns were added to a table.
    added: Vec<(&'static str, &'static str)>,
    /// The names that silber/bouncer's tables got instead of their own; `None` for some that are not known.
    bouncer_tables: Vec<Option<(String, String)>>,
    /// Macros of Blueprint, by name in lower case.
    pub macros: Vec<String>,
}

/// The host of the interpreter.
pub struct Laravel<'a, const EXPLORE: bool> {
    /// Connections, drivers, version.
    pub settings: Arc<Settings>,
    /// The database that a replay builds; for a survey, the finished one.
    pub database: Database,
    /// What a survey finds.
    pub found: References,
    /// What service providers say.
    pub discovered: Discovered,
    /// The functions that may reach a table; none if all are to be followed.
    pub reaching: Option<Arc<std::collections::BTreeSet<Span>>>,
    /// The tables whose rows triggers watch, and may fill.
    pub triggers: std::collections::BTreeSet<String>,
    /// What a replay found that the database would refuse.
    pub incidents: Vec<crate::schema::Incident>,
    /// The connection that code without a connection's name speaks to.
    default_connection: String,
    objects: Vec<Thing<'a>>,
    /// The number of the first of them: what was given up never comes to mean something else.
    first_object: u32,
    probes: Vec<Probe>,
    pending: Vec<PendingColumn>,
    macros: BTreeMap<String, Value<'a>>,
    /// What is known of models' attributes, by class.
    attributes: BTreeMap<Span, std::rc::Rc<attributes::Attributes>>,
    /// What models fill in by themselves, by class.
    filled: BTreeMap<Span, Option<std::rc::Rc<std::collections::BTreeSet<String>>>>,
    /// The models that other code hooks itself into; none if nobody asked.
    pub hooked: Option<Arc<hooks::Hooked>>,
    /// Objects of models that hold attributes and were not saved yet.
    unsaved: Vec<model_writes::Unsaved<'a>>,
    /// The keys whose values are on their way, by number.
    row_keys: Vec<keys::RowKey>,
    /// What the keys of models' objects are, by class.
    model_keys: BTreeMap<Span, crate::eval::Why>,
    /// Configuration that code set while it ran, by key, in its order.
    config_set: Vec<(String, Value<'a>)>,
    /// The class of the project that stands in for Blueprint (`blueprintResolver`).
    blueprint_class: Option<ClassDecl<'a>>,
    /// The deepest call of a host's method inside a host's method, to end cycles.
    depth: u32,
    /// Whether the migrations run that are not the default connection's.
    pub beside: bool,
    /// Whether the migration that runs is an installed package's.
    pub vendored: bool,
    /// Whether the migration that runs stands in a folder whose place in the order is not known.
    pub unordered: bool,
    /// Whether what is drawn is a known package's table.
    drawn: bool,
    /// Whether `env()` gives the names of variables, so that connections to the same database are recognised.
    identifies: bool,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A host for a project with these settings.
    #[must_use]
    pub fn new(settings: Arc<Settings>, database: Database) -> Self {
        let default_connection = settings.default_connection.clone();
        Laravel {
            settings,
            database,
            found: References::default(),
            discovered: Discovered::default(),
            reaching: None,
            triggers: std::collections::BTreeSet::new(),
            incidents: Vec::new(),
            default_connection,
            objects: Vec::new(),
            first_object: 0,
            probes: Vec::new(),
            pending: Vec::new(),
            macros: BTreeMap::new(),
            attributes: BTreeMap::new(),
            filled: BTreeMap::new(),
            hooked: None,
            unsaved: Vec::new(),
            row_keys: Vec::new(),
            model_keys: BTreeMap::new(),
            config_set: Vec::new(),
            blueprint_class: None,
            depth: 0,
            beside: false,
            vendored: false,
            unordered: false,
            drawn: false,
            identifies: false,
        }
    }

    /// Makes an object and gives its handle.
    fn make(&mut self, thing: Thing<'a>) -> Value<'a> {
        Value::Host(self.add(thing))
    }

    fn add(&mut self, thing: Thing<'a>) -> HostId {
        self.objects.push(thing);
        HostId(self.first_object.saturating_add(u32::try_from(self.objects.len() - 1).unwrap_or(u32::MAX)))
    }

    fn thing(&self, id: HostId) -> Option<&Thing<'a>> {
        self.objects.get(id.0.checked_sub(self.first_object)? as usize)
    }

    fn thing_mut(&mut self, id: HostId) -> Option<&mut Thing<'a>> {
        self.objects.get_mut(id.0.checked_sub(self.first_object)? as usize)
    }

    /// The value of a question about the schema that has no certain answer.
    fn probe(&mut self, table: &str, column: Option<&str>) -> Value<'a> {
        self.probes.push(Probe { table: table.to_owned(), column: column.map(str::to_owned) });
        Value::Unknown(crate::eval::Why::Probe(u32::try_from(self.probes.len() - 1).unwrap_or(u32::MAX)))
    }

    /// The name of the connection that a call speaks to; none if it is not known.
    fn connection_name<'c>(&'c self, connection: &'c objects::Connection) -> Option<&'c str> {
        match connection {
            objects::Connection::Default => Some(&self.default_connection),
            objects::Connection::Named(name) => Some(name),
            // A migration's connection that configuration leaves open is the default one in most projects;
            // for what other code does nothing may be assumed.
            objects::Connection::Unknown if !EXPLORE => Some(&self.default_connection),
            objects::Connection::Unknown => None,
        }
    }

    /// The name by which the schema of a connection is listed; none if the connection is not known.
    fn schema_name<'c>(&'c self, connection: &'c objects::Connection) -> Option<&'c str> {
        self.connection_name(connection).map(|name| self.settings.schema_name(name))
    }

    /// The connection that code without a connection's name speaks to now.
    #[must_use]
    pub fn current_connection(&self) -> &str {
        &self.default_connection
    }

    /// Makes the connection of a migration (or a model) the default one while its code runs.
    pub fn use_connection(&mut self, name: &str) {
        name.clone_into(&mut self.default_connection);
    }

    /// Makes the project's default connection the default one again.
    pub fn use_default_connection(&mut self) {
        self.default_connection.clone_from(&self.settings.default_connection);
        self.blueprint_class = None;
    }
}
