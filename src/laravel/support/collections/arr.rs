//! `Arr::…` and the helper functions for arrays.

use std::rc::Rc;

use super::path::{Found, data_get, dotted, get, undotted, with, without};
use super::tests::value_of;
use super::{Callback, Called, Outcome, arrayable};
use crate::eval::{Args, Array, CallSite, Interp, Key, Sort, Value, Why, compare, joined, key_of, key_value, put};
use crate::laravel::Laravel;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Arr::…`
    pub(in crate::laravel) fn call_arr(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        if lower == "wrap" {
            return Some(match args.value(0)? {
                Value::Null => Value::array(Array::default()),
                array @ Value::Array(_) => array.clone(),
                Value::Unknown(why) => Value::Unknown(*why),
                single @ Value::OneOf(_) => {
                    let one = |choice: &Value<'a>| Self::call_arr(cx, "wrap", &Args::of(vec![choice.clone()], at.call), at);
                    let values: Option<Vec<Value<'a>>> = single.choices().iter().map(one).collect();
                    values?.into_iter().reduce(|whole, value| crate::eval::join(&whole, &value))?
                }
                single => Value::array(Array::list([single.clone()])),
            });
        }
        if args.items.iter().any(|arg| arg.name.is_some()) {
            cx.visit_closures(args);
            return Some(Value::Unknown(Why::Unsupported));
        }
        let array = match args.value(0) {
            Some(Value::Array(array)) => Rc::clone(array),
            Some(value @ Value::Host(_)) => match arrayable(cx, value) {
                Value::Array(array) => array,
                _ => return Self::arr_of_unknown(cx, args),
            },
            _ => return Self::arr_of_unknown(cx, args),
        };
        let rest = Args { items: args.items.iter().skip(1).cloned().collect(), ..args.clone() };
        let call = Called { method: &lower, args: &rest, given: None, at };
        if let Some(value) = Self::arr_own(cx, &array, &call) {
            if let Some(left) = value.1 {
                cx.leave_changed(Value::array(left));
            }
            return Some(value.0);
        }
        // What collections call by another name.
        let shared = match lower.as_str() {
            "sortdesc" if rest.is_empty() => "sortdesc",
            "sortdesc" => "sortbydesc",
            "sort" if !rest.is_empty() => "sortby",
            "where" => "filter",
            "some" => "contains",
            "join" => "join",
            "first" | "last" | "collapse" | "crossjoin" | "flatten" | "map" | "mapwithkeys" | "mapspread" | "keyby" | "pluck"
            | "reject" | "wherenotnull" | "take" | "partition" | "every" | "sort" | "sole" => &lower,
            _ => return None,
        };
        let call = Called { method: shared, args: &rest, given: None, at };
        match Self::listed(cx, &array, &call)? {
            Outcome::Value(value) => Some(value),
            Outcome::List(list) | Outcome::Lists(list) => Some(Value::array(list)),
            Outcome::This => None,
        }
    }

    fn arr_of_unknown(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Option<Value<'a>> {
        cx.visit_closures(args);
        let why = match args.value(0) {
            Some(Value::Unknown(why)) => *why,
            _ => Why::Data,
        };
        Some(Value::Unknown(why))
    }

    /// Methods that only `Arr` has: the result, and the array if it is changed in place.
    fn arr_own(
        cx: &mut Interp<'a, Self>,
        array: &Rc<Array<'a>>,
        call: &Called<'_, 'a>,
    ) -> Option<(Value<'a>, Option<Array<'a>>)> {
        let items = || Value::Array(Rc::clone(array));
        let at = call.at;
        let just = |value: Value<'a>| Some((value, None));
        match call.method {
            "get" | "string" | "integer" | "boolean" | "float" | "array" => {
                let found = match call.value(0)? {
                    Value::Null => items(),
                    path => match get(array, path) {
                        Found::Value(value) => value,
                        Found::Missing => call.value(1).map_or(Value::Null, |default| value_of(cx, default, call)),
                        Found::Unknown if !matches!(path, Value::Unknown(_)) => match path.as_str() {
                            Some(path) if !path.contains('.') => crate::eval::element(array, call.value(0)?),
                            _ => Value::Unknown(Why::Data),
                        },
                        Found::Unknown => Value::Unknown(Why::Data),
                    },
                };
                just(found)
            }
            "has" | "hasall" | "hasany" | "exists" => {
                let keys = match call.value(0)? {
                    Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| entry.value.clone()).collect(),
                    Value::Array(_) => return just(Value::Unknown(Why::Data)),
                    single => vec![single.clone()],
                };
                let answers = keys.iter().map(|key| {
                    let found = if call.method == "exists" {
                        key_of(key).map_or(Found::Unknown, |key| super::path::member(array, &key))
                    } else {
                        get(array, key)
                    };
                    match found {
                        Found::Value(_) => Some(true),
                        Found::Missing => Some(false),
                        Found::Unknown => None,
                    }
                });
                let answers: Option<Vec<bool>> = answers.collect();
                let all = call.method != "hasany";
                just(answers.map_or(Value::Unknown(Why::Data), |answers| {
                    let found = if all { answers.iter().all(|found| *found) } else { answers.iter().any(|found| *found) };
                    Value::Bool(found && !(answers.is_empty() || array.entries.is_empty()))
                }))
            }
            "set" => {
                let new = match call.value(0)? {
                    Value::Null => match call.value(1)? {
                        Value::Array(new) => (**new).clone(),
                        _ => Array::open_if(true),
                    },
                    path => with(array, path, call.value(1)?.clone()),
                };
                Some((Value::array(new.clone()), Some(new)))
            }
            "push" => {
                let path = call.value(0)?;
                let mut list = match get(array, path) {
                    Found::Value(Value::Array(list)) => (*list).clone(),
                    Found::Missing => Array::default(),
                    _ => Array::open_if(true),
                };
                call.args.items.iter().skip(1).for_each(|arg| list.push(arg.value.clone()));
                let new = with(array, path, Value::array(list));
                Some((Value::array(new.clone()), Some(new)))
            }
            "add" => just(match get(array, call.value(0)?) {
                Found::Value(value) if !matches!(value, Value::Null) => items(),
                Found::Unknown => Value::array(with(array, call.value(0)?, Value::Unknown(Why::Data))),
                _ => Value::array(with(array, call.value(0)?, call.value(1)?.clone())),
            }),
            "forget" | "except" => {
                let keys = match call.value(0)? {
                    Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| entry.value.clone()).collect(),
                    Value::Array(_) => vec![Value::Unknown(Why::Data)],
                    single => vec![single.clone()],
                };
                let new = without(array, &keys);
                if call.method == "forget" { Some((Value::Null, Some(new))) } else { just(Value::array(new)) }
            }
            "pull" => {
                let path = call.value(0)?;
                let found = match get(array, path) {
                    Found::Value(value) => value,
                    Found::Missing => call.value(1).map_or(Value::Null, |default| value_of(cx, default, call)),
                    Found::Unknown => Value::Unknown(Why::Data),
                };
                Some((found, Some(without(array, std::slice::from_ref(path)))))
            }
            "prepend" => {
                let mut whole = Array::open_if(array.open);
                if call.args.len() > 1 {
                    crate::eval::set(&mut whole, call.value(1)?, call.value(0)?.clone());
                    for entry in &array.entries {
                        if whole.get(&entry.key).is_none() {
                            put(&mut whole, entry, true);
                        }
                    }
                } else {
                    whole.push(call.value(0)?.clone());
                    array.entries.iter().for_each(|entry| put(&mut whole, entry, false));
                }
                just(Value::array(whole))
            }
            "only" => {
                let keys = match call.value(0)? {
                    Value::Array(list) if list.is_complete() => {
                        list.entries.iter().map(|entry| key_of(&entry.value)).collect::<Option<Vec<_>>>()
                    }
                    Value::Array(_) => None,
                    single => key_of(single).map(|key| vec![key]),
                };
                let mut whole = (**array).clone();
                match keys {
                    Some(keys) => whole.entries.retain(|entry| keys.contains(&entry.key)),
                    None => whole.entries.iter_mut().for_each(crate::eval::Entry::doubt),
                }
                just(Value::array(whole))
            }
            "dot" => {
                let mut whole = Array::default();
                let before = call.value(0).map_or(Some(Rc::from("")), Value::as_str)?;
                dotted(array, &before, &mut whole, 0);
                just(Value::array(whole))
            }
            "undot" => just(Value::array(undotted(array))),
            "divide" => {
                let keys = cx.builtin("array_keys", &Args::of(vec![items()], at.call), at)?;
                let values = cx.builtin("array_values", &Args::of(vec![items()], at.call), at)?;
                just(Value::array(Array::list([keys, values])))
            }
            "isassoc" => just(known(array.is_complete().then(|| Value::Bool(!array.is_list())))),
            "islist" => just(known(array.is_complete().then(|| Value::Bool(array.is_list())))),
            "accessible" => just(Value::Bool(true)),
            "arrayable" => just(Value::Bool(true)),
            "from" => just(items()),
            "query" => {
                let values = vec![items(), Value::string(""), Value::Null, Value::Int(2)];
                just(cx.builtin("http_build_query", &Args::of(values, at.call), at)?)
            }
            "prependkeyswith" => {
                let before = call.value(0)?.as_str()?;
                let mut whole = Array::open_if(array.open);
                for entry in &array.entries {
                    let key = crate::eval::concat(&Value::string(&*before), &crate::eval::to_text(&key_value(entry)));
                    crate::eval::set(&mut whole, &key, entry.value.clone());
                }
                just(Value::array(whole))
            }
            "select" => {
                let keys = match call.value(0)? {
                    Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| entry.value.clone()).collect(),
                    single => vec![single.clone()],
                };
                let mut whole = Array::open_if(array.open);
                for entry in &array.entries {
                    let Value::Array(row) = &entry.value else { return just(Value::Unknown(Why::Data)) };
                    let mut part = Array::open_if(row.open);
                    for key in &keys {
                        if let Some(found) = key_of(key).and_then(|key| row.get(&key)) {
                            put(&mut part, found, true);
                        }
                    }
                    put(&mut whole, &crate::eval::Entry { value: Value::array(part), ..entry.clone() }, true);
                }
                just(Value::array(whole))
            }
            "sortrecursive" | "sortrecursivedesc" => just(Value::array(sorted_deep(array, call.method.ends_with("desc"), 0))),
            "tocssclasses" | "tocssstyles" => {
                let mut list = Array::open_if(array.open);
                let end = if call.method == "tocssstyles" { ";" } else { "" };
                for entry in &array.entries {
                    let value = match &entry.key {
                        Key::Int(_) => entry.value.clone(),
                        Key::Str(name) => match entry.value.truth() {
                            Some(true) => Value::string(&**name),
                            Some(false) => continue,
                            None => Value::Unknown(Why::Data),
                        },
                    };
                    let text = crate::eval::to_text(&value).as_str()?;
                    list.push(Value::string(format!("{}{end}", text.trim_end_matches(if end.is_empty() { '\0' } else { ';' }))));
                }
                just(joined(Some(&Value::string(" ")), &list))
            }
            "random" | "shuffle" => just(Value::Unknown(Why::Data)),
            _ => None,
        }
    }

    /// Helper functions for arrays, objects and values.
    pub(in crate::laravel) fn array_helper(
        cx: &mut Interp<'a, Self>,
        name: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let call = Called { method: name, args, given: None, at };
        // The functions of laravel/helpers, which Laravel itself had up to version 5.
        if let Some(method) = crate::laravel::support::strings::old_helper(name) {
            return Self::call_str(cx, method, args, at);
        }
        Some(match name {
            "head" | "last" => {
                let Value::Array(array) = arrayable(cx, args.value(0)?) else { return Some(Value::Unknown(Why::Data)) };
                crate::eval::one_end(&array, name == "head", &Value::Bool(false), |entry| entry.value.clone())
            }
            "data_get" | "object_get" => match data_get(cx, args.value(0)?, args.value(1)?) {
                Found::Value(value) => value,
                Found::Missing => args.value(2).map_or(Value::Null, |default| value_of(cx, default, &call)),
                Found::Unknown => Value::Unknown(Why::Data),
            },
            "data_set" | "data_fill" | "data_forget" => {
                let Some(Value::Array(array)) = args.value(0) else { return Some(Value::Unknown(Why::Data)) };
                let path = args.value(1)?;
                let plain = path.as_str().is_some_and(|path| !path.contains(['*', '{']));
                let keeps = name == "data_fill" || args.value(3).is_some_and(|overwrite| overwrite.truth() != Some(true));
                let new = match (name, get(array, path)) {
                    _ if !plain => Array::open_if(true),
                    ("data_forget", _) => without(array, std::slice::from_ref(path)),
                    (_, Found::Unknown) => Array::open_if(true),
                    (_, Found::Value(_)) if keeps => (**array).clone(),
                    _ => with(array, path, args.value(2)?.clone()),
                };
                cx.leave_changed(Value::array(new.clone()));
                Value::array(new)
            }
            "blank" | "filled" => {
                let blank = match args.value(0)? {
                    Value::Null => Some(true),
                    Value::Str(text) => crate::laravel::support::strings::is_blank(text),
                    Value::Int(_) | Value::Float(_) | Value::Bool(_) => Some(false),
                    array @ Value::Array(_) => array.truth().map(|full| !full),
                    value @ Value::Host(_) => match arrayable(cx, value) {
                        array @ Value::Array(_) => array.truth().map(|full| !full),
                        _ => None,
                    },
                    Value::Object(_) | Value::Closure(_) => Some(false),
                    _ => None,
                };
                blank.map_or(Value::Unknown(Why::Data), |blank| Value::Bool(blank == (name == "blank")))
            }
            "optional" => match (args.value(0)?.clone(), args.value(1).cloned()) {
                (Value::Null, _) => Value::Null,
                (value, Some(callee)) => cx.call_value(&callee, Args::of(vec![value], at.call), at.call),
                (value, None) => value,
            },
            "transform" => {
                let (value, callee) = (args.value(0)?.clone(), args.value(1)?.clone());
                let filled = Self::array_helper(cx, "filled", &Args::of(vec![value.clone()], at.call), at)?.truth();
                match filled {
                    Some(true) => cx.call_value(&callee, Args::of(vec![value], at.call), at.call),
                    Some(false) => args.value(2).map_or(Value::Null, |default| value_of(cx, default, &call)),
                    None => {
                        cx.visit_closures(args);
                        Value::Unknown(Why::Data)
                    }
                }
            }
            "throw_if" | "throw_unless" => args.value(0)?.clone(),
            "e" => {
                let text = vec![args.value(0)?.clone()];
                cx.builtin("htmlspecialchars", &Args::of(text, at.call), at)?
            }
            "windows_os" => Value::Bool(false),
            "lazy" => Self::collect(cx, args.value(0)),
            "when" => match args.value(0)?.truth() {
                Some(true) => value_of(cx, &args.value(1)?.clone(), &call),
                Some(false) => args.value(2).map_or(Value::Null, |default| value_of(cx, default, &call)),
                None => return None,
            },
            "preg_replace_array" => Value::Unknown(Why::Data),
            _ => return None,
        })
    }

    /// A member of what `->map` and its like give: the method with that member for each element.
    pub(in crate::laravel) fn proxied(
        cx: &mut Interp<'a, Self>,
        id: crate::eval::HostId,
        member: &str,
        args: Option<&Args<'a>>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let (collection, method) = match cx.host.thing(id) {
            Some(crate::laravel::objects::Thing::Proxy(collection, method)) => (*collection, Rc::clone(method)),
            _ => return None,
        };
        let callback = match args {
            Some(args) => Callback::Method(Rc::from(member), args.clone()),
            None => Callback::Member(Value::string(member)),
        };
        Self::call_proxy(cx, collection, &method, callback, at)
    }
}

fn known(value: Option<Value<'_>>) -> Value<'_> {
    value.unwrap_or(Value::Unknown(Why::Data))
}

/// `Arr::sortRecursive`
fn sorted_deep<'a>(array: &Array<'a>, descending: bool, depth: usize) -> Array<'a> {
    let mut whole = array.clone();
    for entry in &mut whole.entries {
        if let Value::Array(inner) = &entry.value
            && depth < 64
        {
            entry.value = Value::array(sorted_deep(inner, descending, depth + 1));
        }
    }
    let name = match (whole.is_list(), descending) {
        (true, false) => "sort",
        (true, true) => "rsort",
        (false, false) => "ksort",
        (false, true) => "krsort",
    };
    match Sort::named(name) {
        Some(sort) if whole.is_complete() => sort.sorted_by(&whole, compare),
        _ => crate::eval::loose(&whole),
    }
}
