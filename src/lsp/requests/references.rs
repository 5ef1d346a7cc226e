//! Find references: who names a table or a column.

use std::collections::BTreeSet;

use gen_lsp_types::{Location, ReferenceParams};

use crate::ide::{self, Named, Target};
use crate::lsp::convert::{Known, Places};
use crate::source::Span;

pub(in crate::lsp) fn references(known: &Known<'_>, params: ReferenceParams) -> Result<Option<Vec<Location>>, String> {
    let Some((_, spot)) = known.spot(&params.text_document_position_params) else { return Ok(None) };
    let view = known.view();
    let mut spans: BTreeSet<Span> = BTreeSet::new();
    for named in &spot.means {
        spans.extend(uses(known, named));
        if params.context.include_declaration {
            spans.extend(view.defined_at(named));
        } else {
            spans.retain(|span| view.defined_at(named) != Some(*span));
        }
    }
    let mut places = Places::default();
    Ok(Some(spans.into_iter().map(|span| places.location(known, span)).collect()))
}

/// Where a table or a column is named.
pub(in crate::lsp) fn uses(known: &Known<'_>, named: &Named) -> Vec<Span> {
    let view = known.view();
    let Some(target) = target(known, named) else { return Vec::new() };
    let hits = ide::impact(view, &target, &|_| true).hits.into_iter();
    hits.filter(|hit| named.column.is_some() || hit.of_table).filter_map(|hit| hit.span).collect()
}

/// The table or column, as questions about it are asked.
pub(in crate::lsp) fn target<'k>(known: &Known<'k>, named: &Named) -> Option<Target<'k>> {
    let name = named.column.as_ref().map_or_else(|| named.table.clone(), |column| format!("{}.{column}", named.table));
    ide::target(&known.view().analysis.database, &name, Some(&named.connection)).ok()
}
