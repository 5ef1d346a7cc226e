//! Go to definition: a table leads to its `Schema::create`, a column to its line in a migration.

use gen_lsp_types::{DefinitionParams, Location};

use crate::lsp::convert::Known;

pub(in crate::lsp) fn definition(known: &Known<'_>, params: DefinitionParams) -> Result<Option<Vec<Location>>, String> {
    let Some((_, spot)) = known.spot(&params.text_document_position_params) else { return Ok(None) };
    let view = known.view();
    let mut spans: Vec<_> = spot.means.iter().filter_map(|named| view.defined_at(named)).collect();
    spans.dedup();
    Ok(Some(spans.into_iter().map(|span| known.location(span)).collect()))
}
