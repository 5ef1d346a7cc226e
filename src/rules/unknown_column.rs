//! `unknown-column`: a query or a row names a column that the table, or none of the joined tables, has.

mod beside_missing;
mod treatments;
mod unjudged;

use std::collections::{BTreeMap, BTreeSet};

use super::rename::{self, Written};
use super::{Context, Findings, suggest};
use crate::finding::{Finding, Severity};
use crate::references::{self, ColumnReference, Fillable, Misplaced, Misplacement, Operation, RowWrite, TableUse};
use crate::schema::{Driver, IncidentKind, Located, Table, Whereabouts};
use crate::source::Span;

pub(super) use unjudged::unjudged;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    in_migrations(cx, findings);
    in_queries(cx, findings);
    misplaced(cx, findings);
    let generic = generic_keys(cx);
    // What is written to models of several tables is told once.
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for row in &cx.references.rows {
        let found = cx.database.locate(row.table.connection.as_deref(), &row.table.table);
        let Whereabouts::Found(places) = found else { continue };
        let unclear = places.iter().any(|place| place.table.open_at.is_some());
        if unclear {
            continue;
        }
        for (written, span) in &row.columns {
            if row.fillable.is_some() && generic.contains(span) {
                continue;
            }
            // Of tables in several schemas, it is one of them that is written to.
            let mut lacking = places.iter().map(|place| Some((place, missing(place.table, row, written)?)));
            if let Some(Some((place, column))) = lacking.next()
                && lacking.all(|lacking| lacking.is_some())
                && !cx.may_have_locally(&row.table.table, column, cx.sight_of(row.call.file, &row.context))
                && (row.fillable.is_none() || told.insert(*span))
            {
                let mut found = finding(cx, place.connection, place.table, column, *span);
                if row.fillable.as_ref().and_then(|fillable| fillable.drops(column)) == Some(true) {
                    found.severity = Severity::Warning;
                    found.message += match row.fillable {
                        Some(Fillable::Columns) => ", and the model drops what is no column without a word",
                        _ => ", and the model drops what is not fillable without a word",
                    };
                }
                // What has two values already would get a third one.
                let twice =
                    |(other, _): &(String, Span)| found.suggestions.first().is_some_and(|best| other.eq_ignore_ascii_case(best));
                if !row.columns.iter().any(twice) {
                    let is_error = found.severity == Severity::Error;
                    let sure = || is_error && agree(cx, *span, &[place.table]);
                    mend(
                        cx,
                        &mut found,
                        place.table,
                        Written { name: column, span: *span, call: row.call, declared: false },
                        sure,
                    );
                }
                findings.push(found);
            }
        }
    }
}

/// Keys that code gives models of several tables, of which some have the column.
fn generic_keys(cx: &Context<'_>) -> BTreeSet<Span> {
    let mut tables: BTreeMap<Span, Vec<(&RowWrite, &str)>> = BTreeMap::new();
    for row in cx.references.rows.iter().filter(|row| row.fillable.is_some()) {
        for (name, span) in &row.columns {
            tables.entry(*span).or_default().push((row, name));
        }
    }
    let has = |(row, name): &(&RowWrite, &str)| match cx.database.locate(row.table.connection.as_deref(), &row.table.table) {
        Whereabouts::Found(places) => places.iter().any(|place| missing(place.table, row, name).is_none()),
        _ => true,
    };
    tables.into_iter().filter(|(_, rows)| rows.iter().any(has)).map(|(span, _)| span).collect()
}

/// Whether a relation reads what some query selects under that name (`addSelect(['last_login_id' => Login::select('id')…])`).
fn is_selected(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    let name = |table: &str| (table.to_ascii_lowercase(), reference.column.to_ascii_lowercase());
    reference.tables.iter().any(|used| cx.references.selected.contains(&name(&used.table)))
}

