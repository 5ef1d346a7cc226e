//! Where a project's migrations are, and which connection each folder of them belongs to.
//!
//! What runs is said by service providers, by conventions of packages, by commands with `--path`, and by
//! `database/migrations`. Folders of migrations that nothing of these runs are taken for schemas of their own:
//! somebody runs them, and nobody knows on which database.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::places::{Setting, TenancySchema, modules, tenancy};
use crate::eval::{Interp, ROOT, Value, relative_path};
use crate::laravel::Batch;
use crate::laravel::Laravel;
use crate::laravel::Migrations;
use crate::laravel::application::MigrationPath;
use crate::laravel::migrations::commands;
use crate::laravel::migrations::files::{self, Folders};
use crate::laravel::objects::Connection;
use crate::php::program::ClassDecl;
use crate::references::{Gap, GapKind};
use crate::source::{FileId, Span};

/// Why the packages of a path repository are not read.
pub const REPOSITORY_OUTSIDE: &str = "the path leads out of the project";

/// Which folders run on a connection, in order.
#[derive(Default)]
struct Plan {
    /// On the default connection.
    main: Vec<String>,
    /// On the default connection, by commands of their own.
    apart: Vec<String>,
    /// On others: the folders, and whether code without a connection's name may mean them.
    others: BTreeMap<String, (Vec<String>, bool)>,
    /// The schemas of folders that nothing runs.
    unrun: BTreeSet<String>,
    /// Folders next to a provider that names one which could not be worked out.
    unordered: BTreeSet<String>,
    /// Paths that are loaded only where a switch is on.
    switched: BTreeSet<String>,
    /// Folders that nobody loads by name, of a package whose migrations they seem to be.
    assumed: BTreeSet<String>,
    gaps: Vec<Gap>,
}

impl Plan {
    fn on(&mut self, connection: Option<String>, beside: bool, folder: String) {
        let folders = match connection {
            None => &mut self.main,
            Some(connection) => {
                let (folders, known) = self.others.entry(connection).or_default();
                *known |= beside;
                folders
            }
        };
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }

    /// Whether providers list the files of a folder that run, so that the others do not.
    fn lists_files_of(&self, folder: &str) -> bool {
        let is_listed = |path: &String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') && rest.contains('.'));
        self.main.iter().any(is_listed) && !self.main.iter().any(|path| path == folder)
    }

