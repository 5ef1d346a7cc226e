//! What the survey says of who uses which table and column, by their names: names that no text spells, above all.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use crate::ide::View;
use crate::php::composer::Composer;
use crate::references::{ColumnReference, Gap, GapKind, Operation, OwnColumn, References, TableReference, TableUse};
use crate::source::{Span, is_test};

/// Uses, by names in lower case.
#[derive(Debug)]
pub(super) struct Uses<'a> {
    references: &'a References,
    composer: Composer,
    /// The tables that something names.
    tables: HashSet<String>,
    /// The columns that something names, with the tables that may be meant.
    columns: HashMap<String, HashSet<String>>,
    /// The columns that something names for tables that are not known.
    open: HashSet<String>,
    /// What columns of a table begin with that relations read, whose names are not known as a whole.
    starts: Vec<(String, String)>,
    /// The columns that code searches, joins or sorts by, with the tables that may be meant.
    searched: HashMap<String, HashSet<String>>,
    /// The places of names of columns of which it is known what they do.
    known: HashMap<String, BTreeSet<Span>>,
}

/// Whether rows are found or sorted by a column that is named so.
fn searches(operation: Operation) -> bool {
    !operation.declares()
        && !matches!(operation, Operation::Select | Operation::Insert | Operation::Update | Operation::ProbeColumn)
}

impl<'a> Uses<'a> {
    pub(super) fn new(view: View<'a>) -> Self {
        let references = &view.analysis.references;
        let mut uses = Uses {
            references,
            composer: Composer::read(view.sources),
            tables: HashSet::default(),
            columns: HashMap::default(),
            open: HashSet::default(),
            starts: Vec::new(),
            searched: HashMap::default(),
            known: HashMap::default(),
        };
        for reference in &references.tables {
            uses.tables.insert(reference.table.to_ascii_lowercase());
        }
        for reference in &references.columns {
            uses.column_reference(reference);
        }
        for row in &references.rows {
            for (column, span) in &row.columns {
                uses.column(&row.table, column);
                uses.known.entry(column.to_ascii_lowercase()).or_default().insert(*span);
            }
            for column in &row.filled {
                uses.column(&row.table, column);
            }
            uses.tables.insert(row.table.table.to_ascii_lowercase());
        }
        // Some names are known, and only what they mean is not.
        for gap in &view.analysis.gaps {
            let name = named_in(gap).map(str::to_ascii_lowercase);
            match gap.kind {
                GapKind::Column => uses.open.extend(name),
                GapKind::Table => uses.tables.extend(name),
                GapKind::Other => {}
            }
        }
        uses.models();
        uses.details();
        uses
    }

    fn column_reference(&mut self, reference: &ColumnReference) {
        let column = reference.column.to_ascii_lowercase();
        for used in &reference.tables {
            self.column(used, &reference.column);
            if searches(reference.operation) {
                self.searched(used, &reference.column);
            }
        }
        if reference.open || reference.tables.is_empty() {
            self.open.insert(column.clone());
        }
        self.known.entry(column).or_default().insert(reference.span);
    }

    fn models(&mut self) {
        for model in &self.references.models {
            let table = model.table.to_ascii_lowercase();
            if let Some(key) = &model.key {
                self.columns.entry(key.to_ascii_lowercase()).or_default().insert(table.clone());
            }
            self.tables.insert(table);
        }
        let table_of: HashMap<&str, &str> =
            self.references.models.iter().map(|model| (model.class.as_str(), model.table.as_str())).collect();
        for relation in &self.references.model_relations {
            if let Some(pivot) = &relation.pivot {
                self.tables.insert(pivot.to_ascii_lowercase());
            }
            let Some(table) = table_of.get(relation.class.as_str()).map(|table| table.to_ascii_lowercase()) else { continue };
            for column in &relation.reads {
                match column {
                    OwnColumn::Named(name) => {
                        self.columns.entry(name.to_ascii_lowercase()).or_default().insert(table.clone());
                        self.searched.entry(name.to_ascii_lowercase()).or_default().insert(table.clone());
                    }
                    OwnColumn::Starting(start) => self.starts.push((table.clone(), start.to_ascii_lowercase())),
                }
            }
        }
    }

