//! What surveys found in files, kept with all that it rests on, so that the next survey looks at those files only of which it
//! may have to say something else.
//!
//! What was found in one file may stand in others: in a trait, in a constant. It is written down by the places where it stands. In
//! memory all of it is kept together, too; where the next survey finds something else in a few files, only what is said of the
//! places that these speak of is put together again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::php::asked::Asked;
use crate::php::prints::Prints;
use crate::references::places::Place;
use crate::references::{Gap, References, Stray};
use crate::source::{FileId, Numbers, Sources, reading};

/// What a survey found in one file, and what it asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Facts {
    found: Found,
    pub(super) asked: Asked,
}

/// What was found, by the places where it stands, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found(Vec<Part>);

/// What was found that stands in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    /// The number of the file, as it was when this was written.
    place: Option<u32>,
    /// Written down: that is a tenth of what it takes as it is, and can be read under other numbers of files.
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
}

impl Part {
    fn place(&self) -> Place {
        self.place.map(FileId)
    }

    fn read(&self) -> Option<References> {
        postcard::from_bytes(&self.bytes).ok()
    }
}

impl Found {
    /// None of what cannot be written down.
    pub(super) fn new(found: &References) -> Option<Self> {
        let write = |(place, part): (Place, References)| {
            Some(Part { place: place.map(|file| file.0), bytes: postcard::to_allocvec(&part).ok()? })
        };
        found.clone().by_place().into_iter().map(write).collect::<Option<Vec<Part>>>().map(Found)
    }

    /// The places of which something else is said in another version.
    fn differing(&self, other: &Found, places: &mut BTreeSet<Place>) {
        let is_in = |part: &Part, found: &Found| found.0.contains(part);
        places.extend(self.0.iter().filter(|part| !is_in(part, other)).map(Part::place));
        places.extend(other.0.iter().filter(|part| !is_in(part, self)).map(Part::place));
    }
}

impl Facts {
    /// None of what cannot be written down.
    pub(super) fn new(found: &References, asked: Asked) -> Option<Self> {
        Some(Facts { found: Found::new(found)?, asked })
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
    /// All of it together; none if it was only read.
    #[serde(skip)]
    together: Option<Together>,
}

/// What was found in all files and in the configuration.
#[derive(Clone, Debug)]
pub(super) struct Together {
    all: Arc<References>,
    /// Qualifiers and gaps before those were left out that something else explains.
    strays: Vec<Stray>,
    gaps: Vec<Gap>,
    /// What the configuration says.
    config: Found,
}

impl Together {
    pub(super) fn new(all: Arc<References>, (strays, gaps): (Vec<Stray>, Vec<Gap>), config: Found) -> Self {
        Together { all, strays, gaps, config }
    }
}

/// What still holds of what was found.
#[derive(Debug)]
pub(super) struct Held {
    facts: BTreeMap<String, Arc<Facts>>,
    /// All facts from before, and all of them together, where the files have the same numbers.
    before: Option<(BTreeMap<String, Arc<Facts>>, Together)>,
    /// What the program answers now.
    prints: Prints,
    /// What the numbers of files that the facts have mean now.
    numbers: Numbers,
}

impl Kept {
    /// What still holds, where the program answers this.
    pub(super) fn holding(&mut self, sources: &Sources, prints: Prints) -> Held {
        let changes = self.prints.changes(&prints);
        let facts: Vec<(&String, &Arc<Facts>)> = self.facts.iter().collect();
        let holds = facts.into_par_iter().filter(|(_, facts)| !changes.touch(&facts.asked));
        let facts: Vec<(String, Arc<Facts>)> = holds.map(|(path, facts)| (path.clone(), Arc::clone(facts))).collect();
        let same = self.paths.len() == sources.len()
            && self.paths.iter().zip(sources.iter()).all(|(path, (_, file))| path == file.path());
        let table = || self.paths.iter().map(|path| sources.find_exactly(path)).collect();
        let numbers = if same { Numbers::Same } else { Numbers::Table(table()) };
        let together = self.together.take().filter(|_| same);
        let before = together.map(|together| (std::mem::take(&mut self.facts), together));
        Held { facts: facts.into_iter().collect(), before, prints, numbers }
    }
}

impl Held {
    /// Whether all that was found is there together, so that only what has changed is to be put together again.
    pub(super) fn is_together(&self) -> bool {
        self.before.is_some()
    }

    /// What holds of the file at this path.
    pub(super) fn known(&self, path: &str) -> Option<&Arc<Facts>> {
        self.facts.get(path)
    }

    /// What was found in the file at this path, in the numbers that the files have now; and the same to be kept.
    pub(super) fn facts(&self, path: &str) -> Option<(References, Arc<Facts>)> {
        let facts = self.facts.get(path)?;
        let mut found = References::default();
        for part in &facts.found.0 {
            found.absorb(reading(self.numbers.clone(), || part.read())?);
        }
        let facts = match self.numbers {
            Numbers::Same => Arc::clone(facts),
            _ => Arc::new(Facts::new(&found, facts.asked.clone())?),
        };
        Some((found, facts))
    }

    /// All that is found now, where these are the facts of all files: what was found before, but for the places of which something
    /// else is said. With it come the qualifiers and gaps that nothing has explained yet.
    pub(super) fn brought_up_to_date(&mut self, facts: &BTreeMap<String, Arc<Facts>>, config: &Found) -> Arc<References> {
        let Some((before, together)) = self.before.take() else { return Arc::default() };
        let nothing = Found::default();
        let mut places = BTreeSet::new();
        for (path, known) in &before {
            match facts.get(path) {
                Some(now) if Arc::ptr_eq(known, now) => {}
                now => known.found.differing(now.map_or(&nothing, |now| &now.found), &mut places),
            }
        }
        for (_, new) in facts.iter().filter(|(path, _)| !before.contains_key(*path)) {
            new.found.differing(&nothing, &mut places);
        }
        config.differing(&together.config, &mut places);
        let Together { mut all, strays, gaps, .. } = together;
        let own = Arc::make_mut(&mut all);
        (own.strays, own.gaps) = (strays, gaps);
        if !places.is_empty() {
            own.leave_out(&places);
            let found: Vec<&Found> = facts.values().map(|facts| &facts.found).chain([config]).collect();
            // What was written here can be read here.
            let of_places = |found: &&Found| {
                let parts = found.0.iter().filter(|part| places.contains(&part.place()));
                parts.filter_map(Part::read).collect::<Vec<References>>()
            };
            let mut anew = References::default();
            for part in found.par_iter().map(of_places).collect::<Vec<Vec<References>>>().into_iter().flatten() {
                anew.absorb(part);
            }
            anew.merge();
            own.absorb(anew);
            own.merge();
        }
        all
    }

    /// What is known after a survey of these sources.
    pub(super) fn followed_by(
        self,
        facts: BTreeMap<String, Arc<Facts>>,
        sources: &Sources,
        is_new: bool,
        together: Option<Together>,
    ) -> Kept {
        let paths = sources.iter().map(|(_, file)| file.path().to_owned()).collect();
        Kept { facts, prints: self.prints, paths, is_new, together }
    }
}
