//! `failing-rollback`: a migration's `down()` runs a statement that the database refuses.

use super::elsewhere::is_elsewhere;
use super::unknown_modifier::method_meant;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::migrator::WayBack;
use crate::references::TableReference;
use crate::schema::{Absence, Driver, Incident, IncidentKind, Refusal, Schema};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    // What comes behind the first statement that fails does not run, and may fail because of that one alone.
    for way in &cx.replay.ways_back {
        let mut first: Option<Span> = None;
        for incident in &way.incidents {
            if first.is_some_and(|first| !are_of_one_call(cx, first, incident.at)) {
                break;
            }
            if let Some(finding) = judge(cx, way, incident) {
                first = first.or(Some(incident.at));
                findings.push(finding);
            }
        }
    }
}

/// Whether a name stands in a list.
fn is_listed(cx: &Context<'_>, at: Span) -> bool {
    let before = cx.sources.file(at.file).text().get(..at.start as usize).unwrap_or_default();
    before.trim_end_matches(['\'', '"']).trim_end().ends_with(['[', ','])
}

/// The column of a table after which an index or a key is called, with or without what Laravel adds.
fn column_of<'s>(schema: &'s Schema, table: &str, name: &str) -> Option<&'s str> {
    let mut bare = name;
    // A whole name in a list gets a second ending.
    while let Some(rest) =
        ["_foreign", "_index", "_unique", "_primary", "_fulltext"].iter().find_map(|end| bare.strip_suffix(end))
    {
        bare = rest;
    }
    let columns = schema.table(table)?.columns.iter().map(|column| column.name.as_str());
    columns.filter(|column| bare == *column || bare.ends_with(&format!("_{column}"))).max_by_key(|column| column.len())
}

/// Whether two places are arguments of the same call: `dropColumn(['a', 'b'])`.
fn are_of_one_call(cx: &Context<'_>, one: Span, other: Span) -> bool {
    let (from, to) = (one.start.min(other.start), one.start.max(other.start));
    let between = || cx.sources.file(one.file).text().get(from as usize..to as usize);
    one.file == other.file && between().is_some_and(|between| !between.contains(';'))
}

fn judge(cx: &Context<'_>, way: &WayBack, incident: &Incident) -> Option<Finding> {
    let schema = cx.database.connections.get(&incident.connection)?;
    // A table that turns out to be open may be another one than it seemed.
    let is_open = schema.table(&incident.table).is_some_and(|table| table.open_at.is_some() || table.conditional);
    let is_guessed = matches!(incident.kind, IncidentKind::Refused(_)) && cx.is_guessed(schema);
    if is_open || is_guessed || cx.database.schema(Some(&incident.connection)).is_none() {
        return None;
    }
    let Told { what, help, label } = told(cx, schema, incident)?;
    let message = format!("the rollback fails here: {what}");
    // A name may be written in the configuration; it is the migration that fails.
    let is_own = incident.at.file == way.method.file;
    let at = if is_own { incident.at } else { way.at };
    let mut finding = Finding::new("failing-rollback", Severity::Warning, at, message)
        .on_table(&incident.connection, &incident.table)
        .help(help);
    if let IncidentKind::ColumnMissing(column) | IncidentKind::ColumnExists(column, _) = &incident.kind {
        finding = finding.on_column(column);
    }
    if !is_own {
        finding = finding.label(incident.at, "the name is written here");
    }
    if let Some((at, said)) = label.filter(|(at, _)| *at != incident.at) {
        finding = finding.label(at, said);
    }
    Some(finding)
}

