//! `type-mismatch`: code takes a column for one of another type: a model its key, a join the other column.

mod literals;

use super::value_not_in_column::column_of;
use super::{Context, Findings, about_column};
use crate::finding::{Finding, Severity};
use crate::references::ModelFacts;
use crate::schema::types::Family;
use crate::schema::{Column, Driver, Located, Origin};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for model in cx.references.facts.iter().filter(|model| !is_aside(cx, model)) {
        findings.findings.extend(key(cx, model));
    }
    findings.findings.extend(cx.references.columns.iter().filter_map(|reference| literals::judge(cx, reference)));
    for (one, other) in &cx.references.equal {
        findings.findings.extend(joined(cx, *one, *other));
    }
}

/// Whether a model is one of tests, or one that migrations have for themselves.
fn is_aside(cx: &Context<'_>, model: &ModelFacts) -> bool {
    cx.is_test(model.at.file) || cx.sources.path(model.at.file).contains("/migrations/")
}

/// A model's key, as it thinks of it, against the column.
fn key(cx: &Context<'_>, model: &ModelFacts) -> Option<Finding> {
    let name = model.key.as_ref()?;
    let (place, column) = column_of(cx, model.table.connection.as_deref(), &model.table.table, name)?;
    let own =
        place.table.origin == Origin::Project && !cx.may_differ_locally(&place.table.name, &column.name, cx.sight(model.at.file));
    let (Some((numbered, said)), Some((counted, counted_at)), true) = (model.numbered, model.counted, own) else { return None };
    let primary = place.table.primary_key();
    if !matches!(primary, [only] if only.eq_ignore_ascii_case(&column.name)) {
        return None;
    }
    let class = &model.class;
    let column_name = format!("`{}.{}`", place.table.name, column.name);
    let (at, message, help) = match column.ty.family() {
        Family::String | Family::Uuid if numbered && counted => (
            counted_at,
            format!("`{class}` treats its key as an auto-increment number, but {column_name} is {}", of(cx, place, column)),
            "write `public $incrementing = false;` and `protected $keyType = 'string';`, or use `HasUuids` or `HasUlids`",
        ),
        Family::String | Family::Uuid if numbered => (
            said,
            format!("`{class}` and its relations treat its key as a number, but {column_name} is {}", of(cx, place, column)),
            "write `protected $keyType = 'string';`",
        ),
        _ => return None,
    };
    let finding = Finding::new("type-mismatch", Severity::Warning, at, message).help(help);
    Some(about_column(finding, place, column))
}

fn of(cx: &Context<'_>, place: Located<'_>, column: &Column) -> String {
    column.ty.sql(place.schema.driver, cx.settings.laravel, false)
}

/// The one column that is named at a place.
fn named<'c>(cx: &Context<'c>, span: Span) -> Option<(Located<'c>, &'c Column)> {
    let [reference] = cx.columns_at(span) else { return None };
    let ([used], false) = (reference.tables.as_slice(), reference.open) else { return None };
    let (place, column) = column_of(cx, used.connection.as_deref(), &used.table, &reference.column)?;
    let own =
        place.table.origin == Origin::Project && !cx.may_differ_locally(&place.table.name, &column.name, cx.sight(span.file));
    own.then_some((place, column))
}

/// Two columns that a query compares: a number and a text. PostgreSQL has no such operator, MySQL makes numbers of the texts.
fn joined(cx: &Context<'_>, one: Span, other: Span) -> Option<Finding> {
    if cx.is_test(one.file) || one == other {
        return None;
    }
    let ((place, first), (_, second)) = (named(cx, one)?, named(cx, other)?);
    let (from, to) = (first.ty.family(), second.ty.family());
    let driver = place.schema.driver;
    let is = |a: Family, b: Family| (from, to) == (a, b) || (from, to) == (b, a);
    let differs = is(Family::Integer, Family::String) || is(Family::Integer, Family::Uuid);
    let severity = match driver {
        Driver::PgSql if differs || is(Family::String, Family::Uuid) => Severity::Error,
        Driver::MySql | Driver::MariaDb if differs => Severity::Warning,
        _ => return None,
    };
    let (place_of_other, _) = named(cx, other)?;
    let message = format!(
        "`{}.{}` is {} and `{}.{}` is {}: {}",
        place.table.name,
        first.name,
        of(cx, place, first),
        place_of_other.table.name,
        second.name,
        of(cx, place_of_other, second),
        if driver == Driver::PgSql {
            "PostgreSQL has no operator that compares them"
        } else {
            "the database converts the texts to numbers, uses no index, and reads `12a` as 12"
        }
    );
    let mut finding = Finding::new("type-mismatch", severity, one, message)
        .on_table(place.connection, &place.table.name)
        .on_column(&first.name)
        .help("give both columns the same type, or write an explicit cast");
    for column in [first, second] {
        if let Some(at) = column.defined_at {
            finding = finding.label(at, "added here");
        }
    }
    Some(finding)
}
