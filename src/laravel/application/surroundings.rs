//! What tells of the database where `.env.example` does not: files of Docker Compose in the project's root, the extensions of PHP
//! and the packages that `composer.json` requires, and, where no configuration names a database at all, the SQL of migrations
//! that one database alone runs.

use std::sync::LazyLock;

use regex::Regex;

use crate::migrator::is_vendored;
use crate::php::composer::Composer;
use crate::source::Sources;

/// The variable that names the default connection.
pub(super) const CONNECTION: &str = "DB_CONNECTION";

/// A variable with its value, as a map or as a list has it: `DB_CONNECTION: pgsql`, `- "DB_CONNECTION=pgsql"`,
/// `DB_CONNECTION: ${DB_CONNECTION:-pgsql}`.
static SET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^[ \t]*(?:-[ \t]*)?["']?DB_CONNECTION["']?[ \t]*[:=][ \t]*["']?(?:\$\{DB_CONNECTION:?-)?([a-z_]+)"#)
        .expect("the pattern is a constant")
});

/// The image of a service: `image: mariadb:10.6`, `image: 'docker.io/library/mysql'`.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^[ \t]*image:[ \t]*["']?(?:[^\s"']*/)?([a-z0-9_-]+)"#).expect("the pattern is a constant")
});

/// Whether a file in a project's root describes the services that the application runs with.
#[must_use]
pub fn is_compose_file(name: &str) -> bool {
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"));
    stem.is_some_and(|stem| {
        let rest = stem.strip_prefix("docker-compose").or_else(|| stem.strip_prefix("compose"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    })
}

/// The files that Docker Compose reads where nobody names others.
const USUAL: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/// The texts of the usual files; where there is none of them, of those with other names.
fn texts(sources: &Sources) -> impl Iterator<Item = &str> {
    let has_usual = USUAL.iter().any(|name| sources.find(name).is_some());
    let counts = move |path: &str| if has_usual { USUAL.contains(&path) } else { is_compose_file(path) };
    sources.iter().filter(move |(_, file)| counts(file.path())).map(|(_, file)| file.text())
}

/// The extensions of PHP, and the drivers that need them.
const EXTENSIONS: [(&str, &str); 4] =
    [("ext-pdo_mysql", "mysql"), ("ext-pdo_pgsql", "pgsql"), ("ext-pdo_sqlite", "sqlite"), ("ext-pdo_sqlsrv", "sqlsrv")];

/// Whether a package is of use with PostgreSQL alone, by its name: `tpetry/laravel-postgresql-enhanced`.
fn is_for_postgres(package: &str) -> bool {
    let name = package.split_once('/').map_or("", |(_, name)| name);
    name.split(['-', '_']).any(|word| word.starts_with("postgres") || word == "postgis" || word == "pgsql" || word == "pgvector")
}

/// SQL that PostgreSQL alone runs.
static POSTGRES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:uuid_generate_v[14]|gen_random_uuid|jsonb_build_object|to_tsvector)\(|\bcreate\s+extension\b|\blanguage\s+'?plpgsql\b|::(?:jsonb|regclass|uuid)\b|\busing\s+gi(?:n|st)\b",
    )
    .expect("the pattern is a constant")
});

/// SQL that MySQL and MariaDB alone run.
static MYSQL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bengine\s*=\s*['\x22]?(?:innodb|myisam)\b|\bmodify\s+(?:column\s+)?`|\bon\s+update\s+current_timestamp\b|\b(?:change|alter\s+table|add\s+fulltext(?:\s+index)?)\s+`")
        .expect("the pattern is a constant")
});

/// What code asks that does not run the same SQL on all databases.
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)driver|ispostgres|\bpgsql\b|\bpostgres(?:ql)?['\x22]|\bmysql['\x22]").expect("the pattern is a constant")
});

/// The databases that the SQL of migrations is written for, where it does not ask for one first.
fn dialects(sources: &Sources) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (_, file) in sources.iter() {
        let (path, text) = (file.path(), file.text());
        let is_migration = path.contains("migrations/") && (path.ends_with(".php") || path.ends_with(".stub"));
        if !is_migration || is_vendored(path) || path.contains("pgsql") || path.contains("postgres") || path.contains("mysql") {
            continue;
        }
        for (dialect, driver) in [(&*POSTGRES, "pgsql"), (&*MYSQL, "mysql")] {
            if !found.contains(&driver) && dialect.is_match(text) && !ASKS.is_match(text) {
                found.push(driver);
            }
        }
    }
    found
}

