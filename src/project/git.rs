//! What git knows of changes: which files of a repository differ from a commit, or are staged, and what was in them.
//!
//! The repository is read with a library, and git itself is never started: a repository can name programs that git would run
//! (`core.fsmonitor`, filters, hooks, a remote that lost objects are fetched from). Here there is nothing that could run them.
//! Nothing is written, either: no lock is taken, and the index is not refreshed.

mod compare;
mod index;
mod repository;
mod safety;
mod untracked;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::disk::{self, Bounds, LARGEST_OF_TOOLS, Refusal};
use super::{ProjectError, portable};
use repository::Repository;

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// What would be committed now, with the last commit.
    Staged,
    /// The files as they are, with where they left a branch, or with a commit.
    Base(String),
}

/// The changes in one repository.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The repository's topmost folder, an absolute path without links.
    pub top: PathBuf,
    /// The changed files by their paths from `top`: what was in them, or none for a new one.
    pub before: BTreeMap<String, Option<Vec<u8>>>,
    /// Files whose contents on disk are not those to look at, and what to look at instead; none for a file that does not count.
    pub instead: BTreeMap<String, Option<Vec<u8>>>,
}

/// The files of a repository at some time: what git knows of them, and else what lies in the folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment<'c> {
    changes: Option<&'c Changes>,
    before: bool,
}

impl Moment<'_> {
    /// What is in a file, given by an absolute path; none if it was not there.
    ///
    /// # Errors
    /// If it cannot be read, or may not be within these bounds.
    pub fn read(&self, path: &Path, bounds: Bounds<'_>) -> Result<Option<Vec<u8>>, Refusal> {
        match self.known(path) {
            Some(content) => Ok(content.clone()),
            None => match disk::read(path, bounds, LARGEST_OF_TOOLS) {
                Err(refusal) if refusal.is_missing() => Ok(None),
                read => read.map(Some),
            },
        }
    }

    /// Whether a file is there.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.known(path).map_or_else(|| path.exists() && !path.is_dir(), Option::is_some)
    }

    /// What git knows of a file that is not, or need not be, as it lies in the folder; none within if it is not there.
    #[must_use]
    pub fn known(&self, path: &Path) -> Option<&Option<Vec<u8>>> {
        let changes = self.changes?;
        let inside = portable(path.strip_prefix(&changes.top).ok()?);
        let before = changes.before.get(&inside).filter(|_| self.before);
        before.or_else(|| changes.instead.get(&inside))
    }
}

impl Changes {
    /// The changed files whose contents differ, with what was in them: not those of which only the mode changed.
    pub fn contents(&self) -> impl Iterator<Item = (&String, &Option<Vec<u8>>)> {
        let now = move |path: &str| self.now().read(&self.top.join(path), Bounds::Within(&self.top)).ok().flatten();
        self.before.iter().filter(move |(path, before)| now(path) != **before)
    }

    /// The files as they are looked at.
    #[must_use]
    pub fn now(&self) -> Moment<'_> {
        Moment { changes: Some(self), before: false }
    }

    /// The files as they were.
    #[must_use]
    pub fn earlier(&self) -> Moment<'_> {
        Moment { changes: Some(self), before: true }
    }

    /// Reads the changes in the repository that a folder lies in.
    ///
    /// # Errors
    /// If there is no repository or no such commit, the repository is another person's, or it is damaged.
    pub fn find(folder: &Path, since: &Since) -> Result<Changes, ProjectError> {
        let found = guarded(folder, || {
            let repository = Repository::around(folder)?;
            match since {
                Since::Staged => compare::staged(&repository),
                Since::Base(base) => compare::since(&repository, base),
            }
        });
        found?
    }
}

/// Whether the repository around the current folder has a commit of this name.
#[must_use]
pub fn is_commit(name: &str) -> bool {
    let here = super::current_folder();
    let found = guarded(&here, || Repository::around(&here).is_ok_and(|repository| repository.commit(name).is_ok()));
    found.unwrap_or(false)
}

/// The topmost folder of the repository that a folder, given by its whole path, lies in.
#[must_use]
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// What the environment says, if it says anything.
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Whatever a damaged repository makes the library do, it ends in a sentence.
fn guarded<T>(folder: &Path, work: impl FnOnce() -> T) -> Result<T, ProjectError> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| ProjectError::with_cure(folder, "its repository is damaged", "see what `git fsck` says there"))
}
