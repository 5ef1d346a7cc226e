//! Tables and columns in validation rules: `exists:users,email` and `unique:users,email` in any string of the code, and
//! `Rule::exists()`, `Rule::unique()`.
//!
//! A string of this form means the same wherever it stands (an array of rules, a form request's, a property that Livewire
//! reads, an attribute), so that the strings are looked at and not the ways they take.
//!
//! Source: `Illuminate/Validation/Concerns/ValidatesAttributes.php`, `validateExists`, `validateUnique`, `parseTable`.

mod rule_strings;
mod validated;

use std::rc::Rc;

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Connection, Query, QueryKind, Source, Thing};
use crate::references::{InputRule, Misplaced, Misplacement, Operation, Seeking, TableUse};
use crate::source::{FileId, Span};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A static method of `Rule` or `Validator`.
    pub(in crate::laravel) fn call_validation(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "exists" | "unique" => Self::database_rule(cx, args, at),
            "make" if EXPLORE => Self::make_validator(cx, args, at),
            "validate" => Self::validate_with(cx, args.value(1), at),
            rule if EXPLORE => Self::listing_rule(cx, rule, args),
            _ => None,
        }
    }

    /// `Rule::exists('users', 'email')`, `Rule::unique(User::class)`: a query that takes more conditions.
    pub(in crate::laravel) fn database_rule(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let table = args.value(0)?.clone();
        let query = match models::class_of_value(cx, &table).filter(|class| models::is_model(cx.program, *class)) {
            Some(model) => Query { kind: QueryKind::Base, model: None, aliases: Vec::new(), ..Self::new_model_query(cx, model) },
            // A class that is not here may be a model of a package.
            None if table.as_str().is_some_and(|name| name.contains('\\')) => {
                Self::gap(cx, at.call, "table of a rule", "its model is not part of the project");
                Query { open: true, has_from: true, ..Query::default() }
            }
            None => {
                let (connection, table) = match table.as_text().and_then(|text| split_connection(text)) {
                    Some((connection, rest)) => (Connection::Named(connection), Value::Str(Rc::new(rest))),
                    None => (Connection::Default, table),
                };
                let found = Self::note_tables(cx, &table, &connection, Operation::Validate, at, "table of a rule");
                let open = found.is_empty();
                let sources = found.into_iter().map(|(name, span)| Source { table: Some(name.table), alias: name.alias, span });
                let sources: Vec<Source> = sources.collect();
                // Of several names one is meant at a time.
                Query { connection, may_join: sources.len() > 1, sources, open, has_from: true, ..Query::default() }
            }
        };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        if let Some(column) = args.find(1, "column").map(|arg| arg.value.clone()) {
            Self::column(cx, id, &column, Deed::Where, at);
        }
        Some(Value::Host(id))
    }

    /// Notes what the rules in a file's strings name.
    pub(crate) fn survey_rules(cx: &mut Interp<'a, Self>, file: FileId) {
        let written = rule_strings::of(cx.program, file);
        for (text, span, attribute) in written.strings {
            let text = Text::decoded(&text, cx.program.sources().slice(span), span);
            let Some(known) = text.known() else { continue };
            let mut start = 0;
            for rule in known.split('|') {
                let at = start + (rule.len() - rule.trim_start().len());
                start += rule.len() + 1;
                let rest = &known[at..at + rule.trim_start().len()];
                let Some(name) = ["exists:", "unique:"].into_iter().find(|name| rest.starts_with(name)) else { continue };
                let range = at + name.len()..at + rest.len();
                Self::survey_rule(cx, &text, range, (name == "unique:", attribute.as_ref()), span);
            }
        }
        for (table, attribute, span) in written.objects {
            let table = cx.eval(table);
            let at = CallSite { call: span, name: span };
            if let Some(Value::Host(id)) = Self::database_rule(cx, &Args::of(vec![table], span), at) {
                Self::guessed_column(cx, id, &attribute, at);
            }
        }
        for unique in written.uniques {
            let table = cx.eval(unique.table);
            let at = CallSite { call: unique.span, name: unique.span };
            if let Some(Value::Host(id)) = Self::database_rule(cx, &Args::of(vec![table], unique.span), at)
                && let Some(table) = Self::table_of_query(cx, id)
            {
                cx.host.note_sought_among(Seeking::Rule, &table, Some((unique.columns, unique.nulls)), unique.span);
            }
        }
        cx.host.settle();
        cx.host.forget();
    }

    /// Where a rule names no column, it is the one of the attribute's name (`guessColumnForQuery`).
    fn guessed_column(cx: &mut Interp<'a, Self>, id: HostId, attribute: &rule_strings::Attribute, at: CallSite) {
        let (name, span) = attribute;
        let source = cx.program.sources().slice(*span);
        let text = Text::decoded(name, source, *span);
        let column = match name.rfind('.') {
            // Of `users.*.email` the last part, as long as it is no number.
            Some(dot) if name.contains('*') => text.slice(dot + 1, name.len()),
            Some(_) => None,
            None => Some(text),
        };
        let is_name = |column: &Text| column.known().is_some_and(|name| !name.contains('*') && name.parse::<u32>().is_err());
        if let Some(column) = column.filter(is_name) {
            Self::column(cx, id, &Value::Str(Rc::new(column)), Deed::Where, at);
        }
    }

    fn survey_rule(
        cx: &mut Interp<'a, Self>,
        text: &Text,
        range: std::ops::Range<usize>,
        (unique, attribute): (bool, Option<&rule_strings::Attribute>),
        span: Span,
    ) {
        let Some(whole) = text.known() else { return };
        let mut parameters: Vec<Text> = Vec::new();
        let mut start = range.start;
        for parameter in whole[range.clone()].split(',') {
            let blank = parameter.len() - parameter.trim_start().len();
            let trimmed = parameter.trim();
            parameters.extend(text.slice(start + blank, start + blank + trimmed.len()));
            start += parameter.len() + 1;
        }
        let plain = |text: &Text| {
            text.known().is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_.\\-".contains(c)))
        };
        let Some((table, columns)) = parameters.split_first().filter(|(table, _)| plain(table)) else { return };
        let at = CallSite { call: span, name: span };
        let class = table.known().filter(|name| name.contains('\\'));
        if class.is_none() && table.known().is_some_and(|name| name.contains(['\\', '-'])) {
            return;
        }
        let mut args = vec![match class {
            Some(name) => match cx.program.class(name.trim_start_matches('\\')) {
                Some(class) => Value::Str(Rc::new(Text::class(class.name(), None))),
                None => return,
            },
            None => Value::Str(Rc::new(table.clone())),
        }];
        args.push(Value::Null);
        let Some(Value::Host(id)) = Self::database_rule(cx, &Args::of(args, span), at) else { return };
        if let Some((name, _)) = attribute.filter(|_| !unique)
            && let Some(place) = columns.first().and_then(|column| column.place(0, column.known()?.len()))
        {
            let attribute = name.rsplit(['.', '*']).next().unwrap_or_default().to_owned();
            cx.host.found.inputs.push(InputRule { attribute, column: place.0 });
        }
        // What follows in a string that goes on is not known.
        if let Some(attribute) = attribute.filter(|_| columns.is_empty() && !whole[..range.end].ends_with(',')) {
            Self::guessed_column(cx, id, attribute, at);
        }
        if let (true, [_, ignored, _, ..]) = (unique, columns)
            && let Some(name) = ignored.known().filter(|name| plain(ignored) && name.parse::<f64>().is_err())
            && let Some(Thing::Query(query)) = cx.host.thing(id)
            && let Some(used) = query.sources.first().and_then(|source| source.used_on(&query.connection))
        {
            let place = ignored.place(0, name.len()).map_or(span, |(span, _)| span);
            let TableUse { connection, table, .. } = used;
            let why = Misplacement::LeftOut;
            let (name, joined) = (name.to_string(), Vec::new());
            cx.host.found.misplaced.push(Misplaced { why, name, span: place, connection, table, joined });
        }
        if unique && let Some(table) = Self::table_of_query(cx, id) {
            let sought = match columns.first() {
                Some(column) => sought_by(column, columns.get(3..).unwrap_or_default()),
                None => {
                    attribute.map(|(name, _)| (vec![name.rsplit(['.', '*']).next().unwrap_or_default().to_owned()], Vec::new()))
                }
            };
            let is_whole = !whole[..range.end].ends_with(',');
            cx.host.note_sought_among(Seeking::Rule, &table, sought.filter(|_| is_whole), span);
        }
        // `unique:table,column,ignored,its column,where column,value`, `exists:table,column,where column,value`
        let (id_column, first) = if unique { (Some(2), 3) } else { (None, 1) };
        for (position, column) in columns.iter().enumerate() {
            let names = position == 0 || id_column == Some(position) || (position >= first && (position - first) % 2 == 0);
            let null = column.known().is_some_and(|name| name.eq_ignore_ascii_case("null"));
            if names && !null && plain(column) {
                Self::column(cx, id, &Value::Str(Rc::new(column.clone())), Deed::Where, at);
            }
        }
    }
}

/// What `unique:table,column,ignored,its column,where column,value…` looks for rows by, and which columns have to be NULL there.
fn sought_by(column: &Text, conditions: &[Text]) -> Option<(Vec<String>, Vec<String>)> {
    let (mut columns, mut nulls) = (vec![column.known()?.to_string()], Vec::new());
    for condition in conditions.chunks(2) {
        let name = condition.first()?.known()?.to_string();
        match condition.get(1).and_then(Text::known).as_deref() {
            Some(value) if value.eq_ignore_ascii_case("null") => nulls.push(name),
            // Among the rows that have some value or another, an index of the columns alone would ask for more.
            Some(value) if value.eq_ignore_ascii_case("not_null") => return None,
            _ => columns.push(name),
        }
    }
    Some((columns, nulls))
}

/// `connection.table`
fn split_connection(text: &Text) -> Option<(Rc<str>, Text)> {
    let known = text.known()?;
    let dot = known.find('.')?;
    Some((Rc::from(&known[..dot]), text.slice(dot + 1, known.len())?))
}
