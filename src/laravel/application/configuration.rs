//! `config()` and `env()`, answered from the project's files.

use std::rc::Rc;
use std::sync::Arc;

use crate::eval::{Args, Array, Interp, Key, ROOT, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::Settings;
use crate::laravel::application::settings::ConnectionSettings;
use crate::php::program::Program;

/// Stands around a variable of the environment where its name matters.
const VARIABLE: char = '\u{1}';
/// Stands between its name and its value.
const VALUE: char = '\u{2}';

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `env('NAME', default)`
    pub(in crate::laravel) fn env(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        let Some(name) = args.value(0).and_then(Value::as_str) else { return Value::Unknown(Why::Config) };
        if cx.host.application.identifies {
            return Self::env_by_name(cx, &name, args.value(1));
        }
        let value = match cx.host.settings.env.get(&*name).map(String::as_str) {
            Some("true" | "(true)") => Value::Bool(true),
            Some("false" | "(false)") => Value::Bool(false),
            Some("null" | "(null)") => Value::Null,
            Some(value) => Value::string(value),
            // What a package has for a default is not the connection of the application that installs it.
            None if *name == *"DB_CONNECTION" && cx.program.sources().find("config/database.php").is_none() => {
                Value::string(cx.host.settings.default_connection.clone())
            }
            None => args.value(1).cloned().unwrap_or(Value::Null),
        };
        // A file of the configuration gives what it says; what is asked of that counts.
        if cx.function().is_some() { Self::switched_by_environment(cx, &name, value) } else { value }
    }

    /// `env()` where not only the value matters, but also which variable gives it.
    fn env_by_name(cx: &mut Interp<'a, Self>, name: &str, default: Option<&Value<'a>>) -> Value<'a> {
        let set = cx.host.settings.env.get(name).filter(|value| !value.is_empty());
        match (set, default.and_then(Value::as_str)) {
            // A variable that is not set gives way to the one that the default asks for.
            (None, Some(other)) if other.contains(VARIABLE) => Value::string(&*other),
            (set, _) => Value::string(format!("{VARIABLE}{name}{VALUE}{}{VARIABLE}", set.map_or("", String::as_str))),
        }
    }

    /// `config('file.key.key', default)`
    pub(in crate::laravel) fn config(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        let Some(first) = args.value(0) else { return cx.host.make(crate::laravel::objects::Thing::Config) };
        let Some(key) = first.as_str() else { return Value::Unknown(Why::Config) };
        let default = args.value(1).cloned();
        let value = match Self::config_value(cx, &key) {
            Value::Null => default.unwrap_or(Value::Null),
            Value::Unknown(why) => match default {
                // The value may be set elsewhere; the default is what the code expects it to be.
                Some(default) if !matches!(default, Value::Null) => default,
                _ => Value::Unknown(why),
            },
            value => value,
        };
        Self::switched(cx, Some(&key), value)
    }

    /// `config(['key' => value])`, `Config::set('key', value)`: followed where the code runs in its order. A
    /// survey meets code in no order, and keeps what the files say.
    pub(in crate::laravel) fn set_config(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        if EXPLORE {
            return Value::Null;
        }
        let set = match (args.value(0), args.value(1)) {
            (Some(Value::Array(list)), _) => list
                .entries
                .iter()
                .filter_map(|entry| match &entry.key {
                    Key::Str(key) => Some((key.to_string(), entry.value.clone())),
                    Key::Int(_) => None,
                })
                .collect(),
            (Some(key), value) => match key.as_str() {
                Some(key) => vec![(key.to_string(), value.cloned().unwrap_or(Value::Null))],
                None => Vec::new(),
            },
            (None, _) => Vec::new(),
        };
        for (key, value) in set {
            let before = Self::config_value(cx, &key);
            let value = if cx.uncertain > 0 { crate::eval::join(&before, &value) } else { value };
            cx.host.application.config_set.retain(|(known, _)| *known != key);
            cx.host.application.config_set.push((key, value));
        }
        Value::Null
    }

    /// The value of a key: as code set it, else as the project's files have it.
    pub(in crate::laravel) fn config_value(cx: &mut Interp<'a, Self>, key: &str) -> Value<'a> {
        let mut value: Option<Value<'a>> = None;
        for (set, new) in cx.host.application.config_set.clone() {
            if let Some(rest) = key.strip_prefix(&set).filter(|rest| rest.is_empty() || rest.starts_with('.')) {
                let parts: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
                value = Some(Self::value_below(new, &parts));
            } else if let Some(rest) = set.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')) {
                let before = value.take().unwrap_or_else(|| Self::config_in_files(cx, key));
                let mut whole = match before {
                    Value::Array(array) => (*array).clone(),
                    Value::Null => Array::default(),
                    _ => Array::open_if(true),
                };
                set_below(&mut whole, &rest.split('.').collect::<Vec<_>>(), new);
                value = Some(Value::array(whole));
            }
        }
        value.unwrap_or_else(|| Self::config_in_files(cx, key))
    }

    /// The value of a key, as the project's files have it.
    fn config_in_files(cx: &mut Interp<'a, Self>, key: &str) -> Value<'a> {
        if key == "database.default" {
            return Value::string(cx.host.application.default_connection.clone());
        }
        let parts: Vec<&str> = key.split('.').collect();
        let (mut empty, mut lacking) = (false, false);
        // The application's own files (also in folders: `config/lunar/database.php`), then what packages merge.
        for length in (1..=parts.len()).rev() {
            let (name, rest) = parts.split_at(length);
            let own = cx.program.find(&format!("config/{}.php", name.join("/")));
            let merged = cx.host.settings.merged_config.get(&name.join(".")).copied();
            let files: Vec<crate::source::FileId> = [own, merged].into_iter().flatten().collect();
            lacking |= !files.is_empty();
            match Self::value_in_files(cx, &files, rest) {
                Some(Value::Null) => empty = true,
                Some(Value::Array(array)) if rest.is_empty() => {
                    let mut whole = (*array).clone();
                    add_defaults(&mut whole, key);
                    return Value::array(whole);
                }
                Some(value) => return value,
                None => {}
            }
        }
        if empty {
            return Value::Null;
        }
        if let Some(value) = default_of(key) {
            return value;
        }
        if lacking {
            // What a package's own file leaves out, the one that its users publish and edit may have.
            return if Self::is_package(cx) { Value::Unknown(Why::Config) } else { Value::Null };
        }
        match config_file(cx.program, parts[0]) {
            Some(file) => Self::value_in_file(cx, file, &parts[1..]),
            None => Self::in_nameless_file(cx, &parts[1..]).unwrap_or(Value::Unknown(Why::Config)),
        }
    }

    /// What a package's `config/config.php` says, which its provider merges under the package's name: by itself, or as a parent that is
    /// not here does it.
    fn in_nameless_file(cx: &mut Interp<'a, Self>, rest: &[&str]) -> Option<Value<'a>> {
        if rest.is_empty() || !Self::is_package(cx) {
            return None;
        }
        let file = cx.program.find("config/config.php").or_else(|| cx.program.find("src/config/config.php"))?;
        Some(Self::value_in_file(cx, file, rest)).filter(|value| !matches!(value, Value::Null | Value::Unknown(_)))
    }

    /// The value under the rest of a key in files of which the first ones are merged over the others, as `mergeConfigFrom` does it:
    /// key by key of the uppermost level. None where none of them has the key.
    fn value_in_files(cx: &mut Interp<'a, Self>, files: &[crate::source::FileId], rest: &[&str]) -> Option<Value<'a>> {
        let Some(first) = rest.first() else {
            let mut whole: Option<Value<'a>> = None;
            for file in files.iter().rev() {
                let value = cx.file_value(*file);
                whole = Some(match (whole, value) {
                    (Some(Value::Array(below)), Value::Array(above)) => {
                        let mut merged = (*below).clone();
                        for entry in &above.entries {
                            merged.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
                        }
                        merged.open |= above.open;
                        Value::array(merged)
                    }
                    (_, value) => value,
                });
            }
            return whole;
        };
        for file in files {
            let value = cx.file_value(*file);
            let lacks = match &value {
                Value::Array(array) => !array.open && array.get(&key_of(first)).is_none(),
                Value::Null => true,
                _ => false,
            };
            if !lacks {
                return Some(Self::value_below(value, rest));
            }
        }
        None
    }

    /// The value under the rest of a key in the array that a file returns.
    fn value_in_file(cx: &mut Interp<'a, Self>, file: crate::source::FileId, rest: &[&str]) -> Value<'a> {
        let value = cx.file_value(file);
        Self::value_below(value, rest)
    }

    /// The value under the rest of a key.
    fn value_below(mut value: Value<'a>, rest: &[&str]) -> Value<'a> {
        for part in rest {
            let index = key_of(part);
            value = match value {
                Value::Array(array) => match array.get(&index) {
                    Some(entry) => entry.value.clone(),
                    None if array.open => Value::Unknown(Why::Config),
                    None => Value::Null,
                },
                Value::Null => Value::Null,
                _ => Value::Unknown(Why::Config),
            };
        }
        value
    }

    /// `mergeConfigFrom(path, key)` of a service provider.
    pub(in crate::laravel) fn merge_config(cx: &mut Interp<'a, Self>, args: &Args<'a>) {
        let (Some(path), Some(key)) = (args.value(0).and_then(Value::as_str), args.value(1).and_then(Value::as_str)) else {
            return;
        };
        if let Some(file) = cx.find_file(&path) {
            Arc::make_mut(&mut cx.host.settings).merged_config.entry(key.to_string()).or_insert(file);
        }
    }

    /// `publishes([path => config_path('key.php')])`: what the application gets a copy of, where nothing of the key is merged.
    pub(in crate::laravel) fn publish_config(cx: &mut Interp<'a, Self>, from: &str, to: &str) {
        let Some(key) = to
            .trim_start_matches(ROOT)
            .trim_start_matches('/')
            .strip_prefix("config/")
            .and_then(|name| name.strip_suffix(".php"))
        else {
            return;
        };
        if let Some(file) = cx.find_file(from).filter(|_| !key.contains('/')) {
            Arc::make_mut(&mut cx.host.settings).merged_config.entry(key.to_owned()).or_insert(file);
        }
    }

    /// Works out which connections lead to the same database: those whose settings ask for the same variables of the
    /// environment, and those for which these have the same values.
    fn identify(cx: &Interp<'a, Self>, file: crate::source::FileId, settings: &mut Settings) {
        let mut host = Laravel::<'a, EXPLORE>::new(Arc::clone(&cx.host.settings), crate::schema::Database::default());
        host.application.identifies = true;
        let mut asking = Interp::new(cx.program, host, crate::eval::Limits { steps: 50_000, calls: 8, turns: 64, elements: 64 });
        let value = asking.file_value(file);
        let Some(Value::Array(connections)) = Interp::<'a, Self>::member(&value, "connections") else { return };
        for entry in &connections.entries {
            if let (Key::Str(name), Value::Array(facts)) = (&entry.key, &entry.value)
                && let Some(connection) = settings.connections.get_mut(&**name)
            {
                connection.identity = identity_of(connection, facts);
            }
        }
    }

    /// Reads the connections of `config/database.php` into the settings.
    pub fn read_connections(cx: &mut Interp<'a, Self>) {
        let Some(id) = config_file(cx.program, "database") else {
            Arc::make_mut(&mut cx.host.settings).override_connections();
            return;
        };
        let value = cx.file_value(id);
        let mut settings: Settings = (*cx.host.settings).clone();
        if let Some(name) = Interp::<'a, Self>::member(&value, "default").and_then(Value::as_str)
            && !name.is_empty()
        {
            settings.default_connection = name.to_string();
        }
        if let Some(Value::Array(connections)) = Interp::<'a, Self>::member(&value, "connections") {
            for entry in &connections.entries {
                if let (Key::Str(name), Value::Array(facts)) = (&entry.key, &entry.value) {
                    settings.connections.insert(name.to_string(), connection_of(name, facts));
                }
            }
        }
        Self::identify(cx, id, &mut settings);
        settings.override_connections();
        // A name up to Laravel 10, an array with the name from 11 on.
        let migrations = Interp::<'a, Self>::member(&value, "migrations").cloned();
        let table = migrations.and_then(|value| match value.as_str() {
            Some(name) => Some(name),
            None => Interp::<'a, Self>::member(&value, "table").and_then(Value::as_str),
        });
        if let Some(table) = table {
            settings.migrations_table = table.to_string();
        }
        // A driver that is asked for is best served by the project's own connection of that driver.
        if let Some(driver) = settings.forced_driver {
            let current = settings.connections.get(&settings.default_connection).map(|c| c.driver);
            let own = settings.connections.iter().find(|(name, c)| **name == driver.as_str() && c.driver == driver);
            if current != Some(driver)
                && let Some((name, _)) = own
            {
                settings.default_connection.clone_from(name);
                // What else asks for the variable gets the answer that fits.
                settings.env.insert("DB_CONNECTION".to_owned(), settings.default_connection.clone());
            }
        }
        cx.host.settings = Arc::new(settings);
        cx.host.use_default_connection();
    }
}

/// The key of an array that a part of a dotted key stands for.
fn key_of(part: &str) -> Key {
    part.parse::<i64>().map_or_else(|_| Key::Str(Rc::from(part)), Key::Int)
}

/// What a well-known package's own configuration says of a key.
fn default_of<'a>(key: &str) -> Option<Value<'a>> {
    let mut defaults = Array::default();
    for (rest, value) in crate::catalog::packages::config_defaults(key) {
        let value = value.map_or(Value::Null, Value::string);
        if rest.is_empty() {
            return Some(value);
        }
        set_below(&mut defaults, &rest.split('.').collect::<Vec<_>>(), value);
    }
    // What the package's file has besides is not listed.
    defaults.open = true;
    (!defaults.entries.is_empty()).then(|| Value::array(defaults))
}

/// Adds to the application's file of a package's configuration what the package merges below it.
fn add_defaults(array: &mut Array<'_>, key: &str) {
    if let Some(Value::Array(defaults)) = default_of(key) {
        let missing = defaults.entries.iter().filter(|entry| array.get(&entry.key).is_none());
        for entry in missing.cloned().collect::<Vec<_>>() {
            array.set(entry.key, None, entry.value);
        }
    }
}

/// Sets the value under a dotted key, whose parts are given.
fn set_below<'a>(array: &mut Array<'a>, parts: &[&str], value: Value<'a>) {
    let Some((first, rest)) = parts.split_first() else { return };
    let key = Key::Str(Rc::from(*first));
    if rest.is_empty() {
        array.set(key, None, value);
        return;
    }
    let mut inner = match array.get(&key).map(|entry| &entry.value) {
        Some(Value::Array(inner)) => (**inner).clone(),
        _ => Array::default(),
    };
    set_below(&mut inner, rest, value);
    array.set(key, None, Value::array(inner));
}

fn connection_of(name: &str, facts: &Array<'_>) -> ConnectionSettings {
    let text = |key: &str| facts.get_str(key).and_then(Value::as_str);
    let named = text("driver").filter(|driver| !driver.is_empty());
    let known = named.as_ref().and_then(|driver| driver.parse().ok());
    let unknown_driver = named.filter(|driver| known.is_none() && !driver.contains(VARIABLE)).map(|driver| driver.to_string());
    let driver = known.or_else(|| name.parse().ok());
    // `modes` replaces what `strict` would set (Illuminate/Database/Connectors/MySqlConnector.php).
    let strict = match facts.get_str("modes") {
        Some(Value::Array(modes)) if !modes.entries.is_empty() => {
            let mode = |value: &Value<'_>| value.as_str().is_some_and(|mode| mode.to_ascii_uppercase().starts_with("STRICT"));
            modes.entries.iter().any(|entry| mode(&entry.value))
        }
        _ => facts.get_str("strict").and_then(Value::truth) != Some(false),
    };
    ConnectionSettings {
        strict,
        driver: driver.unwrap_or_default(),
        unknown_driver,
        charset: text("charset").map(|charset| charset.to_string()),
        database: text("database").filter(|name| !name.is_empty()).map(|name| name.to_string()),
        search_path: search_path(facts.get_str("search_path").or_else(|| facts.get_str("schema"))),
        identity: [None, None],
        prefix: text("prefix").map(|prefix| prefix.to_string()).unwrap_or_default(),
        prefix_indexes: facts.get_str("prefix_indexes").and_then(Value::truth).unwrap_or(false),
    }
}

/// PostgreSQL's search path: a list, or a text with commas. The schema that is called as the user is nobody's here.
fn search_path(value: Option<&Value<'_>>) -> Vec<String> {
    let texts: Vec<Rc<str>> = match value {
        Some(Value::Array(list)) => list.entries.iter().filter_map(|entry| entry.value.as_str()).collect(),
        Some(value) => value.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    let names = texts.iter().flat_map(|text| text.split(',')).map(|name| name.trim().trim_matches(['"', '\'']));
    names.filter(|name| !name.is_empty() && *name != "$user").map(str::to_owned).collect()
}

/// What makes a connection lead to the database that it leads to, by the names of variables and by their values.
fn identity_of(connection: &ConnectionSettings, facts: &Array<'_>) -> [Option<String>; 2] {
    let text = |key: &str| facts.get_str(key).and_then(Value::as_str).unwrap_or_default();
    let database = text("database");
    // What is no SQL database is none of those that are, whatever their names.
    let of_others = !text("driver").is_empty() && text("driver").parse::<crate::schema::Driver>().is_err();
    if of_others && !text("driver").contains(VARIABLE) {
        return [None, None];
    }
    // A database in memory is everybody's own; one without a name is chosen at run time.
    if database.is_empty() || *database == *":memory:" {
        return [None, None];
    }
    let driver = if connection.driver.is_mysql() { crate::schema::Driver::MySql } else { connection.driver };
    let kind = format!("{driver} {} {}", connection.prefix, connection.search_path.join(","));
    let named = database.contains(VARIABLE).then(|| {
        // Wherever it is: a replica has another host.
        [text("url"), Rc::clone(&database)].iter().map(|text| resolved(text, false)).collect::<Vec<_>>().join(" ")
    });
    let host = ["host", "port", "unix_socket"].map(|key| resolved(&text(key), true)).join(" ");
    // Most projects have a variable for a URL and do not set it.
    let url = Some(resolved(&text("url"), true)).filter(|url| !url.starts_with('$')).unwrap_or_default();
    let valued = resolved(&database, true);
    [named.map(|named| format!("{kind} {named}")), Some(format!("{kind} {url} {host} {valued}"))]
}

/// A text in which variables stand, these as their values (where they have any), or as their names.
fn resolved(text: &str, by_value: bool) -> String {
    let variable = |part: &str| match part.split_once(VALUE) {
        Some((_, value)) if by_value && !value.is_empty() => value.to_owned(),
        Some((name, _)) => format!("${name}"),
        None => part.to_owned(),
    };
    text.split(VARIABLE).map(variable).collect()
}

/// The file of a configuration's name: the application's own, else that of a package inside the project.
pub(in crate::laravel) fn config_file(program: &Program<'_>, name: &str) -> Option<crate::source::FileId> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    let own = format!("config/{name}.php");
    if let Some(id) = program.find(&own) {
        return Some(id);
    }
    // Some applications keep theirs elsewhere (`app/Config/database.php`), packages have their own.
    let is_config = |path: &str| {
        let mut parts = path.rsplit('/');
        parts.next().and_then(|file| file.strip_suffix(".php")).is_some_and(|file| file == name)
            && parts.next().is_some_and(|folder| folder.eq_ignore_ascii_case("config"))
            && !parts.any(|part| matches!(part, "tests" | "Tests" | "stubs"))
    };
    let file = format!("{name}.php");
    let found = program.named(&file).filter(|(_, path)| is_config(path));
    found.min_by_key(|(_, path)| (path.matches('/').count(), *path)).map(|(id, _)| id)
}
