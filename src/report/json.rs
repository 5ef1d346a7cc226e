//! The format for tools, version 1. Fields are only ever added.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Place, ProjectReport, Report, group};
use crate::baseline::Baselined;
use crate::finding::Finding;
use crate::source::{Position, Span};

/// The version of the contract.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: JsonSummary<'a>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonSummary<'a> {
    files: usize,
    migrations: usize,
    tables: usize,
    references: usize,
    unresolved: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    unread: usize,
    /// The files and folders that were not read.
    unread_files: Vec<JsonUnread<'a>>,
    /// Places that name a table where nothing says which tables there are.
    groundless: usize,
    /// Migrations and dumps that could not be read.
    unreplayed: usize,
    /// Files of code with errors of syntax.
    broken: usize,
    /// What limits the worth of the numbers: sentences.
    caveats: Vec<String>,
    /// Only where fixes were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<usize>,
    /// Only where there is a baseline: the findings that it knows, and those of them that are not found any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<JsonBaseline>,
}

#[derive(Serialize)]
struct JsonUnread<'a> {
    path: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct JsonBaseline {
    known: usize,
    stale: usize,
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
    /// The same for all findings with one cause.
    group: String,
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
    let unread = report.unread_files(|project, path| format!("{}{path}", report.prefix(project)));
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
        unread_files: unread.map(|(path, reason)| JsonUnread { path, reason }).collect(),
        groundless: numbers.groundless,
        unreplayed: numbers.unreplayed,
        broken: report.n_broken(),
        caveats: report.caveats(|project, file| format!("{}{}", report.prefix(project), project.sources.path(file))),
        fixed: report.fixing.fixed,
        baseline: report.baseline.map(|Baselined { known, stale }| JsonBaseline { known, stale }),
    };
    let mut findings = Vec::new();
    for project in &report.projects {
        let prefix = report.prefix(project);
        let mut fingerprints = Fingerprints::default();
        findings.extend(project.findings.iter().map(|finding| {
            let fingerprint = fingerprints.next(project, finding, project.sources.path(finding.span.file));
            json_finding(project, prefix, finding, fingerprint)
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &Document { version: VERSION, summary, findings })?;
    writeln!(out)
}

fn json_finding<'a>(project: &ProjectReport, prefix: &str, finding: &'a Finding, fingerprint: String) -> JsonFinding<'a> {
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
        fix: finding.fix.as_ref().map(|fix| JsonFix { safety: fix.safety.as_str(), edits: fix.edits.iter().map(edit).collect() }),
        fingerprint,
        group: group::id(project, finding),
    }
}

fn position(position: Position) -> JsonPosition {
    JsonPosition { line: position.line, column: position.column }
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
            "fingerprint": json["findings"][1]["fingerprint"].clone(),
            "group": json["findings"][2]["group"].clone()
        });
        assert_eq!(json["findings"][1], expected);
    }

    #[test]
    fn fingerprints_do_not_change() {
        let json: serde_json::Value = serde_json::from_str(&example::printed(print)).expect("the format prints JSON");
        let fingerprints: Vec<&str> = (0..3).filter_map(|index| json["findings"][index]["fingerprint"].as_str()).collect();
        assert_eq!(fingerprints, ["6eea524a97d8bc1c", "7dd727ce59015e2b", "00337bc8b568b916"]);
    }
}
