//! Functions that take strings apart and put them together.

use std::rc::Rc;

use super::super::operators::{concat, to_text};
use super::super::strings::{Builder, MAX_MADE, found, replaced, sliced, unknown_text};
use super::super::text::{Part, Text};
use super::super::value::{Array, Key, Value, Why};
use super::{Answer, Given, count};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "substr" => substr(given, false),
        "mb_substr" => substr(given, true),
        "explode" => explode(given),
        "implode" | "join" => implode(given),
        "str_split" => str_split(given, false),
        "mb_str_split" => str_split(given, true),
        "strstr" => around(given, given.text(0).zip(given.text(1)).and_then(|(text, part)| text.find(&*part))),
        "stristr" => around(given, lower(given).and_then(|(text, part)| text.find(&part))),
        "strrchr" => around(given, given.text(0).zip(given.text(1)).and_then(|(text, part)| text.rfind(part.chars().next()?))),
        "strpbrk" => around(given, given.text(0).zip(given.text(1)).and_then(|(text, list)| text.find(|c| list.contains(c)))),
        "substr_replace" => substr_replace(given),
        "str_replace" => replace(given, false),
        "str_ireplace" => replace(given, true),
        "strtr" => strtr(given),
        "str_word_count" => word_count(given),
        _ => return None,
    })
}

/// Both strings in small letters; only where no letter has another length as a small one.
fn lower(given: Given<'_, '_>) -> Option<(String, String)> {
    let (text, part) = (given.text(0)?, given.text(1)?);
    Some((text.to_ascii_lowercase(), part.to_ascii_lowercase()))
}

/// What is behind a place (or before it, if the third argument says so), or false.
fn around<'a>(given: Given<'_, 'a>, at: Option<usize>) -> Answer<'a> {
    let (text, known) = given.known(0)?;
    given.text(1)?;
    let Some(at) = at else { return Some(Value::Bool(false)) };
    if given.flag(2, false)? { sliced(&text, 0, at) } else { sliced(&text, at, known.len()) }
}

/// The bounds of a part of something: PHP's rules for a start and a length, either of which may count from the end.
#[must_use]
pub fn bounds(total: usize, start: i64, length: Option<i64>) -> (usize, usize) {
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    let from = if start < 0 { total.saturating_add(start).max(0) } else { start.min(total) };
    let to = match length {
        None => total,
        Some(length) if length < 0 => total.saturating_add(length),
        Some(length) => from.saturating_add(length).min(total),
    };
    (usize::try_from(from).unwrap_or(0), usize::try_from(to.max(from)).unwrap_or(0))
}

fn substr<'a>(given: Given<'_, 'a>, letters: bool) -> Answer<'a> {
    let text = given.written(0)?;
    let start = given.int(1)?;
    let length = if given.has(2) { Some(given.int(2)?) } else { None };
    if let Some(known) = text.known() {
        return part_of(&text, &known, start, length, letters);
    }
    // The known beginning may be all that is asked for.
    let (beginning, _) = text.ends();
    let (from, to) = (usize::try_from(start).ok(), length.and_then(|length| start.checked_add(length)));
    match (from, to.and_then(|to| usize::try_from(to).ok())) {
        (Some(from), Some(to)) if to <= beginning.len() && beginning.is_ascii() && length >= Some(0) => sliced(&text, from, to),
        (Some(from), None) if length.is_none() && from <= beginning.len() && beginning.is_ascii() => {
            let mut whole = Builder::default();
            whole.push(&super::super::strings::slice(&text, from, beginning.len())?);
            for part in text.parts().iter().skip_while(|part| matches!(part, Part::Known(..))) {
                match part {
                    Part::Known(known, _) => whole.push_str(known),
                    Part::Unknown(why) => whole.push(&Text::unknown(*why)),
                }
            }
            Some(whole.value())
        }
        _ => Some(unknown_text(&text)),
    }
}

/// A part of a known string, counted in letters or in bytes.
pub fn part_of<'a>(text: &Text, known: &str, start: i64, length: Option<i64>, letters: bool) -> Answer<'a> {
    if !letters || known.is_ascii() {
        let (from, to) = bounds(known.len(), start, length);
        return sliced(text, from, to);
    }
    let places: Vec<usize> = known.char_indices().map(|(at, _)| at).chain([known.len()]).collect();
    let (from, to) = bounds(places.len() - 1, start, length);
    sliced(text, *places.get(from)?, *places.get(to)?)
}

