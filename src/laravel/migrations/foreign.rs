//! What looks like DDL on classes that nobody knows, and views.

use crate::eval::{Args, CallSite, Callable, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::php::ast::Type;
use crate::references::{GapKind, LocalTable, Operation};
use crate::schema::{Change, TableKind};

/// Methods of logs and consoles, whatever they are told of tables.
const FOR_PEOPLE: [&str; 14] = [
    "emergency",
    "alert",
    "critical",
    "error",
    "warning",
    "warn",
    "notice",
    "info",
    "debug",
    "log",
    "line",
    "comment",
    "write",
    "writeln",
];

/// Why a statement of a migration could not be replayed.
pub(crate) const UNKNOWN_CLASS: &str = "it changes the schema through an unknown class";

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `createView('name', …)` of packages' schema builders: its columns are those of a query.
    pub(super) fn make_view(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let Some(value) = args.find(0, "name").map(|arg| arg.value.clone()) else { return Value::Null };
        for (name, span) in Self::note_tables(cx, &value, connection, Operation::SchemaCreate, at, "name of a view") {
            if EXPLORE {
                let table = name.table.to_string();
                cx.host.found.local_tables.push(LocalTable { table, ..LocalTable::unknown(connection.named(), (span, at.call)) });
                continue;
            }
            let conditional = cx.uncertain > 0;
            let Some(schema) = cx.host.schema_of(connection) else { continue };
            schema.create_table(&name.table, TableKind::View, Change { at: span, conditional });
            if let Some(view) = schema.table_mut(&name.table) {
                view.open_at = Some(at.call);
            }
        }
        Value::Null
    }

    /// A call of something that is not known, in a migration. If it looks like one that changes the schema, that is noted, and
    /// the table that it names may be there, with any columns; if it names none, any table may.
    pub(in crate::laravel) fn foreign_ddl(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if EXPLORE || !cx.host.replay.migrating || FOR_PEOPLE.iter().any(|word| method.eq_ignore_ascii_case(word)) {
            return None;
        }
        if Self::is_ddl(cx, args) && args.value(0).is_some_and(|sql| sql.as_str().is_some_and(|sql| sql.trim().contains(' '))) {
            cx.uncertain += 1;
            Self::run_sql(cx, &Connection::Default, args, at);
            cx.uncertain -= 1;
            Self::not_replayed(cx, method, at);
            return Some(Value::Unknown(crate::eval::Why::Foreign));
        }
        if !args.items.iter().any(|arg| asks_for_blueprint(&arg.value)) {
            return None;
        }
        Self::not_replayed(cx, method, at);
        let name = args.value(0).and_then(Value::as_str);
        let schema = cx.host.schema_of(&Connection::Default)?;
        match name {
            Some(name) => {
                if schema.table(&name).is_none() {
                    schema.create_table(&name, TableKind::Table, Change { at: at.call, conditional: true });
                }
                if let Some(table) = schema.table_mut(&name) {
                    table.open_at.get_or_insert(at.call);
                }
            }
            None => schema.create_unknown(at.call, (String::new(), String::new())),
        }
        None
    }

    fn not_replayed(cx: &mut Interp<'a, Self>, method: &str, at: CallSite) {
        let what = format!("{method}() in a migration");
        let gap = crate::references::Gap {
            span: at.call,
            what,
            reason: UNKNOWN_CLASS.to_owned(),
            kind: GapKind::Other,
            is_named: false,
        };
        cx.host.found.gaps.push(gap);
    }
}

/// Whether a value is a closure that takes a Blueprint.
fn asks_for_blueprint(value: &Value<'_>) -> bool {
    let Value::Closure(closure) = value else { return false };
    let Callable::Literal(literal) = &closure.callable else { return false };
    let ty = literal.params.first().and_then(|param| param.ty.as_ref());
    matches!(ty, Some(Type::Named(name)) if name.resolved.ends_with("Blueprint"))
}
