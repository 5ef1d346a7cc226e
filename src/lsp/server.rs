//! The loop that owns the state: it takes messages in their order, keeps what editors hold, tells projects' threads of changes,
//! and answers what can be answered by now. What cannot waits until its project is known again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, LogMessageParams, MessageType, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::client::Client;
use super::documents::Document;
use super::project::{Change, Event, Project, below};
use super::reporter::Reporter;
use super::{dispatch, requests, uri, wire};
use crate::project::{CONFIG_NAMES, find_root, find_roots};
use crate::workspace::{Settings, Snapshot};

/// How many projects are open at most: a folder may hold hundreds.
const MOST_PROJECTS: usize = 16;

/// The state.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) settings: Settings,
    sender: Sender<Message>,
    events: Sender<Event>,
    /// The open texts, by path.
    pub(super) documents: BTreeMap<PathBuf, Document>,
    pub(super) projects: Vec<Project>,
    /// Requests that wait, in the order in which they came, each with the root of its project and how many changes it came after.
    waiting: Vec<Waiting>,
    /// Files that diagnostics were sent of.
    pub(super) published: BTreeSet<PathBuf>,
    /// The number of the next request to the client.
    next: i32,
    /// Whether the client has said that it is done.
    is_shut_down: bool,
}

/// A request that waits.
struct Waiting {
    request: Request,
    root: Option<PathBuf>,
    told: u64,
}

/// What came of a request.
pub(super) enum Answer {
    /// This.
    Now(Value),
    /// It has to wait until more is known.
    Later,
    /// It is answered by other means.
    Elsewhere,
    /// It failed.
    Failed(ErrorCode, String),
}

impl Answer {
    pub(super) fn of(value: impl Serialize) -> Self {
        serde_json::to_value(value).map_or_else(|error| Answer::Failed(ErrorCode::InternalError, error.to_string()), Answer::Now)
    }
}

/// Serves a client on standard input and output until it leaves.
///
/// # Errors
/// If the client breaks the protocol's first rules, or is gone before it has said so.
pub fn serve_stdio(settings: Settings) -> Result<(), String> {
    let (connection, writer) = wire::stdio().map_err(|error| error.to_string())?;
    let served = serve(&connection, settings);
    drop(connection);
    let written = writer.join().unwrap_or_else(|_| Err(std::io::Error::other("the writer failed")));
    served.and(written.map_err(|error| error.to_string()))
}

/// Serves a client on a connection until it leaves.
///
/// # Errors
/// If the client breaks the protocol's first rules, or is gone before it has said so.
pub fn serve(connection: &Connection, settings: Settings) -> Result<(), String> {
    let client = greet(connection)?;
    // Whoever speaks after the greeting may be asked.
    let first = connection.receiver.recv().map_err(|_| "the client is gone".to_owned())?;
    let (events, inbox) = unbounded();
    let mut server = Server {
        client,
        settings,
        sender: connection.sender.clone(),
        events,
        documents: BTreeMap::new(),
        projects: Vec::new(),
        waiting: Vec::new(),
        published: BTreeSet::new(),
        next: 1,
        is_shut_down: false,
    };
    server.start();
    let outcome = server.take(first).unwrap_or_else(|| server.run(&connection.receiver, &inbox));
    for project in server.projects.drain(..) {
        project.end();
    }
    outcome
}

/// Waits for a client to say what it can do, and says what the server can.
fn greet(connection: &Connection) -> Result<Client, String> {
    loop {
        let (id, params) = connection.initialize_start().map_err(|error| error.to_string())?;
        let answer = match serde_json::from_value::<InitializeParams>(params) {
            Ok(params) => {
                let client = Client::new(&params);
                let info = json!({ "name": "tablecheck", "version": env!("CARGO_PKG_VERSION") });
                let answer = json!({ "capabilities": requests::capabilities(&client), "serverInfo": info });
                connection.sender.send(Response::new_ok(id, answer).into()).map_err(|error| error.to_string())?;
                return Ok(client);
            }
            Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, format!("`initialize`: {error}")),
        };
        connection.sender.send(answer.into()).map_err(|error| error.to_string())?;
    }
}

