//! `value-not-in-column`: code writes a value that the column cannot hold.

use super::{Context, Findings, about_column};
use crate::finding::{Finding, Severity};
use crate::references::{MadeKey, WrittenValue};
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Default, Driver, Located, Table, Whereabouts};
use crate::spelling::nearest;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for value in cx.references.values.iter().filter(|value| !cx.is_test(value.span.file)) {
        if let Some((place, column)) = column_of(cx, value.table.connection.as_deref(), &value.table.table, &value.column)
            && !cx.may_differ_locally(&place.table.name, &column.name, cx.sight(value.span.file))
        {
            findings.findings.extend(judge(cx, place, column, value));
        }
    }
    for key in cx.references.made_keys.iter().filter(|key| !cx.is_test(key.span.file)) {
        if let Some((place, column)) = column_of(cx, key.table.connection.as_deref(), &key.table.table, &key.column) {
            findings.findings.extend(made_key(place, column, key));
        }
    }
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values().filter(|table| super::keys::is_own(cx, table) && table.open_at.is_none()) {
            for column in table.columns.iter().filter(|column| table.is_certain(column)) {
                findings.findings.extend(default(cx, Located { connection, schema, table }, column));
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

fn judge(cx: &Context<'_>, place: Located<'_>, column: &Column, value: &WrittenValue) -> Option<Finding> {
    let driver = place.schema.driver;
    // Without its strict mode MySQL stores something else and says nothing.
    if driver.is_mysql() && !cx.settings.connection(place.connection).strict {
        return None;
    }
    let (message, near) =
        unlisted(place.table, column, &value.text, driver).or_else(|| too_long(place.table, column, &value.text, driver))?;
    let mut finding = Finding::new("value-not-in-column", Severity::Error, value.span, message)
        .on_table(place.connection, &place.table.name)
        .on_column(&column.name);
    if let Some(at) = column.defined_at {
        finding = finding.label(at, "the column is added here");
    }
    finding = match &near {
        Some(near) => finding.help(format!("write `{near}`, or allow this value in the column")),
        None => finding.help("write a value that the column accepts, or change the column in a migration"),
    };
    finding.suggestions.extend(near);
    Some(finding)
}

/// What an `enum` does not list: the message, and the nearest value.
fn unlisted(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<(String, Option<String>)> {
    if column.ty.kind != TypeKind::Enum || column.ty.values.is_empty() || driver == Driver::SqlSrv {
        return None;
    }
    // MySQL compares them as its collations do, the others letter by letter.
    let is_one = |known: &String| if driver.is_mysql() { known.eq_ignore_ascii_case(text.trim_end()) } else { known == text };
    if column.ty.values.iter().any(is_one) {
        return None;
    }
    let listed: Vec<String> = column.ty.values.iter().take(5).map(|value| format!("`{value}`")).collect();
    let more = if column.ty.values.len() > 5 { " and others" } else { "" };
    let message = format!("`{}.{}` accepts {}{more}, but not `{text}`", table.name, column.name, listed.join(", "));
    Some((message, nearest(text, column.ty.values.iter().map(String::as_str)).map(str::to_owned)))
}

/// A text that is longer than its column. SQLite does not look.
fn too_long(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<(String, Option<String>)> {
    let length = column.ty.length.filter(|_| matches!(column.ty.kind, TypeKind::String | TypeKind::Char))?;
    let has = text.chars().count();
    if driver == Driver::Sqlite || has <= length as usize {
        return None;
    }
    Some((format!("`{}.{}` holds {length} characters, but this text has {has}", table.name, column.name), None))
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

/// How code gives a row the key 0.
const ZEROS: [&str; 4] = ["'id' => 0", "\"id\" => 0", "->id = 0", "`id` = 0"];

/// A default that the column itself cannot hold, or that a foreign key lets refer to nothing.
fn default(cx: &Context<'_>, place: Located<'_>, column: &Column) -> Option<Finding> {
    let Some(Default::Literal(text)) = &column.default else { return None };
    let Located { connection, schema, table } = place;
    let new = |severity, message: String| {
        let finding = Finding::new("value-not-in-column", severity, column.defined_at?, message);
        Some(finding.on_table(connection, &table.name).on_column(&column.name))
    };
    if let Some((message, near)) = unlisted(table, column, text, schema.driver) {
        let mut finding = new(Severity::Error, format!("{message}, which is its default"))?;
        finding.suggestions.extend(near);
        return Some(finding);
    }
    let key = table.foreign_key_of(&column.name).filter(|key| !key.conditional && key.columns.len() == 1)?;
    let [reference] = key.references.as_slice() else { return None };
    let target = schema.table(&key.table)?;
    let counted = target.column(reference).is_some_and(|column| column.auto_increment && target.is_certain(column));
    // Some applications keep a row of their own under 0.
    let is_kept = || cx.sources.iter().any(|(_, file)| ZEROS.iter().any(|zero| file.text().contains(zero)));
    if !counted || !matches!(text.trim(), "0" | "") || is_kept() {
        return None;
    }
    let message = format!(
        "the default `{text}` of `{}.{}` matches no row of `{}`, whose keys count up from 1",
        table.name, column.name, target.name
    );
    let finding = new(Severity::Warning, message)?;
    Some(finding.help("make the column `nullable()` instead, without a default"))
}
