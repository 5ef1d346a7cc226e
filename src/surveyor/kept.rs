//! What surveys found in files, kept with all that it rests on, so that the next survey looks at those files only of which it
//! may have to say something else.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::php::asked::Asked;
use crate::php::prints::Prints;
use crate::references::References;
use crate::source::{FileId, Sources, Span};

/// What a survey found in one file, and what it asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) found: References,
    pub(super) asked: Asked,
}

/// What was found, written down.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Written {
    facts: Vec<(String, Vec<u8>)>,
    prints: Prints,
    paths: Vec<String>,
}

/// What was found in the files of a project.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// By the files' paths.
    facts: BTreeMap<String, Arc<Facts>>,
    /// What the program answered when it was found.
    prints: Prints,
    /// The paths of the files, by the numbers that the facts have for them.
    paths: Vec<String>,
    /// Whether the last survey had to look at a file anew.
    pub(crate) is_new: bool,
}

impl Kept {
    /// What still holds, in the numbers that the files have now, by the files' paths.
    pub(super) fn holding(self, sources: &Sources, prints: &Prints) -> BTreeMap<String, Arc<Facts>> {
        if self.facts.is_empty() {
            return BTreeMap::new();
        }
        let changes = self.prints.changes(prints);
        let mut facts: BTreeMap<String, Arc<Facts>> =
            self.facts.into_iter().filter(|(_, facts)| !changes.touch(&facts.asked)).collect();
        let same = self.paths.len() == sources.len()
            && self.paths.iter().zip(sources.iter()).all(|(path, (_, file))| path == file.path());
        if !same {
            let numbers: Vec<Option<FileId>> = self.paths.iter().map(|path| sources.find_exactly(path)).collect();
            facts.retain(|_, facts| renumber(&mut Arc::make_mut(facts).found, &numbers));
        }
        facts
    }

    /// All of it as plain data, file by file.
    pub(crate) fn write(&self) -> Written {
        let facts: Vec<(&String, &Arc<Facts>)> = self.facts.iter().collect();
        let bytes = |(path, facts): (&String, &Arc<Facts>)| Some((path.clone(), postcard::to_allocvec(&**facts).ok()?));
        let facts = facts.into_par_iter().filter_map(bytes).collect();
        Written { facts, prints: self.prints.clone(), paths: self.paths.clone() }
    }

    /// The same again. What cannot be read is not known.
    pub(crate) fn read(written: Written) -> Self {
        let facts = |(path, bytes): (String, Vec<u8>)| Some((path, Arc::new(postcard::from_bytes::<Facts>(&bytes).ok()?)));
        let facts: Vec<(String, Arc<Facts>)> = written.facts.into_par_iter().filter_map(facts).collect();
        Kept { facts: facts.into_iter().collect(), prints: written.prints, paths: written.paths, is_new: false }
    }

    /// What was found in some files of these sources.
    pub(super) fn new(facts: BTreeMap<String, Arc<Facts>>, prints: Prints, sources: &Sources, is_new: bool) -> Self {
        Kept { facts, prints, paths: sources.iter().map(|(_, file)| file.path().to_owned()).collect(), is_new }
    }
}

/// Gives all places the numbers that their files have now. Whether there is one for each.
fn renumber(found: &mut References, numbers: &[Option<FileId>]) -> bool {
    let mut complete = true;
    found.each_place(&mut |span| match numbers.get(span.file.0 as usize).copied().flatten() {
        // What is written nowhere.
        _ if *span == Span::new(FileId(0), 0, 0) => {}
        Some(file) => span.file = file,
        None => complete = false,
    });
    complete
}
