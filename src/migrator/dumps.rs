//! What a dump that somebody names means for the migrations.

use crate::eval::Interp;
use crate::laravel::{Batch, Laravel};

/// Whether a dump that was loaded has tables which migrations name as well: then it is the whole database, and else what lies
/// beside theirs.
pub(super) fn overlap<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, batches: &[Batch]) -> bool {
    let sources = cx.program.sources();
    let tables = cx.host.database.connections.values().flat_map(|schema| schema.tables.keys());
    let quoted: Vec<String> = tables.flat_map(|table| [format!("'{table}'"), format!("\"{table}\"")]).collect();
    let mut files = batches.iter().flat_map(|batch| &batch.files).peekable();
    // Without migrations it stands alone.
    files.peek().is_none() || files.any(|(_, file)| quoted.iter().any(|name| sources.file(*file).text().contains(name.as_str())))
}
