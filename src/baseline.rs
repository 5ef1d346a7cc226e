//! Findings that are known and are not to be told again: what was there when an old project began to be checked.
//!
//! An entry is a rule, a path, a fingerprint of the message, and how many findings are alike, so that it holds as long as lines
//! only move. Reading and writing the file is the shell's work.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use crate::config::{TOO_DEEP, nested_too_deeply};
use crate::finding::Finding;

/// The name of the file where nothing else is said.
pub const BASELINE_NAME: &str = "tablecheck-baseline.yaml";

const HEAD: &str = "\
# Existing findings that are not reported. New ones are.
# `tablecheck check --prune-baseline` removes fixed entries, `--generate-baseline` writes the file again.
version: 1
findings:
";

/// Which findings an entry is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    fingerprint: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    message: String,
    count: usize,
}

/// The known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, Entry>,
}

/// What a baseline keeps back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Baselined {
    /// Findings that it knows, so that they are not shown.
    pub known: usize,
    /// Findings that it knows and that are not found any more.
    pub stale: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `version` and `findings` was expected")]
struct File {
    version: u32,
    #[serde(default)]
    findings: Option<BTreeMap<String, Vec<Line>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map with `rule`, `message`, `fingerprint` and `count` was expected")]
struct Line {
    rule: String,
    message: String,
    fingerprint: String,
    count: usize,
}

impl Baseline {
    /// Takes up a finding in the file with this path.
    pub fn add(&mut self, finding: &Finding, path: &str) {
        let entry = Entry { message: finding.message.clone(), count: 0 };
        self.entries.entry(key(finding, path)).or_insert(entry).count += 1;
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(text: &str) -> Result<Self, String> {
        if let Some((line, column)) = nested_too_deeply(text) {
            return Err(format!("{TOO_DEEP} at line {line} column {column}"));
        }
        let file: File = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        if file.version != 1 {
            return Err(format!("version {} needs a newer tablecheck", file.version));
        }
        let mut baseline = Baseline::default();
        for (path, lines) in file.findings.unwrap_or_default() {
            for Line { rule, message, fingerprint, count } in lines {
                let key = Key { path: path.clone(), rule, fingerprint };
                baseline.entries.entry(key).or_insert(Entry { message, count: 0 }).count += count;
            }
        }
        Ok(baseline)
    }

    /// The text of the file: sorted, a line for each entry, the same for the same findings.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<(&str, &str, &str, &Key, usize)> = Vec::with_capacity(self.entries.len());
        lines.extend(
            self.entries
                .iter()
                .map(|(key, entry)| (key.path.as_str(), key.rule.as_str(), entry.message.as_str(), key, entry.count)),
        );
        lines.sort();
        let mut text = HEAD.to_owned();
        let mut last = None;
        for (path, rule, message, key, count) in lines {
            if last != Some(path) {
                let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c)) && !path.starts_with('-');
                let name = if plain { path.to_owned() } else { quoted(path) };
                let _ = writeln!(text, "  {name}:");
                last = Some(path);
            }
            let (message, fingerprint) = (quoted(message), &key.fingerprint);
            let _ = writeln!(text, "    - {{rule: {rule}, message: {message}, fingerprint: \"{fingerprint}\", count: {count}}}");
        }
        if self.entries.is_empty() { text.replace("findings:\n", "findings: {}\n") } else { text }
    }

    /// How many findings are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().map(|entry| entry.count).sum()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// If a finding is known, takes it out, so that as many are known as were counted.
    pub fn take(&mut self, finding: &Finding, path: &str) -> bool {
        match self.entries.get_mut(&key(finding, path)) {
            Some(entry) if entry.count > 0 => {
                entry.count -= 1;
                true
            }
            _ => false,
        }
    }

    /// What is left of another one without this rest of it, as far as `concerns` tells of a path that it matters.
    #[must_use]
    pub fn without(&self, rest: &Baseline, concerns: impl Fn(&str) -> bool) -> Baseline {
        let mut left = self.clone();
        for (key, entry) in &mut left.entries {
            if concerns(&key.path) {
                entry.count -= rest.entries.get(key).map_or(0, |gone| gone.count.min(entry.count));
            }
        }
        left.entries.retain(|_, entry| entry.count > 0);
        left
    }

    /// The entries for paths of which `wanted` tells so.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Baseline {
        Baseline {
            entries: self.entries.iter().filter(|(key, _)| wanted(&key.path)).map(|(k, e)| (k.clone(), e.clone())).collect(),
        }
    }

    /// Takes over the entries of another one.
    pub fn extend(&mut self, other: Baseline) {
        for (key, entry) in other.entries {
            self.entries.entry(key).or_insert(Entry { count: 0, ..entry.clone() }).count += entry.count;
        }
    }
}

fn key(finding: &Finding, path: &str) -> Key {
    let fingerprint = format!("{:016x}", fnv1a(finding.message.as_bytes()));
    Key { path: path.to_owned(), rule: finding.rule.to_owned(), fingerprint }
}

/// A string as YAML and JSON write it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The 64-bit FNV-1a hash, which is the same on every platform and in every version.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::{FileId, Span};

    fn finding(message: &str, at: usize) -> Finding {
        Finding::new("unknown-table", Severity::Error, Span::new(FileId(0), at, at + 1), message)
    }

    #[test]
    fn the_hash_is_the_known_one() {
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut baseline = Baseline::default();
        for (message, path) in [
            ("b \"q\" \\ `x`: # y", "app/B.php"),
            ("a", "app/B.php"),
            ("a", "app/A b: c.php"),
            ("a", "app/B.php"),
            ("ü\u{2028}\n", "é.php"),
        ] {
            baseline.add(&finding(message, 0), path);
        }
        let text = baseline.text();
        assert_eq!(Baseline::read(&text), Ok(baseline.clone()), "{text}");
        assert_eq!(baseline.len(), 5);
        assert_eq!(Baseline::read(&Baseline::default().text()), Ok(Baseline::default()));
        let lines: Vec<&str> = text.lines().skip(4).collect();
        assert_eq!(lines[0], "  \"app/A b: c.php\":");
        assert_eq!(lines[2], "  app/B.php:");
        assert!(
            lines[3].starts_with("    - {rule: unknown-table, message: \"a\", fingerprint: \"")
                && lines[3].ends_with("count: 2}")
        );
    }

    #[test]
    fn as_many_are_known_as_were_counted_wherever_they_stand() {
        let mut baseline = Baseline::default();
        baseline.add(&finding("a", 1), "x");
        baseline.add(&finding("b", 2), "x");
        let mut rest = baseline.clone();
        assert!(rest.take(&finding("a", 900), "x"));
        assert!(!rest.take(&finding("a", 901), "x") && !rest.take(&finding("a", 1), "y"));
        assert_eq!(rest.only(|_| true).len(), 2 - 1);
        let pruned = baseline.without(&rest, |_| true);
        assert_eq!((pruned.len(), pruned.without(&rest, |_| true).len()), (1, 1));
        assert_eq!(baseline.without(&rest, |path| path != "x"), baseline);
    }

    #[test]
    fn what_is_no_baseline_is_told() {
        for (text, expected) in [
            ("version: 2\nfindings: {}\n", "version 2"),
            ("version: 1\nfinding: {}\n", "finding"),
            ("version: 1\nfindings:\n  a:\n    - {rule: x}\n", "message"),
            ("- [", ""),
        ] {
            let error = Baseline::read(text).expect_err("it is wrong");
            assert!(error.contains(expected), "{error}");
        }
    }
}
