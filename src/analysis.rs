//! The one function that everything else is a part of or a shell around.

mod caveats;
mod deployed;
mod grounds;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::packages;
use crate::config::{Config, Target};
use crate::engine::Known;
use crate::finding::{Finding, Severity};
use crate::laravel::Settings;
use crate::migrator::{KeptReplay, Replay, replay};
use crate::phases::{Observer, Phase, Unobserved, during};
use crate::php::files::Files;
use crate::php::program::Program;
use crate::references::{Gap, GapKind, References};
use crate::rules;
use crate::schema::{Database, Origin, Table};
use crate::source::{FileId, Sources, Span};
use crate::surveyor::{Glimpse, Kept, survey, survey_at};
use crate::threads::with_threads;

pub use caveats::Caveats;
pub use deployed::{Analyze, deployed};

/// The stack of each thread, in bytes. The syntax tree's depth is bounded; walking it through a
/// chain of calls takes more than a thread has by default.
const STACK: usize = 256 << 20;

/// All that an analysis knows about a project.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// What is wrong, in the order of paths and places.
    pub findings: Vec<Finding>,
    /// The database as the migrations leave it.
    pub database: Database,
    /// The migrations, in the order in which they run.
    pub migrations: Vec<Migration>,
    /// Every reference to a table or a column that could be resolved.
    pub references: Arc<References>,
    /// What could not be understood, in the order of paths and places.
    pub gaps: Vec<Gap>,
    /// The files that were left out as a whole, because they are too much for the parser, and why.
    pub given_up: Vec<(FileId, String)>,
    /// The major version of Laravel that the project requires.
    pub laravel: u32,
    /// The oldest one that it allows.
    pub oldest_laravel: u32,
    /// The numbers.
    pub summary: Summary,
    /// What the project sets; none if there is nothing that could be analysed.
    pub settings: Option<Arc<Settings>>,
}

/// A migration.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its file's name without `.php`.
    pub name: String,
    /// Its file.
    pub file: FileId,
    /// Whether a squashed dump stands for it, so that it does not run.
    pub dumped: bool,
}

impl Analysis {
    /// Adds findings that others made of it.
    pub fn add(&mut self, findings: Vec<Finding>) {
        for finding in &findings {
            match finding.severity {
                Severity::Error => self.summary.errors += 1,
                Severity::Warning => self.summary.warnings += 1,
                Severity::Note => self.summary.notes += 1,
            }
        }
        self.findings.extend(findings);
        self.findings.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    }
}

/// The numbers that close every report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// PHP files that were looked at.
    pub files: usize,
    /// Migrations that were replayed.
    pub migrations: usize,
    /// Tables and views that exist in the end.
    pub tables: usize,
    /// References to tables and columns that were resolved.
    pub references: usize,
    /// Places that name a table or a column which could not be worked out.
    pub unresolved: usize,
    /// Of them those that name a table: resolved, and not.
    pub of_tables: (usize, usize),
    /// Of them those that name a column: resolved, and not.
    pub of_columns: (usize, usize),
    /// Places that name a table where neither a migration nor a dump says which tables there are: none of them was checked.
    pub groundless: usize,
    /// Migrations, dumps and folders of them that could not be read, so that tables may be missing.
    pub unreplayed: usize,
    /// Findings of this severity.
    pub errors: usize,
    /// Findings of this severity.
    pub warnings: usize,
    /// Findings of this severity.
    pub notes: usize,
}

impl Summary {
    /// Whether nothing at all is known of the database, so that no reference could be checked.
    #[must_use]
    pub fn knows_nothing(&self) -> bool {
        self.migrations == 0 && self.tables == 0
    }

    /// Whether so little is known of the database that a run without findings says nothing.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.groundless + self.unreplayed > 0
    }
}

/// Analyses a project. A function of its arguments: no file, clock, environment or output is touched,
/// and it returns for every input.
#[must_use]
pub fn analyze(sources: &Sources, config: &Config) -> Analysis {
    analyze_observed(sources, config, &Unobserved)
}

/// The same, while somebody is told which phase begins and ends. What is found does not depend on who that is.
#[must_use]
pub fn analyze_observed(sources: &Sources, config: &Config, observer: &dyn Observer) -> Analysis {
    with_stack(|| {
        let files = Files::new(sources);
        analyze_files(sources, &files, config, observer, None)
    })
}

/// The same, with what is known from earlier analyses of this project, which is brought up to date. What is found does not
/// depend on it.
#[must_use]
pub fn analyze_again(sources: &Sources, config: &Config, observer: &dyn Observer, known: &mut Known) -> Analysis {
    if let Some(analysis) = known.answer(sources, config) {
        return analysis;
    }
    let analysis = analyze_changed(sources, config, observer, known);
    known.keep_answer(sources, config, &analysis);
    analysis
}

