//! How two possible values become one.

use std::rc::Rc;

use super::value::{Array, Entry, MAX_CHOICES, Value, Why};

/// A value that may be either of the two.
#[must_use]
pub fn join<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    if same(left, right) {
        return left.clone();
    }
    if let (Value::Array(a), Value::Array(b)) = (left, right)
        && let Some(merged) = join_arrays(a, b)
    {
        return Value::array(merged);
    }
    let mut choices: Vec<Value<'a>> = Vec::new();
    for value in left.choices().iter().chain(right.choices()) {
        if !choices.iter().any(|known| same(known, value)) {
            choices.push(value.clone());
        }
    }
    if choices.iter().filter(|value| value.is_unknown()).count() > 1 {
        let mut seen = false;
        choices.retain(|value| !value.is_unknown() || !std::mem::replace(&mut seen, true));
    }
    match choices.len() {
        1 => choices.swap_remove(0),
        n if n > MAX_CHOICES => Value::Unknown(Why::Choices),
        _ => Value::OneOf(Rc::new(choices)),
    }
}

/// Two arrays with string keys or a common beginning become one whose other elements may be missing.
fn join_arrays<'a>(a: &Array<'a>, b: &Array<'a>) -> Option<Array<'a>> {
    // Long lists are compared key by key only where that is cheap.
    if a.entries.len().saturating_mul(b.entries.len()) > 1 << 16 {
        return None;
    }
    let shares_keys = a.entries.iter().any(|entry| b.get(&entry.key).is_some());
    if !shares_keys && !a.entries.is_empty() && !b.entries.is_empty() {
        return None;
    }
    // Lists of different things (`['a', 'b']` or `['c']`) are better kept apart.
    if a.is_list() && b.is_list() && a.entries.iter().zip(&b.entries).any(|(x, y)| !same(&x.value, &y.value)) {
        return None;
    }
    let mut merged = a.clone();
    merged.open |= b.open;
    for entry in &mut merged.entries {
        match b.get(&entry.key) {
            Some(other) => {
                entry.value = join(&entry.value, &other.value);
                entry.maybe |= other.maybe;
                entry.replaceable |= other.replaceable;
            }
            None => entry.maybe = true,
        }
    }
    for entry in &b.entries {
        if a.get(&entry.key).is_none() {
            merged.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
            if let Some(last) = merged.entries.last_mut() {
                last.maybe = true;
            }
        }
    }
    Some(merged)
}

/// Whether two values are certainly the same, places included.
#[must_use]
pub(super) fn same<'a>(left: &Value<'a>, right: &Value<'a>) -> bool {
    match (left, right) {
        (Value::Unknown(a), Value::Unknown(b)) => a == b,
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::Str(a), Value::Str(b)) => Rc::ptr_eq(a, b) || a == b,
        (Value::Array(a), Value::Array(b)) => Rc::ptr_eq(a, b) || same_arrays(a, b),
        (Value::Closure(a), Value::Closure(b)) => Rc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => {
            Rc::ptr_eq(a, b)
                || (a.case.is_some()
                    && a.case == b.case
                    && a.class.map(super::super::php::program::ClassDecl::key)
                        == b.class.map(super::super::php::program::ClassDecl::key))
        }
        (Value::Host(a), Value::Host(b)) => a == b,
        (Value::OneOf(a), Value::OneOf(b)) => {
            Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| same(x, y)))
        }
        _ => false,
    }
}

fn same_arrays<'a>(a: &Array<'a>, b: &Array<'a>) -> bool {
    let entry = |x: &Entry<'a>, y: &Entry<'a>| {
        x.key == y.key && x.maybe == y.maybe && x.replaceable == y.replaceable && same(&x.value, &y.value)
    };
    a.open == b.open && a.entries.len() == b.entries.len() && a.entries.iter().zip(&b.entries).all(|(x, y)| entry(x, y))
}

/// Whether two arrays have equal values under the same keys, in the same order if `strict`.
fn equal_arrays<'a>(a: &Array<'a>, b: &Array<'a>, strict: bool) -> Option<bool> {
    if !a.is_complete() || !b.is_complete() {
        return None;
    }
    if a.entries.len() != b.entries.len() {
        return Some(false);
    }
    let mut all = Some(true);
    for (position, entry) in a.entries.iter().enumerate() {
        let other = if strict { b.entries.get(position).filter(|other| other.key == entry.key) } else { b.get(&entry.key) };
        let Some(other) = other else { return Some(false) };
        match equal(&entry.value, &other.value, strict) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// PHP's `==` (or `===` if `strict`) of two values, where it is known.
#[must_use]
pub fn equal<'a>(left: &Value<'a>, right: &Value<'a>, strict: bool) -> Option<bool> {
    match (left, right) {
        (Value::OneOf(choices), other) | (other, Value::OneOf(choices)) => {
            let mut answers = choices.iter().map(|choice| equal(choice, other, strict));
            let first = answers.next().flatten()?;
            answers.all(|answer| answer == Some(first)).then_some(first)
        }
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => None,
        (Value::Str(a), Value::Str(b)) => Some(a.known()? == b.known()?),
        (Value::Host(a), Value::Host(b)) => (a == b).then_some(true),
        (Value::Host(_), _) | (_, Value::Host(_)) if !strict => None,
        (Value::Object(a), Value::Object(b)) if a.case.is_some() || b.case.is_some() => Some(same(left, right)),
        (Value::Object(a), Value::Object(b)) => Rc::ptr_eq(a, b).then_some(true),
        (Value::Array(a), Value::Array(b)) => equal_arrays(a, b, strict),
        (Value::Int(a), Value::Int(b)) => Some(a == b),
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Float(a), Value::Float(b)) => Some(a.to_bits() == b.to_bits()),
        (Value::Null, Value::Null) => Some(true),
        _ if strict => Some(false),
        (Value::Null | Value::Bool(_), other) | (other, Value::Null | Value::Bool(_)) => {
            let flag = if matches!(left, Value::Null | Value::Bool(_)) { left } else { right };
            Some(flag.truth()? == other.truth()?)
        }
        (Value::Int(number), Value::Str(text)) | (Value::Str(text), Value::Int(number)) => {
            Some(text.known()?.trim().parse::<i64>().ok() == Some(*number))
        }
        _ => None,
    }
}
