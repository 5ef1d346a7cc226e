//! What `ALTER TABLE` does, one action after the other.

use super::{Applier, implied};
use crate::schema::ddl::{Action, Draft, Foreign, Key, Name, Position, Statement, UNKNOWN, Word};
use crate::schema::types::TypeKind;
use crate::schema::{Change, Check, Column, ColumnType, Default, Driver, EventKind, ForeignKey, Index, IndexKind, Table};

impl Applier<'_, '_> {
    pub(super) fn alter(&mut self, table: &Name, actions: &[Action], statement: &Statement) {
        let at = self.span(&table.range);
        let whole = self.span(&statement.range);
        let found = self.known(table, at);
        let known = found.is_some();
        let mut name = found.unwrap_or_else(|| self.resolve(table));
        if !known && actions.iter().any(|action| *action != Action::Nothing) {
            self.missing(table);
        }
        for action in actions {
            match action {
                Action::Nothing => {}
                Action::RenameTo(to) => {
                    let new = self.rename(&name, to);
                    if !self.written.conditional {
                        name = new;
                    }
                }
                Action::SetSchema(schema) => {
                    let bare = name.rsplit('.').next().unwrap_or_default();
                    let to = Name {
                        schema: Some(schema.clone()),
                        text: format!("{}{bare}", self.schema.prefix),
                        range: table.range.clone(),
                    };
                    name = self.rename(&name, &to);
                }
                Action::Unknown(text) => {
                    let short: String = text.chars().take(60).collect();
                    self.effects.gaps.push((whole, format!("`{short}` of `ALTER TABLE` is not understood")));
                    self.open(&name, whole);
                }
                Action::AddKey(key) => self.add_key(&name, key),
                Action::AddForeign(foreign) => self.add_foreign(&name, foreign),
                Action::AddCheck(check) => self.with(&name, |table| allow(table, check)),
                Action::AddColumn { column, keys, foreign, position, if_not_exists } => {
                    self.add_column(&name, column, position, *if_not_exists);
                    for key in keys {
                        self.add_key(&name, key);
                    }
                    if let Some(foreign) = foreign {
                        self.add_foreign(&name, foreign);
                    }
                }
                Action::ChangeColumn { from, column, keys, position } => {
                    self.change_column(&name, from, column, position);
                    for key in keys {
                        self.add_key(&name, key);
                    }
                }
                Action::DropColumns(words) => {
                    let takes = self.schema.driver == Driver::PgSql;
                    for word in words {
                        let change = self.change(&word.range);
                        self.with(&name, |table| table.drop_column(&word.text, takes, change));
                    }
                }
                Action::RenameColumn(from, to) => {
                    let change = self.change(&to.range);
                    self.with(&name, |table| table.rename_column(&from.text, &to.text, change));
                    self.schema.follow_renamed_column(&name, &from.text, &to.text, change);
                }
                other => {
                    let change = Change { at: whole, conditional: self.written.conditional };
                    self.with(&name, |table| carry_out(table, other, change));
                }
            }
        }
    }

    /// A column as the schema lists it.
    pub(super) fn column(&self, draft: &Draft, unsure: bool) -> Column {
        Column {
            name: draft.name.text.clone(),
            ty: draft.ty.as_ref().map_or_else(ColumnType::default, ColumnType::from_sql),
            charset: None,
            nullable: draft.nullable,
            default: draft.default.clone(),
            check: None,
            auto_increment: draft.auto_increment,
            generated: draft.generated,
            computed: draft.computed.clone(),
            of_package: false,
            conditional: self.written.conditional || unsure,
            defined_at: Some(self.span(&draft.name.range)),
        }
    }

    fn add_column(&mut self, name: &str, draft: &Draft, position: &Position, if_not_exists: bool) {
        let column = self.column(draft, false);
        self.with(name, |table| {
            let known = |known: &&mut Column| known.name.eq_ignore_ascii_case(&column.name);
            if let Some(old) = table.columns.iter_mut().find(known).filter(|_| if_not_exists) {
                old.conditional &= column.conditional;
                return;
            }
            let new = column.name.clone();
            table.add_column(column, None);
            let is_last = |table: &Table| table.columns.last().is_some_and(|last| last.name.eq_ignore_ascii_case(&new));
            if *position != Position::Default || !is_last(table) {
                place(table, &new, position);
            }
        });
    }

