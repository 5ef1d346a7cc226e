//! Attributes that a model's lists speak of and that are no columns: whether something else may give a model such an attribute.

use memchr::memmem;

use crate::references::{ColumnReference, Operation, TableUse};
use crate::rules::Context;
use crate::source::{FileId, Span};

/// Whether an attribute of this name may come from elsewhere than from a column of the model's own table: from a query that
/// selects it, or from code that sets it.
pub(super) fn may_be_given(cx: &Context<'_>, reference: &ColumnReference, own: &str) -> bool {
    let column = reference.column.as_str();
    is_selected(cx, column, own) || is_joined(cx, column, own) || is_written(cx, column, own)
}

/// Whether a query for the model selects something under this name.
fn is_selected(cx: &Context<'_>, column: &str, own: &str) -> bool {
    cx.references.selected.contains(&(own.to_ascii_lowercase(), column.to_ascii_lowercase()))
}

/// Whether some query joins a table that has such a column, which its rows bring along.
fn is_joined(cx: &Context<'_>, column: &str, own: &str) -> bool {
    let joined = cx.references.tables.iter().filter(|table| table.operation == Operation::Join);
    joined.filter(|table| !table.table.eq_ignore_ascii_case(own)).any(|table| {
        let used = TableUse { connection: table.connection.clone(), table: table.table.clone(), span: table.span };
        cx.has_column(&used, column)
    })
}

/// Whether code outside the migrations writes the name where it may give an attribute a value.
fn is_written(cx: &Context<'_>, column: &str, own: &str) -> bool {
    let finder = memmem::Finder::new(column);
    cx.giving.get_or_init(|| giving(cx)).iter().any(|id| {
        let (id, text) = (*id, cx.sources.file(*id).text());
        finder.find_iter(text.as_bytes()).any(|start| gives(cx, (id, text), (start, start + column.len()), own))
    })
}

/// The files whose words may be attributes of models.
fn giving(cx: &Context<'_>) -> Vec<FileId> {
    cx.sources.iter().filter(|(id, file)| !is_left_out(cx, *id, file.path())).map(|(id, _)| id).collect()
}

/// Files whose words are no attributes of models: migrations name columns, and translations what people read.
fn is_left_out(cx: &Context<'_>, file: FileId, path: &str) -> bool {
    let in_folder = |name: &str| path.starts_with(&format!("{name}/")) || path.contains(&format!("/{name}/"));
    !path.ends_with(".php") || cx.replay.is_migration(file) || ["migrations", "lang", "vendor"].into_iter().any(in_folder)
}

/// Whether a word of a file may give an attribute of this name a value.
fn gives(cx: &Context<'_>, (file, text): (FileId, &str), (start, end): (usize, usize), own: &str) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    if before.ends_with(is_part) || after.starts_with(is_part) || before.ends_with('$') {
        return false;
    }
    if before.ends_with("->") {
        // What is read there has to be set somewhere else.
        let next = after.trim_start();
        let sets = next.starts_with('=') && !next.starts_with("==") && !next.starts_with("=>");
        let changes =
            [".=", "+=", "-=", "*=", "/=", "|=", "&=", "??=", "++", "--", "["].iter().any(|sign| next.starts_with(sign));
        return sets || changes;
    }
    let span = Span::new(file, start, end);
    let writes = |reference: &ColumnReference| reference.open && reference.operation.writes();
    let columns: Vec<&ColumnReference> = cx.columns_at(span).iter().filter(|reference| !writes(reference)).collect();
    // What is judged as a column of a table is that; of another table a query may select it.
    let selects = |reference: &ColumnReference| {
        let elsewhere = reference.open || reference.tables.iter().any(|used| !used.table.eq_ignore_ascii_case(own));
        reference.operation == Operation::Select && elsewhere
    };
    if !columns.is_empty() {
        return columns.into_iter().any(selects);
    }
    let quoted = before.ends_with(['\'', '"']) && after.starts_with(['\'', '"']);
    if !quoted {
        // `select count(*) as posts`
        let bare = before.trim_end_matches(['`', '"', '\'', '\\', '[']);
        let word = bare.trim_end();
        let named = word.len() < bare.len() || bare.len() < before.len();
        return named
            && word.len() >= 2
            && word.is_char_boundary(word.len() - 2)
            && word[word.len() - 2..].eq_ignore_ascii_case("as");
    }
    cx.rows_naming(span).is_empty()
}
