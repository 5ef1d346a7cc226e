//! What would break, for people and for tools.

use std::io::{self, Write};

use serde::Serialize;

use super::super::text::fitted;
use super::VERSION;
use super::place::{UsedAt, note, position, used_at};
use crate::cli::place::JsonPlace;
use crate::ide::{Certainty, Hit, Impact, Resolved, Target};
use crate::schema::Table;
use crate::workspace::Loaded;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    table: &'a str,
    column: Option<&'a str>,
    connections: Vec<JsonHome<'a>>,
    certain: Vec<JsonHit<'a>>,
    possible: Vec<JsonHit<'a>>,
    questions: Vec<JsonHit<'a>>,
    unresolved: usize,
}

#[derive(Serialize)]
struct JsonHome<'a> {
    connection: &'a str,
    defined_at: Option<JsonPlace>,
}

#[derive(Serialize)]
struct JsonHit<'a> {
    operation: &'a str,
    name: &'a str,
    #[serde(flatten)]
    place: Option<JsonPlace>,
    resolved: Resolved,
    #[serde(flatten)]
    used_at: Option<UsedAt>,
}

/// The places of which it is so sure.
fn of(impact: &Impact, certainty: Certainty) -> impl Iterator<Item = &Hit> {
    impact.hits.iter().filter(move |hit| hit.certainty == certainty)
}

/// A group for each certainty, a line for each place.
pub(super) fn text(impact: &Impact, loaded: &Loaded, target: &Target<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (connection, _, table) in &target.homes {
        let place = target.defined_at(table).map(|span| format!("  ({})", position(loaded, span))).unwrap_or_default();
        writeln!(out, "{target} on {connection}{place}")?;
    }
    // Where there is one connection, nobody has to be told which.
    let all = loaded.analysis.database.connections.iter().filter(|(_, schema)| !schema.tables.is_empty());
    let only = all.map(|(name, _)| format!(" on {name}")).collect::<Vec<_>>();
    let named = |hit: &Hit| match only.as_slice() {
        [only] => hit.name.strip_suffix(only.as_str()).unwrap_or(&hit.name).to_owned(),
        _ => hit.name.clone(),
    };
    for (certainty, heading) in [
        (Certainty::Certain, "would break"),
        (Certainty::Possible, "may break (it may mean another one)"),
        (Certainty::Question, "only checks whether it exists"),
    ] {
        let n = of(impact, certainty).count();
        if n == 0 {
            continue;
        }
        writeln!(out, "\n{heading} ({n}):")?;
        for hit in of(impact, certainty) {
            let place = hit.span.map_or_else(|| "(a package)".to_owned(), |span| position(loaded, span));
            let note = note(hit.resolved, loaded, hit.call);
            writeln!(out, "  {place}: {} {}{note}", hit.operation, named(hit))?;
        }
    }
    if impact.hits.is_empty() {
        writeln!(out, "\nNothing uses it.")?;
    }
    match impact.n_unresolved {
        0 => Ok(()),
        n => {
            let names = match n {
                1 => "1 name could not be resolved and may also mean this one; `tablecheck coverage` shows it.".to_owned(),
                n => format!("{n} names could not be resolved and may also mean this one; `tablecheck coverage` lists them."),
            };
            writeln!(out, "\n{}", fitted(&names))
        }
    }
}

/// The same as JSON.
pub(super) fn json<'a>(impact: &'a Impact, loaded: &Loaded, target: &Target<'a>, out: &mut dyn Write) -> io::Result<()> {
    let sources = &loaded.project.sources;
    let home = |(connection, table): (&'a str, &Table)| JsonHome {
        connection,
        defined_at: target.defined_at(table).map(|span| JsonPlace::new(sources, span)),
    };
    let hits = |certainty| -> Vec<JsonHit<'a>> {
        let hit = |hit: &'a Hit| JsonHit {
            operation: hit.operation,
            name: &hit.name,
            place: hit.span.map(|span| JsonPlace::new(sources, span)),
            resolved: hit.resolved,
            used_at: hit.call.and_then(|call| used_at(hit.resolved, sources, call)),
        };
        of(impact, certainty).map(hit).collect()
    };
    let document = Document {
        version: VERSION,
        table: target.homes.first().map_or("", |(_, _, table)| &table.name),
        column: target.column,
        connections: target.homes.iter().map(|(connection, _, table)| home((connection, table))).collect(),
        certain: hits(Certainty::Certain),
        possible: hits(Certainty::Possible),
        questions: hits(Certainty::Question),
        unresolved: impact.n_unresolved,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
