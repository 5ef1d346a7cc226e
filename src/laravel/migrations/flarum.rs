//! Migrations of Flarum's: files that return what is to be done, as `Migration::createTable('name', function …)` or as closures
//! that get a schema builder.
//!
//! Source: `flarum/framework`, `framework/core/src/Database/{Migration,Migrator}.php`.

use std::collections::BTreeSet;

use crate::eval::{Args, Array, CallSite, HostId, Interp, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::names_of;
use crate::laravel::migrations::files::is_dated;
use crate::laravel::objects::{Connection, Thing};
use crate::references::Operation;
use crate::schema::{Change, Existence};
use crate::source::{FileId, Sources, Span};

/// The class that makes migrations.
const CLASS: &str = "Flarum\\Database\\Migration";

/// The name of the package whose migrations run before those of all others.
const CORE: &str = "flarum/core";

/// What a file that calls that class returns.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct FlarumMigration<'a> {
    /// The method in lower case.
    method: String,
    args: Args<'a>,
    at: CallSite,
}

/// Whether a file is a migration of Flarum's, by its name and what stands in it.
pub(in crate::laravel) fn is_migration(path: &str, text: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let returns = || text.contains("'up'") && text.contains("Database\\Schema\\Builder") && text.contains("return [");
    is_dated(name)
        && name.ends_with(".php")
        && folder.rsplit('/').next() == Some("migrations")
        && (text.contains(CLASS) || returns())
}

/// The folders of Flarum's migrations in the order in which they run: the core's, and then one extension after the other, each
/// behind those that it requires.
pub(in crate::laravel) fn units(sources: &Sources) -> Vec<String> {
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for (_, file) in sources.iter() {
        let Some((folder, _)) = file.path().rsplit_once('/') else { continue };
        if !folders.contains(folder) && is_migration(file.path(), file.text()) {
            folders.insert(folder);
        }
    }
    let mut waiting: Vec<(&str, String, BTreeSet<String>)> = folders
        .into_iter()
        .map(|folder| {
            let (name, requires) = package_of(sources, folder.rsplit_once('/').map_or("", |(home, _)| home));
            (folder, name, requires)
        })
        .collect();
    // `sort_by_key` keeps the others as they are.
    waiting.sort_by_key(|(_, name, _)| name != CORE);
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let names: BTreeSet<&String> = waiting.iter().map(|(_, name, _)| name).collect();
        let is_free = |(_, name, requires): &(&str, String, BTreeSet<String>)| {
            !requires.iter().any(|required| required != name && names.contains(required))
        };
        // Those that require each other come as they are.
        let next = waiting.iter().position(is_free).unwrap_or_default();
        ordered.push(waiting.remove(next).0.to_owned());
    }
    ordered
}

