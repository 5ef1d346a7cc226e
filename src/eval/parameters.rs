//! Parameters: what a function's variables are worth when it begins, and functions that look at them.

use std::rc::Rc;

use super::host::Args;
use super::value::{Array, Key, Value, Why};
use super::{Host, Interp, join};
use crate::php::ast::{Call, ExprKind, Param, Type};
use crate::php::program::ClassDecl;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Gives the parameters their values in the current frame.
    pub(super) fn bind(&mut self, params: &'a [Param], args: Args<'a>, method: Option<&str>) {
        self.frame.args = args.items.iter().map(|arg| arg.value.clone()).collect();
        for (position, param) in params.iter().enumerate() {
            if param.variadic {
                let mut rest = Array::list(args.items.iter().skip(position).map(|arg| arg.value.clone()));
                rest.open = args.open;
                self.frame.env.set(&param.name, Value::array(rest), false);
                continue;
            }
            let given = args.find(position, &param.name).map(|arg| arg.value.clone());
            let value = match given {
                Some(Value::Unknown(why)) => self.parameter(param, position, method, why),
                Some(value) => value,
                None if args.entry => {
                    let typed = self.parameter(param, position, method, Why::Parameter);
                    match &param.default {
                        Some(default) => {
                            let default = self.eval(default);
                            if matches!(default, Value::Null) { typed } else { join(&default, &typed) }
                        }
                        None => typed,
                    }
                }
                None if args.open => self.parameter(param, position, method, Why::Parameter),
                None => match &param.default {
                    Some(default) => self.eval(default),
                    None => self.parameter(param, position, method, Why::Parameter),
                },
            };
            if param.promoted.is_some()
                && let Some(Value::Object(object)) = &self.frame.this
            {
                object.set(&param.name, value.clone());
            }
            self.frame.env.set(&param.name, value, false);
        }
    }

    /// A parameter of which only its declaration is known.
    fn parameter(&mut self, param: &'a Param, position: usize, method: Option<&str>, why: Why) -> Value<'a> {
        let (scope, late) = (self.frame.scope, self.frame.late);
        if let (Some(method), Some(class)) = (method, late.or(scope))
            && let Some(value) = H::parameter(self, method, position, class)
        {
            return value;
        }
        self.of_type(param.ty.as_ref(), scope, late, why)
    }

    /// Some value of a declared type.
    pub fn of_type(
        &mut self,
        ty: Option<&'a Type>,
        scope: Option<ClassDecl<'a>>,
        late: Option<ClassDecl<'a>>,
        why: Why,
    ) -> Value<'a> {
        match ty {
            Some(Type::Named(name)) => match self.program.class(&name.resolved) {
                Some(class) => self.some_object(class, why),
                None => H::instance(self, &name.resolved).unwrap_or(Value::Unknown(why)),
            },
            Some(Type::Builtin(name)) if matches!(&**name, "self" | "static") => {
                let class = if **name == *"static" { late.or(scope) } else { scope };
                class.map_or(Value::Unknown(why), |class| self.some_object(class, why))
            }
            Some(Type::Nullable(inner)) => self.of_type(Some(inner), scope, late, why),
            Some(Type::Union(types) | Type::Intersection(types)) => types
                .iter()
                .map(|ty| self.of_type(Some(ty), scope, late, why))
                .find(|value| !value.is_unknown())
                .unwrap_or(Value::Unknown(why)),
            _ => Value::Unknown(why),
        }
    }

    /// Functions that change their first argument.
    pub(super) fn by_reference(&mut self, name: &str, call: &'a Call) -> Option<Value<'a>> {
        let takes_first = name.eq_ignore_ascii_case("array_shift");
        if takes_first || name.eq_ignore_ascii_case("array_pop") {
            let target = &call.args.first()?.value;
            let is_place = matches!(target.kind, ExprKind::Variable(_) | ExprKind::Property { .. });
            let Value::Array(array) = self.eval(target) else { return None };
            if !is_place || array.open || array.entries.is_empty() {
                return None;
            }
            let mut rest = Array::default();
            let at = if takes_first { 0 } else { array.entries.len() - 1 };
            let taken = array.entries.get(at)?.value.clone();
            let left = array.entries.iter().enumerate().filter(|(position, _)| *position != at).map(|(_, entry)| entry);
            for entry in left {
                match &entry.key {
                    Key::Int(_) => rest.push(entry.value.clone()),
                    key @ Key::Str(_) => rest.set(key.clone(), entry.key_text.clone(), entry.value.clone()),
                }
            }
            self.assign(target, Value::array(rest));
            return Some(taken);
        }
        let appends = name.eq_ignore_ascii_case("array_push");
        if !(appends || name.eq_ignore_ascii_case("array_unshift")) {
            return None;
        }
        let (target, rest) = call.args.split_first()?;
        if !matches!(target.value.kind, ExprKind::Variable(_) | ExprKind::Property { .. }) {
            return None;
        }
        let values = self.arguments(rest);
        let mut array = match self.eval(&target.value) {
            Value::Array(array) => (*array).clone(),
            _ => Array::open_if(true),
        };
        let mut list = Array::open_if(array.open || values.open);
        let added = values.items.into_iter().map(|arg| arg.value);
        if appends {
            array.open |= values.open;
            added.for_each(|value| array.push(value));
            list = array;
        } else {
            added.for_each(|value| list.push(value));
            super::arrays::spread(&mut list, &Value::array(array));
        }
        self.assign(&target.value, Value::array(list));
        Some(Value::Unknown(Why::Data))
    }

    /// The arguments that the current function was called with.
    pub(super) fn current_args(&self) -> Vec<Value<'a>> {
        self.frame.args.clone()
    }

    /// `compact('a', 'b')`
    pub(super) fn compact(&mut self, args: &Args<'a>) -> Value<'a> {
        let mut array = Array::open_if(args.open);
        for arg in &args.items {
            let names: Vec<Value<'a>> = match &arg.value {
                Value::Array(list) => list.entries.iter().map(|entry| entry.value.clone()).collect(),
                single => vec![single.clone()],
            };
            for name in names {
                match (name.as_str(), name.as_text()) {
                    (Some(known), Some(text)) => {
                        let value = self.variable(&known);
                        array.set(Key::Str(known), Some(Rc::clone(text)), value);
                    }
                    _ => array.open = true,
                }
            }
        }
        Value::array(array)
    }
}
