//! The edit that silences a finding where it stands.

use super::View;
use super::hole::Hole;
use crate::finding::{Edit, Finding};
use crate::source::Span;

/// A comment above the finding's line, for that line and the calls that are chained below it. None where no comment can stand
/// there, as in a string over several lines.
#[must_use]
pub fn silence(view: View<'_>, finding: &Finding) -> Option<Edit> {
    let file = view.sources.file(finding.span.file);
    if !file.path().ends_with(".php") {
        return None;
    }
    let text = file.text();
    let start = text.get(..finding.span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?;
    let indent: String = line.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    if start == 0 || Hole::at(text, start).is_some() || line.trim_start().starts_with('*') {
        return None;
    }
    let end = if text.get(..start)?.ends_with("\r\n") { "\r\n" } else { "\n" };
    let text = format!("{indent}// @tablecheck-ignore {}{end}", finding.rule);
    Some(Edit { span: Span::new(finding.span.file, start, start), text })
}
