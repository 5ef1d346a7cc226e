//! Which files of a project count: its own PHP, its Composer files, its SQL. Packages (see [`super::vendor`]), build
//! output and caches do not, and links are not followed.

use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::disk::{self, Refusal};
use super::roots::is_other_project;
use crate::laravel::{ENV_EXAMPLES, is_compose_file};

/// The largest file that is read, in bytes. Larger ones are generated, and reading them would not be instant.
pub(super) const LARGEST_FILE: u64 = 5_000_000;
/// Folders at the root that hold what was built or stored.
const SKIPPED_AT_ROOT: [&str; 4] = ["vendor", "storage", "bootstrap/cache", "public/build"];

/// How the files are named that laravel-ide-helper writes for editors: they declare the framework's and the project's classes
/// once more, without their code. (`.phpstorm.meta.php`, of the same make, declares nothing.)
const EDITORS_HELPER: &str = "_ide_helper";

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files that count, relative to the root.
    pub(super) files: Vec<PathBuf>,
    /// Links to other places in the project: path and target, relative to the root.
    pub(super) links: Vec<(String, String)>,
    /// What could not be read or was left out, by its path relative to the root, and why.
    pub(super) left_out: Vec<(String, String)>,
}

/// Walks the project. `root` is an absolute path without links.
pub(super) fn walk(root: &Path) -> Found {
    let mut found = Found::default();
    for entry in WalkDir::new(root).follow_links(false).into_iter().filter_entry(|entry| !is_skipped(root, entry)) {
        match entry {
            Err(error) => {
                let path = error.path().map(|path| portable(path.strip_prefix(root).unwrap_or(path))).unwrap_or_default();
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found.left_out.push((path, cause));
            }
            Ok(entry) => {
                let Ok(path) = entry.path().strip_prefix(root) else { continue };
                if entry.path_is_symlink() {
                    match lost_behind(root, entry.path()) {
                        Some(reason) => found.left_out.push((portable(path), reason)),
                        None => found.links.extend(target_of(root, entry.path()).map(|target| (portable(path), target))),
                    }
                } else if !entry.file_type().is_dir() && counts(path) {
                    let facts = entry.metadata().ok();
                    let kind = facts.as_ref().and_then(disk::kind_of).map(Refusal::Kind);
                    let size = facts.filter(|facts| facts.len() > LARGEST_FILE).map(|_| Refusal::Size(LARGEST_FILE));
                    match kind.or(size) {
                        Some(refusal) => found.left_out.push((portable(path), refusal.to_string())),
                        None => found.files.push(path.to_owned()),
                    }
                }
            }
        }
    }
    found
}

/// The path with `/` between its parts.
#[must_use]
pub fn portable(path: &Path) -> String {
    let part = |part: Component| part.as_os_str().to_string_lossy().into_owned();
    path.components().map(part).collect::<Vec<_>>().join("/")
}

/// Whether a folder is left out with all that is in it.
pub(super) fn is_skipped(root: &Path, entry: &DirEntry) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return false;
    }
    let name = entry.file_name().to_string_lossy();
    let at_root = || entry.path().strip_prefix(root).is_ok_and(|path| SKIPPED_AT_ROOT.contains(&portable(path).as_str()));
    let is_composers = || name == "vendor" && ["autoload.php", "composer"].iter().any(|part| entry.path().join(part).exists());
    name.starts_with('.')
        || name == "node_modules"
        || (entry.depth() <= 2 && at_root())
        || is_composers()
        || is_other_project(root, entry.path())
}

/// Whether a file would be found by its path alone, relative to the root.
pub(super) fn is_inside(path: &str) -> bool {
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    let hidden = folders.iter().any(|name| name.starts_with('.') || *name == "node_modules");
    let stored = SKIPPED_AT_ROOT.iter().any(|skipped| path.strip_prefix(skipped).is_some_and(|rest| rest.starts_with('/')));
    !hidden && !stored && counts(Path::new(path))
}

/// Folders with declarations that static analysers and editors read.
const STUBS: [&str; 5] = ["phpstan-stubs", "psalm-stubs", "phpstan_stubs", ".phpstan", "ide-stubs"];

/// Whether a file counts, by its path relative to the root.
fn counts(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let is = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    // A package's migrations, as it publishes them.
    if is("stub") {
        let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        return folder.is_some_and(|name| name.eq_ignore_ascii_case("migrations"));
    }
    // What is written for tools that read code declares classes of packages, and no code of the project.
    if path.components().any(|part| part.as_os_str().to_str().is_some_and(|name| STUBS.contains(&name))) {
        return false;
    }
    if is("php") {
        let name = name.to_ascii_lowercase();
        return !name.ends_with(".blade.php") && !name.starts_with(EDITORS_HELPER);
    }
    let at_root = path.parent().is_some_and(|folder| folder.as_os_str().is_empty());
    let is_dump = || path.parent().is_some_and(|folder| folder.ends_with("database/schema")) && is("dump");
    name == "composer.json"
        || is("sql")
        || is_dump()
        || (at_root
            && (matches!(name, "composer.lock" | "testbench.yaml") || ENV_EXAMPLES.contains(&name) || is_compose_file(name)))
}

/// Where in the project a link leads, if it leads away from itself.
fn target_of(root: &Path, link: &Path) -> Option<String> {
    let target = link.canonicalize().ok()?;
    // What lies below its own target would be found again and again.
    (!link.starts_with(&target)).then(|| target.strip_prefix(root).ok().map(portable))?
}

/// Why a file or folder behind a link is not looked at; none if it is looked at where it lies, or would not count.
fn lost_behind(root: &Path, link: &Path) -> Option<String> {
    let counts = || counts(link.strip_prefix(root).unwrap_or(link));
    match link.canonicalize() {
        Ok(target) if target.starts_with(root) => None,
        Ok(target) => (target.is_dir() || counts()).then(|| Refusal::Outside.to_string()),
        Err(error) => counts().then(|| format!("it is a symbolic link that leads nowhere: {error}")),
    }
}