/// The columns that queries name: in conditions, orders, selections and joins.
fn in_queries<'c>(cx: &Context<'c>, findings: &mut Findings) {
    for reference in cx.references.columns.iter().filter(|reference| !reference.open) {
        if is_hidden(&reference.column) || (reference.operation == Operation::Relation && is_selected(cx, reference)) {
            continue;
        }
        let mut homes: Vec<(&'c str, &'c Table)> = Vec::new();
        let (mut unclear, mut is_missing) = (reference.tables.is_empty(), false);
        for used in &reference.tables {
            match cx.database.locate(used.connection.as_deref(), &used.table) {
                Whereabouts::Found(places) => homes.extend(places.iter().map(|place| (place.connection, place.table))),
                Whereabouts::Missing(..) => is_missing = true,
                Whereabouts::Unclear(_) | Whereabouts::Foreign => unclear = true,
            }
            unclear |= cx.may_have_locally(&used.table, &reference.column, cx.sight_of(reference.span.file, &reference.context));
        }
        // A table that may be missing has the columns that it would be made with.
        unclear |= homes.iter().any(|(_, table)| table.open_at.is_some());
        let lacks = |(_, table): &(&str, &Table)| {
            table.column(&reference.column).is_none() && !is_guarded(&reference.context, table, &reference.column)
        };
        if unclear || !homes.iter().all(lacks) {
            continue;
        }
        if is_missing {
            let judged = !reference.operation.declares() && reference.operation != Operation::Model;
            findings.findings.extend(judged.then(|| beside_missing::judge(cx, reference, homes)).flatten());
            continue;
        }
        // A sub-query may look at the table that the query around it looks at.
        homes.dedup_by_key(|(connection, table)| (*connection, table.name.clone()));
        match homes.as_slice() {
            [(connection, table)] => {
                let is_treatment = matches!(reference.operation, Operation::Cast | Operation::Serialize);
                if is_treatment && treatments::may_be_given(cx, reference, &table.name) {
                    continue;
                }
                let mut found = finding(cx, connection, table, &reference.column, reference.span);
                let sure = || !reference.operation.declares() && agree(cx, reference.span, &[table]);
                mend(cx, &mut found, table, written(reference), sure);
                match reference.operation {
                    // A name too many in a list does nothing until somebody gives it a value.
                    Operation::Fillable => found.severity = Severity::Note,
                    Operation::Cast => {
                        found.severity = Severity::Warning;
                        found.message += ", and nothing gives the model such an attribute: the cast does nothing";
                    }
                    Operation::Serialize => {
                        found.severity = Severity::Note;
                        found.message += ", and nothing gives the model such an attribute: naming it here does nothing";
                    }
                    _ => {}
                }
                findings.push(found);
            }
            [(connection, table), ..] if !reference.operation.declares() => {
                let names: Vec<String> = homes.iter().map(|(_, table)| format!("`{}`", table.name)).collect();
                let mut several = finding(cx, connection, table, &reference.column, reference.span);
                // In two of the tables it would be ambiguous.
                let best = several.suggestions.first().cloned().unwrap_or_default();
                if homes.iter().filter(|(_, table)| table.column(&best).is_some()).count() == 1 {
                    mend(cx, &mut several, table, written(reference), || false);
                }
                several.message = format!("none of the tables {} has a column `{}`", names.join(", "), reference.column);
                findings.push(several);
            }
            _ => {}
        }
    }
}

/// Names that stand where they cannot be ones of columns. What a query selects, only SQLite lets `where` see.
fn misplaced(cx: &Context<'_>, findings: &mut Findings) {
    for selected in &cx.references.misplaced {
        let Whereabouts::Found(places) = cx.database.locate(selected.connection.as_deref(), &selected.table) else { continue };
        match selected.why {
            Misplacement::LeftOut => {
                left_out(selected, &places, findings);
                continue;
            }
            Misplacement::Appended => {
                appended(selected, &places, findings);
                continue;
            }
            Misplacement::Folded => {
                folded(cx, selected, &places, findings);
                continue;
            }
            Misplacement::Selected => {}
        }
        let sees = places.iter().any(|place| {
            let driver = cx.database.connections.get(place.connection).map(|schema| schema.driver);
            let has = place.table.column(&selected.name).is_some();
            has || place.table.open_at.is_some() || driver.is_none_or(|driver| driver == Driver::Sqlite)
        });
        let name = &selected.name;
        let may_be_there = sees || cx.may_have_locally(&selected.table, name, cx.sight(selected.span.file));
        let Some(place) = places.first().filter(|_| !may_be_there) else { continue };
        let message =
            format!("table `{}` has no column `{name}`, and `where` does not see what the query selects", place.table.name);
        findings.push(
            Finding::new("unknown-column", Severity::Error, selected.span, message)
                .on_table(place.connection, &place.table.name)
                .on_column(name)
                .help(format!("ask for `{name}` with `having()`, or repeat what it stands for")),
        );
    }
}

