//! Inlay hints, where they are wanted: the table behind a model, and what a column refers to.

use gen_lsp_types::{InlayHint, InlayHintParams};

use crate::ide;
use crate::lsp::convert::{Known, Places};
use crate::references::Operation;

pub(in crate::lsp) fn inlay_hints(known: &Known<'_>, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>, String> {
    let Some(file) = known.file(&params.text_document) else { return Ok(None) };
    let view = known.view();
    let bytes = known.lines(file).bytes(params.range);
    let is_shown = |start: u32| bytes.contains(&(start as usize));
    let mut places = Places::default();
    let mut hints = Vec::new();
    let mut hint = |span, text: String| {
        hints.push(InlayHint {
            position: places.range(known, span).end,
            label: text.into(),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    };
    let tables = view.analysis.references.tables.iter();
    let models = tables.filter(|reference| reference.span.file == file && reference.operation == Operation::Model);
    for model in models.filter(|model| !model.literal && is_shown(model.span.start)) {
        hint(model.span, format!("table {}", model.table));
    }
    if view.is_migration(file) {
        for spot in ide::spots(view, file).into_iter().filter(|spot| is_shown(spot.span.start)) {
            let Some(named) = spot.means.first().filter(|_| spot.means.len() == 1) else { continue };
            let (Some(column), Some((_, table))) = (&named.column, view.table(named)) else { continue };
            if view.defined_at(named) == Some(spot.span)
                && let Some(key) = table.foreign_key_of(column)
            {
                hint(spot.span, format!("→ {}.{}", key.table, key.references.join(", ")));
            }
        }
    }
    Ok(Some(hints))
}
