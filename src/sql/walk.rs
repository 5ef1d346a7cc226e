//! Walks through a statement's tree.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Assignment, AssignmentTarget, BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Insert,
    ObjectName, Query, Select, SelectItem, SetExpr, Statement, TableFactor, TableObject, Visitor,
};
use sqlparser::tokenizer::Span;

use super::{Column, Deed, Reading, Scope, Source, UNKNOWN};
use crate::schema::Driver;
use crate::schema::ddl::Locator;

/// Words that stand alone and are no columns.
const WORDS: [&str; 13] = [
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "session_user",
    "localtime",
    "localtimestamp",
    "utc_timestamp",
    "utc_date",
    "sysdate",
    "default",
    "maxvalue",
    "user",
];

/// Functions whose first argument is a unit of time.
const TAKE_UNITS: [&str; 9] =
    ["timestampdiff", "timestampadd", "dateadd", "datediff", "datediff_big", "datepart", "datename", "date_trunc", "datetrunc"];
const UNITS: [&str; 12] =
    ["microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year", "dayofyear", "weekday"];

/// The name of a column that an expression is.
fn column_of(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Identifier(name) => Some(name),
        Expr::CompoundIdentifier(names) => names.last(),
        Expr::Nested(inner) => column_of(inner),
        _ => None,
    }
}

/// Collects what a statement names.
pub(super) struct Walker<'t> {
    pub(super) reading: Reading,
    at: Locator<'t>,
    driver: Driver,
    /// The scopes around the current place, and which of them are whole set operations: what these stand on, each of their
    /// `SELECT`s has for itself.
    stack: Vec<(usize, bool)>,
    /// Names of `WITH`, in lower case, with the scope from which on they count.
    common: Vec<(usize, String)>,
    /// Words that are no columns where they stand.
    skipped: Vec<Span>,
    /// Of the `SELECT`s around the current place, which are sides of a set operation.
    sides: Vec<bool>,
}

impl<'t> Walker<'t> {
    pub(super) fn new(at: Locator<'t>, driver: Driver) -> Self {
        let reading = Reading::default();
        Walker { reading, at, driver, stack: Vec::new(), common: Vec::new(), skipped: Vec::new(), sides: Vec::new() }
    }

    fn enter(&mut self) {
        let parent = self.stack.iter().rev().find(|(_, joins)| !joins).map(|(scope, _)| *scope);
        self.stack.push((self.reading.scopes.len(), false));
        self.reading.scopes.push(Scope { parent, ..Scope::default() });
    }

    /// Makes the current scope that of a set operation.
    fn join(&mut self) {
        if let Some((_, joins)) = self.stack.last_mut() {
            *joins = true;
        }
    }

    /// Whether the current place belongs to a set operation as a whole.
    fn joins(&self) -> bool {
        self.stack.last().is_some_and(|(_, joins)| *joins)
    }

    fn scope(&mut self) -> Option<&mut Scope> {
        let (current, _) = *self.stack.last()?;
        self.reading.scopes.get_mut(current)
    }

    fn open(&mut self) {
        if let Some(scope) = self.scope() {
            scope.open = true;
        }
    }

    fn source(&mut self, name: &ObjectName, alias: Option<&Ident>, deed: Deed) {
        let name = self.at.name(name);
        let alias = alias.map(|alias| self.at.text(alias));
        let unknown = |text: &str| text.contains(UNKNOWN);
        let hidden = unknown(&name.text) || name.schema.as_deref().is_some_and(unknown);
        let common = name.schema.is_none() && self.common.iter().any(|(_, known)| name.text.eq_ignore_ascii_case(known));
        // A part of the text that is not known may be all of what follows, and not the alias that it looks like.
        if hidden || alias.as_deref().is_some_and(unknown) {
            self.open();
        }
        let called = alias.or_else(|| (hidden || common).then(|| name.text.clone()).filter(|_| common));
        let table = (!hidden && !common && !name.text.eq_ignore_ascii_case("dual")).then_some(name);
        if let Some(scope) = self.scope() {
            scope.sources.push(Source { table, alias: called, deed });
        }
    }

    fn column(&mut self, qualifier: Option<&Ident>, name: &Ident) {
        let Some(&(scope, _)) = self.stack.last() else { return };
        let plain = name.quote_style.is_none();
        // SQLite takes quoted words for strings where they are no columns.
        let doubtful = name.quote_style == Some('"') && self.driver != Driver::PgSql && qualifier.is_none();
        // Only PostgreSQL lets `user` stand without brackets.
        let function = |word: &&&str| **word != "user" || self.driver == Driver::PgSql;
        let word =
            plain && qualifier.is_none() && WORDS.iter().filter(function).any(|word| name.value.eq_ignore_ascii_case(word));
        let known = |ident: &Ident| !ident.value.contains(UNKNOWN) && !ident.value.starts_with(['@', ':', '$', '#']);
        if doubtful || word || !known(name) || !qualifier.is_none_or(known) || self.skipped.contains(&name.span) {
            return;
        }
        let qualifier = qualifier.map(|qualifier| self.at.word(qualifier));
        let name = self.at.word(name);
        self.reading.columns.push(Column { scope, qualifier, name });
    }

