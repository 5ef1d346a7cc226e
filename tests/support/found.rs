//! What is found in a project in one string, whose files need no imports.

use tablecheck::analysis::Analysis;
use tablecheck::fixture;

#[path = "uses.rs"]
mod uses;
use uses::with_uses;

/// Asserts what is found.
#[track_caller]
pub(crate) fn check(fixture: &str) -> Analysis {
    match fixture::compare(&with_uses(fixture)) {
        Ok(analysis) => analysis,
        Err(report) => panic!("{report}"),
    }
}
