//! PHP's own functions.
//!
//! A function of known arguments gives what PHP gives, or is not known. Arguments of which several values are possible
//! are tried one by one; named arguments are put where they belong by the [`signatures`].

mod by_reference;
mod callbacks;
mod classes;
mod constants;
mod encodings;
mod files;
mod formats;
mod json;
mod lists;
mod maths;
mod order;
mod paths;
mod pieces;
mod regex;
mod search;
mod sets;
mod signatures;
mod types;
mod words;

use std::rc::Rc;

pub use callbacks::filtered;
pub(super) use constants::constant;
pub(crate) use encodings::base64;
pub use lists::{end, one_end, without_repetitions};
pub use maths::folded;
pub use order::{Sort, compare_as, stable, verdict};
pub use pieces::{bounds, joined, part_of};
pub use regex::Pattern;
pub use search::{contains, ends_with, starts_with};
pub use sets::{merge_deep, replace as replace_deep};
pub use signatures::in_order;
pub use words::{title, trimmed};

use super::host::{ArgValue, Args, CallSite};
use super::numbers;
use super::operators::to_text;
use super::text::{Part, Text};
use super::value::{Array, MAX_CHOICES, Value, Why};
use super::{Host, Interp, join};

/// What a function of PHP's gives: none if its result is not known.
type Answer<'a> = Option<Value<'a>>;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// One of PHP's own functions, by its name in lower case; none if it is not modelled.
    pub fn builtin(&mut self, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        call(self, name, args, at)
    }
}

/// A built-in function; none if it is not modelled.
pub(super) fn call<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    let mut special = args.open;
    let (mut length, mut bytes): (usize, usize) = (0, 0);
    for arg in &args.items {
        match &arg.value {
            Value::Array(array) => length += array.entries.len(),
            Value::Str(text) => bytes += size(text),
            Value::OneOf(_) | Value::Host(_) => special = true,
            _ => {}
        }
        special |= arg.name.is_some();
    }
    // Work on long lists and long strings is no single step.
    cx.spend(length.saturating_mul(length) / 256 + bytes.saturating_sub(4096) / 64);
    if special { specially(cx, name, args, at) } else { direct(cx, name, args, at) }
}

fn direct<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    if let Some(answer) = pure(name, Given(args)) {
        return Some(answer.unwrap_or_else(|| unknown_of(args)));
    }
    if let Some(answer) = classes::call(cx, name, Given(args)).or_else(|| files::call(cx, name, Given(args))) {
        return Some(answer.unwrap_or_else(|| unknown_of(args)));
    }
    callbacks::call(cx, name, args, at)
}

/// Whether it is a function that needs nothing but its arguments and the classes that there are.
pub(super) fn is_pure(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(&*name, "is_a" | "is_subclass_of" | "class_exists" | "method_exists")
        || pure(&name, Given(&Args::default())).is_some()
}

/// A function that needs nothing but its arguments.
fn pure<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    words::call(name, given)
        .or_else(|| pieces::call(name, given))
        .or_else(|| search::call(name, given))
        .or_else(|| lists::call(name, given))
        .or_else(|| sets::call(name, given))
        .or_else(|| types::call(name, given))
        .or_else(|| formats::call(name, given))
        .or_else(|| regex::call(name, given))
        .or_else(|| maths::call(name, given))
        .or_else(|| order::call(name, given))
        .or_else(|| encodings::call(name, given))
        .or_else(|| json::call(name, given))
        .or_else(|| paths::call(name, given))
}

/// Functions that know by themselves what to do with several possible values or an unknown number of arguments.
fn takes_anything(name: &str) -> bool {
    matches!(
        name,
        "array_merge"
            | "array_merge_recursive"
            | "array_replace"
            | "compact"
            | "define"
            | "sprintf"
            | "max"
            | "min"
            | "call_user_func"
            | "call_user_func_array"
            | "func_get_args"
            | "implode"
            | "join"
    )
}

/// A call with named arguments, with more arguments than are known, with objects, or with several possible values.
fn specially<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    let mut list = args.clone();
    if list.items.iter().any(|arg| arg.name.is_some()) && !matches!(name, "call_user_func" | "compact") {
        match signatures::order(name, &list) {
            Some(ordered) => list = ordered,
            None => return known_to_exist(cx, name, args, at),
        }
    }
    for position in 0..list.items.len() {
        if matches!(list.items[position].value, Value::Host(_)) {
            let value = list.items[position].value.clone();
            if let Some(plain) = plain_argument(cx, name, &value) {
                list.items[position].value = plain;
            }
        }
    }
    if list.open && !takes_anything(name) {
        return known_to_exist(cx, name, &list, at);
    }
    let several = list.items.iter().position(|arg| matches!(arg.value, Value::OneOf(_)));
    let Some(position) = several.filter(|_| !takes_anything(name) || matches!(name, "sprintf" | "max" | "min")) else {
        return direct(cx, name, &list, at);
    };
    let ways: usize = list.items.iter().map(|arg| arg.value.choices().len()).fold(1, usize::saturating_mul);
    let choices = list.items[position].value.clone();
    if ways > MAX_CHOICES {
        list.items[position].value = Value::Unknown(Why::Choices);
        return specially(cx, name, &list, at);
    }
    let mut whole: Option<Value<'a>> = None;
    cx.uncertain += 1;
    for choice in choices.choices() {
        list.items[position].value = choice.clone();
        let Some(value) = specially(cx, name, &list, at) else { break };
        whole = Some(match whole {
            Some(known) => join(&known, &value),
            None => value,
        });
    }
    cx.uncertain -= 1;
    whole
}

