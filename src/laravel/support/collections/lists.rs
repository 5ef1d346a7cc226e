//! Methods that give other elements, or the same in another arrangement.

use std::rc::Rc;

use super::path::{Found, data_get, dotted, undotted, without};
use super::{Callback, Called, Outcome, arrayable, each};
use crate::eval::{Args, Array, Entry, Interp, Key, Value, Why, key_value, loose, put, set};
use crate::laravel::Laravel;

type Cx<'c, 'a, const EXPLORE: bool> = &'c mut Interp<'a, Laravel<'a, EXPLORE>>;

/// Methods that call nothing: most are PHP's functions.
pub(super) fn plain<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let items = || Value::Array(Rc::clone(array));
    let number = |position: usize| call.value(position).cloned().unwrap_or(Value::Null);
    let keeps = Value::Bool(true);
    let (function, values) = match call.method {
        "values" => ("array_values", vec![items()]),
        "keys" => ("array_keys", vec![items()]),
        "flip" => ("array_flip", vec![items()]),
        "reverse" => ("array_reverse", vec![items(), keeps]),
        "slice" => ("array_slice", vec![items(), number(0), number(1), keeps]),
        "skip" => ("array_slice", vec![items(), number(0), Value::Null, keeps]),
        "take" | "limit" => match call.int(0) {
            Some(limit) if limit < 0 => ("array_slice", vec![items(), Value::Int(limit), Value::Null, keeps]),
            Some(limit) => ("array_slice", vec![items(), Value::Int(0), Value::Int(limit), keeps]),
            None => return Some(Outcome::List(loose(array))),
        },
        "forpage" => {
            let (Some(page), Some(size)) = (call.int(0), call.int(1)) else { return Some(Outcome::List(loose(array))) };
            let start = page.saturating_sub(1).saturating_mul(size).max(0);
            ("array_slice", vec![items(), Value::Int(start), Value::Int(size), keeps])
        }
        "chunk" => ("array_chunk", vec![items(), number(0), call.value(1).cloned().unwrap_or(keeps)]),
        "pad" => ("array_pad", vec![items(), number(0), number(1)]),
        "combine" | "diff" | "diffkeys" | "diffassoc" | "intersect" | "intersectbykeys" | "intersectassoc" | "merge"
        | "mergerecursive" | "replace" | "replacerecursive" => {
            let function = match call.method {
                "combine" => "array_combine",
                "diff" => "array_diff",
                "diffkeys" => "array_diff_key",
                "diffassoc" => "array_diff_assoc",
                "intersect" => "array_intersect",
                "intersectbykeys" => "array_intersect_key",
                "intersectassoc" => "array_intersect_assoc",
                "merge" => "array_merge",
                "mergerecursive" => "array_merge_recursive",
                "replace" => "array_replace",
                _ => "array_replace_recursive",
            };
            (function, vec![items(), arrayable(cx, call.value(0)?)])
        }
        _ => return rearranged(cx, array, call),
    };
    let made = cx.builtin(function, &Args::of(values, call.at.call), call.at);
    Some(match made {
        Some(Value::Array(made)) if call.method == "chunk" => Outcome::Lists((*made).clone()),
        Some(Value::Array(made)) => Outcome::List((*made).clone()),
        _ => Outcome::List(loose(array)),
    })
}

