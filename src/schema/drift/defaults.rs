//! When two defaults are the same.

use crate::schema::Default;

/// How both are spelled, if they differ for certain.
pub(super) fn difference(ours: Option<&Default>, theirs: Option<&Default>) -> Option<(String, String)> {
    if matches!(ours, Some(Default::Unknown)) || matches!(theirs, Some(Default::Unknown)) {
        return None;
    }
    let (a, b) = (plain(ours), plain(theirs));
    if a == b || same_number(a.as_deref(), b.as_deref()) {
        return None;
    }
    Some((shown(ours), shown(theirs)))
}

/// A default without what the databases add to it: quotes, brackets, casts, the spelling of functions.
fn plain(default: Option<&Default>) -> Option<String> {
    match default? {
        Default::Literal(text) => Some(match text.as_str() {
            "true" => "1".to_owned(),
            "false" => "0".to_owned(),
            other => other.to_owned(),
        }),
        Default::Expression(text) => {
            let mut text = text.trim();
            while let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                text = inner.trim();
            }
            // What happens at an update is no default.
            let lower = text.to_ascii_lowercase();
            let text = &text[..lower.find(" on update ").unwrap_or(text.len())];
            let lower = text.to_ascii_lowercase();
            if lower == "null" {
                return None;
            }
            let function = lower.split('(').next().unwrap_or_default();
            if matches!(function, "current_timestamp" | "now" | "localtimestamp") {
                return Some("current_timestamp".to_owned());
            }
            let text = match text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Some(inner) => inner.replace("''", "'"),
                None => lower.trim_end_matches("()").to_owned(),
            };
            Some(match text.as_str() {
                "true" => "1".to_owned(),
                "false" => "0".to_owned(),
                _ => text,
            })
        }
        Default::Unknown => None,
    }
}

fn same_number(a: Option<&str>, b: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<f64>().ok());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => (a - b).abs() < f64::EPSILON,
        _ => false,
    }
}

fn shown(default: Option<&Default>) -> String {
    match default {
        None => "none".to_owned(),
        Some(Default::Literal(text)) => format!("'{text}'"),
        Some(Default::Expression(text)) => text.clone(),
        Some(Default::Unknown) => "not known".to_owned(),
    }
}
