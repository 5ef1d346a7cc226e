//! Functions that make arrays, look into them and take parts of them.
//!
//! Where it is not known which elements an array has, a function that counts them gives some of them in some order.

use std::rc::Rc;

use super::super::arrays::{element, key_of, key_value, loose, of_entries, put, set};
use super::super::numbers::{as_float, loosely_equal};
use super::super::operators::to_text;
use super::super::value::{Array, Entry, Key, MAX_ELEMENTS, Value, Why};
use super::super::{equal, join};
use super::{Answer, Given, count};
use crate::php::ast::BinaryOp;

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    let first = given.array(0);
    Some(match name {
        "array_keys" => keys(given),
        "array_values" => {
            first.map(|array| Value::array(if array.is_complete() { Array::list(values(array)) } else { loose_values(array) }))
        }
        "array_flip" => first.map(|array| {
            let mut flipped = Array::open_if(array.open);
            for entry in &array.entries {
                set(&mut flipped, &entry.value, key_value(entry));
                flipped.open |= entry.maybe;
            }
            Value::array(flipped)
        }),
        "array_combine" => given.array(0).zip(given.array(1)).and_then(|(keys, values)| combined(keys, values)),
        "array_fill_keys" => first.map(|keys| {
            let mut whole = Array::open_if(keys.open);
            for key in &keys.entries {
                set(&mut whole, &key.value, given.value(1).cloned().unwrap_or(Value::Null));
            }
            Value::array(whole)
        }),
        "array_fill" => fill(given),
        "array_pad" => pad(given),
        "array_chunk" => chunk(given),
        "array_reverse" => first.map(|array| reversed(array, given.flag(1, false))),
        "array_slice" => slice(given),
        "array_column" => column(given),
        "array_unique" => unique(given),
        "array_count_values" => given.complete(0).and_then(|array| {
            let mut counts = Array::default();
            for entry in &array.entries {
                let key = key_of(&entry.value)?;
                let before = counts.get(&key).and_then(|entry| entry.value.as_int()).unwrap_or(0);
                counts.set(key, entry.value.as_text().cloned(), Value::Int(before + 1));
            }
            Some(Value::array(counts))
        }),
        "array_change_key_case" => change_case(given),
        "array_key_exists" | "key_exists" => {
            given.value(0).and_then(key_of).zip(given.array(1)).and_then(|(key, array)| match array.get(&key) {
                Some(entry) if !entry.maybe => Some(Value::Bool(true)),
                None if !array.open => Some(Value::Bool(false)),
                _ => None,
            })
        }
        "in_array" => given.value(0).zip(given.array(1)).and_then(|(needle, array)| {
            let strict = given.flag(2, false)?;
            contains(array, |value| if strict { equal(value, needle, true) } else { loosely_equal(value, needle) })
                .map(Value::Bool)
        }),
        "array_search" => given.value(0).zip(given.array(1)).and_then(|(needle, array)| {
            let strict = given.flag(2, false)?;
            found(array, |value| if strict { equal(value, needle, true) } else { loosely_equal(value, needle) })
                .map(|entry| entry.map_or(Value::Bool(false), key_value))
        }),
        "array_key_first" => first.map(|array| one_end(array, true, &Value::Null, key_value)),
        "array_key_last" => first.map(|array| one_end(array, false, &Value::Null, key_value)),
        "key" => first.map(|array| one_end(array, true, &Value::Null, key_value)),
        "array_first" | "reset" | "current" | "pos" | "array_shift" => {
            first.map(|array| one_end(array, true, &none_of(name), |entry| entry.value.clone()))
        }
        "array_last" | "end" | "array_pop" => {
            first.map(|array| one_end(array, false, &none_of(name), |entry| entry.value.clone()))
        }
        "next" | "prev" | "each" | "array_rand" | "shuffle" | "array_walk_recursive" | "array_multisort" => None,
        "count" | "sizeof" | "iterator_count" => {
            let deep = given.int_or(1, 0).map(|mode| mode == 1);
            given.complete(0).zip(deep).and_then(|(array, deep)| counted(array, deep)).map(count)
        }
        "range" => range(given),
        "array_is_list" => given.complete(0).map(|array| Value::Bool(array.is_list())),
        "array_sum" => given
            .complete(0)
            .and_then(|array| super::maths::folded(array.entries.iter().map(|entry| &entry.value), BinaryOp::Add, 0)),
        "array_product" => given
            .complete(0)
            .and_then(|array| super::maths::folded(array.entries.iter().map(|entry| &entry.value), BinaryOp::Mul, 1)),
        "iterator_to_array" => given.array(0).map(|array| match given.flag(1, true) {
            Some(true) => Value::Array(Rc::clone(array)),
            _ => Value::array(loose_unless_complete(array, |array| Array::list(values(array)))),
        }),
        _ => return None,
    })
}

