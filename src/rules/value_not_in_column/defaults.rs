//! Values that a column, or the enum that a model casts it to, has before anybody writes one.

use super::misfit::{Misfit, of_case, of_text};
use super::{column_of, is_settled, is_strict};
use crate::finding::{Finding, Severity};
use crate::references::{CastOf, ModelFacts};
use crate::rules::words::Words;
use crate::rules::{Context, about_column};
use crate::schema::{Column, Default, Located};

/// How code gives a row the key 0.
const ZEROS: [&str; 4] = ["'id' => 0", "\"id\" => 0", "->id = 0", "`id` = 0"];

/// A default that the column itself cannot hold, or that a foreign key lets refer to nothing.
pub(super) fn of_column(cx: &Context<'_>, place: Located<'_>, column: &Column) -> Option<Finding> {
    let Some(Default::Literal(text)) = &column.default else { return None };
    let Located { connection, schema, table } = place;
    let new = |severity, message: String| {
        let finding = Finding::new("value-not-in-column", severity, column.defined_at?, message);
        Some(finding.on_table(connection, &table.name).on_column(&column.name))
    };
    if let Some(Misfit { message, near }) = of_text(table, column, text, schema.driver) {
        let mut finding = new(Severity::Error, format!("{message}, which is its default"))?;
        finding.suggestions.extend(near);
        return Some(finding.help("give it a default that the column can hold, or none"));
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
    Some(finding.help(format!("make the column {} instead, without a default", Words::of(cx, table).nullable())))
}

/// The first case of an enum, to which a model casts a column, that the column cannot hold.
pub(super) fn of_cast(cx: &Context<'_>, model: &ModelFacts, cast: &CastOf) -> Option<Finding> {
    let (place, column) = column_of(cx, model.table.connection.as_deref(), &model.table.table, &cast.column)?;
    let differs = || cx.may_differ_locally(&place.table.name, &column.name, cx.sight(cast.at.file));
    if cx.is_test(cast.at.file) || !is_strict(cx, place) || differs() || cast.cases.is_empty() {
        return None;
    }
    let misfit = |value: &String| of_case(place.table, column, value, place.schema.driver);
    let mut wrong = cast.cases.iter().filter_map(|(value, at)| Some((misfit(value)?, at)));
    let (first, at) = wrong.next().filter(|_| is_settled(cx, place, column))?;
    let more = match wrong.count() {
        0 => String::new(),
        1 => "; another case does not fit either".to_owned(),
        more => format!("; {more} other cases do not fit either"),
    };
    let message = format!("{}, which is a case of the enum that `{}` casts it to{more}", first.message, model.class);
    let mut finding =
        Finding::new("value-not-in-column", Severity::Warning, cast.at, message).label(*at, "the case is declared here");
    if let Some(at) = column.defined_at {
        finding = finding.label(at, "the column is added here");
    }
    Some(about_column(finding.help("allow the value in a migration, or remove the case"), place, column))
}
