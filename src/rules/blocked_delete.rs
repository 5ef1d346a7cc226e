//! `blocked-delete`: rows are deleted, or a table is emptied, to which foreign keys refer that do not let them go.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, OnDelete, Severity};
use crate::references::{Operation, RowWrite};
use crate::schema::{Driver, ForeignKey, Located, Schema, Table, TableKind, Whereabouts};
use crate::source::{FileId, Span};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let deletes = || cx.references.rows.iter().filter(|row| row.operation == Operation::Delete);
    let mut tables: BTreeMap<Span, BTreeSet<&str>> = BTreeMap::new();
    for row in deletes() {
        tables.entry(row.call).or_default().insert(&row.table.table);
    }
    for row in deletes() {
        // One place that deletes the rows of many tables knows none of them.
        if tables.get(&row.call).is_some_and(|tables| tables.len() > 1) {
            continue;
        }
        let file = row.call.file;
        if cx.is_test(file) {
            continue;
        }
        let Whereabouts::Found(places) = cx.database.locate(row.table.connection.as_deref(), &row.table.table) else { continue };
        let [Located { connection, schema, table }] = *places.as_slice() else { continue };
        let sound = table.kind == TableKind::Table
            && !table.conditional
            && table.open_at.is_none()
            && !cx.is_local_table(&table.name, cx.sight(file));
        let method = cx.sources.slice(row.call);
        // `delete()` of a model that deletes softly writes a time.
        let softly = method.eq_ignore_ascii_case("delete") && table.columns.iter().any(|column| column.name.contains("deleted"));
        if !sound || softly {
            continue;
        }
        let truncates = method.eq_ignore_ascii_case("truncate") && schema.driver != Driver::Sqlite;
        let children = children(cx, schema, table, row, truncates);
        let Some((first, _)) = children.first() else { continue };
        if is_off(cx, file) {
            continue;
        }
        let mut names: Vec<String> = children.iter().map(|(child, _)| format!("`{}`", child.name)).collect();
        names.dedup();
        let listed = names.join(", ");
        let name = &table.name;
        let message = match (truncates, schema.driver) {
            (true, Driver::PgSql) => {
                format!("truncating `{name}` also empties {listed}: Laravel truncates with CASCADE on PostgreSQL")
            }
            (true, driver) => {
                format!("{} refuses to truncate `{name}`: foreign keys of {listed} refer to it", driver.title())
            }
            (false, _) => format!("this delete fails if rows of {listed} refer to the row of `{name}`"),
        };
        // What MySQL refuses it refuses always; which rows are there, and what cascades, is another matter.
        let severity = if truncates && schema.driver.is_mysql() { Severity::Warning } else { Severity::Note };
        let mut finding = Finding::new("blocked-delete", severity, row.call, message).on_table(connection, name);
        finding = finding.about(children.iter().map(|(child, _)| child.name.as_str()));
        for (child, key) in children.iter().take(4) {
            if let Some(at) = key.defined_at {
                let action = key
                    .on_delete
                    .as_deref()
                    .map_or("without ON DELETE".to_owned(), |action| format!("ON DELETE {}", action.to_uppercase()));
                finding = finding.label(at, format!("the foreign key of `{}`, {action}", child.name));
            }
        }
        findings.push(finding.help(match (truncates, schema.driver) {
            (true, Driver::PgSql) => format!("delete the rows instead, or make sure that the rows of {listed} can go, too"),
            (true, _) => format!(
                "empty `{}` first, then delete the rows instead, or disable foreign keys around the \
                truncate: `Schema::withoutForeignKeyConstraints()`",
                first.name
            ),
            (false, _) => format!(
                "delete the rows of `{}` first, or declare what happens to them: {}, {}",
                first.name,
                Words::of(cx, first).on_delete(OnDelete::Cascade),
                Words::of(cx, first).on_delete(OnDelete::Null)
            ),
        }));
    }
}

fn is_seeder(path: &str) -> bool {
    path.contains("seed") || path.contains("Seed")
}

/// Whether foreign keys are switched off where the code of a file runs.
fn is_off(cx: &Context<'_>, file: FileId) -> bool {
    // One seeder calls the others.
    let by_another = || {
        let seeders = cx.sources.iter().filter(|(_, other)| is_seeder(other.path()));
        is_seeder(cx.sources.path(file)) && seeders.into_iter().any(|(other, _)| keys::are_switched_off(cx, other))
    };
    keys::are_switched_off(cx, file) || by_another()
}

/// The tables whose keys refer to a table and hold its rows, but for those that the same function names.
fn children<'c>(
    cx: &Context<'_>,
    schema: &'c Schema,
    table: &Table,
    row: &RowWrite,
    truncates: bool,
) -> Vec<(&'c Table, &'c ForeignKey)> {
    let lets_go = |key: &ForeignKey| {
        key.on_delete
            .as_deref()
            .is_some_and(|action| ["cascade", "set null", "set default"].contains(&action.to_ascii_lowercase().as_str()))
    };
    // Code that speaks of those rows, too, has thought of them: it deletes them before, or leaves out what they refer to.
    let here = |place: Span, function: Option<Span>| place.file == row.call.file && function == row.context.function;
    let goes_before = |child: &Table| {
        let named = |table: &str| table.eq_ignore_ascii_case(&child.name);
        let rows = cx.references.rows.iter().filter(|other| here(other.call, other.context.function));
        let tables = cx.references.tables.iter().filter(|other| here(other.span, other.context.function));
        rows.map(|other| &other.table.table).chain(tables.map(|other| &other.table)).any(|table| named(table))
    };
    let refers = |child: &&Table| !child.conditional && !child.name.eq_ignore_ascii_case(&table.name);
    let keys = schema.tables.values().filter(refers).flat_map(|child| child.foreign_keys.iter().map(move |key| (child, key)));
    let holds = |(child, key): &(&Table, &ForeignKey)| {
        key.table.eq_ignore_ascii_case(&table.name)
            && !key.conditional
            && !key.unsure_actions
            && (truncates || (!lets_go(key) && !goes_before(child)))
    };
    keys.filter(holds).collect()
}
