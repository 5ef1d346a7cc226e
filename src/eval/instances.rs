//! Which class an object is of, where a condition says so: `instanceof`, `$x::class === A::class`, `get_class($x)`, `is_a()`.

use super::narrow::{Before, Place};
use super::value::{Value, Why};
use super::{Host, Interp, join};
use crate::php::ast::{Callee, ClassKind, ClassRef, Expr, ExprKind, Member};
use crate::php::program::{ClassDecl, Resolved};

/// What a condition says of the class of an object.
pub(super) struct Said<'a> {
    /// The object.
    subject: &'a Expr,
    /// The name of the class.
    class: String,
    /// Whether it is exactly this class, not one below it.
    exactly: bool,
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    pub(super) fn instance_of(&mut self, operand: &'a Expr, class: &'a ClassRef) -> Value<'a> {
        let value = self.eval(operand);
        let Some(name) = self.class_name(class) else { return Value::Unknown(Why::Data) };
        match &value {
            Value::Object(object) => match object.class {
                Some(class) if self.program.is_a(class, &[&name]) => Value::Bool(true),
                _ => Value::Unknown(Why::Data),
            },
            Value::Host(id) => self.host.instance_of(*id, &name).map_or(Value::Unknown(Why::Data), Value::Bool),
            Value::Unknown(_) | Value::OneOf(_) | Value::Closure(_) => Value::Unknown(Why::Data),
            _ => Value::Bool(false),
        }
    }

    fn class_name(&self, class: &'a ClassRef) -> Option<String> {
        match self.program.resolve(class, self.frame.scope, self.frame.late) {
            Resolved::Project(class) => Some(class.name().to_owned()),
            Resolved::Foreign(name) => Some(name.resolved.to_string()),
            Resolved::Unknown => None,
        }
    }

    /// What a condition says of the class of an object, if that is what it asks for.
    pub(super) fn said_of_class(&mut self, condition: &'a Expr) -> Option<Said<'a>> {
        match &condition.kind {
            ExprKind::InstanceOf { operand, class } => {
                Some(Said { subject: operand, class: self.class_name(class)?, exactly: false })
            }
            ExprKind::Call(call) => match (&call.callee, call.args.as_slice()) {
                (Callee::Function(name), [subject, class]) if name.base().eq_ignore_ascii_case("is_a") => {
                    let class = self.named_class(&class.value)?;
                    Some(Said { subject: &subject.value, class, exactly: false })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What the equality of two expressions says of the class of an object: `$x::class === A::class`.
    pub(super) fn said_by_equality(&mut self, left: &'a Expr, right: &'a Expr) -> Option<Said<'a>> {
        let (subject, named) = match (asks_class(left), asks_class(right)) {
            (Some(subject), None) => (subject, right),
            (None, Some(subject)) => (subject, left),
            _ => return None,
        };
        Some(Said { subject, class: self.named_class(named)?, exactly: true })
    }

    /// The class that an expression names: `A::class`, `'App\A'`.
    fn named_class(&mut self, expr: &'a Expr) -> Option<String> {
        match &expr.kind {
            ExprKind::ClassConstant { class, name: Member::Named(name, _) } if name.eq_ignore_ascii_case("class") => {
                self.class_name(class)
            }
            ExprKind::String(text) => Some(text.trim_start_matches('\\').to_owned()),
            _ => None,
        }
    }

    /// Leaves an object only the classes that it can be of where what is said of it holds, or does not.
    pub(super) fn narrow_class(&mut self, said: &Said<'a>, holds: bool, before: &mut Before<'a>) {
        let Some(place) = Place::of(said.subject) else { return };
        if !self.is_narrowable(&place) {
            return;
        }
        let value = self.eval(said.subject);
        let mut kept: Option<Value<'a>> = None;
        for choice in value.choices() {
            let choice = if holds { self.as_instance(choice, &said.class) } else { self.unless_instance(choice, said) };
            if let Some(choice) = choice {
                kept = Some(kept.map_or_else(|| choice.clone(), |kept| join(&kept, &choice)));
            }
        }
        let kept = match kept {
            Some(kept) => kept,
            // Something else than what is known of it is meant.
            None if holds => self.of_class_named(&said.class, Why::Variable),
            None => Value::Unknown(Why::Variable),
        };
        if !super::join::same(&kept, &value) {
            self.replace(&place, kept, before);
        }
    }

    /// A value as an object of a class; none if it cannot be one.
    fn as_instance(&mut self, value: &Value<'a>, class: &str) -> Option<Value<'a>> {
        match value {
            Value::Object(object) => {
                let own = object.class?;
                if self.program.is_a(own, &[class]) {
                    return Some(value.clone());
                }
                let Some(wanted) = self.program.class(class) else {
                    // What the host makes of its own classes is no object of the project's.
                    return H::instance(self, class).is_none().then(|| value.clone());
                };
                if self.program.is_a(wanted, &[own.name()]) {
                    return Some(self.some_object(wanted, Why::Variable));
                }
                // A class below it may have the interface too; of one that stands for itself it is another class that is meant.
                let may_be = is_interface(wanted) && own.decl.is_abstract;
                (is_interface(own) || may_be).then(|| value.clone())
            }
            Value::Unknown(why) => match self.program.class(class).filter(|class| !is_interface(*class)) {
                Some(wanted) => Some(self.some_object(wanted, *why)),
                None => Some(value.clone()),
            },
            Value::Host(id) => (self.host.instance_of(*id, class) != Some(false)).then(|| value.clone()),
            Value::OneOf(_) | Value::Closure(_) => Some(value.clone()),
            _ => None,
        }
    }

    /// A value, unless it is of the class.
    fn unless_instance(&self, value: &Value<'a>, said: &Said<'a>) -> Option<Value<'a>> {
        let is_one = match value {
            Value::Object(object) => object.class.is_some_and(|own| {
                let is_same = own.name().eq_ignore_ascii_case(&said.class);
                is_same || (!said.exactly && self.program.is_a(own, &[&said.class]))
            }),
            Value::Host(id) => !said.exactly && self.host.instance_of(*id, &said.class) == Some(true),
            _ => false,
        };
        (!is_one).then(|| value.clone())
    }
}

/// The object whose class an expression gives: `$x::class`, `get_class($x)`.
fn asks_class(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::ClassConstant { class: ClassRef::Dynamic(subject), name: Member::Named(name, _) }
            if name.eq_ignore_ascii_case("class") =>
        {
            Some(subject)
        }
        ExprKind::Call(call) => match (&call.callee, call.args.as_slice()) {
            (Callee::Function(name), [subject]) if name.base().eq_ignore_ascii_case("get_class") => Some(&subject.value),
            _ => None,
        },
        _ => None,
    }
}

fn is_interface(class: ClassDecl<'_>) -> bool {
    matches!(class.decl.kind, ClassKind::Interface | ClassKind::Trait)
}
