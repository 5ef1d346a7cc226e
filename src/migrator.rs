//! Replays a project's migrations, in the order in which Laravel would run them, and gives the
//! database that they leave.

mod back;
mod dumps;
mod kept;
mod keys_off;
mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use back::{Loss, LossKind, WayBack};
pub use kept::KeptReplay;
pub use keys_off::switches_keys_off;

use crate::config::Config;
use crate::eval::{Args, CallSite, Interp, Limits, Value};
use crate::laravel::{Batch, Laravel, Migrations, Settings, is_phinx, migration_class};
use crate::php::ast::ClassKind;
use crate::php::program::{ClassDecl, Program};
use crate::references::{Gap, GapKind, TableReference};
use crate::schema::{Absence, Database, Driver, Incident, IncidentKind, Origin, Schema};
use crate::source::{FileId, Sources, Span, is_test};

/// Bounds of one migration's evaluation.
const LIMITS: Limits = Limits { steps: 2_000_000, calls: 64, turns: 4096, elements: 8192 };

/// Why a file that stands among the migrations is none.
pub(crate) const NO_CLASS: &str = "the file neither returns nor declares a class with `up()`";

/// What a replay gives.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// The database in the end.
    pub database: Database,
    /// The migrations that were replayed, in order: name and file.
    pub migrations: Vec<(String, FileId)>,
    /// Those of them that a squashed dump stands for.
    pub dumped: Vec<String>,
    /// The tables that migrations speak of, each with the call that does.
    pub tables: Vec<TableReference>,
    /// The tables whose rows triggers watch, and may fill.
    pub triggers: BTreeSet<String>,
    /// What the database would refuse.
    pub incidents: Vec<Incident>,
    /// What the migrations' statements on rows name and was never there.
    pub row_incidents: Vec<Incident>,
    /// What the migrations' ways back do, where there is something to say of them.
    pub ways_back: Vec<WayBack>,
    /// What could not be understood.
    pub gaps: Vec<Gap>,
    /// The project's settings.
    pub settings: Option<Arc<Settings>>,
}

impl Replay {
    /// Whether anything of the project itself says which tables there are: a migration, or a dump.
    #[must_use]
    pub fn knows_schema(&self) -> bool {
        let mut tables = self.database.connections.values().flat_map(|schema| schema.tables.values());
        !self.migrations.is_empty() || tables.any(|table| table.origin == Origin::Project)
    }

    /// Whether a file is one of the migrations.
    #[must_use]
    pub fn is_migration(&self, file: FileId) -> bool {
        self.migrations.iter().any(|(_, id)| *id == file)
    }
}

/// Replays all migrations of a program.
///
/// Where the migrations alter tables that nothing creates, and a squashed dump of another connection is there,
/// that connection is the one the project lives on, whatever its example of an environment says.
#[must_use]
pub fn replay(program: &Program<'_>, config: &Config) -> Replay {
    let first = replay_on(program, config, None);
    let lacks = |incident: &Incident| matches!(incident.kind, IncidentKind::TableMissing(Absence::NeverCreated));
    let lost = first.incidents.iter().filter(|incident| lacks(incident)).count();
    if lost == 0 && !first.migrations.is_empty() {
        return first;
    }
    let Some(connection) = connection_with_dump(program.sources(), first.settings.as_deref()) else { return first };
    let second = replay_on(program, config, Some(&connection));
    let still = second.incidents.iter().filter(|incident| lacks(incident)).count();
    if still < lost || (first.migrations.is_empty() && lost == 0) { second } else { first }
}

/// The connection of a squashed dump, other than the default one and those for tests.
fn connection_with_dump(sources: &Sources, settings: Option<&Settings>) -> Option<String> {
    let settings = settings?;
    let named = sources.under("database/schema/").filter_map(|(path, _)| {
        let name = path.strip_prefix("database/schema/")?;
        name.strip_suffix("-schema.sql").or_else(|| name.strip_suffix("-schema.dump")).map(str::to_owned)
    });
    let named: Vec<String> = named.collect();
    if named.contains(&settings.default_connection) {
        return None;
    }
    named.into_iter().find(|name| settings.connections.contains_key(name))
}

