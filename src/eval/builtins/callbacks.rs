//! Functions that call what they are given.

use std::rc::Rc;

use super::super::arrays::{key_value, loose, put};
use super::super::host::{Args, CallSite};
use super::super::strings::replaced;
use super::super::text::Text;
use super::super::value::{Array, Entry, Key, Value, Why};
use super::super::{Host, Interp, join};
use super::regex::Pattern;

/// Whether a function calls what it is given.
pub(super) fn is_one(name: &str) -> bool {
    matches!(
        name,
        "array_map"
            | "array_walk"
            | "array_walk_recursive"
            | "array_filter"
            | "array_reduce"
            | "array_find"
            | "array_find_key"
            | "array_any"
            | "array_all"
            | "array_udiff"
            | "array_uintersect"
            | "array_diff_ukey"
            | "array_diff_uassoc"
            | "array_intersect_ukey"
            | "array_intersect_uassoc"
            | "preg_replace_callback"
            | "preg_replace_callback_array"
            | "iterator_apply"
    )
}

pub(super) fn call<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    let array = |position: usize| match args.value(position) {
        Some(Value::Array(array)) => Some(Rc::clone(array)),
        _ => None,
    };
    Some(match name {
        "array_map" => array_map(cx, args, at)?,
        "array_filter" => array_filter(cx, args, at),
        "array_walk" => {
            let callable = args.value(1)?.clone();
            match array(0) {
                Some(array) => each(cx, &array, |cx, entry| {
                    let values = vec![entry.value.clone(), key_value(entry)];
                    cx.call_value(&callable, Args::of(with_rest(values, args, 2), at.call), at.call);
                }),
                None => {
                    cx.call_value(&callable, Args::entry(), at.call);
                }
            }
            Value::Bool(true)
        }
        "array_reduce" => {
            let callable = args.value(1)?.clone();
            let mut carry = args.value(2).cloned().unwrap_or(Value::Null);
            match array(0) {
                Some(array) if array.is_complete() => {
                    for entry in &array.entries {
                        carry = cx.call_value(&callable, Args::of(vec![carry, entry.value.clone()], at.call), at.call);
                    }
                    carry
                }
                _ => join(&carry, &cx.call_value(&callable, Args::entry(), at.call)),
            }
        }
        "array_find" | "array_find_key" | "array_any" | "array_all" => {
            let callable = args.value(1)?.clone();
            let Some(array) = array(0) else {
                cx.call_value(&callable, Args::entry(), at.call);
                return Some(Value::Unknown(Why::Data));
            };
            let wanted = name != "array_all";
            let found = cx.first_where(&array, wanted, |cx, entry| {
                cx.call_value(&callable, Args::of(vec![entry.value.clone(), key_value(entry)], at.call), at.call)
            });
            match (name, found) {
                (_, None) => Value::Unknown(Why::Data),
                ("array_find", Some(entry)) => entry.map_or(Value::Null, |entry| entry.value),
                ("array_find_key", Some(entry)) => entry.as_ref().map_or(Value::Null, key_value),
                (_, Some(entry)) => Value::Bool(entry.is_some() == wanted),
            }
        }
        "preg_replace_callback" => {
            let callable = args.value(1)?.clone();
            match replace_callback(cx, args, &callable, at) {
                Some(value) => value,
                None => {
                    cx.call_value(&callable, Args::entry(), at.call);
                    Value::Unknown(Why::Data)
                }
            }
        }
        "call_user_func" | "forward_static_call" => {
            let mut rest = args.clone();
            if rest.items.is_empty() {
                return None;
            }
            let callable = rest.items.remove(0);
            cx.call_value(&callable.value, rest, at.call)
        }
        "call_user_func_array" | "forward_static_call_array" => {
            let callable = args.value(0)?.clone();
            let mut list = Args { open: true, ..Args::default() };
            if let Some(array) = array(1) {
                list = Args::of(array.entries.iter().map(|entry| entry.value.clone()).collect(), at.call);
                list.open = !array.is_complete();
                for (item, entry) in list.items.iter_mut().zip(&array.entries) {
                    if let Key::Str(name) = &entry.key {
                        item.name = Some(Rc::clone(name));
                    }
                }
            }
            cx.call_value(&callable, list, at.call)
        }
        name if is_one(name) => {
            cx.visit_closures(args);
            Value::Unknown(Why::Data)
        }
        _ => return None,
    })
}

fn with_rest<'a>(mut values: Vec<Value<'a>>, args: &Args<'a>, from: usize) -> Vec<Value<'a>> {
    values.extend(args.items.iter().skip(from).map(|arg| arg.value.clone()));
    values
}

/// Does something with each element; with one that may be missing, only perhaps.
pub(super) fn each<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    array: &Array<'a>,
    mut act: impl FnMut(&mut Interp<'a, H>, &Entry<'a>),
) {
    for entry in &array.entries {
        cx.uncertain += u32::from(entry.maybe);
        act(cx, entry);
        cx.uncertain -= u32::from(entry.maybe);
    }
}

/// Each element through a callable; keys stay.
fn map_array<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, array: &Array<'a>, callable: &Value<'a>, at: CallSite) -> Value<'a> {
    let mut whole = Array::open_if(array.open);
    each(cx, array, |cx, entry| {
        let value = cx.call_value(callable, Args::of(vec![entry.value.clone()], at.call), at.call);
        put(&mut whole, &Entry { value, ..entry.clone() }, true);
    });
    if array.entries.is_empty() {
        cx.call_value(callable, Args::entry(), at.call);
    }
    Value::array(whole)
}