fn analyze_changed(sources: &Sources, config: &Config, observer: &dyn Observer, known: &mut Known) -> Analysis {
    with_stack(|| {
        let files = during(observer, Phase::Parse, || known.take_files(sources));
        let analysis = analyze_files(sources, &files, config, observer, Some((&mut known.survey, &mut known.replay)));
        known.keep_files(files, sources);
        analysis
    })
}

/// What the code of the function, method or class around a place says of tables and columns, as a survey of the project would
/// find it there, with no time spent on anything else. The settings are those of an earlier analysis of the same files.
#[must_use]
pub fn look_at(sources: &Sources, config: &Config, settings: &Arc<Settings>, known: &mut Known, place: Span) -> Vec<Glimpse> {
    with_files(sources, known, |files| survey_at(&program(sources, files, config), settings, place))
}

/// The database as it is at a point in the order of the migrations, by what is known of the files.
#[must_use]
pub fn replay_again(sources: &Sources, config: &Config, known: &mut Known) -> Database {
    with_files(sources, known, |files| replay(&program(sources, files, config), config).database)
}

/// Does something with the trees that are known of files, and keeps those that it takes.
fn with_files<T: Send>(sources: &Sources, known: &mut Known, work: impl FnOnce(&Files) -> T + Send) -> T {
    with_stack(|| {
        let files = known.take_files(sources);
        let done = work(&files);
        known.keep_files(files, sources);
        done
    })
}

/// Does something with as much stack as the deepest syntax tree takes.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    with_threads(STACK, work)
}

/// Replays the migrations of a project, and nothing more: references and findings stay empty.
#[must_use]
pub fn replay_only(sources: &Sources, config: &Config) -> Analysis {
    replay_observed(sources, config, &Unobserved)
}

/// The same, while somebody is told which phase begins and ends.
#[must_use]
pub fn replay_observed(sources: &Sources, config: &Config, observer: &dyn Observer) -> Analysis {
    with_stack(|| {
        let files = Files::new(sources);
        let program = during(observer, Phase::Parse, || program(sources, &files, config));
        let replay = during(observer, Phase::Replay, || replay(&program, config));
        let laravel = replay.settings.as_ref().map_or(0, |settings| settings.laravel);
        let oldest_laravel = replay.settings.as_ref().map_or(0, |settings| settings.oldest_laravel);
        let migrations = migrations(&replay);
        let given_up = given_up(sources, &program, config);
        let (database, gaps, settings) = (replay.database, replay.gaps, replay.settings);
        Analysis { database, migrations, gaps, given_up, laravel, oldest_laravel, settings, ..Analysis::default() }
    })
}

/// The namespaces whose classes mean what the framework's do, whatever the project declares under their names.
const FRAMEWORK: [&str; 3] = ["Illuminate\\", "Doctrine\\DBAL\\", "Phinx\\"];

/// The project's code, and the packages that it has.
fn program<'a>(sources: &'a Sources, files: &'a Files, config: &Config) -> Program<'a> {
    let functions = config.signatures.iter().filter_map(|signature| match &signature.target {
        Target::Function(name) => name.rsplit('\\').next(),
        Target::Method { .. } => None,
    });
    let mut program = Program::calling(sources, files, &functions.collect::<Vec<_>>(), &FRAMEWORK);
    for package in &config.packages {
        // Of a version that nobody names nobody knows that it leaves its tables to the project.
        let running = packages::newest_running(&package.name).filter(|_| package.version.is_empty());
        program.assume_package(&package.name, &running.map_or_else(|| package.version.clone(), |major| major.to_string()));
    }
    program
}

fn migrations(replay: &Replay) -> Vec<Migration> {
    let entry =
        |(name, file): &(String, FileId)| Migration { name: name.clone(), file: *file, dumped: replay.dumped.contains(name) };
    replay.migrations.iter().map(entry).collect()
}

fn analyze_files(
    sources: &Sources,
    files: &Files,
    config: &Config,
    observer: &dyn Observer,
    kept: Option<(&mut Kept, &mut Option<KeptReplay>)>,
) -> Analysis {
    let program = during(observer, Phase::Parse, || program(sources, files, config));
    let mut kept = kept.map(|(survey, replay)| (survey, replay, crate::surveyor::base_prints(&program)));
    let replay = during(observer, Phase::Replay, || match &mut kept {
        Some((_, known, prints)) => KeptReplay::replay(known, &program, config, prints),
        None => Arc::new(replay(&program, config)),
    });
    let Some(settings) = replay.settings.clone() else { return Analysis::default() };
    let kept = kept.map(|(survey, _, prints)| (survey, prints));
    let references = during(observer, Phase::Survey, || survey(&program, &replay, &settings, config, observer, kept));
    let (findings, gaps, summary) = during(observer, Phase::Rules, || {
        let cx = rules::Context::new(&program, &replay, &references, &settings);
        let (findings, unjudged) = rayon::join(|| rules::check(&cx, config), || rules::unjudged(&cx));
        let unreplayed = grounds::unreplayed(&program, &replay, config);
        let gaps = gaps(sources, &program, &replay, (&references, unjudged), config);
        let summary = Summary { unreplayed, ..summary(&program, &replay, &references, &gaps, &findings, config) };
        (findings, gaps, summary)
    });
    Analysis {
        findings,
        migrations: migrations(&replay),
        // What is kept for the next analysis stays as it is.
        database: Arc::try_unwrap(replay).map_or_else(|kept| kept.database.clone(), |replay| replay.database),
        given_up: given_up(sources, &program, config),
        references,
        gaps,
        laravel: settings.laravel,
        oldest_laravel: settings.oldest_laravel,
        summary,
        settings: Some(settings),
    }
}

