//! Columns that are named and not judged: silence that is counted.

use std::collections::BTreeMap;

use super::{LOCAL, MISSING, Outline, Verdict, bare, beside_missing, of_row, outlines, verdict};
use crate::references::{Gap, GapKind};
use crate::rules::Context;
use crate::rules::unknown_table::is_reported_missing;
use crate::source::Span;

/// One entry for each place that names such a column.
pub(in crate::rules) fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    let mut gaps: BTreeMap<Span, Gap> = BTreeMap::new();
    let mut note = |name: &str, span: Span, (reason, at): (&str, Option<Span>)| {
        let reason = match at {
            Some(at) => format!("{reason}, at {}:{}", cx.sources.path(at.file), cx.sources.start(at).line),
            None => reason.to_owned(),
        };
        let what = format!("column `{name}`");
        gaps.entry(span).or_insert_with(|| Gap { span, what, reason, kind: GapKind::Column, is_named: true });
    };
    for (reference, outline) in outlines(cx) {
        let is_told = || reference.tables.iter().any(|used| is_reported_missing(cx, used));
        match outline {
            Outline::Fine => {}
            Outline::Silent(reason) => {
                if reason != MISSING || !is_told() {
                    let tables = reference.tables.iter().map(|used| used.table.as_str());
                    let sight = cx.sight_of(reference.span.file, &reference.context);
                    let made = || cx.where_made_locally(tables, &reference.column, sight);
                    let at = if reason == LOCAL { made() } else { None };
                    note(&reference.column, reference.span, (reason, at));
                }
            }
            Outline::Told => {
                if let Verdict::Beside(homes) = verdict(cx, reference)
                    && !is_told()
                    && beside_missing::judge(cx, reference, homes).is_none()
                {
                    note(&reference.column, reference.span, (MISSING, None));
                }
            }
        }
    }
    for row in &cx.references.rows {
        for (name, span) in &row.columns {
            if let Verdict::Silent(reason) = of_row(cx, row, (name, *span))
                && !(reason == MISSING && is_reported_missing(cx, &row.table))
            {
                let sight = cx.sight_of(row.call.file, &row.context);
                let made = || cx.where_made_locally(std::iter::once(row.table.table.as_str()), bare(name), sight);
                let at = if reason == LOCAL { made() } else { None };
                note(bare(name), *span, (reason, at));
            }
        }
    }
    gaps.into_values().collect()
}
