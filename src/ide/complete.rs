//! What could be written at a place: tables where a table goes, columns of the tables in scope where a column goes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use super::describe::{facts, roles, type_of};
use super::hole::{Hole, MARK};
use super::migration::{Role, literals};
use super::spots::Named;
use crate::references::{ModelRelation, Operation, References, RowWrite, TableUse};
use crate::schema::{Column, Database, Origin, Schema, Table, Whereabouts};
use crate::source::{FileId, Sources, Span};
use crate::surveyor::Glimpse;

/// What the code around a place says in a text of its own.
pub struct Glance {
    /// The texts.
    pub sources: Sources,
    /// What is said, once for each class whose code it is.
    pub glimpses: Vec<Glimpse>,
}

/// Who can look at texts that are not analysed yet.
pub trait Looker {
    /// What the code around a place of a file says, with this text in it.
    fn look_at(&self, file: FileId, text: String, offset: usize) -> Option<Glance>;
    /// The database as it is before the migration in a file.
    fn before(&self, migration: FileId) -> Option<Database>;
}

/// What is offered for a name.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The bytes of the text that the chosen name replaces.
    pub replaces: Range<usize>,
    /// The names, the best first.
    pub candidates: Vec<Candidate>,
}

/// A name that is offered.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// Type, nullability and default of a column; who brings a table.
    pub detail: String,
    /// What it means.
    pub named: Named,
    /// Where it is defined, if that is known.
    pub defined_at: Option<Span>,
    /// How far back it stands: 0 is best.
    pub rank: u8,
}

/// Tables of every application that its code hardly ever names.
const USUAL: [&str; 13] = [
    "migrations",
    "cache",
    "cache_locks",
    "jobs",
    "job_batches",
    "failed_jobs",
    "sessions",
    "password_resets",
    "password_reset_tokens",
    "personal_access_tokens",
    "telescope_entries",
    "telescope_entries_tags",
    "telescope_monitoring",
];

/// What can stand at a place of a file with this text. None where no table or column is expected.
#[must_use]
pub fn complete(view: View<'_>, looker: &dyn Looker, file: FileId, text: &str, offset: usize) -> Option<Completion> {
    let hole = Hole::at(text, offset)?;
    let replaces = hole.word.clone();
    let qualifies = text.as_bytes().get(replaces.end) == Some(&b'.');
    // A migration sees the schema as it is before it.
    let before = view.is_migration(file).then(|| looker.before(file)).flatten();
    let database = before.as_ref().unwrap_or(&view.analysis.database);
    for (filled, at) in hole.filled(text) {
        let candidates = in_migration(view, database, file, &filled, before.is_some()).or_else(|| {
            let glance = looker.look_at(file, filled, at + hole.prefix(text).len())?;
            let of =
                |glimpse: &Glimpse| in_code(view, database, &glimpse.references, qualifies).or_else(|| relations(view, glimpse));
            shared(glance.glimpses.iter().filter_map(of).collect())
        });
        if let Some(mut candidates) = candidates {
            candidates.sort_by(|a, b| (a.rank, &a.named.table, &a.name).cmp(&(b.rank, &b.named.table, &b.name)));
            return Some(Completion { replaces, candidates });
        }
    }
    None
}

/// What all classes that share some code would be offered in it; if that is nothing, what any of them would be.
fn shared(mut lists: Vec<Vec<Candidate>>) -> Option<Vec<Candidate>> {
    let has = |list: &[Candidate], name: &str| list.iter().any(|candidate| candidate.name.eq_ignore_ascii_case(name));
    let (first, rest) = lists.split_first()?;
    let common: Vec<Candidate> =
        first.iter().filter(|candidate| rest.iter().all(|list| has(list, &candidate.name))).cloned().collect();
    if !common.is_empty() {
        return Some(common);
    }
    let mut all: Vec<Candidate> = Vec::new();
    for candidate in lists.drain(..).flatten() {
        if !all.iter().any(|known| known.named == candidate.named && known.name == candidate.name) {
            all.push(candidate);
        }
    }
    Some(all)
}

