//! What Laravel does: facades, migrations, Blueprint, query builders, models, configuration.
//!
//! [`Laravel`] answers the interpreter's questions about code outside the project. It serves two
//! masters: the migrator, for which it changes a [`Database`], and the surveyor, for which it
//! collects [`References`]. Which of the two is its `EXPLORE` parameter: a survey looks at all ways
//! through the code, a replay at those that are taken.

mod application;
mod dispatch;
mod eloquent;
mod escapes;
mod kept;
mod migrations;
mod objects;
mod query;
pub mod reach;
pub mod signatures;
pub mod support;
mod validation;

use std::sync::Arc;

pub use application::places::REPOSITORY_OUTSIDE;
pub(crate) use application::settings::NEWEST;
pub use application::settings::{ConnectionSettings, ENV_EXAMPLES, Settings};
pub use application::surroundings::is_compose_file;
pub use eloquent::hooks::Hooked;
pub use eloquent::models::{Model, is_model, model_of};
pub(crate) use migrations::data::Suspect;
pub(crate) use migrations::files::migration_class;
pub use migrations::files::{Batch, Migrations};
pub(crate) use migrations::foreign::UNKNOWN_CLASS;
pub(crate) use migrations::phinx::{is_file_name as is_phinx_file, is_migration as is_phinx};
pub use query::strays::scopes_join;

use crate::eval::{HostId, Value};
use crate::references::References;
use crate::schema::Database;
use crate::source::Span;
use objects::Thing;

/// The host of the interpreter: what the wings share, and the state of each.
pub struct Laravel<'a, const EXPLORE: bool> {
    /// Connections, drivers, version.
    pub settings: Arc<Settings>,
    /// The database that a replay builds; for a survey, the finished one.
    pub database: Database,
    /// What a survey finds.
    pub found: References,
    /// The functions that may reach a table; none if all are to be followed.
    pub reaching: Option<Arc<std::collections::BTreeSet<Span>>>,
    /// Where constants are declared; none if nobody asks.
    pub constants: Option<Arc<crate::php::constants::Constants>>,
    /// Whether what is evaluated are tests.
    pub of_tests: bool,
    /// The tables whose rows triggers watch, and may fill.
    pub triggers: std::collections::BTreeSet<String>,
    /// The application as it booted.
    pub application: application::State<'a>,
    /// The migrations that run.
    pub replay: migrations::State<'a>,
    /// The queries that are built.
    query: query::State,
    /// The models at hand.
    pub eloquent: eloquent::State<'a>,
    objects: Vec<Thing<'a>>,
    /// The number of the first of them: what was given up never comes to mean something else.
    first_object: u32,
    /// The deepest call of a host's method inside a host's method, to end cycles.
    depth: u32,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A host for a project with these settings.
    #[must_use]
    pub fn new(settings: Arc<Settings>, database: Database) -> Self {
        let application = application::State::new(&settings.default_connection);
        Laravel {
            settings,
            database,
            found: References::default(),
            reaching: None,
            constants: None,
            of_tests: false,
            triggers: std::collections::BTreeSet::new(),
            application,
            replay: migrations::State::default(),
            query: query::State::default(),
            eloquent: eloquent::State::default(),
            objects: Vec::new(),
            first_object: 0,
            depth: 0,
        }
    }

    /// Whether a constant spells what stands at a place.
    fn is_declared(&self, place: Span) -> bool {
        self.constants.as_ref().is_some_and(|constants| constants.name_at(place).is_some())
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
        self.replay.probes.push(migrations::Probe { table: table.to_owned(), column: column.map(str::to_owned) });
        Value::Unknown(crate::eval::Why::Probe(u32::try_from(self.replay.probes.len() - 1).unwrap_or(u32::MAX)))
    }

    /// The name of the connection that a call speaks to; none if it is not known.
    fn connection_name<'c>(&'c self, connection: &'c objects::Connection) -> Option<&'c str> {
        match connection {
            objects::Connection::Default => Some(&self.application.default_connection),
            objects::Connection::Named(name) => Some(name),
            // A migration's connection that configuration leaves open is the default one in most projects;
            // for what other code does nothing may be assumed.
            objects::Connection::Unknown if !EXPLORE => Some(&self.application.default_connection),
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
        &self.application.default_connection
    }

    /// Makes the connection of a migration (or a model) the default one while its code runs.
    pub fn use_connection(&mut self, name: &str) {
        name.clone_into(&mut self.application.default_connection);
    }

    /// Makes the project's default connection the default one again.
    pub fn use_default_connection(&mut self) {
        self.application.default_connection.clone_from(&self.settings.default_connection);
        self.replay.blueprint_class = None;
    }
}
