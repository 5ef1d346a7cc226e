//! Tables of packages whose migrations run by themselves: made from what `rules/packages.yaml` knows of them.

use crate::catalog::packages::{self, Argument, Column, Package};
use crate::eval::{Args, Array, CallSite, Entry, Host, HostId, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Blueprint, Connection, Thing};
use crate::schema::{Change, Origin, Table, TableKind};
use crate::source::{FileId, Span};

/// A place where nothing is written: these tables are written nowhere in the project.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// What says how orchestra/testbench sets up the application in which a package's tests run.
const TESTBENCH: &str = "testbench.yaml";

/// What of it says which migrations run: a list of folders, one, or whether those of the framework do.
#[derive(Default, serde::Deserialize)]
struct Testbench {
    #[serde(default)]
    migrations: serde_yaml::Value,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The required packages whose migrations run by themselves.
    fn running_packages(cx: &Interp<'a, Self>) -> Vec<&'static Package> {
        let composer = cx.program.composer();
        let version = |package: &str| composer.version(package).and_then(|version| version.first().copied());
        let ignored = &cx.host.application.discovered.ignored;
        // Of what is installed, the packages' own migrations are there.
        let installed = |package: &Package| cx.program.under(&format!("vendor/{}/", package.name)).next().is_some();
        let refused = |package: &Package| package.ignored_by.as_ref().is_some_and(|class| ignored.contains(class));
        let runs = |package: &&Package| !installed(package) && !refused(package);
        let told = Self::run_by_testbench(cx);
        let mut running: Vec<&'static Package> = packages::running(version).filter(runs).collect();
        for package in packages::all().iter().filter(|package| told.contains(&package.name) && !installed(package)) {
            if running.iter().all(|known| known.name != package.name) {
                running.push(package);
            }
        }
        running
    }

    /// The packages whose migrations a package's own tests run: `migrations: [vendor/laravel/fortify/database/migrations]` in
    /// `testbench.yaml`.
    fn run_by_testbench(cx: &Interp<'a, Self>) -> Vec<String> {
        let Some(file) = cx.program.find(TESTBENCH) else { return Vec::new() };
        let told: Testbench = serde_yaml::from_str(cx.program.sources().file(file).text()).unwrap_or_default();
        let folders = match &told.migrations {
            serde_yaml::Value::Sequence(folders) => folders.iter().filter_map(serde_yaml::Value::as_str).collect(),
            folder => folder.as_str().into_iter().collect::<Vec<_>>(),
        };
        let below = folders.into_iter().filter_map(|folder| folder.trim_start_matches(['.', '/']).strip_prefix("vendor/"));
        let named = below.filter_map(|folder| {
            let mut parts = folder.split('/');
            Some(format!("{}/{}", parts.next()?, parts.next()?))
        });
        named.collect()
    }

    /// Whether a path is that of an installed package whose migrations the project refuses.
    pub(in crate::laravel) fn is_ignored(cx: &Interp<'a, Self>, path: &str) -> bool {
        let Some(path) = path.strip_prefix("vendor/") else { return false };
        let is_of = |package: &&Package| path.strip_prefix(package.name.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let ignored = &cx.host.application.discovered.ignored;
        packages::all()
            .iter()
            .filter(is_of)
            .any(|package| package.ignored_by.as_ref().is_some_and(|class| ignored.contains(class)))
    }

    /// Makes the tables of packages that are not there yet.
    pub(crate) fn bring_packages(cx: &mut Interp<'a, Self>) {
        cx.host.application.discovered.running = Self::running_packages(cx);
        for package in cx.host.application.discovered.running.clone() {
            let connection = package.connection.as_deref().and_then(|key| Self::config_value(cx, key).as_str());
            let connection = connection.map_or(Connection::Default, Connection::Named);
            for (name, columns) in package.tables() {
                if cx.host.schema_of(&connection).is_none_or(|schema| schema.table(name).is_some()) {
                    continue;
                }
                // Of a table whose columns are not listed nothing is known but that it may be there.
                let change = Change { at: NOWHERE, conditional: columns.is_none() };
                match columns {
                    Some(columns) => Self::draw(cx, &connection, name, &columns, Some(change)),
                    None => {
                        if let Some(schema) = cx.host.schema_of(&connection) {
                            schema.create_table(name, TableKind::Table, change);
                            if let Some(table) = schema.table_mut(name) {
                                table.open_at = Some(NOWHERE);
                            }
                        }
                    }
                }
                let Some(schema) = cx.host.schema_of(&connection) else { continue };
                schema.history.retain(|event| event.at != NOWHERE);
                if let Some(table) = schema.table_mut(name) {
                    table.origin = Origin::Package;
                    forget_places(table);
                }
            }
        }
    }

    /// Adds the columns that packages give to tables of the project, as soon as these are there.
    pub(crate) fn add_of_packages(cx: &mut Interp<'a, Self>) {
        for package in cx.host.application.discovered.running.clone() {
            for (name, columns) in package.adds() {
                let Some(table) = cx.host.schema_of(&Connection::Default).and_then(|schema| schema.table(name)) else { continue };
                let known: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
                let is_new = |column: &&Column| match column.0.first().map(|call| call.arguments.as_slice()) {
                    Some([Argument::Text(name), ..]) => !known.contains(name),
                    _ => false,
                };
                let missing: Vec<Column> = columns.iter().filter(is_new).cloned().collect();
                let done = cx.host.application.discovered.added.contains(&(package.name.as_str(), name));
                if done || missing.is_empty() {
                    continue;
                }
                cx.host.application.discovered.added.push((package.name.as_str(), name));
                Self::draw(cx, &Connection::Default, name, &missing, None);
                if let Some(table) = cx.host.schema_of(&Connection::Default).and_then(|schema| schema.table_mut(name)) {
                    for column in &mut table.columns {
                        column.of_package |= column.defined_at == Some(NOWHERE);
                    }
                    forget_places(table);
                }
            }
        }
    }

    /// silber/bouncer's `Models::table('roles')`, by which its published migration names its tables: the name itself
    /// unless `Bouncer::tables([...])` gave another (`src/Database/Models.php`).
    pub(in crate::laravel) fn call_bouncer(cx: &mut Interp<'a, Self>, method: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let given = args.value(0)?;
        match method.to_ascii_lowercase().as_str() {
            "table" => {
                let name = given.as_str()?;
                let renamed = cx.host.application.discovered.bouncer_tables.iter().rev().find_map(|map| match map {
                    Some((from, to)) if **from == *name => Some(Value::string(to)),
                    Some(_) => None,
                    None => Some(Value::Unknown(Why::Config)),
                });
                Some(renamed.unwrap_or_else(|| given.clone()))
            }
            "tables" | "settables" => {
                let pair = |entry: &Entry<'a>| match &entry.key {
                    Key::Str(from) => Some((from.to_string(), entry.value.as_str()?.to_string())),
                    Key::Int(_) => None,
                };
                let pairs = match given {
                    Value::Array(list) if !list.open => list.entries.iter().map(pair).collect(),
                    _ => vec![None],
                };
                cx.host.application.discovered.bouncer_tables.extend(pairs);
                None
            }
            _ => None,
        }
    }

    /// `NestedSet::columns($table)` and `NestedSet::dropColumns($table)` (kalnoy/nestedset).
    pub(in crate::laravel) fn nested_set(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let Some(Value::Host(id)) = args.value(0) else { return None };
        let word = match method.to_ascii_lowercase().as_str() {
            "columns" => "nestedSet",
            "dropcolumns" => "dropNestedSet",
            _ => return None,
        };
        Self::call_blueprint(cx, *id, word, &Args::default(), at)
    }

    /// Runs a Blueprint that consists of these columns.
    fn draw(cx: &mut Interp<'a, Self>, connection: &Connection, table: &str, columns: &[Column], created: Option<Change>) {
        let at = CallSite { call: NOWHERE, name: NOWHERE };
        let blueprint = Blueprint {
            table: Some(table.into()),
            connection: connection.clone(),
            creates: created.is_some(),
            commands: Vec::new(),
            after: None,
            temporary: false,
            open_at: None,
            unsure_indexes: false,
            charset: None,
            of_phinx: false,
            is_foreign: false,
        };
        cx.begin();
        let id: HostId = cx.host.add(Thing::Blueprint(Box::new(blueprint)));
        for Column(calls) in columns {
            let mut receiver = Value::Host(id);
            for call in calls {
                let arguments = Args::of(call.arguments.iter().map(value_of).collect(), NOWHERE);
                let Some(value) = <Self as Host<'a>>::call_method(cx, &receiver, &call.method, &arguments, at) else { break };
                receiver = value;
            }
        }
        cx.host.replay.drawn = true;
        cx.host.apply(id, created, false);
        cx.host.replay.drawn = false;
    }

    /// Makes room for a table that the project makes itself, if a package's or a declared one was there.
    pub(in crate::laravel) fn replace_of_package(&mut self, connection: &Connection, name: &str) {
        if let Some(schema) = self.schema_of(connection)
            && schema.tables.get(name).is_some_and(|table| matches!(table.origin, Origin::Package | Origin::Config))
        {
            schema.tables.remove(name);
        }
    }
}

fn value_of<'a>(argument: &Argument) -> Value<'a> {
    match argument {
        Argument::Null => Value::Null,
        Argument::Bool(value) => Value::Bool(*value),
        Argument::Int(value) => Value::Int(*value),
        Argument::Text(text) => Value::string(text),
        Argument::List(list) => Value::array(Array::list(list.iter().map(value_of))),
    }
}

/// Takes away the places that stand for none.
fn forget_places(table: &mut Table) {
    let forget = |place: &mut Option<Span>| *place = place.filter(|place| *place != NOWHERE);
    forget(&mut table.defined_at);
    table.columns.iter_mut().for_each(|column| forget(&mut column.defined_at));
    table.indexes.iter_mut().for_each(|index| forget(&mut index.defined_at));
    table.foreign_keys.iter_mut().for_each(|key| forget(&mut key.defined_at));
    table.history.retain(|event| event.at != Some(NOWHERE));
}
