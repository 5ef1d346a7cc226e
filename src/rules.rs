//! The rules: one file each, every one a function of what is known. They never print, sort, filter or
//! suppress; [`Findings`] does.

mod begun_elsewhere;
mod dumped;
mod elsewhere;
mod evidence;
mod index;
mod keys;
mod on_delete;
mod own_tables;
mod rename;
mod sight;
pub(crate) mod suggest;
mod texts;
mod unclear;
mod use_of_constant;
mod words;
mod written;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::config::{Config, Relationships};
use crate::finding::{Finding, Severity};
use crate::laravel::Settings;
use crate::migrator::{Replay, is_vendored};
use crate::php::constants::Constants;
use crate::php::program::Program;
use crate::references::{Gap, References, RowWrite};
use crate::schema::{Column, Database, Located};
use crate::source::{FileId, Sources, Span, is_test};
use crate::suppression::Suppressions;

/// A rule.
pub struct Rule {
    /// Its id, as in `rules/ID.yaml`.
    pub id: &'static str,
    /// What it checks.
    pub check: fn(&Context<'_>, &mut Findings),
}

/// Declares the module of every rule, and lists them.
macro_rules! declare {
    ($($id:literal $module:ident,)*) => {
        $(mod $module;)*

        /// Every rule, in the order of the documentation.
        pub const RULES: &[Rule] = &[$(Rule { id: $id, check: $module::check }),*];
    };
}

crate::catalog::for_each_rule!(declare);

pub(crate) use redundant_index::superior as superior_index;
pub(crate) use unknown_column::DROPPED;

/// What the rules know.
pub struct Context<'c> {
    /// The code.
    pub program: &'c Program<'c>,
    /// The project's files.
    pub sources: &'c Sources,
    /// The migrations and what they leave.
    pub replay: &'c Replay,
    /// The database in the end.
    pub database: &'c Database,
    /// What the code says.
    pub references: &'c References,
    /// The project's settings.
    pub settings: &'c Settings,
    /// The comments that silence findings.
    pub suppressions: Suppressions,
    /// The rows that are written through a table's mention, by its place.
    pub writes: BTreeMap<Span, Vec<&'c RowWrite>>,
    /// What rules look up by places and names.
    index: index::Index<'c>,
    /// Whose tables are not the project's own.
    others: std::sync::OnceLock<elsewhere::Others>,
    /// Which databases began elsewhere.
    begun: std::sync::OnceLock<begun_elsewhere::Begun>,
    /// What files and classes say, once a rule asks.
    texts: std::sync::OnceLock<texts::Texts>,
    /// What dumps say that nothing loads.
    dumped: std::sync::OnceLock<dumped::Dumped>,
    /// The tables that files bring or take away themselves.
    own_tables: std::sync::OnceLock<own_tables::OwnTables>,
    /// The tests that see the schema of another time.
    elsewhen: std::sync::OnceLock<std::collections::BTreeSet<FileId>>,
    /// Where constants are declared.
    constants: std::sync::OnceLock<Constants>,
    /// The files whose words may be attributes of models.
    giving: std::sync::OnceLock<Vec<FileId>>,
    /// The rows of models that name a column at each place.
    named_by_rows: std::sync::OnceLock<unknown_column::NamedByRows>,
    /// Whether something is to be said of each column that queries name, in the order of the references.
    outlines: std::sync::OnceLock<Vec<unknown_column::Outline>>,
    /// Whether plurals are those of another language.
    other_language: std::sync::OnceLock<bool>,
}

impl<'c> Context<'c> {
    /// Collects what rules ask for again and again.
    #[must_use]
    pub fn new(program: &'c Program<'c>, replay: &'c Replay, references: &'c References, settings: &'c Settings) -> Self {
        let mut writes: BTreeMap<Span, Vec<&'c RowWrite>> = BTreeMap::new();
        for row in &references.rows {
            writes.entry(row.table.span).or_default().push(row);
        }
        let sources = program.sources();
        let suppressions = Suppressions::find(sources);
        Context {
            program,
            sources,
            replay,
            database: &replay.database,
            references,
            settings,
            suppressions,
            writes,
            index: index::Index::new(replay, references),
            others: std::sync::OnceLock::new(),
            begun: std::sync::OnceLock::new(),
            texts: std::sync::OnceLock::new(),
            dumped: std::sync::OnceLock::new(),
            own_tables: std::sync::OnceLock::new(),
            elsewhen: std::sync::OnceLock::new(),
            constants: std::sync::OnceLock::new(),
            giving: std::sync::OnceLock::new(),
            named_by_rows: std::sync::OnceLock::new(),
            outlines: std::sync::OnceLock::new(),
            other_language: std::sync::OnceLock::new(),
        }
    }

    /// The name of a connection that code names, or does not.
    #[must_use]
    pub fn connection_name<'n>(&'n self, name: Option<&'n str>) -> &'n str {
        self.database.listed_as(name)
    }

    /// Whether anything is known of the database at all.
    #[must_use]
    pub fn knows_schema(&self) -> bool {
        self.replay.knows_schema()
    }

