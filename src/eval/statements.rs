//! Statements: sequences, branches that may or may not be taken, loops, `try`.

use super::{Flow, Fork, Frame, Host, Interp, OTHERWISE, Try, Value, Why, join};
use crate::php::ast::{Catch, Expr, Stmt, StmtKind};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Evaluates statements one after the other.
    pub(super) fn block(&mut self, statements: &'a [Stmt]) -> Flow<'a> {
        for (position, statement) in statements.iter().enumerate() {
            match self.statement(statement) {
                Flow::Next => {}
                flow => {
                    // What is known here for certain (a default, a constant) may be otherwise where the application runs: the
                    // rest of a function that is looked at for its own sake is of interest all the same.
                    let rest = statements.get(position + 1..).unwrap_or_default();
                    let leaves = matches!(flow, Flow::Return(_) | Flow::Exit);
                    if leaves && self.calls.len() == 1 && !rest.is_empty() && matches!(statement.kind, StmtKind::If { .. }) {
                        self.dead_way(|cx| cx.block(rest));
                    }
                    return flow;
                }
            }
        }
        Flow::Next
    }

    fn statement(&mut self, stmt: &'a Stmt) -> Flow<'a> {
        if !self.step() {
            return Flow::Exit;
        }
        self.nesting += 1;
        let flow = self.statement_kind(stmt);
        self.nesting -= 1;
        flow
    }

    fn statement_kind(&mut self, stmt: &'a Stmt) -> Flow<'a> {
        match &stmt.kind {
            StmtKind::Expr(expr) => {
                self.eval(expr);
                if is_exit(expr) || std::mem::take(&mut self.thrown) { Flow::Exit } else { Flow::Next }
            }
            StmtKind::Echo(list) => {
                for expr in list {
                    self.eval(expr);
                }
                Flow::Next
            }
            StmtKind::Return(value) => Flow::Return(value.as_ref().map_or(Value::Null, |value| self.eval(value))),
            StmtKind::If { branches, otherwise } => self.if_statement(branches, otherwise.as_deref().unwrap_or_default()),
            StmtKind::While(condition, body) => self.while_loop(condition, body, false),
            StmtKind::DoWhile(body, condition) => self.while_loop(condition, body, true),
            StmtKind::For { init, condition, step, body } => self.for_loop(init, condition, step, body),
            StmtKind::Foreach { subject, key, value, by_ref, body } => {
                self.foreach_loop(subject, key.as_ref(), value, *by_ref, body)
            }
            StmtKind::Switch { subject, cases } => self.switch(subject, cases),
            StmtKind::Break(levels) => Flow::Break(*levels),
            StmtKind::Continue(levels) => Flow::Continue(*levels),
            StmtKind::Try { body, catches, finally } => self.try_statement(body, catches, finally.as_deref()),
            StmtKind::Documented(name, ty) => self.documented(name, ty),
            StmtKind::Global(names) => {
                for name in names {
                    self.frame.env.set(name, Value::Unknown(Why::Variable), false);
                }
                Flow::Next
            }
            StmtKind::StaticVars(variables) => {
                for (name, default) in variables {
                    if !H::EXPLORE
                        && let Some(function) = self.calls.last().map(|call| call.span)
                    {
                        self.static_variable(function, name, default.as_ref());
                        continue;
                    }
                    let value = default.as_ref().map_or(Value::Null, |default| self.eval(default));
                    // Later calls find what earlier ones left behind.
                    self.frame.env.set(name, join(&value, &Value::Unknown(Why::Variable)), false);
                }
                Flow::Next
            }
            StmtKind::Unset(targets) => {
                for target in targets {
                    self.unset(target);
                }
                Flow::Next
            }
            StmtKind::Block(body) | StmtKind::Other(body) => self.block(body),
            StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Const(_) => Flow::Next,
        }
    }

    /// Binds a variable to what earlier calls of the function left in it.
    fn static_variable(&mut self, function: crate::source::Span, name: &str, default: Option<&'a Expr>) {
        let key = (function, std::rc::Rc::from(name));
        let cell = match self.static_variables.get(&key) {
            Some(cell) => std::rc::Rc::clone(cell),
            None => {
                let value = default.map_or(Value::Null, |default| self.eval(default));
                let cell = std::rc::Rc::new(std::cell::RefCell::new(value));
                self.static_variables.insert(key, std::rc::Rc::clone(&cell));
                cell
            }
        };
        self.frame.env.bind(name, cell);
    }

    fn if_statement(&mut self, branches: &'a [(Expr, Vec<Stmt>)], otherwise: &'a [Stmt]) -> Flow<'a> {
        let Some(((condition, body), rest)) = branches.split_first() else {
            return self.block(otherwise);
        };
        let (truth, guards) = self.condition(condition);
        let rest = |cx: &mut Self| cx.if_statement(rest, otherwise);
        match truth {
            Some(true) => {
                self.untaken_way(condition, false, rest);
                self.block(body)
            }
            Some(false) => {
                self.untaken_way(condition, true, |cx| cx.block(body));
                rest(self)
            }
            None => self.both_ways(
                &asked_by(condition, guards),
                |cx| {
                    cx.narrow(condition, true);
                    cx.option(condition, true, |cx| cx.block(body))
                },
                |cx| {
                    cx.narrow(condition, false);
                    cx.option(condition, false, rest)
                },
            ),
        }
    }

    /// Evaluates a condition. Also gives the questions about the schema that were asked for it.
    pub(super) fn condition(&mut self, condition: &'a Expr) -> (Option<bool>, Vec<u32>) {
        let before = self.host.probes();
        let value = self.eval(condition);
        let mut guards: Vec<u32> = (before..self.host.probes()).collect();
        guards.extend(probes_of(&value));
        let truth = value.truth().filter(|_| !H::is_unset_switch(self, condition));
        (truth, guards)
    }

    /// A way that is not taken: looked at if all ways are of interest, and then forgotten.
    pub(super) fn dead_way<T>(&mut self, way: impl FnOnce(&mut Self) -> T) {
        if !H::EXPLORE {
            return;
        }
        let env = self.frame.env.clone();
        let returned = self.frame.returned.clone();
        self.uncertain += 1;
        self.untaken += 1;
        self.host.fork(Fork::Begins);
        way(self);
        self.host.fork(Fork::WayEnds { left: true });
        self.host.fork(Fork::Meets);
        self.untaken -= 1;
        self.uncertain -= 1;
        self.frame.env = env;
        self.frame.returned = returned;
    }

    /// Takes two ways, of which only one will be taken, and merges what they leave behind. If one of
    /// them leaves the function or the loop, what follows is uncertain, and guarded by the question.
    pub(super) fn both_ways(
        &mut self,
        guards: &[u32],
        first: impl FnOnce(&mut Self) -> Flow<'a>,
        second: impl FnOnce(&mut Self) -> Flow<'a>,
    ) -> Flow<'a> {
        let depth = self.guards.len();
        let uncertain = self.uncertain;
        let start = self.frame.env.clone();
        self.under(guards, true);
        self.uncertain = uncertain + 1;
        self.host.fork(Fork::Begins);
        let one = self.way(first);
        let env_one = std::mem::replace(&mut self.frame.env, start);
        self.uncertain = uncertain + 1;
        self.guards.truncate(depth);
        self.under(guards, false);
        let two = self.way(second);
        self.host.fork(Fork::Meets);
        self.uncertain = uncertain;
        self.guards.truncate(depth);
        match (one, two) {
            (Flow::Next, Flow::Next) => {
                self.frame.env.merge(&env_one);
                Flow::Next
            }
            (Flow::Next, other) => {
                self.frame.env = env_one;
                self.go_on_without(other, guards, true)
            }
            (other, Flow::Next) => self.go_on_without(other, guards, false),
            (Flow::Return(a), Flow::Return(b)) => Flow::Return(join(&a, &b)),
            (Flow::Return(value), Flow::Exit) | (Flow::Exit, Flow::Return(value)) => Flow::Return(value),
            (Flow::Return(value), other) | (other, Flow::Return(value)) => {
                self.leave(Flow::Return(value));
                other
            }
            (Flow::Exit, other) => other,
            (other, _) => other,
        }
    }

    /// Takes one of two ways.
    fn way(&mut self, way: impl FnOnce(&mut Self) -> Flow<'a>) -> Flow<'a> {
        let flow = way(self);
        self.host.fork(Fork::WayEnds { left: matches!(flow, Flow::Return(_) | Flow::Exit | Flow::Continue(_)) });
        flow
    }

    /// One way has left; what follows happens on the other one only.
    fn go_on_without(&mut self, left: Flow<'a>, guards: &[u32], holds: bool) -> Flow<'a> {
        // After an exception nothing else of the run counts, so what follows is as certain as before.
        if !matches!(left, Flow::Exit) {
            self.uncertain += 1;
        }
        self.leave(left);
        self.under(guards, holds);
        Flow::Next
    }

    /// What follows stands behind questions about the schema, on the way where their condition holds, or on the other one.
    fn under(&mut self, guards: &[u32], holds: bool) {
        for guard in guards {
            let number = guard & !OTHERWISE;
            self.guards.push(number);
            if (guard & OTHERWISE != 0) == holds {
                self.guards.push(number | OTHERWISE);
            }
        }
    }

    /// Notes what a way that leaves brings along.
    pub(super) fn leave(&mut self, flow: Flow<'a>) {
        if let Flow::Return(value) = flow {
            let joined = self.frame.returned.take().map_or_else(|| value.clone(), |known| join(&known, &value));
            self.frame.returned = Some(joined);
        }
    }

    fn try_statement(&mut self, body: &'a [Stmt], catches: &'a [Catch], finally: Option<&'a [Stmt]>) -> Flow<'a> {
        let start = self.frame.env.clone();
        self.tries.push(Try { catches });
        self.open_tries += 1;
        let mut flow = self.block(body);
        self.open_tries = self.open_tries.saturating_sub(1);
        self.tries.pop();
        if H::EXPLORE {
            for catch in catches {
                let after = std::mem::replace(&mut self.frame.env, start.clone());
                self.frame.env.merge(&after);
                let normal = flow;
                flow = self.both_ways(
                    &[],
                    |cx| {
                        if let Some(name) = &catch.variable {
                            cx.frame.env.set(name, Value::Unknown(Why::Data), false);
                        }
                        cx.block(&catch.body)
                    },
                    |_| normal,
                );
            }
        } else if matches!(flow, Flow::Exit) && !self.is_exhausted() {
            // The body throws for certain: the first handler goes on.
            if let Some(catch) = catches.first() {
                flow = self.block(&catch.body);
            }
        }
        match finally.map_or(Flow::Next, |finally| self.block(finally)) {
            Flow::Next => flow,
            other => other,
        }
    }

    /// Replaces the frame, runs `inside`, and puts the old one back.
    pub(super) fn in_frame<T>(&mut self, frame: Frame<'a>, inside: impl FnOnce(&mut Self) -> T) -> (T, Frame<'a>) {
        let outer = std::mem::replace(&mut self.frame, frame);
        let (uncertain, guards) = (self.uncertain, self.guards.len());
        let result = inside(self);
        self.uncertain = uncertain;
        self.guards.truncate(guards);
        let inner = std::mem::replace(&mut self.frame, outer);
        (result, inner)
    }
}

/// `throw` and `exit` as statements end the block.
fn is_exit(expr: &Expr) -> bool {
    use crate::php::ast::ExprKind;
    matches!(expr.kind, ExprKind::Throw(_) | ExprKind::Exit(_))
}

/// The questions of a condition, marked where it asks whether their answer is no: `if (! Schema::hasColumn(…))`.
fn asked_by(condition: &Expr, guards: Vec<u32>) -> Vec<u32> {
    use crate::php::ast::{ExprKind, UnaryOp};
    let is_negated = matches!(condition.kind, ExprKind::Unary { op: UnaryOp::Not, .. });
    guards.into_iter().map(|number| if is_negated { number | OTHERWISE } else { number }).collect()
}

/// The questions that a value is the answer of.
pub(super) fn probes_of<'v>(value: &'v Value<'_>) -> impl Iterator<Item = u32> + 'v {
    value.choices().iter().filter_map(|choice| match choice {
        Value::Unknown(Why::Probe(number)) => Some(*number),
        _ => None,
    })
}
