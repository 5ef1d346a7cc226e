//! The order of elements: how PHP sorts.

use std::cmp::Ordering;

use super::super::arrays::{loose, of_entries};
use super::super::numbers::{as_float, compare, key, leading};
use super::super::operators::to_text;
use super::super::value::{Array, Entry, Value};
use super::{Answer, Given};

/// Functions of this family all change their argument; what they give is the same for all.
pub(super) fn call<'a>(name: &str, _given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Sort::named(name).map(|_| Some(Value::Bool(true)))
}

/// What a sorting function looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The keys rather than the values.
    pub keys: bool,
    /// From the end.
    pub reverse: bool,
    /// Whether the keys stay with their values.
    pub keeps: bool,
    /// Whether a function compares.
    pub by: bool,
    /// Whether numbers inside of text count (`natsort`).
    natural: Option<i64>,
}

impl Sort {
    /// A sorting function of PHP's.
    #[must_use]
    pub fn named(name: &str) -> Option<Sort> {
        let sort = |keys, reverse, keeps, by| Some(Sort { keys, reverse, keeps, by, natural: None });
        match name {
            "sort" => sort(false, false, false, false),
            "rsort" => sort(false, true, false, false),
            "usort" => sort(false, false, false, true),
            "asort" => sort(false, false, true, false),
            "arsort" => sort(false, true, true, false),
            "uasort" => sort(false, false, true, true),
            "ksort" => sort(true, false, true, false),
            "krsort" => sort(true, true, true, false),
            "uksort" => sort(true, false, true, true),
            "natsort" => Some(Sort { keys: false, reverse: false, keeps: true, by: false, natural: Some(6) }),
            "natcasesort" => Some(Sort { keys: false, reverse: false, keeps: true, by: false, natural: Some(14) }),
            _ => None,
        }
    }

    /// The array sorted by PHP's own order.
    #[must_use]
    pub fn sorted<'a>(self, array: &Array<'a>, flags: Option<i64>) -> Array<'a> {
        let Some(flags) = self.natural.or(flags) else { return loose(array) };
        self.sorted_by(array, |a, b| compare_as(flags, a, b))
    }

    /// The array sorted by a function that may not know.
    pub fn sorted_by<'a>(
        self,
        array: &Array<'a>,
        mut order: impl FnMut(&Value<'a>, &Value<'a>) -> Option<Ordering>,
    ) -> Array<'a> {
        let part = |entry: &Entry<'a>| if self.keys { key(&entry.key) } else { entry.value.clone() };
        let entries: Vec<(Value<'a>, &Entry<'a>)> = array.entries.iter().map(|entry| (part(entry), entry)).collect();
        let sorted = if array.is_complete() {
            stable(entries, &mut |a, b| if self.reverse { order(&b.0, &a.0) } else { order(&a.0, &b.0) })
        } else {
            None
        };
        match sorted {
            Some(sorted) if self.keeps => of_entries(sorted.into_iter().map(|(_, entry)| entry), true),
            Some(sorted) => Array::list(sorted.into_iter().map(|(_, entry)| entry.value.clone())),
            None => loose(array),
        }
    }
}

/// Two values in the order of `sort()` with flags; none if that is not known.
#[must_use]
pub fn compare_as<'a>(flags: i64, a: &Value<'a>, b: &Value<'a>) -> Option<Ordering> {
    let text = |value: &Value<'a>| to_text(value).as_str();
    let number = |value: &Value<'a>| match value {
        Value::Str(text) => as_float(&leading(&text.known()?)),
        other => as_float(other),
    };
    let small = flags & 8 != 0;
    let shaped = |value: &Value<'a>| text(value).map(|text| if small { text.to_ascii_lowercase() } else { text.to_string() });
    match flags & !8 {
        0 => compare(a, b),
        1 => number(a)?.partial_cmp(&number(b)?),
        2 | 5 => Some(shaped(a)?.cmp(&shaped(b)?)),
        6 => super::search::natural(&shaped(a)?, &shaped(b)?),
        _ => None,
    }
}

/// A stable sort by an order that may not be known.
pub fn stable<T: Clone>(items: Vec<T>, order: &mut impl FnMut(&T, &T) -> Option<Ordering>) -> Option<Vec<T>> {
    if items.len() < 2 {
        return Some(items);
    }
    let mut left = items;
    let right = left.split_off(left.len() / 2);
    let (left, right) = (stable(left, order)?, stable(right, order)?);
    let mut whole = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if order(a, b)?.is_gt() { right.next() } else { left.next() };
        whole.extend(next);
    }
    whole.extend(left);
    whole.extend(right);
    Some(whole)
}

/// What a comparing function's result says: PHP takes `false` for "not before", and asks the other way round.
pub fn verdict<'a>(result: &Value<'a>, mut swapped: impl FnMut() -> Value<'a>) -> Option<Ordering> {
    match result {
        Value::Bool(true) => Some(Ordering::Greater),
        Value::Bool(false) => Some(if swapped().truth()? { Ordering::Less } else { Ordering::Equal }),
        Value::Int(number) => Some(number.cmp(&0)),
        Value::Float(number) => super::super::numbers::int_of(*number).map(|number| number.cmp(&0)),
        _ => None,
    }
}
