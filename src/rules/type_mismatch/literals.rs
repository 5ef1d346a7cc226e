//! Columns that code compares with values of another kind, where these are written out: `where('user_id', 'anna')`,
//! `whereIn('uuid', [1, 2])`.

use super::named;
use crate::finding::{Finding, Severity};
use crate::references::{ColumnReference, Operation};
use crate::rules::written::compared;
use crate::rules::{Context, about_column};
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Driver, Whereabouts};

/// What is said of a condition that compares a column with a value of another kind.
pub(super) fn judge(cx: &Context<'_>, reference: &ColumnReference) -> Option<Finding> {
    if reference.operation != Operation::Where || !reference.literal || cx.is_test(reference.span.file) {
        return None;
    }
    let text = cx.sources.file(reference.span.file).text();
    let (before, behind) = (text.get(..reference.span.start as usize)?, text.get(reference.span.end as usize..)?);
    let value = *compared(before, behind)?.values.first()?;
    let (place, column) = named(cx, reference.span)?;
    let driver = place.schema.driver;
    let is_text = value.starts_with(['\'', '"']);
    let bare = value.trim_matches(['\'', '"']);
    let (what, severity) = match column.ty.family() {
        // To MySQL an empty text is 0, as which it may well be meant.
        Family::Integer if is_text && bare.trim().is_empty() && driver.is_mysql() => return None,
        Family::Integer if is_text && bare.trim().parse::<f64>().is_err() => ("a text", driver),
        // To MySQL it is a text as others.
        Family::Uuid if !is_text || (driver == Driver::PgSql && !is_hexadecimal(bare)) => ("no UUID", driver),
        Family::String if is_uuid(column) && !is_text && driver.is_mysql() => ("a number", driver),
        _ => return None,
    };
    let (severity, then) = match severity {
        Driver::PgSql => (Severity::Error, "PostgreSQL refuses to compare them"),
        Driver::MySql | Driver::MariaDb => (Severity::Warning, "the database converts the text to a number and finds other rows"),
        _ => return None,
    };
    let ty = super::of(cx, place, column);
    let message = format!("`{}.{}` is {ty}, and {value} is {what}: {then}", place.table.name, column.name);
    let finding = Finding::new("type-mismatch", severity, reference.span, message).help(if names_column(cx, bare) {
        format!("{value} is a column: compare two columns with `whereColumn()`")
    } else {
        "compare it with a value of its own type, or use the right column".to_owned()
    });
    Some(about_column(finding, place, column))
}

/// Whether a text is a column with its table before it.
fn names_column(cx: &Context<'_>, text: &str) -> bool {
    let Some((table, column)) = text.split_once('.') else { return false };
    matches!(cx.database.locate(None, table), Whereabouts::Found(places) if places.iter().any(|place| place.table.column(column).is_some()))
}

fn is_uuid(column: &Column) -> bool {
    column.ty.kind == TypeKind::Uuid
}

fn is_hexadecimal(text: &str) -> bool {
    text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit() || "-{}".contains(c))
}
