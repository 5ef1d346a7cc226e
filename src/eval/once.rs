//! A function that is called again with what it was called with before is not evaluated again.
//!
//! Code that many methods call (a relation of a model, a check that each service makes first) would else be evaluated for each
//! of them, and what it calls for each of its callers. What a call did is kept with all that it was made from: its object, its
//! arguments and all that can be reached from these, places included; how deep it was called, and which functions it tried to
//! call. It is given again only where an evaluation would do the same: what is found does not depend on it, save that it costs
//! one step of the budget instead of all that the call took.
//!
//! What the call found is written down already. What may still change in the hands of the caller, its value, its object and
//! the queries that it made, is given as a copy.

use std::rc::Rc;

use foldhash::HashMap;

use super::graph::{Comparison, Copier, Pairs, empty};
use super::host::{ArgValue, Args};
use super::value::{Object, Value};
use super::{Host, Interp};
use crate::php::ast::Function;
use crate::php::program::ClassDecl;
use crate::source::Span;

/// How many ways to call a function are kept apart.
const MAX_WAYS: usize = 24;

/// After how many calls that could not be kept no other one is tried.
const MAX_REFUSED: u32 = 8;

/// How many functions a call that is kept may try to call.
const MAX_TRIED: usize = 128;

/// How deep statements may nest around a call.
const MAX_NESTING: u32 = 500;

/// What tells the ways to call a function apart before its values are compared: the function, its class, the class that
/// `static` means, and whether it is certain that the code runs, and taken.
type Key = (Span, Option<Span>, Option<Span>, bool, bool);

/// What is known of functions that were evaluated.
pub(super) struct Once<'a, H: Host<'a>> {
    known: HashMap<Key, Vec<Rc<Known<'a, H>>>>,
    refused: HashMap<Span, u32>,
    /// What is watched now, from the outermost call to the innermost.
    watched: Vec<Watched>,
    /// How often something changed that any function may ask for.
    pub(super) changes: u32,
}

impl<'a, H: Host<'a>> Default for Once<'a, H> {
    fn default() -> Self {
        Once { known: HashMap::default(), refused: HashMap::default(), watched: Vec::new(), changes: 0 }
    }
}

/// What a call depends on that is neither its object nor an argument.
#[derive(Clone, Debug)]
struct Watched {
    /// How many calls were around it.
    depth: usize,
    /// How many calls were around the deepest call that it tried.
    deepest: usize,
    /// Whether a call inside it was too deep.
    is_cut: bool,
    /// The outermost of the calls around that stood in the way of a call inside it.
    barred_by: usize,
    /// The functions and closures that it tried to call.
    tried: Vec<Span>,
}

impl Watched {
    fn tries(&mut self, span: Span) {
        if self.tried.len() <= MAX_TRIED && !self.tried.contains(&span) {
            self.tried.push(span);
        }
    }
}

