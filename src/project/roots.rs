//! Where the roots of projects are: above a path, or below a folder that holds several.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::disk::{self, Bounds, LARGEST_OF_TOOLS, Refusal};
use super::{ProjectError, repository};

/// The file that only an application has in its root.
const APPLICATION: &str = "artisan";
/// The file that applications and packages have in their roots.
const MANIFEST: &str = "composer.json";
/// The largest file that links a folder to its repository, in bytes.
const LARGEST_LINK: u64 = 10_000;
/// How many folders below a folder its projects are looked for.
const DEPTH: usize = 4;
/// Folders in which no project of one's own lies.
const SKIPPED: [&str; 3] = ["vendor", "node_modules", "storage"];
/// Folders whose applications are there for the tests of the project around them.
const HELPING: [&str; 4] = ["tests", "test", "fixtures", "stubs"];

/// The root of the project that a file or folder belongs to: the nearest folder upwards that is an application's, else the
/// nearest one with a `composer.json`, but not beyond the repository, unless that is a submodule of an application's. Where
/// there is none, the folder itself.
///
/// # Errors
/// If the path does not exist or cannot be read.
pub fn find_root(path: &Path) -> Result<PathBuf, ProjectError> {
    let folder = folder_of(path)?;
    let own = up_to_repository(&folder);
    let around = || own.last().filter(|top| is_submodule(top))?.parent().map(up_to_repository);
    if let Some(application) = nearest_application(&own).or_else(|| nearest_application(&around()?)) {
        return Ok(application.to_owned());
    }
    // What applications are left help a package's tests, and are a part of it.
    let helper = own.iter().rposition(|folder| has(folder, APPLICATION));
    let outside = &own[helper.map_or(0, |at| at + 1)..];
    let package = outside.iter().find(|folder| has(folder, MANIFEST)).or_else(|| helper.map(|at| &own[at]));
    Ok(package.map_or(folder.as_path(), |root| root).to_owned())
}

/// The roots of the projects that a file or folder means: the one it belongs to, and those below a folder that are applications
/// of their own; where it belongs to none, all those below it. In the order of their names.
///
/// # Errors
/// If the path does not exist or cannot be read.
pub fn find_roots(path: &Path) -> Result<Vec<PathBuf>, ProjectError> {
    let root = find_root(path)?;
    let is_root: fn(&Path, &Path) -> bool = if is_project(&root) { is_own_application } else { |_, folder| is_project(folder) };
    let mut found = if path.is_dir() { roots_below(&folder_of(path)?, &root, is_root) } else { Vec::new() };
    if is_project(&root) || found.is_empty() {
        found.insert(0, root);
    }
    Ok(found)
}

/// Whether a folder in a project is the root of another one, which is no part of it: an application in an application, with an
/// `artisan` and a `composer.json`, that does not lie with its tests; or a worktree. An application in a package shows the
/// package, whose tables it uses.
pub(super) fn is_other_project(root: &Path, folder: &Path) -> bool {
    is_own_application(root, folder) || is_worktree(folder)
}

/// Whether a path in a project lies in another one.
pub(super) fn is_in_other_project(root: &Path, path: &Path) -> bool {
    path.ancestors().skip(1).take_while(|folder| *folder != root).any(|folder| is_other_project(root, folder))
}

fn is_own_application(root: &Path, folder: &Path) -> bool {
    let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
    (1..=DEPTH).contains(&below.components().count()) && is_whole(folder) && !helps_tests(below) && has(root, APPLICATION)
}

/// The folders from this one up to the topmost of the repository that it lies in, or to that of an installed package.
fn up_to_repository(folder: &Path) -> Vec<&Path> {
    let mut folders = Vec::new();
    let mut in_package = false;
    for folder in folder.ancestors() {
        folders.push(folder);
        in_package |= has(folder, MANIFEST);
        // An installed package is a project of its own.
        let installed = folder.parent().and_then(Path::file_name).is_some_and(|name| name == "vendor");
        if folder.join(".git").exists() || (installed && in_package) {
            break;
        }
    }
    folders
}

/// Whether a repository is a submodule of the one around it.
fn is_submodule(top: &Path) -> bool {
    is_linked_as(top, "modules")
}

/// Whether a folder is a worktree: what is in it is there once more, as on another branch.
fn is_worktree(top: &Path) -> bool {
    is_linked_as(top, "worktrees")
}

/// Whether a folder is linked to a repository of this kind within another one.
fn is_linked_as(top: &Path, kind: &str) -> bool {
    let Ok(link) = disk::read_text(&top.join(".git"), Bounds::Within(top), LARGEST_LINK) else { return false };
    link.trim_end().rsplit(['/', '\\']).find(|part| ["modules", "worktrees"].contains(part)) == Some(kind)
}

/// The nearest of these folders that is an application's. One with an `artisan` alone may be a part of another.
fn nearest_application<'p>(folders: &[&'p Path]) -> Option<&'p Path> {
    let top = folders.last()?;
    let is_helper = |folder: &Path| helps_tests(folder.strip_prefix(top).unwrap_or(folder));
    let nearest = folders.iter().find(|folder| is_whole(folder) && !is_helper(folder));
    let topmost = || folders.iter().rfind(|folder| has(folder, APPLICATION) && !is_helper(folder));
    nearest.or_else(topmost).copied()
}

fn has(folder: &Path, name: &str) -> bool {
    folder.join(name).is_file()
}

fn is_whole(folder: &Path) -> bool {
    has(folder, APPLICATION) && has(folder, MANIFEST)
}

fn helps_tests(path: &Path) -> bool {
    path.components().any(|part| HELPING.iter().any(|name| part.as_os_str().eq_ignore_ascii_case(name)))
}

fn folder_of(path: &Path) -> Result<PathBuf, ProjectError> {
    let absolute = path.canonicalize().map_err(|error| ProjectError::at(path, &error))?;
    let facts = absolute.metadata().map_err(|error| ProjectError::new(path, error))?;
    if let Some(kind) = disk::kind_of(&facts).filter(|_| !facts.is_dir()) {
        return Err(ProjectError::new(path, Refusal::Kind(kind)));
    }
    let folder = if absolute.is_dir() { absolute.as_path() } else { absolute.parent().unwrap_or(&absolute) };
    Ok(folder.to_owned())
}

/// Whether a folder is the root of an application or of a package of Laravel's, and not only a place where a `composer.json`
/// brings tools for what lies below.
fn is_project(folder: &Path) -> bool {
    if has(folder, APPLICATION) || folder.join("database/migrations").is_dir() {
        return true;
    }
    // In a repository, several folders may share a manifest by links.
    let top = repository(folder).unwrap_or(folder);
    let Ok(manifest) = disk::read_text(&folder.join(MANIFEST), Bounds::Within(top), LARGEST_OF_TOOLS) else { return false };
    ["\"laravel/", "\"illuminate/", "\"autoload\""].iter().any(|word| manifest.contains(word))
}

fn roots_below(folder: &Path, root: &Path, is_root: fn(&Path, &Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).min_depth(1).max_depth(DEPTH).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_dir() {
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        if name.starts_with('.') || SKIPPED.contains(&&*name) || is_worktree(entry.path()) {
            walk.skip_current_dir();
        } else if is_root(root, entry.path()) {
            found.push(entry.into_path());
            walk.skip_current_dir();
        }
    }
    found
}
