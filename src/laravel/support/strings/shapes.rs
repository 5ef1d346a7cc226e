//! Methods of `Str` that give a string another shape, and the questions that need more than PHP's functions.

use super::Subject;
use crate::eval::{Builder, Text, Value, Why, changed, trimmed};
use crate::laravel::support::naming;

pub(super) use crate::eval::{contains, ends_with, starts_with};

/// Methods that have no subject.
pub(super) fn without_subject<'a>(lower: &str) -> Option<Value<'a>> {
    match lower {
        "random" | "password" | "uuid" | "uuid7" | "ulid" | "ordereduuid" => Some(Value::Unknown(Why::Data)),
        _ => None,
    }
}

#[expect(clippy::option_option, reason = "no such method, not known, known")]
pub(super) fn shape<'a>(lower: &str, subject: &Subject<'a>) -> Option<Option<Value<'a>>> {
    let made = |change: fn(&str) -> String| subject.known().map(|text| changed(&subject.text, &change(&text)));
    Some(match lower {
        "snake" => {
            subject.known().zip(subject.text_or(0, "_")).map(|(text, between)| changed(&subject.text, &snake(&text, &between)))
        }
        "kebab" => subject.known().map(|text| changed(&subject.text, &snake(&text, "-"))),
        "plural" | "pluralstudly" | "pluralpascal" => plural(lower, subject),
        "singular" => made(naming::singular),
        "studly" | "pascal" => made(naming::studly),
        "camel" => made(naming::camel),
        "headline" => made(headline),
        "apa" => None,
        "ucwords" => {
            made(|text| text.split(' ').map(|word| crate::eval::change_first(word, upper)).collect::<Vec<_>>().join(" "))
        }
        "slug" => slug(subject),
        "finish" => capped(subject, false),
        "start" => capped(subject, true),
        "wrap" => wrapped(subject),
        "unwrap" => unwrapped(subject),
        "limit" => limit(subject),
        "words" => words(subject),
        "mask" => mask(subject),
        "squish" => made(|text| {
            text.split(|c: char| c.is_whitespace() || c == '\u{3164}' || c == '\u{1160}')
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }),
        "deduplicate" => {
            subject.known().zip(subject.text_or(0, " ")).map(|(text, part)| changed(&subject.text, &deduplicated(&text, &part)))
        }
        "newline" => subject.known().map(|text| {
            let times = usize::try_from(subject.int_or(0, 1).unwrap_or(1)).unwrap_or(1).min(64);
            Value::string(format!("{text}{}", "\n".repeat(times)))
        }),
        "ascii" | "transliterate" => subject.known().filter(|text| text.is_ascii()).map(|_| subject.value()),
        "reverse" => made(|text| text.chars().rev().collect()),
        "numbers" => made(|text| text.chars().filter(char::is_ascii_digit).collect()),
        _ => return None,
    })
}

fn upper(letter: char) -> String {
    letter.to_uppercase().to_string()
}

/// `Str::snake` with any text between the words.
fn snake(text: &str, between: &str) -> String {
    if between == "_" {
        return naming::snake(text);
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut starts = true;
    for letter in text.chars() {
        let capital = if starts { letter.to_ascii_uppercase() } else { letter };
        starts = matches!(letter, ' ' | '\t' | '\r' | '\n' | '\u{b}' | '\u{c}');
        if letter.is_whitespace() {
            continue;
        }
        if capital.is_ascii_uppercase() && !out.is_empty() {
            out.push_str(between);
        }
        out.push(capital);
    }
    out.to_lowercase()
}

fn plural<'a>(lower: &str, subject: &Subject<'a>) -> Option<Value<'a>> {
    let text = subject.known()?;
    let count = match subject.rest.value(0) {
        None => 2,
        Some(Value::Int(count)) => *count,
        Some(Value::Array(list)) if list.is_complete() => i64::try_from(list.entries.len()).ok()?,
        Some(_) => return None,
    };
    if subject.rest.value(1).is_some_and(|prepends| prepends.truth() != Some(false)) {
        return None;
    }
    Some(match (count.unsigned_abs(), lower) {
        (1, _) => subject.value(),
        (_, "plural") => changed(&subject.text, &naming::plural(&text)),
        _ => changed(&subject.text, &naming::plural_studly(&text)),
    })
}

fn headline(text: &str) -> String {
    let title = |word: &str| crate::eval::title(word);
    let words: Vec<&str> = text.split(' ').collect();
    let parts: Vec<String> = if words.len() > 1 {
        words.into_iter().map(title).collect()
    } else {
        let mut split: Vec<String> = Vec::new();
        for letter in text.chars() {
            match split.last_mut() {
                Some(last) if !letter.is_uppercase() => last.push(letter),
                _ => split.push(letter.to_string()),
            }
        }
        split.iter().map(|word| title(word)).collect()
    };
    let collapsed = parts.join("_").replace(['-', ' '], "_");
    collapsed.split('_').filter(|word| !word.is_empty() && *word != "0").collect::<Vec<_>>().join(" ")
}

