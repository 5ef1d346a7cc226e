//! From paths on the command line to analysed projects. Every command begins here, so that all of them see
//! the same project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::baseline::BaselineWish;
use super::configuration::{configure_at, default_paths};
use super::focus::{self, Focus, Then};
use super::watch::{Step, Watch};
use super::{CliError, remark, root};
use crate::analysis::{Analysis, replay_observed, replay_only};
use crate::config::{Config, Until};
use crate::project::{Changes, Project, Since, Way, current_folder, repository};
use crate::schema::Driver;
use crate::source::{FileId, Span};
use crate::workspace::{Keeping, Workspace};

/// What can be set for the analysis of a project.
#[derive(Clone, Debug, Args)]
pub(super) struct Settings {
    /// The database driver to assume for every connection, instead of the one in `config/database.php`
    #[arg(long, value_parser = driver_parser())]
    pub(super) driver: Option<Driver>,
    /// The configuration file, instead of the `tablecheck.yaml` in the project's root or above it
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The root of the project, instead of the nearest folder with an `artisan` or a `composer.json`
    #[arg(long, value_name = "FOLDER")]
    pub(super) root: Option<PathBuf>,
    /// Work everything out anew, and keep nothing of it for the next run
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Where to keep what was worked out for the next run, instead of the user's cache folder or `TABLECHECK_CACHE`
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub(super) cache_dir: Option<PathBuf>,
    /// Who watches the run.
    #[arg(skip)]
    pub(super) watch: Watch,
}

impl Settings {
    /// Where what is worked out is kept.
    fn keeping(&self) -> Keeping {
        match &self.cache_dir {
            Some(folder) => Keeping::In(folder.clone()),
            None if self.no_cache => Keeping::Nowhere,
            None => Keeping::AsUsual,
        }
    }
}

/// What is looked at instead of what lies in the folder.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// Changes of which only what they bring is of interest.
    pub(super) since: Option<Since>,
    /// Which findings are known.
    pub(super) baseline: BaselineWish,
    /// A file with its contents, which may not be saved yet.
    pub(super) buffer: Option<(PathBuf, Vec<u8>)>,
}

fn driver_parser() -> impl TypedValueParser<Value = Driver> {
    PossibleValuesParser::new(Driver::ALL.map(Driver::as_str)).try_map(|name| name.parse::<Driver>())
}

/// A project that was read and analysed.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The project.
    pub(super) project: Project,
    /// What is known of it.
    pub(super) analysis: Analysis,
    /// What an analysis of it can build on.
    pub(super) workspace: Workspace,
    /// What is set for it.
    pub(super) config: Config,
    /// What leads to it from the current folder.
    pub(super) way: Way,
    /// What stands before its paths so that they start from the repository's root; the same where there is no repository.
    pub(super) repository: String,
    /// What leads from the folder that was asked for down to the root, where it lies below.
    pub(super) below: String,
    /// The folder that paths in the configuration and the baseline start from.
    pub(super) folder: PathBuf,
    /// The changes that are looked at, if only what they bring is of interest.
    pub(super) changes: Option<Changes>,
    /// Who watches the run.
    pub(super) watch: Watch,
    /// What of it is of interest.
    pub(super) focus: Focus,
}

impl Loaded {
    /// Whether a file belongs to what was asked for.
    pub(super) fn is_asked_for(&self, file: FileId) -> bool {
        self.is_path_asked_for(self.project.sources.path(file))
    }

    /// A file's path as it can be opened from the current folder.
    pub(super) fn shown_path(&self, file: FileId) -> String {
        self.way.to(self.project.sources.path(file))
    }

    /// Whether a path, relative to the root, belongs to what was asked for.
    pub(super) fn is_path_asked_for(&self, path: &str) -> bool {
        self.focus.holds(path)
    }

    /// A file that was asked for by its name and could not be read must not look like one without problems.
    fn refuse_unread(self) -> Result<Self, CliError> {
        match self.project.sources.unreadable().iter().find(|(path, _)| self.focus.parts.contains(path)) {
            Some((path, reason)) => Err(CliError::Argument(format!(
                "cannot check `{}`: {reason}; leave it out, or make it one that can be read",
                self.way.to(path)
            ))),
            None => Ok(self),
        }
    }

    /// Whether a span belongs to what was asked for.
    pub(super) fn is_span_asked_for(&self, span: Span) -> bool {
        self.is_asked_for(span.file)
    }
}

/// Loads the projects that the paths belong to, each once, in the order of their roots. Without paths those that the
/// configuration names, or those in the current folder.
pub(super) fn load_all(paths: &[PathBuf], settings: &Settings, view: &View) -> Result<Vec<Loaded>, CliError> {
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
        Loaded { below, ..load_with(&root, &paths, settings, view, Depth::Whole)? }.refuse_unread()
    };
    by_root.into_iter().map(load_one).collect()
}

