//! Rows that queries write: `insert([...])`, `update([...])` and their like.

use crate::catalog::laravel::{Deed, QueryMethod, Role};
use crate::eval::{Args, Array, CallSite, HostId, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Query, QueryKind, Thing};
use crate::laravel::query::keys::keys_in;
use crate::references::{Given, Misplaced, Misplacement, Operation, RowWrite, Seeking, Sought, TableUse, WrittenValue};
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes what a call writes.
    pub(in crate::laravel) fn write(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        known: &QueryMethod,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) {
        let operation = match known.operation {
            Deed::Insert => Operation::Insert,
            Deed::Update => Operation::Update,
            Deed::Upsert => Operation::Upsert,
            Deed::Delete => Operation::Delete,
            _ => return,
        };
        let Some(table) = Self::table_of_query(cx, id) else { return };
        // What an unknown method did to the query may have joined the table that is updated.
        if operation == Operation::Update
            && matches!(cx.host.thing(id), Some(Thing::Query(query)) if query.open || query.escaped || query.sources.len() > 1)
        {
            return;
        }
        if operation == Operation::Upsert {
            let columns = args.find(1, "uniqueBy").and_then(|arg| names_in(&arg.value));
            cx.host.note_sought(Seeking::Upsert, &table, columns, at.name);
        } else if method.eq_ignore_ascii_case("updateOrInsert") {
            let columns = args.find(0, "attributes").and_then(|arg| keys_of(&arg.value));
            cx.host.note_sought(Seeking::FirstOrCreate, &table, columns, at.name);
        }
        let mut rows: Vec<Row> = Vec::new();
        for (position, role) in known.args.iter().enumerate() {
            let Some(value) = args.value(position) else { continue };
            match role {
                Role::Row => rows.extend(rows_of(value)),
                Role::Rows => {
                    let mut inserted = inserted_rows(value);
                    Self::odd_rows(cx, &table, &mut inserted, at);
                    let others = |(number, row): (usize, Row)| Row { complete: row.complete && number == 0, ..row };
                    rows.extend(inserted.into_iter().enumerate().map(others));
                }
                _ => {}
            }
        }
        if method.eq_ignore_ascii_case("updateOrInsert") {
            // Both arrays make the one row that is inserted.
            let both = rows.iter().fold(Row { complete: true, ..Row::unknown() }, |mut whole, row| {
                whole.columns.extend(row.columns.iter().cloned());
                whole.keys.extend(row.keys.iter().cloned());
                whole.values.extend(row.values.iter().cloned());
                whole.nones.extend(row.nones.iter().cloned());
                whole.complete &= row.complete;
                whole
            });
            rows = vec![both];
        }
        if rows.is_empty() {
            rows.push(Row::unknown());
        }
        let writes_row = known.args.iter().any(|role| matches!(role, Role::Row | Role::Rows));
        if writes_row && rows.iter().all(|row| row.columns.is_empty()) {
            Self::column_gap(cx, at.call, format!("columns of {method}()"), "the row is not known");
        }
        let context = Self::context(cx);
        // A model that is not here may give its columns values by itself.
        let is_foreign = Self::query(cx, id).is_some_and(|query| query.kind == QueryKind::Eloquent && query.model.is_none());
        for row in &mut rows {
            let all = row.columns.len();
            row.columns.retain(|(_, span)| !Self::is_borrowed(cx, Some(*span), false));
            row.complete &= row.columns.len() == all && !is_foreign;
        }
        for row in rows {
            cx.host.give_all(&table, &row);
            cx.host.note_values(&table, &row, |_, _| true);
            cx.host.found.rows.push(RowWrite {
                table: table.clone(),
                operation,
                columns: row.columns,
                complete: row.complete,
                filled: Vec::new(),
                fillable: None,
                rules: row.inputs.clone(),
                replaced: row.replaced.clone(),
                call: at.name,
                context: context.clone(),
            });
        }
    }

    /// Notes rows that have other names than the first one, whose names count for all: each row is sorted by its names, and then
    /// its values stand in the places of the first one's (`Query/Builder.php`, `insert`; `Query/Grammars/Grammar.php`,
    /// `compileInsert`).
    fn odd_rows(cx: &mut Interp<'a, Self>, table: &TableUse, rows: &mut [Row], at: CallSite) {
        // Rows that are put together elsewhere may get the same keys in the end.
        let is_here = |row: &Row| row.columns.iter().all(|(_, span)| at.call.contains(*span));
        if !EXPLORE || !rows.iter().all(|row| row.complete && is_here(row)) {
            return;
        }
        let Some((first, others)) = rows.split_first_mut() else { return };
        let has = |row: &Row, name: &str| row.columns.iter().any(|(other, _)| other == name);
        let literal = |span: Span, name: &str| cx.program.sources().slice(span) == name;
        let mut odd = Vec::new();
        for row in others {
            let fits = row.columns.len() == first.columns.len();
            let more = row.columns.iter().find(|(name, _)| !has(first, name)).cloned();
            let less = || first.columns.iter().find(|(name, _)| !has(row, name)).map(|(name, _)| name.clone());
            let place = row.columns.first().map(|(name, span)| (name.clone(), *span));
            match (more, less()) {
                (Some((name, span)), _) if literal(span, &name) => odd.push((Misplacement::InLaterRow { fits }, name, span)),
                (None, Some(name)) => {
                    let place = place.filter(|(spelled, span)| literal(*span, spelled));
                    odd.extend(place.map(|(_, span)| (Misplacement::NotInLaterRow, name, span)));
                }
                _ => {}
            }
            row.columns.retain(|(name, _)| has(first, name));
        }
        for (why, name, span) in odd {
            let (connection, table) = (table.connection.clone(), table.table.clone());
            cx.host.found.misplaced.push(Misplaced { why, name, span, connection, table, joined: Vec::new() });
        }
    }

    /// Notes by which columns rows are taken to be the only ones, if these are known.
    pub(in crate::laravel) fn note_sought(&mut self, how: Seeking, table: &TableUse, columns: Option<Vec<String>>, at: Span) {
        self.note_sought_among(how, table, columns.map(|columns| (columns, Vec::new())), at);
    }

    /// Notes the same of rows that count only where other columns are NULL.
    pub(in crate::laravel) fn note_sought_among(
        &mut self,
        how: Seeking,
        table: &TableUse,
        columns: Option<(Vec<String>, Vec<String>)>,
        at: Span,
    ) {
        if let Some((mut columns, mut nulls)) = columns.filter(|(columns, _)| EXPLORE && !columns.is_empty()) {
            for names in [&mut columns, &mut nulls] {
                names.sort();
                names.dedup();
            }
            self.found.sought.push(Sought { at, how, table: table.clone(), columns, nulls });
        }
    }

    /// Notes the values of a row that are written out, of the columns that are wanted.
    pub(in crate::laravel) fn note_values(&mut self, table: &TableUse, row: &Row, wanted: impl Fn(&str, &Given) -> bool) {
        if !EXPLORE {
            return;
        }
        for (column, value, named) in row.values.iter().filter(|(column, value, _)| wanted(column, value)) {
            let (named, table, column, value) = (*named, table.clone(), column.clone(), value.clone());
            self.found.values.push(WrittenValue { named, table, column, value, is_default: false });
        }
    }

    /// The one table that a query writes to.
    pub(in crate::laravel) fn table_of_query(cx: &Interp<'a, Self>, id: HostId) -> Option<TableUse> {
        let Some(Thing::Query(query)) = cx.host.thing(id) else { return None };
        let query: &Query<'a> = query;
        query.sources.first().filter(|_| query.has_from)?.used_on(&query.connection)
    }
}

