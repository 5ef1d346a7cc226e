//! How a name was worked out, and what a column is called with its tables.

use serde::Serialize;

use crate::references::{Operation, TableReference, TableUse};
use crate::schema::Database;
use crate::source::{Sources, Span};

/// How a name was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resolved {
    /// The place spells it, in the call that uses it.
    Literal,
    /// The place spells it, and a call somewhere else uses it.
    Elsewhere,
    /// No place spells it: it follows from a convention, or is put together from parts.
    Derived,
}

impl Resolved {
    /// What the surveyor's facts say: whether the text at `span` is the name, and which call it reaches.
    #[must_use]
    pub fn new(literal: bool, span: Span, call: Span) -> Self {
        match literal {
            false => Resolved::Derived,
            true if call.contains(span) || span.contains(call) => Resolved::Literal,
            true => Resolved::Elsewhere,
        }
    }

    /// The same for a table. A model is no call; its `$table` is as near as can be.
    #[must_use]
    pub fn of_table(reference: &TableReference) -> Self {
        match reference.operation {
            Operation::Model if reference.literal => Resolved::Literal,
            _ => Resolved::new(reference.literal, reference.span, reference.call),
        }
    }

    /// The same for a column of a row, of whose call only the method's name is known: what follows it in the same
    /// statement is taken for its argument.
    #[must_use]
    pub fn of_row(sources: &Sources, span: Span, method: Span) -> Self {
        let between = Span { start: method.end, end: span.start, ..span };
        let follows = span.file == method.file && method.end <= span.start && !sources.slice(between).contains(';');
        if follows { Resolved::Literal } else { Resolved::Elsewhere }
    }
}

/// The tables that a column may belong to, each once: `orders|customers on mysql`. Where their connections differ, each says its
/// own.
#[must_use]
pub fn owner_name(database: &Database, uses: &[TableUse], open: bool) -> String {
    let (tables, connection) = owners(database, uses, open);
    tables + &connection
}

/// The same with the column: `orders|customers.id on mysql`.
pub(super) fn column_name(database: &Database, uses: &[TableUse], column: &str, open: bool) -> String {
    let (tables, connection) = owners(database, uses, open);
    format!("{tables}.{column}{connection}")
}

fn owners(database: &Database, uses: &[TableUse], open: bool) -> (String, String) {
    let name = |used: &TableUse| database.listed_as(used.connection.as_deref()).to_owned();
    let mut owners: Vec<(String, &str)> = uses.iter().map(|used| (name(used), used.table.as_str())).collect();
    owners.sort();
    owners.dedup();
    let same = owners.windows(2).all(|two| two[0].0 == two[1].0);
    let connection = owners.first().filter(|_| same).map(|(name, _)| format!(" on {name}")).unwrap_or_default();
    let spelled = |(name, table): &(String, &str)| if same { (*table).to_owned() } else { format!("{name}:{table}") };
    let mut tables: Vec<String> = owners.iter().map(spelled).collect();
    if open || tables.is_empty() {
        tables.push("?".to_owned());
    }
    (tables.join("|"), connection)
}
