//! What a relation is called: as Laravel developers write it, and so that nothing else of the model has that name.
//!
//! Pure functions of strings.

use crate::laravel::support::naming::{camel, class_basename};

/// Methods that every model has, or most have by a trait; those of queries are known elsewhere.
const OF_MODELS: [&str; 39] = [
    "all",
    "append",
    "boot",
    "booted",
    "broadcast",
    "can",
    "cant",
    "cast",
    "casts",
    "delete",
    "destroy",
    "fill",
    "fresh",
    "guard",
    "is",
    "load",
    "make",
    "newquery",
    "notifications",
    "notify",
    "observe",
    "on",
    "only",
    "prune",
    "push",
    "query",
    "refresh",
    "replicate",
    "resolve",
    "restore",
    "save",
    "scopes",
    "search",
    "through",
    "token",
    "tokens",
    "touch",
    "trashed",
    "update",
];

/// Properties that every model has.
const PROPERTIES: [&str; 20] = [
    "appends",
    "attributes",
    "casts",
    "changes",
    "connection",
    "dates",
    "exists",
    "fillable",
    "guarded",
    "hidden",
    "original",
    "previous",
    "relations",
    "table",
    "timestamps",
    "touches",
    "visible",
    "with",
    "incrementing",
    "observables",
];

/// Names for the relation by which a column leads to a model, the best one first.
#[must_use]
pub(super) fn candidates(column: &str, related: &str, only_key: bool) -> Vec<String> {
    let model = camel(class_basename(related));
    let mut names = Vec::new();
    match stem(column) {
        Some(stem) => names.push(stem),
        None if is_role(column) => names.push(camel(&lowered(column))),
        None => {
            names.extend(only_key.then(|| model.clone()));
            names.push(camel(&lowered(column)));
        }
    }
    // `source_id` of a table with a column `source`, which is what `$row->source` gives.
    let longer = names.last().filter(|name| **name != model).map(|name| format!("{name}{}", class_basename(related)));
    names.extend(longer);
    names.retain(|name| is_identifier(name));
    names
}

/// Whether a method or a property of this name would stand in the way of Laravel's own.
#[must_use]
pub(super) fn is_reserved(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    OF_MODELS.contains(&lower.as_str())
        || PROPERTIES.contains(&lower.as_str())
        || crate::catalog::laravel::query_method(&lower).is_some()
}

/// `user_id` → `user`, `authorId` → `author`, `id_pessoa` → `pessoa`; none where nothing marks the column as a key.
fn stem(column: &str) -> Option<String> {
    let lower = column.to_ascii_lowercase();
    let ends = ["_id", "_uuid", "_ulid", "_fk"].iter().find_map(|end| lower.strip_suffix(end));
    let starts = ["id_", "fk_"].iter().find(|start| lower.starts_with(**start));
    let stem = if let Some(base) = ends {
        column.get(..base.len())?
    } else if let Some(start) = starts {
        column.get(start.len()..)?
    } else {
        let base = ["Id", "ID", "Uuid"].iter().find_map(|end| column.strip_suffix(end))?;
        base.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit()).then_some(base)?
    };
    let name = camel(&lowered(stem));
    (!name.is_empty()).then_some(name)
}

/// `created_by`, `assignedTo`
fn is_role(column: &str) -> bool {
    let lower = column.to_ascii_lowercase();
    ["_by", "_to"].iter().any(|end| lower.ends_with(end)) || ["By", "To"].iter().any(|end| column.ends_with(end))
}

/// A name in capitals alone, in small letters.
fn lowered(name: &str) -> String {
    if name.contains(|c: char| c.is_ascii_lowercase()) { name.to_owned() } else { name.to_ascii_lowercase() }
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_developers_write() {
        for (column, related, expected) in [
            ("user_id", "App\\Models\\User", &["user"][..]),
            ("billing_address_id", "App\\Models\\Address", &["billingAddress", "billingAddressAddress"]),
            ("author_id", "App\\User", &["author", "authorUser"]),
            ("userId", "App\\User", &["user"]),
            ("UserID", "App\\User", &["user"]),
            ("company_uuid", "App\\Company", &["company"]),
            ("id_pessoa", "Pessoa", &["pessoa"]),
            ("USER_ID", "App\\User", &["user"]),
            ("created_by", "App\\User", &["createdBy", "createdByUser"]),
            ("assignedTo", "App\\User", &["assignedTo", "assignedToUser"]),
            ("country_code", "App\\Country", &["country", "countryCode", "countryCodeCountry"]),
            ("größe_id", "App\\Size", &[]),
            ("2fa_id", "App\\Code", &[]),
        ] {
            assert_eq!(candidates(column, related, true), expected, "{column}");
        }
        assert_eq!(candidates("author", "App\\User", false), ["author", "authorUser"]);
    }

    #[test]
    fn names_of_laravel_are_taken() {
        for name in ["connection", "from", "query", "value", "table", "token"] {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["parent", "user", "group", "order", "model"] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
