//! Loops: turn by turn where the turns are known, else one turn that may not happen.

use super::{Flow, Host, Interp, Value, Why};
use crate::php::ast::{Expr, Stmt};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// One turn of a loop. Uncertainty that a `continue` brought ends with it.
    fn turn(&mut self, body: &'a [Stmt]) -> Flow<'a> {
        let (uncertain, guards) = (self.uncertain, self.guards.len());
        let flow = self.block(body);
        self.uncertain = uncertain;
        self.guards.truncate(guards);
        match flow {
            Flow::Continue(levels) if levels <= 1 => Flow::Next,
            Flow::Continue(levels) => Flow::Continue(levels - 1),
            flow => flow,
        }
    }

    /// Some turn of a loop whose turns are not known. The first one may do nothing but note that it is the first and pass on to
    /// the next; then that one is looked at.
    fn some_turn(&mut self, body: &'a [Stmt]) -> Flow<'a> {
        let (uncertain, guards) = (self.uncertain, self.guards.len());
        let mut flow = self.block(body);
        if H::EXPLORE && matches!(flow, Flow::Continue(levels) if levels <= 1) && !self.is_exhausted() {
            self.uncertain = uncertain;
            self.guards.truncate(guards);
            flow = self.block(body);
        }
        self.uncertain = uncertain;
        self.guards.truncate(guards);
        match flow {
            Flow::Continue(levels) if levels <= 1 => Flow::Next,
            Flow::Continue(levels) => Flow::Continue(levels - 1),
            flow => flow,
        }
    }

    /// Leaves a loop after a turn, if its flow says so.
    fn after_turn(flow: Flow<'a>) -> Result<(), Flow<'a>> {
        match flow {
            Flow::Next => Ok(()),
            Flow::Break(levels) if levels <= 1 => Err(Flow::Next),
            Flow::Break(levels) => Err(Flow::Break(levels - 1)),
            flow => Err(flow),
        }
    }

    /// A loop of which it is not known how often it turns: once, perhaps.
    fn perhaps(&mut self, guards: &[u32], body: impl FnOnce(&mut Self) -> Flow<'a>) -> Flow<'a> {
        self.both_ways(
            guards,
            |cx| match body(cx) {
                Flow::Break(levels) if levels > 1 => Flow::Break(levels - 1),
                Flow::Return(value) => {
                    cx.leave(Flow::Return(value));
                    Flow::Next
                }
                Flow::Break(_) | Flow::Exit | Flow::Continue(_) | Flow::Next => Flow::Next,
            },
            |_| Flow::Next,
        )
    }

    pub(super) fn while_loop(&mut self, condition: &'a Expr, body: &'a [Stmt], body_first: bool) -> Flow<'a> {
        if body_first && let Err(flow) = Self::after_turn(self.turn(body)) {
            return flow;
        }
        for _ in 0..self.limits.turns {
            let (truth, guards) = self.condition(condition);
            match truth {
                Some(false) => {
                    self.untaken_way(condition, true, |cx| cx.turn(body));
                    return Flow::Next;
                }
                Some(true) if !(H::EXPLORE && is_endless(condition)) => {
                    if let Err(flow) = Self::after_turn(self.turn(body)) {
                        return flow;
                    }
                }
                _ => return self.perhaps(&guards, |cx| cx.some_turn(body)),
            }
            if self.is_exhausted() {
                break;
            }
        }
        Flow::Next
    }

    pub(super) fn for_loop(&mut self, init: &'a [Expr], condition: &'a [Expr], step: &'a [Expr], body: &'a [Stmt]) -> Flow<'a> {
        for expr in init {
            self.eval(expr);
        }
        for _ in 0..self.limits.turns {
            let mut truth = Some(!condition.is_empty());
            for expr in condition {
                truth = self.eval(expr).truth();
            }
            match truth {
                Some(false) => return Flow::Next,
                Some(true) if !condition.is_empty() => {
                    if let Err(flow) = Self::after_turn(self.turn(body)) {
                        return flow;
                    }
                }
                _ => return self.perhaps(&[], |cx| cx.some_turn(body)),
            }
            for expr in step {
                self.eval(expr);
            }
            if self.is_exhausted() {
                break;
            }
        }
        Flow::Next
    }

    pub(super) fn foreach_loop(
        &mut self,
        subject: &'a Expr,
        key: Option<&'a Expr>,
        value: &'a Expr,
        by_ref: bool,
        body: &'a [Stmt],
    ) -> Flow<'a> {
        let subject_value = self.eval(subject);
        let list = match &subject_value {
            Value::Array(array) => Some(std::rc::Rc::clone(array)),
            other => H::elements(self, other),
        };
        let Some(array) = list else {
            let element = H::element(self, &subject_value).unwrap_or(Value::Unknown(Why::Data));
            return self.perhaps(&[], |cx| {
                if let Some(key) = key {
                    cx.assign(key, Value::Unknown(Why::Data));
                }
                cx.assign(value, element);
                cx.some_turn(body)
            });
        };
        let turns = self.limits.elements.min(array.entries.len());
        for entry in &array.entries[..turns] {
            let mut changed = None;
            let mut one = |cx: &mut Self| {
                if let Some(key) = key {
                    cx.assign(key, super::arrays::key_value(entry));
                }
                cx.assign(value, entry.value.clone());
                let flow = cx.turn(body);
                if by_ref && let crate::php::ast::ExprKind::Variable(name) = &value.kind {
                    changed = Some(cx.frame.env.get(name).unwrap_or(Value::Null));
                }
                flow
            };
            let flow = if entry.maybe { self.perhaps(&[], &mut one) } else { one(self) };
            // Where the element is, it has been changed.
            if let Some(changed) = changed {
                self.change_element(subject, &entry.key, &changed);
            }
            if let Err(flow) = Self::after_turn(flow) {
                return flow;
            }
            if self.is_exhausted() {
                return Flow::Next;
            }
        }
        if array.open || turns < array.entries.len() || (H::EXPLORE && turns == 0) {
            return self.perhaps(&[], |cx| {
                if let Some(key) = key {
                    cx.assign(key, Value::Unknown(Why::Data));
                }
                cx.assign(value, Value::Unknown(Why::Data));
                cx.some_turn(body)
            });
        }
        Flow::Next
    }
}

/// `while (true)` turns until something inside leaves it, which a walk cannot wait for.
fn is_endless(condition: &Expr) -> bool {
    use crate::php::ast::ExprKind;
    matches!(condition.kind, ExprKind::Bool(true) | ExprKind::Int(_))
}
