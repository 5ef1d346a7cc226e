//! The one harness for findings: a whole project in one text, what is to be found marked below the code.
//!
//! ```text
//! //- /database/migrations/2024_01_01_000000_create_orders.php
//! <?php Schema::create('orders', fn (Blueprint $table) => $table->id());
//! //- /app/Report.php
//! <?php
//! DB::table('order')->get();
//! //         ^^^^^ unknown-table: there is no table
//! ```
//!
//! The carets stand below exactly what the finding points at; behind the rule's id, a part of the message
//! may follow. Marks stay in the analysed text: they are PHP comments. JSON has none, so there they are taken out of it.
//!
//! A `tablecheck.yaml` among the files is the project's configuration.
//!
//! It belongs to the library so that the rules' own tests and the tests from outside share it.

use std::fmt::Write;

use crate::analysis::{Analysis, analyze, deployed};
use crate::config::{Config, ConfigFile};
use crate::finding::Finding;
use crate::source::Sources;

/// A finding that is expected, or one that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    path: String,
    /// From 1.
    line: usize,
    /// The first column and the one behind the last, from 1, in characters.
    columns: (usize, usize),
    rule: String,
    message: String,
}

impl Mark {
    /// Whether this finding is what `expected` asks for.
    fn meets(&self, expected: &Mark) -> bool {
        let place = |mark: &Mark| (mark.path.clone(), mark.line, mark.columns, mark.rule.clone());
        place(self) == place(expected) && self.message.contains(&expected.message)
    }
}

/// Asserts that an analysis finds exactly what the marks say.
///
/// # Panics
/// With a report of what is missing and what is surplus.
#[track_caller]
pub fn check(fixture: &str) {
    if let Err(report) = compare(fixture) {
        panic!("{report}");
    }
}

/// Where the files of before a change lie that the fixture shows, but for those that are the same. One of `<?php` alone was not there.
const BASE: &str = "BASE/";

/// Analyses the project and compares what was found with the marks.
///
/// # Errors
/// A report of what is missing and what is surplus.
pub fn compare(fixture: &str) -> Result<Analysis, String> {
    let (base, files): (Vec<_>, Vec<_>) = parse(fixture).into_iter().partition(|(path, _)| path.starts_with(BASE));
    let sources = sources(&files);
    let mut analysis = analyze(&sources, &config(&files));
    if !base.is_empty() {
        let was = base.iter().map(|(path, text)| (path[BASE.len()..].to_owned(), Some(text.clone())));
        let config = config(&files);
        let findings =
            deployed(&sources.with_changes(was), (&sources, &analysis), &config, Some(&|sources| analyze(sources, &config)));
        analysis.add(findings);
    }
    let expected: Vec<Mark> = files.iter().flat_map(|(path, text)| marks(path, text)).collect();
    let mut missing = expected;
    let mut surplus = Vec::new();
    for mark in found(&sources, &analysis) {
        match missing.iter().position(|expected| mark.meets(expected)) {
            Some(index) => drop(missing.remove(index)),
            None => surplus.push(mark),
        }
    }
    if missing.is_empty() && surplus.is_empty() {
        return Ok(analysis);
    }
    let mut report = String::new();
    tell(&mut report, "expected, but not found", &missing, &sources);
    tell(&mut report, "found, but not expected", &surplus, &sources);
    Err(report)
}

/// The project that a fixture shows, as it is now, and its configuration.
#[must_use]
pub fn project(fixture: &str) -> (Sources, Config) {
    let files: Vec<_> = parse(fixture).into_iter().filter(|(path, _)| !path.starts_with(BASE)).collect();
    (sources(&files), config(&files))
}

fn sources(files: &[(String, String)]) -> Sources {
    Sources::from_files(files.iter().map(|(path, text)| (path.clone(), analysed(path, text))))
}

/// What is analysed of a file.
fn analysed(path: &str, text: &str) -> String {
    let is_json = path.ends_with(".json");
    let lines = text.split_inclusive('\n').filter(|line| !is_json || mark(line).is_none());
    lines.collect()
}