/// How many elements there are, those of arrays inside too if asked for.
fn counted(array: &Array<'_>, deep: bool) -> Option<usize> {
    let mut length = array.entries.len();
    for entry in array.entries.iter().filter(|_| deep) {
        match &entry.value {
            Value::Array(inner) if inner.is_complete() => length += counted(inner, true)?,
            Value::Array(_) | Value::Unknown(_) | Value::OneOf(_) => return None,
            _ => {}
        }
    }
    Some(length)
}

/// What functions that take an element give where there is none.
fn none_of<'a>(name: &str) -> Value<'a> {
    if name.starts_with("array_") { Value::Null } else { Value::Bool(false) }
}

fn values<'c, 'a>(array: &'c Array<'a>) -> impl Iterator<Item = Value<'a>> + 'c {
    array.entries.iter().map(|entry| entry.value.clone())
}

/// Values of an array of which some may be missing.
fn loose_values<'a>(array: &Array<'a>) -> Array<'a> {
    let mut whole = Array::list(values(array));
    let moved = array.entries.iter().any(|entry| entry.maybe);
    for entry in whole.entries.iter_mut().filter(|_| moved) {
        entry.maybe = true;
    }
    whole.open = array.open || moved;
    whole
}

fn loose_unless_complete<'a>(array: &Array<'a>, make: impl FnOnce(&Array<'a>) -> Array<'a>) -> Array<'a> {
    if array.is_complete() { make(array) } else { loose(array) }
}

/// The first or last element, if that is known: the inner option is none if there are no elements.
pub fn end<'c, 'a>(array: &'c Array<'a>, first: bool) -> Option<Option<&'c Entry<'a>>> {
    let entry = if first { array.entries.first() } else { array.entries.last() };
    match entry {
        Some(entry) if entry.maybe => None,
        // What an open array has besides may come before, or behind.
        _ if array.open && (!first || entry.is_none()) => None,
        entry => Some(entry),
    }
}

/// What is first or last: each element that may be, and the last thing if there may be none.
pub fn one_end<'a>(array: &Array<'a>, first: bool, none: &Value<'a>, pick: impl Fn(&Entry<'a>) -> Value<'a>) -> Value<'a> {
    let mut whole: Option<Value<'a>> = None;
    let mut certain = false;
    for step in 0..array.entries.len() {
        let at = if first { step } else { array.entries.len() - 1 - step };
        let value = pick(&array.entries[at]);
        whole = Some(whole.map_or(value.clone(), |known| join(&known, &value)));
        certain = !array.entries[at].maybe;
        if certain || matches!(whole, Some(Value::Unknown(_))) {
            break;
        }
    }
    // What an open array has besides may come before, or behind.
    let other = if array.open && !(first && certain) {
        Value::Unknown(Why::Data)
    } else if certain {
        return whole.unwrap_or(Value::Null);
    } else {
        none.clone()
    };
    whole.map_or(other.clone(), |known| join(&known, &other))
}

/// Whether an element for which something holds is there.
pub(super) fn contains<'a>(array: &Array<'a>, is: impl Fn(&Value<'a>) -> Option<bool>) -> Option<bool> {
    let mut answer = if array.open { None } else { Some(false) };
    for entry in &array.entries {
        match is(&entry.value) {
            Some(true) if !entry.maybe => return Some(true),
            Some(false) => {}
            _ => answer = None,
        }
    }
    answer
}

/// The first element for which something holds, if it is known which.
#[expect(clippy::option_option, reason = "unknown, none, an element")]
fn found<'c, 'a>(array: &'c Array<'a>, is: impl Fn(&Value<'a>) -> Option<bool>) -> Option<Option<&'c Entry<'a>>> {
    for entry in &array.entries {
        match is(&entry.value)? {
            true if entry.maybe => return None,
            true => return Some(Some(entry)),
            false => {}
        }
    }
    (!array.open).then_some(None)
}

fn keys<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let array = given.array(0)?;
    let Some(wanted) = given.value(1) else {
        let mut keys = Array::list(array.entries.iter().map(key_value));
        let moved = array.entries.iter().any(|entry| entry.maybe);
        keys.entries.iter_mut().filter(|_| moved).for_each(|entry| entry.maybe = true);
        keys.open = array.open || moved;
        return Some(Value::array(keys));
    };
    let strict = given.flag(2, false)?;
    let mut keys = Array::default();
    for entry in &given.complete(0)?.entries {
        if if strict { equal(&entry.value, wanted, true) } else { loosely_equal(&entry.value, wanted) }? {
            keys.push(key_value(entry));
        }
    }
    Some(Value::array(keys))
}

