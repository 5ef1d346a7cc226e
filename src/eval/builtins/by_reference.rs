//! Functions that change a variable that they are given.

use std::rc::Rc;

use super::super::arrays::{key_value, loose, of_entries, put, spread};
use super::super::host::{Args, CallSite};
use super::super::value::{Array, Entry, Key, Value, Why};
use super::super::{Host, Interp, join};
use super::order::{Sort, verdict};
use super::regex::Pattern;
use super::{callbacks, lists, pieces};
use crate::php::ast::{Call, Expr, ExprKind};

/// The place of the argument that a function changes.
fn changed_argument(name: &str) -> Option<usize> {
    Some(match name {
        "array_shift"
        | "array_pop"
        | "array_push"
        | "array_unshift"
        | "array_splice"
        | "array_walk"
        | "sort"
        | "rsort"
        | "usort"
        | "asort"
        | "arsort"
        | "uasort"
        | "ksort"
        | "krsort"
        | "uksort"
        | "natsort"
        | "natcasesort"
        | "shuffle"
        | "array_multisort"
        | "array_walk_recursive"
        | "settype"
        | "end"
        | "reset"
        | "next"
        | "prev"
        | "current"
        | "pos"
        | "key"
        | "each" => 0,
        "parse_str" | "mb_parse_str" => 1,
        "preg_match" | "preg_match_all" | "similar_text" => 2,
        "str_replace" | "str_ireplace" => 3,
        "preg_replace" | "preg_replace_callback" => 4,
        _ => return None,
    })
}

