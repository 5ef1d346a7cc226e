//! Names for findings that stay the same while the code around them moves.

use std::collections::BTreeMap;

use crate::baseline::fnv1a;
use crate::finding::Finding;

/// Gives each finding of a report its name, in order. It depends on the rule, the path, the message, and on how many
/// findings alike came before; never on a line.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    n_alike: BTreeMap<(&'static str, String, String), usize>,
}

impl Fingerprints {
    /// The name of the next finding, which lies in the file at `path`.
    pub(super) fn next(&mut self, finding: &Finding, path: &str) -> String {
        let n_before = self.n_alike.entry((finding.rule, path.to_owned(), finding.message.clone())).or_insert(0);
        let text = format!("{}\0{path}\0{}\0{n_before}", finding.rule, finding.message);
        *n_before += 1;
        format!("{:016x}", fnv1a(text.as_bytes()))
    }
}
