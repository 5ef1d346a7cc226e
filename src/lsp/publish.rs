//! What a client is told unasked after an analysis: diagnostics, if it does not ask for them, else that it may ask again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gen_lsp_types::PublishDiagnosticsParams;
use serde_json::Value;

use super::convert::Known;
use super::project::below;
use super::server::Server;
use super::{diagnostics, uri};

impl Server {
    /// Sends the diagnostics of a project's files to a client that does not ask for them, or tells it to ask again.
    pub(super) fn publish(&mut self, root: &Path) {
        if self.client.pulls {
            if self.client.refreshes {
                self.request("workspace/diagnostic/refresh", Value::Null);
            }
        } else {
            self.push(root);
        }
        if self.client.refreshes_lenses {
            self.request("workspace/codeLens/refresh", Value::Null);
        }
        if self.client.hints && self.client.refreshes_hints {
            self.request("workspace/inlayHint/refresh", Value::Null);
        }
    }

    fn push(&mut self, root: &Path) {
        let Some(snapshot) = self.project(root).and_then(|project| project.snapshot.clone()) else { return };
        let open: BTreeSet<PathBuf> = self.documents.keys().filter(|path| path.starts_with(root)).cloned().collect();
        let former: BTreeSet<PathBuf> = self.published.iter().filter(|path| path.starts_with(root)).cloned().collect();
        for path in open.union(&former) {
            let Some(inside) = below(root, path) else { continue };
            let document = self.documents.get(path);
            let found = if document.is_some() {
                diagnostics::of(&Known { server: self, snapshot: &snapshot }, &inside)
            } else {
                Vec::new()
            };
            let uri = document.map_or_else(|| uri::of(path), |document| document.uri.clone());
            let version = document.map(|document| document.version);
            let params = PublishDiagnosticsParams { uri, version, diagnostics: found };
            self.notify("textDocument/publishDiagnostics", params);
        }
        self.published.retain(|path| !path.starts_with(root));
        self.published.extend(open);
    }

    /// Takes back the diagnostics of a project that is closed.
    pub(super) fn withdraw(&mut self, root: &Path) {
        let (gone, stay): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            std::mem::take(&mut self.published).into_iter().partition(|path| path.starts_with(root));
        self.published = stay;
        for path in gone {
            let params = PublishDiagnosticsParams { uri: uri::of(&path), version: None, diagnostics: Vec::new() };
            self.notify("textDocument/publishDiagnostics", params);
        }
    }
}
