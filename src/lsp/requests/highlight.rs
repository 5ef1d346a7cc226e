//! Highlight: the other places in a file that name the same table or column.

use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::ide;
use crate::lsp::convert::{Known, Places};

pub(in crate::lsp) fn highlight(
    known: &Known<'_>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>, String> {
    let Some((file, spot)) = known.spot(&params.text_document_position_params) else { return Ok(None) };
    let view = known.view();
    let mut places = Places::default();
    let same = ide::spots(view, file).into_iter().filter(|other| other.means.iter().any(|named| spot.means.contains(named)));
    let highlight = |other: ide::Spot| DocumentHighlight {
        range: places.range(known, other.span),
        kind: Some(if other.writes { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read }),
    };
    Ok(Some(same.map(highlight).collect()))
}
