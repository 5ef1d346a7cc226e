//! What belongs to a finding beside its message, as lines of plain text: for formats that draw nothing.

use super::ProjectReport;
use crate::finding::Finding;
use crate::source::FileId;

/// The places that explain a finding, then what to do. The lines hold what the project says, as it is: whoever prints
/// them has to escape them. Paths are told as `path` does.
pub(super) fn notes(project: &ProjectReport, finding: &Finding, path: impl Fn(FileId) -> String) -> Vec<String> {
    let labels = finding.labels.iter().map(|label| {
        let start = project.place(label.span).start;
        let path = path(label.span.file);
        format!("{path}:{}:{}: {}", start.line, start.column, label.message)
    });
    labels.chain(help(finding)).collect()
}

/// The names that were probably meant, and what to do.
pub(super) fn help(finding: &Finding) -> Vec<String> {
    let names: Vec<String> = finding.suggestions.iter().map(|name| format!("`{name}`")).collect();
    let suggestion = match names.as_slice() {
        [] => None,
        [name] => Some(format!("did you mean {name}?")),
        [names @ .., last] => Some(format!("did you mean {} or {last}?", names.join(", "))),
    };
    suggestion.into_iter().chain(finding.help.iter().cloned()).collect()
}

/// The message and, behind it, what to do: for formats that have one text for a finding.
pub(super) fn message_with_help(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for help in help(finding) {
        text.push_str(if text.ends_with('?') { " " } else { "; " });
        text.push_str(&help);
    }
    text
}
