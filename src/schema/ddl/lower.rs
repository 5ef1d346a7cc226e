//! `CREATE TABLE`, `CREATE INDEX` and constraints: from the parser's tree to plain data.

use std::ops::Range;

use sqlparser::ast::{
    CreateIndex, CreateTableLikeKind, Expr, ForeignKeyConstraint, Ident, IndexColumn, IndexType, ReferentialAction,
    TableConstraint,
};

use super::locate::Locator;
use super::{Copies, CreateTable, Ddl, Foreign, Key, checks, columns, views};
use crate::schema::{Check, Driver, IndexKind};

/// `CREATE TABLE`
pub(super) fn create_table(parsed: &sqlparser::ast::CreateTable, at: &Locator<'_>, driver: Driver) -> CreateTable {
    let mut table = CreateTable {
        name: at.name(&parsed.name),
        if_not_exists: parsed.if_not_exists,
        temporary: parsed.temporary,
        columns: Vec::new(),
        keys: Vec::new(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        like: Vec::new(),
        selected: parsed.query.as_ref().map(|query| views::selected(query, at)),
        open: parsed.clone.is_some(),
    };
    for definition in &parsed.columns {
        let lowered = columns::lower(definition, at, driver);
        table.columns.push(lowered.column);
        table.keys.extend(lowered.keys);
        table.foreign_keys.extend(lowered.foreign);
        table.checks.extend(lowered.check);
    }
    for constraint in &parsed.constraints {
        match constrained(constraint, at, driver) {
            Some(Constrained::Key(key)) => table.keys.push(key),
            Some(Constrained::Foreign(foreign)) => table.foreign_keys.push(foreign),
            Some(Constrained::Check(check)) => table.checks.push(check),
            None => {}
        }
    }
    if driver == Driver::Sqlite && !parsed.without_rowid {
        number_rowid(&mut table);
    }
    if let Some(CreateTableLikeKind::Plain(like) | CreateTableLikeKind::Parenthesized(like)) = &parsed.like {
        let copies = if driver.is_mysql() { Copies::All } else { Copies::Columns };
        table.like.push((at.name(&like.name), copies));
    }
    let parents = parsed.inherits.iter().flatten().chain(&parsed.partition_of);
    table.like.extend(parents.map(|parent| (at.name(parent), Copies::Defaults)));
    table
}

/// In SQLite the only column of a primary key numbers itself if its type is exactly `INTEGER`.
pub(super) fn number_rowid(table: &mut CreateTable) {
    for key in table.keys.iter().filter(|key| key.kind == IndexKind::Primary) {
        let [name] = key.columns.as_slice() else { continue };
        let column = table.columns.iter_mut().find(|column| column.name.text.eq_ignore_ascii_case(name));
        if let Some(column) = column.filter(|column| column.ty.as_deref() == Some("integer")) {
            column.auto_increment = true;
            column.nullable = false;
        }
    }
}

/// What a constraint is.
pub(super) enum Constrained {
    Key(Key),
    Foreign(Foreign),
    Check(Check),
}

/// A constraint, if it is one that is modelled.
pub(super) fn constrained(constraint: &TableConstraint, at: &Locator<'_>, driver: Driver) -> Option<Constrained> {
    let name = |first: Option<&Ident>, second: Option<&Ident>| first.or(second).map(|name| at.text(name));
    let key = match constraint {
        // Where both names are given, MySQL calls the index by the constraint's.
        TableConstraint::Unique(it) => key(name(it.name.as_ref(), it.index_name.as_ref()), IndexKind::Unique, &it.columns, at),
        TableConstraint::PrimaryKey(it) => {
            let name = if driver.is_mysql() { None } else { name(it.name.as_ref(), it.index_name.as_ref()) };
            key(name, IndexKind::Primary, &it.columns, at)
        }
        TableConstraint::Index(it) => key(name(it.name.as_ref(), None), IndexKind::Index, &it.columns, at),
        TableConstraint::FulltextOrSpatial(it) => {
            let kind = if it.fulltext { IndexKind::Fulltext } else { IndexKind::Spatial };
            key(name(it.opt_index_name.as_ref(), None), kind, &it.columns, at)
        }
        TableConstraint::ForeignKey(it) => {
            let range = it.columns.first().map_or(0..0, |column| at.range(column.span));
            return Some(Constrained::Foreign(foreign(it, at, range)));
        }
        TableConstraint::Check(it) => return checks::of(it, at).map(Constrained::Check),
        _ => return None,
    };
    Some(Constrained::Key(key))
}

fn key(name: Option<String>, kind: IndexKind, columns: &[IndexColumn], at: &Locator<'_>) -> Key {
    let partial = !columns.iter().all(is_whole);
    let (columns, expression) = parts(columns, at);
    let range = at.range(sqlparser::tokenizer::Span::empty());
    Key { name, kind, columns, expression, partial, constraint: true, if_not_exists: false, range }
}

/// Whether a part of an index is a column, just as it is.
fn is_whole(part: &IndexColumn) -> bool {
    part.operator_class.is_none() && matches!(part.column.expr, Expr::Identifier(_))
}

/// The columns of an index, and whether one is an expression.
fn parts(columns: &[IndexColumn], at: &Locator<'_>) -> (Vec<String>, bool) {
    let mut expression = false;
    let columns = columns
        .iter()
        .map(|part| match &part.column.expr {
            Expr::Identifier(name) => at.text(name),
            // MySQL's length of a prefix, `name(20)`, looks like a call.
            Expr::Function(call) if is_length(&call.args) => {
                call.name.0.last().and_then(|part| part.as_ident()).map(|name| at.text(name)).unwrap_or_default()
            }
            Expr::Collate { expr, .. } => match &**expr {
                Expr::Identifier(name) => at.text(name),
                other => {
                    expression = true;
                    other.to_string()
                }
            },
            Expr::Nested(inner) => {
                expression = true;
                inner.to_string()
            }
            other => {
                expression = true;
                other.to_string()
            }
        })
        .collect();
    (columns, expression)
}

fn is_length(arguments: &sqlparser::ast::FunctionArguments) -> bool {
    use sqlparser::ast::{FunctionArg, FunctionArgExpr, FunctionArguments, Value, ValueWithSpan};
    let FunctionArguments::List(list) = arguments else { return false };
    matches!(
        list.args.as_slice(),
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(ValueWithSpan { value: Value::Number(..), .. })))]
    )
}

