//! PHP's own functions on arrays, types and callables.

use std::rc::Rc;

use super::arrays::{key_of, key_value, spread};
use super::host::{Args, CallSite};
use super::value::{Array, Key, Value, Why};
use super::{Host, Interp, equal, join, strings};

/// A built-in function; none if it is not modelled.
pub(super) fn call<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    // Work on long lists is no single step.
    let length: usize = args
        .items
        .iter()
        .map(|arg| match &arg.value {
            Value::Array(array) => array.entries.len(),
            _ => 0,
        })
        .sum();
    cx.spend(length.saturating_mul(length) / 256);
    strings::call(name, args)
        .or_else(|| arrays(name, args))
        .or_else(|| types(cx, name, args))
        .or_else(|| with_callable(cx, name, args, at))
}

fn array_at<'c, 'a>(args: &'c Args<'a>, position: usize) -> Option<&'c Rc<Array<'a>>> {
    match args.value(position)? {
        Value::Array(array) => Some(array),
        _ => None,
    }
}

fn open<'a>() -> Array<'a> {
    Array::open_if(true)
}

fn arrays<'a>(name: &str, args: &Args<'a>) -> Option<Value<'a>> {
    let first = array_at(args, 0);
    Some(match name {
        "array_merge" | "array_merge_recursive" => {
            let mut whole = Array::open_if(args.open);
            args.items.iter().for_each(|arg| spread(&mut whole, &arg.value));
            Value::array(whole)
        }
        "array_replace" => {
            let mut whole = Array::open_if(args.open);
            for arg in &args.items {
                match &arg.value {
                    Value::Array(array) => {
                        whole.open |= array.open;
                        for entry in &array.entries {
                            whole.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
                        }
                    }
                    _ => whole.open = true,
                }
            }
            Value::array(whole)
        }
        "array_keys" if args.len() == 1 => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut keys = Array::list(array.entries.iter().map(key_value));
            keys.open = array.open;
            Value::array(keys)
        }),
        "array_values" => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut values = Array::list(array.entries.iter().map(|entry| entry.value.clone()));
            values.open = array.open;
            Value::array(values)
        }),
        "array_flip" => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut flipped = Array::open_if(array.open);
            for entry in &array.entries {
                super::arrays::set(&mut flipped, &entry.value, key_value(entry));
            }
            Value::array(flipped)
        }),
        "array_combine" => match (first, array_at(args, 1)) {
            (Some(keys), Some(values)) if !keys.open && !values.open => {
                let mut whole = Array::default();
                for (key, value) in keys.entries.iter().zip(&values.entries) {
                    super::arrays::set(&mut whole, &key.value, value.value.clone());
                }
                Value::array(whole)
            }
            _ => Value::Unknown(Why::Data),
        },
        "array_fill_keys" => first.map_or(Value::Unknown(Why::Data), |keys| {
            let mut whole = Array::open_if(keys.open);
            for key in &keys.entries {
                super::arrays::set(&mut whole, &key.value, args.value(1).cloned().unwrap_or(Value::Null));
            }
            Value::array(whole)
        }),
        "array_fill" => match (args.value(0).and_then(Value::as_int), args.value(1).and_then(Value::as_int)) {
            (Some(start), Some(count @ 0..=4096)) => {
                let mut whole = Array::default();
                for at in 0..count {
                    whole.set(Key::Int(start.saturating_add(at)), None, args.value(2).cloned().unwrap_or(Value::Null));
                }
                Value::array(whole)
            }
            _ => Value::array(open()),
        },
        "array_chunk" => match (first, args.value(1).and_then(Value::as_int).and_then(|size| usize::try_from(size).ok())) {
            (Some(array), Some(size)) if size > 0 => {
                let chunks = array
                    .entries
                    .chunks(size)
                    .map(|chunk| Value::array(Array::list(chunk.iter().map(|entry| entry.value.clone()))));
                let mut whole = Array::list(chunks);
                whole.open = array.open;
                Value::array(whole)
            }
            _ => Value::array(open()),
        },
        "array_reverse" => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut whole = Array::open_if(array.open);
            for entry in array.entries.iter().rev() {
                match &entry.key {
                    Key::Int(_) => whole.push(entry.value.clone()),
                    key => whole.set(key.clone(), entry.key_text.clone(), entry.value.clone()),
                }
            }
            Value::array(whole)
        }),
        "array_slice" => slice(args).unwrap_or(Value::Unknown(Why::Data)),
        "array_column" => first.zip(args.value(1)).map_or(Value::Unknown(Why::Data), |(rows, column)| {
            let mut whole = Array::open_if(rows.open);
            for entry in &rows.entries {
                match &entry.value {
                    Value::Array(row) => whole.push(super::arrays::element(row, column)),
                    _ => whole.open = true,
                }
            }
            Value::array(whole)
        }),
        "array_unique" => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut whole = Array::open_if(array.open);
            for entry in &array.entries {
                if !whole.entries.iter().any(|known| equal(&known.value, &entry.value, false) == Some(true)) {
                    whole.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
                }
            }
            Value::array(whole)
        }),
        "array_filter" if args.len() == 1 => first.map_or(Value::Unknown(Why::Data), |array| {
            let mut whole = (**array).clone();
            whole.entries.retain(|entry| entry.value.truth() != Some(false));
            for entry in &mut whole.entries {
                entry.maybe |= entry.value.truth().is_none();
            }
            Value::array(whole)
        }),
        "array_diff" | "array_intersect" | "array_diff_key" | "array_intersect_key" => set_operation(name, args),
        "array_key_exists" | "key_exists" => match (args.value(0).and_then(key_of), array_at(args, 1)) {
            (Some(key), Some(array)) => match array.get(&key) {
                Some(entry) if !entry.maybe => Value::Bool(true),
                None if !array.open => Value::Bool(false),
                _ => Value::Unknown(Why::Data),
            },
            _ => Value::Unknown(Why::Data),
        },
        "in_array" => match (args.value(0), array_at(args, 1)) {
            (Some(needle), Some(array)) => contains(array, needle),
            _ => Value::Unknown(Why::Data),
        },
        "array_search" => match (args.value(0), array_at(args, 1)) {
            (Some(needle), Some(array)) => {
                let found = array.entries.iter().find(|entry| equal(&entry.value, needle, false) == Some(true));
                found.map_or(Value::Unknown(Why::Data), key_value)
            }
            _ => Value::Unknown(Why::Data),
        },
        "array_key_first" => first.and_then(|array| array.entries.first()).map_or(Value::Unknown(Why::Data), key_value),
        "array_key_last" => first.and_then(|array| array.entries.last()).map_or(Value::Unknown(Why::Data), key_value),
        "reset" | "current" | "array_shift" => {
            first.and_then(|array| array.entries.first()).map_or(Value::Unknown(Why::Data), |entry| entry.value.clone())
        }
        "end" | "array_pop" => {
            first.and_then(|array| array.entries.last()).map_or(Value::Unknown(Why::Data), |entry| entry.value.clone())
        }
        "count" | "sizeof" => match first {
            Some(array) if array.is_complete() => Value::Int(i64::try_from(array.entries.len()).unwrap_or(i64::MAX)),
            _ => Value::Unknown(Why::Data),
        },
        "range" => range(args),
        "iterator_to_array" => args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data)),
        _ => return None,
    })
}

