//! Steps of a migration that the database refuses because of rows that an earlier one has inserted.

use super::facts::refused_by;
use crate::schema::types::TypeKind;
use crate::schema::{Column, ForeignKey, Index, Origin, Refusal, Row, RowValue, Schema, Table, TableKind};

/// A change of a column that a row does not fit: to NOT NULL, or to a shorter one.
pub(super) fn against_column(schema: &Schema, table: &Table, column: &Column, strict: bool) -> Option<Refusal> {
    let old = table.column(&column.name).filter(|old| table.is_certain(old))?;
    let name = || column.name.clone();
    // Without its strict mode MySQL writes something else.
    if schema.driver.is_mysql() && !strict {
        return None;
    }
    let becomes_required = old.nullable && !column.nullable && !column.generated;
    if becomes_required && refused_by("null-in-rows", schema.driver).is_some() {
        let null = table.rows.iter().find(|row| row.value(old) == RowValue::Null);
        if let Some(row) = null {
            return Some(Refusal::NullInRows { column: name(), row_at: row.at });
        }
    }
    refused_by("text-too-long", schema.driver)?;
    let length = column.ty.length.filter(|_| matches!(column.ty.kind, TypeKind::String | TypeKind::Char))?;
    table.rows.iter().find_map(|row| {
        let RowValue::Known(text) = row.value(old) else { return None };
        let has = text.chars().count();
        (has > length as usize).then(|| Refusal::TextTooLong { column: name(), length, has, row_at: row.at })
    })
}

/// A unique index of columns in which two rows have the same values.
pub(super) fn against_index(schema: &Schema, table: &Table, index: &Index) -> Option<Refusal> {
    refused_by("rows-not-unique", schema.driver).filter(|_| index.kind.is_unique() && !index.partial)?;
    let columns: Vec<&Column> = index.columns.iter().map(|name| table.column(name)).collect::<Option<_>>()?;
    // NULL is like nothing else.
    let values = |row: &Row| -> Option<Vec<String>> {
        let value = |column: &&Column| match row.value(column) {
            RowValue::Known(text) => Some(text),
            RowValue::Null | RowValue::Unknown => None,
        };
        columns.iter().map(value).collect()
    };
    let mut seen: Vec<Vec<String>> = Vec::new();
    for row in &table.rows {
        let Some(values) = values(row) else { continue };
        if seen.contains(&values) {
            return Some(Refusal::RowsNotUnique { columns: index.columns.clone(), row_at: row.at });
        }
        seen.push(values);
    }
    None
}

/// A foreign key to a table without rows, where a row has a value.
pub(super) fn against_key(schema: &Schema, table: &Table, key: &ForeignKey) -> Option<Refusal> {
    refused_by("row-without-parent", schema.driver)?;
    let ([name], false) = (key.columns.as_slice(), key.conditional) else { return None };
    let column = table.column(name)?;
    let target = schema.table(&key.table).filter(|target| target.name != table.name)?;
    let own = target.origin == Origin::Project && target.kind == TableKind::Table && !target.conditional;
    if !own || target.may_have_rows {
        return None;
    }
    table.rows.iter().find_map(|row| {
        let RowValue::Known(value) = row.value(column) else { return None };
        Some(Refusal::RowWithoutParent { column: name.clone(), value, target: target.name.clone(), row_at: row.at })
    })
}
