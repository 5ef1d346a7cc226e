//! Functions that look into strings: what is in them, where, how long they are, how they compare.

use std::cmp::Ordering;

use super::super::strings::found;
use super::super::text::{Part, Text};
use super::super::value::{Array, Key, Value};
use super::{Answer, Given, count};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "strlen" => given.text(0).map(|text| count(text.len())),
        "mb_strlen" | "iconv_strlen" | "grapheme_strlen" => given.text(0).map(|text| count(text.chars().count())),
        "mb_strwidth" => given.text(0).filter(|text| text.is_ascii()).map(|text| count(text.len())),
        "str_contains" => whether(given, contains),
        "str_starts_with" => whether(given, starts_with),
        "str_ends_with" => whether(given, ends_with),
        "strpos" => position(given, first_at, str::to_owned, false),
        "stripos" => position(given, first_at, str::to_ascii_lowercase, false),
        "strrpos" => position(given, last_at, str::to_owned, false),
        "strripos" => position(given, last_at, str::to_ascii_lowercase, false),
        "mb_strpos" => position(given, first_at, str::to_owned, true),
        "mb_stripos" => position(given, first_at, str::to_lowercase, true),
        "mb_strrpos" => position(given, last_at, str::to_owned, true),
        "strcmp" => order(given, str::to_owned, usize::MAX),
        "strcasecmp" => order(given, str::to_ascii_lowercase, usize::MAX),
        "strncmp" => first_letters(given, str::to_owned),
        "strncasecmp" => first_letters(given, str::to_ascii_lowercase),
        "strnatcmp" => given.text(0).zip(given.text(1)).and_then(|(a, b)| Some(Value::Int(natural(&a, &b)? as i64))),
        "strnatcasecmp" => {
            let small = |position| given.text(position).map(|text| text.to_ascii_lowercase());
            small(0).zip(small(1)).and_then(|(a, b)| Some(Value::Int(natural(&a, &b)? as i64)))
        }
        "substr_count" => substr_count(given),
        "mb_substr_count" => {
            given.text(0).zip(given.text(1).filter(|part| !part.is_empty())).map(|(text, part)| count(found(&text, &part).len()))
        }
        "levenshtein" if given.len() == 2 => {
            given.text(0).zip(given.text(1)).and_then(|(a, b)| levenshtein(a.as_bytes(), b.as_bytes()))
        }
        "similar_text" if given.len() == 2 => given
            .text(0)
            .zip(given.text(1))
            .filter(|(a, b)| a.len().max(b.len()) <= 256)
            .map(|(a, b)| count(similar(a.as_bytes(), b.as_bytes()))),
        "strspn" => span(given, true),
        "strcspn" => span(given, false),
        "ord" => given.text(0).map(|text| Value::Int(text.bytes().next().map_or(0, i64::from))),
        "mb_ord" => given.text(0).and_then(|text| text.chars().next()).map(|letter| Value::Int(i64::from(u32::from(letter)))),
        "count_chars" => count_chars(given),
        "mb_check_encoding" => given.text(0).map(|_| Value::Bool(true)),
        "mb_detect_encoding" if given.len() == 1 => {
            given.text(0).map(|text| Value::string(if text.is_ascii() { "ASCII" } else { "UTF-8" }))
        }
        "ctype_alpha" => ctype(given, |byte| byte.is_ascii_alphabetic()),
        "ctype_alnum" => ctype(given, |byte| byte.is_ascii_alphanumeric()),
        "ctype_digit" => ctype(given, |byte| byte.is_ascii_digit()),
        "ctype_lower" => ctype(given, |byte| byte.is_ascii_lowercase()),
        "ctype_upper" => ctype(given, |byte| byte.is_ascii_uppercase()),
        "ctype_space" => ctype(given, |byte| byte.is_ascii_whitespace() || byte == 0x0b),
        "ctype_punct" => ctype(given, |byte| byte.is_ascii_punctuation()),
        "ctype_xdigit" => ctype(given, |byte| byte.is_ascii_hexdigit()),
        "ctype_print" => ctype(given, |byte| byte.is_ascii_graphic() || byte == b' '),
        "ctype_graph" => ctype(given, |byte| byte.is_ascii_graphic()),
        "ctype_cntrl" => ctype(given, |byte| byte.is_ascii_control()),
        _ => return None,
    })
}

fn whether<'a>(given: Given<'_, 'a>, answer: fn(&Text, &str) -> Option<bool>) -> Answer<'a> {
    Some(Value::Bool(answer(&*given.written(0)?, &given.text(1)?)?))
}

/// Whether a string contains another, as far as its known parts tell.
#[must_use]
pub fn contains(text: &Text, part: &str) -> Option<bool> {
    match text.known() {
        Some(known) => Some(known.contains(part)),
        None => text.parts().iter().any(|known| matches!(known, Part::Known(known, _) if known.contains(part))).then_some(true),
    }
}

/// Whether a string starts with another, as far as its known beginning tells.
#[must_use]
pub fn starts_with(text: &Text, part: &str) -> Option<bool> {
    let (start, _) = text.ends();
    if start.starts_with(part) || text.known().is_some() {
        return Some(start.starts_with(part));
    }
    (!part.as_bytes().starts_with(start.as_bytes())).then_some(false)
}

/// Whether a string ends with another, as far as its known end tells.
#[must_use]
pub fn ends_with(text: &Text, part: &str) -> Option<bool> {
    let (_, end) = text.ends();
    if end.ends_with(part) || text.known().is_some() {
        return Some(end.ends_with(part));
    }
    (!part.as_bytes().ends_with(end.as_bytes())).then_some(false)
}

