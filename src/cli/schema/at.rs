//! `--at`: the schema at one point in the order of the migrations, and what the migration there changes.

use std::io::{self, Write};

use super::Loaded;
use crate::analysis::Migration;
use crate::cli::CliError;
use crate::config::Until;
use crate::schema::{Database, Difference, Schema, compare};
use crate::spelling::is_near;

/// What a migration changes.
pub(super) struct Changes {
    migration: String,
    path: String,
    before: bool,
    /// By connection, in words.
    lines: Vec<(String, Vec<String>)>,
}

/// Goes to the point right after a migration, or right before it.
pub(super) fn go(loaded: &mut Loaded, wanted: &str, before: bool) -> Result<Changes, CliError> {
    let migration = find(&loaded.analysis.migrations, wanted)?.clone();
    if migration.dumped {
        return Err(CliError::Argument(format!(
            "the migration `{}` does not run: the squashed dump replaces it; name one after the dump",
            migration.name
        )));
    }
    let until = |inclusive| Some(Until { migration: migration.name.clone(), inclusive });
    let first = loaded.replay(None, until(false));
    let second = loaded.replay(None, until(true));
    let lines = second
        .database
        .connections
        .iter()
        .map(|(name, after)| (name.clone(), changes(first.database.connections.get(name), after, second.laravel)))
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    let chosen: Database = if before { first.database } else { second.database };
    loaded.analysis.database = chosen;
    let path = loaded.shown_path(migration.file);
    Ok(Changes { migration: migration.name, path, before, lines })
}

/// The migration of this name, or the one with this part in it.
fn find<'m>(migrations: &'m [Migration], wanted: &str) -> Result<&'m Migration, CliError> {
    let wanted = wanted.rsplit('/').next().unwrap_or(wanted);
    let wanted = wanted.strip_suffix(".php").unwrap_or(wanted);
    if let Some(migration) = migrations.iter().find(|migration| migration.name == wanted) {
        return Ok(migration);
    }
    let lower = wanted.to_ascii_lowercase();
    let fitting: Vec<&Migration> =
        migrations.iter().filter(|migration| migration.name.to_ascii_lowercase().contains(&lower)).collect();
    match fitting.as_slice() {
        [migration] => Ok(migration),
        [] => {
            // People remember the words of a name, not its date.
            let bare = |name: &'m str| name.split('_').skip_while(|part| part.bytes().all(|b| b.is_ascii_digit()));
            let words = |name: &'m str| bare(name).collect::<Vec<_>>().join("_");
            let near = migrations.iter().find(|migration| is_near(wanted, &words(&migration.name)));
            let last = migrations.last();
            let hint = match (near, last) {
                (Some(near), _) => format!("; did you mean `{}`?", near.name),
                (None, Some(last)) => format!("; the last one is `{}`", last.name),
                (None, None) => String::new(),
            };
            Err(CliError::Argument(format!("there is no migration `{wanted}`{hint}")))
        }
        several => {
            let names: Vec<&str> = several.iter().take(5).map(|migration| migration.name.as_str()).collect();
            let more = if several.len() > names.len() { ", …" } else { "" };
            Err(CliError::Argument(format!(
                "`{wanted}` matches {} migrations: {}{more}; name one",
                several.len(),
                names.join(", ")
            )))
        }
    }
}

/// What differs between two schemas, in words of change.
fn changes(before: Option<&Schema>, after: &Schema, laravel: u32) -> Vec<String> {
    let empty = Schema { driver: after.driver, ..Schema::default() };
    let drift = compare(after, before.unwrap_or(&empty), laravel, &[]);
    let word = |difference: &Difference| {
        let Difference { table, what, migrations, database, .. } = difference;
        match (migrations, database) {
            (Some(new), Some(old)) => format!("{table}: {what} becomes {new}, it was {old}"),
            (Some(_), None) => format!("{table}: {what} is added"),
            _ => format!("{table}: {what} is dropped"),
        }
    };
    drift.differences.iter().map(word).collect()
}

impl Changes {
    /// Prints what changes, above the schema.
    pub(super) fn print(&self, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
        let place = if self.before { "before" } else { "after" };
        writeln!(out, "{place} {} ({})", self.migration, self.path)?;
        let several = loaded.analysis.database.connections.len() > 1;
        if self.lines.is_empty() {
            writeln!(out, "  it changes nothing in the schema")?;
        }
        for (connection, lines) in &self.lines {
            for line in lines {
                let connection = if several { format!("{connection}: ") } else { String::new() };
                writeln!(out, "  {connection}{line}")?;
            }
        }
        writeln!(out)
    }
}
