//! What a diagram draws of a schema, whatever it is drawn with.

use std::collections::{BTreeMap, BTreeSet};

use super::{Columns, Loaded, sql_type, tables};
use crate::report::page::tables::marks;
use crate::schema::{Column, Database, ForeignKey, Schema, Table};

/// Up to how many tables a diagram draws all columns, unless somebody says otherwise.
const FEW: usize = 25;

/// The tables of these names, and those that are so many foreign keys away from one of them, in either direction.
pub(super) fn around(database: &Database, names: &[String], depth: usize) -> Vec<String> {
    let mut chosen = names.to_vec();
    for _ in 0..depth {
        let has = |name: &str| chosen.iter().any(|known| known.eq_ignore_ascii_case(name));
        let mut near = BTreeSet::new();
        for table in database.connections.values().flat_map(|schema| schema.tables.values()) {
            for key in &table.foreign_keys {
                if has(&table.name) && !has(&key.table) {
                    near.insert(key.table.clone());
                } else if has(&key.table) && !has(&table.name) {
                    near.insert(table.name.clone());
                }
            }
        }
        if near.is_empty() {
            break;
        }
        chosen.extend(near);
    }
    chosen
}

/// The tables and keys of a diagram.
pub(super) struct Drawn<'a> {
    /// The tables with the columns that are drawn, connection by connection. Of a neighbour that was not asked for, these are the
    /// columns of the keys that lead to it.
    pub(super) tables: Vec<Entity<'a>>,
    /// The keys between tables of which at least one is drawn; keys that look the same come once.
    pub(super) keys: Vec<Relation<'a>>,
}

/// A table.
pub(super) struct Entity<'a> {
    pub(super) table: &'a Table,
    pub(super) columns: Vec<Attribute<'a>>,
}

/// A column.
pub(super) struct Attribute<'a> {
    pub(super) column: &'a Column,
    /// Its type without lists of values.
    pub(super) kind: String,
    /// `PK`, `FK`, `UK`
    pub(super) marks: Vec<&'static str>,
}

/// A foreign key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Relation<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) columns: String,
    /// Whether a row need not refer to one.
    pub(super) optional: bool,
    /// Whether at most one row refers to a row.
    pub(super) single: bool,
}

impl<'a> Drawn<'a> {
    /// What is drawn of these tables, or of all.
    pub(super) fn new(loaded: &'a Loaded, names: &'a [String], wanted: Option<Columns>) -> Self {
        let schemas = || loaded.analysis.database.connections.values();
        let number: usize = schemas().map(|schema| tables(schema, names).count()).sum();
        let wanted = wanted.unwrap_or(if number > FEW { Columns::Keys } else { Columns::All });
        let mut drawn = Drawn { tables: Vec::new(), keys: Vec::new() };
        let is = |name: &str| names.is_empty() || names.iter().any(|known| known.eq_ignore_ascii_case(name));
        for schema in schemas() {
            drawn.tables.extend(tables(schema, names).map(|(_, table)| entity(loaded, schema, table, wanted)));
            let mut seen: BTreeSet<Relation> = BTreeSet::new();
            let mut neighbours: BTreeMap<&str, (&Table, Vec<&String>)> = BTreeMap::new();
            for table in schema.tables.values() {
                for key in &table.foreign_keys {
                    let Some(target) = schema.table(&key.table).filter(|target| is(&target.name) || is(&table.name)) else {
                        continue;
                    };
                    seen.insert(relation(table, key, target));
                    for (end, columns) in [(table, &key.columns), (target, &key.references)] {
                        if !is(&end.name) {
                            neighbours.entry(&end.name).or_insert((end, Vec::new())).1.extend(columns);
                        }
                    }
                }
            }
            if wanted != Columns::None {
                drawn.tables.extend(neighbours.into_values().map(|(table, columns)| {
                    let mut entity = entity(loaded, schema, table, Columns::All);
                    entity
                        .columns
                        .retain(|attribute| columns.iter().any(|name| name.eq_ignore_ascii_case(&attribute.column.name)));
                    entity
                }));
            }
            drawn.keys.extend(seen);
        }
        drawn
    }
}

fn entity<'a>(loaded: &Loaded, schema: &Schema, table: &'a Table, wanted: Columns) -> Entity<'a> {
    let columns = table.columns.iter().map(|column| {
        let kind = short_type(&sql_type(loaded, schema, column));
        Attribute { column, kind, marks: marks(table, column) }
    });
    let is_drawn = |attribute: &Attribute| match wanted {
        Columns::All => true,
        Columns::Keys => !attribute.marks.is_empty(),
        Columns::None => false,
    };
    Entity { table, columns: columns.filter(is_drawn).collect() }
}

/// A key that may be null need not have a target; a unique one has at most one row behind it.
fn relation<'a>(table: &'a Table, key: &ForeignKey, target: &'a Table) -> Relation<'a> {
    Relation {
        from: &table.name,
        to: &target.name,
        columns: key.columns.join(", "),
        optional: key.columns.iter().any(|name| table.column(name).is_none_or(|column| column.nullable)),
        single: table.is_unique(&key.columns),
    }
}

/// A type without its list of values.
fn short_type(sql: &str) -> String {
    let listed = ["enum(", "set("].iter().find(|start| sql.starts_with(**start));
    listed.map_or_else(|| sql.to_owned(), |start| start.trim_end_matches('(').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_left_out_of_types() {
        assert_eq!(short_type("enum('a','b')"), "enum");
        assert_eq!(short_type("decimal(8,2)"), "decimal(8,2)");
    }
}