/// A foreign key. `range` is where it is written.
pub(super) fn foreign(parsed: &ForeignKeyConstraint, at: &Locator<'_>, range: Range<usize>) -> Foreign {
    let words = |names: &[Ident]| names.iter().map(|name| at.text(name)).collect();
    Foreign {
        name: parsed.name.as_ref().or(parsed.index_name.as_ref()).map(|name| at.text(name)),
        columns: words(&parsed.columns),
        table: at.name(&parsed.foreign_table),
        references: words(&parsed.referred_columns),
        on_delete: parsed.on_delete.map(rule),
        on_update: parsed.on_update.map(rule),
        range,
    }
}

fn rule(action: ReferentialAction) -> String {
    match action {
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::SetNull => "set null",
        ReferentialAction::NoAction => "no action",
        ReferentialAction::SetDefault => "set default",
    }
    .to_owned()
}

/// `CREATE INDEX`
pub(super) fn create_index(parsed: &CreateIndex, at: &Locator<'_>, kind: Option<IndexKind>) -> Ddl {
    let ordinary = parsed.using.as_ref().is_none_or(|using| *using == IndexType::BTree);
    let partial = !ordinary || parsed.predicate.is_some() || !parsed.columns.iter().all(is_whole);
    let (columns, expression) = parts(&parsed.columns, at);
    let name = parsed.name.as_ref().map(|name| at.name(name));
    let table = at.name(&parsed.table_name);
    let range = name.as_ref().unwrap_or(&table).range.clone();
    let kind = kind.unwrap_or(if parsed.unique { IndexKind::Unique } else { IndexKind::Index });
    let name = name.map(|name| name.text);
    Ddl::CreateIndex {
        table,
        key: Key { name, kind, columns, expression, partial, constraint: false, if_not_exists: parsed.if_not_exists, range },
    }
}
