//! Whose a table is that no migration of the project makes. Every rule that says "there is no such table" asks this first: what
//! a required package that is not here may bring, nobody can call missing.

mod hosts;

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, begun_elsewhere, dumped, unknown_table};
use crate::catalog::{models, packages};
use crate::finding::{Finding, Severity};
use crate::laravel::REPOSITORY_OUTSIDE;
use crate::laravel::support::naming;
use crate::migrator::is_vendored;
use crate::references::{Operation, TableReference};
use crate::schema::{Absence, Driver, Existence, Incident, IncidentKind, Schema};
use crate::source::{Span, qualified_names};

/// What is known of tables that others may bring.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// The required packages of which neither the code is here nor anything is known.
    packages: Vec<String>,
    /// The tables that convention gives models which are not here, and that the code mentions; with the vendors of these.
    by_class: BTreeMap<String, String>,
    /// The tables that a package's own migrations change or refer to, and none of them makes.
    changed: BTreeSet<String>,
    /// Those of the packages that a package is made to work with: its vendor's, and those that are made for Laravel.
    siblings: Vec<String>,
    /// Whether it is a package that is made for one application, whose models it asks.
    works_for_one: bool,
}

impl Others {
    fn new(cx: &Context<'_>) -> Self {
        let composer = cx.program.composer();
        let is_here = |package: &str| {
            let own = |(_, file): (_, &crate::source::SourceFile)| {
                file.path().ends_with("/composer.json") && file.text().contains(&format!("\"{package}\""))
            };
            cx.program.under(&format!("vendor/{package}/")).next().is_some() || cx.sources.iter().any(own)
        };
        let packages: Vec<String> =
            composer.needed().filter(|name| !packages::is_tool(name) && !is_here(name)).map(str::to_owned).collect();
        let by_class = if composer.is_present() { tables_of_models(cx) } else { BTreeMap::new() };
        let own_vendor = composer.name().and_then(|name| name.split_once('/')).map(|(vendor, _)| vendor);
        let is_sibling = |name: &String| {
            let vendor = name.split_once('/').map(|(vendor, _)| vendor);
            vendor == own_vendor || packages::is_named_after_laravel(name)
        };
        // Those of a path repository outside of the project lie beside it.
        let lies_beside = has_packages_beside(cx);
        let is_beside = |package: &&String| lies_beside || (cx.is_package() && is_sibling(package));
        let siblings = packages.iter().filter(is_beside).cloned().collect();
        // Rows that it writes are its own where nobody else is there who may have the table.
        let is_change = |at: Span| {
            let is_it = |found: &TableReference| found.span == at && found.operation == Operation::SchemaAlter;
            !packages.is_empty() || cx.references.tables.iter().any(is_it)
        };
        let lost = |incident: &Incident| match &incident.kind {
            IncidentKind::TableMissing(Absence::NeverCreated) if is_change(incident.at) => Some(incident.table.clone()),
            IncidentKind::TargetMissing { target, .. } => Some(target.clone()),
            _ => None,
        };
        let has_host = cx.is_package() && composer.name().is_some();
        let changed = cx.replay.incidents.iter().filter(|_| has_host).filter_map(lost).collect();
        Others { packages, by_class, changed, siblings, works_for_one: has_host && hosts::works_for_one(cx) }
    }

    /// The packages that the tables are most likely of: those that they are named after, and those that the project is made to
    /// work with; of a package else all.
    fn likely<'o>(&'o self, cx: &'o Context<'_>, tables: &[&str]) -> Vec<&'o str> {
        let is_of = |table: &str, package: &str| {
            let is_prefix = packages::prefixes(package).any(|name| naming::singular(name) == first_word(table));
            let vendor: String =
                package.split('/').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
            let is_model = self.by_class.get(table).is_some_and(|of| of.eq_ignore_ascii_case(&vendor));
            is_prefix || is_model || (!packages::is_tool(package) && packages::may_create(package, table, []))
        };
        let is_likely = |package: &&str| {
            self.siblings.iter().any(|sibling| sibling == package) || tables.iter().any(|table| is_of(table, package))
        };
        let all: BTreeSet<&str> = self.packages.iter().map(String::as_str).chain(cx.program.composer().plugins()).collect();
        let likely: Vec<&str> = all.into_iter().filter(is_likely).collect();
        // Of an application's packages, one is as likely as the next.
        if likely.is_empty() && cx.is_package() { self.packages.iter().map(String::as_str).collect() } else { likely }
    }

    /// Whether a name says that it is one of a package that is not here, and of none of the project's own tables.
    fn is_named_after(&self, schema: &Schema, table: &str) -> bool {
        let prefix = first_word(table);
        let own = || schema.tables.keys().any(|own| first_word(own) == prefix);
        let says = |package: &String| packages::prefixes(package).any(|name| naming::singular(name) == prefix);
        prefix.len() > 2 && self.packages.iter().any(says) && !own()
    }
}

/// The first word of a table's name, one for all ways to write it.
fn first_word(table: &str) -> String {
    naming::singular(table.split('_').next().unwrap_or(table)).to_ascii_lowercase()
}