fn replay_on(program: &Program<'_>, config: &Config, connection: Option<&str>) -> Replay {
    let sources = program.sources();
    let settings = Settings::new(sources, program.composer(), config);
    let host = Laravel::<'_, false>::new(Arc::new(settings), Database::default());
    let mut cx = Interp::new(program, host, LIMITS);
    Laravel::read_connections(&mut cx);
    if let Some(connection) = connection {
        connection.clone_into(&mut Arc::make_mut(&mut cx.host.settings).default_connection);
        cx.host.use_default_connection();
    }
    ask_providers(&mut cx);
    Laravel::ask_switched(&mut cx, ask_providers);
    let Migrations { batches, loose, alternatives, switched, unordered, gaps } = Laravel::find_migrations(&mut cx);
    let mut all_gaps = std::mem::take(&mut cx.host.found.gaps);
    all_gaps.retain(|gap| gap.what.contains("loadMigrationsFrom"));
    all_gaps.extend(gaps);
    let beside = batches.iter().filter(|batch| batch.beside).filter_map(|batch| batch.connection.clone());
    Arc::make_mut(&mut cx.host.settings).beside = beside.collect();
    let anywhere: Vec<String> = batches.iter().filter(|batch| batch.unrun).filter_map(|batch| batch.connection.clone()).collect();
    cx.host.found.tables.clear();
    cx.host.replay.incidents.clear();
    let named: Vec<FileId> = config.schema_files().filter_map(|path| sources.find(path)).collect();
    let done: Vec<String> = if named.is_empty() {
        load_dump(&mut cx, sources)
    } else {
        named.iter().flat_map(|file| Laravel::load_dump(&mut cx, *file)).collect()
    };
    // A dump that lists no migrations is the database as it is, unless somebody says which ones come on top.
    let complete = !named.is_empty() && done.is_empty() && config.migrations.is_empty() && dumps::overlap(&cx, &batches);
    let dumped_beside = load_other_dumps(&mut cx, &mut all_gaps);
    Laravel::bring_declared(&mut cx, &config.tables);
    Laravel::bring_packages(&mut cx);
    Laravel::add_of_packages(&mut cx);
    let mut files: Vec<(String, FileId)> = Vec::new();
    let mut ways_back: Vec<WayBack> = Vec::new();
    'batches: for Batch { connection, beside, files: batch, .. } in batches {
        cx.host.replay.beside = beside && connection.is_some();
        let batch = if connection.is_none() { in_order(&mut cx, batch, &loose) } else { batch };
        for (name, file) in batch {
            let last = config.until.as_ref().filter(|until| until.migration == name);
            if last.is_some_and(|until| !until.inclusive) {
                break 'batches;
            }
            let stops = last.is_some();
            // What the dump of the default connection holds is done there.
            if connection.is_some() || !(complete || done.contains(&name)) {
                let folder = sources.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
                cx.host.replay.guessed = unordered.contains(folder);
                cx.host.replay.unordered = cx.host.replay.guessed || loose.contains(&file);
                cx.host.replay.switched = switched.contains(&file);
                let known = cx.host.replay.incidents.len();
                run(&mut cx, file, connection.as_deref(), Some(&mut ways_back));
                if alternatives.contains(&file) {
                    let is_there =
                        |kind: &IncidentKind| matches!(kind, IncidentKind::TableExists(_) | IncidentKind::ColumnExists(..));
                    let new = cx.host.replay.incidents.split_off(known);
                    cx.host.replay.incidents.extend(new.into_iter().filter(|incident| !is_there(&incident.kind)));
                }
                cx.host.use_default_connection();
                Laravel::add_of_packages(&mut cx);
            }
            if !files.iter().any(|(_, known)| *known == file) {
                files.push((name, file));
            }
            if stops {
                break 'batches;
            }
        }
    }
    all_gaps.append(&mut cx.host.found.gaps);
    open_half_read(&mut cx, &files);
    let settings = Arc::clone(&cx.host.settings);
    let mut database = std::mem::take(&mut cx.host.database);
    settings.schema_name(&settings.default_connection).clone_into(&mut database.default_connection);
    forget_copies(&mut database, &dumped_beside);
    database.places.aliases = settings.aliases();
    database.places.beside.clone_from(&settings.beside);
    database.places.fallbacks = settings.beside.iter().filter(|name| settings.leads_to_default(name)).cloned().collect();
    database.places.anywhere = anywhere;
    // Also a database without any table has a connection.
    let default = settings.connection(&settings.default_connection);
    let schema = database.connections.entry(database.default_connection.clone()).or_default();
    schema.driver = default.driver;
    schema.prefix = default.prefix;
    schema.prefix_indexes = default.prefix_indexes;
    let dumped = if complete { files.iter().map(|(name, _)| name.clone()).collect() } else { done };
    Replay {
        database,
        migrations: files,
        dumped,
        tables: std::mem::take(&mut cx.host.found.tables),
        triggers: std::mem::take(&mut cx.host.triggers),
        incidents: std::mem::take(&mut cx.host.replay.incidents),
        row_incidents: std::mem::take(&mut cx.host.replay.row_incidents),
        ways_back,
        gaps: all_gaps,
        settings: Some(settings),
    }
}

