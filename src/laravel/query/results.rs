//! What queries give: builders of related rows, copies, models that were found, rows.

use crate::catalog::laravel::{Deed, Returns};
use crate::eval::{Args, CallSite, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, QueryKind, Thing};
use crate::laravel::query::writes::inserted_rows;
use crate::references::Given;
use crate::schema::{Row, RowValue};
use crate::source::Span;

/// How many rows of a table are kept.
const MOST_ROWS: usize = 200;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Closures that get the builder of some related model: which one is not known.
    pub(in crate::laravel) fn relation_closures(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) {
        let mut closures: Vec<Value<'a>> = Vec::new();
        for arg in &args.items {
            match &arg.value {
                closure @ Value::Closure(_) => closures.push(closure.clone()),
                Value::Array(list) => {
                    closures.extend(
                        list.entries.iter().map(|entry| &entry.value).filter(|v| matches!(v, Value::Closure(_))).cloned(),
                    );
                }
                _ => {}
            }
        }
        for closure in closures {
            let query = Query { kind: QueryKind::Eloquent, open: true, has_from: true, ..Query::default() };
            let query = cx.host.make(Thing::Query(Box::new(query)));
            cx.call_value(&closure, Args { open: true, ..Args::of(vec![query], at.call) }, at.call);
        }
    }

    /// Keeps that a migration inserts rows into a table, or takes some out.
    pub(in crate::laravel) fn fill_table(cx: &mut Interp<'a, Self>, id: HostId, deed: Deed, args: &Args<'a>, at: CallSite) {
        let inserts = matches!(deed, Deed::Insert | Deed::Upsert);
        if EXPLORE || !(inserts || matches!(deed, Deed::Delete | Deed::Update)) {
            return;
        }
        // `updateOrInsert` inserts what it does not find.
        let source =
            Self::query(cx, id).and_then(|query| Some((query.connection.clone(), query.sources.first()?.table.clone()?)));
        let source = source.as_ref().map(|(connection, table)| (connection, &**table));
        // What is there already stays as it is when more is inserted.
        let mut rows = if deed == Deed::Insert { Self::take_rows(cx, source) } else { Vec::new() };
        if deed == Deed::Delete {
            Self::take_rows(cx, source);
        } else {
            Self::may_have_rows(cx, source);
        }
        if deed == Deed::Update {
            return;
        }
        let certain = cx.uncertain == 0 && cx.tries.is_empty();
        let rows_unknown = cx.host.replay.rows_unknown;
        let Some(query) = Self::query(cx, id) else { return };
        let connection = query.connection.clone();
        let Some(table) = query.sources.first().and_then(|source| source.table.clone()) else { return };
        if let Some(table) = cx.host.schema_of(&connection).and_then(|schema| schema.table_mut(&table)) {
            if deed == Deed::Insert {
                if certain && !rows_unknown && rows.len() < MOST_ROWS {
                    rows.extend(args.value(0).map(|value| inserted_by(value, at.name)).unwrap_or_default());
                }
                table.rows = rows;
            }
            match inserts {
                true if certain => table.filled_at = table.filled_at.or(Some(at.name)),
                true => {}
                false => table.filled_at = None,
            }
        }
    }

    /// The known rows of a table, which has none then.
    fn take_rows(cx: &mut Interp<'a, Self>, table: Option<(&Connection, &str)>) -> Vec<Row> {
        let found = table.and_then(|(connection, name)| cx.host.schema_of(connection)?.table_mut(name));
        found.map(|table| std::mem::take(&mut table.rows)).unwrap_or_default()
    }

    /// A copy of a builder, with a scope of its own.
    pub(in crate::laravel) fn copy(cx: &mut Interp<'a, Self>, id: HostId) -> Value<'a> {
        match cx.host.thing(id).cloned() {
            Some(thing) => cx.host.make(thing),
            None => Value::Unknown(Why::Foreign),
        }
    }

    /// A model that was looked for: it may be there or not, and code goes both ways.
    pub(in crate::laravel) fn found(cx: &mut Interp<'a, Self>, model: crate::php::program::ClassDecl<'a>) -> Value<'a> {
        let object = cx.some_object(model, Why::Data);
        if EXPLORE { crate::eval::join(&object, &Value::Null) } else { object }
    }

    pub(in crate::laravel) fn result(cx: &mut Interp<'a, Self>, id: HostId, returns: Returns) -> Value<'a> {
        let model = Self::query(cx, id).and_then(|query| query.model);
        match returns {
            Returns::Builder => Value::Host(id),
            Returns::Row => match model {
                Some(model) => Self::found(cx, model),
                None => Value::Unknown(Why::Data),
            },
            Returns::Rows => {
                let element = model.map(|model| Box::new(cx.some_object(model, Why::Data)));
                cx.host.make(Thing::Collection(None, element))
            }
            Returns::Key | Returns::Number | Returns::Value => Value::Unknown(Why::Data),
            Returns::None => Value::Null,
        }
    }
}

/// The rows that `insert()` is given, as far as their values are written out.
fn inserted_by(value: &Value<'_>, at: Span) -> Vec<Row> {
    let rows = inserted_rows(value).into_iter().map(|row| {
        let value = |column: &str| match row.values.iter().find(|(name, ..)| name == column).map(|(_, value, _)| value) {
            Some(Given::Text(text, _) | Given::Case(_, text) | Given::Number(text)) => RowValue::Known(text.clone()),
            Some(Given::Null) => RowValue::Null,
            None => RowValue::Unknown,
        };
        let values = row.columns.iter().map(|(column, _)| (column.clone(), value(column))).collect();
        Row { at, values, complete: row.complete }
    });
    rows.take(MOST_ROWS).collect()
}