impl Server {
    /// Opens the projects in the client's folders.
    fn start(&mut self) {
        if self.client.watches {
            let watched = ["**/*.php", "**/*.sql", "**/*.dump", "**/*.stub", "**/composer.{json,lock}", "**/.env.example"];
            let own = CONFIG_NAMES.iter().map(|name| format!("**/{name}")).chain(["**/tablecheck-baseline.yaml".to_owned()]);
            let all: Vec<Value> =
                watched.iter().map(ToString::to_string).chain(own).map(|glob| json!({ "globPattern": glob })).collect();
            let options = json!({ "watchers": all });
            let registration = json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
            self.request("client/registerCapability", json!({ "registrations": [registration] }));
        }
        for folder in self.client.folders.clone() {
            // Without a project in it, files may still be opened that belong to one.
            for root in find_roots(&folder).unwrap_or_default().into_iter().filter(|root| is_project(root)) {
                self.open_project(&root);
            }
        }
    }

    fn run(&mut self, messages: &Receiver<Message>, events: &Receiver<Event>) -> Result<(), String> {
        loop {
            select! {
                recv(messages) -> message => match message {
                    Ok(message) => if let Some(outcome) = self.take(message) { return outcome },
                    Err(_) => return Err("the client is gone".to_owned()),
                },
                recv(events) -> event => if let Ok(event) = event { self.take_event(event) },
            }
        }
    }

    /// Takes a message; the last one tells how the session ends.
    fn take(&mut self, message: Message) -> Option<Result<(), String>> {
        match message {
            Message::Request(request) => self.take_request(request),
            Message::Notification(note) if note.method == "exit" => {
                return Some(if self.is_shut_down { Ok(()) } else { Err("the client disconnected".to_owned()) });
            }
            Message::Notification(note) => self.take_notification(note),
            // What was asked of the client is either done or not.
            Message::Response(_) => {}
        }
        None
    }