/// What a migration does where it has a syntax error, such as the marks of a merge, is not known: of the tables that it
/// changes, nobody knows all columns.
fn open_half_read<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, files: &[(String, FileId)]) {
    for (_, file) in files {
        let Some(error) = cx.program.is_parsed(*file).then(|| cx.program.file(*file).errors.first()).flatten() else { continue };
        let span = error.span;
        let mut open: Vec<String> = Vec::new();
        for table in cx.host.database.connections.values_mut().flat_map(|schema| schema.tables.values_mut()) {
            if table.history.iter().any(|event| event.at.is_some_and(|at| at.file == *file)) {
                table.open_at.get_or_insert(span);
                open.push(table.name.clone());
            }
        }
        let is_open = |name: &str| open.iter().any(|open| open.eq_ignore_ascii_case(name));
        cx.host.replay.incidents.retain(|incident| !is_open(&incident.table) && !incident.kind.target().is_some_and(is_open));
        cx.host.replay.row_incidents.retain(|incident| !open.contains(&incident.table));
    }
}

/// Lets the service providers of the project say where migrations are, how long strings are, which macros there are.
fn ask_providers<'a>(cx: &mut Interp<'a, Laravel<'a, false>>) {
    let providers: Vec<ClassDecl<'a>> = cx
        .program
        .classes()
        .filter(|class| class.decl.kind == ClassKind::Class && !class.decl.is_abstract && !class.name().is_empty())
        .filter(|class| {
            let path = cx.program.sources().path(class.file());
            !is_test(path) && cx.program.ancestors(*class)[1..].iter().any(|name| name.ends_with("ServiceProvider"))
        })
        .collect();
    for class in providers {
        // What it says counts, whether anything names it or not.
        let _ = cx.program.class(class.name());
        let at = CallSite { call: class.decl.name_span, name: class.decl.name_span };
        cx.begin();
        let object = cx.construct(class, Args::entry(), at);
        cx.begin();
        Laravel::describe_package(cx, &object, class, at);
        Laravel::bind_properties(cx, class);
        // spatie/laravel-package-tools calls these around its own `register()` and `boot()`.
        for method in ["registeringPackage", "register", "packageRegistered", "bootingPackage", "boot", "packageBooted"] {
            let declared = cx.program.method(class, method).is_some_and(|found| found.function.body.is_some());
            if declared {
                cx.run_method(&object, class, method);
            }
        }
    }
}

/// Whether a path is that of an installed package.
#[must_use]
pub fn is_vendored(path: &str) -> bool {
    path.starts_with("vendor/")
}

/// Puts migrations of which no order is known behind what they change: those that lack nothing are first. What they do in the
/// meantime is undone.
fn in_order<'a>(
    cx: &mut Interp<'a, Laravel<'a, false>>,
    files: Vec<(String, FileId)>,
    loose: &BTreeSet<FileId>,
) -> Vec<(String, FileId)> {
    let (mut waiting, mut ordered): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, file)| loose.contains(file));
    if waiting.len() < 2 || waiting.len() > MOST_LOOSE {
        ordered.extend(waiting);
        return ordered;
    }
    let before = cx.host.database.clone();
    let gaps = cx.host.found.gaps.len();
    cx.host.replay.unordered = false;
    for (_, file) in &ordered {
        run(cx, *file, None, None);
    }
    loop {
        let mut later = Vec::new();
        let count = waiting.len();
        for (name, file) in waiting {
            let known = cx.host.database.clone();
            cx.host.replay.incidents.clear();
            run(cx, file, None, None);
            let lacks = |incident: &Incident| {
                matches!(
                    incident.kind,
                    IncidentKind::TableMissing(_)
                        | IncidentKind::ColumnMissing(_)
                        | IncidentKind::IndexMissing(_)
                        | IncidentKind::TargetMissing { .. }
                        | IncidentKind::TargetColumnMissing { .. }
                )
            };
            if cx.host.replay.incidents.iter().any(lacks) {
                cx.host.database = known;
                later.push((name, file));
            } else {
                ordered.push((name, file));
            }
        }
        waiting = later;
        if waiting.is_empty() || waiting.len() == count {
            break;
        }
    }
    ordered.extend(waiting);
    cx.host.database = before;
    cx.host.found.gaps.truncate(gaps);
    cx.host.found.tables.clear();
    cx.host.replay.incidents.clear();
    cx.host.triggers.clear();
    ordered
}