fn explode<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let separator = given.text(0).filter(|separator| !separator.is_empty())?;
    let text = given.written(1)?;
    let limit = given.int_or(2, i64::MAX)?;
    let Some(whole) = text.known() else { return Some(explode_open(&text, &separator, limit)) };
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for place in found(&whole, &separator) {
        bounds.push((at, place));
        at = place + separator.len();
    }
    bounds.push((at, whole.len()));
    match usize::try_from(limit) {
        Ok(limit) => {
            let limit = limit.max(1);
            if bounds.len() > limit {
                bounds.truncate(limit);
                if let Some(last) = bounds.last_mut() {
                    last.1 = whole.len();
                }
            }
        }
        Err(_) => {
            let dropped = usize::try_from(limit.unsigned_abs()).unwrap_or(usize::MAX);
            bounds.truncate(bounds.len().saturating_sub(dropped));
        }
    }
    let mut array = Array::default();
    for (from, to) in bounds {
        array.push(sliced(&text, from, to)?);
    }
    Some(Value::array(array))
}

/// The pieces before the first unknown part are certain; there may be others behind.
fn explode_open<'a>(text: &Text, separator: &str, limit: i64) -> Value<'a> {
    let (beginning, _) = text.ends();
    let mut array = Array::default();
    let mut at = 0;
    for place in found(&beginning, separator) {
        if limit != i64::MAX {
            break;
        }
        match sliced(text, at, place) {
            Some(piece) => array.push(piece),
            None => break,
        }
        at = place + separator.len();
    }
    array.open = true;
    Value::array(array)
}

fn implode<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (glue, list) = match (given.value(0), given.value(1)) {
        (Some(Value::Array(list)), glue) => (glue, list),
        (glue, Some(Value::Array(list))) => (glue, list),
        _ => return None,
    };
    Some(joined(glue, list))
}

/// The elements of a list as one string.
#[must_use]
pub fn joined<'a>(glue: Option<&Value<'a>>, list: &Array<'a>) -> Value<'a> {
    let glue = match glue.map(to_text) {
        Some(Value::Str(glue)) => glue,
        None => Rc::new(Text::computed("")),
        Some(_) => Rc::new(Text::unknown(Why::Choices)),
    };
    let mut whole: Vec<Value<'a>> = Vec::new();
    let mut text = Builder::default();
    let mut length = 0;
    for (at, entry) in list.entries.iter().enumerate() {
        if at > 0 {
            text.push(&glue);
        }
        if entry.maybe || length > MAX_MADE {
            text.push(&Text::unknown(Why::Data));
            continue;
        }
        match to_text(&entry.value) {
            Value::Str(part) => {
                length += part.known().map_or(0, |part| part.len()) + glue.known().map_or(0, |glue| glue.len());
                text.push(&part);
            }
            several => {
                whole.push(std::mem::take(&mut text).value());
                whole.push(several);
            }
        }
    }
    if list.open {
        text.push(&Text::unknown(Why::Data));
    }
    whole.push(text.value());
    whole.into_iter().reduce(|before, after| concat(&before, &after)).unwrap_or_else(|| Value::string(""))
}

fn str_split<'a>(given: Given<'_, 'a>, letters: bool) -> Answer<'a> {
    let (text, known) = given.known(0)?;
    let size = usize::try_from(given.int_or(1, 1)?).ok().filter(|size| *size > 0)?;
    if !letters && !known.is_ascii() {
        return None;
    }
    if known.is_empty() {
        return Some(Value::array(Array::default()));
    }
    let places: Vec<usize> = known.char_indices().map(|(at, _)| at).step_by(size).chain([known.len()]).collect();
    let mut array = Array::default();
    for pair in places.windows(2) {
        array.push(sliced(&text, pair[0], pair[1])?);
    }
    Some(Value::array(array))
}

fn substr_replace<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (text, known) = given.known(0)?;
    let by = given.written(1)?;
    let length = if given.has(3) { Some(given.int(3)?) } else { None };
    let (from, to) = bounds(known.len(), given.int(2)?, length);
    if !known.is_char_boundary(from) || !known.is_char_boundary(to) {
        return None;
    }
    Some(replaced(&text, &known, &[(from, to, (*by).clone())]))
}

/// One value, or each of a list of them.
fn one_or_all(value: &Value<'_>) -> Option<Vec<Rc<Text>>> {
    match value {
        Value::Array(list) if list.is_complete() => {
            list.entries.iter().map(|entry| to_text(&entry.value).as_text().cloned()).collect()
        }
        Value::Array(_) => None,
        other => Some(vec![to_text(other).as_text().cloned()?]),
    }
}

