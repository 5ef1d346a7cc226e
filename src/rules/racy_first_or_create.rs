//! `racy-first-or-create`: code looks whether a row is there and then makes it, and no unique index keeps two requests from making
//! two.

use super::upsert_without_unique_index::{list, place_of};
use super::{Context, Findings};
use crate::finding::{Finding, Remedy, Severity};
use crate::references::{Seeking, Sought};
use crate::schema::types::TypeKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for sought in cx.references.sought.iter().filter(|sought| sought.how != Seeking::Upsert) {
        findings.findings.extend(judge(cx, sought));
    }
}

/// Where code runs alone.
const ALONE: [&str; 5] = ["seed", "migration", "factor", "command", "console"];

fn judge(cx: &Context<'_>, sought: &Sought) -> Option<Finding> {
    let place = place_of(cx, sought)?;
    let path = cx.sources.path(sought.at.file).to_ascii_lowercase();
    if ALONE.iter().any(|word| path.contains(word)) {
        return None;
    }
    let names = |column: &String| sought.columns.iter().any(|name| name.eq_ignore_ascii_case(column));
    let is_rule = sought.how == Seeking::Rule;
    // A rule may look at more rows than an index that has its column and others.
    let keeps = |columns: &[String]| if is_rule { columns.iter().any(names) } else { columns.iter().all(names) };
    if place.table.indexes.iter().any(|index| index.kind.is_unique() && keeps(&index.columns)) {
        return None;
    }
    // A rule that leaves out deleted rows by their time asks what no unique index of these columns keeps: to it, each NULL is
    // another one.
    let times = [TypeKind::DateTime, TypeKind::DateTimeTz, TypeKind::Timestamp, TypeKind::TimestampTz];
    let is_time =
        |name: &String| place.table.column(name).is_some_and(|column| column.nullable && times.contains(&column.ty.kind));
    if is_rule && sought.columns.len() > 1 && sought.columns.iter().any(is_time) {
        return None;
    }
    let table = &place.table.name;
    let (severity, message) = if is_rule {
        let message = format!(
            "`{table}` has no unique index on {}, so two simultaneous requests both pass this rule",
            list(&sought.columns)
        );
        (Severity::Warning, message)
    } else {
        let message =
            format!("`{table}` has no unique index on {}, so two simultaneous requests create two rows", list(&sought.columns));
        (Severity::Note, message)
    };
    let columns: Vec<String> = sought.columns.iter().map(|column| format!("'{column}'")).collect();
    let mut finding = Finding::new("racy-first-or-create", severity, sought.at, message)
        .on_table(place.connection, table)
        .help(format!("add `$table->unique([{}])` in a migration, once the table has no duplicates", columns.join(", ")));
    finding.remedy = Some(Remedy::Unique { columns: sought.columns.clone() });
    if let Some(at) = place.table.defined_at {
        finding = finding.label(at, "the table is created here");
    }
    Some(finding)
}
