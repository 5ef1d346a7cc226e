//! How paths of one folder are told from another.

use std::path::{Path, PathBuf};

use super::walk::portable;

/// The folder that the program was called in, without links; an empty path if it is gone.
#[must_use]
pub fn current_folder() -> PathBuf {
    std::env::current_dir().and_then(|folder| folder.canonicalize()).unwrap_or_default()
}

/// What leads from the folder that somebody is in to the files of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// What leads to the folder: nothing, a way down, a way up, or its whole path; empty or ending with `/`.
    prefix: String,
    /// The folders that lead from there back to where somebody is, where that lies below.
    back: Vec<String>,
}

impl Way {
    /// What leads to `folder` from `here`; both are absolute paths without links.
    #[must_use]
    pub fn new(here: &Path, folder: &Path) -> Way {
        if let Ok(below) = folder.strip_prefix(here) {
            Way::down(&portable(below))
        } else if let Ok(above) = here.strip_prefix(folder) {
            let back: Vec<String> = above.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            Way { prefix: "../".repeat(back.len()), back }
        } else {
            Way { prefix: format!("{}/", folder.display()), back: Vec::new() }
        }
    }

    /// What leads to a folder, an absolute path without links, from the current one.
    #[must_use]
    pub fn from_here(folder: &Path) -> Way {
        Way::new(&current_folder(), folder)
    }

    /// A way down into a folder, given with `/` between its parts; an empty one is no way.
    #[must_use]
    pub fn down(folder: &str) -> Way {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Way { prefix, back: Vec::new() }
    }

    /// What stands before the name of a file in the folder itself; empty or ending with `/`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// How a file or folder is called, given by its path in the folder with `/` between its parts.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        // What goes up and down the same folders again is hard to read, and links in it may lead elsewhere.
        let mut rest = path;
        let mut shared = 0;
        for part in &self.back {
            let Some(below) = rest.strip_prefix(part.as_str()).and_then(|rest| rest.strip_prefix('/')) else { break };
            rest = below;
            shared += 1;
        }
        let ups = self.prefix.get(shared * "../".len()..).filter(|_| shared > 0);
        format!("{}{rest}", ups.unwrap_or(&self.prefix))
    }
}

/// What stands before the names in a folder so that they can be opened from the current one.
#[must_use]
pub fn shown_folder(folder: &Path) -> String {
    Way::from_here(folder).prefix().to_owned()
}

/// A file's path as it can be opened from the current folder.
#[must_use]
pub fn shown_file(path: &Path) -> String {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if path.is_absolute() => format!("{}{}", shown_folder(folder), name.to_string_lossy()),
        _ => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_where_somebody_is() {
        for (folder, here, path, expected) in [
            ("/a/b", "/a/b", "c.php", "c.php"),
            ("/a/b/c", "/a", "d.php", "b/c/d.php"),
            ("/x", "/a", "y/z.php", "/x/y/z.php"),
            ("/a", "/a/b/c", "d.php", "../../d.php"),
            ("/a", "/a/b/c", "b/c/d.php", "d.php"),
            ("/a", "/a/b/c", "b/c/d/e.php", "d/e.php"),
            ("/a", "/a/b/c", "b/d.php", "../d.php"),
            ("/a", "/a/b/c", "bc/d.php", "../../bc/d.php"),
            ("/a", "/a/b/c", "", "../../"),
        ] {
            assert_eq!(Way::new(Path::new(here), Path::new(folder)).to(path), expected, "{path} in {folder} from {here}");
        }
    }
}