fn contains<'a>(array: &Array<'a>, needle: &Value<'a>) -> Value<'a> {
    let mut answer = if array.open { None } else { Some(false) };
    for entry in &array.entries {
        match equal(&entry.value, needle, false) {
            Some(true) if !entry.maybe => return Value::Bool(true),
            Some(false) => {}
            _ => answer = None,
        }
    }
    answer.map_or(Value::Unknown(Why::Data), Value::Bool)
}

fn slice<'a>(args: &Args<'a>) -> Option<Value<'a>> {
    let array = array_at(args, 0)?;
    let from = usize::try_from(args.value(1)?.as_int()?).ok()?;
    let length = match args.value(2) {
        None | Some(Value::Null) => usize::MAX,
        Some(value) => usize::try_from(value.as_int()?).ok()?,
    };
    let mut whole = Array::open_if(array.open);
    for entry in array.entries.iter().skip(from).take(length) {
        match &entry.key {
            Key::Int(_) => whole.push(entry.value.clone()),
            key => whole.set(key.clone(), entry.key_text.clone(), entry.value.clone()),
        }
    }
    Some(Value::array(whole))
}

fn set_operation<'a>(name: &str, args: &Args<'a>) -> Value<'a> {
    let Some(first) = array_at(args, 0) else { return Value::Unknown(Why::Data) };
    let by_key = name.ends_with("_key");
    let keeps = name.starts_with("array_intersect");
    let mut whole = (**first).clone();
    for arg in args.items.iter().skip(1) {
        let Value::Array(other) = &arg.value else {
            whole.entries.iter_mut().for_each(|entry| entry.maybe = true);
            continue;
        };
        whole.entries.retain_mut(|entry| {
            let found = if by_key {
                match other.get(&entry.key) {
                    Some(known) if !known.maybe => Some(true),
                    None if !other.open => Some(false),
                    _ => None,
                }
            } else {
                match contains(other, &entry.value) {
                    Value::Bool(found) => Some(found),
                    _ => None,
                }
            };
            entry.maybe |= found.is_none();
            found.is_none_or(|found| found == keeps)
        });
    }
    Value::array(whole)
}

