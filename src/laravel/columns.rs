//! Columns that queries name. A query's tables are only known when all of its calls were seen, so
//! they are kept until then.

use std::rc::Rc;

use super::objects::{Connection, Query, Source, Thing};
use super::{Laravel, PendingColumn};
use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Text, Value};
use crate::references::{ColumnReference, Operation, TableReference, TableUse};

/// How many queries around a query are looked at for a qualifier.
const MAX_OUTER: usize = 16;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns that an argument names.
    pub(super) fn column(cx: &mut Interp<'a, Self>, id: HostId, value: &Value<'a>, deed: Deed, at: CallSite) {
        for choice in value.choices() {
            match choice {
                Value::Str(text) => Self::pend(cx, id, text, deed, at),
                Value::Array(list) => {
                    for entry in list.entries.clone() {
                        match (&entry.key_text, &entry.value) {
                            (None, value) => Self::column(cx, id, value, deed, at),
                            (Some(alias), value) => {
                                if let Some(name) = alias.known() {
                                    Self::alias(cx, id, &name);
                                }
                                Self::column(cx, id, value, deed, at);
                            }
                        }
                    }
                }
                Value::Closure(_) => {
                    let outer = match cx.host.thing(id) {
                        Some(Thing::Query(query)) => query.connection.clone(),
                        _ => Connection::Default,
                    };
                    let inner = Query { connection: outer, outer: Some(id), ..Query::default() };
                    let inner = cx.host.make(Thing::Query(Box::new(inner)));
                    cx.call_value(choice, Args::of(vec![inner], at.call), at.call);
                }
                _ => {}
            }
        }
    }

    fn alias(cx: &mut Interp<'a, Self>, id: HostId, name: &str) {
        if let Some(Thing::Query(query)) = cx.host.thing_mut(id)
            && query.aliases.len() < 256
        {
            query.aliases.push(name.to_owned());
        }
    }

    fn pend(cx: &mut Interp<'a, Self>, id: HostId, text: &Rc<Text>, deed: Deed, at: CallSite) {
        if !EXPLORE {
            return;
        }
        let Some(known) = text.known() else { return };
        if let Some(at) = known.to_ascii_lowercase().find(" as ") {
            let alias = known[at + 4..].trim().to_owned();
            Self::alias(cx, id, &alias);
        }
        let operation = match deed {
            Deed::Query => Operation::Query,
            Deed::Join => Operation::Join,
            Deed::Select => Operation::Select,
            Deed::Where => Operation::Where,
            Deed::Order => Operation::Order,
            Deed::Group => Operation::Group,
            Deed::Insert => Operation::Insert,
            Deed::Update => Operation::Update,
            Deed::Upsert => Operation::Upsert,
            Deed::Delete => Operation::Delete,
        };
        let context = Self::context(cx);
        let text = Rc::clone(text);
        cx.host.pending.push(PendingColumn { query: id, text, operation, call: at.call, context });
    }

    /// Finds the tables of all columns that were kept, now that the queries are complete.
    pub fn settle(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            self.settle_one(&pending);
        }
        self.objects.clear();
        self.probes.clear();
    }

    fn settle_one(&mut self, pending: &PendingColumn) {
        let Some(known) = pending.text.known() else { return };
        let Some(column) = ColumnName::parse(&known) else { return };
        let mut chain: Vec<Query<'a>> = Vec::new();
        let mut next = Some(pending.query);
        while let Some(Thing::Query(query)) = next.and_then(|id| self.thing(id)) {
            next = query.outer;
            chain.push((**query).clone());
            if chain.len() >= MAX_OUTER {
                break;
            }
        }
        let Some(own) = chain.first() else { return };
        let place = |range: &std::ops::Range<usize>| pending.text.place(range.start, range.end).unwrap_or((pending.call, false));
        let (span, literal) = place(&column.name);
        let reference = |tables: Vec<TableUse>, open: bool| ColumnReference {
            column: known[column.name.clone()].to_owned(),
            tables,
            open,
            operation: pending.operation,
            span,
            literal,
            call: pending.call,
            context: pending.context.clone(),
        };
        let table_use = |query: &Query<'a>, source: &Source| {
            let table = source.table.as_ref()?;
            let connection = match &query.connection {
                Connection::Default => None,
                Connection::Named(name) => Some(name.to_string()),
                Connection::Unknown => return None,
            };
            Some(TableUse { connection, table: table.to_string(), span: source.span })
        };
        let Some(qualifier) = &column.qualifier else {
            if column.is_star {
                return;
            }
            let tables: Vec<TableUse> = own.sources.iter().filter_map(|source| table_use(own, source)).collect();
            let certain = !own.open && own.has_from && tables.len() == own.sources.len();
            let aliased = chain.iter().any(|query| query.aliases.iter().any(|alias| *alias == known[column.name.clone()]));
            self.found.columns.push(reference(tables, !certain || aliased || own.outer.is_some()));
            return;
        };
        let name = &known[qualifier.clone()];
        let (qualifier_span, qualifier_literal) = place(qualifier);
        let found = chain.iter().find_map(|query| {
            let source = query.sources.iter().find(|source| source.is_called(name))?;
            Some((query, source))
        });
        let note = |table: &str, connection: Option<String>| TableReference {
            table: table.to_owned(),
            connection,
            operation: Operation::Qualifier,
            span: qualifier_span,
            literal: qualifier_literal,
            call: pending.call,
            context: pending.context.clone(),
        };
        match found {
            Some((query, source)) => {
                let Some(used) = table_use(query, source) else { return };
                // An alias names no table; the table's own name does.
                if source.alias.is_none() {
                    self.found.tables.push(note(&used.table, used.connection.clone()));
                }
                if !column.is_star {
                    self.found.columns.push(reference(vec![used], false));
                }
            }
            None => {
                let certain = chain.iter().all(|query| {
                    !query.open
                        && query.has_from
                        && query.sources.iter().all(|source| source.table.is_some() || source.alias.is_some())
                });
                let connection = match &own.connection {
                    Connection::Default => None,
                    Connection::Named(name) => Some(name.to_string()),
                    Connection::Unknown => return,
                };
                if certain {
                    self.found.tables.push(note(name, connection));
                }
            }
        }
    }
}

/// A column as a string names it: `c`, `t.c`, `s.t.c`, `c as a`, `c->path`.
struct ColumnName {
    /// The bytes of the qualifier: all before the last dot.
    qualifier: Option<std::ops::Range<usize>>,
    /// The bytes of the column's name.
    name: std::ops::Range<usize>,
    is_star: bool,
}

impl ColumnName {
    fn parse(text: &str) -> Option<ColumnName> {
        let start = text.len() - text.trim_start().len();
        let lower = text.to_ascii_lowercase();
        let mut end = lower.find(" as ").unwrap_or(text.len());
        end = text.find("->").map_or(end, |at| at.min(end));
        let body = text.get(start..end)?.trim_end();
        let end = start + body.len();
        // Anything else than a name is SQL that got here by mistake, or a value.
        if body.is_empty() || !body.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*' | '-' | '$')) {
            return None;
        }
        let (qualifier, from) = match body.rfind('.') {
            Some(at) => (Some(start..start + at), start + at + 1),
            None => (None, start),
        };
        if qualifier.as_ref().is_some_and(std::ops::Range::is_empty) || from >= end {
            return None;
        }
        Some(ColumnName { qualifier, name: from..end, is_star: &text[from..end] == "*" })
    }
}
