//! Names for findings that stay the same while the code around them moves, and while their words change.

use std::collections::BTreeMap;

use super::ProjectReport;
use crate::baseline::{fnv1a, subject};
use crate::finding::Finding;

/// Gives each finding of a report its name, in order. It depends on the rule, the path, the table and column, the code of its
/// line, and on how many findings alike came before; never on the number of a line, or on the message.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    n_alike: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The name of the next finding, which lies in the file at `path`.
    pub(super) fn next(&mut self, project: &ProjectReport, finding: &Finding, path: &str) -> String {
        let same = format!("{}\0{path}\0{}", finding.rule, subject(finding, project.sources));
        let n_before = self.n_alike.entry(same.clone()).or_insert(0);
        let text = format!("{same}\0{n_before}");
        *n_before += 1;
        format!("{:016x}", fnv1a(text.as_bytes()))
    }
}