/// Whether a table is none of the project's own: the database's catalogs, the framework's list of migrations, another
/// database's (`database.table`), a package's, or the one of a package's host.
pub(super) fn is_elsewhere(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    const CATALOGS: [&str; 8] =
        ["information_schema", "pg_catalog", "performance_schema", "mysql", "sys", "sqlite_master", "sqlite_schema", "dual"];
    let first = table.split('.').next().unwrap_or(table);
    let is_dumped = || dumped::has_table(cx, schema, table);
    if has_unread_migration(cx)
        || is_in_broken_migration(cx, table)
        || begun_elsewhere::may_have(cx, schema, table)
        || is_dumped()
    {
        return true;
    }
    if CATALOGS.iter().any(|catalog| first.eq_ignore_ascii_case(catalog))
        || first.starts_with("pg_")
        || first.starts_with("sqlite_")
        || cx.settings.lists_migrations(table)
        || (matches!(schema.driver, Driver::MySql | Driver::MariaDb) && is_sequence(table))
    {
        return true;
    }
    is_certainly_elsewhere(cx, schema, table) || is_anothers(cx, schema, table)
}

/// Whether packages of the project lie in a path repository outside of it, which nobody reads.
pub(super) fn has_packages_beside(cx: &Context<'_>) -> bool {
    cx.replay.gaps.iter().any(|gap| gap.reason == REPOSITORY_OUTSIDE)
}

/// Whether a migration could not be read, which may create any table.
pub(super) fn has_unread_migration(cx: &Context<'_>) -> bool {
    let may_create = |path: &str| path.contains("migrations") && !crate::migrator::is_vendored(path);
    cx.sources.unreadable().iter().any(|(path, _)| may_create(path))
}

/// Whether a migration with a syntax error names a table: what it makes of it is not known.
pub(super) fn is_in_broken_migration(cx: &Context<'_>, table: &str) -> bool {
    cx.texts().broken.contains(table)
}

/// Whether a name is one of a table that MariaDB's sequence engine makes up: `seq_1_to_100`, `seq_0_to_9_step_3`. What Laravel
/// calls MySQL may be a MariaDB.
fn is_sequence(table: &str) -> bool {
    let bare = table.rsplit('.').next().unwrap_or(table).to_ascii_lowercase();
    let Some(numbers) = bare.strip_prefix("seq_") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((from, rest)) = numbers.split_once("_to_") else { return false };
    let (to, step) = rest.split_once("_step_").unwrap_or((rest, "1"));
    [from, to, step].into_iter().all(is_number)
}

/// Whether a table is known to be none of the project's own.
pub(super) fn is_certainly_elsewhere(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    if schema.table(table).is_some() {
        return is_in_other_schema(schema, table);
    }
    let composer = cx.program.composer();
    let major = |package: &str| composer.version(package).and_then(|version| version.first().copied());
    // A package that is made around another one says so by its name: `filament-spatie-roles-permissions`.
    let is_around = |package: &str| {
        let (vendor, name) = package.split_once('/').unwrap_or_default();
        let words = [vendor, name.rsplit('-').next().unwrap_or(name)];
        composer.needed().any(|needed| needed.split('/').nth(1).is_some_and(|name| words.iter().all(|word| name.contains(word))))
    };
    packages::creates(major, table)
        || packages::of_package(is_around, table)
        || (cx.is_package() && (packages::is_hosts(table) || packages::brings(|package| composer.names(package), table)))
        || is_in_other_schema(schema, table)
}

/// Whether a table can be one of a package that is not here, and of nobody else.
fn is_only_anothers(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    is_anothers(cx, schema, table) && !is_certainly_elsewhere(cx, schema, table)
}

/// Whether a package that is not here may bring a table: a model of it says so, or the table's name; where the project is made
/// to lie beside others, also a name that is like none of its own.
fn is_anothers(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    // What was there once is the project's own.
    if !matches!(schema.existence(table), Existence::Missing(Absence::NeverCreated)) {
        return false;
    }
    let others = cx.others.get_or_init(|| Others::new(cx));
    let own = || schema.tables.keys().map(String::as_str);
    others.by_class.contains_key(table)
        || cx.program.composer().plugins().any(|package| packages::may_create(package, table, own()))
        || others.is_named_after(schema, table)
        || ((others.works_for_one || !others.siblings.is_empty() || others.changed.contains(table))
            && !cx.names_of_tables(schema).nearest(table).iter().any(|near| is_misspelled(table, near)))
}

/// Whether a name is likely meant to be one that is near it. Short words behind a word that all tables begin with are near each other
/// without meaning the same: `erp_uoms`, `erp_boms`.
fn is_misspelled(table: &str, near: &str) -> bool {
    const SHORT: usize = 6;
    match (table.split_once('_'), near.split_once('_')) {
        (Some((first, rest)), Some((other, meant))) if first.eq_ignore_ascii_case(other) => {
            rest.len() >= SHORT || rest.len() != meant.len()
        }
        _ => true,
    }
}