/// What a finding says.
struct Told {
    what: String,
    help: String,
    label: Option<(Span, &'static str)>,
}

fn told(cx: &Context<'_>, schema: &Schema, incident: &Incident) -> Option<Told> {
    let table = &incident.table;
    let told = |what: String, help: &str, label| Some(Told { what, help: help.to_owned(), label });
    let undo = "in `down()`, undo what `up()` does, and nothing else";
    match &incident.kind {
        IncidentKind::TableMissing(absence) => {
            // What migrations ask for, something else may make.
            let asked = |other: &TableReference| other.operation.asks() && other.table.eq_ignore_ascii_case(table);
            if cx.replay.tables.iter().any(asked)
                || cx.database.is_beside(&incident.connection, table)
                || is_elsewhere(cx, schema, table)
            {
                return None;
            }
            let label = match absence {
                Absence::Dropped { at } => Some((*at, "it is dropped here")),
                Absence::Renamed { at, .. } => Some((*at, "it is renamed here")),
                Absence::NeverCreated => None,
            };
            told(format!("table `{table}` does not exist at this point"), undo, label)
        }
        IncidentKind::TableExists(made) => {
            told(format!("table `{table}` already exists"), undo, made.map(|at| (at, "it is created here")))
        }
        IncidentKind::ColumnMissing(column) => {
            told(format!("table `{table}` has no column `{column}` at this point"), undo, None)
        }
        IncidentKind::ColumnExists(column, made) => {
            told(format!("table `{table}` already has a column `{column}`"), undo, made.map(|at| (at, "it is added here")))
        }
        IncidentKind::IndexMissing(name) => {
            let method = dropping(cx, incident.at);
            let kind = match method {
                Some("dropForeign") => "foreign key",
                Some(_) => "index",
                None => "index or foreign key",
            };
            let what = format!("`{table}` has no {kind} `{name}` at this point");
            let is_index = || {
                let indexes = schema.table(table).map(|table| table.indexes.as_slice()).unwrap_or_default();
                indexes.iter().any(|index| index.name.eq_ignore_ascii_case(name))
            };
            let help = match method {
                Some("dropForeign") if is_index() => format!("`{name}` is an index: `$table->dropIndex('{name}')`"),
                // A list makes the name that Laravel gives it.
                Some(_) if cx.sources.slice(incident.at).starts_with('[') || is_listed(cx, incident.at) => {
                    "use its original name, as a text".to_owned()
                }
                Some(method) => {
                    let list = column_of(schema, table, name)
                        .map_or_else(String::new, |column| format!(": `$table->{method}(['{column}'])`"));
                    format!("use its original name, or pass its columns as a list{list}")
                }
                None => "use its original name".to_owned(),
            };
            told(what, &help, None)
        }
        IncidentKind::TargetMissing { target, .. }
            if is_elsewhere(cx, schema, target) || cx.database.is_beside(&incident.connection, target) =>
        {
            None
        }
        IncidentKind::TargetMissing { target, .. } => {
            told(format!("a foreign key of `{table}` refers to `{target}`, which does not exist at this point"), undo, None)
        }
        IncidentKind::TargetColumnMissing { target, column, .. } => told(
            format!("a foreign key of `{table}` refers to `{target}.{column}`, which does not exist at this point"),
            undo,
            None,
        ),
        IncidentKind::KeyTypesDiffer { column, ty, target, referenced, referenced_ty, .. } => {
            let what = format!(
                "`{table}.{column}` is {ty} and `{target}.{referenced}` is {referenced_ty}: no foreign key can connect them"
            );
            told(what, undo, None)
        }
        // The servers behind the driver `mysql` may be MariaDB's, which takes a default of any type.
        IncidentKind::Refused(Refusal::LiteralDefault { .. }) if schema.driver == Driver::MySql => None,
        // A key that cannot be made stands in no way; what is to be done about that is said where it is made.
        IncidentKind::Refused(Refusal::ReferencedTable { key_at: Some(key), .. }) if is_never_made(cx, *key) => None,
        IncidentKind::Refused(refusal) => {
            told(refusal.message(table, schema.driver), &refusal.help(schema.driver), refusal.label())
        }
        IncidentKind::UnknownMethod(method) => {
            let meant = method_meant(cx, incident, method)?;
            told(format!("Laravel's Blueprint has no method `{method}()`"), &format!("write `{meant}()`"), None)
        }
        IncidentKind::Ineffective { .. } | IncidentKind::UnknownModifier { .. } | IncidentKind::NameTooLong(_) => None,
    }
}

/// Whether a migration tries to make a key, and the database refuses it.
fn is_never_made(cx: &Context<'_>, key: Span) -> bool {
    let fails = |incident: &&Incident| {
        matches!(incident.kind, IncidentKind::TargetMissing { .. } | IncidentKind::TargetColumnMissing { .. })
    };
    let is_it = |incident: &Incident| incident.at == key || key.contains(incident.at) || incident.at.contains(key);
    cx.replay.incidents.iter().filter(fails).any(is_it)
}

/// The method that drops an index or a key by its columns, of the call whose argument stands at a place, or that it is.
fn dropping<'c>(cx: &Context<'c>, at: Span) -> Option<&'c str> {
    let before = cx.sources.file(at.file).text().get(..at.end as usize)?;
    let call = before.get(before.rfind("->")? + 2..)?;
    let method = call.split(|character: char| !character.is_ascii_alphanumeric()).next()?;
    let by_columns = ["dropForeign", "dropIndex", "dropUnique", "dropFullText", "dropSpatialIndex"];
    by_columns.contains(&method).then_some(method)
}
