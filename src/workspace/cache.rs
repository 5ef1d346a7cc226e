//! What was worked out, as files in the user's cache folder: one for each project and build of the program.
//!
//! It only ever saves work. A file that is damaged, half written, of another build, another project or somebody else is as good
//! as none; one that cannot be written is not written. Files are written whole, under another name first, so that runs which
//! go on at the same time do not hurt each other: the last one's file stays.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::settings::Keeping;
use crate::engine::Known;
use crate::project::disk::{self, Bounds};

/// The variable with the folder, or with `off`.
const VARIABLE: &str = "TABLECHECK_CACHE";

/// What a file begins with.
const MARK: &[u8] = concat!("tablecheck ", env!("TABLECHECK_BUILD"), "\n").as_bytes();

/// How large one file may be, in bytes.
const LARGEST: u64 = 250_000_000;

/// How large all files may be together, in bytes. The oldest go first.
const LARGEST_ALL: u64 = 500_000_000;

/// How the names of files end.
const ENDING: &str = "tablecheck-cache";

/// Where a project's file is.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    name: String,
}

impl Cache {
    /// The file of the project with this root; none if nothing is to be kept, or there is no place for it.
    pub(super) fn of(root: &Path, keeping: &Keeping) -> Option<Self> {
        let usual = || dirs::cache_dir().map(|folder| folder.join("tablecheck"));
        let folder = match keeping {
            Keeping::Nowhere => None,
            Keeping::In(folder) => Some(folder.clone()),
            Keeping::AsUsual => match std::env::var_os(VARIABLE) {
                Some(folder) if folder.is_empty() => usual(),
                Some(off) if off == "off" => None,
                Some(folder) => Some(PathBuf::from(folder)),
                None => usual(),
            },
        }?;
        let root = xxh3_128(root.as_os_str().as_encoded_bytes());
        Some(Cache { folder, name: format!("{root:032x}-{}.{ENDING}", env!("TABLECHECK_BUILD")) })
    }

    /// What an earlier run kept.
    pub(super) fn load(&self) -> Option<Known> {
        let bytes = disk::read(&self.folder.join(&self.name), Bounds::Anywhere, LARGEST).ok()?;
        let rest = bytes.strip_prefix(MARK)?;
        let (sum, body) = rest.split_at_checked(16)?;
        if xxh3_128(body).to_le_bytes() != sum {
            return None;
        }
        Known::from_bytes(body)
    }

    /// Keeps what is known for later runs, if that is possible.
    pub(super) fn store(&self, known: &Known) {
        let body = known.to_bytes();
        if body.len() as u64 > LARGEST - 1_000 {
            return;
        }
        let mut bytes = Vec::with_capacity(MARK.len() + 16 + body.len());
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&xxh3_128(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        if disk::store(&self.folder, &self.name, &bytes).is_ok() {
            let is_kept = |name: &str| name.ends_with(ENDING);
            disk::shrink(&self.folder, &is_kept, &self.name, LARGEST_ALL);
        }
    }
}
