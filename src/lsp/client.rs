//! What a client can do, and what it sets.

use std::path::PathBuf;

use gen_lsp_types::InitializeParams;
use serde_json::Value;

use super::encoding::Encoding;
use super::uri;

/// What a client can do, and what it sets.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// The units of columns.
    pub(super) encoding: Encoding,
    /// It asks for diagnostics, so that none are sent to it unasked.
    pub(super) pulls: bool,
    /// It can be told to ask again.
    pub(super) refreshes: bool,
    /// The same of code lenses.
    pub(super) refreshes_lenses: bool,
    /// The same of inlay hints.
    pub(super) refreshes_hints: bool,
    /// It shows what goes on.
    pub(super) shows_progress: bool,
    /// It can be asked to tell of files that change.
    pub(super) watches: bool,
    /// It makes new files as part of an edit.
    pub(super) creates_files: bool,
    /// It reads Markdown.
    pub(super) markdown: bool,
    /// It knows which places belong to a diagnostic.
    pub(super) related: bool,
    /// Whether it wants inlay hints.
    pub(super) hints: bool,
    /// The folders that are open.
    pub(super) folders: Vec<PathBuf>,
}

impl Client {
    pub(super) fn new(params: &InitializeParams) -> Self {
        let capabilities = serde_json::to_value(&params.capabilities).unwrap_or_default();
        let can = |path: &str| capabilities.pointer(path).is_some_and(|value| value.as_bool().unwrap_or(value.is_object()));
        let lists = |path: &str, wanted: &str| {
            let list = capabilities.pointer(path).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|item| item == wanted))
        };
        let offered: Vec<String> = capabilities
            .pointer("/general/positionEncodings")
            .and_then(|value| serde_json::from_value(value.clone()).ok())
            .unwrap_or_default();
        let options = params.initialization_options.as_ref().map(|options| serde_json::to_value(options).unwrap_or_default());
        let option = |path: &str| options.as_ref().and_then(|options| options.pointer(path)?.as_bool());
        Client {
            encoding: Encoding::negotiated(&offered),
            pulls: can("/textDocument/diagnostic"),
            refreshes: can("/workspace/diagnostics/refreshSupport"),
            refreshes_lenses: can("/workspace/codeLens/refreshSupport"),
            refreshes_hints: can("/workspace/inlayHint/refreshSupport"),
            shows_progress: can("/window/workDoneProgress"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            creates_files: lists("/workspace/workspaceEdit/resourceOperations", "create"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            related: can("/textDocument/publishDiagnostics/relatedInformation")
                || can("/textDocument/diagnostic/relatedInformation"),
            hints: option("/inlayHints").unwrap_or(false),
            folders: folders(params),
        }
    }
}

/// The folders that are open; older clients name one, as an address or as a path.
#[expect(deprecated, reason = "older clients know nothing else")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let several = serde_json::to_value(&params.workspace_folders_initialize_params).unwrap_or_default();
    let several = several.get("workspaceFolders").and_then(Value::as_array).cloned().unwrap_or_default();
    let uris = several.iter().filter_map(|folder| folder.get("uri")?.as_str());
    let mut folders: Vec<PathBuf> = uris.filter_map(|uri| uri::path(&uri.into())).collect();
    if folders.is_empty() {
        folders.extend(params.root_uri.as_ref().and_then(uri::path));
    }
    if folders.is_empty() {
        let path = serde_json::to_value(&params.root_path).unwrap_or_default();
        folders.extend(path.as_str().map(PathBuf::from));
    }
    folders
}
