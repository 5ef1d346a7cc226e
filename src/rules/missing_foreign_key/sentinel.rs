//! Whether a 0 stands for "none" in a column: then its values are not keys, unless a row is really numbered 0.

use std::collections::BTreeSet;

use crate::rules::Context;
use crate::schema::{Column, Default, Table};
use crate::source::Span;

/// The columns of tables in which code writes or looks for a 0, in small letters.
pub(super) struct Zeros {
    columns: BTreeSet<(String, String)>,
}

impl Zeros {
    /// Looks through what the code says of columns.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut columns = BTreeSet::new();
        let mut note = |table: &str, column: &str, span: Span| {
            if !cx.is_test(span.file) && is_zero_behind(cx, span) {
                columns.insert((table.to_ascii_lowercase(), column.to_ascii_lowercase()));
            }
        };
        for reference in cx.references.columns.iter().filter(|reference| !reference.open) {
            if let [table] = reference.tables.as_slice() {
                note(&table.table, &reference.column, reference.span);
            }
        }
        for row in &cx.references.rows {
            row.columns.iter().for_each(|(column, span)| note(&row.table.table, column, *span));
        }
        Zeros { columns }
    }

    /// Whether a 0 in a column means that it refers to nothing.
    pub(super) fn mean_none(&self, table: &Table, column: &Column, (target, key): (&Table, &Column)) -> bool {
        self.has(table, column) && !self.has(target, key)
    }

    fn has(&self, table: &Table, column: &Column) -> bool {
        self.columns.contains(&(table.name.to_ascii_lowercase(), column.name.to_ascii_lowercase()))
    }
}

/// Whether a column is 0 where nothing is said, whatever that means.
pub(super) fn begins_with_zero(column: &Column) -> bool {
    matches!(&column.default, Some(Default::Literal(text)) if text.trim_matches('\'') == "0")
}

/// Whether a 0 stands behind the name of a column: as what it is compared with, is given in a row, or is set to.
fn is_zero_behind(cx: &Context<'_>, span: Span) -> bool {
    let text = cx.sources.file(span.file).text().get(span.end as usize..).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let rest = line.trim_start_matches(['\'', '"']).trim_start();
    let zero = |rest: &str| {
        let rest = rest.trim_start();
        ["0", "'0'", "\"0\""].iter().any(|zero| {
            rest.strip_prefix(zero)
                .is_some_and(|behind| behind.trim_start().starts_with([')', ']', ',', ';']) || behind.trim().is_empty())
        })
    };
    if let Some(value) = rest.strip_prefix("=>") {
        return zero(value);
    }
    if let Some(value) = rest.strip_prefix('=').filter(|value| !value.starts_with('=')) {
        return zero(value) || value.split_once("??").is_some_and(|(_, value)| zero(value));
    }
    let Some(next) = rest.strip_prefix(',') else { return false };
    let operator = ["'='", "'!='", "'<>'", "'>'", "\"=\"", "\"!=\""];
    let next = next.trim_start();
    let value = operator.iter().find_map(|operator| next.strip_prefix(operator)?.trim_start().strip_prefix(','));
    zero(value.unwrap_or(next))
}