    fn change_column(&mut self, name: &str, from: &Word, draft: &Draft, position: &Position) {
        let mut column = self.column(draft, false);
        let change = self.change(&draft.name.range);
        self.schema.follow_renamed_column(name, &from.text, &column.name, change);
        self.with(name, |table| {
            let new = column.name.clone();
            if !from.text.eq_ignore_ascii_case(&new) {
                table.rename_column(&from.text, &new, change);
            }
            let primary = table.primary_key().iter().any(|key| key.eq_ignore_ascii_case(&new));
            match table.columns.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&new)) {
                Some(old) if change.conditional => {
                    // It may be as it was, or as it is written here.
                    old.nullable |= column.nullable;
                    old.default = old.default.take().or_else(|| column.default.map(|_| Default::Unknown));
                    table.note_column(&new, EventKind::Changed, change);
                    return;
                }
                Some(old) => {
                    column.conditional = old.conditional;
                    column.defined_at = old.defined_at.or(column.defined_at);
                    column.nullable &= !primary;
                    *old = column;
                    table.note_column(&new, EventKind::Changed, change);
                }
                None if table.open_at.is_some() => table.add_column(column, None),
                None => return,
            }
            if *position != Position::Default {
                place(table, &new, position);
            }
        });
    }

    pub(super) fn add_key(&mut self, name: &str, key: &Key) {
        let (at, conditional) = (self.span(&key.range), self.written.conditional);
        let (prefix, driver) = (self.schema.prefix.clone(), self.schema.driver);
        self.with(name, |table| {
            let name = key.name.clone().unwrap_or_else(|| implied::index_name(key, table, &prefix, driver));
            let exists = table.indexes.iter().any(|index| index.name.eq_ignore_ascii_case(&name));
            if exists && key.if_not_exists {
                return;
            }
            let mut columns = key.columns.clone();
            if key.expression {
                // What an index has of expressions is no column.
                columns.retain(|column| table.column(column).is_some());
            }
            let index = Index { name, columns, kind: key.kind, partial: key.partial, conditional, defined_at: Some(at) };
            if conditional { table.add_unsure_index(index) } else { table.add_index(index) }
        });
    }

    pub(super) fn add_foreign(&mut self, name: &str, foreign: &Foreign) {
        let at = self.span(&foreign.range);
        let target = self.resolve(&foreign.table);
        let mut references = foreign.references.clone();
        if references.is_empty() {
            references = self.schema.table(&target).map(|table| table.primary_key().to_vec()).unwrap_or_default();
        }
        if references.len() != foreign.columns.len() {
            let what = format!("the columns of `{target}` that a foreign key refers to are not known");
            self.effects.gaps.push((at, what));
            return;
        }
        let (prefix, driver) = (self.schema.prefix.clone(), self.schema.driver);
        let conditional = self.written.conditional;
        self.with(name, |table| {
            let name = foreign.name.clone().unwrap_or_else(|| implied::foreign_name(foreign, table, &prefix, driver));
            let key = ForeignKey {
                name,
                columns: foreign.columns.clone(),
                table: target,
                references,
                on_delete: foreign.on_delete.clone(),
                on_update: foreign.on_update.clone(),
                unsure_actions: false,
                defined_at: Some(at),
                conditional,
            };
            table.add_foreign_key(key, driver);
        });
    }
}

/// Moves a column to its place.
fn place(table: &mut Table, name: &str, position: &Position) {
    let index = |name: &str, columns: &[Column]| columns.iter().position(|column| column.name.eq_ignore_ascii_case(name));
    let Some(at) = index(name, &table.columns) else { return };
    let column = table.columns.remove(at);
    let to = match position {
        Position::First => 0,
        Position::After(other) => index(other, &table.columns).map_or(table.columns.len(), |at| at + 1),
        Position::Default => table.columns.len(),
    };
    table.columns.insert(to, column);
}

/// Drops an index; `PRIMARY` is the primary key.
pub(super) fn drop_index(table: &mut Table, name: &str) {
    if !table.drop_index(name) && name.eq_ignore_ascii_case("primary") {
        table.indexes.retain(|index| index.kind != IndexKind::Primary);
    }
}