/// `array_combine`
pub(super) fn combined<'a>(keys: &Array<'a>, values: &Array<'a>) -> Answer<'a> {
    if !keys.is_complete() || !values.is_complete() || keys.entries.len() != values.entries.len() {
        return None;
    }
    let mut whole = Array::default();
    for (key, value) in keys.entries.iter().zip(&values.entries) {
        set(&mut whole, &key.value, value.value.clone());
    }
    Some(Value::array(whole))
}

fn fill<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (start, times) = (given.int(0)?, given.int(1)?);
    let mut whole = Array::default();
    for at in 0..times.clamp(0, i64::try_from(MAX_ELEMENTS).unwrap_or(0)) {
        // No search for the key: it is new.
        if start == 0 {
            whole.push(given.value(2)?.clone());
        } else {
            whole.set(Key::Int(start.saturating_add(at)), None, given.value(2)?.clone());
        }
    }
    whole.open = times > i64::try_from(MAX_ELEMENTS).unwrap_or(0);
    Some(Value::array(whole))
}

fn pad<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (array, size, value) = (given.complete(0)?, given.int(1)?, given.value(2)?);
    let wanted = usize::try_from(size.unsigned_abs()).ok().filter(|wanted| *wanted <= MAX_ELEMENTS)?;
    let missing = wanted.saturating_sub(array.entries.len());
    let mut whole = Array::default();
    if size < 0 {
        (0..missing).for_each(|_| whole.push(value.clone()));
    }
    array.entries.iter().for_each(|entry| put(&mut whole, entry, missing == 0));
    if size > 0 {
        (0..missing).for_each(|_| whole.push(value.clone()));
    }
    Some(Value::array(whole))
}

fn chunk<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (array, size) = (given.array(0)?, usize::try_from(given.int(1)?).ok().filter(|size| *size > 0)?);
    let keeps = given.flag(2, false)?;
    if !array.is_complete() {
        let mut whole = Array::list([Value::array(loose(array))]);
        whole.open = true;
        return Some(Value::array(whole));
    }
    let chunk = |entries: &[Entry<'a>]| {
        Value::array(if keeps { of_entries(entries, true) } else { Array::list(entries.iter().map(|entry| entry.value.clone())) })
    };
    Some(Value::array(Array::list(array.entries.chunks(size).map(chunk))))
}

fn reversed<'a>(array: &Array<'a>, keeps: Option<bool>) -> Value<'a> {
    match keeps.filter(|_| array.is_complete()) {
        Some(keeps) => Value::array(of_entries(array.entries.iter().rev(), keeps)),
        None => Value::array(loose(array)),
    }
}

fn slice<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let array = given.array(0)?;
    let (Some(start), Some(keeps), true) = (given.int(1), given.flag(3, false), array.is_complete()) else {
        return Some(Value::array(loose(array)));
    };
    let length = if given.has(2) { Some(given.int(2)?) } else { None };
    let (from, to) = super::pieces::bounds(array.entries.len(), start, length);
    Some(Value::array(of_entries(&array.entries[from..to], keeps)))
}

fn column<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let rows = given.array(0)?;
    let (column, index) = (given.value(1)?, given.value(2).filter(|index| !matches!(index, Value::Null)));
    let mut whole = Array::open_if(!rows.is_complete());
    let at = |row: &Value<'a>, key: &Value<'a>| -> Option<Option<Value<'a>>> {
        match row {
            Value::Array(row) => match row.get(&key_of(key)?) {
                Some(entry) if !entry.maybe => Some(Some(entry.value.clone())),
                None if !row.open => Some(None),
                _ => Some(Some(join(&element(row, key), &Value::Unknown(Why::Data)))),
            },
            Value::Object(row) if row.class.is_none() => Some(row.get(&key.as_str()?)),
            // A case of an enum has a name and, if it is backed, a value.
            Value::Object(row) if row.case.is_some() => row.get(&key.as_str()?).map(Some),
            Value::Unknown(_) | Value::OneOf(_) | Value::Object(_) | Value::Host(_) => None,
            _ => Some(None),
        }
    };
    for entry in &rows.entries {
        let value = if matches!(column, Value::Null) { Some(Some(entry.value.clone())) } else { at(&entry.value, column) };
        let Some(value) = value else {
            whole.open = true;
            continue;
        };
        let Some(value) = value else { continue };
        match index {
            None => whole.push(value),
            Some(index) => match at(&entry.value, index) {
                Some(Some(key)) => set(&mut whole, &key, value),
                Some(None) => whole.push(value),
                None => whole.open = true,
            },
        }
    }
    Some(Value::array(whole))
}

