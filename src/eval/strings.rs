//! PHP's own string functions, as far as names of tables and columns pass through them.

use std::rc::Rc;

use super::host::Args;
use super::operators::to_text;
use super::text::Text;
use super::value::{Array, Value, Why};
use super::{ROOT, join};

/// A string function of known arguments; none if it is not one.
pub(super) fn call<'a>(name: &str, args: &Args<'a>) -> Option<Value<'a>> {
    Some(match name {
        "strtolower" | "mb_strtolower" => map(args, str::to_lowercase),
        "strtoupper" | "mb_strtoupper" => map(args, str::to_uppercase),
        "ucfirst" => whole(args, |text| first(text, char::to_ascii_uppercase)),
        "lcfirst" => whole(args, |text| first(text, char::to_ascii_lowercase)),
        "ucwords" => {
            whole(args, |text| text.split(' ').map(|word| first(word, char::to_ascii_uppercase)).collect::<Vec<_>>().join(" "))
        }
        "addslashes" => whole(args, |text| text.replace('\\', "\\\\").replace('\'', "\\'")),
        "basename" => {
            let suffix = known(args, 1).unwrap_or_else(|| Rc::from(""));
            whole(args, |text| {
                let name = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                name.strip_suffix(&*suffix).filter(|rest| !rest.is_empty()).unwrap_or(name).to_owned()
            })
        }
        "strrev" => whole(args, |text| text.chars().rev().collect()),
        "preg_replace" => preg_replace(args),
        "strtr" => match (known(args, 0), known(args, 1), known(args, 2)) {
            (Some(_), Some(from), Some(to)) => {
                let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
                let swap = |c: char| from.iter().position(|f| *f == c).and_then(|at| to.get(at)).copied().unwrap_or(c);
                whole(args, |text| text.chars().map(swap).collect())
            }
            _ => Value::Unknown(Why::Data),
        },
        "dirname" => dirname(args),
        "realpath" => whole(args, |path| match relative_path(path) {
            Some(relative) if relative.is_empty() => ROOT.to_owned(),
            Some(relative) => format!("{ROOT}/{relative}"),
            None => path.to_owned(),
        }),
        "trim" | "ltrim" | "rtrim" | "chop" => trim(name, args),
        "implode" | "join" => implode(args),
        "explode" => explode(args),
        "sprintf" => sprintf(args.value(0), &args.items.iter().skip(1).map(|arg| arg.value.clone()).collect::<Vec<_>>()),
        "vsprintf" => match args.value(1) {
            Some(Value::Array(list)) => {
                sprintf(args.value(0), &list.entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>())
            }
            _ => Value::Unknown(Why::Data),
        },
        "str_replace" => replace(args),
        "str_repeat" => match (args.value(0).and_then(Value::as_str), args.value(1).and_then(Value::as_int)) {
            (Some(text), Some(times @ 0..=4096)) if text.len() < 256 => {
                Value::string(text.repeat(usize::try_from(times).unwrap_or(0)))
            }
            _ => Value::Unknown(Why::Data),
        },
        "str_pad" => pad(args),
        "substr" | "mb_substr" => substr(args),
        "strlen" | "mb_strlen" => known(args, 0).map_or(Value::Unknown(Why::Data), |text| length(text.len())),
        "str_contains" => two(args, |a, b| Value::Bool(a.contains(b))),
        "str_starts_with" => two(args, |a, b| Value::Bool(a.starts_with(b))),
        "str_ends_with" => two(args, |a, b| Value::Bool(a.ends_with(b))),
        "strpos" | "mb_strpos" => two(args, |a, b| a.find(b).map_or(Value::Bool(false), length)),
        "strcmp" => two(args, |a, b| Value::Int(a.cmp(b) as i64)),
        "strcasecmp" => two(args, |a, b| Value::Int(a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()) as i64)),
        "strstr" => two(args, |a, b| a.find(b).map_or(Value::Bool(false), |at| Value::string(&a[at..]))),
        "strval" => args.value(0).map_or(Value::Unknown(Why::Data), to_text),
        _ => return None,
    })
}

