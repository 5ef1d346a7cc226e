//! `swallowed-database-error`: a write stands in a `try` whose `catch` lets nobody know that it failed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::references::{Operation, RowWrite};
use crate::source::Span;

/// How many calls a write may lie away from the `try`.
const MAX_CALLS: usize = 4;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut by_function: BTreeMap<Span, Vec<&RowWrite>> = BTreeMap::new();
    let mut hidden: BTreeMap<Span, BTreeMap<Span, &RowWrite>> = BTreeMap::new();
    for row in cx.references.rows.iter().filter(|row| row.operation.writes()) {
        if let Some(catch) = row.context.swallowed_by.first() {
            hidden.entry(*catch).or_default().insert(row.call, row);
        } else if let (Some(function), false, false) = (row.context.function, row.context.handled, row.is_assignment()) {
            by_function.entry(function).or_default().push(row);
        }
    }
    let mut callees: BTreeMap<Span, BTreeSet<Span>> = BTreeMap::new();
    for edge in &cx.references.calls {
        if let (Some(function), true, false) = (edge.context.function, edge.context.swallowed_by.is_empty(), edge.context.handled)
        {
            callees.entry(function).or_default().insert(edge.callee);
        }
    }
    for edge in &cx.references.calls {
        let Some(catch) = edge.context.swallowed_by.first() else { continue };
        for function in reached(edge.callee, &callees) {
            for row in by_function.get(&function).into_iter().flatten() {
                hidden.entry(*catch).or_default().insert(row.call, row);
            }
        }
    }
    for (catch, writes) in hidden {
        if cx.is_test(catch.file) {
            continue;
        }
        let Some(first) = writes.values().next() else { continue };
        let keyword = Span { end: catch.start + 5, ..catch };
        let deed = match first.operation {
            Operation::Insert => "insert into",
            Operation::Update => "update of",
            Operation::Delete => "delete from",
            _ => "write to",
        };
        let table = &first.table.table;
        let message = format!(
            "if the {deed} `{table}` fails, nobody notices: this `catch` neither logs, reports, rethrows nor returns the failure"
        );
        let connection = cx.connection_name(first.table.connection.as_deref());
        let mut finding =
            Finding::new("swallowed-database-error", Severity::Warning, keyword, message).on_table(connection, table);
        for row in writes.values().take(3) {
            finding = finding.label(row.call, format!("a failure on `{}` here is swallowed", row.table.table));
        }
        findings.push(finding.help("call `report($e)` in the `catch`, log the failure, or let the exception pass"));
    }
}

/// A function and those that it calls, a few steps down.
fn reached(function: Span, callees: &BTreeMap<Span, BTreeSet<Span>>) -> BTreeSet<Span> {
    let mut all: BTreeSet<Span> = BTreeSet::from([function]);
    let mut last = vec![function];
    for _ in 0..MAX_CALLS {
        let next: Vec<Span> =
            last.iter().flat_map(|f| callees.get(f).into_iter().flatten()).copied().filter(|f| !all.contains(f)).collect();
        all.extend(next.iter().copied());
        last = next;
    }
    all
}
