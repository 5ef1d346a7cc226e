//! What time it is.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970. A build that is to give the same bytes each time says in `SOURCE_DATE_EPOCH` what time it is.
#[must_use]
pub fn now() -> u64 {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    told.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()))
}
