//! Closures that get a query, or its rows: nested conditions, `when()`, sub-queries, `chunk()`.

use crate::catalog::laravel::{Deed, QueryMethod};
use crate::eval::{Args, CallSite, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Query, Thing};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A closure in the place of a value: a sub-query in `where`, a row's handler in `chunk` and `each`.
    pub(in crate::laravel) fn closure_value(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        (known, method): (&QueryMethod, &str),
        closure: &Value<'a>,
        at: CallSite,
    ) {
        if known.operation == Deed::Where {
            Self::subquery(cx, id, closure, at);
            return;
        }
        let model = Self::query(cx, id).and_then(|query| query.model);
        let element = model.map(|model| cx.some_object(model, Why::Data));
        let rows = cx.host.make(Thing::Collection(None, element.clone().map(Box::new)));
        let argument = if method.starts_with("each") { element.unwrap_or(Value::Unknown(Why::Data)) } else { rows };
        // There may be no row.
        cx.uncertain += 1;
        cx.call_value(closure, Args { open: true, ..Args::of(vec![argument], at.call) }, at.call);
        cx.uncertain -= 1;
    }

    /// A closure that gets a builder of the same tables.
    pub(in crate::laravel) fn nested(cx: &mut Interp<'a, Self>, id: HostId, closure: &Value<'a>, at: CallSite) {
        if !matches!(closure, Value::Closure(_)) {
            return;
        }
        let Some(outer) = Self::query(cx, id).cloned() else { return };
        // It sees the tables of the query around it, also those that are joined later.
        let inner = Query { sources: Vec::new(), aliases: Vec::new(), has_from: true, outer: Some(id), ..outer };
        let inner = cx.host.add(Thing::Query(Box::new(inner)));
        cx.call_value(closure, Args::of(vec![Value::Host(inner)], at.call), at.call);
        // A scope that the closure opened stays open.
        if Self::query(cx, inner).is_some_and(|query| query.open) {
            Self::open(cx, id);
        }
        if Self::query(cx, inner).is_some_and(|query| query.hides) {
            Self::hide(cx, id);
        }
    }

    /// A closure that gets this very builder, if a condition holds.
    pub(in crate::laravel) fn same(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        condition: Option<Value<'a>>,
        closure: &Value<'a>,
        at: CallSite,
    ) {
        let subject = condition.unwrap_or(Value::Unknown(Why::Data));
        let depth = cx.guards.len();
        let guards = subject.choices().iter().filter_map(|choice| match choice {
            Value::Unknown(Why::Probe(number)) => Some(*number),
            _ => None,
        });
        cx.guards.extend(guards);
        cx.uncertain += 1;
        cx.call_value(closure, Args { open: true, ..Args::of(vec![Value::Host(id), subject], at.call) }, at.call);
        cx.uncertain -= 1;
        cx.guards.truncate(depth);
    }
}
