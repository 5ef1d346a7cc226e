//! Methods that order elements or put them into groups.

use std::rc::Rc;

use super::{Callback, Called, Outcome, each};
use crate::eval::{
    Array, Entry, Interp, Key, Sort, Value, Why, compare_as, equal, key_of, key_value, loose, loosely_equal, of_entries, put,
    stable, without_repetitions,
};
use crate::laravel::Laravel;

type Cx<'c, 'a, const EXPLORE: bool> = &'c mut Interp<'a, Laravel<'a, EXPLORE>>;

pub(super) fn order<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let at = call.at;
    let flags = |position: usize| call.value(position).map_or(Some(0), Value::as_int);
    let plain = |name: &str, flags: Option<i64>| Sort::named(name).map(|sort| sort.sorted(array, flags));
    Some(Outcome::List(match call.method {
        "sort" => match call.value(0) {
            Some(callee @ (Value::Closure(_) | Value::Str(_) | Value::Unknown(_))) => {
                let callee = callee.clone();
                cx.sorted_by(Sort::named("uasort")?, array, &callee, at)
            }
            _ => plain("asort", flags(0))?,
        },
        "sortdesc" => plain("arsort", flags(0))?,
        "sortkeys" => {
            let descending = call.value(1).is_some_and(|descending| descending.truth() != Some(false));
            plain(if descending { "krsort" } else { "ksort" }, flags(0))?
        }
        "sortkeysdesc" => plain("krsort", flags(0))?,
        "sortkeysusing" => {
            let callee = call.value(0)?.clone();
            cx.sorted_by(Sort::named("uksort")?, array, &callee, at)
        }
        "sortby" | "sortbydesc" => {
            let descending = match call.method {
                "sortby" => call.value(2).map_or(Some(false), Value::truth)?,
                _ => true,
            };
            if matches!(call.value(0), Some(Value::Array(_))) {
                cx.visit_closures(call.args);
                return Some(Outcome::List(loose(array)));
            }
            let callback = call.retriever(0);
            if array.entries.is_empty() {
                callback.visit(cx, at);
            }
            let mut keyed: Vec<(Value<'a>, Entry<'a>)> = Vec::new();
            each(cx, array, |cx, entry| keyed.push((callback.apply(cx, &entry.value, key_value(entry), at), entry.clone())));
            let sorted = flags(1).filter(|_| array.is_complete()).and_then(|flags| {
                stable(keyed, &mut |a, b| {
                    if descending { compare_as(flags, &b.0, &a.0) } else { compare_as(flags, &a.0, &b.0) }
                })
            });
            match sorted {
                Some(sorted) => of_entries(sorted.iter().map(|(_, entry)| entry), true),
                None => loose(array),
            }
        }
        "unique" | "uniquestrict" => {
            let strict = call.method == "uniquestrict" || call.value(1).is_some_and(|strict| strict.truth() != Some(false));
            let same = |a: &Value<'a>, b: &Value<'a>| if strict { equal(a, b, true) } else { loosely_equal(a, b) };
            let callback = call.retriever(0);
            if matches!(callback, Callback::Same) {
                return Some(Outcome::List(without_repetitions(array, same)));
            }
            let mut known: Vec<Value<'a>> = Vec::new();
            let mut whole = Array::open_if(array.open);
            each(cx, array, |cx, entry| {
                let id = callback.apply(cx, &entry.value, key_value(entry), at);
                let answers: Vec<Option<bool>> = known.iter().map(|other| same(other, &id)).collect();
                if answers.contains(&Some(true)) {
                    return;
                }
                put(&mut whole, &Entry { maybe: entry.maybe || answers.contains(&None), ..entry.clone() }, true);
                known.push(id);
            });
            whole
        }
        _ => return None,
    }))
}

/// The keys of the groups that an element belongs to.
fn groups_of(value: &Value<'_>) -> Option<Vec<Key>> {
    match value {
        Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| single_group(&entry.value)).collect(),
        other => single_group(other).map(|key| vec![key]),
    }
}

fn single_group(value: &Value<'_>) -> Option<Key> {
    match value {
        Value::Object(object) if object.case.is_some() => key_of(&object.get("value")?),
        other => key_of(&crate::eval::to_text(&match other {
            Value::Bool(truth) => Value::Int(i64::from(*truth)),
            other => other.clone(),
        })),
    }
}

pub(super) fn group<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let at = call.at;
    match call.method {
        "groupby" | "keyby" | "countby" | "maptogroups" => {}
        _ => return None,
    }
    if call.method == "groupby" && matches!(call.value(0), Some(Value::Array(_))) {
        cx.visit_closures(call.args);
        return Some(Outcome::List(Array::open_if(true)));
    }
    let keeps = call.method == "groupby" && call.value(1).is_some_and(|keeps| keeps.truth() == Some(true));
    let callback = call.retriever(0);
    if array.entries.is_empty() || array.open {
        callback.visit(cx, at);
    }
    let mut groups: Array<'a> = Array::open_if(array.open);
    each(cx, array, |cx, entry| {
        let made = callback.apply(cx, &entry.value, key_value(entry), at);
        if call.method == "maptogroups" {
            match made {
                Value::Array(pair) if pair.is_complete() && !entry.maybe => {
                    if let Some(pair) = pair.entries.first() {
                        add(&mut groups, pair.key.clone(), pair, false);
                    }
                }
                _ => groups.open = true,
            }
            return;
        }
        let Some(keys) = groups_of(&made) else {
            groups.open = true;
            return;
        };
        for key in keys {
            match call.method {
                "keyby" => {
                    let text = made.as_text().cloned();
                    put(&mut groups, &Entry { key, key_text: text, ..entry.clone() }, true);
                }
                "countby" => {
                    let before = groups.get(&key).and_then(|entry| entry.value.as_int()).unwrap_or(0);
                    let count = if entry.maybe { Value::Unknown(Why::Data) } else { Value::Int(before + 1) };
                    groups.set(key, None, count);
                }
                _ => add(&mut groups, key, entry, keeps),
            }
        }
    });
    Some(if matches!(call.method, "groupby" | "maptogroups") { Outcome::Lists(groups) } else { Outcome::List(groups) })
}

/// Adds an element to a group.
fn add<'a>(groups: &mut Array<'a>, key: Key, entry: &Entry<'a>, keeps: bool) {
    let mut group = match groups.get(&key).map(|entry| &entry.value) {
        Some(Value::Array(group)) => (**group).clone(),
        _ => Array::open_if(groups.open),
    };
    let key_in_group = if keeps { entry.key.clone() } else { Key::Int(0) };
    put(&mut group, &Entry { key: key_in_group, ..entry.clone() }, keeps);
    groups.set(key, None, Value::array(group));
}
