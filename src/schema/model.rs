//! Plain data: what a database consists of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::driver::Driver;
use super::places::Places;
use super::tables::Tables;
use super::types::{ColumnType, TypeKind};
use crate::source::Span;

/// Every connection of a project, each a schema of its own.
#[derive(Clone, Debug, Default)]
pub struct Database {
    /// The connection that code without a connection's name speaks to.
    pub default_connection: String,
    /// The schemas by connection name.
    pub connections: BTreeMap<String, Schema>,
    /// Which connections lead to which schema.
    pub places: Places,
}

/// The schema of one connection. Names are without the connection's prefix.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The connection's driver.
    pub driver: Driver,
    /// The connection's table prefix; empty for most.
    pub prefix: String,
    /// Whether the prefix becomes part of index names (`prefix_indexes`).
    pub prefix_indexes: bool,
    /// The tables that exist, by name.
    pub tables: Tables,
    /// What happened to tables, in order; also to those that are gone.
    pub history: Vec<TableEvent>,
    /// The tables that were dropped, as they were.
    pub gone: Vec<Arc<Table>>,
    /// Operations that create or rename tables whose names are not known.
    pub unknown_tables: Vec<UnknownTable>,
    /// Names of tables that others make: what each starts and ends with.
    pub declared: Vec<(String, String)>,
}

/// Something that happened to a table as a whole.
#[derive(Clone, Debug)]
pub struct TableEvent {
    /// The table's name at that time (before a renaming).
    pub table: String,
    /// What happened.
    pub kind: TableEventKind,
    /// Where it is written.
    pub at: Span,
    /// Whether it depends on something that is not known.
    pub conditional: bool,
}

/// What can happen to a table as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableEventKind {
    /// It was created.
    Created,
    /// It got this name.
    RenamedTo(String),
    /// It was dropped.
    Dropped,
}

/// A table that exists under a name that could not be worked out.
#[derive(Clone, Debug)]
pub struct UnknownTable {
    /// Where it is made.
    pub at: Span,
    /// The parts of its name that are known: what it starts and ends with.
    pub pattern: (String, String),
}

/// Who brings a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The project's own migrations or dump.
    #[default]
    Project,
    /// The framework itself, such as the table of the migrations that ran.
    Framework,
    /// A package that the project requires.
    Package,
    /// The project's configuration of this tool.
    Config,
}

/// Kinds of relations in the database's sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableKind {
    /// A table.
    #[default]
    Table,
    /// A view.
    View,
}

/// A table or a view.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its name, without the connection's prefix.
    pub name: String,
    /// Table or view.
    pub kind: TableKind,
    /// Who brings it.
    pub origin: Origin,
    /// Whether the project's own migrations change a table that somebody else brings.
    pub claimed: bool,
    /// Whether its existence depends on something that is not known.
    pub conditional: bool,
    /// Where its name is written in the operation that created it.
    pub defined_at: Option<Span>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its indexes, in the order of their creation.
    pub indexes: Vec<Index>,
    /// Whether it may have other indexes than listed, because some are made or dropped on a condition or under a name that is
    /// not known.
    pub unsure_indexes: bool,
    /// Its foreign keys, in the order of their creation.
    pub foreign_keys: Vec<ForeignKey>,
    /// The columns of foreign keys that were dropped, and where.
    pub former_keys: Vec<(Vec<String>, Span)>,
    /// The columns that the code gives a foreign key of which it is not known what it refers to, or which this database takes
    /// and forgets.
    pub unsure_keys: Vec<String>,
    /// Where columns were added or dropped whose names are not known: it may have more, or fewer, than listed.
    pub open_at: Option<Span>,
    /// Columns that were dropped or renamed: the old name, what it is called now (if renamed), and where.
    pub former_columns: Vec<(String, Option<String>, Span)>,
    /// What happened to it and its columns, in order.
    pub history: Vec<Event>,
    /// Where a migration inserts rows into it, if one does and none takes rows out again.
    pub filled_at: Option<Span>,
    /// Whether a migration may have written rows into it.
    pub may_have_rows: bool,
    /// Rows that migrations have inserted for certain and nothing has changed since, as far as they are known.
    pub rows: Vec<Row>,
    /// The query of a view, where it is known.
    pub query: Option<String>,
}

