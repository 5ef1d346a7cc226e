//! Commits, the index and the folder held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::super::ProjectError;
use super::index::{Index, OnDisk};
use super::repository::Repository;
use super::{Changes, untracked};

/// The most files that a commit may have. Folders can hold the same one over and over, so that there is no end to them.
const MOST_FILES: usize = 2_000_000;
/// How deep folders may lie in each other.
const DEEPEST: usize = 200;

/// What would be committed now, held against the last commit.
pub(super) fn staged(repository: &Repository) -> Result<Changes, ProjectError> {
    let index = Index::read(repository)?;
    // Before the first commit nothing is there.
    let last = repository.head()?.map_or_else(|| Ok(BTreeMap::new()), |commit| tree_of(repository, commit))?;
    let mut before = BTreeMap::new();
    let mut instead = BTreeMap::new();
    for (path, id) in &last {
        if index.get(path).is_none_or(|entry| entry.id != *id) {
            before.insert(path.clone(), repository.blob(*id)?);
        }
    }
    for (path, entry) in &index.entries {
        if !last.contains_key(path) {
            before.insert(path.clone(), None);
        }
        // What lies in the folder and is not staged is not part of the commit.
        if entry.is_absent || index.on_disk(repository, path, entry) != OnDisk::Holds(entry.id) {
            instead.insert(path.clone(), repository.blob(entry.id)?);
        }
    }
    instead.extend(index.undecided.iter().map(|path| (path.clone(), None)));
    instead.extend(untracked::find(repository, &index).into_iter().map(|path| (path, None)));
    Ok(Changes { top: repository.top.clone(), before, instead })
}

/// The files in the folder, held against where they left a branch.
pub(super) fn since(repository: &Repository, base: &str) -> Result<Changes, ProjectError> {
    let commit = repository.commit(base).map_err(|()| {
        let cause = format!("`{base}` is not a commit of the repository");
        let cure = "name an existing branch or commit (in a shallow clone, fetch it first)";
        ProjectError::with_cure(Path::new(""), cause, cure)
    })?;
    // What others did on the branch since is no change of ours.
    let head = repository.head()?;
    let fork = head.and_then(|head| repository.git.merge_base(commit, head).ok().flatten()).ok_or_else(|| {
        let cause = format!("`{base}` and the current commit have no common ancestor in this clone");
        ProjectError::with_cure(Path::new(""), cause, "fetch more of the history (in CI, set the depth to 0)")
    })?;
    let then = tree_of(repository, fork.detach())?;
    let index = Index::read(repository)?;
    let mut changed: BTreeSet<&str> = index.undecided.iter().map(String::as_str).collect();
    let mut instead = BTreeMap::new();
    for (path, entry) in &index.entries {
        let now = index.on_disk(repository, path, entry);
        if then.get(path).is_none_or(|id| now != OnDisk::Holds(*id)) {
            changed.insert(path);
        }
        // What a sparse checkout leaves out is there all the same.
        if entry.is_absent {
            instead.insert(path.clone(), repository.blob(entry.id)?);
        }
    }
    changed.extend(then.keys().filter(|path| !index.has(path)).map(String::as_str));
    let untracked = untracked::find(repository, &index);
    changed.extend(untracked.iter().map(String::as_str));
    let content = |path: &&str| Ok(((*path).to_owned(), then.get(*path).map_or(Ok(None), |id| repository.blob(*id))?));
    let before = changed.iter().map(content).collect::<Result<_, ProjectError>>()?;
    Ok(Changes { top: repository.top.clone(), before, instead })
}

/// The files of a commit.
fn tree_of(repository: &Repository, commit: ObjectId) -> Result<BTreeMap<String, ObjectId>, ProjectError> {
    let object = repository.git.find_commit(commit).map_err(|_| repository.lost(commit))?;
    let tree = object.tree_id().map_err(|_| repository.lost(commit))?;
    Ok(files(repository, tree.detach())?.into_iter().collect())
}

/// The files in a folder that git keeps and in those below it, each with what is in it.
pub(super) fn files(repository: &Repository, tree: ObjectId) -> Result<Vec<(String, ObjectId)>, ProjectError> {
    let mut found = Vec::new();
    let mut seen = 0;
    let mut open = vec![(String::new(), tree, 0)];
    while let Some((prefix, id, depth)) = open.pop() {
        let tree = repository.git.find_tree(id).map_err(|_| repository.lost(id))?;
        for entry in tree.iter() {
            let entry = entry.map_err(|_| repository.lost(id))?;
            seen += 1;
            if seen > MOST_FILES || depth > DEEPEST {
                return Err(repository.failed(&"a commit of its repository has more files than can be compared"));
            }
            let path = format!("{prefix}{}", entry.filename().to_str_lossy());
            if entry.mode().is_tree() {
                open.push((path + "/", entry.object_id(), depth + 1));
            } else if entry.mode().is_blob() {
                found.push((path, entry.object_id()));
            }
        }
    }
    Ok(found)
}
