//! Operators on two values.

use std::rc::Rc;

use super::join::{equal, join};
use super::text::Text;
use super::value::{Array, Value, Why};
use crate::php::ast::BinaryOp;

/// The value of an operator with two operands, both evaluated. `&&`, `||`, `??` and `|>` decide
/// themselves what they evaluate and are not here.
#[must_use]
pub(super) fn binary<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    if op == BinaryOp::Concat {
        return concat(left, right);
    }
    if let Some(answer) = comparison(op, left, right) {
        return answer;
    }
    match (op, left, right) {
        (BinaryOp::Add, Value::Array(a), Value::Array(b)) => union(a, b),
        (_, Value::Int(a), Value::Int(b)) => integers(op, *a, *b),
        (_, Value::Float(_) | Value::Int(_), Value::Float(_) | Value::Int(_)) => {
            let number = |value: &Value<'_>| match value {
                Value::Float(number) => *number,
                #[expect(clippy::cast_precision_loss, reason = "PHP converts in the same way")]
                Value::Int(number) => *number as f64,
                _ => 0.0,
            };
            match op {
                BinaryOp::Add => Value::Float(number(left) + number(right)),
                BinaryOp::Sub => Value::Float(number(left) - number(right)),
                BinaryOp::Mul => Value::Float(number(left) * number(right)),
                BinaryOp::Div if number(right) != 0.0 => Value::Float(number(left) / number(right)),
                _ => Value::Unknown(Why::Data),
            }
        }
        (BinaryOp::Xor, a, b) => match (a.truth(), b.truth()) {
            (Some(a), Some(b)) => Value::Bool(a != b),
            _ => Value::Unknown(Why::Data),
        },
        _ => super::expressions::unknown_like(if left.is_unknown() { left } else { right }),
    }
}

fn comparison<'a>(op: BinaryOp, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
    let of_equality = |strict: bool, wanted: bool| {
        equal(left, right, strict).map_or_else(
            || super::expressions::unknown_like(if left.is_unknown() { left } else { right }),
            |answer| Value::Bool(answer == wanted),
        )
    };
    Some(match op {
        BinaryOp::Equal => of_equality(false, true),
        BinaryOp::NotEqual => of_equality(false, false),
        BinaryOp::Identical => of_equality(true, true),
        BinaryOp::NotIdentical => of_equality(true, false),
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual | BinaryOp::Spaceship => {
            let ordering = match (left, right) {
                (Value::Int(a), Value::Int(b)) => a.partial_cmp(b),
                (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
                (Value::Str(a), Value::Str(b)) => a.known()?.partial_cmp(&b.known()?),
                _ => None,
            }?;
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
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div if b != 0 && a.checked_rem(b) == Some(0) => a.checked_div(b),
        #[expect(clippy::cast_precision_loss, reason = "PHP converts in the same way")]
        BinaryOp::Div if b != 0 => return Value::Float(a as f64 / b as f64),
        BinaryOp::Mod => a.checked_rem(b),
        BinaryOp::Pow => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::ShiftLeft => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
        BinaryOp::ShiftRight => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
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
fn concat<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
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
pub(super) fn to_text<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::Str(_) => value.clone(),
        Value::Null => Value::string(""),
        Value::Bool(truth) => Value::string(if *truth { "1" } else { "" }),
        Value::Int(number) => Value::string(number.to_string()),
        Value::Float(number) => Value::string(number.to_string()),
        Value::Unknown(why) => Value::Str(Rc::new(Text::unknown(*why))),
        Value::OneOf(choices) => {
            choices.iter().map(to_text).reduce(|whole, text| join(&whole, &text)).unwrap_or(Value::Unknown(Why::Choices))
        }
        Value::Array(_) | Value::Closure(_) | Value::Object(_) | Value::Host(_) => Value::Str(Rc::new(Text::unknown(Why::Data))),
    }
}
