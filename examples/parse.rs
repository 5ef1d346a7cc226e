//! Parses all PHP of a folder with the bare parser, on all processors, and does nothing with the trees: what reading the files
//! costs whoever works with them. `benches/compare.sh` holds the program against it.
//!
//! `cargo run --release --example parse -- FOLDER`

use std::path::PathBuf;

use rayon::prelude::*;
use tree_sitter::{Language, Parser};
use walkdir::WalkDir;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = std::env::args().nth(1).expect("name a folder");
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| !["vendor", "node_modules", ".git"].iter().any(|name| entry.file_name() == *name))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "php"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    let language = Language::from(tree_sitter_php::LANGUAGE_PHP);
    let nodes: usize = files
        .par_iter()
        .map_init(Parser::new, |parser, path| {
            parser.set_language(&language).expect("the versions fit");
            let text = std::fs::read(path).unwrap_or_default();
            parser.parse(&text, None).map_or(0, |tree| tree.root_node().descendant_count())
        })
        .sum();
    assert!(nodes >= files.len(), "each file has a node");
}
