//! The language server: what the command line says, while one types, and the schema where the code is written.
//!
//! A shell around [`crate::workspace::Session`] and [`crate::ide`], which have all that there is to say; here are only the
//! protocol, the order of its messages, and what clients can and cannot do. One loop owns the state (`server`); each project
//! is analysed by a thread of its own (`project`); a request is answered from what is known of the texts that it was asked about
//! (`dispatch`, one file a request below `requests`); what is no message is refused before it gets there (`wire`). Nothing is written: edits are the client's to apply.

mod client;
mod convert;
mod diagnostics;
mod dispatch;
mod documents;
mod encoding;
mod markup;
mod project;
mod publish;
mod reporter;
mod requests;
mod server;
mod uri;
mod wire;

pub use server::{serve, serve_stdio};
