//! What a migration tries that the database would refuse, found while it is replayed.

use super::build::Absence;
use crate::source::Span;

/// A mistake that a real `migrate` would stop at.
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
    /// The name of an index or a foreign key is longer than the driver allows.
    NameTooLong(String),
}
