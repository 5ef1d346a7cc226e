//! Arrays: literals, elements, keys.

use foldhash::HashSet;
use std::rc::Rc;

use super::text::Text;
use super::value::{Array, Entry, Key, Value, Why};
use super::{Host, Interp, join};
use crate::php::ast::ArrayItem;

/// From how many elements on a literal is too long to be searched for each of its keys.
const LONG: usize = 16;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// `[…]`
    pub(super) fn array_literal(&mut self, items: &'a [ArrayItem]) -> Value<'a> {
        let mut array = Array::default();
        // Searching a long literal for each of its keys would take as long as its square.
        let mut seen: HashSet<Key> = HashSet::default();
        let mut is_long = items.len() > LONG && items.iter().all(|item| item.key.is_some() && !item.spread);
        for item in items {
            let key = item.key.as_ref().map(|key| self.eval(key));
            let Some(value) = item.value.as_ref().map(|value| self.eval(value)) else { continue };
            if item.spread {
                spread(&mut array, &value);
                continue;
            }
            match key {
                None => array.push(value),
                Some(key) => match key_of(&key).filter(|_| is_long) {
                    Some(known) if seen.insert(known.clone()) => array.add(known, key.as_text().cloned(), value),
                    known => {
                        // A key that is one of a few may be any of those to come.
                        is_long &= known.is_some();
                        set(&mut array, &key, value);
                    }
                },
            }
        }
        Value::array(array)
    }
}

/// Adds all elements of a value to an array, as `...$value` and `array_merge` do.
pub(super) fn spread<'a>(array: &mut Array<'a>, value: &Value<'a>) {
    match value {
        Value::Array(inner) => {
            if inner.open {
                may_be_replaced(array);
            }
            for entry in &inner.entries {
                add(array, entry, entry.maybe);
            }
        }
        Value::OneOf(choices) => {
            let merged = choices.iter().filter(|v| matches!(v, Value::Array(_))).cloned().reduce(|a, b| join(&a, &b));
            match merged {
                Some(Value::Array(inner)) => {
                    if inner.open || choices.iter().any(Value::is_unknown) {
                        may_be_replaced(array);
                    }
                    for entry in &inner.entries {
                        add(array, entry, true);
                    }
                }
                _ => may_be_replaced(array),
            }
        }
        Value::Null => {}
        _ => may_be_replaced(array),
    }
}

/// Adds one element; what may be missing there replaces an element of the same name only where it is not.
fn add<'a>(array: &mut Array<'a>, entry: &Entry<'a>, maybe: bool) {
    if let Key::Int(_) = entry.key {
        array.push(entry.value.clone());
        if let Some(last) = array.entries.last_mut() {
            last.maybe = maybe;
        }
        return;
    }
    let before = array.get(&entry.key).filter(|_| maybe).map(|before| (before.value.clone(), before.maybe));
    let value = before.as_ref().map_or_else(|| entry.value.clone(), |(before, _)| join(before, &entry.value));
    array.set(entry.key.clone(), entry.key_text.clone(), value);
    if let Some(added) = array.entries.iter_mut().find(|own| own.key == entry.key) {
        added.replaceable = entry.replaceable || before.is_some();
        added.maybe = before.map_or(maybe, |(_, before)| before);
    }
}

/// Elements that nobody knows follow: they may have the names of those that are there, whose values they replace.
fn may_be_replaced(array: &mut Array<'_>) {
    array.open = true;
    for entry in array.entries.iter_mut().filter(|entry| matches!(entry.key, Key::Str(_))) {
        entry.replaceable = true;
    }
}

/// Sets the element of a key that may not be known, or be one of a few.
pub fn set<'a>(array: &mut Array<'a>, key: &Value<'a>, value: Value<'a>) {
    match key {
        Value::OneOf(choices) => {
            for choice in choices.iter() {
                let Some(known) = key_of(choice) else {
                    array.open = true;
                    continue;
                };
                let before = array.get(&known).map(|entry| (entry.value.clone(), entry.maybe));
                let (value, maybe) = match before {
                    Some((old, maybe)) => (join(&old, &value), maybe),
                    None => (value.clone(), true),
                };
                array.set(known.clone(), choice.as_text().cloned(), value);
                if let Some(entry) = array.entries.iter_mut().find(|entry| entry.key == known) {
                    entry.maybe = maybe;
                }
            }
        }
        single => match key_of(single) {
            Some(known) => array.set(known, single.as_text().cloned(), value),
            None => array.open = true,
        },
    }
}

