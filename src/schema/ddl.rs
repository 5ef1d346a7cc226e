//! Raw SQL as far as it changes the schema: `DB::statement()`, `DB::unprepared()`, dumps, files of SQL.
//!
//! A text is split into statements ([`split`]), each is read by the `sqlparser` crate in the driver's dialect and
//! lowered into the plain data below, which names no type of that crate. What it cannot read is told by its first
//! tokens: either it does not matter to a schema, or it is [`Ddl::Unparsed`] together with the tables that it
//! mentions, so that nothing wrong is said about them. [`apply`] carries statements out on a schema.
//!
//! Nothing here fails, and everything is bounded: texts that are too long or too deeply nested are not read.

mod alter;
mod apply;
mod bounds;
mod checks;
mod classify;
mod columns;
mod elements;
mod lexer;
mod locate;
mod look;
mod lower;
mod names;
mod parse;
mod rows;
mod simplify;
mod split;
mod types;
mod views;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::driver::Driver;
use super::model::{Check, Default, IndexKind, TableKind};
pub use apply::{Effects, Written};
pub use classify::changes_schema;
pub(crate) use locate::Locator;
pub(crate) use parse::tree;
pub(super) use types::canonical;

/// Stands in a text of SQL for a part that is not known. No statement with it is understood where it stands for more than a
/// name, but the tables that it mentions are.
pub(crate) const UNKNOWN: &str = "{unknown}";

/// A statement of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its bytes in the text, without the semicolon.
    pub range: Range<usize>,
    /// What it does.
    pub ddl: Ddl,
}

/// What a statement does to a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Ddl {
    /// `CREATE TABLE`
    CreateTable(Box<CreateTable>),
    /// `DROP TABLE`, `DROP VIEW`
    Drop {
        /// What is dropped.
        names: Vec<Name>,
        /// Tables or views.
        kind: TableKind,
        /// Whether foreign keys that refer to it go too.
        cascade: bool,
    },
    /// `RENAME TABLE a TO b, c TO d`
    RenameTables(Vec<(Name, Name)>),
    /// `ALTER TABLE`
    AlterTable {
        /// The table.
        table: Name,
        /// What is done to it, in order.
        actions: Vec<Action>,
    },
    /// `CREATE INDEX`
    CreateIndex {
        /// The table.
        table: Name,
        /// The index.
        key: Key,
    },
    /// `DROP INDEX`
    DropIndex {
        /// The table; in PostgreSQL and SQLite an index is found without it.
        table: Option<Name>,
        /// The indexes.
        names: Vec<Name>,
    },
    /// `ALTER INDEX a RENAME TO b`
    RenameIndex {
        /// The old name.
        from: Name,
        /// The new name.
        to: Name,
    },
    /// `CREATE VIEW`
    CreateView {
        /// The view.
        name: Name,
        /// Its columns, as far as they are known.
        columns: Selected,
        /// Its query.
        query: Option<String>,
        /// Whether an existing view is replaced.
        replaces: bool,
        /// Whether an existing view stays as it is.
        if_not_exists: bool,
    },
    /// `CREATE TRIGGER`
    CreateTrigger {
        /// The table whose rows it watches.
        table: Name,
    },
    /// `SET search_path`: the schemas that names without a schema are looked for in.
    SetSearchPath(Vec<String>),
    /// Rows of the table of the migrations that ran.
    InsertRows {
        /// The table.
        table: Name,
        /// The columns that are given; none where the statement does not name them.
        columns: Vec<String>,
        /// The values in each row; none where one is no literal.
        rows: Vec<Vec<Option<String>>>,
    },
    /// Something that does not change a schema, or changes what is not modelled.
    Ignored,
    /// Something that was not understood.
    Unparsed {
        /// Why.
        reason: String,
        /// The tables that it seems to change.
        mentions: Vec<Mention>,
    },
}

/// A table that a statement mentions which was not understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The table; of a name that is put together, the part that is known.
    pub table: Name,
    /// Whether the name goes on in a way that is not known.
    pub open: bool,
    /// What seems to be done to it.
    pub deed: Deed,
}

/// What a statement that was not understood seems to do to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Deed {
    Creates,
    Alters,
    Drops,
}

/// The name of a table, view or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The schema (or database) that it is qualified with.
    pub schema: Option<String>,
    /// The name without quotes.
    pub text: String,
    /// Where it is written in the text.
    pub range: Range<usize>,
}

