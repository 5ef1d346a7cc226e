//! Document symbols: what a migration does to which tables.

use gen_lsp_types::{DocumentSymbol, DocumentSymbolParams, SymbolKind};

use crate::ide;
use crate::lsp::convert::{Known, Places};
use crate::source::Span;

#[expect(deprecated, reason = "the field is there")]
pub(in crate::lsp) fn document_symbols(
    known: &Known<'_>,
    params: DocumentSymbolParams,
) -> Result<Option<Vec<DocumentSymbol>>, String> {
    let Some(file) = known.file(&params.text_document) else { return Ok(None) };
    let view = known.view();
    if !view.is_migration(file) {
        return Ok(None);
    }
    let mut places = Places::default();
    let mut symbol = |name: String, detail: String, kind, span: Span, whole: Span, children| DocumentSymbol {
        name,
        detail: Some(detail),
        kind,
        tags: None,
        deprecated: None,
        range: places.range(known, whole),
        selection_range: places.range(known, span),
        children,
    };
    let mut all = Vec::new();
    for table in ide::migration_symbols(view, file) {
        let last = table.columns.last().map_or(table.span, |(_, span)| *span);
        let children =
            table.columns.iter().map(|(name, span)| symbol(name.clone(), String::new(), SymbolKind::Field, *span, *span, None));
        let children: Vec<DocumentSymbol> = children.collect();
        let detail = if table.is_new { "creates the table" } else { "changes the table" };
        let whole = table.span.to(last);
        all.push(symbol(table.table, detail.to_owned(), SymbolKind::Struct, table.span, whole, Some(children)));
    }
    Ok(Some(all))
}
