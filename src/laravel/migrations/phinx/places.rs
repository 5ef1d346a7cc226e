//! Where migrations lie that are written for Phinx, and what its configuration says of them.
//!
//! Source: `cakephp/phinx`, `src/Phinx/Config/Config.php`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{is_file_name, is_migration};
use crate::catalog::phinx::phinx;
use crate::eval::{Array, Interp, ROOT, Value, relative_path};
use crate::laravel::Laravel;
use crate::schema::Driver;
use crate::source::{FileId, is_test};

/// The names of its configuration (`Phinx\Console\Command\AbstractCommand::locateConfigFile`).
const FILES: [&str; 4] = ["phinx.php", "phinx.json", "phinx.yaml", "phinx.yml"];

/// The table in which it lists the migrations that ran, unless the configuration says otherwise.
const LOG: &str = "phinxlog";

/// What stands for the folder of the configuration.
const CONFIG_DIR: &str = "%%PHINX_CONFIG_DIR%%";

/// Folders with migrations.
#[derive(Debug, Default)]
pub(in crate::laravel) struct PhinxFolders {
    /// Those that run.
    pub(in crate::laravel) run: Vec<String>,
    /// Others: the configuration names some, and not these.
    pub(in crate::laravel) rest: Vec<String>,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The folders with migrations: those that the configuration names, where it names any that are there, else all.
    pub(in crate::laravel) fn phinx_folders(cx: &mut Interp<'a, Self>) -> PhinxFolders {
        let sources = cx.program.sources();
        let aside = |folder: &str| folder.split('/').any(|part| matches!(part, "fixtures" | "stubs" | "examples" | "_files"));
        let mut all: BTreeSet<&str> = BTreeSet::new();
        for (file, source) in sources.iter() {
            let (folder, name) = source.path().rsplit_once('/').unwrap_or(("", source.path()));
            let is_candidate = is_file_name(name) && !all.contains(folder) && !is_test(source.path()) && !aside(folder);
            if is_candidate && !crate::migrator::is_vendored(source.path()) && is_phinx(cx, file) {
                all.insert(folder);
            }
        }
        if all.is_empty() {
            return PhinxFolders::default();
        }
        let log = &mut Arc::make_mut(&mut cx.host.settings).phinx_log;
        log.get_or_insert_with(|| LOG.to_owned());
        let named: Vec<String> = Self::phinx_configurations(cx).into_iter().flatten().collect();
        let is_named = |folder: &&str| named.iter().any(|pattern| fits(folder, pattern));
        let (run, rest): (Vec<&str>, Vec<&str>) = all.iter().copied().partition(is_named);
        let owned = |folders: Vec<&str>| folders.into_iter().map(str::to_owned).collect();
        if run.is_empty() {
            return PhinxFolders { run: owned(rest), rest: Vec::new() };
        }
        PhinxFolders { run: owned(run), rest: owned(rest) }
    }

    /// Reads the configurations: each with the paths that it names, relative to the root.
    fn phinx_configurations(cx: &mut Interp<'a, Self>) -> Vec<Vec<String>> {
        let program = cx.program;
        let files = FILES.iter().flat_map(|name| program.named(name));
        let files: Vec<(FileId, String)> = files
            .filter(|(_, path)| !crate::migrator::is_vendored(path) && !is_test(path))
            .map(|(file, path)| (file, path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()))
            .collect();
        let mut found = Vec::new();
        for (file, folder) in files {
            let path = cx.program.sources().path(file);
            let value = if path.ends_with(".php") {
                cx.begin();
                cx.file_value(file)
            } else {
                let text = cx.program.sources().file(file).text();
                // What is JSON is YAML, too.
                serde_yaml::from_str(text).map_or(Value::Null, |value| from_yaml(&value))
            };
            let Value::Array(config) = value else { continue };
            Self::take_phinx(cx, &config);
            let paths = config.get_str("paths").and_then(|paths| match paths {
                Value::Array(paths) => paths.get_str("migrations").cloned(),
                _ => None,
            });
            let listed = match paths {
                Some(Value::Array(list)) => list.entries.iter().filter_map(|entry| entry.value.as_str()).collect(),
                Some(value) => value.as_str().into_iter().collect::<Vec<_>>(),
                None => Vec::new(),
            };
            let root = format!("{ROOT}/{folder}");
            let whole = listed.iter().map(|path| path.replace(CONFIG_DIR, &root));
            let relative = whole.filter_map(|path| {
                let path = if path.starts_with(ROOT) { path } else { format!("{root}/{path}") };
                relative_path(&path)
            });
            found.push(relative.collect());
        }
        found
    }

    /// What the configuration says of columns, and, where nothing else says which database it is, of that.
    fn take_phinx(cx: &mut Interp<'a, Self>, config: &Array<'a>) {
        if let Some(Value::Array(flags)) = config.get_str("feature_flags") {
            let flag = |key: &str| flags.get_str(key).and_then(Value::truth);
            let known = &phinx().flags;
            cx.host.replay.phinx.nullable = flag(&known.nullable).or(cx.host.replay.phinx.nullable);
            cx.host.replay.phinx.unsigned = flag(&known.unsigned).or(cx.host.replay.phinx.unsigned);
        }
        let Some(Value::Array(environments)) = config.get_str("environments") else { return };
        let log = ["default_migration_table", "migration_table"].iter().find_map(|key| environments.get_str(key)?.as_str());
        if let Some(log) = log {
            Arc::make_mut(&mut cx.host.settings).phinx_log = Some(log.to_string());
        }
        let chosen = ["default_environment", "default_database"].iter().find_map(|key| environments.get_str(key)?.as_str());
        let chosen = chosen.as_deref().and_then(|name| environments.get_str(name));
        let first = environments.entries.iter().map(|entry| &entry.value).find(|value| matches!(value, Value::Array(_)));
        let Some(Value::Array(environment)) = chosen.or(first) else { return };
        let driver = environment.get_str("adapter").and_then(Value::as_str).and_then(|name| name.parse::<Driver>().ok());
        let is_bare = cx.host.settings.connections.is_empty() && cx.host.settings.forced_driver.is_none();
        if let Some(driver) = driver.filter(|_| is_bare) {
            driver.as_str().clone_into(&mut Arc::make_mut(&mut cx.host.settings).default_connection);
            cx.host.use_default_connection();
        }
    }
}

/// Whether a file declares a migration of Phinx's.
fn is_phinx<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, file: FileId) -> bool {
    let class = crate::laravel::migrations::files::migration_class(cx.program, file);
    class.is_some_and(|class| is_migration(cx.program, class))
}

/// Whether a folder fits a path, in which `*` stands for one folder.
fn fits(folder: &str, pattern: &str) -> bool {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (folder, pattern) = (parts(folder), parts(pattern));
    folder.len() == pattern.len() && folder.iter().zip(&pattern).all(|(have, want)| want == "*" || have == want)
}

/// YAML as PHP would have it.
fn from_yaml<'a>(value: &serde_yaml::Value) -> Value<'a> {
    match value {
        serde_yaml::Value::String(text) => Value::string(text.as_str()),
        serde_yaml::Value::Bool(truth) => Value::Bool(*truth),
        serde_yaml::Value::Sequence(list) => Value::array(Array::list(list.iter().map(from_yaml))),
        serde_yaml::Value::Mapping(map) => {
            let mut array = Array::default();
            for (key, value) in map {
                if let Some(key) = key.as_str() {
                    array.set(crate::eval::Key::Str(key.into()), None, from_yaml(value));
                }
            }
            Value::array(array)
        }
        _ => Value::Null,
    }
}
