//! What would break if a table or a column were renamed or dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::resolved::{Resolved, column_name};
use super::target::Target;
use crate::references::{ColumnReference, GapKind, Operation, TableUse};
use crate::schema::{Database, Table, Whereabouts};
use crate::source::{FileId, Span, is_test};

/// How sure it is that a place means the table or column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It can mean nothing else.
    Certain,
    /// It may mean another table's column, or a table that code makes for itself.
    Possible,
    /// It asks whether there is one, and is answered either way.
    Question,
}

/// A place that would break.
#[derive(Debug)]
pub struct Hit {
    /// How sure it is.
    pub certainty: Certainty,
    /// Where; none for a foreign key that a package brings.
    pub span: Option<Span>,
    /// What is done there.
    pub operation: &'static str,
    /// What it names, as far as it is known.
    pub name: String,
    /// How the name was worked out.
    pub resolved: Resolved,
    /// The call that the name reaches, if it reaches one.
    pub call: Option<Span>,
    /// Whether it is the table itself that is named there, and not one of its columns.
    pub of_table: bool,
}

/// All places that would break.
#[derive(Debug)]
pub struct Impact {
    /// The places, the surest first, then in the order of paths.
    pub hits: Vec<Hit>,
    /// How many names are not known where was looked, each of which may be this one.
    pub n_unresolved: usize,
}

/// Collects them, as far as they lie where somebody looks.
#[must_use]
pub fn of(view: View<'_>, target: &Target<'_>, is_asked_for: &dyn Fn(Span) -> bool) -> Impact {
    let mut collector = Collector { view, database: &view.analysis.database, target, hits: Vec::new() };
    collector.columns();
    collector.rows();
    collector.foreign_keys();
    if target.column.is_none() {
        collector.tables();
    }
    let mut hits = collector.hits;
    hits.retain(|hit| hit.span.is_none_or(is_asked_for));
    // A qualifier that is written where the table is named says nothing new.
    let qualifies = |hit: &Hit| hit.operation == Operation::Qualifier.as_str();
    hits.sort_by_cached_key(|hit| {
        (hit.certainty, hit.span.is_none(), hit.span, hit.name.clone(), qualifies(hit), hit.operation, hit.call)
    });
    hits.dedup_by(|next, kept| (next.certainty, next.span, &next.name) == (kept.certainty, kept.span, &kept.name));
    let n_unresolved =
        view.analysis.gaps.iter().filter(|gap| gap.kind != GapKind::Other && !gap.is_named && is_asked_for(gap.span)).count();
    Impact { hits, n_unresolved }
}

struct Collector<'a> {
    view: View<'a>,
    database: &'a Database,
    target: &'a Target<'a>,
    hits: Vec<Hit>,
}

impl<'a> Collector<'a> {
    /// The tables that a name on a connection may mean, and whether the target is among them.
    fn located(&self, connection: Option<&str>, table: &str) -> Option<Vec<(&'a str, &'a Table)>> {
        match self.database.locate(connection, table) {
            Whereabouts::Found(places) => Some(places.iter().map(|place| (place.connection, place.table)).collect()),
            _ => None,
        }
    }

    /// How sure it is that a table's name means the target; none if it does not.
    fn means(&self, connection: Option<&str>, table: &str, file: FileId) -> Option<Certainty> {
        if !self.target.is_called(table) {
            return None;
        }
        let places = self.located(connection, table)?;
        let hits = places.iter().filter(|(name, table)| self.target.is(name, table)).count();
        match hits {
            0 => None,
            _ if hits < places.len() || self.is_local(table, file) => Some(Certainty::Possible),
            _ => Some(Certainty::Certain),
        }
    }

    /// Whether code that may run before a file makes a table of this name for itself.
    fn is_local(&self, table: &str, file: FileId) -> bool {
        let sources = self.view.sources;
        let of_tests = |file: FileId| is_test(sources.path(file));
        let mut locals = self.view.analysis.references.local_tables.iter();
        locals.any(|local| {
            !local.altered && local.table.eq_ignore_ascii_case(table) && (of_tests(file) || !of_tests(local.span.file))
        })
    }