    /// Whether the project is a package, whose host brings tables of its own.
    #[must_use]
    pub fn is_package(&self) -> bool {
        self.sources.find("bootstrap/app.php").is_none() && !self.program.composer().is_project()
    }

    /// Whether nothing says that the database is an SQLite one but the default of Laravel's own configuration: what SQLite alone
    /// refuses may be a matter of no database of the project.
    #[must_use]
    pub fn is_guessed(&self, schema: &crate::schema::Schema) -> bool {
        let asks = |file| self.sources.file(file).text().contains("DB_CONNECTION");
        schema.driver == crate::schema::Driver::Sqlite
            && self.settings.is_driver_assumed
            && self.sources.find("config/database.php").is_some_and(asks)
    }

    /// Whether a file is a migration that is written for Phinx.
    #[must_use]
    pub fn is_of_phinx(&self, file: FileId) -> bool {
        let name = self.sources.path(file).rsplit('/').next().unwrap_or_default();
        crate::laravel::is_phinx_file(name) && self.replay.is_migration(file)
    }

    /// Whether the project tells Laravel to make plurals as another language does.
    #[must_use]
    pub fn names_in_another_language(&self) -> bool {
        let says = || self.sources.iter().any(|(_, file)| file.text().contains("Pluralizer::useLanguage"));
        *self.other_language.get_or_init(says)
    }

    /// Where constants are declared.
    fn constants(&self) -> &Constants {
        self.constants.get_or_init(|| Constants::of(self.program))
    }

    /// What files and classes say.
    fn texts(&self) -> &texts::Texts {
        self.texts.get_or_init(|| texts::Texts::new(self))
    }

    /// Whether a file is one of the tests.
    #[must_use]
    pub fn is_test(&self, file: FileId) -> bool {
        is_test(self.sources.path(file))
    }
}

/// What the rules have found.
#[derive(Debug, Default)]
pub struct Findings {
    findings: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// Says which column a finding is about, and where it is made.
fn about_column(finding: Finding, place: Located<'_>, column: &Column) -> Finding {
    let finding = finding.on_table(place.connection, &place.table.name).on_column(&column.name);
    match column.defined_at {
        Some(at) => finding.label(at, "the column is added here"),
        None => finding,
    }
}

/// The rules that ask for foreign keys, where the database is to have some.
const ABOUT_MISSING_KEYS: [&str; 2] = ["missing-foreign-key", "commented-out-foreign-key"];

/// The severity of a rule's findings, whose own is given, under a configuration; none if there are to be none.
#[must_use]
pub fn severity(config: &Config, rule: &str, own: Severity) -> Option<Severity> {
    let meant = config.relationships == Relationships::ForeignKeys || !ABOUT_MISSING_KEYS.contains(&rule);
    config.severity(rule, own).filter(|_| meant)
}

/// The tables and columns that are named and not judged, each with the reason.
#[must_use]
pub fn unjudged(cx: &Context<'_>) -> Vec<Gap> {
    if !cx.knows_schema() {
        return Vec::new();
    }
    let mut gaps = unknown_table::unjudged(cx);
    gaps.extend(unknown_column::unjudged(cx));
    gaps
}

/// Runs every rule, and leaves out what is not wanted. The findings are in the order of paths and places; of two that say the same of
/// the same place, one is left.
#[must_use]
pub fn check(cx: &Context<'_>, config: &Config) -> Vec<Finding> {
    let told = |rule: &Rule| {
        let mut findings = Findings::default();
        (rule.check)(cx, &mut findings);
        findings.findings
    };
    let rules = if cx.knows_schema() { RULES } else { &[] };
    let told: Vec<Vec<Finding>> = rules.par_iter().map(told).collect();
    // What installed packages do is not the project's to change.
    let wanted = |finding: &mut Finding| {
        let path = cx.sources.path(finding.span.file);
        let ignored = config.ignores(finding.rule, path, finding.table.as_deref());
        let shown = !is_vendored(path) && !config.excludes(path) && !ignored;
        // Of migrations that nothing runs nobody knows when they would.
        let runs = !finding.connection.as_ref().is_some_and(|name| cx.database.places.anywhere.contains(name));
        let wanted = severity(config, finding.rule, finding.severity).filter(|_| shown && runs);
        finding.severity = wanted.unwrap_or(finding.severity);
        wanted.is_some()
    };
    let mut found: Vec<Finding> = told.into_iter().flatten().collect();
    found.retain_mut(wanted);
    let used = unused_suppression::silence(&cx.suppressions, &mut found);
    if cx.knows_schema() {
        let is_on = |rule: &str| config.severity(rule, Severity::Error).is_some();
        found.extend(
            unused_suppression::unused(cx, used, is_on)
                .into_iter()
                .filter_map(|mut finding| wanted(&mut finding).then_some(finding)),
        );
    }
    found.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    found.dedup_by(|next, kept| next.span == kept.span && next.rule == kept.rule && next.message == kept.message);
    found
}
