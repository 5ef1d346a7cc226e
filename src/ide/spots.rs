//! The names in a file that mean tables and columns, each with its place.

use std::collections::BTreeMap;

use super::View;
use super::former::Former;
use super::migration::{Literal, Role, literals};
use crate::references::{Operation, TableUse};
use crate::schema::{EventKind, Whereabouts};
use crate::source::{FileId, Span};

/// A table, or a column of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The connection that the schema is listed under.
    pub connection: String,
    /// The table's name.
    pub table: String,
    /// The column's name; none is the table as a whole.
    pub column: Option<String>,
}

/// A place that names something.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The text that names it.
    pub span: Span,
    /// What it means; several where the code leaves it open which.
    pub means: Vec<Named>,
    /// What it meant once: tables and columns that are not there any more, or not under this name.
    pub meant: Vec<Named>,
    /// Whether the text spells the name.
    pub literal: bool,
    /// Whether rows or the schema are changed there.
    pub writes: bool,
}

/// All that name something in a file, in the order of their places.
#[must_use]
pub fn spots(view: View<'_>, file: FileId) -> Vec<Spot> {
    let mut finder = Finder { view, file, found: BTreeMap::new() };
    finder.references();
    finder.definitions();
    if view.is_migration(file) {
        finder.migration();
    }
    finder.found.into_values().filter(|spot| !spot.means.is_empty() || !spot.meant.is_empty()).collect()
}

/// What is named at a place of a file: the narrowest name around it. A place right behind a name belongs to it.
#[must_use]
pub fn spot_at(view: View<'_>, file: FileId, offset: u32) -> Option<Spot> {
    let around = |spot: &Spot| spot.span.start <= offset && offset <= spot.span.end;
    let length = |spot: &Spot| (spot.span.end - spot.span.start, spot.means.first().is_none_or(|named| named.column.is_none()));
    spots(view, file).into_iter().filter(around).min_by_key(length)
}

struct Finder<'a> {
    view: View<'a>,
    file: FileId,
    found: BTreeMap<Span, Spot>,
}

