//! What a condition says of the variables in it, on the way where it holds and on the one where it does not.

use std::rc::Rc;

use super::join::{equal, same};
use super::value::{Key, Value, Why};
use super::{Host, Interp, builtins, join};
use crate::php::ast::{BinaryOp, Callee, ClassRef, Expr, ExprKind, Member, UnaryOp};
use crate::php::visit::{self, Node};

/// Something that a condition can say more of.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// A variable.
    Variable(Rc<str>),
    /// A property of an object, by the way to it: `this->post->author`.
    Path(Rc<str>),
}

impl Place {
    /// The place that an expression names.
    pub(super) fn of(expr: &Expr) -> Option<Place> {
        match &expr.kind {
            ExprKind::Variable(name) if **name != *"this" => Some(Place::Variable(Rc::from(&**name))),
            ExprKind::Property { .. } => path_of(expr).map(|path| Place::Path(Rc::from(path))),
            _ => None,
        }
    }
}

/// The way to a property whose name is written.
pub(super) fn path_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name.to_string()),
        ExprKind::Property { object, name: Member::Named(name, _), .. } => Some(format!("{}->{name}", path_of(object)?)),
        _ => None,
    }
}

/// A variable, or one of its elements, that may be one of several values.
struct Undecided<'a> {
    name: &'a str,
    /// The key of the element; none for the variable itself.
    key: Option<&'a str>,
    /// What the variable is.
    whole: Value<'a>,
}

impl<'a> Undecided<'a> {
    /// What it may be.
    fn value(&self) -> Option<&Value<'a>> {
        match (self.key, &self.whole) {
            (None, whole) => Some(whole),
            (Some(key), Value::Array(array)) => array.get_str(key),
            _ => None,
        }
    }

    /// The variable with another value there.
    fn with(&self, value: Value<'a>) -> Value<'a> {
        match (self.key, &self.whole) {
            (Some(key), Value::Array(array)) => {
                let mut array = (**array).clone();
                let is_it = |known: &Key| matches!(known, Key::Str(name) if **name == *key);
                if let Some(entry) = array.entries.iter_mut().find(|entry| is_it(&entry.key)) {
                    entry.value = value;
                }
                Value::array(array)
            }
            _ => value,
        }
    }
}

/// A variable that was given another value for a while.
pub(super) struct Narrowed<'a> {
    place: Place,
    /// What it was before; none for a property of which only its object knew.
    old: Option<Value<'a>>,
    new: Value<'a>,
}

