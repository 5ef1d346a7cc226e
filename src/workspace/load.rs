//! From paths to analysed projects. Every command and every request begins here, so that all of them see the same project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::analyzer::Analyzer;
use super::configuration::{Configured, configure, configure_at, default_paths, find_folders};
use super::dumps;
use super::error::Error;
use super::focus::{self, Focus, Then};
use super::listener::{Listener, Running, Step};
use super::loaded::Loaded;
use super::root;
use super::settings::Settings;
use super::view::View;
use crate::analysis::{Analyze, deployed, replay_observed};
use crate::phases::Unobserved;
use crate::project::{Changes, Moment, Project, Since, current_folder};
use crate::source::Sources;

/// The way to projects: what is set for all of them, and who is told what is done.
#[derive(Clone, Debug)]
pub struct Workspace {
    settings: Settings,
    listener: Arc<dyn Listener>,
}

impl Workspace {
    /// A workspace with these settings.
    #[must_use]
    pub fn new(settings: Settings, listener: Arc<dyn Listener>) -> Self {
        Workspace { settings, listener }
    }

    /// Who is told what is done.
    #[must_use]
    pub fn listener(&self) -> &dyn Listener {
        &*self.listener
    }

    /// What is set for the project that a path belongs to; above several, what they share.
    ///
    /// # Errors
    /// If the path or the configuration cannot be read, or the configuration has mistakes.
    pub fn configuration(&self, path: &Path) -> Result<Configured, Error> {
        configure(&root::shared(path, &self.settings)?, &self.settings)
    }

    /// Loads the projects that the paths belong to, each once, in the order of their roots. Without paths those that the
    /// configuration names, or those in the current folder.
    ///
    /// # Errors
    /// If a path, a project or its configuration cannot be read, there is nothing to look at, or git does not know the changes.
    pub fn load_all(&self, paths: &[PathBuf], view: &View) -> Result<Vec<Loaded>, Error> {
        let settings = &self.settings;
        // Of changes, only what they bring is of interest, unless paths are named, too.
        // Hooks name what is staged, also if it is not in the folder any more: that is told as part of the change.
        let present: Vec<PathBuf> = paths.iter().filter(|path| view.since.is_none() || path.exists()).cloned().collect();
        let named = !present.is_empty() || view.since.is_none();
        let chosen = match (present.is_empty(), named) {
            (false, _) => present,
            (true, true) => default_paths(settings)?,
            // What is set now need not be what is staged.
            (true, false) => vec![settings.root.clone().unwrap_or_else(|| PathBuf::from("."))],
        };
        let mut by_root: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        let mut below: BTreeMap<PathBuf, String> = BTreeMap::new();
        match &view.buffer {
            Some((file, _)) => drop(by_root.insert(root::of_file(file, settings)?, Vec::new())),
            None => {
                for path in chosen {
                    for root in root::all(&path, settings)? {
                        // A folder above several projects means all of each.
                        let is_above = root::is_above(&path, &root);
                        if is_above {
                            below.insert(root.clone(), root::below(&path, &root));
                        }
                        let part = if is_above { root.clone() } else { path.clone() };
                        by_root.entry(root).or_default().push(part);
                    }
                }
            }
        }
        let load_one = |(root, paths): (PathBuf, Vec<PathBuf>)| {
            let paths: Vec<&Path> = paths.iter().filter(|_| named).map(PathBuf::as_path).collect();
            let below = below.get(&root).cloned().unwrap_or_default();
            let loaded = Loaded { below, ..self.load_project(&root, &paths, view, Depth::Whole)? };
            refuse_unread(&loaded)?;
            Ok(loaded)
        };
        by_root.into_iter().map(load_one).collect()
    }

