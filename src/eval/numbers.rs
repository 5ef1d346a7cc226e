//! Numbers as PHP reads, compares and prints them.

use std::cmp::Ordering;
use std::rc::Rc;

use super::text::{Part, Text};
use super::value::{Key, Value};

/// An integer as a float.
#[expect(clippy::cast_precision_loss, reason = "PHP converts in the same way")]
#[must_use]
pub(super) fn float_of(number: i64) -> f64 {
    number as f64
}

/// A float as an integer, its fraction cut off; none where it does not fit.
#[expect(clippy::cast_possible_truncation, reason = "the range is tested before")]
#[must_use]
pub(super) fn int_of(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < 9.2e18).then_some(number as i64)
}

/// What a text is worth as a number, and how many bytes of it spell the number.
fn prefix<'a>(text: &str) -> Option<(Value<'a>, usize)> {
    let blank = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).len();
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let sign = usize::from(matches!(bytes.get(blank), Some(b'+' | b'-')));
    let start = blank + sign;
    let whole = digits(start);
    let mut end = whole;
    let mut is_float = false;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction > end + 1 || whole > start {
            is_float = true;
            end = fraction;
        }
    }
    if end == start || (is_float && whole == start && end == whole + 1) {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + signed);
        if exponent > end + 1 + signed {
            is_float = true;
            end = exponent;
        }
    }
    let spelled = text.get(blank..end)?.trim_start_matches('+');
    let number = if is_float { None } else { spelled.parse::<i64>().ok().map(Value::Int) };
    number.or_else(|| spelled.parse::<f64>().ok().map(Value::Float)).map(|number| (number, end))
}

/// The number that a numeric string spells.
#[must_use]
pub(super) fn numeric<'a>(text: &str) -> Option<Value<'a>> {
    let (number, end) = prefix(text)?;
    text.get(end..)?.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).is_empty().then_some(number)
}

/// The number that a string begins with; 0 if it begins with none.
#[must_use]
pub(super) fn leading<'a>(text: &str) -> Value<'a> {
    prefix(text).map_or(Value::Int(0), |(number, _)| number)
}

/// A value as a number for arithmetic; none where that is not known or an error.
#[must_use]
pub(super) fn number<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    match value {
        Value::Int(_) | Value::Float(_) => Some(value.clone()),
        Value::Null => Some(Value::Int(0)),
        Value::Bool(truth) => Some(Value::Int(i64::from(*truth))),
        Value::Str(text) => numeric(&text.known()?),
        _ => None,
    }
}

