//! The index: which files are staged, with which contents, and whether those in the folder are the same.

use std::collections::BTreeSet;
use std::path::Path;

use gix::ObjectId;
use gix::index::entry::{Flags, Mode, Stage, Stat, stat};

use super::super::ProjectError;
use super::super::disk::{self, Bounds};
use super::super::walk::LARGEST_FILE;
use super::repository::Repository;

/// A file that git keeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// What is in it.
    pub(super) id: ObjectId,
    stat: Stat,
    /// Whether it is left out of the folder, as in a sparse checkout.
    pub(super) is_absent: bool,
    /// Whether git was told that it does not change.
    is_assumed: bool,
}

/// How a file in the folder compares with what git keeps of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDisk {
    /// It is not there.
    Gone,
    /// It holds just this.
    Holds(ObjectId),
    /// It holds something that git need not know.
    Other,
}

/// The staged files.
pub(super) struct Index {
    /// By their paths, in order. Links and submodules are no files.
    pub(super) entries: Vec<(String, Entry)>,
    /// Paths that are to be added, but not with contents yet, or of which a merge has not decided.
    pub(super) undecided: BTreeSet<String>,
    written: Option<gix::index::State>,
}

impl Index {
    /// Reads it. Where there is none, nothing is staged.
    pub(super) fn read(repository: &Repository) -> Result<Index, ProjectError> {
        let hash = repository.git.object_hash();
        let options = gix::index::decode::Options { alloc_limit_bytes: Some(1 << 30), ..Default::default() };
        // A shared part of a split one lies beside it.
        let file = gix::index::File::at_or_default(&repository.index, hash, false, options)
            .map_err(|error| repository.failed(&error))?;
        let state = gix::index::State::from(file);
        let mut index = Index { entries: Vec::new(), undecided: BTreeSet::new(), written: None };
        for entry in state.entries() {
            let path = entry.path(&state).to_string();
            let flags = entry.flags;
            if entry.mode.contains(Mode::DIR) && entry.mode.is_sparse() {
                for (below, id) in super::compare::files(repository, entry.id)? {
                    let entry = Entry { id, stat: Stat::default(), is_absent: true, is_assumed: false };
                    index.entries.push((format!("{path}{below}"), entry));
                }
            } else if flags.stage() != Stage::Unconflicted || flags.contains(Flags::INTENT_TO_ADD) {
                index.undecided.insert(path);
            } else if entry.mode == Mode::FILE || entry.mode == Mode::FILE_EXECUTABLE {
                let (is_absent, is_assumed) = (flags.contains(Flags::SKIP_WORKTREE), flags.contains(Flags::ASSUME_VALID));
                index.entries.push((path, Entry { id: entry.id, stat: entry.stat, is_absent, is_assumed }));
            }
        }
        index.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        index.written = Some(state);
        Ok(index)
    }

    /// The entry of a path.
    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        self.entries.get(at).map(|(_, entry)| entry)
    }

    /// Whether git keeps a path, or will.
    pub(super) fn has(&self, path: &str) -> bool {
        self.get(path).is_some() || self.undecided.contains(path)
    }

    /// How the file in the folder compares with its entry.
    pub(super) fn on_disk(&self, repository: &Repository, path: &str, entry: &Entry) -> OnDisk {
        if entry.is_absent || entry.is_assumed {
            return OnDisk::Holds(entry.id);
        }
        let whole = repository.top.join(path);
        let Ok(facts) = gix::index::fs::Metadata::from_path_no_follow(&whole) else { return OnDisk::Gone };
        if !facts.is_file() {
            return OnDisk::Other;
        }
        // A file that was changed at the moment when the index was written may look the same.
        let options = stat::Options::default();
        let is_racy = self.written.as_ref().is_none_or(|state| entry.stat.is_racy(state.timestamp(), options));
        if !is_racy && Stat::from_fs(&facts).is_ok_and(|now| entry.stat.matches(&now, options)) {
            return OnDisk::Holds(entry.id);
        }
        content(&whole, repository, entry.id)
    }
}

/// How the bytes of a file compare with what git keeps of it. What git keeps may have other line ends (`core.autocrlf`).
fn content(path: &Path, repository: &Repository, id: ObjectId) -> OnDisk {
    let Ok(bytes) = disk::read(path, Bounds::Within(&repository.top), LARGEST_FILE) else { return OnDisk::Other };
    let hash = |bytes: &[u8]| gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).ok();
    let Some(own) = hash(&bytes) else { return OnDisk::Other };
    if own == id || memchr::memmem::find(&bytes, b"\r\n").is_none() {
        return OnDisk::Holds(own);
    }
    let unix: Vec<u8> = without_carriage_returns(&bytes);
    if hash(&unix) == Some(id) { OnDisk::Holds(id) } else { OnDisk::Holds(own) }
}

fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    bytes.iter().zip(next).filter(|(byte, next)| !(**byte == b'\r' && *next == Some(&b'\n'))).map(|(byte, _)| *byte).collect()
}
