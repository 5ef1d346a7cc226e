//! `value-not-in-column`: code writes a value that the column cannot hold, or asks for one that it cannot have.

mod conditions;
mod defaults;
mod misfit;

use std::collections::BTreeMap;

use super::written::{is_right_behind, word_behind};
use super::{Context, Findings, about_column, dumped};
use crate::finding::{Finding, Severity};
use crate::references::{Given, MadeKey, WrittenValue};
use crate::schema::types::Family;
use crate::schema::{Column, Driver, Located, Whereabouts};
use crate::source::{FileId, Span};

use misfit::{Misfit, of_case, of_null, of_number, of_text};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let findings = &mut findings.findings;
    let mut values: BTreeMap<Span, Vec<&WrittenValue>> = BTreeMap::new();
    for value in &cx.references.values {
        values.entry(value.named).or_default().push(value);
    }
    // What is written to one of several tables may be meant for the one that takes it.
    let fits = |value: &WrittenValue| {
        let others = || values.get(&value.named).into_iter().flatten();
        others().any(|other| other.value == value.value && other.table.table != value.table.table && misfit(cx, other).is_none())
    };
    findings.extend(cx.references.values.iter().filter(|value| !fits(value)).filter_map(|value| written(cx, value)));
    findings.extend(cx.references.columns.iter().filter_map(|reference| conditions::judge(cx, reference)));
    for model in &cx.references.facts {
        findings.extend(model.casts.iter().filter_map(|cast| defaults::of_cast(cx, model, cast)));
    }
    for key in cx.references.made_keys.iter().filter(|key| !cx.is_test(key.span.file)) {
        if let Some((place, column)) = column_of(cx, key.table.connection.as_deref(), &key.table.table, &key.column) {
            findings.extend(made_key(place, column, key));
        }
    }
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values().filter(|table| super::keys::is_own(cx, table) && table.open_at.is_none()) {
            for column in table.columns.iter().filter(|column| table.is_certain(column)) {
                findings.extend(defaults::of_column(cx, Located { connection, schema, table }, column));
            }
        }
    }
}

/// The one column that is meant, if it is certain.
pub(super) fn column_of<'c>(
    cx: &Context<'c>,
    connection: Option<&str>,
    table: &str,
    column: &str,
) -> Option<(Located<'c>, &'c Column)> {
    let Whereabouts::Found(places) = cx.database.locate(connection, table) else { return None };
    let [place] = *places.as_slice() else { return None };
    let column = place.table.column(column)?;
    (!place.table.conditional && place.table.open_at.is_none() && place.table.is_certain(column)).then_some((place, column))
}

/// Whether no migration makes something else of a column on another server than SQLite, which new projects are set up with and
/// few of them run on.
fn is_settled(cx: &Context<'_>, place: Located<'_>, column: &Column) -> bool {
    const REMAKES: [&str; 3] = ["enum", "modify", "check"];
    let differs = |file: FileId| {
        let text = cx.sources.file(file).text();
        let names =
            text.contains("getDriverName") && text.contains(place.table.name.as_str()) && text.contains(column.name.as_str());
        names && {
            let lower = text.to_ascii_lowercase();
            REMAKES.iter().any(|word| lower.contains(word))
        }
    };
    place.schema.driver != Driver::Sqlite || !cx.replay.migrations.iter().any(|(_, migration)| differs(*migration))
}

/// Whether a file is one of tests, or of migrations, which see the columns of their time.
fn is_aside(cx: &Context<'_>, file: FileId) -> bool {
    cx.is_test(file) || cx.replay.is_migration(file)
}

/// Whether the database minds: without its strict mode MySQL stores something else and says nothing.
fn is_strict(cx: &Context<'_>, place: Located<'_>) -> bool {
    !place.schema.driver.is_mysql() || cx.settings.connection(place.connection).strict
}

