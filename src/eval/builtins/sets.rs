//! Functions that put several arrays together, or take from one what is in others.

use std::rc::Rc;

use super::super::arrays::{put, spread};
use super::super::operators::to_text;
use super::super::value::{Array, Entry, Key, Value};
use super::{Answer, Given};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "array_merge" => {
            let mut whole = Array::open_if(given.0.open);
            given.items().iter().for_each(|arg| spread(&mut whole, &arg.value));
            Some(Value::array(whole))
        }
        "array_merge_recursive" => {
            let mut whole = Array::open_if(given.0.open);
            for arg in given.items() {
                match &arg.value {
                    Value::Array(array) => merge_deep(&mut whole, array, 0),
                    _ => whole.open = true,
                }
            }
            Some(Value::array(whole))
        }
        "array_replace" | "array_replace_recursive" => {
            let mut whole = Array::open_if(given.0.open);
            for arg in given.items() {
                match &arg.value {
                    Value::Array(array) => replace(&mut whole, array, if name == "array_replace" { 0 } else { MAX_DEPTH }),
                    _ => whole.open = true,
                }
            }
            Some(Value::array(whole))
        }
        "array_diff" => without(given, false, |other, entry| has_value(other, entry)),
        "array_intersect" => without(given, true, |other, entry| has_value(other, entry)),
        "array_diff_key" => without(given, false, |other, entry| has_key(other, entry)),
        "array_intersect_key" => without(given, true, |other, entry| has_key(other, entry)),
        "array_diff_assoc" => without(given, false, |other, entry| has_both(other, entry)),
        "array_intersect_assoc" => without(given, true, |other, entry| has_both(other, entry)),
        _ => return None,
    })
}

/// How deep arrays are merged.
const MAX_DEPTH: usize = 64;

/// Adds the elements of an array to another, those with the same string keys into one.
pub fn merge_deep<'a>(whole: &mut Array<'a>, array: &Array<'a>, depth: usize) {
    whole.open |= array.open || depth > MAX_DEPTH;
    if depth > MAX_DEPTH {
        return;
    }
    for entry in &array.entries {
        let known = matches!(entry.key, Key::Str(_)).then(|| whole.get(&entry.key)).flatten();
        let Some(old) = known else {
            put(whole, entry, false);
            continue;
        };
        let mut merged = match &old.value {
            Value::Array(old) => (**old).clone(),
            single => Array::list([single.clone()]),
        };
        if entry.maybe || old.maybe {
            merged.open = true;
        }
        match &entry.value {
            Value::Array(new) => merge_deep(&mut merged, new, depth + 1),
            single => merged.push(single.clone()),
        }
        whole.set(entry.key.clone(), entry.key_text.clone(), Value::array(merged));
    }
}

/// Sets the elements of an array in another, and so deep those of arrays inside.
pub fn replace<'a>(whole: &mut Array<'a>, array: &Array<'a>, depth: usize) {
    whole.open |= array.open;
    for entry in &array.entries {
        let old = whole.get(&entry.key).cloned();
        let value = match (&old, &entry.value) {
            (Some(Entry { value: Value::Array(old), .. }), Value::Array(new)) if depth > 0 => {
                let mut inner = (**old).clone();
                replace(&mut inner, new, depth - 1);
                Value::array(inner)
            }
            (Some(old), new) if entry.maybe => super::super::join(&old.value, new),
            (_, new) => new.clone(),
        };
        let maybe = entry.maybe && old.as_ref().is_none_or(|old| old.maybe);
        whole.set(entry.key.clone(), entry.key_text.clone(), value);
        if let Some(entry) = whole.entries.iter_mut().rev().find(|known| known.key == entry.key) {
            entry.maybe = maybe;
        }
    }
}

/// The elements of the first array that are in none of the others, or in all of them.
fn without<'a>(given: Given<'_, 'a>, keeps: bool, has: impl Fn(&Array<'a>, &Entry<'a>) -> Option<bool>) -> Answer<'a> {
    let mut whole = (**given.array(0)?).clone();
    for arg in given.items().iter().skip(1) {
        let Value::Array(other) = &arg.value else {
            whole.entries.iter_mut().for_each(Entry::doubt);
            continue;
        };
        whole.entries.retain_mut(|entry| {
            let found = has(other, entry);
            if found.is_none() {
                entry.doubt();
            }
            found.is_none_or(|found| found == keeps)
        });
    }
    Some(Value::array(whole))
}

fn has_value<'a>(other: &Array<'a>, entry: &Entry<'a>) -> Option<bool> {
    let text = |value: &Value<'a>| to_text(value).as_str();
    let wanted: Option<Rc<str>> = text(&entry.value);
    super::lists::contains(other, |value| Some(text(value)? == *wanted.as_ref()?))
}

fn has_key<'a>(other: &Array<'a>, entry: &Entry<'a>) -> Option<bool> {
    match other.get(&entry.key) {
        Some(known) if !known.maybe => Some(true),
        None if !other.open => Some(false),
        _ => None,
    }
}

fn has_both<'a>(other: &Array<'a>, entry: &Entry<'a>) -> Option<bool> {
    if !has_key(other, entry)? {
        return Some(false);
    }
    let value = &other.get(&entry.key)?.value;
    Some(to_text(value).as_str()? == to_text(&entry.value).as_str()?)
}
