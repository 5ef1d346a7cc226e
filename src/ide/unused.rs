//! Tables, columns and indexes to which nothing in a project leads, as far as its code can tell. Whoever drops a column that is
//! in use loses data, so what is in doubt is left out, with the reason.

mod coverage;
mod indexes;
mod owners;
mod parents;
mod uses;
mod words;

use std::collections::BTreeSet;

use super::View;
use crate::laravel::support::naming;
use crate::php::composer::Composer;
use crate::references::{Gap, GapKind};
use crate::schema::{Column, Index, Schema, Table, TableKind};
use crate::source::{Span, is_test};
use coverage::Coverage;
use owners::Owners;
use uses::Uses;
use words::Words;

/// All that nothing leads to.
#[derive(Debug)]
pub struct Unused<'a> {
    /// The tables that are unused or have unused parts, by connection and name.
    pub tables: Vec<UnusedTable<'a>>,
    /// The tables of which nothing, or not all, is said, and why.
    pub left_out: Vec<LeftOut<'a>>,
    /// The places whose table is not known: each may use any.
    pub unresolved: Vec<&'a Gap>,
    /// How many tables were looked at.
    pub n_tables: usize,
}

/// A table, and what of it is unused.
#[derive(Debug)]
pub struct UnusedTable<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// The table.
    pub table: &'a Table,
    /// Whether it is the table as a whole.
    pub is_whole: bool,
    /// Columns, if it is not.
    pub columns: Vec<&'a Column>,
    /// Indexes, if it is not.
    pub indexes: Vec<(&'a Index, Needless<'a>)>,
    /// What could use it all the same.
    pub unseen: Vec<Unseen<'a>>,
}

/// Why an index seems to be of no use.
#[derive(Clone, Copy, Debug)]
pub enum Needless<'a> {
    /// Another one begins with its columns, or has the same.
    Covered(&'a Index),
    /// No code searches, joins or sorts by its first column.
    NotSearched,
}

/// What could use a table or a column, and is not seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unseen<'a> {
    /// A model that does not say which of its attributes it gives away.
    Model(&'a str),
    /// A model that lets anything be filled.
    Fills(&'a str),
    /// A query for all columns.
    WholeRows(Span),
    /// A migration writes rows into it.
    Filled(Span),
}

/// A table of which something is not said.
#[derive(Debug)]
pub struct LeftOut<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// The table.
    pub table: &'a Table,
    /// Why.
    pub why: Doubt,
}

/// Why something is not said of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The framework brings it.
    Framework,
    /// A package brings it, or may; none if it is not known which.
    Package(Option<String>),
    /// Its model is made of a class that is not here.
    Model(String),
    /// The migrations do not tell for certain which columns it has.
    Schema,
    /// A column that code names for it is not known.
    Column(Span),
    /// Which columns code writes is not known.
    Row(Span),
}

impl Doubt {
    /// Whether it is about the use of columns alone.
    #[must_use]
    pub fn is_of_columns(&self) -> bool {
        matches!(self, Doubt::Model(_) | Doubt::Column(_) | Doubt::Row(_))
    }
}

/// Columns that Laravel or one of its packages uses by itself, whatever names them.
const CONVENTIONS: [&str; 24] = [
    "id",
    "uuid",
    "created_at",
    "updated_at",
    "deleted_at",
    "created_by",
    "updated_by",
    "deleted_by",
    "remember_token",
    "email",
    "email_verified_at",
    "password",
    "api_token",
    "two_factor_secret",
    "two_factor_recovery_codes",
    "two_factor_confirmed_at",
    "current_team_id",
    "profile_photo_path",
    "_lft",
    "_rgt",
    "lft",
    "rgt",
    "depth",
    "parent_id",
];

