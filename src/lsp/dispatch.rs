//! From a request to its answer: which kind it is, whether it can be answered by now, and that no failure of one ends anything.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::convert::Known;
use super::project::told;
use super::requests::{
    code_actions, code_lens, completion, definition, diagnostic, document_symbols, explain_here, highlight, hover, inlay_hints,
    references, rename, workspace_symbols,
};
use super::server::{Answer, Server};

/// Answers a request about the project with this root.
pub(super) fn answer(server: &mut Server, request: &Request, root: Option<&Path>) -> Answer {
    let answer = catch_unwind(AssertUnwindSafe(|| route(server, request, root)));
    answer.unwrap_or_else(|cause| Answer::Failed(ErrorCode::InternalError, told(&*cause)))
}

fn route(server: &mut Server, request: &Request, root: Option<&Path>) -> Answer {
    match request.method.as_str() {
        "textDocument/diagnostic" => of_known(server, request, root, diagnostic::of_document),
        "workspace/diagnostic" => diagnostic::of_workspace(server, request),
        "textDocument/completion" => completion::ask(server, request, root),
        "textDocument/hover" => of_known(server, request, root, hover::hover),
        "textDocument/definition" => of_known(server, request, root, definition::definition),
        "textDocument/references" => of_known(server, request, root, references::references),
        "textDocument/documentHighlight" => of_known(server, request, root, highlight::highlight),
        "textDocument/documentSymbol" => of_known(server, request, root, document_symbols::document_symbols),
        "textDocument/codeAction" => of_known(server, request, root, code_actions::code_actions),
        "textDocument/codeLens" => of_known(server, request, root, code_lens::code_lens),
        "textDocument/inlayHint" => of_known(server, request, root, inlay_hints::inlay_hints),
        "textDocument/prepareRename" => of_known(server, request, root, rename::prepare),
        "textDocument/rename" => of_known(server, request, root, rename::rename),
        "workspace/symbol" => workspace_symbols::workspace_symbols(server, request),
        "workspace/executeCommand" => explain_here::execute(server, request),
        other => Answer::Failed(ErrorCode::MethodNotFound, format!("there is no method `{other}`")),
    }
}

/// The parameters of a request.
pub(super) fn params<P: DeserializeOwned>(request: &Request) -> Result<P, Answer> {
    serde_json::from_value(request.params.clone())
        .map_err(|error| Answer::Failed(ErrorCode::InvalidParams, format!("`{}`: {error}", request.method)))
}

/// Answers by what is known of a file's project, once all is known that came before.
fn of_known<P: DeserializeOwned, R: Serialize>(
    server: &Server,
    request: &Request,
    root: Option<&Path>,
    handle: impl Fn(&Known<'_>, P) -> Result<R, String>,
) -> Answer {
    let params = match params(request) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    // A file of no project has nothing to say.
    let Some(project) = root.and_then(|root| server.project(root)) else { return Answer::Now(nothing(&request.method)) };
    if !project.is_current() {
        return Answer::Later;
    }
    let Some(snapshot) = project.snapshot.clone() else {
        return match &project.failure {
            Some(message) => Answer::Failed(ErrorCode::RequestFailed, message.clone()),
            None => Answer::Later,
        };
    };
    let known = Known { server, snapshot: &snapshot };
    match handle(&known, params) {
        Ok(result) => Answer::of(result),
        Err(message) => Answer::Failed(ErrorCode::RequestFailed, message),
    }
}

/// What is answered where there is nothing to say.
fn nothing(method: &str) -> Value {
    match method {
        "textDocument/diagnostic" => serde_json::json!({ "kind": "full", "items": [] }),
        _ => Value::Null,
    }
}