/// A name without quotes that PostgreSQL reads in small letters, where the column's has capital ones.
fn folded(cx: &Context<'_>, written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let name = &written.name;
    let Some(place) = places.first().filter(|place| place.schema.driver == Driver::PgSql && !place.table.conditional) else {
        return;
    };
    // The one that is found whatever its case is not the one that is asked for.
    let Some(meant) = place.table.column(name).filter(|_| place.table.columns.iter().all(|column| column.name != *name)) else {
        return;
    };
    let spelled = &meant.name;
    let message =
        format!("PostgreSQL reads `{spelled}` without quotes as `{name}`, and `{}` has no such column", place.table.name);
    let mut finding = Finding::new("unknown-column", Severity::Error, written.span, message)
        .on_table(place.connection, &place.table.name)
        .on_column(name)
        .help(format!("write it in double quotes: `\"{spelled}\"`"));
    if let Some(at) = meant.defined_at {
        finding = finding.label(at, "the column has capital letters here");
    }
    if cx.may_differ_locally(&place.table.name, spelled, cx.sight(written.span.file)) {
        return;
    }
    findings.push(finding);
}

/// A rule `unique` that names a column where the value stands that is left out.
fn left_out(written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let name = &written.name;
    let Some(place) = places.first().filter(|place| place.table.column(name).is_some()) else { return };
    let message =
        format!("the third parameter of `unique` is the value to leave out, but `{name}` is a column of `{}`", place.table.name);
    findings.push(
        Finding::new("unknown-column", Severity::Error, written.span, message)
            .on_table(place.connection, &place.table.name)
            .on_column(name)
            .label(written.span, "in this order: table, column, value to leave out, the column that has it")
            .help("swap the third and the fourth parameter, or write `Rule::unique(…)->ignore($value)`"),
    );
}

/// A model appends what it has no accessor for.
fn appended(written: &Misplaced, places: &[Located<'_>], findings: &mut Findings) {
    let (name, Some(place)) = (&written.name, places.first()) else { return };
    let accessor = crate::laravel::support::naming::studly(name);
    let is_column = if place.table.column(name).is_some() { "; that it is a column does not help" } else { "" };
    let message = format!("the model appends `{name}`, for which it has no accessor{is_column}");
    findings.push(
        Finding::new("unknown-column", Severity::Warning, written.span, message)
            .on_table(place.connection, &place.table.name)
            .on_column(name)
            .help(format!("declare `get{accessor}Attribute()`, or leave `{name}` out: making an array of the model fails")),
    );
}

/// Columns that databases have without anybody having made them.
fn is_hidden(column: &str) -> bool {
    ["rowid", "_rowid_", "oid", "ctid", "xmin", "xmax", "tableoid"].iter().any(|hidden| column.eq_ignore_ascii_case(hidden))
}

/// What migrations themselves name, judged by the schema as it was at that time.
fn in_migrations(cx: &Context<'_>, findings: &mut Findings) {
    for incident in cx.replay.incidents.iter().chain(&cx.replay.row_incidents) {
        let IncidentKind::ColumnMissing(column) = &incident.kind else { continue };
        let name = &incident.table;
        let message = format!("table `{name}` has no column `{column}` at this time");
        let mut finding = Finding::new("unknown-column", Severity::Error, incident.at, message)
            .on_table(&incident.connection, name)
            .on_column(column);
        let schema = cx.database.connections.get(&incident.connection);
        if let Some(table) = schema.and_then(|schema| schema.table(name)) {
            match table.column(column).and_then(|column| column.defined_at) {
                Some(at) if at != incident.at => finding = finding.label(at, "added here, later"),
                _ => finding.suggestions = cx.names_of_columns(table).nearest(column),
            }
        }
        findings.push(finding);
    }
}

/// The column that a key names, if the table certainly lacks it.
fn missing<'k>(table: &Table, row: &RowWrite, key: &'k str) -> Option<&'k str> {
    // `meta->key` writes into a JSON column; `table.column` names one of several tables of an update.
    let column = key.split("->").next().unwrap_or(key).trim();
    let column = match column.rsplit_once('.') {
        Some((qualifier, column)) if qualifier.eq_ignore_ascii_case(&table.name) => column,
        Some(_) => return None,
        None => column,
    };
    let guarded = is_guarded(&row.context, table, column);
    (!column.is_empty() && !guarded && table.column(column).is_none()).then_some(column)
}

