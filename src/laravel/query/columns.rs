//! Columns that queries name. A query's tables are only known when all of its calls were seen, so
//! they are kept until then.

use std::ops::Range;
use std::rc::Rc;

use crate::catalog::laravel::{Deed, Role};
use crate::eval::{Args, CallSite, HostId, Interp, Key, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, Source, Thing};
use crate::laravel::query::{PendingColumn, strays};
use crate::references::{ColumnReference, Gap, GapKind, Operation, TableReference, TableUse};
use crate::schema::Driver;
use crate::source::Span;

/// A place, and whether its text spells the name.
pub(in crate::laravel) type Place = (Span, bool);

/// How a query names a column.
#[derive(Clone, Copy, Debug)]
pub(in crate::laravel) struct Kind {
    /// What it does with it.
    pub(in crate::laravel) deed: Deed,
    /// Whether it stands in raw SQL.
    pub(in crate::laravel) raw: bool,
    /// Whether PostgreSQL reads it in small letters.
    pub(in crate::laravel) folded: bool,
    /// Whether it may not be meant for this query.
    pub(in crate::laravel) doubtful: bool,
}

/// How many queries around a query are looked at for a qualifier.
pub(in crate::laravel) const MAX_OUTER: usize = 16;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns that an argument names.
    pub(in crate::laravel) fn column(cx: &mut Interp<'a, Self>, id: HostId, value: &Value<'a>, deed: Deed, at: CallSite) {
        for choice in value.choices() {
            match choice {
                Value::Str(text) => {
                    let several = value.choices().iter().filter(|choice| matches!(choice, Value::Str(_))).count() > 1;
                    let doubtful = Self::is_borrowed(cx, text.written(), several);
                    Self::pend(cx, id, text, (deed, doubtful), at);
                }
                Value::Array(list) => {
                    for entry in list.entries.clone() {
                        match (&entry.key_text, &entry.value) {
                            (None, value) => Self::column(cx, id, value, deed, at),
                            (Some(alias), value) => {
                                if let Some(name) = alias.known() {
                                    Self::alias(cx, id, &name);
                                }
                                Self::column(cx, id, value, deed, at);
                            }
                        }
                    }
                }
                Value::Host(expression) if matches!(cx.host.thing(*expression), Some(Thing::Expression(_))) => {
                    Self::expression(cx, id, choice, deed, at);
                }
                // A sub-query under a name.
                Value::Host(_) => {}
                Value::Closure(_) => {
                    let outer = match cx.host.thing(id) {
                        Some(Thing::Query(query)) => query.connection.clone(),
                        _ => Connection::Default,
                    };
                    let inner = Query { connection: outer, outer: Some(id), ..Query::default() };
                    let inner = cx.host.make(Thing::Query(Box::new(inner)));
                    cx.call_value(choice, Args::of(vec![inner], at.call), at.call);
                }
                Value::Unknown(why) => {
                    // Which columns it selects, and under which names, is not known.
                    if deed == Deed::Select {
                        Self::hide(cx, id);
                    }
                    let method = cx.program.sources().slice(at.name).to_owned();
                    Self::column_gap(cx, at.call, format!("column of {method}()"), why.as_str());
                }
                _ => {}
            }
        }
    }

    pub(in crate::laravel) fn alias(cx: &mut Interp<'a, Self>, id: HostId, name: &str) {
        if let Some(Thing::Query(query)) = cx.host.thing_mut(id)
            && query.aliases.len() < 256
        {
            query.aliases.push(name.to_owned());
            let table = query.sources.first().filter(|_| EXPLORE && query.model.is_some());
            if let Some(table) = table.and_then(|source| source.table.clone()) {
                cx.host.found.selected.insert((table.to_ascii_lowercase(), name.to_ascii_lowercase()));
            }
        }
    }

    fn pend(cx: &mut Interp<'a, Self>, id: HostId, text: &Rc<Text>, (deed, doubtful): (Deed, bool), at: CallSite) {
        if !EXPLORE {
            return;
        }
        let Some(known) = text.known() else {
            // `select("{$table}.{$column} as total")`; what it ends in that is not known may be an alias, too.
            let (_, end) = text.ends();
            match end.to_ascii_lowercase().rfind(" as ") {
                Some(alias) => Self::alias(cx, id, end[alias + 4..].trim()),
                None if deed == Deed::Select && end.is_empty() => Self::hide(cx, id),
                None => {}
            }
            let method = cx.program.sources().slice(at.name).to_owned();
            let reason = text.why().map_or("it is empty", crate::eval::Why::as_str);
            return Self::column_gap(cx, at.call, format!("column of {method}()"), reason);
        };
        if let Some(at) = known.to_ascii_lowercase().find(" as ") {
            let alias = known[at + 4..].trim().to_owned();
            Self::alias(cx, id, &alias);
        }
        let Some(name) = ColumnName::parse(&known) else { return };
        let place = |range: &Range<usize>| {
            (known[range.clone()].to_owned(), text.place(range.start, range.end).unwrap_or((at.call, false)))
        };
        let qualifier = name.qualifier.as_ref().map(place);
        let kind = Kind { deed, raw: false, folded: false, doubtful };
        Self::keep_column(cx, id, qualifier, place(&name.name), kind, at.call);
    }

    /// The column that a method takes where none is given (`Illuminate/Database/Query/Builder.php`, `latest`).
    pub(in crate::laravel) fn unwritten_column(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) {
        let Some(Thing::Query(query)) = cx.host.thing(id).filter(|_| EXPLORE && args.is_empty()) else { return };
        // A model has its own name for it, or none.
        let own = query.model.is_some() || query.kind != crate::laravel::objects::QueryKind::Base;
        let column = match method.to_ascii_lowercase().as_str() {
            "latest" | "oldest" if !own => "created_at",
            // Whatever the model's key is called (`Concerns/CanBeOneOfMany.php`).
            "latestofmany" | "oldestofmany" | "ofmany" => "id",
            "withouttrashed" | "onlytrashed" if !own => "deleted_at",
            _ => return,
        };
        let kind = Kind { deed: Deed::Order, raw: false, folded: false, doubtful: false };
        Self::keep_column(cx, id, None, (column.to_owned(), (at.name, false)), kind, at.call);
    }

    /// `join('users', 'posts.user_id', '=', 'users.id')`, `whereColumn('a.b_id', 'b.id')`: two columns that are taken for the
    /// same.
    pub(in crate::laravel) fn equal_columns(cx: &mut Interp<'a, Self>, roles: &[Role], args: &Args<'a>) {
        let first = roles.iter().position(|role| matches!(role, Role::On | Role::Where));
        let Some(first) = first.filter(|_| EXPLORE) else { return };
        let last = match args.items.len().saturating_sub(first) {
            2 => first + 1,
            3 if args.value(first + 1).and_then(Value::as_str).is_some_and(|operator| *operator == *"=") => first + 2,
            _ => return,
        };
        if !matches!(roles.get(last), Some(Role::Operator | Role::Column)) {
            return;
        }
        let place = |position: usize| {
            let text = args.value(position)?.as_text()?;
            let known = text.known()?;
            let start = known.rfind('.').map_or(0, |at| at + 1);
            text.place(start, known.len()).map(|(span, _)| span)
        };
        if let (Some(one), Some(other)) = (place(first), place(last)) {
            cx.host.found.equal.push((one, other));
        }
    }

    /// `['a', 'b' => value]`: columns are what has no key, and the keys of the rest.
    pub(in crate::laravel) fn keyed(cx: &mut Interp<'a, Self>, id: HostId, list: &Value<'a>, operation: Deed, at: CallSite) {
        let Value::Array(list) = list else { return };
        for entry in &list.entries {
            let column = match (&entry.key, &entry.key_text) {
                (Key::Str(_), Some(text)) => Value::Str(Rc::clone(text)),
                (Key::Str(_), None) => continue,
                (Key::Int(_), _) => entry.value.clone(),
            };
            Self::column(cx, id, &column, operation, at);
        }
    }

    /// Whether a name that is written in another function may be one of several that reach this place, of which a condition
    /// chooses the right one.
    pub(in crate::laravel) fn is_borrowed(cx: &Interp<'a, Self>, written: Option<Span>, one_of_several: bool) -> bool {
        let (Some(written), Some(function)) = (written, cx.function()) else { return false };
        (one_of_several || cx.is_untaken_for(written) || cx.is_conditional_here())
            && !function.span.contains(written)
            && !cx.is_written_here(written)
    }

    /// Keeps a column until its query is complete.
    pub(in crate::laravel) fn keep_column(
        cx: &mut Interp<'a, Self>,
        query: HostId,
        qualifier: Option<(String, Place)>,
        column: (String, Place),
        kind: Kind,
        call: Span,
    ) {
        let Kind { deed, raw, folded, doubtful } = kind;
        if deed == Deed::Select
            && let Some(Thing::Query(query)) = cx.host.thing_mut(query)
        {
            query.selects = true;
        }
        let operation = match deed {
            Deed::Query => Operation::Query,
            Deed::Join => Operation::Join,
            Deed::Select => Operation::Select,
            Deed::Where => Operation::Where,
            Deed::Order => Operation::Order,
            Deed::Group => Operation::Group,
            Deed::Insert => Operation::Insert,
            Deed::Update => Operation::Update,
            Deed::Upsert => Operation::Upsert,
            Deed::Delete => Operation::Delete,
        };
        let context = Self::context(cx);
        let escaped = matches!(cx.host.thing(query), Some(Thing::Query(query)) if query.escaped);
        // `shop.users.id` is the `users.id` of a query on the database `shop`.
        let qualifier = qualifier.map(|(name, place)| match cx.host.thing(query) {
            Some(Thing::Query(query)) if name.contains('.') => (cx.host.bare(&query.connection, &name).to_owned(), place),
            _ => (name, place),
        });
        cx.host.query.pending.push(PendingColumn {
            query,
            column,
            qualifier,
            raw,
            folded,
            qualified: false,
            doubtful,
            escaped,
            operation,
            call,
            context,
        });
    }

    /// Finds the tables of all columns that were kept, now that the queries are complete.
    pub fn settle(&mut self) {
        for pending in std::mem::take(&mut self.query.pending) {
            self.settle_one(&pending);
        }
    }

    /// Gives up all objects, when no value is left that may be one of them.
    pub fn forget(&mut self) {
        self.first_object = self.first_object.saturating_add(u32::try_from(self.objects.len()).unwrap_or(u32::MAX));
        self.objects.clear();
        self.replay.probes.clear();
        self.forget_unsaved();
    }

    /// Whether a name may be one that a query gives to what it selects, where that is not known. SQLite alone lets conditions
    /// see such names.
    fn may_be_selected(&self, pending: &PendingColumn, chain: &[Query<'a>]) -> bool {
        let is_seen = |query: &Query<'a>| match pending.operation {
            Operation::Order | Operation::Group => true,
            Operation::Where => {
                let driver = self.connection_name(&query.connection).map(|name| self.settings.connection(name).driver);
                driver.is_none_or(|driver| driver == Driver::Sqlite)
            }
            _ => false,
        };
        chain.iter().any(|query| query.hides && is_seen(query))
    }

    /// Notes a column whose table is not known.
    fn lost_column(&mut self, pending: &PendingColumn, reason: &str) {
        let (name, (span, _)) = &pending.column;
        let what = format!("column `{name}`");
        self.found.gaps.push(Gap { span: *span, what, reason: reason.to_owned(), kind: GapKind::Column, is_named: false });
    }

    fn settle_one(&mut self, pending: &PendingColumn) {
        let mut chain: Vec<Query<'a>> = Vec::new();
        let mut next = Some(pending.query);
        while let Some(Thing::Query(query)) = next.and_then(|id| self.thing(id)) {
            next = query.outer;
            chain.push((**query).clone());
            if chain.len() >= MAX_OUTER {
                break;
            }
        }
        let Some(own) = chain.first() else { return };
        if chain.last().is_some_and(|query| query.printed && !query.ran) {
            return self.lost_column(pending, "a test only prints the query");
        }
        let (column, (span, literal)) = (&pending.column.0, pending.column.1);
        let is_star = column == "*";
        let declared = self.is_declared(span);
        let reference = |tables: Vec<TableUse>, open: bool| ColumnReference {
            column: column.clone(),
            tables,
            open: open || pending.doubtful,
            rivals: Vec::new(),
            operation: pending.operation,
            span,
            literal,
            declared,
            call: pending.call,
            context: pending.context.clone(),
        };
        let table_use = |query: &Query<'a>, source: &Source| source.used_on(&query.connection);
        let Some((name, (qualifier_span, qualifier_literal))) = &pending.qualifier else {
            if is_star {
                return;
            }
            // An inner query sees the tables of the queries around it.
            let tables: Vec<TableUse> = chain
                .iter()
                .flat_map(|query| query.sources.iter().filter_map(|source| table_use(query, source)).collect::<Vec<_>>())
                .collect();
            let certain = !pending.escaped
                && !self.may_be_selected(pending, &chain)
                && chain.iter().all(|query| {
                    !query.open && query.has_from && query.sources.iter().all(|source| table_use(query, source).is_some())
                });
            let aliased = chain.iter().any(|query| {
                query.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(column))
                    // The columns of a pivot are selected under names of their own; a scope may get such a query.
                    || ((query.pivot || query.handed) && column.starts_with("pivot_"))
            });
            let is_table = pending.raw && chain.iter().flat_map(|query| &query.sources).any(|source| source.is_called(column));
            // A name that the query itself gives is no column of a table.
            if aliased || is_table {
                if certain && !own.shared && !own.handed {
                    self.note_misplaced(pending, own, &tables);
                }
                return;
            }
            if !certain || pending.doubtful {
                let unnamed = |query: &Query<'a>| query.sources.iter().any(|source| table_use(query, source).is_none());
                let reason = if certain {
                    "a condition chooses between values from elsewhere"
                } else if chain.iter().any(unnamed) {
                    UNNAMED
                } else if chain.iter().any(|query| query.open || !query.has_from) {
                    "its query comes from elsewhere, with tables that are not known"
                } else if pending.escaped {
                    "code that is not known gets its query first and may join tables"
                } else {
                    "its query may select this name"
                };
                self.lost_column(pending, reason);
            }
            if chain.iter().any(|query| query.told_elsewhere) {
                return;
            }
            let mut found = reference(tables, !certain);
            // An order or a group may mean what is selected; a relation selects the columns of the related table alone.
            let is_one_of_all = match pending.operation {
                Operation::Where | Operation::Select => !pending.raw && !pending.qualified,
                Operation::Order | Operation::Group => !pending.raw && !own.selects && !own.narrow,
                _ => false,
            };
            if certain
                && is_one_of_all
                && !own.may_join
                && own.sources.len() > 1
                && own.kind != crate::laravel::objects::QueryKind::Join
            {
                found.rivals = own.sources.iter().filter_map(|source| table_use(own, source)).collect();
            }
            self.note_folded(pending, &found.tables, certain);
            self.found.columns.push(found);
            return;
        };
        let is_qualifier_declared = self.is_declared(*qualifier_span);
        let prefix = self.prefix_of(&own.connection).filter(|_| pending.raw);
        let found = chain.iter().find_map(|query| {
            let source = query.sources.iter().find(|source| strays::means(query, source, name, prefix.as_deref()))?;
            Some((query, source))
        });
        let note = |table: &str, connection: Option<String>| TableReference {
            table: table.to_owned(),
            connection,
            operation: Operation::Qualifier,
            span: *qualifier_span,
            literal: *qualifier_literal,
            declared: is_qualifier_declared,
            call: pending.call,
            context: pending.context.clone(),
        };
        match found {
            Some((query, source)) => {
                let Some(used) = table_use(query, source) else {
                    if !is_star {
                        self.lost_column(pending, "it belongs to a subquery");
                    }
                    return;
                };
                // An alias names no table; the table's own name does.
                if source.alias.is_none() {
                    self.found.tables.push(note(&used.table, used.connection.clone()));
                }
                if !is_star {
                    self.note_folded(pending, std::slice::from_ref(&used), true);
                    self.found.columns.push(reference(vec![used], false));
                }
            }
            None => {
                let certain = chain.iter().all(|query| {
                    !query.open
                        && !query.escaped
                        && !query.handed
                        && query.has_from
                        && query.sources.iter().all(|source| source.table.is_some() || source.alias.is_some())
                });
                let named = Source { table: Some(Rc::from(name.as_str())), alias: None, span: *qualifier_span };
                let Some(used) = named.used_on(&own.connection) else { return };
                // The new row of an upsert, the rows of a trigger.
                let pseudo = pending.raw
                    && ["excluded", "new", "old", "values", "inserted", "deleted"].contains(&&*name.to_ascii_lowercase());
                if pseudo {
                    return;
                }
                if certain
                    && chain.iter().all(|query| !query.shared)
                    && chain.last().is_some_and(|query| query.ran)
                    && !name.starts_with("laravel_reserved_")
                {
                    self.note_stray(pending, &chain, prefix);
                    return;
                }
                if certain {
                    self.found.tables.push(note(name, used.connection));
                    return;
                }
                // Whatever else the query stands on: a table of this name is what the column belongs to, if there is one.
                let all_named =
                    chain.iter().all(|query| query.sources.iter().all(|source| source.table.is_some() || source.alias.is_some()));
                // A query that came from elsewhere may stand on a sub-query of the same file that is called like a table.
                let is_sub = self.query.sub_queries.contains(&name.to_ascii_lowercase());
                if all_named && !is_star && !pending.doubtful && !is_sub {
                    self.found.columns.push(reference(vec![used], false));
                } else if !is_star {
                    self.lost_column(pending, UNNAMED);
                }
            }
        }
    }
}