/// `Str::slug` of text in ASCII; other letters would need Laravel's transliteration.
fn slug<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let (text, separator) = (subject.known()?, subject.text_or(0, "-")?);
    let plain = separator.chars().all(|c| matches!(c, '-' | '_' | '.'));
    if !text.is_ascii() || separator.len() > 1 || !plain || subject.has(2) {
        return None;
    }
    let other = if &*separator == "-" { '_' } else { '-' };
    let at = format!("{separator}at{separator}");
    let is_separator = |c: char| separator.contains(c);
    let mut out = String::new();
    let replaced = text.chars().map(|c| if c == other { separator.to_string() } else { c.to_string() }).collect::<String>();
    for letter in replaced.replace('@', &at).to_lowercase().chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if (is_separator(letter) || letter.is_ascii_whitespace() || letter == '\u{b}') && !out.ends_with(is_separator) {
            out.push_str(&separator);
        }
    }
    Some(changed(&subject.text, out.trim_matches(is_separator)))
}

/// `finish` and `start`: exactly one of a text at an end.
fn capped<'a>(subject: &Subject<'a>, start: bool) -> Option<Value<'a>> {
    let cap = subject.rest.value(0).map(crate::eval::to_text)?;
    let (cap, part) = (cap.as_text()?.clone(), subject.text(0)?);
    let text = subject.known()?;
    let (from, to) = if part.is_empty() {
        (0, text.len())
    } else if start {
        (text.len() - text.trim_start_matches(&*part).len(), text.len())
    } else {
        (0, text.trim_end_matches(&*part).len())
    };
    let kept = crate::eval::slice(&subject.text, from, to)?;
    let mut whole = Builder::default();
    if start {
        whole.push(&cap);
    }
    whole.push(&kept);
    if !start {
        whole.push(&cap);
    }
    Some(whole.value())
}

fn wrapped<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let before = subject.text(0)?;
    let after = subject.text_or(1, &before)?;
    let mut whole = Builder::default();
    whole.push_str(&before);
    whole.push(&subject.text);
    whole.push_str(&after);
    Some(whole.value())
}

fn unwrapped<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let (text, before) = (subject.known()?, subject.text(0)?);
    let after = subject.text_or(1, &before)?;
    let start = if text.starts_with(&*before) { before.len() } else { 0 };
    let end = if text[start..].ends_with(&*after) { text.len() - after.len() } else { text.len() };
    crate::eval::sliced(&subject.text, start, end)
}

fn limit<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let text = subject.known().filter(|text| text.is_ascii())?;
    let (limit, end) = (usize::try_from(subject.int_or(0, 100)?).ok()?, subject.text_or(1, "...")?);
    if subject.rest.value(2).is_some_and(|whole_words| whole_words.truth() != Some(false)) {
        return None;
    }
    if text.len() <= limit {
        return Some(subject.value());
    }
    let kept = crate::eval::slice(&subject.text, 0, limit)?;
    let mut whole = Builder::default();
    whole.push(trimmed(&kept, |c| " \t\n\r\0\u{b}".contains(c), false, true).as_text()?);
    whole.push_str(&end);
    Some(whole.value())
}

fn words<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let text = subject.known()?;
    let (limit, end) = (usize::try_from(subject.int_or(0, 100)?).ok().filter(|limit| *limit > 0)?, subject.text_or(1, "...")?);
    let mut at = text.len() - text.trim_start().len();
    let mut last = 0;
    for _ in 0..limit {
        let rest = &text[at..];
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if word == 0 {
            break;
        }
        last = at + word;
        let blanks = text[last..].len() - text[last..].trim_start().len();
        at = last + blanks;
    }
    if at == text.len() || last == 0 {
        return Some(subject.value());
    }
    Some(changed(&subject.text, &format!("{}{end}", &text[..last])))
}

fn mask<'a>(subject: &Subject<'a>) -> Option<Value<'a>> {
    let (text, by, index) = (subject.known()?, subject.text(0)?, subject.rest.value(1)?.as_int()?);
    let length = if subject.has(2) { Some(subject.rest.value(2)?.as_int()?) } else { None };
    let letters: Vec<char> = text.chars().collect();
    let Some(by) = by.chars().next() else { return Some(subject.value()) };
    let (from, to) = crate::eval::bounds(letters.len(), index, length);
    let masked = letters.iter().enumerate().map(|(at, letter)| if (from..to).contains(&at) { by } else { *letter });
    Some(changed(&subject.text, &masked.collect::<String>()))
}

fn deduplicated(text: &str, part: &str) -> String {
    if part.is_empty() {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(part) {
        out.push_str(&rest[..at + part.len()]);
        rest = rest[at..].trim_start_matches(part);
    }
    out + rest
}

/// Whether a text fits a pattern of `Str::is`, in which `*` stands for anything.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    if pattern == text {
        return true;
    }
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return false };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 5
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether it is nothing but white space (`blank()`).
pub(in crate::laravel) fn is_blank(text: &Text) -> Option<bool> {
    match text.known() {
        Some(known) => Some(known.trim().is_empty()),
        None => text
            .parts()
            .iter()
            .any(|part| matches!(part, crate::eval::Part::Known(known, _) if !known.trim().is_empty()))
            .then_some(false),
    }
}
