//! Columns of queries on a table that does not exist: whatever the query meant, none of its other tables has such a column, nor has
//! the one that was surely meant.

use super::advice::Named;
use super::{finding, is_guarded};
use crate::finding::{Finding, Severity};
use crate::references::{ColumnReference, Operation};
use crate::rules::unknown_table::is_reported_missing;
use crate::rules::{Context, suggest};
use crate::schema::{Table, Whereabouts};

/// The finding about a column of a query of which a table is missing, if it is told that it is, and a column is at hand that the
/// name is like.
pub(super) fn judge<'c>(cx: &Context<'c>, reference: &ColumnReference, mut homes: Vec<(&'c str, &'c Table)>) -> Option<Finding> {
    // What Laravel derives for a relation says nothing of a table that is only like the missing one.
    if reference.operation == Operation::Relation && !reference.literal {
        return None;
    }
    let is_alone = homes.is_empty();
    let mut missing: Option<&str> = None;
    for used in &reference.tables {
        let Whereabouts::Missing(connection, schema, _) = cx.database.locate(used.connection.as_deref(), &used.table) else {
            continue;
        };
        if !is_reported_missing(cx, used) || cx.is_local_table(&used.table, cx.sight_of(reference.span.file, &reference.context))
        {
            return None;
        }
        let nearest = cx.names_of_tables(schema).nearest(&used.table);
        let meant = nearest.first().filter(|best| suggest::is_meant(&used.table, best) == Some(true));
        // Where the query names no other table, a name that begins otherwise is another one's: `pm_variables`, `wf_variables`.
        let begins = |meant: &&String| !is_alone || meant.get(..1) == used.table.get(..1);
        homes.extend(meant.filter(begins).and_then(|meant| schema.table(meant)).map(|table| (connection, table)));
        missing = Some(&used.table);
    }
    let (missing, column) = (missing?, &reference.column);
    let lacks = |(_, table): &(&str, &Table)| {
        table.open_at.is_none() && table.column(column).is_none() && !is_guarded(&reference.context, table, column)
    };
    if !homes.iter().all(lacks) {
        return None;
    }
    let is_like = |(_, table): &&(&str, &Table)| {
        let nearest = cx.names_of_columns(table).nearest(column);
        // What is numbered is one of several.
        let without_digits = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
        nearest
            .first()
            .is_some_and(|best| suggest::is_meant(column, best).is_some() && without_digits(column) != without_digits(best))
    };
    let (connection, table) = homes.iter().find(is_like)?;
    let mut found = finding(cx, (connection, table), column, reference.span, Named::By(reference));
    found.severity = Severity::Warning;
    let message = format!("{}, and table `{missing}` of the same query does not exist", found.message);
    found.message = message;
    Some(found)
}