fn array_map<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
    let callable = args.value(0)?.clone();
    if args.len() <= 2 {
        return Some(match args.value(1) {
            Some(Value::Array(array)) if matches!(callable, Value::Null) => Value::Array(Rc::clone(array)),
            Some(Value::Array(array)) => map_array(cx, &Rc::clone(array), &callable, at),
            _ => {
                cx.call_value(&callable, Args::entry(), at.call);
                Value::array(Array::open_if(true))
            }
        });
    }
    let lists: Option<Vec<Rc<Array<'a>>>> = args
        .items
        .iter()
        .skip(1)
        .map(|arg| match &arg.value {
            Value::Array(array) if array.is_complete() => Some(Rc::clone(array)),
            _ => None,
        })
        .collect();
    let Some(lists) = lists else {
        cx.call_value(&callable, Args::entry(), at.call);
        return Some(Value::array(Array::open_if(true)));
    };
    let longest = lists.iter().map(|list| list.entries.len()).max().unwrap_or(0);
    let mut whole = Array::default();
    for position in 0..longest {
        let row: Vec<Value<'a>> =
            lists.iter().map(|list| list.entries.get(position).map_or(Value::Null, |entry| entry.value.clone())).collect();
        whole.push(match &callable {
            Value::Null => Value::array(Array::list(row)),
            callable => cx.call_value(callable, Args::of(row, at.call), at.call),
        });
    }
    Some(Value::array(whole))
}

/// What is left of an element that a filter may keep. A name that is only there if the schema has it is none that the schema has to
/// have: whether the filter asked for that is `probed`.
#[must_use]
pub fn filtered<'a>(entry: &Entry<'a>, truth: Option<bool>, probed: bool) -> Entry<'a> {
    let key_text = if truth.is_none() && probed { None } else { entry.key_text.clone() };
    Entry { maybe: entry.maybe || truth.is_none(), key_text, ..entry.clone() }
}

fn array_filter<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, args: &Args<'a>, at: CallSite) -> Value<'a> {
    let callable = args.value(1).filter(|callable| !matches!(callable, Value::Null)).cloned();
    let Some(Value::Array(array)) = args.value(0).cloned() else {
        if let Some(callable) = callable {
            cx.call_value(&callable, Args::entry(), at.call);
        }
        return Value::array(Array::open_if(true));
    };
    // ARRAY_FILTER_USE_BOTH is 1, ARRAY_FILTER_USE_KEY 2.
    let mode = args.value(2).map_or(Some(0), Value::as_int);
    let mut whole = Array::open_if(array.open);
    each(cx, &array, |cx, entry| {
        let asked = cx.host.probes();
        let truth = match (&callable, mode) {
            (None, _) => entry.value.truth(),
            (Some(callable), Some(mode)) => {
                let values = match mode {
                    1 => vec![entry.value.clone(), key_value(entry)],
                    2 => vec![key_value(entry)],
                    _ => vec![entry.value.clone()],
                };
                cx.call_value(callable, Args::of(values, at.call), at.call).truth()
            }
            (Some(callable), None) => {
                cx.call_value(callable, Args::entry(), at.call);
                None
            }
        };
        if truth != Some(false) {
            put(&mut whole, &filtered(entry, truth, cx.host.probes() > asked), true);
        }
    });
    Value::array(whole)
}

fn replace_callback<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    args: &Args<'a>,
    callable: &Value<'a>,
    at: CallSite,
) -> Option<Value<'a>> {
    let patterns: Vec<Rc<str>> = match args.value(0)? {
        Value::Array(list) if list.is_complete() => {
            list.entries.iter().map(|entry| entry.value.as_str()).collect::<Option<_>>()?
        }
        single => vec![single.as_str()?],
    };
    let limit = args.value(3).map_or(Some(-1), Value::as_int)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut current: Rc<Text> = Rc::clone(args.value(2)?.as_text()?);
    for pattern in patterns {
        let known = current.known()?;
        let pattern = Pattern::new(&pattern, &known)?;
        let mut cuts = Vec::new();
        for captures in pattern.all(&known, 0)?.iter().take(limit) {
            let groups = Value::array(pattern.groups(&current, captures, true));
            let by = cx.call_value(callable, Args::of(vec![groups], at.call), at.call);
            let Value::Str(by) = super::super::operators::to_text(&by) else { return None };
            let found = captures.get(0)?;
            cuts.push((found.start(), found.end(), (*by).clone()));
        }
        match replaced(&current, &known, &cuts) {
            Value::Str(made) => current = made,
            _ => return None,
        }
    }
    Some(Value::Str(current))
}

/// What is left of an array whose elements a function has sorted in ways that are not known.
pub(super) fn unsorted<'a>(array: &Array<'a>) -> Value<'a> {
    Value::array(loose(array))
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// The first element for which a callable's truth is the wanted one; none if it is not known which.
    pub fn first_where(
        &mut self,
        array: &Array<'a>,
        wanted: bool,
        mut test: impl FnMut(&mut Self, &Entry<'a>) -> Value<'a>,
    ) -> Option<Option<Entry<'a>>> {
        let before = self.uncertain;
        let mut answer = if array.open { None } else { Some(None) };
        for entry in &array.entries {
            match test(self, entry).truth() {
                Some(truth) if truth != wanted => {}
                Some(_) if !entry.maybe && self.uncertain == before => {
                    answer = Some(Some(entry.clone()));
                    break;
                }
                // What comes behind is only tried if this is not it.
                _ => {
                    answer = None;
                    self.uncertain = before + 1;
                }
            }
        }
        self.uncertain = before;
        answer
    }
}
