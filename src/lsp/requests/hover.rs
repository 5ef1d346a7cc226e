//! Hover: what a table, a column, a model or a relation is.

use std::fmt::Write;

use gen_lsp_types::{Contents, Hover, HoverParams};

use crate::ide::{self, Former, Named};
use crate::lsp::convert::Known;
use crate::lsp::markup;
use crate::references::{Operation, RelationReference};
use crate::source::{FileId, Span};

/// How many tables are described where a name may mean several.
const MOST: usize = 4;

pub(in crate::lsp) fn hover(known: &Known<'_>, params: HoverParams) -> Result<Option<Hover>, String> {
    let place = params.text_document_position_params;
    let Some(file) = known.file(&place.text_document) else { return Ok(None) };
    let offset = known.offset(file, place.position);
    Ok(relation(known, file, offset).or_else(|| name(known, file, offset)).map(|(span, text)| {
        let contents = Contents::MarkupContent(markup::content(&known.server.client, text));
        Hover { contents, range: Some(known.range(span)) }
    }))
}

fn name(known: &Known<'_>, file: FileId, offset: u32) -> Option<(Span, String)> {
    let view = known.view();
    let spot = ide::spot_at(view, file, offset)?;
    let link = |span| known.link(span);
    let former: Vec<Former<'_>> = spot.meant.iter().take(MOST).filter_map(|named| Former::of(view, named)).collect();
    let is_told = |named: &&Named| former.iter().any(|former| former.now.as_ref() == Some(named));
    let means: Vec<&Named> = spot.means.iter().filter(|named| !is_told(named)).collect();
    let described = means.iter().take(MOST).filter_map(|named| ide::describe(view, named, &link));
    let parts: Vec<String> = former.iter().map(|former| former.describe(view, &link)).chain(described).collect();
    let mut text = parts.join("\n---\n");
    if let Some(why) = why(known, spot.span) {
        text = format!("{why}\n\n{text}");
    }
    if means.len() > MOST {
        let _ = write!(text, "\n---\nand {} more tables\n", means.len() - MOST);
    }
    (!text.is_empty()).then_some((spot.span, text))
}

/// Why a model has its table, where the place is the name of its class.
fn why(known: &Known<'_>, span: Span) -> Option<String> {
    let references = &known.view().analysis.references;
    let model = references.tables.iter().find(|reference| reference.span == span && reference.operation == Operation::Model)?;
    if model.literal {
        return None;
    }
    Some(format!("Its table is `{}`, by Laravel's convention for the name of the class.", model.table))
}

fn relation(known: &Known<'_>, file: FileId, offset: u32) -> Option<(Span, String)> {
    let view = known.view();
    let relations = view.analysis.references.relations.iter();
    let here = |span: Span| span.file == file && span.start <= offset && offset <= span.end;
    let steps: Vec<&RelationReference> = relations.filter(|relation| here(relation.at)).collect();
    let span = steps.first()?.at;
    Some((span, ide::relation(view, &steps)))
}
