//! Functions that ask for a value's type or give it another one.

use super::super::conversions::cast;
use super::super::numbers::numeric;
use super::super::value::{Value, Why};
use super::{Answer, Given};
use crate::php::ast::CastKind;

pub(super) fn call<'a>(name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    let is = |wanted: fn(&Value<'a>) -> bool| match given.value(0)? {
        Value::Unknown(_) | Value::OneOf(_) => None,
        value => Some(Value::Bool(wanted(value))),
    };
    Some(match name {
        "is_null" => is(|value| matches!(value, Value::Null)),
        "is_array" => is(|value| matches!(value, Value::Array(_))),
        "is_string" => is(|value| matches!(value, Value::Str(_))),
        "is_int" | "is_integer" | "is_long" => is(|value| matches!(value, Value::Int(_))),
        "is_float" | "is_double" => is(|value| matches!(value, Value::Float(_))),
        "is_bool" => is(|value| matches!(value, Value::Bool(_))),
        "is_scalar" => is(|value| matches!(value, Value::Str(_) | Value::Int(_) | Value::Float(_) | Value::Bool(_))),
        "is_object" => is(|value| matches!(value, Value::Object(_) | Value::Host(_) | Value::Closure(_))),
        "is_resource" => is(|_| false),
        "is_numeric" => match given.value(0)? {
            Value::Int(_) | Value::Float(_) => Some(Value::Bool(true)),
            Value::Str(text) => text.known().map(|text| Value::Bool(numeric(&text).is_some())),
            Value::Unknown(_) | Value::OneOf(_) => None,
            _ => Some(Value::Bool(false)),
        },
        "is_iterable" | "is_countable" => match given.value(0)? {
            Value::Array(_) => Some(Value::Bool(true)),
            Value::Unknown(_) | Value::OneOf(_) | Value::Object(_) | Value::Host(_) => None,
            _ => Some(Value::Bool(false)),
        },
        "intval" => {
            if given.int_or(1, 10) == Some(10) {
                known(cast(CastKind::Int, given.value(0)?.clone()))
            } else {
                let base = given.int(1).and_then(|base| u32::try_from(base).ok()).filter(|base| (2..=36).contains(base));
                given.text(0).zip(base).and_then(|(text, base)| i64::from_str_radix(&text, base).ok()).map(Value::Int)
            }
        }
        "floatval" | "doubleval" => known(cast(CastKind::Float, given.value(0)?.clone())),
        "boolval" => given.value(0).and_then(Value::truth).map(Value::Bool),
        "gettype" => type_of(given.value(0)?, ["NULL", "boolean", "integer", "double", "string", "array", "object"]),
        "get_debug_type" => match given.value(0)? {
            Value::Object(object) => match object.class {
                Some(class) if object.exact && !class.name().is_empty() => Some(Value::string(class.name())),
                Some(_) => None,
                None => Some(Value::string("stdClass")),
            },
            Value::Closure(_) => Some(Value::string("Closure")),
            Value::Host(_) => None,
            value => type_of(value, ["null", "bool", "int", "float", "string", "array", ""]),
        },
        "settype" => None,
        _ => return None,
    })
}

fn known(value: Value<'_>) -> Answer<'_> {
    match value {
        Value::Unknown(Why::Data) => None,
        value => Some(value),
    }
}

fn type_of<'a>(value: &Value<'a>, [null, bool, int, float, string, array, object]: [&str; 7]) -> Answer<'a> {
    Some(Value::string(match value {
        Value::Null => null,
        Value::Bool(_) => bool,
        Value::Int(_) => int,
        Value::Float(_) => float,
        Value::Str(_) => string,
        Value::Array(_) => array,
        Value::Object(_) | Value::Host(_) | Value::Closure(_) => object,
        Value::Unknown(_) | Value::OneOf(_) => return None,
    }))
}
