//! The syntax trees of a project's files, each made when it is asked for and never twice.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::ast::File;
use super::parse;
use super::syntax::Tree;
use crate::source::{FileId, Sources};

/// The parsed files. Separate from [`Program`](super::program::Program), which borrows from it.
#[derive(Debug)]
pub struct Files {
    files: Vec<OnceLock<File>>,
    /// Trees that were made before, of the same texts, for who asks for them.
    before: Vec<Mutex<Option<Tree>>>,
}

impl Files {
    /// A place for each source file; nothing is parsed yet.
    #[must_use]
    pub fn new(sources: &Sources) -> Self {
        Files { files: sources.iter().map(|_| OnceLock::new()).collect(), before: Vec::new() }
    }

    /// A place for each source file, and the trees that are known, in the same order.
    pub(super) fn knowing(trees: Vec<Option<Tree>>) -> Self {
        Files { files: trees.iter().map(|_| OnceLock::new()).collect(), before: trees.into_iter().map(Mutex::new).collect() }
    }

    /// The trees that there are, for each source file.
    pub(super) fn into_trees(self) -> impl Iterator<Item = Option<Tree>> {
        let before = self.before.into_iter().map(|tree| tree.into_inner().unwrap_or_else(PoisonError::into_inner));
        let number = |at: usize| FileId(u32::try_from(at).unwrap_or(u32::MAX));
        let made = self.files.into_iter().map(OnceLock::into_inner).enumerate();
        let made = made.map(move |(at, file)| file.map(|file| Tree::Made(number(at), file)));
        made.zip(before.chain(std::iter::repeat_with(|| None))).map(|(made, before)| made.or(before))
    }

    /// The tree of a file, made now if it was not before.
    pub(super) fn tree(&self, id: FileId, sources: &Sources) -> Option<&File> {
        let before = || self.before.get(id.0 as usize)?.lock().unwrap_or_else(PoisonError::into_inner).take();
        let known = || before().and_then(|tree| tree.numbered(id));
        let slot = self.files.get(id.0 as usize)?;
        Some(slot.get_or_init(|| known().unwrap_or_else(|| parse(id, sources.file(id).text()))))
    }

    /// Whether somebody has asked for the tree of a file.
    pub(super) fn is_made(&self, id: FileId) -> bool {
        self.files.get(id.0 as usize).is_some_and(|slot| slot.get().is_some())
    }
}