    fn has(&self, folder: &str) -> bool {
        let others = self.others.values().flat_map(|(folders, _)| folders);
        self.main.iter().chain(&self.apart).chain(others).any(|known| {
            known == folder || known.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') && rest.contains('.'))
        })
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Finds the migrations. The service providers have said theirs before.
    pub(crate) fn find_migrations(cx: &mut Interp<'a, Self>) -> Migrations {
        let sources = cx.program.sources();
        let is_package = Self::is_package(cx);
        let named = cx.host.settings.migration_folders.clone();
        let folders = Folders::new(sources, is_package, &named, Self::has_own_migrator(cx));
        let all = folders.all();
        let mut plan = Plan::default();
        for MigrationPath { path, at, switched } in cx.host.application.discovered.migration_paths.clone() {
            match Folders::inside(&path, at) {
                Ok(path) if Self::is_ignored(cx, &path) => {}
                Ok(path) => {
                    if switched && !plan.main.contains(&path) {
                        plan.switched.insert(path.clone());
                    } else if !switched {
                        plan.switched.remove(&path);
                    }
                    plan.on(None, false, path);
                }
                Err(gap) => plan.gaps.push(gap),
            }
        }
        if is_package {
            for (path, at) in cx.host.application.discovered.published.clone() {
                let path = Folders::inside(&path, at).map(|path| path.trim_end_matches('/').to_owned());
                if let Ok(path) = path
                    && !crate::migrator::is_vendored(&path)
                    && (all.contains(path.as_str()) || sources.find(&path).is_some_and(|file| files::is_migration(sources, file)))
                {
                    plan.on(None, false, path);
                }
            }
        }
        for known in modules().iter().filter(|known| cx.program.composer().requires(&known.package)) {
            let below = Self::folder_of(cx, &known.below);
            let pattern = format!("{below}/{}", known.folder);
            for folder in all.iter().filter(|folder| fits(folder, &pattern)) {
                plan.on(None, false, (*folder).to_owned());
            }
        }
        let mut tenants: BTreeMap<String, Option<String>> = BTreeMap::new();
        for schema in Self::tenancy_schemas(cx) {
            let connection = Self::setting(cx, &schema.connection).filter(|name| *name != cx.host.settings.default_connection);
            let listed = schema.paths.as_deref().map(|key| Self::config_value(cx, key));
            let listed = listed.map(|value| paths_of(&value)).unwrap_or_default();
            // What is named takes the place of what is usual.
            for folder in if listed.is_empty() { schema.folders.clone() } else { listed } {
                let last = folder.rsplit('/').next().unwrap_or_default().to_owned();
                if last != "migrations" {
                    tenants.insert(last, connection.clone());
                }
                // Of two such packages the one counts that says which connection it is.
                let is_taken = connection.is_none() && plan.others.values().any(|(folders, _)| folders.contains(&folder));
                if all.contains(folder.as_str()) && !is_taken {
                    plan.on(connection.clone(), true, folder);
                }
            }
        }
        Self::plan_commands(cx, &mut plan, &tenants);
        if !(is_package && plan.lists_files_of("database/migrations")) {
            plan.on(None, false, "database/migrations".to_owned());
        }
        for folder in &named {
            // Their names say no order.
            plan.assumed.insert(folder.clone());
            plan.on(None, false, folder.clone());
        }
        let phinx = Self::phinx_folders(cx);
        phinx.run.into_iter().for_each(|folder| plan.on(None, false, folder));
        Self::plan_unrun(cx, &mut plan, phinx.rest);
        plan.gaps.extend(Self::repositories_outside(cx));
        Self::plan_rest(cx, &mut plan, &all, &tenants, is_package);
        let main = folders.files(&plan.main, &plan.apart);
        let folder_of = |file: FileId| sources.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_named = |file: FileId| plan.main.iter().any(|path| path == sources.path(file));
        let is_loose = |(name, file): &&(String, FileId)| {
            !files::is_dated(name)
                && !is_named(*file)
                && (files::is_stub(sources.path(*file)) || plan.assumed.contains(folder_of(*file)))
        };
        let loose = main.iter().filter(is_loose).map(|(_, file)| *file).collect();
        let is_switched = |file: FileId| plan.switched.contains(sources.path(file)) || plan.switched.contains(folder_of(file));
        let switched = main.iter().map(|(_, file)| *file).filter(|file| is_switched(*file)).collect();
        let mut batches = vec![Batch { connection: None, beside: false, unrun: false, files: main }];
        batches.extend(plan.others.into_iter().map(|(connection, (paths, beside))| {
            let files = folders.files(&paths, &[]);
            let unrun = plan.unrun.contains(&connection);
            Batch { connection: Some(connection), beside, unrun, files }
        }));
        // What is published under several names is a choice.
        let published = &cx.host.application.discovered.published;
        let groups: BTreeSet<Span> = published.iter().map(|(_, at)| *at).collect();
        let paths: BTreeSet<String> =
            published.iter().filter(|_| groups.len() > 1).filter_map(|(path, at)| Folders::inside(path, *at).ok()).collect();
        let is_choice = |file: FileId| paths.contains(sources.path(file)) || paths.contains(folder_of(file));
        let alternatives = batches.iter().flat_map(|batch| &batch.files).map(|(_, file)| *file).filter(|file| is_choice(*file));
        let alternatives = alternatives.collect();
        Migrations { batches, loose, alternatives, switched, unordered: plan.unordered, gaps: plan.gaps }
    }

    /// Whether a class of the project stands in for Laravel's migrator.
    fn has_own_migrator(cx: &Interp<'a, Self>) -> bool {
        cx.program.classes().any(|class| cx.program.is_a(class, &["Illuminate\\Database\\Migrations\\Migrator"]))
    }

    /// Whether the project is a package rather than an application.
    pub(in crate::laravel) fn is_package(cx: &Interp<'a, Self>) -> bool {
        cx.program.sources().find("bootstrap/app.php").is_none() && !cx.program.composer().is_project()
    }

    /// Composer's path repositories that lie outside of the project: what is in them is not read.
    fn repositories_outside(cx: &Interp<'a, Self>) -> Vec<Gap> {
        let sources = cx.program.sources();
        let Some(file) = sources.find("composer.json") else { return Vec::new() };
        let json = serde_json::from_str::<serde_json::Value>(sources.file(file).text()).unwrap_or_default();
        let repositories = match json.get("repositories") {
            Some(serde_json::Value::Array(list)) => list.iter().collect(),
            Some(serde_json::Value::Object(map)) => map.values().collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        let paths = repositories.into_iter().filter(|repository| repository["type"] == "path");
        let urls = paths.filter_map(|repository| repository["url"].as_str());
        let outside = urls.filter(|url| url.starts_with(['/', '~']) || relative_path(&format!("{ROOT}/{url}")).is_none());
        outside
            .map(|url| Gap {
                span: Span::new(file, 0, 0),
                what: format!("packages in {url}"),
                reason: REPOSITORY_OUTSIDE.to_owned(),
                kind: GapKind::Other,
                is_named: false,
            })
            .collect()
    }

    /// What commands run with `--path`.
    fn plan_commands(cx: &mut Interp<'a, Self>, plan: &mut Plan, tenants: &BTreeMap<String, Option<String>>) {
        let own = |cx: &Interp<'a, Self>, name: &str| {
            let settings = &cx.host.settings;
            settings.schema_name(name) == settings.schema_name(&settings.default_connection)
        };
        for run in commands::migrate_commands(cx) {
            for path in run.paths {
                let relative = if path.starts_with('/') {
                    match Folders::inside(&path, run.at) {
                        Ok(path) => path,
                        Err(gap) => {
                            plan.gaps.push(gap);
                            continue;
                        }
                    }
                } else {
                    relative_path(&format!("{ROOT}/{path}")).unwrap_or_default()
                };
                if relative.is_empty() || plan.has(&relative) {
                    continue;
                }
                let last = relative.rsplit('/').next().unwrap_or_default();
                match (&run.database, tenants.get(last)) {
                    (_, Some(connection)) => plan.on(connection.clone(), true, relative),
                    (_, None) if run.for_tenants => plan.on(Some("tenant".to_owned()), true, relative),
                    (commands::Database::Default, None) => plan.apart.push(relative),
                    (commands::Database::Named(name), None) => {
                        if own(cx, name) {
                            plan.apart.push(relative);
                        } else {
                            plan.on(Some(name.clone()), false, relative);
                        }
                    }
                    (commands::Database::Unknown, None) => {
                        let name = schema_of_folder(&relative);
                        plan.on(Some(name), true, relative);
                    }
                }
            }
        }
    }

    /// Folders that nothing runs. Those of a package are its migrations. Where a provider names a folder that could not
    /// be worked out, it is the one next to it. Others have a schema of their own, which may be the one that is meant.
    fn plan_rest(
        cx: &Interp<'a, Self>,
        plan: &mut Plan,
        all: &BTreeSet<&str>,
        tenants: &BTreeMap<String, Option<String>>,
        is_package: bool,
    ) {
        let sources = cx.program.sources();
        let lost = &cx.host.application.discovered.lost_paths;
        let lost_in: BTreeSet<FileId> = lost.iter().map(|(_, _, at)| at.file).collect();
        let may_be_named = |folder: &str| lost.iter().any(|(start, end, _)| is_like(folder, start, end));
        // What a parent of several providers names is next to each of them.
        let heirs = cx.program.classes().filter(|class| {
            !lost_in.is_empty() && cx.program.lineage(*class).iter().skip(1).any(|parent| lost_in.contains(&parent.file()))
        });
        let home_of = |path: &str| {
            let mut home = path;
            while let Some((folder, _)) = home.rsplit_once('/') {
                home = folder;
                if sources.find(&format!("{home}/composer.json")).is_some() {
                    return home.to_owned();
                }
            }
            String::new()
        };
        let lost_homes: BTreeSet<String> =
            heirs.map(ClassDecl::file).chain(lost_in.iter().copied()).map(|file| home_of(sources.path(file))).collect();
        let moved = !plan.main.iter().chain(&plan.apart).any(|path| all.contains(path.as_str()) || sources.find(path).is_some());
        // What is reached through a link is run there.
        let linked: Vec<String> = plan.main.iter().chain(&plan.apart).map(|path| sources.resolve(path)).collect();
        let own_migrator = Self::has_own_migrator(cx);
        let runs = |folder: &str| plan.has(folder) || linked.iter().any(|path| path == folder);
        let rest: Vec<&str> = all.iter().copied().filter(|folder| !runs(folder)).collect();
        for folder in rest {
            let last = folder.rsplit('/').next().unwrap_or_default();
            // An application without migrations in their usual place has moved the folder.
            // A migrator of the project's own may go over one folder after the other, which no code names by itself.
            let grouped = own_migrator && folder.contains("migrations/");
            let own = (is_package || moved) && (last.eq_ignore_ascii_case("migrations") || grouped);
            // A folder below the tenants' one is theirs too.
            let tenant = folder.rsplit('/').find_map(|part| tenants.get(part));
            let guessed = !lost_homes.is_empty() && may_be_named(folder) && lost_homes.contains(&home_of(&format!("{folder}/x")));
            if guessed && tenant.is_none() && !own {
                plan.unordered.insert(folder.to_owned());
            }
            // What is published is no part of the package where something else is loaded.
            let own = own
                && !(folder.split('/').any(|part| part == "publishable") && plan.main.iter().any(|path| !is_below(path, folder)));
            if own && is_package {
                plan.assumed.insert(folder.to_owned());
            }
            let connection = match tenant {
                Some(connection) => connection.clone(),
                None if own || guessed => None,
                None => Some(schema_of_folder(folder)),
            };
            if let (None, Some(connection)) = (tenant, &connection) {
                Self::note_unrun(cx, plan, folder, connection);
            }
            plan.on(connection, true, folder.to_owned());
        }
    }

    /// Folders that the project never runs, by what it says of others: their tables may exist.
    fn plan_unrun(cx: &Interp<'a, Self>, plan: &mut Plan, folders: Vec<String>) {
        for folder in folders {
            let connection = schema_of_folder(&folder);
            Self::note_unrun(cx, plan, &folder, &connection);
            plan.on(Some(connection), true, folder);
        }
    }

    fn note_unrun(cx: &Interp<'a, Self>, plan: &mut Plan, folder: &str, connection: &str) {
        if let Some((_, file)) = cx.program.sources().under(&format!("{folder}/")).next() {
            plan.unrun.insert(connection.to_owned());
            plan.gaps.push(Gap {
                span: Span::new(file, 0, 0),
                what: format!("migrations in {folder}"),
                reason: "the project never runs them: tablecheck assumes that their tables may exist".to_owned(),
                kind: GapKind::Other,
                is_named: false,
            });
        }
    }

    /// The folder that holds nwidart/laravel-modules' modules.
    pub(in crate::laravel) fn modules_folder(cx: &mut Interp<'a, Self>) -> Option<String> {
        let known = modules().first()?;
        Some(Self::folder_of(cx, &known.below))
    }

    fn folder_of(cx: &mut Interp<'a, Self>, setting: &Setting) -> String {
        let folder = Self::setting(cx, setting).unwrap_or_default();
        relative_path(&folder).unwrap_or(folder)
    }

    fn tenancy_schemas(cx: &Interp<'a, Self>) -> Vec<&'static TenancySchema> {
        let known = tenancy().iter().filter(|known| cx.program.composer().requires(&known.package));
        known.flat_map(|known| &known.schemas).collect()
    }

    /// The value of a setting of a package's configuration.
    fn setting(cx: &mut Interp<'a, Self>, setting: &Setting) -> Option<String> {
        let configured = setting.config.as_deref().map(|key| Self::config_value(cx, key));
        match configured {
            Some(Value::Null) => None,
            Some(value) => value.as_str().map(|value| value.to_string()).or_else(|| setting.otherwise.clone()),
            None => setting.otherwise.clone(),
        }
    }

    /// The connection that a package's trait or parent puts a model on.
    pub(in crate::laravel) fn tenancy_connection(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Connection> {
        let ancestors = cx.program.ancestors(class);
        let is_one = |name: &String| ancestors.iter().any(|ancestor| ancestor.eq_ignore_ascii_case(name));
        let schema = tenancy().iter().flat_map(|known| &known.schemas).find(|schema| schema.classes.iter().any(is_one))?;
        let name = Self::setting(cx, &schema.connection).unwrap_or_else(|| cx.host.settings.default_connection.clone());
        Some(Connection::Named(name.into()))
    }
}

/// The paths that a value of the configuration lists, relative to the root; those that lead out of it are left out.
fn paths_of(value: &Value<'_>) -> Vec<String> {
    let texts: Vec<_> = match value {
        Value::Array(list) => list.entries.iter().filter_map(|entry| entry.value.as_str()).collect(),
        value => value.as_str().into_iter().collect(),
    };
    texts.iter().filter_map(|path| relative_path(path).or_else(|| relative_path(&format!("{ROOT}/{path}")))).collect()
}

/// Whether a folder may have a path of which only the beginning and the end are known.
fn is_like(folder: &str, start: &str, end: &str) -> bool {
    let full = format!("{ROOT}/{folder}");
    // `__DIR__.'/../migrations'` goes up and down again.
    let start = match start.rsplit_once('/') {
        Some((known, last)) => relative_path(known).map(|known| format!("{ROOT}/{known}/{last}").replace("//", "/")),
        None => Some(start.to_owned()),
    };
    start.is_none_or(|start| full.starts_with(&start)) && full.ends_with(end.trim_end_matches('/'))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a folder fits a pattern, in which `*` stands for one folder; case does not matter.
fn fits(folder: &str, pattern: &str) -> bool {
    let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let (folder, pattern) = (parts(folder), parts(pattern));
    folder.len() == pattern.len() && folder.iter().zip(&pattern).all(|(have, want)| want == "*" || have == want)
}

/// What the schema of a folder is called that belongs to no connection that is known.
fn schema_of_folder(folder: &str) -> String {
    let last = folder.rsplit('/').next().unwrap_or(folder);
    if last.eq_ignore_ascii_case("migrations") { folder.to_owned() } else { last.to_owned() }
}
