//! From places and texts of the core to those of the protocol.

use std::collections::HashMap;
use std::path::PathBuf;

use gen_lsp_types::{Location, Position, Range, TextDocumentIdentifier, TextDocumentPositionParams, Uri};

use super::encoding::Lines;
use super::server::Server;
use crate::ide::{self, Spot, View};
use crate::source::{FileId, Span};
use crate::workspace::Snapshot;

/// What is known of a project, as a request sees it.
pub(super) struct Known<'s> {
    pub(super) server: &'s Server,
    pub(super) snapshot: &'s Snapshot,
}

impl<'s> Known<'s> {
    pub(super) fn view(&self) -> View<'s> {
        View { sources: &self.snapshot.loaded.project.sources, analysis: &self.snapshot.loaded.analysis }
    }

    /// The file of a document.
    pub(super) fn file(&self, document: &TextDocumentIdentifier) -> Option<FileId> {
        let path = super::uri::file(&document.uri)?;
        let inside = super::project::below(&self.snapshot.loaded.project.root, &path)?;
        self.view().sources.find_exactly(&inside)
    }

    /// What is named at a place of a document, and its file.
    pub(super) fn spot(&self, place: &TextDocumentPositionParams) -> Option<(FileId, Spot)> {
        let file = self.file(&place.text_document)?;
        Some((file, ide::spot_at(self.view(), file, self.offset(file, place.position))?))
    }

    /// The whole path of a file.
    pub(super) fn path(&self, file: FileId) -> PathBuf {
        self.snapshot.loaded.project.root.join(self.view().sources.path(file))
    }

    pub(super) fn uri(&self, file: FileId) -> Uri {
        self.server.uri_of(&self.path(file))
    }

    pub(super) fn lines(&self, file: FileId) -> Lines<'s> {
        Lines::new(self.view().sources.file(file).text(), self.server.client.encoding)
    }

    pub(super) fn offset(&self, file: FileId, position: Position) -> u32 {
        u32::try_from(self.lines(file).offset(position)).unwrap_or(u32::MAX)
    }

    pub(super) fn range(&self, span: Span) -> Range {
        self.lines(span.file).range(span.range())
    }

    pub(super) fn location(&self, span: Span) -> Location {
        Location { uri: self.uri(span.file), range: self.range(span) }
    }

    /// A link to a place, as Markdown.
    pub(super) fn link(&self, span: Span) -> String {
        let sources = self.view().sources;
        let path = sources.path(span.file);
        let name = path.rsplit('/').next().unwrap_or(path);
        let line = sources.start(span).line;
        if self.server.client.markdown {
            format!("[{name}:{line}]({}#L{line})", self.uri(span.file).0)
        } else {
            format!("{path}:{line}")
        }
    }
}

/// Places of many files, each of which is counted through once.
#[derive(Default)]
pub(super) struct Places<'s> {
    lines: HashMap<FileId, Lines<'s>>,
}

impl<'s> Places<'s> {
    pub(super) fn range(&mut self, known: &Known<'s>, span: Span) -> Range {
        self.lines.entry(span.file).or_insert_with(|| known.lines(span.file)).range(span.range())
    }

    pub(super) fn location(&mut self, known: &Known<'s>, span: Span) -> Location {
        Location { uri: known.uri(span.file), range: self.range(known, span) }
    }
}
