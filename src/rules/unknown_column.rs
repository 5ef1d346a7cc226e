//! `unknown-column`: a query or a row names a column that the table, or none of the joined tables, has.

mod advice;
mod beside_missing;
mod generic;
mod misplaced;
mod selected;
mod treatments;
mod unjudged;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::rename::{self, Written};
use super::use_of_constant::at_use;
use super::{Context, Findings, begun_elsewhere, dumped, elsewhere, suggest};
use crate::finding::{Finding, Severity};
use crate::references::{self, ColumnReference, Fillable, Operation, RowWrite, TableUse};
use crate::schema::{IncidentKind, Located, Table, Whereabouts};
use crate::source::Span;

use advice::{Named, advise};
pub(in crate::rules) use generic::NamedByRows;
use generic::{is_generic, is_of_model};
use misplaced::misplaced;
pub(super) use unjudged::unjudged;

/// What becomes of a column that a model does not let through, in the words of the message.
pub(crate) const DROPPED: &str = "mass assignment silently drops it";

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    in_migrations(cx, findings);
    in_queries(cx, findings);
    misplaced(cx, findings);
    // What is written to models of several tables is told once.
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for row in &cx.references.rows {
        for (written, span) in &row.columns {
            let Verdict::Lacking(homes) = of_row(cx, row, (written, *span)) else { continue };
            let Some((connection, table)) = homes.first().copied() else { continue };
            let Some(column) = missing(table, row, written).filter(|_| row.fillable.is_none() || told.insert(*span)) else {
                continue;
            };
            let mut found = finding(cx, (connection, table), column, *span, Named::Row);
            if row.fillable.as_ref().and_then(|fillable| fillable.drops(column)) == Some(true) {
                found.severity = Severity::Warning;
                let because = if matches!(row.fillable, Some(Fillable::Columns)) { "" } else { " because it is not fillable" };
                let link = if because.is_empty() { "so" } else { "and" };
                let _ = write!(found.message, ", {link} {DROPPED}{because}");
            }
            if row.rules.contains(span) && !is_close(cx, *span, row.call) {
                found = found.label(row.call, "what passes validation is written here");
            }
            // What has two values already would get a third one.
            let twice =
                |(other, _): &(String, Span)| found.suggestions.first().is_some_and(|best| other.eq_ignore_ascii_case(best));
            // Forms and clients send what the rules name.
            if !row.columns.iter().any(twice) && !row.rules.contains(span) {
                let is_error = found.severity == Severity::Error;
                let sure = || is_error && agree(cx, *span, &[table]);
                mend(cx, &mut found, table, Written { name: column, span: *span, call: row.call, declared: false }, sure);
            }
            findings.push(at_use(cx, found, row.call));
        }
    }
}

/// Whether two places are a few lines of one file, so that one explains the other.
fn is_close(cx: &Context<'_>, one: Span, other: Span) -> bool {
    const LINES: u32 = 20;
    one.file == other.file && cx.sources.start(one).line.abs_diff(cx.sources.start(other).line) <= LINES
}

/// What is to be said of a column that a row names.
fn of_row<'c>(cx: &Context<'c>, row: &RowWrite, (key, span): (&str, Span)) -> Verdict<'c> {
    let sight = cx.sight_of(row.call.file, &row.context);
    if cx.has_local_column(&row.table.table, bare(key), sight) {
        return Verdict::Fine;
    }
    let places = match cx.database.locate(row.table.connection.as_deref(), &row.table.table) {
        Whereabouts::Found(places) => places,
        Whereabouts::Missing(..) => return Verdict::Silent(MISSING),
        Whereabouts::Unclear(_) | Whereabouts::Foreign => return Verdict::Silent(UNCLEAR),
    };
    // Of tables in several schemas, it is one of them that is written to.
    let has = |place: &Located<'_>| column_of(place.table, key).is_none_or(|column| place.table.column(column).is_some());
    if places.iter().any(has) {
        return Verdict::Fine;
    }
    if places.iter().any(|place| place.table.open_at.is_some()) {
        return Verdict::Silent(OPEN);
    }
    if places.iter().any(|place| missing(place.table, row, key).is_none()) {
        return Verdict::Silent(GUARDED);
    }
    if is_of_model(row) && is_generic(cx, span) {
        return Verdict::Silent(SEVERAL);
    }
    let Some((place, column)) = places.first().and_then(|place| Some((place, column_of(place.table, key)?))) else {
        return Verdict::Fine;
    };
    if cx.may_have_locally(&row.table.table, column, sight) {
        return Verdict::Silent(LOCAL);
    }
    if let Some(reason) = may_have(cx, (place.connection, place.table), column) {
        return Verdict::Silent(reason);
    }
    Verdict::Lacking(vec![(place.connection, place.table)])
}

