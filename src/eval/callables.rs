//! Values that can be called.

use std::rc::Rc;

use super::host::{Args, CallSite};
use super::value::Value;
use super::{Host, Interp, join};
use crate::php::ast::Function;
use crate::php::program::ClassDecl;
use crate::source::Span;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Calls whatever can be called: a closure, `[object, 'method']`, `'Class::method'`, an invokable object.
    pub fn call_value(&mut self, callee: &Value<'a>, args: Args<'a>, span: Span) -> Value<'a> {
        let value = self.call_keeping(callee, args, span);
        self.left.clear();
        value
    }

    /// [`Self::call_value`]; what it leaves in parameters by reference can be had from `left`.
    pub(super) fn call_keeping(&mut self, callee: &Value<'a>, args: Args<'a>, span: Span) -> Value<'a> {
        let at = CallSite { call: span, name: span };
        match callee {
            Value::Closure(closure) => self.call_closure(closure, args),
            Value::Object(_) => self.call_method(callee, "__invoke", args, at),
            Value::Str(text) => match text.known() {
                Some(name) => match name.split_once("::") {
                    Some((word, method)) => match self.class_word(word) {
                        Some(class) => self.call_static(class, method, args, at, false),
                        None => self.call_foreign(word, method, &args, at),
                    },
                    None => self.call_function(&name, None, args, at),
                },
                None => self.ignored(&args),
            },
            Value::Array(array) => match array.entries.as_slice() {
                [object, method] => match (&object.value, method.value.as_str()) {
                    (Value::Str(class), Some(method)) => match class.known() {
                        Some(word) => match self.class_word(&word) {
                            Some(class) => self.call_static(class, &method, args, at, false),
                            None => self.call_foreign(&word, &method, &args, at),
                        },
                        None => self.ignored(&args),
                    },
                    (object, Some(method)) => self.call_method(&object.clone(), &method, args, at),
                    _ => self.ignored(&args),
                },
                _ => self.ignored(&args),
            },
            Value::OneOf(choices) => {
                let values: Vec<Value<'a>> = choices.iter().map(|choice| self.call_value(choice, args.clone(), span)).collect();
                values.into_iter().reduce(|whole, value| join(&whole, &value)).unwrap_or(Value::Null)
            }
            _ => self.ignored(&args),
        }
    }

    /// A static method of a class outside the project, named by a callable.
    fn call_foreign(&mut self, class: &str, method: &str, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let answer = H::call_static(self, class.trim_start_matches('\\'), None, method, args, at);
        self.left.clear();
        answer.unwrap_or_else(|| self.ignored(args))
    }

    /// The class that a word in a callable means, `self` and its like included.
    fn class_word(&self, word: &str) -> Option<ClassDecl<'a>> {
        match word {
            "self" => self.frame.scope,
            "static" => self.frame.late.or(self.frame.scope),
            "parent" => self.frame.scope.and_then(|scope| self.program.parent(scope)),
            name => self.program.class(name),
        }
    }

    /// A method that the project only asks for (`abstract`), of a class that has it from one outside the project.
    pub(super) fn left_to_others(
        &mut self,
        class: ClassDecl<'a>,
        receiver: &Value<'a>,
        name: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        self.program.foreign_parent(class)?;
        let value = H::call_method(self, receiver, name, args, at)?;
        self.left.clear();
        Some(value)
    }
}

/// Below this length, in bytes, a function's text is short.
const SHORT: u32 = 400;
/// The same where it gets the name of a class: it may choose the one that its caller works with.
const SHORT_FOR_CLASSES: u32 = 1_200;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Whether a function is so short that it is followed with these arguments, whatever it does.
    pub(super) fn is_short_for(&self, function: &Function, args: &Args<'a>) -> bool {
        let length = function.span.end.saturating_sub(function.span.start);
        let is_class = |name: Rc<str>| name.contains('\\') && self.program.class(&name).is_some();
        length < SHORT || (length < SHORT_FOR_CLASSES && args.items.iter().any(|arg| arg.value.as_str().is_some_and(is_class)))
    }
}

/// Whether a value is worth following into a function: more than its type is known.
pub(super) fn is_telling(value: &Value<'_>) -> bool {
    match value {
        Value::Str(text) => text.known().is_some(),
        Value::Array(array) => !array.entries.is_empty(),
        Value::Closure(_) | Value::Host(_) => true,
        Value::Object(object) => object.exact,
        Value::OneOf(choices) => choices.iter().any(is_telling),
        Value::Unknown(_) | Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => false,
    }
}