fn rearranged<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    Some(match call.method {
        "concat" => {
            let mut whole = (**array).clone();
            match arrayable(cx, call.value(0)?) {
                Value::Array(other) => {
                    other.entries.iter().for_each(|entry| put(&mut whole, &Entry { key: Key::Int(0), ..entry.clone() }, false));
                    whole.open |= other.open;
                }
                _ => whole.open = true,
            }
            Outcome::List(whole)
        }
        "union" => {
            let mut whole = (**array).clone();
            match arrayable(cx, call.value(0)?) {
                Value::Array(other) => {
                    for entry in &other.entries {
                        match whole.get(&entry.key) {
                            Some(known) if known.maybe => whole.open = true,
                            Some(_) => {}
                            None => put(&mut whole, entry, true),
                        }
                    }
                    whole.open |= other.open;
                }
                _ => whole.open = true,
            }
            Outcome::List(whole)
        }
        "only" | "except" => {
            let keys = keys_of(cx, call);
            let Some(keys) = keys else { return Some(Outcome::List(loose_keys(array))) };
            if call.method == "except" {
                return Some(Outcome::List(without(array, &keys)));
            }
            let keys: Option<Vec<Key>> = keys.iter().map(crate::eval::key_of).collect();
            let Some(keys) = keys else { return Some(Outcome::List(loose_keys(array))) };
            let mut whole = (**array).clone();
            whole.entries.retain(|entry| keys.contains(&entry.key));
            Outcome::List(whole)
        }
        "flatten" => {
            let depth = match call.value(0) {
                None => usize::MAX,
                Some(Value::Float(depth)) if depth.is_infinite() => usize::MAX,
                Some(value) => usize::try_from(value.as_int()?).ok()?,
            };
            let mut whole = Array::default();
            flatten(cx, array, &mut whole, depth, 0);
            Outcome::List(whole)
        }
        "collapse" => Outcome::List(collapsed(cx, array)),
        "collapsewithkeys" => {
            let mut whole = Array::open_if(!array.is_complete());
            for entry in &array.entries {
                match arrayable(cx, &entry.value) {
                    Value::Array(inner) => crate::eval::replace_deep(&mut whole, &inner, 0),
                    _ => whole.open = true,
                }
            }
            Outcome::List(whole)
        }
        "pluck" => Outcome::List(pluck(cx, array, call.value(0)?, call.value(1))),
        "zip" | "crossjoin" => {
            let mut lists = vec![Rc::clone(array)];
            for arg in &call.args.items {
                match arrayable(cx, &arg.value) {
                    Value::Array(list) => lists.push(list),
                    _ => return Some(Outcome::List(Array::open_if(true))),
                }
            }
            if lists.iter().any(|list| !list.is_complete()) {
                return Some(Outcome::List(Array::open_if(true)));
            }
            if call.method == "crossjoin" { Outcome::List(cross(&lists)?) } else { Outcome::Lists(zipped(&lists)) }
        }
        "sliding" => {
            let (size, step) = (bound(call, 0, 2)?, bound(call, 1, 1)?);
            if !array.is_complete() {
                return Some(Outcome::List(Array::open_if(true)));
            }
            let windows =
                array.entries.windows(size).step_by(step).map(|window| Value::array(crate::eval::of_entries(window, true)));
            Outcome::Lists(Array::list(windows))
        }
        "nth" => {
            let (step, offset) = (bound(call, 0, 1)?, usize::try_from(call.value(1).map_or(Some(0), Value::as_int)?).ok()?);
            if !array.is_complete() {
                return Some(Outcome::List(loose(array)));
            }
            Outcome::List(Array::list(array.entries.iter().skip(offset).step_by(step).map(|entry| entry.value.clone())))
        }
        "split" | "splitin" => {
            let groups = bound(call, 0, 1)?;
            if !array.is_complete() {
                return Some(Outcome::List(Array::open_if(true)));
            }
            Outcome::Lists(split(array, groups, call.method == "splitin"))
        }
        "multiply" => {
            let times = usize::try_from(call.int(0)?).ok().filter(|times| *times <= 4096)?;
            Outcome::List(Array::list((0..times).flat_map(|_| array.entries.iter().map(|entry| entry.value.clone()))))
        }
        "dot" => {
            let mut whole = Array::default();
            dotted(array, "", &mut whole, 0);
            Outcome::List(whole)
        }
        "undot" => Outcome::List(undotted(array)),
        "shuffle" => Outcome::List(loose(array)),
        _ => return None,
    })
}

