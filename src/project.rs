//! A Laravel project on disk: where its root is, which of its files count, and what they contain.
//!
//! This is the only room that reads a project's files, and writes them where that is asked for. It gives them to the core as
//! [`Sources`] and knows nothing of what they mean.

mod clock;
mod configuration;
pub mod disk;
mod git;
mod read;
mod roots;
mod texts;
mod vendor;
mod walk;
mod way;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

pub use clock::now;
pub use configuration::{CONFIG_NAMES, find_config, find_config_at, read_config};
pub use git::{Changes, Moment, Since, is_commit, repository};
pub use roots::{find_root, find_roots};
pub use walk::portable;
pub use way::{Way, current_folder, shown_file, shown_folder};
pub use write::{Obstacle, WriteError};

use crate::source::Sources;

/// A project that was read.
#[derive(Clone, Debug)]
pub struct Project {
    /// The root: an absolute path without links.
    pub root: PathBuf,
    /// Its files, and those that could not be read.
    pub sources: Sources,
}

/// Why a project could not be read: which path, what happened, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectError {
    path: PathBuf,
    cause: String,
    cure: &'static str,
}

impl ProjectError {
    fn new(path: &Path, cause: impl fmt::Display) -> Self {
        ProjectError::with_cure(path, cause, "name a readable folder or file of a Laravel project")
    }

    /// A path that cannot be found or opened.
    #[must_use]
    pub fn at(path: &Path, error: &std::io::Error) -> Self {
        // `app/Models/Order.php:9`
        let shown = path.to_string_lossy();
        let has_line =
            shown.rsplit_once(':').is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()));
        if has_line && error.kind() == std::io::ErrorKind::NotFound {
            return ProjectError::with_cure(path, error, "name the file without the line: a file is checked as a whole");
        }
        ProjectError::new(path, error)
    }

    fn with_cure(path: &Path, cause: impl fmt::Display, cure: &'static str) -> Self {
        ProjectError { path: path.to_owned(), cause: cause.to_string(), cure }
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProjectError { path, cause, cure } = self;
        if path.as_os_str().is_empty() {
            return write!(out, "{cause}; {cure}");
        }
        write!(out, "cannot read `{}`: {cause}; {cure}", path.display())
    }
}

impl std::error::Error for ProjectError {}

impl Project {
    /// Reads the project whose root this is. Files and folders in it that cannot be read are noted in
    /// [`Sources::unreadable`]; they are no error.
    ///
    /// # Errors
    /// If the root itself cannot be read.
    pub fn load(root: &Path) -> Result<Project, ProjectError> {
        let root = root.canonicalize().map_err(|error| ProjectError::new(root, error))?;
        std::fs::read_dir(&root).map_err(|error| ProjectError::new(&root, error))?;
        let mut found = walk::walk(&root);
        vendor::add(&root, &mut found);
        let sources = read::read(&root, found);
        Ok(Project { root, sources })
    }

    /// The files with other contents, given by their paths relative to the root; none leaves a file out. What does not count
    /// is passed over.
    #[must_use]
    pub fn with_contents(&self, contents: impl IntoIterator<Item = (String, Option<Vec<u8>>)>) -> Sources {
        let is_own = |path: &String| !roots::is_in_other_project(&self.root, &self.root.join(path));
        let changes = contents.into_iter().filter(|(path, _)| is_own(path)).map(|(path, bytes)| {
            let text = bytes.and_then(|bytes| read::counted(&path, bytes));
            (path, text)
        });
        self.sources.with_changes(changes)
    }

    /// The texts of other files, in which names may stand as well: templates, scripts, settings.
    #[must_use]
    pub fn other_texts(&self) -> Vec<String> {
        texts::texts(&self.root)
    }

    /// A path as the project's [`Sources`] call it: relative to the root, with `/`; empty for the root
    /// itself. None if it does not exist or lies outside.
    #[must_use]
    pub fn relative(&self, path: &Path) -> Option<String> {
        let path = path.canonicalize().ok()?;
        path.strip_prefix(&self.root).ok().map(walk::portable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            std::fs::write(path, text).expect("the file can be written");
        }
    }

    fn paths(project: &Project) -> Vec<&str> {
        project.sources.iter().map(|(_, file)| file.path()).collect()
    }

    #[test]
    fn the_root_is_found_upwards_within_the_repository() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let top = folder.path().canonicalize().expect("it exists");
        write(&top, &[("app/composer.json", "{}"), ("app/src/Deep/A.php", ""), ("bare/.git/HEAD", ""), ("bare/src/B.php", "")]);
        assert_eq!(find_root(&top.join("app/src/Deep/A.php")), Ok(top.join("app")));
        assert_eq!(find_root(&top.join("bare/src")), Ok(top.join("bare/src")));
        let error = find_root(&top.join("missing")).expect_err("it does not exist").to_string();
        assert!(error.contains("missing`: No such file"), "{error}");
    }

    #[test]
    fn the_files_that_count_are_read() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let counting = [
            ".env.dist",
            ".env.example",
            "app/Models/User.php",
            "app/Storage/Disk.php",
            "composer.json",
            "composer.lock",
            "database/schema/mysql-schema.dump",
            "database/schema/mysql-schema.sql",
            "modules/Blog/composer.json",
            "packages/vendor/Shop.php",
            "testbench.yaml",
        ];
        let others = [
            ".env",
            ".idea/a.php",
            "bootstrap/cache/config.php",
            "modules/Blog/composer.lock",
            "node_modules/x/a.php",
            "packages/shop/vendor/composer/a.php",
            "public/build/a.php",
            "resources/views/a.blade.php",
            "storage/framework/a.php",
            "vendor/laravel/a.php",
            "README.md",
        ];
        write(folder.path(), &counting.map(|path| (path, "x")));
        write(folder.path(), &others.map(|path| (path, "x")));
        let project = Project::load(folder.path()).expect("the folder can be read");
        assert_eq!(paths(&project), counting);
        assert!(project.sources.unreadable().is_empty());
        assert_eq!(project.relative(&folder.path().join("app/Models")), Some("app/Models".to_owned()));
        assert_eq!(project.relative(folder.path()), Some(String::new()));
        assert_eq!(project.relative(Path::new("/")), None);
    }

    #[test]
    fn bytes_that_are_no_text_keep_their_place() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        std::fs::write(folder.path().join("a.php"), b"<?php // \xe4\xff\xc3\xa4 x").expect("the file can be written");
        let project = Project::load(folder.path()).expect("the folder can be read");
        let (_, file) = project.sources.iter().next().expect("the file counts");
        assert_eq!(file.text(), "<?php // ??ä x");
    }

    #[test]
    fn what_is_not_read_is_noted() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        std::fs::write(folder.path().join("big.php"), vec![b' '; 6_000_000]).expect("the file can be written");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/", folder.path().join("outside")).expect("a link can be made");
            std::os::unix::fs::symlink("big.php", folder.path().join("inside.php")).expect("a link can be made");
        }
        let project = Project::load(folder.path()).expect("the folder can be read");
        assert!(project.sources.is_empty());
        let noted: Vec<&str> = project.sources.unreadable().iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(noted, if cfg!(unix) { vec!["big.php", "outside"] } else { vec!["big.php"] });
    }
}
