//! As much of JSON Schema as the schemas of this repository use. A keyword that is not known here fails the test, so that
//! none is overlooked.

use regex::Regex;
use serde_json::{Map, Value};

/// Whether a schema accepts a value; `root` is where `$ref` starts from.
pub(crate) fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(keywords) = schema.as_object() else { return schema != &Value::Bool(false) };
    keywords.iter().all(|(keyword, wanted)| match keyword.as_str() {
        "$schema" | "title" | "description" | "definitions" => true,
        "$ref" => {
            let pointer = wanted.as_str().and_then(|path| path.strip_prefix('#')).expect("a reference stays in the schema");
            accepts(root, root.pointer(pointer).expect("a reference leads somewhere"), value)
        }
        "type" => {
            let types = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
            types.iter().any(|name| is_a(name.as_str().expect("a type is a word"), value))
        }
        "enum" => list(wanted).contains(value),
        "anyOf" => list(wanted).iter().any(|schema| accepts(root, schema, value)),
        "not" => !accepts(root, wanted, value),
        "required" => {
            value.as_object().is_none_or(|map| list(wanted).iter().all(|key| map.contains_key(key.as_str().unwrap_or(""))))
        }
        "properties" => value
            .as_object()
            .is_none_or(|map| map.iter().all(|(key, value)| wanted.get(key).is_none_or(|schema| accepts(root, schema, value)))),
        "patternProperties" => value.as_object().is_none_or(|map| {
            let fitting = |key: &str| patterns(keywords).filter(|(pattern, _)| pattern.is_match(key)).collect::<Vec<_>>();
            map.iter().all(|(key, value)| fitting(key).iter().all(|(_, schema)| accepts(root, schema, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|map| {
            let named = keywords.get("properties");
            let is_other = |key: &str| {
                named.is_none_or(|named| named.get(key).is_none())
                    && !patterns(keywords).any(|(pattern, _)| pattern.is_match(key))
            };
            let others = map.iter().filter(|(key, _)| is_other(key));
            others.into_iter().all(|(_, value)| accepts(root, wanted, value))
        }),
        "propertyNames" => {
            value.as_object().is_none_or(|map| map.keys().all(|key| accepts(root, wanted, &Value::String(key.clone()))))
        }
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(root, wanted, item))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap_or(0)),
        "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= wanted.as_u64().unwrap_or(u64::MAX)),
        "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= wanted.as_u64().unwrap_or(u64::MAX)),
        "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= wanted.as_u64().unwrap_or(0)),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap_or(f64::MIN)),
        "pattern" => value.as_str().is_none_or(|text| regex(wanted.as_str().expect("a pattern is text")).is_match(text)),
        other => panic!("the schema uses `{other}`, which this test does not know"),
    })
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern is right")
}

/// The patterns of names that a schema has, and what it says of them.
fn patterns(keywords: &Map<String, Value>) -> impl Iterator<Item = (Regex, &Value)> {
    let patterns = keywords.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    patterns.map(|(pattern, schema)| (regex(pattern), schema))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("the keyword takes a list")
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema uses the type `{other}`, which this test does not know"),
    }
}