/// The keys that a method names: one after the other, or in an array.
pub(super) fn keys_of<'a, const EXPLORE: bool>(cx: Cx<'_, 'a, EXPLORE>, call: &Called<'_, 'a>) -> Option<Vec<Value<'a>>> {
    let mut keys = Vec::new();
    for arg in &call.args.items {
        match &arg.value {
            Value::Array(_) | Value::Host(_) => match arrayable(cx, &arg.value) {
                Value::Array(list) if list.is_complete() => keys.extend(list.entries.iter().map(|entry| entry.value.clone())),
                _ => return None,
            },
            single => keys.push(single.clone()),
        }
    }
    keys.iter().all(|key| crate::eval::key_of(key).is_some()).then_some(keys)
}

/// The elements with their keys, of which any may be missing.
fn loose_keys<'a>(array: &Array<'a>) -> Array<'a> {
    let mut whole = array.clone();
    whole.entries.iter_mut().for_each(crate::eval::Entry::doubt);
    whole
}

fn bound(call: &Called<'_, '_>, position: usize, default: i64) -> Option<usize> {
    usize::try_from(call.value(position).map_or(Some(default), Value::as_int)?).ok().filter(|size| *size > 0)
}

fn flatten<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    from: &Array<'a>,
    into: &mut Array<'a>,
    depth: usize,
    nesting: usize,
) {
    into.open |= from.open;
    for entry in &from.entries {
        let inner = match &entry.value {
            Value::Host(_) => match arrayable(cx, &entry.value) {
                inner @ Value::Array(_) => inner,
                _ => entry.value.clone(),
            },
            other => other.clone(),
        };
        match inner {
            Value::Array(inner) if nesting < 64 => {
                if depth <= 1 {
                    into.open |= inner.open;
                    inner.entries.iter().for_each(|entry| put(into, &Entry { key: Key::Int(0), ..entry.clone() }, false));
                } else {
                    flatten(cx, &inner, into, depth - 1, nesting + 1);
                }
            }
            Value::Unknown(_) | Value::OneOf(_) => {
                put(into, &Entry { key: Key::Int(0), maybe: true, ..entry.clone() }, false);
                into.open = true;
            }
            value => put(into, &Entry { key: Key::Int(0), value, ..entry.clone() }, false),
        }
    }
}

/// `collapse`: the elements of the arrays inside, as `array_merge` has them.
pub(super) fn collapsed<'a, const EXPLORE: bool>(cx: Cx<'_, 'a, EXPLORE>, array: &Array<'a>) -> Array<'a> {
    let mut whole = Array::open_if(array.open);
    for entry in &array.entries {
        let inner = match &entry.value {
            Value::Str(_) | Value::Int(_) | Value::Null | Value::Bool(_) | Value::Float(_) => continue,
            value => arrayable(cx, value),
        };
        match inner {
            Value::Array(inner) => {
                whole.open |= inner.open;
                inner
                    .entries
                    .iter()
                    .for_each(|inner| put(&mut whole, &Entry { maybe: inner.maybe || entry.maybe, ..inner.clone() }, false));
            }
            _ => whole.open = true,
        }
    }
    whole
}

/// `pluck`
pub(super) fn pluck<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Array<'a>,
    value: &Value<'a>,
    key: Option<&Value<'a>>,
) -> Array<'a> {
    let mut whole = Array::open_if(array.open);
    for entry in &array.entries {
        let found = match value {
            callee @ Value::Closure(_) => {
                let span = crate::source::Span::new(crate::source::FileId(0), 0, 0);
                Found::Value(cx.call_value(&callee.clone(), Args::of(vec![entry.value.clone()], span), span))
            }
            path => data_get(cx, &entry.value, path),
        };
        let made = match found {
            Found::Value(value) => value,
            Found::Missing => Value::Null,
            Found::Unknown => Value::Unknown(Why::Data),
        };
        match key {
            None | Some(Value::Null) => {
                put(
                    &mut whole,
                    &Entry { key: Key::Int(0), key_text: None, value: made, maybe: entry.maybe, replaceable: false },
                    false,
                );
            }
            Some(path) => match data_get(cx, &entry.value, path) {
                Found::Value(key) if !entry.maybe => set(&mut whole, &crate::eval::to_text(&key), made),
                _ => whole.open = true,
            },
        }
    }
    whole
}