/// What a call did.
struct Known<'a, H: Host<'a>> {
    this: Option<Value<'a>>,
    args: Args<'a>,
    watched: Watched,
    changes: u32,
    /// The objects of `this` and `args`, in the order in which a comparison meets them, as the call left them.
    objects: Vec<Rc<Object<'a>>>,
    /// Whether it changed any of them.
    changed: bool,
    value: Value<'a>,
    left: Vec<(usize, Value<'a>)>,
    invoked: Vec<Span>,
    host: H::Kept,
}

/// The moment before a call.
struct Before<'a, H: Host<'a>> {
    this: Option<Value<'a>>,
    args: Args<'a>,
    pairs: Pairs<'a>,
    mark: H::Mark,
    changes: u32,
    steps: u32,
    pending: usize,
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Evaluates a function's body, or gives what it gave before.
    pub(super) fn enter_once(
        &mut self,
        function: &'a Function,
        args: Args<'a>,
        this: Option<Value<'a>>,
        scope: Option<ClassDecl<'a>>,
        late: Option<ClassDecl<'a>>,
    ) -> Value<'a> {
        let depth = self.calls.len();
        let fits = H::EXPLORE && depth > 0 && depth < self.limits.calls as usize && self.guards.is_empty();
        if !fits || self.nesting > MAX_NESTING || self.is_exhausted() || self.is_running(function.span) {
            return self.enter(function, args, this, scope, late);
        }
        let key = (function.span, scope.map(ClassDecl::key), late.map(ClassDecl::key), self.uncertain > 0, self.untaken > 0);
        if let Some((known, pairs)) = self.once.known.get(&key).and_then(|ways| self.known_way(ways, this.as_ref(), &args)) {
            return self.give_again(&known, pairs);
        }
        let full = self.once.known.get(&key).is_some_and(|ways| ways.len() >= MAX_WAYS);
        let hopeless = full || self.once.refused.get(&function.span).is_some_and(|times| *times >= MAX_REFUSED);
        let before = if hopeless { None } else { self.before(this.as_ref(), &args) };
        let Some(before) = before else {
            if !hopeless {
                *self.once.refused.entry(function.span).or_default() += 1;
            }
            return self.enter(function, args, this, scope, late);
        };
        self.once.watched.push(Watched {
            depth,
            deepest: depth,
            is_cut: false,
            barred_by: usize::MAX,
            tried: vec![function.span],
        });
        let value = self.enter(function, args, this, scope, late);
        let Some(watched) = self.once.watched.pop() else { return value };
        self.note_inner(&watched);
        match self.kept(before, watched, &value) {
            Some(known) => self.once.known.entry(key).or_default().push(Rc::new(known)),
            None => *self.once.refused.entry(function.span).or_default() += 1,
        }
        value
    }

    /// A function or closure is called, or would be if nothing stood in the way.
    pub(super) fn note_tried(&mut self, span: Span, may_repeat: bool) {
        let Some(watched) = self.once.watched.last_mut() else { return };
        if self.calls.len() >= self.limits.calls as usize {
            watched.is_cut = true;
            return;
        }
        if let Some(around) = self.calls.iter().position(|call| call.span == span) {
            watched.barred_by = watched.barred_by.min(around);
            if !may_repeat {
                return;
            }
        }
        watched.deepest = watched.deepest.max(self.calls.len());
        watched.tries(span);
    }

    /// Nothing that is done now may be given again: it depends on what nobody looks after.
    pub(super) fn note_unrepeatable(&mut self) {
        if let Some(watched) = self.once.watched.last_mut() {
            watched.barred_by = 0;
        }
    }

    /// Adds what an inner call depends on to what the one around it does.
    fn note_inner(&mut self, inner: &Watched) {
        let Some(outer) = self.once.watched.last_mut() else { return };
        outer.deepest = outer.deepest.max(inner.deepest);
        outer.is_cut |= inner.is_cut;
        outer.barred_by = outer.barred_by.min(inner.barred_by);
        for span in &inner.tried {
            outer.tries(*span);
        }
    }

    /// What a call did that an evaluation would do again, and what corresponds to its objects.
    fn known_way(
        &self,
        ways: &[Rc<Known<'a, H>>],
        this: Option<&Value<'a>>,
        args: &Args<'a>,
    ) -> Option<(Rc<Known<'a, H>>, Pairs<'a>)> {
        let depth = self.calls.len();
        ways.iter().find_map(|known| {
            let watched = &known.watched;
            let as_deep = if watched.is_cut {
                depth == watched.depth
            } else {
                depth + (watched.deepest - watched.depth) < self.limits.calls as usize
            };
            if !as_deep || known.changes != self.once.changes {
                return None;
            }
            if self.calls.iter().any(|call| watched.tried.contains(&call.span)) {
                return None;
            }
            let mut comparison = Comparison::default();
            let alike = match (&known.this, this) {
                (None, None) => true,
                (Some(kept), Some(this)) => comparison.alike(kept, this),
                _ => false,
            };
            if !alike || !same_args(&known.args, args, &mut comparison) {
                return None;
            }
            let pairs = comparison.into_pairs();
            let watched_by_host = pairs.iter().any(|(_, object)| self.host.waits_for(object));
            (!watched_by_host).then(|| (Rc::clone(known), pairs))
        })
    }

    /// Gives what a call gave before.
    fn give_again(&mut self, known: &Known<'a, H>, pairs: Pairs<'a>) -> Value<'a> {
        self.spend(1);
        let depth = self.calls.len();
        let mut watched = known.watched.clone();
        watched.deepest = watched.deepest - watched.depth + depth;
        self.note_inner(&watched);
        self.invoked.extend(known.invoked.iter().copied());
        let mut copier = H::give_again(self, &known.host);
        for (kept, (_, object)) in known.objects.iter().zip(&pairs) {
            copier.pair(Rc::clone(kept), Rc::clone(object));
        }
        if known.changed {
            for (kept, (_, object)) in known.objects.iter().zip(&pairs) {
                let _ = copier.properties(kept, object);
            }
        }
        let left = known.left.iter().filter_map(|(position, value)| Some((*position, copier.value(value)?)));
        self.left = left.collect();
        copier.value(&known.value).unwrap_or(Value::Unknown(super::Why::Bound))
    }