/// What a name with the mark in it is taken for by the code around it; before a dot, the tables whose columns fit.
fn in_code(view: View<'_>, database: &Database, references: &References, qualifies: bool) -> Option<Vec<Candidate>> {
    let is_marked = |name: &str| name.to_ascii_lowercase().contains(MARK);
    if let Some(row) = references.rows.iter().find(|row| row.columns.iter().any(|(name, _)| is_marked(name))) {
        return Some(missing_columns(view, database, row));
    }
    let columns: Vec<_> = references.columns.iter().filter(|reference| is_marked(&reference.column)).collect();
    if !columns.is_empty() {
        let mut uses: Vec<&TableUse> = columns.iter().flat_map(|reference| &reference.tables).collect();
        uses.dedup();
        if qualifies && columns.iter().all(|reference| !reference.column.contains('.')) {
            return Some(tables_among(database, &uses));
        }
        let found: Vec<Candidate> = columns_of(view, database, &uses).into_iter().map(|(candidate, _)| candidate).collect();
        return Some(found);
    }
    let table = references.tables.iter().find(|reference| is_marked(&reference.table))?;
    let (connection, schema) = match table.connection.as_deref() {
        // A connection that is not known may be any.
        Some(name) => database.schema(Some(name)).or_else(|| database.schema(None))?,
        None => database.schema(None)?,
    };
    let views_too = !matches!(table.operation, Operation::Insert | Operation::Upsert);
    Some(tables_of(connection, schema, views_too))
}

/// Those tables that are there of some that are used.
fn tables_among(database: &Database, uses: &[&TableUse]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for used in uses {
        let Whereabouts::Found(places) = database.locate(used.connection.as_deref(), &used.table) else { continue };
        for place in places {
            let is_it = |candidate: &Candidate| candidate.name.eq_ignore_ascii_case(&used.table);
            if !found.iter().any(is_it) {
                found.extend(tables_of(place.connection, place.schema, true).into_iter().filter(is_it));
            }
        }
    }
    found
}

/// The relations of the model that is asked for one.
fn relations(view: View<'_>, glimpse: &Glimpse) -> Option<Vec<Candidate>> {
    let asked = glimpse.relations.iter().find(|asked| asked.name.contains(MARK))?;
    let known = &view.analysis.references.model_relations;
    let offered = asked.methods.iter().filter_map(|(name, span)| {
        let is_it = |relation: &&ModelRelation| relation.at.file == span.file && view.sources.slice(relation.at) == name;
        let relation = known.iter().find(is_it)?;
        let related = relation.related.as_deref().map(|class| class.rsplit('\\').next().unwrap_or(class));
        let steps = view.analysis.references.relations.iter().find(|step| step.at == relation.at);
        let kind = steps.map_or("relation", |step| step.kind);
        let detail = related.map_or_else(|| kind.to_owned(), |related| format!("{kind} {related}"));
        let named = Named { connection: String::new(), table: String::new(), column: None };
        Some(Candidate { name: name.clone(), detail, named, defined_at: Some(relation.at), rank: 0 })
    });
    Some(offered.collect())
}

/// The columns of a row that it does not give yet, those first that it must.
fn missing_columns(view: View<'_>, database: &Database, row: &RowWrite) -> Vec<Candidate> {
    let given: BTreeSet<String> = row.columns.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let candidates = columns_of(view, database, &[&row.table]).into_iter();
    let open = candidates.filter(|(candidate, _)| !given.contains(&candidate.name.to_ascii_lowercase()));
    let ranked = open.map(|(candidate, is_required)| {
        let is_new = row.operation != Operation::Update;
        let rank = if is_new && !is_required { candidate.rank + 1 } else { candidate.rank };
        Candidate { rank, ..candidate }
    });
    ranked.collect()
}

/// The columns of some tables, and whether a new row must give each.
fn columns_of(view: View<'_>, database: &Database, uses: &[&TableUse]) -> Vec<(Candidate, bool)> {
    let mut all: Vec<(Candidate, bool)> = Vec::new();
    for used in uses {
        let Whereabouts::Found(places) = database.locate(used.connection.as_deref(), &used.table) else { continue };
        for place in &places {
            let Some(schema) = database.connections.get(place.connection) else { continue };
            let of_table = place.table.columns.iter().map(|column| {
                let is_required = column.is_required(schema.driver);
                (candidate(view, (place.connection, schema), place.table, column), is_required)
            });
            for (new, is_required) in of_table {
                if !all.iter().any(|(known, _)| known.named == new.named) {
                    all.push((new, is_required));
                }
            }
        }
    }
    all
}