/// Looks for what nothing leads to. `texts` are those of files that are no PHP of the project's, where names may stand, too.
#[must_use]
pub fn of<'a>(view: View<'a>, texts: &[String]) -> Unused<'a> {
    let database = &view.analysis.database;
    let composer = Composer::read(view.sources);
    let finder = Finder {
        view,
        owners: Owners::new(view, &composer),
        uses: Uses::new(view),
        coverage: Coverage::new(view),
        words: words(view, texts),
    };
    let mut unused = Unused { tables: Vec::new(), left_out: Vec::new(), unresolved: Vec::new(), n_tables: 0 };
    for (connection, schema) in &database.connections {
        for table in schema.tables.values().filter(|table| table.kind == TableKind::Table) {
            finder.look_at(connection, schema, table, &mut unused);
        }
    }
    let is_in_code =
        |gap: &&Gap| gap.kind == GapKind::Table && uses::named_in(gap).is_none() && !is_test(view.sources.path(gap.span.file));
    unused.unresolved = view.analysis.gaps.iter().filter(is_in_code).collect();
    unused
}

/// Which of the names of tables and columns occur in which texts.
fn words(view: View<'_>, texts: &[String]) -> Words {
    let schemas = || view.analysis.database.connections.values();
    let tables = || schemas().flat_map(|schema| schema.tables.values());
    let singular = |table: &Table| naming::singular(&table.name);
    let singulars: Vec<String> = tables().map(singular).collect();
    let names = tables().flat_map(|table| {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        columns.chain([table.name.as_str()])
    });
    let names: BTreeSet<&str> = names.chain(singulars.iter().map(String::as_str)).collect();
    let stems: Vec<&str> = names.iter().map(|name| name.trim_end_matches(|last: char| last.is_ascii_digit())).collect();
    let mut words = Words::new(names.iter().copied().chain(stems));
    for (file, source) in view.sources.iter() {
        let path = source.path();
        if crate::migrator::is_vendored(path) {
            continue;
        }
        let is_php = path.ends_with(".php");
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let in_migrations = folder.split('/').any(|part| part.to_ascii_lowercase().contains("migration"));
        let is_history = view.is_migration(file)
            || (in_migrations && source.text().contains("Migration") && source.text().contains("function up("));
        let defines = |text: &str| text.to_ascii_lowercase().contains("create table");
        match (is_php, is_history) {
            (true, true) => words.add_migration(source.text()),
            (true, false) => words.add_php(file, source.text()),
            (false, _) if path.ends_with(".sql") && !defines(source.text()) => words.add_text(source.text()),
            (false, _) => {}
        }
    }
    for text in texts {
        words.add_text(text);
    }
    for table in tables() {
        let computed = table.columns.iter().filter_map(|column| column.computed.as_ref());
        for expression in computed.map(|computed| &computed.expression).chain(&table.query) {
            words.add_text(expression);
        }
    }
    words
}

struct Finder<'a> {
    view: View<'a>,
    owners: Owners,
    uses: Uses<'a>,
    coverage: Coverage,
    words: Words,
}

impl<'a> Finder<'a> {
    fn look_at(&self, connection: &'a str, schema: &'a Schema, table: &'a Table, unused: &mut Unused<'a>) {
        let mut leave_out = |why: Doubt| unused.left_out.push(LeftOut { connection, table, why });
        if let Some(doubt) = self.owners.of(self.view, table) {
            return leave_out(doubt);
        }
        if table.conditional || table.open_at.is_some() {
            return leave_out(Doubt::Schema);
        }
        unused.n_tables += 1;
        let is_whole = !Owners::is_hosts(table) && !self.is_used(schema, table);
        let (mut columns, mut indexes) = (Vec::new(), Vec::new());
        if !is_whole {
            let doubt = self.coverage.doubt(table).or_else(|| self.stranger(table));
            if doubt.is_none() {
                columns.extend(table.columns.iter().filter(|column| !self.is_column_used(schema, table, column)));
            }
            indexes = self.needless_indexes(schema, table, &columns, doubt.is_none());
            if let Some(doubt) = doubt {
                unused.left_out.push(LeftOut { connection, table, why: doubt });
            }
        }
        if is_whole || !columns.is_empty() || !indexes.is_empty() {
            let unseen = if is_whole || !columns.is_empty() { self.unseen(table, is_whole) } else { Vec::new() };
            unused.tables.push(UnusedTable { connection, table, is_whole, columns, indexes, unseen });
        }
    }

