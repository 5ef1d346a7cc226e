//! Methods that choose elements, and questions.

use std::rc::Rc;

use super::callback::fits;
use super::lists::keys_of;
use super::path::{Found, data_get, get, member};
use super::{Callback, Called, Outcome, arrayable, each};
use crate::eval::{
    Args, Array, Entry, Host, Interp, Key, Value, Why, compare, end, equal, filtered, folded, joined, key_of, key_value,
    loosely_equal, put,
};
use crate::laravel::Laravel;
use crate::php::ast::BinaryOp;

type Cx<'c, 'a, const EXPLORE: bool> = &'c mut Interp<'a, Laravel<'a, EXPLORE>>;

fn unknown<'a>() -> Value<'a> {
    Value::Unknown(Why::Data)
}

/// Whether an element is what a method looks for.
fn test<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    entry: &Entry<'a>,
    callback: Option<&Callback<'a>>,
    call: &Called<'_, 'a>,
) -> Option<bool> {
    let member_of = |cx: Cx<'_, 'a, EXPLORE>, path: &Value<'a>| match data_get(cx, &entry.value, path) {
        Found::Value(value) => Some(value),
        Found::Missing => Some(Value::Null),
        Found::Unknown => None,
    };
    let listed = |cx: Cx<'_, 'a, EXPLORE>, strict: bool| {
        let value = member_of(cx, call.value(0)?)?;
        let Value::Array(list) = arrayable(cx, call.value(1)?) else { return None };
        let mut answer = if list.open { None } else { Some(false) };
        for known in &list.entries {
            match if strict { equal(&value, &known.value, true) } else { loosely_equal(&value, &known.value) } {
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    };
    match call.method {
        "where" | "firstwhere" => fits(cx, &entry.value, call.args),
        "wherestrict" => equal(&member_of(cx, call.value(0)?)?, call.value(1)?, true),
        "wherein" => listed(cx, call.value(2).is_some_and(|strict| strict.truth() != Some(false))),
        "whereinstrict" => listed(cx, true),
        "wherenotin" => listed(cx, false).map(|found| !found),
        "wherenotinstrict" => listed(cx, true).map(|found| !found),
        "wherenull" | "wherenotnull" => {
            let value = match call.value(0) {
                None | Some(Value::Null) => entry.value.clone(),
                Some(path) => member_of(cx, path)?,
            };
            equal(&value, &Value::Null, true).map(|null| null == (call.method == "wherenull"))
        }
        "wherebetween" => {
            let value = member_of(cx, call.value(0)?)?;
            let Value::Array(bounds) = arrayable(cx, call.value(1)?) else { return None };
            let (low, high) = (bounds.entries.first()?, bounds.entries.last()?);
            Some(compare(&value, &low.value)?.is_ge() && compare(&value, &high.value)?.is_le())
        }
        _ => match callback {
            None => entry.value.truth(),
            // What cannot be called is what the elements are compared with.
            Some(Callback::Call(wanted)) if !is_callable(wanted) => match call.args.len() {
                1 => loosely_equal(&entry.value, wanted),
                _ => fits(cx, &entry.value, call.args),
            },
            Some(callback) => callback.apply(cx, &entry.value, key_value(entry), call.at).truth(),
        },
    }
}

fn is_callable(value: &Value<'_>) -> bool {
    matches!(value, Value::Closure(_) | Value::Unknown(_) | Value::OneOf(_) | Value::Array(_) | Value::Object(_) | Value::Host(_))
}

pub(super) fn ask<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let callback = call.callback();
    if (array.entries.is_empty() || array.open) && call.args.items.iter().any(|arg| matches!(arg.value, Value::Closure(_))) {
        cx.uncertain += 1;
        cx.visit_closures(call.args);
        cx.uncertain -= 1;
    }
    let choose = |cx: Cx<'_, 'a, EXPLORE>, wanted: bool, callback: Option<Callback<'a>>| {
        let mut whole = Array::open_if(array.open);
        each(cx, array, |cx, entry| {
            let asked = Host::probes(&cx.host);
            let answer = test(cx, entry, callback.as_ref(), call);
            if answer != Some(!wanted) {
                put(&mut whole, &filtered(entry, answer, Host::probes(&cx.host) > asked), true);
            }
        });
        Outcome::List(whole)
    };
    let find = |cx: Cx<'_, 'a, EXPLORE>, wanted: bool, callback: Option<Callback<'a>>| {
        cx.first_where(array, wanted, |cx, entry| test(cx, entry, callback.as_ref(), call).map_or(unknown(), Value::Bool))
    };
    let truth = |answer: Option<bool>| Outcome::Value(answer.map_or(unknown(), Value::Bool));
    Some(match call.method {
        "filter" | "where" | "wherestrict" | "wherein" | "whereinstrict" | "wherenotin" | "wherenotinstrict" | "wherenull"
        | "wherenotnull" | "wherebetween" => choose(cx, true, callback),
        "reject" if callback.is_none() => choose(cx, false, None),
        "reject" => choose(cx, false, callback),
        "first" | "firstorfail" | "sole" | "last" | "firstwhere" => {
            let last = call.method == "last";
            let asks = callback.is_some() || call.method == "firstwhere";
            let found = match (asks, last) {
                (false, _) => end(array, !last).map(|entry: Option<&Entry<'a>>| entry.cloned()),
                (true, false) => find(cx, true, callback),
                (true, true) if array.is_complete() => {
                    let turned = crate::eval::of_entries(array.entries.iter().rev(), true);
                    cx.first_where(&turned, true, |cx, entry| {
                        test(cx, entry, callback.as_ref(), call).map_or(unknown(), Value::Bool)
                    })
                }
                (true, true) => None,
            };
            let default = |cx: Cx<'_, 'a, EXPLORE>| match call.value(1) {
                Some(default) if matches!(call.method, "first" | "last") => value_of(cx, default, call),
                _ => Value::Null,
            };
            Outcome::Value(match found {
                Some(Some(entry)) => entry.value,
                Some(None) => default(cx),
                // One of them, or none.
                None if !asks => {
                    let none = default(cx);
                    crate::eval::one_end(array, !last, &none, |entry| entry.value.clone())
                }
                None => {
                    let any = array.entries.iter().map(|entry| entry.value.clone()).reduce(|a, b| crate::eval::join(&a, &b));
                    any.map_or(unknown(), |any| crate::eval::join(&any, &unknown()))
                }
            })
        }
        "contains" | "some" | "containsstrict" | "doesntcontain" | "every" | "hassole" => {
            if matches!(call.method, "hassole") {
                return Some(Outcome::Value(unknown()));
            }
            let wanted = call.method != "every";
            if call.method == "every" && call.args.len() > 1 {
                return Some(truth(find(cx, false, callback).map(|found| found.is_none())));
            }
            if call.method == "every" && call.given.is_none() && call.value(0).is_some_and(|value| !is_callable(value)) {
                return Some(Outcome::Value(unknown()));
            }
            if call.method == "containsstrict" {
                let value = call.value(0)?.clone();
                let found =
                    cx.first_where(array, true, |_, entry| equal(&entry.value, &value, true).map_or(unknown(), Value::Bool));
                return Some(truth(found.map(|found| found.is_some())));
            }
            let found = find(cx, wanted, callback).map(|found| found.is_some());
            truth(match call.method {
                "every" | "doesntcontain" => found.map(|found| !found),
                _ => found,
            })
        }
        "search" => {
            let strict = call.value(1).is_some_and(|strict| strict.truth() != Some(false));
            let found = match callback? {
                Callback::Call(wanted) if !matches!(wanted, Value::Closure(_)) => cx.first_where(array, true, |_, entry| {
                    let same = if strict { equal(&entry.value, &wanted, true) } else { loosely_equal(&entry.value, &wanted) };
                    same.map_or(unknown(), Value::Bool)
                }),
                callback => find(cx, true, Some(callback)),
            };
            Outcome::Value(found.map_or(unknown(), |found| found.as_ref().map_or(Value::Bool(false), key_value)))
        }
        "takewhile" | "takeuntil" | "skipwhile" | "skipuntil" => {
            let until = call.method.ends_with("until");
            let Some(place) = find(cx, until, callback) else { return Some(Outcome::List(crate::eval::loose(array))) };
            let at = place
                .and_then(|place| array.entries.iter().position(|entry| entry.key == place.key))
                .unwrap_or(array.entries.len());
            let kept = if call.method.starts_with("take") { &array.entries[..at] } else { &array.entries[at..] };
            Outcome::List(crate::eval::of_entries(kept, true))
        }
        "partition" => {
            let mut sides = [Array::open_if(array.open), Array::open_if(array.open)];
            each(cx, array, |cx, entry| {
                let answer = test(cx, entry, callback.as_ref(), call);
                for (side, wanted) in sides.iter_mut().zip([true, false]) {
                    if answer != Some(!wanted) {
                        put(side, &Entry { maybe: entry.maybe || answer.is_none(), ..entry.clone() }, true);
                    }
                }
            });
            Outcome::Lists(Array::list(sides.map(Value::array)))
        }
        _ => return measured(cx, array, call),
    })
}

