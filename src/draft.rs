//! Writes the migration that adds what findings ask for: foreign keys and indexes, after the rows that would be in their way
//! were seen to. Pure: texts come out, and nobody is asked and nothing written.

mod columns;
mod names;
mod order;
mod phinx;
mod php;
mod plan;
mod sql;
mod style;

pub use phinx::{is_for_phinx, phinx};
pub use php::{php, steps, string};
pub use plan::plan;
pub use sql::sql;
pub use style::{Style, free_name};

use crate::finding::{OnDelete, Remedy};
use crate::schema::Driver;

/// What the migration does with rows that refer to rows which do not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orphans {
    /// It counts them and stops before anything is changed.
    #[default]
    Abort,
    /// It deletes them.
    Delete,
    /// It sets their columns to NULL; where a column takes none, it stops as [`Orphans::Abort`] does.
    Null,
}

/// What is wanted of a migration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What the keys do on a delete, instead of what suits each of them.
    pub on_delete: Option<OnDelete>,
    /// What happens to orphans.
    pub orphans: Orphans,
    /// Whether PostgreSQL adds the keys without a look at the rows, and checks these afterwards, while others can write.
    pub not_valid: bool,
}

/// One thing to add, as a finding asks for it.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The connection, as the schema lists it.
    pub connection: String,
    /// The table.
    pub table: String,
    /// What to add to it.
    pub remedy: Remedy,
}

/// A migration for one connection.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The connection, as the schema lists it.
    pub connection: String,
    /// Whether the migration has to name its connection.
    pub named: bool,
    /// The connection's driver.
    pub driver: Driver,
    /// The connection's prefix.
    pub prefix: String,
    /// The oldest major version of the framework that the migration is for.
    pub laravel: u32,
    /// What happens to orphans.
    pub orphans: Orphans,
    /// As in [`Options::not_valid`].
    pub not_valid: bool,
    /// What is added, parents before children.
    pub tables: Vec<TablePlan>,
}

/// What is added to one table.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// The table, without the connection's prefix.
    pub table: String,
    /// The column that names each row: a primary key of one column.
    pub row: Option<String>,
    /// The columns whose types change first.
    pub changes: Vec<TypeChange>,
    /// The indexes.
    pub indexes: Vec<NewIndex>,
    /// The keys.
    pub keys: Vec<NewKey>,
}

/// A foreign key to add.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to, without the connection's prefix.
    pub target: String,
    /// The columns referred to.
    pub references: Vec<String>,
    /// What a delete does.
    pub on_delete: OnDelete,
    /// A name of its own, where Laravel's is too long or taken.
    pub name: Option<String>,
    /// The name that it has in the end.
    pub full_name: String,
    /// Whether all its columns take NULL.
    pub nullable: bool,
    /// Whether rows are compared as text, because the types differ before they are changed.
    pub as_text: bool,
}

/// An index to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIndex {
    /// Whether no two rows may have the same values in it.
    pub unique: bool,
    /// Its columns.
    pub columns: Vec<String>,
    /// A name of its own, where Laravel's is too long or taken.
    pub name: Option<String>,
    /// The columns that are NULL in the rows that it holds; none if it holds all. Blueprint has no such index, so it has a name.
    pub nulls: Vec<String>,
}

/// A column's type that changes so that a key can be added.
#[derive(Clone, Debug)]
pub struct TypeChange {
    /// The column.
    pub column: String,
    /// Its new definition, as a call of Blueprint's methods without the `change()`.
    pub new: String,
    /// Its old definition, likewise.
    pub old: String,
    /// The SQL types, for people: before and after.
    pub sql: (String, String),
    /// The new type in PostgreSQL, where that does not convert the values unless told how.
    pub pgsql: Option<String>,
}

/// What was wanted and is not added, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Table and columns, as `table.column`.
    pub place: String,
    /// The reason, a sentence without a full stop.
    pub reason: String,
}
