//! Methods that change the collection itself.

use std::rc::Rc;

use super::lists::keys_of;
use super::path::{Found, member};
use super::tests::value_of;
use super::{Called, arrayable, each};
use crate::eval::{
    Array, Entry, HostId, Interp, Key, Value, Why, bounds, end, join, key_of, key_value, loose, of_entries, put, set,
};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method that changes a collection; none if it is not one.
    pub(super) fn change(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        array: &Rc<Array<'a>>,
        call: &Called<'_, 'a>,
    ) -> Option<Value<'a>> {
        let this = Value::Host(id);
        let number = |position: usize| call.value(position).filter(|value| !matches!(value, Value::Null)).map(Value::as_int);
        let (result, new) = match call.method {
            "push" | "add" => {
                let mut whole = (**array).clone();
                call.args.items.iter().for_each(|arg| whole.push(arg.value.clone()));
                whole.open |= call.args.open;
                (this, whole)
            }
            "prepend" | "unshift" => {
                let mut whole = Array::default();
                if call.has(1) {
                    set(&mut whole, call.value(1)?, call.value(0)?.clone());
                    array
                        .entries
                        .iter()
                        .filter(|entry| whole.get(&entry.key).is_none())
                        .cloned()
                        .collect::<Vec<_>>()
                        .iter()
                        .for_each(|entry| {
                            put(&mut whole, entry, true);
                        });
                } else {
                    call.args.items.iter().for_each(|arg| whole.push(arg.value.clone()));
                    array.entries.iter().for_each(|entry| put(&mut whole, entry, false));
                }
                whole.open |= array.open;
                (this, whole)
            }
            "put" | "offsetset" => {
                let mut whole = (**array).clone();
                match call.value(0)? {
                    Value::Null => whole.push(call.value(1)?.clone()),
                    key => set(&mut whole, key, call.value(1)?.clone()),
                }
                (this, whole)
            }
            "forget" | "offsetunset" => match keys_of(cx, call) {
                Some(keys) => {
                    let mut whole = (**array).clone();
                    keys.iter().filter_map(key_of).for_each(|key| whole.remove(&key));
                    (this, whole)
                }
                None => (this, loose(array)),
            },
            "pull" => {
                let key = key_of(call.value(0)?)?;
                let found = match member(array, &key) {
                    Found::Value(value) => value,
                    Found::Missing => call.value(1).map_or(Value::Null, |default| value_of(cx, default, call)),
                    Found::Unknown => Value::Unknown(Why::Data),
                };
                let mut whole = (**array).clone();
                whole.remove(&key);
                (found, whole)
            }
            "getorput" => {
                let key = key_of(call.value(0)?)?;
                let mut whole = (**array).clone();
                let found = match member(array, &key) {
                    Found::Value(value) => value,
                    _ => {
                        let made = value_of(cx, call.value(1)?, call);
                        whole.set(key, call.value(0)?.as_text().cloned(), made.clone());
                        made
                    }
                };
                (found, whole)
            }
            "pop" | "shift" => {
                if call.has(0) {
                    return Some(Self::lost(cx, id, array));
                }
                let first = call.method == "shift";
                match end(array, first) {
                    Some(None) => return Some(Value::Null),
                    Some(Some(entry)) if array.is_complete() => {
                        let rest = array.entries.len() - 1;
                        let kept = if first { &array.entries[1..] } else { &array.entries[..rest] };
                        (entry.value.clone(), of_entries(kept, !first))
                    }
                    _ => return Some(Self::lost(cx, id, array)),
                }
            }
            "splice" => {
                let (Some(Some(start)), length, true) = (number(0), number(1), array.is_complete()) else {
                    return Some(Self::lost(cx, id, array));
                };
                if length == Some(None) {
                    return Some(Self::lost(cx, id, array));
                }
                let (from, to) = bounds(array.entries.len(), start, length.flatten());
                let mut whole = of_entries(&array.entries[..from], false);
                if let Some(new) = call.value(2) {
                    match arrayable(cx, new) {
                        Value::Array(new) => new.entries.iter().for_each(|entry| whole.push(entry.value.clone())),
                        _ => whole.open = true,
                    }
                }
                array.entries[to..].iter().for_each(|entry| put(&mut whole, entry, false));
                let taken = of_entries(&array.entries[from..to], false);
                (cx.host.make(Thing::Collection(Some(Rc::new(taken)), None)), whole)
            }
            "transform" => {
                let callback = call.callback()?;
                let mut whole = Array::open_if(array.open);
                if array.entries.is_empty() {
                    callback.visit(cx, call.at);
                }
                each(cx, array, |cx, entry| {
                    let value = callback.apply(cx, &entry.value, key_value(entry), call.at);
                    put(&mut whole, &Entry { value, ..entry.clone() }, true);
                });
                (this, whole)
            }
            _ => return None,
        };
        Self::changed_to(cx, id, new);
        Some(result)
    }

    /// Gives a collection other elements; perhaps only, where it is not certain that the code runs.
    pub(in crate::laravel) fn changed_to(cx: &mut Interp<'a, Self>, id: HostId, new: Array<'a>) {
        let uncertain = cx.uncertain > 0;
        if let Some(Thing::Collection(Some(elements), element)) = cx.host.thing_mut(id) {
            *elements = Rc::new(if uncertain { either(elements, &new) } else { new });
            *element = None;
        }
    }

    /// Something was taken out, and it is not known what.
    fn lost(cx: &mut Interp<'a, Self>, id: HostId, array: &Array<'a>) -> Value<'a> {
        if let Some(Thing::Collection(elements, _)) = cx.host.thing_mut(id) {
            *elements = Some(Rc::new(loose(array)));
        }
        Value::Unknown(Why::Data)
    }
}

/// The elements before or after a change that may not happen, element by element.
fn either<'a>(before: &Array<'a>, after: &Array<'a>) -> Array<'a> {
    let (long, short) = if after.entries.len() < before.entries.len() { (before, after) } else { (after, before) };
    let mut rest = short.entries.iter().peekable();
    let mut whole = Array::open_if(before.open || after.open);
    for entry in &long.entries {
        let value = match rest.next_if(|other| other.key == entry.key) {
            Some(other) => Entry { value: join(&entry.value, &other.value), maybe: entry.maybe || other.maybe, ..entry.clone() },
            None => Entry { maybe: true, ..entry.clone() },
        };
        put(&mut whole, &value, true);
    }
    // What is left has no place of its own.
    rest.for_each(|entry| put(&mut whole, &Entry { key: Key::Int(0), maybe: true, ..entry.clone() }, false));
    whole
}