/// The result of a function whose arguments cannot be told apart: it is not known, but the function is.
fn known_to_exist<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    let none = Args { items: Vec::new(), open: true, entry: args.entry };
    if let Some(answer) = pure(name, Given(&none)) {
        let _ = answer;
        return Some(unknown_of(args));
    }
    if callbacks::is_one(name) {
        cx.visit_closures(args);
        return Some(Value::Unknown(Why::Data));
    }
    callbacks::call(cx, name, args, at)
}

/// What a function sees of a host's object: a list of elements, or a text.
fn plain_argument<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, value: &Value<'a>) -> Option<Value<'a>> {
    if matches!(name, "count" | "sizeof" | "iterator_to_array" | "iterator_count" | "json_encode" | "iterator_apply") {
        return H::elements(cx, value).map(Value::Array);
    }
    let looks = name.starts_with("is_") || name.starts_with("get") || matches!(name, "method_exists" | "property_exists");
    if looks { None } else { H::text_of(cx, value) }
}

/// A result that is not known, for the reason for which the first unknown argument is not.
fn unknown_of<'a>(args: &Args<'a>) -> Value<'a> {
    args.items
        .iter()
        .find_map(|arg| match &arg.value {
            Value::Unknown(why) => Some(why.of_made()),
            Value::Str(text) => text.why(),
            _ => None,
        })
        .map_or(Value::Unknown(Why::Data), Value::Unknown)
}

/// The arguments of a function that PHP has.
#[derive(Clone, Copy)]
struct Given<'c, 'a>(&'c Args<'a>);

impl<'c, 'a> Given<'c, 'a> {
    fn len(self) -> usize {
        self.0.items.len()
    }

    fn items(self) -> &'c [ArgValue<'a>] {
        &self.0.items
    }

    fn value(self, position: usize) -> Option<&'c Value<'a>> {
        self.0.items.get(position).map(|arg| &arg.value)
    }

    /// Whether an argument is given that is not null.
    fn has(self, position: usize) -> bool {
        !matches!(self.value(position), None | Some(Value::Null))
    }

    /// A string, or what is one in PHP's eyes, all of it known.
    fn text(self, position: usize) -> Option<Rc<str>> {
        match self.value(position)? {
            Value::Str(text) => text.known(),
            number @ (Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Null) => to_text(number).as_str(),
            _ => None,
        }
    }

    /// A string with the places of its parts, which need not be known.
    fn written(self, position: usize) -> Option<Rc<Text>> {
        match to_text(self.value(position)?) {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A string with the places of its parts, all of it known.
    fn known(self, position: usize) -> Option<(Rc<Text>, Rc<str>)> {
        let known = self.text(position)?;
        Some((self.written(position)?, known))
    }

    /// A string that may be left out.
    fn text_or(self, position: usize, default: &str) -> Option<Rc<str>> {
        if self.value(position).is_none() { Some(Rc::from(default)) } else { self.text(position) }
    }

    fn int(self, position: usize) -> Option<i64> {
        numbers::as_integer(self.value(position)?)
    }

    /// An integer that may be left out.
    fn int_or(self, position: usize, default: i64) -> Option<i64> {
        if self.has(position) { self.int(position) } else { Some(default) }
    }

    fn float(self, position: usize) -> Option<f64> {
        numbers::as_float(self.value(position)?)
    }

    /// A truth that may be left out.
    fn flag(self, position: usize, default: bool) -> Option<bool> {
        self.value(position).map_or(Some(default), Value::truth)
    }

    fn array(self, position: usize) -> Option<&'c Rc<Array<'a>>> {
        match self.value(position)? {
            Value::Array(array) => Some(array),
            _ => None,
        }
    }

    /// An array of which every element is known to be there.
    fn complete(self, position: usize) -> Option<&'c Rc<Array<'a>>> {
        self.array(position).filter(|array| array.is_complete())
    }
}

/// How many bytes of a string are known.
fn size(text: &Text) -> usize {
    let length = |part: &Part| match part {
        Part::Known(known, _) => known.len(),
        Part::Unknown(_) => 0,
    };
    text.parts().iter().map(length).sum()
}

/// A count as a value.
fn count<'a>(number: usize) -> Value<'a> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Bytes as a string; none if they are no text, which cannot be told apart here.
fn of_bytes<'a>(bytes: Vec<u8>) -> Answer<'a> {
    String::from_utf8(bytes).ok().map(Value::string)
}
