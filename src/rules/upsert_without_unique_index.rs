//! `upsert-without-unique-index`: an `upsert()` looks for rows by columns that no unique index has.

use super::value_not_in_column::column_of;
use super::words::Words;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::references::{RowWrite, Seeking, Sought};
use crate::schema::{Driver, Located, Origin};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for sought in cx.references.sought.iter().filter(|sought| sought.how == Seeking::Upsert) {
        findings.findings.extend(judge(cx, sought));
    }
}

/// The table in which all the columns are, if all is known of its unique indexes.
pub(super) fn place_of<'c>(cx: &Context<'c>, sought: &Sought) -> Option<Located<'c>> {
    let connection = sought.table.connection.as_deref();
    let mut places = sought.columns.iter().map(|column| column_of(cx, connection, &sought.table.table, column));
    let (place, _) = places.next()??;
    let all = places.all(|place| place.is_some());
    let known = place.table.origin == Origin::Project && !place.table.unsure_indexes;
    let local = sought.columns.iter().any(|column| cx.may_differ_locally(&place.table.name, column, cx.sight(sought.at.file)));
    // An index of expressions or of some rows may do.
    let partial = place.table.indexes.iter().any(|index| index.kind.is_unique() && (index.partial || index.columns.is_empty()));
    (all && known && !local && !partial && !cx.is_test(sought.at.file)).then_some(place)
}

/// Names for a message.
pub(super) fn list(columns: &[String]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}

/// What to do: to name all columns of an index that has these and others, if there is one; else to add an index.
fn advice(cx: &Context<'_>, place: &Located<'_>, sought: &Sought) -> String {
    let has = |columns: &[String], name: &String| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let wider = place.table.indexes.iter().find(|index| {
        index.kind.is_unique() && index.columns.len() > 1 && sought.columns.iter().all(|name| has(&index.columns, name))
    });
    match wider {
        Some(index) => format!("name all columns of its unique index: {}", list(&index.columns)),
        None => format!(
            "add {} in a migration, or use the columns of an existing unique index",
            Words::of(cx, place.table).unique(&sought.columns)
        ),
    }
}

fn judge(cx: &Context<'_>, sought: &Sought) -> Option<Finding> {
    let place = place_of(cx, sought)?;
    // What stands behind a question for the schema may be meant for another one.
    let is_asked = |row: &RowWrite| {
        row.call == sought.at && row.context.guards.iter().any(|(table, _)| table.eq_ignore_ascii_case(&place.table.name))
    };
    if cx.references.rows.iter().any(is_asked) {
        return None;
    }
    let driver = place.schema.driver;
    let names = |column: &String| sought.columns.iter().any(|name| name.eq_ignore_ascii_case(column));
    let mut unique = place.table.indexes.iter().filter(|index| index.kind.is_unique() && index.columns.iter().all(names));
    let (severity, what) = match driver {
        Driver::PgSql | Driver::Sqlite if !unique.any(|index| index.columns.len() == sought.columns.len()) => {
            (Severity::Error, format!("{} refuses the statement", driver.title()))
        }
        Driver::MySql | Driver::MariaDb if unique.next().is_none() => {
            let others = place.table.indexes.iter().any(|index| index.kind.is_unique());
            let then =
                if others { "updates a row only if one of the existing unique indexes matches" } else { "always inserts a row" };
            (Severity::Warning, format!("{} ignores the list, and {then}", driver.title()))
        }
        _ => return None,
    };
    let message = format!("`{}` has no unique index on exactly {}: {what}", place.table.name, list(&sought.columns));
    let mut finding = Finding::new("upsert-without-unique-index", severity, sought.at, message)
        .on_table(place.connection, &place.table.name)
        .help(advice(cx, &place, sought));
    if let Some((at, said)) = place.table.creation() {
        finding = finding.label(at, said);
    }
    Some(finding)
}
