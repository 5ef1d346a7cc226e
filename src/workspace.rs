//! A project that is looked at more than once: what was worked out is kept from one analysis to the next, and from one run of the
//! program to the next.

mod cache;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use cache::Cache;

use crate::analysis::{Analysis, analyze_again};
use crate::config::Config;
use crate::engine::Known;
use crate::phases::Observer;
use crate::source::Sources;

/// Where what is worked out is kept between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Where the environment says, or in the folder that the system has for such things.
    #[default]
    AsUsual,
    /// In this folder.
    In(PathBuf),
    /// Nowhere.
    Nowhere,
}

/// What is known of a project. What is new in it is kept for the next run when this is dropped: by then all that was asked for
/// is printed.
#[derive(Debug)]
pub struct Workspace {
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

impl Workspace {
    /// The project with this root, an absolute path. `in_passing`, nothing is kept for later runs.
    #[must_use]
    pub fn new(root: &Path, keeping: &Keeping, in_passing: bool) -> Self {
        Workspace { state: RefCell::default(), cache: Cache::of(root, keeping), in_passing }
    }

    /// Analyses the project with these files, which may be others than the last time.
    #[must_use]
    pub fn analyze(&self, sources: &Sources, config: &Config, observer: &dyn Observer) -> Analysis {
        let mut state = self.state.borrow_mut();
        if !std::mem::replace(&mut state.is_open, true) {
            state.known = self.cache.as_ref().and_then(Cache::load).unwrap_or_default();
        }
        let analysis = analyze_again(sources, config, observer, &mut state.known);
        state.is_new |= state.known.has_learned();
        analysis
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if let Some(cache) = self.cache.as_ref().filter(|_| state.is_new && !self.in_passing) {
            cache.store(&state.known);
        }
        // With it ends the program: to give all of this back piece by piece would take longer than many a check.
        std::mem::forget(std::mem::take(&mut state.known));
    }
}
