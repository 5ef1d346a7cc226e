//! An editor that speaks to the server over the real protocol, in memory: it remembers what it was told, and nothing may stay
//! unread.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use tablecheck::workspace::{Keeping, Settings};
use tempfile::TempDir;

/// How long an answer may take on the slowest of machines; only a server that hangs reaches it.
const PATIENCE: Duration = Duration::from_secs(120);

/// An editor with a project open.
pub(crate) struct Editor {
    connection: Connection,
    server: Option<JoinHandle<Result<(), String>>>,
    folder: TempDir,
    next: i32,
    /// What the server told without being asked, in order.
    pub(crate) told: Vec<(String, Value)>,
    /// What the server can do.
    pub(crate) capabilities: Value,
}

/// What a modern editor can do.
pub(crate) fn modern() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "diagnostic": { "relatedDocumentSupport": false },
            "publishDiagnostics": { "relatedInformation": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
        "workspace": {
            "diagnostics": { "refreshSupport": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "window": { "workDoneProgress": true },
    })
}

impl Editor {
    /// Opens a project, given as in fixtures: `//- /path` before each file.
    pub(crate) fn open(project: &str, capabilities: Value) -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        for (path, text) in tablecheck::fixture::parse(project) {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            std::fs::write(path, text).expect("the file can be written");
        }
        Editor::open_folder(folder, capabilities)
    }

    /// Opens a copy of a project that lies in a folder.
    pub(crate) fn open_copy(project: &Path, capabilities: Value) -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        for entry in walkdir::WalkDir::new(project).into_iter().map(|entry| entry.expect("the project can be read")) {
            let target = folder.path().join(entry.path().strip_prefix(project).expect("it lies in it"));
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).expect("the folder can be made");
            } else {
                std::fs::copy(entry.path(), target).expect("the file can be copied");
            }
        }
        Editor::open_folder(folder, capabilities)
    }

    /// The project's root.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    fn open_folder(folder: TempDir, capabilities: Value) -> Self {
        let (server, connection) = Connection::memory();
        let serve = move || {
            let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
            tablecheck::lsp::serve(&server, settings)
        };
        let server = std::thread::spawn(serve);
        let mut editor =
            Editor { connection, server: Some(server), folder, next: 1, told: Vec::new(), capabilities: Value::Null };
        let root = editor.uri("");
        let params = json!({
            "processId": null,
            "rootUri": root,
            "capabilities": capabilities,
            "initializationOptions": { "inlayHints": true },
            "workspaceFolders": [{ "uri": root, "name": "project" }],
        });
        let answer = editor.request("initialize", params);
        editor.capabilities = answer["capabilities"].clone();
        editor.notify("initialized", json!({}));
        editor
    }

    /// The address of a file of the project.
    pub(crate) fn uri(&self, path: &str) -> String {
        let root = self.folder.path().canonicalize().expect("the folder is there");
        let path: PathBuf = if path.is_empty() { root } else { root.join(path) };
        url::Url::from_file_path(path).expect("the path is whole").to_string()
    }

    /// Addresses in a value as paths of the project, so that tests can name them.
    pub(crate) fn shown(&self, value: &Value) -> String {
        value.to_string().replace(&format!("{}/", self.uri("")), "")
    }

    /// What lies on disk.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).expect("the file can be read")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        let note = Notification::new(method.to_owned(), params);
        self.connection.sender.send(Message::Notification(note)).expect("the server listens");
    }

    /// Sends a request without waiting for the answer.
    pub(crate) fn send(&mut self, method: &str, params: Value) -> RequestId {
        let id = RequestId::from(self.next);
        self.next += 1;
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(Message::Request(request)).expect("the server listens");
        id
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer(&mut self, id: &RequestId) -> Response {
        loop {
            match self.connection.receiver.recv_timeout(PATIENCE).expect("the server answers") {
                Message::Response(response) => {
                    assert_eq!(&response.id, id, "an answer to something else");
                    return response;
                }
                other => self.take(other),
            }
        }
    }

    /// A request that the server can fulfil.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        let response = self.answer(&id);
        response.response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// A request that the server refuses, with what it says.
    pub(crate) fn refused(&mut self, method: &str, params: Value) -> String {
        let id = self.send(method, params);
        let response = self.answer(&id);
        response.response_result.expect_err("it is refused").message
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Notification(note) => self.told.push((note.method, note.params)),
            Message::Request(request) => {
                self.told.push((request.method, request.params));
                let response = Response::new_ok(request.id, Value::Null);
                self.connection.sender.send(Message::Response(response)).expect("the server listens");
            }
            Message::Response(response) => panic!("an answer that nobody waits for: {response:?}"),
        }
    }

    /// Waits until the server tells something of this kind, and takes it out of what it has told.
    pub(crate) fn await_told(&mut self, method: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(at) = self.told.iter().position(|(name, params)| name == method && is_it(params)) {
                return self.told.remove(at).1;
            }
            let message = self.connection.receiver.recv_timeout(PATIENCE).expect("the server tells it");
            self.take(message);
        }
    }

    /// Opens a file as it lies on disk.
    pub(crate) fn open_file(&self, path: &str) {
        let text = self.read(path);
        self.open_text(path, &text);
    }

    /// Opens a file with this text.
    pub(crate) fn open_text(&self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "php", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the text of an open file.
    pub(crate) fn change(&self, path: &str, version: i32, text: &str) {
        let document = json!({ "uri": self.uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// The place of a text's mark `¦`, which `text` is given without.
    pub(crate) fn place(&self, path: &str, text: &str) -> (String, Value) {
        let (before, after) = text.split_once('¦').expect("a mark");
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        let position = json!({ "line": line, "character": column });
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": position });
        (format!("{before}{after}"), params)
    }

    /// The place of a word in a file that lies on disk: its first letter.
    pub(crate) fn word(&self, path: &str, word: &str) -> Value {
        let text = self.read(path);
        let at = text.find(word).unwrap_or_else(|| panic!("{path} has no {word}"));
        self.place(path, &format!("{}¦{}", &text[..at], &text[at..])).1
    }

    /// The diagnostics of a file, asked for: `line:column rule`.
    pub(crate) fn diagnostics(&mut self, path: &str) -> Vec<String> {
        let answer = self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": self.uri(path) } }));
        short(&answer["items"])
    }
}

/// Diagnostics as `line:column rule`, lines and columns from 1.
pub(crate) fn short(items: &Value) -> Vec<String> {
    let number = |value: &Value| value.as_u64().unwrap_or_default() + 1;
    let line = |item: &Value| {
        let start = &item["range"]["start"];
        format!("{}:{} {}", number(&start["line"]), number(&start["character"]), item["code"].as_str().unwrap_or("?"))
    };
    items.as_array().expect("a list").iter().map(line).collect()
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer, Value::Null);
        self.notify("exit", Value::Null);
        let served = self.server.take().expect("it was started").join().expect("it does not panic");
        served.expect("it ends in peace");
        let unread: Vec<&String> =
            self.told.iter().map(|(method, _)| method).filter(|method| !EXPECTED.contains(&method.as_str())).collect();
        assert!(unread.is_empty(), "nobody read {unread:?}");
    }
}

/// What a server tells at any time.
const EXPECTED: [&str; 6] = [
    "$/progress",
    "window/workDoneProgress/create",
    "client/registerCapability",
    "workspace/diagnostic/refresh",
    "textDocument/publishDiagnostics",
    "workspace/inlayHint/refresh",
];