/// A value, or what a closure gives.
pub(super) fn value_of<'a, const EXPLORE: bool>(cx: Cx<'_, 'a, EXPLORE>, value: &Value<'a>, call: &Called<'_, 'a>) -> Value<'a> {
    match value {
        closure @ Value::Closure(_) => cx.call_value(closure, Args::default(), call.at.call),
        other => other.clone(),
    }
}

/// Counts, sums and single elements.
fn measured<'a, const EXPLORE: bool>(
    cx: Cx<'_, 'a, EXPLORE>,
    array: &Rc<Array<'a>>,
    call: &Called<'_, 'a>,
) -> Option<Outcome<'a>> {
    let at = call.at;
    let complete = array.is_complete();
    let values = |cx: Cx<'_, 'a, EXPLORE>| -> Vec<Value<'a>> {
        let callback = call.retriever(0);
        array.entries.iter().map(|entry| callback.apply(cx, &entry.value, key_value(entry), at)).collect()
    };
    let known = |value: Option<Value<'a>>| Outcome::Value(value.unwrap_or(Value::Unknown(Why::Data)));
    let items = || Value::Array(Rc::clone(array));
    Some(match call.method {
        "count" => Outcome::Value(cx.builtin("count", &Args::of(vec![items()], at.call), at)?),
        "isempty" => known(items().truth().map(|full| Value::Bool(!full))),
        "isnotempty" => known(items().truth().map(Value::Bool)),
        "containsoneitem" | "hasmany" if call.callback().is_none() => {
            let many = call.method == "hasmany";
            known(complete.then(|| Value::Bool(if many { array.entries.len() > 1 } else { array.entries.len() == 1 })))
        }
        "sum" => {
            let values = values(cx);
            known(folded(values.iter(), BinaryOp::Add, 0).filter(|_| complete))
        }
        "max" | "min" => {
            let wanted = if call.method == "max" { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
            let values: Vec<Value<'a>> = values(cx).into_iter().filter(|value| !matches!(value, Value::Null)).collect();
            let mut best = Some(Value::Null);
            for value in values {
                best = match best {
                    Some(Value::Null) => Some(value),
                    Some(known) => compare(&value, &known).map(|order| if order == wanted { value } else { known }),
                    None => None,
                };
            }
            known(best.filter(|_| complete))
        }
        "avg" | "average" => {
            let values: Vec<Value<'a>> = values(cx).into_iter().filter(|value| !matches!(value, Value::Null)).collect();
            let count = Value::Int(i64::try_from(values.len()).ok()?);
            if values.is_empty() && complete {
                return Some(Outcome::Value(Value::Null));
            }
            let whole = folded(values.iter(), BinaryOp::Add, 0).filter(|_| complete);
            known(whole.map(|whole| crate::eval::binary(BinaryOp::Div, &whole, &count)))
        }
        "reduce" => {
            let callback = call.callback()?;
            let Callback::Call(callee) = callback else { return None };
            let mut carry = call.value(1).cloned().unwrap_or(Value::Null);
            each(cx, array, |cx, entry| {
                let values = vec![carry.clone(), entry.value.clone(), key_value(entry)];
                carry = cx.call_value(&callee, Args::of(values, at.call), at.call);
            });
            known(Some(carry).filter(|_| complete))
        }
        "join" => {
            let glue = call.value(0).cloned().unwrap_or_else(|| Value::string(""));
            match call.value(1).cloned().filter(|glue| glue.as_str().as_deref() != Some("")) {
                None => Outcome::Value(joined(Some(&glue), array)),
                Some(last) => {
                    let Some((final_entry, rest)) = array.entries.split_last().filter(|_| complete) else {
                        return Some(known(complete.then(|| Value::string(""))));
                    };
                    if rest.is_empty() {
                        return Some(Outcome::Value(final_entry.value.clone()));
                    }
                    let start = joined(Some(&glue), &crate::eval::of_entries(rest, true));
                    Outcome::Value(crate::eval::concat(
                        &crate::eval::concat(&start, &last),
                        &crate::eval::to_text(&final_entry.value),
                    ))
                }
            }
        }
        "implode" => {
            let first = call.value(0).cloned();
            let nested = array.entries.first().is_some_and(|entry| matches!(entry.value, Value::Array(_) | Value::Object(_)));
            let called = matches!(first, Some(Value::Closure(_)));
            if called || nested {
                let values = if called {
                    values(cx)
                } else {
                    let plucked = super::lists::pluck(cx, array, &first?, None);
                    plucked.entries.iter().map(|entry| entry.value.clone()).collect()
                };
                let mut list = Array::list(values);
                list.open |= !complete;
                return Some(Outcome::Value(joined(call.value(1), &list)));
            }
            let mut list = Array::open_if(array.open);
            for entry in &array.entries {
                let value = crate::laravel::Laravel::plain(cx, &entry.value, 0);
                put(&mut list, &Entry { value, ..entry.clone() }, true);
            }
            Outcome::Value(joined(first.as_ref(), &list))
        }
        "has" | "hasany" => {
            let keys = keys_of(cx, call)?;
            let found = keys.iter().map(|key| match key_of(key).map(|key| member(array, &key)) {
                Some(Found::Value(_)) => Some(true),
                Some(Found::Missing) => Some(false),
                _ => None,
            });
            let all: Option<Vec<bool>> = found.collect();
            known(all.map(|all| {
                Value::Bool(if call.method == "has" { all.iter().all(|found| *found) } else { all.iter().any(|found| *found) })
            }))
        }
        "get" | "offsetget" => {
            let key = match call.value(0)? {
                Value::Null => Key::Str(Rc::from("")),
                value => key_of(value)?,
            };
            Outcome::Value(match member(array, &key) {
                Found::Value(value) => value,
                Found::Missing => call.value(1).map_or(Value::Null, |default| value_of(cx, default, call)),
                Found::Unknown => crate::eval::element(array, call.value(0)?),
            })
        }
        "value" => {
            let first = end(array, true)??.value.clone();
            let Value::Array(first) = first else { return Some(Outcome::Value(unknown())) };
            match get(&first, call.value(0)?) {
                Found::Value(value) => Outcome::Value(value),
                _ => Outcome::Value(unknown()),
            }
        }
        "before" | "after" if complete && !matches!(call.value(0), Some(Value::Closure(_))) => {
            let wanted = call.value(0)?;
            let found =
                cx.first_where(array, true, |_, entry| loosely_equal(&entry.value, wanted).map_or(unknown(), Value::Bool));
            let Some(found) = found else { return Some(Outcome::Value(unknown())) };
            let place = found.and_then(|found| array.entries.iter().position(|entry| entry.key == found.key));
            let other = place.and_then(|at| if call.method == "before" { at.checked_sub(1) } else { at.checked_add(1) });
            Outcome::Value(other.and_then(|at| array.entries.get(at)).map_or(Value::Null, |entry| entry.value.clone()))
        }
        "random" | "median" | "mode" | "percentage" | "reducespread" | "pipeinto" | "pipethrough" | "duplicates" => {
            cx.visit_closures(call.args);
            Outcome::Value(unknown())
        }
        _ => return None,
    })
}
