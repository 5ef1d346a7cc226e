//! The columns that a query gives, as far as its own text says so.

use sqlparser::ast::{
    CreateView, Expr, Ident, ObjectName, Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableAlias,
    TableFactor, TableWithJoins, WildcardAdditionalOptions,
};

use super::locate::Locator;
use super::{Ddl, Item, Relation, Selected, Source};

/// The weight of a query that is still taken over where its name stands: queries that name each other twice would double.
const MAX_WEIGHT: usize = 2_000;

/// `CREATE VIEW`
pub(super) fn create_view(parsed: &CreateView, at: &Locator<'_>) -> Ddl {
    let mut columns = selected(&parsed.query, at);
    if !parsed.columns.is_empty() {
        columns = columns.named(parsed.columns.iter().map(|column| at.word(&column.name)).collect());
    }
    Ddl::CreateView {
        name: at.name(&parsed.name),
        columns,
        query: Some(parsed.query.to_string()),
        replaces: parsed.or_replace || parsed.or_alter,
        if_not_exists: parsed.if_not_exists,
    }
}

/// The columns of a query.
pub(super) fn selected(query: &Query, at: &Locator<'_>) -> Selected {
    of_query(query, at, &[])
}

fn of_query(query: &Query, at: &Locator<'_>, outer: &[Source]) -> Selected {
    // A name of `WITH` hides a table of that name.
    let mut known = outer.to_vec();
    for table in query.with.iter().flat_map(|with| &with.cte_tables) {
        let inner = of_query(&table.query, at, &known);
        known.insert(0, Source { alias: at.text(&table.alias.name), relation: renamed(inner, &table.alias, at) });
    }
    of_body(&query.body, at, &known)
}

fn of_body(body: &SetExpr, at: &Locator<'_>, known: &[Source]) -> Selected {
    match body {
        SetExpr::Query(inner) => of_query(inner, at, known),
        // The first part of a union gives the names; the types may be wider.
        SetExpr::SetOperation { left, .. } => {
            let mut selected = of_body(left, at, known);
            for item in &mut selected.items {
                if let Item::Column { shows, .. } = item {
                    *shows = None;
                }
            }
            selected
        }
        SetExpr::Select(select) => of_select(select, at, known),
        _ => Selected::unknown(),
    }
}

fn of_select(select: &Select, at: &Locator<'_>, known: &[Source]) -> Selected {
    let mut selected = Selected::default();
    for table in &select.from {
        read(table, at, known, &mut selected.sources);
    }
    for item in &select.projection {
        match item {
            SelectItem::UnnamedExpr(expr) => match shown(expr) {
                Some(column) => selected.items.push(shows(column.1, Some(column), at)),
                // What a database calls an expression without a name differs.
                None => selected.open = true,
            },
            SelectItem::ExprWithAlias { expr, alias } => selected.items.push(shows(alias, shown(expr), at)),
            SelectItem::Wildcard(options) if is_plain(options) => selected.items.push(Item::All(None)),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) if is_plain(options) => {
                selected.items.push(Item::All(Some(at.name(name).text)));
            }
            _ => selected.open = true,
        }
    }
    selected
}

fn is_plain(options: &WildcardAdditionalOptions) -> bool {
    options.opt_except.is_none() && options.opt_exclude.is_none() && options.opt_rename.is_none() && options.opt_replace.is_none()
}

/// The column that an expression is, if it is nothing else, behind its source.
fn shown(expr: &Expr) -> Option<(Option<&Ident>, &Ident)> {
    match expr {
        Expr::Identifier(name) => Some((None, name)),
        Expr::CompoundIdentifier(names) => {
            let mut parts = names.iter().rev();
            let column = parts.next()?;
            Some((parts.next(), column))
        }
        _ => None,
    }
}

fn shows(name: &Ident, shown: Option<(Option<&Ident>, &Ident)>, at: &Locator<'_>) -> Item {
    let shows = shown.map(|(source, column)| (source.map(|source| at.text(source)), at.text(column)));
    Item::Column { name: at.word(name), shows }
}

fn read(table: &TableWithJoins, at: &Locator<'_>, known: &[Source], sources: &mut Vec<Source>) {
    let joined = table.joins.iter().map(|join| &join.relation);
    for factor in std::iter::once(&table.relation).chain(joined) {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => sources.push(named(name, alias.as_ref(), at, known)),
            TableFactor::Derived { subquery, alias: Some(alias), .. } => {
                let relation = renamed(of_query(subquery, at, known), alias, at);
                sources.push(Source { alias: at.text(&alias.name), relation });
            }
            TableFactor::NestedJoin { table_with_joins, alias: None } => read(table_with_joins, at, known, sources),
            _ => sources.push(Source { alias: String::new(), relation: Relation::Unknown }),
        }
    }
}

fn named(name: &ObjectName, alias: Option<&TableAlias>, at: &Locator<'_>, known: &[Source]) -> Source {
    let name = at.name(name);
    let query = known.iter().find(|source| name.schema.is_none() && source.alias.eq_ignore_ascii_case(&name.text));
    let called = alias.map_or_else(|| name.text.clone(), |alias| at.text(&alias.name));
    let relation = match (query, alias) {
        (Some(query), _) if query.relation.weight() > MAX_WEIGHT => Relation::Unknown,
        (Some(query), _) => query.relation.clone(),
        (None, Some(alias)) if !alias.columns.is_empty() => Relation::Unknown,
        (None, _) => Relation::Table(name),
    };
    Source { alias: called, relation }
}

/// A query under a name, with the names of its columns if it has such.
fn renamed(query: Selected, alias: &TableAlias, at: &Locator<'_>) -> Relation {
    if alias.columns.is_empty() {
        return Relation::Query(Box::new(query));
    }
    let names = alias.columns.iter().map(|column| at.word(&column.name)).collect();
    Relation::Query(Box::new(query.named(names)))
}
