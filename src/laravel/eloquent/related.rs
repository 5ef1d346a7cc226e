//! What code says of a model's relations by their names: `whereHas('posts', fn ($query) => …)`, `with('posts:id,title')`,
//! `$user->posts`, and the columns of pivots.
//!
//! Source: `Illuminate/Database/Eloquent/Builder.php`, `Concerns/QueriesRelationships.php`, `Relations/BelongsToMany.php`,
//! `Concerns/InteractsWithPivotTable.php`.

use std::rc::Rc;

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Key, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, Source, Thing};
use crate::laravel::query::columns::Kind;
use crate::laravel::query::writes::rows_of;
use crate::php::program::ClassDecl;
use crate::references::{Operation, RowWrite};

/// How many relations a path may lead through.
const MAX_PATH: usize = 8;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The builder of the relation that a path (`posts.comments`) names.
    pub(in crate::laravel) fn related(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, path: &str) -> Option<HostId> {
        Self::steps_to(cx, model, path)?.pop()
    }

    /// The builders of all relations on the way that a path names; at least one.
    fn steps_to(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, path: &str) -> Option<Vec<HostId>> {
        let mut model = model;
        let mut steps = Vec::new();
        let mut segments = path.split('.').take(MAX_PATH).peekable();
        while let Some(segment) = segments.next() {
            let name = segment.split(':').next().unwrap_or(segment);
            let name = name.split_once(' ').map_or(name, |(name, _)| name).trim();
            let found = cx.program.method(model, name).filter(|found| found.function.params.is_empty())?;
            let object = cx.some_object(model, Why::Data);
            let relation = cx.call_method(
                &object,
                &found.function.name,
                Args::default(),
                CallSite { call: found.function.name_span, name: found.function.name_span },
            );
            let Value::Host(id) = relation else { return None };
            let query = Self::query(cx, id)?;
            steps.push(id);
            if segments.peek().is_none() {
                return Some(steps);
            }
            model = query.model?;
        }
        None
    }

    /// `$user->posts`: the rows that a relation gives.
    pub(in crate::laravel) fn related_rows(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, name: &str) -> Option<Value<'a>> {
        cx.program.method(model, name).filter(|found| !found.function.is_static)?;
        let id = Self::related(cx, model, name)?;
        let query = Self::query(cx, id)?;
        let (single, model) = (query.single, query.model?);
        if single {
            return Some(Self::found(cx, model));
        }
        let element = cx.some_object(model, Why::Data);
        Some(cx.host.make(Thing::Collection(None, Some(Box::new(element)))))
    }

    /// Follows what a method is told of relations: closures get the builders of theirs, and columns are theirs.
    pub(in crate::laravel) fn relation_arguments(
        cx: &mut Interp<'a, Self>,
        (model, query): (ClassDecl<'a>, Option<HostId>),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) {
        // The relation's query is a part of the one at hand, whose tables it sees.
        let within = query.filter(|_| {
            method.contains("has") || method.contains("have") || method.contains("relation") || method.contains("count")
        });
        let closures: Vec<Value<'a>> =
            args.items.iter().skip(1).map(|arg| arg.value.clone()).filter(|value| matches!(value, Value::Closure(_))).collect();
        for (position, arg) in args.items.iter().enumerate() {
            match &arg.value {
                Value::Str(path) => {
                    let told: &[Value<'a>] = if position == 0 { &closures } else { &[] };
                    let takes_columns = position == 0 && method.contains("relation");
                    if position == 0 || method.starts_with("with") || method.starts_with("load") {
                        let column = args.value(1).filter(|_| takes_columns).cloned();
                        Self::relation_argument(cx, (model, within), path, told, column, at);
                    }
                }
                Value::Array(list) => {
                    for entry in list.entries.clone() {
                        match (&entry.key, &entry.key_text, &entry.value) {
                            (Key::Str(_), Some(path), told) => {
                                Self::relation_argument(cx, (model, within), path, std::slice::from_ref(told), None, at);
                            }
                            (Key::Int(_), _, Value::Str(path)) => {
                                Self::relation_argument(cx, (model, within), path, &[], None, at);
                            }
                            _ => {}
                        }
                    }
                }
                Value::Closure(_) if !matches!(args.value(0), Some(Value::Str(_))) => {
                    Self::relation_closures(cx, &Args::of(vec![arg.value.clone()], at.call), at);
                }
                _ => {}
            }
        }
    }

    fn relation_argument(
        cx: &mut Interp<'a, Self>,
        (model, within): (ClassDecl<'a>, Option<HostId>),
        path: &Rc<Text>,
        told: &[Value<'a>],
        column: Option<Value<'a>>,
        at: CallSite,
    ) {
        if cx.host.eloquent.asked.is_some() {
            Self::note_asked(cx, model, path);
        }
        let selects = path.known().is_some_and(|known| known.contains(':'));
        let closures: Vec<&Value<'a>> = told.iter().filter(|told| matches!(told, Value::Closure(_))).collect();
        if closures.is_empty() && !selects && column.is_none() {
            return;
        }
        let steps = path.known().and_then(|known| Self::steps_to(cx, model, &known)).unwrap_or_default();
        let Some(id) = steps.last().copied() else {
            let given = closures.into_iter().cloned().collect();
            return Self::relation_closures(cx, &Args::of(given, at.call), at);
        };
        // Of `whereHas('orders.customer')` the inner query stands in one for the orders, and sees their columns.
        let mut outer = within;
        for step in steps {
            if let Some(Thing::Query(query)) = cx.host.thing_mut(step) {
                query.outer = outer;
            }
            outer = within.and(Some(step));
        }
        for closure in closures {
            cx.call_value(closure, Args { open: true, ..Args::of(vec![Value::Host(id)], at.call) }, at.call);
        }
        if let Some(column) = column.filter(|column| !matches!(column, Value::Closure(_))) {
            match &column {
                Value::Array(conditions) => Self::conditions(cx, id, conditions, Deed::Where, at),
                column => Self::column(cx, id, column, Deed::Where, at),
            }
        }
        if selects && let Some(known) = path.known() {
            let mut start = known.find(':').map_or(known.len(), |colon| colon + 1);
            for name in known[start..].split(',') {
                if let Some(part) = path.slice(start, start + name.len()) {
                    Self::column(cx, id, &Value::Str(Rc::new(part)), Deed::Select, at);
                }
                start += name.len() + 1;
            }
            // Laravel writes the related table before them (`Builder.php`, `createSelectWithConstraint`).
            for column in cx.host.query.pending.iter_mut().rev().take_while(|column| column.query == id && column.call == at.call)
            {
                column.qualified |= column.operation == Operation::Select;
            }
        }
    }

    /// Takes note of the last relation of a path, with the model that it is asked of.
    fn note_asked(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, path: &Text) {
        let Some(path) = path.known() else { return };
        let path = path.split(':').next().unwrap_or_default();
        let (model, name) = match path.rsplit_once('.') {
            Some((before, name)) => {
                let related = Self::related(cx, model, before).and_then(|id| Self::query(cx, id)?.model);
                (related, name)
            }
            None => (Some(model), path),
        };
        if let (Some(model), Some(asked)) = (model, &mut cx.host.eloquent.asked) {
            asked.push((model, name.to_owned()));
        }
    }

    /// A method of a relation with a pivot table. Whether it is one of them.
    pub(in crate::laravel) fn pivot_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> bool {
        let Some(query) = Self::query(cx, id).filter(|query| query.pivot) else { return false };
        let Some(pivot) = query.sources.get(1).cloned() else { return false };
        let connection = query.connection.clone();
        if !EXPLORE && ["attach", "sync", "toggle"].iter().any(|word| method.starts_with(word)) {
            let table = pivot.table.clone();
            Self::may_have_rows(cx, table.as_ref().map(|table| (&connection, &**table)));
        }
        let deed = match method {
            "withpivot" => Deed::Select,
            "orderbypivot" | "orderbypivotdesc" => Deed::Order,
            "withtimestamps" => {
                let inner = Query { connection, sources: vec![pivot], has_from: true, ..Query::default() };
                let inner = cx.host.add(Thing::Query(Box::new(inner)));
                // One list names all that there are.
                if let Some(list @ Value::Array(_)) = args.value(0).cloned() {
                    Self::column(cx, inner, &list, Deed::Select, at);
                    return true;
                }
                for (position, otherwise) in ["created_at", "updated_at"].into_iter().enumerate() {
                    match args.value(position).filter(|value| !matches!(value, Value::Null)).cloned() {
                        Some(column) => Self::column(cx, inner, &column, Deed::Select, at),
                        None if EXPLORE => {
                            let kind = Kind { deed: Deed::Select, raw: false, folded: false, doubtful: false };
                            Self::keep_column(cx, inner, None, (otherwise.to_owned(), (at.name, false)), kind, at.call);
                        }
                        None => {}
                    }
                }
                return true;
            }
            "as" | "allrelatedids" | "detach" | "using" => return true,
            "attach" | "updateexistingpivot" | "syncwithpivotvalues" => {
                Self::write_pivot(cx, (&connection, &pivot), args.value(1), at);
                return true;
            }
            "sync" | "syncwithoutdetaching" | "toggle" => {
                if let Some(Value::Array(list)) = args.value(0) {
                    for entry in list.entries.clone() {
                        if matches!(entry.value, Value::Array(_)) {
                            Self::write_pivot(cx, (&connection, &pivot), Some(&entry.value), at);
                        }
                    }
                }
                return true;
            }
            name if name.contains("wherepivot") => Deed::Where,
            _ => return false,
        };
        let inner = Query { connection, sources: vec![pivot], has_from: true, ..Query::default() };
        let inner = cx.host.add(Thing::Query(Box::new(inner)));
        let taken = if method == "withpivot" { args.items.len() } else { 1 };
        for arg in args.items.iter().take(taken) {
            if !matches!(arg.value, Value::Closure(_)) {
                Self::column(cx, inner, &arg.value.clone(), deed, at);
            }
        }
        true
    }

    fn write_pivot(
        cx: &mut Interp<'a, Self>,
        (connection, pivot): (&Connection, &Source),
        row: Option<&Value<'a>>,
        at: CallSite,
    ) {
        let (Some(table), Some(row)) = (pivot.used_on(connection), row) else { return };
        let context = Self::context(cx);
        for row in rows_of(row) {
            cx.host.give_all(&table, &row);
            let columns: Vec<_> =
                row.columns.into_iter().filter(|(_, span)| !Self::is_borrowed(cx, Some(*span), false)).collect();
            if !columns.is_empty() {
                cx.host.found.rows.push(RowWrite {
                    table: table.clone(),
                    operation: Operation::Insert,
                    columns,
                    complete: false,
                    filled: Vec::new(),
                    fillable: None,
                    rules: row.inputs.clone(),
                    replaced: row.replaced.clone(),
                    call: at.name,
                    context: context.clone(),
                });
            }
        }
    }
}
