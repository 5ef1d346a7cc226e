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
            "map" | "flatmap" | "mapwithkeys" => {
                let callee = args.value(0)?.clone();
                let mapped = each(cx, &callee);
                let mapped = if lower == "map" && array.is_some() { mapped } else { None };
                Some(match mapped {
                    Some(Value::Array(mapped)) => cx.host.make(Thing::Collection(Some(mapped), None)),
                    _ => cx.host.make(Thing::Collection(None, None)),
                })
            }
            "filter" | "reject" | "sort" | "sortby" | "values" | "unique" | "take" | "skip" | "where" | "wherein"
            | "sortbydesc" | "reverse" | "when" | "tap" => {
                if let Some(callee @ Value::Closure(_)) = args.items.last().map(|arg| arg.value.clone()) {
                    each(cx, &callee);
                }
                let same = match lower.as_str() {
                    "filter" | "reject" | "where" | "wherein" | "take" | "skip" | "unique" => {
                        let maybe = array.map(|array| {
                            let mut array = (*array).clone();
                            array.entries.iter_mut().for_each(|entry| entry.maybe = true);
                            Rc::new(array)
                        });
                        Thing::Collection(maybe, element)
                    }
                    _ => Thing::Collection(array, element),
                };
                Some(cx.host.make(same))
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

fn key_of<'a>(key: &Key) -> Value<'a> {
    match key {
        Key::Int(number) => Value::Int(*number),
        Key::Str(name) => Value::string(name),
    }
}
