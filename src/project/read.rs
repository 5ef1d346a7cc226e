//! Reads the files that were found, all processors at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::disk::{self, Bounds, Refusal};
use super::walk::{Found, LARGEST_FILE, portable};
use crate::source::Sources;
use crate::threads::with_threads;

/// The stack of each thread that reads, in bytes.
const STACK: usize = 1 << 20;

/// Reads the files. What cannot be read is noted.
pub(super) fn read(root: &Path, found: Found) -> Sources {
    let folder_of = |path: &PathBuf| path.parent().unwrap_or(Path::new("")).to_owned();
    // Links are resolved once for each folder.
    let resolved = |folder: PathBuf| {
        let resolved = root.join(&folder).canonicalize();
        (folder, resolved)
    };
    let results: Vec<(String, Result<Arc<str>, Refusal>)> = with_threads(STACK, || {
        let folders: BTreeSet<PathBuf> = found.files.iter().map(folder_of).collect();
        let folders: BTreeMap<PathBuf, io::Result<PathBuf>> = folders.into_par_iter().map(resolved).collect();
        let read_one = |path: &PathBuf| {
            let bytes = match (folders.get(&folder_of(path)), path.file_name()) {
                (Some(Ok(folder)), Some(name)) => disk::read_in(folder, name, Bounds::Within(root), LARGEST_FILE),
                _ => disk::read(&root.join(path), Bounds::Within(root), LARGEST_FILE),
            };
            (portable(path), bytes.map(|bytes| Arc::from(text(bytes))))
        };
        found.files.par_iter().map(read_one).collect()
    });
    let mut files = Vec::with_capacity(results.len());
    let (links, mut left_out) = (found.links, found.left_out);
    for (path, result) in results {
        match result {
            Ok(text) if is_translation(&path, &text) => {}
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

/// What is read of a file with these bytes; none if it does not count.
pub(super) fn counted(path: &str, bytes: Vec<u8>) -> Option<String> {
    let text = text(bytes);
    (super::walk::is_inside(path) && !is_translation(path, &text)).then_some(text)
}

/// Whether a file only lists what users read, in one language: in some applications most of all code, and none that matters.
fn is_translation(path: &str, text: &str) -> bool {
    const CODE: [&str; 5] = ["class ", "function", "fn(", "fn (", "DB::"];
    let mut folders = path.split('/').rev().skip(1);
    path.ends_with(".php")
        && folders.any(|folder| folder.eq_ignore_ascii_case("lang"))
        && !CODE.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// The bytes as text. A byte that is not UTF-8 becomes `?`, so that every other byte keeps its offset.
pub(super) fn text(bytes: Vec<u8>) -> String {
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

#[cfg(test)]
mod tests {
    use super::is_translation;

    #[test]
    fn translations_are_lists_in_folders_of_languages() {
        assert!(is_translation("resources/lang/de/auth.php", "<?php return ['failed' => 'Falsch.'];"));
        assert!(is_translation("lang/vendor/shop/de/auth.php", "<?php return [];"));
        assert!(!is_translation("app/Lang/Loader.php", "<?php class Loader {}"));
        assert!(!is_translation("app/lang.php", "<?php return [];"));
        assert!(!is_translation("lang/de/tables.php", "<?php return DB::table('x')->pluck('name');"));
    }
}
