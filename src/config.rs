//! What is set for a run: by the project's `tablecheck.yaml`, and over it by the command line. Plain data, and how it is
//! read from text; finding and reading the file is the shell's work.

mod blueprint;
mod file;
mod globs;
mod ignore;
pub mod json_schema;
mod reader;
mod signature;
mod table;
mod yaml;

use std::collections::BTreeMap;

pub use blueprint::Makes;
pub use file::{ConfigFile, KEYS, Key};
pub use globs::Globs;
pub use ignore::Ignored;
pub use reader::Mistake;
pub use signature::{Argument, Owner, Role, Signature, Target};
pub use table::DeclaredTable;
pub(crate) use yaml::{TOO_DEEP, nested_too_deeply};

use crate::finding::Severity;
use crate::schema::Driver;

/// The settings of an analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// What is checked where the command line names no path, relative to the file's folder; empty for all.
    pub paths: Vec<String>,
    /// The files that are not looked at, unless they are migrations, and of which nothing is reported.
    pub exclude: Globs,
    /// How much the findings of a rule matter, by its id, where that is not the rule's own severity.
    pub rules: BTreeMap<String, Level>,
    /// The least severity that fails a run.
    pub fail_on: FailOn,
    /// Findings that are not to be told.
    pub ignore: Vec<Ignored>,
    /// The file with the findings that are known, from the folder of the configuration file.
    pub baseline: Option<String>,
    /// The driver to take for every connection, instead of the one that the project's own configuration names.
    pub driver: Option<Driver>,
    /// How references between tables are protected.
    pub relationships: Relationships,
    /// What connections are, over what `config/database.php` says.
    pub connections: BTreeMap<String, ConnectionSettings>,
    /// Files with dumps of the database, relative to the file's folder.
    pub schema: Vec<String>,
    /// Folders with migrations beside those that the project's code names, relative to the file's folder.
    pub migrations: Vec<String>,
    /// Tables that no migration makes.
    pub tables: Vec<DeclaredTable>,
    /// Packages to take for installed.
    pub packages: Vec<Package>,
    /// The project's own functions and methods that take tables and columns.
    pub signatures: Vec<Signature>,
    /// Methods of migrations' tables that come from elsewhere, in lower case, and the columns that they make.
    pub blueprint: Vec<(String, Makes)>,
    /// What leads from the folder of the file down to the project's root; empty, or ending with `/`.
    pub base: String,
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

/// How much the findings of a rule matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// There are none.
    Off,
    /// As much as this.
    Severity(Severity),
}

/// The least severity that fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// This one.
    Severity(Severity),
    /// None fails it.
    Never,
}

/// How references between tables are protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relationships {
    /// By foreign keys.
    #[default]
    ForeignKeys,
    /// By the application alone: the database has no foreign keys, or they are not wanted.
    None,
}

impl Default for FailOn {
    fn default() -> Self {
        FailOn::Severity(Severity::Warning)
    }
}

/// What a connection is; what is none stays as the project's own configuration has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionSettings {
    /// Its driver.
    pub driver: Option<Driver>,
    /// The prefix of its tables' names.
    pub prefix: Option<String>,
}

/// A package to take for installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version as composer writes constraints; empty for the newest.
    pub version: String,
}

impl Level {
    /// Every level, by the word that the file uses.
    pub const ALL: [(&'static str, Level); 4] = [
        ("off", Level::Off),
        ("note", Level::Severity(Severity::Note)),
        ("warning", Level::Severity(Severity::Warning)),
        ("error", Level::Severity(Severity::Error)),
    ];

    /// The word that the file uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Severity(severity) => severity.as_str(),
        }
    }
}

impl Relationships {
    /// Every choice, by the word that the file uses.
    pub const ALL: [(&'static str, Relationships); 2] =
        [("foreign_keys", Relationships::ForeignKeys), ("none", Relationships::None)];

    /// The word that the file uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Relationships::ForeignKeys => "foreign_keys",
            Relationships::None => "none",
        }
    }
}

impl FailOn {
    /// Every choice, by the word that the file uses.
    pub const ALL: [(&'static str, FailOn); 4] = [
        ("note", FailOn::Severity(Severity::Note)),
        ("warning", FailOn::Severity(Severity::Warning)),
        ("error", FailOn::Severity(Severity::Error)),
        ("never", FailOn::Never),
    ];

    /// The word that the file uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FailOn::Severity(severity) => severity.as_str(),
            FailOn::Never => "never",
        }
    }

    /// Whether a finding of this severity fails a run.
    #[must_use]
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Severity(least) => severity >= least,
            FailOn::Never => false,
        }
    }
}

impl Config {
    /// Takes a driver for every connection, whatever else is said of them.
    pub fn force_driver(&mut self, driver: Driver) {
        self.driver = Some(driver);
        self.connections.values_mut().for_each(|connection| connection.driver = None);
    }

    /// The dumps of the database, by their paths from the project's root.
    pub fn schema_files(&self) -> impl Iterator<Item = &str> {
        self.schema.iter().filter_map(|path| self.below_root(path))
    }

    /// The folders with migrations that are named, by their paths from the project's root.
    pub fn migration_folders(&self) -> impl Iterator<Item = &str> {
        self.migrations.iter().filter_map(|path| self.below_root(path))
    }

    /// A path of the file as it starts from the project's root; none if it is in another project.
    pub(crate) fn below_root<'p>(&self, path: &'p str) -> Option<&'p str> {
        Some(path.strip_prefix("./").unwrap_or(path).strip_prefix(self.base.as_str())?.trim_end_matches('/'))
    }

    /// Whether a file, by its path from the project's root, is one that is not looked at.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        !self.exclude.is_empty() && self.exclude.matches(&format!("{}{path}", self.base))
    }

    /// Whether a finding of a rule, in the file with this path from the project's root, is one that is not to be told.
    #[must_use]
    pub fn ignores(&self, rule: &str, path: &str, table: Option<&str>) -> bool {
        !self.ignore.is_empty() && {
            let path = format!("{}{path}", self.base);
            self.ignore.iter().any(|ignored| ignored.covers(rule, &path, table))
        }
    }

    /// The severity of a rule's findings; none if there are to be none.
    #[must_use]
    pub fn severity(&self, rule: &str, own: Severity) -> Option<Severity> {
        match self.rules.get(rule) {
            Some(Level::Off) => None,
            Some(Level::Severity(severity)) => Some(*severity),
            None => Some(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_change_or_silence_a_rule() {
        let rules = [("a".to_owned(), Level::Off), ("b".to_owned(), Level::Severity(Severity::Note))];
        let config = Config { rules: rules.into(), ..Config::default() };
        assert_eq!(config.severity("a", Severity::Error), None);
        assert_eq!(config.severity("b", Severity::Error), Some(Severity::Note));
        assert_eq!(config.severity("c", Severity::Error), Some(Severity::Error));
        assert!(FailOn::default().fails(Severity::Warning) && !FailOn::default().fails(Severity::Note));
        assert!(!FailOn::Never.fails(Severity::Error));
    }

    #[test]
    fn words_are_the_same_in_both_directions() {
        assert!(Level::ALL.iter().all(|(word, level)| level.as_str() == *word));
        assert!(Relationships::ALL.iter().all(|(word, choice)| choice.as_str() == *word));
        assert!(FailOn::ALL.iter().all(|(word, choice)| choice.as_str() == *word));
    }
}
