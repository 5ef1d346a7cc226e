//! Fixtures that share an application and differ in the body of one of its files.

#[path = "uses.rs"]
pub(crate) mod uses;

use tablecheck::fixture;
use uses::with_uses;

/// Asserts what is found in `code`, the end of an application's last file.
#[track_caller]
pub(crate) fn check(application: &str, code: &str) {
    let project = format!("{}{}", application.trim_start_matches('\n'), code.trim_start_matches('\n'));
    if let Err(report) = fixture::compare(&with_uses(&project)) {
        panic!("{report}");
    }
}
