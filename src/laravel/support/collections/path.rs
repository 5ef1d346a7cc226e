//! Paths of members with dots between: `Arr::get`, `data_get` and what is built on them.

use std::rc::Rc;

use crate::eval::{Array, Entry, Host, Interp, Key, Value, key_of, put, to_text};
use crate::laravel::Laravel;

/// What is at a path.
#[derive(Clone, Debug)]
pub(in crate::laravel) enum Found<'a> {
    /// A value.
    Value(Value<'a>),
    /// Nothing.
    Missing,
    /// That cannot be told.
    Unknown,
}

/// An element of an array by its key.
pub(super) fn member<'a>(array: &Array<'a>, key: &Key) -> Found<'a> {
    match array.get(key) {
        Some(entry) if !entry.maybe => Found::Value(entry.value.clone()),
        None if !array.open => Found::Missing,
        _ => Found::Unknown,
    }
}

fn key(text: &str) -> Option<Key> {
    key_of(&Value::string(text))
}

/// `Arr::get`, of arrays alone.
pub(super) fn get<'a>(array: &Array<'a>, path: &Value<'a>) -> Found<'a> {
    let Some(whole) = key_of(path) else { return Found::Unknown };
    let exact = member(array, &whole);
    let Key::Str(text) = &whole else { return exact };
    if !matches!(exact, Found::Missing) || !text.contains('.') {
        return exact;
    }
    let mut current = Value::array(array.clone());
    for segment in text.split('.') {
        let (Value::Array(array), Some(key)) = (&current, key(segment)) else {
            return if matches!(current, Value::Unknown(_) | Value::OneOf(_) | Value::Host(_) | Value::Object(_)) {
                Found::Unknown
            } else {
                Found::Missing
            };
        };
        match member(array, &key) {
            Found::Value(value) => current = value,
            other => return other,
        }
    }
    Found::Value(current)
}

/// `data_get`, also of objects, and of each element where the path has a `*`.
pub(in crate::laravel) fn data_get<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    target: &Value<'a>,
    path: &Value<'a>,
) -> Found<'a> {
    let segments: Vec<Rc<str>> = match path {
        Value::Null => return Found::Value(target.clone()),
        Value::Array(list) if list.is_complete() => {
            match list.entries.iter().map(|entry| to_text(&entry.value).as_str()).collect::<Option<Vec<_>>>() {
                Some(segments) => segments,
                None => return Found::Unknown,
            }
        }
        single => match to_text(single).as_str() {
            Some(text) => text.split('.').map(Rc::from).collect(),
            None => return Found::Unknown,
        },
    };
    walk(cx, target, &segments)
}

fn walk<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    target: &Value<'a>,
    segments: &[Rc<str>],
) -> Found<'a> {
    let Some((segment, rest)) = segments.split_first() else { return Found::Value(target.clone()) };
    let elements = match target {
        Value::Array(array) => Some(Rc::clone(array)),
        Value::Host(_) => Laravel::elements(cx, target),
        _ => None,
    };
    if &**segment == "*" {
        let Some(array) = elements.filter(|array| array.is_complete()) else {
            return if matches!(target, Value::Null | Value::Str(_) | Value::Int(_)) { Found::Missing } else { Found::Unknown };
        };
        let mut list = Array::default();
        for entry in &array.entries {
            match walk(cx, &entry.value, rest) {
                Found::Value(Value::Array(inner)) if rest.iter().any(|segment| &**segment == "*") => {
                    inner.entries.iter().for_each(|entry| list.push(entry.value.clone()));
                }
                Found::Value(value) => list.push(value),
                Found::Missing => list.push(Value::Null),
                Found::Unknown => return Found::Unknown,
            }
        }
        return Found::Value(Value::array(list));
    }
    let found = match (elements, target) {
        (Some(array), _) => match key(segment) {
            Some(key) => member(&array, &key),
            None => Found::Unknown,
        },
        (None, Value::Object(object)) => match (object.get(segment), object.class) {
            (Some(value), _) => Found::Value(value),
            (None, None) => Found::Missing,
            (None, Some(_)) => match cx.property(target, segment) {
                Value::Unknown(_) => Found::Unknown,
                value => Found::Value(value),
            },
        },
        (None, Value::Unknown(_) | Value::OneOf(_) | Value::Host(_) | Value::Closure(_)) => Found::Unknown,
        _ => Found::Missing,
    };
    match found {
        Found::Value(value) => walk(cx, &value, rest),
        other => other,
    }
}