    /// Where code names the table itself; and models that do so by convention, as far as queries show them.
    fn tables(&mut self) {
        let references = &self.view.analysis.references;
        let mut named = BTreeSet::new();
        for reference in &references.tables {
            let Some(means) = self.means(reference.connection.as_deref(), &reference.table, reference.span.file) else {
                continue;
            };
            named.insert(reference.span);
            let certainty = if reference.operation.asks() { Certainty::Question } else { means };
            let connection = self.database.listed_as(reference.connection.as_deref());
            self.hits.push(Hit {
                certainty,
                span: Some(reference.span),
                operation: reference.operation.as_str(),
                name: format!("{} on {connection}", reference.table),
                resolved: Resolved::of_table(reference),
                call: Some(reference.call),
                of_table: true,
            });
        }
        let uses = references.columns.iter().flat_map(|reference| &reference.tables);
        let uses: BTreeMap<Span, &TableUse> =
            uses.chain(references.rows.iter().map(|row| &row.table)).map(|used| (used.span, used)).collect();
        for (span, used) in uses {
            if named.contains(&span) {
                continue;
            }
            let Some(certainty) = self.means(used.connection.as_deref(), &used.table, span.file) else { continue };
            let literal = self.view.sources.slice(span).eq_ignore_ascii_case(&used.table);
            let (operation, resolved) =
                if literal { (Operation::Query, Resolved::Literal) } else { (Operation::Model, Resolved::Derived) };
            self.hits.push(Hit {
                certainty,
                span: Some(span),
                operation: operation.as_str(),
                name: format!("{} on {}", used.table, self.database.listed_as(used.connection.as_deref())),
                resolved,
                call: None,
                of_table: true,
            });
        }
    }

    /// Columns that queries name.
    fn columns(&mut self) {
        for reference in &self.view.analysis.references.columns {
            if !self.target.covers(&reference.column) {
                continue;
            }
            let Some(means) = self.column_means(reference) else { continue };
            let certainty = if reference.operation.asks() { Certainty::Question } else { means };
            self.hits.push(Hit {
                certainty,
                span: Some(reference.span),
                operation: reference.operation.as_str(),
                name: column_name(self.database, &reference.tables, &reference.column, reference.open),
                resolved: Resolved::new(reference.literal, reference.span, reference.call),
                call: Some(reference.call),
                of_table: false,
            });
        }
    }

    /// How sure it is that a column belongs to the target; none if it does not.
    fn column_means(&self, reference: &ColumnReference) -> Option<Certainty> {
        let file = reference.span.file;
        let means = |used: &TableUse| self.means(used.connection.as_deref(), &used.table, file);
        let own: Vec<Certainty> = reference.tables.iter().filter_map(means).collect();
        let worst = own.iter().copied().max()?;
        if reference.open {
            // What the table does not have is an alias, or whatever else the name is open for.
            let mut homes = self.target.homes.iter();
            let may_have = homes.any(|(_, _, home)| home.column(&reference.column).is_some() || home.open_at.is_some());
            return may_have.then_some(Certainty::Possible);
        }
        if own.len() == reference.tables.len() {
            return Some(worst);
        }
        // Of several tables, those count that have such a column.
        let has = |(_, table): &(&str, &Table)| table.column(&reference.column).is_some();
        let mut unclear = false;
        let mut elsewhere = false;
        let mut here = false;
        for used in &reference.tables {
            let is_own = means(used).is_some();
            match self.located(used.connection.as_deref(), &used.table) {
                Some(places) if places.iter().any(has) => {
                    here |= is_own;
                    elsewhere |= !is_own;
                }
                Some(_) => {}
                None => unclear = true,
            }
        }
        match (here, elsewhere || unclear) {
            (true, false) => Some(worst),
            (true, true) => Some(Certainty::Possible),
            (false, _) => None,
        }
    }

    /// Rows that are written.
    fn rows(&mut self) {
        for row in &self.view.analysis.references.rows {
            let used = &row.table;
            let Some(certainty) = self.means(used.connection.as_deref(), &used.table, row.call.file) else { continue };
            for (column, span) in row.columns.iter().filter(|(column, _)| self.target.covers(column)) {
                self.hits.push(Hit {
                    certainty,
                    span: Some(*span),
                    operation: row.operation.as_str(),
                    name: column_name(self.database, std::slice::from_ref(used), column, false),
                    resolved: Resolved::of_row(self.view.sources, *span, row.call),
                    call: Some(row.call),
                    of_table: false,
                });
            }
        }
    }

    /// Foreign keys that refer to it and, of a column, those that start with it.
    fn foreign_keys(&mut self) {
        for (connection, schema, home) in &self.target.homes {
            for table in schema.tables.values() {
                for key in &table.foreign_keys {
                    let named = |names: &[String]| names.iter().any(|name| self.target.covers(name));
                    let refers =
                        key.table.eq_ignore_ascii_case(&home.name) && (self.target.column.is_none() || named(&key.references));
                    let starts = self.target.column.is_some() && table.name == home.name && named(&key.columns);
                    if !refers && !starts {
                        continue;
                    }
                    let name = format!(
                        "{}.{} to {}.{} on {connection}",
                        table.name,
                        key.columns.join(","),
                        key.table,
                        key.references.join(",")
                    );
                    self.hits.push(Hit {
                        certainty: if key.conditional { Certainty::Possible } else { Certainty::Certain },
                        span: key.defined_at,
                        operation: Operation::ForeignKey.as_str(),
                        name,
                        resolved: Resolved::Literal,
                        call: None,
                        of_table: refers && self.target.column.is_none(),
                    });
                }
            }
        }
    }
}
