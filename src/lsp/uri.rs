//! Files' addresses and their paths.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use url::Url;

/// The path that an address of a file leads to; none of any other address.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let url = Url::parse(&uri.0).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok())?
}

/// The same without links in its folders, as projects know it.
pub(super) fn file(uri: &Uri) -> Option<PathBuf> {
    path(uri).map(|path| canonical(&path))
}

/// The address of a file, given by its whole path.
pub(super) fn of(path: &Path) -> Uri {
    Uri(Url::from_file_path(path).map_or_else(|()| format!("file://{}", path.display()), String::from))
}

/// A path without links in its folders; the file itself need not be there.
pub(super) fn canonical(path: &Path) -> PathBuf {
    let above = path.ancestors().skip(1).find(|folder| folder.is_dir());
    let rest = above.and_then(|folder| Some((folder.canonicalize().ok()?, path.strip_prefix(folder).ok()?)));
    rest.map_or_else(|| path.to_owned(), |(folder, rest)| folder.join(rest))
}
