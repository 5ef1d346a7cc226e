//! What of a project is looked at: the files as they lie in their folder, or as they are staged, changed or typed.

use std::path::PathBuf;

use super::baseline::BaselineWish;
use crate::project::Since;

/// What is looked at instead of what lies in the folder.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Changes of which only what they bring is of interest.
    pub since: Option<Since>,
    /// Which findings are known.
    pub baseline: BaselineWish,
    /// A file with its contents, which may not be saved yet.
    pub buffer: Option<(PathBuf, Vec<u8>)>,
}