fn range<'a>(args: &Args<'a>) -> Value<'a> {
    let step = args.value(2).map_or(Some(1), Value::as_int).and_then(i64::checked_abs).filter(|step| *step > 0);
    let letter = |value: &Value<'a>| value.as_str().filter(|text| text.len() == 1).and_then(|text| text.bytes().next());
    let letters = args.value(0).and_then(letter).zip(args.value(1).and_then(letter));
    let numbers = args.value(0).and_then(Value::as_int).zip(args.value(1).and_then(Value::as_int));
    let Some(step) = step else { return Value::Unknown(Why::Data) };
    let count = |from: i64, to: i64| -> Vec<i64> {
        let steps = (to.saturating_sub(from)).unsigned_abs() / step.unsigned_abs();
        let steps = i64::try_from(steps.min(super::value::MAX_ELEMENTS as u64)).unwrap_or(0);
        (0..=steps).map(|n| if to >= from { from.saturating_add(n * step) } else { from.saturating_sub(n * step) }).collect()
    };
    match (numbers, letters) {
        (Some((from, to)), _) => Value::array(Array::list(count(from, to).into_iter().map(Value::Int))),
        (None, Some((from, to))) => {
            let letters = count(i64::from(from), i64::from(to));
            Value::array(Array::list(letters.into_iter().filter_map(|code| {
                let letter = u8::try_from(code).ok()?;
                Some(Value::string(char::from(letter).to_string()))
            })))
        }
        _ => Value::Unknown(Why::Data),
    }
}