pub(super) type Before<'a> = Vec<Narrowed<'a>>;

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
        for Narrowed { place, old, new } in before.into_iter().rev() {
            match (place, old) {
                (Place::Variable(name), Some(old)) => {
                    let value = match self.frame.env.get(&name) {
                        Some(value) if same(&value, &new) => old,
                        Some(assigned) => join(&old, &assigned),
                        None => continue,
                    };
                    self.frame.env.set(&name, value, false);
                }
                (Place::Path(path), old) => self.frame.env.set_path(&path, old),
                (Place::Variable(_), None) => {}
            }
        }
    }

    /// Forgets the plain values that decided a condition otherwise: on a way that they do not lead to, they are something
    /// else. What equals a constant there, is that constant.
    pub(super) fn suppose(&mut self, condition: &'a Expr, holds: bool) -> Before<'a> {
        let mut before = Vec::new();
        for name in variables(condition) {
            if self.frame.env.is_own(name) && self.frame.env.get(name).is_some_and(|value| is_plain(&value)) {
                self.replace(&Place::Variable(Rc::from(name)), Value::Unknown(Why::Variable), &mut before);
            }
        }
        self.narrow_into(condition, holds, &mut before);
        before
    }

    /// A way to which a condition does not lead; see [`Interp::suppose`].
    pub(super) fn untaken_way<T>(&mut self, condition: &'a Expr, holds: bool, way: impl FnOnce(&mut Self) -> T) {
        self.option(condition, holds, |cx| {
            cx.dead_way(|cx| {
                cx.suppose(condition, holds);
                way(cx)
            });
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
                if let Some(said) = self.said_of_class(condition) {
                    return self.narrow_class(&said, holds, before);
                }
                if !self.equate(condition, holds, before) && self.is_repeatable(condition) {
                    self.choose(condition, holds, before);
                }
            }
        }
    }

    /// Leaves what a `switch` or a `match` looks at only the values with which one of its cases is taken, or is not.
    pub(super) fn narrow_case(&mut self, subject: &'a Expr, test: &'a Expr, taken: bool) -> Before<'a> {
        let mut before = Vec::new();
        match &subject.kind {
            ExprKind::Bool(holds) => self.narrow_into(test, *holds == taken, &mut before),
            _ => {
                if let Some(said) = self.said_by_equality(subject, test) {
                    self.narrow_class(&said, taken, &mut before);
                } else if let Some(undecided) = self.undecided_subject(subject).filter(|_| self.is_repeatable(test)) {
                    let test = self.eval(test);
                    // `match` compares strictly and `switch` does not: what is left out is so by both.
                    self.keep(&undecided, &mut before, |_, choice| equal(choice, &test, !taken).is_none_or(|same| same == taken));
                }
            }
        }
        before
    }

    /// The variable or the element that a `switch` or a `match` looks at, if it may be one of several values.
    fn undecided_subject(&self, subject: &'a Expr) -> Option<Undecided<'a>> {
        let (name, key) = match &subject.kind {
            ExprKind::Variable(name) => (&**name, None),
            _ => element(subject).map(|(name, key)| (name, Some(key)))?,
        };
        self.undecided(vec![name], key).pop()
    }

    /// What a condition says of the class of an object, or of something that is not known: that it is this constant. Gives
    /// whether it says either.
    fn equate(&mut self, condition: &'a Expr, holds: bool, before: &mut Before<'a>) -> bool {
        let ExprKind::Binary { op, left, right } = &condition.kind else { return false };
        let equal = match op {
            BinaryOp::Identical | BinaryOp::Equal => holds,
            BinaryOp::NotIdentical | BinaryOp::NotEqual => !holds,
            _ => return false,
        };
        if let Some(said) = self.said_by_equality(left, right) {
            self.narrow_class(&said, equal, before);
            return true;
        }
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
        self.replace(&Place::Variable(Rc::from(&**name)), value, before);
        true
    }

    /// Tries a condition with each value that the one undecided variable in it may have, or the one undecided element.
    fn choose(&mut self, condition: &'a Expr, holds: bool, before: &mut Before<'a>) {
        let mut undecided = self.undecided(variables(condition), None);
        if undecided.is_empty() {
            undecided = elements(condition).into_iter().flat_map(|(name, key)| self.undecided(vec![name], Some(key))).collect();
        }
        let [undecided] = undecided.as_slice() else { return };
        self.keep(undecided, before, |cx, choice| {
            cx.frame.env.set(undecided.name, undecided.with(choice.clone()), false);
            cx.eval(condition).truth().is_none_or(|truth| truth == holds)
        });
    }

    /// Those of the variables, or of the elements that they have by a key, that may be one of several values.
    fn undecided(&self, names: Vec<&'a str>, key: Option<&'a str>) -> Vec<Undecided<'a>> {
        let known = |name: &'a str| Some(Undecided { name, key, whole: self.frame.env.get(name)? });
        names
            .into_iter()
            .filter(|name| self.frame.env.is_own(name))
            .filter_map(known)
            .filter(|undecided| matches!(undecided.value(), Some(Value::OneOf(_))))
            .collect()
    }

    /// Leaves something undecided only the values of which this is so.
    fn keep(
        &mut self,
        undecided: &Undecided<'a>,
        before: &mut Before<'a>,
        mut may_be: impl FnMut(&mut Self, &Value<'a>) -> bool,
    ) {
        let mut kept: Option<Value<'a>> = None;
        for choice in undecided.value().into_iter().flat_map(Value::choices) {
            if may_be(self, choice) {
                kept = Some(kept.map_or_else(|| choice.clone(), |kept| join(&kept, choice)));
            }
        }
        self.frame.env.set(undecided.name, undecided.whole.clone(), false);
        // A way that no value leads to is not one to make statements about.
        let kept = undecided.with(kept.unwrap_or(Value::Unknown(Why::Variable)));
        self.replace(&Place::Variable(Rc::from(undecided.name)), kept, before);
    }

    /// Whether nothing but what is evaluated here sees the value of a place, so that it can be another one for a while.
    pub(super) fn is_narrowable(&self, place: &Place) -> bool {
        match place {
            Place::Variable(name) => self.frame.env.is_own(name),
            Place::Path(_) => H::EXPLORE,
        }
    }

    /// Gives a place another value, and remembers what it was.
    pub(super) fn replace(&mut self, place: &Place, value: Value<'a>, before: &mut Before<'a>) {
        let old = match place {
            Place::Variable(name) => match self.frame.env.get(name) {
                Some(old) => {
                    self.frame.env.set(name, value.clone(), false);
                    Some(old)
                }
                None => return,
            },
            Place::Path(path) => {
                let old = self.frame.env.path(path);
                self.frame.env.set_path(path, Some(value.clone()));
                old
            }
        };
        before.push(Narrowed { place: place.clone(), old, new: value });
    }

    /// What a condition has said of a property.
    pub(super) fn narrowed_path(&self, expr: &Expr) -> Option<Value<'a>> {
        if !self.frame.env.has_paths() {
            return None;
        }
        self.frame.env.path(&path_of(expr)?)
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

/// The elements of variables, by keys that are written out, that a condition looks at.
fn elements(condition: &Expr) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    visit::expression(condition, &mut |node| match node {
        Node::Expr(Expr { kind: ExprKind::Closure(_), .. }) => false,
        Node::Expr(expr) => {
            found.extend(element(expr).filter(|element| !found.contains(element)));
            true
        }
        _ => true,
    });
    found
}

/// `$row['state']`: the variable and the key.
fn element(expr: &Expr) -> Option<(&str, &str)> {
    let ExprKind::Index { base, index: Some(index) } = &expr.kind else { return None };
    let (ExprKind::Variable(name), ExprKind::String(key)) = (&base.kind, &index.kind) else { return None };
    Some((name, key))
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