/// Why a column is lost whose query stands on a table that is put together from what is not known.
const UNNAMED: &str = "the name of a table of its query is not known";

/// A column as a string names it: `c`, `t.c`, `s.t.c`, `c as a`, `c->path`.
struct ColumnName {
    /// The bytes of the qualifier: all before the last dot.
    qualifier: Option<Range<usize>>,
    /// The bytes of the column's name.
    name: Range<usize>,
}

impl ColumnName {
    fn parse(text: &str) -> Option<ColumnName> {
        let start = text.len() - text.trim_start().len();
        let lower = text.to_ascii_lowercase();
        let mut end = lower.find(" as ").unwrap_or(text.len());
        end = text.find("->").map_or(end, |at| at.min(end));
        let body = text.get(start..end)?.trim_end();
        let end = start + body.len();
        // Anything else than a name is SQL that got here by mistake, or a value.
        if body.is_empty() || !body.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*' | '-' | '$')) {
            return None;
        }
        let (qualifier, from) = match body.rfind('.') {
            Some(at) => (Some(start..start + at), start + at + 1),
            None => (None, start),
        };
        if qualifier.as_ref().is_some_and(Range::is_empty) || from >= end {
            return None;
        }
        Some(ColumnName { qualifier, name: from..end })
    }
}
