//! Workspace symbols: tables and columns by name.

use gen_lsp_types::{BaseSymbolInformation, SymbolKind, WorkspaceSymbol, WorkspaceSymbolParams};
use lsp_server::Request;

use crate::ide;
use crate::lsp::convert::{Known, Places};
use crate::lsp::dispatch;
use crate::lsp::server::{Answer, Server};

pub(in crate::lsp) fn workspace_symbols(server: &Server, request: &Request) -> Answer {
    let params: WorkspaceSymbolParams = match dispatch::params(request) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    if server.projects.iter().any(|project| !project.is_current() && project.snapshot.is_none() && project.failure.is_none()) {
        return Answer::Later;
    }
    let mut all = Vec::new();
    for snapshot in server.snapshots() {
        let known = Known { server, snapshot: &snapshot };
        let mut places = Places::default();
        for symbol in ide::workspace_symbols(known.view(), &params.query) {
            let location = places.location(&known, symbol.span);
            let (name, kind, container) = match symbol.named.column {
                Some(column) => (column, SymbolKind::Field, Some(symbol.named.table)),
                None => (symbol.named.table, SymbolKind::Struct, None),
            };
            let base_symbol_information = BaseSymbolInformation { name, kind, tags: None, container_name: container };
            all.push(WorkspaceSymbol { location: location.into(), data: None, base_symbol_information });
        }
    }
    Answer::of(all)
}
