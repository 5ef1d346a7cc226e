//! Databases that began elsewhere: migrations change tables, many of them, that no migration creates. They cannot build the database
//! from nothing, so they do not say which tables there are; a person would say that once, and not of each table.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, elsewhere};
use crate::finding::{Finding, Severity};
use crate::references::TableReference;
use crate::schema::{Absence, Existence, IncidentKind, Origin, Schema, Whereabouts};
use crate::source::Span;

/// From how many tables on it is no oversight.
const MANY: usize = 5;

/// So many times the tables that are changed and not created, there are as most of those that are created.
const SHARE: usize = 4;

/// The tables that migrations change on a connection and none creates, each with the first place.
type Tables = BTreeMap<String, Span>;

/// The connections whose databases began elsewhere.
#[derive(Debug, Default)]
pub(super) struct Begun(BTreeMap<String, Tables>);

impl Begun {
    fn new(cx: &Context<'_>) -> Self {
        let mut all: BTreeMap<String, Tables> = BTreeMap::new();
        // A package changes tables of others that it requires.
        let incidents = cx.replay.incidents.iter().filter(|_| !cx.is_package());
        for incident in incidents {
            let IncidentKind::TableMissing(Absence::NeverCreated) = &incident.kind else { continue };
            let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
            if schema.table(&incident.table).is_some() || elsewhere::is_certainly_elsewhere(cx, schema, &incident.table) {
                continue;
            }
            let at = all.entry(incident.connection.clone()).or_default().entry(incident.table.clone()).or_insert(incident.at);
            *at = incident.at.min(*at);
        }
        all.retain(|connection, tables| {
            let made = cx
                .database
                .connections
                .get(connection)
                .map_or(0, |schema| schema.tables.values().filter(|table| table.origin == Origin::Project).count());
            tables.len() >= MANY && tables.len() * SHARE >= made
        });
        Begun(all)
    }
}

/// Whether a database that began elsewhere may have a table which no migration creates.
pub(super) fn may_have(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    if !matches!(schema.existence(table), Existence::Missing(Absence::NeverCreated)) {
        return false;
    }
    let begun = cx.begun.get_or_init(|| Begun::new(cx));
    let is_it = |connection: &String| cx.database.connections.get(connection).is_some_and(|own| std::ptr::eq(own, schema));
    begun.0.keys().any(is_it)
}

/// Says once, of each connection, that the migrations do not build its database.
pub(super) fn tell(cx: &Context<'_>, findings: &mut Findings) {
    let begun = cx.begun.get_or_init(|| Begun::new(cx));
    for (connection, tables) in &begun.0 {
        // The migration that runs first is where a fresh `migrate` stops.
        let order = |at: &Span| cx.replay.migrations.iter().position(|(_, file)| *file == at.file);
        let Some(first) = tables.values().min_by_key(|at| (order(at), **at)) else { continue };
        let named: Vec<String> = tables.keys().take(3).map(|table| format!("`{table}`")).collect();
        let message = format!(
            "migrations change {} tables that no migration creates, such as {}: they cannot build this database, so tablecheck does \
            not know which tables it has",
            tables.len(),
            named.join(", ")
        );
        let is_unmade = |reference: &&TableReference| match cx.database.locate(reference.connection.as_deref(), &reference.table)
        {
            Whereabouts::Missing(missing, _, Absence::NeverCreated) => missing == connection,
            _ => false,
        };
        let named: BTreeSet<&str> = cx.references.tables.iter().filter(is_unmade).map(|found| found.table.as_str()).collect();
        let mut finding = Finding::new("unknown-table", Severity::Error, *first, message);
        finding.connection = Some(connection.clone());
        if !named.is_empty() {
            finding = finding
                .help(format!("code names {} tables that no migration creates; tablecheck checks none of them", named.len()));
        }
        findings.push(finding.help(
            "run `php artisan schema:dump` and commit the dump, or name a dump of the database under `schema` in `tablecheck.yaml`",
        ));
    }
}
