//! `unknown-table`: a table is named that no migration leaves in place.

use std::collections::BTreeSet;

use super::elsewhere::{self, is_elsewhere};
use super::rename::{self, Written};
use super::use_of_constant::at_use;
use super::{Context, Findings, begun_elsewhere, dumped, own_tables, suggest, unclear};
use crate::catalog::packages;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::references::{ANY_TABLE, Gap, GapKind, Operation, TableReference, TableUse};
use crate::schema::{Absence, IncidentKind, Schema, Table, Whereabouts};
use crate::source::Span;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    in_migrations(cx, findings);
    elsewhere::tell(cx, findings);
    begun_elsewhere::tell(cx, findings);
    for reference in &cx.references.tables {
        if let Some(finding) = judge(cx, reference) {
            let is_use = reference.operation != Operation::Model && !reference.operation.declares();
            findings.push(if is_use { at_use(cx, finding, reference.call) } else { finding });
        }
    }
}

/// What migrations themselves name, judged by the schema as it was at that time.
fn in_migrations(cx: &Context<'_>, findings: &mut Findings) {
    for incident in cx.replay.incidents.iter().chain(&cx.replay.row_incidents) {
        let IncidentKind::TableMissing(absence) = &incident.kind else { continue };
        let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
        let table = incident.table.as_str();
        let foreign = cx.database.schema(Some(&incident.connection)).is_none();
        if foreign || cx.database.is_beside(&incident.connection, table) || is_elsewhere(cx, schema, table) {
            continue;
        }
        let later = schema.table(table).and_then(|table| table.defined_at);
        let message = match (absence, later) {
            (Absence::Renamed { to, .. }, _) => {
                format!("table `{table}` does not exist at this point: it was renamed to `{to}` earlier")
            }
            (Absence::Dropped { .. }, _) => format!("table `{table}` does not exist at this point: it was dropped earlier"),
            (Absence::NeverCreated, Some(_)) => {
                format!("table `{table}` does not exist at this point: a later migration creates it")
            }
            (Absence::NeverCreated, None) => format!("table `{table}` does not exist: {}", never_created(table)),
        };
        let mut finding =
            Finding::new("unknown-table", Severity::Error, incident.at, message).on_table(&incident.connection, table);
        match absence {
            Absence::Renamed { to, at } => {
                finding = finding.label(*at, format!("renamed to `{to}` here"));
                finding.suggestions.push(to.clone());
            }
            Absence::Dropped { at } => finding = finding.label(*at, "dropped here"),
            Absence::NeverCreated => match later {
                Some(at) => finding = finding.label(at, "created later, here"),
                None => finding.suggestions = cx.names_of_tables(schema).nearest(table),
            },
        }
        findings.push(finding);
    }
}

/// The name of a table that the connection's prefix is written before.
fn unprefixed<'t>(schema: &Schema, table: &'t str) -> Option<&'t str> {
    let bare = if schema.prefix.is_empty() { None } else { table.strip_prefix(schema.prefix.as_str()) };
    bare.filter(|bare| schema.table(bare).is_some())
}

/// The finding about a name that has the prefix, to which Laravel adds it again.
fn twice_prefixed(reference: &TableReference, connection: &str, schema: &Schema, bare: &str, cx: &Context<'_>) -> Finding {
    let (table, prefix) = (&reference.table, &schema.prefix);
    let message = format!("Laravel adds the prefix `{prefix}` to `{table}` again: there is no table `{prefix}{table}`");
    let mut finding = new(reference, message).on_table(connection, bare).help(format!("write `{bare}`, without the prefix"));
    finding.suggestions.push(bare.to_owned());
    let written = Written { name: table, span: reference.span, call: reference.call, declared: false };
    finding.fix = if reference.literal { rename::fix(cx, written, bare, true) } else { None };
    finding
}

/// What is to be said of a table that code names.
#[derive(Debug)]
pub(super) enum Verdict<'c> {
    /// It is there, or the code says nothing about it.
    Fine,
    /// Nothing, and why.
    Silent(&'static str),
    /// It is missing on this connection, for this reason.
    Missing(&'c str, &'c Schema, Absence),
}

