//! Where a project makes its tables, if that is nowhere that Laravel looks: what the configuration could name.

use std::collections::BTreeMap;

use super::{count, printable};
use crate::migrator::is_vendored;
use crate::source::{Sources, is_test};

/// How many files the text of a hint is looked for in at most.
const MOST_FILES: usize = 100_000;

/// What was seen that makes tables, and what to do about it: the end of a sentence. None if nothing was.
pub(super) fn hint(sources: &Sources) -> Option<String> {
    let (mut folders, mut of_tests): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    let mut tests_make = false;
    let mut dumps: Vec<&str> = Vec::new();
    let (mut phinx, mut raw) = (0, Vec::new());
    let mut raw_folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, file) in sources.iter().take(MOST_FILES).filter(|(_, file)| !is_vendored(file.path())) {
        let (path, text) = (file.path(), file.text());
        let is_code = path.ends_with(".php") || path.ends_with(".stub");
        let makes = is_code && (text.contains("Schema::create(") || text.contains("chema()->create("));
        tests_make |= makes && is_test(path);
        if makes {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let known = if is_test(path) { &mut of_tests } else { &mut folders };
            *known.entry(folder).or_default() += usize::from(text.contains("function up("));
        } else if is_test(path) {
            // What else tests do says nothing of the project.
        } else if path.ends_with(".sql") && mentions_creation(text) {
            dumps.push(path);
        } else if path.ends_with(".php") && text.contains("extends AbstractMigration") {
            // What Phinx itself would not take for a migration, tablecheck does not either.
            phinx += 1;
        } else if path.ends_with(".php") && mentions_creation(text) {
            raw.push((path, creations(text)));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            *raw_folders.entry(folder).or_default() += usize::from(text.contains("function up("));
        }
    }
    if let Some((folder, number)) = most(folders) {
        let (files, call) = (count(number, "file", "files"), if number == 1 { "calls" } else { "call" });
        let folder = printable(folder);
        return Some(format!(
            "{files} in `{folder}` {call} `Schema::create`: add the folder to tablecheck.yaml, `migrations: [{folder}]`"
        ));
    }
    let dump =
        "use a dump of the database instead, written by mysqldump, pg_dump or sqlite3: `schema: [dump.sql]` in tablecheck.yaml";
    if let Some(path) = dumps.iter().max_by_key(|path| sources.find(path).map_or(0, |file| sources.file(file).text().len())) {
        let path = printable(path);
        return Some(format!("`{path}` creates tables: add it to tablecheck.yaml, `schema: [{path}]`"));
    }
    if phinx > 0 {
        return Some(format!(
            "{} written for Phinx or another tool, and tablecheck reads only those that extend \
            `Phinx\\Migration\\AbstractMigration` in a file like `20240131120000_name.php`; {dump}",
            count(phinx, "migration is", "migrations are")
        ));
    }
    if let Some((folder, number)) = most(raw_folders).filter(|(_, number)| *number > 1) {
        let folder = printable(folder);
        return Some(format!(
            "{number} files in `{folder}` create tables with their own SQL: add the folder to tablecheck.yaml, \
            `migrations: [{folder}]`"
        ));
    }
    raw.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    if let Some((path, _)) = raw.first() {
        let path = printable(path);
        return Some(format!(
            "`{path}` creates tables with its own SQL: add it to tablecheck.yaml, `schema: [{path}]`, to read the statements in \
            its strings, or a dump of the database"
        ));
    }
    if let Some((folder, _)) = most(of_tests) {
        let folder = printable(folder);
        return Some(format!(
            "only the tests create tables: add their migrations to tablecheck.yaml to check the code against them, \
            `migrations: [{folder}]`"
        ));
    }
    tests_make.then(|| format!("only the tests create tables, each for itself; {dump}"))
}

/// The folder with the most files that look like migrations.
fn most(folders: BTreeMap<&str, usize>) -> Option<(&str, usize)> {
    let most = folders.into_iter().max_by_key(|(folder, number)| (*number, std::cmp::Reverse(*folder)));
    most.filter(|(folder, number)| *number > 0 && !folder.is_empty())
}

/// How many statements of a text make a table.
fn creations(text: &str) -> usize {
    ["CREATE TABLE", "create table", "Create Table"].iter().map(|words| text.matches(words).count()).sum()
}

/// Whether a text holds a statement that makes a table.
fn mentions_creation(text: &str) -> bool {
    ["CREATE TABLE", "create table", "Create Table"].iter().any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> String {
        hint(&Sources::from_files(files.iter().copied())).unwrap_or_default()
    }

    #[test]
    fn what_makes_tables_is_named() {
        let migration = "<?php class A { function up() { Schema::create('a', fn ($t) => $t->id()); } }";
        let told_of = told(&[("install/steps/A.php", migration), ("install/steps/B.php", migration), ("app/C.php", "<?php")]);
        assert!(told_of.starts_with("2 files in `install/steps` call `Schema::create`: "), "{told_of}");
        assert!(told_of.ends_with("`migrations: [install/steps]`"), "{told_of}");
        let told_of = told(&[("install/all.sql", "CREATE TABLE a (id int)"), ("x.sql", "select 1")]);
        assert!(told_of.ends_with("`schema: [install/all.sql]`"), "{told_of}");
        assert!(
            told(&[("db/A.php", "<?php class A extends AbstractMigration {}")]).starts_with("1 migration is written for Phinx")
        );
        assert!(
            told(&[("app/I.php", "<?php $sql = 'CREATE TABLE a';")])
                .starts_with("`app/I.php` creates tables with its own SQL: add it")
        );
        let two = "<?php $sql = 'CREATE TABLE a (id int)'; $b = 'CREATE TABLE b (id int)';";
        let told_of = told(&[("app/A.php", "<?php // CREATE TABLE a"), ("app/I.php", two)]);
        assert!(told_of.contains("`schema: [app/I.php]`"), "the file with the most statements: {told_of}");
        let up = "<?php class A { function up() { $this->pdo->exec('CREATE TABLE a (id int)'); } }";
        let told_of = told(&[("db/steps/1.php", up), ("db/steps/2.php", up), ("app/I.php", two)]);
        assert!(
            told_of.ends_with("create tables with their own SQL: add the folder to tablecheck.yaml, `migrations: [db/steps]`")
        );
        let told_of = told(&[("tests/migrations/A.php", migration), ("app/B.php", "<?php")]);
        assert!(told_of.starts_with("only the tests create tables: ") && told_of.ends_with("[tests/migrations]`"), "{told_of}");
        let by_itself = "<?php class T { function setUp() { Schema::create('a', fn ($t) => $t->id()); } }";
        assert!(told(&[("tests/A.php", by_itself)]).starts_with("only the tests create tables, each for itself; "));
        assert!(told(&[("db/a.php.stub", migration)]).starts_with("1 file in `db` calls"));
        assert_eq!(told(&[("app/B.php", "<?php")]), "");
    }
}
