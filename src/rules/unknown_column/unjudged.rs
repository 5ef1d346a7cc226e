//! Columns that are named, known and not judged, because their table may have more columns than are known: silence that is counted.

use std::collections::BTreeMap;

use super::is_guarded;
use crate::references::{Context as Around, Gap, GapKind, TableUse};
use crate::rules::Context;
use crate::schema::Whereabouts;
use crate::source::{FileId, Span};

/// Why nothing is said of a column that a table is not known to have.
const OPEN: &str = "its table may have columns that are not known";
const LOCAL: &str = "code makes or changes its table in ways that are not known";
const GUARDED: &str = "the code around it asks for it first";

/// One entry for each place that names such a column.
pub(in crate::rules) fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    let mut gaps: BTreeMap<Span, Gap> = BTreeMap::new();
    let mut note = |name: &str, span: Span, reason: &str| {
        let what = format!("column `{name}`");
        gaps.entry(span).or_insert_with(|| Gap { span, what, reason: reason.to_owned(), kind: GapKind::Column });
    };
    for reference in cx.references.columns.iter().filter(|reference| !reference.open) {
        if let Some(reason) = reason(cx, &reference.tables, &reference.column, (reference.span.file, &reference.context)) {
            note(&reference.column, reference.span, reason);
        }
    }
    for row in &cx.references.rows {
        for (name, span) in &row.columns {
            let bare = name.split("->").next().unwrap_or(name).trim();
            if let Some(reason) = reason(cx, std::slice::from_ref(&row.table), bare, (row.call.file, &row.context)) {
                note(bare, *span, reason);
            }
        }
    }
    gaps.into_values().collect()
}

/// Why nothing is said of a name, if none of its tables is known to have it and one of them may.
fn reason(cx: &Context<'_>, tables: &[TableUse], column: &str, (file, around): (FileId, &Around)) -> Option<&'static str> {
    let mut found = None;
    for used in tables {
        let Whereabouts::Found(places) = cx.database.locate(used.connection.as_deref(), &used.table) else { return None };
        for place in &places {
            if place.table.column(column).is_some() {
                return None;
            }
            if place.table.open_at.is_some() {
                found = Some(OPEN);
            } else if is_guarded(around, place.table, column) {
                found = found.or(Some(GUARDED));
            }
        }
        if found.is_none() && cx.is_open_locally(&used.table, cx.sight_of(file, around)) {
            found = Some(LOCAL);
        }
    }
    found
}
