//! `missing-foreign-key`: a column refers to another table by evidence, and no constraint is declared.

use super::evidence::{self, ByName, Relation};
use super::{Context, Findings, commented_out_foreign_key, keys};
use crate::finding::{Finding, Severity};
use crate::schema::{Column, Schema, Table, TableKind};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let relations = evidence::relations(cx);
    let comments = commented_out_foreign_key::keys(cx);
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values() {
            if !keys::is_own(cx, table) {
                continue;
            }
            for column in &table.columns {
                // The comment has a finding of its own.
                let commented = comments.iter().any(|key| {
                    key.connection == *connection && key.table == table.name && key.columns.iter().any(|c| c == &column.name)
                });
                if commented || !may_refer(cx, schema, table, column) {
                    continue;
                }
                let of_column: Vec<&Relation> =
                    relations.iter().filter(|r| r.table == table.name && r.column == column.name).collect();
                if let Some(finding) = judge(cx, connection, schema, table, column, &of_column) {
                    findings.push(finding);
                }
            }
        }
    }
}

/// Whether a column may hold keys of another table at all.
fn may_refer(cx: &Context<'_>, schema: &Schema, table: &Table, column: &Column) -> bool {
    let _ = (cx, schema);
    let keyed = table.foreign_key_of(&column.name).is_some();
    let own_key = column.auto_increment || column.name == "id";
    // Half of a polymorphic pair.
    let base = column.name.strip_suffix("_id").or_else(|| column.name.strip_suffix("_uuid"));
    let polymorphic = base.is_some_and(|base| table.column(&format!("{base}_type")).is_some());
    !keyed && !own_key && !polymorphic && !column.generated && !column.conditional
}

fn judge(
    cx: &Context<'_>,
    connection: &str,
    schema: &Schema,
    table: &Table,
    column: &Column,
    relations: &[&Relation],
) -> Option<Finding> {
    let by_name = evidence::by_name(schema, &table.name, &column.name);
    let related = relations.iter().find(|relation| schema.table(&relation.target).is_some());
    let (target, exact) = match (related, &by_name) {
        (Some(relation), _) => (relation.target.as_str(), true),
        (None, Some(ByName::Convention(name))) => (name.as_str(), true),
        (None, Some(ByName::Prefix(name))) => (name.as_str(), false),
        (None, None) => return None,
    };
    // Relations that disagree: an alternative that no key can express.
    if relations.iter().any(|relation| relation.target != target && schema.table(&relation.target).is_some()) {
        return None;
    }
    let target = schema.table(target)?;
    // Without a relation, a column that is named after its own table holds an id that somebody else gave the row.
    if target.name == table.name && related.is_none() {
        return None;
    }
    if target.kind != TableKind::Table || target.conditional {
        return None;
    }
    let key = match target.primary_key() {
        [only] => target.column(only)?,
        _ => return None,
    };
    let fits = column.ty.compatible(&key.ty, schema.driver);
    let sibling = sibling_key(schema, table, column, target);
    let through = through_another(schema, table, column, target);
    // A name alone says nothing if the type does not fit: the value may be somebody else's identifier.
    if !fits && relations.is_empty() && sibling.is_none() && through.is_none() {
        return None;
    }
    let severity = if exact || sibling.is_some() || through.is_some() || !fits { Severity::Warning } else { Severity::Note };
    let at = column.defined_at?;
    let message =
        format!("`{}.{}` refers to `{}.{}`, but no foreign key says so", table.name, column.name, target.name, key.name);
    let mut finding =
        Finding::new("missing-foreign-key", severity, at, message).on_table(connection, &table.name).on_column(&column.name);
    for relation in relations.iter().filter(|relation| relation.target == target.name).take(3) {
        finding = finding.label(relation.at, format!("a `{}` relation says so", relation.kind));
    }
    if let Some(span) = sibling {
        finding = finding.label(span, "the same column has a key here");
    }
    if let Some((name, other, span)) = through {
        finding = finding.label(span, format!("`{name}` goes the same way: `{other}` refers to `{}`", target.name));
    }
    if relations.is_empty() {
        finding.help.push(match by_name {
            Some(ByName::Prefix(_)) => format!("the name says so: `{}`, with the prefix that `{}` has", target.name, table.name),
            _ => format!("the name says so: Laravel's convention for a key to `{}`", target.name),
        });
    }
    if fits {
        let then = if column.nullable { "nullOnDelete()" } else { "cascadeOnDelete()" };
        let call = format!("$table->foreign('{}')->references('{}')->on('{}')->{then}", column.name, key.name, target.name);
        finding = finding.help(format!("check for orphaned rows, then add the key in a migration: `{call}`"));
        if defined_later(target, at) && comes_before(cx, at, target.defined_at) {
            finding = finding.help(format!("`{}` is created by a later migration, so the key needs one of its own", target.name));
        }
    } else {
        let ours = column.ty.sql(schema.driver, cx.settings.laravel, false);
        let theirs = key.ty.sql(schema.driver, cx.settings.laravel, false);
        if let Some(span) = key.defined_at {
            finding = finding.label(span, format!("`{}.{}` is {theirs}", target.name, key.name));
        }
        finding = finding.help(format!(
            "the types conflict: `{}` is {ours}, `{}.{}` is {theirs}; change the type before the key can be added",
            column.name, target.name, key.name
        ));
    }
    Some(finding)
}

/// Another table of the same family that has a key on the same column to the same target.
fn sibling_key(schema: &Schema, table: &Table, column: &Column, target: &Table) -> Option<Span> {
    schema
        .tables
        .values()
        .filter(|other| other.name != table.name)
        .flat_map(|other| &other.foreign_keys)
        .find(|key| key.table == target.name && matches!(key.columns.as_slice(), [only] if *only == column.name))
        .and_then(|key| key.defined_at)
}

/// Another column of the table that refers to a table which itself has a key to the target:
/// `message_id` beside `conversation_id`, where messages belong to conversations. Gives that column, its
/// table, and where that key is declared.
fn through_another(schema: &Schema, table: &Table, column: &Column, target: &Table) -> Option<(String, String, Span)> {
    table.columns.iter().filter(|other| other.name != column.name).find_map(|other| {
        let middle = match table.foreign_key_of(&other.name) {
            Some(key) => key.table.clone(),
            None => match evidence::by_name(schema, &table.name, &other.name)? {
                ByName::Convention(name) | ByName::Prefix(name) => name,
            },
        };
        let middle = schema.table(&middle).filter(|middle| middle.name != target.name && middle.name != table.name)?;
        // A table that everything belongs to, such as users, tells nothing.
        let key = middle.foreign_keys.iter().find(|key| key.table == target.name)?;
        let referring = schema.tables.values().filter(|t| t.foreign_keys.iter().any(|k| k.table == target.name)).count();
        (referring * 3 <= schema.tables.len() || referring <= 3).then_some((
            other.name.clone(),
            middle.name.clone(),
            key.defined_at?,
        ))
    })
}

fn defined_later(target: &Table, at: Span) -> bool {
    target.defined_at.is_some_and(|defined| defined.file != at.file)
}

/// Whether one place is in an earlier migration than another.
fn comes_before(cx: &Context<'_>, first: Span, second: Option<Span>) -> bool {
    let position = |span: Span| cx.replay.migrations.iter().position(|(_, file)| *file == span.file);
    match (position(first), second.and_then(position)) {
        (Some(first), Some(second)) => first < second,
        _ => false,
    }
}
