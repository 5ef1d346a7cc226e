//! What is being evaluated: functions, closures and included files, and what stood around their calls.

use super::{Host, Interp};
use crate::source::Span;

/// Something whose body is being evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    /// Where it is declared.
    pub(super) span: Span,
    /// How many ways that are not taken stood around its call.
    pub(super) untaken: u32,
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Begins the body of something.
    pub(super) fn start(&mut self, span: Span) {
        self.calls.push(Running { span, untaken: self.untaken });
    }

    /// Evaluates something that has to be the same wherever it is asked for, such as the table of a model: a few calls deeper
    /// than other things.
    pub fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        const MORE: u32 = 6;
        let usual = self.limits.calls;
        // What asks for the next one in turn ends all the same.
        if !std::mem::replace(&mut self.is_deeper, true) {
            self.limits.calls = usual.saturating_add(MORE);
            let found = inside(self);
            self.limits.calls = usual;
            self.is_deeper = false;
            return found;
        }
        inside(self)
    }

    /// Whether a function is being evaluated, by its place: it, or one that it has called, asks.
    #[must_use]
    pub fn is_running(&self, function: Span) -> bool {
        self.calls.iter().any(|call| call.span == function)
    }

    /// Whether something is written in what is being evaluated, or in the function that a closure is written in.
    #[must_use]
    pub fn is_written_here(&self, written: Span) -> bool {
        let Some(innermost) = self.calls.last() else { return false };
        self.calls.iter().any(|call| call.span.contains(written) && call.span.contains(innermost.span))
    }

    /// Whether the current place lies on a way that is not taken, and what is written at another place came onto it from
    /// outside: the way may be taken for what others hand on.
    #[must_use]
    pub fn is_untaken_for(&self, written: Span) -> bool {
        let writer = self.calls.iter().rposition(|call| call.span.contains(written));
        match writer.and_then(|writer| self.calls.get(writer + 1)) {
            // The way to the call and the name that it hands on stand side by side.
            Some(called) => self.untaken > called.untaken,
            None => self.untaken > 0,
        }
    }
}