/// The name of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The name without quotes.
    pub text: String,
    /// Where it is written in the text.
    pub range: Range<usize>,
}

/// `CREATE TABLE`
#[derive(Clone, Debug, PartialEq)]
pub struct CreateTable {
    /// The table.
    pub name: Name,
    /// Whether an existing table stays as it is.
    pub if_not_exists: bool,
    /// Whether it ends with the connection.
    pub temporary: bool,
    /// Its columns.
    pub columns: Vec<Draft>,
    /// Its primary key, unique keys and indexes.
    pub keys: Vec<Key>,
    /// Its foreign keys.
    pub foreign_keys: Vec<Foreign>,
    /// The values that constraints allow its columns.
    pub checks: Vec<Check>,
    /// The tables whose columns it takes over, and what of them.
    pub like: Vec<(Name, Copies)>,
    /// The columns of the query that fills it.
    pub selected: Option<Selected>,
    /// Whether it has columns that are not known.
    pub open: bool,
}

/// What is taken over from another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Copies {
    /// The columns, with their types and whether they take NULL.
    Columns,
    /// The columns with their defaults.
    Defaults,
    /// The columns with their defaults, and the indexes.
    All,
}

/// The columns that a query gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selected {
    /// What it lists, as far as it is known.
    pub items: Vec<Item>,
    /// What it reads.
    pub sources: Vec<Source>,
    /// Whether it gives columns whose names are not known.
    pub open: bool,
}

/// What a query lists.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A column.
    Column {
        /// What it is called.
        name: Word,
        /// The column that it shows, of which source, where one is named; none for other expressions.
        shows: Option<(Option<String>, String)>,
    },
    /// All columns, of one source or of all.
    All(Option<String>),
}

/// A table, view or query that a query reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// What the query calls it.
    pub alias: String,
    /// What it is.
    pub relation: Relation,
}

/// What a query reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// A table or view.
    Table(Name),
    /// Another query.
    Query(Box<Selected>),
    /// Something else, such as a function.
    Unknown,
}

impl Relation {
    /// How much there is to copy.
    pub(super) fn weight(&self) -> usize {
        match self {
            Relation::Query(query) => {
                1 + query.items.len() + query.sources.iter().map(|source| source.relation.weight()).sum::<usize>()
            }
            Relation::Table(_) | Relation::Unknown => 1,
        }
    }
}

impl Selected {
    /// A query of which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Selected { open: true, ..Selected::default() }
    }

    /// Gives the columns these names, as the list behind a view's name does.
    #[must_use]
    pub fn named(mut self, names: Vec<Word>) -> Self {
        let whole = !self.open && self.items.iter().all(|item| matches!(item, Item::Column { .. }));
        let items = std::mem::take(&mut self.items);
        let mut shown = items.into_iter().map(|item| match item {
            Item::Column { shows, .. } if whole => shows,
            _ => None,
        });
        self.items = names.into_iter().map(|name| Item::Column { name, shows: shown.next().flatten() }).collect();
        self.open = false;
        self
    }
}

/// A column as SQL defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its name.
    pub name: Word,
    /// Its SQL type, spelled as the database spells it; none where none is given.
    pub ty: Option<String>,
    /// Whether it takes NULL.
    pub nullable: bool,
    /// Its default.
    pub default: Option<Default>,
    /// Whether the database numbers it by itself.
    pub auto_increment: bool,
    /// Whether the database computes it.
    pub generated: bool,
    /// What the database computes for it.
    pub computed: Option<super::Computed>,
}

/// A primary key, unique key or index.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name; none where the database chooses it.
    pub name: Option<String>,
    /// Its kind.
    pub kind: IndexKind,
    /// Its columns; expressions as they are written.
    pub columns: Vec<String>,
    /// Whether something in it is an expression.
    pub expression: bool,
    /// Whether it may hold other than its columns' values in all rows.
    pub partial: bool,
    /// Whether it is a constraint, rather than an index made by `CREATE INDEX`.
    pub constraint: bool,
    /// Whether an index of that name stays as it is.
    pub if_not_exists: bool,
    /// Where it is written.
    pub range: Range<usize>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Its name; none where the database chooses it.
    pub name: Option<String>,
    /// The referring columns.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: Name,
    /// The columns referred to; empty where the primary key is meant.
    pub references: Vec<String>,
    /// `cascade`, `set null`, …
    pub on_delete: Option<String>,
    /// As `on_delete`.
    pub on_update: Option<String>,
    /// Where it is written.
    pub range: Range<usize>,
}