/// A row that a migration has inserted.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where.
    pub at: Span,
    /// What it gives to columns.
    pub values: Vec<(String, RowValue)>,
    /// Whether that is all of it, so that the other columns have their defaults.
    pub complete: bool,
}

/// What a row gives to a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowValue {
    /// A value, as a text.
    Known(String),
    /// NULL.
    Null,
    /// Something that is only known at run time.
    Unknown,
}

impl Row {
    /// The value of a column of the row's table.
    #[must_use]
    pub fn value(&self, column: &Column) -> RowValue {
        let has_no_default = column.nullable && column.default.is_none() && !column.generated && !column.auto_increment;
        match self.values.iter().find(|(name, _)| name.eq_ignore_ascii_case(&column.name)) {
            Some((_, value)) => value.clone(),
            None if self.complete && has_no_default => RowValue::Null,
            None => RowValue::Unknown,
        }
    }
}

/// Something that happened to a table or one of its columns.
#[derive(Clone, Debug)]
pub struct Event {
    /// The table's name at that time (before a renaming).
    pub table: String,
    /// The column's name at that time; none for the table as a whole.
    pub column: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// Where it is written, where it is.
    pub at: Option<Span>,
    /// Whether it depends on something that is not known.
    pub conditional: bool,
}

/// What can happen to a table or a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was created.
    Created,
    /// Its definition was changed.
    Changed,
    /// It got this name.
    RenamedTo(String),
    /// It was dropped.
    Dropped,
}

/// A column's default.
#[derive(Clone, Debug, PartialEq)]
pub enum Default {
    /// A literal, as SQL would spell it without quotes.
    Literal(String),
    /// An expression such as `CURRENT_TIMESTAMP`.
    Expression(String),
    /// There is one, but what it is could not be worked out.
    Unknown,
}

/// What a database computes for a generated column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The expression.
    pub expression: String,
    /// Whether the result is kept with the row, rather than computed when it is read.
    pub stored: bool,
}

/// A constraint that allows a column some values: `CHECK (state IN ('open', 'paid'))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name; none where the database chooses it.
    pub name: Option<String>,
    /// The column.
    pub column: String,
    /// The values.
    pub values: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as Laravel thinks of it.
    pub ty: ColumnType,
    /// The set of its characters, where it is known: `utf8mb4`, `latin1`.
    pub charset: Option<String>,
    /// Whether it takes NULL.
    pub nullable: bool,
    /// Its default, if it has one.
    pub default: Option<Default>,
    /// The values that a constraint allows.
    pub check: Option<Check>,
    /// Whether the database numbers it by itself.
    pub auto_increment: bool,
    /// Whether the database computes it.
    pub generated: bool,
    /// What the database computes, where it is known.
    pub computed: Option<Computed>,
    /// Whether a package adds it by itself to a table that is not its own.
    pub of_package: bool,
    /// Whether its existence depends on something that is not known.
    pub conditional: bool,
    /// Where its name is written; for `timestamps()` and its like, the call.
    pub defined_at: Option<Span>,
}

/// Kinds of indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the database's own names")]
pub enum IndexKind {
    Primary,
    Unique,
    Index,
    Fulltext,
    Spatial,
}

impl IndexKind {
    /// Whether no two rows may have the same values.
    #[must_use]
    pub fn is_unique(self) -> bool {
        matches!(self, IndexKind::Primary | IndexKind::Unique)
    }

    /// The word that reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IndexKind::Primary => "primary",
            IndexKind::Unique => "unique",
            IndexKind::Index => "index",
            IndexKind::Fulltext => "fulltext",
            IndexKind::Spatial => "spatial",
        }
    }
}

/// An index.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Its kind.
    pub kind: IndexKind,
    /// Whether it may hold other than its columns' values in all rows: prefixes, expressions, rows that meet a condition,
    /// or in a structure that not every search can use.
    pub partial: bool,
    /// Whether its existence depends on something that is not known.
    pub conditional: bool,
    /// Where it is written.
    pub defined_at: Option<Span>,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: String,
    /// The columns referred to.
    pub references: Vec<String>,
    /// `cascade`, `set null`, `restrict`, `no action`, `set default`; none where nothing is said.
    pub on_delete: Option<String>,
    /// As `on_delete`.
    pub on_update: Option<String>,
    /// Whether `on_delete` and `on_update` may say something else, because what the code says of them is not known.
    pub unsure_actions: bool,
    /// Where it is written.
    pub defined_at: Option<Span>,
    /// Whether it depends on something that is not known.
    pub conditional: bool,
}