/// The most migrations without an order among which one is looked for.
const MOST_LOOSE: usize = 64;

/// The names that Laravel's own configuration gives connections. A project may keep a dump for each of them, of which it uses one.
const USUAL_CONNECTIONS: [&str; 5] = ["mysql", "mariadb", "pgsql", "sqlite", "sqlsrv"];

/// Loads the squashed dumps of other connections than the default one, and gives the names of these.
fn load_other_dumps<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, gaps: &mut Vec<Gap>) -> BTreeSet<String> {
    let sources = cx.program.sources();
    let settings = Arc::clone(&cx.host.settings);
    let own = settings.schema_name(&settings.default_connection);
    let mut loaded: BTreeSet<&str> = BTreeSet::from([own]);
    for ending in ["-schema.dump", "-schema.sql"] {
        for (path, file) in sources.under("database/schema/") {
            let Some(name) = path.strip_prefix("database/schema/").and_then(|name| name.strip_suffix(ending)) else { continue };
            // One that is for tests holds what the default one does.
            if (USUAL_CONNECTIONS.contains(&name) || name.contains("test")) && !is_spoken_to(cx.program, name) {
                continue;
            }
            if !settings.connections.contains_key(name) {
                let (what, reason) = (format!("the dump {path}"), "the configuration has no connection of this name".to_owned());
                gaps.push(Gap { span: Span::new(file, 0, 0), what, reason, kind: GapKind::Other, is_named: false });
            } else if loaded.insert(settings.schema_name(name)) {
                cx.host.use_connection(name);
                Laravel::load_dump(cx, file);
                cx.host.use_default_connection();
            }
        }
    }
    loaded.into_iter().filter(|name| *name != own).map(str::to_owned).collect()
}

/// Whether code names a connection.
fn is_spoken_to(program: &Program<'_>, connection: &str) -> bool {
    let signs = ["connection('", "connection(\"", "connection = '", "connection = \"", "on('"];
    let signs = signs.map(|sign| format!("{sign}{connection}"));
    let speaks = move |path: &str, text: &str| {
        let is_code = path.ends_with(".php") && !is_test(path) && !is_vendored(path);
        is_code && signs.iter().any(|sign| text.contains(sign.as_str()))
    };
    !program.files_where(speaks).is_empty()
}

/// Forgets a dump of the usual name of a connection that holds the tables of the default one: it is for another database
/// that the same project may use, such as that of its tests.
fn forget_copies(database: &mut Database, dumped: &BTreeSet<String>) {
    let Some(own) = database.connections.get(&database.default_connection) else { return };
    let names = |schema: &Schema| schema.tables.keys().map(|name| name.to_ascii_lowercase()).collect::<BTreeSet<String>>();
    let own = names(own);
    let is_copy = |(name, schema): &(&String, &Schema)| {
        let tables = names(schema);
        dumped.contains(*name)
            && USUAL_CONNECTIONS.contains(&name.as_str())
            && !tables.is_empty()
            && tables.intersection(&own).count() * 2 > tables.len()
    };
    let copies: Vec<String> = database.connections.iter().filter(is_copy).map(|(name, _)| name.clone()).collect();
    for name in copies {
        database.connections.remove(&name);
    }
}

/// Loads the squashed dump of the default connection, if there is one, and gives the migrations that are in it.
/// (`migrate` loads `{connection}-schema.dump`, else `{connection}-schema.sql`, into an empty database.)
fn load_dump<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, sources: &Sources) -> Vec<String> {
    let name = cx.host.settings.default_connection.clone();
    let dumps = ["schema.dump", "schema.sql"].into_iter();
    let mut dumps = dumps.map(|ending| format!("database/schema/{name}-{ending}"));
    dumps.find_map(|path| sources.find(&path)).map(|file| Laravel::load_dump(cx, file)).unwrap_or_default()
}

