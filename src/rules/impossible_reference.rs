//! `impossible-reference`: a row gives a foreign key a value that no row it refers to can have.

use super::written::literal_behind;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::references::{Operation, RowWrite};
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Driver, Located, Schema, Table, TableKind, Whereabouts};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for row in &cx.references.rows {
        let writes = matches!(row.operation, Operation::Insert | Operation::Update | Operation::Upsert);
        // Tests may want to see what becomes of it.
        if !writes || cx.is_test(row.call.file) {
            continue;
        }
        let Whereabouts::Found(places) = cx.database.locate(row.table.connection.as_deref(), &row.table.table) else { continue };
        let [Located { connection, schema, table }] = *places.as_slice() else { continue };
        if table.conditional
            || table.open_at.is_some()
            || cx.is_local_table(&table.name, cx.sight_of(row.call.file, &row.context))
        {
            continue;
        }
        // A row that names the key may be there already, and what it gives another column only stands in for a value.
        let names = |column: &String| row.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case(column));
        let key = table.primary_key();
        if row.operation == Operation::Upsert && !key.is_empty() && key.iter().all(names) {
            continue;
        }
        for (name, span) in &row.columns {
            let Some((key, target, literal)) = judge(cx, schema, table, row, name, *span) else { continue };
            let (value, why) = literal;
            let message = format!(
                "`{}.{name}` refers to `{}.{}`, {why}: {value} is never one of its values",
                table.name, target.name, key.name
            );
            let mut finding = Finding::new("impossible-reference", Severity::Error, *span, message)
                .on_table(connection, &table.name)
                .on_column(name);
            if let Some(at) = table.foreign_key_of(name).and_then(|key| key.defined_at) {
                finding = finding.label(at, "the database refuses the row because of this foreign key");
            }
            let instead = match table.column(name) {
                Some(column) if column.nullable => "write `null` if it refers to nothing",
                _ => "write the key of an existing row, or make the column nullable",
            };
            findings.push(finding.help(instead));
        }
    }
}

/// The column that a keyed column refers to, its table, and the value that cannot be one of its with the reason.
fn judge<'c>(
    cx: &Context<'c>,
    schema: &'c Schema,
    table: &'c Table,
    row: &RowWrite,
    name: &str,
    span: Span,
) -> Option<(&'c Column, &'c Table, (String, &'static str))> {
    let key = table.foreign_key_of(name).filter(|key| !key.conditional && key.columns.len() == 1)?;
    let [reference] = key.references.as_slice() else { return None };
    let target = schema.table(&key.table).filter(|target| target.kind == TableKind::Table && !target.conditional)?;
    let column = target.column(reference).filter(|column| target.is_certain(column))?;
    // What is put together elsewhere may be changed on its way.
    if row.rules.contains(&span)
        || row.replaced.contains(&span)
        || row.context.function.is_some_and(|function| !function.contains(span))
    {
        return None;
    }
    Some((column, target, impossible(column, literal_behind(cx, span)?, schema.driver)?))
}

/// Whether a column cannot have a value that is written like this: the value, and why.
fn impossible(column: &Column, literal: &str, driver: Driver) -> Option<(String, &'static str)> {
    let text = literal.trim_matches(['\'', '"']);
    let number = text.trim().parse::<i64>().ok();
    let value = format!("`{literal}`");
    match column.ty.family() {
        Family::Integer if number.is_none() => Some((value, "which is a number")),
        // MySQL counts where others would store a 0, so that some applications keep a row of their own under it.
        Family::Integer if driver.is_mysql() && column.auto_increment && number == Some(0) => {
            Some((value, "which counts up from 1"))
        }
        Family::Integer if driver.is_mysql() && column.ty.unsigned && number.is_some_and(|number| number < 0) => {
            Some((value, "which is never negative"))
        }
        Family::Uuid if column.ty.kind == TypeKind::Uuid && !is_uuid(text) => Some((value, "which is a UUID")),
        _ => None,
    }
}

/// 32 hexadecimal digits in five groups; their version does not matter to any database.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths = [8, 4, 4, 4, 12];
    groups.len() == lengths.len()
        && groups.iter().zip(lengths).all(|(group, length)| group.len() == length && group.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids() {
        assert!(is_uuid("00000000-0000-0000-0000-00000000000A"));
        for text in ["", "1", "00000000000000000000000000000000", "0000000g-0000-0000-0000-000000000000"] {
            assert!(!is_uuid(text), "{text}");
        }
    }
}