    /// Copies what a call is about to be made with; none if that cannot be compared later.
    fn before(&mut self, this: Option<&Value<'a>>, args: &Args<'a>) -> Option<Before<'a, H>> {
        let mut copier = Copier::of_own();
        let this = match this {
            Some(this) => Some(copier.value(this)?),
            None => None,
        };
        let mut items = Vec::with_capacity(args.items.len());
        for arg in &args.items {
            items.push(ArgValue { name: arg.name.clone(), value: copier.value(&arg.value)?, span: arg.span });
        }
        let pairs = copier.pairs().to_vec();
        if pairs.iter().any(|(object, _)| self.host.waits_for(object)) {
            return None;
        }
        Some(Before {
            this,
            args: Args { items, open: args.open, entry: args.entry },
            pairs,
            mark: H::mark(self)?,
            changes: self.once.changes,
            steps: self.steps,
            pending: self.pending.len(),
        })
    }

    /// What a call did; none if it did something that cannot be given again.
    fn kept(&mut self, before: Before<'a, H>, watched: Watched, value: &Value<'a>) -> Option<Known<'a, H>> {
        let barred = watched.barred_by < watched.depth || watched.tried.len() > MAX_TRIED;
        let changes = before.changes != self.once.changes || self.steps < before.steps || !self.guards.is_empty();
        if barred || changes || self.is_exhausted() {
            return None;
        }
        // A closure that was made and not called is called at the end of the run.
        let made = self.pending.get(before.pending..)?;
        let invoked: Vec<Span> = made.iter().map(|pending| pending.literal.span).collect();
        if !invoked.iter().all(|literal| self.invoked.contains(literal)) {
            return None;
        }
        let mut comparison = Comparison::default();
        let mut changed = false;
        for (live, kept) in &before.pairs {
            changed |= !comparison.alike(&Value::Object(Rc::clone(kept)), &Value::Object(Rc::clone(live)));
        }
        let mut copier = H::copier(&before.mark);
        let objects: Vec<Rc<Object<'a>>> = before.pairs.iter().map(|(live, _)| empty(live)).collect();
        for ((live, _), kept) in before.pairs.iter().zip(&objects) {
            copier.pair(Rc::clone(live), Rc::clone(kept));
        }
        if changed {
            for ((live, _), kept) in before.pairs.iter().zip(&objects) {
                copier.properties(live, kept)?;
            }
        }
        let value = copier.value(value)?;
        let mut left = Vec::with_capacity(self.left.len());
        for (position, value) in &self.left {
            left.push((*position, copier.value(value)?));
        }
        let host = H::keep(self, &before.mark, &mut copier)?;
        Some(Known {
            this: before.this,
            args: before.args,
            watched,
            changes: before.changes,
            objects,
            changed,
            value,
            left,
            invoked,
            host,
        })
    }
}

fn same_args<'a>(kept: &Args<'a>, args: &Args<'a>, comparison: &mut Comparison<'a>) -> bool {
    kept.open == args.open
        && kept.entry == args.entry
        && kept.items.len() == args.items.len()
        && kept.items.iter().zip(&args.items).all(|(a, b)| a.name == b.name && comparison.alike(&a.value, &b.value))
}