/// The element of an array under a key that may not be known.
pub fn element<'a>(array: &Array<'a>, index: &Value<'a>) -> Value<'a> {
    let mut whole: Option<Value<'a>> = None;
    for choice in index.choices() {
        let value = match key_of(choice) {
            Some(key) => match array.get(&key) {
                // Of an open list, elements that may be missing may have moved.
                Some(entry) if entry.maybe && array.open => join(&join(&entry.value, &Value::Null), &Value::Unknown(Why::Data)),
                Some(entry) if entry.maybe => join(&entry.value, &Value::Null),
                Some(entry) => entry.value.clone(),
                None if array.open => Value::Unknown(Why::Data),
                None => Value::Null,
            },
            None => {
                // Any of the elements.
                let any = array.entries.iter().map(|entry| entry.value.clone()).reduce(|a, b| join(&a, &b));
                match any {
                    Some(value) if !array.open => value,
                    Some(value) => join(&value, &Value::Unknown(Why::Data)),
                    None => Value::Unknown(Why::Data),
                }
            }
        };
        whole = Some(match whole {
            Some(known) => join(&known, &value),
            None => value,
        });
    }
    // What is read of an input by itself, to be put somewhere else, is data as any other.
    match whole {
        Some(Value::Unknown(why)) => Value::Unknown(why.read_alone()),
        whole => whole.unwrap_or(Value::Unknown(Why::Data)),
    }
}

/// Some of these elements in some order: what is left where order or choice cannot be told.
#[must_use]
pub fn loose<'a>(array: &Array<'a>) -> Array<'a> {
    let mut whole = Array::default();
    for entry in &array.entries {
        put(&mut whole, entry, false);
        if let Some(last) = whole.entries.last_mut() {
            last.maybe = true;
        }
    }
    whole.open = true;
    whole
}

/// Adds an element of another array: under its own key, or where integer keys do not stay, under the next.
pub fn put<'a>(array: &mut Array<'a>, entry: &Entry<'a>, keeps: bool) {
    let before = array.entries.len();
    match &entry.key {
        Key::Int(_) if !keeps => array.push(entry.value.clone()),
        key => array.set(key.clone(), entry.key_text.clone(), entry.value.clone()),
    }
    if entry.maybe
        && array.entries.len() > before
        && let Some(last) = array.entries.last_mut()
    {
        last.maybe = true;
    }
}

/// These elements as an array of their own.
#[must_use]
pub fn of_entries<'a, 'v>(entries: impl IntoIterator<Item = &'v Entry<'a>>, keeps: bool) -> Array<'a>
where
    'a: 'v,
{
    let mut whole = Array::default();
    entries.into_iter().for_each(|entry| put(&mut whole, entry, keeps));
    whole
}

/// The key that a value becomes: PHP turns decimal strings, booleans and null.
#[must_use]
pub fn key_of(value: &Value<'_>) -> Option<Key> {
    match value {
        Value::Int(number) => Some(Key::Int(*number)),
        Value::Bool(truth) => Some(Key::Int(i64::from(*truth))),
        Value::Null => Some(Key::Str(Rc::from(""))),
        Value::Float(number) => super::numbers::int_of(*number).map(Key::Int),
        Value::Str(text) => {
            let known = text.known()?;
            let number = known.parse::<i64>().ok().filter(|number| *number.to_string() == *known);
            Some(number.map_or(Key::Str(known), Key::Int))
        }
        _ => None,
    }
}

/// The key of an element as a value, with its place.
#[must_use]
pub fn key_value<'a>(entry: &Entry<'a>) -> Value<'a> {
    match (&entry.key, &entry.key_text) {
        (_, Some(text)) => Value::Str(Rc::clone(text)),
        (Key::Int(number), None) => Value::Int(*number),
        (Key::Str(name), None) => Value::Str(Rc::new(Text::computed(name))),
    }
}
