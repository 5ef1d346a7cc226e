//! Names that a query selects beside the columns of its tables, in other places than the one that uses them.

use crate::references::{ColumnReference, Operation};
use crate::rules::Context;

/// Whether a relation, or the order that a class declares, reads what some query selects under that name
/// (`addSelect(['last_login_id' => Login::select('id')…])`).
pub(super) fn is(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    // What a class declares to be ordered by, another one may select.
    let is_declared_order = reference.operation == Operation::Order && reference.call == reference.span;
    let name = |table: &str| (table.to_ascii_lowercase(), reference.column.to_ascii_lowercase());
    (reference.operation == Operation::Relation || is_declared_order)
        && reference.tables.iter().any(|used| cx.references.selected.contains(&name(&used.table)))
}

/// Whether a name to order or group by may be one that another method selects: a name that is put together, or one that
/// a scope uses and its class gives to something that it selects.
pub(super) fn may_be(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    match reference.operation {
        Operation::Order if is_put_together(cx, reference) => true,
        Operation::Order | Operation::Group => is_selected_beside(cx, reference),
        _ => false,
    }
}

/// Whether the name of a column stands nowhere as it is, and is not what Laravel makes of a method.
fn is_put_together(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    let span = reference.span;
    let of_method = || {
        let before = cx.sources.file(span.file).text().get(..span.start as usize).unwrap_or_default();
        before.ends_with("->") || before.ends_with("::")
    };
    !reference.literal && !cx.sources.slice(span).contains(reference.column.as_str()) && !of_method()
}

/// Whether a scope uses a name that other raw SQL of the same file selects: whoever calls this scope may have called that one.
fn is_selected_beside(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    let Some(function) = reference.context.function else { return false };
    let declares =
        |text: &str| text.split('{').next().is_some_and(|head| head.contains("function scope") || head.contains("Scope]"));
    declares(cx.sources.slice(function)) && gives_name(cx.sources.file(function.file).text(), &reference.column)
}

/// Whether SQL in a text gives something this name: `… as name`, with or without quotes.
fn gives_name(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    if name.is_empty() {
        return false;
    }
    let mut rest = 0;
    while let Some(at) = text.get(rest..).and_then(|tail| tail.find(&name)).map(|at| rest + at) {
        rest = at + name.len();
        let is_whole = !text[rest..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
        let before = text[..at].trim_end_matches(['`', '"', '\'', '[', '\\']);
        let word = before.trim_end();
        if is_whole && word.len() < before.len() && word.strip_suffix("as").is_some_and(|rest| rest.ends_with([' ', ')', '\n'])) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::gives_name;

    #[test]
    fn sql_gives_names() {
        for text in ["(a < 0) as `late`", "count(*) AS late, 1", "(a)as \"late\""] {
            assert!(gives_name(text, "Late"), "{text}");
        }
        for text in ["as `later`", "was late", "'late'", "late as x", ""] {
            assert!(!gives_name(text, "late"), "{text}");
        }
    }
}