/// The tables, with their connections, that a column may be one of.
type Homes<'c> = Vec<(&'c str, &'c Table)>;

/// What is to be said of a column that a query names.
enum Verdict<'c> {
    /// One of its tables has it, or what the query selects.
    Fine,
    /// Nothing, and why.
    Silent(&'static str),
    /// None of its tables has it.
    Lacking(Homes<'c>),
    /// None of its tables has it, and others of them are missing.
    Beside(Homes<'c>),
}

/// Why nothing is said of a column that a table is not known to have.
const OPEN: &str = "its table may have unknown columns";
const LOCAL: &str = "code creates or changes its table in ways that tablecheck cannot follow";
const GUARDED: &str = "the code around it checks first whether it exists";
const UNCLEAR: &str = "its table is not known";
const MISSING: &str = "its table does not exist";
const GIVEN: &str = "code may add this attribute to the model";
const SELECTED: &str = "another method may select this name";
const BROKEN: &str = "a migration that names its table has a syntax error";
const OF_TEST: &str = "Laravel derives it from the name of a class that only tests use";
const SEVERAL: &str = "it may belong to one of several tables";

/// What is kept of a verdict, since most of them say nothing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outline {
    /// Nothing is to be said.
    Fine,
    /// Nothing can be said, and why.
    Silent(&'static str),
    /// Something is to be said.
    Told,
}

/// The columns that queries name for certain, each with what is to be said of it.
fn outlines<'v, 'c>(cx: &'v Context<'c>) -> impl Iterator<Item = (&'c ColumnReference, Outline)> + use<'v, 'c> {
    let certain = || cx.references.columns.iter().filter(|reference| !reference.open);
    let outline = |reference: &ColumnReference| match verdict(cx, reference) {
        Verdict::Fine => Outline::Fine,
        Verdict::Silent(reason) => Outline::Silent(reason),
        Verdict::Lacking(_) | Verdict::Beside(_) => Outline::Told,
    };
    let outlines = cx.outlines.get_or_init(|| certain().map(outline).collect());
    certain().zip(outlines.iter().copied())
}

/// What is to be said of a column that a query names.
fn verdict<'c>(cx: &Context<'c>, reference: &ColumnReference) -> Verdict<'c> {
    if selected::may_be(cx, reference) {
        return Verdict::Silent(SELECTED);
    }
    if is_hidden(&reference.column) || selected::is(cx, reference) {
        return Verdict::Fine;
    }
    let mut homes: Homes<'c> = Vec::new();
    let mut silent = reference.tables.is_empty().then_some(UNCLEAR);
    let mut is_missing = false;
    for used in &reference.tables {
        match cx.database.locate(used.connection.as_deref(), &used.table) {
            Whereabouts::Found(places) => homes.extend(places.iter().map(|place| (place.connection, place.table))),
            Whereabouts::Missing(..) => is_missing = true,
            Whereabouts::Unclear(_) | Whereabouts::Foreign => silent = Some(UNCLEAR),
        }
    }
    // So it is with most of them, whatever else is known.
    if homes.iter().any(|(_, table)| table.column(&reference.column).is_some()) {
        return Verdict::Fine;
    }
    if cx.texts().mocking.contains(&reference.span.file) {
        return Verdict::Silent(super::unknown_table::MOCKED);
    }
    for used in &reference.tables {
        let sight = cx.sight_of(reference.span.file, &reference.context);
        if cx.has_local_column(&used.table, &reference.column, sight) {
            return Verdict::Fine;
        }
        if cx.may_have_locally(&used.table, &reference.column, sight) {
            silent = Some(LOCAL);
        }
    }
    // A table that may be missing has the columns that it would be made with.
    if homes.iter().any(|(_, table)| table.open_at.is_some()) {
        silent = Some(OPEN);
    }
    let is_asked_for = |(_, table): &(&str, &Table)| {
        is_guarded(&reference.context, table, &reference.column) || cx.references.probed.contains(&reference.span)
    };
    // A trait's relation takes the name of the class that uses it: of a test's class that says nothing of others.
    if reference.operation == Operation::Relation
        && !reference.literal
        && reference.context.of_tests
        && !cx.is_test(reference.span.file)
    {
        return Verdict::Silent(OF_TEST);
    }
    if let Some(reason) = silent.or_else(|| homes.iter().any(is_asked_for).then_some(GUARDED)) {
        return Verdict::Silent(reason);
    }
    if is_missing {
        let judged = !reference.operation.declares() && reference.operation != Operation::Model;
        return if judged { Verdict::Beside(homes) } else { Verdict::Silent(MISSING) };
    }
    // A sub-query may look at the table that the query around it looks at.
    homes.dedup_by_key(|(connection, table)| (*connection, table.name.clone()));
    if let Some(reason) = homes.iter().find_map(|home| may_have(cx, *home, &reference.column)) {
        return Verdict::Silent(reason);
    }
    let is_treatment = matches!(reference.operation, Operation::Cast | Operation::Serialize);
    match homes.as_slice() {
        [(_, table)] if is_treatment && treatments::may_be_given(cx, reference, &table.name) => Verdict::Silent(GIVEN),
        [_] => Verdict::Lacking(homes),
        [_, ..] if !reference.operation.declares() => Verdict::Lacking(homes),
        _ => Verdict::Silent(SEVERAL),
    }
}

