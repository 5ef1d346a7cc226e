//! The PHP language: text in, syntax tree with resolved names out.
//!
//! [`parse`] never fails. What cannot be parsed is data ([`ast::File::errors`]), and what stands
//! around it is still in the tree. Nothing in here knows Laravel, a disk or another file.
//!
//! The way of a text: `measure` tells whether it is too much for the parser, `parse` runs the grammar and flattens its tree, `repair` helps where the
//! grammar lags behind PHP, `lower` builds the syntax tree with the help of `names` and `literal`.

pub mod around;
pub mod asked;
pub mod ast;
pub mod calls;
pub mod composer;
pub mod constants;
pub mod files;
mod kind;
mod lexer;
mod links;
mod literal;
mod lower;
mod measure;
mod members;
mod names;
mod parse;
pub mod prints;
pub mod program;
mod repair;
pub mod syntax;
#[cfg(test)]
mod tests;
mod tree;
pub mod visit;

pub(crate) use lexer::{Token, TokenKind, tokens};

use std::sync::{Mutex, PoisonError};

use measure::{Size, measure};

use crate::source::{FileId, Span};

/// Longer texts, in bytes, are not parsed. Programs that people write are far below it.
pub const MAX_BYTES: usize = 5_000_000;

/// The stack of a thread that only parses, in bytes. The parser needs little: it does not call itself.
const PARSERS_STACK: usize = 8 << 20;

/// How many levels of expressions and statements may nest. What lies deeper is reported as a
/// syntax error and left out.
pub const MAX_NESTING: u32 = lower::MAX_NESTING;

/// How deep the tree can get: nesting and the links of method chains together. Whoever walks the
/// tree with recursion needs a stack for as many steps.
pub const MAX_DEPTH: u32 = lower::MAX_DEPTH;

/// At most so many syntax errors are reported for one file.
pub const MAX_ERRORS: usize = lower::MAX_ERRORS;

/// Parses a large text in a thread of its own, which gives back the parser's memory with its end: a thread that lives on keeps
/// it, and there are as many of them as processors.
fn parse_apart(text: &str) -> Option<tree::Tree> {
    std::thread::scope(|scope| {
        let parsing = std::thread::Builder::new().stack_size(PARSERS_STACK).spawn_scoped(scope, || repair::parse(text));
        match parsing {
            Ok(parsing) => parsing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => repair::parse(text),
        }
    })
}

/// Parses one file. Never panics and never fails, whatever the text.
#[must_use]
pub fn parse(id: FileId, text: &str) -> ast::File {
    /// Held while a large text is parsed, so that the memory which that takes does not grow with the number of processors.
    static ALONE: Mutex<()> = Mutex::new(());
    let refuse = |message: String| ast::File {
        errors: vec![ast::SyntaxError { span: Span::new(id, 0, 0), message: message.clone() }],
        given_up: Some(message),
        ..ast::File::default()
    };
    if text.len() > MAX_BYTES {
        return refuse(format!("it has {} bytes, and files over {MAX_BYTES} bytes are not parsed", text.len()));
    }
    let (_alone, tree) = match measure(text) {
        Size::Usual => (None, repair::parse(text)),
        Size::Large => (Some(ALONE.lock().unwrap_or_else(PoisonError::into_inner)), parse_apart(text)),
        Size::Excessive(reason) => return refuse(format!("{reason}, which is too much to parse")),
    };
    match tree {
        Some(tree) => lower::lower(id, text, &tree),
        None => refuse("it takes too long to parse".to_owned()),
    }
}
