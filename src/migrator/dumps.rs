//! What a dump that somebody names means for the migrations.

use std::collections::BTreeSet;

use crate::eval::Interp;
use crate::laravel::{Batch, Laravel};
use crate::source::quoted_words;

/// Whether a dump that was loaded has tables which migrations name as well: then it is the whole database, and else what lies
/// beside theirs.
pub(super) fn overlap<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, batches: &[Batch]) -> bool {
    let sources = cx.program.sources();
    let tables: BTreeSet<&str> =
        cx.host.database.connections.values().flat_map(|schema| schema.tables.keys()).map(String::as_str).collect();
    let mut files = batches.iter().flat_map(|batch| &batch.files).peekable();
    // Without migrations it stands alone.
    files.peek().is_none() || files.any(|(_, file)| quoted_words(sources.file(*file).text()).any(|word| tables.contains(word)))
}
