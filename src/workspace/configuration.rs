//! What is set for a project: what its file says, and over it what the settings of the workspace say.

use std::path::{Path, PathBuf};

use super::dumps;
use super::error::{Error, WrongConfig};
use super::listener::Listener;
use super::root;
use super::settings::Settings;
use crate::config::{Config, ConfigFile};
use crate::project::{Moment, Project, find_config_at, read_config, shown_folder};

/// What is set for a project.
#[derive(Debug, Default)]
pub struct Configured {
    /// What is set: by the settings of the workspace, else by the file.
    pub config: Config,
    /// The file as it was read, if there is one.
    pub file: ConfigFile,
    /// Its path, as it can be opened from the current folder.
    pub shown: Option<String>,
    /// The folder that the paths in it start from.
    pub folder: PathBuf,
}

/// What is set for the project with this root.
pub(super) fn configure(root: &Path, settings: &Settings) -> Result<Configured, Error> {
    configure_at(root, settings, Moment::default())
}

/// What is set for the project with this root by its files as they are or were at some time.
pub(super) fn configure_at(root: &Path, settings: &Settings, moment: Moment<'_>) -> Result<Configured, Error> {
    let path = match &settings.config {
        Some(path) => Some(path.clone()),
        None => find_config_at(root, moment)?,
    };
    let mut configured = Configured { folder: root.to_owned(), ..Configured::default() };
    if let Some(path) = path {
        // The folder that the file is named in, also if it is a link.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = &parent.canonicalize().unwrap_or_else(|_| parent.to_owned());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = match moment.known(&folder.join(&name)) {
            Some(Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => read_config(&path, settings.config.is_some())?,
        };
        configured.file = ConfigFile::read(&text);
        let shown = match &settings.config {
            Some(path) => path.display().to_string(),
            None => format!("{}{name}", shown_folder(folder)),
        };
        if !configured.file.mistakes.is_empty() {
            return Err(WrongConfig { shown, file: Box::new(configured.file) }.into());
        }
        configured.shown = Some(shown);
        configured.config = configured.file.config.clone();
        // Paths start from the folder of the file if the project is in it.
        if let Ok(below) = root.strip_prefix(folder) {
            folder.clone_into(&mut configured.folder);
            let parts = below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy()));
            configured.config.base = parts.collect();
        }
    }
    if let Some(driver) = settings.driver {
        configured.config.force_driver(driver);
    }
    dumps::name(&mut configured.config, root, settings);
    Ok(configured)
}

/// Refuses folders with migrations that are not there: without them, tables would be called missing that are not.
pub(super) fn find_folders(project: &Project, configured: &Configured, listener: &dyn Listener) -> Result<(), Error> {
    let is_here = |path: &str| {
        project.sources.find(path).is_some() || project.sources.under(&format!("{path}/")).any(|(path, _)| path.ends_with(".php"))
    };
    let here: Vec<&str> = configured.config.migration_folders().collect();
    if here.iter().all(|path| path.is_empty() || is_here(path)) && here.len() == configured.config.migrations.len() {
        return Ok(());
    }
    for (index, path) in configured.config.migrations.iter().enumerate() {
        let shown = configured.shown.as_deref().unwrap_or_default();
        let line = configured.file.line_of(&format!("migrations.{index}")).unwrap_or(1);
        let own = configured.config.below_root(path);
        if own.is_some_and(|own| own.is_empty() || is_here(own)) {
            continue;
        }
        if !configured.folder.join(path).exists() {
            let message = format!("{shown}:{line}: there is no `{path}`; `migrations` are relative to the folder of this file");
            return Err(Error::Request(message));
        }
        if own.is_some() {
            listener.remark(&format!("{shown}:{line}: tablecheck finds no PHP file to read in `{path}`, so it has no migration"));
        }
    }
    Ok(())
}

/// The paths to look at where nobody names any: those of the configuration, else the current folder.
pub(super) fn default_paths(settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    let here = PathBuf::from(".");
    let folder = root::shared(&here, settings)?;
    let here = if settings.root.is_some() && !root::is_near(&folder) { folder.clone() } else { here };
    let configured = configure(&folder, settings)?;
    if configured.config.paths.is_empty() {
        return Ok(vec![here]);
    }
    let paths = configured.config.paths.iter().enumerate().map(|(index, path)| {
        let whole = configured.folder.join(path);
        if whole.exists() {
            return Ok(whole);
        }
        let line = configured.file.line_of(&format!("paths.{index}")).unwrap_or(1);
        let shown = configured.shown.as_deref().unwrap_or_default();
        Err(Error::Request(format!("{shown}:{line}: there is no `{path}`; `paths` are relative to the folder of this file")))
    });
    paths.collect()
}