    /// Loads the project that a path belongs to. Without a path it is the one in the current folder, as far as the
    /// configuration names paths in it.
    ///
    /// # Errors
    /// If the path, the project or its configuration cannot be read, there is nothing to look at, or several projects are meant.
    pub fn load(&self, path: Option<&Path>) -> Result<Loaded, Error> {
        let (settings, view, here) = (&self.settings, &View::default(), Path::new("."));
        let root = root::one(path.unwrap_or(here), settings)?;
        if let Some(path) = path {
            let path = if root::is_above(path, &root) { root.as_path() } else { path };
            return self.load_project(&root, &[path], view, Depth::Whole);
        }
        let chosen = default_paths(settings)?;
        let is_own = |path: &&Path| root::one(path, settings).is_ok_and(|of| of == root);
        let mut own: Vec<&Path> = chosen.iter().map(PathBuf::as_path).filter(is_own).collect();
        if own.is_empty() || root::is_above(here, &root) {
            own = vec![&root];
        }
        self.load_project(&root, &own, view, Depth::Whole)
    }

    /// Loads the project that a path belongs to and replays its migrations, without a look at its other code.
    ///
    /// # Errors
    /// As [`Workspace::load`].
    pub fn load_schema(&self, path: &Path) -> Result<Loaded, Error> {
        self.load_project(&root::one(path, &self.settings)?, &[path], &View::default(), Depth::Schema)
    }

    /// Loads the project with this root; of it, these paths are of interest.
    fn load_project(&self, root: &Path, paths: &[&Path], view: &View, depth: Depth) -> Result<Loaded, Error> {
        let (settings, listener) = (&self.settings, &*self.listener);
        let mut project = {
            let _reading = Running::start(listener, Step::Read);
            Project::load(root)?
        };
        let parts: Vec<String> = paths.iter().filter_map(|path| project.relative(path)).collect();
        listener.has_read(&project.sources);
        let changes = view.since.as_ref().map(|since| Changes::find(&place_of_change(&project.root), since)).transpose()?;
        let now = changes.as_ref().map(Changes::now).unwrap_or_default();
        let configured = configure_at(root, settings, now)?;
        let (config, folder) = (configured.config.clone(), configured.folder.clone());
        dumps::add(&mut project, &config, settings)?;
        let analyzer = Arc::new(Analyzer::new(&project.root, settings, view.buffer.is_some()));
        let focus = match (&changes, &view.buffer) {
            (_, Some((file, bytes))) => {
                let path = root::relative(file, &project.root)?;
                let typed = project.with_contents([(path.clone(), Some(bytes.clone()))]);
                let lies_there = std::mem::replace(&mut project.sources, typed);
                let text = |sources: &Sources| sources.find_exactly(&path).map(|file| sources.file(file).text().to_owned());
                if text(&lies_there) == text(&project.sources) {
                    Focus::on(vec![path])
                } else {
                    let known = view.baseline.known_at(Moment::default(), &(config.clone(), folder.clone()));
                    Focus::with_text(path, &lies_there, Then { config: &config, known, differs: false }, &analyzer)
                }
            }
            (Some(changes), None) => {
                focus::looked_at(&mut project, changes);
                let _again = Running::start(listener, Step::Again);
                // Where nobody could say what was set then, what is set now counts.
                let earlier = configure_at(root, settings, changes.earlier());
                let earlier = earlier.map_or_else(|_| (config.clone(), folder.clone()), |then| (then.config, then.folder));
                let known = view.baseline.known_at(changes.earlier(), &earlier);
                let current = (config.clone(), folder.clone());
                let differs = earlier != current || known != view.baseline.known_at(changes.now(), &current);
                Focus::with_changes(parts, changes, &project, Then { config: &earlier.0, known, differs }, &analyzer)
            }
            (None, None) => Focus::on(parts),
        };
        for part in focus.parts.iter().filter(|part| !part.is_empty() && config.excludes(part)) {
            listener.remark(&format!("`exclude` in the configuration skips `{part}`, so nothing is reported there"));
        }
        find_folders(&project, &configured, listener)?;
        if changes.is_none() {
            refuse_nothing(&project)?;
        }
        let mut analysis = match depth {
            Depth::Whole => analyzer.analyze(&project.sources, &config, listener),
            Depth::Schema => replay_observed(&project.sources, &config, listener),
        };
        if let (Some(changes), Depth::Whole) = (&changes, depth) {
            let before = focus::before(&project, changes);
            let analyze = |sources: &Sources| analyzer.analyze(sources, &config, &Unobserved);
            let is_release = matches!(view.since, Some(Since::Base(_)));
            let analyze = is_release.then_some(&analyze as Analyze<'_>);
            let findings = deployed(&before, (&project.sources, &analysis), &config, analyze);
            analysis.add(findings);
        }
        Ok(Loaded::new(project, analysis, (config, folder), analyzer, (focus, changes), Arc::clone(&self.listener)))
    }
}

/// A file that was asked for by its name and could not be read must not look like one without problems.
fn refuse_unread(loaded: &Loaded) -> Result<(), Error> {
    match loaded.project.sources.unreadable().iter().find(|(path, _)| loaded.focus.parts.contains(path)) {
        Some((path, reason)) => {
            Err(Error::Request(format!("cannot check `{}`: {reason}; leave it out, or make it readable", loaded.way.to(path))))
        }
        None => Ok(()),
    }
}

/// A folder in which there is nothing to look at is not the one that was meant.
fn refuse_nothing(project: &Project) -> Result<(), Error> {
    if !project.sources.is_empty() || !project.sources.unreadable().is_empty() {
        return Ok(());
    }
    let folder = project.root.display();
    let message = format!("there is no PHP in `{folder}`; run tablecheck in the folder of a Laravel project, or pass its path");
    Err(Error::Request(message))
}

/// How much of a project is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// All of it.
    Whole,
    /// The migrations alone.
    Schema,
}

