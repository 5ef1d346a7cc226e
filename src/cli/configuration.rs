//! The configuration of a run: the project's file, and over it what the command line says.

use std::fmt;
use std::path::{Path, PathBuf};

use super::CliError;
use super::load::Settings;
use super::root;
use crate::config::{Config, ConfigFile};
use crate::project::{Moment, find_config_at, read_config, shown_folder};

/// What is set for a project.
#[derive(Debug, Default)]
pub(super) struct Configured {
    /// The settings, the command line's over those of the file.
    pub(super) config: Config,
    /// The file as it was read, if there is one.
    pub(super) file: ConfigFile,
    /// Its path, as it can be opened from the current folder.
    pub(super) shown: Option<String>,
    /// The folder that the paths in it start from.
    pub(super) folder: PathBuf,
}

/// A configuration file with mistakes.
#[derive(Debug)]
pub struct WrongConfig {
    shown: String,
    file: Box<ConfigFile>,
}

impl fmt::Display for WrongConfig {
    /// Each mistake with the line that it is in.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.file.mistakes.iter().enumerate() {
            let between = if index == 0 { "" } else { "\n" };
            let number = mistake.line.to_string();
            let margin = " ".repeat(number.len());
            let (line, at) = excerpt(self.file.line(mistake.line), mistake.column);
            let length = mistake.length.min(line.chars().count().saturating_sub(at)).max(1);
            writeln!(out, "{between}{}:{number}:{}: {}", self.shown, mistake.column, mistake.message)?;
            writeln!(out, "{margin} |\n{number} | {line}")?;
            write!(out, "{margin} | {}{}", " ".repeat(at), "^".repeat(length))?;
        }
        Ok(())
    }
}

/// How much of a long line is shown, in characters.
const WIDTH: usize = 120;

/// The part of a line around a column (from 1) without what steers a terminal, and the column's place in it (from 0).
fn excerpt(line: &str, column: usize) -> (String, usize) {
    let at = column.saturating_sub(1);
    let start = if at < WIDTH { 0 } else { at - WIDTH / 2 };
    let part = line.chars().skip(start).take(WIDTH).map(|c| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    });
    (part.collect::<String>().trim_end().to_owned(), at - start)
}

/// What is set for the project with this root.
pub(super) fn configure(root: &Path, settings: &Settings) -> Result<Configured, CliError> {
    configure_at(root, settings, Moment::default())
}

/// What is set for the project with this root by its files as they are or were at some time.
pub(super) fn configure_at(root: &Path, settings: &Settings, moment: Moment<'_>) -> Result<Configured, CliError> {
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
            return Err(CliError::Config(WrongConfig { shown, file: Box::new(configured.file) }));
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
    Ok(configured)
}

/// The paths to look at where the command line names none: those of the configuration, else the current folder.
pub(super) fn default_paths(settings: &Settings) -> Result<Vec<PathBuf>, CliError> {
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
        Err(CliError::Argument(format!("{shown}:{line}: there is no `{path}`; `paths` start from the folder of this file")))
    });
    paths.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_shown_in_its_line() {
        let wrong =
            WrongConfig { shown: "tablecheck.yaml".to_owned(), file: Box::new(ConfigFile::read("paths: []\ndrivr: mysql\n")) };
        assert_eq!(
            wrong.to_string(),
            "tablecheck.yaml:2:1: unknown key `drivr`; did you mean `driver`?\n  |\n2 | drivr: mysql\n  | ^^^^^"
        );
        let long = format!("driver: {}x", " ".repeat(500));
        let text = WrongConfig { shown: String::new(), file: Box::new(ConfigFile::read(&long)) }.to_string();
        assert!(text.lines().all(|line| line.chars().count() < 160), "{text}");
        assert!(text.ends_with('^'), "{text}");
    }
}
