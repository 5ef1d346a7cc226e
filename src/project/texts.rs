//! The texts of a project that say nothing of tables by themselves, but in which names of columns stand: templates, scripts,
//! settings. Only what asks whether a name occurs anywhere reads them.

use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::disk::{self, Bounds};
use super::read::text;
use super::walk::{LARGEST_FILE, is_skipped};
use crate::threads::with_threads;

/// What the names of such files end with.
const ENDINGS: [&str; 31] = [
    "blade.php",
    "js",
    "mjs",
    "cjs",
    "jsx",
    "ts",
    "mts",
    "tsx",
    "vue",
    "svelte",
    "astro",
    "twig",
    "latte",
    "antlers.html",
    "html",
    "htm",
    "phtml",
    "tpl",
    "inc",
    "hbs",
    "mustache",
    "graphql",
    "gql",
    "yaml",
    "yml",
    "neon",
    "xml",
    "py",
    "rb",
    "go",
    "sh",
];

/// The stack of each thread that reads, in bytes.
const STACK: usize = 1 << 20;

/// Reads them. What cannot be read is passed over.
pub(super) fn texts(root: &Path) -> Vec<String> {
    let entries = WalkDir::new(root).follow_links(false).into_iter().filter_entry(|entry| !is_skipped(root, entry));
    let counts = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let ends = |ending: &&str| name.strip_suffix(*ending).is_some_and(|rest| rest.ends_with('.'));
        let is_data = name.ends_with(".json") && !name.starts_with("composer.") && !name.contains("lock");
        ENDINGS.iter().any(ends) || (is_data && !is_translation(path))
    };
    let paths: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && counts(entry.path()))
        .map(walkdir::DirEntry::into_path)
        .collect();
    let read = |path: &std::path::PathBuf| disk::read(path, Bounds::Within(root), LARGEST_FILE).ok().map(text);
    with_threads(STACK, || paths.par_iter().filter_map(read).collect())
}

/// Whether a file of data lies among texts for users, in one language each.
fn is_translation(path: &Path) -> bool {
    path.iter().any(|part| ["lang", "locales", "translations", "i18n"].iter().any(|name| part.eq_ignore_ascii_case(name)))
}
