//! Functions that print values into strings: `sprintf` and its like, `number_format`.

use std::rc::Rc;

use super::super::numbers;
use super::super::operators::to_text;
use super::super::strings::Builder;
use super::super::text::Text;
use super::super::value::{Value, Why};
use super::{Answer, Given};

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    Some(match name {
        "sprintf" => {
            let values: Vec<Value<'a>> = given.items().iter().skip(1).map(|arg| arg.value.clone()).collect();
            given.written(0).and_then(|format| sprintf(&format, &values, given.0.open))
        }
        "vsprintf" => given.written(0).zip(given.array(1)).and_then(|(format, list)| {
            let values: Vec<Value<'a>> = list.entries.iter().map(|entry| entry.value.clone()).collect();
            sprintf(&format, &values, !list.is_complete())
        }),
        "number_format" => number_format(given),
        "var_export" if given.flag(1, false) == Some(true) => match given.value(0) {
            Some(Value::Null) => Some(Value::string("NULL")),
            Some(Value::Bool(truth)) => Some(Value::string(if *truth { "true" } else { "false" })),
            Some(Value::Int(number)) => Some(Value::string(number.to_string())),
            Some(Value::Str(text)) => text
                .known()
                .filter(|text| !text.contains('\0'))
                .map(|text| Value::string(format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")))),
            _ => None,
        },
        _ => return None,
    })
}

/// The widest field that is filled.
const MAX_WIDTH: usize = 4096;

/// One `%…` of a format.
struct Field {
    left: bool,
    plus: bool,
    fill: char,
    width: usize,
    precision: Option<usize>,
}

/// The values in a format's places. A value that is not known leaves its place unknown.
fn sprintf<'a>(format: &Text, values: &[Value<'a>], open: bool) -> Answer<'a> {
    let pattern = format.known()?;
    let mut text = Builder::default();
    let mut next = 0;
    let mut start = 0;
    while let Some(at) = pattern[start..].find('%').map(|at| at + start) {
        text.push(&super::super::strings::slice(format, start, at)?);
        let mut rest = pattern[at + 1..].chars().peekable();
        let mut length = 1;
        let digits = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>, length: &mut usize| {
            let mut digits = String::new();
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                digits.push(digit);
                *length += 1;
            }
            digits
        };
        let mut position = None;
        let number = pattern[at + 1..].chars().take_while(char::is_ascii_digit).count();
        if number > 0 && pattern[at + 1 + number..].starts_with('$') {
            position = Some(digits(&mut rest, &mut length).parse::<usize>().ok()?.checked_sub(1)?);
            rest.next();
            length += 1;
        }
        let mut field = Field { left: false, plus: false, fill: ' ', width: 0, precision: None };
        while let Some(flag) = rest.next_if(|letter| matches!(letter, '-' | '+' | ' ' | '0' | '\'')) {
            length += 1;
            match flag {
                '-' => field.left = true,
                '+' => field.plus = true,
                '\'' => {
                    field.fill = rest.next()?;
                    length += field.fill.len_utf8();
                }
                fill => field.fill = fill,
            }
        }
        field.width = digits(&mut rest, &mut length).parse().unwrap_or(0);
        if rest.next_if_eq(&'.').is_some() {
            length += 1;
            field.precision = Some(digits(&mut rest, &mut length).parse().unwrap_or(0));
        }
        if rest.next_if_eq(&'l').is_some() {
            length += 1;
        }
        let kind = rest.next()?;
        length += kind.len_utf8();
        start = at + length;
        if field.width > MAX_WIDTH || field.precision.is_some_and(|precision| precision > 50) {
            return None;
        }
        if kind == '%' {
            text.push_str("%");
            continue;
        }
        let position = position.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        let unknown = |value: &Value<'a>| match value {
            Value::Unknown(why) => Text::unknown(*why),
            _ => Text::unknown(Why::Data),
        };
        match values.get(position) {
            Some(value) => match printed(kind, &field, value) {
                Some(part) => text.push(&part),
                None => text.push(&unknown(value)),
            },
            None if open => text.push(&Text::unknown(Why::Data)),
            None => return None,
        }
    }
    text.push(&super::super::strings::slice(format, start, pattern.len())?);
    Some(text.value())
}

fn printed(kind: char, field: &Field, value: &Value<'_>) -> Option<Rc<Text>> {
    let plain = Rc::new(Text::computed(&match kind {
        's' => {
            let Value::Str(text) = to_text(value) else { return None };
            let whole = field.width == 0 && field.precision.is_none();
            let known = match text.known() {
                None if whole => return Some(text),
                known => known?,
            };
            let cut = field.precision.map_or(Some(&*known), |precision| known.get(..precision.min(known.len())))?;
            if field.width <= cut.len() && cut.len() == known.len() {
                return Some(text);
            }
            cut.to_owned()
        }
        'd' | 'i' => {
            let number = integer(value)?;
            signed(number.to_string(), field)
        }
        'u' => integer(value)?.cast_unsigned().to_string(),
        'x' => format!("{:x}", integer(value)?),
        'X' => format!("{:X}", integer(value)?),
        'o' => format!("{:o}", integer(value)?),
        'b' => format!("{:b}", integer(value)?),
        'c' => {
            return u8::try_from(integer(value)?)
                .ok()
                .filter(u8::is_ascii)
                .map(|byte| Rc::new(Text::computed(&char::from(byte).to_string())));
        }
        'f' | 'F' => signed(format!("{:.*}", field.precision.unwrap_or(6), numbers::as_float(value)?), field),
        _ => return None,
    }));
    let known = plain.known()?;
    let missing = field.width.saturating_sub(known.len());
    if missing == 0 {
        return Some(plain);
    }
    let filling: String = std::iter::repeat_n(field.fill, missing).collect();
    let number = kind != 's';
    Some(Rc::new(Text::computed(&match (field.left, known.strip_prefix(['-', '+'])) {
        (true, _) if number && field.fill == '0' => return None,
        (true, _) => format!("{known}{filling}"),
        (false, Some(digits)) if number && field.fill == '0' => format!("{}{filling}{digits}", &known[..1]),
        (false, _) => format!("{filling}{known}"),
    })))
}

fn signed(number: String, field: &Field) -> String {
    if field.plus && !number.starts_with('-') { format!("+{number}") } else { number }
}

fn integer(value: &Value<'_>) -> Option<i64> {
    match super::super::conversions::cast(crate::php::ast::CastKind::Int, value.clone()) {
        Value::Int(number) => Some(number),
        _ => None,
    }
}

/// A float with so many digits behind the point, halves away from zero as PHP has them.
#[must_use]
pub(super) fn rounded(number: f64, places: usize) -> Option<String> {
    let number = super::maths::round(number, i32::try_from(places).ok()?)?;
    let made = format!("{number:.places$}");
    // Minus nothing is nothing.
    let nothing = made.strip_prefix('-').filter(|rest| rest.bytes().all(|byte| matches!(byte, b'0' | b'.')));
    Some(nothing.map(str::to_owned).unwrap_or(made))
}

fn number_format<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let places = usize::try_from(given.int_or(1, 0)?).ok().filter(|places| *places <= 50)?;
    let (point, between) = (given.text_or(2, ".")?, given.text_or(3, ",")?);
    let spelled = rounded(given.float(0)?, places)?;
    let (sign, digits) = spelled.strip_prefix('-').map_or(("", spelled.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push_str(&between);
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { &*point };
    Some(Value::string(format!("{sign}{grouped}{point}{fraction}")))
}