/// A path below [`ROOT`], with `.` and `..` taken out; none if it leads outside.
#[must_use]
pub fn relative_path(path: &str) -> Option<String> {
    let inside = path.strip_prefix(ROOT)?;
    let mut parts: Vec<&str> = Vec::new();
    for part in inside.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn length<'a>(length: usize) -> Value<'a> {
    Value::Int(i64::try_from(length).unwrap_or(i64::MAX))
}

fn known(args: &Args<'_>, position: usize) -> Option<Rc<str>> {
    match args.value(position)? {
        Value::Str(text) => text.known(),
        number @ Value::Int(_) => to_text(number).as_str(),
        _ => None,
    }
}

/// A change of every part by itself.
fn map<'a>(args: &Args<'a>, change: impl Fn(&str) -> String) -> Value<'a> {
    each(args.value(0), |text| Value::Str(Rc::new(text.map(&change))))
}

/// A change that needs the whole string.
fn whole<'a>(args: &Args<'a>, change: impl Fn(&str) -> String) -> Value<'a> {
    each(args.value(0), |text| match text.known() {
        Some(known) => changed(text, &change(&known)),
        None => Value::Str(Rc::new(Text::unknown(text.why().unwrap_or(Why::Data)))),
    })
}

/// A string that was made from another one, which stays its place.
pub(super) fn changed<'a>(from: &Text, to: &str) -> Value<'a> {
    if from.known().is_some_and(|known| *known == *to) {
        return Value::Str(Rc::new(from.clone()));
    }
    Value::Str(Rc::new(match from.written() {
        Some(span) => Text::literal(to, span, false),
        None => Text::computed(to),
    }))
}

/// Does something to each string that a value may be.
fn each<'a>(value: Option<&Value<'a>>, change: impl Fn(&Rc<Text>) -> Value<'a>) -> Value<'a> {
    let Some(value) = value else { return Value::Unknown(Why::Data) };
    let text = to_text(value);
    text.choices()
        .iter()
        .map(|choice| match choice {
            Value::Str(text) => change(text),
            _ => Value::Unknown(Why::Data),
        })
        .reduce(|whole, value| join(&whole, &value))
        .unwrap_or(Value::Unknown(Why::Data))
}

fn two<'a>(args: &Args<'a>, answer: impl Fn(&str, &str) -> Value<'a>) -> Value<'a> {
    match (known(args, 0), known(args, 1)) {
        (Some(a), Some(b)) => answer(&a, &b),
        _ => Value::Unknown(Why::Data),
    }
}

fn first(text: &str, change: impl Fn(&char) -> char) -> String {
    let mut letters = text.chars();
    letters.next().map(|letter| change(&letter)).into_iter().chain(letters).collect()
}

fn dirname<'a>(args: &Args<'a>) -> Value<'a> {
    let levels = match args.value(1) {
        None => 1,
        Some(value) => value.as_int().unwrap_or(1),
    };
    whole(args, |path| {
        let mut path = path.trim_end_matches('/').to_owned();
        for _ in 0..levels.clamp(0, 64) {
            path = match path.rsplit_once('/') {
                Some((folder, _)) => folder.to_owned(),
                None => ".".to_owned(),
            };
        }
        path
    })
}

fn trim<'a>(name: &str, args: &Args<'a>) -> Value<'a> {
    let letters: Vec<char> = match args.value(1) {
        None => vec![' ', '\t', '\n', '\r', '\0', '\u{b}'],
        Some(given) => match given.as_str() {
            Some(letters) => letters.chars().collect(),
            None => return Value::Unknown(Why::Data),
        },
    };
    whole(args, |text| {
        let cut = |c: char| letters.contains(&c);
        match name {
            "ltrim" => text.trim_start_matches(cut),
            "trim" => text.trim_matches(cut),
            _ => text.trim_end_matches(cut),
        }
        .to_owned()
    })
}