    /// The class that is not here and may use columns of a table: a parent of its model, or its model itself.
    fn stranger(&self, table: &Table) -> Option<Doubt> {
        let composer = self.owners.composer();
        let is_here = |class: &str| composer.paths_of(class).iter().any(|path| self.view.sources.find(path).is_some());
        // Not every class is a model, but of one that is not here nobody knows.
        let is_strange = |class: &&str| !class.starts_with("Illuminate\\") && !class.starts_with("Symfony\\") && !is_here(class);
        let mut models = self.uses.models_of(&table.name).peekable();
        if models.peek().is_none() {
            let singular = naming::singular(&table.name);
            return self.words.qualified_as(&singular).find(is_strange).map(|class| Doubt::Model(class.to_owned()));
        }
        let stranger = models.find(|class| parents::has_stranger(self.view, composer, class))?;
        Some(Doubt::Model(stranger.to_owned()))
    }

    /// Whether something leads to a table.
    fn is_used(&self, schema: &Schema, table: &Table) -> bool {
        let name = &table.name;
        let refers =
            |other: &Table| other.name != *name && other.foreign_keys.iter().any(|key| key.table.eq_ignore_ascii_case(name));
        let singular = naming::singular(name);
        // Of names that are put together by convention, the parts are known.
        let is_class = |name: &str| self.words.has_class(&naming::studly(&naming::singular(name)));
        let mut breaks = name.char_indices().filter(|(_, character)| *character == '_').map(|(at, _)| at);
        self.uses.has_table(name)
            || schema.tables.values().any(refers)
            || self.words.has(name)
            || self.words.has_class(&singular)
            || (singular.ends_with("able") && self.words.has(&singular))
            || breaks.any(|at| is_class(&name[..at]) && is_class(&name[at + 1..]))
    }

    /// Whether something leads to a column, or may.
    fn is_column_used(&self, schema: &Schema, table: &Table, column: &Column) -> bool {
        let name = column.name.as_str();
        let is_it = |other: &String| other.eq_ignore_ascii_case(name);
        let is_in = |index: &Index| index.kind.is_unique() && index.columns.iter().any(is_it);
        let refers = |other: &Table| {
            let to_it = |key: &&crate::schema::ForeignKey| key.table.eq_ignore_ascii_case(&table.name);
            other.foreign_keys.iter().filter(to_it).any(|key| key.references.iter().any(is_it))
        };
        let half = ["_id", "_type", "_uuid", "_ulid"].iter().find_map(|end| name.strip_suffix(end));
        column.conditional
            || column.auto_increment
            || column.generated
            || column.of_package
            || CONVENTIONS.contains(&name)
            || self.owners.adds(name)
            || table.foreign_key_of(name).is_some()
            || table.unsure_keys.iter().any(is_it)
            || table.indexes.iter().any(is_in)
            || schema.tables.values().any(refers)
            || self.uses.has_column(&table.name, name)
            || self.words.has(name)
            || half.is_some_and(|relation| self.words.has_function(relation))
    }

    /// What could use a table, and is not seen.
    fn unseen(&self, table: &'a Table, is_whole: bool) -> Vec<Unseen<'a>> {
        let mut unseen: Vec<Unseen<'a>> = Vec::new();
        if !is_whole {
            let models = |lists: &'static str| self.uses.models_without(self.view, &table.name, lists);
            unseen.extend(models("$visible").map(Unseen::Model));
            unseen.extend(models("$fillable").map(Unseen::Fills));
            unseen.extend(self.uses.whole_rows(self.view, &table.name).map(Unseen::WholeRows));
        }
        unseen.extend(table.filled_at.map(Unseen::Filled));
        unseen.sort();
        unseen.dedup();
        unseen
    }
}