fn replace<'a>(given: Given<'_, 'a>, any_case: bool) -> Answer<'a> {
    let search: Vec<Rc<str>> = one_or_all(given.value(0)?)?.iter().map(|text| text.known()).collect::<Option<_>>()?;
    let by = one_or_all(given.value(1)?)?;
    let single = !matches!(given.value(1), Some(Value::Array(_)));
    let nothing = Rc::new(Text::computed(""));
    let pairs: Vec<(Rc<str>, Rc<Text>)> = search
        .into_iter()
        .enumerate()
        .map(|(at, search)| (search, by.get(if single { 0 } else { at }).unwrap_or(&nothing).clone()))
        .collect();
    match given.value(2)? {
        Value::Array(list) => {
            let mut all = (**list).clone();
            for entry in &mut all.entries {
                if let Value::Str(text) = to_text(&entry.value) {
                    entry.value = replace_in(&text, &pairs, any_case);
                }
            }
            Some(Value::array(all))
        }
        _ => Some(replace_in(&given.written(2)?, &pairs, any_case)),
    }
}

/// One search after the other is replaced, each in what the one before left.
#[must_use]
pub(super) fn replace_in<'a>(text: &Rc<Text>, pairs: &[(Rc<str>, Rc<Text>)], any_case: bool) -> Value<'a> {
    let mut current = Rc::clone(text);
    for (search, by) in pairs {
        if search.is_empty() {
            continue;
        }
        let Some(known) = current.known() else {
            // Single letters are found in each known part by itself.
            let Some(to) = by.known().filter(|_| search.len() == 1 && !any_case) else { return unknown_text(text) };
            current = Rc::new(current.map(|part| part.replace(&**search, &to)));
            continue;
        };
        let places =
            if any_case { found(&known.to_ascii_lowercase(), &search.to_ascii_lowercase()) } else { found(&known, search) };
        let length = by.known().map_or(0, |by| by.len());
        if places.len().saturating_mul(length.max(1)).saturating_add(known.len()) > MAX_MADE {
            return Value::Str(Rc::new(Text::unknown(Why::Bound)));
        }
        let cuts: Vec<_> = places.into_iter().map(|at| (at, at + search.len(), (**by).clone())).collect();
        match replaced(&current, &known, &cuts) {
            Value::Str(made) => current = made,
            other => return other,
        }
    }
    Value::Str(current)
}

fn strtr<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let text = given.written(0)?;
    if let Some(map) = given.array(1) {
        let known = text.known()?;
        if !map.is_complete() {
            return None;
        }
        let pairs: Vec<(String, Rc<Text>)> = map
            .entries
            .iter()
            .map(|entry| Some((key_text(&entry.key), to_text(&entry.value).as_text().cloned()?)))
            .collect::<Option<_>>()?;
        return Some(translated(&text, &known, &pairs));
    }
    let (from, to) = (given.text(1)?, given.text(2)?);
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if from.iter().chain(&to).any(|letter| !letter.is_ascii()) {
        return None;
    }
    let length = from.len().min(to.len());
    // Of a letter that is there twice, the last counts.
    let swap = |letter: char| from[..length].iter().rposition(|f| *f == letter).map_or(letter, |at| to[at]);
    Some(Value::Str(Rc::new(text.map(|part| part.chars().map(swap).collect()))))
}

fn key_text(key: &Key) -> String {
    match key {
        Key::Int(number) => number.to_string(),
        Key::Str(name) => name.to_string(),
    }
}

/// At each place the longest key that fits is replaced, and what was replaced is not looked at again.
#[must_use]
pub(super) fn translated<'a>(text: &Text, known: &str, pairs: &[(String, Rc<Text>)]) -> Value<'a> {
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < known.len() {
        let rest = &known[at..];
        let longest =
            pairs.iter().filter(|(key, _)| !key.is_empty() && rest.starts_with(key.as_str())).max_by_key(|(key, _)| key.len());
        match longest {
            Some((key, by)) => {
                cuts.push((at, at + key.len(), (**by).clone()));
                at += key.len();
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
        if cuts.len() > 1 << 14 {
            return unknown_text(text);
        }
    }
    replaced(text, known, &cuts)
}

fn word_count<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (text, known) = given.known(0)?;
    let more = given.text_or(2, "")?;
    if !known.is_ascii() || more.contains("..") {
        return None;
    }
    let in_word = |c: char| c.is_ascii_alphabetic() || c == '\'' || c == '-' || more.contains(c);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let start = known.len() - known.trim_start_matches(|c| (c == '\'' || c == '-') && !more.contains(c)).len();
    let end = known.len() - usize::from(known.ends_with('-') && !more.contains('-'));
    let mut at = start;
    while at < end {
        let rest = &known[at..end];
        let length = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        if length > 0 {
            words.push((at, at + length));
        }
        at += length + 1;
    }
    match given.int_or(1, 0)? {
        0 => Some(count(words.len())),
        kind @ (1 | 2) => {
            let mut list = Array::default();
            for (from, to) in words {
                let word = sliced(&text, from, to)?;
                if kind == 1 { list.push(word) } else { list.set(Key::Int(i64::try_from(from).ok()?), None, word) }
            }
            Some(Value::array(list))
        }
        _ => None,
    }
}