/// The object of a migration.
fn instance<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, file: FileId) -> Option<(Value<'a>, ClassDecl<'a>)> {
    let start = Span::new(file, 0, 0);
    let object = match cx.file_value(file) {
        object @ Value::Object(_) => object,
        _ => match migration_class(cx.program, file) {
            Some(class) => cx.construct(class, Args::default(), CallSite { call: start, name: start }),
            None => {
                note(cx, start, "a migration", NO_CLASS);
                return None;
            }
        },
    };
    let Value::Object(inner) = &object else { return None };
    let class = inner.class?;
    Some((object, class))
}

/// Replays one migration, on another connection than the default one if that is given, and its way back, if there is where to
/// note what is to be said of it.
fn run<'a>(
    cx: &mut Interp<'a, Laravel<'a, false>>,
    file: FileId,
    connection: Option<&str>,
    ways_back: Option<&mut Vec<WayBack>>,
) {
    match connection {
        Some(name) => cx.host.use_connection(name),
        None => cx.host.use_default_connection(),
    }
    let start = Span::new(file, 0, 0);
    cx.begin();
    cx.host.replay.unsure = false;
    cx.host.replay.migrating = true;
    cx.host.replay.keys_off = keys_off::in_migration(cx.program, file);
    cx.host.replay.vendored = is_vendored(cx.program.sources().path(file));
    if Laravel::run_returned(cx, file) {
        if cx.is_exhausted() {
            note(cx, start, "the rest of a migration", "the evaluation reached a limit");
        }
        cx.host.use_default_connection();
        return;
    }
    let Some((object, class)) = instance(cx, file) else {
        Laravel::open_unread(cx, file);
        return;
    };
    if cx.program.method(class, "shouldRun").is_some() && cx.run_method(&object, class, "shouldRun").truth() == Some(false) {
        return;
    }
    let named = match cx.program.method(class, "getConnection") {
        Some(_) => cx.run_method(&object, class, "getConnection"),
        None => cx.property(&object, "connection"),
    };
    if let Some(name) = named.as_str() {
        cx.host.use_connection(&name);
    }
    let is_phinx = is_phinx(cx.program, class);
    if is_phinx && cx.program.method(class, "init").is_some() {
        cx.run_method(&object, class, "init");
    }
    // `change()` goes before `up()` (`Phinx\Migration\Manager\Environment::executeMigration`).
    let up = if is_phinx && cx.program.method(class, "change").is_some() { "change" } else { "up" };
    if cx.program.method(class, up).is_some() {
        let suspects = if is_phinx { Vec::new() } else { rows::suspects(cx, file) };
        let before = if is_phinx { None } else { back::Before::of(cx, class, file) };
        let begun = transaction(cx, &object, file);
        cx.host.replay.aborted = false;
        if cx.host.replay.switched {
            cx.run_method_perhaps(&object, class, up);
        } else {
            cx.run_method(&object, class, up);
        }
        let is_exhausted = cx.is_exhausted();
        if let Some(begun) = begun.filter(|_| cx.host.replay.aborted) {
            cx.host.database = begun;
        }
        Laravel::confirm(cx, suspects);
        if is_exhausted {
            note(cx, start, "the rest of a migration", "the evaluation reached a limit");
        } else if let (Some(before), Some(ways)) = (before, ways_back) {
            ways.extend(before.look_back(cx, &object, class));
        }
    } else {
        note(cx, start, "a migration", "its class has no `up()`");
    }
    cx.host.use_default_connection();
}

/// What PostgreSQL goes back to where a statement of a migration fails and the migration catches that: it runs in a transaction
/// (`Illuminate/Database/Migrations/Migrator.php`, `runMigration`). None where that cannot be.
fn transaction<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, migration: &Value<'a>, file: FileId) -> Option<Database> {
    let text = cx.program.sources().file(file).text();
    let has_pgsql = cx.host.database.connections.values().any(|schema| schema.driver == Driver::PgSql);
    if !has_pgsql || !text.contains("catch") {
        return None;
    }
    let within = cx.property(migration, "withinTransaction").truth();
    (within != Some(false)).then(|| cx.host.database.clone())
}

fn note<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, span: Span, what: &str, reason: &str) {
    let (what, reason) = (what.to_owned(), reason.to_owned());
    cx.host.found.gaps.push(Gap { span, what, reason, kind: GapKind::Other, is_named: false });
}

/// The files that hold migrations, whether they were replayed or not: those next to replayed ones.
#[must_use]
pub fn migration_folders(replay: &Replay, sources: &Sources) -> BTreeSet<String> {
    let folder = |file: FileId| sources.path(file).rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    replay.migrations.iter().map(|(_, file)| folder(*file)).collect()
}