/// What changes nothing but the table itself.
fn carry_out(table: &mut Table, action: &Action, change: Change) {
    let certain = !change.conditional;
    match action {
        Action::SetType { column, ty } if certain => {
            with_column(table, column, |column| column.ty = ColumnType::from_sql(ty.as_str()));
        }
        Action::SetType { column, .. } => table.note_column(&column.text, EventKind::Changed, change),
        // Where it is not certain, a column that takes NULL is the safer guess.
        Action::SetNullable { column, nullable } if certain || *nullable => {
            with_column(table, column, |column| column.nullable = *nullable);
        }
        Action::SetDefault { column, default } if certain => {
            with_column(table, column, |column| column.default.clone_from(default));
        }
        Action::SetDefault { column, default: Some(_) } => {
            with_column(table, column, |column| column.default = Some(Default::Unknown));
        }
        Action::Redefine(column) => {
            with_column(table, column, |column| {
                column.ty = ColumnType::default();
                column.nullable = true;
                column.default = Some(Default::Unknown);
            });
            table.note_column(&column.text, EventKind::Changed, change);
        }
        Action::Number(column) => with_column(table, column, |column| {
            column.auto_increment = true;
            column.nullable = false;
            column.default = None;
        }),
        // Of a name that is put together, any may be meant.
        Action::DropForeign(name) | Action::DropConstraint(name) if name.contains(UNKNOWN) => table.doubt_foreign_keys(),
        Action::DropIndex(name) if name.contains(UNKNOWN) => table.doubt_indexes(|_| true),
        Action::DropForeign(name) => {
            table.drop_foreign_key(name, change);
        }
        Action::DropConstraint(name) => {
            let foreign = table.foreign_keys.iter().any(|key| key.name.eq_ignore_ascii_case(name));
            // PostgreSQL's enum is a text with a constraint.
            let owner = table.name.clone();
            let is_its = |column: &Column| format!("{owner}_{}_check", column.name).eq_ignore_ascii_case(name);
            let drops = |check: &Check| check.name.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(name));
            for column in &mut table.columns {
                let by_name = column.check.as_ref().is_some_and(drops);
                if by_name || (is_its(column) && column.check.as_ref().is_some_and(|check| check.name.is_none())) {
                    column.check = None;
                }
            }
            for column in table.columns.iter_mut().filter(|column| column.ty.kind == TypeKind::Enum && is_its(column)) {
                column.ty.values.clear();
                if certain {
                    column.ty.kind = TypeKind::String;
                }
            }
            if foreign {
                table.drop_foreign_key(name, change);
            } else if !certain {
                table.doubt_indexes(|index| index.name.eq_ignore_ascii_case(name));
            } else if !table.drop_index(name) && name.to_ascii_lowercase().ends_with("_pkey") {
                // The name that PostgreSQL gives to a primary key, whatever Laravel calls it.
                table.indexes.retain(|index| index.kind != IndexKind::Primary);
            }
        }
        Action::DropIndex(name) if certain => drop_index(table, name),
        Action::DropPrimary if certain => table.indexes.retain(|index| index.kind != IndexKind::Primary),
        Action::RenameKey(from, to) => {
            let names = table.indexes.iter_mut().map(|index| &mut index.name);
            for name in names.chain(table.foreign_keys.iter_mut().map(|key| &mut key.name)) {
                if name.eq_ignore_ascii_case(from) {
                    name.clone_from(to);
                }
            }
        }
        Action::UseIndex { name, index, kind } if certain => {
            let Some(at) = table.indexes.iter().position(|known| known.name.eq_ignore_ascii_case(index)) else { return };
            let mut found = table.indexes.remove(at);
            found.kind = *kind;
            if let Some(name) = name {
                found.name.clone_from(name);
            }
            table.add_index(found);
        }
        Action::DropIndex(name) => table.doubt_indexes(|index| index.name.eq_ignore_ascii_case(name)),
        Action::DropPrimary => table.doubt_indexes(|index| index.kind == IndexKind::Primary),
        Action::UseIndex { .. } => table.unsure_indexes = true,
        _ => {}
    }
}

fn with_column(table: &mut Table, name: &Word, change: impl FnOnce(&mut Column)) {
    if let Some(column) = table.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(&name.text)) {
        change(column);
    }
}

/// Gives a column the values that a constraint allows.
pub(super) fn allow(table: &mut Table, check: &Check) {
    if let Some(column) = table.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(&check.column)) {
        column.check = Some(check.clone());
    }
}
