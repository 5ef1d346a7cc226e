//! Collections: names are followed through their methods where the elements are known.
//!
//! Sources: `Illuminate/Collections/Collection.php`, `Traits/EnumeratesValues.php` and `Arr.php`, of Laravel 8 to 13.

mod arr;
mod callback;
mod change;
mod groups;
mod lists;
mod path;
mod tests;

use std::rc::Rc;

use crate::eval::{Args, Array, CallSite, Entry, Host, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;
pub(in crate::laravel) use callback::Callback;

/// What a method gives.
pub(in crate::laravel) enum Outcome<'a> {
    /// Something that is no collection.
    Value(Value<'a>),
    /// A collection.
    List(Array<'a>),
    /// A collection of collections.
    Lists(Array<'a>),
    /// The collection itself.
    This,
}

/// A call of a method.
pub(in crate::laravel) struct Called<'c, 'a> {
    /// The method, in lower case.
    pub(in crate::laravel) method: &'c str,
    /// Its arguments.
    pub(in crate::laravel) args: &'c Args<'a>,
    /// What takes the place of its first argument (`->map->name`).
    pub(in crate::laravel) given: Option<Callback<'a>>,
    /// Where it is.
    pub(in crate::laravel) at: CallSite,
}

impl<'a> Called<'_, 'a> {
    fn value(&self, position: usize) -> Option<&Value<'a>> {
        self.args.value(position)
    }

    fn int(&self, position: usize) -> Option<i64> {
        self.value(position)?.as_int()
    }

    fn has(&self, position: usize) -> bool {
        !matches!(self.value(position), None | Some(Value::Null))
    }

    /// What to do with each element: the first argument, which can be called.
    fn callback(&self) -> Option<Callback<'a>> {
        self.given.clone().or_else(|| self.value(0).filter(|value| !matches!(value, Value::Null)).cloned().map(Callback::Call))
    }

    /// What to ask each element for: a callable or the name of a member.
    fn retriever(&self, position: usize) -> Callback<'a> {
        match &self.given {
            Some(given) if position == 0 => given.clone(),
            _ => Callback::retriever(self.value(position)),
        }
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `collect(value)`
    pub(in crate::laravel) fn collect(cx: &mut Interp<'a, Self>, value: Option<&Value<'a>>) -> Value<'a> {
        let thing = match value {
            None | Some(Value::Null) => Thing::Collection(Some(Rc::default()), None),
            Some(Value::Array(array)) => Thing::Collection(Some(Rc::clone(array)), None),
            Some(Value::Host(id)) => match cx.host.thing(*id) {
                Some(same @ Thing::Collection(..)) => same.clone(),
                _ => Thing::Collection(None, None),
            },
            Some(single @ (Value::Str(_) | Value::Int(_) | Value::Float(_) | Value::Bool(_))) => {
                Thing::Collection(Some(Rc::new(Array::list([single.clone()]))), None)
            }
            Some(_) => Thing::Collection(None, None),
        };
        cx.host.make(thing)
    }

    /// `Collection::times(3, …)` and its like.
    pub(in crate::laravel) fn call_collection_class(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            // What a lazy collection is made of is a function that yields.
            "make" | "collect" => match args.value(0) {
                Some(closure @ Value::Closure(_)) => {
                    let made = cx.call_value(&closure.clone(), Args::default(), at.call);
                    Some(Self::collect(cx, Some(&made)))
                }
                value => Some(Self::collect(cx, value)),
            },
            "empty" => Some(Self::collect(cx, None)),
            "wrap" => Some(Self::collect(cx, args.value(0))),
            "unwrap" => match args.value(0)? {
                value @ Value::Host(_) => Self::elements(cx, value).map(Value::Array),
                value => Some(value.clone()),
            },
            "range" => {
                let list = cx.builtin("range", args, at)?;
                Some(Self::collect(cx, Some(&list)))
            }
            "fromjson" => {
                let text = args.value(0)?.clone();
                let list = cx.builtin("json_decode", &Args::of(vec![text, Value::Bool(true)], at.call), at)?;
                Some(Self::collect(cx, Some(&list)))
            }
            "times" => {
                let bounds = vec![Value::Int(1), args.value(0)?.clone()];
                let list = match args.value(0)?.as_int() {
                    Some(times) if times < 1 => Value::array(Array::default()),
                    _ => cx.builtin("range", &Args::of(bounds, at.call), at)?,
                };
                let collection = Self::collect(cx, Some(&list));
                match (args.value(1), &collection) {
                    (Some(callee), Value::Host(id)) => {
                        Self::call_collection(cx, *id, "map", &Args::of(vec![callee.clone()], at.call), at)
                    }
                    _ => Some(collection),
                }
            }
            _ => None,
        }
    }

    /// A call on a collection.
    pub(in crate::laravel) fn call_collection(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        Self::call_with(cx, id, &Called { method: &lower, args, given: None, at })
    }

    /// A property of a collection: a method that waits for what to do with each element.
    pub(in crate::laravel) fn collection_property(cx: &mut Interp<'a, Self>, id: HostId, name: &str) -> Option<Value<'a>> {
        const PROXIES: [&str; 33] = [
            "average",
            "avg",
            "contains",
            "doesntContain",
            "each",
            "every",
            "filter",
            "first",
            "flatMap",
            "groupBy",
            "keyBy",
            "last",
            "map",
            "max",
            "min",
            "partition",
            "percentage",
            "reject",
            "skipUntil",
            "skipWhile",
            "some",
            "sortBy",
            "sortByDesc",
            "sum",
            "takeUntil",
            "takeWhile",
            "unique",
            "unless",
            "until",
            "when",
            "hasMany",
            "hasSole",
            "mapWithKeys",
        ];
        PROXIES.contains(&name).then(|| cx.host.make(Thing::Proxy(id, Rc::from(name.to_ascii_lowercase()))))
    }

    /// `->map->name` or `->each->method()`
    pub(in crate::laravel) fn call_proxy(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        callback: Callback<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        Self::call_with(cx, id, &Called { method, args: &Args::default(), given: Some(callback), at })
    }

    fn call_with(cx: &mut Interp<'a, Self>, id: HostId, call: &Called<'_, 'a>) -> Option<Value<'a>> {
        let (array, element) = match cx.host.thing(id) {
            Some(Thing::Collection(array, element)) => (array.clone(), element.clone()),
            _ => return None,
        };
        let Some(array) = array else { return Self::call_unknown_collection(cx, id, element.as_deref(), call) };
        // Work on long lists is no single step.
        cx.spend(array.entries.len().saturating_sub(64) / 4);
        // Arguments that cannot be told apart.
        if call.args.items.iter().any(|arg| arg.name.is_some()) || (call.args.open && !matches!(call.method, "push" | "merge")) {
            cx.visit_closures(call.args);
            let thing = Thing::Collection(Some(Rc::new(crate::eval::loose(&array))), element);
            return Some(cx.host.make(thing));
        }
        if let Some(changed) = Self::change(cx, id, &array, call) {
            return Some(changed);
        }
        if let Some(value) = Self::flow(cx, id, &array, call) {
            return Some(value);
        }
        match Self::listed(cx, &array, call) {
            Some(Outcome::Value(value)) => Some(value),
            Some(Outcome::This) => Some(Value::Host(id)),
            Some(Outcome::List(list)) => {
                let keeps = matches!(call.method, "filter" | "reject" | "where" | "sort" | "sortby" | "unique");
                Some(cx.host.make(Thing::Collection(Some(Rc::new(list)), element.filter(|_| keeps))))
            }
            Some(Outcome::Lists(lists)) => Some(Self::collection_of_collections(cx, &lists)),
            None => {
                cx.visit_closures(call.args);
                Some(Value::Unknown(Why::Data))
            }
        }
    }

    /// A method of the elements: what collections and `Arr` have in common.
    pub(in crate::laravel) fn listed(
        cx: &mut Interp<'a, Self>,
        array: &Rc<Array<'a>>,
        call: &Called<'_, 'a>,
    ) -> Option<Outcome<'a>> {
        lists::plain(cx, array, call)
            .or_else(|| lists::with_callback(cx, array, call))
            .or_else(|| tests::ask(cx, array, call))
            .or_else(|| groups::order(cx, array, call))
            .or_else(|| groups::group(cx, array, call))
    }

    fn collection_of_collections(cx: &mut Interp<'a, Self>, lists: &Array<'a>) -> Value<'a> {
        let mut whole = Array::open_if(lists.open);
        for entry in &lists.entries {
            let inner = Self::collect(cx, Some(&entry.value));
            crate::eval::put(&mut whole, &Entry { value: inner, ..entry.clone() }, true);
        }
        cx.host.make(Thing::Collection(Some(Rc::new(whole)), None))
    }

    /// Methods that hand the collection itself on.
    fn flow(cx: &mut Interp<'a, Self>, id: HostId, array: &Rc<Array<'a>>, call: &Called<'_, 'a>) -> Option<Value<'a>> {
        let this = Value::Host(id);
        let at = call.at;
        match call.method {
            "tap" | "pipe" => {
                let callee = call.value(0)?.clone();
                let made = cx.call_value(&callee, Args::of(vec![this.clone()], at.call), at.call);
                Some(if call.method == "tap" { this } else { made })
            }
            "when" | "unless" => Self::conditionally(cx, this, call.method == "unless", call.args, at),
            "whenempty" | "whennotempty" | "unlessempty" | "unlessnotempty" => {
                let empty = Value::Array(Rc::clone(array)).truth().map(|full| !full);
                let empty = empty.map_or(Value::Unknown(Why::Data), Value::Bool);
                let mut items = vec![crate::eval::ArgValue { name: None, value: empty, span: at.call }];
                items.extend(call.args.items.iter().cloned());
                let negated = matches!(call.method, "whennotempty" | "unlessempty");
                Self::conditionally(cx, this, negated, &Args { items, ..call.args.clone() }, at)
            }
            "collect" | "lazy" | "tobase" | "eager" | "remember" | "getiterator" => {
                Some(cx.host.make(Thing::Collection(Some(Rc::clone(array)), None)))
            }
            "ensure" | "dump" | "tapeach" | "throttle" => Some(this),
            "all" => Some(Value::Array(Rc::clone(array))),
            "toarray" | "jsonserialize" => Some(Self::plain(cx, &Value::Array(Rc::clone(array)), 0)),
            "tojson" => {
                let plain = Self::plain(cx, &Value::Array(Rc::clone(array)), 0);
                let flags = call.value(0).cloned().unwrap_or(Value::Int(0));
                cx.builtin("json_encode", &Args::of(vec![plain, flags], at.call), at)
            }
            _ => None,
        }
    }

    /// A value in which collections have become arrays, and fluent strings strings.
    pub(in crate::laravel) fn plain(cx: &mut Interp<'a, Self>, value: &Value<'a>, depth: usize) -> Value<'a> {
        if depth > 16 {
            return Value::Unknown(Why::Bound);
        }
        match value {
            Value::Array(array) if !value.is_plain() => {
                let mut whole = Array::open_if(array.open);
                for entry in &array.entries {
                    let value = Self::plain(cx, &entry.value, depth + 1);
                    crate::eval::put(&mut whole, &Entry { value, ..entry.clone() }, true);
                }
                Value::array(whole)
            }
            Value::Host(_) => match Self::elements(cx, value) {
                Some(inner) => Self::plain(cx, &Value::Array(inner), depth + 1),
                None => Self::text_of(cx, value).unwrap_or_else(|| value.clone()),
            },
            other => other.clone(),
        }
    }

    /// A collection of whose elements nothing is known but what each of them is.
    fn call_unknown_collection(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        element: Option<&Value<'a>>,
        call: &Called<'_, 'a>,
    ) -> Option<Value<'a>> {
        let at = call.at;
        let each = |cx: &mut Interp<'a, Self>| {
            let Some(callback) = call.callback() else { return };
            let item = element.cloned().unwrap_or(Value::Unknown(Why::Data));
            cx.uncertain += 1;
            match &callback {
                Callback::Call(callee) => {
                    cx.call_value(callee, Args { open: true, ..Args::of(vec![item], at.call) }, at.call);
                }
                other => {
                    other.apply(cx, &item, Value::Unknown(Why::Data), at);
                }
            }
            cx.uncertain -= 1;
        };
        let same = element.cloned().map(Box::new);
        match call.method {
            "each" | "eachspread" => {
                each(cx);
                Some(Value::Host(id))
            }
            "map" | "flatmap" => {
                each(cx);
                Some(cx.host.make(Thing::Collection(None, None)))
            }
            "filter" | "reject" => {
                cx.visit_closures(call.args);
                Some(cx.host.make(Thing::Collection(None, None)))
            }
            "sort" | "sortby" | "sortbydesc" | "tap" | "where" | "wherein" | "values" | "reverse" | "take" | "skip"
            | "unique" => {
                if call.args.items.last().is_some_and(|arg| matches!(arg.value, Value::Closure(_))) {
                    let last = call.args.items.last()?.value.clone();
                    let item = element.cloned().unwrap_or(Value::Unknown(Why::Data));
                    cx.uncertain += 1;
                    cx.call_value(&last, Args { open: true, ..Args::of(vec![item], at.call) }, at.call);
                    cx.uncertain -= 1;
                }
                Some(cx.host.make(Thing::Collection(None, same)))
            }
            "when" | "unless" => {
                cx.visit_closures(call.args);
                Some(cx.host.make(Thing::Collection(None, same)))
            }
            "toarray" | "all" => Some(Value::array(Array::open_if(true))),
            "keys" => Some(cx.host.make(Thing::Collection(None, None))),
            "first" | "last" | "find" | "firstwhere" | "sole" | "random" | "pop" | "shift" => {
                Some(element.cloned().unwrap_or(Value::Unknown(Why::Data)))
            }
            "merge" | "concat" | "push" | "prepend" | "put" | "pluck" | "groupby" | "keyby" | "chunk" | "collapse"
            | "flatten" | "diff" | "intersect" | "only" | "except" | "combine" | "zip" | "flip" => {
                Some(cx.host.make(Thing::Collection(None, None)))
            }
            "join" | "implode" | "count" | "sum" | "isempty" | "isnotempty" | "contains" | "avg" | "max" | "min" => {
                Some(Value::Unknown(Why::Data))
            }
            _ => {
                cx.visit_closures(call.args);
                Some(Value::Unknown(Why::Data))
            }
        }
    }
}