/// The default connection that the surroundings tell of, with the variable that names it; none if nothing or several are told.
pub(super) fn connection(sources: &Sources, composer: &Composer) -> Option<(String, String)> {
    let mut named: Vec<&str> =
        texts(sources).flat_map(|text| SET.captures_iter(text)).filter_map(|set| Some(set.get(1)?.as_str())).collect();
    if named.is_empty() {
        named = EXTENSIONS.into_iter().filter(|(extension, _)| composer.names(extension)).map(|(_, driver)| driver).collect();
    }
    if named.is_empty() && composer.required().any(is_for_postgres) {
        named.push("pgsql");
    }
    if named.is_empty() && sources.find("config/database.php").is_none() {
        named = dialects(sources);
    }
    named.sort_unstable();
    named.dedup();
    match named[..] {
        [only] => Some((CONNECTION.to_owned(), only.to_owned())),
        _ => None,
    }
}

/// Whether what the application takes for MySQL is a MariaDB.
pub(super) fn runs_mariadb(sources: &Sources) -> bool {
    let images: Vec<&str> =
        texts(sources).flat_map(|text| IMAGE.captures_iter(text)).filter_map(|set| Some(set.get(1)?.as_str())).collect();
    let runs = |name: &str| images.iter().any(|image| image.starts_with(name));
    runs("mariadb") && !runs("mysql") && !runs("percona")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> Sources {
        Sources::from_files(files.iter().map(|(path, text)| ((*path).to_owned(), *text)))
    }

    fn told(files: &[(&str, &str)]) -> Option<String> {
        let sources = of(files);
        connection(&sources, &Composer::read(&sources)).map(|(_, value)| value)
    }

    #[test]
    fn compose_files_name_the_connection() {
        assert_eq!(told(&[("docker-compose.yml", "    environment:\n      DB_CONNECTION: pgsql\n")]).as_deref(), Some("pgsql"));
        assert_eq!(told(&[("compose.dev.yaml", "      - \"DB_CONNECTION=sqlite\"\n")]).as_deref(), Some("sqlite"));
        assert_eq!(
            told(&[("docker-compose-ci.yml", "      DB_CONNECTION: ${DB_CONNECTION:-pgsql}\n")]).as_deref(),
            Some("pgsql")
        );
        assert_eq!(told(&[("docker-compose.yml", "      DB_CONNECTION: ${DB_CONNECTION}\n")]), None);
        assert_eq!(told(&[("docker-compose.yml", "  DB_CONNECTION: pgsql\n  DB_CONNECTION: mysql\n")]), None);
        let other = ("compose-full.yml", "  DB_CONNECTION: mariadb\n");
        assert_eq!(told(&[other]).as_deref(), Some("mariadb"));
        assert_eq!(told(&[other, ("compose.yml", "  DB_HOST: db\n")]), None);
        assert_eq!(told(&[("docker/docker-compose.yml", "  DB_CONNECTION: pgsql\n")]), None);
    }

    #[test]
    fn the_only_driver_that_composer_requires_counts() {
        assert_eq!(told(&[("composer.json", r#"{"require": {"ext-pdo_pgsql": "*"}}"#)]).as_deref(), Some("pgsql"));
        assert_eq!(told(&[("composer.json", r#"{"require": {"ext-pdo_pgsql": "*", "ext-pdo_mysql": "*"}}"#)]), None);
        let enhanced = r#"{"require": {"tpetry/laravel-postgresql-enhanced": "*"}}"#;
        assert_eq!(told(&[("composer.json", enhanced)]).as_deref(), Some("pgsql"));
    }

    #[test]
    fn images_tell_mariadb() {
        let runs = |text: &str| runs_mariadb(&of(&[("docker-compose.yml", text)]));
        assert!(runs("  db:\n    image: mariadb:10.6\n"));
        assert!(runs("  db:\n    image: 'lscr.io/linuxserver/mariadb'\n"));
        assert!(!runs("  db:\n    image: mysql/mysql-server:8.0\n"));
        assert!(!runs("  db:\n    image: mariadb\n  other:\n    image: mysql\n"));
    }

    #[test]
    fn tells_the_database_by_the_sql_of_migrations_that_no_other_runs() {
        let path = "database/migrations/2024_01_01_000000_create_users.php";
        let uuid = "<?php $table->uuid('id')->default(DB::raw('uuid_generate_v4()'));";
        assert_eq!(told(&[(path, uuid)]).as_deref(), Some("pgsql"));
        assert_eq!(told(&[(path, "<?php DB::statement('ALTER TABLE `a` MODIFY `b` INT');")]).as_deref(), Some("mysql"));
        // An application names its database itself, elsewhere nothing says that it runs; and who asks runs on several.
        assert_eq!(told(&[(path, uuid), ("config/database.php", "<?php return [];")]), None);
        assert_eq!(told(&[("src/Database.php", uuid)]), None);
        assert_eq!(told(&[("vendor/acme/a/database/migrations/a.php", uuid)]), None);
        assert_eq!(told(&[(path, &format!("{uuid} if (DB::getDriverName() == 'pgsql') {{}}"))]), None);
        assert_eq!(told(&[(path, uuid), ("migrations/b.php", "<?php DB::statement('alter table `a` engine=InnoDB');")]), None);
    }
}
