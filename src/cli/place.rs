//! Places as the commands' JSON tells them, each with 1-based lines and columns in characters.

use serde::Serialize;

use crate::source::{Position, Sources, Span};

/// A path and a range in it.
#[derive(Debug, Serialize)]
pub(super) struct JsonPlace {
    path: String,
    range: JsonRange,
}

#[derive(Debug, Serialize)]
struct JsonRange {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Debug, Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
}

/// A path and a line in it.
#[derive(Debug, Serialize)]
pub(super) struct JsonLine {
    path: String,
    line: u32,
}

impl JsonPlace {
    /// Where a span stands.
    pub(super) fn new(sources: &Sources, span: Span) -> Self {
        let position = |Position { line, column }| JsonPosition { line, column };
        let range = JsonRange { start: position(sources.start(span)), end: position(sources.end(span)) };
        JsonPlace { path: sources.path(span.file).to_owned(), range }
    }
}

impl JsonLine {
    /// The line where a span starts.
    pub(super) fn new(sources: &Sources, span: Span) -> Self {
        JsonLine { path: sources.path(span.file).to_owned(), line: sources.start(span).line }
    }
}
