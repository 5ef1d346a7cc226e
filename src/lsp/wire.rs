//! Messages over standard input and output. What is no message is refused, and the next one is read: `lsp_server` has a reader,
//! but one that ends at the first mistake.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread::{Builder, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

/// How long a message may be. Who announces a longer one has lost count.
const MOST_BYTES: u64 = 1 << 30;

/// What stands before the length of a message.
const LENGTH: &[u8] = b"content-length:";

/// A connection over standard input and output, and the thread that writes.
pub(super) fn stdio() -> io::Result<(Connection, JoinHandle<io::Result<()>>)> {
    let (sender, outbox): (Sender<Message>, Receiver<Message>) = bounded(0);
    let (inbox, receiver) = bounded(0);
    let write = move || outbox.into_iter().try_for_each(|message| message.write(&mut io::stdout().lock()));
    let writer = Builder::new().name("writer".to_owned()).spawn(write)?;
    // Nobody waits for it: it may hang on a client that says nothing any more.
    Builder::new().name("reader".to_owned()).spawn(move || read(&inbox))?;
    Ok((Connection { sender, receiver }, writer))
}

/// Reads until there is no more, or nobody listens.
fn read(inbox: &Sender<Message>) {
    let mut reader = Reader::new(BufReader::new(io::stdin()));
    while let Ok(Some(incoming)) = reader.next() {
        match incoming {
            Ok(message) => {
                let is_last = matches!(&message, Message::Notification(note) if note.method == "exit");
                if inbox.send(message).is_err() || is_last {
                    return;
                }
            }
            Err(refusal) => {
                let answer = refusal.answer();
                let mut out = io::stdout().lock();
                let written = write!(out, "Content-Length: {}\r\n\r\n{answer}", answer.len()).and_then(|()| out.flush());
                if written.is_err() {
                    return;
                }
            }
        }
    }
}

/// Why something that was read is no message.
#[derive(Debug, PartialEq)]
struct Refusal {
    /// The id of the request that it seems to be.
    id: Value,
    code: i32,
    message: String,
}

impl Refusal {
    fn new(id: Value, code: ErrorCode, message: impl Into<String>) -> Self {
        Refusal { id, code: code as i32, message: message.into() }
    }

    /// The answer, which `lsp_server` has no words for where there is no id.
    fn answer(&self) -> String {
        let error = json!({ "code": self.code, "message": self.message });
        json!({ "jsonrpc": "2.0", "id": self.id, "error": error }).to_string()
    }
}

/// Reads messages.
struct Reader<R> {
    input: R,
    /// What was read last, where it is not known how long the message at hand is.
    lost: Option<Vec<u8>>,
}

impl<R: BufRead> Reader<R> {
    fn new(input: R) -> Self {
        Reader { input, lost: None }
    }

    /// Reads a message, or something that is none. None is the end.
    fn next(&mut self) -> io::Result<Option<Result<Message, Refusal>>> {
        let mut length = None;
        if let Some(line) = self.lost.take() {
            match self.find(line)? {
                Some(found) => length = Some(found),
                None => return Ok(None),
            }
        }
        let mut has_headers = length.is_some();
        loop {
            let mut line = Vec::new();
            if self.input.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            let header = line.trim_ascii();
            match (header.is_empty(), length) {
                (true, Some(length)) => return self.body(length),
                // Blank lines between messages are nothing.
                (true, None) if !has_headers => continue,
                (true, None) => return Ok(Some(self.lose(line))),
                (false, _) if header.len() >= LENGTH.len() && header[..LENGTH.len()].eq_ignore_ascii_case(LENGTH) => {
                    length = length_in(header);
                    if length.is_none() {
                        return Ok(Some(self.lose(Vec::new())));
                    }
                }
                (false, _) => {
                    let name = header.split(|byte| *byte == b':').next().unwrap_or_default();
                    if name.len() == header.len() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
                        return Ok(Some(self.lose(line)));
                    }
                }
            }
            has_headers = true;
        }
    }

    fn lose(&mut self, line: Vec<u8>) -> Result<Message, Refusal> {
        self.lost = Some(line);
        Err(Refusal::new(Value::Null, ErrorCode::ParseError, "a message needs the header `Content-Length` with its length"))
    }

    /// Looks for the length of the next message, which may be announced right behind the end of another one.
    fn find(&mut self, mut line: Vec<u8>) -> io::Result<Option<u64>> {
        loop {
            if let Some(length) = length_in(&line) {
                return Ok(Some(length));
            }
            line.clear();
            if self.input.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
        }
    }

    fn body(&mut self, length: u64) -> io::Result<Option<Result<Message, Refusal>>> {
        let mut text = Vec::new();
        let n = self.input.by_ref().take(length).read_to_end(&mut text)?;
        Ok((n as u64 == length).then(|| message(&text)))
    }
}

