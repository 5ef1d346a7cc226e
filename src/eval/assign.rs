//! Assignments: to variables, elements, properties and lists of them.

use std::rc::Rc;

use super::arrays;
use super::narrow::path_of;
use super::operators::binary;
use super::value::{Array, Key, Value, Why};
use super::{Host, Interp, join};
use crate::php::ast::{ArrayItem, BinaryOp, Expr, ExprKind};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// `target = value`
    pub(super) fn assignment(&mut self, target: &'a Expr, value: &'a Expr, by_ref: bool) -> Value<'a> {
        if by_ref && let (ExprKind::Variable(to), ExprKind::Variable(from)) = (&target.kind, &value.kind) {
            let cell = self.frame.env.share(from);
            let value = cell.borrow().clone();
            self.frame.env.bind(to, cell);
            return value;
        }
        let new = self.eval(value);
        if by_ref {
            // What the reference will do to its origin cannot be followed.
            self.assign(target, join(&new, &Value::Unknown(Why::Variable)));
        } else {
            self.assign(target, new.clone());
        }
        new
    }

    /// `target op= value`
    pub(super) fn assign_op(&mut self, op: BinaryOp, target: &'a Expr, value: &'a Expr) -> Value<'a> {
        let old = self.eval(target);
        if op == BinaryOp::Coalesce {
            return match old {
                Value::Null => {
                    let new = self.eval(value);
                    self.assign(target, new.clone());
                    new
                }
                Value::Unknown(_) | Value::OneOf(_) => {
                    self.uncertain += 1;
                    let new = self.eval(value);
                    self.uncertain -= 1;
                    let kept = old.choices().iter().filter(|choice| !matches!(choice, Value::Null));
                    let new = kept.fold(new, |whole, choice| join(choice, &whole));
                    self.assign(target, new.clone());
                    new
                }
                old => old,
            };
        }
        let value = self.eval(value);
        let new = binary(op, &old, &value);
        self.assign(target, new.clone());
        new
    }

    /// Gives a target a value.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Value<'a>) {
        match &target.kind {
            ExprKind::Variable(name) => self.frame.env.set(name, value, self.uncertain > 0),
            ExprKind::VariableVariable(inner) => match self.eval(inner).as_str() {
                Some(name) => self.frame.env.set(&name, value, self.uncertain > 0),
                None => self.frame.env.forget_names(),
            },
            ExprKind::Array(items) => self.destructure(items, &value),
            ExprKind::Index { base, index } => {
                let key = index.as_ref().map(|index| self.eval(index));
                self.update(base, |array| match &key {
                    Some(key) => arrays::set(array, key, value.clone()),
                    None => array.push(value.clone()),
                });
            }
            ExprKind::Property { object, name, .. } => {
                if self.frame.env.has_paths()
                    && let Some(path) = path_of(target)
                {
                    self.frame.env.forget_paths(&path);
                }
                let object = self.eval(object);
                let at = name.span();
                if let Some(name) = self.member_name(name) {
                    H::assigned(self, &object, &name, &value, at);
                    self.set_property(&object, &name, value);
                }
            }
            ExprKind::StaticProperty { class, name } => self.set_static_property(class, name, value),
            _ => {
                self.eval(target);
            }
        }
    }

    /// Changes the array that a target holds.
    fn update(&mut self, target: &'a Expr, change: impl Fn(&mut Array<'a>)) {
        let old = match &target.kind {
            // Taken out, so that it can be changed in place.
            ExprKind::Variable(name) if **name != *"this" => self.frame.env.take(name).unwrap_or(Value::Null),
            _ => self.eval(target),
        };
        let new = match old {
            Value::Array(mut array) => {
                change(Rc::make_mut(&mut array));
                Value::Array(array)
            }
            Value::Null => {
                let mut array = Array::default();
                change(&mut array);
                Value::array(array)
            }
            Value::OneOf(choices) => {
                // Which of the arrays it is does not matter for what is added.
                let arrays = choices.iter().filter(|v| matches!(v, Value::Array(_))).cloned();
                match arrays.clone().reduce(|a, b| join(&a, &b)) {
                    Some(Value::Array(mut array)) => {
                        change(Rc::make_mut(&mut array));
                        Value::Array(array)
                    }
                    // Lists of different things are kept apart.
                    Some(_) => {
                        let changed = arrays.map(|mut value| {
                            if let Value::Array(array) = &mut value {
                                change(Rc::make_mut(array));
                            }
                            value
                        });
                        changed.reduce(|a, b| join(&a, &b)).unwrap_or(Value::Unknown(Why::Choices))
                    }
                    None => Value::Unknown(Why::Choices),
                }
            }
            Value::Unknown(_) => {
                let mut array = Array::open_if(true);
                change(&mut array);
                Value::array(array)
            }
            // An object with array access keeps to itself what is done with it.
            other => {
                if let Some(elements) = H::elements(self, &other) {
                    let mut array = (*elements).clone();
                    change(&mut array);
                    H::set_elements(self, &other, array);
                }
                other
            }
        };
        self.assign(target, new);
    }

    /// Gives one element of the array that an expression names another value, whether it may be missing or not.
    pub(super) fn change_element(&mut self, target: &'a Expr, key: &Key, value: &Value<'a>) {
        if matches!(target.kind, ExprKind::Variable(_) | ExprKind::Property { .. } | ExprKind::Index { .. }) {
            self.update(target, |array| {
                if let Some(entry) = array.entries.iter_mut().find(|entry| entry.key == *key) {
                    entry.value = value.clone();
                }
            });
        }
    }

    fn destructure(&mut self, items: &'a [ArrayItem], value: &Value<'a>) {
        for (position, item) in items.iter().enumerate() {
            let Some(target) = &item.value else { continue };
            let key = match &item.key {
                Some(key) => self.eval(key),
                None => Value::Int(i64::try_from(position).unwrap_or(i64::MAX)),
            };
            let element = match value {
                Value::Null => Value::Null,
                other => self.index(other, &key),
            };
            self.assign(target, element);
        }
    }

    /// `unset($target)`
    pub(super) fn unset(&mut self, target: &'a Expr) {
        match &target.kind {
            ExprKind::Variable(name) => self.frame.env.unset(name),
            ExprKind::Index { base, index: Some(index) } => {
                let key = self.eval(index);
                self.update(base, |array| match arrays::key_of(&key) {
                    Some(key) => array.remove(&key),
                    None => array.entries.iter_mut().for_each(|entry| entry.maybe = true),
                });
            }
            ExprKind::Property { object, name, .. } => {
                let object = self.eval(object);
                if let Some(name) = self.member_name(name) {
                    for choice in object.choices() {
                        if let Value::Object(object) = choice {
                            object.forget(&name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
