//! What a reader of the numbers has to know about them: code that could not be parsed as a whole, a database and a version of
//! Laravel that are taken for others.

use std::collections::BTreeSet;

use super::Analysis;
use crate::references::Gap;
use crate::schema::Driver;
use crate::source::{FileId, Sources, Span};

/// What a gap calls an error of syntax.
pub(super) const SYNTAX: &str = "syntax";

/// What limits the worth of a run, though it hides no table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caveats<'a> {
    /// How many files of code have errors of syntax, and where the first one is.
    pub broken: Option<(usize, Span)>,
    /// The connections of which nobody knows the driver: name, driver, and the driver that they are taken for.
    pub drivers: Vec<(&'a str, &'a str, Driver)>,
    /// The version of Laravel that the project requires where it is not supported, and the one that it is taken for.
    pub laravel: Option<(&'a str, u32)>,
    /// Whether there are migrations, and much code of which nothing that names a table was understood.
    pub silent: bool,
    /// Whether there are migrations, and they create no table whose name is known, while code names some.
    pub nameless: bool,
    /// How many migrations a dump stands for that lacks most of the tables which these make by their names, and those tables.
    pub half_dumped: Option<(usize, Vec<&'a str>)>,
}

/// How many files beside the migrations are much code.
const MUCH: usize = 10;

impl Analysis {
    /// What limits the worth of the run.
    #[must_use]
    pub fn caveats(&self, sources: &Sources) -> Caveats<'_> {
        let broken = self.gaps.iter().filter(|gap| gap.what == SYNTAX && is_code(sources.path(gap.span.file)));
        let broken: Vec<&Gap> = broken.collect();
        let files: BTreeSet<FileId> = broken.iter().map(|gap| gap.span.file).collect();
        let numbers = &self.summary;
        let silent =
            numbers.migrations > 0 && numbers.references + numbers.unresolved == 0 && numbers.files >= numbers.migrations + MUCH;
        let broken = broken.first().map(|gap| (files.len(), gap.span));
        let nameless = numbers.migrations > 0 && numbers.tables == 0 && numbers.unresolved > 0 && !numbers.is_blind();
        let mut caveats = Caveats { broken, silent, nameless, half_dumped: self.half_dumped(), ..Caveats::default() };
        if let Some(settings) = self.settings.as_deref() {
            caveats.laravel = settings.unsupported_laravel.as_deref().map(|version| (version, settings.laravel));
            let is_used = |name: &str| {
                let schema = self.database.connections.get(settings.schema_name(name));
                name == settings.default_connection || schema.is_some_and(|schema| !schema.tables.is_empty())
            };
            let unknown = settings.connections.keys().filter(|name| is_used(name));
            let unknown = unknown.filter_map(|name| Some((name.as_str(), settings.unknown_driver(name)?)));
            caveats.drivers = unknown.map(|(name, driver)| (name, driver, settings.connection(name).driver)).collect();
        }
        caveats
    }

    /// The migrations that a dump stands for, and the tables that they make by their names (`…_create_orders_table`), if the dump
    /// lacks most of these: then it is the dump of a part.
    fn half_dumped(&self) -> Option<(usize, Vec<&str>)> {
        fn made(name: &str) -> Option<&str> {
            name.split_once("_create_").and_then(|(_, rest)| rest.strip_suffix("_table"))
        }
        let all_dumped = !self.migrations.is_empty() && self.migrations.iter().all(|migration| migration.dumped);
        let made: Vec<&str> =
            self.migrations.iter().filter(|_| all_dumped).filter_map(|migration| made(&migration.name)).collect();
        let is_there = |name: &&str| self.database.connections.values().any(|schema| schema.table(name).is_some());
        let missing: Vec<&str> = made.iter().copied().filter(|name| !is_there(name)).collect();
        (missing.len() * 2 > made.len()).then_some((self.migrations.len(), missing))
    }
}

