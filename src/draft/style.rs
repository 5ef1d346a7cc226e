//! How the project writes its migrations, and where.

use chrono::DateTime;

use crate::analysis::Migration;
use crate::migrator::is_vendored;
use crate::schema::{Database, Schema};
use crate::source::Sources;

/// How a project writes migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The folder, relative to the project's root, without a `/` at its end.
    pub folder: String,
    /// Whether files begin with a time. Those of packages that name each of their migrations do not.
    pub dated: bool,
    /// Whether files return a class without a name (since Laravel 8.37).
    pub anonymous: bool,
    /// Whether methods say what they return.
    pub typed: bool,
    /// Whether files declare strict types.
    pub strict: bool,
    /// Whether lines are indented by tabs.
    pub tabs: bool,
    /// Whether lines end as on Windows.
    pub crlf: bool,
}

/// How many of the last migrations show the style.
const LOOKED_AT: usize = 9;

impl Style {
    /// The style of the last migrations of a project; of the framework's own where there are none. `tables` are those of the
    /// connection that the migration is for.
    #[must_use]
    pub fn of(
        sources: &Sources,
        migrations: &[Migration],
        database: &Database,
        connection: &str,
        tables: &[&str],
        laravel: u32,
    ) -> Style {
        let own = || migrations.iter().filter(|migration| !is_vendored(sources.path(migration.file)));
        let last: Vec<&str> = own().rev().take(LOOKED_AT).map(|migration| sources.file(migration.file).text()).collect();
        let most = |holds: fn(&str) -> bool| {
            let count = last.iter().filter(|text| holds(text)).count();
            (count * 2 > last.len(), last.is_empty())
        };
        let usual = |(most, unknown): (bool, bool)| if unknown { laravel >= 9 } else { most };
        let folder = folder(sources, migrations, database, connection, tables);
        let beside =
            |migration: &&Migration| sources.path(migration.file).rsplit_once('/').map_or("", |(beside, _)| beside) == folder;
        let names: Vec<&str> = own().filter(beside).map(|migration| migration.name.as_str()).collect();
        Style {
            dated: names.is_empty() || names.iter().any(|name| stamp_of(name).is_some()),
            folder,
            anonymous: usual(most(|text| text.contains("return new class"))),
            typed: usual(most(|text| text.contains("up(): void"))),
            strict: most(|text| text.contains("strict_types=1") || text.contains("strict_types = 1")).0,
            tabs: most(|text| text.contains("\n\t")).0,
            crlf: most(|text| text.contains("\r\n")).0,
        }
    }
}

/// The folder of the migrations that made the tables; `database/migrations` for the default connection, if that is used.
fn folder(sources: &Sources, migrations: &[Migration], database: &Database, connection: &str, tables: &[&str]) -> String {
    const USUAL: &str = "database/migrations";
    let parent = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let of = |migration: &Migration| parent(sources.path(migration.file));
    let own = || migrations.iter().filter(|migration| !is_vendored(sources.path(migration.file)));
    if connection == database.default_connection && own().any(|migration| of(migration) == USUAL) {
        return USUAL.to_owned();
    }
    let is_migration = |folder: &String| own().any(|migration| of(migration) == *folder);
    let mut made = database.connections.get(connection).into_iter().flat_map(|schema: &Schema| {
        tables.iter().filter_map(|name| Some(parent(sources.path(schema.table(name)?.defined_at?.file))))
    });
    made.rfind(is_migration).or_else(|| own().next_back().map(of)).unwrap_or_else(|| USUAL.to_owned())
}

/// The file of a migration with this name: `2025_02_14_000001_add_foreign_keys.php`. It stands behind all others; `now` is in
/// seconds since 1970, UTC.
#[must_use]
fn file_name(name: &str, now: u64, migrations: &[Migration]) -> String {
    let last = migrations.iter().filter_map(|migration| stamp_of(&migration.name)).max();
    let now = stamp(now);
    // Clocks differ, and some projects number their migrations with dates to come.
    let stamp = match last {
        Some(last) if last >= now => after(&last),
        _ => now,
    };
    format!("{stamp}_{name}.php")
}

/// A name for a new migration, without the time, that no migration has, nor `is_taken` says is taken: two classes of one name
/// would stop the project. Behind a taken one stands a number.
#[must_use]
pub fn free_name(name: &str, migrations: &[Migration], is_taken: &dyn Fn(&str) -> bool) -> String {
    let has = |name: &str| is_taken(name) || migrations.iter().any(|migration| migration.name.get(18..) == Some(name));
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !has(name)).unwrap_or_default()
}

impl Style {
    /// The path of a new migration of this name, relative to the project's root; `now` as in [`file_name`].
    #[must_use]
    pub fn path(&self, name: &str, now: u64, migrations: &[Migration]) -> String {
        let file = if self.dated { file_name(name, now, migrations) } else { format!("{name}.php") };
        if self.folder.is_empty() { file } else { format!("{}/{file}", self.folder) }
    }
}

/// `2025_02_14_000001`
fn stamp_of(name: &str) -> Option<String> {
    let stamp = name.get(..17)?;
    let shaped =
        stamp.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7 | 10) { byte == b'_' } else { byte.is_ascii_digit() });
    shaped.then(|| stamp.to_owned())
}

/// The stamp that follows: its last part is counted up, whatever time of the day that would be.
fn after(stamp: &str) -> String {
    let (date, time) = stamp.split_at(11.min(stamp.len()));
    let next = time.parse::<u32>().unwrap_or(0) + 1;
    format!("{date}{next:06}")
}

/// The time as Laravel's migrations bear it.
fn stamp(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default();
    time.format("%Y_%m_%d_%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn stamps_are_times() {
        for (seconds, expected) in [
            (0, "1970_01_01_000000"),
            (951_827_696, "2000_02_29_123456"),
            (1_709_164_800, "2024_02_29_000000"),
            (1_735_689_599, "2024_12_31_235959"),
        ] {
            assert_eq!(stamp(seconds), expected);
        }
    }

    #[test]
    fn a_new_migration_comes_last() {
        let migration = |name: &str| Migration { name: name.to_owned(), file: FileId(0), dumped: false };
        let migrations = [migration("2030_01_01_000012_b"), migration("create_everything"), migration("2014_10_12_000000_a")];
        assert_eq!(file_name("add", 0, &migrations), "2030_01_01_000013_add.php");
        assert_eq!(file_name("add", 2_000_000_000, &migrations), "2033_05_18_033320_add.php");
        assert_eq!(file_name("add", 0, &[]), "1970_01_01_000000_add.php");
    }
}
