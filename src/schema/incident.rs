//! What a migration tries that the database would refuse or Laravel passes over, found while it is replayed.

use super::build::Absence;
use super::driver::Driver;
use super::model::{Column, Table};
use super::refusal::Refusal;
use crate::source::Span;

/// A mistake that a real `migrate` would stop at, or pass over without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The connection.
    pub connection: String,
    /// The table that is changed.
    pub table: String,
    /// What is wrong.
    pub kind: IncidentKind,
    /// The text that names what is wrong.
    pub at: Span,
}

/// Kinds of mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncidentKind {
    /// A table is created that exists already; where it was made.
    TableExists(Option<Span>),
    /// A table is changed, dropped, renamed or queried that does not exist.
    TableMissing(Absence),
    /// A column is added that exists already; where it was made.
    ColumnExists(String, Option<Span>),
    /// A column is dropped, renamed, changed, indexed or put behind that does not exist.
    ColumnMissing(String),
    /// An index or a foreign key is dropped or renamed that does not exist.
    IndexMissing(String),
    /// A foreign key refers to a table that does not exist at this time.
    TargetMissing {
        /// The referring columns.
        columns: Vec<String>,
        /// The table referred to.
        target: String,
        /// Why it is missing.
        absence: Absence,
    },
    /// A foreign key refers to a column that its table does not have at this time.
    TargetColumnMissing {
        /// The referring columns.
        columns: Vec<String>,
        /// The table referred to.
        target: String,
        /// The missing column.
        column: String,
    },
    /// A foreign key connects two columns whose types, as they are at this time, the database does not compare.
    KeyTypesDiffer {
        /// The referring column.
        column: String,
        /// Its type in SQL.
        ty: String,
        /// The table referred to.
        target: String,
        /// The column referred to.
        referenced: String,
        /// The type of that in SQL.
        referenced_ty: String,
        /// Where that is made.
        made_at: Option<Span>,
    },
    /// A modifier of a column does nothing where it stands.
    Ineffective {
        /// The column.
        column: String,
        /// The modifier, as Laravel spells it.
        method: String,
    },
    /// A word stands after a column that Laravel stores and never reads.
    UnknownModifier {
        /// The column.
        column: String,
        /// The word, as it is spelled.
        method: String,
        /// Whether the column is nullable where it stands.
        nullable: bool,
    },
    /// A method is called on a Blueprint that neither Laravel nor the project has: PHP stops there.
    UnknownMethod(String),
    /// The database refuses the statement, whatever the data.
    Refused(Refusal),
    /// The name of an index or a foreign key is longer than the driver allows.
    NameTooLong(String),
}

impl IncidentKind {
    /// The table that a key was to refer to.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self {
            IncidentKind::TargetMissing { target, .. }
            | IncidentKind::TargetColumnMissing { target, .. }
            | IncidentKind::KeyTypesDiffer { target, .. } => Some(target),
            _ => None,
        }
    }

    /// Whether Laravel and the database pass over it without a word.
    #[must_use]
    pub fn is_passed_over(&self) -> bool {
        matches!(self, IncidentKind::Ineffective { .. } | IncidentKind::UnknownModifier { .. })
    }

    /// Two columns that a key is to connect, and that the database does not compare, if that is so.
    #[must_use]
    pub fn of_types(column: &Column, target: &Table, referenced: &Column, driver: Driver, laravel: u32) -> Option<Self> {
        let sql = |column: &Column| column.ty.sql(driver, laravel, false);
        (!column.ty.compatible(&referenced.ty, driver)).then(|| IncidentKind::KeyTypesDiffer {
            column: column.name.clone(),
            ty: sql(column),
            target: target.name.clone(),
            referenced: referenced.name.clone(),
            referenced_ty: sql(referenced),
            made_at: referenced.defined_at,
        })
    }
}
