//! `dangling-foreign-key`: a foreign key refers to a table or column that does not exist, when it is made or in the end.

use super::elsewhere::is_elsewhere;
use super::keys::{are_switched_off, list};
use super::{Context, Findings, suggest};
use crate::finding::{Finding, Severity};
use crate::schema::{Absence, Driver, Existence, ForeignKey, IncidentKind, Schema, Table};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut told: Vec<Span> = Vec::new();
    for incident in &cx.replay.incidents {
        let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
        let finding = match &incident.kind {
            IncidentKind::TargetMissing { target, .. }
                if is_elsewhere(cx, schema, target) || cx.database.is_beside(&incident.connection, target) =>
            {
                continue;
            }
            IncidentKind::TargetMissing { columns, target, absence } => {
                let later = schema.table(target).and_then(|table| table.defined_at);
                // Meanwhile nobody asks whether the table is there, but for PostgreSQL.
                if later.is_some() && schema.driver != Driver::PgSql && are_switched_off(cx, incident.at.file) {
                    continue;
                }
                let message = match later {
                    Some(_) => {
                        format!("the foreign key of {} refers to `{target}`, which only a later migration creates", list(columns))
                    }
                    None => format!("the foreign key of {} refers to `{target}`, which {}", list(columns), fate(absence)),
                };
                let mut finding = new(incident.at, message);
                if let Some(at) = later {
                    finding = finding.label(at, format!("`{target}` is created later, here"));
                    finding = finding.help("add the key in a migration that runs after both tables exist");
                } else {
                    finding = with_suggestions(finding, schema, target, absence);
                }
                finding
            }
            IncidentKind::TargetColumnMissing { columns, target, column } => {
                no_column(schema, columns, target, column, incident.at)
            }
            _ => continue,
        };
        told.push(incident.at);
        findings.push(finding.on_table(&incident.connection, &incident.table));
    }
    // Keys whose target is gone in the end.
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values().filter(|table| !table.conditional) {
            for key in table.foreign_keys.iter().filter(|key| !key.conditional) {
                let Some(at) = key.defined_at else { continue };
                let Existence::Missing(absence) = schema.existence(&key.table) else {
                    // SQLite finds out only when rows are written.
                    if !told.contains(&at)
                        && let Some(finding) = column_gone(schema, key, at)
                    {
                        findings.push(finding.on_table(connection, &table.name));
                    }
                    continue;
                };
                if told.contains(&at)
                    || is_elsewhere(cx, schema, &key.table)
                    || key.table.contains('.')
                    || cx.database.is_beside(connection, &key.table)
                {
                    continue;
                }
                let message =
                    format!("the foreign key of {} refers to `{}`, which {}", list(&key.columns), key.table, fate(&absence));
                let finding = with_suggestions(new(at, message), schema, &key.table, &absence);
                findings.push(finding.on_table(connection, &table.name));
            }
        }
    }
}

/// A key to a column that its table does not have.
fn no_column(schema: &Schema, columns: &[String], target: &str, column: &str, at: Span) -> Finding {
    let message = format!("the foreign key of {} refers to `{target}.{column}`, which does not exist", list(columns));
    let names = schema.table(target).map(|table| table.columns.iter().map(|column| column.name.as_str()));
    let mut finding = new(at, message);
    finding.suggestions = names.map(|names| suggest::nearest(column, names)).unwrap_or_default();
    finding
}

/// A key to a column that its table does not have in the end.
fn column_gone(schema: &Schema, key: &ForeignKey, at: Span) -> Option<Finding> {
    let known = |table: &&Table| !table.conditional && table.open_at.is_none() && !table.columns.is_empty();
    let target = schema.table(&key.table).filter(known)?;
    let column = key.references.iter().find(|name| target.column(name).is_none())?;
    Some(no_column(schema, &key.columns, &target.name, column, at))
}

fn new(at: Span, message: String) -> Finding {
    Finding::new("dangling-foreign-key", Severity::Error, at, message)
}

fn fate(absence: &Absence) -> String {
    match absence {
        Absence::NeverCreated => "no migration creates".to_owned(),
        Absence::Renamed { to, .. } => format!("was renamed to `{to}`"),
        Absence::Dropped { .. } => "was dropped".to_owned(),
    }
}

fn with_suggestions(mut finding: Finding, schema: &Schema, target: &str, absence: &Absence) -> Finding {
    match absence {
        Absence::Renamed { to, at } => {
            finding = finding.label(*at, format!("renamed to `{to}` here"));
            finding.suggestions.push(to.clone());
        }
        Absence::Dropped { at } => finding = finding.label(*at, "dropped here"),
        Absence::NeverCreated => finding.suggestions = suggest::nearest(target, schema.tables.keys().map(String::as_str)),
    }
    if finding.suggestions.is_empty() {
        finding = finding.help(format!("create `{target}` first, or name the right table"));
    }
    finding
}
