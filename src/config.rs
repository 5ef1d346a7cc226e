//! What is set for a run: by the command line, later by the project's configuration file. Plain data.

use crate::schema::Driver;

/// The settings of an analysis.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The driver to take for every connection, instead of the one that the project's own configuration names.
    pub driver: Option<Driver>,
    /// Where to stop replaying migrations; none for the whole way.
    pub until: Option<Until>,
}

/// A point in the order of the migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    /// The migration's name: its file's, without `.php`.
    pub migration: String,
    /// Whether that migration is still replayed.
    pub inclusive: bool,
}
