//! What is known of a project from one analysis to the next, as plain data.
//!
//! Three tables would answer everything; two of them are kept. *Syntax* is made of a text alone. *Survey*, what code says of
//! tables and columns, is made of a file and of every answer that it got from others. A replay and the rules are quick, and made
//! again each time.

use crate::php::program::Files;
use crate::php::syntax::Syntax;
use crate::source::Sources;
use crate::surveyor::Kept;

/// What is known.
#[derive(Debug, Default)]
pub struct Known {
    syntax: Syntax,
    /// What surveys found.
    pub(crate) survey: Kept,
}

impl Known {
    /// The files to analyse, with the trees that are known of them.
    pub(crate) fn take_files(&mut self, sources: &Sources) -> Files {
        std::mem::take(&mut self.syntax).files(sources)
    }

    /// Keeps the trees of files that were analysed.
    pub(crate) fn keep_files(&mut self, files: Files, sources: &Sources) {
        self.syntax = Syntax::of(files, sources);
    }
}
