//! Which project a path belongs to, or which ones lie below it, as far as nobody named the root.

use std::path::{Path, PathBuf};

use super::error::Error;
use super::settings::Settings;
use crate::project::{ProjectError, current_folder, find_root, find_roots, portable, shown_folder};

/// The roots of the projects that a path means.
pub(super) fn all(path: &Path, settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    match &settings.root {
        Some(root) => Ok(vec![given(root, path)?]),
        None => Ok(find_roots(path)?),
    }
}

/// How many projects a message lists.
const SHOWN: usize = 6;

/// The root of the one project that a path means.
pub(super) fn one(path: &Path, settings: &Settings) -> Result<PathBuf, Error> {
    let roots = all(path, settings)?;
    let own = find_root(path)?;
    match roots.as_slice() {
        // Beside it may be applications of their own below.
        roots if roots.contains(&own) => Ok(own),
        [root] => Ok(root.clone()),
        [] => Ok(own),
        [first, ..] => {
            let shown: Vec<String> = roots.iter().take(SHOWN).map(|root| format!("`{}`", name(root))).collect();
            let more = match roots.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            Err(Error::Request(format!(
                "`{}` contains several projects: {}{more}; name one, as in `--root {}`",
                path.display(),
                shown.join(", "),
                name(first)
            )))
        }
    }
}

/// The root of the project that a path belongs to; above several, the folder whose configuration they share.
pub(super) fn shared(path: &Path, settings: &Settings) -> Result<PathBuf, Error> {
    match &settings.root {
        Some(root) => folder(root),
        None => Ok(find_root(path)?),
    }
}

/// Whether the current folder lies in this one, or above it.
pub(super) fn is_near(root: &Path) -> bool {
    let here = current_folder();
    here.starts_with(root) || (here.is_absolute() && root.starts_with(here))
}

/// The root of the project that a file belongs to, which need not be there yet.
pub(super) fn of_file(file: &Path, settings: &Settings) -> Result<PathBuf, Error> {
    if file.is_dir() {
        return Err(Error::Request(format!("`{}` is a folder; name the file whose text this is", file.display())));
    }
    one(&present_folder(file), settings)
}

/// The path of a file from the root, whether it is there or not.
pub(super) fn relative(file: &Path, root: &Path) -> Result<String, Error> {
    let outside =
        || Error::Request(format!("`{}` is outside the project in `{}`; name a file in it", file.display(), name(root)));
    let folder = present_folder(file);
    let rest = if folder == Path::new(".") { file } else { file.strip_prefix(&folder).map_err(|_| outside())? };
    let path = folder.canonicalize().map_err(|error| ProjectError::at(&folder, &error))?.join(rest);
    let below = path.strip_prefix(root).map_err(|_| outside())?;
    Ok(portable(below))
}

/// Whether a path is a folder above a root.
pub(super) fn is_above(path: &Path, root: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path != root && root.starts_with(path))
}

/// What leads from a folder down to a root below it.
pub(super) fn below(path: &Path, root: &Path) -> String {
    let path = path.canonicalize().unwrap_or_default();
    let below = portable(root.strip_prefix(path).unwrap_or(Path::new("")));
    if below.is_empty() { below } else { below + "/" }
}

/// The nearest folder above a file that is there.
fn present_folder(file: &Path) -> PathBuf {
    let named = |folder: &&Path| !folder.as_os_str().is_empty();
    file.ancestors().skip(1).filter(named).find(|folder| folder.is_dir()).unwrap_or(Path::new(".")).to_owned()
}

/// The root that `--root` names, if the path lies in it or above it.
fn given(root: &Path, path: &Path) -> Result<PathBuf, Error> {
    let root = folder(root)?;
    let path = path.canonicalize().map_err(|error| ProjectError::at(path, &error))?;
    if path.starts_with(&root) || root.starts_with(&path) {
        return Ok(root);
    }
    Err(Error::Request(format!("`{}` is not in `{}`, the folder of `--root`", path.display(), name(&root))))
}

fn folder(root: &Path) -> Result<PathBuf, Error> {
    let canonical = root.canonicalize().ok().filter(|root| root.is_dir());
    canonical.ok_or_else(|| {
        let root = root.display();
        Error::Request(format!("`--root {root}` is not a folder; name the one that contains `composer.json`"))
    })
}

fn name(root: &Path) -> String {
    let shown = shown_folder(root);
    let shown = shown.trim_end_matches('/');
    if shown.is_empty() { ".".to_owned() } else { shown.to_owned() }
}
