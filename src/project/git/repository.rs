//! Opening a repository: which one it is, whose it is, and what is read of it.

use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::super::disk::{self, Bounds};
use super::super::{ProjectError, current_folder};
use super::{safety, variable};

/// The largest file that is read of a commit or of the index, in bytes.
const LARGEST_BLOB: u64 = 50_000_000;
/// The largest file that leads to another folder, in bytes.
const LARGEST_LINK: u64 = 10_000;
/// The most memory that one object or the index may take, in bytes.
const MOST_MEMORY: &str = "gitoxide.objects.allocLimit=1073741824";

/// A repository with a folder of files.
pub(super) struct Repository {
    /// The topmost folder of its files, an absolute path without links.
    pub(super) top: PathBuf,
    /// What it knows.
    pub(super) git: gix::Repository,
    /// The index that counts.
    pub(super) index: PathBuf,
}

/// The sentence that says what to do where something in the repository is not as it should be.
const SEE_STATUS: &str = "see what `git status` says there";

impl Repository {
    /// The repository that a folder lies in.
    ///
    /// The nearest `.git` upwards says which one it is. A folder that is a repository by itself, without files, never is: it
    /// may lie in what was cloned, and then somebody else wrote its settings.
    pub(super) fn around(folder: &Path) -> Result<Repository, ProjectError> {
        let folder = folder.canonicalize().map_err(|error| ProjectError::new(folder, error))?;
        let (top, folder) = place(&folder)?;
        // A worktree shares what another folder holds. All is looked at before the library opens any of it.
        for folder in [Some(folder.clone()), shared(&folder)?].into_iter().flatten() {
            safety::expect_own(&top, &folder)?;
            safety::expect_files(&folder)?;
        }
        let failed = |error: &dyn std::fmt::Display| ProjectError::with_cure(&top, error, SEE_STATUS);
        let options =
            gix::open::Options::isolated().open_path_as_is(true).with(gix::sec::Trust::Full).config_overrides([MOST_MEMORY]);
        let mut git = options.open(&folder).map_err(|error| failed(&error))?.to_thread_local();
        git.object_cache_size_if_unset(4 << 20);
        let index = index_of(&top, &folder);
        safety::expect_file(&index)?;
        Ok(Repository { top, git, index })
    }

    /// A failure of reading.
    pub(super) fn failed(&self, error: &dyn std::fmt::Display) -> ProjectError {
        ProjectError::with_cure(&self.top, error, SEE_STATUS)
    }

    /// An object that is named and not there, or not what it should be.
    pub(super) fn lost(&self, id: ObjectId) -> ProjectError {
        let cause = format!("the object {} of its repository is missing or damaged", id.to_hex_with_len(12));
        let cure =
            "fetch the whole history (`git fetch --unshallow`, or a clone without `--filter`), or see what `git fsck` says";
        ProjectError::with_cure(&self.top, cause, cure)
    }

    /// The commit that is checked out; none before the first one.
    pub(super) fn head(&self) -> Result<Option<ObjectId>, ProjectError> {
        let head = self.git.head().map_err(|error| self.failed(&error))?;
        Ok(if head.is_unborn() { None } else { head.id().map(gix::Id::detach) })
    }

    /// The commit of a name; none is one of no commit.
    pub(super) fn commit(&self, name: &str) -> Result<ObjectId, ()> {
        let id = self.git.rev_parse_single(name.as_bytes().as_bstr()).map_err(drop)?;
        let object = id.object().map_err(drop)?;
        object.peel_to_commit().map(|commit| commit.id).map_err(drop)
    }

    /// What is in a file with this identity; none if it is too large to count.
    pub(super) fn blob(&self, id: ObjectId) -> Result<Option<Vec<u8>>, ProjectError> {
        let header = self.git.find_header(id).map_err(|_| self.lost(id))?;
        if !header.kind().is_blob() {
            return Err(self.lost(id));
        }
        if header.size() > LARGEST_BLOB {
            return Ok(None);
        }
        let object = self.git.find_object(id).map_err(|_| self.lost(id))?;
        Ok(Some(object.detach().data))
    }
}

/// The topmost folder of the repository that a folder lies in, and the folder that git keeps what it knows in.
fn place(folder: &Path) -> Result<(PathBuf, PathBuf), ProjectError> {
    let found = super::repository(folder);
    // Hooks are given a `GIT_DIR`. Where the repository is found it says nothing more, and from a folder below it is a wrong one.
    let named = if found.is_none() || variable("GIT_WORK_TREE").is_some() { variable("GIT_DIR") } else { None };
    if let Some(named) = named {
        let top = variable("GIT_WORK_TREE").unwrap_or_else(|| folder.to_owned());
        let whole = |path: PathBuf| path.canonicalize().map_err(|error| ProjectError::new(&path, error));
        return Ok((whole(top)?, whole(named)?));
    }
    let Some(top) = found else {
        return Err(ProjectError::with_cure(
            folder,
            "it is not in a git repository",
            "there are no changes to compare without one; remove `--staged` or `--since`",
        ));
    };
    let link = top.join(".git");
    if link.is_dir() {
        let folder = link.canonicalize().map_err(|error| ProjectError::new(&link, error))?;
        return Ok((top.to_owned(), folder));
    }
    let wrong = |cause: &dyn std::fmt::Display| ProjectError::with_cure(&link, cause, SEE_STATUS);
    let text = disk::read_text(&link, Bounds::Within(top), LARGEST_LINK).map_err(|refusal| wrong(&refusal))?;
    let Some(path) = text.trim_end().strip_prefix("gitdir:") else {
        return Err(wrong(&"it does not name the folder of a repository"));
    };
    let folder = top.join(path.trim_start()).canonicalize().map_err(|error| wrong(&error))?;
    Ok((top.to_owned(), folder))
}

/// The folder that a worktree shares with others, if it is one.
fn shared(folder: &Path) -> Result<Option<PathBuf>, ProjectError> {
    let link = folder.join("commondir");
    let wrong = |cause: &dyn std::fmt::Display| ProjectError::with_cure(&link, cause, SEE_STATUS);
    match disk::read_text(&link, Bounds::Within(folder), LARGEST_LINK) {
        Err(refusal) if refusal.is_missing() => Ok(None),
        Err(refusal) => Err(wrong(&refusal)),
        Ok(path) => folder.join(path.trim_end()).canonicalize().map(Some).map_err(|error| wrong(&error)),
    }
}

/// The index that counts: in the hook of a commit, git may have made one for it.
fn index_of(top: &Path, folder: &Path) -> PathBuf {
    let named = variable("GIT_INDEX_FILE");
    // The index of a commit at hand is not that of a submodule.
    let is_at_hand = super::repository(&current_folder()) == Some(top);
    named.filter(|_| is_at_hand).map_or_else(|| folder.join("index"), |named| top.join(named))
}