/// Whether a file is code that has to be right: a template is not, nor is what others are made from.
fn is_code(path: &str) -> bool {
    let is_model = |folder: &str| ["stubs", "stub", "templates", "fixtures"].iter().any(|name| folder.eq_ignore_ascii_case(name));
    path.ends_with(".php") && !path.ends_with(".blade.php") && !path.split('/').any(is_model)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::config::Config;

    const DATABASE: &str = "<?php return ['default' => env('DB_CONNECTION', 'main'), 'connections' => [
        'main' => ['driver' => 'oracle'], 'pgsql' => ['driver' => 'pgsql'], 'logs' => ['driver' => 'mongodb'],
        'late' => ['driver' => env('LATE_DRIVER')]]];";

    fn of<T>(files: &[(&str, &str)], config: &Config, told: impl Fn(&Sources, Caveats<'_>) -> T) -> T {
        let sources = Sources::from_files(files.iter().copied());
        told(&sources, analyze(&sources, config).caveats(&sources))
    }

    #[test]
    fn files_with_errors_of_syntax_are_counted_once() {
        let broken = "<?php\nclass A { function x( { }\nclass B { function y( { }";
        let files = [
            ("app/B.php", broken),
            ("app/A.php", broken),
            ("app/C.php", "<?php class C {}"),
            ("stubs/D.php", broken),
            ("resources/views/e.blade.php", broken),
            ("vendor/a/b/src/F.php", broken),
        ];
        let told = |sources: &Sources, caveats: Caveats<'_>| {
            caveats.broken.map(|(files, first)| (files, sources.path(first.file).to_owned(), sources.start(first).line))
        };
        assert_eq!(of(&files, &Config::default(), told), Some((2, "app/A.php".to_owned(), 2)));
        assert_eq!(of(&files[2..], &Config::default(), told), None);
    }

    #[test]
    fn a_driver_that_nobody_knows_is_told_where_it_is_used() {
        let told = |_: &Sources, caveats: Caveats<'_>| {
            let drivers = caveats.drivers.iter().map(|(name, driver, taken)| format!("{name} {driver} {taken}"));
            drivers.collect::<Vec<_>>()
        };
        let files = [("config/database.php", DATABASE), (".env.example", "")];
        assert_eq!(of(&files, &Config::default(), told), ["main oracle mysql"]);
        let files = [("config/database.php", DATABASE), (".env.example", "DB_CONNECTION=logs\n")];
        assert_eq!(of(&files, &Config::default(), told), ["logs mongodb mysql"]);
        let files = [("config/database.php", DATABASE), (".env.example", "DB_CONNECTION=late\n")];
        assert_eq!(of(&files, &Config::default(), told), [] as [&str; 0], "what the environment says is not known");
        let files = [("config/database.php", DATABASE), (".env.example", "DB_CONNECTION=pgsql\n")];
        assert_eq!(of(&files, &Config::default(), told), [] as [&str; 0], "nothing uses it");
        let files = [("config/database.php", DATABASE)];
        let chosen = Config { driver: Some(Driver::PgSql), ..Config::default() };
        assert_eq!(of(&files, &chosen, told), [] as [&str; 0], "the driver is chosen");
    }

    #[test]
    fn a_version_that_is_not_supported_is_told() {
        for (wanted, expected) in [
            ("4.2.*", Some("4.2")),
            ("^14.0", Some("14.0")),
            ("5.0.*", Some("5.0")),
            ("^13.0|^14.0", None),
            (">=10 <14", None),
            ("5.1.*", None),
            ("^5", None),
            ("^13.0", None),
            ("*", None),
            ("dev-master", None),
        ] {
            let composer = format!("{{\"require\": {{\"laravel/framework\": \"{wanted}\"}}}}");
            let told = |_: &Sources, caveats: Caveats<'_>| caveats.laravel.map(|(version, _)| version.to_owned());
            let files = [("composer.json", composer.as_str()), ("app/A.php", "<?php")];
            assert_eq!(of(&files, &Config::default(), told).as_deref(), expected, "{wanted}");
        }
    }
}
