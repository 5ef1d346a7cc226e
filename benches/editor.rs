//! How long an editor waits for its server: `cargo bench --bench editor -- FOLDER…`.
//!
//! For each project: from the start to the first answer, beside a `check` from nothing; from a keystroke in a controller and in the
//! newest migration to the diagnostics of that file; a completion; and the memory of the process before and after the edits.
//! Milliseconds of wall time: the median, and what 95 of 100 take at most.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use tablecheck::analysis::analyze;
use tablecheck::config::Config;
use tablecheck::project::Project;
use tablecheck::workspace::{Keeping, Settings};

/// How many edits of each kind are made.
const EDITS: usize = 60;

/// An editor with a project open.
struct Editor {
    connection: Connection,
    next: i32,
}

impl Editor {
    fn notify(&self, method: &str, params: Value) {
        let note = Notification::new(method.to_owned(), params);
        self.connection.sender.send(Message::Notification(note)).expect("the server listens");
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        let id = RequestId::from(self.next);
        self.next += 1;
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.connection.sender.send(Message::Request(request)).expect("the server listens");
        loop {
            match self.connection.receiver.recv().expect("the server answers") {
                Message::Response(response) if response.id == id => return response.response_result.unwrap_or_default(),
                Message::Request(asked) => {
                    let answer = Response::new_ok(asked.id, Value::Null);
                    self.connection.sender.send(Message::Response(answer)).expect("the server listens");
                }
                _ => {}
            }
        }
    }

    fn diagnostics(&mut self, uri: &str) -> Value {
        self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }))
    }

    /// Changes files in turn, and prints how long it takes until their diagnostics are there.
    fn edit(&mut self, what: &str, files: &[PathBuf]) {
        let mut times = Vec::new();
        for number in 0..EDITS.min(files.len() * EDITS) {
            let file = &files[number % files.len()];
            let uri = address(file);
            let text = std::fs::read_to_string(file).unwrap_or_default();
            if number < files.len() {
                let document = json!({ "uri": uri, "languageId": "php", "version": 1, "text": text });
                self.notify("textDocument/didOpen", json!({ "textDocument": document }));
                self.diagnostics(&uri);
            }
            let text = text.replacen("<?php", &format!("<?php\n// Edit {number}."), 1);
            let start = Instant::now();
            let document = json!({ "uri": uri, "version": number + 2 });
            self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
            self.diagnostics(&uri);
            times.push(start.elapsed());
        }
        print(what, times);
    }

    /// Asks what could stand in place of names that are written in files.
    fn complete(&mut self, files: &[PathBuf]) {
        let mut times = Vec::new();
        for file in files {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let Some(at) = ["where('", "orderBy('", "pluck('"].iter().find_map(|call| Some(text.find(call)? + call.len())) else {
                continue;
            };
            let line = text[..at].matches('\n').count();
            let column = text[..at].rsplit('\n').next().unwrap_or_default().encode_utf16().count();
            let position = json!({ "line": line, "character": column });
            // The text is the one on disk, as it was opened.
            let document = json!({ "uri": address(file), "version": 1_000 });
            self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
            self.diagnostics(&address(file));
            let start = Instant::now();
            self.request("textDocument/completion", json!({ "textDocument": { "uri": address(file) }, "position": position }));
            times.push(start.elapsed());
        }
        print("completion", times);
    }
}

fn address(path: &Path) -> String {
    url::Url::from_file_path(path).map(String::from).unwrap_or_default()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let Some(last) = times.len().checked_sub(1) else { return };
    let at = |percent: usize| milliseconds(times[(times.len() * percent / 100).min(last)]);
    println!("  {what}: median {:.1} ms, 95 % {:.1} ms", at(50), at(95));
}

/// The memory of the process in megabytes, where the system says it.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1024
}

fn main() {
    for folder in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let root = Path::new(&folder).canonicalize().expect("the folder is there");
        println!("{folder}");
        let start = Instant::now();
        let project = Project::load(&root).expect("the project can be read");
        let analysis = analyze(&project.sources, &Config::default());
        let cold = start.elapsed();
        let path = |file| root.join(project.sources.path(file));
        let controllers = project.sources.iter().filter(|(_, file)| file.path().ends_with("Controller.php"));
        let controllers: Vec<PathBuf> = controllers.map(|(_, file)| root.join(file.path())).take(20).collect();
        let migrations: Vec<PathBuf> = analysis.migrations.last().map(|last| path(last.file)).into_iter().collect();
        drop(analysis);

        let (server, connection) = Connection::memory();
        let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
        let start = Instant::now();
        let thread = std::thread::spawn(move || tablecheck::lsp::serve(&server, settings));
        let mut editor = Editor { connection, next: 1 };
        let capabilities = json!({ "textDocument": { "diagnostic": {} } });
        let folders = json!([{ "uri": address(&root), "name": "project" }]);
        editor.request(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders }),
        );
        editor.notify("initialized", json!({}));
        editor.diagnostics(&address(&root.join("composer.json")));
        let ready = start.elapsed();
        println!(
            "  ready: {:.0} ms, {:.2} times a check from nothing ({:.0} ms)",
            milliseconds(ready),
            ready.as_secs_f64() / cold.as_secs_f64(),
            milliseconds(cold)
        );
        let before = memory();
        editor.edit("a keystroke in a controller", &controllers);
        editor.edit("a keystroke in the newest migration", &migrations);
        editor.complete(&controllers);
        println!("  memory: {before} MB when ready, {} MB after {} edits", memory(), 2 * EDITS);
        editor.request("shutdown", Value::Null);
        editor.notify("exit", Value::Null);
        let _ = thread.join();
    }
}