/// A row: its columns with their places, and whether that is all of it.
pub(in crate::laravel) struct Row {
    pub(in crate::laravel) columns: Vec<(String, Span)>,
    pub(in crate::laravel) complete: bool,
    /// What it gives to columns, where that is the key of a row.
    pub(in crate::laravel) keys: Vec<(String, Span, Why)>,
    /// What it gives to columns, where that is written out: the column, the value, and where the column is named.
    pub(in crate::laravel) values: Vec<(String, Given, Span)>,
    /// The columns to which it gives a number that is no row's key.
    pub(in crate::laravel) nones: Vec<(String, i64, bool)>,
    /// Where the names stand that it has from the rules of a validation.
    pub(in crate::laravel) inputs: Vec<Span>,
    /// Where the names stand whose values may be replaced by others that are not known.
    pub(in crate::laravel) replaced: Vec<Span>,
}

impl Row {
    fn unknown() -> Self {
        let (columns, keys, values) = (Vec::new(), Vec::new(), Vec::new());
        Row { columns, complete: false, keys, values, nones: Vec::new(), inputs: Vec::new(), replaced: Vec::new() }
    }
}

/// The rows that a value gives: one, or a list of them.
pub(in crate::laravel) fn rows_of(value: &Value<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    // What is put into an array from elsewhere on one of two ways may be there only because the array had it.
    let unsure = value.choices().iter().any(Value::is_unknown);
    for choice in value.choices() {
        let Value::Array(array) = choice else {
            rows.push(Row::unknown());
            continue;
        };
        if unsure && array.open {
            rows.push(Row::unknown());
            continue;
        }
        let is_list_of_rows = array.entries.iter().any(|entry| matches!(entry.key, Key::Int(_)));
        if !is_list_of_rows {
            rows.push(row_of(array));
            continue;
        }
        for entry in &array.entries {
            rows.extend(rows_of(&entry.value));
        }
    }
    rows
}

