//! What surveys found in files, kept with all that it rests on, so that the next survey looks at those files only of which it
//! may have to say something else.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::php::asked::Asked;
use crate::php::prints::Prints;
use crate::references::References;
use crate::source::{Numbers, Sources, reading};

/// What a survey found in one file, and what it asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Facts {
    /// What was found, written down: that is a tenth of what it takes as it is, and can be read under other numbers of files.
    #[serde(with = "serde_bytes")]
    found: Vec<u8>,
    pub(super) asked: Asked,
}

impl Facts {
    /// None of what cannot be written down.
    pub(super) fn new(found: &References, asked: Asked) -> Option<Self> {
        Some(Facts { found: postcard::to_allocvec(found).ok()?, asked })
    }
}

/// What was found in the files of a project.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// By the files' paths.
    facts: BTreeMap<String, Arc<Facts>>,
    /// What the program answered when it was found.
    prints: Prints,
    /// The paths of the files, by the numbers that the facts have for them.
    paths: Vec<String>,
    /// Whether the last survey had to look at a file anew.
    #[serde(skip)]
    pub(crate) is_new: bool,
}

/// What still holds of what was found.
#[derive(Debug)]
pub(super) struct Held {
    facts: BTreeMap<String, Arc<Facts>>,
    /// What the program answers now.
    prints: Prints,
    /// What the numbers of files that the facts have mean now.
    numbers: Numbers,
}

impl Kept {
    /// What still holds, where the program answers this.
    pub(super) fn holding(&self, sources: &Sources, prints: Prints) -> Held {
        let changes = self.prints.changes(&prints);
        let facts: Vec<(&String, &Arc<Facts>)> = self.facts.iter().collect();
        let holds = facts.into_par_iter().filter(|(_, facts)| !changes.touch(&facts.asked));
        let facts: Vec<(String, Arc<Facts>)> = holds.map(|(path, facts)| (path.clone(), Arc::clone(facts))).collect();
        let same = self.paths.len() == sources.len()
            && self.paths.iter().zip(sources.iter()).all(|(path, (_, file))| path == file.path());
        let table = || self.paths.iter().map(|path| sources.find_exactly(path)).collect();
        let numbers = if same { Numbers::Same } else { Numbers::Table(table()) };
        Held { facts: facts.into_iter().collect(), prints, numbers }
    }
}

impl Held {
    /// What was found in the file at this path, in the numbers that the files have now; and the same to be kept.
    pub(super) fn facts(&self, path: &str) -> Option<(References, Arc<Facts>)> {
        let facts = self.facts.get(path)?;
        let found: References = reading(self.numbers.clone(), || postcard::from_bytes(&facts.found).ok())?;
        let facts = match self.numbers {
            Numbers::Same => Arc::clone(facts),
            _ => Arc::new(Facts::new(&found, facts.asked.clone())?),
        };
        Some((found, facts))
    }

    /// What is known after a survey of these sources.
    pub(super) fn followed_by(self, facts: BTreeMap<String, Arc<Facts>>, sources: &Sources, is_new: bool) -> Kept {
        let paths = sources.iter().map(|(_, file)| file.path().to_owned()).collect();
        Kept { facts, prints: self.prints, paths, is_new }
    }
}
