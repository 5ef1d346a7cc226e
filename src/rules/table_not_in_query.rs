//! `table-not-in-query`: a column is qualified with a table, or a name, that the query does not stand on.

use super::rename::{self, Written};
use super::{Context, Findings, suggest};
use crate::finding::{Finding, Severity};
use crate::references::{Operation, Stray, TableReference, TableUse};
use crate::schema::Whereabouts;
use crate::spelling::nearest;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for stray in cx.references.strays.iter().filter(|stray| !is_found_otherwise(cx, stray)) {
        let places = stray.scope.iter().filter_map(|(used, _)| place(cx, used));
        // A query on tables of which nothing is known may be one on a database that is not the project's.
        if let Some((connection, table)) = places.into_iter().next() {
            findings.push(judge(cx, stray).on_table(&connection, &table));
        }
    }
}

/// Whether the same code runs for several models, and the query of another one has what is named.
fn is_found_otherwise(cx: &Context<'_>, stray: &Stray) -> bool {
    let is_it = |table: &str| table.eq_ignore_ascii_case(&stray.name);
    let of_query = |found: &TableReference| found.operation == Operation::Qualifier && is_it(&found.table);
    cx.tables_at(stray.span).iter().any(of_query)
        || cx.columns_at(stray.column).iter().any(|column| column.tables.iter().any(|used| is_it(&used.table)))
}

/// The connection and the table that a query stands on, if there is such a table.
fn place(cx: &Context<'_>, used: &TableUse) -> Option<(String, String)> {
    match cx.database.locate(used.connection.as_deref(), &used.table) {
        Whereabouts::Found(places) => places.first().map(|place| (place.connection.to_owned(), place.table.name.clone())),
        _ => None,
    }
}

fn judge(cx: &Context<'_>, stray: &Stray) -> Finding {
    let name = &stray.name;
    let new = |message: String| Finding::new("table-not-in-query", Severity::Error, stray.span, message);
    let written = Written { name, span: stray.span, call: stray.call, declared: false };
    // Under its own name, if the query gave it another one.
    let own = |(used, called): &&(TableUse, String)| used.table.eq_ignore_ascii_case(name) || called.eq_ignore_ascii_case(name);
    if let Some((used, called)) = stray.scope.iter().find(own) {
        if let Some(prefix) = &stray.prefix {
            let full = format!("{prefix}{called}");
            let mut finding = new(format!("Laravel adds no prefix in raw SQL: this query calls `{called}` by the name `{full}`"))
                .label(used.span, "Laravel adds the prefix to this name")
                .help(format!("write `{full}`, or `DB::getTablePrefix()` before `{called}`"));
            finding.fix = rename::fix(cx, written, &full, false);
            return finding;
        }
        let mut finding = new(format!("the query gives `{name}` the alias `{called}`, so only that name works here"))
            .label(used.span, format!("the alias `{called}` is given here"));
        finding.fix = rename::fix(cx, written, called, true);
        finding.suggestions.push(called.clone());
        return finding;
    }
    let mut names: Vec<&str> = stray.scope.iter().map(|(_, called)| called.as_str()).collect();
    names.dedup();
    let stands_on = match names.as_slice() {
        [only] => format!("the query only uses `{only}`"),
        several => {
            let listed: Vec<String> = several.iter().take(4).map(|name| format!("`{name}`")).collect();
            format!("the query uses {}", listed.join(", "))
        }
    };
    let is_table = matches!(cx.database.locate(stray.connection.as_deref(), name), Whereabouts::Found(_));
    let mut finding = new(format!("`{name}` is not part of this query: {stands_on}"));
    if let Some(near) = nearest(name, names.iter().copied()).filter(|_| !is_table) {
        finding.suggestions.push(near.to_owned());
        finding.fix = suggest::is_meant(name, near).and_then(|sure| rename::fix(cx, written, near, sure));
        return finding;
    }
    let relation = stray.model.as_deref().and_then(|model| cx.program.class(model));
    let relation = relation.and_then(|class| cx.program.method(class, name)).filter(|_| !is_table);
    if let Some(method) = relation {
        return finding
            .label(method.function.name_span, "this is a relation, not a table")
            .help("loading a relation does not join its table: join it, or use `whereHas()` or a subquery");
    }
    finding = if is_table {
        finding.help(format!("join `{name}`, or remove it here"))
    } else {
        finding.help(format!("there is no table `{name}` either: use one of the query's tables, or join the right one"))
    };
    finding
}
