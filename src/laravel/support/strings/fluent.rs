//! Fluent strings: `Str::of(…)`, `str(…)`.

use std::rc::Rc;

use crate::eval::{Args, Array, CallSite, HostId, Interp, Pattern, Text, Value, Why, join};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;

/// `Str::match`, or the list of `Str::matchAll`.
pub(super) fn matched<'a>(text: &Rc<Text>, pattern: &str, known: &str, all: bool) -> Option<Value<'a>> {
    let pattern = Pattern::new(pattern, known)?;
    let part = |groups: &Array<'a>| {
        let wanted = crate::eval::Key::Int(1);
        groups.get(&wanted).or_else(|| groups.get(&crate::eval::Key::Int(0))).map(|entry| entry.value.clone())
    };
    if !all {
        return match pattern.first(known, 0)? {
            Some(captures) => part(&pattern.groups(text, &captures, true)),
            None => Some(Value::string("")),
        };
    }
    let found: Option<Vec<Value<'a>>> =
        pattern.all(known, 0)?.iter().map(|captures| part(&pattern.groups(text, captures, false))).collect();
    Some(Value::array(Array::list(found?)))
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method of a fluent string.
    pub(in crate::laravel) fn call_stringable(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        text: &Value<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let this = Value::Host(id);
        match lower.as_str() {
            "tostring" | "value" | "__tostring" | "jsonserialize" | "tohtmlstring" => {
                return Some(crate::eval::to_text(text));
            }
            "tointeger" => return cx.builtin("intval", &Args::of(vec![crate::eval::to_text(text)], at.call), at),
            "tofloat" => return cx.builtin("floatval", &Args::of(vec![crate::eval::to_text(text)], at.call), at),
            "dump" | "dd" => return Some(this),
            "tap" => {
                let callee = args.value(0)?.clone();
                cx.call_value(&callee, Args::of(vec![this.clone()], at.call), at.call);
                return Some(this);
            }
            "pipe" => {
                let callee = args.value(0)?.clone();
                let made = cx.call_value(&callee, Args::of(vec![this], at.call), at.call);
                return Some(Self::fluent(cx, made));
            }
            "when" | "unless" => return Self::conditionally(cx, this, lower == "unless", args, at),
            _ => {}
        }
        if let Some(question) = lower.strip_prefix("when") {
            // `whenContains(needles, callback, default)`, `whenEmpty(callback, default)`.
            let (asked, taken) = match question {
                "empty" => ("isempty", 0),
                "notempty" => ("isnotempty", 0),
                "isascii" | "isuuid" | "isulid" => (question, 0),
                "test" => ("ismatch", 1),
                other => (other, 1),
            };
            let mut first = args.clone();
            let callbacks = first.items.split_off(taken.min(first.items.len()));
            let answer = Self::str_of(cx, asked, text, &first, at)?;
            let mut items = vec![crate::eval::ArgValue { name: None, value: answer, span: at.call }];
            items.extend(callbacks);
            return Self::conditionally(cx, this, false, &Args { items, ..args.clone() }, at);
        }
        let made = Self::str_of(cx, &lower, text, args, at)?;
        Some(match made {
            Value::Str(_) | Value::OneOf(_) => cx.host.make(Thing::Stringable(made)),
            Value::Array(list) if matches!(lower.as_str(), "explode" | "split" | "ucsplit") => {
                cx.host.make(Thing::Collection(Some(list), None))
            }
            other => other,
        })
    }

    /// A string as a fluent one; what is one already stays.
    fn fluent(cx: &mut Interp<'a, Self>, value: Value<'a>) -> Value<'a> {
        match &value {
            Value::Host(id) if matches!(cx.host.thing(*id), Some(Thing::Stringable(_))) => value,
            Value::Str(_) | Value::Int(_) | Value::Float(_) => {
                let text = crate::eval::to_text(&value);
                cx.host.make(Thing::Stringable(text))
            }
            Value::Unknown(why) => cx.host.make(Thing::Stringable(Value::Str(Rc::new(Text::unknown(*why))))),
            _ => value,
        }
    }

    /// `when` and `unless` of anything: what the callback gives, or the thing itself where it gives nothing.
    pub(in crate::laravel) fn conditionally(
        cx: &mut Interp<'a, Self>,
        this: Value<'a>,
        negated: bool,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let condition = match args.value(0)?.clone() {
            closure @ Value::Closure(_) => cx.call_value(&closure, Args::of(vec![this.clone()], at.call), at.call),
            value => value,
        };
        let truth = condition.truth().map(|truth| truth != negated);
        let callbacks = [(args.value(1).cloned(), Some(true)), (args.value(2).cloned(), Some(false))];
        args.value(1)?;
        let mut whole: Option<Value<'a>> = None;
        for (callback, wanted) in callbacks {
            if truth.is_some() && truth != wanted {
                continue;
            }
            let called = callback.filter(|callback| !matches!(callback, Value::Null)).map(|callback| {
                cx.uncertain += u32::from(truth.is_none());
                let made = cx.call_value(&callback, Args::of(vec![this.clone(), condition.clone()], at.call), at.call);
                cx.uncertain -= u32::from(truth.is_none());
                made
            });
            let made = match called {
                None | Some(Value::Null) => this.clone(),
                Some(Value::Unknown(Why::Foreign)) => this.clone(),
                Some(made) => made,
            };
            whole = Some(match whole {
                Some(known) => join(&known, &made),
                None => made,
            });
        }
        whole
    }
}