/// Why a table may have a column all the same that no migration gives it.
fn may_have(cx: &Context<'_>, (connection, table): (&str, &Table), column: &str) -> Option<&'static str> {
    if dumped::has_column(cx, table, column) {
        return Some(dumped::REASON);
    }
    if elsewhere::is_in_broken_migration(cx, &table.name) {
        return Some(BROKEN);
    }
    // A near miss is none of the columns that nobody knows.
    let is_misspelled = || {
        let nearest = cx.names_of_columns(table).nearest(column);
        // `email_verified` beside `email_verified_at` is a name of its own.
        let begins = |one: &str, other: &str| other.len() > one.len() + 1 && other.starts_with(one);
        nearest
            .first()
            .is_some_and(|best| suggest::is_meant(column, best) == Some(true) && !begins(column, best) && !begins(best, column))
    };
    (begun_elsewhere::may_have_columns(cx, connection) && !is_misspelled()).then_some(begun_elsewhere::REASON)
}

/// The columns that queries name: in conditions, orders, selections and joins.
fn in_queries(cx: &Context<'_>, findings: &mut Findings) {
    for (reference, _) in outlines(cx).filter(|(_, outline)| matches!(outline, Outline::Told)) {
        let homes = match verdict(cx, reference) {
            Verdict::Fine | Verdict::Silent(_) => continue,
            Verdict::Beside(homes) => {
                findings.findings.extend(beside_missing::judge(cx, reference, homes));
                continue;
            }
            Verdict::Lacking(homes) => homes,
        };
        match homes.as_slice() {
            [(connection, table)] => {
                let mut found = finding(cx, (connection, table), &reference.column, reference.span, Named::By(reference));
                let sure = || !reference.operation.declares() && agree(cx, reference.span, &[table]);
                if let Some(swapped) = advice::swapped(cx, reference) {
                    if !swapped.speaks {
                        continue;
                    }
                    found.message = format!("{}: the columns of `{}` are swapped", found.message, swapped.kind);
                    found.help = vec!["swap the two columns".to_owned()];
                    found.suggestions.clear();
                    found.fix = swapped.fix;
                    findings.push(found);
                    continue;
                }
                mend(cx, &mut found, table, written(reference), sure);
                match reference.operation {
                    // A name too many in a list does nothing until somebody gives it a value.
                    Operation::Fillable => found.severity = Severity::Note,
                    Operation::Cast => {
                        found.severity = Severity::Warning;
                        found.message += ", and nothing adds this attribute to the model: the cast has no effect";
                    }
                    Operation::Serialize => {
                        found.severity = Severity::Note;
                        found.message += ", and nothing adds this attribute to the model: listing it here has no effect";
                    }
                    _ => {}
                }
                findings.push(if reference.operation.declares() { found } else { at_use(cx, found, reference.call) });
            }
            [(connection, table), ..] => {
                let mut names: Vec<String> = homes.iter().map(|(_, table)| format!("`{}`", table.name)).collect();
                // Several connections may have a table of one name.
                names.dedup();
                let mut several = finding(cx, (connection, table), &reference.column, reference.span, Named::By(reference));
                // In two of the tables it would be ambiguous.
                let best = several.suggestions.first().cloned().unwrap_or_default();
                if homes.iter().filter(|(_, table)| table.column(&best).is_some()).count() == 1 {
                    mend(cx, &mut several, table, written(reference), || false);
                }
                if names.len() > 1 {
                    several.message = format!("none of the tables {} has a column `{}`", names.join(", "), reference.column);
                }
                findings.push(at_use(cx, several, reference.call));
            }
            [] => {}
        }
    }
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
        let message = format!("table `{name}` has no column `{column}` at this point");
        let mut finding = Finding::new("unknown-column", Severity::Error, incident.at, message)
            .on_table(&incident.connection, name)
            .on_column(column);
        let schema = cx.database.connections.get(&incident.connection);
        if let Some(table) = schema.and_then(|schema| schema.table(name)) {
            match table.column(column).and_then(|column| column.defined_at) {
                Some(at) if at != incident.at => finding = finding.label(at, "added later, here"),
                _ => finding.suggestions = cx.names_of_columns(table).nearest(column),
            }
        }
        findings.push(finding);
    }
}