fn first_at(text: &str, part: &str) -> Option<usize> {
    text.find(part)
}

fn last_at(text: &str, part: &str) -> Option<usize> {
    text.rfind(part)
}

fn position<'a>(
    given: Given<'_, 'a>,
    find: fn(&str, &str) -> Option<usize>,
    shape: fn(&str) -> String,
    letters: bool,
) -> Answer<'a> {
    let (whole, part) = (given.text(0)?, given.text(1)?);
    let (text, part) = (shape(&whole), shape(&part));
    if text.len() != whole.len() {
        return None;
    }
    let offset = given.int_or(2, 0)?;
    let start = if offset == 0 { 0 } else { usize::try_from(offset).ok().filter(|_| text.is_ascii())? };
    let at = find(text.get(start..)?, &part).map(|at| at + start);
    Some(at.map_or(Value::Bool(false), |at| count(if letters { text[..at].chars().count() } else { at })))
}

fn ordering<'a>(order: Ordering) -> Value<'a> {
    Value::Int(order as i64)
}

fn order<'a>(given: Given<'_, 'a>, shape: fn(&str) -> String, length: usize) -> Answer<'a> {
    let (a, b) = (shape(&given.text(0)?), shape(&given.text(1)?));
    let cut = |text: &str| text.as_bytes()[..text.len().min(length)].to_vec();
    Some(ordering(cut(&a).cmp(&cut(&b))))
}

fn first_letters<'a>(given: Given<'_, 'a>, shape: fn(&str) -> String) -> Answer<'a> {
    order(given, shape, usize::try_from(given.int(2)?).ok()?)
}

/// `strnatcmp` of text without leading zeros and white space, which it treats in ways of its own.
#[must_use]
pub(super) fn natural(left: &str, right: &str) -> Option<Ordering> {
    let odd = |text: &str| {
        let bytes = text.as_bytes();
        let zero = (0..bytes.len()).any(|at| {
            bytes[at] == b'0' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && (at == 0 || !bytes[at - 1].is_ascii_digit())
        });
        zero || text.contains(char::is_whitespace) || !text.is_ascii()
    };
    if odd(left) || odd(right) {
        return None;
    }
    let (a, b) = (left.as_bytes(), right.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].is_ascii_digit() && b[j].is_ascii_digit() {
            let digits = |bytes: &[u8], from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (long, wide) = (digits(a, i), digits(b, j));
            let order = long.cmp(&wide).then_with(|| a[i..i + long].cmp(&b[j..j + wide]));
            if order.is_ne() {
                return Some(order);
            }
            i += long;
            j += wide;
        } else {
            let order = a[i].cmp(&b[j]);
            if order.is_ne() {
                return Some(order);
            }
            i += 1;
            j += 1;
        }
    }
    Some((a.len() - i).cmp(&(b.len() - j)))
}

fn substr_count<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let (text, part) = (given.text(0)?, given.text(1).filter(|part| !part.is_empty())?);
    let length = if given.has(3) { Some(given.int(3)?) } else { None };
    let (from, to) = super::pieces::bounds(text.len(), given.int_or(2, 0)?, length);
    Some(count(found(text.get(from..to)?, &part).len()))
}

fn levenshtein<'a>(a: &[u8], b: &[u8]) -> Answer<'a> {
    if a.len().saturating_mul(b.len()) > 1 << 20 {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
        }
    }
    Some(count(row[b.len()]))
}

/// The letters that two strings have in common, as `similar_text` counts them.
fn similar(a: &[u8], b: &[u8]) -> usize {
    let (mut most, mut at) = (0, (0, 0));
    for i in 0..a.len() {
        for j in 0..b.len() {
            let same = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if same > most {
                (most, at) = (same, (i, j));
            }
        }
    }
    if most == 0 {
        return 0;
    }
    let (i, j) = at;
    most + similar(&a[..i], &b[..j]) + similar(&a[i + most..], &b[j + most..])
}

fn span<'a>(given: Given<'_, 'a>, inside: bool) -> Answer<'a> {
    if given.len() > 2 {
        return None;
    }
    let (text, list) = (given.text(0)?, given.text(1)?);
    Some(count(text.bytes().take_while(|byte| list.as_bytes().contains(byte) == inside).count()))
}

fn count_chars<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let text = given.text(0)?;
    let mut counts = [0_usize; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    match given.int_or(1, 0)? {
        mode @ (0 | 1) => {
            let mut array = Array::default();
            for (byte, times) in (0_i64..).zip(counts).filter(|(_, times)| mode == 0 || *times > 0) {
                array.set(Key::Int(byte), None, count(times));
            }
            Some(Value::array(array))
        }
        3 => super::of_bytes((0_u8..=255).filter(|byte| counts[usize::from(*byte)] > 0).collect()),
        _ => None,
    }
}

fn ctype<'a>(given: Given<'_, 'a>, is: impl Fn(u8) -> bool) -> Answer<'a> {
    match given.value(0)? {
        Value::Str(text) => text.known().map(|text| Value::Bool(!text.is_empty() && text.bytes().all(is))),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Float(_) => Some(Value::Bool(false)),
        // The code of a character, or a number in letters.
        Value::Int(number) if (256..).contains(number) => Some(Value::Bool(number.to_string().bytes().all(is))),
        Value::Int(number) => u8::try_from(*number).ok().map(|byte| Value::Bool(is(byte))),
        _ => None,
    }
}
