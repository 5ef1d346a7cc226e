//! What validation lets through: `$request->validated()`, `$request->validate([…])`, `Validator::make(…)->validated()`.
//!
//! The array has the attributes of the rules and no others. Each of them may be missing, where the request leaves it out.
//!
//! Sources: `Illuminate/Foundation/Http/FormRequest.php`, `validated`, `safe`; `Illuminate/Validation/Validator.php`, `validated`;
//! `Illuminate/Support/ValidatedInput.php`; `Illuminate/Foundation/Validation/ValidatesRequests.php`, `validate`.

use std::rc::Rc;

use crate::eval::{Args, Array, CallSite, HostId, Interp, Key, Text, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;
use crate::php::program::ClassDecl;
use crate::source::Span;

/// Methods of a form request that may put other rules in the place of those that `rules()` gives.
const OWN_RULES: [&str; 3] = ["validator", "createDefaultValidator", "getValidatorInstance"];
/// Methods of a form request that get its validator, and may add rules to it.
const GET_VALIDATOR: [&str; 2] = ["withValidator", "passedValidation"];
/// Words in such a method that add rules or change the data.
const CHANGES: [&str; 4] = ["sometimes(", "Rules(", "setData(", "setValue("];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on a form request of the project. None if it is none that gives what was validated, or that is not known.
    pub(in crate::laravel) fn call_form_request(
        cx: &mut Interp<'a, Self>,
        (receiver, class): (&Value<'a>, ClassDecl<'a>),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "validated" if args.is_empty() => Self::rules_of(cx, receiver, class, at),
            "safe" if args.is_empty() => {
                let validated = Self::rules_of(cx, receiver, class, at)?;
                Some(cx.host.make(Thing::Validated(validated)))
            }
            "safe" => {
                let validated = Self::rules_of(cx, receiver, class, at)?;
                Self::part_of(cx, "only", validated, args, at)
            }
            _ => Self::call_request(cx, method, args, at),
        }
    }

    /// What the rules of a form request let through.
    fn rules_of(cx: &mut Interp<'a, Self>, receiver: &Value<'a>, class: ClassDecl<'a>, at: CallSite) -> Option<Value<'a>> {
        let rules = cx.program.method(class, "rules")?.function;
        let text = |span: Span| cx.program.sources().slice(span);
        let changes = |name: &str| {
            let method = cx.program.method(class, name);
            method.is_some_and(|method| CHANGES.iter().any(|word| text(method.function.span).contains(word)))
        };
        // The request may be one of a class below it, which has other rules.
        if OWN_RULES.iter().any(|name| cx.program.method(class, name).is_some())
            || GET_VALIDATOR.iter().any(|name| changes(name))
            || says_exclude(text(rules.span))
            || cx.program.has_children(class)
        {
            return None;
        }
        let rules = cx.call_method(receiver, "rules", Args::default(), at);
        Self::validated(cx, &rules)
    }

    /// `$request->validate([…])`, `$this->validate($request, […])` and their like: what the rules let through.
    pub(in crate::laravel) fn validate_with(cx: &Interp<'a, Self>, rules: Option<&Value<'a>>, at: CallSite) -> Option<Value<'a>> {
        if !EXPLORE || says_exclude(cx.program.sources().slice(at.call)) {
            return None;
        }
        Self::validated(cx, rules?)
    }

    /// `Validator::make($data, […])`
    pub(in crate::laravel) fn make_validator(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let rules = args.find(1, "rules").map(|arg| arg.value.clone());
        let validated = Self::validate_with(cx, rules.as_ref(), at)?;
        Some(cx.host.make(Thing::Validated(validated)))
    }

    /// A call on a validator, or on what `safe()` gives.
    pub(in crate::laravel) fn call_validated(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        validated: &Value<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        match lower.as_str() {
            "validated" | "validate" | "all" | "toarray" if args.is_empty() => Some(validated.clone()),
            "safe" if args.is_empty() => Some(Value::Host(id)),
            "safe" => Self::part_of(cx, "only", validated.clone(), args, at),
            "only" | "except" => Self::part_of(cx, &lower, validated.clone(), args, at),
            "collect" if args.is_empty() => {
                let Value::Array(array) = validated else { return None };
                Some(cx.host.make(Thing::Collection(Some(Rc::clone(array)), None)))
            }
            "merge" => {
                let both = Args::of(vec![validated.clone(), args.value(0)?.clone()], at.call);
                let merged = cx.builtin("array_merge", &both, at)?;
                Some(cx.host.make(Thing::Validated(merged)))
            }
            // Rules, or data, that are added later.
            "sometimes" | "addrules" | "setrules" | "setdata" | "setvalue" => {
                if let Some(Thing::Validated(known)) = cx.host.thing_mut(id) {
                    *known = Value::Unknown(Why::Data);
                }
                Some(Value::Host(id))
            }
            _ => None,
        }
    }

    /// Some of what was validated: `only('name', 'email')`, `except(['name'])`.
    fn part_of(
        cx: &mut Interp<'a, Self>,
        method: &str,
        validated: Value<'a>,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let keys = match args.items.as_slice() {
            [only] if matches!(only.value, Value::Array(_)) => only.value.clone(),
            items => Value::array(Array::list(items.iter().map(|arg| arg.value.clone()))),
        };
        Self::call_arr(cx, method, &Args::of(vec![validated, keys], at.call), at)
    }
}

