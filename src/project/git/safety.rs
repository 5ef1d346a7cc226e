//! What is looked at before a repository is read: that it is this person's, and that what should be files are files.
//!
//! What git keeps comes with a clone, an archive or a mounted folder. A pipe among it would be waited for without end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::super::ProjectError;
use super::super::disk::{self, Bounds};
use super::variable;

/// What is read of the folder that git keeps what it knows in.
const READ: [&str; 9] = ["HEAD", "config", "config.worktree", "commondir", "packed-refs", "shallow", "refs", "objects", "info"];
/// How deep names and objects lie.
const DEEPEST: usize = 20;
/// The most places from which a repository may borrow objects.
const MOST_ALTERNATES: usize = 20;
/// The largest of these files, in bytes.
const LARGEST: u64 = 1_000_000_000;

/// A repository of another person's is not read, as git does not: its owner decides what is in it from moment to moment.
pub(super) fn expect_own(top: &Path, folder: &Path) -> Result<(), ProjectError> {
    let is_own = |path: &Path| gix::sec::identity::is_path_owned_by_current_user(path).unwrap_or(false);
    if (is_own(top) && is_own(folder)) || is_declared_safe(top) {
        return Ok(());
    }
    Err(ProjectError::with_cure(
        top,
        "its repository belongs to another user",
        "if you trust it, run `git config --global --add safe.directory` with this path",
    ))
}

/// Whether the person's or the machine's own settings of git name a folder as safe.
fn is_declared_safe(top: &Path) -> bool {
    let mut is_safe = false;
    for value in settings("safe.directory") {
        // An empty value takes back what was said before it.
        is_safe = match value.as_str() {
            "" => false,
            "*" => true,
            named => match named.strip_suffix("/*") {
                Some(above) => is_safe || top.starts_with(above),
                None => is_safe || Path::new(named).canonicalize().is_ok_and(|named| named == top),
            },
        };
    }
    is_safe
}

/// The values of a key in the person's and the machine's own settings of git, in their order. A project's own do not count.
pub(super) fn settings(key: &str) -> Vec<String> {
    let user = match variable("GIT_CONFIG_GLOBAL") {
        Some(file) => vec![file],
        None => {
            let further = own_folder().map(|folder| folder.join("config"));
            further.into_iter().chain(std::env::home_dir().map(|home| home.join(".gitconfig"))).collect()
        }
    };
    let system = variable("GIT_CONFIG_SYSTEM").unwrap_or_else(|| PathBuf::from("/etc/gitconfig"));
    let files = std::iter::once(system).filter(|_| std::env::var_os("GIT_CONFIG_NOSYSTEM").is_none()).chain(user);
    let mut values = Vec::new();
    for file in files {
        let Ok(bytes) = disk::read(&file, Bounds::Anywhere, 1_000_000) else { continue };
        let metadata = gix::config::file::Metadata::from(gix::config::Source::User);
        let Ok(config) = gix::config::File::from_bytes_no_includes(&bytes, metadata, gix::config::file::init::Options::default())
        else {
            continue;
        };
        values.extend(config.strings(key).unwrap_or_default().into_iter().map(|value| value.to_string()));
    }
    values
}

/// The folder of the person's own files for git, beside the one in the home folder.
pub(super) fn own_folder() -> Option<PathBuf> {
    let above = variable("XDG_CONFIG_HOME").or_else(|| Some(std::env::home_dir()?.join(".config")));
    above.map(|above| above.join("git"))
}

/// That all that will be read of a repository is a regular file in the end.
pub(super) fn expect_files(folder: &Path) -> Result<(), ProjectError> {
    for name in READ {
        expect_below(&folder.join(name))?;
    }
    // Objects may be borrowed from other places, and those from yet others.
    let mut known = BTreeSet::new();
    let mut places = vec![folder.join("objects")];
    while let Some(objects) = places.pop() {
        let Ok(list) = disk::read(&objects.join("info/alternates"), Bounds::Anywhere, 100_000) else { continue };
        for line in String::from_utf8_lossy(&list).lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let place = objects.join(line);
            if known.len() < MOST_ALTERNATES && known.insert(place.clone()) {
                expect_below(&place)?;
                places.push(place);
            }
        }
    }
    Ok(())
}

/// That a file is one, if it is there.
pub(super) fn expect_file(path: &Path) -> Result<(), ProjectError> {
    let Ok(facts) = std::fs::metadata(path) else { return Ok(()) };
    let wrong = |cause: String| Err(ProjectError::with_cure(path, cause, "remove it, and see what `git status` says"));
    match disk::kind_of(&facts) {
        Some(kind) => wrong(disk::Refusal::Kind(kind).to_string()),
        None if facts.len() > LARGEST && !is_pack(path) => wrong(disk::Refusal::Size(LARGEST).to_string()),
        None => Ok(()),
    }
}

/// Packs may be of any size: they are looked into, not read.
fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["pack", "idx"].iter().any(|known| extension == *known))
}

fn expect_below(place: &Path) -> Result<(), ProjectError> {
    for entry in WalkDir::new(place).max_depth(DEEPEST).follow_links(false).into_iter().filter_map(Result::ok) {
        let kind = entry.file_type();
        let is_folder = kind.is_dir() || kind.is_symlink() && entry.path().is_dir();
        // Of regular files only the few at the top are read as a whole.
        if !is_folder && (!kind.is_file() || entry.depth() <= 1) {
            expect_file(entry.path())?;
        }
    }
    Ok(())
}
