//! Models whose tables convention names: that code makes use of them is what makes a missing table a fault.

use crate::eval::{CallSite, HostId, Interp};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Connection, Thing};
use crate::php::program::ClassDecl;
use crate::references::Operation;
use crate::source::Span;

/// Methods by which a model answers for its queries itself.
const OWN_QUERIES: [&str; 5] = ["newQuery", "newModelQuery", "newBaseQueryBuilder", "newQueryWithoutScopes", "resolveConnection"];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes that code reads or writes rows of a model.
    pub(in crate::laravel) fn note_model_use(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, call: Span) {
        if !EXPLORE || class.decl.is_abstract || class.name().is_empty() {
            return;
        }
        match models::connection_of(cx, class) {
            Connection::Unknown if models::is_stored_elsewhere(cx.program, class) => {
                let what = format!("table of the model `{}`", class.name());
                Self::gap(cx, class.decl.name_span, &what, "its rows are not in an SQL database");
            }
            Connection::Unknown => {}
            connection => {
                let answers = OWN_QUERIES.into_iter().any(|method| cx.program.method(class, method).is_some());
                let Some((table, span)) = models::table_of(cx, class) else { return };
                // What a class says itself is noted with the class.
                if answers || span != class.decl.name_span {
                    return;
                }
                let at = CallSite { call, name: span };
                Self::note_derived(cx, (&table, &connection), Operation::Model, at);
            }
        }
    }
    /// Forgets that a query reads the table of its model: it stands on another one now (`from()`).
    pub(in crate::laravel) fn forget_model_use(cx: &mut Interp<'a, Self>, id: HostId) {
        let uncertain = cx.uncertain;
        let Some(Thing::Query(query)) = cx.host.thing_mut(id).filter(|_| EXPLORE) else { return };
        if uncertain == query.uncertain
            && let Some(begun) = query.begun.take()
        {
            cx.host.found.tables.retain(|table| table.operation != Operation::Model || table.call != begun);
        }
    }
}
