//! What is set for a run: by the command line, later by the project's configuration file. Plain data.

use crate::schema::Driver;

/// The settings of an analysis.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The driver to take for every connection, instead of the one that the project's own configuration names.
    pub driver: Option<Driver>,
}
