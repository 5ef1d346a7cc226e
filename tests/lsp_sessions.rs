//! Sessions of real editors, as `tests/integration/record.py` wrote them down, held with the server again: every request is
//! answered, and the answers say the same. `TABLECHECK_RECORD=1 tests/integration/neovim` records anew; so does `vscode`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Response};
use serde_json::{Value, json};
use tablecheck::workspace::{Keeping, Settings};

/// How long an answer may take on the slowest of machines.
const PATIENCE: Duration = Duration::from_secs(120);

/// The server, and what it has said.
struct Session {
    connection: Connection,
    answers: BTreeMap<String, Value>,
    /// The codes of diagnostics that were told, by file.
    told: BTreeSet<(String, Vec<String>)>,
}

impl Session {
    /// Waits for the answer to the request with this id.
    fn await_answer(&mut self, id: &str) -> Value {
        loop {
            if let Some(answer) = self.answers.remove(id) {
                return answer;
            }
            let message = self.connection.receiver.recv_timeout(PATIENCE).expect("the server answers");
            match message {
                Message::Response(response) => {
                    let id = serde_json::to_value(&response.id).expect("an id").to_string();
                    let answer = match response.response_result {
                        Ok(result) => json!({ "result": result }),
                        Err(error) => json!({ "error": { "code": error.code } }),
                    };
                    self.answers.insert(id, answer);
                }
                Message::Request(request) => {
                    let answer = Message::Response(Response::new_ok(request.id, Value::Null));
                    self.connection.sender.send(answer).expect("the server listens");
                }
                Message::Notification(note) => self.told.extend(told(&note.method, &note.params)),
            }
        }
    }
}

/// The diagnostics that a message tells, if it tells any.
fn told(method: &str, params: &Value) -> Option<(String, Vec<String>)> {
    let file = params["uri"].as_str().filter(|_| method == "textDocument/publishDiagnostics")?;
    Some((file.to_owned(), texts(&params["diagnostics"], |item| item["code"].clone())))
}

/// What is told of each element of a list, in order.
fn texts(list: &Value, tell: impl Fn(&Value) -> Value) -> Vec<String> {
    let mut texts: Vec<String> = list.as_array().into_iter().flatten().map(|item| tell(item).to_string()).collect();
    texts.sort();
    texts
}

/// What matters of an answer: wording may change.
fn essence(method: &str, answer: &Value) -> Vec<String> {
    if let Some(error) = answer.get("error") {
        return vec![format!("error {}", error["code"])];
    }
    let result = &answer["result"];
    let place = |place: &Value| json!([place["uri"], place["range"]["start"]]);
    match method {
        "initialize" => result["capabilities"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect(),
        "textDocument/hover" => {
            let text = result["contents"]["value"].as_str().unwrap_or_default();
            vec![text.lines().next().unwrap_or_default().to_owned()]
        }
        "textDocument/definition" | "textDocument/references" => texts(result, place),
        "textDocument/completion" => texts(&result["items"], |item| item["label"].clone()),
        "textDocument/codeAction" => texts(result, |action| action["title"].clone()),
        "textDocument/diagnostic" => texts(&result["items"], |item| json!([item["code"], item["range"]["start"]])),
        "textDocument/rename" => {
            let edits = |change: &Value| json!([change["kind"], change["edits"].as_array().map(Vec::len)]);
            let files = |change: &Value| {
                let file = change["textDocument"]["uri"].as_str().or(change["uri"].as_str()).unwrap_or_default();
                // A new migration is named after the time.
                let file = file.rsplit('/').next().unwrap_or_default();
                Value::from(file.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_'))
            };
            texts(&result["documentChanges"], |change| json!([files(change), edits(change)]))
        }
        _ => vec![if result.is_null() { "nothing" } else { "something" }.to_owned()],
    }
}

fn replay(name: &str) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let root = folder.path().canonicalize().expect("it is there");
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = home.join("testdata/projects/cost-tracking");
    for entry in walkdir::WalkDir::new(&project).into_iter().map(|entry| entry.expect("the project can be read")) {
        let target = root.join(entry.path().strip_prefix(&project).expect("it lies in it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).expect("the folder can be made");
        } else {
            std::fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
    let file = home.join(format!("testdata/sessions/{name}.txt"));
    let written = std::fs::read_to_string(file).expect("it was recorded").replace("$ROOT", &root.to_string_lossy());
    let (server, connection) = Connection::memory();
    let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
    let server = std::thread::spawn(move || tablecheck::lsp::serve(&server, settings));
    let mut session = Session { connection, answers: BTreeMap::new(), told: BTreeSet::new() };
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    let mut expected: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut ends = false;
    for line in written.lines() {
        let (sign, text) = line.split_at(2);
        let message: Value = serde_json::from_str(text).expect("a message");
        let id = message["id"].to_string();
        if sign == "> " {
            let message: Message = serde_json::from_value(message).expect("a message");
            ends |= matches!(&message, Message::Notification(note) if note.method == "exit");
            if let Message::Request(request) = &message {
                asked.insert(id, request.method.clone());
            }
            session.connection.sender.send(message).expect("the server listens");
            // Some say it twice.
            if ends {
                break;
            }
        } else if let Some(method) = message["method"].as_str() {
            // Of what is told of a file, the first time was waited for.
            let now = told(method, &message["params"]).expect("diagnostics");
            expected.entry(now.0.clone()).or_insert(now);
        } else {
            let method = asked.remove(&id).expect("an answer to a request");
            let answer = session.await_answer(&id);
            let refused = answer["error"]["code"] == ErrorCode::InternalError as i32;
            assert!(!refused, "{name}: {method} failed");
            assert_eq!(essence(&method, &answer), essence(&method, &message), "{name}: {method} {id}");
        }
    }
    assert!(asked.is_empty(), "{name}: {asked:?} have no answers");
    for (file, codes) in expected.into_values() {
        assert!(session.told.contains(&(file.clone(), codes.clone())), "{name}: {codes:?} were not told of {file}");
    }
    drop(session);
    let served = server.join().expect("it does not panic");
    assert_eq!(served.is_ok(), ends, "{name}: {served:?}");
}

#[test]
fn neovim_gets_the_answers_that_it_got() {
    replay("neovim");
}

#[test]
fn the_client_of_visual_studio_code_gets_the_answers_that_it_got() {
    replay("vscode");
}
