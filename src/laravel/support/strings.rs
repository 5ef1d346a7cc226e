//! `Str::…` and fluent strings.
//!
//! Sources: `Illuminate/Support/Str.php` and `Stringable.php`, of Laravel 8 to 13. Where a method is one of PHP's
//! functions under another name, that function is called.

mod fluent;
mod shapes;

use std::rc::Rc;

pub(in crate::laravel) use shapes::is_blank;

use crate::eval::{
    ArgValue, Args, Array, CallSite, Interp, Text, Value, Why, changed, in_order, join, part_of, replaced, sliced, to_text,
    unknown_text,
};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;
use crate::laravel::support::naming;

/// The parameters of methods that are likely to be called with named arguments, without the subject.
const SIGNATURES: [(&str, &str); 18] = [
    ("wordwrap", "characters=75 break=\"\\n\" cutLongWords=false"),
    ("wrap", "before after=null"),
    ("slug", "separator=\"-\" language=\"en\" dictionary=null"),
    ("limit", "limit=100 end=\"...\" preserveWords=false"),
    ("words", "words=100 end=\"...\""),
    ("snake", "delimiter=\"_\""),
    ("plural", "count=2 prependCount=false"),
    ("pluralstudly", "count=2"),
    ("padleft", "length pad=\" \""),
    ("padright", "length pad=\" \""),
    ("padboth", "length pad=\" \""),
    ("contains", "needles ignoreCase=false"),
    ("containsall", "needles ignoreCase=false"),
    ("replace", "search replace caseSensitive=true"),
    ("remove", "search caseSensitive=true"),
    ("mask", "character index length=null encoding=\"UTF-8\""),
    ("substr", "start length=null encoding=\"UTF-8\""),
    ("explode", "delimiter limit=9223372036854775807"),
];

/// What a static method calls its subject, which its other names leave out.
const SUBJECTS: [&str; 6] = ["value", "string", "title", "subject", "haystack", "subjects"];

/// The position of the subject among a static method's arguments.
fn subject_position(method: &str) -> usize {
    match method {
        "replace" | "replacefirst" | "replacelast" | "replacestart" | "replaceend" | "replacearray" | "replacematches" => 2,
        "is" | "match" | "matchall" | "ismatch" | "remove" | "swap" => 1,
        _ => 0,
    }
}

/// The subject of a method and its other arguments.
#[derive(Clone)]
pub(in crate::laravel) struct Subject<'a> {
    pub(in crate::laravel) text: Rc<Text>,
    pub(in crate::laravel) rest: Args<'a>,
}

impl<'a> Subject<'a> {
    fn known(&self) -> Option<Rc<str>> {
        self.text.known()
    }

    fn value(&self) -> Value<'a> {
        Value::Str(Rc::clone(&self.text))
    }

    fn has(&self, position: usize) -> bool {
        !matches!(self.rest.value(position), None | Some(Value::Null))
    }

    /// A string among the other arguments.
    fn text(&self, position: usize) -> Option<Rc<str>> {
        match self.rest.value(position)? {
            value @ (Value::Str(_) | Value::Int(_) | Value::Float(_)) => to_text(value).as_str(),
            _ => None,
        }
    }

    fn text_or(&self, position: usize, default: &str) -> Option<Rc<str>> {
        if self.has(position) { self.text(position) } else { Some(Rc::from(default)) }
    }

    fn int_or(&self, position: usize, default: i64) -> Option<i64> {
        if self.has(position) { self.rest.value(position)?.as_int() } else { Some(default) }
    }

    /// One string or several.
    fn texts(&self, position: usize) -> Option<Vec<Rc<str>>> {
        match self.rest.value(position)? {
            Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| to_text(&entry.value).as_str()).collect(),
            Value::Array(_) => None,
            _ => Some(vec![self.text(position)?]),
        }
    }
}

