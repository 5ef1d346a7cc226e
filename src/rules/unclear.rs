//! Tables whose names packages choose: a migration takes them from a configuration or a model that is not here. Such a table is one
//! table, and its migration says what it is about: it is not the one that code means by a misspelled name of the project's own.

use super::Context;
use crate::laravel::support::naming;
use crate::references::TableReference;
use crate::schema::{Existence, Schema, UnknownTable};

/// Where a name comes from that is one name: `config('views.table')`, `(new Entry)->getTable()`.
const SINGLE: [&str; 3] = ["config(", "getTable()", "Config::get("];

/// Words of migrations' names that say nothing of the table.
const PLAIN: [&str; 12] =
    ["create", "table", "tables", "add", "update", "make", "config", "get", "database", "name", "names", "models"];

/// The schema in which a reference names a table that is like one of its own, and none of those whose names are not known.
pub(super) fn misspelled_in<'c>(cx: &'c Context<'_>, reference: &TableReference) -> Option<(&'c str, &'c Schema)> {
    let (connection, schema) = *cx.database.candidates(reference.connection.as_deref()).first()?;
    let is_unknown = matches!(schema.existence(&reference.table), Existence::Unknown(_)) && schema.declared.is_empty();
    if !is_unknown || cx.names_of_tables(schema).nearest(&reference.table).is_empty() {
        return None;
    }
    let own = words(&reference.table);
    let is_another = |unknown: &UnknownTable| is_about_another(cx, unknown, &own);
    schema.unknown_tables.iter().all(is_another).then_some((connection, schema))
}

/// Whether a table whose name is not known is a single one, and about something else than these words.
fn is_about_another(cx: &Context<'_>, unknown: &UnknownTable, own: &[String]) -> bool {
    let path = cx.sources.path(unknown.at.file);
    let text = cx.sources.slice(unknown.at);
    // `Schema::create(config('views.table'), function (…) { … })`, or what a variable was given before.
    let argument = text.split("function").next().unwrap_or_default();
    let given = argument.split_once("($").and_then(|(_, rest)| {
        let variable: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let (_, value) = cx.sources.file(unknown.at.file).text().split_once(&format!("${variable} = "))?;
        value.split(';').next()
    });
    let name = given.unwrap_or(argument);
    let file = path.rsplit('/').next().unwrap_or_default();
    let single = unknown.pattern.0.is_empty() && unknown.pattern.1.is_empty() && SINGLE.iter().any(|word| name.contains(word));
    let about: Vec<String> = words(file).into_iter().chain(words(name)).collect();
    single && !own.iter().any(|word| about.contains(word))
}

/// The words of a name that say what it is about, in the singular.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| part.len() > 2);
    parts
        .map(str::to_ascii_lowercase)
        .filter(|part| !PLAIN.contains(&part.as_str()))
        .map(|part| naming::singular(&part))
        .collect()
}