/// A number as a float.
#[must_use]
pub(super) fn as_float(value: &Value<'_>) -> Option<f64> {
    match number(value)? {
        Value::Int(number) => Some(float_of(number)),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

/// A value where a function wants an integer.
#[must_use]
pub(super) fn as_integer(value: &Value<'_>) -> Option<i64> {
    match number(value)? {
        Value::Int(number) => Some(number),
        Value::Float(number) if number.fract() == 0.0 => int_of(number),
        _ => None,
    }
}

/// The decimal digits of a number and where its point stands: `0.DIGITS × 10^point`.
fn digits_of(number: f64, precision: Option<usize>) -> (String, i32) {
    let spelled = match precision {
        Some(precision) => format!("{:.*e}", precision.saturating_sub(1), number.abs()),
        None => format!("{:e}", number.abs()),
    };
    let (mantissa, exponent) = spelled.split_once('e').unwrap_or((&spelled, "0"));
    let digits = mantissa.replace('.', "");
    let trimmed = digits.trim_end_matches('0');
    let digits = if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
    (digits, exponent.parse::<i32>().unwrap_or(0).saturating_add(1))
}

fn spell(number: f64, precision: Option<usize>, letter: char) -> String {
    if number.is_nan() {
        return "NAN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "INF".to_owned() } else { "-INF".to_owned() };
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number == 0.0 {
        return format!("{sign}0");
    }
    let (digits, point) = digits_of(number, precision);
    let most = i32::try_from(precision.unwrap_or(17)).unwrap_or(17);
    if point < -3 || point > most {
        let exponent = point - 1;
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let plus = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}.{rest}{letter}{plus}{}", exponent.abs());
    }
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if point <= 0 {
        format!("{sign}0.{}{digits}", zeros(-point))
    } else if point >= length {
        format!("{sign}{digits}{}", zeros(point - length))
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{sign}{whole}.{fraction}")
    }
}

/// A float as `echo` prints it (14 digits).
#[must_use]
pub(super) fn printed(number: f64) -> String {
    spell(number, Some(14), 'E')
}

/// A float with as many digits as it needs, as JSON has it.
#[must_use]
pub(super) fn exact(number: f64) -> String {
    spell(number, None, 'e')
}

/// PHP's `<=>` where it is known and the values can be compared.
#[must_use]
pub fn compare<'a>(left: &Value<'a>, right: &Value<'a>) -> Option<Ordering> {
    match (left, right) {
        (Value::OneOf(choices), other) => same_for_all(choices.iter().map(|choice| compare(choice, other))),
        (other, Value::OneOf(choices)) => same_for_all(choices.iter().map(|choice| compare(other, choice))),
        (Value::Unknown(_) | Value::Host(_) | Value::Closure(_) | Value::Object(_), _)
        | (_, Value::Unknown(_) | Value::Host(_) | Value::Closure(_) | Value::Object(_)) => None,
        (Value::Str(a), Value::Str(b)) => {
            let (a, b) = (a.known()?, b.known()?);
            Some(match (numeric(&a), numeric(&b)) {
                (Some(x), Some(y)) => compare(&x, &y)?,
                _ => a.as_bytes().cmp(b.as_bytes()),
            })
        }
        (Value::Null, Value::Str(text)) => Some("".cmp(&*text.known()?)),
        (Value::Str(text), Value::Null) => Some((*text.known()?).cmp("")),
        (Value::Null | Value::Bool(_), other) | (other, Value::Null | Value::Bool(_)) => {
            let _ = other;
            Some(left.truth()?.cmp(&right.truth()?))
        }
        (Value::Array(a), Value::Array(b)) => {
            if !a.is_complete() || !b.is_complete() {
                return None;
            }
            if a.entries.len() != b.entries.len() {
                return Some(a.entries.len().cmp(&b.entries.len()));
            }
            for entry in &a.entries {
                let order = compare(&entry.value, &b.get(&entry.key)?.value)?;
                if order.is_ne() {
                    return Some(order);
                }
            }
            Some(Ordering::Equal)
        }
        (Value::Array(_), _) => Some(Ordering::Greater),
        (_, Value::Array(_)) => Some(Ordering::Less),
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => as_float(left)?.partial_cmp(&as_float(right)?),
        (Value::Str(text), number) => Some(number_and_text(number, &text.known()?)?.reverse()),
        (number, Value::Str(text)) => number_and_text(number, &text.known()?),
    }
}

fn number_and_text(number: &Value<'_>, text: &str) -> Option<Ordering> {
    match numeric(text) {
        Some(other) => compare(number, &other),
        None => match number {
            Value::Int(number) => Some(number.to_string().as_str().cmp(text)),
            Value::Float(number) => Some(printed(*number).as_str().cmp(text)),
            _ => None,
        },
    }
}

fn same_for_all<T: PartialEq + Copy>(mut answers: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = answers.next().flatten()?;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// PHP's `==` where it is known.
#[must_use]
pub fn loosely_equal<'a>(left: &Value<'a>, right: &Value<'a>) -> Option<bool> {
    match (left, right) {
        (Value::OneOf(choices), other) | (other, Value::OneOf(choices)) => {
            same_for_all(choices.iter().map(|choice| loosely_equal(choice, other)))
        }
        (Value::Array(a), Value::Array(b)) => {
            if !a.is_complete() || !b.is_complete() {
                return None;
            }
            if a.entries.len() != b.entries.len() {
                return Some(false);
            }
            for entry in &a.entries {
                match b.get(&entry.key) {
                    None => return Some(false),
                    Some(other) if !loosely_equal(&entry.value, &other.value)? => return Some(false),
                    Some(_) => {}
                }
            }
            Some(true)
        }
        (Value::Host(_) | Value::Object(_) | Value::Closure(_), _)
        | (_, Value::Host(_) | Value::Object(_) | Value::Closure(_)) => super::join::equal(left, right, false),
        (Value::Str(a), Value::Str(b)) => {
            let (Some(a), Some(b)) = (a.known(), b.known()) else { return differ(a, b).then_some(false) };
            Some(*a == *b || matches!((numeric(&a), numeric(&b)), (Some(x), Some(y)) if compare(&x, &y) == Some(Ordering::Equal)))
        }
        _ => compare(left, right).map(Ordering::is_eq),
    }
}

/// Whether two strings cannot be the same, however their unknown parts turn out. A part of letters keeps
/// either from being a number.
fn differ(a: &Text, b: &Text) -> bool {
    let known = |part: Option<&Part>| match part {
        Some(Part::Known(known, _)) => Rc::clone(known),
        _ => Rc::from(""),
    };
    let ends = |text: &Text| (known(text.parts().first()), known(text.parts().last()));
    let ((a_start, a_end), (b_start, b_end)) = (ends(a), ends(b));
    let start = a_start.len().min(b_start.len());
    let end = a_end.len().min(b_end.len());
    let letters = |text: &str| text.bytes().any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'E'));
    let starts = a_start.as_bytes()[..start] != b_start.as_bytes()[..start];
    let ends = a_end.as_bytes()[a_end.len() - end..] != b_end.as_bytes()[b_end.len() - end..];
    (starts || ends) && [a_start, a_end, b_start, b_end].iter().any(|text| letters(text))
}

/// A key as a value without a place.
#[must_use]
pub(super) fn key<'a>(key: &Key) -> Value<'a> {
    match key {
        Key::Int(number) => Value::Int(*number),
        Key::Str(name) => Value::string(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_spelled_as_php_does() {
        for (number, spelled, digits) in [
            (0.1 + 0.2, "0.3", "0.30000000000000004"),
            (1e25, "1.0E+25", "1.0e+25"),
            (1e14, "1.0E+14", "100000000000000"),
            (1e13, "10000000000000", "10000000000000"),
            (0.0001, "0.0001", "0.0001"),
            (0.00001, "1.0E-5", "1.0e-5"),
            (-12.5, "-12.5", "-12.5"),
            (123_456_789_012_345_678.0, "1.2345678901235E+17", "1.2345678901234568e+17"),
        ] {
            assert_eq!((printed(number).as_str(), exact(number).as_str()), (spelled, digits));
        }
    }

    #[test]
    fn numeric_strings() {
        for (text, is_numeric) in [
            ("1", true),
            (" 1", true),
            ("1 ", true),
            ("1x", false),
            (".5", true),
            ("5.", true),
            (".", false),
            ("1e5", true),
            ("1e", false),
            ("", false),
            ("-", false),
            ("+.e1", false),
        ] {
            assert_eq!(numeric(text).is_some(), is_numeric, "{text:?}");
        }
        assert!(matches!(leading("12abc"), Value::Int(12)));
        assert!(matches!(leading("9223372036854775808"), Value::Float(_)));
    }
}
