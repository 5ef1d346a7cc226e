//! Tables and columns as symbols: those of the whole project, and what a migration does.

use super::View;
use super::migration::{Role, literals};
use super::spots::Named;
use crate::schema::Table;
use crate::source::{FileId, Span};

/// A table or a column, and where it is defined.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// What it is.
    pub named: Named,
    /// Where its name is written.
    pub span: Span,
}

/// How many symbols are given at most.
const MOST: usize = 400;

/// The tables and columns whose names have the letters of a query in this order; those first that begin with it.
#[must_use]
pub fn workspace_symbols(view: View<'_>, query: &str) -> Vec<Symbol> {
    let query = query.to_lowercase();
    let mut found: Vec<(u8, Symbol)> = Vec::new();
    for (connection, schema) in &view.analysis.database.connections {
        for table in schema.tables.values() {
            let named = |column: Option<String>| Named { connection: connection.clone(), table: table.name.clone(), column };
            if let (Some(span), Some(rank)) = (table.defined_at, fit(&table.name, &query)) {
                found.push((rank, Symbol { named: named(None), span }));
            }
            for column in &table.columns {
                let whole = format!("{}.{}", table.name, column.name);
                let rank = fit(&column.name, &query).or_else(|| fit(&whole, &query).filter(|_| query.contains('.')));
                if let (Some(span), Some(rank)) = (column.defined_at.or(table.defined_at), rank) {
                    found.push((rank + 3, Symbol { named: named(Some(column.name.clone())), span }));
                }
            }
        }
    }
    found.sort_by(|(a, first), (b, second)| (a, &first.named).cmp(&(b, &second.named)));
    found.truncate(MOST);
    found.into_iter().map(|(_, symbol)| symbol).collect()
}

/// How well a name fits a query, 0 being best; none if it does not.
fn fit(name: &str, query: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(query) {
        return Some(0);
    }
    if name.contains(query) {
        return Some(1);
    }
    let mut letters = name.chars();
    query.chars().all(|wanted| letters.any(|letter| letter == wanted)).then_some(2)
}

/// A table that a migration makes or changes, with the columns that it names.
#[derive(Clone, Debug)]
pub struct MigrationSymbol {
    /// The table's name.
    pub table: String,
    /// Whether it is made there.
    pub is_new: bool,
    /// Where its name is written, without the quotes.
    pub span: Span,
    /// The columns, each with its place.
    pub columns: Vec<(String, Span)>,
}

/// What a migration does, in the order in which it is written.
#[must_use]
pub fn migration_symbols(view: View<'_>, file: FileId) -> Vec<MigrationSymbol> {
    let mut symbols: Vec<MigrationSymbol> = Vec::new();
    for literal in literals(&crate::php::parse(file, view.sources.file(file).text())) {
        let span = literal.inside();
        match literal.role {
            Role::Table | Role::NewTable => {
                let is_new = literal.role == Role::NewTable;
                symbols.push(MigrationSymbol { table: literal.text, is_new, span, columns: Vec::new() });
            }
            Role::NewColumn(table) => {
                let last = symbols.iter_mut().rev().find(|symbol| Some(&symbol.table) == table.as_ref());
                if let Some(symbol) = last {
                    symbol.columns.push((literal.text, span));
                }
            }
            Role::Column(_) => {}
        }
    }
    // What a key or a relation names on the way is not changed.
    let changes = |symbol: &MigrationSymbol| symbol.is_new || !symbol.columns.is_empty() || is_subject(view, file, symbol);
    symbols.retain(changes);
    symbols
}

/// Whether a migration changes a table by something else than new columns.
fn is_subject(view: View<'_>, file: FileId, symbol: &MigrationSymbol) -> bool {
    let happened = |table: &Table| {
        table
            .history
            .iter()
            .any(|event| event.at.is_some_and(|at| at.file == file) && event.table.eq_ignore_ascii_case(&symbol.table))
    };
    view.analysis
        .database
        .connections
        .values()
        .any(|schema| schema.tables.values().chain(schema.gone.iter().map(|table| &**table)).any(happened))
}
