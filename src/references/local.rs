//! Tables that code outside the migrations makes or changes for itself, and what that says of the migrations' table.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A table that code outside the migrations makes for itself: tests, commands, installers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LocalTable {
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// Its name; empty where that is put together as the code runs.
    pub table: String,
    /// What a name that is put together certainly starts and ends with; none if the name is known.
    pub ends: Option<(String, String)>,
    /// The columns that it gets; none if they are not known.
    pub columns: Option<Vec<String>>,
    /// The columns that are taken away from it.
    pub dropped: Vec<String>,
    /// Whether it is there already, and is changed.
    pub altered: bool,
    /// Where its name is written.
    pub span: Span,
    /// The call that makes or changes it.
    pub call: Span,
}

impl LocalTable {
    /// A table of which nothing is known but that code makes it.
    pub(crate) fn unknown(connection: Option<String>, (span, call): (Span, Span)) -> Self {
        LocalTable {
            connection,
            table: String::new(),
            ends: None,
            columns: None,
            dropped: Vec::new(),
            altered: false,
            span,
            call,
        }
    }

    /// Whether it may be the table of this name, where code puts its name together. Where nothing of the name is known, only
    /// those may mean it who know how the code has just been called: tests.
    #[must_use]
    pub fn may_be_called(&self, table: &str, by_tests: bool) -> bool {
        let Some((start, end)) = &self.ends else { return false };
        let (table, start, end) = (table.to_ascii_lowercase(), start.to_ascii_lowercase(), end.to_ascii_lowercase());
        let is_any = start.is_empty() && end.is_empty();
        (by_tests || !is_any) && table.len() > start.len() + end.len() && table.starts_with(&start) && table.ends_with(&end)
    }

    /// Whether it may have a column that the migrations' table of its name does not have.
    #[must_use]
    pub fn may_have(&self, column: &str) -> bool {
        self.columns.as_ref().is_none_or(|columns| columns.iter().any(|name| name.eq_ignore_ascii_case(column)))
    }

    /// Whether it may lack a column that the migrations' table of its name has.
    #[must_use]
    pub fn may_lack(&self, column: &str) -> bool {
        let loses = self.dropped.iter().any(|name| name.eq_ignore_ascii_case(column));
        loses || self.columns.is_none() || (!self.altered && !self.may_have(column))
    }

    /// What it is where code makes or changes it in several ways.
    pub(crate) fn merge(&mut self, other: &LocalTable) {
        self.altered &= other.altered;
        self.columns = match (self.columns.take(), &other.columns) {
            (Some(mut columns), Some(others)) => {
                columns.extend(others.iter().filter(|name| !columns.contains(name)).cloned().collect::<Vec<_>>());
                Some(columns)
            }
            _ => None,
        };
        self.dropped.extend(other.dropped.iter().filter(|name| !self.dropped.contains(name)).cloned().collect::<Vec<_>>());
    }
}