/// The files that the parser was spared, or that it gave up.
fn given_up(sources: &Sources, program: &Program<'_>, config: &Config) -> Vec<(FileId, String)> {
    let parsed = sources.iter().filter(|(id, file)| program.is_parsed(*id) && !config.excludes(file.path()));
    parsed.filter_map(|(id, _)| program.file(id).given_up.clone().map(|reason| (id, reason))).collect()
}

/// All that was not understood: syntax errors, migrations, references.
fn gaps(
    sources: &Sources,
    program: &Program<'_>,
    replay: &Replay,
    (references, mut unjudged): (&References, Vec<Gap>),
    config: &Config,
) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = references.gaps.clone();
    gaps.append(&mut unjudged);
    gaps.extend(replay.gaps.iter().cloned());
    for (id, file) in sources.iter() {
        if file.path().ends_with(".php") && program.is_parsed(id) && !config.excludes(file.path()) {
            let errors = program.file(id).errors.iter().filter(|_| program.file(id).given_up.is_none());
            gaps.extend(errors.map(|error| Gap {
                span: error.span,
                what: caveats::SYNTAX.to_owned(),
                reason: error.message.clone(),
                kind: GapKind::Other,
                is_named: false,
            }));
        }
    }
    let tables = replay.database.connections.values().flat_map(|schema| schema.tables.values());
    gaps.extend(tables.filter(|table| table.is_cut()).filter_map(|table| {
        let reason =
            format!("`{}` has more than 4,096 columns, indexes or foreign keys, so tablecheck does not check it", table.name);
        Some(Gap { span: table.open_at?, what: "a table".to_owned(), reason, kind: GapKind::Other, is_named: false })
    }));
    // Of installed packages it matters which tables they make.
    gaps.retain(|gap| !crate::migrator::is_vendored(sources.path(gap.span.file)) || gap.what.ends_with("Schema::create()"));
    gaps.sort();
    gaps.dedup();
    gaps
}

fn summary(
    program: &Program<'_>,
    replay: &Replay,
    references: &References,
    gaps: &[Gap],
    findings: &[Finding],
    config: &Config,
) -> Summary {
    let of = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let is_looked_at = |(id, path): (FileId, &str)| {
        path.ends_with(".php") && !crate::migrator::is_vendored(path) && (!config.excludes(path) || replay.is_migration(id))
    };
    let is_made = |table: &&Table| table.origin != Origin::Config;
    let mut rows: Vec<Span> = references.rows.iter().flat_map(|row| row.columns.iter().map(|(_, span)| *span)).collect();
    rows.sort();
    rows.dedup();
    let lost = |kind: GapKind| gaps.iter().filter(|gap| gap.kind == kind).count();
    // What is known and not judged is no more resolved than what is not known.
    let silent_at = |kind: GapKind| gaps.iter().filter(|gap| gap.kind == kind).map(|gap| gap.span).collect::<BTreeSet<Span>>();
    let (silent, silent_tables) = (silent_at(GapKind::Column), silent_at(GapKind::Table));
    let certain_tables = references.tables.iter().filter(|table| !silent_tables.contains(&table.span)).count();
    let of_tables = (certain_tables, lost(GapKind::Table));
    rows.retain(|span| !silent.contains(span));
    let certain = references.columns.iter().filter(|column| !column.open && !silent.contains(&column.span)).count();
    let of_columns = (certain + rows.len(), lost(GapKind::Column));
    Summary {
        files: program.sources().iter().filter(|(id, file)| is_looked_at((*id, file.path()))).count(),
        migrations: replay.migrations.len(),
        tables: replay.database.connections.values().flat_map(|schema| schema.tables.values()).filter(is_made).count(),
        references: of_tables.0 + of_columns.0,
        unresolved: of_tables.1 + of_columns.1,
        of_tables,
        of_columns,
        groundless: if replay.knows_schema() { 0 } else { of_tables.0 },
        unreplayed: 0,
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        notes: of(Severity::Note),
    }
}
