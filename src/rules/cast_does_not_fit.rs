//! `cast-does-not-fit`: a model casts an attribute to what its column cannot keep.

use super::value_not_in_column::column_of;
use super::{Context, Findings, about_column};
use crate::catalog::casts::{Misfit, misfits};
use crate::finding::{Finding, Severity};
use crate::references::{CastOf, ModelFacts};
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Driver, Origin};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for model in &cx.references.facts {
        for cast in &model.casts {
            findings.findings.extend(judge(cx, model, cast));
        }
    }
}

fn judge(cx: &Context<'_>, model: &ModelFacts, cast: &CastOf) -> Option<Finding> {
    let (place, column) = column_of(cx, model.table.connection.as_deref(), &model.table.table, &cast.column)?;
    let driver = place.schema.driver;
    let strict = !driver.is_mysql() || cx.settings.connection(place.connection).strict;
    // SQLite keeps everything, and what a server does that is not known is not known.
    let checks = matches!(driver, Driver::MySql | Driver::MariaDb | Driver::PgSql) && strict;
    let own =
        place.table.origin == Origin::Project && !cx.may_differ_locally(&place.table.name, &column.name, cx.sight(cast.at.file));
    if !checks || !own || cx.is_test(cast.at.file) {
        return None;
    }
    let text = cx.sources.file(cast.at.file).text();
    let misfit = misfits().iter().find(|misfit| {
        let says = misfit.unless_says.as_ref().is_some_and(|word| text.contains(word.as_str()));
        misfit.casts.contains(&cast.cast) && is_held(misfit, column) && !says
    })?;
    let severity = match misfit.severity.as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Note,
    };
    let ty = column.ty.sql(driver, cx.settings.laravel, false);
    let cast_name = cast.cast.replace("enum:int", "an integer enum").replace("enum:string", "a string enum");
    let message = format!(
        "`{}` casts `{}` to {}, and `{}.{}` is {ty}: {}",
        model.class,
        cast.column,
        if cast.cast.starts_with("enum") { cast_name } else { format!("`{cast_name}`") },
        place.table.name,
        column.name,
        misfit.says
    );
    let finding = Finding::new("cast-does-not-fit", severity, cast.at, message)
        .help("change the cast, or the column's type in a migration");
    Some(about_column(finding, place, column))
}

/// Whether a column is one of those that a misfit is about.
fn is_held(misfit: &Misfit, column: &Column) -> bool {
    let name = match column.ty.family() {
        Family::Integer => "integer",
        Family::Decimal => "decimal",
        Family::Float => "float",
        Family::Boolean => "boolean",
        Family::String => "string",
        Family::Uuid => "uuid",
        Family::Date => "date",
        Family::Time => "time",
        Family::Json => "json",
        Family::Binary | Family::Other | Family::Unknown => return false,
    };
    let length = || match column.ty.kind {
        TypeKind::String | TypeKind::Char => Some(column.ty.length.unwrap_or(255)),
        _ => None,
    };
    let short = misfit.shorter_than.is_none_or(|limit| length().is_some_and(|length| length < limit));
    misfit.types.iter().any(|ty| ty == name) && short
}
