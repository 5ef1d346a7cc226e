//! Where a project makes its tables, if that is nowhere that Laravel looks: what the configuration could name.

use std::collections::BTreeMap;

use super::{count, printable};
use crate::migrator::is_vendored;
use crate::source::{Sources, is_test};

/// How many files the text of a hint is looked for in at most.
const MOST_FILES: usize = 100_000;

/// What was seen that makes tables, and what to do about it: the end of a sentence. None if nothing was.
pub(super) fn hint(sources: &Sources) -> Option<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut dumps: Vec<&str> = Vec::new();
    let (mut phinx, mut raw) = (0, Vec::new());
    let own = |path: &str| !is_test(path) && !is_vendored(path);
    for (_, file) in sources.iter().take(MOST_FILES).filter(|(_, file)| own(file.path())) {
        let (path, text) = (file.path(), file.text());
        if path.ends_with(".sql") && mentions_creation(text) {
            dumps.push(path);
        } else if path.ends_with(".php") && (text.contains("Schema::create(") || text.contains("chema()->create(")) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            *folders.entry(folder).or_default() += usize::from(text.contains("function up("));
        } else if path.ends_with(".php") && text.contains("extends AbstractMigration") {
            phinx += 1;
        } else if path.ends_with(".php") && mentions_creation(text) {
            raw.push(path);
        }
    }
    let most = folders.into_iter().max_by_key(|(folder, number)| (*number, std::cmp::Reverse(*folder)));
    if let Some((folder, number)) = most.filter(|(folder, number)| *number > 0 && !folder.is_empty()) {
        let (files, call) = (count(number, "file", "files"), if number == 1 { "calls" } else { "call" });
        let folder = printable(folder);
        return Some(format!(
            "{files} below `{folder}` {call} `Schema::create`: name the folder in tablecheck.yaml, `migrations: [{folder}]`"
        ));
    }
    let dump = "a dump of the database, written by mysqldump, pg_dump or sqlite3, can be named in its place: `schema: [dump.sql]` \
                in tablecheck.yaml";
    if let Some(path) = dumps.iter().max_by_key(|path| sources.find(path).map_or(0, |file| sources.file(file).text().len())) {
        let path = printable(path);
        return Some(format!("`{path}` creates tables: name it in tablecheck.yaml, `schema: [{path}]`"));
    }
    if phinx > 0 {
        return Some(format!("{} of Phinx, which are not read; {dump}", count(phinx, "migration is", "migrations are")));
    }
    let path = printable(raw.first()?);
    Some(format!("`{path}` creates tables by SQL of its own; {dump}"))
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
        assert!(told_of.starts_with("2 files below `install/steps` call `Schema::create`: "), "{told_of}");
        assert!(told_of.ends_with("`migrations: [install/steps]`"), "{told_of}");
        let told_of = told(&[("install/all.sql", "CREATE TABLE a (id int)"), ("x.sql", "select 1")]);
        assert!(told_of.ends_with("`schema: [install/all.sql]`"), "{told_of}");
        assert!(told(&[("db/A.php", "<?php class A extends AbstractMigration {}")]).starts_with("1 migration is of Phinx"));
        assert!(told(&[("app/I.php", "<?php $sql = 'CREATE TABLE a';")]).starts_with("`app/I.php` creates tables by SQL"));
        assert_eq!(told(&[("tests/A.php", migration), ("app/B.php", "<?php")]), "");
    }
}
