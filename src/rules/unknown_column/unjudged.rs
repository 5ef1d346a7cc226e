//! Columns that are named and not judged: silence that is counted.

use std::collections::BTreeMap;

use super::{MISSING, Outline, Verdict, bare, beside_missing, of_row, outlines, verdict};
use crate::references::{Gap, GapKind};
use crate::rules::Context;
use crate::rules::unknown_table::is_reported_missing;
use crate::source::Span;

/// One entry for each place that names such a column.
pub(in crate::rules) fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    let mut gaps: BTreeMap<Span, Gap> = BTreeMap::new();
    let mut note = |name: &str, span: Span, reason: &str| {
        let what = format!("column `{name}`");
        gaps.entry(span).or_insert_with(|| Gap { span, what, reason: reason.to_owned(), kind: GapKind::Column, is_named: true });
    };
    for (reference, outline) in outlines(cx) {
        let is_told = || reference.tables.iter().any(|used| is_reported_missing(cx, used));
        match outline {
            Outline::Fine => {}
            Outline::Silent(reason) => {
                if reason != MISSING || !is_told() {
                    note(&reference.column, reference.span, reason);
                }
            }
            Outline::Told => {
                if let Verdict::Beside(homes) = verdict(cx, reference)
                    && !is_told()
                    && beside_missing::judge(cx, reference, homes).is_none()
                {
                    note(&reference.column, reference.span, MISSING);
                }
            }
        }
    }
    for row in &cx.references.rows {
        for (name, span) in &row.columns {
            if let Verdict::Silent(reason) = of_row(cx, row, (name, *span))
                && !(reason == MISSING && is_reported_missing(cx, &row.table))
            {
                note(bare(name), *span, reason);
            }
        }
    }
    gaps.into_values().collect()
}