/// The folder whose repository tells of changes: a submodule of the project's, if that is where somebody is.
fn place_of_change(root: &Path) -> PathBuf {
    let current = current_folder();
    if current.starts_with(root) { current } else { root.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::phases::{Observer, Phase};
    use crate::workspace::Keeping;

    /// Somebody who writes down the remarks and the steps.
    #[derive(Debug, Default)]
    struct Log(Mutex<Vec<String>>);

    impl Log {
        fn add(&self, text: String) {
            self.0.lock().expect("nobody panics with the log").push(text);
        }
    }

    impl Observer for Log {
        fn begin(&self, _: Phase) {}

        fn end(&self, _: Phase) {}
    }

    impl Listener for Log {
        fn remark(&self, message: &str) {
            self.add(message.to_owned());
        }

        fn start(&self, step: Step) {
            self.add(format!("{step:?}"));
        }
    }

    #[test]
    fn a_text_that_is_not_saved_is_looked_at_and_the_listener_is_told() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            std::fs::write(path, text).expect("the file can be written");
        };
        write("artisan", "");
        write("composer.json", "{}");
        write("tablecheck.yaml", "exclude: [app/Old]");
        write(
            "database/migrations/2024_01_01_000000_users.php",
            "<?php return new class extends Migration { function up() { Schema::create('users', fn ($table) => \
            $table->id()); } };",
        );
        write("app/Open.php", "<?php DB::table('users')->get();");
        let listener = Arc::new(Log::default());
        let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
        let workspace = Workspace::new(settings, Arc::<Log>::clone(&listener));
        let found = |file: &str| {
            let typed = b"<?php DB::table('usres')->get();".to_vec();
            let view = View { buffer: Some((folder.path().join(file), typed)), ..View::default() };
            let loaded = workspace.load_all(&[], &view).expect("the project can be loaded");
            let mut known = view.baseline.read(&loaded).expect("there is no baseline");
            loaded.iter().flat_map(|loaded| known.new_findings(&view.baseline, loaded)).map(|finding| finding.rule).collect()
        };
        let rules: Vec<&str> = found("app/Open.php");
        assert_eq!(rules, ["unknown-table"]);
        let rules: Vec<&str> = found("app/Old/New.php");
        assert!(rules.is_empty(), "{rules:?}");
        let told = listener.0.lock().expect("nobody panics with the log").join(", ");
        let left_out = "`exclude` in the configuration skips `app/Old/New.php`, so nothing is reported there";
        assert_eq!(told, format!("Read, Read, {left_out}"));
    }
}
