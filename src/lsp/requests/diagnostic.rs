//! Diagnostics that the client asks for, of a file and of everything.

use std::collections::HashMap;

use gen_lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
};
use lsp_server::Request;
use serde_json::{Value, json};

use crate::lsp::convert::Known;
use crate::lsp::server::{Answer, Server};
use crate::lsp::{diagnostics, dispatch, uri};

pub(in crate::lsp) fn of_document(
    known: &Known<'_>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReport, String> {
    let path = uri::file(&params.text_document.uri).unwrap_or_default();
    let inside = crate::lsp::project::below(&known.snapshot.loaded.project.root, &path).unwrap_or_default();
    let items = diagnostics::of(known, &inside);
    let result_id = diagnostics::name_of(&items);
    Ok(if params.previous_result_id.as_ref() == Some(&result_id) {
        RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }
        .into()
    } else {
        RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
        }
        .into()
    })
}

/// All files with findings that differ from what the client has. Who asks again while nothing differs waits until something
/// does.
pub(in crate::lsp) fn of_workspace(server: &Server, request: &Request) -> Answer {
    let params: WorkspaceDiagnosticParams = match dispatch::params(request) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    if server.projects.iter().any(|project| !project.is_current()) {
        return Answer::Later;
    }
    let mut before: HashMap<std::path::PathBuf, (String, String)> = HashMap::new();
    for previous in &params.previous_result_ids {
        if let Some(path) = uri::file(&previous.uri) {
            before.insert(path, (previous.value.clone(), previous.uri.0.clone()));
        }
    }
    let had_any = !before.is_empty();
    let mut items: Vec<Value> = Vec::new();
    for snapshot in server.snapshots() {
        let known = Known { server, snapshot: &snapshot };
        for inside in diagnostics::files(&snapshot) {
            let path = snapshot.loaded.project.root.join(inside);
            let found = diagnostics::of(&known, inside);
            let name = diagnostics::name_of(&found);
            if before.remove(&path).is_some_and(|(value, _)| value == name) {
                continue;
            }
            let version = server.documents.get(&path).map(|document| document.version);
            items.push(json!({
                "kind": "full", "uri": server.uri_of(&path), "version": version, "resultId": name, "items": found,
            }));
        }
    }
    // What had findings and has none any more.
    let empty = diagnostics::name_of(&[]);
    let mut gone: Vec<(String, String)> = before.into_values().filter(|(value, _)| *value != empty).collect();
    gone.sort();
    for (_, address) in gone {
        items.push(json!({ "kind": "full", "uri": address, "version": null, "resultId": empty, "items": [] }));
    }
    // Who has nothing yet may be told that there is nothing.
    if items.is_empty() && had_any {
        return Answer::Later;
    }
    Answer::Now(json!({ "items": items }))
}
