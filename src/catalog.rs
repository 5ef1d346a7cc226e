//! The knowledge that stands as YAML under `rules/`, embedded into the program and typed.
//!
//! YAML stays data: names, texts, examples. What a rule does with them is not written here, and the
//! catalog knows none of the rooms that read it.

pub mod casts;
mod excerpt;
pub mod laravel;
mod list;
pub mod models;
pub mod packages;
pub mod phinx;
pub mod places;
mod rule;
pub mod settings;
pub mod statements;

use std::sync::LazyLock;

pub use excerpt::Excerpt;
pub(crate) use list::for_each_rule;
pub use rule::{Example, Examples, FixKind, RuleDoc};

/// Embeds the file of every rule.
macro_rules! embed {
    ($($id:literal $module:ident,)*) => {
        /// Every rule's documentation, in the order in which rules are told.
        const RULES: &[(&str, &str)] = &[$(($id, include_str!(concat!("../rules/", $id, ".yaml")))),*];
    };
}

for_each_rule!(embed);

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