/// Whether rules may let an attribute out of what was validated (`exclude`, `Rule::excludeIf()`).
fn says_exclude(text: &str) -> bool {
    text.contains("exclude")
}

/// How many values of a rule are thought of.
const FEW: usize = 12;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Rule::in([…])`, `Rule::enum(…)` and `new Enum(…)`: a rule that lists the values which it lets through.
    pub(in crate::laravel) fn listing_rule(cx: &mut Interp<'a, Self>, rule: &str, args: &Args<'a>) -> Option<Value<'a>> {
        let first = args.value(0)?;
        let listed = match (rule.to_ascii_lowercase().as_str(), first) {
            ("in", Value::Array(list)) if list.is_complete() => list.entries.iter().map(|entry| entry.value.clone()).collect(),
            ("in", Value::Str(_)) => args.items.iter().map(|arg| arg.value.clone()).collect(),
            ("enum", Value::Str(class)) => {
                let class = class.known().and_then(|name| cx.program.class(name.trim_start_matches('\\')))?;
                cx.enum_values(class)
            }
            _ => return None,
        };
        Some(cx.host.make(Thing::Listed(Rc::new(Array::list(listed)))))
    }

    /// The array that rules let through. None if they are not known.
    fn validated(cx: &Interp<'a, Self>, rules: &Value<'a>) -> Option<Value<'a>> {
        let Value::Array(rules) = rules else { return None };
        if rules.open || rules.entries.is_empty() {
            return None;
        }
        let mut array = Array::default();
        for entry in &rules.entries {
            let Key::Str(name) = &entry.key else { return None };
            // Of `items.*.price` the whole of `items`.
            let end = name.find('.').unwrap_or(name.len());
            let own = name.get(..end).filter(|own| !own.is_empty() && !own.contains('*'))?;
            let key = Key::Str(Rc::from(own));
            let is_whole = end == name.len();
            if is_whole || array.get(&key).is_none() {
                let text = entry.key_text.as_ref().and_then(|text: &Rc<Text>| text.slice(0, end)).map(Rc::new);
                let listed = if is_whole { Self::let_through(cx, &entry.value) } else { Vec::new() };
                let listed = Some(listed).filter(|listed| listed.len() <= FEW).unwrap_or_default();
                let input = Value::Unknown(Why::Input);
                array.set(key, text, listed.iter().fold(input, |whole, value| crate::eval::join(&whole, value)));
            }
        }
        Some(Value::array(array))
    }

    /// The values that rules of an attribute let through, where they list them: `'required|in:a,b'`, `[Rule::in(['a', 'b'])]`.
    fn let_through(cx: &Interp<'a, Self>, rules: &Value<'a>) -> Vec<Value<'a>> {
        let stored = |value: &Value<'a>| match value {
            Value::Object(object) => object.get("value"),
            value => Some(value.clone()),
        };
        match rules {
            Value::Array(list) => list.entries.iter().flat_map(|entry| Self::let_through(cx, &entry.value)).collect(),
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Listed(list)) => list.entries.iter().filter_map(|entry| stored(&entry.value)).collect(),
                _ => Vec::new(),
            },
            Value::Str(text) => listed_in(text),
            _ => Vec::new(),
        }
    }
}

/// The values behind `in:` in rules that are written as a text.
fn listed_in<'a>(text: &Text) -> Vec<Value<'a>> {
    let Some(whole) = text.known() else { return Vec::new() };
    let mut start = 0;
    for rule in whole.split('|') {
        let at = start;
        start += rule.len() + 1;
        let Some(list) = rule.strip_prefix("in:").filter(|list| !list.contains('"')) else { continue };
        let mut from = at + "in:".len();
        let mut values = Vec::new();
        for value in list.split(',') {
            values.extend(text.slice(from, from + value.len()).map(|value| Value::Str(Rc::new(value))));
            from += value.len() + 1;
        }
        return values;
    }
    Vec::new()
}
