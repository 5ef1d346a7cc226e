//! The format for tools, version 1. Fields are only ever added.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Place, ProjectReport, Report};
use crate::finding::{Finding, Safety};
use crate::source::{Position, Span};

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: JsonSummary,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonSummary {
    files: usize,
    migrations: usize,
    tables: usize,
    references: usize,
    unresolved: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    unread: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    path: String,
    range: Range,
    connection: Option<&'a str>,
    table: Option<&'a str>,
    column: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
    help: &'a [String],
    suggestions: &'a [String],
    fix: Option<JsonFix<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    path: String,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safety: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: String,
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
}

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let numbers = &report.summary;
    let summary = JsonSummary {
        files: numbers.files,
        migrations: numbers.migrations,
        tables: numbers.tables,
        references: numbers.references,
        unresolved: numbers.unresolved,
        errors: numbers.errors,
        warnings: numbers.warnings,
        notes: numbers.notes,
        unread: report.n_unread(),
    };
    let mut findings = Vec::new();
    for project in &report.projects {
        // Paths are relative to the project's root. Where there are several, only a prefix tells their files apart.
        let prefix = if report.projects.len() > 1 { project.prefix.as_str() } else { "" };
        let mut n_alike = BTreeMap::new();
        findings.extend(project.findings.iter().map(|finding| {
            let n_before = n_alike.entry(identity(project, finding)).or_insert(0);
            *n_before += 1;
            json_finding(project, prefix, finding, *n_before - 1)
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &Document { version: VERSION, summary, findings })?;
    writeln!(out)
}

fn json_finding<'a>(project: &ProjectReport, prefix: &str, finding: &'a Finding, n_before: usize) -> JsonFinding<'a> {
    let place = |span: Span| {
        let Place { path, start, end } = project.place(span);
        (format!("{prefix}{path}"), Range { start: position(start), end: position(end) })
    };
    let label = |label: &'a crate::finding::Label| {
        let (path, range) = place(label.span);
        JsonLabel { path, range, message: &label.message }
    };
    let edit = |edit: &'a crate::finding::Edit| {
        let (path, range) = place(edit.span);
        JsonEdit { path, range, text: &edit.text }
    };
    let (path, range) = place(finding.span);
    JsonFinding {
        rule: finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        path,
        range,
        connection: finding.connection.as_deref(),
        table: finding.table.as_deref(),
        column: finding.column.as_deref(),
        labels: finding.labels.iter().map(label).collect(),
        help: &finding.help,
        suggestions: &finding.suggestions,
        fix: finding.fix.as_ref().map(|fix| JsonFix {
            safety: match fix.safety {
                Safety::Safe => "safe",
                Safety::Unsafe => "unsafe",
            },
            edits: fix.edits.iter().map(edit).collect(),
        }),
        fingerprint: fingerprint(project, finding, n_before),
    }
}

fn position(position: Position) -> JsonPosition {
    JsonPosition { line: position.line, column: position.column }
}

/// What makes a finding the same finding after lines were added above it.
fn identity<'a>(project: &ProjectReport<'a>, finding: &'a Finding) -> (&'a str, &'a str, &'a str) {
    (finding.rule, project.sources.path(finding.span.file), &finding.message)
}

/// A name for a finding that stays the same while the code around it moves: it depends on the rule, the
/// file, the message, and on how many findings alike stand before it in the file.
fn fingerprint(project: &ProjectReport, finding: &Finding, n_before: usize) -> String {
    let (rule, path, message) = identity(project, finding);
    let text = format!("{rule}\0{path}\0{message}\0{n_before}");
    format!("{:016x}", fnv1a(text.as_bytes()))
}

/// The 64-bit FNV-1a hash, which is the same on every platform and in every version.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_contract_holds() {
        let json: serde_json::Value = serde_json::from_str(&example::printed(print)).expect("the format prints JSON");
        assert_eq!(json["version"], 1);
        assert_eq!(json["summary"]["files"], 1234);
        let expected = serde_json::json!({
            "rule": "unknown-table",
            "severity": "error",
            "message": "there is no table `clients`",
            "path": "app/Services/Clients.php",
            "range": {"start": {"line": 3, "column": 26}, "end": {"line": 3, "column": 33}},
            "connection": "mysql",
            "table": "clients",
            "column": null,
            "labels": [{
                "path": "database/migrations/2024_01_01_000000_rename.php",
                "range": {"start": {"line": 3, "column": 16}, "end": {"line": 3, "column": 25}},
                "message": "renamed to `customers` here"
            }],
            "help": ["Name the table as it is called now"],
            "suggestions": ["customers"],
            "fix": {"safety": "safe", "edits": [{
                "path": "app/Services/Clients.php",
                "range": {"start": {"line": 3, "column": 26}, "end": {"line": 3, "column": 33}},
                "text": "customers"
            }]},
            "fingerprint": json["findings"][1]["fingerprint"].clone()
        });
        assert_eq!(json["findings"][1], expected);
    }

    #[test]
    fn fingerprints_do_not_change() {
        let json: serde_json::Value = serde_json::from_str(&example::printed(print)).expect("the format prints JSON");
        let fingerprints: Vec<&str> = (0..3).filter_map(|index| json["findings"][index]["fingerprint"].as_str()).collect();
        assert_eq!(fingerprints, ["15429fa62859f5a1", "62aa816f059c8c74", "62aa826f059c8e27"]);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
