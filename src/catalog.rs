//! The knowledge that stands as YAML under `rules/`, embedded into the program and typed.
//!
//! YAML stays data: names, texts, examples. What a rule does with them is not written here, and the
//! catalog knows none of the rooms that read it.

mod excerpt;
pub mod laravel;
pub mod models;
pub mod packages;
pub mod places;
mod rule;
pub mod settings;

use std::sync::LazyLock;

pub use excerpt::Excerpt;
pub use rule::{Example, Examples, FixKind, RuleDoc};

/// Every rule's documentation: the one list of what is embedded, in the order in which rules are told.
const RULES: &[(&str, &str)] = &[
    ("unknown-table", include_str!("../rules/unknown-table.yaml")),
    ("unknown-column", include_str!("../rules/unknown-column.yaml")),
    ("table-not-in-query", include_str!("../rules/table-not-in-query.yaml")),
    ("ambiguous-column", include_str!("../rules/ambiguous-column.yaml")),
    ("missing-required-column", include_str!("../rules/missing-required-column.yaml")),
    ("duplicate-table", include_str!("../rules/duplicate-table.yaml")),
    ("duplicate-column", include_str!("../rules/duplicate-column.yaml")),
    ("impossible-statement", include_str!("../rules/impossible-statement.yaml")),
    ("value-not-in-column", include_str!("../rules/value-not-in-column.yaml")),
    ("unknown-index", include_str!("../rules/unknown-index.yaml")),
    ("swallowed-database-error", include_str!("../rules/swallowed-database-error.yaml")),
    ("missing-foreign-key", include_str!("../rules/missing-foreign-key.yaml")),
    ("dangling-foreign-key", include_str!("../rules/dangling-foreign-key.yaml")),
    ("foreign-key-type-mismatch", include_str!("../rules/foreign-key-type-mismatch.yaml")),
    ("foreign-key-target-not-unique", include_str!("../rules/foreign-key-target-not-unique.yaml")),
    ("set-null-on-required-column", include_str!("../rules/set-null-on-required-column.yaml")),
    ("duplicate-foreign-key", include_str!("../rules/duplicate-foreign-key.yaml")),
    ("unindexed-foreign-key", include_str!("../rules/unindexed-foreign-key.yaml")),
    ("redundant-index", include_str!("../rules/redundant-index.yaml")),
    ("undefined-on-delete", include_str!("../rules/undefined-on-delete.yaml")),
    ("blocked-delete", include_str!("../rules/blocked-delete.yaml")),
    ("impossible-reference", include_str!("../rules/impossible-reference.yaml")),
    ("cascade-bypassed-by-soft-deletes", include_str!("../rules/cascade-bypassed-by-soft-deletes.yaml")),
    ("missing-relation", include_str!("../rules/missing-relation.yaml")),
    ("identifier-too-long", include_str!("../rules/identifier-too-long.yaml")),
    ("ineffective-index-modifier", include_str!("../rules/ineffective-index-modifier.yaml")),
    ("commented-out-foreign-key", include_str!("../rules/commented-out-foreign-key.yaml")),
    ("unused-suppression", include_str!("../rules/unused-suppression.yaml")),
];

static RULE_DOCS: LazyLock<Vec<RuleDoc>> = LazyLock::new(|| {
    let parse = |(_, yaml): &(&str, &str)| RuleDoc::parse(yaml).expect("a test parses every embedded rule file");
    RULES.iter().map(parse).collect()
});

/// The documentation of every rule, in the order in which rules are told.
#[must_use]
pub fn rules() -> &'static [RuleDoc] {
    &RULE_DOCS
}

/// Where the page of a rule can be read.
#[must_use]
pub fn page(id: &str) -> String {
    format!("{}/blob/main/docs/rules/{id}.md", env!("CARGO_PKG_REPOSITORY"))
}

/// The documentation of the rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static RuleDoc> {
    rules().iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_file_parses_and_is_named_after_its_rule() {
        for (name, yaml) in RULES {
            let rule = RuleDoc::parse(yaml).unwrap_or_else(|error| panic!("rules/{name}.yaml: {error}"));
            assert_eq!(rule.id, *name);
        }
        assert_eq!(rules().len(), RULES.len());
        assert!(rule("unknown-table").is_some());
        assert!(rule("unknown").is_none());
    }

    #[test]
    fn every_rule_is_told_completely() {
        for rule in rules() {
            let id = &rule.id;
            let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(id.chars().all(kebab), "{id} is kebab-case");
            assert!(!rule.summary.ends_with('.'), "{id}: a summary reads on after its name, so it has no full stop");
            assert!(rule.why.ends_with('.') && rule.what_to_do.ends_with('.'), "{id}: texts are sentences");
            assert!((2..=4).contains(&rule.examples.bad.len()), "{id} has two to four bad examples");
            assert!((2..=4).contains(&rule.examples.good.len()), "{id} has two to four good examples");
            for example in rule.examples.bad.iter().chain(&rule.examples.good) {
                assert!(example.code.starts_with("//- /"), "{id}: `{}` starts with a file's name", example.title);
            }
        }
    }
}
