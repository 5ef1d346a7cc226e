//! Functions of numbers.

use std::cmp::Ordering;

use super::super::numbers::{compare, float_of, number};
use super::super::operators::binary;
use super::super::value::{Value, Why};
use super::{Answer, Given};
use crate::php::ast::BinaryOp;

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    let on_float = |answer: fn(f64) -> f64| given.float(0).map(|number| Value::Float(answer(number)));
    Some(match name {
        "max" => extreme(given, Ordering::Greater),
        "min" => extreme(given, Ordering::Less),
        "abs" => match given.value(0).and_then(number) {
            Some(Value::Int(number)) => Some(number.checked_abs().map_or(Value::Float(float_of(number).abs()), Value::Int)),
            Some(Value::Float(number)) => Some(Value::Float(number.abs())),
            _ => None,
        },
        "floor" => on_float(f64::floor),
        "ceil" => on_float(f64::ceil),
        "sqrt" => given.float(0).filter(|number| *number >= 0.0).map(|number| Value::Float(number.sqrt())),
        "round" => {
            let places = given.int_or(1, 0).and_then(|places| i32::try_from(places).ok());
            given
                .float(0)
                .zip(places.filter(|_| given.len() < 3))
                .and_then(|(number, places)| round(number, places))
                .map(Value::Float)
        }
        "intdiv" => match (given.int(0), given.int(1)) {
            (Some(a), Some(b)) => a.checked_div(b).map(Value::Int),
            _ => None,
        },
        "fmod" => given.float(0).zip(given.float(1)).map(|(a, b)| Value::Float(a % b)),
        "fdiv" => given.float(0).zip(given.float(1)).map(|(a, b)| Value::Float(a / b)),
        "pow" => given.value(0).zip(given.value(1)).map(|(a, b)| binary(BinaryOp::Pow, a, b)).filter(|value| !value.is_unknown()),
        "pi" => Some(Value::Float(std::f64::consts::PI)),
        "is_nan" => given.float(0).map(|number| Value::Bool(number.is_nan())),
        "is_finite" => given.float(0).map(|number| Value::Bool(number.is_finite())),
        "is_infinite" => given.float(0).map(|number| Value::Bool(number.is_infinite())),
        "dechex" => given.int(0).map(|number| Value::string(format!("{number:x}"))),
        "decbin" => given.int(0).map(|number| Value::string(format!("{number:b}"))),
        "decoct" => given.int(0).map(|number| Value::string(format!("{number:o}"))),
        "hexdec" => based(given, 16),
        "bindec" => based(given, 2),
        "octdec" => based(given, 8),
        "base_convert" => base_convert(given),
        // Chance and time.
        "rand"
        | "mt_rand"
        | "random_int"
        | "lcg_value"
        | "mt_getrandmax"
        | "uniqid"
        | "time"
        | "microtime"
        | "hrtime"
        | "date"
        | "gmdate"
        | "mktime"
        | "strtotime"
        | "random_bytes"
        | "getmypid"
        | "memory_get_usage"
        | "php_uname"
        | "gethostname"
        | "spl_object_id"
        | "spl_object_hash"
        | "getenv"
        | "date_default_timezone_get" => Some(Value::Unknown(Why::Data)),
        _ => return None,
    })
}

/// The greatest or the smallest of the arguments or of one array; of equals the first.
fn extreme<'a>(given: Given<'_, 'a>, wanted: Ordering) -> Answer<'a> {
    let mut values = match (given.len(), given.value(0)?) {
        _ if given.0.open => return None,
        (1, Value::Array(list)) if list.is_complete() => list.entries.iter().map(|entry| &entry.value).collect::<Vec<_>>(),
        (1, _) => return None,
        _ => given.items().iter().map(|arg| &arg.value).collect(),
    }
    .into_iter();
    let mut best = values.next()?;
    for value in values {
        if compare(value, best)? == wanted {
            best = value;
        }
    }
    Some(best.clone())
}

/// Rounds to so many digits behind the point (or before it), halves away from zero. What is a half in decimal digits is
/// one, as PHP has it.
#[must_use]
pub(super) fn round(number: f64, places: i32) -> Option<f64> {
    if !number.is_finite() || number == 0.0 || places > 22 {
        return Some(number);
    }
    if places < -22 {
        return None;
    }
    let power = 10_f64.powi(places.abs());
    let scaled = if places >= 0 { number * power } else { number / power };
    if !scaled.is_finite() || scaled.abs() >= 1e15 {
        return Some(number);
    }
    // The nearest decimal of 15 digits tells on which side of a half a number was meant to be.
    let pre: f64 = format!("{scaled:.14e}").parse().ok()?;
    let rounded = pre.round();
    Some(if places >= 0 { rounded / power } else { rounded * power })
}

fn based<'a>(given: Given<'_, 'a>, base: u32) -> Answer<'a> {
    let text = given.text(0)?;
    let prefix = match base {
        16 => "0x",
        2 => "0b",
        _ => "0o",
    };
    let digits = text.to_ascii_lowercase();
    let digits = digits.strip_prefix(prefix).unwrap_or(&digits);
    i64::from_str_radix(if digits.is_empty() { "0" } else { digits }, base).ok().filter(|n| *n >= 0).map(Value::Int)
}

fn base_convert<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let from = u32::try_from(given.int(1)?).ok().filter(|base| (2..=36).contains(base))?;
    let to = u64::try_from(given.int(2)?).ok().filter(|base| (2..=36).contains(base))?;
    let text = given.text(0)?;
    let mut number = u64::from_str_radix(&text, from).ok().filter(|number| *number < 1 << 53)?;
    let mut digits = Vec::new();
    while number > 0 || digits.is_empty() {
        digits.push(char::from_digit(u32::try_from(number % to).ok()?, 36)?);
        number /= to;
    }
    Some(Value::string(digits.iter().rev().collect::<String>()))
}

/// The sum or the product of values; none if one of them is not known.
#[must_use]
pub fn folded<'a, 'v>(values: impl Iterator<Item = &'v Value<'a>>, op: BinaryOp, start: i64) -> Answer<'a>
where
    'a: 'v,
{
    let mut whole = Value::Int(start);
    for value in values {
        let value = match value {
            Value::Str(text) => super::super::numbers::leading(&text.known()?),
            other => number(other)?,
        };
        whole = binary(op, &whole, &value);
    }
    (!whole.is_unknown()).then_some(whole)
}