/// The rows that an insert gets: as many as there are elements, whatever their keys, where the first one is an array
/// (`Illuminate/Database/Query/Builder.php`, `insert`).
pub(in crate::laravel) fn inserted_rows(value: &Value<'_>) -> Vec<Row> {
    match value {
        Value::Array(list) if list.entries.first().is_some_and(|first| matches!(first.value, Value::Array(_))) => {
            list.entries.iter().flat_map(|entry| rows_of(&entry.value)).collect()
        }
        value => rows_of(value),
    }
}

/// The strings of a list, or the one string, if all are known.
fn names_in(value: &Value<'_>) -> Option<Vec<String>> {
    match value {
        Value::Str(text) => Some(vec![text.known()?.to_string()]),
        Value::Array(list) if list.is_complete() => {
            list.entries.iter().map(|entry| Some(entry.value.as_str()?.to_string())).collect()
        }
        _ => None,
    }
}

/// The keys of an array, if all are known.
pub(in crate::laravel) fn keys_of(value: &Value<'_>) -> Option<Vec<String>> {
    let Value::Array(list) = value else { return None };
    let name = |key: &Key| match key {
        Key::Str(name) => Some(name.to_string()),
        Key::Int(_) => None,
    };
    list.entries.iter().map(|entry| name(&entry.key)).collect::<Option<Vec<_>>>().filter(|_| list.is_complete())
}

fn row_of(array: &Array<'_>) -> Row {
    let (mut columns, mut keys, mut values, mut inputs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut nones, mut replaced) = (Vec::new(), Vec::new());
    let mut complete = array.is_complete();
    for entry in &array.entries {
        // What is put into an array from elsewhere under a condition may be there only because the array had it.
        let replaces = array.open && entry.maybe;
        let (Key::Str(name), Some(text), false) = (&entry.key, &entry.key_text, replaces) else {
            complete = false;
            continue;
        };
        match text.place(0, name.len()) {
            Some((span, _)) => {
                columns.push((name.to_string(), span));
                let is_input = |value: &Value<'_>| matches!(value, Value::Unknown(Why::Input));
                inputs.extend(entry.value.choices().iter().any(is_input).then_some(span));
                replaced.extend(entry.replaceable.then_some(span));
                keys.extend(keys_in(&entry.value).map(|why| (name.to_string(), span, why)));
                nones.extend(none_in(&entry.value).map(|(number, sure)| (name.to_string(), number, sure)));
                let written = if entry.replaceable { Vec::new() } else { given(&entry.value) };
                values.extend(written.into_iter().map(|value| (name.to_string(), value, span)));
            }
            None => complete = false,
        }
    }
    // An empty array is one that is filled elsewhere.
    complete &= !columns.is_empty();
    Row { columns, complete, keys, values, nones, inputs, replaced }
}

/// A number below 1 that a value may be, in digits or not, and whether it is meant to get there: keys are counted from 1, and a
/// variable that begins as 0 may have another value in time.
pub(in crate::laravel) fn none_in(value: &Value<'_>) -> Option<(i64, bool)> {
    let choices = value.choices();
    choices.iter().find_map(|choice| {
        let number: i64 = match choice {
            Value::Int(number) => *number,
            Value::Str(text) => text.known()?.parse().ok()?,
            _ => return None,
        };
        (number < 1).then_some((number, number < 0 || choices.len() == 1))
    })
}

/// What a value, or each of several possible ones, gives a column.
pub(in crate::laravel) fn given(value: &Value<'_>) -> Vec<Given> {
    let choices = value.choices();
    // Where nothing but the name of the column has a place, it has to be the one value that is written there.
    let only = choices.len() == 1;
    choices.iter().filter_map(|choice| given_by(choice, only)).collect()
}

fn given_by(value: &Value<'_>, only: bool) -> Option<Given> {
    match value {
        Value::Str(text) => {
            let known = text.known()?;
            let (at, literal) = text.place(0, known.len())?;
            literal.then(|| Given::Text(known.to_string(), at))
        }
        Value::Null if only => Some(Given::Null),
        Value::Int(number) if only => Some(Given::Number(number.to_string())),
        Value::Object(object) if only => {
            let case = object.case.as_ref()?;
            let stored = match object.get("value")? {
                Value::Str(text) => text.known()?.to_string(),
                Value::Int(number) => number.to_string(),
                _ => return None,
            };
            Some(Given::Case(case.to_string(), stored))
        }
        _ => None,
    }
}
