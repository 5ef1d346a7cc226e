//! What there is to say of a table, a column or a relation, as Markdown.

use std::fmt::Write;

use super::View;
use super::spots::Named;
use crate::references::RelationReference;
use crate::schema::{Column, Default, Driver, Event, EventKind, Origin, Schema, Table, TableKind};
use crate::source::Span;

/// How a place is linked to.
pub type Link<'l> = &'l dyn Fn(Span) -> String;

/// How many columns of a table are listed.
const MOST_COLUMNS: usize = 60;
/// How many steps of a history are told, the last ones.
const MOST_EVENTS: usize = 8;

/// A table or a column. Nothing if it is not there.
#[must_use]
pub fn describe(view: View<'_>, named: &Named, link: Link<'_>) -> Option<String> {
    let (schema, table) = view.table(named)?;
    match &named.column {
        Some(name) => Some(column(view, schema, table, table.column(name)?, link)),
        None => Some(whole_table(view, named, schema, table, link)),
    }
}

/// The type of a column as the database spells it.
#[must_use]
pub fn type_of(view: View<'_>, driver: Driver, column: &Column) -> String {
    column.ty.sql(driver, view.analysis.laravel, column.auto_increment)
}

/// What there is to say of a column besides its type: `not null, default 'open'`.
#[must_use]
pub fn facts(column: &Column) -> String {
    let mut facts = vec![if column.nullable { "null" } else { "not null" }.to_owned()];
    if column.auto_increment {
        facts.push("auto increment".to_owned());
    }
    match &column.default {
        Some(Default::Literal(text)) => facts.push(format!("default '{text}'")),
        Some(Default::Expression(text)) => facts.push(format!("default {text}")),
        Some(Default::Unknown) => facts.push("unknown default".to_owned()),
        None => {}
    }
    if column.generated {
        facts.push("generated".to_owned());
    }
    if column.conditional {
        facts.push("under a condition".to_owned());
    }
    facts.join(", ")
}

/// What a column is besides that: a part of the primary key, a foreign key, unique, indexed.
#[must_use]
pub fn roles(table: &Table, name: &str) -> Vec<String> {
    let mut roles = Vec::new();
    for index in table.indexes.iter().filter(|index| index.columns.iter().any(|column| column.eq_ignore_ascii_case(name))) {
        let rest = if index.columns.len() > 1 { format!(" ({})", index.columns.join(", ")) } else { String::new() };
        roles.push(match index.kind.as_str() {
            "primary" => format!("primary key{rest}"),
            "index" => format!("indexed{rest}"),
            kind => format!("{kind}{rest}"),
        });
    }
    if let Some(key) = table.foreign_key_of(name) {
        let action = key.on_delete.as_ref().map(|action| format!(", on delete {action}")).unwrap_or_default();
        roles.push(format!("foreign key to {}.{}{action}", key.table, key.references.join(", ")));
    }
    roles
}

fn column(view: View<'_>, schema: &Schema, table: &Table, column: &Column, link: Link<'_>) -> String {
    let mut text =
        format!("```sql\n{}.{} {} {}\n```\n", table.name, column.name, type_of(view, schema.driver, column), facts(column));
    for role in roles(table, &column.name) {
        let _ = writeln!(text, "- {role}");
    }
    let refers = |other: &&Table| {
        other.foreign_keys.iter().any(|key| {
            key.table.eq_ignore_ascii_case(&table.name)
                && key.references.iter().any(|name| name.eq_ignore_ascii_case(&column.name))
        })
    };
    let referring: Vec<String> = schema.tables.values().filter(refers).map(|other| format!("`{}`", other.name)).collect();
    if !referring.is_empty() {
        let _ = writeln!(text, "- {} have foreign keys to it", referring.join(", "));
    }
    let of_it = |event: &&Event| event.column.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&column.name));
    tell(&mut text, &table.history.iter().filter(of_it).collect::<Vec<_>>(), link);
    text
}

