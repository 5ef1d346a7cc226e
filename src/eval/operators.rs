//! Operators on two values.

use std::rc::Rc;

use super::join::{equal, join};
use super::numbers::{as_float, compare, float_of, int_of, loosely_equal, number, printed};
use super::text::Text;
use super::value::{Array, Value, Why};
use crate::php::ast::BinaryOp;

/// The value of an operator with two operands, both evaluated. `&&`, `||`, `??` and `|>` decide
/// themselves what they evaluate and are not here.
#[must_use]
pub fn binary<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    if op == BinaryOp::Concat {
        return concat(left, right);
    }
    if let Some(answer) = comparison(op, left, right) {
        return answer;
    }
    match (op, left, right) {
        (BinaryOp::Add, Value::Array(a), Value::Array(b)) => union(a, b),
        (_, Value::Int(a), Value::Int(b)) => integers(op, *a, *b),
        (BinaryOp::Xor, a, b) => match (a.truth(), b.truth()) {
            (Some(a), Some(b)) => Value::Bool(a != b),
            _ => Value::Unknown(Why::Data),
        },
        // Of two strings, these work on the letters.
        (BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor, Value::Str(_), Value::Str(_)) => Value::Unknown(Why::Unsupported),
        _ => match (number(left), number(right)) {
            (Some(a), Some(b)) => arithmetic(op, &a, &b),
            _ if left.choices().len().max(right.choices().len()) > 1 => each_choice(op, left, right),
            _ => super::expressions::unknown_like(if left.is_unknown() { left } else { right }),
        },
    }
}

/// An operator on values of which several are possible.
fn each_choice<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    let mut whole: Option<Value<'a>> = None;
    for a in left.choices() {
        for b in right.choices() {
            let value = binary(op, a, b);
            whole = Some(match whole {
                Some(known) => join(&known, &value),
                None => value,
            });
        }
    }
    whole.unwrap_or(Value::Unknown(Why::Choices))
}

fn arithmetic<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    if let (Value::Int(a), Value::Int(b)) = (left, right) {
        return integers(op, *a, *b);
    }
    let (Some(a), Some(b)) = (as_float(left), as_float(right)) else { return Value::Unknown(Why::Data) };
    match op {
        BinaryOp::Add => Value::Float(a + b),
        BinaryOp::Sub => Value::Float(a - b),
        BinaryOp::Mul => Value::Float(a * b),
        BinaryOp::Div if b != 0.0 => Value::Float(a / b),
        BinaryOp::Pow => Value::Float(a.powf(b)),
        BinaryOp::Mod => match (int_of(a), int_of(b)) {
            (Some(a), Some(b)) => integers(op, a, b),
            _ => Value::Unknown(Why::Data),
        },
        _ => Value::Unknown(Why::Data),
    }
}

fn comparison<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
    let unknown = || super::expressions::unknown_like(if left.is_unknown() { left } else { right });
    let of_equality = |strict: bool, wanted: bool| {
        let answer = if strict { equal(left, right, true) } else { loosely_equal(left, right) };
        answer.map_or_else(unknown, |answer| Value::Bool(answer == wanted))
    };
    Some(match op {
        BinaryOp::Equal => of_equality(false, true),
        BinaryOp::NotEqual => of_equality(false, false),
        BinaryOp::Identical => of_equality(true, true),
        BinaryOp::NotIdentical => of_equality(true, false),
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual | BinaryOp::Spaceship => {
            let Some(ordering) = compare(left, right) else { return Some(unknown()) };
            match op {
                BinaryOp::Less => Value::Bool(ordering.is_lt()),
                BinaryOp::LessEqual => Value::Bool(ordering.is_le()),
                BinaryOp::Greater => Value::Bool(ordering.is_gt()),
                BinaryOp::GreaterEqual => Value::Bool(ordering.is_ge()),
                _ => Value::Int(ordering as i64),
            }
        }
        _ => return None,
    })
}

fn integers<'a>(op: BinaryOp, a: i64, b: i64) -> Value<'a> {
    // What does not fit becomes a float.
    let (x, y) = (float_of(a), float_of(b));
    let or_float = |result: Option<i64>, float: f64| result.map_or(Value::Float(float), Value::Int);
    let result = match op {
        BinaryOp::Add => return or_float(a.checked_add(b), x + y),
        BinaryOp::Sub => return or_float(a.checked_sub(b), x - y),
        BinaryOp::Mul => return or_float(a.checked_mul(b), x * y),
        BinaryOp::Div if b != 0 && a.checked_rem(b) == Some(0) => return or_float(a.checked_div(b), x / y),
        BinaryOp::Div if b != 0 => return Value::Float(x / y),
        BinaryOp::Mod if b == -1 => Some(0),
        BinaryOp::Mod => a.checked_rem(b),
        BinaryOp::Pow => return or_float(u32::try_from(b).ok().and_then(|b| a.checked_pow(b)), x.powf(y)),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::ShiftLeft if b >= 64 => Some(0),
        BinaryOp::ShiftRight if b >= 64 => Some(if a < 0 { -1 } else { 0 }),
        BinaryOp::ShiftLeft => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
        BinaryOp::ShiftRight => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
        BinaryOp::Xor => return Value::Bool((a != 0) != (b != 0)),
        _ => None,
    };
    result.map_or(Value::Unknown(Why::Bound), Value::Int)
}

/// `array + array`: what the left one has stays.
fn union<'a>(left: &Rc<Array<'a>>, right: &Array<'a>) -> Value<'a> {
    let mut whole = (**left).clone();
    whole.open |= right.open;
    for entry in &right.entries {
        if whole.get(&entry.key).is_none() {
            whole.set(entry.key.clone(), entry.key_text.clone(), entry.value.clone());
            if let Some(last) = whole.entries.last_mut() {
                last.maybe = entry.maybe;
            }
        }
    }
    Value::array(whole)
}

/// `.`, also of values of which several are possible.
pub fn concat<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    let (left, right) = (to_text(left), to_text(right));
    let mut whole: Option<Value<'a>> = None;
    for a in left.choices() {
        for b in right.choices() {
            let text = match (a, b) {
                (Value::Str(a), Value::Str(b)) => Value::Str(Rc::new(a.concat(b))),
                _ => Value::Unknown(Why::Data),
            };
            whole = Some(match whole {
                Some(known) => join(&known, &text),
                None => text,
            });
        }
    }
    whole.unwrap_or(Value::Unknown(Why::Choices))
}

/// The value as a string.
#[must_use]
pub fn to_text<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Str(_) => value.clone(),
        Value::Null => Value::string(""),
        Value::Bool(truth) => Value::string(if *truth { "1" } else { "" }),
        Value::Int(number) => Value::string(number.to_string()),
        Value::Float(number) => Value::string(printed(*number)),
        Value::Unknown(why) => Value::Str(Rc::new(Text::unknown(*why))),
        Value::OneOf(choices) => {
            choices.iter().map(to_text).reduce(|whole, text| join(&whole, &text)).unwrap_or(Value::Unknown(Why::Choices))
        }
        Value::Array(_) | Value::Closure(_) | Value::Object(_) | Value::Host(_) => Value::Str(Rc::new(Text::unknown(Why::Data))),
    }
}
