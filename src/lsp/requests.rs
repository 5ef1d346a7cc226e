//! What a client can ask for, one file a request.

pub(super) mod code_actions;
pub(super) mod code_lens;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_symbols;
pub(super) mod explain_here;
pub(super) mod highlight;
pub(super) mod hover;
pub(super) mod inlay_hints;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod workspace_symbols;

use serde_json::{Value, json};

use super::client::Client;

/// What the server can do, for a client that can do this much.
pub(super) fn capabilities(client: &Client) -> Value {
    let mut capabilities = json!({
        "positionEncoding": client.encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "completionProvider": { "triggerCharacters": ["'", "\"", ".", " ", ","], "resolveProvider": false },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll.tablecheck"] },
        "codeLensProvider": { "resolveProvider": false },
        "inlayHintProvider": client.hints,
        "renameProvider": { "prepareProvider": true },
        "executeCommandProvider": { "commands": [explain_here::COMMAND] },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    });
    if client.pulls {
        capabilities["diagnosticProvider"] =
            json!({ "identifier": "tablecheck", "interFileDependencies": true, "workspaceDiagnostics": true });
    }
    capabilities
}
