//! What is known of a project from one analysis to the next, as plain data.
//!
//! *Syntax* is made of a text alone. *Survey*, what code says of tables and columns, is made of a file and of every answer that
//! it got from others. The *replay* of the migrations is made of every answer that they got; it is kept in memory alone, because
//! it is quick. The rules run again each time that anything has changed; if nothing has, the last answer still holds, which is kept in
//! memory, too.

use serde::{Deserialize, Serialize};

use crate::analysis::Analysis;
use crate::config::Config;
use crate::migrator::KeptReplay;
use crate::php::files::Files;
use crate::php::syntax::{self, Syntax};
use crate::source::Sources;
use crate::surveyor::Kept;

/// What is known.
#[derive(Debug, Default)]
pub struct Known {
    syntax: Syntax,
    /// What surveys found.
    pub(crate) survey: Kept,
    /// The last replay; it is not written down.
    pub(crate) replay: Option<KeptReplay>,
    /// The last answer, and what it is about; it is not written down.
    last: Option<(Sources, Config, Analysis)>,
}

/// What is known, written down.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Written<K> {
    syntax: syntax::Written,
    survey: K,
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

    /// What the last analysis found, if it was one of the same.
    pub(crate) fn answer(&mut self, sources: &Sources, config: &Config) -> Option<Analysis> {
        let (_, _, analysis) = self.last.as_ref().filter(|(files, settings, _)| settings == config && files.is_same(sources))?;
        self.survey.is_new = false;
        Some(analysis.clone())
    }

    /// Keeps what an analysis found.
    pub(crate) fn keep_answer(&mut self, sources: &Sources, config: &Config, analysis: &Analysis) {
        self.last = Some((sources.clone(), config.clone(), analysis.clone()));
    }

    /// Whether the last analysis had to look at something anew.
    #[must_use]
    pub fn has_learned(&self) -> bool {
        self.survey.is_new
    }

    /// All that is known, as bytes that [`Known::from_bytes`] understands, in the same build of the program.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = crate::analysis::with_stack(|| Written { syntax: self.syntax.write(), survey: &self.survey });
        postcard::to_allocvec(&written).unwrap_or_default()
    }

    /// What bytes say; none if they say nothing that can be understood.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Written { syntax, survey } = postcard::from_bytes(bytes).ok()?;
        Some(Known { syntax: Syntax::read(syntax), survey, replay: None, last: None })
    }
}
