//! The columns of views and of tables that a query fills.

use std::ops::Range;

use super::Applier;
use crate::schema::ddl::{Item, Relation, Selected, Source};
use crate::schema::{Column, ColumnType};
use crate::source::Span;

/// How many queries within queries are followed.
const MAX_DEPTH: u32 = 16;

/// A source of a query.
struct Read<'s> {
    alias: &'s str,
    columns: Vec<Given>,
    open: bool,
}

/// A column that a query gives.
#[derive(Clone)]
struct Given {
    name: String,
    /// Where the query names it; none where it names all.
    range: Option<Range<usize>>,
    ty: ColumnType,
}

impl Applier<'_, '_> {
    /// Gives a table the columns of a query.
    pub(super) fn add_selected(&mut self, name: &str, selected: &Selected, at: Span) {
        let (columns, open) = self.given(selected, MAX_DEPTH);
        for Given { name: column, range, ty } in columns {
            let column = Column {
                name: column,
                ty,
                charset: None,
                nullable: true,
                default: None,
                check: None,
                auto_increment: false,
                generated: false,
                computed: None,
                of_package: false,
                conditional: self.written.conditional,
                defined_at: Some(range.map_or(at, |range| self.span(&range))),
            };
            self.with(name, |table| {
                if table.column(&column.name).is_none() {
                    table.add_column(column, None);
                }
            });
        }
        if open {
            self.open(name, at);
        }
    }

    /// The columns of a query, and whether there are others.
    fn given(&self, selected: &Selected, depth: u32) -> (Vec<Given>, bool) {
        let sources: Vec<Read> = selected.sources.iter().map(|source| self.read(source, depth)).collect();
        let of = |alias: Option<&str>| {
            let alias = alias.map(str::to_owned);
            sources.iter().filter(move |source| alias.as_ref().is_none_or(|alias| source.alias.eq_ignore_ascii_case(alias)))
        };
        let mut open = selected.open;
        let mut columns = Vec::new();
        for item in &selected.items {
            match item {
                Item::Column { name, shows } => {
                    let mut shown = shows.iter().flat_map(|(source, column)| {
                        let columns = of(source.as_deref()).flat_map(|source| &source.columns);
                        columns.filter(move |given| given.name.eq_ignore_ascii_case(column))
                    });
                    // Of a name that two sources have, none is meant for sure.
                    let ty = shown.next().filter(|_| shown.next().is_none()).map(|given| given.ty.clone());
                    columns.push(Given { name: name.text.clone(), range: Some(name.range.clone()), ty: ty.unwrap_or_default() });
                }
                Item::All(source) => {
                    open |= of(source.as_deref()).next().is_none();
                    for source in of(source.as_deref()) {
                        open |= source.open;
                        columns.extend(source.columns.iter().map(|given| Given { range: None, ..given.clone() }));
                    }
                }
            }
        }
        (columns, open)
    }

    fn read<'s>(&self, source: &'s Source, depth: u32) -> Read<'s> {
        let (columns, open) = match &source.relation {
            Relation::Query(query) if depth > 0 => self.given(query, depth - 1),
            Relation::Table(name) => match self.schema.table(&self.resolve(name)) {
                Some(table) => {
                    let given = |column: &Column| Given { name: column.name.clone(), range: None, ty: column.ty.clone() };
                    (table.columns.iter().map(given).collect(), table.open_at.is_some() || table.conditional)
                }
                None => (Vec::new(), true),
            },
            Relation::Query(_) | Relation::Unknown => (Vec::new(), true),
        };
        Read { alias: &source.alias, columns, open }
    }
}
