//! `(type) value`

use std::rc::Rc;

use super::expressions::unknown_like;
use super::join;
use super::numbers::{float_of, int_of, leading};
use super::value::{Array, Key, Object, Value, Why};
use crate::php::ast::CastKind;

/// The value as another type.
pub(super) fn cast(to: CastKind, value: Value<'_>) -> Value<'_> {
    match to {
        CastKind::String => super::operators::to_text(&value),
        CastKind::Bool => value.truth().map_or_else(|| unknown_like(&value), Value::Bool),
        CastKind::Int => match value {
            Value::Int(_) => value,
            Value::Bool(truth) => Value::Int(i64::from(truth)),
            Value::Null => Value::Int(0),
            Value::Float(number) => int_of(number).map_or(Value::Unknown(Why::Data), Value::Int),
            Value::Str(text) => match text.known().map(|text| leading(&text)) {
                Some(number) => cast(to, number),
                None => Value::Unknown(text.why().unwrap_or(Why::Data)),
            },
            Value::Array(_) => value.truth().map_or(Value::Unknown(Why::Data), |truth| Value::Int(i64::from(truth))),
            Value::OneOf(choices) => each(to, &choices),
            Value::Unknown(why) => Value::Unknown(why),
            _ => Value::Unknown(Why::Data),
        },
        CastKind::Array => match value {
            Value::Array(_) => value,
            Value::Null => Value::array(Array::default()),
            Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::Float(_) => Value::array(Array::list([value])),
            Value::Object(object) if object.class.is_none() => {
                let mut array = Array::default();
                for (name, value) in object.properties.borrow().iter() {
                    array.set(Key::Str(Rc::clone(name)), None, value.clone());
                }
                Value::array(array)
            }
            Value::OneOf(choices) => each(to, &choices),
            _ => Value::Unknown(Why::Data),
        },
        CastKind::Object => match value {
            Value::Array(array) => {
                let object = Object::new(None, true, None);
                for entry in &array.entries {
                    if let Key::Str(name) = &entry.key {
                        object.set(name, entry.value.clone());
                    }
                }
                Value::Object(object)
            }
            Value::Object(_) | Value::Host(_) => value,
            _ => Value::Unknown(Why::Data),
        },
        CastKind::Float => match value {
            Value::Float(_) => value,
            Value::Int(number) => Value::Float(float_of(number)),
            Value::Null => Value::Float(0.0),
            Value::Bool(truth) => Value::Float(f64::from(u8::from(truth))),
            Value::Str(text) => match text.known().map(|text| leading(&text)) {
                Some(number) => cast(to, number),
                None => Value::Unknown(text.why().unwrap_or(Why::Data)),
            },
            Value::OneOf(choices) => each(to, &choices),
            _ => Value::Unknown(Why::Data),
        },
        CastKind::Unset => Value::Null,
    }
}

/// Each of several possible values as another type.
fn each<'a>(to: CastKind, choices: &[Value<'a>]) -> Value<'a> {
    let cast: Vec<Value<'a>> = choices.iter().map(|choice| cast(to, choice.clone())).collect();
    cast.into_iter().reduce(|whole, value| join(&whole, &value)).unwrap_or(Value::Null)
}
