//! Tests of the whole way from text to syntax tree.

mod classes;
mod expressions;
mod names;
mod print;
mod robustness;
mod statements;
mod strings;

use super::ast::File;
use super::parse;
use crate::source::{FileId, Span};

/// Parses code behind an opening tag, which must have no errors.
fn clean(code: &str) -> (String, File) {
    let text = format!("<?php {code}");
    let file = parse(FileId(0), &text);
    assert!(file.errors.is_empty(), "{code}\n{:?}", file.errors);
    (text, file)
}

/// The short form of the statements of error-free code.
fn short(code: &str) -> String {
    print::statements(&clean(code).1.statements)
}

/// Checks pairs of code and short form.
#[track_caller]
fn check(pairs: &[(&str, &str)]) {
    for (code, expected) in pairs {
        assert_eq!(short(code), *expected, "{code}");
    }
}

/// The text that a span covers.
fn at(text: &str, span: Span) -> &str {
    &text[span.range()]
}
