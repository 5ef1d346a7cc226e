//! Changes to a schema, one at a time, as a database would carry them out.
//!
//! Nothing here fails: a change that a database would refuse is carried out as far as it makes
//! sense, so that what follows can still be understood.

use std::sync::Arc;

use super::driver::Driver;
use super::model::{
    Column, Event, EventKind, ForeignKey, Index, IndexKind, Schema, Table, TableEvent, TableEventKind, TableKind, UnknownTable,
};
use crate::source::{FileId, Span};

/// Where a change is written, and whether it is certain to happen.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The text that names what changes.
    pub at: Span,
    /// Whether it depends on something that is not known.
    pub conditional: bool,
}

/// A place where nothing is written.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// Whether a table exists.
#[derive(Clone, Debug)]
pub enum Existence<'s> {
    /// It does, or may: then it is [`Table::conditional`].
    Exists(&'s Table),
    /// It does not.
    Missing(Absence),
    /// A table is made whose name could not be worked out, and it may be this one.
    Unknown(Span),
}

/// Why a table is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nothing ever created it.
    NeverCreated,
    /// It got another name.
    Renamed {
        /// The name that it has in the end.
        to: String,
        /// Where it was renamed.
        at: Span,
    },
    /// It was dropped.
    Dropped {
        /// Where.
        at: Span,
    },
}

/// How many renamings are followed.
const MAX_RENAMES: usize = 32;

/// How many tables one schema may have. Code that makes more makes them without end; of those nothing is said.
const MAX_TABLES: usize = 4_096;

/// How many columns, indexes and foreign keys one table may have: as many columns as MySQL takes, and more than others do. Of
/// a table that gets more nothing is said.
const MAX_PARTS: usize = 4_096;

impl Schema {
    /// Creates a table without columns. A table of that name that is there already stays, with its columns.
    pub fn create_table(&mut self, name: &str, kind: TableKind, change: Change) {
        if self.tables.len() >= MAX_TABLES && !self.tables.contains_key(name) {
            if self.unknown_tables.last().is_none_or(|unknown| unknown.at != change.at) {
                self.create_unknown(change.at, (String::new(), String::new()));
            }
            return;
        }
        self.note(name, TableEventKind::Created, change);
        match self.tables.get_mut(name) {
            Some(table) => table.conditional &= change.conditional,
            None => {
                let table = Table {
                    name: name.to_owned(),
                    kind,
                    conditional: change.conditional,
                    defined_at: Some(change.at),
                    ..Table::default()
                };
                self.tables.insert(name.to_owned(), table);
            }
        }
        if let Some(table) = self.tables.get_mut(name) {
            table.note(None, EventKind::Created, change);
        }
    }

    /// Drops a table. If that is not certain, the table stays as one that may be missing.
    pub fn drop_table(&mut self, name: &str, change: Change) {
        let Some(key) = self.key_of(name) else { return };
        self.note(&key, TableEventKind::Dropped, change);
        if change.conditional {
            if let Some(table) = self.tables.get_mut(&key) {
                table.conditional = true;
                table.note(None, EventKind::Dropped, change);
            }
        } else if let Some(mut table) = self.tables.remove(&key) {
            table.note(None, EventKind::Dropped, change);
            self.gone.push(Arc::new(table));
        }
    }

    /// Renames a table. Its indexes and foreign keys keep their names; foreign keys of others follow it.
    pub fn rename_table(&mut self, from: &str, to: &str, change: Change) {
        let Some(key) = self.key_of(from) else { return };
        self.note(&key, TableEventKind::RenamedTo(to.to_owned()), change);
        let table = if change.conditional { self.tables.get(&key).cloned() } else { self.tables.remove(&key) };
        let Some(mut table) = table else { return };
        if change.conditional {
            table.conditional = true;
            if let Some(old) = self.tables.get_mut(&key) {
                old.conditional = true;
            }
        }
        table.note(None, EventKind::RenamedTo(to.to_owned()), change);
        to.clone_into(&mut table.name);
        table.claimed = true;
        self.tables.insert(to.to_owned(), table);
        let refers = |table: &Table| table.foreign_keys.iter().any(|known| known.table.eq_ignore_ascii_case(&key));
        for key_of_other in self.tables.values_mut_where(refers).flat_map(|table| &mut table.foreign_keys) {
            if key_of_other.table.eq_ignore_ascii_case(&key) {
                to.clone_into(&mut key_of_other.table);
            }
        }
    }

    /// Lets the foreign keys of other tables follow a column that was renamed.
    pub fn follow_renamed_column(&mut self, table: &str, from: &str, to: &str, change: Change) {
        if change.conditional {
            return;
        }
        let refers = |other: &Table| other.foreign_keys.iter().any(|key| key.table.eq_ignore_ascii_case(table));
        let keys = self.tables.values_mut_where(refers).flat_map(|table| &mut table.foreign_keys);
        for key in keys.filter(|key| key.table.eq_ignore_ascii_case(table)) {
            for name in key.references.iter_mut().filter(|name| name.eq_ignore_ascii_case(from)) {
                to.clone_into(name);
            }
        }
    }

