//! Databases that began elsewhere: migrations change many tables that no migration creates, or refer to them, or they create few
//! beside those that every new project has, and code names many more. They cannot build the database from nothing, so they do not say
//! which tables there are; a person would say that once, and not of each table.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, elsewhere, unknown_table};
use crate::catalog::packages;
use crate::finding::{Finding, Severity};
use crate::references::TableReference;
use crate::schema::{Absence, Existence, IncidentKind, Origin, Schema, Whereabouts};
use crate::source::Span;

/// From how many tables on it is no oversight.
const MANY: usize = 5;

/// So many times the tables that are changed and not created, there are as most of those that are created.
const SHARE: usize = 4;

/// How many tables of their own migrations may create all the same, and how many times as many code has to name that they do not.
const MOST_OWN: usize = 40;
const TIMES: usize = 4;

/// Tables that no migration creates, each with the first place.
type Tables = BTreeMap<String, Span>;

/// The connections whose databases began elsewhere.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// With the tables that migrations change or refer to, and none creates.
    changed: BTreeMap<String, Tables>,
    /// With the tables that code names, where migrations create few beside those that every new project has.
    bare: BTreeMap<String, Tables>,
}

impl Begun {
    fn new(cx: &Context<'_>) -> Self {
        let mut all: BTreeMap<String, Tables> = BTreeMap::new();
        // A package changes tables of others that it requires.
        if cx.is_package() {
            return Begun::default();
        }
        for incident in &cx.replay.incidents {
            let IncidentKind::TableMissing(Absence::NeverCreated) = &incident.kind else { continue };
            let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
            if schema.table(&incident.table).is_some() || elsewhere::is_certainly_elsewhere(cx, schema, &incident.table) {
                continue;
            }
            let at = all.entry(incident.connection.clone()).or_default().entry(incident.table.clone()).or_insert(incident.at);
            *at = incident.at.min(*at);
        }
        for (connection, table, at) in referred(cx) {
            all.entry(connection).or_default().entry(table).or_insert(at);
        }
        let made = |connection: &str| {
            let tables = |schema: &Schema| schema.tables.values().filter(|table| table.origin == Origin::Project).count();
            cx.database.connections.get(connection).map_or(0, tables)
        };
        all.retain(|_, tables| tables.len() >= MANY);
        // Where these are few beside those that are created, what code names tells whether there are more.
        let named: LazyCell<BTreeMap<String, Tables>, _> = LazyCell::new(|| named(cx));
        all.retain(|connection, tables| {
            let is_other = |name: &&String| !tables.contains_key(*name);
            let others = || named.get(connection).map_or(0, |named| named.keys().filter(is_other).count());
            tables.len() * SHARE >= made(connection) || (tables.len() + others()) * SHARE >= made(connection)
        });
        Begun { bare: bare(cx, &all, || named.clone()), changed: all }
    }
}

/// The tables that foreign keys of migrations refer to and none creates, under names that are like none of those that there are: with
/// their connections, and the first key.
fn referred(cx: &Context<'_>) -> Vec<(String, String, Span)> {
    let mut found: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for (connection, schema) in &cx.database.connections {
        for key in schema.tables.values().filter(|table| table.origin == Origin::Project).flat_map(|table| &table.foreign_keys) {
            let is_missing = matches!(schema.existence(&key.table), Existence::Missing(Absence::NeverCreated));
            let Some(at) = key.defined_at.filter(|_| is_missing && !elsewhere::is_certainly_elsewhere(cx, schema, &key.table))
            else {
                continue;
            };
            let first = found.entry((connection, &key.table)).or_insert(at);
            *first = at.min(*first);
        }
    }
    // Most names that mean nothing are misspelled.
    found.retain(|(connection, table), _| {
        let schema = cx.database.connections.get(*connection);
        schema.is_some_and(|schema| cx.names_of_tables(schema).nearest(table).is_empty())
    });
    found.into_iter().map(|((connection, table), at)| (connection.to_owned(), table.to_owned(), at)).collect()
}

/// The connections on which migrations create few tables beside those of Laravel's skeleton and of packages, while code names many.
/// `named` tells what code names.
fn bare(
    cx: &Context<'_>,
    begun: &BTreeMap<String, Tables>,
    named: impl FnOnce() -> BTreeMap<String, Tables>,
) -> BTreeMap<String, Tables> {
    // Packages that lie beside the project may bring them.
    if elsewhere::has_packages_beside(cx) {
        return BTreeMap::new();
    }
    let is_bare = |schema: &Schema| !schema.tables.is_empty() && own_tables(schema) <= MOST_OWN;
    let bare: BTreeSet<&str> = cx
        .database
        .connections
        .iter()
        .filter(|(name, schema)| !begun.contains_key(*name) && is_bare(schema))
        .map(|(name, _)| name.as_str())
        .collect();
    if bare.is_empty() {
        return BTreeMap::new();
    }
    let mut all = named();
    all.retain(|connection, tables| {
        let own = cx.database.connections.get(connection).map_or(0, own_tables);
        bare.contains(connection.as_str()) && tables.len() >= MANY && tables.len() >= own * TIMES
    });
    all
}