fn candidate(view: View<'_>, (connection, schema): (&str, &Schema), table: &Table, column: &Column) -> Candidate {
    let mut detail = format!("{} {}", type_of(view, schema.driver, column), facts(column));
    for role in roles(table, &column.name).iter().take(2) {
        detail.push_str(", ");
        detail.push_str(role);
    }
    let named = Named { connection: connection.to_owned(), table: table.name.clone(), column: Some(column.name.clone()) };
    Candidate { name: column.name.clone(), detail, named, defined_at: column.defined_at, rank: 0 }
}

fn tables_of(connection: &str, schema: &Schema, views_too: bool) -> Vec<Candidate> {
    let tables = schema.tables.values().filter(|table| views_too || table.kind == crate::schema::TableKind::Table);
    let offered = tables.map(|table| {
        let usual = USUAL.contains(&table.name.as_str());
        let (rank, brings) = match table.origin {
            Origin::Framework => (2, "of Laravel"),
            _ if usual => (2, "of Laravel"),
            Origin::Package => (1, "of a package"),
            Origin::Config | Origin::Project => (0, ""),
        };
        let n = table.columns.len();
        let columns = format!("{n} {}", if n == 1 { "column" } else { "columns" });
        Candidate {
            name: table.name.clone(),
            detail: if brings.is_empty() { columns } else { format!("{columns}, {brings}") },
            named: Named { connection: connection.to_owned(), table: table.name.clone(), column: None },
            defined_at: table.defined_at,
            rank,
        }
    });
    offered.collect()
}

/// What calls of `Schema` and `Blueprint` expect, by the schema as it is before a migration and what is written in it. Elsewhere
/// only columns of tables that the calls name: much else is called like methods of `Blueprint`.
fn in_migration(view: View<'_>, before: &Database, file: FileId, text: &str, is_one: bool) -> Option<Vec<Candidate>> {
    if !is_one && !text.contains("Schema") {
        return None;
    }
    let written = literals(&crate::php::parse(file, text));
    let marked = written.iter().find(|literal| literal.text.to_ascii_lowercase().contains(MARK))?;
    if !is_one && !matches!(marked.role, Role::Column(Some(_))) {
        return None;
    }
    let of_table = match &marked.role {
        Role::Column(Some(table)) => before.connections.iter().find(|(_, schema)| schema.table(table).is_some()),
        _ => None,
    };
    let (connection, schema) = of_table.map_or_else(|| before.schema(None), |(name, schema)| Some((name.as_str(), schema)))?;
    match &marked.role {
        Role::Table => {
            let mut tables = tables_of(connection, schema, true);
            let made = written.iter().filter(|literal| literal.role == Role::NewTable && literal.span < marked.span);
            for literal in made.filter(|literal| !literal.text.contains(MARK)) {
                let named = Named { connection: connection.to_owned(), table: literal.text.clone(), column: None };
                let detail = "created here".to_owned();
                tables.push(Candidate { name: literal.text.clone(), detail, named, defined_at: Some(literal.span), rank: 0 });
            }
            Some(tables)
        }
        Role::Column(table) => {
            let table = table.as_deref()?;
            let own = schema.table(table).into_iter();
            let mut columns: Vec<Candidate> = own
                .flat_map(|table| table.columns.iter().map(|column| candidate(view, (connection, schema), table, column)))
                .collect();
            // What the statement itself makes is not there for it.
            let is_own = |literal: &super::migration::Literal| {
                let between = text.get(literal.span.end as usize..marked.span.start as usize);
                between.is_some_and(|between| !between.contains([';', '{']))
            };
            let is_made = |literal: &&super::migration::Literal| {
                literal.role == Role::NewColumn(Some(table.to_owned())) && !literal.text.contains(MARK) && !is_own(literal)
            };
            for literal in written.iter().filter(is_made) {
                if columns.iter().any(|known| known.name.eq_ignore_ascii_case(&literal.text)) {
                    continue;
                }
                let column = Some(literal.text.clone());
                let named = Named { connection: connection.to_owned(), table: table.to_owned(), column };
                let detail = "added here".to_owned();
                columns.push(Candidate { name: literal.text.clone(), detail, named, defined_at: Some(literal.span), rank: 0 });
            }
            Some(columns)
        }
        Role::NewTable | Role::NewColumn(_) => Some(Vec::new()),
    }
}