/// The name of the package in a folder, and what it requires.
fn package_of(sources: &Sources, home: &str) -> (String, BTreeSet<String>) {
    let path = if home.is_empty() { "composer.json".to_owned() } else { format!("{home}/composer.json") };
    let text = sources.find(&path).map_or("", |file| sources.file(file).text());
    let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let requires = json["require"].as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
    (json["name"].as_str().unwrap_or_default().to_owned(), requires)
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Migration::createTable(…)` and its like: what they give says what is to be done.
    pub(in crate::laravel) fn flarum_migration(
        cx: &mut Interp<'a, Self>,
        class: &str,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        if class.trim_start_matches('\\') != CLASS {
            return None;
        }
        let migration = FlarumMigration { method: method.to_ascii_lowercase(), args: args.clone(), at };
        Some(Value::Host(cx.host.add(Thing::FlarumMigration(Box::new(migration)))))
    }

    /// Carries out what a file returns that holds a migration. False if it is not known what that is.
    pub(crate) fn run_returned(cx: &mut Interp<'a, Self>, file: FileId) -> bool {
        let start = Span::new(file, 0, 0);
        match cx.file_value(file) {
            Value::Host(id) => {
                let Some(Thing::FlarumMigration(migration)) = cx.host.thing(id) else { return false };
                let migration = migration.clone();
                Self::run_flarum(cx, &migration);
                true
            }
            Value::Array(parts) => {
                let Some(up @ Value::Closure(_)) = parts.get_str("up") else { return false };
                let builder = cx.host.make(Thing::SchemaBuilder(Connection::Default));
                cx.call_value(up, Args::of(vec![builder], start), start);
                true
            }
            _ => false,
        }
    }

    /// A file of Flarum's that gives what nobody follows may make any table.
    pub(crate) fn open_unread(cx: &mut Interp<'a, Self>, file: FileId) {
        let source = cx.program.sources().file(file);
        if is_migration(source.path(), source.text()) {
            Self::run_unreadable(cx, file);
        }
    }

    fn run_unreadable(cx: &mut Interp<'a, Self>, file: FileId) {
        if let Some(schema) = cx.host.schema_of(&Connection::Default) {
            schema.create_unknown(Span::new(file, 0, 0), (String::new(), String::new()));
        }
    }

    fn run_flarum(cx: &mut Interp<'a, Self>, migration: &FlarumMigration<'a>) {
        let FlarumMigration { method, args, at } = migration;
        let at = *at;
        let main = Connection::Default;
        match method.as_str() {
            "createtable" => _ = Self::call_schema(cx, &main, "create", args, at),
            "createtableifnotexists" => {
                let name = args.value(0).and_then(Value::as_str);
                let schema = cx.host.schema_of(&main);
                let is_there = name.zip(schema).is_some_and(
                    |(name, schema)| matches!(schema.existence(&name), Existence::Exists(table) if !table.conditional),
                );
                if !is_there {
                    Self::call_schema(cx, &main, "create", args, at);
                }
            }
            "renametable" => _ = Self::call_schema(cx, &main, "rename", args, at),
            "addcolumns" => {
                let columns = args.value(1).cloned();
                Self::alter_flarum(cx, args, at, |cx, id| match &columns {
                    Some(Value::Array(list)) if list.is_complete() => {
                        list.entries.iter().for_each(|entry| Self::add_flarum(cx, id, entry, at));
                    }
                    _ => Self::open_flarum(cx, id, "columns of addColumns()", at),
                });
            }
            "dropcolumns" => {
                let columns = args.value(1).cloned();
                Self::alter_flarum(cx, args, at, |cx, id| match &columns {
                    Some(Value::Array(list)) if list.is_complete() => {
                        let names = list.entries.iter().filter_map(key_of).collect::<Vec<Value<'a>>>();
                        Self::call_blueprint(
                            cx,
                            id,
                            "dropColumn",
                            &Args::of(vec![Value::array(Array::list(names))], at.call),
                            at,
                        );
                    }
                    _ => Self::open_flarum(cx, id, "columns of dropColumns()", at),
                });
            }
            "renamecolumn" => {
                let rest = Args { items: args.items.get(1..).unwrap_or_default().to_vec(), ..Args::default() };
                Self::alter_flarum(cx, args, at, |cx, id| _ = Self::call_blueprint(cx, id, "renameColumn", &rest, at));
            }
            "renamecolumns" => {
                let columns = args.value(1).cloned();
                let pairs: Option<Vec<(Value<'a>, Value<'a>)>> = match &columns {
                    Some(Value::Array(list)) if list.is_complete() => {
                        list.entries.iter().map(|entry| Some((key_of(entry)?, entry.value.clone()))).collect()
                    }
                    _ => None,
                };
                match pairs {
                    // Each is a statement of its own.
                    Some(pairs) => pairs.into_iter().for_each(|(from, to)| {
                        let names = Args::of(vec![from, to], at.call);
                        Self::alter_flarum(cx, args, at, |cx, id| _ = Self::call_blueprint(cx, id, "renameColumn", &names, at));
                    }),
                    None => {
                        Self::alter_flarum(cx, args, at, |cx, id| Self::open_flarum(cx, id, "columns of renameColumns()", at));
                    }
                }
            }
            "addsettings" => Self::may_have_rows(cx, Some((&main, "settings"))),
            "addpermissions" => Self::may_have_rows(cx, Some((&main, "group_permission"))),
            other => {
                Self::gap(cx, at.call, &format!("Migration::{other}()"), "it is not supported");
                Self::run_unreadable(cx, at.call.file);
            }
        }
    }

    /// Alters the table that the first argument names.
    fn alter_flarum(
        cx: &mut Interp<'a, Self>,
        args: &Args<'a>,
        at: CallSite,
        mut change: impl FnMut(&mut Interp<'a, Self>, HostId),
    ) {
        let Some(table) = args.value(0).cloned() else { return };
        for (id, span) in Self::blueprints(cx, &Connection::Default, &table, false, Operation::SchemaAlter, at) {
            change(cx, id);
            Self::finish(cx, id, false, (Change { at: span, conditional: false }, at.call));
        }
    }

    /// `'name' => ['string', 'length' => 100, 'nullable' => true]`
    fn add_flarum(cx: &mut Interp<'a, Self>, id: HostId, entry: &crate::eval::Entry<'a>, at: CallSite) {
        let mut options = match &entry.value {
            Value::Array(options) => (**options).clone(),
            _ => Array::default(),
        };
        // `array_shift($options)`, whatever its key is.
        let first = options.entries.first().cloned();
        let ty = first.map(|first| {
            options.remove(&first.key);
            first.value
        });
        match (ty, key_of(entry)) {
            (Some(ty), Some(name)) => {
                let args = Args::of(vec![ty, name, Value::array(options)], at.call);
                Self::call_blueprint(cx, id, "addColumn", &args, at);
            }
            _ => Self::open_flarum(cx, id, "a column of addColumns()", at),
        }
    }

    fn open_flarum(cx: &mut Interp<'a, Self>, id: HostId, what: &str, at: CallSite) {
        Self::with_blueprint(cx, id, |blueprint| blueprint.open_at = blueprint.open_at.or(Some(at.call)));
        Self::gap(cx, at.call, what, "it is not written out");
    }
}

/// The key of an element as a string that knows where it is written.
fn key_of<'a>(entry: &crate::eval::Entry<'a>) -> Option<Value<'a>> {
    let text: std::rc::Rc<Text> = entry.key_text.clone()?;
    let value = Value::Str(text);
    names_of(&value, Span::new(FileId(0), 0, 0)).is_some().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_run_behind_the_core_and_what_they_require() {
        let migration = "<?php use Flarum\\Database\\Migration; return Migration::createTable('a', function () {});";
        let package = |name: &str, requires: &str| format!("{{\"name\": \"{name}\", \"require\": {{{requires}}}}}");
        let (first, core, last) =
            (package("a/first", "\"z/last\": \"*\", \"flarum/core\": \"*\""), package("flarum/core", ""), package("z/last", ""));
        let sources = Sources::from_files([
            ("extensions/first/composer.json", first.as_str()),
            ("extensions/first/migrations/2020_01_01_000000_a.php", migration),
            ("extensions/last/composer.json", last.as_str()),
            ("extensions/last/migrations/2020_01_01_000000_a.php", migration),
            ("framework/core/composer.json", core.as_str()),
            ("framework/core/migrations/2020_01_01_000000_a.php", migration),
            ("app/2020_01_01_000000_a.php", migration),
        ]);
        assert_eq!(units(&sources), ["framework/core/migrations", "extensions/last/migrations", "extensions/first/migrations"]);
    }
}
