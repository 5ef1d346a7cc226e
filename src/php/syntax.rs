//! Syntax trees that were made before, by the texts that they were made of.

use foldhash::HashMap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::ast::File;
use super::files::Files;
use super::prints::Print;
use crate::source::{FileId, Numbers, SourceFile, Sources, reading};

/// The trees of files that were parsed, by the files' paths.
#[derive(Debug, Default)]
pub struct Syntax {
    trees: HashMap<String, Known>,
}

/// A tree, and the fingerprint of what it was made of.
#[derive(Debug)]
struct Known {
    text: Print,
    tree: Tree,
}

/// A tree that was made before.
#[derive(Debug)]
pub(super) enum Tree {
    /// As it is, with the number that its spans have for its file.
    Made(FileId, File),
    /// Written down.
    Written(Vec<u8>),
}

/// Trees, written down.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Written(Vec<(String, Print, ByteBuf)>);

impl Syntax {
    /// Keeps the trees of some files.
    #[must_use]
    pub fn of(files: Files, sources: &Sources) -> Self {
        let known = |(tree, (_, source)): (Option<Tree>, (FileId, &SourceFile))| {
            Some((source.path().to_owned(), Known { text: source.print(), tree: tree? }))
        };
        let trees = files.into_trees().zip(sources.iter()).filter_map(known);
        Syntax { trees: trees.collect() }
    }

    /// A place for each source file; what was parsed before is there already, for who asks for it.
    #[must_use]
    pub fn files(mut self, sources: &Sources) -> Files {
        let known = sources.iter().map(|(_, source)| {
            let known = self.trees.remove(source.path()).filter(|known| known.text == source.print());
            known.map(|known| known.tree)
        });
        Files::knowing(known.collect())
    }

    /// All of it as plain data.
    pub(crate) fn write(&self) -> Written {
        let trees: Vec<(&String, &Known)> = self.trees.iter().collect();
        let write = |(path, known): (&String, &Known)| {
            let bytes = match &known.tree {
                Tree::Made(_, file) => postcard::to_allocvec(file).ok()?,
                Tree::Written(bytes) => bytes.clone(),
            };
            Some((path.clone(), known.text, ByteBuf::from(bytes)))
        };
        let mut written: Vec<(String, Print, ByteBuf)> = trees.into_par_iter().filter_map(write).collect();
        written.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Written(written)
    }

    /// The same again.
    pub(crate) fn read(written: Written) -> Self {
        let trees =
            written.0.into_iter().map(|(path, text, bytes)| (path, Known { text, tree: Tree::Written(bytes.into_vec()) }));
        Syntax { trees: trees.collect() }
    }
}

impl Tree {
    /// The tree, in which the file has this number; none if it cannot be read.
    pub(super) fn numbered(self, number: FileId) -> Option<File> {
        let bytes = match self {
            Tree::Made(known, file) if known == number => return Some(file),
            Tree::Made(_, file) => postcard::to_allocvec(&file).ok()?,
            Tree::Written(bytes) => bytes,
        };
        reading(Numbers::One(number), || postcard::from_bytes(&bytes).ok())
    }
}