    /// Notes that a table is made under a name that is not known.
    pub fn create_unknown(&mut self, at: Span, pattern: (String, String)) {
        if !self.unknown_tables.iter().any(|known| known.at == at) {
            self.unknown_tables.push(UnknownTable { at, pattern });
        }
    }

    fn note(&mut self, table: &str, kind: TableEventKind, change: Change) {
        let event = TableEvent { table: table.to_owned(), kind, at: change.at, conditional: change.conditional };
        self.history.push(event);
    }

    /// The name under which a table is listed: databases differ in whether case matters, people rarely mean it to.
    fn key_of(&self, name: &str) -> Option<String> {
        self.tables.name_of(name).map(str::to_owned)
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(self.tables.name_of(name)?)
    }

    /// The table of this name, to be changed.
    pub fn table_mut(&mut self, name: &str) -> Option<&mut Table> {
        let key = self.key_of(name)?;
        self.tables.get_mut(&key)
    }

    /// Whether a table exists, and if not, why.
    #[must_use]
    pub fn existence(&self, name: &str) -> Existence<'_> {
        if let Some(table) = self.table(name) {
            return Existence::Exists(table);
        }
        let fits = |(start, end): &(String, String)| {
            name.len() >= start.len() + end.len() && name.starts_with(start.as_str()) && name.ends_with(end.as_str())
        };
        if self.declared.iter().any(fits) {
            return Existence::Unknown(NOWHERE);
        }
        if let Some(unknown) = self.unknown_tables.iter().find(|unknown| fits(&unknown.pattern)) {
            return Existence::Unknown(unknown.at);
        }
        Existence::Missing(self.absence(name))
    }

    fn absence(&self, name: &str) -> Absence {
        let last = |name: &str| {
            self.history
                .iter()
                .rev()
                .find(|event| event.table.eq_ignore_ascii_case(name) && event.kind != TableEventKind::Created)
        };
        match last(name) {
            None => Absence::NeverCreated,
            Some(TableEvent { kind: TableEventKind::RenamedTo(next), at, .. }) => {
                let mut to = next.clone();
                for _ in 0..MAX_RENAMES {
                    if self.table(&to).is_some() {
                        break;
                    }
                    match last(&to) {
                        Some(TableEvent { kind: TableEventKind::RenamedTo(next), .. }) => to.clone_from(next),
                        _ => break,
                    }
                }
                Absence::Renamed { to, at: *at }
            }
            Some(event) => Absence::Dropped { at: event.at },
        }
    }
}

impl Table {
    /// Notes what happened to a column.
    pub fn note_column(&mut self, column: &str, kind: EventKind, change: Change) {
        self.note(Some(column), kind, change);
    }

    fn note(&mut self, column: Option<&str>, kind: EventKind, change: Change) {
        let Change { at, conditional } = change;
        let event = Event { table: self.name.clone(), column: column.map(str::to_owned), kind, at: Some(at), conditional };
        self.history.push(event);
    }

