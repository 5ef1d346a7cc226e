//! Syntax trees that were made before, by the texts that they were made of.

use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::ast::File;
use super::program::Files;
use crate::source::{FileId, Numbers, Sources, reading};

/// The trees of files that were parsed.
#[derive(Debug, Default)]
pub struct Syntax {
    trees: HashMap<String, Tree>,
}

/// A tree, what it was made of, and the number that its spans have for its file.
#[derive(Debug)]
struct Tree {
    text: Arc<str>,
    number: FileId,
    file: File,
}

impl Syntax {
    /// Keeps the trees of some files.
    #[must_use]
    pub fn of(files: Files, sources: &Sources) -> Self {
        let trees = files.into_trees().zip(sources.iter()).filter_map(|(tree, (number, source))| {
            Some((source.path().to_owned(), Tree { text: source.shared_text(), number, file: tree? }))
        });
        Syntax { trees: trees.collect() }
    }

    /// A place for each source file; what was parsed before is there already.
    #[must_use]
    pub fn files(mut self, sources: &Sources) -> Files {
        let found = |(number, source): (FileId, &crate::source::SourceFile)| {
            let tree = self.trees.remove(source.path()).filter(|tree| *tree.text == *source.text());
            (number, tree)
        };
        let found: Vec<(FileId, Option<Tree>)> = sources.iter().map(found).collect();
        let numbered = |(number, tree): (FileId, Option<Tree>)| tree.and_then(|tree| tree.numbered(number));
        Files::knowing(found.into_par_iter().map(numbered).collect())
    }
}

impl Tree {
    /// The tree, in which the file has this number.
    fn numbered(self, number: FileId) -> Option<File> {
        if self.number == number {
            return Some(self.file);
        }
        let bytes = postcard::to_allocvec(&self.file).ok()?;
        reading(Numbers::One(number), || postcard::from_bytes(&bytes).ok())
    }
}
