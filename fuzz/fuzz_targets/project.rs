//! Whatever a project's files consist of: parsing, evaluation, replay, survey and rules end and do not panic, and every
//! finding points at text that is there.
//!
//! The input is a fixture: several files in one text, each below a line `//- /path`. Text without such a line is a migration.
//!
//! ```text
//! fuzz/seed && ASAN_OPTIONS=detect_leaks=0 cargo +nightly fuzz run project
//! ```
//!
//! Leaks are none of its business: objects of PHP code refer to each other in circles, and are given up with the process.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tablecheck::analysis::analyze;
use tablecheck::config::Config;
use tablecheck::fixture;
use tablecheck::schema::Driver;
use tablecheck::source::Sources;

/// Larger inputs only take longer; what can go wrong goes wrong in small ones.
const MAX_BYTES: usize = 16 << 10;

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > MAX_BYTES {
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    let files = if text.starts_with("//- /") {
        fixture::parse(&text)
    } else {
        vec![("database/migrations/2024_01_01_000000_fuzz.php".to_owned(), text.into_owned())]
    };
    let sources = Sources::from_files(files);
    // The driver follows from the input, so that a failing one fails again.
    let drivers = [None, Some(Driver::Sqlite), Some(Driver::PgSql), Some(Driver::SqlSrv)];
    let config = Config { driver: drivers[bytes.len() % drivers.len()], ..Config::default() };
    let analysis = analyze(&sources, &config);
    for finding in &analysis.findings {
        let text = sources.file(finding.span.file).text();
        assert!(text.get(finding.span.range()).is_some(), "{:?} is no part of the text", finding.span);
    }
});