/// Why nothing is said of tables in a file that sets another prefix.
const PREFIX: &str = "the code around it changes the prefix of all tables";
/// Why nothing is said of a name in a test that puts something in the place of the database.
pub(super) const MOCKED: &str = "the test puts something in the place of the database";
/// Why nothing is said of a table that no migration is known to create.
const UNCLEAR: &str = "a migration creates a table with an unknown name";
const FOREIGN: &str = "no migration creates tables on its connection";
const UNUSED: &str = "no code uses the model";
const DERIVED: &str = "only convention gives the table's name, for a test's model or in another language";
const OF_TEST: &str = "no query in the tests uses the table";
const BASE: &str = "other models extend the class";
const ASKED: &str = "the code checks first whether the table exists";
const LOCAL: &str = "code outside the migrations may create the table";
const UNREAD: &str = "a migration could not be read, and it may create the table";
const BEGUN: &str = "the migrations change tables that none of them creates, so the database has more tables";
const ELSEWHERE: &str = "a package, the framework or another database may have the table";

/// What is to be said of the table of a reference.
pub(super) fn verdict<'c>(cx: &'c Context<'_>, reference: &TableReference) -> Verdict<'c> {
    if reference.operation.asks() || reference.operation == Operation::SchemaCreate {
        return Verdict::Fine;
    }
    let table = reference.table.as_str();
    match cx.database.locate(reference.connection.as_deref(), table) {
        Whereabouts::Found(_) => Verdict::Fine,
        Whereabouts::Unclear(_) => match unclear::misspelled_in(cx, reference) {
            Some((connection, schema)) if excuse(cx, reference, &Absence::NeverCreated).is_none() => {
                Verdict::Missing(connection, schema, Absence::NeverCreated)
            }
            _ => Verdict::Silent(UNCLEAR),
        },
        Whereabouts::Foreign => Verdict::Silent(FOREIGN),
        Whereabouts::Missing(..) if cx.has_local_table(table, cx.sight_of(reference.span.file, &reference.context)) => {
            Verdict::Fine
        }
        Whereabouts::Missing(connection, schema, absence) => match excuse(cx, reference, &absence) {
            Some(reason) => Verdict::Silent(reason),
            None => Verdict::Missing(connection, schema, absence),
        },
    }
}

/// Where the table of a reference is missing, and why, unless something excuses that.
pub(super) fn missing<'c>(cx: &'c Context<'_>, reference: &TableReference) -> Option<(&'c str, &'c Schema, Absence)> {
    match verdict(cx, reference) {
        Verdict::Missing(connection, schema, absence) => Some((connection, schema, absence)),
        Verdict::Fine | Verdict::Silent(_) => None,
    }
}

/// Whether it is reported that the table is missing which a mention names: that speaks of its columns, too.
pub(super) fn is_reported_missing(cx: &Context<'_>, used: &TableUse) -> bool {
    cx.tables_at(used.span).iter().any(|table| missing(cx, table).is_some())
}

/// What excuses that a table is missing.
fn excuse(cx: &Context<'_>, reference: &TableReference, absence: &Absence) -> Option<&'static str> {
    let table = reference.table.as_str();
    if elsewhere::has_unread_migration(cx) {
        return Some(UNREAD);
    }
    if cx.texts().mocking.contains(&reference.span.file) {
        return Some(MOCKED);
    }
    let is_derived = !reference.literal && matches!(reference.operation, Operation::Model | Operation::Relation);
    // What nobody uses need not be there; what was renamed was there.
    if is_derived && reference.call == reference.span && !matches!(absence, Absence::Renamed { .. }) {
        return Some(UNUSED);
    }
    // A test's own model need have no table until a query asks it, and another language has other plurals.
    let is_of_test = cx.is_test(reference.span.file);
    if is_derived && (is_of_test || cx.names_in_another_language()) {
        return Some(DERIVED);
    }
    if is_of_test && reference.operation == Operation::Model {
        return Some(OF_TEST);
    }
    // A class that others are made from has no table of its own unless it says so.
    let is_base = || {
        let is_called_base = |name: &str| name.starts_with("Base") || name.ends_with("BaseModel");
        let others = |class: &crate::php::program::ClassDecl<'_>| {
            cx.program.has_children(*class)
                || (cx.is_package() && is_called_base(crate::laravel::support::naming::class_basename(class.name())))
        };
        cx.program.classes().any(|class| class.decl.name_span == reference.span && others(&class))
    };
    if !reference.literal && is_base() {
        return Some(BASE);
    }
    // A model whose table the code asks for first belongs to something that may be missing as a whole.
    // Code that asks any model's table for a column says nothing about this one.
    let of_any = |other: &&TableReference| other.span == reference.span && asks_any(cx, other);
    let asked_for = |asked: &[&TableReference]| !asked.iter().all(of_any);
    let here = |asked: &&TableReference| asked.span == reference.span && !asks_any(cx, asked);
    // What migrations ask for, and none of them makes, something else may make.
    if (*absence == Absence::NeverCreated && asked_for(cx.asked_by_migrations(table)))
        || (reference.operation == Operation::Model && asked_for(cx.asked_by_code(table)))
        || cx.asked_by_code(table).iter().any(here)
        || reference.context.guards.iter().any(|(guarded, of)| {
            guarded.eq_ignore_ascii_case(table) || (guarded == ANY_TABLE && of.as_deref() == Some(ANY_TABLE))
        })
    {
        return Some(ASKED);
    }
    // `DB::setTablePrefix('')` looks into the tables of others that lie in the same database.
    if *absence == Absence::NeverCreated && cx.texts().prefixing.contains(&reference.span.file) {
        return Some(PREFIX);
    }
    if *absence == Absence::NeverCreated && own_tables::is_own(cx, reference) {
        return Some(LOCAL);
    }
    cx.is_local_table(table, cx.sight_of(reference.span.file, &reference.context)).then_some(LOCAL)
}

