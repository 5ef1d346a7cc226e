//! Writes files of a project anew: as a whole or not at all, and only what was read just so.

use std::fmt;
use std::path::PathBuf;

use super::Project;
use super::disk::{self, Bounds, Refusal};
use super::walk::LARGEST_FILE;

/// Why the text of a file must not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not UTF-8, so that its text is not all that it holds.
    Encoding,
    /// It holds something else than what was read.
    Changed,
    /// It lies outside of the project, behind a link.
    Outside,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Obstacle::Encoding => "it is not valid UTF-8; convert it, or change it by hand",
            Obstacle::Changed => "it has changed since it was read; run again",
            Obstacle::Outside => "it is a symbolic link that leads out of the project; change the file that it leads to",
        })
    }
}

/// Why a file could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// It must not be.
    Obstacle(Obstacle),
    /// It cannot be.
    Refused(Refusal),
}

impl From<Refusal> for WriteError {
    fn from(refusal: Refusal) -> Self {
        WriteError::Refused(refusal)
    }
}

impl Project {
    /// Why the text of a file must not be changed; none if it may. What cannot be read now is left to [`Project::write`].
    #[must_use]
    pub fn obstacle(&self, path: &str, text: &str) -> Option<Obstacle> {
        match self.check(path, text) {
            Err(WriteError::Obstacle(obstacle)) => Some(obstacle),
            Ok(_) | Err(WriteError::Refused(_)) => None,
        }
    }

    /// Gives a file another text, as a whole or not at all.
    ///
    /// # Errors
    /// If it holds something else than `before`, lies outside of the project, or the file or its folder may not be written.
    pub fn write(&self, path: &str, before: &str, text: &str) -> Result<(), WriteError> {
        let target = self.check(path, before)?;
        Ok(disk::replace(&target, Bounds::Within(&self.root), text.as_bytes())?)
    }

    /// Writes a file that is not there yet, with the folders above it.
    ///
    /// # Errors
    /// If it is there, would lie outside of the project, or its folder may not be written.
    pub fn create(&self, path: &str, text: &str) -> Result<(), Refusal> {
        disk::create(&self.root.join(path), Bounds::Within(&self.root), text.as_bytes())
    }

    /// The file that a path leads to, if it holds this text.
    fn check(&self, path: &str, text: &str) -> Result<PathBuf, WriteError> {
        let target = self.root.join(path).canonicalize().map_err(Refusal::Io)?;
        let bytes = match disk::read(&target, Bounds::Within(&self.root), LARGEST_FILE) {
            Err(Refusal::Outside) => return Err(WriteError::Obstacle(Obstacle::Outside)),
            bytes => bytes?,
        };
        if bytes == text.as_bytes() {
            return Ok(target);
        }
        Err(WriteError::Obstacle(if std::str::from_utf8(&bytes).is_err() { Obstacle::Encoding } else { Obstacle::Changed }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn project(bytes: &[u8]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::write(folder.path().join("a.php"), bytes).expect("the file can be written");
        let project = Project::load(folder.path()).expect("the folder can be read");
        (folder, project)
    }

    #[test]
    fn only_what_was_read_is_replaced() {
        let (folder, project) = project("\u{feff}<?php\r\n".as_bytes());
        project.write("a.php", "\u{feff}<?php\r\n", "\u{feff}<?php 1;\r\n").expect("it can be written");
        assert_eq!(fs::read(folder.path().join("a.php")).expect("it is there"), "\u{feff}<?php 1;\r\n".as_bytes());
        assert_eq!(fs::read_dir(folder.path()).expect("it can be read").count(), 1, "nothing is left beside it");
        assert_eq!(project.obstacle("a.php", "<?php"), Some(Obstacle::Changed));
        assert!(matches!(project.write("a.php", "<?php", ""), Err(WriteError::Obstacle(Obstacle::Changed))));
        assert!(matches!(project.write("b.php", "", ""), Err(WriteError::Refused(_))));
    }

    #[test]
    fn what_is_no_text_is_left() {
        let (_folder, project) = project(b"<?php // \xe4");
        assert_eq!(project.obstacle("a.php", "<?php // ?"), Some(Obstacle::Encoding));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_followed_within_the_project() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, project) = project(b"<?php 1;");
        let file = folder.path().join("a.php");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("it is ours");
        symlink("a.php", folder.path().join("link.php")).expect("links can be made");
        project.write("link.php", "<?php 1;", "<?php 2;").expect("it can be written");
        assert!(folder.path().join("link.php").is_symlink(), "the link stays");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "<?php 2;");
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o755);
        let outside = tempfile::NamedTempFile::new().expect("there is a folder for temporary files");
        symlink(outside.path(), folder.path().join("out.php")).expect("links can be made");
        assert_eq!(project.obstacle("out.php", ""), Some(Obstacle::Outside));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("it is ours");
        assert!(matches!(project.write("a.php", "<?php 2;", ""), Err(WriteError::Refused(_))));
    }
}
