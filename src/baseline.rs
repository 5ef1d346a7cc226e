//! Findings that are known and are not to be told again: what was there when an old project began to be checked.
//!
//! What a finding is, its words do not decide: they name what is near, and that changes. It is the same one if its rule, its file,
//! its table and column and the code of its line are. Where that line was edited, it is the same if its message is. Reading and
//! writing the file is the shell's work.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use crate::config::{TOO_DEEP, nested_too_deeply};
use crate::finding::Finding;
use crate::source::Sources;

/// The name of the file where nothing else is said.
pub const BASELINE_NAME: &str = "tablecheck-baseline.yaml";

const HEAD: &str = "\
# Existing findings that are not reported. New ones are.
# `tablecheck check --prune-baseline` removes fixed entries, `--generate-baseline` writes the file again.
version: 2
findings:
";

/// Which findings an entry is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    message: String,
    /// What stands for table, column and code; files of the first version have none.
    fingerprint: Option<String>,
    /// The names that it lists.
    names: Vec<String>,
}

/// The known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, usize>,
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
    #[serde(default)]
    fingerprint: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    count: usize,
}

impl Baseline {
    /// Takes up a finding in these sources. The baseline calls its file by this path.
    pub fn add(&mut self, finding: &Finding, path: &str, sources: &Sources) {
        *self.entries.entry(key(finding, path, sources)).or_insert(0) += 1;
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
        if !(1..=2).contains(&file.version) {
            return Err(format!("version {} needs a newer tablecheck", file.version));
        }
        let mut baseline = Baseline::default();
        for (path, lines) in file.findings.unwrap_or_default() {
            for Line { rule, message, fingerprint, names, count } in lines {
                // The fingerprint of the first version is that of the message.
                let fingerprint = fingerprint.filter(|_| file.version > 1);
                let key = Key { path: path.clone(), rule, message, fingerprint, names };
                *baseline.entries.entry(key).or_insert(0) += count;
            }
        }
        Ok(baseline)
    }

    /// The text of the file: sorted, a line for each entry, the same for the same findings.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        let mut last = None;
        for (key, count) in &self.entries {
            let path = key.path.as_str();
            if last != Some(path) {
                let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c)) && !path.starts_with('-');
                let name = if plain { path.to_owned() } else { quoted(path) };
                let _ = writeln!(text, "  {name}:");
                last = Some(path);
            }
            let _ = write!(text, "    - {{rule: {}, message: {}, ", key.rule, quoted(&key.message));
            if let Some(fingerprint) = &key.fingerprint {
                let _ = write!(text, "fingerprint: {}, ", quoted(fingerprint));
            }
            if !key.names.is_empty() {
                let names: Vec<String> = key.names.iter().map(|name| quoted(name)).collect();
                let _ = write!(text, "names: [{}], ", names.join(", "));
            }
            let _ = writeln!(text, "count: {count}}}");
        }
        if self.entries.is_empty() { text.replace("findings:\n", "findings: {}\n") } else { text }
    }

    /// How many findings are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().sum()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Which of these findings, each with the path that the baseline calls its file by, are known. They are taken out, so that as
    /// many are known as were counted. What is the same in every respect goes first.
    pub fn take<'f>(&mut self, findings: impl IntoIterator<Item = (&'f Finding, String)>, sources: &Sources) -> Vec<bool> {
        let keys: Vec<Key> = findings.into_iter().map(|(finding, path)| key(finding, &path, sources)).collect();
        let mut known = vec![false; keys.len()];
        let ways: [fn(&Key, &Key) -> bool; 3] =
            [|one, other| one == other, Key::has_place_of, |one, other| one.message == other.message];
        for is_same in ways {
            for (key, known) in keys.iter().zip(&mut known).filter(|(_, known)| !**known) {
                let first = Key { message: String::new(), fingerprint: None, names: Vec::new(), ..key.clone() };
                let alike =
                    self.entries.range_mut(first..).take_while(|(entry, _)| (&entry.path, &entry.rule) == (&key.path, &key.rule));
                if let Some((_, count)) = alike.filter(|(_, count)| **count > 0).find(|(entry, _)| is_same(key, entry)) {
                    *count -= 1;
                    *known = true;
                }
            }
        }
        self.entries.retain(|_, count| *count > 0);
        known
    }

    /// The entries for paths of which `wanted` tells so.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&str) -> bool) -> Baseline {
        Baseline { entries: self.entries.iter().filter(|(key, _)| wanted(&key.path)).map(|(k, n)| (k.clone(), *n)).collect() }
    }

    /// Takes over the entries of another one.
    pub fn extend(&mut self, other: Baseline) {
        for (key, count) in other.entries {
            *self.entries.entry(key).or_insert(0) += count;
        }
    }
}

impl Key {
    /// Whether an entry is for the same table and column in the same code, however it is told. Of several names that are wrong
    /// there, none may be new.
    fn has_place_of(&self, entry: &Key) -> bool {
        self.fingerprint == entry.fingerprint && self.names.iter().all(|name| entry.names.contains(name))
    }
}

fn key(finding: &Finding, path: &str, sources: &Sources) -> Key {
    let fingerprint = format!("{:016x}", fnv1a(subject(finding, sources).as_bytes()));
    Key {
        path: path.to_owned(),
        rule: finding.rule.to_owned(),
        message: finding.message.clone(),
        fingerprint: Some(fingerprint),
        names: finding.names.clone(),
    }
}

