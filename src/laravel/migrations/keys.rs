//! What databases and Laravel do with foreign keys that are dropped: their names, and the indexes that stay.

use crate::schema::{ForeignKey, Index, IndexKind, Table};

/// Whether a name, but for a prefix, is the one that Laravel's convention gives a key as it is now.
pub(super) fn is_named_by_columns(table: &str, key: &ForeignKey, name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(&crate::laravel::support::naming::index_name(table, &key.columns, "foreign"))
}

/// InnoDB makes an index for a key whose columns no other index leads with, and keeps it when the key is dropped.
pub(super) fn keep_index_of_key(table: &mut Table, name: &str) {
    let Some(key) = table.foreign_keys.iter().find(|key| key.name.eq_ignore_ascii_case(name)) else { return };
    let led = table.indexes.iter().any(|index| index.columns.starts_with(&key.columns));
    if !led {
        let (name, columns) = (key.name.clone(), key.columns.clone());
        table.add_index(Index {
            name,
            columns,
            kind: IndexKind::Index,
            partial: false,
            conditional: key.conditional,
            defined_at: key.defined_at,
        });
    }
}
