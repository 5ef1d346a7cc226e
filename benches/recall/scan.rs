//! The candidates: every place where a plain look at the files sees the name of a table or a column of the schema.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tablecheck::schema::Database;
use tablecheck::source::{FileId, Sources};

use crate::models::{Imports, Models};
use crate::php::{Code, Literal};
use crate::{columns, tables};

/// Kinds of places that name a table, in the order of the report.
pub(crate) const TABLES: [&str; 12] = [
    "DB::table",
    "from",
    "join",
    "$table",
    "exists:",
    "unique:",
    "Rule::exists",
    "Rule::unique",
    "assertDatabase…",
    "Schema::table",
    "SQL statement",
    "SQL fragment",
];
/// Kinds of places that name a column.
pub(crate) const COLUMNS: [&str; 24] = [
    "where",
    "where keys",
    "whereIn",
    "whereNull",
    "where of a date",
    "whereColumn",
    "orderBy",
    "latest",
    "groupBy",
    "select",
    "get",
    "pluck",
    "value",
    "aggregate",
    "increment",
    "table.column",
    "insert keys",
    "update keys",
    "upsert keys",
    "create keys",
    "create keys (filtered)",
    "factory keys",
    "assert keys",
    "rule columns",
];
/// Parts of paths below which nothing is looked at: others' code, templates, and what changes the schema itself.
const SKIPPED: [&str; 5] = ["vendor", "storage", "stubs", "lang", "migrations"];

/// A name that can be misspelled.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) file: FileId,
    /// One of [`TABLES`] or [`COLUMNS`].
    pub(crate) kind: &'static str,
    /// The bytes that spell the name.
    pub(crate) name: Range<usize>,
    /// The bytes of the string around it, with its quotes.
    pub(crate) literal: Range<usize>,
    /// The table, or the one that has the column.
    pub(crate) table: String,
}

impl Candidate {
    pub(crate) fn is_table(&self) -> bool {
        TABLES.contains(&self.kind)
    }
}

/// The names of the schema: what a candidate must be one of.
pub(crate) struct Names(BTreeMap<String, BTreeSet<String>>);

impl Names {
    pub(crate) fn new(database: &Database) -> Self {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for table in database.connections.values().flat_map(|schema| schema.tables.values()) {
            let columns = table.columns.iter().map(|column| column.name.to_ascii_lowercase());
            names.entry(table.name.clone()).or_default().extend(columns);
        }
        Names(names)
    }

    pub(crate) fn is_table(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }

    pub(crate) fn has_column(&self, table: &str, column: &str) -> bool {
        self.0.get(table).is_some_and(|columns| columns.contains(&column.to_ascii_lowercase()))
    }
}

/// One file, and what was found in it.
pub(crate) struct Look<'a> {
    pub(crate) file: FileId,
    pub(crate) text: &'a str,
    pub(crate) code: &'a Code,
    pub(crate) imports: &'a Imports,
    pub(crate) models: &'a Models,
    pub(crate) names: &'a Names,
    pub(crate) found: Vec<Candidate>,
}

impl Look<'_> {
    /// Notes that a string names a table in these of its bytes, if there is such a table.
    pub(crate) fn table(&mut self, kind: &'static str, literal: &Literal, name: Range<usize>) {
        let table = self.text[name.clone()].to_owned();
        if self.names.is_table(&table) {
            self.found.push(Candidate { file: self.file, kind, name, literal: literal.whole.clone(), table });
        }
    }

    /// Notes that a string names a column of a table in these of its bytes, if the table has it.
    pub(crate) fn column(&mut self, kind: &'static str, literal: &Literal, name: Range<usize>, table: &str) {
        if self.names.has_column(table, &self.text[name.clone()]) {
            let table = table.to_owned();
            self.found.push(Candidate { file: self.file, kind, name, literal: literal.whole.clone(), table });
        }
    }
}

/// The bytes of the name in `name` and `name as alias`.
pub(crate) fn name_in(text: &str, literal: &Literal) -> Option<Range<usize>> {
    let content = &text[literal.content.clone()];
    let (name, alias) = content.split_once(' ').map_or((content, None), |(name, rest)| (name, Some(rest)));
    let aliased = alias.is_none_or(|rest| {
        let words: Vec<&str> = rest.split_whitespace().collect();
        matches!(words.as_slice(), [word, alias] if word.eq_ignore_ascii_case("as") && is_name(alias))
    });
    (literal.fixed && aliased && is_name(name)).then(|| literal.content.start..literal.content.start + name.len())
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn is_looked_at(path: &str) -> bool {
    path.ends_with(".php") && !path.split('/').any(|part| SKIPPED.contains(&part) || part == "Migrations")
}

/// All candidates of an application, in the order of the files and places.
pub(crate) fn candidates(sources: &Sources, names: &Names) -> Vec<Candidate> {
    let mut files = Vec::new();
    let mut models = Models::default();
    for (file, source) in sources.iter().filter(|(_, source)| is_looked_at(source.path())) {
        let code = Code::new(source.text());
        let imports = Imports::new(&code);
        models.add(source.path(), source.text(), &code, &imports);
        files.push((file, source.text(), code, imports));
    }
    let mut all = Vec::new();
    for (file, text, code, imports) in &files {
        let mut look = Look { file: *file, text, code, imports, models: &models, names, found: Vec::new() };
        tables::look(&mut look);
        columns::look(&mut look);
        // One place is one candidate, of the kind that was found first.
        let mut places = BTreeSet::new();
        look.found.retain(|candidate| places.insert(candidate.name.start));
        look.found.sort_by_key(|candidate| candidate.name.start);
        all.append(&mut look.found);
    }
    all
}
