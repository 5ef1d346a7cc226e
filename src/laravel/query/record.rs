//! Writing down what a survey finds, with what the code around it makes sure of, or hides.

use std::sync::Arc;

use crate::eval::{CallSite, Interp, OTHERWISE, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, TableName};
use crate::laravel::query::silence;
use crate::references::{Context, Gap, GapKind, Operation, TableReference};
use crate::schema::{Existence, Incident, IncidentKind};
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What the code around the current place makes sure of, or hides.
    pub(in crate::laravel) fn context(cx: &Interp<'a, Self>) -> Context {
        let mut guards: Vec<(String, Option<String>)> = cx
            .guards
            .iter()
            .filter_map(|&number| {
                let probe = cx.host.replay.probes.get((number & !OTHERWISE) as usize)?;
                // `!column`: the code is for tables without it.
                let column = probe.column.as_ref();
                match number & OTHERWISE {
                    0 => Some((probe.table.clone(), column.cloned())),
                    _ => Some((probe.table.clone(), Some(format!("!{}", column?)))),
                }
            })
            .collect();
        guards.sort();
        guards.dedup();
        let mut swallowed = Vec::new();
        let mut handled = false;
        for around in cx.tries.iter().rev() {
            let Some(catch) = around.catches.iter().find(|catch| silence::catches_database_errors(catch)) else { continue };
            let is_asked_for = || cx.function().is_some_and(silence::gives_nothing_instead);
            if silence::is_silent(cx.program, catch, cx.scope()) && !is_asked_for() {
                swallowed.push(catch.span);
            } else {
                handled = true;
            }
            // What the innermost handler does not pass on never reaches the ones around it.
            break;
        }
        Context {
            function: cx.function().map(|function| function.span),
            guards: Arc::from(guards),
            swallowed_by: Arc::from(swallowed),
            handled,
            of_tests: cx.host.of_tests,
        }
    }

    /// Notes something that could not be understood.
    pub(in crate::laravel) fn gap(cx: &mut Interp<'a, Self>, span: Span, what: &str, reason: &str) {
        if reason == Why::Parameter.as_str() && Self::is_signed_here(cx) {
            return;
        }
        let gap = Gap { span, what: what.to_owned(), reason: reason.to_owned(), kind: GapKind::Table, is_named: false };
        cx.host.found.gaps.push(gap);
    }

    /// Notes a column that could not be understood.
    pub(in crate::laravel) fn column_gap(cx: &mut Interp<'a, Self>, span: Span, what: String, reason: &str) {
        if EXPLORE {
            cx.host.found.gaps.push(Gap { span, what, reason: reason.to_owned(), kind: GapKind::Column, is_named: false });
        }
    }

    /// Notes every table that a value names; what is not known becomes a gap. Gives the names.
    pub(in crate::laravel) fn note_tables(
        cx: &mut Interp<'a, Self>,
        value: &Value<'a>,
        connection: &Connection,
        operation: Operation,
        at: CallSite,
        what: &str,
    ) -> Vec<(TableName, Span)> {
        let mut names = Vec::new();
        for choice in value.choices() {
            let enum_value = match choice {
                Value::Object(object) if object.case.is_some() => object.get("value"),
                _ => None,
            };
            let text = match enum_value.as_ref().unwrap_or(choice) {
                Value::Str(text) => text,
                other => {
                    let reason = crate::laravel::migrations::blueprint::reason_of(other).unwrap_or("it is not a string");
                    Self::gap(cx, at.call, what, reason);
                    continue;
                }
            };
            match Self::note_table(cx, text, connection, operation, at) {
                Some(found) => names.push(found),
                None => {
                    let reason = text.why().map_or("it is empty", crate::eval::Why::as_str);
                    Self::gap(cx, at.call, what, reason);
                }
            }
        }
        names
    }

    /// Notes a table that no text at the place spells: convention gives it, or what a package does by itself.
    pub(in crate::laravel) fn note_derived(
        cx: &mut Interp<'a, Self>,
        (table, connection): (&str, &Connection),
        operation: Operation,
        at: CallSite,
    ) {
        let context = Self::context(cx);
        cx.host.found.tables.push(TableReference {
            table: table.to_owned(),
            connection: connection.named(),
            operation,
            span: at.name,
            literal: false,
            declared: false,
            call: at.call,
            context,
        });
    }

    /// Notes the table that a string names.
    pub(in crate::laravel) fn note_table(
        cx: &mut Interp<'a, Self>,
        text: &Text,
        connection: &Connection,
        operation: Operation,
        at: CallSite,
    ) -> Option<(TableName, Span)> {
        let mut name = TableName::parse(text)?;
        let elsewhere = cx.host.locate(connection, &mut name);
        let spelled = elsewhere.as_ref().map_or(name.table.len(), |(_, table)| table.len());
        let (span, literal) = text.place(name.range.end - spelled, name.range.end).unwrap_or((at.call, false));
        let known = match connection {
            Connection::Default => None,
            Connection::Named(name) => Some(name.to_string()),
            // On a connection that is not known nothing can be said of the table.
            Connection::Unknown if EXPLORE => return Some((name, span)),
            Connection::Unknown => None,
        };
        if !EXPLORE {
            Self::judge_mention(cx, &name, connection, operation, span);
        }
        let context = Self::context(cx);
        let (known, table) = elsewhere.map_or((known, name.table.to_string()), |(other, table)| (Some(other), table));
        let (connection, declared, call) = (known, cx.host.is_declared(span), at.call);
        let found = TableReference { table, connection, operation, span, literal, declared, call, context };
        cx.host.found.tables.push(found);
        Some((name, span))
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Takes what is understood anyway off a name: the schema or the database that the connection looks in. Gives the
    /// connection and the table's name there, if it is the database of another one that is spelled out.
    pub(in crate::laravel) fn locate(&self, connection: &Connection, name: &mut TableName) -> Option<(String, String)> {
        let own = self.connection_name(connection)?;
        let bare = self.settings.bare(own, &name.table);
        if bare.len() < name.table.len() {
            name.range.start += name.table.len() - bare.len();
            name.table = std::rc::Rc::from(bare);
        }
        let (other, table) = self.settings.elsewhere(own, &name.table)?;
        Some((other.to_owned(), table.to_owned()))
    }

    /// A table's name without the schema or database that the connection looks in.
    pub(in crate::laravel) fn bare<'t>(&self, connection: &Connection, table: &'t str) -> &'t str {
        self.connection_name(connection).map_or(table, |own| self.settings.bare(own, table))
    }

    /// A migration's mention of a table is judged by the schema as it is at that time.
    fn judge_mention(cx: &mut Interp<'a, Self>, name: &TableName, connection: &Connection, operation: Operation, at: Span) {
        let silent = operation.asks() || operation == Operation::SchemaCreate;
        if silent || cx.host.replay.vendored || cx.host.replay.unordered || cx.uncertain > 0 || !cx.tries.is_empty() {
            return;
        }
        let connection_name = cx.host.schema_name(connection).unwrap_or_default().to_owned();
        let Some(schema) = cx.host.schema_of(connection) else { return };
        if let Existence::Missing(absence) = schema.existence(&name.table) {
            cx.host.replay.incidents.push(Incident {
                connection: connection_name,
                table: name.table.to_string(),
                kind: IncidentKind::TableMissing(absence),
                at,
            });
        }
    }
}
