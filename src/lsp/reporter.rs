//! What a client is told while a project is worked on.

use crossbeam_channel::Sender;
use gen_lsp_types::{LogMessageParams, MessageType};
use lsp_server::{Message, Notification};
use serde_json::{Value, json};

use crate::phases::{Observer, Phase};
use crate::workspace::Listener;

/// Tells the client what is done with a project.
#[derive(Debug)]
pub(super) struct Reporter {
    pub(super) sender: Sender<Message>,
    /// What its progress is called, if it is shown.
    pub(super) token: Option<String>,
}

impl Reporter {
    fn send(&self, method: &str, params: Value) {
        let _ = self.sender.send(Message::Notification(Notification::new(method.to_owned(), params)));
    }
}

impl Observer for Reporter {
    fn begin(&self, phase: Phase) {
        if let Some(token) = &self.token {
            let value = json!({ "kind": "report", "message": phase.as_str() });
            self.send("$/progress", json!({ "token": token, "value": value }));
        }
    }

    fn end(&self, _: Phase) {}
}

impl Listener for Reporter {
    fn remark(&self, message: &str) {
        let params = LogMessageParams { kind: MessageType::Warning, message: message.to_owned() };
        self.send("window/logMessage", serde_json::to_value(params).unwrap_or_default());
    }
}