fn unique<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let array = given.array(0)?;
    let flags = given.int_or(1, 2)?;
    Some(Value::array(without_repetitions(array, |a, b| match flags {
        0 => loosely_equal(a, b),
        1 => Some(as_float(a)?.to_bits() == as_float(b)?.to_bits()),
        _ => Some(to_text(a).as_str()? == to_text(b).as_str()?),
    })))
}

/// The elements of which no earlier one is the same.
pub fn without_repetitions<'a>(array: &Array<'a>, same: impl Fn(&Value<'a>, &Value<'a>) -> Option<bool>) -> Array<'a> {
    let mut whole = Array::open_if(array.open);
    for entry in &array.entries {
        let answers: Vec<Option<bool>> =
            whole.entries.iter().map(|known| same(&known.value, &entry.value).filter(|same| !*same || !known.maybe)).collect();
        if answers.contains(&Some(true)) {
            continue;
        }
        put(&mut whole, entry, true);
        // An open array may have had it before, but then it is there all the same.
        if answers.contains(&None)
            && let Some(last) = whole.entries.last_mut()
        {
            last.maybe = true;
        }
    }
    whole
}

fn change_case<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let array = given.complete(0)?;
    let upper = given.int_or(1, 0)? == 1;
    let mut whole = Array::default();
    for entry in &array.entries {
        let key = match &entry.key {
            Key::Str(name) if upper => Key::Str(Rc::from(name.to_ascii_uppercase())),
            Key::Str(name) => Key::Str(Rc::from(name.to_ascii_lowercase())),
            number => number.clone(),
        };
        whole.set(key, None, entry.value.clone());
    }
    Some(Value::array(whole))
}

/// `range` of integers, floats or letters.
fn range<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let letter = |position: usize| match given.value(position)? {
        Value::Str(text) => text
            .known()
            .and_then(|text| text.bytes().next().filter(|byte| text.len() == 1 && byte.is_ascii() && !byte.is_ascii_digit())),
        _ => None,
    };
    let step = match given.value(2) {
        None => 1.0,
        Some(_) => given.float(2)?.abs(),
    };
    if step == 0.0 || !step.is_finite() {
        return None;
    }
    if let (Some(from), Some(to)) = (letter(0), letter(1)) {
        let letters = steps(f64::from(from), f64::from(to), step.floor());
        return Some(Value::array(Array::list(letters.into_iter().filter_map(|code| {
            let code = u8::try_from(super::super::numbers::int_of(code)?).ok()?;
            Some(Value::string(char::from(code).to_string()))
        }))));
    }
    // A word stands for 0, and PHP complains.
    let number = |position: usize| given.value(position).and_then(super::super::numbers::number);
    let (from, to) = (number(0)?, number(1)?);
    let whole = matches!((&from, &to), (Value::Int(_), Value::Int(_))) && step.fract() == 0.0;
    let (from, to) = (as_float(&from)?, as_float(&to)?);
    if from.abs().max(to.abs()) > 9e15 {
        return None;
    }
    let long = ((to - from).abs() / step) >= super::super::numbers::float_of(i64::try_from(MAX_ELEMENTS).unwrap_or(0));
    let value = |number: f64| {
        if whole { super::super::numbers::int_of(number).map_or(Value::Float(number), Value::Int) } else { Value::Float(number) }
    };
    let mut list = Array::list(steps(from, to, step).into_iter().map(value));
    list.open |= long;
    Some(Value::array(list))
}

fn steps(from: f64, to: f64, step: f64) -> Vec<f64> {
    let mut numbers = Vec::new();
    let turns = super::super::numbers::int_of(((to - from).abs() / step + 1e-9).floor()).unwrap_or(0);
    for turn in 0..=turns.clamp(0, i64::try_from(MAX_ELEMENTS).unwrap_or(0)) {
        let far = super::super::numbers::float_of(turn) * step;
        numbers.push(if to >= from { from + far } else { from - far });
    }
    numbers
}
