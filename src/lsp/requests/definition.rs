//! Go to definition: a table leads to its `Schema::create`, a column to its line in a migration; what is gone, to where it was
//! made and where it was dropped or renamed.

use std::collections::BTreeSet;

use gen_lsp_types::{DefinitionParams, Location};

use crate::ide::Former;
use crate::lsp::convert::Known;

pub(in crate::lsp) fn definition(known: &Known<'_>, params: DefinitionParams) -> Result<Option<Vec<Location>>, String> {
    let Some((_, spot)) = known.spot(&params.text_document_position_params) else { return Ok(None) };
    let view = known.view();
    let mut spans: Vec<_> = spot.means.iter().filter_map(|named| view.defined_at(named)).collect();
    for former in spot.meant.iter().filter_map(|named| Former::of(view, named)) {
        spans.extend(former.places());
    }
    let mut seen = BTreeSet::new();
    spans.retain(|span| seen.insert(*span));
    Ok(Some(spans.into_iter().map(|span| known.location(span)).collect()))
}
