//! Rename of a table or a column: the places that spell it, and the migration that renames it, as one edit; or the list of places
//! that keep it from being certain.

use gen_lsp_types::{
    DocumentChange, MessageType, OptionalVersionedTextDocumentIdentifier, PrepareRenameParams, PrepareRenamePlaceholder,
    PrepareRenameResult, RenameParams, ShowMessageParams, TextDocumentEdit, TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use super::code_actions::{creating, edit, is_for_phinx};
use crate::ide::{self, Named, Renaming, Spot};
use crate::lsp::convert::Known;
use crate::source::FileId;

pub(in crate::lsp) fn prepare(known: &Known<'_>, params: PrepareRenameParams) -> Result<Option<PrepareRenameResult>, String> {
    let place = params.text_document_position_params;
    let Some(file) = known.file(&place.text_document) else { return Ok(None) };
    let Some((spot, named)) = subject(known, file, known.offset(file, place.position))? else { return Ok(None) };
    let placeholder = named.column.unwrap_or(named.table);
    Ok(Some(PrepareRenamePlaceholder { range: known.range(spot.span), placeholder }.into()))
}

pub(in crate::lsp) fn rename(known: &Known<'_>, params: RenameParams) -> Result<Option<WorkspaceEdit>, String> {
    let place = params.text_document_position_params;
    let Some(file) = known.file(&place.text_document) else { return Ok(None) };
    let Some((_, named)) = subject(known, file, known.offset(file, place.position))? else { return Ok(None) };
    if !known.server.client.creates_files {
        return Err("a rename needs a migration, and this editor cannot create files as part of an edit".to_owned());
    }
    if is_for_phinx(known, &named.connection, &named.table) {
        return Err("a rename needs a migration, and tablecheck writes none for Phinx".to_owned());
    }
    let renaming = ide::rename(known.view(), &named, &params.new_name).map_err(|(message, obstacles)| {
        let shown: Vec<String> = obstacles
            .iter()
            .take(20)
            .map(|(span, why)| {
                let sources = known.view().sources;
                format!("{}:{}: {why}", sources.path(span.file), sources.start(*span).line)
            })
            .collect();
        if shown.is_empty() { message } else { format!("{message}\n{}", shown.join("\n")) }
    })?;
    for message in warnings(&named, &renaming) {
        known.server.notify("window/showMessage", ShowMessageParams { kind: MessageType::Warning, message });
    }
    let mut whole = creating(known, &named.connection, &named.table, &renaming.name, &renaming.steps);
    let mut edits: Vec<(gen_lsp_types::Uri, Vec<TextEdit>)> =
        edit(known, &renaming.edits).changes.unwrap_or_default().into_iter().collect();
    edits.sort_by(|a, b| a.0.0.cmp(&b.0.0));
    for (uri, edits) in edits {
        let version = known.server.document(&uri).map(|document| document.version);
        let text_document =
            OptionalVersionedTextDocumentIdentifier { version, text_document_identifier: TextDocumentIdentifier { uri } };
        let edits = edits.into_iter().map(Into::into).collect();
        whole
            .document_changes
            .get_or_insert_default()
            .push(DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits }));
    }
    Ok(Some(whole))
}

/// What nobody can say of other places.
fn warnings(named: &Named, renaming: &Renaming) -> Vec<String> {
    let places = |n: usize, verb: &str| if n == 1 { format!("1 place {verb}s") } else { format!("{n} places {verb}") };
    let table = &named.table;
    let mut warnings = Vec::new();
    if let Some(column) = named.column.as_ref().filter(|_| renaming.n_reads > 0) {
        let reads = places(renaming.n_reads, "read");
        warnings.push(format!("{reads} `->{column}` and may use rows of `{table}`: check them"));
    }
    if renaming.n_fields > 0 {
        let rename = places(renaming.n_fields, "rename");
        warnings.push(format!("{rename} a field of a request, too: change what sends it"));
    }
    if renaming.n_unknown > 0 {
        let names = places(renaming.n_unknown, "name");
        warnings.push(match &named.column {
            Some(_) => format!("{names} a column that is not known, in files that use `{table}`: check them"),
            None => format!("{names} a table that is not known and may be `{table}`: check them"),
        });
    }
    warnings
}

/// What is to be renamed at a place.
fn subject(known: &Known<'_>, file: FileId, offset: u32) -> Result<Option<(Spot, Named)>, String> {
    let Some(spot) = ide::spot_at(known.view(), file, offset) else { return Ok(None) };
    match spot.means.as_slice() {
        [only] if spot.literal => {
            let named = only.clone();
            Ok(Some((spot, named)))
        }
        [_] => Err("the name is not written here: it is derived from another one".to_owned()),
        [] => Err("it is no longer there: a later migration drops or renames it".to_owned()),
        several => {
            let tables: Vec<String> = several.iter().map(|named| format!("`{}`", named.table)).collect();
            Err(format!("it is not clear which one this means: {}", tables.join(", ")))
        }
    }
}