impl Finder<'_> {
    fn add(&mut self, span: Span, means: impl IntoIterator<Item = Named>, literal: bool, writes: bool) {
        if span.file != self.file || span.start >= span.end {
            return;
        }
        let spot = self.found.entry(span).or_insert_with(|| Spot { span, means: Vec::new(), meant: Vec::new(), literal, writes });
        spot.literal |= literal;
        spot.writes |= writes;
        for named in means {
            // What says more of a place than the table as a whole wins.
            if !spot.means.contains(&named) {
                spot.means.push(named);
            }
        }
    }

    /// Notes what a name meant once, where it means nothing now.
    fn add_former(&mut self, span: Span, literal: bool, meant: impl IntoIterator<Item = Named>) {
        let meant: Vec<Named> = meant.into_iter().filter(|named| Former::of(self.view, named).is_some()).collect();
        if meant.is_empty() || span.file != self.file {
            return;
        }
        self.add(span, [], literal, false);
        if let Some(spot) = self.found.get_mut(&span) {
            spot.meant.extend(meant);
            spot.meant.dedup();
        }
    }

    fn table(&self, connection: Option<&str>, table: &str) -> Vec<Named> {
        let named =
            |connection: &str, table: &str| Named { connection: connection.to_owned(), table: table.to_owned(), column: None };
        match self.view.analysis.database.locate(connection, table) {
            Whereabouts::Found(places) => places.iter().map(|place| named(place.connection, &place.table.name)).collect(),
            _ => Vec::new(),
        }
    }

    /// The names that tables have, or had, where they are used; with that of a column.
    fn names(&self, used: &TableUse, column: Option<&str>) -> Vec<Named> {
        let named = |connection: &str, table: &str| Named {
            connection: connection.to_owned(),
            table: table.to_owned(),
            column: column.map(str::to_owned),
        };
        match self.view.analysis.database.locate(used.connection.as_deref(), &used.table) {
            Whereabouts::Found(places) => places.iter().map(|place| named(place.connection, &place.table.name)).collect(),
            Whereabouts::Missing(connection, _, _) => vec![named(connection, &used.table)],
            _ => Vec::new(),
        }
    }

    /// The columns of this name that the tables have.
    fn columns<'u>(&self, uses: impl IntoIterator<Item = &'u TableUse>, column: &str) -> Vec<Named> {
        let database = &self.view.analysis.database;
        let mut all = Vec::new();
        for used in uses {
            let Whereabouts::Found(places) = database.locate(used.connection.as_deref(), &used.table) else { continue };
            for place in &places {
                let Some(found) = place.table.column(column) else { continue };
                all.push(Named {
                    connection: place.connection.to_owned(),
                    table: place.table.name.clone(),
                    column: Some(found.name.clone()),
                });
            }
        }
        all.sort();
        all.dedup();
        all
    }

    /// What code says.
    fn references(&mut self) {
        let (references, file) = (&self.view.analysis.references, self.file);
        for reference in references.tables.iter().filter(|reference| reference.span.file == file) {
            let means = self.table(reference.connection.as_deref(), &reference.table);
            if means.is_empty()
                && let Whereabouts::Missing(connection, ..) =
                    self.view.analysis.database.locate(reference.connection.as_deref(), &reference.table)
            {
                let table = reference.table.clone();
                let named = Named { connection: connection.to_owned(), table, column: None };
                self.add_former(reference.span, reference.literal, [named]);
            }
            self.add(reference.span, means, reference.literal, reference.operation.writes());
        }
        for reference in &references.columns {
            if reference.span.file == file {
                let means = self.columns(&reference.tables, &reference.column);
                if means.is_empty() {
                    let names = reference.tables.iter().flat_map(|used| self.names(used, Some(&reference.column)));
                    let names: Vec<Named> = names.collect();
                    self.add_former(reference.span, reference.literal, names);
                }
                self.add(reference.span, means, reference.literal, reference.operation.writes());
            }
            self.uses(&reference.tables);
        }
        for row in &references.rows {
            for (column, span) in row.columns.iter().filter(|(_, span)| span.file == file) {
                let means = self.columns([&row.table], column);
                let literal = self.view.sources.slice(*span).eq_ignore_ascii_case(column);
                if means.is_empty() {
                    self.add_former(*span, literal, self.names(&row.table, Some(column)));
                }
                self.add(*span, means, literal, row.operation != Operation::Query);
            }
            self.uses(std::slice::from_ref(&row.table));
        }
    }

    /// Where queries name their tables, as by a model.
    fn uses(&mut self, uses: &[TableUse]) {
        let file = self.file;
        for used in uses.iter().filter(|used| used.span.file == file) {
            if self.found.contains_key(&used.span) {
                continue;
            }
            let means = self.table(used.connection.as_deref(), &used.table);
            let literal = self.view.sources.slice(used.span).eq_ignore_ascii_case(&used.table);
            self.add(used.span, means, literal, false);
        }
    }

    /// What migrations define here.
    fn definitions(&mut self) {
        let view = self.view;
        for (connection, schema) in &view.analysis.database.connections {
            for table in schema.tables.values() {
                let named = |column: Option<&str>| Named {
                    connection: connection.clone(),
                    table: table.name.clone(),
                    column: column.map(str::to_owned),
                };
                if let Some(span) = table.defined_at.filter(|span| span.file == self.file) {
                    let spells = view.sources.slice(span).eq_ignore_ascii_case(&table.name);
                    self.add(span, [named(None)], spells, true);
                }
                for column in &table.columns {
                    let Some(span) = column.defined_at.filter(|span| span.file == self.file) else { continue };
                    let spells = view.sources.slice(span).eq_ignore_ascii_case(&column.name);
                    // `timestamps()` and its like make several, and so does a loop.
                    self.add(span, [named(Some(&column.name))], spells, true);
                }
            }
        }
    }

    /// What else a migration names in its calls.
    fn migration(&mut self) {
        let text = self.view.sources.file(self.file).text();
        for literal in literals(&crate::php::parse(self.file, text)) {
            let inside = literal.inside();
            let spells = self.view.sources.slice(inside) == literal.text;
            if spells {
                self.add_former(inside, true, self.once(&literal));
            }
            if !spells || self.found.get(&inside).is_some_and(|spot| !spot.means.is_empty()) {
                continue;
            }
            let means = match &literal.role {
                Role::Table | Role::NewTable => self.once_a_table(&literal.text),
                Role::Column(table) | Role::NewColumn(table) => {
                    let Some(table) = table else { continue };
                    self.once_a_column(table, &literal.text)
                }
            };
            self.add(inside, means, true, true);
        }
    }

    /// What a literal may have meant at the time of its migration, on each connection.
    fn once(&self, literal: &Literal) -> Vec<Named> {
        let (table, column) = match &literal.role {
            Role::Table | Role::NewTable => (&literal.text, None),
            Role::Column(Some(table)) | Role::NewColumn(Some(table)) => (table, Some(literal.text.clone())),
            Role::Column(None) | Role::NewColumn(None) => return Vec::new(),
        };
        let connections = self.view.analysis.database.connections.keys();
        connections
            .map(|connection| Named { connection: connection.clone(), table: table.clone(), column: column.clone() })
            .collect()
    }

    /// The tables that have this name now, or had it at the time of a migration.
    fn once_a_table(&self, name: &str) -> Vec<Named> {
        let mut means = Vec::new();
        for (connection, schema) in &self.view.analysis.database.connections {
            let had = |table: &&crate::schema::Table| {
                table.name.eq_ignore_ascii_case(name) || table.history.iter().any(|event| event.table.eq_ignore_ascii_case(name))
            };
            let tables = schema.tables.values().filter(had);
            means.extend(tables.map(|table| Named { connection: connection.clone(), table: table.name.clone(), column: None }));
        }
        means
    }

    /// The columns that have this name in this table now, or had it at the time of a migration.
    fn once_a_column(&self, table: &str, name: &str) -> Vec<Named> {
        let database = &self.view.analysis.database;
        let mut means = Vec::new();
        for named in self.once_a_table(table) {
            let Some(table) = database.connections.get(&named.connection).and_then(|schema| schema.table(&named.table)) else {
                continue;
            };
            let renamed = || {
                table.history.iter().find_map(|event| match (&event.column, &event.kind) {
                    (Some(old), EventKind::RenamedTo(new)) if old.eq_ignore_ascii_case(name) => table.column(new),
                    _ => None,
                })
            };
            if let Some(column) = table.column(name).or_else(renamed) {
                means.push(Named { column: Some(column.name.clone()), ..named });
            }
        }
        means
    }
}