    fn details(&mut self) {
        for relation in &self.references.relations {
            self.searched(&relation.table, &relation.column);
            self.searched(&relation.target, &relation.key);
        }
        for given in &self.references.given_keys {
            self.column(&given.table, &given.column);
            self.column(&given.target, &given.key);
        }
        for sought in &self.references.sought {
            for column in &sought.columns {
                self.searched(&sought.table, column);
            }
        }
        for value in &self.references.values {
            self.column(&value.table, &value.column);
        }
        for fact in &self.references.facts {
            for column in fact.casts.iter().map(|cast| &cast.column).chain(&fact.key) {
                self.column(&fact.table, column);
            }
        }
        for made in &self.references.made_keys {
            self.column(&made.table, &made.column);
        }
        for (_, table, column) in &self.references.enums {
            self.columns.entry(column.to_ascii_lowercase()).or_default().insert(table.to_ascii_lowercase());
        }
    }

    fn column(&mut self, used: &TableUse, column: &str) {
        let table = used.table.to_ascii_lowercase();
        self.tables.insert(table.clone());
        self.columns.entry(column.to_ascii_lowercase()).or_default().insert(table);
    }

    fn searched(&mut self, used: &TableUse, column: &str) {
        self.column(used, column);
        self.searched.entry(column.to_ascii_lowercase()).or_default().insert(used.table.to_ascii_lowercase());
    }

    /// Whether something names a table.
    pub(super) fn has_table(&self, table: &str) -> bool {
        self.tables.contains(&table.to_ascii_lowercase())
    }

    /// Whether something names a column, or may.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        let (table, column) = (table.to_ascii_lowercase(), column.to_ascii_lowercase());
        self.open.contains(&column)
            || self.columns.get(&column).is_some_and(|tables| tables.contains(&table))
            || self.starts.iter().any(|(of, start)| *of == table && column.starts_with(start.as_str()))
    }

    /// Whether code searches, joins or sorts by a column, or may. `quoted` are the places of its name in strings.
    pub(super) fn is_searched(&self, table: &str, column: &str, quoted: &[Span]) -> bool {
        let (table, column) = (table.to_ascii_lowercase(), column.to_ascii_lowercase());
        let known = self.known.get(&column);
        let is_known = |span: &Span| known.is_some_and(|known| known.iter().any(|other| other.contains(*span)));
        self.open.contains(&column)
            || self.searched.get(&column).is_some_and(|tables| tables.contains(&table))
            || self.starts.iter().any(|(of, start)| *of == table && column.starts_with(start.as_str()))
            || !quoted.iter().all(is_known)
    }

    /// The classes of a table's models.
    pub(super) fn models_of(&self, table: &str) -> impl Iterator<Item = &'a str> {
        let models = self.references.models.iter().filter(move |model| model.table.eq_ignore_ascii_case(table));
        models.map(|model| model.class.as_str()).collect::<BTreeSet<_>>().into_iter()
    }

    /// The models of a table that have no property of this name, which would list columns.
    pub(super) fn models_without(&self, view: View<'a>, table: &str, property: &str) -> impl Iterator<Item = &'a str> {
        let lists = move |class: &str| {
            let paths = self.composer.paths_of(class);
            let text = paths.iter().find_map(|path| Some(view.sources.file(view.sources.find(path)?).text()));
            text.is_some_and(|text| text.contains(property))
        };
        self.models_of(table).filter(move |class| !lists(class))
    }

    /// Where a query reads all columns of a table, but for models' queries.
    pub(super) fn whole_rows(&self, view: View<'a>, table: &str) -> impl Iterator<Item = Span> {
        let references = self.references;
        let selects = references.columns.iter().filter(|column| column.operation == Operation::Select);
        let selected: HashSet<Span> = selects.flat_map(|column| column.tables.iter().map(|used| used.span)).collect();
        let reads = |reference: &&TableReference| {
            reference.operation == Operation::Query
                && reference.literal
                && reference.table.eq_ignore_ascii_case(table)
                && !selected.contains(&reference.span)
                && !is_of_test(view, reference.call)
        };
        references.tables.iter().filter(reads).map(|reference| reference.call).collect::<BTreeSet<_>>().into_iter()
    }
}

/// The name of the table or column that a gap is about, if that is known and only what it means is not.
pub(super) fn named_in(gap: &Gap) -> Option<&str> {
    let named = gap.what.strip_prefix("column `").or_else(|| gap.what.strip_prefix("table `"));
    let name = named?.strip_suffix('`')?;
    let name = name.split("->").next().unwrap_or(name);
    Some(name.rsplit('.').next().unwrap_or(name))
}

/// Whether a place lies in the tests, or among what makes rows for them.
pub(super) fn is_of_test(view: View<'_>, span: Span) -> bool {
    let path = view.sources.path(span.file);
    is_test(path) || path.split('/').any(|part| part.eq_ignore_ascii_case("factories"))
}
