//! What a rule's YAML file says: the text that `explain` prints and the examples that tests run.

use serde::{Deserialize, Deserializer};

use crate::finding::Severity;

/// A rule's documentation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleDoc {
    /// The id: lower case, words joined by `-`; "allow *id*" reads well.
    pub id: String,
    /// The severity that findings have unless a configuration says otherwise.
    #[serde(deserialize_with = "severity")]
    pub severity: Severity,
    /// When findings have another severity, in sentences; empty if they never have.
    #[serde(default)]
    pub severities: String,
    /// What a finding says, in one line.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// How to mend it.
    pub what_to_do: String,
    /// What mends its findings, or many of them, by itself.
    #[serde(default)]
    pub fix: Vec<FixKind>,
    /// The version that brought the rule.
    pub since: String,
    /// Code with and without findings.
    pub examples: Examples,
}

/// A way to mend a finding without a person who writes code.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum FixKind {
    /// An edit of the code.
    Edit,
    /// A new migration.
    Migration,
}

impl FixKind {
    /// Its name, as the file has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FixKind::Edit => "edit",
            FixKind::Migration => "migration",
        }
    }
}

/// A rule's examples.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Each has at least one mark, and exactly the findings that its marks name.
    pub bad: Vec<Example>,
    /// None has a finding.
    pub good: Vec<Example>,
}

/// A small project that shows a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// The project's files, each below a line `//- /path`; a finding is marked by a comment below its line.
    pub code: String,
}

impl RuleDoc {
    /// Reads a rule's file. The error is a sentence that names the place.
    ///
    /// # Errors
    /// If the text is not YAML, or a field is missing, unknown or of another type.
    pub fn parse(yaml: &str) -> Result<RuleDoc, String> {
        serde_yaml::from_str(yaml).map_err(|error| error.to_string())
    }
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    let word = String::deserialize(deserializer)?;
    [Severity::Note, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| severity.as_str() == word)
        .ok_or_else(|| serde::de::Error::custom(format!("severity is `note`, `warning` or `error`, not `{word}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "id: a\nseverity: note\nsummary: s\nwhy: w\nwhat_to_do: d\nsince: '1'\nexamples: {bad: [], good: []}\n";

    #[test]
    fn unknown_fields_and_words_are_errors() {
        assert_eq!(RuleDoc::parse(RULE).expect("the rule is complete").severity, Severity::Note);
        let error = RuleDoc::parse(&RULE.replace("note", "fatal")).expect_err("there is no such severity");
        assert!(error.contains("not `fatal`"), "{error}");
        let error = RuleDoc::parse(&RULE.replace("why", "because")).expect_err("there is no such field");
        assert!(error.contains("because"), "{error}");
    }
}
