//! Where the roots of projects are: above a path, or below a folder that holds several.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::ProjectError;

/// The file that only an application has in its root.
const APPLICATION: &str = "artisan";
/// The file that applications and packages have in their roots.
const MANIFEST: &str = "composer.json";
/// How many folders below a folder its projects are looked for.
const DEPTH: usize = 4;
/// Folders in which no project of one's own lies.
const SKIPPED: [&str; 3] = ["vendor", "node_modules", "storage"];

/// The root of the project that a file or folder belongs to: the nearest folder upwards that is an application's, else the
/// nearest one with a `composer.json`, but not beyond the repository. Where there is none, the folder itself.
///
/// # Errors
/// If the path does not exist or cannot be read.
pub fn find_root(path: &Path) -> Result<PathBuf, ProjectError> {
    let folder = folder_of(path)?;
    let mut package = None;
    for candidate in folder.ancestors() {
        if candidate.join(APPLICATION).is_file() {
            return Ok(candidate.to_owned());
        }
        if package.is_none() && candidate.join(MANIFEST).is_file() {
            package = Some(candidate);
        }
        // An installed package is a project of its own.
        let installed = candidate.parent().and_then(Path::file_name).is_some_and(|name| name == "vendor");
        if candidate.join(".git").exists() || (installed && package.is_some()) {
            break;
        }
    }
    Ok(package.unwrap_or(&folder).to_owned())
}

/// The roots of the projects that a file or folder means: the one it belongs to, or those below a folder that is no
/// project itself, in the order of their names.
///
/// # Errors
/// If the path does not exist or cannot be read.
pub fn find_roots(path: &Path) -> Result<Vec<PathBuf>, ProjectError> {
    let root = find_root(path)?;
    let folder = folder_of(path)?;
    if is_project(&root) {
        return Ok(vec![root]);
    }
    let below = roots_below(&folder);
    Ok(if below.is_empty() { vec![root] } else { below })
}

fn folder_of(path: &Path) -> Result<PathBuf, ProjectError> {
    let absolute = path.canonicalize().map_err(|error| ProjectError::new(path, error))?;
    let folder = if absolute.is_dir() { absolute.as_path() } else { absolute.parent().unwrap_or(&absolute) };
    Ok(folder.to_owned())
}

/// Whether a folder is the root of an application or of a package of Laravel's, and not only a place where a `composer.json`
/// brings tools for what lies below.
fn is_project(folder: &Path) -> bool {
    if folder.join(APPLICATION).is_file() || folder.join("database/migrations").is_dir() {
        return true;
    }
    let Ok(manifest) = std::fs::read_to_string(folder.join(MANIFEST)) else { return false };
    ["\"laravel/", "\"illuminate/", "\"autoload\""].iter().any(|word| manifest.contains(word))
}

fn roots_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).min_depth(1).max_depth(DEPTH).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_dir() {
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        if name.starts_with('.') || SKIPPED.contains(&&*name) {
            walk.skip_current_dir();
        } else if is_project(entry.path()) {
            found.push(entry.into_path());
            walk.skip_current_dir();
        }
    }
    found
}
