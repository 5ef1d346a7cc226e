//! Analyses a project that is looked at more than once: what was worked out is kept from one analysis to the next, and from one
//! run of the program to the next.

use std::cell::RefCell;
use std::path::Path;

use super::cache::Cache;
use super::settings::Keeping;
use crate::analysis::{Analysis, analyze_again};
use crate::config::Config;
use crate::engine::Known;
use crate::phases::Observer;
use crate::source::Sources;

/// Analyses a project by what is known of it. What is new in it is kept for the next run when this is dropped: by then all that
/// was asked for is printed.
#[derive(Debug)]
pub(super) struct Analyzer {
    state: RefCell<State>,
    cache: Option<Cache>,
    /// Whether nothing is kept for later runs: what is looked at is in the middle of being written.
    in_passing: bool,
}

#[derive(Debug, Default)]
struct State {
    known: Known,
    /// Whether what an earlier run kept was looked at.
    is_open: bool,
    /// Whether there is more to keep than was kept before.
    is_new: bool,
}

impl Analyzer {
    /// For the project with this root, an absolute path. `in_passing`, nothing is kept for later runs.
    pub(super) fn new(root: &Path, keeping: &Keeping, in_passing: bool) -> Self {
        Analyzer { state: RefCell::default(), cache: Cache::of(root, keeping), in_passing }
    }

    /// Analyses the project with these files, which may be others than the last time.
    pub(super) fn analyze(&self, sources: &Sources, config: &Config, observer: &dyn Observer) -> Analysis {
        let mut state = self.state.borrow_mut();
        if !std::mem::replace(&mut state.is_open, true) {
            state.known = self.cache.as_ref().and_then(Cache::load).unwrap_or_default();
        }
        let analysis = analyze_again(sources, config, observer, &mut state.known);
        state.is_new |= state.known.has_learned();
        analysis
    }
}

impl Drop for Analyzer {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if let Some(cache) = self.cache.as_ref().filter(|_| state.is_new && !self.in_passing) {
            cache.store(&state.known);
        }
        // With it ends the program: to give all of this back piece by piece would take longer than many a check.
        std::mem::forget(std::mem::take(&mut state.known));
    }
}