/// What a key names without a path into it: `meta->key` writes into a JSON column.
fn bare(key: &str) -> &str {
    key.split("->").next().unwrap_or(key).trim()
}

/// The column of a table that a key names, if it names one.
fn column_of<'k>(table: &Table, key: &'k str) -> Option<&'k str> {
    // `table.column` names one of several tables of an update.
    let column = bare(key);
    let column = match column.rsplit_once('.') {
        Some((qualifier, column)) if qualifier.eq_ignore_ascii_case(&table.name) => column,
        Some(_) => return None,
        None => column,
    };
    (!column.is_empty()).then_some(column)
}

/// The column that a key names, if the table certainly lacks it.
fn missing<'k>(table: &Table, row: &RowWrite, key: &'k str) -> Option<&'k str> {
    let column = column_of(table, key)?;
    (!is_guarded(&row.context, table, column) && table.column(column).is_none()).then_some(column)
}

/// Whether the code around asked first.
fn is_guarded(context: &references::Context, table: &Table, column: &str) -> bool {
    let is_own = |guarded: &str| guarded == references::ANY_TABLE || guarded.eq_ignore_ascii_case(&table.name);
    let asks_for_it = |(guarded, of): &(String, Option<String>)| {
        is_own(guarded) && of.as_deref().is_some_and(|of| of == references::ANY_TABLE || of.eq_ignore_ascii_case(column))
    };
    // Who asks for the table alone says nothing of its columns; who asks for more may look for an older schema.
    let asks_for_table = context.guards.iter().any(|(guarded, of)| is_own(guarded) && of.is_none());
    let asks_for_more = context.guards.iter().any(|(guarded, of)| !is_own(guarded) || of.is_some());
    // Code for tables without a column that is there never runs on these.
    let is_answered = |(guarded, of): &(String, Option<String>)| {
        let missing = of.as_deref().and_then(|of| of.strip_prefix('!'));
        guarded.eq_ignore_ascii_case(&table.name) && missing.is_some_and(|of| table.column(of).is_some())
    };
    context.guards.iter().any(asks_for_it) || (asks_for_table && asks_for_more) || context.guards.iter().any(is_answered)
}

fn finding(cx: &Context<'_>, (connection, table): (&str, &Table), column: &str, span: Span, named: Named<'_>) -> Finding {
    let name = &table.name;
    let mut finding = Finding::new("unknown-column", Severity::Error, span, format!("table `{name}` has no column `{column}`"))
        .on_table(connection, name)
        .on_column(column);
    let mut suggestions = Vec::new();
    if let Some((now, at)) = table.former_column(column) {
        match now {
            Some(now) => {
                finding = finding.label(at, format!("renamed to `{now}` here"));
                if table.column(now).is_some() {
                    suggestions.push(now.to_owned());
                }
            }
            None => finding = finding.label(at, "dropped here"),
        }
    }
    for near in cx.names_of_columns(table).nearest(column) {
        if !suggestions.contains(&near) {
            suggestions.push(near);
        }
    }
    if let Some((at, said)) = table.creation() {
        finding = finding.label(at, said);
    }
    finding.suggestions = suggestions;
    advise(cx, &mut finding, table, column, named);
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