    fn take_request(&mut self, request: Request) {
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return self.respond(Response::new_ok(request.id, Value::Null));
        }
        if self.is_shut_down {
            let message = "the server was asked to shut down".to_owned();
            return self.respond(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, message));
        }
        let root = self.project_of(&request).map(|project| project.root.clone());
        let told = root.as_ref().and_then(|root| self.project(root)).map_or(0, |project| project.told);
        self.answer(Waiting { request, root, told });
    }

    /// Answers a request, or lets it wait.
    fn answer(&mut self, waiting: Waiting) {
        let answer = dispatch::answer(self, &waiting.request, waiting.root.as_deref());
        let id = waiting.request.id.clone();
        match answer {
            Answer::Now(value) => self.respond(Response::new_ok(id, value)),
            Answer::Later => self.waiting.push(waiting),
            Answer::Elsewhere => {}
            Answer::Failed(code, message) => {
                if matches!(code, ErrorCode::InternalError) {
                    self.log(MessageType::Error, &format!("{}: {message}", waiting.request.method));
                }
                self.respond(Response::new_err(id, code as i32, message));
            }
        }
    }

    /// Answers what waits, as far as its project is known again.
    fn answer_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for waiting in waiting {
            let known = waiting.root.as_ref().and_then(|root| self.project(root)).map_or(u64::MAX, |project| project.known);
            if known >= waiting.told {
                self.answer(waiting);
            } else {
                self.waiting.push(waiting);
            }
        }
    }

    fn take_notification(&mut self, note: Notification) {
        fn params<P: serde::de::DeserializeOwned>(note: Notification) -> Option<P> {
            serde_json::from_value(note.params).ok()
        }
        match note.method.as_str() {
            "textDocument/didOpen" => {
                if let Some(DidOpenTextDocumentParams { text_document }) = params(note) {
                    let document =
                        Document { uri: text_document.uri.clone(), version: text_document.version, text: text_document.text };
                    self.hold(&text_document.uri, document);
                }
            }
            "textDocument/didChange" => {
                if let Some(change) = params::<DidChangeTextDocumentParams>(note) {
                    let uri = change.text_document.text_document_identifier.uri.clone();
                    let encoding = self.client.encoding;
                    if let Some(mut document) = self.document(&uri).cloned() {
                        document.change(change.text_document.version, change.content_changes, encoding);
                        self.hold(&uri, document);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Some(DidCloseTextDocumentParams { text_document }) = params(note) {
                    self.close(&text_document.uri);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                if let Some(DidChangeWatchedFilesParams { changes }) = params(note) {
                    let paths: Vec<PathBuf> = changes.iter().filter_map(|change| uri::path(&change.uri)).collect();
                    self.touch(&paths);
                }
            }
            "workspace/didChangeWorkspaceFolders" => self.change_folders(&note.params),
            "$/cancelRequest" => self.cancel(&note.params),
            _ => {}
        }
    }

    /// An editor holds a text.
    fn hold(&mut self, uri: &Uri, document: Document) {
        let Some(path) = uri::file(uri) else { return };
        let text = document.text.clone();
        self.documents.insert(path.clone(), document);
        if self.owner(&path).is_none()
            && let Ok(root) = find_root(&path)
            && is_project(&root)
        {
            self.open_project(&root);
        }
        if let Some(project) = self.owner_mut(&path)
            && let Some(inside) = below(&project.root, &path)
        {
            project.change(Change::Buffer(inside, text));
        }
    }

    fn close(&mut self, uri: &Uri) {
        let Some(path) = uri::file(uri) else { return };
        self.documents.remove(&path);
        if let Some(project) = self.owner_mut(&path)
            && let Some(inside) = below(&project.root, &path)
        {
            project.change(Change::Closed(inside));
        }
    }

    /// Files have changed on disk.
    fn touch(&mut self, paths: &[PathBuf]) {
        let paths: Vec<PathBuf> = paths.iter().map(|path| uri::canonical(path)).collect();
        for project in &mut self.projects {
            let concerns = |path: &PathBuf| {
                // A configuration or a baseline may lie above.
                path.starts_with(&project.root) || path.parent().is_some_and(|folder| project.root.starts_with(folder))
            };
            if paths.iter().any(concerns) {
                project.change(Change::Disk);
            }
        }
    }

    fn change_folders(&mut self, params: &Value) {
        let folders = |key: &str| -> Vec<PathBuf> {
            let list = params.pointer(&format!("/event/{key}")).and_then(Value::as_array);
            let uris = list.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str());
            uris.filter_map(|uri| uri::path(&uri.into())).map(|path| path.canonicalize().unwrap_or(path)).collect()
        };
        for folder in folders("removed") {
            let (gone, stay) =
                std::mem::take(&mut self.projects).into_iter().partition(|project| project.root.starts_with(&folder));
            self.projects = stay;
            let gone: Vec<Project> = gone;
            for project in gone {
                self.withdraw(&project.root);
                project.end();
            }
        }
        for folder in folders("added") {
            for root in find_roots(&folder).unwrap_or_default().into_iter().filter(|root| is_project(root)) {
                self.open_project(&root);
            }
        }
        self.answer_waiting();
    }

    /// The client does not want an answer any more.
    fn cancel(&mut self, params: &Value) {
        let id = match params.get("id") {
            Some(Value::Number(number)) => number.as_i64().and_then(|number| i32::try_from(number).ok()).map(RequestId::from),
            Some(Value::String(text)) => Some(RequestId::from(text.clone())),
            _ => None,
        };
        let Some(id) = id else { return };
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.request.id != id);
        if self.waiting.len() < before {
            self.respond(Response::new_err(id, ErrorCode::RequestCanceled as i32, "cancelled".to_owned()));
        }
    }

    fn take_event(&mut self, event: Event) {
        match event {
            Event::Analyzed(root, number, analyzed) => {
                let Some(project) = self.projects.iter_mut().find(|project| project.root == root) else { return };
                let is_first = project.known == 0;
                project.known = number;
                match analyzed {
                    Ok(snapshot) => {
                        project.snapshot = Some(snapshot);
                        project.failure = None;
                    }
                    Err(message) => {
                        project.failure = Some(message.clone());
                        self.log(MessageType::Error, &format!("{}: {message}", root.display()));
                    }
                }
                if is_first {
                    self.end_progress(&root);
                }
                self.publish(&root);
                self.answer_waiting();
            }
            Event::Completed(ask, completion, snapshot) => {
                let items = completion
                    .zip(snapshot)
                    .map(|(completion, snapshot)| requests::completion::items(&self.client, &ask, &completion, &snapshot));
                let value = items.unwrap_or(Value::Null);
                self.respond(Response::new_ok(ask.id, value));
            }
        }
    }

    fn open_project(&mut self, root: &Path) {
        if self.projects.iter().any(|project| project.root == root) || self.projects.len() >= MOST_PROJECTS {
            return;
        }
        if self.client.shows_progress {
            let token = token(root);
            self.request("window/workDoneProgress/create", json!({ "token": token }));
            let title = format!("tablecheck: {}", root.file_name().map(|name| name.to_string_lossy()).unwrap_or_default());
            self.notify("$/progress", json!({ "token": token, "value": { "kind": "begin", "title": title } }));
        }
        let listener = Arc::new(Reporter { sender: self.sender.clone(), token: self.client.shows_progress.then(|| token(root)) });
        let project = Project::start(root.to_owned(), self.settings.clone(), listener, self.events.clone());
        self.projects.push(project);
        for (path, text) in
            self.documents.iter().map(|(path, document)| (path.clone(), document.text.clone())).collect::<Vec<_>>()
        {
            if let Some(project) = self.owner_mut(&path).filter(|project| project.root == root)
                && let Some(inside) = below(root, &path)
            {
                project.change(Change::Buffer(inside, text));
            }
        }
    }

    fn end_progress(&self, root: &Path) {
        if self.client.shows_progress {
            self.notify("$/progress", json!({ "token": token(root), "value": { "kind": "end" } }));
        }
    }

    /// The project that a request is about: that of its file, or the only one.
    fn project_of(&self, request: &Request) -> Option<&Project> {
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        self.owner(&uri.and_then(|uri| uri::file(&uri.into()))?)
    }

    /// The project that a file belongs to: the innermost one around it.
    pub(super) fn owner(&self, path: &Path) -> Option<&Project> {
        let around = self.projects.iter().filter(|project| path.starts_with(&project.root));
        around.max_by_key(|project| project.root.components().count())
    }

    fn owner_mut(&mut self, path: &Path) -> Option<&mut Project> {
        let around = self.projects.iter_mut().filter(|project| path.starts_with(&project.root));
        around.max_by_key(|project| project.root.components().count())
    }

    pub(super) fn project(&self, root: &Path) -> Option<&Project> {
        self.projects.iter().find(|project| project.root == root)
    }

    /// The text that an editor holds of a file.
    pub(super) fn document(&self, uri: &Uri) -> Option<&Document> {
        self.documents.get(&uri::file(uri)?)
    }

    /// The address of a file of a project, as the client spells it where it has it open.
    pub(super) fn uri_of(&self, path: &Path) -> Uri {
        self.documents.get(path).map_or_else(|| uri::of(path), |document| document.uri.clone())
    }

    /// All that is known of projects, in the order of their roots.
    pub(super) fn snapshots(&self) -> Vec<Arc<Snapshot>> {
        let mut projects: Vec<&Project> = self.projects.iter().collect();
        projects.sort_by(|a, b| a.root.cmp(&b.root));
        projects.into_iter().filter_map(|project| project.snapshot.clone()).collect()
    }

    fn respond(&self, response: Response) {
        let _ = self.sender.send(Message::Response(response));
    }

    pub(super) fn notify(&self, method: &str, params: impl Serialize) {
        let _ = self.sender.send(Message::Notification(Notification::new(method.to_owned(), params)));
    }

    /// Asks the client for something.
    pub(super) fn request(&mut self, method: &str, params: impl Serialize) {
        let id = RequestId::from(format!("tablecheck/{}", self.next));
        self.next += 1;
        let _ = self.sender.send(Message::Request(Request::new(id, method.to_owned(), params)));
    }

    pub(super) fn log(&self, kind: MessageType, message: &str) {
        self.notify("window/logMessage", LogMessageParams { kind, message: message.to_owned() });
    }
}

/// What a project's progress is called.
fn token(root: &Path) -> String {
    format!("tablecheck/{}", root.display())
}

/// Whether a folder is a project of PHP's at all.
fn is_project(root: &Path) -> bool {
    ["composer.json", "artisan"].iter().any(|name| root.join(name).exists())
}