/// Whether a table may be one of another schema of the database: one in which no migration makes tables, if the name
/// says which; any, if the search path may lead there.
fn is_in_other_schema(schema: &Schema, table: &str) -> bool {
    let in_schema =
        |name: &str, wanted: &str| name.rsplit_once('.').is_some_and(|(schema, _)| schema.eq_ignore_ascii_case(wanted));
    match table.rsplit_once('.') {
        Some((named, _)) => !schema.tables.keys().any(|known| in_schema(known, named)),
        None => {
            schema.tables.keys().any(|known| known.rsplit_once('.').is_some_and(|(_, bare)| bare.eq_ignore_ascii_case(table)))
        }
    }
}

/// Says once which tables may be those of packages that are not here, and how they become known.
pub(super) fn tell(cx: &Context<'_>, findings: &mut Findings) {
    let others = cx.others.get_or_init(|| Others::new(cx));
    let mut places: BTreeMap<&str, BTreeSet<Span>> = BTreeMap::new();
    for reference in &cx.references.tables {
        if let Some((_, schema, _)) = unknown_table::missing(cx, reference)
            && is_only_anothers(cx, schema, &reference.table)
        {
            places.entry(&reference.table).or_default().insert(reference.span);
        }
    }
    for incident in &cx.replay.incidents {
        let table = match &incident.kind {
            IncidentKind::TableMissing(_) => &incident.table,
            IncidentKind::TargetMissing { target, .. } => target,
            _ => continue,
        };
        let schema = cx.database.connections.get(&incident.connection);
        if schema.is_some_and(|schema| is_only_anothers(cx, schema, table)) {
            places.entry(table).or_default().insert(incident.at);
        }
    }
    if places.is_empty() {
        return;
    }
    let tables: Vec<&str> = places.keys().copied().collect();
    let likely = others.likely(cx, &tables);
    let host = if likely.is_empty() || others.works_for_one { cx.program.composer().name() } else { None };
    let Some(span) = host.iter().chain(&likely).find_map(|package| place_of(cx, package)) else { return };
    let count: usize = places.values().map(BTreeSet::len).sum();
    let one_of = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let places = format!("{} in {}", one_of(tables.len(), "table", "tables"), one_of(count, "place", "places"));
    let lines = format!("tables: [{}]", tables.join(", "));
    let note = |message| Finding::new("unknown-table", Severity::Note, span, message);
    if host.is_some() {
        let message = format!("{places} may belong to the application that installs this package");
        findings.push(note(message).help(format!("declare these tables in `tablecheck.yaml`: `{lines}`")));
        return;
    }
    let message = format!(
        "{places} may come from required packages that are not installed: {}",
        listed(&likely.iter().map(|package| format!("`{package}`")).collect::<Vec<_>>()),
    );
    findings.push(
        note(message)
            .help("run `composer install` so that tablecheck can read their migrations")
            .help(format!("or declare these tables in `tablecheck.yaml`: `{lines}`")),
    );
}

/// Where `composer.json` names a package.
fn place_of(cx: &Context<'_>, package: &str) -> Option<Span> {
    let file = cx.sources.find("composer.json")?;
    let quoted = format!("\"{package}\"");
    let start = u32::try_from(cx.sources.file(file).text().find(&quoted)?).ok()?;
    Some(Span { file, start, end: start + u32::try_from(quoted.len()).ok()? })
}

/// How many names a sentence lists.
const MOST_NAMES: usize = 6;

fn listed(names: &[String]) -> String {
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MOST_NAMES].join(", ")),
    }
}

/// The tables that convention gives models of others which the code mentions.
fn tables_of_models(cx: &Context<'_>) -> BTreeMap<String, String> {
    let mut tables = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (_, file) in cx.sources.iter() {
        if !file.path().ends_with(".php") || is_vendored(file.path()) {
            continue;
        }
        for class in qualified_names(file.text()) {
            if !seen.contains(&class) && is_model_of_others(cx, &class) {
                let vendor = class.split('\\').next().unwrap_or_default().to_owned();
                tables.insert(naming::model_table(&class), vendor);
            }
            seen.insert(class);
        }
    }
    tables
}

/// Whether a class is a model that is not here: it stands among models, and is neither the project's nor one whose package is
/// known.
fn is_model_of_others(cx: &Context<'_>, class: &str) -> bool {
    const AMONG: [&str; 6] = ["Models", "Model", "Entities", "Entity", "Eloquent", "Domain"];
    const FRAMEWORKS: [&str; 3] = ["Illuminate", "Symfony", "Doctrine"];
    let mut segments = class.split('\\');
    let first = segments.next().unwrap_or_default();
    let rest: Vec<&str> = segments.collect();
    let Some((_, folders)) = rest.split_last() else { return false };
    let among = !AMONG.contains(&first) && folders.iter().any(|folder| AMONG.contains(folder));
    let known = || models::table_of(class).is_some() && !cx.is_package();
    among
        && !FRAMEWORKS.contains(&first)
        && cx.program.class(class).is_none()
        && cx.program.composer().paths_of(class).is_empty()
        && !known()
}