/// Why the column of a value cannot hold it.
fn misfit<'c>(cx: &Context<'c>, value: &WrittenValue) -> Option<(Located<'c>, &'c Column, Misfit)> {
    let (place, column) = column_of(cx, value.table.connection.as_deref(), &value.table.table, &value.column)?;
    if !is_strict(cx, place) || cx.may_differ_locally(&place.table.name, &column.name, cx.sight(value.named.file)) {
        return None;
    }
    let (table, driver) = (place.table, place.schema.driver);
    let is_key = table.foreign_key_of(&column.name).is_some();
    let misfit = match &value.value {
        // What a key cannot refer to is another rule's.
        Given::Text(text, _) | Given::Case(_, text) if is_key => of_case(table, column, text, driver),
        Given::Number(_) if is_key => None,
        Given::Text(text, _) | Given::Case(_, text) => of_text(table, column, text, driver),
        Given::Number(number) => of_number(table, column, number, driver),
        // A trigger may put something in its place.
        Given::Null => {
            let triggered = cx.replay.triggers.iter().any(|name| name.eq_ignore_ascii_case(&table.name));
            of_null(table, column, driver).filter(|_| !triggered)
        }
    }?;
    Some((place, column, misfit))
}

/// What is said of a value that code writes.
fn written(cx: &Context<'_>, value: &WrittenValue) -> Option<Finding> {
    let (place, column, Misfit { message, near }) = misfit(cx, value)?;
    if let Given::Text(text, _) | Given::Case(_, text) = &value.value
        && dumped::lists(cx, place.table, &column.name, text)
    {
        return None;
    }
    if is_aside(cx, value.named.file) || !is_settled(cx, place, column) {
        return None;
    }
    let (at, written_at) = places(cx, value)?;
    // A test may want to see that the value is refused before it reaches the database.
    if written_at.into_iter().chain([at]).any(|place| is_aside(cx, place.file)) {
        return None;
    }
    let severity = if value.is_default { Severity::Warning } else { Severity::Error };
    let message = if value.is_default { format!("{message}, which is the model's default") } else { message };
    let mut finding = Finding::new("value-not-in-column", severity, at, message);
    if let Some(written_at) = written_at {
        finding = finding.label(written_at, "the value is written here");
    }
    if let Some(at) = column.defined_at {
        finding = finding.label(at, "the column is added here");
    }
    finding = match (&near, &value.value) {
        (Some(near), _) => finding.help(format!("write `{near}`, or allow this value in the column")),
        (None, Given::Null) => finding.help("write a value, or make the column nullable in a migration"),
        (None, _) => finding.help("write a value that the column accepts, or change the column in a migration"),
    };
    finding.suggestions.extend(near);
    Some(about_column(finding, place, column))
}

/// Where a finding about a value stands, and where the value is written, if that is elsewhere. None if it is not certain that
/// the value is the one that is written there.
fn places(cx: &Context<'_>, value: &WrittenValue) -> Option<(Span, Option<Span>)> {
    let named = value.named;
    let word = || word_behind(cx, named);
    let sure = match &value.value {
        Given::Text(_, at) if is_right_behind(cx, named, *at) => return Some((*at, None)),
        Given::Text(_, at) if cx.constants().name_at(*at).is_some() || is_case(cx, *at) => return Some((named, Some(*at))),
        Given::Text(_, at) => return Some((*at, None)),
        Given::Case(name, _) => word().is_some_and(|word| word.trim_end_matches("->value").ends_with(&format!("::{name}"))),
        Given::Number(number) => word().is_some_and(|word| word == number),
        Given::Null => word().is_some_and(|word| word.eq_ignore_ascii_case("null")),
    };
    sure.then_some((named, None))
}

/// Whether a text is what a case of an enum is stored as.
fn is_case(cx: &Context<'_>, at: Span) -> bool {
    let text = cx.sources.file(at.file).text();
    let before = text.get(..at.start as usize).unwrap_or_default();
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    line.trim_start().starts_with("case ") && line.contains('=')
}

/// A UUID or ULID for a column of numbers.
fn made_key(place: Located<'_>, column: &Column, key: &MadeKey) -> Option<Finding> {
    if column.ty.family() != Family::Integer {
        return None;
    }
    let name = format!("`{}.{}`", place.table.name, column.name);
    let message = if key.of_morph {
        format!("the keys of `{}` are UUIDs or ULIDs, but {name}, which stores them, is a number", key.model)
    } else {
        format!("`{}` generates UUIDs or ULIDs for its key, but {name} is a number", key.model)
    };
    let help = if key.of_morph {
        "create the columns with `uuidMorphs()` or `ulidMorphs()`"
    } else {
        "create the column with `uuid()` or `ulid()`, or remove the trait"
    };
    let finding = Finding::new("value-not-in-column", Severity::Error, key.span, message).help(help);
    Some(about_column(finding, place, column))
}
