//! From paths on the command line to analysed projects. Every command begins here, so that all of them see
//! the same project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::CliError;
use crate::analysis::{Analysis, analyze, replay_only};
use crate::config::{Config, Until};
use crate::project::{Project, find_root};
use crate::schema::Driver;
use crate::source::{FileId, Sources, Span};

/// What can be set for the analysis of a project.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Settings {
    /// The database driver to assume for every connection, instead of the one in `config/database.php`
    #[arg(long, value_parser = driver_parser())]
    driver: Option<Driver>,
}

fn driver_parser() -> impl TypedValueParser<Value = Driver> {
    PossibleValuesParser::new(Driver::ALL.map(Driver::as_str)).try_map(|name| name.parse::<Driver>())
}

/// A project that was read and analysed.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The project.
    pub(super) project: Project,
    /// What is known of it.
    pub(super) analysis: Analysis,
    /// What stands before its paths so that they can be opened from the current folder.
    pub(super) prefix: String,
    /// The parts that were asked for, as paths relative to the root; an empty one is all of it.
    parts: Vec<String>,
}

impl Loaded {
    /// Whether a file belongs to what was asked for.
    pub(super) fn is_asked_for(&self, file: FileId) -> bool {
        self.is_path_asked_for(self.project.sources.path(file))
    }

    /// Whether a path, relative to the root, belongs to what was asked for.
    pub(super) fn is_path_asked_for(&self, path: &str) -> bool {
        let holds = |part: &String| {
            part.is_empty() || path.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.parts.iter().any(holds)
    }

    /// A file that was asked for by its name and could not be read must not look like one without problems.
    fn refuse_unread(self) -> Result<Self, CliError> {
        match self.project.sources.unreadable().iter().find(|(path, _)| self.parts.contains(path)) {
            Some((path, reason)) => Err(CliError::Argument(format!(
                "cannot check `{}{path}`: {reason}; leave it out, or make it one that can be read",
                self.prefix
            ))),
            None => Ok(self),
        }
    }

    /// Whether a span belongs to what was asked for.
    pub(super) fn is_span_asked_for(&self, span: Span) -> bool {
        self.is_asked_for(span.file)
    }
}

/// Loads the projects that the paths belong to, each once, in the order of their roots.
pub(super) fn load_all(paths: &[PathBuf], settings: Settings) -> Result<Vec<Loaded>, CliError> {
    let mut by_root: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for path in paths {
        by_root.entry(find_root(path)?).or_default().push(path);
    }
    let load_one = |(root, paths): (PathBuf, Vec<&Path>)| load_root(&root, &paths, settings)?.refuse_unread();
    by_root.into_iter().map(load_one).collect()
}

/// Loads the project that a path belongs to.
pub(super) fn load(path: &Path, settings: Settings) -> Result<Loaded, CliError> {
    load_root(&find_root(path)?, &[path], settings)
}

/// Loads the project that a path belongs to and replays its migrations, without a look at its other code.
pub(super) fn load_schema(path: &Path, settings: Settings) -> Result<Loaded, CliError> {
    load_with(&find_root(path)?, &[path], settings, replay_only)
}

impl Loaded {
    /// Replays the migrations once more, up to some point or for another driver.
    pub(super) fn replay(&self, settings: Settings, until: Option<Until>) -> Analysis {
        replay_only(&self.project.sources, &Config { driver: settings.driver, until })
    }
}

impl Settings {
    /// These, but for another driver unless one was asked for.
    pub(super) fn or_driver(self, driver: Driver) -> Settings {
        Settings { driver: self.driver.or(Some(driver)) }
    }
}

fn load_root(root: &Path, paths: &[&Path], settings: Settings) -> Result<Loaded, CliError> {
    load_with(root, paths, settings, analyze)
}

fn load_with(
    root: &Path,
    paths: &[&Path],
    settings: Settings,
    analyze: fn(&Sources, &Config) -> Analysis,
) -> Result<Loaded, CliError> {
    let project = Project::load(root)?;
    let parts: Vec<String> = paths.iter().filter_map(|path| project.relative(path)).collect();
    let config = Config { driver: settings.driver, until: None };
    let analysis = analyze(&project.sources, &config);
    let current = std::env::current_dir().and_then(|folder| folder.canonicalize()).unwrap_or_default();
    let prefix = prefix(&project.root, &current);
    Ok(Loaded { project, analysis, prefix, parts })
}

/// What leads from the current folder to the root: nothing, a way down, a way up, or the whole path.
fn prefix(root: &Path, current: &Path) -> String {
    if let Ok(below) = root.strip_prefix(current) {
        let below = below.display().to_string();
        if below.is_empty() { below } else { below + "/" }
    } else if let Ok(above) = current.strip_prefix(root) {
        "../".repeat(above.components().count())
    } else {
        format!("{}/", root.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_current_folder() {
        for (root, current, expected) in
            [("/a/b", "/a/b", ""), ("/a/b/c", "/a", "b/c/"), ("/a", "/a/b/c", "../../"), ("/x", "/a", "/x/")]
        {
            assert_eq!(prefix(Path::new(root), Path::new(current)), expected);
        }
    }
}