/// One of the things that `ALTER TABLE` does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// `ADD COLUMN`, with the keys that stand in the column's definition.
    AddColumn {
        /// The column.
        column: Draft,
        /// The keys in its definition.
        keys: Vec<Key>,
        /// The foreign key in its definition.
        foreign: Option<Foreign>,
        /// Where it goes.
        position: Position,
        /// Whether an existing column stays as it is.
        if_not_exists: bool,
    },
    /// `DROP COLUMN`
    DropColumns(Vec<Word>),
    /// `MODIFY`, `CHANGE`: the column is defined anew.
    ChangeColumn {
        /// Its old name.
        from: Word,
        /// The new column.
        column: Draft,
        /// The keys in its definition.
        keys: Vec<Key>,
        /// Where it goes.
        position: Position,
    },
    /// `RENAME COLUMN`
    RenameColumn(Word, Word),
    /// `ALTER COLUMN … TYPE`
    SetType {
        /// The column.
        column: Word,
        /// Its new type.
        ty: String,
    },
    /// `ALTER COLUMN … SET NOT NULL`, `DROP NOT NULL`
    SetNullable {
        /// The column.
        column: Word,
        /// Whether it takes NULL from now on.
        nullable: bool,
    },
    /// `ALTER COLUMN … SET DEFAULT`, `DROP DEFAULT`
    SetDefault {
        /// The column.
        column: Word,
        /// Its new default.
        default: Option<Default>,
    },
    /// `MODIFY`, `ALTER COLUMN … TYPE` with words that nobody knows: the column's definition is not known any more.
    Redefine(Word),
    /// `SET DEFAULT nextval(…)`, `ADD GENERATED … AS IDENTITY`
    Number(Word),
    /// `ADD PRIMARY KEY`, `ADD UNIQUE`, `ADD INDEX`, …
    AddKey(Key),
    /// `ADD FOREIGN KEY`
    AddForeign(Foreign),
    /// `ADD CHECK`, of a list of values
    AddCheck(Check),
    /// `DROP INDEX`, `DROP KEY`
    DropIndex(String),
    /// `DROP CONSTRAINT`: an index, a foreign key or something that is not modelled.
    DropConstraint(String),
    /// `DROP FOREIGN KEY`
    DropForeign(String),
    /// `DROP PRIMARY KEY`
    DropPrimary,
    /// `RENAME INDEX`, `RENAME KEY`, `RENAME CONSTRAINT`
    RenameKey(String, String),
    /// `ADD CONSTRAINT a UNIQUE USING INDEX b`
    UseIndex {
        /// The constraint's name, which the index takes.
        name: Option<String>,
        /// The index.
        index: String,
        /// What it becomes.
        kind: IndexKind,
    },
    /// `RENAME TO`
    RenameTo(Name),
    /// `SET SCHEMA`
    SetSchema(String),
    /// Something that changes no column, index or foreign key.
    Nothing,
    /// Something that was not understood, as it is written.
    Unknown(String),
}

/// Where a column goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// To the end; a column that is changed stays where it is.
    #[default]
    Default,
    /// To the beginning.
    First,
    /// Behind this one.
    After(String),
}

/// Reads a text of SQL in the driver's dialect.
#[must_use]
pub fn parse(sql: &str, driver: Driver) -> Vec<Statement> {
    parse::statements(sql, driver, None)
}

/// As [`parse`], with the rows that are inserted into one table.
pub(super) fn parse_with_rows(sql: &str, driver: Driver, table: &str) -> Vec<Statement> {
    parse::statements(sql, driver, Some(table))
}

/// The tables whose rows triggers watch, with the schema's prefix.
#[must_use]
pub fn trigger_tables(statements: &[Statement]) -> Vec<String> {
    let mut tables: Vec<String> = statements
        .iter()
        .filter_map(|statement| match &statement.ddl {
            Ddl::CreateTrigger { table } => Some(table.text.clone()),
            _ => None,
        })
        .collect();
    tables.sort();
    tables.dedup();
    tables
}
