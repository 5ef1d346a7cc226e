//! The keys of rows on their way into columns: what `$order->id`, `$order->getKey()` and `insertGetId()` give, and where it is
//! written: `insert(['order_id' => $id])`, `$line->order_id = $order->id`.

use crate::eval::{HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::query::writes::{Row, given, none_in};
use crate::laravel::support::naming;
use crate::php::program::ClassDecl;
use crate::references::{Given, GivenKey, TableUse, WrittenValue};
use crate::source::Span;

/// A key of a table, of which a row's value is given.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct RowKey {
    table: TableUse,
    column: String,
}

/// The key of a row that a value is, where it is one of one table alone.
pub(in crate::laravel) fn keys_in(value: &Value<'_>) -> Option<Why> {
    let mut keys = value.choices().iter().filter_map(|choice| match choice {
        Value::Unknown(why @ Why::Key(_)) => Some(*why),
        _ => None,
    });
    let first = keys.next()?;
    // Where it may also be a text that is put together, it is a number of another kind; and of several tables it is none's.
    let is_text = value.choices().iter().any(|choice| matches!(choice, Value::Str(text) if text.known().is_none()));
    (!is_text && keys.all(|key| key == first)).then_some(first)
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The key of an object of a model, if that is the property that is asked for; or another value that may be one.
    pub(in crate::laravel) fn key_property(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, property: &str) -> Option<Value<'a>> {
        if property == "id" || models::key_of(cx, class).as_deref() == Some(property) {
            return Some(Self::key_of_object(cx, class));
        }
        // `payments.payment_id` is no key of `payments`, whatever the column is called that gets it.
        let table = models::table_of(cx, class).map(|(table, _)| table).filter(|_| EXPLORE && property.ends_with("_id"))?;
        let is_its = property.strip_suffix("_id").is_some_and(|base| naming::plural(base).eq_ignore_ascii_case(&table));
        let table = Self::table_of_model(cx, class).filter(|_| is_its)?;
        Some(Value::Unknown(cx.host.row_key(table, property.to_owned())))
    }

    /// The key of an object of a model.
    pub(in crate::laravel) fn key_of_object(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Value<'a> {
        if !EXPLORE {
            return Value::Unknown(Why::Data);
        }
        if let Some(known) = cx.host.query.model_keys.get(&class.key()) {
            return Value::Unknown(*known);
        }
        let table = models::table_of(cx, class).and_then(|_| Self::table_of_model(cx, class));
        let why = match (table, models::key_of(cx, class)) {
            (Some(table), Some(column)) => cx.host.row_key(table, column),
            _ => Why::Data,
        };
        cx.host.query.model_keys.insert(class.key(), why);
        Value::Unknown(why)
    }

    /// What `insertGetId` gives: the value of `id`, unless it is told of another column.
    pub(in crate::laravel) fn key_of_insert(cx: &mut Interp<'a, Self>, id: HostId, column: Option<&Value<'a>>) -> Value<'a> {
        let column = column.filter(|column| !matches!(column, Value::Null));
        let column = column.map_or(Some("id".to_owned()), |column| column.as_str().map(|name| name.to_string()));
        match (Self::table_of_query(cx, id).filter(|_| EXPLORE), column) {
            (Some(table), Some(column)) => Value::Unknown(cx.host.row_key(table, column)),
            _ => Value::Unknown(Why::Data),
        }
    }

    fn row_key(&mut self, table: TableUse, column: String) -> Why {
        let same =
            |key: &RowKey| key.table.table == table.table && key.table.connection == table.connection && key.column == column;
        let position = self.query.row_keys.iter().position(same).unwrap_or_else(|| {
            self.query.row_keys.push(RowKey { table, column });
            self.query.row_keys.len() - 1
        });
        u32::try_from(position).map_or(Why::Data, Why::Key)
    }

    /// Notes the keys of rows that a row gets, and what is none.
    pub(in crate::laravel) fn give_all(&mut self, table: &TableUse, row: &Row) {
        for (column, number, sure) in &row.nones {
            self.give_none(table, column, (*number, *sure));
        }
        for (column, at, why) in &row.keys {
            self.give(table, column, *at, *why);
        }
    }

    /// Notes that a column gets a number which is no row's key.
    fn give_none(&mut self, table: &TableUse, column: &str, (number, sure): (i64, bool)) {
        if EXPLORE && !self.of_tests {
            let TableUse { connection, table, .. } = table;
            self.found.nones.insert((connection.clone(), table.clone(), column.to_owned(), number, sure));
        }
    }

    fn give(&mut self, table: &TableUse, column: &str, at: Span, why: Why) {
        let Why::Key(number) = why else { return };
        let Some(key) = usize::try_from(number).ok().and_then(|number| self.query.row_keys.get(number)) else { return };
        let (target, key) = (key.table.clone(), key.column.clone());
        self.found.given_keys.push(GivenKey { table: table.clone(), column: column.to_owned(), target, key, at });
    }

    /// `$line->order_id = $order->id`
    pub(in crate::laravel) fn assigned_attribute(
        cx: &mut Interp<'a, Self>,
        object: &Value<'a>,
        name: &str,
        value: &Value<'a>,
        at: Span,
    ) {
        // What was found may also be null.
        let mut objects = object.choices().iter().filter_map(|choice| match choice {
            Value::Object(object) => Some((object, object.class?)),
            _ => None,
        });
        let found = objects.next().filter(|(_, class)| EXPLORE && models::is_model(cx.program, *class));
        let (Some((held, class)), None) = (found, objects.next()) else { return };
        Self::assigned_column(cx, (held, class), name, at);
        let key = keys_in(value);
        let (values, none) = (given(value), none_in(value));
        if (key.is_none() && values.is_empty() && none.is_none()) || cx.program.property(class, name).is_some() {
            return;
        }
        let Some(table) = Self::table_of_model(cx, class) else { return };
        if let Some(why) = key {
            cx.host.give(&table, name, at, why);
        }
        if let Some(none) = none {
            cx.host.give_none(&table, name, none);
        }
        Self::assigned_values(cx, class, (&table, name), values, at);
    }

    /// Notes what is assigned to an attribute of a model that the function saves.
    fn assigned_values(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        (table, name): (&TableUse, &str),
        values: Vec<Given>,
        at: Span,
    ) {
        let known = Self::attributes_of(cx, class);
        // What a view is given need not fit the table.
        if values.is_empty() || !known.is_kept(name) || !Self::saves_here(cx) {
            return;
        }
        let Some(text) = cx.function().map(|function| cx.program.sources().slice(function.span)) else { return };
        // Of several values that are assigned, the last one may be another.
        let once = text.matches(&format!("->{name} =")).count() == 1;
        let fills = Self::filled_by_itself(cx, class).filter(|fills| once && !fills.contains(&name.to_ascii_lowercase()));
        for value in values {
            let is_null = matches!(value, Given::Null);
            if !is_null || (fills.is_some() && known.is_stored_as_is(name)) {
                let (table, column) = (table.clone(), name.to_owned());
                cx.host.found.values.push(WrittenValue { named: at, table, column, value, is_default: false });
            }
        }
    }

    /// Whether the current function saves something.
    pub(in crate::laravel) fn saves_here(cx: &Interp<'a, Self>) -> bool {
        const SAVING: [&str; 4] = ["->save", "->push(", "->update(", "->saveMany("];
        let text = cx.function().map(|function| cx.program.sources().slice(function.span));
        text.is_some_and(|text| SAVING.iter().any(|call| text.contains(call)))
    }
}
