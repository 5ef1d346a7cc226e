//! The dumps that `schema` in the configuration and `--schema` name: files with the database as it is. The project's own files
//! are read already; those that lie elsewhere, or have another ending, are added to them.

use std::path::Path;

use super::error::Error;
use super::settings::Settings;
use crate::config::Config;
use crate::project::disk::{self, Bounds};
use crate::project::{Project, Way, current_folder, repository};

/// The largest dump that is read, in bytes. One of a schema alone is far smaller.
const LARGEST: u64 = 50_000_000;

/// Adds the dumps that the workspace names to what is configured, as paths from the folder that those of the configuration
/// start from.
pub(super) fn name(config: &mut Config, root: &Path, settings: &Settings) {
    for path in &settings.schema {
        let name = format!("{}{}", config.base, from_root(root, path));
        if !config.schema.contains(&name) {
            config.schema.push(name);
        }
    }
}

/// Adds the named dumps to the files of a project.
pub(super) fn add(project: &mut Project, config: &Config, settings: &Settings) -> Result<(), Error> {
    let asked: Vec<String> = settings.schema.iter().map(|path| from_root(&project.root, path)).collect();
    for path in config.schema_files() {
        let shown = || Way::from_here(&project.root).to(path);
        if let Some(file) = project.sources.find(path) {
            verify(path, project.sources.file(file).text(), shown)?;
            continue;
        }
        let whole = project.root.join(path);
        // What a project names may not lead out of its repository.
        let own = repository(&project.root).unwrap_or(&project.root).to_owned();
        let bounds = if asked.iter().any(|asked| asked == path) { Bounds::Anywhere } else { Bounds::Within(&own) };
        let bytes = disk::read(&whole, bounds, LARGEST).map_err(|refusal| {
            Error::Request(format!("cannot read the dump `{}`: {refusal}; name a readable SQL file", shown()))
        })?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        verify(path, &text, shown)?;
        project.sources = project.sources.with_changes([(path.to_owned(), Some(text))]);
    }
    Ok(())
}

/// Refuses a dump that makes no table: with it, nothing would be known and all would look well. What an installer in PHP makes,
/// only a replay knows.
fn verify(path: &str, text: &str, shown: impl Fn() -> String) -> Result<(), Error> {
    // `CREATE OR REPLACE GLOBAL TEMPORARY TABLE`
    const MOST_BETWEEN: usize = 4;
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut between = usize::MAX;
    let makes_table = words.any(|word| {
        if word.eq_ignore_ascii_case("create") {
            between = 0;
            return false;
        }
        let is_made = between <= MOST_BETWEEN && word.eq_ignore_ascii_case("table");
        between = between.saturating_add(1);
        is_made
    });
    if path.ends_with(".php") || makes_table {
        return Ok(());
    }
    let shown = shown();
    Err(Error::Request(format!(
        "there is no table in `{shown}`; name a schema dump written by mysqldump, mariadb-dump, pg_dump or sqlite3"
    )))
}

/// A path as it starts from the project's root.
fn from_root(root: &Path, path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| current_folder().join(path));
    let folder = whole.parent().unwrap_or(Path::new(""));
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{}{name}", Way::new(root, folder).prefix())
}