    fn named(&mut self, name: &ObjectName) {
        let parts: Vec<&Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
        if let Some((last, before)) = parts.split_last() {
            self.column(before.last().copied(), last);
        }
    }

    fn assignments(&mut self, assignments: &[Assignment]) {
        for assignment in assignments {
            match &assignment.target {
                AssignmentTarget::ColumnName(name) => self.named(name),
                AssignmentTarget::Tuple(names) => names.iter().for_each(|name| self.named(name)),
            }
        }
    }

    fn insert(&mut self, insert: &Insert) {
        if let TableObject::TableName(name) = &insert.table {
            self.source(name, insert.table_alias.as_ref().map(|alias| &alias.alias), Deed::Insert);
            insert.columns.iter().for_each(|name| self.named(name));
        } else {
            self.open();
        }
        // The new row has names of its own (`excluded`, an alias behind the values).
        if insert.on.is_some() || insert.insert_alias.is_some() || insert.returning.is_some() {
            self.open();
        }
    }

    /// The names that a `SELECT` gives to what it selects.
    fn aliases(&mut self, select: &Select) {
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } => {
                    let alias = self.at.text(alias);
                    if let Some(scope) = self.scope() {
                        // What the name begins or ends with is not known.
                        scope.open |= alias.contains(UNKNOWN);
                        scope.aliases.push(alias);
                    }
                }
                // What stands for a whole item may bring aliases of its own.
                SelectItem::UnnamedExpr(Expr::Identifier(name)) if name.value.contains(UNKNOWN) => self.open(),
                // PostgreSQL names a result after its function.
                SelectItem::UnnamedExpr(Expr::Function(function)) => {
                    let name = function.name.0.last().and_then(|part| part.as_ident()).map(|name| name.value.clone());
                    if let Some(scope) = self.scope() {
                        scope.aliases.extend(name);
                    }
                }
                _ => {}
            }
        }
    }

    /// The names that a set operation as a whole has: those of what its `SELECT`s select.
    fn results(&mut self, body: &SetExpr) {
        match body {
            SetExpr::Select(select) => {
                self.aliases(select);
                let names = select.projection.iter().filter_map(|item| match item {
                    SelectItem::UnnamedExpr(expr) => column_of(expr),
                    _ => None,
                });
                let names: Vec<String> = names.map(|name| self.at.text(name)).collect();
                if let Some(scope) = self.scope() {
                    scope.aliases.extend(names);
                }
            }
            SetExpr::Query(query) => self.results(&query.body),
            SetExpr::SetOperation { left, right, .. } => {
                self.results(left);
                self.results(right);
            }
            _ => {}
        }
    }

    fn function(&mut self, name: &ObjectName, args: &FunctionArguments) {
        let takes_unit = name
            .0
            .last()
            .and_then(|part| part.as_ident())
            .is_some_and(|name| TAKE_UNITS.iter().any(|function| name.value.eq_ignore_ascii_case(function)));
        if let (true, FunctionArguments::List(list)) = (takes_unit, args)
            && let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(unit)))) = list.args.first()
            && UNITS.iter().any(|known| unit.value.to_ascii_lowercase().trim_start_matches("sql_tsi_") == *known)
        {
            self.skipped.push(unit.span);
        }
    }
}

impl Visitor for Walker<'_> {
    type Break = ();

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Query(_) => return ControlFlow::Continue(()),
            Statement::Insert(insert) => {
                self.enter();
                self.insert(insert);
                self.assignments(&insert.assignments);
            }
            Statement::Update(update) => {
                self.enter();
                self.assignments(&update.assignments);
            }
            Statement::Delete(_) => self.enter(),
            _ => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.enter();
        let (scope, _) = self.stack.last().copied().unwrap_or_default();
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.common.push((scope, self.at.text(&table.alias.name)));
        }
        match &*query.body {
            SetExpr::Select(select) => self.aliases(select),
            // Its order may name more than is listed: a `*`.
            SetExpr::SetOperation { .. } => {
                self.join();
                self.results(&query.body);
                self.open();
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        if let Some((left, _)) = self.stack.pop() {
            self.common.retain(|(scope, _)| *scope != left);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.sides.push(self.joins());
        if self.joins() {
            self.enter();
            self.aliases(select);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<()> {
        if self.sides.pop() == Some(true) {
            self.stack.pop();
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                self.source(name, alias.as_ref().map(|alias| &alias.name), Deed::Query);
            }
            TableFactor::Derived { alias: Some(alias), .. } => {
                let alias = Some(self.at.text(&alias.name));
                if let Some(scope) = self.scope() {
                    scope.sources.push(Source { table: None, alias, deed: Deed::Query });
                }
            }
            TableFactor::NestedJoin { alias: None, .. } => {}
            _ => self.open(),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            Expr::Identifier(name) => self.column(None, name),
            Expr::CompoundIdentifier(names) => {
                if let [.., qualifier, name] = names.as_slice() {
                    self.column(Some(qualifier), name);
                }
            }
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => {
                if let (Some(left), Some(right)) = (column_of(left), column_of(right)) {
                    self.reading.equal.push((self.at.word(left), self.at.word(right)));
                }
            }
            Expr::Function(function) => self.function(&function.name, &function.args),
            Expr::MatchAgainst { columns, .. } => columns.iter().for_each(|name| self.named(name)),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
