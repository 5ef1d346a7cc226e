//! What code says that one rule alone asks for: names and values that do not fit where they stand.

use serde::{Deserialize, Serialize};

use super::{Context, Fillable, Operation, TableUse};
use crate::source::Span;

/// A qualifier that no table of its query has: `where('roles.name')` in a query that does not join `roles`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stray {
    /// The qualifier.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// Whether `span` spells it.
    pub literal: bool,
    /// Where the column behind it is written.
    pub column: Span,
    /// The tables of the query, its own first, each with the name by which the query calls it.
    pub scope: Vec<(TableUse, String)>,
    /// The class of the query's model, with its namespace.
    pub model: Option<String>,
    /// What the connection puts before the names of its tables, where raw SQL leaves that out.
    pub prefix: Option<String>,
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// The call that the name reaches.
    pub call: Span,
}

/// Why a name is not one of a column where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Misplacement {
    /// A query selects it and its `where` asks for it, which sees tables' columns alone.
    Selected,
    /// SQL spells it with capital letters and without quotes, and PostgreSQL reads it in small ones.
    Folded,
    /// A rule `unique:table,column,id,…` takes what stands there for the value to leave out, not for the column that has it.
    LeftOut,
    /// A model appends it to what it gives as an array, and has no accessor for it.
    Appended,
    /// A later row of an insert has it, and the first one does not, whose names count for all.
    InLaterRow {
        /// Whether both rows have as many values.
        fits: bool,
    },
    /// The first row of an insert has it, and a later one leaves it out.
    NotInLaterRow,
}

/// A name that stands where it cannot be one of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Misplaced {
    /// Why.
    pub why: Misplacement,
    /// The name.
    pub name: String,
    /// Where it is spelled.
    pub span: Span,
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// The query's own table.
    pub table: String,
    /// The others that the place sees: those that the query joins, and those of the queries around it.
    pub joined: Vec<TableUse>,
}

/// Attributes that a model is given, not all of which are known by their names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenFill {
    /// The model's table.
    pub table: TableUse,
    /// What of them gets through.
    pub fillable: Fillable,
    /// Where the method's name stands that is given them.
    pub call: Span,
}

/// A row that is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RowWrite {
    /// The table.
    pub table: TableUse,
    /// Insert, update or upsert.
    pub operation: Operation,
    /// The columns that it names, each with its place.
    pub columns: Vec<(String, Span)>,
    /// Whether `columns` is all of it, but for what is `filled`.
    pub complete: bool,
    /// More columns that get a value, whose names are not to be judged here.
    pub filled: Vec<String>,
    /// What gets through, if it is a model that is filled.
    pub fillable: Option<Fillable>,
    /// Where the names stand that it has from the rules of a validation. What is written behind them are the rules, no values.
    pub rules: Vec<Span>,
    /// Where the names stand whose values may be replaced by others before the row is written.
    pub replaced: Vec<Span>,
    /// The method's name and where it stands.
    pub call: Span,
    /// What the code around it makes sure of, or hides.
    pub context: Context,
}

impl RowWrite {
    /// Whether it is one attribute that an object was given by its name: `$post->title = …`.
    #[must_use]
    pub fn is_assignment(&self) -> bool {
        matches!(self.columns.as_slice(), [(_, at)] if *at == self.call)
    }

    /// A new row, of which all the columns that get a value are known.
    #[must_use]
    pub fn inserted(table: TableUse, filled: Vec<String>, call: Span, context: Context) -> Self {
        let operation = Operation::Insert;
        RowWrite {
            table,
            operation,
            columns: Vec::new(),
            complete: true,
            filled,
            fillable: None,
            rules: Vec::new(),
            replaced: Vec::new(),
            call,
            context,
        }
    }
}

/// A value that code gives a column, as far as it is written out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Given {
    /// A text, where it is written.
    Text(String, Span),
    /// A case of an enum: its name, and what is stored of it. It is written behind the column's name.
    Case(String, String),
    /// A number. It is written behind the column's name.
    Number(String),
    /// `null`. It is written behind the column's name.
    Null,
}

/// A value that code writes into a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WrittenValue {
    /// Where the column is named.
    pub named: Span,
    /// The table.
    pub table: TableUse,
    /// The column.
    pub column: String,
    /// The value.
    pub value: Given,
    /// Whether it is what a model has before anybody gives it something (`$attributes`).
    pub is_default: bool,
}

/// Columns by which code takes rows to be the only ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sought {
    /// Where.
    pub at: Span,
    /// How.
    pub how: Seeking,
    /// The table.
    pub table: TableUse,
    /// The columns.
    pub columns: Vec<String>,
    /// The columns that have to be NULL for a row to count.
    pub nulls: Vec<String>,
}

/// How code relies on rows being the only ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Seeking {
    /// `upsert()`: the database looks for the row.
    Upsert,
    /// `firstOrCreate()` and its like: the code looks for the row first, and then makes it.
    FirstOrCreate,
    /// A rule on input, `unique:users,email`.
    Rule,
}

/// What a model says of the columns of its table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModelFacts {
    /// The name of its class.
    pub at: Span,
    /// The class, without its namespace.
    pub class: String,
    /// Its table.
    pub table: TableUse,
    /// Its primary key; none if it is not known, or is several columns.
    pub key: Option<String>,
    /// Whether it takes its key for a number, and where that is said; none if it is not known.
    pub numbered: Option<(bool, Span)>,
    /// Whether it takes the key that the database has counted, and where that is said; none if it is not known.
    pub counted: Option<(bool, Span)>,
    /// Whether it marks rows as deleted and leaves them out; none if it is not known.
    pub trashes: Option<bool>,
    /// Its casts, as far as they are known.
    pub casts: Vec<CastOf>,
    /// The columns that it writes, where it stores all other attributes in one JSON column, which comes last.
    pub folds: Option<(Vec<String>, String)>,
}

/// A cast of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CastOf {
    /// The column.
    pub column: String,
    /// The cast, without parameters: `array`, `enum:int`.
    pub cast: String,
    /// Where the column is named.
    pub at: Span,
    /// What the cases of its enum are stored as, and where they are written.
    pub cases: Vec<(String, Span)>,
}

/// A model whose keys Laravel makes: UUIDs or ULIDs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MadeKey {
    /// Where the class uses the trait that makes them.
    pub span: Span,
    /// The table with the column that takes them.
    pub table: TableUse,
    /// The column.
    pub column: String,
    /// The class of the model, without its namespace.
    pub model: String,
    /// Whether it is the half of a polymorphic pair in another table that takes them.
    pub of_morph: bool,
}
