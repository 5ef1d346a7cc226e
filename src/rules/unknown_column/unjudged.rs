//! Columns that are named and not judged: silence that is counted.

use std::collections::BTreeMap;

use super::{LOCAL, MISSING, Outline, Verdict, bare, beside_missing, of_row, outlines, verdict};
use crate::references::{Gap, GapKind, TableUse};
use crate::rules::Context;
use crate::rules::sight::Sight;
use crate::rules::unknown_table::is_reported_missing;
use crate::source::Span;

/// One entry for each place that names such a column.
pub(in crate::rules) fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    let mut gaps: BTreeMap<Span, Gap> = BTreeMap::new();
    let mut note = |name: &str, span: Span, reason: String| {
        let what = format!("column `{name}`");
        gaps.entry(span).or_insert_with(|| Gap { span, what, reason, kind: GapKind::Column, is_named: true });
    };
    for (reference, outline) in outlines(cx) {
        let is_told = || reference.tables.iter().any(|used| is_reported_missing(cx, used));
        match outline {
            Outline::Fine => {}
            Outline::Silent(reason) => {
                if reason != MISSING || !is_told() {
                    let sight = || cx.sight_of(reference.span.file, &reference.context);
                    note(
                        &reference.column,
                        reference.span,
                        with_place(cx, reason, (&reference.tables, &reference.column), sight),
                    );
                }
            }
            Outline::Told => {
                if let Verdict::Beside(homes) = verdict(cx, reference)
                    && !is_told()
                    && beside_missing::judge(cx, reference, homes).is_none()
                {
                    note(&reference.column, reference.span, MISSING.to_owned());
                }
            }
        }
    }
    for row in &cx.references.rows {
        for (name, span) in &row.columns {
            if let Verdict::Silent(reason) = of_row(cx, row, (name, *span))
                && !(reason == MISSING && is_reported_missing(cx, &row.table))
            {
                let sight = || cx.sight_of(row.call.file, &row.context);
                let tables = std::slice::from_ref(&row.table);
                note(bare(name), *span, with_place(cx, reason, (tables, bare(name)), sight));
            }
        }
    }
    gaps.into_values().collect()
}

/// The reason, with the place that it is about where there is one: where code makes or changes one of the tables.
fn with_place(
    cx: &Context<'_>,
    reason: &'static str,
    (tables, column): (&[TableUse], &str),
    sight: impl FnOnce() -> Sight,
) -> String {
    let made = || {
        let sight = sight();
        tables.iter().find_map(|used| cx.where_made_locally(&used.table, column, sight))
    };
    match if reason == LOCAL { made() } else { None } {
        Some(at) => format!("{reason}, at {}:{}", cx.sources.path(at.file), cx.sources.start(at).line),
        None => reason.to_owned(),
    }
}
