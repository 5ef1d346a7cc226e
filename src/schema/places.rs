//! Which schema a name is to be looked for in: connections that lead to one database, schemas that take the
//! default one's place at run time, and connections whose tables no migration makes.

use std::collections::BTreeMap;

use super::build::{Absence, Existence};
use super::model::{Database, Origin, Schema, Table};
use crate::source::Span;

/// What ties connections' names to schemas.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Connections whose settings lead to the database of another one, by whose name its schema is listed.
    pub aliases: BTreeMap<String, String>,
    /// Schemas that code without a connection's name may speak to as well as to the default one, as tenants' are.
    pub beside: Vec<String>,
    /// Those of them that the configuration lets lead to the default database, as long as nothing else takes their place.
    pub fallbacks: Vec<String>,
    /// Those of them that may belong to any connection: of folders of migrations that nothing runs.
    pub anywhere: Vec<String>,
}

/// A table on a connection.
#[derive(Clone, Copy, Debug)]
pub struct Located<'d> {
    /// The connection that its schema is listed by.
    pub connection: &'d str,
    /// The schema.
    pub schema: &'d Schema,
    /// The table.
    pub table: &'d Table,
}

/// Where a table is.
#[derive(Clone, Debug)]
pub enum Whereabouts<'d> {
    /// In these schemas, of which there is at least one. Some of the tables may be [`Table::conditional`].
    Found(Vec<Located<'d>>),
    /// In none of the schemas that may be meant. The connection, schema and cause of the likeliest one.
    Missing(&'d str, &'d Schema, Absence),
    /// It cannot be told: a table is made there whose name could not be worked out.
    Unclear(Span),
    /// Nothing is known of the connection: no migration makes tables on it.
    Foreign,
}

impl Schema {
    /// Whether migrations make its tables. Of a schema that others make, nothing is known.
    #[must_use]
    pub fn is_managed(&self) -> bool {
        let made = self.tables.values().any(|table| table.origin != Origin::Config && self.is_of_project(table));
        made || !(self.history.is_empty() && self.unknown_tables.is_empty())
    }
}

impl Database {
    /// The name by which the schema of a connection is listed; none is the default one.
    #[must_use]
    pub fn listed_as<'n>(&'n self, connection: Option<&'n str>) -> &'n str {
        let name = connection.unwrap_or(&self.default_connection);
        self.places.aliases.get(name).map_or(name, String::as_str)
    }

    /// The schema of a connection, if migrations make its tables. Where they make no tables anywhere, the default
    /// connection's counts.
    #[must_use]
    pub fn schema<'d>(&'d self, connection: Option<&str>) -> Option<(&'d str, &'d Schema)> {
        let (name, schema) = self.connections.get_key_value(self.listed_as(connection))?;
        let lonely = || *name == self.default_connection && !self.connections.values().any(Schema::is_managed);
        (schema.is_managed() || lonely()).then_some((name.as_str(), schema))
    }

    /// The schemas that code on a connection may speak to, the likeliest first.
    #[must_use]
    pub fn candidates<'d>(&'d self, connection: Option<&str>) -> Vec<(&'d str, &'d Schema)> {
        let own = self.listed_as(connection);
        let named = self.schema(connection);
        // What takes the default one's place is meant by no code that names its connection.
        let beside = match (connection, named) {
            (None, _) => self.places.beside.as_slice(),
            (Some(_), Some(_)) => &self.places.anywhere,
            (Some(_), None) => &[],
        };
        // Where no tenant is chosen, its connection is the one that is configured.
        let is_fallback = connection.is_some() && self.places.fallbacks.iter().any(|name| name == own);
        let fallback = is_fallback.then(|| self.schema(None)).flatten();
        let beside = beside.iter().filter(|name| *name != own).filter_map(|name| self.schema(Some(name)));
        let fallback = fallback.filter(|(name, _)| *name != own);
        let beside = beside.filter(|(name, _)| fallback.is_none_or(|(other, _)| other != *name));
        named.into_iter().chain(fallback).chain(beside).collect()
    }

    /// Where the table is that code on a connection names.
    #[must_use]
    pub fn locate<'d>(&'d self, connection: Option<&str>, table: &str) -> Whereabouts<'d> {
        let mut found = Vec::new();
        let mut missing = None;
        for (connection, schema) in self.candidates(connection) {
            match schema.existence(table) {
                Existence::Exists(table) => found.push(Located { connection, schema, table }),
                Existence::Unknown(at) => return Whereabouts::Unclear(at),
                // What was there once says more than what never was.
                Existence::Missing(absence) => match missing {
                    Some((_, _, Absence::NeverCreated)) if absence != Absence::NeverCreated => {
                        missing = Some((connection, schema, absence));
                    }
                    None => missing = Some((connection, schema, absence)),
                    Some(_) => {}
                },
            }
        }
        match missing {
            _ if !found.is_empty() => Whereabouts::Found(found),
            Some((connection, schema, absence)) => Whereabouts::Missing(connection, schema, absence),
            None => self.declared(connection, table).map_or(Whereabouts::Foreign, |declared| Whereabouts::Found(vec![declared])),
        }
    }

    /// A table that is declared on a connection whose tables no migration makes.
    fn declared<'d>(&'d self, connection: Option<&str>, table: &str) -> Option<Located<'d>> {
        let (connection, schema) = self.connections.get_key_value(self.listed_as(connection))?;
        let table = schema.table(table).filter(|table| table.origin == Origin::Config)?;
        Some(Located { connection, schema, table })
    }

    /// Whether a table that one schema lacks is in another one that may be meant beside it.
    #[must_use]
    pub fn is_beside(&self, connection: &str, table: &str) -> bool {
        let default = self.listed_as(None);
        let mut group = std::iter::once(default).chain(self.places.beside.iter().map(String::as_str));
        let belongs = group.clone().any(|name| name == connection);
        belongs && group.any(|name| name != connection && self.connections.get(name).is_some_and(|s| s.table(table).is_some()))
    }
}