/// The method of `Str` that a function of laravel/helpers stands for.
pub(in crate::laravel) fn old_helper(function: &str) -> Option<&'static str> {
    Some(match function {
        "starts_with" => "startsWith",
        "ends_with" => "endsWith",
        "studly_case" => "studly",
        "snake_case" => "snake",
        "camel_case" => "camel",
        "kebab_case" => "kebab",
        "title_case" => "title",
        "str_plural" => "plural",
        "str_singular" => "singular",
        "str_slug" => "slug",
        "str_finish" => "finish",
        "str_start" => "start",
        "str_after" => "after",
        "str_before" => "before",
        "str_is" => "is",
        _ => return None,
    })
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Str::…`; none if the method is not one of those that names pass through.
    pub(in crate::laravel) fn call_str(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        if let Some(made) = shapes::without_subject(&lower) {
            return Some(made);
        }
        if lower == "of" {
            return Some(cx.host.make(Thing::Stringable(args.value(0)?.clone())));
        }
        let mut items = args.items.clone();
        let named = items.iter().position(|arg| arg.name.as_deref().is_some_and(|name| SUBJECTS.contains(&name)));
        let position = named.unwrap_or_else(|| subject_position(&lower));
        if position >= items.len() {
            return None;
        }
        let subject = items.remove(position).value;
        let rest = Args { items, open: args.open, entry: args.entry };
        Self::str_of(cx, &lower, &subject, &rest, at)
    }

    /// A method of a string, or of each that a value may be.
    pub(in crate::laravel) fn str_of(
        cx: &mut Interp<'a, Self>,
        lower: &str,
        subject: &Value<'a>,
        rest: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let rest = if rest.items.iter().any(|arg| arg.name.is_some()) {
            let signature = SIGNATURES.iter().find(|(name, _)| *name == lower);
            match signature.and_then(|(_, signature)| in_order(signature, rest)) {
                Some(rest) => rest,
                None => return Some(Value::Unknown(Why::Unsupported)),
            }
        } else {
            rest.clone()
        };
        let subject = match subject {
            Value::Host(_) => <Self as crate::eval::Host>::text_of(cx, subject)?,
            other => to_text(other),
        };
        if let Some(several) = rest.items.iter().position(|arg| matches!(arg.value, Value::OneOf(_))) {
            // Of several possible arguments, each by itself.
            let choices = rest.items[several].value.clone();
            let one = |cx: &mut Interp<'a, Self>, choice: &Value<'a>| {
                let mut rest = rest.clone();
                rest.items[several].value = choice.clone();
                Self::str_of(cx, lower, &subject, &rest, at)
            };
            let values: Option<Vec<Value<'a>>> = choices.choices().iter().map(|choice| one(cx, choice)).collect();
            return values?.into_iter().reduce(|whole, value| join(&whole, &value));
        }
        let mut whole: Option<Value<'a>> = None;
        for choice in subject.choices() {
            let Value::Str(text) = choice else { return None };
            let made = match Self::str_method(cx, lower, &Subject { text: Rc::clone(text), rest: rest.clone() }, at)? {
                Some(_) if rest.open => unknown_text(text),
                Some(made) => made,
                None => unknown_text(text),
            };
            whole = Some(match whole {
                Some(known) => join(&known, &made),
                None => made,
            });
        }
        whole
    }

    /// A method of one string: none if there is no such method, and none inside if its result is not known.
    #[expect(clippy::option_option, reason = "no such method, not known, known")]
    fn str_method(cx: &mut Interp<'a, Self>, lower: &str, subject: &Subject<'a>, at: CallSite) -> Option<Option<Value<'a>>> {
        if let Some((function, values)) = php(lower, subject) {
            let args = Args { items: items(values, at), ..Args::default() };
            let is_text = !matches!(
                lower,
                "length"
                    | "substrcount"
                    | "wordcount"
                    | "ismatch"
                    | "test"
                    | "position"
                    | "explode"
                    | "split"
                    | "ucsplit"
                    | "isjson"
            );
            return Some(match cx.builtin(function, &args, at) {
                Some(Value::Int(found)) if matches!(lower, "ismatch" | "test") => Some(Value::Bool(found != 0)),
                made => made.filter(|made| !is_text || !made.is_unknown()),
            });
        }
        if let Some(answer) = shapes::shape(lower, subject) {
            return Some(answer);
        }
        if let Some(answer) = answers(lower, subject) {
            return Some(Some(answer.unwrap_or_else(|| Value::Unknown(subject.text.why().unwrap_or(Why::Data)))));
        }
        Some(match lower {
            "after" => cut(subject, |text, part| text.find(part).map(|at| (at + part.len(), text.len()))),
            "afterlast" => cut(subject, |text, part| text.rfind(part).map(|at| (at + part.len(), text.len()))),
            "before" => cut(subject, |text, part| text.find(part).map(|at| (0, at))),
            "beforelast" => cut(subject, |text, part| text.rfind(part).map(|at| (0, at))),
            "between" => between(subject, last_at),
            "betweenfirst" => between(subject, first_at),
            "chopstart" | "chopend" => chop(subject, lower == "chopstart"),
            "replacefirst" => replace_at(subject, first_at),
            "replacelast" => replace_at(subject, last_at),
            "replacestart" => replace_at(subject, |text, part| text.starts_with(part).then_some(0)),
            "replaceend" => replace_at(subject, |text, part| text.ends_with(part).then(|| text.len() - part.len())),
            "replacearray" => replace_array(subject),
            "append" => added(subject, false),
            "prepend" => added(subject, true),
            "charat" => subject.known().zip(subject.int_or(0, 0)).and_then(|(text, index)| {
                let length = i64::try_from(text.chars().count()).ok()?;
                if index >= length || index < -length {
                    Some(Value::Bool(false))
                } else {
                    part_of(&subject.text, &text, index, Some(1), true)
                }
            }),
            "take" => subject.known().zip(subject.int_or(0, 0)).and_then(|(text, limit)| {
                if limit < 0 {
                    part_of(&subject.text, &text, limit, None, true)
                } else {
                    part_of(&subject.text, &text, 0, Some(limit), true)
                }
            }),
            "parsecallback" => {
                let text = subject.known()?;
                let parts = text.split_once('@');
                let second =
                    parts.map_or_else(|| subject.rest.value(0).cloned().unwrap_or(Value::Null), |(_, b)| Value::string(b));
                Some(Value::array(Array::list([Value::string(parts.map_or(&*text, |(a, _)| a)), second])))
            }
            "classbasename" => subject.known().map(|name| changed(&subject.text, naming::class_basename(&name))),
            "match" | "matchall" => {
                let (pattern, text) = (subject.text(0), subject.known());
                pattern
                    .zip(text)
                    .and_then(|(pattern, text)| fluent::matched(&subject.text, &pattern, &text, lower == "matchall"))
                    .map(|found| match found {
                        Value::Array(list) => cx.host.make(Thing::Collection(Some(list), None)),
                        text => text,
                    })
            }
            _ => return None,
        })
    }
}

fn items(values: Vec<Value<'_>>, at: CallSite) -> Vec<ArgValue<'_>> {
    values.into_iter().map(|value| ArgValue { name: None, value, span: at.call }).collect()
}

/// PHP's function that a method is, and its arguments.
fn php<'a>(lower: &str, subject: &Subject<'a>) -> Option<(&'static str, Vec<Value<'a>>)> {
    let text = || subject.value();
    let all = |from: usize| subject.rest.items.iter().skip(from).map(|arg| arg.value.clone());
    let argument = |position: usize| subject.rest.value(position).cloned();
    let behind = || std::iter::once(text()).chain(all(0)).collect();
    Some(match lower {
        "lower" => ("mb_strtolower", vec![text()]),
        "upper" => ("mb_strtoupper", vec![text()]),
        "ucfirst" => ("mb_ucfirst", vec![text()]),
        "lcfirst" => ("mb_lcfirst", vec![text()]),
        "title" => ("mb_convert_case", vec![text(), Value::Int(2)]),
        "length" => ("mb_strlen", vec![text()]),
        "substr" => ("mb_substr", behind()),
        "substrcount" => ("substr_count", behind()),
        "substrreplace" => {
            let mut values: Vec<Value<'a>> = behind();
            if values.len() == 2 {
                values.push(Value::Int(0));
            }
            ("substr_replace", values)
        }
        "wordcount" => ("str_word_count", behind()),
        "wordwrap" => ("wordwrap", behind()),
        "repeat" => ("str_repeat", behind()),
        "basename" => ("basename", behind()),
        "dirname" => ("dirname", behind()),
        "striptags" => ("strip_tags", behind()),
        "tobase64" => ("base64_encode", vec![text()]),
        "frombase64" => ("base64_decode", vec![text()]),
        "hash" => ("hash", std::iter::once(argument(0)?).chain([text()]).collect()),
        "md5" => ("md5", vec![text()]),
        "isjson" => ("json_validate", vec![text()]),
        "trim" | "ltrim" | "rtrim" => {
            let by_php = subject.has(0);
            let name = match (lower, by_php) {
                ("trim", true) => "trim",
                ("ltrim", true) => "ltrim",
                ("rtrim", true) => "rtrim",
                ("trim", false) => "mb_trim",
                ("ltrim", false) => "mb_ltrim",
                _ => "mb_rtrim",
            };
            (name, if by_php { behind() } else { vec![text()] })
        }
        "padleft" | "padright" | "padboth" => {
            let side = match lower {
                "padleft" => 0,
                "padright" => 1,
                _ => 2,
            };
            let fill = argument(1).unwrap_or_else(|| Value::string(" "));
            ("mb_str_pad", vec![text(), argument(0)?, fill, Value::Int(side)])
        }
        "replace" => {
            let plain = subject.rest.value(2).is_none_or(|exact| exact.truth() == Some(true));
            let any = subject.rest.value(2).is_some_and(|exact| exact.truth() == Some(false));
            let name = if any { "str_ireplace" } else { "str_replace" };
            (name, if plain || any { vec![argument(0)?, argument(1)?, text()] } else { return None })
        }
        "remove" => {
            let any = subject.rest.value(1).is_some_and(|exact| exact.truth() == Some(false));
            (if any { "str_ireplace" } else { "str_replace" }, vec![argument(0)?, Value::string(""), text()])
        }
        "swap" => ("strtr", vec![text(), argument(0)?]),
        "replacematches" => match argument(1)? {
            callback @ Value::Closure(_) => ("preg_replace_callback", vec![argument(0)?, callback, text()]),
            by => ("preg_replace", [argument(0)?, by, text()].into_iter().chain(all(2)).collect()),
        },
        "ismatch" | "test" => ("preg_match", vec![argument(0)?, text()]),
        "position" => ("mb_strpos", behind()),
        "explode" => ("explode", [argument(0)?, text()].into_iter().chain(all(1)).collect()),
        "split" => match argument(0)? {
            Value::Int(length) => ("mb_str_split", vec![text(), Value::Int(length)]),
            pattern => ("preg_split", [pattern, text()].into_iter().chain(all(1)).collect()),
        },
        "ucsplit" => ("preg_split", vec![Value::string("/(?=\\p{Lu})/u"), text(), Value::Int(-1), Value::Int(1)]),
        "reverse" if subject.known().is_some_and(|text| text.is_ascii()) => ("strrev", vec![text()]),
        _ => return None,
    })
}

/// Questions.
#[expect(clippy::option_option, reason = "no question, not known, known")]
fn answers<'a>(lower: &str, subject: &Subject<'a>) -> Option<Option<Value<'a>>> {
    let any = |is: fn(&Text, &str) -> Option<bool>| {
        let needles = subject.texts(0)?;
        let mut answer = Some(false);
        for needle in needles.iter().filter(|needle| !needle.is_empty()) {
            match is(&subject.text, needle) {
                Some(true) => return Some(Value::Bool(true)),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer.map(Value::Bool)
    };
    let case = subject.rest.value(1).map_or(Some(false), Value::truth);
    if case.is_none() && lower.contains("contain") {
        return Some(None);
    }
    let exact_case = case == Some(false);
    let not = |answer: Option<Value<'a>>| answer.and_then(|answer| answer.truth()).map(|answer| Value::Bool(!answer));
    Some(match lower {
        "contains" if exact_case => any(shapes::contains),
        "doesntcontain" if exact_case => not(any(shapes::contains)),
        "contains" | "containsall" if !exact_case => subject.known().zip(subject.texts(0)).map(|(text, needles)| {
            let text = text.to_lowercase();
            let mut found =
                needles.iter().filter(|needle| !needle.is_empty()).map(|needle| text.contains(&needle.to_lowercase()));
            Value::Bool(if lower == "contains" { found.any(|found| found) } else { found.all(|found| found) })
        }),
        "containsall" => subject.texts(0).and_then(|needles| {
            let found: Option<Vec<bool>> = needles
                .iter()
                .map(|needle| if needle.is_empty() { Some(false) } else { shapes::contains(&subject.text, needle) })
                .collect();
            Some(Value::Bool(found?.into_iter().all(|found| found)))
        }),
        "startswith" => any(shapes::starts_with),
        "endswith" => any(shapes::ends_with),
        "doesntstartwith" => not(any(shapes::starts_with)),
        "doesntendwith" => not(any(shapes::ends_with)),
        "is" => subject
            .texts(0)
            .zip(subject.known())
            .map(|(patterns, text)| Value::Bool(patterns.iter().any(|pattern| shapes::fits(pattern, &text)))),
        "isascii" => subject.known().map(|text| Value::Bool(text.is_ascii())),
        "isuuid" => subject.known().map(|text| Value::Bool(shapes::is_uuid(&text))),
        "isempty" => subject.known().map(|text| Value::Bool(text.is_empty())),
        "isnotempty" => subject.known().map(|text| Value::Bool(!text.is_empty())),
        "exactly" => subject.known().zip(subject.text(0)).map(|(a, b)| Value::Bool(a == b)),
        _ => return None,
    })
}

/// What is left of a string on one side of another.
fn cut<'a>(subject: &Subject<'a>, place: fn(&str, &str) -> Option<(usize, usize)>) -> Option<Value<'a>> {
    let (text, part) = (subject.known()?, subject.text(0)?);
    match place(&text, &part).filter(|_| !part.is_empty()) {
        Some((from, to)) => sliced(&subject.text, from, to),
        None => Some(subject.value()),
    }
}

fn between<'a>(subject: &Subject<'a>, end: fn(&str, &str) -> Option<usize>) -> Option<Value<'a>> {
    let (text, from, to) = (subject.known()?, subject.text(0)?, subject.text(1)?);
    if from.is_empty() || to.is_empty() {
        return Some(subject.value());
    }
    let start = text.find(&*from).map_or(0, |at| at + from.len());
    let end = end(text.get(start..)?, &to).map_or(text.len(), |at| at + start);
    sliced(&subject.text, start, end)
}

fn chop<'a>(subject: &Subject<'a>, start: bool) -> Option<Value<'a>> {
    let text = subject.known()?;
    for needle in subject.texts(0)? {
        if start && text.starts_with(&*needle) {
            return sliced(&subject.text, needle.len(), text.len());
        }
        if !start && text.ends_with(&*needle) {
            return sliced(&subject.text, 0, text.len() - needle.len());
        }
    }
    Some(subject.value())
}

fn replace_at<'a>(subject: &Subject<'a>, find: fn(&str, &str) -> Option<usize>) -> Option<Value<'a>> {
    let (text, search) = (subject.known()?, subject.text(0)?);
    let by = Rc::clone(to_text(subject.rest.value(1)?).as_text()?);
    match find(&text, &search).filter(|_| !search.is_empty()) {
        Some(at) => Some(replaced(&subject.text, &text, &[(at, at + search.len(), (*by).clone())])),
        None => Some(subject.value()),
    }
}

fn replace_array<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let (text, search, by) = (subject.known()?, subject.text(0).filter(|search| !search.is_empty())?, subject.texts(1)?);
    let places = text.match_indices(&*search).zip(&by).map(|((at, _), by)| (at, at + search.len(), Text::computed(by)));
    Some(replaced(&subject.text, &text, &places.collect::<Vec<_>>()))
}

/// `append` and `prepend`: all values on one side.
fn added<'a>(subject: &Subject<'a>, before: bool) -> Option<Value<'a>> {
    let mut whole = crate::eval::Builder::default();
    if !before {
        whole.push(&subject.text);
    }
    for arg in &subject.rest.items {
        whole.push(to_text(&arg.value).as_text()?);
    }
    if before {
        whole.push(&subject.text);
    }
    Some(whole.value())
}

fn first_at(text: &str, part: &str) -> Option<usize> {
    text.find(part)
}

fn last_at(text: &str, part: &str) -> Option<usize> {
    text.rfind(part)
}
