//! Collections: just enough to follow names through `collect([…])->each(…)`, and to know that a
//! collection's `join` and `where` name no tables.

use std::rc::Rc;

use super::Laravel;
use super::objects::Thing;
use crate::eval::{Args, Array, CallSite, HostId, Interp, Key, Value, Why};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `collect(value)`
    pub(super) fn collect(cx: &mut Interp<'a, Self>, value: Option<&Value<'a>>) -> Value<'a> {
        let thing = match value {
            None | Some(Value::Null) => Thing::Collection(Some(Rc::default()), None),
            Some(Value::Array(array)) => Thing::Collection(Some(Rc::clone(array)), None),
            Some(Value::Host(id)) => match cx.host.thing(*id) {
                Some(same @ Thing::Collection(..)) => same.clone(),
                _ => Thing::Collection(None, None),
            },
            Some(_) => Thing::Collection(None, None),
        };
        cx.host.make(thing)
    }

    /// Each element through a callable; keys stay.
    pub(super) fn map(cx: &mut Interp<'a, Self>, array: &Rc<Array<'a>>, callee: &Value<'a>, at: CallSite) -> Value<'a> {
        let mut whole = Array::open_if(array.open);
        for entry in &array.entries {
            let value = cx.call_value(callee, Args::of(vec![entry.value.clone(), key_of(&entry.key)], at.call), at.call);
            whole.set(entry.key.clone(), entry.key_text.clone(), value);
        }
        if array.entries.is_empty() || array.open {
            cx.call_value(callee, Args::entry(), at.call);
        }
        Value::array(whole)
    }

    /// A call on a collection.
    pub(super) fn call_collection(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let (array, element) = match cx.host.thing(id) {
            Some(Thing::Collection(array, element)) => (array.clone(), element.clone()),
            _ => return None,
        };
        let lower = method.to_ascii_lowercase();
        let each = |cx: &mut Interp<'a, Self>, callee: &Value<'a>| -> Option<Value<'a>> {
            match &array {
                Some(array) => Some(Self::map(cx, array, callee, at)),
                None => {
                    let item = element.as_deref().cloned().unwrap_or(Value::Unknown(Why::Data));
                    cx.uncertain += 1;
                    let result = cx.call_value(callee, Args { open: true, ..Args::of(vec![item], at.call) }, at.call);
                    cx.uncertain -= 1;
                    Some(result)
                }
            }
        };
        match lower.as_str() {
            "each" | "eachspread" => {
                let callee = args.value(0)?.clone();
                each(cx, &callee);
                Some(Value::Host(id))
            }
            "map" | "flatmap" => {
                let callee = args.value(0)?.clone();
                let mapped = each(cx, &callee);
                let mapped = if lower == "map" && array.is_some() { mapped } else { None };
                Some(match mapped {
                    Some(Value::Array(mapped)) => cx.host.make(Thing::Collection(Some(mapped), None)),
                    _ => cx.host.make(Thing::Collection(None, None)),
                })
            }
            "filter" | "reject" => {
                let Some(list) = array else { return Some(Self::unknown_collection(cx, args)) };
                let wanted = lower == "filter";
                let callee = args.value(0).cloned();
                let mut kept = Array::open_if(list.open);
                for entry in &list.entries {
                    let truth = match &callee {
                        Some(callee) => {
                            let values = vec![entry.value.clone(), key_of(&entry.key)];
                            cx.call_value(callee, Args::of(values, at.call), at.call).truth()
                        }
                        None => entry.value.truth(),
                    };
                    if truth.is_some_and(|truth| truth != wanted) {
                        continue;
                    }
                    kept.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
                    if let Some(last) = kept.entries.last_mut() {
                        last.maybe = entry.maybe || truth.is_none();
                    }
                }
                Some(cx.host.make(Thing::Collection(Some(Rc::new(kept)), element)))
            }
            "values" | "reverse" | "take" | "skip" | "unique" | "merge" | "concat" | "push" | "only" | "except" | "flatten"
            | "mapwithkeys" | "flip" | "pluck" | "combine"
                if array.is_some() =>
            {
                let list = array.unwrap_or_default();
                let made = Self::rearranged(cx, &lower, &list, args, at);
                Some(match made {
                    Some(made) => cx.host.make(Thing::Collection(Some(Rc::new(made)), None)),
                    None => cx.host.make(Thing::Collection(None, None)),
                })
            }
            "sort" | "sortby" | "sortbydesc" | "when" | "tap" | "where" | "wherein" | "values" | "reverse" | "take" | "skip"
            | "unique" => {
                if let Some(callee @ Value::Closure(_)) = args.items.last().map(|arg| arg.value.clone()) {
                    each(cx, &callee);
                }
                let maybe = array.map(|array| {
                    let mut array = (*array).clone();
                    array.entries.iter_mut().for_each(|entry| entry.maybe |= lower.starts_with("where"));
                    Rc::new(array)
                });
                Some(cx.host.make(Thing::Collection(maybe, element)))
            }
            "join" | "implode" if array.is_some() => {
                let list = Value::Array(array.unwrap_or_default());
                let glue = args.value(0).cloned().unwrap_or_else(|| Value::string(""));
                let args = Args::of(vec![glue, list], at.call);
                Some(cx.call_value(&Value::string("implode"), args, at.call))
            }
            "first" | "last" if array.as_ref().is_some_and(|list| list.is_complete()) && args.is_empty() => {
                let list = array.unwrap_or_default();
                let found = if lower == "first" { list.entries.first() } else { list.entries.last() };
                Some(found.map_or(Value::Null, |entry| entry.value.clone()))
            }
            "count" if array.as_ref().is_some_and(|list| list.is_complete()) => {
                let length = array.map_or(0, |list| list.entries.len());
                Some(Value::Int(i64::try_from(length).unwrap_or(i64::MAX)))
            }
            "toarray" | "all" => Some(match array {
                Some(array) => Value::Array(array),
                None => Value::array(Array::open_if(true)),
            }),
            "keys" => {
                let keys = array.map(|array| Rc::new(Array::list(array.entries.iter().map(|entry| key_of(&entry.key)))));
                Some(cx.host.make(Thing::Collection(keys, None)))
            }
            "first" | "last" | "find" | "firstwhere" | "sole" | "random" | "pop" | "shift" => {
                Some(element.map_or(Value::Unknown(Why::Data), |element| *element))
            }
            "merge" | "concat" | "push" | "prepend" | "put" | "pluck" | "groupby" | "keyby" | "chunk" | "collapse"
            | "flatten" | "diff" | "intersect" | "only" | "except" | "combine" | "zip" | "flip" => {
                Some(cx.host.make(Thing::Collection(None, None)))
            }
            "join" | "implode" | "count" | "sum" | "isempty" | "isnotempty" | "contains" | "avg" | "max" | "min" => {
                Some(Value::Unknown(Why::Data))
            }
            _ => {
                cx.visit_closures(args);
                Some(Value::Unknown(Why::Data))
            }
        }
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A collection of which nothing is known any more; closures are looked at all the same.
    fn unknown_collection(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Value<'a> {
        cx.visit_closures(args);
        cx.host.make(Thing::Collection(None, None))
    }

    /// The elements in another order or choice; none if it cannot be told which.
    fn rearranged(
        cx: &mut Interp<'a, Self>,
        method: &str,
        list: &Rc<Array<'a>>,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Array<'a>> {
        let argument = |position: usize| match args.value(position) {
            Some(Value::Array(array)) => Some(Rc::clone(array)),
            _ => None,
        };
        let values = || Array::list(list.entries.iter().map(|entry| entry.value.clone()));
        let number = args.value(0).and_then(Value::as_int).and_then(|number| usize::try_from(number).ok());
        let mut made = match method {
            "values" => values(),
            "reverse" => Array::list(list.entries.iter().rev().map(|entry| entry.value.clone())),
            "take" => Array::list(list.entries.iter().take(number?).map(|entry| entry.value.clone())),
            "skip" => Array::list(list.entries.iter().skip(number?).map(|entry| entry.value.clone())),
            "merge" | "concat" => {
                let mut whole = (**list).clone();
                for entry in &argument(0)?.entries {
                    match &entry.key {
                        Key::Int(_) => whole.push(entry.value.clone()),
                        key @ Key::Str(_) => whole.set(key.clone(), entry.key_text.clone(), entry.value.clone()),
                    }
                }
                whole
            }
            "push" => {
                let mut whole = (**list).clone();
                args.items.iter().for_each(|arg| whole.push(arg.value.clone()));
                whole
            }
            "only" | "except" => {
                let mut names = argument(0)?.entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>().into_iter();
                let keys: Option<Vec<String>> = names.by_ref().map(|name| super::blueprint::plain_text(&name)).collect();
                let keys = keys?;
                let mut whole = (**list).clone();
                whole.entries.retain(|entry| {
                    let key = match &entry.key {
                        Key::Int(number) => number.to_string(),
                        Key::Str(name) => name.to_string(),
                    };
                    keys.contains(&key) == (method == "only")
                });
                whole
            }
            "flatten" => {
                let mut whole = Array::default();
                flatten(list, &mut whole, 8)?;
                whole
            }
            "mapwithkeys" => {
                let callee = args.value(0)?.clone();
                let mut whole = Array::default();
                for entry in &list.entries {
                    let values = vec![entry.value.clone(), key_of(&entry.key)];
                    let Value::Array(pairs) = cx.call_value(&callee, Args::of(values, at.call), at.call) else { return None };
                    for pair in &pairs.entries {
                        whole.set(pair.key.clone(), pair.key_text.clone(), pair.value.clone());
                    }
                }
                whole
            }
            _ => {
                let function = match method {
                    "unique" => "array_unique",
                    "flip" => "array_flip",
                    "combine" => "array_combine",
                    "pluck" => "array_column",
                    _ => return None,
                };
                let mut values = vec![Value::Array(Rc::clone(list))];
                values.extend(args.items.iter().map(|arg| arg.value.clone()));
                match cx.call_value(&Value::string(function), Args::of(values, at.call), at.call) {
                    Value::Array(array) => (*array).clone(),
                    _ => return None,
                }
            }
        };
        made.open |= list.open;
        Some(made)
    }
}

/// All elements of nested arrays, one level after the other.
fn flatten<'a>(from: &Array<'a>, into: &mut Array<'a>, depth: u32) -> Option<()> {
    for entry in &from.entries {
        match &entry.value {
            Value::Array(inner) => flatten(inner, into, depth.checked_sub(1)?)?,
            value => into.push(value.clone()),
        }
    }
    into.open |= from.open;
    Some(())
}

fn key_of<'a>(key: &Key) -> Value<'a> {
    match key {
        Key::Int(number) => Value::Int(*number),
        Key::Str(name) => Value::string(name),
    }
}