/// The tables that are named and not judged, each place with the reason.
pub(super) fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    let gap = |reference: &TableReference| {
        let reason = match verdict(cx, reference) {
            Verdict::Fine => return None,
            Verdict::Silent(reason) => reason,
            Verdict::Missing(_, schema, _) if begun_elsewhere::may_have(cx, schema, &reference.table) => BEGUN,
            Verdict::Missing(_, schema, _) if dumped::has_table(cx, schema, &reference.table) => dumped::REASON,
            Verdict::Missing(_, schema, _) => is_elsewhere(cx, schema, &reference.table).then_some(ELSEWHERE)?,
        };
        let (what, reason) = (format!("table `{}`", reference.table), reason.to_owned());
        Some(Gap { span: reference.span, what, reason, kind: GapKind::Table, is_named: true })
    };
    let mut gaps: Vec<Gap> = cx.references.tables.iter().filter_map(gap).collect();
    gaps.dedup_by(|next, kept| next.span == kept.span && next.what == kept.what);
    gaps
}

/// The finding about a reference, if its table is certainly missing.
fn judge(cx: &Context<'_>, reference: &TableReference) -> Option<Finding> {
    let table = reference.table.as_str();
    let (connection, schema, absence) = missing(cx, reference).filter(|(_, schema, _)| !is_elsewhere(cx, schema, table))?;
    if let Some(bare) = unprefixed(schema, table) {
        return Some(twice_prefixed(reference, connection, schema, bare, cx));
    }
    let other = other_connection(cx, connection, table).filter(|_| absence == Absence::NeverCreated);
    let mut finding = match (&absence, other) {
        (Absence::Renamed { to, .. }, _) => new(reference, format!("table `{table}` no longer exists: it was renamed to `{to}`")),
        (Absence::Dropped { .. }, _) => new(reference, format!("table `{table}` no longer exists: it was dropped")),
        (Absence::NeverCreated, Some(other)) => {
            new(reference, format!("table `{table}` does not exist on connection `{connection}`, only on `{other}`"))
        }
        (Absence::NeverCreated, None) => new(reference, format!("table `{table}` does not exist: {}", never_created(table))),
    };
    finding = finding.on_table(connection, table);
    finding = by_convention(cx, reference, finding);
    let candidates = candidates(cx, schema, reference, &absence, &mut finding);
    if let Some(other) = other {
        finding = finding.help(format!("name the connection: `DB::connection('{other}')->table('{table}')`"));
    } else if let (Some(best), false) = (candidates.first(), reference.literal) {
        finding = name_it(reference, best, finding);
    } else if candidates.is_empty() {
        finding = finding.help(format!("create `{table}` in a migration, or name the right table"));
    }
    finding = hidden_by(cx, reference, finding);
    // What exists elsewhere is spelled right.
    finding.fix =
        fix(cx, reference, &candidates, &absence).or_else(|| declare(cx, reference, &candidates)).filter(|_| other.is_none());
    finding.suggestions = candidates;
    Some(finding)
}

