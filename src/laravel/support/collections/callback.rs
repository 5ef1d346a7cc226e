//! What a collection's method does with each element.

use std::rc::Rc;

use super::path::{Found, data_get};
use crate::eval::{Args, CallSite, Interp, Value, Why, compare, equal, loosely_equal};
use crate::laravel::Laravel;

/// What is done with each element.
#[derive(Clone, Debug)]
pub(in crate::laravel) enum Callback<'a> {
    /// Nothing: the element itself.
    Same,
    /// Something that can be called.
    Call(Value<'a>),
    /// The member of that path.
    Member(Value<'a>),
    /// A method of the element (`->each->method(…)`).
    Method(Rc<str>, Args<'a>),
}

impl<'a> Callback<'a> {
    /// An argument that is a callable or the name of a member.
    pub(super) fn retriever(value: Option<&Value<'a>>) -> Self {
        match value {
            None | Some(Value::Null) => Callback::Same,
            Some(member @ (Value::Str(_) | Value::Int(_))) => Callback::Member(member.clone()),
            Some(callee) => Callback::Call(callee.clone()),
        }
    }

    /// Calls it with an element and its key.
    pub(super) fn apply<const EXPLORE: bool>(
        &self,
        cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
        value: &Value<'a>,
        key: Value<'a>,
        at: CallSite,
    ) -> Value<'a> {
        match self {
            Callback::Same => value.clone(),
            // PHP's own functions are called with the element alone where they take no more.
            Callback::Call(callee @ Value::Str(_)) => cx.call_value(callee, Args::of(vec![value.clone()], at.call), at.call),
            Callback::Call(Value::Closure(closure)) if !matches!(closure.callable, crate::eval::Callable::Literal(_)) => {
                let callee = Value::Closure(Rc::clone(closure));
                cx.call_value(&callee, Args::of(vec![value.clone()], at.call), at.call)
            }
            Callback::Call(callee) => cx.call_value(callee, Args::of(vec![value.clone(), key], at.call), at.call),
            Callback::Member(path) => match data_get(cx, value, path) {
                Found::Value(value) => value,
                Found::Missing => Value::Null,
                Found::Unknown => Value::Unknown(Why::Data),
            },
            Callback::Method(name, args) => cx.call_method(value, name, args.clone(), at),
        }
    }

    /// Calls it with nothing known, so that what is inside is seen.
    pub(super) fn visit<const EXPLORE: bool>(&self, cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, at: CallSite) {
        if let Callback::Call(callee) = self {
            cx.uncertain += 1;
            cx.call_value(callee, Args::entry(), at.call);
            cx.uncertain -= 1;
        }
    }
}

/// `where('key', 'operator', value)`: whether an element fits; the operator may be left out.
pub(super) fn fits<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    item: &Value<'a>,
    args: &Args<'a>,
) -> Option<bool> {
    let found = match data_get(cx, item, args.value(0)?) {
        Found::Value(value) => value,
        Found::Missing => Value::Null,
        Found::Unknown => return None,
    };
    match args.len() {
        1 => found.truth(),
        2 => loosely_equal(&found, args.value(1)?),
        _ => {
            let (operator, value) = (args.value(1)?.as_str()?, args.value(2)?);
            match &*operator {
                "=" | "==" => loosely_equal(&found, value),
                "!=" | "<>" => loosely_equal(&found, value).map(|same| !same),
                "===" => equal(&found, value, true),
                "!==" => equal(&found, value, true).map(|same| !same),
                "<" => compare(&found, value).map(std::cmp::Ordering::is_lt),
                ">" => compare(&found, value).map(std::cmp::Ordering::is_gt),
                "<=" => compare(&found, value).map(std::cmp::Ordering::is_le),
                ">=" => compare(&found, value).map(std::cmp::Ordering::is_ge),
                _ => None,
            }
        }
    }
}