/// The tables that code names and no migration creates, by their connections; neither Laravel's nor a package's.
fn named(cx: &Context<'_>) -> BTreeMap<String, Tables> {
    let mut all: BTreeMap<String, Tables> = BTreeMap::new();
    for reference in &cx.references.tables {
        if let Some((connection, schema, Absence::NeverCreated)) = unknown_table::missing(cx, reference)
            && !cx.is_test(reference.span.file)
            && !is_everybodys(&reference.table)
            && !elsewhere::is_certainly_elsewhere(cx, schema, &reference.table)
        {
            let tables = all.entry(connection.to_owned()).or_default();
            let at = tables.entry(reference.table.clone()).or_insert(reference.span);
            *at = reference.span.min(*at);
        }
    }
    all
}

/// Whether a table is one that new projects of Laravel have, or a well-known package's.
fn is_everybodys(table: &str) -> bool {
    packages::brings(|_| true, table)
}

/// Whether a database that began elsewhere may have a table which no migration creates.
pub(super) fn may_have(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    if !matches!(schema.existence(table), Existence::Missing(Absence::NeverCreated)) {
        return false;
    }
    let begun = cx.begun.get_or_init(|| Begun::new(cx));
    let is_it = |connection: &String| cx.database.connections.get(connection).is_some_and(|own| std::ptr::eq(own, schema));
    begun.changed.keys().chain(begun.bare.keys()).any(is_it)
}

/// Why nothing is said of the columns of such a table.
pub(super) const REASON: &str = "the migrations cannot build this database, so its tables may have other columns";

/// Whether migrations that cannot build the database say little of the columns of a table that they do create, too.
pub(super) fn may_have_columns(cx: &Context<'_>, connection: &str) -> bool {
    let begun = cx.begun.get_or_init(|| Begun::new(cx));
    // Of a database of which most tables are known, the columns are, too.
    let own = || cx.database.connections.get(connection).map_or(0, own_tables);
    begun.bare.contains_key(connection) || begun.changed.get(connection).is_some_and(|changed| own() <= changed.len() * 2)
}

/// Says once, of each connection, that the migrations do not build its database.
pub(super) fn tell(cx: &Context<'_>, findings: &mut Findings) {
    let begun = cx.begun.get_or_init(|| Begun::new(cx));
    for (connection, tables) in &begun.bare {
        let Some(first) = tables.values().min() else { continue };
        let message = format!(
            "code names {} tables that no migration creates, such as {}, and migrations create {}: they cannot build this database, \
             so tablecheck does not know which tables it has",
            tables.len(),
            some_of(tables),
            cx.database.connections.get(connection).map_or_else(String::new, created)
        );
        let mut finding = Finding::new("unknown-table", Severity::Error, *first, message);
        finding.connection = Some(connection.clone());
        findings.push(finding.help(HELP));
    }
    for (connection, tables) in &begun.changed {
        // The migration that runs first is where a fresh `migrate` stops.
        let order = |at: &Span| cx.replay.migrations.iter().position(|(_, file)| *file == at.file);
        let Some(first) = tables.values().min_by_key(|at| (order(at), **at)) else { continue };
        let message = format!(
            "migrations change or refer to {} tables that no migration creates, such as {}: they cannot build this database, so \
            tablecheck does not know which tables it has",
            tables.len(),
            some_of(tables)
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
        findings.push(finding.help(HELP));
    }
}

/// How many tables of the project's own migrations create.
fn created(schema: &Schema) -> String {
    match own_tables(schema) {
        0 => "none of the project's own".to_owned(),
        1 => "only 1 of the project's own".to_owned(),
        count => format!("only {count} of the project's own"),
    }
}

/// How many tables migrations create that are neither Laravel's nor a package's.
fn own_tables(schema: &Schema) -> usize {
    schema.tables.values().filter(|table| table.origin == Origin::Project && !is_everybodys(&table.name)).count()
}

/// What to do about it.
const HELP: &str =
    "run `php artisan schema:dump` and commit the dump, or name a dump of the database under `schema` in `tablecheck.yaml`";

/// The first of some tables.
fn some_of(tables: &Tables) -> String {
    let named: Vec<String> = tables.keys().take(3).map(|table| format!("`{table}`")).collect();
    named.join(", ")
}