/// Whether a list of columns begins with others, in whatever order.
#[must_use]
pub fn starts_in_any_order(columns: &[String], with: &[String]) -> bool {
    let Some(first) = columns.get(..with.len()) else { return false };
    with.iter().all(|name| first.iter().any(|column| column.eq_ignore_ascii_case(name)))
}

impl Schema {
    /// Whether a table is the project's own or, if somebody else brings it, one that the project's migrations change or
    /// refer to.
    #[must_use]
    pub fn is_of_project(&self, table: &Table) -> bool {
        let refers = |other: &Table| {
            other.origin != Origin::Package && other.foreign_keys.iter().any(|key| key.table.eq_ignore_ascii_case(&table.name))
        };
        table.origin != Origin::Package || table.claimed || self.tables.values().any(refers)
    }
}

impl Column {
    /// Whether a new row has to give it a value.
    #[must_use]
    pub fn is_required(&self, driver: Driver) -> bool {
        // MySQL takes the first value of an enum that is left out, also in strict mode.
        let has_implicit_default = driver.is_mysql() && self.ty.kind == TypeKind::Enum;
        !self.nullable
            && self.default.is_none()
            && !self.auto_increment
            && !self.generated
            && !self.conditional
            && !has_implicit_default
            && !matches!(self.ty.kind, TypeKind::Unknown | TypeKind::Raw | TypeKind::Computed)
    }
}

impl Table {
    /// Where the table is created, in words that say so: under its first name, where it was renamed since.
    #[must_use]
    pub fn creation(&self) -> Option<(Span, String)> {
        let renamed = |event: &&Event| event.column.is_none() && matches!(event.kind, EventKind::RenamedTo(_));
        let first = self.history.iter().find(renamed).map(|event| event.table.as_str());
        let said = match first.filter(|first| !first.eq_ignore_ascii_case(&self.name)) {
            Some(first) => format!("`{}` is created here, as `{first}`", self.name),
            None => format!("`{}` is created here", self.name),
        };
        Some((self.defined_at?, said))
    }

    /// The column of this name, compared as the databases do: without regard to case.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// What became last of a column that was dropped or renamed: what it is called now, if it was renamed, and where that was done.
    #[must_use]
    pub fn former_column(&self, name: &str) -> Option<(Option<&str>, Span)> {
        let (_, now, at) = self.former_columns.iter().rev().find(|(old, _, _)| old.eq_ignore_ascii_case(name))?;
        Some((now.as_deref(), *at))
    }

    /// Whether a column is there, and is as it is listed, whatever is not known of the conditions under which it was changed.
    #[must_use]
    pub fn is_certain(&self, column: &Column) -> bool {
        let changed = |event: &Event| {
            event.conditional
                && event.kind == EventKind::Changed
                && event.column.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&column.name))
        };
        !column.conditional && !self.history.iter().any(changed)
    }

    /// The columns of the primary key.
    #[must_use]
    pub fn primary_key(&self) -> &[String] {
        self.indexes.iter().find(|index| index.kind == IndexKind::Primary).map_or(&[], |index| &index.columns)
    }

    /// Whether no two rows may have the same values in exactly these columns, in whatever order.
    #[must_use]
    pub fn is_unique(&self, columns: &[String]) -> bool {
        let covers = |index: &Index| index.columns.len() == columns.len() && starts_in_any_order(&index.columns, columns);
        self.indexes.iter().any(|index| index.kind.is_unique() && covers(index))
    }

    /// Whether a foreign key starts with exactly this column.
    #[must_use]
    pub fn foreign_key_of(&self, column: &str) -> Option<&ForeignKey> {
        self.foreign_keys.iter().find(|key| key.columns.iter().any(|name| name.eq_ignore_ascii_case(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_any_order() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(starts_in_any_order(&names(&["a", "b", "c"]), &names(&["b", "a"])));
        assert!(!starts_in_any_order(&names(&["a", "b", "c"]), &names(&["a", "c"])));
        assert!(!starts_in_any_order(&names(&["a"]), &names(&["a", "c"])));
    }
}
