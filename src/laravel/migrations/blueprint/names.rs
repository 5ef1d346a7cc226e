//! Names that values give, with the places where they are written.

use std::rc::Rc;

use crate::eval::{Text, Value};
use crate::source::{Sources, Span};

/// The names that a value gives, with their places (or `otherwise`): of a string, or of a list of strings.
pub(in crate::laravel) fn names_of(value: &Value<'_>, otherwise: Span) -> Option<Vec<(String, Span)>> {
    match value {
        Value::Array(list) if !list.open => {
            let mut names = Vec::new();
            for entry in &list.entries {
                names.extend(names_of(&entry.value, otherwise)?);
            }
            Some(names)
        }
        Value::OneOf(choices) => {
            let mut names = Vec::new();
            for choice in choices.iter() {
                names.extend(names_of(choice, otherwise)?);
            }
            Some(names)
        }
        Value::Str(text) => {
            let known = text.known()?;
            let span = place_of(text).unwrap_or(otherwise);
            Some(vec![(known.to_string(), span)])
        }
        Value::Object(_) => plain_text(value).map(|name| vec![(name, otherwise)]),
        _ => None,
    }
}

/// Where a whole string is written.
pub(in crate::laravel) fn place_of(text: &Rc<Text>) -> Option<Span> {
    let length = text.known().map_or(0, |known| known.len());
    text.place(0, length).map(|(span, _)| span)
}

/// Where a migration makes something: where its name is written, or the call if that is a file of the configuration, in which a
/// reader would look for it in vain.
pub(in crate::laravel) fn of_migration(sources: &Sources, named: Span, call: Span) -> Span {
    let is_configured = sources.path(named.file).rsplit('/').nth(1) == Some("config");
    if is_configured { call } else { named }
}

/// A string, a number or the value of an enum case as text.
pub(in crate::laravel) fn plain_text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Str(text) => text.known().map(|text| text.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Object(object) => {
            let value = object.get("value").or_else(|| object.get("name"))?;
            if object.case.is_none() || matches!(value, Value::Object(_)) {
                return None;
            }
            plain_text(&value)
        }
        _ => None,
    }
}

/// Why an argument tells no names.
pub(in crate::laravel) fn reason_of_argument(value: Option<&Value<'_>>) -> &'static str {
    value.and_then(reason_of).unwrap_or("the value is not known")
}

/// Why a value is not known.
pub(in crate::laravel) fn reason_of(value: &Value<'_>) -> Option<&'static str> {
    value.choices().iter().find_map(|choice| match choice {
        Value::Unknown(why) => Some(why.as_str()),
        Value::Str(text) => text.why().map(crate::eval::Why::as_str),
        Value::Array(array) if array.open => Some(crate::eval::Why::Data.as_str()),
        Value::Null => Some("it is null"),
        Value::Host(_) | Value::Object(_) | Value::Closure(_) => Some("it is an object"),
        _ => None,
    })
}
