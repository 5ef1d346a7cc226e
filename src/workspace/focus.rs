//! Which findings of a project are of interest: those in the paths given, those in files that were changed, and those
//! elsewhere that the change caused.

use std::collections::{BTreeMap, BTreeSet};

use super::analyzer::Analyzer;
use crate::baseline::Baseline;
use crate::config::Config;
use crate::finding::Finding;
use crate::phases::Unobserved;
use crate::project::{Changes, Project, Way, portable};
use crate::source::Sources;

/// What is of interest.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// The parts that were asked for, as paths relative to the root; an empty one is all of it.
    pub(super) parts: Vec<String>,
    /// What was changed, where only that is of interest.
    change: Option<Change>,
}

/// What was changed.
#[derive(Clone, Debug)]
struct Change {
    /// The changed files, relative to the root.
    paths: BTreeSet<String>,
    /// What was found before and was not known; none if it must have been the same.
    before: Option<Baseline>,
}

/// What was set for a project before a change.
#[derive(Debug)]
pub(super) struct Then<'c> {
    /// The settings.
    pub(super) config: &'c Config,
    /// What was known.
    pub(super) known: Baseline,
    /// Whether that differs from what is set and known now.
    pub(super) differs: bool,
}

impl Focus {
    /// All that lies in these parts.
    pub(super) fn on(parts: Vec<String>) -> Self {
        Focus { parts, change: None }
    }

    /// These parts, and what the changes bring.
    pub(super) fn with_changes(
        parts: Vec<String>,
        changes: &Changes,
        project: &Project,
        then: Then<'_>,
        analyzer: &Analyzer,
    ) -> Self {
        let own = |path: &String| within(project, changes, path);
        let before: BTreeMap<String, Option<Vec<u8>>> =
            changes.contents().filter_map(|(path, bytes)| Some((own(path)?, bytes.clone()))).collect();
        let paths: BTreeSet<String> = before.keys().cloned().collect();
        let sources = project.with_contents(before);
        let Then { config, mut known, differs } = then;
        // Without a file that counts, nothing can have come of it.
        let counts = |path: &String| sources.find(path).is_some() || project.sources.find(path).is_some();
        let before = (differs || paths.iter().any(counts)).then(|| told(&sources, config, &mut known, analyzer));
        Focus { parts, change: Some(Change { paths, before }) }
    }

    /// A file with another text than the one in the folder, and what that brings. `before` is the project as it lies there.
    pub(super) fn with_text(path: String, before: &Sources, then: Then<'_>, analyzer: &Analyzer) -> Self {
        let Then { config, mut known, .. } = then;
        let before = Some(told(before, config, &mut known, analyzer));
        Focus { parts: vec![path.clone()], change: Some(Change { paths: BTreeSet::from([path]), before }) }
    }

    /// Whether a path, relative to the root, belongs to what is of interest.
    pub(super) fn holds(&self, path: &str) -> bool {
        let holds = |part: &String| {
            part.is_empty() || path.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.parts.iter().any(holds) || self.change.as_ref().is_some_and(|change| change.paths.contains(path))
    }

    /// The findings of interest, of all in these sources, each with whether it is known.
    pub(super) fn choose<'f>(&self, findings: impl Iterator<Item = (&'f Finding, bool)>, sources: &Sources) -> Vec<&'f Finding> {
        let unknown: Vec<&Finding> = findings.filter(|(_, is_known)| !is_known).map(|(finding, _)| finding).collect();
        let path = |finding: &Finding| sources.path(finding.span.file).to_owned();
        // Of what is alike, as much is new as there is more of it.
        let before = self.change.as_ref().and_then(|change| change.before.clone());
        let was_there = before.map(|mut before| before.take(unknown.iter().map(|&finding| (finding, path(finding))), sources));
        let was_there = was_there.unwrap_or_else(|| vec![true; unknown.len()]);
        let chosen = unknown.into_iter().zip(was_there).filter(|(finding, was_there)| !was_there || self.holds(&path(finding)));
        chosen.map(|(finding, _)| finding).collect()
    }
}

/// What is found in these files and not known.
fn told(sources: &Sources, config: &Config, known: &mut Baseline, analyzer: &Analyzer) -> Baseline {
    let mut told = Baseline::default();
    let findings = analyzer.analyze(sources, config, &Unobserved).findings;
    let path = |finding: &Finding| format!("{}{}", config.base, sources.path(finding.span.file));
    let is_known = known.take(findings.iter().map(|finding| (finding, path(finding))), sources);
    for (finding, _) in findings.iter().zip(is_known).filter(|(_, is_known)| !is_known) {
        told.add(finding, sources.path(finding.span.file), sources);
    }
    told
}

/// The project's files as they were before a change.
pub(super) fn before(project: &Project, changes: &Changes) -> Sources {
    project.with_contents(changes.contents().filter_map(|(path, bytes)| Some((within(project, changes, path)?, bytes.clone()))))
}

/// The project with the files as they should be looked at, not as they lie in the folder.
pub(super) fn looked_at(project: &mut Project, changes: &Changes) {
    if !changes.instead.is_empty() {
        let instead = changes.instead.iter().filter_map(|(path, bytes)| Some((within(project, changes, path)?, bytes.clone())));
        project.sources = project.with_contents(instead);
    }
}

/// A path from the repository's topmost folder, as the project calls it; none if it lies outside.
fn within(project: &Project, changes: &Changes, path: &str) -> Option<String> {
    // A submodule of the project's has its own repository.
    if let Ok(below) = changes.top.strip_prefix(&project.root) {
        return Some(Way::down(&portable(below)).to(path));
    }
    let prefix = project.root.strip_prefix(&changes.top).ok()?;
    let mut rest = path;
    for part in prefix.components() {
        rest = rest.strip_prefix(&*part.as_os_str().to_string_lossy())?.strip_prefix('/')?;
    }
    Some(rest.to_owned())
}
