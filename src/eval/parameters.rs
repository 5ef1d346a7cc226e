//! Parameters: what a function's variables are worth when it begins, and functions that look at them.

use std::rc::Rc;

use super::host::Args;
use super::value::{Array, Key, Value, Why};
use super::{Flow, Frame, Host, Interp, join};
use crate::php::ast::{Arg, ClassKind, ExprKind, Param, Type};
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
                // PHP refuses it: another object than this is meant.
                Some(value) => match self.taken_by(param, value) {
                    Some(value) => value,
                    None => self.parameter(param, position, method, Why::Parameter),
                },
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

    /// What a parameter takes of a value that may be one of several; none if it takes nothing of it.
    fn taken_by(&self, param: &Param, value: Value<'a>) -> Option<Value<'a>> {
        let Value::OneOf(choices) = &value else { return (!self.is_refused(param, &value)).then_some(value) };
        if !choices.iter().any(|choice| self.is_refused(param, choice)) {
            return Some(value);
        }
        let taken = choices.iter().filter(|choice| !self.is_refused(param, choice)).cloned();
        taken.reduce(|whole, choice| join(&whole, &choice))
    }

    /// Whether a parameter takes no object of this class: it takes those of another class of the project.
    fn is_refused(&self, param: &Param, value: &Value<'a>) -> bool {
        let (Some(Type::Named(name)), Value::Object(object)) = (&param.ty, value) else { return false };
        let wanted = self.program.class(&name.resolved).filter(|wanted| wanted.decl.kind == ClassKind::Class);
        let is_one = |class: ClassDecl<'a>| self.program.is_a(class, &[&name.resolved]);
        wanted.is_some() && object.class.is_some_and(|class| class.decl.kind == ClassKind::Class && !is_one(class))
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
            Some(Type::Named(name)) => self.of_class_named(&name.resolved, why),
            Some(Type::Builtin(name)) if matches!(&**name, "self" | "static") => {
                let class = if **name == *"static" { late.or(scope) } else { scope };
                class.map_or(Value::Unknown(why), |class| self.some_object(class, why))
            }
            Some(Type::Holding(name, held)) => {
                let held = self.of_type(Some(held), scope, late, why);
                match H::holding(self, &name.resolved, held) {
                    Some(value) => value,
                    None => self.of_class_named(&name.resolved, why),
                }
            }
            Some(Type::Nullable(inner)) => self.of_type(Some(inner), scope, late, why),
            Some(Type::Union(types)) => self.of_union(types, scope, late, why),
            Some(Type::Intersection(types)) => types
                .iter()
                .map(|ty| self.of_type(Some(ty), scope, late, why))
                .find(|value| !value.is_unknown())
                .unwrap_or(Value::Unknown(why)),
            _ => Value::Unknown(why),
        }
    }

    /// Some value of one of several types. What is no object has no methods that would tell one from another.
    fn of_union(&mut self, types: &'a [Type], scope: Option<ClassDecl<'a>>, late: Option<ClassDecl<'a>>, why: Why) -> Value<'a> {
        let classes: Vec<ClassDecl<'a>> =
            types.iter().filter_map(|ty| ty.class_name()).filter_map(|name| self.program.class(&name.resolved)).collect();
        let mut whole: Option<Value<'a>> = None;
        for ty in types {
            let value = self.of_type(Some(ty), scope, late, why);
            if value.is_unknown() {
                // A class that is not known may have what the others lack, unless they are classes of its kind.
                let is_foreign = ty.class_name().is_some_and(|name| {
                    let known = |class: &ClassDecl<'a>| self.program.is_a(*class, &[&name.resolved]);
                    !H::is_framework(&name.resolved) && !classes.iter().any(known)
                });
                if is_foreign {
                    return Value::Unknown(why);
                }
                continue;
            }
            whole = Some(whole.map_or_else(|| value.clone(), |whole| join(&whole, &value)));
        }
        whole.unwrap_or(Value::Unknown(why))
    }

    /// Some object of the class of this name.
    pub(super) fn of_class_named(&mut self, name: &str, why: Why) -> Value<'a> {
        match self.program.class(name) {
            Some(class) => self.some_object(class, why),
            None => H::instance(self, name).unwrap_or(Value::Unknown(why)),
        }
    }

    /// What a comment says of a variable, where nothing better is known.
    pub(super) fn documented(&mut self, name: &str, ty: &'a Type) -> Flow<'a> {
        let known = self.frame.env.get(name);
        // What a question leaves open is not for a comment to answer.
        if known.is_none_or(|value| matches!(value, Value::Unknown(why) if !matches!(why, Why::Probe(_)))) {
            let value = self.of_type(Some(ty), self.frame.scope, self.frame.late, Why::Data);
            if !value.is_unknown() {
                self.frame.env.set(name, value, false);
            }
        }
        Flow::Next
    }

    /// Gives variables what the function that they were given to left in its parameters by reference.
    pub(super) fn write_back(&mut self, args: &'a [Arg]) {
        for (position, value) in std::mem::take(&mut self.left) {
            let before = args.iter().take(position + 1);
            let Some(arg) = args.get(position).filter(|_| !before.into_iter().any(|arg| arg.spread || arg.name.is_some())) else {
                continue;
            };
            if matches!(
                arg.value.kind,
                ExprKind::Variable(_) | ExprKind::Property { .. } | ExprKind::StaticProperty { .. } | ExprKind::Index { .. }
            ) {
                // A survey calls with less than is known here.
                let value = if H::EXPLORE { join(&self.eval(&arg.value), &value) } else { value };
                self.assign(&arg.value, value);
            }
        }
    }

    /// Leaves a value in the first argument of the call that a host is answering.
    pub fn leave_changed(&mut self, value: Value<'a>) {
        self.left_by_host = Some(value);
    }

    /// Remembers what a function's parameters by reference hold at its end.
    pub(super) fn leave_behind(&mut self, params: &'a [Param], frame: &Frame<'a>) {
        self.left.clear();
        let by_reference = params.iter().enumerate().filter(|(_, param)| param.by_ref && !param.variadic);
        self.left.extend(by_reference.filter_map(|(position, param)| Some((position, frame.env.get(&param.name)?))));
    }

    /// The arguments that the current function was called with.
    pub(super) fn current_args(&self) -> Vec<Value<'a>> {
        self.frame.args.clone()
    }

    /// `compact('a', 'b')`
    pub(super) fn compact(&mut self, args: &Args<'a>) -> Value<'a> {
        let mut array = Array::open_if(args.open);
        let mut names: Vec<Value<'a>> = args.items.iter().rev().map(|arg| arg.value.clone()).collect();
        while let Some(name) = names.pop() {
            match &name {
                Value::Array(list) => names.extend(list.entries.iter().rev().map(|entry| entry.value.clone())),
                Value::Str(text) => match text.known() {
                    Some(known) => {
                        let value = self.variable(&known);
                        array.set(Key::Str(known), Some(Rc::clone(text)), value);
                    }
                    None => array.open = true,
                },
                _ => array.open = true,
            }
        }
        Value::array(array)
    }
}
