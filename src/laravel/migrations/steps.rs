//! What the steps of a Blueprint do to a table.

use crate::laravel::migrations::apply::{Drafted, Step};
use crate::laravel::migrations::keys::{is_named_by_columns, keep_index_of_key};
use crate::schema::types::Family;
use crate::schema::{Change, Column, Driver, EventKind, Index, IndexKind, Table};

/// What the way of carrying out depends on.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    pub(super) driver: Driver,
    /// `change()` redefines a column wholly (Laravel 11 on).
    pub(super) redefines: bool,
    /// The table is being created.
    pub(super) creates: bool,
}

pub(super) fn carry_out(table: &mut Table, step: Step, change: Change, manner: Manner) {
    let Manner { driver, redefines, creates } = manner;
    match step {
        Step::Column(column, after, drafted) => {
            // Only MySQL has places for columns; the others put them at the end.
            let (after, drafted) = if driver.is_mysql() { (after, drafted) } else { (None, Drafted { first: false, ..drafted }) };
            add_column(table, *column, after, drafted, change, manner);
        }
        // Up to Laravel 10 SQLite's grammar has no words for a primary key of a table that exists.
        Step::Index(index) if index.kind == IndexKind::Primary && driver == Driver::Sqlite && !redefines && !creates => {}
        Step::DropPrimary if driver == Driver::Sqlite && !redefines => {}
        Step::Index(mut index) => {
            // A database lists an index by its columns' own spelling.
            for name in &mut index.columns {
                if let Some(column) = table.column(name) {
                    name.clone_from(&column.name);
                }
            }
            if change.conditional {
                index.conditional = true;
                table.add_unsure_index(index);
            } else {
                // A single integer key is SQLite's row number, which it counts by itself (`lang_createtable`, ROWIDs).
                if driver == Driver::Sqlite
                    && index.kind == IndexKind::Primary
                    && let [only] = index.columns.as_slice()
                    && let Some(column) = table.columns.iter_mut().find(|column| column.name == *only)
                {
                    column.auto_increment |= column.ty.family() == Family::Integer;
                }
                table.add_index(index);
            }
        }
        Step::UnsureForeign(columns) => table.unsure_keys.extend(columns),
        Step::Foreign(key) => {
            // SQLite cannot add a key to a table that exists; up to Laravel 10 nothing happens then.
            if driver != Driver::Sqlite || redefines || creates {
                table.add_foreign_key(key, driver);
            } else {
                table.unsure_keys.extend(key.columns);
            }
        }
        Step::DropColumns(names) => {
            for name in names {
                table.drop_column(&name, driver == Driver::PgSql, change);
            }
        }
        Step::DropIndex(name) => {
            if change.conditional {
                table.doubt_indexes(|index| index.name.eq_ignore_ascii_case(&name));
            } else {
                table.drop_index(&name);
            }
        }
        Step::DropPrimary => {
            if change.conditional {
                table.doubt_indexes(|index| index.kind == IndexKind::Primary);
            } else {
                table.indexes.retain(|index| index.kind != IndexKind::Primary);
            }
        }
        Step::RenameIndex(from, to) => {
            for index in &mut table.indexes {
                if index.name.eq_ignore_ascii_case(&from) {
                    index.name.clone_from(&to);
                }
            }
        }
        Step::DropForeign(name) => {
            if driver.is_mysql() && !change.conditional {
                keep_index_of_key(table, &name);
            }
            if driver == Driver::Sqlite {
                // Its keys have no names: Laravel finds all by their columns, whatever these were called before.
                let owner = table.name.clone();
                for key in table.foreign_keys.iter_mut().filter(|key| is_named_by_columns(&owner, key, &name)) {
                    key.name.clone_from(&name);
                }
            }
            table.drop_foreign_key(&name, change);
        }
        Step::DropSomeForeign => table.doubt_foreign_keys(),
        Step::Rename(_) | Step::Drop | Step::RenameColumn(..) => {}
    }
}

fn add_column(table: &mut Table, mut column: Column, after: Option<String>, drafted: Drafted, change: Change, manner: Manner) {
    let Manner { driver, redefines, .. } = manner;
    if drafted.change {
        // A changed column of a table that is being created is silently left out.
        if drafted.creates {
            return;
        }
        let Some(at) = table.columns.iter().position(|known| known.name.eq_ignore_ascii_case(&column.name)) else { return };
        if change.conditional {
            table.note_column(&column.name, EventKind::Changed, change);
            return;
        }
        let old = &table.columns[at];
        if !redefines {
            // Up to Laravel 10 what is not mentioned stays as it was.
            column.ty = column.ty.changed_by_doctrine(&old.ty, driver);
            if !drafted.nullable_set {
                column.nullable = old.nullable;
            }
            if !drafted.default_set {
                column.default.clone_from(&old.default);
            }
        }
        column.conditional = old.conditional;
        column.defined_at = old.defined_at.or(column.defined_at);
        let name = column.name.clone();
        table.columns[at] = column;
        table.note_column(&name, EventKind::Changed, change);
        return;
    }
    let makes_key = column.auto_increment && !table.indexes.iter().any(|index| index.kind == IndexKind::Primary);
    let name = column.name.clone();
    let at = column.defined_at;
    if drafted.first {
        table.columns.retain(|known| !known.name.eq_ignore_ascii_case(&name));
        table.columns.insert(0, column);
        table.note_column(&name, EventKind::Created, change);
    } else {
        table.add_column(column, after.as_deref());
    }
    if makes_key {
        let (columns, conditional) = (vec![name], change.conditional);
        let index =
            Index { name: "primary".to_owned(), columns, kind: IndexKind::Primary, partial: false, conditional, defined_at: at };
        if conditional { table.add_unsure_index(index) } else { table.add_index(index) }
    }
}
