//! `ignore`: findings that are not to be told, by where they are and what they are about.

use super::reader::Reader;
use super::yaml::Node;
use super::{Globs, table};
use crate::catalog;

/// Findings that are not to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ignored {
    /// The files in which they are; all if there is none.
    pub paths: Globs,
    /// The rules that tell them; all if there is none.
    pub rules: Vec<String>,
    /// The tables that they are about, with a `*` for any text; all if there is none.
    pub tables: Vec<String>,
    /// Why.
    pub reason: Option<String>,
}

/// The keys of an entry.
pub(super) const FIELDS: [&str; 4] = ["paths", "rules", "tables", "reason"];

impl Ignored {
    /// Whether a finding of a rule, in the file with this path, about a table is one of them.
    #[must_use]
    pub fn covers(&self, rule: &str, path: &str, table: Option<&str>) -> bool {
        (self.rules.is_empty() || self.rules.iter().any(|id| id == rule))
            && (self.paths.is_empty() || self.paths.matches(path))
            && (self.tables.is_empty() || table.is_some_and(|name| self.tables.iter().any(|pattern| fits(pattern, name))))
    }
}

pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Vec<Ignored> {
    let ids: Vec<&str> = catalog::rules().iter().map(|rule| rule.id.as_str()).collect();
    let mut all = Vec::new();
    for item in reader.items(node, "ignore", "a list of findings to ignore") {
        let mut ignored = Ignored::default();
        let n_before = reader.mistakes.len();
        for (field, _, value) in reader.fields(item, "ignore", "a map with `paths` or `tables`", &FIELDS) {
            match field {
                "paths" => {
                    for item in reader.items(value, "paths", "a list of patterns of paths") {
                        let Some(pattern) = reader.text(item, "paths") else { continue };
                        if let Err(reason) = ignored.paths.add(&pattern) {
                            reader.wrong(item, format!("`{pattern}` is not a valid path pattern: {reason}"));
                        }
                    }
                }
                "rules" => {
                    for item in reader.items(value, "rules", "a list of rules") {
                        if let Some(id) = reader.text(item, "rules").filter(|id| reader.is_one_of(item, "rule", id, &ids)) {
                            ignored.rules.push(id);
                        }
                    }
                }
                "tables" => {
                    for item in reader.items(value, "tables", "a list of tables") {
                        if let Some(name) = reader.text(item, "tables").and_then(|name| table::checked(reader, item, &name)) {
                            ignored.tables.push(name);
                        }
                    }
                }
                _ => ignored.reason = reader.text(value, "reason"),
            }
        }
        if reader.mistakes.len() == n_before && ignored.paths.is_empty() && ignored.tables.is_empty() {
            reader.wrong(item, "this would silence the whole project; name `paths` or `tables`, or turn a rule off with `rules`");
            continue;
        }
        reader.note(format!("ignore.{}", all.len()), item);
        all.push(ignored);
    }
    all
}

/// Whether a name is the one that is told, or fits what stands around its `*`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len()
                && name.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start))
                && name.get(name.len() - end.len()..).is_some_and(|last| last.eq_ignore_ascii_case(end))
        }
        None => name.eq_ignore_ascii_case(pattern),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::ConfigFile;

    #[test]
    fn a_finding_is_covered_by_all_that_is_said() {
        let text = "ignore:
  - {paths: [tests], rules: [unknown-table], reason: made by a seeder}
  - {tables: ['legacy_*', Old]}
";
        let file = ConfigFile::read(text);
        assert_eq!(file.mistakes, []);
        let covers = |rule: &str, path: &str, table: Option<&str>| file.config.ignores(rule, path, table);
        assert!(covers("unknown-table", "tests/A.php", None) && !covers("unknown-column", "tests/A.php", None));
        assert!(!covers("unknown-table", "app/tests.php", None));
        assert!(covers("unknown-column", "app/A.php", Some("legacy_users")) && covers("x", "y", Some("old")));
        assert!(!covers("unknown-column", "app/A.php", Some("legacy")) && !covers("unknown-column", "app/A.php", None));
        assert_eq!(file.line_of("ignore.1"), Some(3));
    }
}