fn zipped<'a>(lists: &[Rc<Array<'a>>]) -> Array<'a> {
    let length = lists.iter().map(|list| list.entries.len()).max().unwrap_or(0);
    let row = |at: usize| lists.iter().map(move |list| list.entries.get(at).map_or(Value::Null, |entry| entry.value.clone()));
    Array::list((0..length).map(|at| Value::array(Array::list(row(at)))))
}

/// Every combination of an element of each list.
pub(super) fn cross<'a>(lists: &[Rc<Array<'a>>]) -> Option<Array<'a>> {
    let length = lists.iter().map(|list| list.entries.len()).fold(1, usize::saturating_mul);
    if length > 4096 {
        return None;
    }
    let mut rows: Vec<Vec<Value<'a>>> = vec![Vec::new()];
    for list in lists {
        rows = rows
            .iter()
            .flat_map(|row| list.entries.iter().map(|entry| row.iter().cloned().chain([entry.value.clone()]).collect()))
            .collect();
    }
    Some(Array::list(rows.into_iter().map(|row| Value::array(Array::list(row)))))
}

fn split<'a>(array: &Array<'a>, groups: usize, even: bool) -> Array<'a> {
    let length = array.entries.len();
    let mut whole = Array::default();
    if even {
        let size = length.div_ceil(groups).max(1);
        array.entries.chunks(size).for_each(|chunk| whole.push(Value::array(crate::eval::of_entries(chunk, true))));
        return whole;
    }
    let (size, mut rest) = (length / groups, length % groups);
    let mut at = 0;
    for _ in 0..groups.min(length) {
        let end = (at + size + usize::from(rest > 0)).min(length);
        rest = rest.saturating_sub(1);
        if end > at {
            let values = array.entries[at..end].iter().map(|entry| entry.value.clone());
            whole.push(Value::array(Array::list(values)));
        }
        at = end;
    }
    whole
}

/// Methods that make other elements with a callback.
pub(super) fn with_callback<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let at = call.at;
    match call.method {
        "each" | "eachspread" | "map" | "flatmap" | "mapspread" | "mapwithkeys" | "maptodictionary" | "mapinto" => {}
        _ => return None,
    }
    let callback = call.callback()?;
    if array.entries.is_empty() || array.open {
        callback.visit(cx, at);
    }
    let mut whole = Array::open_if(array.open);
    let mut stopped = false;
    each(cx, array, |cx, entry| {
        if stopped {
            return;
        }
        let key = key_value(entry);
        let value = match (call.method, &callback, arrayable(cx, &entry.value)) {
            ("eachspread" | "mapspread", Callback::Call(callee), Value::Array(row)) => {
                let values = row.entries.iter().map(|entry| entry.value.clone()).chain([key]).collect();
                cx.call_value(callee, Args::of(values, at.call), at.call)
            }
            ("mapinto", ..) => Value::Unknown(Why::Foreign),
            _ => callback.apply(cx, &entry.value, key, at),
        };
        match call.method {
            // `false` ends the walk.
            "each" | "eachspread" => stopped = matches!(value, Value::Bool(false)),
            "mapwithkeys" => match value {
                Value::Array(pairs) => {
                    whole.open |= pairs.open;
                    pairs.entries.iter().for_each(|pair| {
                        put(&mut whole, &Entry { maybe: pair.maybe || entry.maybe, ..pair.clone() }, true);
                    });
                }
                _ => whole.open = true,
            },
            _ => put(&mut whole, &Entry { value, ..entry.clone() }, true),
        }
    });
    Some(match call.method {
        "each" | "eachspread" => Outcome::This,
        "flatmap" => Outcome::List(collapsed(cx, &whole)),
        _ => Outcome::List(whole),
    })
}