fn implode<'a>(args: &Args<'a>) -> Value<'a> {
    let (glue, list) = match (args.value(0), args.value(1)) {
        (Some(Value::Array(list)), glue) => (glue, list),
        (glue, Some(Value::Array(list))) => (glue, list),
        _ => return Value::Unknown(Why::Data),
    };
    let glue = match glue.map(to_text) {
        Some(Value::Str(glue)) => glue,
        _ => Rc::new(Text::computed("")),
    };
    let mut text = Text::computed("");
    for (at, entry) in list.entries.iter().enumerate() {
        if at > 0 {
            text = text.concat(&glue);
        }
        match to_text(&entry.value) {
            Value::Str(part) => text = text.concat(&part),
            _ => text = text.concat(&Text::unknown(Why::Choices)),
        }
    }
    if !list.is_complete() {
        text = text.concat(&Text::unknown(Why::Data));
    }
    Value::Str(Rc::new(text))
}

fn explode<'a>(args: &Args<'a>) -> Value<'a> {
    let (Some(separator), Some(Value::Str(text))) = (known(args, 0), args.value(1)) else {
        return Value::Unknown(Why::Data);
    };
    let (Some(whole), false) = (text.known(), separator.is_empty()) else { return Value::Unknown(Why::Data) };
    let limit = args.value(2).and_then(Value::as_int).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let mut array = Array::default();
    let mut at = 0;
    for piece in whole.splitn(limit.max(1), &*separator) {
        let part = text.slice(at, at + piece.len()).unwrap_or_else(|| Text::computed(piece));
        array.push(Value::Str(Rc::new(part)));
        at += piece.len() + separator.len();
    }
    Value::array(array)
}

/// `sprintf`: `%s`, `%d` and `%%`, also with positions; anything else is not known.
fn sprintf<'a>(format: Option<&Value<'a>>, values: &[Value<'a>]) -> Value<'a> {
    let Some(Value::Str(format)) = format else { return Value::Unknown(Why::Data) };
    let Some(pattern) = format.known() else { return Value::Unknown(Why::Data) };
    let mut text = Text::computed("");
    let mut next = 0;
    let mut start = 0;
    let bytes = pattern.as_bytes();
    let mut at = 0;
    let piece = |from: usize, to: usize| format.slice(from, to).unwrap_or_else(|| Text::computed(""));
    while at < bytes.len() {
        if bytes[at] != b'%' {
            at += 1;
            continue;
        }
        text = text.concat(&piece(start, at));
        let end = (at + 1..bytes.len()).find(|&i| bytes[i].is_ascii_alphabetic() || bytes[i] == b'%').unwrap_or(bytes.len());
        let flags = pattern.get(at + 1..end).unwrap_or_default();
        let kind = bytes.get(end).copied().unwrap_or(b' ');
        if kind == b'%' {
            text = text.concat(&Text::computed("%"));
        } else {
            let (position, flags) = match flags.split_once('$') {
                Some((position, flags)) => (position.parse::<usize>().ok().and_then(|p| p.checked_sub(1)), flags),
                None => (Some(next), flags),
            };
            next += 1;
            let value = position.and_then(|position| values.get(position)).map(to_text);
            match (kind, value) {
                (b's' | b'd' | b'u', Some(Value::Str(value))) if flags.is_empty() => text = text.concat(&value),
                (b'd', Some(Value::Str(value))) => match (value.known(), flags.strip_prefix('0').and_then(|w| w.parse().ok())) {
                    (Some(value), Some(width)) => {
                        text = text.concat(&Text::computed(&format!("{value:0>width$}", width = std::cmp::min(width, 64_usize))));
                    }
                    _ => text = text.concat(&Text::unknown(Why::Data)),
                },
                _ => text = text.concat(&Text::unknown(Why::Data)),
            }
        }
        at = end + 1;
        start = at.min(bytes.len());
    }
    Value::Str(Rc::new(text.concat(&piece(start, bytes.len()))))
}

fn replace<'a>(args: &Args<'a>) -> Value<'a> {
    let list = |value: Option<&Value<'a>>| -> Option<Vec<Rc<str>>> {
        match value? {
            Value::Array(list) if list.is_complete() => list.entries.iter().map(|entry| entry.value.as_str()).collect(),
            other => Some(vec![to_text(other).as_str()?]),
        }
    };
    let (Some(search), Some(replacements)) = (list(args.value(0)), list(args.value(1))) else {
        return Value::Unknown(Why::Data);
    };
    let single = !matches!(args.value(1), Some(Value::Array(_)));
    each(args.value(2), |text| {
        let Some(mut whole) = text.known().map(|known| known.to_string()) else {
            return Value::Str(Rc::new(Text::unknown(text.why().unwrap_or(Why::Data))));
        };
        for (at, from) in search.iter().enumerate() {
            let to = if single { replacements.first() } else { replacements.get(at) };
            let grown = whole.len().saturating_mul(to.map_or(0, |to| to.len()).max(1));
            if !from.is_empty() && grown < 1 << 20 {
                whole = whole.replace(&**from, to.map_or("", |to| to));
            }
        }
        changed(text, &whole)
    })
}