fn types<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
    let value = args.value(0);
    let is = |wanted: fn(&Value<'a>) -> bool| match value {
        None | Some(Value::Unknown(_) | Value::OneOf(_)) => Value::Unknown(Why::Data),
        Some(value) => Value::Bool(wanted(value)),
    };
    Some(match name {
        "is_null" => is(|value| matches!(value, Value::Null)),
        "is_array" => is(|value| matches!(value, Value::Array(_))),
        "is_string" => is(|value| matches!(value, Value::Str(_))),
        "is_int" | "is_integer" => is(|value| matches!(value, Value::Int(_))),
        "is_bool" => is(|value| matches!(value, Value::Bool(_))),
        "is_numeric" => is(|value| match value {
            Value::Int(_) | Value::Float(_) => true,
            Value::Str(text) => text.known().is_some_and(|text| text.trim().parse::<f64>().is_ok()),
            _ => false,
        }),
        "is_object" => is(|value| matches!(value, Value::Object(_) | Value::Host(_) | Value::Closure(_))),
        "is_callable" => is(|value| matches!(value, Value::Closure(_))),
        "intval" => match value {
            Some(Value::Int(number)) => Value::Int(*number),
            Some(Value::Str(text)) => {
                text.known().and_then(|text| text.trim().parse().ok()).map_or(Value::Unknown(Why::Data), Value::Int)
            }
            _ => Value::Unknown(Why::Data),
        },
        "boolval" => value.and_then(Value::truth).map_or(Value::Unknown(Why::Data), Value::Bool),
        "max" | "min" => {
            let numbers: Option<Vec<i64>> = match value {
                Some(Value::Array(list)) => list.entries.iter().map(|entry| entry.value.as_int()).collect(),
                _ => args.items.iter().map(|arg| arg.value.as_int()).collect(),
            };
            let best = numbers.and_then(|n| if name == "max" { n.into_iter().max() } else { n.into_iter().min() });
            best.map_or(Value::Unknown(Why::Data), Value::Int)
        }
        "get_class" => match value {
            Some(Value::Object(object)) if object.exact => {
                object.class.map_or(Value::Unknown(Why::Data), |class| Value::string(class.name()))
            }
            _ => Value::Unknown(Why::Data),
        },
        "get_parent_class" => {
            let class = match value {
                Some(Value::Object(object)) => object.class,
                Some(Value::Str(text)) => text.known().and_then(|name| cx.program.class(&name)),
                _ => cx.frame.scope,
            };
            match class.map(|class| class.decl.extends.first()) {
                Some(Some(parent)) => Value::string(&*parent.resolved),
                Some(None) => Value::Bool(false),
                None => Value::Unknown(Why::Foreign),
            }
        }
        "get_called_class" => cx.frame.late.map_or(Value::Unknown(Why::Data), |class| Value::string(class.name())),
        "class_exists" | "interface_exists" | "trait_exists" | "enum_exists" => match value.and_then(Value::as_str) {
            Some(class) if cx.program.class(&class).is_some() => Value::Bool(true),
            _ => Value::Unknown(Why::Foreign),
        },
        "function_exists" => match value.and_then(Value::as_str) {
            Some(function) if cx.program.function(&function).is_some() => Value::Bool(true),
            _ => Value::Unknown(Why::Foreign),
        },
        "method_exists" => match (value, args.value(1).and_then(Value::as_str)) {
            (Some(Value::Object(object)), Some(method)) => match object.class {
                Some(class) if cx.program.method(class, &method).is_some() => Value::Bool(true),
                _ => Value::Unknown(Why::Foreign),
            },
            _ => Value::Unknown(Why::Foreign),
        },
        "constant" => match value.and_then(Value::as_str) {
            Some(name) => match name.split_once("::").and_then(|(class, name)| Some((cx.program.class(class)?, name))) {
                Some((class, name)) => cx.constant_named(class, name).unwrap_or(Value::Unknown(Why::Foreign)),
                None => Value::Unknown(Why::Foreign),
            },
            None => Value::Unknown(Why::Data),
        },
        "define" => {
            let name = value.and_then(Value::as_str)?;
            let defined = args.value(1).cloned().unwrap_or(Value::Null);
            cx.defined.insert(name.to_string(), defined);
            Value::Bool(true)
        }
        "func_get_args" => Value::array(Array::list(cx.current_args())),
        "compact" => cx.compact(args),
        "version_compare" => version_compare(args),
        "phpversion" => Value::string("8.4.0"),
        "file_exists" | "is_file" => match value.and_then(Value::as_str) {
            Some(path) if path.starts_with(super::ROOT) && path.ends_with(".php") => Value::Bool(cx.find_file(&path).is_some()),
            _ => Value::Unknown(Why::Data),
        },
        "file_get_contents" => match value.and_then(Value::as_str).and_then(|path| cx.find_file(&path)) {
            Some(file) => {
                let text = cx.program.sources().file(file).text();
                let span = crate::source::Span::new(file, 0, text.len());
                Value::Str(Rc::new(super::Text::literal(text, span, true)))
            }
            None => Value::Unknown(Why::Data),
        },
        _ => return None,
    })
}

