//! Query builders: which tables a query stands on, which columns it names, what it writes, raw SQL.

pub(in crate::laravel) mod aggregates;
pub(in crate::laravel) mod builders;
pub(in crate::laravel) mod columns;
pub(in crate::laravel) mod dynamic;
pub(in crate::laravel) mod keys;
pub(in crate::laravel) mod nested;
pub(in crate::laravel) mod queries;
pub(in crate::laravel) mod raw;
pub(in crate::laravel) mod record;
pub(in crate::laravel) mod results;
pub(in crate::laravel) mod silence;
pub(in crate::laravel) mod statements;
pub(in crate::laravel) mod strays;
pub(in crate::laravel) mod writes;

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::HostId;
use crate::references::Context;
use crate::source::Span;

/// A column that a query names. Which table it belongs to shows when the query is complete.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct PendingColumn {
    pub(in crate::laravel) query: HostId,
    /// Its name without qualifier, and where it is written; `*` for all.
    pub(in crate::laravel) column: (String, columns::Place),
    /// What stands before the dot.
    pub(in crate::laravel) qualifier: Option<(String, columns::Place)>,
    /// Whether it stands in raw SQL, where a name may also be that of a table.
    pub(in crate::laravel) raw: bool,
    /// Whether PostgreSQL reads it in small letters: SQL spells it with capital ones and without quotes.
    pub(in crate::laravel) folded: bool,
    /// Whether Laravel writes the query's own table before it, or leaves it out.
    pub(in crate::laravel) qualified: bool,
    /// Whether it may not be meant for this query.
    pub(in crate::laravel) doubtful: bool,
    /// Whether code that is not known got hold of the query before, and may have changed its tables.
    pub(in crate::laravel) escaped: bool,
    pub(in crate::laravel) operation: crate::references::Operation,
    pub(in crate::laravel) call: Span,
    pub(in crate::laravel) context: Context,
}

/// The queries that are being built, and the keys that they read.
#[derive(Default)]
pub(in crate::laravel) struct State {
    /// The columns that queries name, until the queries are complete.
    pub(in crate::laravel) pending: Vec<PendingColumn>,
    /// The keys whose values are on their way, by number.
    pub(in crate::laravel) row_keys: Vec<keys::RowKey>,
    /// The names that queries of the file give to sub-queries, in lower case.
    pub(in crate::laravel) sub_queries: BTreeSet<String>,
    /// What the keys of models' objects are, by class.
    pub(in crate::laravel) model_keys: BTreeMap<Span, crate::eval::Why>,
}
