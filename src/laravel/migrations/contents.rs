//! What tables hold while a replay runs. On a fresh database they are empty until a migration writes rows, so that what
//! migrations ask for rows is decided: `count() === 0`, `doesntExist()`, `first()`, `DB::select('select …')`.

use std::rc::Rc;
use std::sync::LazyLock;

use regex::Regex;

use crate::eval::{Args, Array, HostId, Interp, Object, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Thing};
use crate::schema::{Existence, Origin, TableKind};

/// `select … from t`, with what it selects and what follows the table.
static SELECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)^\s*select\s+(.+?)\s+from\s+[`"\[]?(\w+)[`"\]]?\s*(?:;\s*)?(?:(?:where|order\s+by|limit)\b(.*))?$"#)
        .expect("the pattern is a constant")
});
/// `count(*) as n`
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)^count\s*\(\s*(?:\*|\w+)\s*\)\s*(?:as\s+)?[`"]?(\w+)[`"]?$"#).expect("the pattern is a constant")
});
/// What may give rows that the table does not have.
static OTHERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(union|join|select|group)\b").expect("the pattern is a constant"));

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Keeps that a table may have rows from now on; that any may, where it is not known which.
    pub(in crate::laravel) fn may_have_rows(cx: &mut Interp<'a, Self>, table: Option<(&Connection, &str)>) {
        if EXPLORE {
            return;
        }
        let found = table.and_then(|(connection, name)| cx.host.schema_of(connection)?.table_mut(name));
        match found {
            Some(table) => {
                table.may_have_rows = true;
                table.rows.clear();
            }
            None => {
                cx.host.replay.rows_unknown = true;
                Self::forget_rows(cx);
            }
        }
    }

    /// Keeps nothing of the rows of any table: something that is not followed may have changed them.
    fn forget_rows(cx: &mut Interp<'a, Self>) {
        for schema in cx.host.database.connections.values_mut() {
            schema.tables.values_mut_where(|table| !table.rows.is_empty()).for_each(|table| table.rows.clear());
        }
    }

    /// The same of the tables that a statement of raw SQL writes rows into.
    pub(in crate::laravel) fn sql_writes_rows(cx: &mut Interp<'a, Self>, connection: &Connection, sql: &str, whole: bool) {
        let lower = sql.to_ascii_lowercase();
        if !whole || ["update", "delete", "truncate", "alter", "merge", "call"].iter().any(|word| lower.contains(word)) {
            Self::forget_rows(cx);
        }
        let writes = ["insert", "replace", "load data", "copy", "merge"].iter().any(|word| lower.contains(word))
            || (lower.contains("create") && lower.contains("select"));
        if !writes {
            return;
        }
        cx.host.replay.rows_unknown |= !whole;
        let Some(schema) = cx.host.schema_of(connection) else { return };
        for table in schema.tables.values_mut_where(|table| lower.contains(&table.name.to_ascii_lowercase())) {
            table.may_have_rows = true;
        }
    }

    /// A command of the console may write rows, unless it is known for something else.
    pub(in crate::laravel) fn command_writes_rows(cx: &mut Interp<'a, Self>, args: &Args<'a>) {
        const OTHER: [&str; 9] = ["cache", "config", "view", "route", "optimize", "migrate", "queue", "storage", "event"];
        let known = args.value(0).and_then(Value::as_str).is_some_and(|name| {
            let first = name.split([':', ' ']).next().unwrap_or_default();
            OTHER.contains(&first) && !name.contains("seed")
        });
        if !known && !args.items.iter().any(|arg| matches!(arg.value, Value::Null)) {
            Self::may_have_rows(cx, None);
        }
    }

    /// What a method of a query gives if the tables of the query are certainly empty.
    pub(in crate::laravel) fn of_no_rows(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        selects: bool,
    ) -> Option<Value<'a>> {
        if EXPLORE || !cx.host.replay.migrating {
            return None;
        }
        let empty = match &*method.to_ascii_lowercase() {
            "count" => Value::Int(0),
            "exists" if args.items.is_empty() => Value::Bool(false),
            "doesntexist" if args.items.is_empty() => Value::Bool(true),
            // An aggregate that is selected gives a row of nothing, too.
            "get" | "all" | "pluck" if !selects && names_only(args) => Value::Null,
            "first" if !selects && names_only(args) => Value::Null,
            "find" | "firstwhere" | "min" | "max" | "avg" | "average" => Value::Null,
            "value" if names_only(args) => Value::Null,
            "sum" => Value::Int(0),
            _ => return None,
        };
        let query = Self::query(cx, id)?;
        let known = !query.open && !query.escaped && query.has_from && !query.sources.is_empty() && query.outer.is_none();
        let (connection, sources) = (query.connection.clone(), query.sources.clone());
        if !known
            || !sources.iter().all(|source| source.table.as_ref().is_some_and(|table| Self::is_empty(cx, &connection, table)))
        {
            return None;
        }
        Some(match &*method.to_ascii_lowercase() {
            "get" | "all" | "pluck" => cx.host.make(Thing::Collection(Some(Rc::new(Array::default())), None)),
            _ => empty,
        })
    }

    /// The rows that a statement gives, as far as the schema and the migrations tell.
    pub(in crate::laravel) fn ask_rows(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
    ) -> Option<Value<'a>> {
        Self::ask_catalog(cx, connection, method, args).or_else(|| Self::select_of_no_rows(cx, connection, method, args))
    }

    /// What a `select` gives if the table is certainly empty.
    fn select_of_no_rows(cx: &mut Interp<'a, Self>, connection: &Connection, method: &str, args: &Args<'a>) -> Option<Value<'a>> {
        if EXPLORE || !cx.host.replay.migrating {
            return None;
        }
        let sql = Self::sql_of(cx, args)?;
        let select = SELECT.captures(&sql)?;
        let (selected, table) = (select.get(1)?.as_str().trim(), select.get(2)?.as_str());
        if OTHERS.is_match(selected) || select.get(3).is_some_and(|rest| OTHERS.is_match(rest.as_str())) {
            return None;
        }
        let prefix = cx.host.schema_of(connection)?.prefix.clone();
        let table = table.strip_prefix(prefix.as_str()).unwrap_or(table).to_owned();
        if !Self::is_empty(cx, connection, &table) {
            return None;
        }
        let lower = method.to_ascii_lowercase();
        let single = lower == "selectone";
        if selected.contains('(') {
            let name = COUNT.captures(selected)?.get(1)?.as_str();
            if lower == "scalar" {
                return Some(Value::Int(0));
            }
            let row = Object::new(None, true, None);
            row.set(name, Value::Int(0));
            let row = Value::Object(row);
            return Some(if single { row } else { Value::array(Array::list([row])) });
        }
        Some(if lower == "select" { Value::array(Array::default()) } else { Value::Null }).filter(|_| lower != "cursor")
    }

    /// Whether a table is there and has no rows, for certain.
    fn is_empty(cx: &mut Interp<'a, Self>, connection: &Connection, table: &str) -> bool {
        if cx.host.replay.rows_unknown {
            return false;
        }
        let Some(schema) = cx.host.schema_of(connection) else { return false };
        match schema.existence(table) {
            Existence::Exists(table) => {
                let own = table.origin == Origin::Project && table.kind == TableKind::Table;
                own && !table.may_have_rows && !table.conditional
            }
            _ => false,
        }
    }
}

/// Whether arguments are nothing but names that are written out.
fn names_only(args: &Args<'_>) -> bool {
    let is_name = |value: &Value<'_>| match value {
        Value::Str(text) => text.known().is_some_and(|name| !name.contains('(')),
        _ => false,
    };
    args.items.iter().all(|arg| match &arg.value {
        Value::Array(list) => list.is_complete() && list.entries.iter().all(|entry| is_name(&entry.value)),
        value => is_name(value),
    })
}