fn version_compare<'a>(args: &Args<'a>) -> Value<'a> {
    let numbers = |position: usize| -> Option<Vec<u64>> {
        let text = args.value(position)?.as_str()?;
        Some(text.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect())
    };
    let (Some(a), Some(b), Some(operator)) = (numbers(0), numbers(1), args.value(2).and_then(Value::as_str)) else {
        return Value::Unknown(Why::Data);
    };
    let order = a.cmp(&b);
    match &*operator {
        "<" | "lt" => Value::Bool(order.is_lt()),
        "<=" | "le" => Value::Bool(order.is_le()),
        ">" | "gt" => Value::Bool(order.is_gt()),
        ">=" | "ge" => Value::Bool(order.is_ge()),
        "==" | "eq" => Value::Bool(order.is_eq()),
        "!=" | "<>" | "ne" => Value::Bool(order.is_ne()),
        _ => Value::Unknown(Why::Data),
    }
}

fn with_callable<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    Some(match name {
        "array_map" => {
            let callable = args.value(0)?.clone();
            match args.value(1) {
                Some(Value::Array(array)) => map_array(cx, array, &callable, at),
                _ => {
                    cx.call_value(&callable, Args::entry(), at.call);
                    Value::array(open())
                }
            }
        }
        "array_walk" => {
            let callable = args.value(1)?.clone();
            if let Some(array) = array_at(args, 0).cloned() {
                for entry in &array.entries {
                    cx.call_value(&callable, Args::of(vec![entry.value.clone(), key_value(entry)], at.call), at.call);
                }
            } else {
                cx.call_value(&callable, Args::entry(), at.call);
            }
            Value::Bool(true)
        }
        "array_filter" => {
            let callable = args.value(1)?.clone();
            let Some(array) = array_at(args, 0).cloned() else {
                cx.call_value(&callable, Args::entry(), at.call);
                return Some(Value::array(open()));
            };
            let by_key = args.value(2).is_some();
            let mut whole = Array::open_if(array.open);
            for entry in &array.entries {
                let argument = if by_key { key_value(entry) } else { entry.value.clone() };
                let kept = cx.call_value(&callable, Args::of(vec![argument], at.call), at.call).truth();
                if kept == Some(false) {
                    continue;
                }
                whole.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
                if let Some(last) = whole.entries.last_mut() {
                    last.maybe = entry.maybe || (kept.is_none() && !by_key);
                }
            }
            Value::array(whole)
        }
        "array_reduce" => {
            let callable = args.value(1)?.clone();
            let mut carry = args.value(2).cloned().unwrap_or(Value::Null);
            match array_at(args, 0).cloned() {
                Some(array) if !array.open => {
                    for entry in &array.entries {
                        carry = cx.call_value(&callable, Args::of(vec![carry, entry.value.clone()], at.call), at.call);
                    }
                    carry
                }
                _ => join(&carry, &cx.call_value(&callable, Args::entry(), at.call)),
            }
        }
        "call_user_func" => {
            let mut rest = args.clone();
            if rest.items.is_empty() {
                return None;
            }
            let callable = rest.items.remove(0);
            cx.call_value(&callable.value, rest, at.call)
        }
        "call_user_func_array" => {
            let callable = args.value(0)?.clone();
            let mut list = Args { open: true, ..Args::default() };
            if let Some(array) = array_at(args, 1) {
                list = Args::of(array.entries.iter().map(|entry| entry.value.clone()).collect(), at.call);
                list.open = array.open;
            }
            cx.call_value(&callable, list, at.call)
        }
        _ => return None,
    })
}

/// Each element through a callable; keys stay.
pub(super) fn map_array<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    array: &Rc<Array<'a>>,
    callable: &Value<'a>,
    at: CallSite,
) -> Value<'a> {
    let mut whole = Array::open_if(array.open);
    for entry in &array.entries {
        let value = cx.call_value(callable, Args::of(vec![entry.value.clone()], at.call), at.call);
        whole.set(entry.key.clone(), entry.key_text.clone(), value);
        if let Some(last) = whole.entries.last_mut() {
            last.maybe = entry.maybe;
        }
    }
    if array.entries.is_empty() {
        cx.call_value(callable, Args::entry(), at.call);
    }
    Value::array(whole)
}