/// Loads the project that a path belongs to. Without a path it is the one in the current folder, as far as the
/// configuration names paths in it.
pub(super) fn load(path: Option<&Path>, settings: &Settings) -> Result<Loaded, CliError> {
    let here = Path::new(".");
    let root = root::one(path.unwrap_or(here), settings)?;
    if let Some(path) = path {
        let path = if root::is_above(path, &root) { root.as_path() } else { path };
        return load_with(&root, &[path], settings, &View::default(), Depth::Whole);
    }
    let chosen = default_paths(settings)?;
    let is_own = |path: &&Path| root::one(path, settings).is_ok_and(|of| of == root);
    let mut own: Vec<&Path> = chosen.iter().map(PathBuf::as_path).filter(is_own).collect();
    if own.is_empty() || root::is_above(here, &root) {
        own = vec![&root];
    }
    load_with(&root, &own, settings, &View::default(), Depth::Whole)
}

/// Loads the project that a path belongs to and replays its migrations, without a look at its other code.
pub(super) fn load_schema(path: &Path, settings: &Settings) -> Result<Loaded, CliError> {
    load_with(&root::one(path, settings)?, &[path], settings, &View::default(), Depth::Schema)
}

impl Loaded {
    /// Replays the migrations once more, up to some point or for another driver.
    pub(super) fn replay(&self, driver: Option<Driver>, until: Option<Until>) -> Analysis {
        let mut config = Config { until, ..self.config.clone() };
        if let Some(driver) = driver {
            config.force_driver(driver);
        }
        let _again = self.watch.step(Step::Again);
        replay_only(&self.project.sources, &config)
    }
}

/// A folder in which there is nothing to look at is not the one that was meant.
fn refuse_nothing(project: &Project) -> Result<(), CliError> {
    if !project.sources.is_empty() || !project.sources.unreadable().is_empty() {
        return Ok(());
    }
    let folder = project.root.display();
    let message = format!("there is no PHP in `{folder}`; call tablecheck in the folder of a Laravel project, or with its path");
    Err(CliError::Argument(message))
}

/// How much of a project is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// All of it.
    Whole,
    /// The migrations alone.
    Schema,
}

fn load_with(root: &Path, paths: &[&Path], settings: &Settings, view: &View, depth: Depth) -> Result<Loaded, CliError> {
    let mut project = {
        let _reading = settings.watch.step(Step::Read);
        Project::load(root)?
    };
    let mut parts: Vec<String> = paths.iter().filter_map(|path| project.relative(path)).collect();
    if let Some((file, bytes)) = &view.buffer {
        let path = root::relative(file, &project.root)?;
        project.sources = project.with_contents([(path.clone(), Some(bytes.clone()))]);
        parts.push(path);
    }
    settings.watch.has_read(&project.sources);
    let changes = view.since.as_ref().map(|since| Changes::find(&place_of_change(&project.root), since)).transpose()?;
    let now = changes.as_ref().map(Changes::now).unwrap_or_default();
    let configured = configure_at(root, settings, now)?;
    let (config, folder) = (configured.config, configured.folder);
    let workspace = Workspace::new(&project.root, &settings.keeping(), view.buffer.is_some());
    let focus = match &changes {
        Some(changes) => {
            focus::looked_at(&mut project, changes);
            let _again = settings.watch.step(Step::Again);
            // Where nobody could say what was set then, what is set now counts.
            let earlier = configure_at(root, settings, changes.earlier());
            let earlier = earlier.map_or_else(|_| (config.clone(), folder.clone()), |then| (then.config, then.folder));
            let known = view.baseline.known_at(changes.earlier(), &earlier);
            let current = (config.clone(), folder.clone());
            let differs = earlier != current || known != view.baseline.known_at(changes.now(), &current);
            Focus::with_changes(parts, changes, &project, Then { config: &earlier.0, known, differs }, &workspace)
        }
        None => Focus::on(parts),
    };
    for part in focus.parts.iter().filter(|part| !part.is_empty() && config.excludes(part)) {
        remark(&format!("`{part}` is left out by `exclude` in the configuration, so nothing is told of it"));
    }
    if changes.is_none() {
        refuse_nothing(&project)?;
    }
    let analysis = match depth {
        Depth::Whole => workspace.analyze(&project.sources, &config, &settings.watch),
        Depth::Schema => replay_observed(&project.sources, &config, &settings.watch),
    };
    for (file, reason) in &analysis.given_up {
        let path = project.sources.path(*file).to_owned();
        project.sources.add_unreadable(path, reason.as_str());
    }
    let way = Way::from_here(&project.root);
    let repository = in_repository(&project.root).unwrap_or_else(|| way.prefix().to_owned());
    Ok(Loaded {
        project,
        analysis,
        workspace,
        config,
        way,
        repository,
        below: String::new(),
        folder,
        changes,
        watch: settings.watch.clone(),
        focus,
    })
}

/// The folder whose repository tells of changes: a submodule of the project's, if that is where somebody is.
fn place_of_change(root: &Path) -> PathBuf {
    let current = current_folder();
    if current.starts_with(root) { current } else { root.to_owned() }
}

/// What leads from the repository that a folder lies in to the folder.
fn in_repository(folder: &Path) -> Option<String> {
    Some(Way::new(repository(folder)?, folder).prefix().to_owned())
}
