//! The JSON Schema of `tablecheck.yaml`, for editors: made of the same lists that the parser uses.

use serde_json::{Value, json};

use super::signature::{ARGUMENT_FIELDS, FIELDS, OPERATIONS, RETURNS};
use super::{FailOn, KEYS, Level, Relationships, Role, file, ignore, table};
use crate::catalog;
use crate::catalog::laravel::column_method_names;
use crate::schema::Driver;

/// The schema.
#[must_use]
pub fn json_schema() -> Value {
    let mut properties = serde_json::Map::new();
    for key in KEYS {
        // A key without a value is as good as one that is not there.
        let mut schema = json!({"description": key.about, "anyOf": [{"type": "null"}]});
        if let Some(choices) = schema["anyOf"].as_array_mut() {
            choices.extend(of_key(key.name));
        }
        properties.insert(key.name.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "tablecheck.yaml",
        "description": "The configuration of tablecheck.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties,
        "definitions": {"signature": signature(), "argument": argument(), "role": words(Role::ALL.map(|(word, _)| word))},
    })
}

/// The shapes that the value of a key may have.
fn of_key(name: &str) -> Vec<Value> {
    match name {
        "rules" => {
            let rules = catalog::rules().iter().map(|rule| {
                let mut level = words(Level::ALL.map(|(word, _)| word));
                level["description"] = json!(format!("{} (default: {})", rule.summary, rule.severity.as_str()));
                (rule.id.clone(), level)
            });
            let rules: serde_json::Map<String, Value> = rules.collect();
            vec![json!({"type": "object", "additionalProperties": false, "properties": rules})]
        }
        "ignore" => {
            let [paths_key, rules_key, tables_key, reason_key] = ignore::FIELDS;
            let list = |items: Value| json!({"type": ["array", "null"], "items": items});
            let rules: Vec<&str> = catalog::rules().iter().map(|rule| rule.id.as_str()).collect();
            let entry = json!({
                "type": "object",
                "additionalProperties": false,
                "anyOf": [{"required": [paths_key]}, {"required": [tables_key]}],
                "properties": {
                    paths_key: list(text()),
                    rules_key: list(json!({"enum": rules})),
                    tables_key: list(text()),
                    reason_key: {"type": ["string", "null"]},
                },
            });
            vec![json!({"type": "array", "items": entry})]
        }
        "baseline" => vec![text()],
        "fail_on" => vec![words(FailOn::ALL.map(|(word, _)| word))],
        "driver" => vec![driver()],
        "relationships" => vec![words(Relationships::ALL.map(|(word, _)| word))],
        "connections" => {
            let [driver_key, prefix_key] = file::CONNECTION_FIELDS;
            let connection = json!({
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {driver_key: driver(), prefix_key: {"type": "string"}},
            });
            vec![json!({"type": "object", "additionalProperties": connection})]
        }
        "tables" => {
            let [columns_key, connection_key] = table::FIELDS;
            let of = |columns: &Value| {
                let properties = json!({columns_key: columns, connection_key: text()});
                let detailed = json!({"type": "object", "additionalProperties": false, "properties": properties});
                json!({"anyOf": [columns, detailed]})
            };
            let columns = json!({"type": ["array", "null"], "items": text()});
            // A name that means several tables takes no columns.
            let several = json!({r"\*": of(&json!({"type": "null"}))});
            let name = json!({"type": "string", "pattern": r"^\s*[^\s*][^*]*(\*[^*]*)?$|^\s*\*[^*]*$"});
            vec![
                json!({"type": "array", "items": name}),
                json!({
                    "type": "object",
                    "propertyNames": name,
                    "patternProperties": several,
                    "additionalProperties": of(&columns),
                }),
            ]
        }
        "packages" => {
            let package = json!({"type": "string", "pattern": r"^\s*[^\s/:]+/[^\s/:]+\s*(:[^0-9]*[0-9].*|:\s*)?$"});
            vec![json!({"type": "array", "items": package})]
        }
        "blueprint" => {
            let methods: Vec<&str> = column_method_names().collect();
            let method = json!({"enum": methods});
            let columns = json!({"type": ["object", "null"], "additionalProperties": method});
            vec![json!({"type": "object", "additionalProperties": {"anyOf": [method, columns]}})]
        }
        "signatures" => vec![json!({"type": "array", "items": {"$ref": "#/definitions/signature"}})],
        _ => vec![json!({"type": "array", "items": text()})],
    }
}

fn signature() -> Value {
    let property = |field: &str| match field {
        "args" => json!({
            "description": "The role of each argument, in order.",
            "type": "array",
            "items": {"$ref": "#/definitions/argument"},
        }),
        "operation" => {
            let mut operation = words(OPERATIONS.map(|(word, _)| word));
            operation["description"] = json!("What the call does; by default insert if there is a row, otherwise query.");
            operation
        }
        "returns" => {
            let mut returns = words(RETURNS.map(|(word, _)| word));
            returns["description"] = json!("builder: a query on the table that an argument names.");
            returns
        }
        _ => text(),
    };
    let properties: serde_json::Map<String, Value> = FIELDS.iter().map(|field| ((*field).to_owned(), property(field))).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "anyOf": [
            {"required": ["class", "method", "args"], "not": {"required": ["function"]}},
            {"required": ["function", "args"], "not": {"anyOf": [{"required": ["class"]}, {"required": ["method"]}]}},
        ],
    })
}

fn argument() -> Value {
    let property = |field: &str| match field {
        "role" => json!({"$ref": "#/definitions/role"}),
        "of" => {
            json!({"description": "The position of the argument that names the table, from 0.", "type": "integer", "minimum": 0})
        }
        _ => json!({"description": "The table whose columns it names.", "type": "string", "minLength": 1}),
    };
    let properties: serde_json::Map<String, Value> =
        ARGUMENT_FIELDS.iter().map(|field| ((*field).to_owned(), property(field))).collect();
    let detailed = json!({"type": "object", "additionalProperties": false, "required": ["role"], "properties": properties});
    json!({"anyOf": [{"$ref": "#/definitions/role"}, detailed]})
}

fn driver() -> Value {
    words(Driver::ALL.map(Driver::as_str))
}

fn words<const N: usize>(words: [&str; N]) -> Value {
    json!({"enum": words.as_slice()})
}

fn text() -> Value {
    json!({"type": "string", "minLength": 1})
}
