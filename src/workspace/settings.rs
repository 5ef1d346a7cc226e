//! What whoever opens a workspace sets for it, over what the files of its projects say.

use std::path::PathBuf;

use crate::schema::Driver;

/// What is set for a workspace.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The database driver to assume for every connection, instead of the one that the project names.
    pub driver: Option<Driver>,
    /// The configuration file, instead of the one in the project's root or above it.
    pub config: Option<PathBuf>,
    /// The root of the project, instead of the one that is found.
    pub root: Option<PathBuf>,
    /// Dumps of the database, beside those that the configuration names.
    pub schema: Vec<PathBuf>,
    /// Where what is worked out is kept between runs.
    pub keeping: Keeping,
    /// Whether the program ends with the answer, so that memory need not be given back piece by piece.
    pub is_one_run: bool,
}

/// Where what is worked out is kept between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Where the environment says, or in the folder that the system has for such things.
    #[default]
    AsUsual,
    /// In this folder.
    In(PathBuf),
    /// Nowhere.
    Nowhere,
}