fn is_place(target: &Expr) -> bool {
    matches!(
        target.kind,
        ExprKind::Variable(_) | ExprKind::Property { .. } | ExprKind::StaticProperty { .. } | ExprKind::Index { .. }
    )
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Functions of PHP's that change an argument; none if it is not one of them, or changes nothing here.
    pub(in crate::eval) fn by_reference(&mut self, name: &str, call: &'a Call) -> Option<Value<'a>> {
        let lower;
        let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = name.to_ascii_lowercase();
            &*lower
        } else {
            name
        };
        if name == "extract" {
            return self.extract(call);
        }
        let position = changed_argument(name)?;
        let target = &call.args.get(position)?.value;
        // A function of the project's own of that name.
        if self.program.function(name).is_some() || !is_place(target) || call.args.iter().take(position + 1).any(|arg| arg.spread)
        {
            return None;
        }
        if call.args.iter().any(|arg| arg.name.is_some()) {
            self.arguments(&call.args);
            self.assign(target, Value::Unknown(Why::Variable));
            return Some(Value::Unknown(Why::Data));
        }
        let at = CallSite { call: target.span, name: target.span };
        match name {
            "preg_match" | "preg_match_all" => {
                let args = self.arguments(&call.args);
                let (result, groups) = matched(name, &args).unwrap_or((Value::Unknown(Why::Data), Array::open_if(true)));
                self.assign(target, Value::array(groups));
                Some(result)
            }
            "parse_str"
            | "mb_parse_str"
            | "similar_text"
            | "str_replace"
            | "str_ireplace"
            | "preg_replace"
            | "preg_replace_callback"
            | "settype" => {
                let args = self.arguments(&call.args);
                let result = super::call(self, name, &args, at);
                self.assign(target, Value::Unknown(Why::Data));
                result.or(Some(Value::Unknown(Why::Data)))
            }
            "end" | "reset" | "next" | "prev" | "current" | "pos" | "key" | "each" => self.pointer(name, target),
            _ => {
                let old = self.eval(target);
                let rest = self.arguments(&call.args[1..]);
                let mut whole: Option<(Value<'a>, Value<'a>)> = None;
                let several = old.choices().len() > 1;
                self.uncertain += u32::from(several);
                for choice in old.choices() {
                    let (result, new) = match choice {
                        Value::Array(array) => self.change_array(name, array, &rest, at),
                        Value::Unknown(why) => {
                            if matches!(name, "array_walk" | "usort" | "uasort" | "uksort") {
                                self.visit_closures(&rest);
                            }
                            (Value::Unknown(*why), unknown_array(name, &rest))
                        }
                        other => (Value::Unknown(Why::Data), other.clone()),
                    };
                    whole = Some(match whole {
                        Some((results, news)) => (join(&results, &result), join(&news, &new)),
                        None => (result, new),
                    });
                }
                self.uncertain -= u32::from(several);
                let (result, new) = whole?;
                self.assign(target, new);
                Some(result)
            }
        }
    }

    /// What a function gives, and what it makes of its array.
    fn change_array(&mut self, name: &str, array: &Rc<Array<'a>>, rest: &Args<'a>, at: CallSite) -> (Value<'a>, Value<'a>) {
        match name {
            "array_shift" | "array_pop" => taken(array, name == "array_shift"),
            "array_push" => {
                let mut whole = (**array).clone();
                rest.items.iter().for_each(|arg| whole.push(arg.value.clone()));
                whole.open |= rest.open;
                (length(&whole), Value::array(whole))
            }
            "array_unshift" => {
                let mut whole = Array::open_if(rest.open);
                rest.items.iter().for_each(|arg| whole.push(arg.value.clone()));
                spread(&mut whole, &Value::Array(Rc::clone(array)));
                (length(&whole), Value::array(whole))
            }
            "array_splice" => spliced(array, rest),
            "array_walk" => self.walked(array, rest, at),
            "shuffle" | "array_multisort" | "array_walk_recursive" => {
                self.visit_closures(rest);
                (Value::Bool(true), callbacks::unsorted(array))
            }
            _ => match Sort::named(name) {
                Some(sort) if sort.by => {
                    let Some(callable) = rest.value(0).cloned() else { return (Value::Bool(true), callbacks::unsorted(array)) };
                    let sorted = self.sorted_by(sort, array, &callable, at);
                    (Value::Bool(true), Value::array(sorted))
                }
                Some(sort) => {
                    let flags = rest.value(0).map_or(Some(0), Value::as_int).filter(|_| !rest.open);
                    (Value::Bool(true), Value::array(sort.sorted(array, flags)))
                }
                None => (Value::Unknown(Why::Data), callbacks::unsorted(array)),
            },
        }
    }

    /// An array in the order that a comparing function says.
    pub fn sorted_by(&mut self, sort: Sort, array: &Array<'a>, callable: &Value<'a>, at: CallSite) -> Array<'a> {
        if array.entries.len() < 2 {
            self.call_value(callable, Args::entry(), at.call);
        }
        sort.sorted_by(array, |a, b| {
            let result = self.call_value(callable, Args::of(vec![a.clone(), b.clone()], at.call), at.call);
            verdict(&result, || self.call_value(callable, Args::of(vec![b.clone(), a.clone()], at.call), at.call))
        })
    }

    /// `array_walk`: what the callable leaves in its first parameter.
    fn walked(&mut self, array: &Array<'a>, rest: &Args<'a>, at: CallSite) -> (Value<'a>, Value<'a>) {
        let Some(callable) = rest.value(0).cloned() else { return (Value::Bool(true), callbacks::unsorted(array)) };
        let mut whole = Array::open_if(array.open);
        callbacks::each(self, array, |cx, entry| {
            let mut values = vec![entry.value.clone(), key_value(entry)];
            values.extend(rest.items.iter().skip(1).map(|arg| arg.value.clone()));
            cx.call_keeping(&callable, Args::of(values, at.call), at.call);
            let left = std::mem::take(&mut cx.left);
            let value =
                left.into_iter().find(|(position, _)| *position == 0).map_or_else(|| entry.value.clone(), |(_, value)| value);
            put(&mut whole, &Entry { value, ..entry.clone() }, true);
        });
        if array.entries.is_empty() {
            self.call_value(&callable, Args::entry(), at.call);
        }
        (Value::Bool(true), Value::array(whole))
    }

    /// `extract($array)`: variables of these names.
    fn extract(&mut self, call: &'a Call) -> Option<Value<'a>> {
        let args = self.arguments(&call.args);
        let plain = args.len() == 1 && !args.open;
        match args.value(0) {
            Some(Value::Array(array)) if plain => {
                for entry in &array.entries {
                    let Key::Str(name) = &entry.key else { continue };
                    let old = self.frame.env.get(name).filter(|_| entry.maybe);
                    let value = old.map_or_else(|| entry.value.clone(), |old| join(&old, &entry.value));
                    let uncertain = self.uncertain > 0;
                    self.frame.env.set(name, value, uncertain);
                }
                if array.open {
                    self.frame.env.forget_names();
                }
                Some(if array.is_complete() { length(array) } else { Value::Unknown(Why::Data) })
            }
            _ => {
                self.frame.env.forget_names();
                Some(Value::Unknown(Why::Data))
            }
        }
    }

    /// Functions that look at the element that an array's pointer stands on, or move it.
    ///
    /// A pointer that was moved is remembered beside the variable, with the array that it belongs to.
    fn pointer(&mut self, name: &str, target: &'a Expr) -> Option<Value<'a>> {
        let Value::Array(array) = self.eval(target) else { return None };
        let slot = format!("\0{}", self.program.sources().slice(target.span));
        let length = i64::try_from(array.entries.len()).unwrap_or(i64::MAX);
        let here = match self.frame.env.get(&slot) {
            None => Some(0),
            Some(Value::Array(state)) => match state.entries.as_slice() {
                [owner, position] => match &owner.value {
                    Value::Array(owner) if Rc::ptr_eq(owner, &array) => position.value.as_int(),
                    _ => None,
                },
                _ => None,
            },
            Some(_) => None,
        };
        let next = match name {
            "reset" => Some(0),
            "end" => Some((length - 1).max(0)),
            "next" => here.map(|here| (here + 1).min(length)),
            "prev" => here.map(|here| if here == 0 { length } else { here - 1 }),
            "each" => None,
            _ => here,
        };
        if next != here || (name == "each" && self.frame.env.get(&slot).is_none()) {
            let position = next.map_or(Value::Unknown(Why::Variable), Value::Int);
            let state = Value::array(Array::list([Value::Array(Rc::clone(&array)), position]));
            self.frame.env.set(&slot, state, false);
        }
        if !array.is_complete() {
            let found = match name {
                "reset" | "end" => lists::end(&array, name == "reset")?,
                _ => return None,
            };
            return Some(found.map_or(Value::Bool(false), |entry| entry.value.clone()));
        }
        let Some(entry) = next.map(|next| usize::try_from(next).ok().and_then(|next| array.entries.get(next))) else {
            return Some(Value::Unknown(Why::Variable));
        };
        Some(match (entry, name) {
            (Some(entry), "key") => key_value(entry),
            (None, "key") => Value::Null,
            (Some(entry), _) => entry.value.clone(),
            (None, _) => Value::Bool(false),
        })
    }
}

/// What becomes of a variable of which nothing was known.
fn unknown_array<'a>(name: &str, rest: &Args<'a>) -> Value<'a> {
    let mut whole = Array::open_if(true);
    if matches!(name, "array_push" | "array_unshift") {
        rest.items.iter().for_each(|arg| whole.push(arg.value.clone()));
        whole.entries.iter_mut().for_each(|entry| entry.maybe = true);
    }
    Value::array(whole)
}

