//! SARIF 2.1.0, the interchange format of static analysis, as GitHub's code scanning and editors read it.
//!
//! GitHub refuses a file with too many results or locations, so there are never more than it takes; what was left out is
//! told in the file. Columns count UTF-16 code units, as the format's readers do.

mod model;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::fingerprint::Fingerprints;
use super::{Place, ProjectReport, Report, group, notes};
use crate::catalog;
use crate::finding::{Finding, Fix, Severity};
use crate::source::Span;
use model::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Invocation, Location, Log, Message, MultiMessage, Notification,
    PartialFingerprints, PhysicalLocation, Region, Replacement, Rule, RuleProperties, Run, SarifFix, SarifResult, Tool,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of the folder that paths start from.
const ROOT: &str = "%SRCROOT%";
/// How many results of a run GitHub takes.
const MOST_RESULTS: usize = 25_000;
/// How many locations of a result GitHub takes, its own one among them.
const MOST_LOCATIONS: usize = 1_000;

/// Prints the report.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_at_most(report, MOST_RESULTS, out)
}

fn print_at_most(report: &Report, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let named = report.findings().map(|(project, finding)| {
        let fingerprint = fingerprints.next(project, finding, &project.repository_path(finding.span.file));
        (project, finding, fingerprint)
    });
    let named: Vec<_> = named.collect();
    let n_found = named.len();
    let kept = most_severe(named, most, |(_, finding, _)| finding.severity);
    let left_out = (kept.len() < n_found).then(|| Notification {
        level: "warning",
        message: plain(&format!(
            "{} of {n_found} findings are left out (the least severe ones): GitHub accepts {most} results",
            n_found - kept.len()
        )),
    });
    let shortcomings = report.shortcomings().into_iter().map(|text| Notification { level: "error", message: plain(&text) });
    let unread = report.unread_files(|project, path| format!("{}{path}", project.repository)).take(MOST_LOCATIONS);
    let unread = unread.map(|(path, reason)| format!("`{path}` was not read: {reason}"));
    let unread = unread.map(|text| Notification { level: "warning", message: plain(&text) });
    let caveats = report.caveats(ProjectReport::repository_path);
    let caveats = caveats.into_iter().map(|text| Notification { level: "note", message: plain(&text) });
    let notifications = shortcomings.chain(left_out).chain(unread).chain(caveats).collect();
    let driver = Driver {
        name: "tablecheck",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: catalog::rules().iter().map(rule).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications }],
        original_uri_base_ids: model::BaseIds { root: model::Base { description: plain("The root of the repository") } },
        column_kind: "utf16CodeUnits",
        results: kept.into_iter().map(|(project, finding, fingerprint)| result(project, finding, fingerprint)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &Log { schema: SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

/// As many as may stay, in their order: errors rather than warnings rather than notes, the first ones of each.
fn most_severe<T>(all: Vec<T>, most: usize, severity: impl Fn(&T) -> Severity) -> Vec<T> {
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|&place| Reverse(severity(&all[place])));
    let stays: BTreeSet<usize> = places.into_iter().take(most).collect();
    all.into_iter().enumerate().filter(|(place, _)| stays.contains(place)).map(|(_, one)| one).collect()
}

fn rule(rule: &'static catalog::RuleDoc) -> Rule {
    let help = format!("{}\n\n{}", rule.why.trim(), rule.what_to_do.trim());
    let markdown = format!(
        "## Why it matters\n\n{}\n\n## What to do\n\n{}\n\n`tablecheck explain {}` shows examples.\n",
        rule.why.trim(),
        rule.what_to_do.trim(),
        rule.id
    );
    Rule {
        id: &rule.id,
        short_description: plain(&rule.summary),
        full_description: plain(rule.why.trim()),
        help_uri: catalog::page(&rule.id),
        help: MultiMessage { text: escaped(&help), markdown: braces(&markdown) },
        default_configuration: Configuration { level: rule.severity.as_str() },
        properties: RuleProperties {
            tags: ["laravel", "database"],
            precision: "high",
            problem_severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

fn result(project: &ProjectReport, finding: &Finding, fingerprint: String) -> SarifResult {
    let mut message = finding.message.clone();
    for line in notes::help(finding) {
        message.push('\n');
        message.push_str(&line);
    }
    let labels = finding.labels.iter().take(MOST_LOCATIONS - 1).zip(1..);
    let related = labels.map(|(label, id)| Location {
        id: Some(id),
        physical_location: physical(project, label.span),
        message: Some(plain(&label.message)),
    });
    SarifResult {
        rule_id: finding.rule,
        rule_index: catalog::rules().iter().position(|rule| rule.id == finding.rule),
        level: finding.severity.as_str(),
        message: plain(&message),
        locations: [Location { id: None, physical_location: physical(project, finding.span), message: None }],
        related_locations: related.collect(),
        partial_fingerprints: PartialFingerprints { tablecheck: fingerprint },
        fixes: finding.fix.iter().map(|fix| sarif_fix(project, finding, fix)).collect(),
        properties: model::ResultProperties { group: group::id(project, finding) },
    }
}

/// The edits of a fix, file by file.
fn sarif_fix(project: &ProjectReport, finding: &Finding, fix: &Fix) -> SarifFix {
    let mut files = Vec::new();
    for edit in &fix.edits {
        if !files.contains(&edit.span.file) {
            files.push(edit.span.file);
        }
    }
    let changes = files.into_iter().map(|file| ArtifactChange {
        artifact_location: location(project, file),
        replacements: fix
            .edits
            .iter()
            .filter(|edit| edit.span.file == file)
            .map(|edit| Replacement {
                deleted_region: region(project, edit.span),
                inserted_content: model::Content { text: edit.text.clone() },
            })
            .collect(),
    });
    let what = finding.help.first().map_or("Apply the edit", String::as_str);
    SarifFix {
        description: plain(what),
        artifact_changes: changes.collect(),
        properties: model::FixProperties { safety: fix.safety.as_str() },
    }
}

fn physical(project: &ProjectReport, span: Span) -> PhysicalLocation {
    PhysicalLocation { artifact_location: location(project, span.file), region: region(project, span) }
}

fn region(project: &ProjectReport, span: Span) -> Region {
    let Place { start, end, .. } = project.place_utf16(span);
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn location(project: &ProjectReport, file: crate::source::FileId) -> ArtifactLocation {
    let path = project.repository_path(file);
    match path.strip_prefix('/') {
        Some(absolute) => ArtifactLocation { uri: format!("file:///{}", uri(absolute)), uri_base_id: None },
        None => ArtifactLocation { uri: uri(&path), uri_base_id: Some(ROOT) },
    }
}

/// A path as a relative reference (RFC 3986): all but letters, digits and a few marks are escaped, `:` too, or the first
/// part of a path might be taken for a scheme.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn plain(text: &str) -> Message {
    Message { text: escaped(text) }
}

/// A text that is neither a placeholder (`{0}`, §3.11.5) nor a link (`[text](1)`, §3.11.6), whatever stands in it.
fn escaped(text: &str) -> String {
    let text = braces(text);
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

/// A text without placeholders.
fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn the_recorded_output_holds() {
        // What the rules say is recorded in their own files.
        let mut json: serde_json::Value = serde_json::from_str(&example::printed(print)).expect("the format prints JSON");
        let driver = &mut json["runs"][0]["tool"]["driver"];
        driver["rules"] = serde_json::Value::Null;
        driver["semanticVersion"] = serde_json::Value::Null;
        for result in json["runs"][0]["results"].as_array_mut().into_iter().flatten() {
            assert!(result["ruleIndex"].is_u64());
            result["ruleIndex"] = serde_json::Value::Null;
        }
        let printed = serde_json::to_string_pretty(&json).expect("a value can be printed");
        example::assert_recorded(&(printed + "\n"), "sarif.json");
    }

    #[test]
    fn the_least_severe_are_left_out() {
        let print_two = |report: &Report, out: &mut dyn Write| print_at_most(report, 1, out);
        let json: serde_json::Value = serde_json::from_str(&example::printed(print_two)).expect("the format prints JSON");
        let run = &json["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(1));
        assert_eq!(run["results"][0]["level"], "error");
        let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(told, "2 of 3 findings are left out (the least severe ones): GitHub accepts 1 results");
    }

    #[test]
    fn errors_stay_rather_than_notes() {
        use Severity::{Error, Note, Warning};
        let all = vec![Note, Error, Warning, Note, Warning, Error];
        assert_eq!(most_severe(all, 4, |severity| *severity), [Error, Warning, Warning, Error]);
    }

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("app/My Models/a:b%[ü].php"), "app/My%20Models/a%3Ab%25%5B%C3%BC%5D.php");
    }
}
