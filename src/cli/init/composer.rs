//! The script in `composer.json`: one line more, and every other byte as it was.

use std::path::Path;

use serde_json::Value;

use super::{CliError, Step};
use crate::project::disk::{self, Bounds, LARGEST_OF_TOOLS};

/// The line.
const SCRIPT: &str = "\"tablecheck\": \"tablecheck check\"";

pub(super) fn step(root: &Path) -> Result<Step, CliError> {
    let path = root.join("composer.json");
    let wrong = |reason: String| {
        CliError::Argument(format!("cannot add a script to `{}`: {reason}; remove `--composer`", path.display()))
    };
    let read = disk::read_text(&path, Bounds::Within(root), LARGEST_OF_TOOLS);
    let old = read.map_err(|refusal| wrong(refusal.to_string()))?;
    let value: Value = serde_json::from_str(&old).map_err(|error| wrong(error.to_string()))?;
    if value["scripts"]["tablecheck"] != Value::Null {
        return Ok(Step::Done(path));
    }
    let text = with_script(&old, &value).ok_or_else(|| wrong("its layout is not as expected".to_owned()))?;
    Ok(Step::Change { path, old, text, about: "the script `composer tablecheck`".to_owned() })
}

/// The text with the script, if it then says just that more.
fn with_script(old: &str, value: &Value) -> Option<String> {
    let indent = old.lines().find_map(|line| {
        let blank = line.len() - line.trim_start().len();
        line.get(..blank).filter(|blank| !blank.is_empty())
    });
    let (indent, newline) = (indent.unwrap_or("    "), if old.contains("\r\n") { "\r\n" } else { "\n" });
    let text = match members(old, "scripts") {
        Some((open, is_empty)) => {
            let (comma, end) = if is_empty { ("", format!("{newline}{indent}")) } else { (",", String::new()) };
            let rest = if is_empty { old.get(open..)?.trim_start() } else { old.get(open..)? };
            format!("{}{newline}{indent}{indent}{SCRIPT}{comma}{end}{rest}", old.get(..open)?)
        }
        None if value.get("scripts").is_some() => return None,
        None => {
            let close = old.rfind('}')?;
            let before = old.get(..close)?.trim_end();
            let comma = if before.ends_with('{') { "" } else { "," };
            let object = format!("\"scripts\": {{{newline}{indent}{indent}{SCRIPT}{newline}{indent}}}");
            format!("{before}{comma}{newline}{indent}{object}{newline}{}", old.get(close..)?)
        }
    };
    let mut expected = value.clone();
    let scripts = expected.as_object_mut()?.entry("scripts").or_insert_with(|| Value::Object(serde_json::Map::new()));
    scripts.as_object_mut()?.insert("tablecheck".to_owned(), Value::from("tablecheck check"));
    (serde_json::from_str::<Value>(&text).ok()? == expected).then_some(text)
}

/// Where the members of the object begin that is the value of a key of the outermost object, and whether it has none.
fn members(text: &str, key: &str) -> Option<(usize, bool)> {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'"' => {
                let end = string_end(text, at)?;
                let rest = text.get(end..)?.trim_start();
                if depth == 1 && text.get(at + 1..end - 1)? == key && rest.starts_with(':') {
                    let value = rest.get(1..)?.trim_start();
                    let inside = value.strip_prefix('{')?;
                    return Some((text.len() - inside.len(), inside.trim_start().starts_with('}')));
                }
                at = end;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The byte behind the string that starts at a quote.
fn string_end(text: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    let rest = text.as_bytes().get(start + 1..)?;
    let length = rest.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })?;
    Some(start + length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_more_and_nothing_else_changes() {
        for (old, expected) in [
            (
                "{\n  \"a\": \"scripts\",\n  \"scripts\": {\n    \"b\": [\"c\"]\n  }\n}\n",
                "{\n  \"a\": \"scripts\",\n  \"scripts\": {\n    \"tablecheck\": \"tablecheck check\",\n    \"b\": \
                [\"c\"]\n  }\n}\n",
            ),
            ("{\n\t\"scripts\": {}\n}", "{\n\t\"scripts\": {\n\t\t\"tablecheck\": \"tablecheck check\"\n\t}\n}"),
            (
                "{\n    \"a\": {\"scripts\": {}}\n}\n",
                "{\n    \"a\": {\"scripts\": {}},\n    \"scripts\": {\n        \"tablecheck\": \"tablecheck check\"\n    }\n}\n",
            ),
            ("{}", "{\n    \"scripts\": {\n        \"tablecheck\": \"tablecheck check\"\n    }\n}"),
        ] {
            let value = serde_json::from_str(old).expect("it is JSON");
            assert_eq!(with_script(old, &value).as_deref(), Some(expected));
        }
        let value = serde_json::from_str("{\"scripts\": []}").expect("it is JSON");
        assert_eq!(with_script("{\"scripts\": []}", &value), None);
    }
}
