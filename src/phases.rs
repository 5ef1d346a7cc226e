//! The phases of an analysis, and who wants to know when one begins and ends.
//!
//! The core keeps no time and draws nothing: it tells an [`Observer`], and what that makes of it is the shell's business.

/// A part of an analysis, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Syntax trees are made, and what they declare is listed.
    Parse,
    /// Migrations are replayed.
    Replay,
    /// All code is gone through for what it says of tables and columns.
    Survey,
    /// The rules hold that against the database.
    Rules,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 4] = [Phase::Parse, Phase::Replay, Phase::Survey, Phase::Rules];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Parse => "parse",
            Phase::Replay => "replay",
            Phase::Survey => "survey",
            Phase::Rules => "rules",
        }
    }
}

/// Somebody who is told of the phases. Of one analysis they come one after the other, each begun and ended once.
pub trait Observer: Sync {
    /// A phase begins.
    fn begin(&self, phase: Phase);
    /// A phase ends, also when it could not be completed.
    fn end(&self, phase: Phase);
    /// So many of the project's functions were entered by a survey, and so often in all.
    fn entered(&self, functions: usize, times: u64) {
        let _ = (functions, times);
    }
    /// Of so many of all files a survey said what an earlier one had found.
    fn kept(&self, files: usize, all: usize) {
        let _ = (files, all);
    }
}

/// Nobody.
#[derive(Clone, Copy, Debug)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn begin(&self, _: Phase) {}

    fn end(&self, _: Phase) {}
}

/// Tells of the end however the phase ends.
struct Running<'o>(&'o dyn Observer, Phase);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.end(self.1);
    }
}

/// Does the work of a phase.
pub(crate) fn during<T>(observer: &dyn Observer, phase: Phase, work: impl FnOnce() -> T) -> T {
    observer.begin(phase);
    let _running = Running(observer, phase);
    work()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::analysis::{analyze_observed, replay_observed};
    use crate::config::Config;
    use crate::source::Sources;

    #[derive(Default)]
    struct Log(Mutex<Vec<String>>);

    impl Log {
        fn add(&self, what: &str, phase: Phase) {
            self.0.lock().expect("nobody panics with the log").push(format!("{what}{}", phase.as_str()));
        }
    }

    impl Observer for Log {
        fn begin(&self, phase: Phase) {
            self.add("+", phase);
        }

        fn end(&self, phase: Phase) {
            self.add("-", phase);
        }
    }

    #[test]
    fn an_analysis_tells_of_its_phases_in_order() {
        let (log, sources) = (Log::default(), Sources::from_files([("a.php", "<?php class A {}")]));
        let _ = analyze_observed(&sources, &Config::default(), &log);
        let told = log.0.into_inner().expect("nobody panics with the log");
        assert_eq!(told, ["+parse", "-parse", "+replay", "-replay", "+survey", "-survey", "+rules", "-rules"]);
        let log = Log::default();
        let _ = replay_observed(&sources, &Config::default(), &log);
        assert_eq!(log.0.into_inner().expect("nobody panics with the log"), ["+parse", "-parse", "+replay", "-replay"]);
    }

    #[test]
    fn a_phase_ends_even_if_its_work_does_not() {
        let log = Log::default();
        let work = || during(&log, Phase::Survey, || panic!("the work cannot be done"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_err());
        assert_eq!(log.0.into_inner().expect("nobody panics with the log"), ["+survey", "-survey"]);
    }
}
