//! The same in Phinx's words: what to write into a migration of its own. Phinx reads its files by other names and other rules, so
//! nothing is written for it.

use std::fmt::Write;

use super::php::string;
use super::{NewIndex, NewKey, Plan, TablePlan};
use crate::analysis::Migration;
use crate::laravel::is_phinx_file;
use crate::source::Sources;

/// Whether the migrations of a folder, relative to the root, are Phinx's.
#[must_use]
pub fn is_for_phinx(folder: &str, sources: &Sources, migrations: &[Migration]) -> bool {
    let in_folder = |path: &&str| path.rsplit_once('/').map_or("", |(own, _)| own) == folder;
    let paths = migrations.iter().map(|migration| sources.path(migration.file)).filter(in_folder);
    let mut names = paths.map(|path| path.rsplit('/').next().unwrap_or_default()).peekable();
    names.peek().is_some() && names.all(is_phinx_file)
}

/// The statements that belong into `change()`.
#[must_use]
pub fn phinx(plan: &Plan) -> String {
    plan.tables.iter().map(statement).collect()
}

fn statement(table: &TablePlan) -> String {
    let mut text = String::new();
    for change in &table.changes {
        let (old, new) = &change.sql;
        let _ = writeln!(text, "// First make `{}.{}` {new}; it is {old}.", table.table, change.column);
    }
    for index in table.indexes.iter().filter(|index| !index.nulls.is_empty()) {
        let conditions: Vec<String> = index.nulls.iter().map(|column| format!("{column} is null")).collect();
        let (name, on) = (index.name.as_deref().unwrap_or_default(), index.columns.join(", "));
        let sql = format!("create unique index {name} on {} ({on}) where {}", table.table, conditions.join(" and "));
        let _ = writeln!(text, "$this->execute({});", string(&sql));
    }
    if table.keys.is_empty() && table.indexes.iter().all(|index| !index.nulls.is_empty()) {
        return text;
    }
    let _ = write!(text, "$this->table({})", string(&table.table));
    for index in table.indexes.iter().filter(|index| index.nulls.is_empty()) {
        let _ = write!(text, "\n    ->addIndex({})", indexed(index));
    }
    for key in &table.keys {
        let _ = write!(text, "\n    ->addForeignKey({})", referring(key));
    }
    text.push_str("\n    ->update();\n");
    text
}

fn columns(names: &[String]) -> String {
    match names {
        [only] => string(only),
        all => format!("[{}]", all.iter().map(|name| string(name)).collect::<Vec<_>>().join(", ")),
    }
}

fn indexed(index: &NewIndex) -> String {
    let unique = if index.unique { ", ['unique' => true]" } else { "" };
    format!("{}{unique}", columns(&index.columns))
}

fn referring(key: &NewKey) -> String {
    let (own, target, theirs) = (columns(&key.columns), string(&key.target), columns(&key.references));
    format!("{own}, {target}, {theirs}, ['delete' => '{}']", key.on_delete.in_phinx())
}