/// The length that the end of a line announces.
fn length_in(line: &[u8]) -> Option<u64> {
    let at = line.windows(LENGTH.len()).rposition(|part| part.eq_ignore_ascii_case(LENGTH))? + LENGTH.len();
    let number = std::str::from_utf8(line.get(at..)?).ok()?.trim().parse().ok()?;
    (number <= MOST_BYTES).then_some(number)
}

/// The message that a text is.
fn message(text: &[u8]) -> Result<Message, Refusal> {
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| Refusal::new(Value::Null, ErrorCode::ParseError, format!("this is no JSON: {error}")))?;
    let id = value.get("id").filter(|id| id.is_number() || id.is_string()).cloned();
    let invalid = |message: &str| Refusal::new(id.clone().unwrap_or_default(), ErrorCode::InvalidRequest, message);
    let is_request = value.get("id").is_some() && value.get("method").is_some();
    match serde_json::from_value(value) {
        // Nobody could answer it.
        Ok(Message::Notification(_)) if is_request => Err(invalid("the id is neither a string nor a number of 32 bits")),
        Ok(message) => Ok(message),
        Err(_) => Err(invalid("this is no message of JSON-RPC")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of a text: methods, and the codes of refusals with the ids.
    fn told(text: &[u8]) -> Vec<String> {
        let mut reader = Reader::new(text);
        let mut told = Vec::new();
        while let Some(incoming) = reader.next().expect("a text can be read") {
            told.push(match incoming {
                Ok(Message::Request(request)) => request.method,
                Ok(Message::Notification(note)) => note.method,
                Ok(Message::Response(response)) => format!("answer {}", response.id),
                Err(refusal) => format!("{} {}", refusal.code, refusal.id),
            });
        }
        told
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const NEXT: &str = r#"{"jsonrpc":"2.0","method":"next"}"#;

    #[test]
    fn what_is_no_message_is_refused_and_the_next_one_is_read() {
        for (body, expected) in [
            ("{", "-32700 null"),
            ("", "-32700 null"),
            ("[]", "-32600 null"),
            ("7", "-32600 null"),
            (r#"{"id":3}"#, "-32600 3"),
            (r#"{"id":"a","method":5}"#, "-32600 \"a\""),
            (r#"{"id":5000000000,"method":"m"}"#, "-32600 5000000000"),
            (r#"{"id":null,"method":"m"}"#, "-32600 null"),
            (r#"{"id":4,"method":"m"}"#, "m"),
            (r#"{"id":4,"result":null}"#, "answer 4"),
        ] {
            assert_eq!(told((framed(body) + &framed(NEXT)).as_bytes()), [expected, "next"], "{body}");
        }
        let broken = [framed("ab").as_bytes(), framed(NEXT).as_bytes()].concat();
        let not_text: Vec<u8> = broken.iter().map(|byte| if *byte == b'a' { 0xff } else { *byte }).collect();
        assert_eq!(told(&not_text)[0], "-32700 null");
    }

    #[test]
    fn a_header_without_a_length_costs_one_message() {
        let lost = "-32700 null";
        for header in [
            "Content-Type: x\r\n\r\n{\"id\":1,\"method\":\"m\"}",
            "Content-Length: many\r\n\r\n{}",
            "Content-Length: -4\r\n\r\n{}",
            "Content-Length: 99999999999999\r\n\r\n{}\n",
            "{\"id\":1,\"method\":\"m\"}\n",
            "{\"id\":1,\"method\":\"m\"}",
            "what?\r\n\r\nwhat?\r\n",
        ] {
            assert_eq!(told(format!("{header}{}", framed(NEXT)).as_bytes()), [lost, "next"], "{header}");
        }
    }

    #[test]
    fn headers_are_taken_as_clients_write_them() {
        let n = NEXT.len();
        for text in [
            format!("content-length:{n}\n\n{NEXT}"),
            format!("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {n}\r\n\r\n{NEXT}"),
            format!("\r\n\r\nContent-Length: {n}\r\nContent-Type: x\r\n\r\n{NEXT}\r\n"),
        ] {
            assert_eq!(told(text.as_bytes()), ["next"], "{text}");
        }
        assert!(told(b"Content-Length: 50\r\n\r\n{}").is_empty(), "the client is gone");
    }
}
