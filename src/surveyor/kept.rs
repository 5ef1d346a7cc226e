//! What surveys found in files, kept with all that it rests on, so that the next survey looks at those files only of which it
//! may have to say something else.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::php::asked::Asked;
use crate::php::prints::Prints;
use crate::references::References;
use crate::source::{FileId, Sources, Span};

/// What a survey found in one file, and what it asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) found: References,
    pub(super) asked: Asked,
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

    /// What was found in some files of these sources.
    pub(super) fn new(facts: BTreeMap<String, Arc<Facts>>, prints: Prints, sources: &Sources) -> Self {
        Kept { facts, prints, paths: sources.iter().map(|(_, file)| file.path().to_owned()).collect() }
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
