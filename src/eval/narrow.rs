//! What a condition says of the variables in it, on the way where it holds and on the one where it does not.

use std::rc::Rc;

use super::value::Value;
use super::{Host, Interp, equal, loosely_equal};
use crate::php::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Leaves variables that may be one of several values only those with which a condition comes out as told. Gives what
    /// they were before.
    pub(super) fn narrow(&mut self, condition: &'a Expr, holds: bool) -> Vec<(Rc<str>, Value<'a>)> {
        let mut before = Vec::new();
        self.narrow_into(condition, holds, &mut before);
        before
    }

    /// Gives variables back what they were.
    pub(super) fn widen(&mut self, before: Vec<(Rc<str>, Value<'a>)>) {
        for (name, value) in before.into_iter().rev() {
            self.frame.env.set(&name, value, false);
        }
    }

    fn narrow_into(&mut self, condition: &'a Expr, holds: bool, before: &mut Vec<(Rc<str>, Value<'a>)>) {
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
            ExprKind::Binary { op, left, right } => {
                let (strict, same) = match op {
                    BinaryOp::Identical => (true, holds),
                    BinaryOp::NotIdentical => (true, !holds),
                    BinaryOp::Equal => (false, holds),
                    BinaryOp::NotEqual => (false, !holds),
                    _ => return,
                };
                for (variable, other) in [(left, right), (right, left)] {
                    if let ExprKind::Variable(name) = &variable.kind
                        && is_constant(other)
                    {
                        let other = self.eval(other);
                        let equals = |choice: &Value<'a>| {
                            if strict { equal(choice, &other, true) } else { loosely_equal(choice, &other) }
                        };
                        self.keep(name, before, |choice| equals(choice).is_none_or(|equals| equals == same));
                        return;
                    }
                }
            }
            ExprKind::Variable(name) => {
                self.keep(name, before, |choice| choice.truth().is_none_or(|truth| truth == holds));
            }
            _ => {}
        }
    }

    fn keep(&mut self, name: &str, before: &mut Vec<(Rc<str>, Value<'a>)>, fits: impl Fn(&Value<'a>) -> bool) {
        let Some(whole @ Value::OneOf(_)) = self.frame.env.get(name) else { return };
        let kept: Vec<Value<'a>> = whole.choices().iter().filter(|choice| fits(choice)).cloned().collect();
        // A way that no value leads to is not one to make statements about.
        if kept.is_empty() || kept.len() == whole.choices().len() {
            return;
        }
        let value = kept.into_iter().reduce(|whole, value| super::join(&whole, &value)).unwrap_or(Value::Null);
        before.push((Rc::from(name), whole));
        self.frame.env.set(name, value, false);
    }
}

/// Whether evaluating it a second time does nothing and gives the same.
fn is_constant(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::String(_)
            | ExprKind::ClassConstant { .. }
    )
}
