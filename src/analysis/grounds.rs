//! What there is to hold the code against: which migrations, dumps and folders of them could not be read at all. Where there
//! are such, tables may be missing, and a run without findings is worth less than it seems.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::laravel::UNKNOWN_CLASS;
use crate::migrator::{NO_CLASS, Replay, is_vendored, migration_folders};
use crate::php::program::Program;
use crate::source::FileId;

/// Where migrations and dumps lie unless something else is said.
const USUAL: [&str; 2] = ["database/migrations", "database/schema"];

/// How many of them could not be read, of those that the configuration does not exclude.
pub(super) fn unreplayed(program: &Program<'_>, replay: &Replay, config: &Config) -> usize {
    let sources = program.sources();
    let own = replay.migrations.iter().filter(|(name, file)| !replay.dumped.contains(name) && !is_vendored(sources.path(*file)));
    let own: BTreeSet<FileId> = own.map(|(_, file)| *file).collect();
    // Of a file with a syntax error nobody knows what else stands in it.
    let broken = own.iter().filter(|file| !program.file(**file).errors.is_empty());
    let no_migration = replay.gaps.iter().filter(|gap| gap.reason == NO_CLASS).map(|gap| &gap.span.file);
    let no_migration = no_migration.chain(replay.gaps.iter().filter(|gap| gap.reason == UNKNOWN_CLASS).map(|gap| &gap.span.file));
    let lost: BTreeSet<&FileId> = broken.chain(no_migration.filter(|file| own.contains(file))).collect();
    let mut folders = migration_folders(replay, sources);
    folders.extend(USUAL.map(str::to_owned));
    let unread = sources.unreadable().iter().filter(|(path, _)| holds_schema(path, &folders));
    let unread = unread.map(|(path, _)| path.as_str());
    // A file that was given up may have been noted as one that was not read.
    let lost: BTreeSet<&str> = lost.into_iter().map(|file| sources.path(*file)).chain(unread).collect();
    lost.into_iter().filter(|path| !config.excludes(path)).count()
}

/// Whether a path is a file in one of the folders, one of them, or one above them.
fn holds_schema(path: &str, folders: &BTreeSet<String>) -> bool {
    let below = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    folders.iter().any(|folder| !folder.is_empty() && !is_vendored(folder) && (below(path, folder) || below(folder, path)))
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Summary, analyze};
    use crate::config::Config;
    use crate::source::Sources;

    const CREATE: &str = "<?php return new class extends Illuminate\\Database\\Migrations\\Migration { public function up() {
        Illuminate\\Support\\Facades\\Schema::create('a', function ($table) { $table->id(); }); } };";
    const USE: &str = "<?php Illuminate\\Support\\Facades\\DB::table('b')->count();";
    const PATH: &str = "database/migrations/2024_01_01_000000_a.php";

    /// Places without grounds, migrations that were not read, and errors.
    fn told(files: &[(&str, &str)], unreadable: &[&str]) -> (usize, usize, usize) {
        let mut sources = Sources::from_files(files.iter().copied());
        for path in unreadable {
            sources.add_unreadable(*path, "it is a secret");
        }
        let Summary { groundless, unreplayed, errors, .. } = analyze(&sources, &Config::default()).summary;
        (groundless, unreplayed, errors)
    }

    #[test]
    fn code_without_a_schema_has_no_ground() {
        assert_eq!(told(&[("app/A.php", USE)], &[]), (1, 0, 0));
        assert_eq!(told(&[("app/A.php", "<?php echo 1;")], &[]), (0, 0, 0));
        assert_eq!(told(&[("app/A.php", USE), (PATH, CREATE)], &[]), (0, 0, 1));
        let dump = "CREATE TABLE `a` (`id` int NOT NULL);";
        assert_eq!(told(&[("app/A.php", USE), ("database/schema/mysql-schema.sql", dump)], &[]), (0, 0, 1), "a dump is a schema");
    }

    #[test]
    fn a_migration_that_cannot_be_read_may_create_any_table() {
        let other = "database/migrations/2024_01_02_000000_b.php";
        assert_eq!(told(&[("app/A.php", USE), (PATH, CREATE)], &[other]), (0, 1, 0));
        assert_eq!(told(&[("app/A.php", USE), (PATH, CREATE)], &["app/B.php"]), (0, 0, 1));
    }

    #[test]
    fn migrations_that_cannot_be_read_are_counted() {
        let open = CREATE.replace("};", "}");
        let cut = &CREATE[..CREATE.len() - 12];
        for (text, expected) in [(CREATE, 0), (cut, 1), (&open, 1), ("", 1), ("<?php function up() {}", 1)] {
            assert_eq!(told(&[(PATH, text), ("app/A.php", "<?php class {")], &[]).1, expected, "{text}");
        }
        for (path, expected) in [
            (PATH, 1),
            ("database/migrations", 1),
            ("database", 1),
            ("database/schema/mysql-schema.sql", 1),
            ("database/seeders/A.php", 0),
            ("data", 0),
            ("app/A.php", 0),
        ] {
            assert_eq!(told(&[("app/B.php", "<?php")], &[path]).1, expected, "{path}");
        }
    }

    #[test]
    fn a_migration_that_a_dump_stands_for_need_not_be_read() {
        let dump =
            "CREATE TABLE `a` (`id` int NOT NULL);\nCREATE TABLE `migrations` (`id` int, `migration` varchar(255), `batch` int);
INSERT INTO `migrations` VALUES (1,'2024_01_01_000000_a',1);";
        assert_eq!(told(&[(PATH, "<?php class {"), ("database/schema/mysql-schema.sql", dump)], &[]).1, 0);
    }
}