/// Does something with each element; with one that may be missing, only perhaps.
fn each<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    array: &Array<'a>,
    mut act: impl FnMut(&mut Interp<'a, Laravel<'a, EXPLORE>>, &Entry<'a>),
) {
    for entry in &array.entries {
        cx.uncertain += u32::from(entry.maybe);
        act(cx, entry);
        cx.uncertain -= u32::from(entry.maybe);
    }
}

/// The elements of an array or a collection; another value is the only element.
fn arrayable<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Host(_) => Laravel::elements(cx, value).map_or(Value::Unknown(Why::Data), Value::Array),
        Value::Null => Value::array(Array::default()),
        Value::Str(_) | Value::Int(_) | Value::Float(_) | Value::Bool(_) => Value::array(Array::list([value.clone()])),
        other => other.clone(),
    }
}

/// From how many elements one is taken, so that each of them is thought of.
const FEW: usize = 12;

/// One of the elements of an array, if they are few and known.
pub(in crate::laravel) fn one_of<'a>(array: &Value<'a>) -> Option<Value<'a>> {
    let Value::Array(list) = array else { return None };
    let few = list.is_complete() && (1..=FEW).contains(&list.entries.len());
    list.entries.iter().filter(|_| few).map(|entry| entry.value.clone()).reduce(|whole, value| crate::eval::join(&whole, &value))
}
