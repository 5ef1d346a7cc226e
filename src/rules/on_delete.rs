//! What a delete should do with the rows that refer to the deleted one, where nobody has decided it yet.

use std::collections::BTreeMap;

use super::Context;
use crate::finding::OnDelete;
use crate::laravel::support::naming;
use crate::schema::{Column, Schema, Table};

/// The action for a key that is to be added. `owned` tells whether the target's model, and no other, has a relation to the rows,
/// or the table is a pivot.
///
/// Columns that take NULL lose what they refer to. Rows that belong to what they refer to go with it: by a relation of the
/// parent, by the table's name (`order_items` of `orders`), or because that is what the project decided for the other keys of
/// this name. All other rows keep what they refer to from being deleted: that loses nothing.
#[must_use]
pub(super) fn choose(schema: &Schema, table: &Table, columns: &[&Column], target: &Table, owned: bool) -> OnDelete {
    if columns.iter().all(|column| column.nullable) {
        return OnDelete::Null;
    }
    // A row that is its own parent's child is not deleted with it unless somebody says so.
    if target.name == table.name {
        return OnDelete::Restrict;
    }
    if owned || is_part_by_name(&table.name, &target.name) {
        return OnDelete::Cascade;
    }
    decided_elsewhere(schema, columns, target).unwrap_or(OnDelete::Restrict)
}

/// What is written behind a column that has no key for it: `foreignId('row_id')->onDelete('cascade')`.
#[must_use]
pub(super) fn written(cx: &Context<'_>, column: &Column) -> Option<OnDelete> {
    const WORDS: [(&str, OnDelete); 6] = [
        ("cascadeondelete(", OnDelete::Cascade),
        ("ondelete('cascade')", OnDelete::Cascade),
        ("nullondelete(", OnDelete::Null),
        ("ondelete('setnull')", OnDelete::Null),
        ("restrictondelete(", OnDelete::Restrict),
        ("ondelete('restrict')", OnDelete::Restrict),
    ];
    let at = column.defined_at?;
    let statement = cx.sources.file(at.file).text().get(at.start as usize..)?.split(';').next()?;
    let plain: String =
        statement.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase().replace('"', "'");
    let (_, action) = WORDS.into_iter().find(|(word, _)| plain.contains(word))?;
    (action != OnDelete::Null || column.nullable).then_some(action)
}

/// `order_items` is a part of `orders`, `role_user` of both.
fn is_part_by_name(table: &str, target: &str) -> bool {
    let words: Vec<&str> = table.split('_').collect();
    let whole = naming::singular(target);
    let of: Vec<&str> = whole.split('_').collect();
    words.len() > of.len() && (words.starts_with(&of) || (words.len() == 2 && words.ends_with(&of)))
}

/// What most keys on columns of the same names to the same table do.
fn decided_elsewhere(schema: &Schema, columns: &[&Column], target: &Table) -> Option<OnDelete> {
    let mut counts: BTreeMap<&'static str, (usize, OnDelete)> = BTreeMap::new();
    for key in schema.tables.values().flat_map(|table| &table.foreign_keys) {
        let same = key.table.eq_ignore_ascii_case(&target.name)
            && key.columns.len() == columns.len()
            && key.columns.iter().zip(columns).all(|(name, column)| name.eq_ignore_ascii_case(&column.name));
        let action = key.on_delete.as_deref().and_then(OnDelete::from_sql).filter(|action| *action != OnDelete::Null);
        if let Some(action) = action.filter(|_| same && !key.unsure_actions) {
            counts.entry(action.as_str()).or_insert((0, action)).0 += 1;
        }
    }
    counts.into_values().max_by_key(|(count, _)| *count).map(|(_, action)| action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts() {
        for (table, target, expected) in [
            ("order_items", "orders", true),
            ("role_user", "users", true),
            ("role_user", "roles", true),
            ("ai_budget_alerts", "ai_budgets", true),
            ("ai_budgets", "users", false),
            ("orders", "orders", false),
            ("orders", "order_items", false),
            ("api_tokens_user", "users", false),
        ] {
            assert_eq!(is_part_by_name(table, target), expected, "{table} of {target}");
        }
    }
}
