//! Analyses a project that is looked at more than once: what was worked out is kept from one analysis to the next, and from one
//! run of the program to the next.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cache::Cache;
use super::settings::Settings;
use crate::analysis::{Analysis, analyze_again, look_at, replay_again};
use crate::config::Config;
use crate::engine::Known;
use crate::laravel::Settings as Settled;
use crate::phases::Observer;
use crate::schema::Database;
use crate::source::{Sources, Span};
use crate::surveyor::Glimpse;

/// Analyses a project by what is known of it. What is new in it is kept for the next run when this is dropped: by then all that
/// was asked for is printed.
#[derive(Debug)]
pub(super) struct Analyzer {
    state: Mutex<State>,
    cache: Option<Cache>,
    /// Whether nothing is kept for later runs: what is looked at is in the middle of being written.
    in_passing: bool,
    /// Whether the program ends with it, so that what is known need not be given back.
    is_last: bool,
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
    pub(super) fn new(root: &Path, settings: &Settings, in_passing: bool) -> Self {
        let cache = Cache::of(root, &settings.keeping);
        Analyzer { state: Mutex::default(), cache, in_passing, is_last: settings.is_one_run }
    }

    /// Analyses the project with these files, which may be others than the last time.
    pub(super) fn analyze(&self, sources: &Sources, config: &Config, observer: &dyn Observer) -> Analysis {
        let mut state = self.state();
        let analysis = analyze_again(sources, config, observer, &mut state.known);
        state.is_new |= state.known.has_learned();
        analysis
    }

    /// Evaluates the function around a place in one of these files, and nothing more.
    pub(super) fn look_at(&self, sources: &Sources, config: &Config, settings: &Arc<Settled>, place: Span) -> Vec<Glimpse> {
        look_at(sources, config, settings, &mut self.state().known, place)
    }

    /// Replays the migrations among these files, and nothing more.
    pub(super) fn replay(&self, sources: &Sources, config: &Config) -> Database {
        replay_again(sources, config, &mut self.state().known)
    }

    /// Keeps what is known for later runs, now.
    pub(super) fn store(&self) {
        let mut state = self.state();
        if let Some(cache) = self.cache.as_ref().filter(|_| state.is_new && !self.in_passing) {
            cache.store(&state.known);
            state.is_new = false;
        }
    }

    /// What is known; at first what an earlier run kept. After a panic in the middle of an analysis, what is known by then is as
    /// good as any: whatever does not hold is looked at anew.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut state.is_open, true) {
            state.known = self.cache.as_ref().and_then(Cache::load).unwrap_or_default();
        }
        state
    }
}

impl Drop for Analyzer {
    fn drop(&mut self) {
        self.store();
        if self.is_last {
            // To give all of this back piece by piece would take longer than many a check.
            let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
            std::mem::forget(std::mem::take(&mut state.known));
        }
    }
}