fn length<'a>(array: &Array<'a>) -> Value<'a> {
    if array.is_complete() { super::count(array.entries.len()) } else { Value::Unknown(Why::Data) }
}

/// The first or last element, and the array without it.
pub(super) fn taken<'a>(array: &Array<'a>, first: bool) -> (Value<'a>, Value<'a>) {
    match lists::end(array, first) {
        Some(None) => (Value::Null, Value::array(Array::default())),
        Some(Some(entry)) if array.is_complete() => {
            let rest = array.entries.len() - 1;
            let kept = if first { &array.entries[1..] } else { &array.entries[..rest] };
            (entry.value.clone(), Value::array(of_entries(kept, !first)))
        }
        _ => {
            let any = array.entries.iter().map(|entry| entry.value.clone()).reduce(|a, b| join(&a, &b));
            let any = any.map_or(Value::Unknown(Why::Data), |any| join(&any, &Value::Unknown(Why::Data)));
            (any, Value::array(loose(array)))
        }
    }
}

/// `array_splice`: what was taken out, and what is left.
fn spliced<'a>(array: &Array<'a>, rest: &Args<'a>) -> (Value<'a>, Value<'a>) {
    let number = |position: usize| rest.value(position).filter(|value| !matches!(value, Value::Null)).map(Value::as_int);
    let (Some(Some(start)), length, true) = (number(0), number(1), array.is_complete() && !rest.open) else {
        return (Value::array(loose(array)), Value::array(loose(array)));
    };
    if length == Some(None) {
        return (Value::array(loose(array)), Value::array(loose(array)));
    }
    let (from, to) = pieces::bounds(array.entries.len(), start, length.flatten());
    let mut whole = of_entries(&array.entries[..from], false);
    match rest.value(2) {
        Some(Value::Array(new)) => {
            new.entries.iter().for_each(|entry| whole.push(entry.value.clone()));
            whole.open |= !new.is_complete();
        }
        Some(Value::Null) | None => {}
        Some(single) => whole.push(single.clone()),
    }
    array.entries[to..].iter().for_each(|entry| put(&mut whole, entry, false));
    (Value::array(of_entries(&array.entries[from..to], false)), Value::array(whole))
}

/// The result of `preg_match` or `preg_match_all`, and the groups.
fn matched<'a>(name: &str, args: &Args<'a>) -> Option<(Value<'a>, Array<'a>)> {
    let (pattern, subject) = (args.value(0)?.as_str()?, args.value(1)?);
    let text = super::super::operators::to_text(subject).as_text()?.clone();
    let subject = text.known()?;
    let flags = args.value(3).map_or(Some(0), Value::as_int)?;
    let pattern = Pattern::new(&pattern, &subject)?;
    if name == "preg_match" {
        let offset = args.value(4).map_or(Some(0), Value::as_int)?;
        if flags != 0 {
            return None;
        }
        return Some(match pattern.first(&subject, usize::try_from(offset).ok()?)? {
            Some(captures) => (Value::Int(1), pattern.groups(&text, &captures, true)),
            None => (Value::Int(0), Array::default()),
        });
    }
    let all = pattern.all(&subject, 0)?;
    let sets: Vec<Array<'a>> = all.iter().map(|captures| pattern.groups(&text, captures, flags == 2)).collect();
    let groups = match flags {
        2 => Array::list(sets.into_iter().map(Value::array)),
        0 | 1 => {
            let mut groups = Array::default();
            for (group, name) in pattern.names() {
                let number = Key::Int(i64::try_from(group).ok()?);
                let list =
                    || Value::array(Array::list(sets.iter().filter_map(|set| set.get(&number).map(|entry| entry.value.clone()))));
                if let Some(name) = name {
                    groups.set(Key::Str(Rc::from(name)), None, list());
                }
                groups.set(number.clone(), None, list());
            }
            groups
        }
        _ => return None,
    };
    Some((super::count(all.len()), groups))
}
