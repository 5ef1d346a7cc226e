//! The files in the folder that git does not keep and was not told to ignore.

use std::path::Path;

use gix::bstr::ByteSlice;
use gix::ignore::Search;
use gix::ignore::search::Ignore;
use walkdir::WalkDir;

use super::super::disk::{self, Bounds};
use super::super::portable;
use super::index::Index;
use super::repository::Repository;
use super::safety::{own_folder, settings};

/// The largest list of what is ignored that is read, in bytes.
const LARGEST_LIST: u64 = 1_000_000;

/// The paths of these files.
pub(super) fn find(repository: &Repository, index: &Index) -> Vec<String> {
    let top = &repository.top;
    let mut ignored = Ignored::of(repository);
    let mut found = Vec::new();
    let mut walk = WalkDir::new(top).follow_links(false).into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        let Ok(inside) = entry.path().strip_prefix(top) else { continue };
        let path = portable(inside);
        ignored.leave(entry.depth());
        if entry.file_type().is_dir() {
            let is_other = || entry.file_name() == ".git" || entry.path().join(".git").exists();
            if entry.depth() > 0 && (is_other() || ignored.has(&path, true)) {
                walk.skip_current_dir();
                continue;
            }
            ignored.enter(top, entry.path(), entry.depth());
        } else if entry.path_is_symlink() || entry.file_type().is_file() {
            let is_own = entry.file_name() == ".git";
            if !is_own && !index.has(&path) && !ignored.has(&path, false) {
                found.push(path);
            }
        }
    }
    found
}

/// What is ignored where the walk is.
struct Ignored {
    search: Search,
    /// How deep the folder lies that each of the last lists is of.
    depths: Vec<usize>,
}

impl Ignored {
    /// What is ignored everywhere in a repository: what the person and the repository say.
    fn of(repository: &Repository) -> Ignored {
        let mut ignored = Ignored { search: Search::default(), depths: Vec::new() };
        let own = settings("core.excludesFile").pop().map(|file| match (file.strip_prefix("~/"), std::env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => file.into(),
        });
        if let Some(file) = own.or_else(|| Some(own_folder()?.join("ignore"))) {
            ignored.add(&file, Bounds::Anywhere, None);
        }
        let common = repository.git.common_dir();
        ignored.add(&common.join("info/exclude"), Bounds::Within(common), None);
        ignored
    }

    fn add(&mut self, file: &Path, bounds: Bounds<'_>, root: Option<&Path>) -> bool {
        let Ok(bytes) = disk::read(file, bounds, LARGEST_LIST) else { return false };
        self.search.add_patterns_buffer(&bytes, file, root, Ignore::default()).is_ok()
    }

    fn enter(&mut self, top: &Path, folder: &Path, depth: usize) {
        let file = folder.join(".gitignore");
        // Git does not follow one that is a link.
        if !file.is_symlink() && self.add(&file, Bounds::Within(top), Some(top)) {
            self.depths.push(depth);
        }
    }

    /// Forgets the lists of folders that the walk has left, when it comes to something this deep.
    fn leave(&mut self, depth: usize) {
        while self.depths.last().is_some_and(|list| *list >= depth) {
            self.depths.pop();
            self.search.patterns.pop();
        }
    }

    fn has(&self, path: &str, is_folder: bool) -> bool {
        let case = gix::glob::pattern::Case::Sensitive;
        let found = self.search.pattern_matching_relative_path(path.as_bytes().as_bstr(), Some(is_folder), case);
        found.is_some_and(|found| !found.pattern.is_negative())
    }
}
