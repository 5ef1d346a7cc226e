//! Completion: tables where a table goes, columns of the tables in scope where a column goes.

use std::path::Path;

use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionList, CompletionParams, Documentation, TextEdit};
use lsp_server::Request;
use serde_json::Value;

use crate::ide::{Candidate, Completion};
use crate::lsp::client::Client;
use crate::lsp::encoding::Lines;
use crate::lsp::project::{Ask, below, place_of};
use crate::lsp::server::{Answer, Server};
use crate::lsp::{dispatch, markup, uri};
use crate::workspace::Snapshot;

/// Hands the question to the project's thread, which can look at texts that are being written.
pub(in crate::lsp) fn ask(server: &Server, request: &Request, root: Option<&Path>) -> Answer {
    let params: CompletionParams = match dispatch::params(request) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    let place = params.text_document_position_params;
    let document = server.document(&place.text_document.uri);
    let (Some(document), Some(project)) = (document, root.and_then(|root| server.project(root))) else {
        return Answer::Now(Value::Null);
    };
    let path = uri::file(&place.text_document.uri).unwrap_or_default();
    let Some(path) = below(&project.root, &path) else { return Answer::Now(Value::Null) };
    let offset = Lines::new(&document.text, server.client.encoding).offset(place.position);
    project.ask(Ask { id: request.id.clone(), path, text: document.text.clone(), offset });
    Answer::Elsewhere
}

/// The items of an answer.
pub(in crate::lsp) fn items(client: &Client, ask: &Ask, completion: &Completion, snapshot: &Snapshot) -> Value {
    let range = Lines::new(&ask.text, client.encoding).range(completion.replaces.clone());
    let item = |(number, candidate): (usize, &Candidate)| CompletionItem {
        label: candidate.name.clone(),
        kind: Some(match &candidate.named {
            named if named.column.is_some() => CompletionItemKind::Field,
            named if named.table.is_empty() => CompletionItemKind::Method,
            _ => CompletionItemKind::Struct,
        }),
        detail: Some(match &candidate.named.column {
            Some(_) => format!("{}: {}", candidate.named.table, candidate.detail),
            None => candidate.detail.clone(),
        }),
        documentation: place_of(snapshot, candidate).map(|text| Documentation::MarkupContent(markup::content(client, text))),
        sort_text: Some(format!("{}{number:05}", candidate.rank)),
        text_edit: Some(TextEdit { range, new_text: candidate.name.clone() }.into()),
        ..CompletionItem::default()
    };
    let list = CompletionList {
        is_incomplete: false,
        items: completion.candidates.iter().enumerate().map(item).collect(),
        ..CompletionList::default()
    };
    serde_json::to_value(list).unwrap_or_default()
}
