//! Who is told what a workspace does. A workspace prints nothing and keeps no time: whoever calls it may do both.

use std::fmt::Debug;

use crate::phases::{Observer, Unobserved};
use crate::source::Sources;

/// A step of a workspace's work, beside the phases of a first analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Files are looked for and read.
    Read,
    /// A project is analysed once more: as it was, or with other texts.
    Again,
}

/// Somebody who is told what a workspace does. Whoever does not want to know something leaves its method out.
pub trait Listener: Observer + Debug + Send + Sync {
    /// A person should know this beside the answer: a sentence without a full stop.
    fn remark(&self, message: &str) {
        let _ = message;
    }

    /// A step starts.
    fn start(&self, step: Step) {
        let _ = step;
    }

    /// A step finishes, also when it could not be completed.
    fn finish(&self, step: Step) {
        let _ = step;
    }

    /// A project's files are read.
    fn has_read(&self, sources: &Sources) {
        let _ = sources;
    }
}

impl Listener for Unobserved {}

/// A step under way, which finishes when this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Running<'l> {
    listener: &'l dyn Listener,
    step: Step,
}

impl<'l> Running<'l> {
    /// Starts a step.
    pub(super) fn start(listener: &'l dyn Listener, step: Step) -> Self {
        listener.start(step);
        Running { listener, step }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.listener.finish(self.step);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::phases::Phase;

    #[derive(Debug, Default)]
    struct Log(Mutex<Vec<&'static str>>);

    impl Observer for Log {
        fn begin(&self, _: Phase) {}

        fn end(&self, _: Phase) {}
    }

    impl Listener for Log {
        fn start(&self, _: Step) {
            self.0.lock().expect("nobody panics with the log").push("start");
        }

        fn finish(&self, _: Step) {
            self.0.lock().expect("nobody panics with the log").push("finish");
        }
    }

    #[test]
    fn a_step_finishes_even_if_its_work_does_not() {
        let log = Log::default();
        let work = || {
            let _running = Running::start(&log, Step::Read);
            panic!("the work cannot be done");
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_err());
        assert_eq!(log.0.into_inner().expect("nobody panics with the log"), ["start", "finish"]);
    }
}