    /// Whether some of its parts are not listed because there are too many of them.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        let most = self.columns.len().max(self.indexes.len()).max(self.foreign_keys.len());
        most >= MAX_PARTS && self.open_at.is_some()
    }

    /// Whether it has so many parts that no more are listed: then it may have more.
    fn is_full(&mut self, parts: usize, at: Option<Span>) -> bool {
        let is_full = parts >= MAX_PARTS;
        if is_full {
            self.open_at = self.open_at.or(at).or(self.defined_at).or(Some(NOWHERE));
        }
        is_full
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name.eq_ignore_ascii_case(column))
    }

    /// Adds a column at the end, or behind another one. A column of that name that is there already is replaced,
    /// unless the addition is not certain.
    pub fn add_column(&mut self, column: Column, after: Option<&str>) {
        if self.is_full(self.columns.len(), column.defined_at) {
            return;
        }
        self.history.push(Event {
            table: self.name.clone(),
            column: Some(column.name.clone()),
            kind: EventKind::Created,
            at: column.defined_at,
            conditional: column.conditional,
        });
        if let Some(at) = self.position(&column.name) {
            if !column.conditional {
                self.columns[at] = column;
            }
            return;
        }
        match after.and_then(|after| self.position(after)) {
            Some(at) => self.columns.insert(at + 1, column),
            None => self.columns.push(column),
        }
    }

    /// Drops a column with the indexes it leaves empty; `takes_indexes` drops those with other columns too, as
    /// PostgreSQL does.
    pub fn drop_column(&mut self, name: &str, takes_indexes: bool, change: Change) {
        let Some(at) = self.position(name) else { return };
        self.note_column(name, EventKind::Dropped, change);
        if change.conditional {
            self.columns[at].conditional = true;
            let over = |key: &&mut ForeignKey| key.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
            self.foreign_keys.iter_mut().filter(over).for_each(|key| key.conditional = true);
            self.doubt_indexes(|index| index.columns.iter().any(|column| column.eq_ignore_ascii_case(name)));
            return;
        }
        let column = self.columns.remove(at);
        self.former_columns.push((column.name, None, change.at));
        let is = |other: &String| other.eq_ignore_ascii_case(name);
        if takes_indexes {
            self.indexes.retain(|index| !index.columns.iter().any(is));
            self.foreign_keys.retain(|key| !key.columns.iter().any(is));
        } else {
            for index in &mut self.indexes {
                index.columns.retain(|other| !is(other));
            }
            self.indexes.retain(|index| !index.columns.is_empty());
            self.foreign_keys.retain(|key| !key.columns.iter().any(is));
        }
    }

    /// Renames a column, in its indexes and foreign keys too.
    pub fn rename_column(&mut self, from: &str, to: &str, change: Change) {
        let values = self.rows.iter_mut().flat_map(|row| &mut row.values);
        values.filter(|(name, _)| name.eq_ignore_ascii_case(from)).for_each(|(name, _)| to.clone_into(name));
        let Some(at) = self.position(from) else { return };
        self.note_column(from, EventKind::RenamedTo(to.to_owned()), change);
        if change.conditional {
            let mut copy = self.columns[at].clone();
            to.clone_into(&mut copy.name);
            copy.conditional = true;
            self.columns[at].conditional = true;
            self.add_column(copy, None);
            return;
        }
        self.former_columns.push((self.columns[at].name.clone(), Some(to.to_owned()), change.at));
        to.clone_into(&mut self.columns[at].name);
        let names = self.indexes.iter_mut().flat_map(|index| &mut index.columns);
        for name in names.chain(self.foreign_keys.iter_mut().flat_map(|key| &mut key.columns)) {
            if name.eq_ignore_ascii_case(from) {
                to.clone_into(name);
            }
        }
    }

    /// Adds an index. A second primary key replaces the first one.
    pub fn add_index(&mut self, index: Index) {
        if self.is_full(self.indexes.len(), index.defined_at) {
            self.unsure_indexes = true;
            return;
        }
        if index.kind == IndexKind::Primary {
            self.indexes.retain(|known| known.kind != IndexKind::Primary);
            for name in &index.columns {
                if let Some(at) = self.position(name) {
                    self.columns[at].nullable = false;
                }
            }
        }
        self.indexes.retain(|known| known.name != index.name || known.kind != index.kind);
        self.indexes.push(index);
    }

    /// Adds an index that may be missing; one that is certain is not replaced by it.
    pub fn add_unsure_index(&mut self, index: Index) {
        self.unsure_indexes = true;
        let known = self.indexes.iter().any(|known| {
            let both_primary = known.kind == IndexKind::Primary && index.kind == IndexKind::Primary;
            both_primary || (known.name == index.name && known.kind == index.kind)
        });
        if !known && !self.is_full(self.indexes.len(), index.defined_at) {
            self.indexes.push(index);
        }
    }

    /// Some of the indexes may be dropped, or not.
    pub fn doubt_indexes(&mut self, dropped: impl Fn(&Index) -> bool) {
        for index in self.indexes.iter_mut().filter(|index| dropped(index)) {
            index.conditional = true;
            self.unsure_indexes = true;
        }
    }

    /// Some of the foreign keys may be gone.
    pub fn doubt_foreign_keys(&mut self) {
        self.foreign_keys.iter_mut().for_each(|key| key.conditional = true);
    }

    /// Drops the index of this name; answers whether there was one.
    pub fn drop_index(&mut self, name: &str) -> bool {
        let before = self.indexes.len();
        self.indexes.retain(|index| !index.name.eq_ignore_ascii_case(name));
        before != self.indexes.len()
    }

    /// Adds a foreign key; one of the same name is replaced, except in SQLite, which knows no names of keys.
    pub fn add_foreign_key(&mut self, key: ForeignKey, driver: Driver) {
        if self.is_full(self.foreign_keys.len(), key.defined_at) {
            return;
        }
        self.foreign_keys.retain(|known| driver == Driver::Sqlite || !known.name.eq_ignore_ascii_case(&key.name));
        self.foreign_keys.push(key);
    }

    /// Drops the foreign key of this name; if that is not certain, it stays as one that may be missing.
    pub fn drop_foreign_key(&mut self, name: &str, Change { at, conditional }: Change) -> bool {
        let before = self.foreign_keys.len();
        if conditional {
            for key in self.foreign_keys.iter_mut().filter(|key| key.name.eq_ignore_ascii_case(name)) {
                key.conditional = true;
            }
            return true;
        }
        let gone = self.foreign_keys.extract_if(.., |key| key.name.eq_ignore_ascii_case(name));
        self.former_keys.extend(gone.map(|key| (key.columns, at)));
        before != self.foreign_keys.len()
    }
}