/// Whether the code around asked first.
fn is_guarded(context: &references::Context, table: &Table, column: &str) -> bool {
    let is_own = |guarded: &str| guarded.eq_ignore_ascii_case(&table.name);
    let asks_for_it = |(guarded, of): &(String, Option<String>)| {
        is_own(guarded) && of.as_deref().is_some_and(|of| of.eq_ignore_ascii_case(column))
    };
    // Who asks for the table alone says nothing of its columns; who asks for more may look for an older schema.
    let asks_for_table = context.guards.iter().any(|(guarded, of)| is_own(guarded) && of.is_none());
    let asks_for_more = context.guards.iter().any(|(guarded, of)| !is_own(guarded) || of.is_some());
    context.guards.iter().any(asks_for_it) || (asks_for_table && asks_for_more)
}

fn finding(cx: &Context<'_>, connection: &str, table: &Table, column: &str, span: Span) -> Finding {
    let name = &table.name;
    let mut finding = Finding::new("unknown-column", Severity::Error, span, format!("table `{name}` has no column `{column}`"))
        .on_table(connection, name)
        .on_column(column);
    let former = table.former_columns.iter().rev().find(|(old, _, _)| old.eq_ignore_ascii_case(column));
    let mut suggestions = Vec::new();
    if let Some((_, now, at)) = former {
        match now {
            Some(now) => {
                finding = finding.label(*at, format!("renamed to `{now}` here"));
                if table.column(now).is_some() {
                    suggestions.push(now.clone());
                }
            }
            None => finding = finding.label(*at, "dropped here"),
        }
    }
    for near in cx.names_of_columns(table).nearest(column) {
        if !suggestions.contains(&near) {
            suggestions.push(near);
        }
    }
    if let Some(at) = table.defined_at {
        finding = finding.label(at, format!("`{name}` is created here"));
    }
    if suggestions.is_empty() {
        finding = finding.help(format!("add `{column}` to `{name}` in a migration, or leave it out"));
    }
    finding.suggestions = suggestions;
    finding
}

/// A column as a query names it.
fn written(reference: &ColumnReference) -> Written<'_> {
    // What a model's lists name is listed for that alone.
    let declared = reference.operation.declares();
    Written { name: &reference.column, span: reference.span, call: reference.call, declared }
}

/// Whether all that was seen of what stands at a place speaks of these tables: code may run for several, of which others have
/// the column.
fn agree(cx: &Context<'_>, span: Span, tables: &[&Table]) -> bool {
    let own = |used: &TableUse| tables.iter().any(|table| table.name.eq_ignore_ascii_case(&used.table));
    cx.columns_at(span).iter().all(|other| other.tables.iter().all(own)) && cx.rows_naming(span).iter().all(|row| own(&row.table))
}

/// Adds the edit that names the right column.
///
/// Whether that is surely meant is asked only where it matters: it takes a look at all references.
fn mend(cx: &Context<'_>, finding: &mut Finding, table: &Table, written: Written<'_>, sure: impl Fn() -> bool) {
    let Some(best) = finding.suggestions.first() else { return };
    let renamed = table
        .former_columns
        .iter()
        .any(|(old, now, _)| old.eq_ignore_ascii_case(written.name) && now.as_ref().is_some_and(|now| now == best));
    let meant = if renamed { Some(true) } else { suggest::is_meant(written.name, best) };
    finding.fix = meant.and_then(|clear| rename::fix(cx, written, best, clear && finding.suggestions.len() == 1 && sure()));
}