/// How deep a path may lead.
const MAX_DEPTH: usize = 64;

/// `Arr::set`: the array with a value at a path.
pub(in crate::laravel) fn with<'a>(array: &Array<'a>, path: &Value<'a>, value: Value<'a>) -> Array<'a> {
    let mut whole = array.clone();
    match to_text(path).as_str().filter(|text| text.split('.').count() <= MAX_DEPTH) {
        Some(text) => set_at(&mut whole, &text.split('.').collect::<Vec<_>>(), value),
        None => whole.open = true,
    }
    whole
}

fn set_at<'a>(array: &mut Array<'a>, segments: &[&str], value: Value<'a>) {
    let Some((first, rest)) = segments.split_first() else { return };
    let Some(key) = key(first) else { return };
    if rest.is_empty() {
        array.set(key, None, value);
        return;
    }
    let mut inner = match array.get(&key).map(|entry| (&entry.value, entry.maybe)) {
        Some((Value::Array(inner), maybe)) => {
            let mut inner = (**inner).clone();
            inner.open |= maybe;
            inner
        }
        Some((Value::Unknown(_) | Value::OneOf(_), _)) => Array::open_if(true),
        _ => Array::open_if(array.open && array.get(&key).is_none()),
    };
    set_at(&mut inner, rest, value);
    array.set(key, None, Value::array(inner));
}

/// `Arr::forget`: the array without what is at these paths.
pub(in crate::laravel) fn without<'a>(array: &Array<'a>, paths: &[Value<'a>]) -> Array<'a> {
    let mut whole = array.clone();
    for path in paths {
        let Some(key) = key_of(path) else {
            whole.entries.iter_mut().for_each(crate::eval::Entry::doubt);
            continue;
        };
        if whole.get(&key).is_some() {
            whole.remove(&key);
        } else if let Key::Str(text) = &key {
            remove_at(&mut whole, &text.split('.').take(MAX_DEPTH).collect::<Vec<_>>());
        }
    }
    whole
}

fn remove_at(array: &mut Array<'_>, segments: &[&str]) {
    let Some((first, rest)) = segments.split_first() else { return };
    let Some(key) = key(first) else { return };
    if rest.is_empty() {
        array.remove(&key);
    } else if let Some(entry) = array.entries.iter_mut().find(|entry| entry.key == key)
        && let Value::Array(inner) = &mut entry.value
    {
        remove_at(Rc::make_mut(inner), rest);
    }
}

/// `Arr::dot`: nested arrays as one with paths for keys.
pub(super) fn dotted<'a>(array: &Array<'a>, before: &str, whole: &mut Array<'a>, depth: usize) {
    whole.open |= array.open;
    for entry in &array.entries {
        let name = match &entry.key {
            Key::Int(number) => format!("{before}{number}"),
            Key::Str(name) => format!("{before}{name}"),
        };
        match &entry.value {
            Value::Array(inner) if !inner.entries.is_empty() && depth < MAX_DEPTH => {
                dotted(inner, &format!("{name}."), whole, depth + 1);
            }
            value => {
                let text = (before.is_empty()).then(|| entry.key_text.clone()).flatten();
                if let Some(key) = key(&name) {
                    put(
                        whole,
                        &Entry { key, key_text: text, value: value.clone(), maybe: entry.maybe, replaceable: false },
                        true,
                    );
                }
            }
        }
    }
}

/// `Arr::undot`
pub(super) fn undotted<'a>(array: &Array<'a>) -> Array<'a> {
    let mut whole = Array::open_if(array.open);
    for entry in &array.entries {
        let name = crate::eval::key_value(entry);
        whole = with(&whole, &name, entry.value.clone());
    }
    whole
}