/// What the fixture's `tablecheck.yaml` says, if it has one.
fn config(files: &[(String, String)]) -> Config {
    let text = files.iter().find(|(path, _)| path == "tablecheck.yaml").map_or("", |(_, text)| text);
    let file = ConfigFile::read(text);
    assert!(file.mistakes.is_empty(), "the fixture's configuration is wrong: {:?}", file.mistakes);
    file.config
}

/// The files of a fixture: path (without the leading `/`) and text.
///
/// # Panics
/// If there is text before the first file's name.
#[must_use]
pub fn parse(fixture: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in fixture.lines() {
        if let Some(path) = line.trim_start().strip_prefix("//- /") {
            files.push((path.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        } else {
            assert!(line.trim().is_empty(), "a fixture starts with `//- /path`, not with `{line}`");
        }
    }
    files
}

/// The marks in a file. Each speaks of the last line before it that is no mark.
fn marks(path: &str, text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut code_line = 0;
    for (index, line) in text.lines().enumerate() {
        let Some((columns, words)) = mark(line) else {
            code_line = index + 1;
            continue;
        };
        let (rule, message) = words.split_once(':').unwrap_or((words, ""));
        let (rule, message) = (rule.trim().to_owned(), message.trim().to_owned());
        marks.push(Mark { path: path.to_owned(), line: code_line, columns, rule, message });
    }
    marks
}

/// The columns that a mark's carets stand in, and the words behind them.
fn mark(line: &str) -> Option<((usize, usize), &str)> {
    let rest = line.trim_start().strip_prefix("//")?.trim_start();
    if !rest.starts_with('^') {
        return None;
    }
    let words = rest.trim_start_matches('^');
    let start = line.chars().position(|c| c == '^')? + 1;
    Some(((start, start + rest.len() - words.len()), words.trim()))
}

/// What was found, as marks. Of a finding over several lines, the part on its first line counts.
fn found(sources: &Sources, analysis: &Analysis) -> Vec<Mark> {
    let mark = |finding: &Finding| {
        let (start, end) = (sources.start(finding.span), sources.end(finding.span));
        let first_line = sources.slice(finding.span).lines().next().unwrap_or_default();
        let start_column = start.column as usize;
        let end_column = if end.line == start.line { end.column as usize } else { start_column + first_line.chars().count() };
        Mark {
            path: sources.path(finding.span.file).to_owned(),
            line: start.line as usize,
            columns: (start_column, end_column),
            rule: finding.rule.to_owned(),
            message: finding.message.clone(),
        }
    };
    analysis.findings.iter().map(mark).collect()
}

fn tell(report: &mut String, title: &str, marks: &[Mark], sources: &Sources) {
    for Mark { path, line, columns: (start, end), rule, message } in marks {
        let file = sources.find(path).map(|file| sources.file(file).text());
        let code = file.and_then(|text| text.lines().nth(line - 1)).unwrap_or_default();
        let (indent, carets) = (" ".repeat(start - 1), "^".repeat((end - start).max(1)));
        let _ = writeln!(report, "{title}: {path}:{line}:{start}\n  {code}\n  {indent}{carets} {rule}: {message}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_speak_of_the_line_above() {
        let files = parse("//- /a.php\n<?php\nf('ä', 'b');\n//      ^ rule: a part\n//  ^ other\n//- /b.php\n<?php\n");
        assert_eq!(files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["a.php", "b.php"]);
        let found: Vec<_> =
            marks("a.php", &files[0].1).into_iter().map(|mark| (mark.line, mark.columns, mark.rule, mark.message)).collect();
        let expected = [(2, (9, 10), "rule", "a part"), (2, (5, 6), "other", "")];
        assert_eq!(found, expected.map(|(line, columns, rule, message)| (line, columns, rule.to_owned(), message.to_owned())));
    }

    #[test]
    fn what_is_missing_is_told() {
        let report = compare("//- /a.php\n<?php\nf('b');\n// ^ no-such-rule\n").expect_err("the rule does not exist");
        assert_eq!(report, "expected, but not found: a.php:2:4\n  f('b');\n     ^ no-such-rule: \n");
    }
}