fn whole_table(view: View<'_>, named: &Named, schema: &Schema, table: &Table, link: Link<'_>) -> String {
    let kind = if table.kind == TableKind::View { "view" } else { "table" };
    let several = view.analysis.database.connections.len() > 1;
    let connection = if several { format!(" on connection `{}`", named.connection) } else { String::new() };
    let mut text = format!("**{kind} `{}`**{connection}\n\n", table.name);
    match table.origin {
        Origin::Package => text.push_str("Created by a package.\n\n"),
        Origin::Config => text.push_str("Declared in the configuration.\n\n"),
        Origin::Framework => text.push_str("Created by Laravel.\n\n"),
        Origin::Project => {}
    }
    if table.conditional {
        text.push_str("It may be missing: it is created only under a condition.\n\n");
    }
    text.push_str("```sql\n");
    let width = table.columns.iter().map(|column| column.name.chars().count()).max().unwrap_or(0);
    for column in table.columns.iter().take(MOST_COLUMNS) {
        let _ = writeln!(text, "{:width$}  {}  {}", column.name, type_of(view, schema.driver, column), facts(column));
    }
    if table.columns.len() > MOST_COLUMNS {
        let _ = writeln!(text, "-- and {} more", table.columns.len() - MOST_COLUMNS);
    }
    if table.open_at.is_some() {
        text.push_str("-- and columns with unknown names\n");
    }
    text.push_str("```\n");
    for index in &table.indexes {
        let _ = writeln!(text, "- {} ({})", index.kind.as_str(), index.columns.join(", "));
    }
    for key in &table.foreign_keys {
        let action = key.on_delete.as_ref().map(|action| format!(", on delete {action}")).unwrap_or_default();
        let (columns, references) = (key.columns.join(", "), key.references.join(", "));
        let _ = writeln!(text, "- foreign key ({columns}) to `{}` ({references}){action}", key.table);
    }
    let whole = |event: &&Event| event.column.is_none();
    tell(&mut text, &table.history.iter().filter(whole).collect::<Vec<_>>(), link);
    text
}

/// Tells what happened, a line each.
pub(super) fn tell(text: &mut String, events: &[&Event], link: Link<'_>) {
    let left_out = events.len().saturating_sub(MOST_EVENTS);
    if !events.is_empty() {
        text.push('\n');
    }
    for event in events.iter().skip(left_out) {
        let what = match &event.kind {
            EventKind::Created => "created".to_owned(),
            EventKind::Changed => "changed".to_owned(),
            EventKind::RenamedTo(to) => format!("renamed to `{to}`"),
            EventKind::Dropped => "dropped".to_owned(),
        };
        let condition = if event.conditional { ", conditionally" } else { "" };
        let place = event.at.map(|at| format!(" in {}", link(at))).unwrap_or_default();
        let _ = writeln!(text, "{what}{place}{condition}  ");
    }
}

/// A relation: its columns, and the foreign key that protects it, or that there is none.
#[must_use]
pub fn relation(view: View<'_>, steps: &[&RelationReference]) -> String {
    let mut text = String::new();
    for step in steps {
        let _ = writeln!(
            text,
            "**{}**: `{}.{}` refers to `{}.{}`\n",
            step.kind, step.table.table, step.column, step.target.table, step.key
        );
        let database = &view.analysis.database;
        let schema = database.schema(step.table.connection.as_deref());
        let Some(table) = schema.and_then(|(_, schema)| schema.table(&step.table.table)) else {
            let _ = writeln!(text, "- there is no table `{}`", step.table.table);
            continue;
        };
        if table.column(&step.column).is_none() && table.open_at.is_none() {
            let _ = writeln!(text, "- `{}` has no column `{}`", table.name, step.column);
            continue;
        }
        match table.foreign_key_of(&step.column) {
            Some(key) => {
                let action = key.on_delete.as_ref().map_or_else(String::new, |action| format!(", on delete {action}"));
                let _ = writeln!(text, "- it has a foreign key{action}");
            }
            None => text.push_str("- it has no foreign key\n"),
        }
        let indexed =
            table.indexes.iter().any(|index| index.columns.first().is_some_and(|name| name.eq_ignore_ascii_case(&step.column)));
        if !indexed {
            let _ = writeln!(text, "- `{}` has no index", step.column);
        }
    }
    text
}
