//! Findings as diagnostics.

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Message, Position, Range,
    Uri,
};
use serde_json::json;

use super::convert::{Known, Places};
use crate::finding::{Finding, Severity};
use crate::source::FileId;
use crate::workspace::Snapshot;

/// The page of a rule.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// The diagnostics of a file, given by its path from the root.
pub(super) fn of(known: &Known<'_>, path: &str) -> Vec<Diagnostic> {
    let snapshot = known.snapshot;
    let sources = &snapshot.loaded.project.sources;
    if let Some(wrong) = snapshot.wrong_config.as_ref().filter(|wrong| wrong.is_named(path)) {
        return wrong.mistakes().map(mistake).collect();
    }
    let Some(file) = sources.find_exactly(path) else { return Vec::new() };
    if let Some((_, reason)) = snapshot.loaded.analysis.given_up.iter().find(|(given_up, _)| *given_up == file) {
        let start = Position { line: 0, character: 0 };
        return vec![Diagnostic {
            severity: Some(DiagnosticSeverity::Warning),
            ..plain(Range { start, end: start }, format!("this file is not checked: {reason}"))
        }];
    }
    let own = snapshot.findings.iter().filter(|finding| finding.span.file == file);
    let mut places = Places::default();
    own.map(|finding| diagnostic(known, finding, &mut places)).collect()
}

/// The paths of the files that have findings.
pub(super) fn files(snapshot: &Snapshot) -> Vec<&str> {
    let sources = &snapshot.loaded.project.sources;
    let mut files: Vec<FileId> = snapshot.findings.iter().map(|finding| finding.span.file).collect();
    files.sort_unstable();
    files.dedup();
    files.into_iter().map(|file| sources.path(file)).filter(|path| is_looked_at(snapshot, path)).collect()
}

/// Whether a file lies where the configuration says that is looked, if it does.
fn is_looked_at(snapshot: &Snapshot, path: &str) -> bool {
    let config = &snapshot.loaded.config;
    let whole = format!("{}{path}", config.base);
    let holds = |part: &String| {
        let part = part.trim_start_matches("./").trim_end_matches('/');
        part.is_empty() || part == "." || whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    config.paths.is_empty() || config.paths.iter().any(holds)
}

/// The name of a state of diagnostics: equal ones have the same.
pub(super) fn name_of(diagnostics: &[Diagnostic]) -> String {
    let text = serde_json::to_vec(diagnostics).unwrap_or_default();
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&text))
}

fn diagnostic<'s>(known: &Known<'s>, finding: &Finding, places: &mut Places<'s>) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    };
    let mut message = finding.message.clone();
    for help in &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let related: Option<Vec<DiagnosticRelatedInformation>> = known.server.client.related.then(|| {
        let label = |label: &crate::finding::Label| DiagnosticRelatedInformation {
            location: places.location(known, label.span),
            message: label.message.clone(),
        };
        finding.labels.iter().map(label).collect()
    });
    Diagnostic {
        range: places.range(known, finding.span),
        severity: Some(severity),
        code: Some(Code::String(finding.rule.to_owned())),
        code_description: Some(CodeDescription { href: Uri(format!("{PAGES}{}.md", finding.rule)) }),
        source: Some("tablecheck".to_owned()),
        message: Message::String(message),
        tags: (finding.rule == "unused-suppression").then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: related.filter(|related| !related.is_empty()),
        data: finding
            .fix
            .as_ref()
            .map(|fix| json!({ "fix": fix.safety.as_str() }))
            .and_then(|data| serde_json::from_value(data).ok()),
    }
}

/// A mistake in the configuration.
fn mistake(mistake: &crate::config::Mistake) -> Diagnostic {
    let line = u32::try_from(mistake.line.saturating_sub(1)).unwrap_or(u32::MAX);
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let start = number(mistake.column.saturating_sub(1));
    let range = Range {
        start: Position { line, character: start },
        end: Position { line, character: start + number(mistake.length.max(1)) },
    };
    Diagnostic { severity: Some(DiagnosticSeverity::Error), ..plain(range, mistake.message.clone()) }
}

/// A diagnostic that no rule makes.
fn plain(range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: None,
        code: None,
        code_description: None,
        source: Some("tablecheck".to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: None,
        data: None,
    }
}
