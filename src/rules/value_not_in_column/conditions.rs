//! Conditions for a value that no row can have: `where('state', 'payed')`.

use super::column_of;
use super::misfit::of_sought;
use crate::finding::{Finding, Severity};
use crate::references::{ColumnReference, Operation};
use crate::rules::written::compared;
use crate::rules::{Context, about_column};
use crate::schema::types::TypeKind;

/// What is said of the values that a condition compares a column with.
pub(super) fn judge(cx: &Context<'_>, reference: &ColumnReference) -> Option<Finding> {
    let at = reference.span;
    if reference.operation != Operation::Where || !reference.literal || reference.open {
        return None;
    }
    let text = cx.sources.file(at.file).text();
    let (before, behind) = (text.get(..at.start as usize)?, text.get(at.end as usize..)?);
    let [used] = reference.tables.as_slice() else { return None };
    let found = compared(before, behind)?;
    let (place, column) = column_of(cx, used.connection.as_deref(), &used.table, &reference.column)?;
    if cx.may_differ_locally(&place.table.name, &column.name, cx.sight(at.file)) {
        return None;
    }
    let several = found.values.len() > 1;
    // MySQL compares a number with the place that a value has in the list.
    let is_listed = place.schema.driver.is_mysql() && matches!(column.ty.kind, TypeKind::Enum | TypeKind::Set);
    let is_place = |value: &&str| is_listed && value.chars().all(|c| c.is_ascii_digit());
    let sought = found.values.into_iter().filter(|value| !is_place(value));
    let sought = sought.map(|value| value.trim_matches(['\'', '"'])).filter(|value| !value.is_empty());
    let misfit = sought.into_iter().find_map(|value| of_sought(place.table, column, value, place.schema.driver))?;
    if super::is_aside(cx, at.file) || !super::is_settled(cx, place, column) {
        return None;
    }
    let so = match (found.negated, several) {
        (true, _) => "so no row is left out because of it",
        (false, true) => "so no row has it",
        (false, false) => "so no row matches",
    };
    let message = format!("{}, {so}", misfit.message);
    let mut finding = Finding::new("value-not-in-column", Severity::Warning, at, message);
    if let Some(at) = column.defined_at {
        finding = finding.label(at, "the column is added here");
    }
    finding = match &misfit.near {
        Some(near) => finding.help(format!("ask for `{near}`, or allow this value in the column")),
        None => finding.help("ask for a value that the column can have, or remove the condition"),
    };
    finding.suggestions.extend(misfit.near);
    Some(about_column(finding, place, column))
}