/// Whether a question about a model's table, whose name the model itself spells, is asked for models of any kind: its function
/// does not speak of this one.
fn asks_any(cx: &Context<'_>, asked: &TableReference) -> bool {
    let model = cx.program.classes().find(|class| class.file() == asked.span.file && class.decl.span.contains(asked.span));
    let (Some(model), Some(function)) = (model, asked.context.function) else { return false };
    let is_own = model.decl.span.contains(function);
    asked.operation == Operation::ProbeColumn || (!is_own && !cx.sources.slice(function).contains(model.base_name()))
}

/// Whether a class is declared under the name at a place.
fn is_name_of_class(cx: &Context<'_>, span: Span) -> bool {
    let text = cx.sources.file(span.file).text();
    text.get(..span.start as usize).is_some_and(|before| before.trim_end().ends_with("class"))
}

/// Says where a name comes from that nobody wrote.
fn by_convention(cx: &Context<'_>, reference: &TableReference, finding: Finding) -> Finding {
    match reference.operation {
        Operation::Model if !reference.literal && is_name_of_class(cx, reference.span) => {
            let class = cx.sources.slice(reference.span);
            let finding = finding.help(format!("by convention, the table of `{class}` is `{}`", reference.table));
            if reference.call.file == reference.span.file { finding } else { finding.label(reference.call, "it is used here") }
        }
        Operation::Package => match packages::because(&reference.table) {
            Some(because) => finding.help(because),
            None => finding,
        },
        Operation::ConfigDefault => {
            Finding { severity: Severity::Note, ..finding }.help("this is the default if no environment variable changes it")
        }
        Operation::Relation if !reference.literal => {
            finding.help(format!("by convention, this relation uses `{}`", reference.table))
        }
        _ => finding,
    }
}

/// Says how a name is written down that convention gets wrong.
fn name_it(reference: &TableReference, best: &str, finding: Finding) -> Finding {
    match reference.operation {
        Operation::Model => finding.help(format!("name the table in the class: `protected $table = '{best}';`")),
        Operation::Relation => finding.help(format!("pass the table's name as an argument: `'{best}'`")),
        _ => finding,
    }
}

/// The edit that declares a model's table, where convention names another one.
fn declare(cx: &Context<'_>, reference: &TableReference, candidates: &[String]) -> Option<Fix> {
    let [best] = candidates else { return None };
    if reference.literal || reference.operation != Operation::Model {
        return None;
    }
    suggest::is_meant(&reference.table, best)?;
    let text = cx.sources.file(reference.span.file).text();
    let class = cx.program.classes().find(|class| class.decl.name_span == reference.span)?;
    if class.decl.properties.iter().any(|property| *property.name == *"table") {
        return None;
    }
    let from = reference.span.end as usize;
    let brace = from + text.get(from..class.decl.span.end as usize)?.find('{')? + 1;
    let at = u32::try_from(brace).ok()?;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let empty_line = if text.get(brace..)?.trim_start().starts_with('}') { "" } else { line_end };
    let text = format!("{line_end}    protected $table = '{best}';{empty_line}");
    Some(Fix { safety: Safety::Unsafe, edits: vec![Edit { span: Span { start: at, end: at, ..reference.span }, text }] })
}

/// Why a table is not there; a view, if it is called one.
fn never_created(table: &str) -> &'static str {
    let table = table.to_ascii_lowercase();
    let is_view =
        ["_view", "_vw"].iter().any(|end| table.ends_with(end)) || ["view_", "vw_"].iter().any(|start| table.starts_with(start));
    if is_view { "no migration creates a table or view of this name" } else { "no migration creates it" }
}

fn new(reference: &TableReference, message: String) -> Finding {
    Finding::new("unknown-table", Severity::Error, reference.span, message)
}

/// Another connection that has the table.
fn other_connection<'c>(cx: &Context<'c>, connection: &str, table: &str) -> Option<&'c str> {
    let others = cx.database.connections.iter().filter(|(name, _)| *name != connection);
    others.into_iter().find(|(_, schema)| schema.table(table).is_some()).map(|(name, _)| name.as_str())
}

