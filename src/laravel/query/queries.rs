//! Query builders: which tables they stand on, through joins, aliases and sub-queries.
//!
//! What each method does with its arguments is data (`rules/laravel/query.yaml`); this is what the roles mean.

use std::rc::Rc;

use crate::catalog::laravel::{Deed, QueryMethod, Returns, Role, query_method};
use crate::eval::{ArgValue, Args, Array, CallSite, HostId, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, QueryKind, Source, Thing};
use crate::laravel::query::builders;
use crate::references::Operation;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `DB::table('users as u')`, `DB::table('users', 'u')`
    pub(in crate::laravel) fn table(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let query = Query { connection: connection.clone(), uncertain: cx.uncertain, ..Query::default() };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        match args.find(0, "table").map(|arg| arg.value.clone()) {
            Some(value) => {
                Self::stand_on(cx, id, &value, args.find(1, "as").map(|arg| arg.value.clone()), Deed::Query, at, "DB::table()");
            }
            None => Self::open(cx, id),
        }
        Value::Host(id)
    }

    pub(in crate::laravel) fn query_mut<'h>(cx: &'h mut Interp<'a, Self>, id: HostId) -> Option<&'h mut Query<'a>> {
        match cx.host.thing_mut(id) {
            Some(Thing::Query(query)) => Some(query),
            _ => None,
        }
    }

    pub(in crate::laravel) fn query<'h>(cx: &'h Interp<'a, Self>, id: HostId) -> Option<&'h Query<'a>> {
        match cx.host.thing(id) {
            Some(Thing::Query(query)) => Some(query),
            _ => None,
        }
    }

    /// The scope may hold more than is known.
    pub(in crate::laravel) fn open(cx: &mut Interp<'a, Self>, id: HostId) {
        if let Some(query) = Self::query_mut(cx, id) {
            query.open = true;
        }
    }

    /// What a query selects may have any name.
    pub(in crate::laravel) fn hide(cx: &mut Interp<'a, Self>, id: HostId) {
        if let Some(query) = Self::query_mut(cx, id) {
            query.hides = true;
        }
    }

    /// Adds what a value names to a query's scope: tables, a sub-query, or something unknown.
    pub(in crate::laravel) fn stand_on(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        value: &Value<'a>,
        alias: Option<Value<'a>>,
        deed: Deed,
        at: CallSite,
        what: &str,
    ) {
        let Some(connection) = Self::query(cx, id).map(|query| query.connection.clone()) else { return };
        let alias = alias.and_then(|alias| alias.as_str());
        let mut sources = Vec::new();
        let mut opens = false;
        for choice in value.choices() {
            match choice {
                Value::Str(_) => {
                    let operation = if deed == Deed::Join { Operation::Join } else { Operation::Query };
                    let found = Self::note_tables(cx, choice, &connection, operation, at, &format!("table of {what}"));
                    opens |= found.is_empty();
                    for (name, span) in found {
                        let alias = name.alias.clone().or_else(|| alias.clone());
                        sources.push(Source { table: Some(name.table), alias, span });
                    }
                }
                Value::Closure(_) => {
                    Self::subquery(cx, id, choice, at);
                    opens |= alias.is_none();
                    sources.push(Source { table: None, alias: alias.clone(), span: at.call });
                }
                Value::Host(other) => match cx.host.thing(*other) {
                    Some(Thing::Query(_)) => sources.push(Source { table: None, alias: alias.clone(), span: at.call }),
                    _ => {
                        opens = true;
                        sources.push(Source { table: None, alias: alias.clone(), span: at.call });
                    }
                },
                Value::Object(object) if object.case.is_some() => {
                    let operation = if deed == Deed::Join { Operation::Join } else { Operation::Query };
                    let found = Self::note_tables(cx, choice, &connection, operation, at, &format!("table of {what}"));
                    opens |= found.is_empty();
                    sources.extend(found.into_iter().map(|(name, span)| Source {
                        table: Some(name.table),
                        alias: name.alias,
                        span,
                    }));
                }
                other => {
                    let reason = crate::laravel::migrations::blueprint::reason_of(other).unwrap_or("it is not a string");
                    Self::gap(cx, at.call, &format!("table of {what}"), reason);
                    opens = true;
                    cx.host.query.sub_queries.extend(alias.as_ref().map(|alias| alias.to_ascii_lowercase()));
                }
            }
        }
        let subs = sources.iter().filter(|source| source.table.is_none()).filter_map(|source| source.alias.as_ref());
        cx.host.query.sub_queries.extend(subs.map(|alias| alias.to_ascii_lowercase()));
        let uncertain = cx.uncertain;
        if let Some(query) = Self::query_mut(cx, id) {
            query.open |= opens;
            query.may_join |= sources.len() > 1 || (deed == Deed::Join && uncertain > query.uncertain);
            if deed == Deed::Join {
                query.sources.extend(sources);
            } else {
                // Under a condition, it stands on either.
                if query.has_from && uncertain == query.uncertain {
                    query.sources.clear();
                }
                query.may_join |= uncertain > query.uncertain;
                query.has_from = true;
                query.sources.splice(0..0, sources);
            }
        }
    }

    /// Adds a sub-query that is written as SQL (`Illuminate/Database/Query/Builder.php`, `parseSub`).
    fn stand_on_sql(cx: &mut Interp<'a, Self>, id: HostId, sql: &Value<'a>, alias: Option<Value<'a>>, deed: Deed, at: CallSite) {
        let Some(connection) = Self::query(cx, id).map(|query| query.connection.clone()) else { return };
        Self::survey_sql(cx, &connection, &Args::of(vec![sql.clone()], at.call), at);
        let source = Source { table: None, alias: alias.and_then(|alias| alias.as_str()), span: at.call };
        if let Some(query) = Self::query_mut(cx, id) {
            query.open |= source.alias.is_none();
            if deed == Deed::Join {
                query.sources.push(source);
            } else {
                query.sources = vec![source];
                query.has_from = true;
            }
        }
    }

    /// Runs a closure that gets a new builder, and gives that builder.
    pub(in crate::laravel) fn subquery(
        cx: &mut Interp<'a, Self>,
        outer: HostId,
        callee: &Value<'a>,
        at: CallSite,
    ) -> Option<HostId> {
        let connection = Self::query(cx, outer).map(|query| query.connection.clone()).unwrap_or_default();
        let query = Query { connection, outer: Some(outer), ..Query::default() };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        cx.call_value(callee, Args::of(vec![Value::Host(id)], at.call), at.call);
        Some(id)
    }

    /// A call on a query builder.
    pub(in crate::laravel) fn call_query(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let model = Self::query(cx, id)?.model;
        // A scope of the model, whose code is the project's.
        if let Some(model) = model
            && let Some(value) = Self::local_scope(cx, id, model, method, args, at)
        {
            return Some(value);
        }
        if let Some(model) = model
            && let Some(value) = Self::builder_method(cx, id, model, method, args, at)
        {
            return Some(value);
        }
        Self::call_framework_query(cx, id, method, args, at)
    }

    /// A method of a query builder that is the framework's own.
    pub(in crate::laravel) fn call_framework_query(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let kind = Self::query(cx, id)?.kind;
        match query_method(method) {
            Some(known) => Some(Self::known_method(cx, id, known, method, &args.bound(&known.params), at)),
            None => Some(Self::other_method(cx, id, kind, method, args, at)),
        }
    }

    /// `scopeActive($query)` called as `active()`.
    fn local_scope(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        model: crate::php::program::ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let scope = format!("scope{method}");
        let found = cx.program.method(model, &scope).or_else(|| {
            let found = cx.program.method(model, method)?;
            builders::is_scope(found.function).then_some(found)
        })?;
        let mut items = vec![crate::eval::ArgValue { name: None, value: Value::Host(id), span: at.name }];
        items.extend(args.items.iter().cloned());
        let args = Args { items, open: args.open, entry: false };
        let this = cx.some_object(model, Why::Foreign);
        let value = cx.invoke(found.function, args, Some(this), Some(found.class), Some(model), at);
        // A scope may give a row, or the rows (`callScope`).
        let is_row = |choice: &Value<'a>| match choice {
            Value::Host(made) => matches!(cx.host.thing(*made), Some(Thing::Collection(..))),
            other => matches!(other, Value::Object(_)),
        };
        Some(if value.choices().iter().any(is_row) { value } else { Value::Host(id) })
    }

    fn known_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        known: &'static QueryMethod,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let roles = &known.args;
        let first_pending = cx.host.query.pending.len();
        let selects = Self::query(cx, id).is_some_and(|query| query.selects);
        let gives_text = matches!(&*method.to_ascii_lowercase(), "tosql" | "torawsql");
        // Tests hold the text of queries, and their values, against those that they expect.
        let prints = cx.host.of_tests && (gives_text || method.eq_ignore_ascii_case("getBindings"));
        if let Some(query) = Self::query_mut(cx, id) {
            query.ran |= known.returns != Returns::Builder && !prints;
            query.printed |= prints;
        }
        let mut alias_of_table: Option<Value<'a>> = None;
        if let Some(position) = roles.iter().position(|role| *role == Role::Alias) {
            alias_of_table = args.find(position, "as").map(|arg| arg.value.clone());
        }
        if method.eq_ignore_ascii_case("selectSub")
            && let Some(alias) = alias_of_table.as_ref().and_then(Value::as_str)
        {
            Self::alias(cx, id, &alias);
        }
        // Joins first, so that their conditions see the joined table.
        if known.from {
            Self::forget_model_use(cx, id);
        }
        if known.joins || known.from {
            let deed = if known.joins { Deed::Join } else { Deed::Query };
            match (roles.first(), args.items.first().map(|arg| arg.value.clone())) {
                (Some(Role::Sql), _) => Self::open(cx, id),
                (Some(Role::Query), Some(Value::Str(sql))) => {
                    Self::stand_on_sql(cx, id, &Value::Str(sql), alias_of_table.clone(), deed, at);
                }
                (_, Some(value)) => Self::stand_on(cx, id, &value, alias_of_table, deed, at, &format!("{method}()")),
                (_, None) => Self::open(cx, id),
            }
        }
        // Its text may become a part of another query, whose tables it sees then.
        if let Some(query) = Self::query_mut(cx, id).filter(|_| gives_text) {
            query.escaped = true;
        }
        Self::fill_table(cx, id, known.operation, args, at);
        Self::write(cx, id, known, method, args, at);
        if !known.methods.iter().any(|name| name == "union") {
            args.items.iter().for_each(|arg| Self::embed(cx, id, &arg.value));
        }
        Self::unwritten_column(cx, id, method, args, at);
        Self::equal_columns(cx, roles, args);
        let last = args.items.len().saturating_sub(1);
        for (position, arg) in args.items.iter().enumerate() {
            // A parameter of this name is not known.
            if arg.name.is_some() {
                continue;
            }
            let Some(role) = roles.get(position).or_else(|| roles.last().filter(|role| **role == Role::Rest)) else { break };
            let value = arg.value.clone();
            // `whereIn('in', [])` becomes `0 = 1` (`Grammar.php`, `whereIn`). A list that is kept somewhere is there to be filled.
            let is_nothing = |arg: &ArgValue<'a>| cx.program.sources().slice(arg.span).trim() == "[]";
            if position == 0 && method.to_ascii_lowercase().ends_with("in") && args.items.get(1).is_some_and(is_nothing) {
                continue;
            }
            match role {
                Role::Keyed if matches!(&value, Value::Array(_)) => Self::keyed(cx, id, &value, known.operation, at),
                Role::Column | Role::Columns | Role::Rest | Role::Keyed => {
                    Self::column(cx, id, &value, known.operation, at);
                }
                Role::Operator if position == last => Self::column(cx, id, &value, known.operation, at),
                Role::Where | Role::On => Self::condition_argument(cx, id, &value, known, at),
                Role::Nested => Self::nested(cx, id, &value, at),
                Role::Same => match &value {
                    Value::Null => {}
                    // Whatever else can be called gets the builder; of what is not known it may do anything.
                    Value::Closure(_) | Value::Object(_) | Value::Array(_) | Value::Str(_) => {
                        let truth = method.eq_ignore_ascii_case("when") == (position == 1);
                        let condition = args.value(0).filter(|_| position > 0);
                        Self::same(cx, id, condition.map(|condition| condition.where_truth_may_be(truth)), &value, at);
                    }
                    _ => Self::open(cx, id),
                },
                Role::Query => {
                    for choice in value.choices() {
                        if matches!(choice, Value::Closure(_)) && !known.from && !known.joins {
                            Self::subquery(cx, id, choice, at);
                        }
                    }
                }
                // `where('a', '>', DB::raw('b'))`, `update(['a' => DB::raw('a + 1')])`
                Role::Value if known.operation == Deed::Where && matches!(value, Value::Host(_)) => {
                    Self::expression(cx, id, &value, Deed::Where, at);
                }
                Role::Row if method.eq_ignore_ascii_case("update") => {
                    let Value::Array(row) = &value else { continue };
                    row.entries.iter().for_each(|entry| Self::expression(cx, id, &entry.value, Deed::Update, at));
                }
                Role::Value if matches!(value, Value::Closure(_)) => Self::closure_value(cx, id, (known, method), &value, at),
                Role::Sql if !known.from => {
                    let deed = if method.to_ascii_lowercase().contains("having") { Deed::Where } else { known.operation };
                    Self::fragment(cx, id, &value, deed, at);
                }
                Role::Value | Role::Operator | Role::Table | Role::Alias | Role::Row | Role::Rows | Role::Sql | Role::Key => {}
            }
        }
        // What it selects already counts, and not what it is asked for in the end (`Builder.php`, `onceWithColumns`).
        if selects && !matches!(known.returns, Returns::Builder | Returns::Number) {
            let pending = cx.host.query.pending.iter_mut().skip(first_pending).filter(|column| column.query == id);
            pending.for_each(|column| column.qualified |= column.operation == Operation::Select);
        }
        if known.returns == Returns::Key {
            let column = roles.iter().position(|role| *role == Role::Key).and_then(|position| args.find(position, "sequence"));
            return Self::key_of_insert(cx, id, column.map(|arg| &arg.value));
        }
        if let Some(answer) = Self::of_no_rows(cx, id, method, args, selects) {
            return answer;
        }
        // Several keys find several models.
        let many = known.returns == Returns::Row && matches!(args.value(0), Some(Value::Array(_))) && method.starts_with("find");
        Self::result(cx, id, if many { Returns::Rows } else { known.returns })
    }

    fn condition_argument(cx: &mut Interp<'a, Self>, id: HostId, value: &Value<'a>, known: &QueryMethod, at: CallSite) {
        for choice in value.choices() {
            match choice {
                Value::Closure(_) if known.joins => {
                    let outer = Self::query(cx, id).cloned().unwrap_or_default();
                    let join = Query { kind: QueryKind::Join, sources: Vec::new(), outer: Some(id), has_from: true, ..outer };
                    let join = cx.host.add(Thing::Query(Box::new(join)));
                    cx.call_value(choice, Args::of(vec![Value::Host(join)], at.call), at.call);
                }
                Value::Closure(_) => Self::nested(cx, id, choice, at),
                Value::Array(conditions) => Self::conditions(cx, id, conditions, known.operation, at),
                other => Self::column(cx, id, other, known.operation, at),
            }
        }
    }

    /// `where([...])`: keys are columns, inner lists are conditions.
    pub(in crate::laravel) fn conditions(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        conditions: &Rc<Array<'a>>,
        operation: Deed,
        at: CallSite,
    ) {
        for entry in &conditions.entries {
            match (&entry.key, &entry.key_text, &entry.value) {
                (Key::Str(_), Some(text), _) => Self::column(cx, id, &Value::Str(Rc::clone(text)), operation, at),
                (Key::Int(_), _, Value::Array(inner)) => {
                    if let Some(first) = inner.entries.first() {
                        Self::column(cx, id, &first.value.clone(), operation, at);
                    }
                }
                _ => {}
            }
        }
    }

    /// A method that the catalog does not list.
    fn other_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        kind: QueryKind,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let lower = method.to_ascii_lowercase();
        match lower.as_str() {
            "clone" => return Self::copy(cx, id),
            "newquery" | "newmodelquery" | "newquerywithoutscopes" => {
                let Some(query) = Self::query(cx, id).cloned() else { return Value::Unknown(Why::Foreign) };
                let fresh = match query.model {
                    Some(model) => Self::new_model_query(cx, model),
                    None => Query { connection: query.connection, outer: query.outer, ..Query::default() },
                };
                return cx.host.make(Thing::Query(Box::new(fresh)));
            }
            "tobase" | "getquery" => {
                let Some(query) = Self::query(cx, id).cloned() else { return Value::Unknown(Why::Foreign) };
                return cx.host.make(Thing::Query(Box::new(Query { kind: QueryKind::Base, model: None, ..query })));
            }
            // Of a rule (`Illuminate/Validation/Rules/Unique.php`): the row that may have the value, and its key.
            "ignore" | "ignoremodel" => {
                if let Some(column) = args.value(1).cloned() {
                    Self::column(cx, id, &column, Deed::Where, at);
                }
                return Value::Host(id);
            }
            "scopes" => {
                Self::call_scopes(cx, id, args, at);
                return Value::Host(id);
            }
            "getconnection" => {
                let connection = Self::query(cx, id).map(|query| query.connection.clone()).unwrap_or_default();
                return cx.host.make(Thing::Connection(connection));
            }
            "qualifycolumn" => {
                let table = Self::query(cx, id).and_then(|query| query.sources.first()).and_then(|source| source.table.clone());
                return crate::laravel::eloquent::model_calls::qualified(table.as_deref(), args.value(0));
            }
            // Of a relation with a pivot, the pivot's (`BelongsToMany.php`).
            "gettable" => {
                let pivot = Self::query(cx, id).filter(|query| query.pivot).and_then(|query| query.sources.get(1));
                return pivot.and_then(|pivot| pivot.table.clone()).map_or(Value::Unknown(Why::Foreign), Value::string);
            }
            "raw" => return Self::raw_sql(cx, args),
            "getmodel" | "getrelated" => {
                if let Some(model) = Self::query(cx, id).and_then(|query| query.model) {
                    return cx.some_object(model, Why::Data);
                }
                return Value::Unknown(Why::Data);
            }
            _ => {}
        }
        if let Some(made) = Self::make_models(cx, id, &lower, args, at) {
            return made;
        }
        if Self::pivot_method(cx, id, &lower, args, at) {
            return Value::Host(id);
        }
        let model = Self::query(cx, id).and_then(|query| query.model);
        if Self::with_aggregate(cx, id, &lower, args, at) {
            // All columns of the own table are selected with it (`QueriesRelationships.php`, `withAggregate`).
            if let Some(query) = Self::query_mut(cx, id) {
                query.selects = true;
            }
            match model {
                Some(model) => Self::relation_arguments(cx, (model, Some(id)), &lower, args, at),
                None => Self::relation_closures(cx, args, at),
            }
            return Value::Host(id);
        }
        if lower == "withattributes"
            && let Some(query) = Self::query_mut(cx, id)
        {
            query.fills = None;
        }
        if let Some(model) = model
            && let Some(value) = Self::row_or_method(cx, model, method, args, at)
        {
            return value;
        }
        if Self::dynamic_where(cx, id, method, args, at) {
            return Value::Host(id);
        }
        // A macro, a scope of a package, or something of another class: it may do anything to the scope.
        if kind == QueryKind::Base || !builders::leaves_scope(&lower) {
            Self::open(cx, id);
        }
        match model {
            Some(model) => Self::relation_arguments(cx, (model, Some(id)), &lower, args, at),
            None => Self::relation_closures(cx, args, at),
        }
        Value::Host(id)
    }
}

/// Whether a call can only be one that joins a table to a query, by its arguments: `leftJoin('posts', 'users.id', '=', …)`.
pub(in crate::laravel) fn joins_tables(method: &str, args: &Args<'_>) -> bool {
    let names = ["join", "leftjoin", "rightjoin", "crossjoin"];
    let is_name = |position: usize| args.value(position).and_then(Value::as_str).is_some_and(|name| !name.trim().is_empty());
    let is_column = |position: usize| args.value(position).and_then(Value::as_str).is_some_and(|name| name.contains('.'));
    let closes = matches!(args.value(1), Some(Value::Closure(_)));
    names.contains(&&*method.to_ascii_lowercase()) && is_name(0) && (closes || (is_column(1) && args.len() >= 3))
}
