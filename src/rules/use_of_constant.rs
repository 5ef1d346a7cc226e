//! Where a finding about a name that a constant spells stands: at the query that takes it. The constant may be right elsewhere.

use super::Context;
use crate::finding::{Finding, Label};
use crate::source::Span;

/// How far behind a call the constant is looked for, in bytes.
const NEAR: usize = 2_000;

/// Moves a finding to the use of the constant that spells its name, if one does.
pub(super) fn at_use(cx: &Context<'_>, finding: Finding, call: Span) -> Finding {
    let written = finding.span;
    let Some(name) = cx.constants().name_at(written) else { return finding };
    // What the constant's own value calls is looked at where it is.
    if call.contains(written) || cx.constants().name_at(call).is_some() {
        return finding;
    }
    let span = mention(cx, call, name).unwrap_or(call);
    let mut finding = Finding { span, ..finding };
    finding.labels.retain(|label| label.span != span);
    finding.labels.insert(0, Label { span: written, message: format!("`{name}` is written here") });
    finding
}

/// Where a statement names a constant, from a call on: `self::NAME`, `Order::NAME`.
fn mention(cx: &Context<'_>, call: Span, name: &str) -> Option<Span> {
    let text = cx.sources.file(call.file).text();
    let start = call.start as usize;
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '\\';
    let mut end = text.len().min(start + NEAR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let statement = text.get(start..end)?.split(';').next()?;
    let at = statement.match_indices(name).map(|(at, _)| at).find(|at| {
        let behind = statement[at + name.len()..].chars().next();
        statement[..*at].ends_with("::") && behind.is_none_or(|c| !is_part(c))
    })?;
    let class = statement[..at - 2]
        .rfind(|c: char| !is_part(c))
        .map_or(0, |before| before + statement[before..].chars().next().map_or(1, char::len_utf8));
    Some(Span::new(call.file, start + class, start + at + name.len()))
}