/// The tables that were probably meant, ranked by history, by the columns that the code names, and by spelling.
fn candidates(
    cx: &Context<'_>,
    schema: &Schema,
    reference: &TableReference,
    absence: &Absence,
    finding: &mut Finding,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    match absence {
        Absence::Renamed { to, at } => {
            add_label(finding, *at, format!("renamed to `{to}` here"));
            if schema.table(to).is_some() {
                names.push(to.clone());
            }
        }
        Absence::Dropped { at } => add_label(finding, *at, "dropped here".to_owned()),
        Absence::NeverCreated => {}
    }
    let columns = columns_named(cx, reference);
    let beside = beside(cx, reference);
    for candidate in suggest::tables(schema, &cx.names_of_tables(schema), &reference.table, &columns, &beside) {
        if names.contains(&candidate.table) {
            continue;
        }
        if let (Some((matched, all)), true) = (candidate.columns, names.is_empty()) {
            let share = match (matched == all, all) {
                (true, 2) => "both columns".to_owned(),
                (true, all) => format!("all {all} columns"),
                (false, all) => format!("{matched} of the {all} columns"),
            };
            finding.help.push(format!("`{}` has {share} used here", candidate.table));
        }
        if let Some((at, said)) = schema.table(&candidate.table).and_then(Table::creation).filter(|_| names.is_empty()) {
            add_label(finding, at, said);
        }
        names.push(candidate.table);
    }
    names
}

/// The other tables, in lower case, that the columns may belong to which the code asks of the table: those of the same query.
fn beside(cx: &Context<'_>, reference: &TableReference) -> BTreeSet<String> {
    let tables = cx.columns_of(reference.span).iter().flat_map(|column| &column.tables);
    let names = tables.map(|used| used.table.to_ascii_lowercase());
    names.filter(|name| !name.eq_ignore_ascii_case(&reference.table)).collect()
}

fn add_label(finding: &mut Finding, span: Span, message: String) {
    *finding = finding.clone().label(span, message);
}

/// The columns that the code writes to or asks of the table at this mention of it.
fn columns_named<'c>(cx: &Context<'c>, reference: &TableReference) -> BTreeSet<&'c str> {
    let written = cx.writes.get(&reference.span).into_iter().flatten();
    let mut columns: BTreeSet<&str> = written.flat_map(|row| row.columns.iter().map(|(name, _)| name.as_str())).collect();
    columns.extend(cx.columns_of(reference.span).iter().map(|column| column.column.as_str()));
    columns
}

/// Labels the `catch` that hides the error of a phantom write or query.
fn hidden_by(cx: &Context<'_>, reference: &TableReference, finding: Finding) -> Finding {
    let keyword = |catch: Span| Span { end: catch.start + 5, ..catch };
    let message = "this `catch` hides the error";
    if let Some(catch) = reference.context.swallowed_by.first() {
        return finding.label(keyword(*catch), message);
    }
    if reference.context.handled {
        return finding;
    }
    // The function may be called from a `try` whose `catch` hides it.
    let Some(mut function) = reference.context.function else { return finding };
    for _ in 0..4 {
        let callers = cx.calls_of(function);
        if let Some(catch) = callers.iter().find_map(|edge| edge.context.swallowed_by.first()) {
            return finding.label(keyword(*catch), message);
        }
        match callers.iter().find(|edge| !edge.context.handled).and_then(|edge| edge.context.function) {
            Some(caller) if caller != function => function = caller,
            _ => break,
        }
    }
    finding
}

/// The edit that names the right table, where the place spells the name.
fn fix(cx: &Context<'_>, reference: &TableReference, candidates: &[String], absence: &Absence) -> Option<Fix> {
    let best = candidates.first().filter(|_| reference.literal)?;
    let TableReference { table, span, call, .. } = reference;
    let renamed = matches!(absence, Absence::Renamed { to, .. } if to == best);
    let near = renamed || suggest::is_meant(table, best)?;
    // What stands in one place may name tables of several connections.
    let connection = reference.connection.as_deref();
    let agree = |other: &TableReference| other.connection.as_deref() == connection;
    let clear = candidates.len() == 1 && near && cx.tables_at(*span).iter().all(agree);
    let declared = match reference.operation {
        Operation::Config | Operation::ConfigDefault => true,
        Operation::Model => rename::is_assigned_to(cx, *span, "$table"),
        _ => false,
    };
    rename::fix(cx, Written { name: table, span: *span, call: *call, declared }, best, clear)
}
