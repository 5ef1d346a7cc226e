//! A replay, kept with all that it rests on: most edits are in files that no migration asks for, and change nothing of it.

use std::sync::Arc;

use super::{Replay, replay};
use crate::config::Config;
use crate::php::asked::{Asked, Scan, while_noting_scans};
use crate::php::prints::Prints;
use crate::php::program::Program;
use crate::source::{FileId, Sources};

/// A replay, and what it rests on.
pub struct KeptReplay {
    replay: Arc<Replay>,
    config: Config,
    sources: Sources,
    prints: Prints,
    asked: Asked,
    scans: Vec<Scan>,
}

impl std::fmt::Debug for KeptReplay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptReplay").field("replay", &self.replay).finish_non_exhaustive()
    }
}

/// Folders of files that a replay reads in ways of its own.
const READ: [&str; 5] = ["migrations", "Migrations", "database", "config", "bootstrap"];

impl KeptReplay {
    /// Replays all migrations of a program, or gives the replay that is known if it would be the same. `prints` is what the
    /// program answers.
    pub fn replay(known: &mut Option<Self>, program: &Program<'_>, config: &Config, prints: &Prints) -> Arc<Replay> {
        if let Some(kept) = known.as_mut().filter(|kept| kept.holds(program, config, prints)) {
            // What was asked for then is asked for now: mistakes in it are reported.
            for data in kept.asked.data.iter().filter_map(|path| program.sources().find_exactly(path)) {
                let _ = program.file(data);
            }
            kept.sources = program.sources().clone();
            kept.prints = prints.clone();
            return Arc::clone(&kept.replay);
        }
        let (replay, asked, scans) = while_noting_scans(|| Arc::new(replay(program, config)));
        let (sources, prints) = (program.sources().clone(), prints.clone());
        *known = Some(KeptReplay { replay: Arc::clone(&replay), config: config.clone(), sources, prints, asked, scans });
        replay
    }

    /// Whether a replay of this program would be the same.
    fn holds(&self, program: &Program<'_>, config: &Config, prints: &Prints) -> bool {
        if self.config != *config || !self.prints.has_files_of(prints) || self.prints.changes(prints).answers(&self.asked) {
            return false;
        }
        let outlines_count = self.asked.everything;
        let is_same = |(number, same_outline): (usize, bool)| {
            let file = FileId(u32::try_from(number).unwrap_or(u32::MAX));
            let (before, now) = (self.sources.file(file), program.sources().file(file));
            let path = now.path();
            let is_dated = path.rsplit('/').next().is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()));
            let plain = path.ends_with(".php") && !is_dated && !path.split('/').any(|part| READ.contains(&part));
            let sees = |scan: &Scan| scan(before.path(), before.text()) == scan(path, now.text());
            plain && (same_outline || !outlines_count) && !self.asked.texts && self.scans.iter().all(sees)
        };
        self.prints.changed_files(prints).all(is_same)
    }
}
