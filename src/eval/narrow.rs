//! What a condition says of the variables in it, on the way where it holds and on the one where it does not.

use std::rc::Rc;

use super::join::same;
use super::value::{Value, Why};
use super::{Host, Interp, builtins, join};
use crate::php::ast::{BinaryOp, Callee, ClassRef, Expr, ExprKind, Member, UnaryOp};
use crate::php::visit::{self, Node};

/// A variable that was given another value for a while.
pub(super) struct Narrowed<'a> {
    name: Rc<str>,
    old: Value<'a>,
    new: Value<'a>,
}

type Before<'a> = Vec<Narrowed<'a>>;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Leaves variables that may be one of several values only those with which a condition comes out as told. Gives what
    /// they were before.
    pub(super) fn narrow(&mut self, condition: &'a Expr, holds: bool) -> Before<'a> {
        let mut before = Vec::new();
        self.narrow_into(condition, holds, &mut before);
        before
    }

    /// Gives variables back what they were.
    pub(super) fn widen(&mut self, before: Before<'a>) {
        for Narrowed { name, old, new } in before.into_iter().rev() {
            let value = match self.frame.env.get(&name) {
                Some(value) if same(&value, &new) => old,
                Some(assigned) => join(&old, &assigned),
                None => continue,
            };
            self.frame.env.set(&name, value, false);
        }
    }

    /// Forgets the plain values that decided a condition otherwise: on a way that they do not lead to, they are something
    /// else. What equals a constant there, is that constant.
    pub(super) fn suppose(&mut self, condition: &'a Expr, holds: bool) -> Before<'a> {
        let mut before = Vec::new();
        for name in variables(condition) {
            if self.frame.env.is_own(name) && self.frame.env.get(name).is_some_and(|value| is_plain(&value)) {
                self.replace(name, Value::Unknown(Why::Variable), &mut before);
            }
        }
        self.narrow_into(condition, holds, &mut before);
        before
    }

    /// A way to which a condition does not lead; see [`Interp::suppose`].
    pub(super) fn untaken_way<T>(&mut self, condition: &'a Expr, holds: bool, way: impl FnOnce(&mut Self) -> T) {
        self.dead_way(|cx| {
            cx.suppose(condition, holds);
            way(cx)
        });
    }

    fn narrow_into(&mut self, condition: &'a Expr, holds: bool, before: &mut Before<'a>) {
        match &condition.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.narrow_into(operand, !holds, before),
            ExprKind::Binary { op: BinaryOp::And, left, right } if holds => {
                self.narrow_into(left, holds, before);
                self.narrow_into(right, holds, before);
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right } if !holds => {
                self.narrow_into(left, holds, before);
                self.narrow_into(right, holds, before);
            }
            _ => {
                if !self.equate(condition, holds, before) && self.is_repeatable(condition) {
                    self.choose(condition, holds, before);
                }
            }
        }
    }

    /// What is not known and equals a constant, is that constant.
    fn equate(&mut self, condition: &'a Expr, holds: bool, before: &mut Before<'a>) -> bool {
        let ExprKind::Binary { op, left, right } = &condition.kind else { return false };
        let equal = match op {
            BinaryOp::Identical | BinaryOp::Equal => holds,
            BinaryOp::NotIdentical | BinaryOp::NotEqual => !holds,
            _ => false,
        };
        let pair = match (&left.kind, &right.kind) {
            (ExprKind::Variable(name), ExprKind::String(_)) => Some((name, right)),
            (ExprKind::String(_), ExprKind::Variable(name)) => Some((name, left)),
            _ => None,
        };
        let Some((name, constant)) = pair.filter(|_| equal) else { return false };
        if !self.frame.env.is_own(name) || !self.frame.env.get(name).is_some_and(|value| value.is_unknown()) {
            return false;
        }
        let value = self.eval(constant);
        self.replace(name, value, before);
        true
    }

    /// Tries a condition with each value that the one undecided variable in it may have.
    fn choose(&mut self, condition: &'a Expr, holds: bool, before: &mut Before<'a>) {
        let undecided: Vec<&'a str> = variables(condition)
            .into_iter()
            .filter(|name| self.frame.env.is_own(name) && matches!(self.frame.env.get(name), Some(Value::OneOf(_))))
            .collect();
        let [name] = undecided[..] else { return };
        let Some(whole) = self.frame.env.get(name) else { return };
        let mut kept: Option<Value<'a>> = None;
        for choice in whole.choices() {
            self.frame.env.set(name, choice.clone(), false);
            if self.eval(condition).truth().is_none_or(|truth| truth == holds) {
                kept = Some(kept.map_or_else(|| choice.clone(), |kept| join(&kept, choice)));
            }
        }
        self.frame.env.set(name, whole, false);
        // A way that no value leads to is not one to make statements about.
        self.replace(name, kept.unwrap_or(Value::Unknown(Why::Variable)), before);
    }

    fn replace(&mut self, name: &str, value: Value<'a>, before: &mut Before<'a>) {
        if let Some(old) = self.frame.env.get(name) {
            self.frame.env.set(name, value.clone(), false);
            before.push(Narrowed { name: Rc::from(name), old, new: value });
        }
    }

    /// Whether evaluating it a second time does nothing and gives the same.
    fn is_repeatable(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Constant(_)
            | ExprKind::ClassConstant { .. } => true,
            ExprKind::Array(items) => {
                items.iter().all(|item| !item.by_ref && item.key.iter().chain(&item.value).all(|expr| self.is_repeatable(expr)))
            }
            ExprKind::Index { base, index: Some(index) } => self.is_repeatable(base) && self.is_repeatable(index),
            ExprKind::Unary { operand, .. } | ExprKind::Cast { operand, .. } | ExprKind::InstanceOf { operand, .. } => {
                self.is_repeatable(operand)
            }
            ExprKind::Binary { left, right, .. } => self.is_repeatable(left) && self.is_repeatable(right),
            ExprKind::Isset(list) => list.iter().all(|expr| self.is_repeatable(expr)),
            ExprKind::Empty(operand) => self.is_repeatable(operand),
            ExprKind::Call(call) => {
                let is_pure = match &call.callee {
                    Callee::Function(name) => {
                        self.program.function(&name.resolved).is_none()
                            && builtins::is_pure(name.fallback.as_deref().unwrap_or(&name.resolved))
                    }
                    Callee::Static { class: ClassRef::Named(class), name: Member::Named(..) } => H::is_pure(&class.resolved),
                    _ => false,
                };
                is_pure && !call.first_class && call.args.iter().all(|arg| self.is_repeatable(&arg.value))
            }
            _ => false,
        }
    }
}

/// The variables that a condition looks at.
fn variables(condition: &Expr) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    visit::expression(condition, &mut |node| match node {
        Node::Expr(Expr { kind: ExprKind::Closure(_), .. }) => false,
        Node::Expr(Expr { kind: ExprKind::Variable(name), .. }) => {
            if !names.contains(&&**name) {
                names.push(name);
            }
            true
        }
        _ => true,
    });
    names
}

/// Whether it is no object, and nothing that has objects in it.
fn is_plain(value: &Value<'_>) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) => true,
        Value::Array(array) => array.entries.iter().all(|entry| is_plain(&entry.value)),
        Value::OneOf(choices) => choices.iter().all(is_plain),
        Value::Unknown(_) | Value::Closure(_) | Value::Object(_) | Value::Host(_) => false,
    }
}
