//! Reads the files that were found, all processors at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::walk::{Found, portable};
use crate::source::Sources;

/// Reads the files. What cannot be read is noted.
pub(super) fn read(root: &Path, found: Found) -> Sources {
    let read_one = |path: &PathBuf| (portable(path), std::fs::read(root.join(path)).map(|bytes| Arc::from(text(bytes))));
    let results: Vec<(String, std::io::Result<Arc<str>>)> = found.files.par_iter().map(read_one).collect();
    let mut files = Vec::with_capacity(results.len());
    let (links, mut left_out) = (found.links, found.left_out);
    for (path, result) in results {
        match result {
            Ok(text) => files.push((path, text)),
            Err(error) => left_out.push((path, error.to_string())),
        }
    }
    let mut sources = Sources::from_files(files);
    for (path, target) in links {
        sources.add_link(path, target);
    }
    for (path, reason) in left_out {
        sources.add_unreadable(path, reason);
    }
    sources
}

/// The bytes as text. A byte that is no UTF-8 becomes `?`, so that every other byte keeps its offset.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
        }
        text
    })
}