/// `preg_replace` of one pattern, where Rust's engine has the same words.
fn preg_replace<'a>(args: &Args<'a>) -> Value<'a> {
    let (Some(pattern), Some(replacement)) = (known(args, 0), known(args, 1)) else { return Value::Unknown(Why::Data) };
    let mut letters = pattern.chars();
    let Some(open) = letters.next() else { return Value::Unknown(Why::Data) };
    let close = match open {
        '(' => ')',
        '{' => '}',
        '[' => ']',
        '<' => '>',
        same => same,
    };
    let Some((body, flags)) = letters.as_str().rsplit_once(close) else { return Value::Unknown(Why::Data) };
    if !flags.chars().all(|flag| matches!(flag, 'i' | 'm' | 's' | 'u' | 'x')) {
        return Value::Unknown(Why::Data);
    }
    let flags = flags.replace('u', "");
    let prefix = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
    let Ok(regex) = regex::RegexBuilder::new(&format!("{prefix}{body}")).size_limit(1 << 20).build() else {
        return Value::Unknown(Why::Data);
    };
    // `\\1` and `$1` mean the same in PHP.
    let mut to = String::new();
    let mut rest = replacement.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('\\' | '$', Some(digit)) if digit.is_ascii_digit() => {
                to.push_str("${");
                to.extend(rest.next());
                to.push('}');
            }
            ('$', _) => to.push_str("$$"),
            (other, _) => to.push(other),
        }
    }
    each(args.value(2), |text| match text.known() {
        Some(known) if known.len() < 4096 => changed(text, &regex.replace_all(&known, to.as_str())),
        _ => Value::Unknown(Why::Data),
    })
}

fn pad<'a>(args: &Args<'a>) -> Value<'a> {
    let (Some(text), Some(width)) = (known(args, 0), args.value(1).and_then(Value::as_int)) else {
        return Value::Unknown(Why::Data);
    };
    let fill = known(args, 2).unwrap_or_else(|| Rc::from(" "));
    let missing = usize::try_from(width).unwrap_or(0).min(4096).saturating_sub(text.len());
    let filling: String = fill.chars().cycle().take(if fill.is_empty() { 0 } else { missing }).collect();
    // The constants STR_PAD_LEFT and STR_PAD_BOTH are 0 and 2; the default is to the right.
    match args.value(3) {
        None | Some(Value::Int(1)) => Value::string(format!("{text}{filling}")),
        Some(Value::Int(0)) => Value::string(format!("{filling}{text}")),
        Some(_) => Value::Unknown(Why::Data),
    }
}

fn substr<'a>(args: &Args<'a>) -> Value<'a> {
    let (Some(start), length) = (args.value(1).and_then(Value::as_int), args.value(2)) else {
        return Value::Unknown(Why::Data);
    };
    let length = match length {
        None | Some(Value::Null) => None,
        Some(value) => match value.as_int() {
            Some(length) => Some(length),
            None => return Value::Unknown(Why::Data),
        },
    };
    whole(args, |text| {
        let letters: Vec<char> = text.chars().collect();
        let total = i64::try_from(letters.len()).unwrap_or(i64::MAX);
        let from = if start < 0 { total.saturating_add(start).max(0) } else { start.min(total) };
        let to = match length {
            None => total,
            Some(length) if length < 0 => total.saturating_add(length),
            Some(length) => from.saturating_add(length).min(total),
        };
        let range = usize::try_from(from).unwrap_or(0)..usize::try_from(to.max(from)).unwrap_or(0);
        letters.get(range).unwrap_or_default().iter().collect()
    })
}
