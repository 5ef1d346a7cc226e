//! A project that was read and analysed: what commands and requests ask their questions of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::analyzer::Analyzer;
use super::focus::Focus;
use super::listener::{Listener, Running, Step};
use crate::analysis::{Analysis, replay_only};
use crate::config::{Config, Until};
use crate::phases::Unobserved;
use crate::project::{Changes, Project, Way, repository};
use crate::schema::Driver;
use crate::source::{FileId, Sources, Span};

/// A project that was read and analysed.
#[derive(Debug)]
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// What is known of it.
    pub analysis: Analysis,
    /// Analyses it by what is known of it.
    pub(super) analyzer: Arc<Analyzer>,
    /// What is set for it.
    pub config: Config,
    /// What leads to it from the current folder.
    pub way: Way,
    /// What stands before its paths so that they start from the repository's root; the same where there is no repository.
    pub repository: String,
    /// What leads from the folder that was asked for down to the root, where it lies below.
    pub below: String,
    /// The folder that paths in the configuration and the baseline start from.
    pub(super) folder: PathBuf,
    /// The changes that are looked at, if only what they bring is of interest.
    pub(super) changes: Option<Changes>,
    /// Who is told what is done with it.
    pub(super) listener: Arc<dyn Listener>,
    /// What of it is of interest.
    pub(super) focus: Focus,
}

impl Loaded {
    /// A project that was analysed, with what is set for it and the folder that paths in that start from.
    pub(super) fn new(
        mut project: Project,
        analysis: Analysis,
        (config, folder): (Config, PathBuf),
        analyzer: Arc<Analyzer>,
        (focus, changes): (Focus, Option<Changes>),
        listener: Arc<dyn Listener>,
    ) -> Self {
        for (file, reason) in &analysis.given_up {
            let path = project.sources.path(*file).to_owned();
            project.sources.add_unreadable(path, reason.as_str());
        }
        let way = Way::from_here(&project.root);
        let repository = in_repository(&project.root).unwrap_or_else(|| way.prefix().to_owned());
        let below = String::new();
        Loaded { project, analysis, analyzer, config, way, repository, below, folder, changes, listener, focus }
    }

    /// Whether a file belongs to what was asked for.
    #[must_use]
    pub fn is_asked_for(&self, file: FileId) -> bool {
        self.is_path_asked_for(self.project.sources.path(file))
    }

    /// A file's path as it can be opened from the current folder.
    #[must_use]
    pub fn shown_path(&self, file: FileId) -> String {
        self.way.to(self.project.sources.path(file))
    }

    /// Whether a path, relative to the root, belongs to what was asked for.
    #[must_use]
    pub fn is_path_asked_for(&self, path: &str) -> bool {
        self.focus.holds(path)
    }

    /// Whether a span belongs to what was asked for.
    #[must_use]
    pub fn is_span_asked_for(&self, span: Span) -> bool {
        self.is_asked_for(span.file)
    }

    /// Analyses the project with other files. Nobody is told of the phases, which come more than once.
    #[must_use]
    pub fn analyze(&self, sources: &Sources) -> Analysis {
        self.analyzer.analyze(sources, &self.config, &Unobserved)
    }

    /// Tells the listener that the project is looked at once more, until what is given back is dropped.
    pub fn again(&self) -> Running<'_> {
        Running::start(&*self.listener, Step::Again)
    }

    /// Replays the migrations once more, up to some point or for another driver.
    #[must_use]
    pub fn replay(&self, driver: Option<Driver>, until: Option<Until>) -> Analysis {
        let mut config = Config { until, ..self.config.clone() };
        if let Some(driver) = driver {
            config.force_driver(driver);
        }
        let _again = self.again();
        replay_only(&self.project.sources, &config)
    }
}

/// What leads from the repository that a folder lies in to the folder.
fn in_repository(folder: &Path) -> Option<String> {
    Some(Way::new(repository(folder)?, folder).prefix().to_owned())
}