/// What a finding is about, whatever its words are: table and column, and the code of its line.
pub(crate) fn subject(finding: &Finding, sources: &Sources) -> String {
    // Of several names, the one that is left is no other finding.
    let column = finding.column.as_deref().filter(|_| finding.names.is_empty()).unwrap_or_default();
    let file = sources.file(finding.span.file);
    let line = file.line(file.position(finding.span.start).line).and_then(|range| file.text().get(range)).unwrap_or_default();
    let code: Vec<&str> = line.split_whitespace().collect();
    [finding.table.as_deref().unwrap_or_default(), column, &code.join(" ")].join("\0")
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

    const CODE: &str = "<?php\nDB::table('a');\n  DB::table( 'b');\nDB::table('c');\n\tDB::table('a');\n";

    fn sources() -> Sources {
        Sources::from_files([("x", CODE)])
    }

    /// A finding about a table, in a line from 0.
    fn finding(message: &str, line: usize) -> Finding {
        let at = CODE.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + 4;
        Finding::new("unknown-table", Severity::Error, Span::new(FileId(0), at, at + 1), message)
    }

    fn baseline(findings: &[Finding]) -> Baseline {
        let mut baseline = Baseline::default();
        for finding in findings {
            baseline.add(finding, "x", &sources());
        }
        baseline
    }

    fn known(baseline: &Baseline, findings: &[Finding]) -> Vec<bool> {
        baseline.clone().take(findings.iter().map(|finding| (finding, "x".to_owned())), &sources())
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
            baseline.add(&finding(message, 1), path, &sources());
        }
        baseline.add(&Finding { names: vec!["é: x".to_owned(), "y".to_owned()], ..finding("z", 1) }, "z.php", &sources());
        let text = baseline.text();
        assert_eq!(Baseline::read(&text), Ok(baseline.clone()), "{text}");
        assert_eq!(baseline.len(), 6);
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
        let baseline = baseline(&[finding("a", 1), finding("b", 2)]);
        assert_eq!(known(&baseline, &[finding("a", 4), finding("a", 1)]), [true, false]);
        assert_eq!(known(&baseline, &[finding("a", 3), finding("b", 2), finding("c", 3)]), [true, true, false]);
        let mut rest = baseline.clone();
        assert_eq!(
            rest.take([(&finding("a", 1), "y".to_owned()), (&finding("a", 1), "x".to_owned())], &sources()),
            [false, true]
        );
        assert_eq!((rest.len(), rest.only(|path| path != "x").len()), (1, 0));
    }

    #[test]
    fn a_finding_is_known_by_its_code_when_its_words_change_and_by_its_words_when_its_code_does() {
        let baseline = baseline(&[finding("a, is it `b`?", 1)]);
        assert_eq!(known(&baseline, &[finding("a, is it `c`?", 1)]), [true]);
        assert_eq!(known(&baseline, &[finding("a, is it `b`?", 3)]), [true]);
        assert_eq!(known(&baseline, &[finding("a, is it `c`?", 3)]), [false]);
        // The one that is the same in all is the known one, whichever comes first.
        assert_eq!(
            known(&baseline, &[finding("a, is it `b`?", 3), finding("other", 1), finding("a, is it `b`?", 1)]),
            [false, false, true]
        );
        let on = |column: &str| finding(column, 1).on_table("mysql", "t").on_column(column);
        assert_eq!(known(&super::tests::baseline(&[on("x")]), &[on("y"), on("x")]), [false, true]);
    }

    #[test]
    fn of_several_names_fewer_are_known_and_others_are_new() {
        let with = |names: &[&str]| Finding {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            ..finding(&names.concat(), 1)
        };
        let baseline = baseline(&[with(&["a", "b"])]);
        assert_eq!(known(&baseline, &[with(&["b"]).on_column("b")]), [true]);
        assert_eq!(known(&baseline, &[with(&["b", "a"])]), [true]);
        assert_eq!(known(&baseline, &[with(&["a", "c"])]), [false]);
        assert_eq!(known(&baseline, &[with(&["a", "b", "c"])]), [false]);
    }

    #[test]
    fn entries_of_the_first_version_are_known_by_their_message() {
        let text = "version: 1\nfindings:\n  x:\n    - {rule: unknown-table, message: \"a\", fingerprint: \"af63dc4c8601ec8c\", count: 1}\n";
        let baseline = Baseline::read(text).expect("it is a baseline");
        assert_eq!(known(&baseline, &[finding("b", 1), finding("a", 1), finding("a", 3)]), [false, true, false]);
        assert_eq!(Baseline::read(&baseline.text()), Ok(baseline));
    }

    #[test]
    fn what_is_no_baseline_is_told() {
        for (text, expected) in [
            ("version: 3\nfindings: {}\n", "version 3"),
            ("version: 1\nfinding: {}\n", "finding"),
            ("version: 1\nfindings:\n  a:\n    - {rule: x}\n", "message"),
            ("- [", ""),
        ] {
            let error = Baseline::read(text).expect_err("it is wrong");
            assert!(error.contains(expected), "{error}");
        }
    }
}
