//! What became of a table or a column that is not there any more, or not under this name.

use super::View;
use super::describe::{Link, describe, tell};
use super::spots::Named;
use crate::schema::{Event, EventKind, Schema, Table};
use crate::source::Span;

/// How many renamings are followed.
const MAX_RENAMES: usize = 32;

/// A name that means nothing any more.
#[derive(Debug)]
pub struct Former<'a> {
    /// The name.
    pub named: Named,
    /// What is called so no more, under its name of today, if it is there.
    pub now: Option<Named>,
    /// What happened to it, in order; the last one made it what it is.
    events: Vec<&'a Event>,
}

impl<'a> Former<'a> {
    /// What a name meant that means nothing now. None if it means something, or never meant anything.
    #[must_use]
    pub fn of(view: View<'a>, named: &Named) -> Option<Self> {
        let schema = view.analysis.database.connections.get(&named.connection)?;
        let found = |now: Option<Named>, events: Vec<&'a Event>| Some(Former { named: named.clone(), now, events });
        let Some(name) = &named.column else {
            if schema.table(&named.table).is_some() {
                return None;
            }
            let (table, at) = last(schema, &named.table)?;
            let now = schema.table(&table.name).map(|now| Named { table: now.name.clone(), ..named.clone() });
            return found(now, table.history[..=at].iter().filter(|event| event.column.is_none()).collect());
        };
        let of_it = |event: &&Event| event.column.as_ref().is_some_and(|column| column.eq_ignore_ascii_case(name));
        if let Some(table) = schema.table(&named.table) {
            let (None, Some(_)) = (table.column(name), table.former_column(name)) else { return None };
            let now = renamed_to(table, name).map(|column| Named { column: Some(column), ..named.clone() });
            return found(now, table.history.iter().filter(of_it).collect());
        }
        // It went with its table, or goes under that one's new name.
        let (table, at) = last(schema, &named.table)?;
        let mut events: Vec<&Event> = table.history[..=at].iter().filter(of_it).collect();
        if events.is_empty() && table.column(name).is_none() {
            return None;
        }
        events.push(&table.history[at]);
        let column = table.column(name).map(|column| column.name.clone()).or_else(|| renamed_to(table, name));
        let now = schema.table(&table.name).and(column);
        found(now.map(|column| Named { table: table.name.clone(), column: Some(column), ..named.clone() }), events)
    }

    /// Where it was made, and where it was dropped or renamed.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        self.events.iter().filter(|event| event.kind != EventKind::Changed).filter_map(|event| event.at)
    }

    /// What became of it, as Markdown.
    #[must_use]
    pub fn describe(&self, view: View<'_>, link: Link<'_>) -> String {
        let Named { table, column, .. } = &self.named;
        let whole = column.as_ref().map_or_else(|| table.clone(), |column| format!("{table}.{column}"));
        let mut text = String::new();
        if let Some(event) = self.events.last() {
            let place = event.at.map(|at| format!(" in {}", link(at))).unwrap_or_default();
            let what = match &event.kind {
                EventKind::RenamedTo(to) => format!("renamed to `{to}`"),
                _ => "dropped".to_owned(),
            };
            text = if event.column.is_some() || column.is_none() {
                format!("**`{whole}`** was {what}{place}.\n")
            } else {
                format!("**`{whole}`** is no longer there: `{table}` was {what}{place}.\n")
            };
        }
        tell(&mut text, &self.events, link);
        if let Some(now) = self.now.as_ref().and_then(|now| describe(view, now, link)) {
            text.push_str("\n---\n");
            text.push_str(&now);
        }
        text
    }
}

/// The table that went by a name last, and the event by which it does no more.
fn last<'a>(schema: &'a Schema, name: &str) -> Option<(&'a Table, usize)> {
    let ends = |event: &Event| {
        let by = matches!(event.kind, EventKind::RenamedTo(_) | EventKind::Dropped);
        by && event.column.is_none() && event.table.eq_ignore_ascii_case(name)
    };
    let mut tables = schema.gone.iter().rev().map(|table| &**table).chain(schema.tables.values());
    tables.find_map(|table| Some((table, table.history.iter().rposition(ends)?)))
}

/// What a column is called now that was renamed.
fn renamed_to(table: &Table, name: &str) -> Option<String> {
    let mut name = name;
    for _ in 0..MAX_RENAMES {
        name = table.former_column(name)?.0?;
        if let Some(column) = table.column(name) {
            return Some(column.name.clone());
        }
    }
    None
}
