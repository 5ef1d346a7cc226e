//! What git knows of changes: which files of a repository differ from a commit, or are staged, and what was in them.
//!
//! Git itself is asked. It must be there only where changes are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{ProjectError, current_folder, portable};

/// The tree without files, which every repository knows: what is there before the first commit.
const EMPTY_TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// What would be committed now, with the last commit.
    Staged,
    /// The files as they are, with where they left a branch, or with a commit.
    Base(String),
}

/// The changes in one repository.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The repository's topmost folder, an absolute path without links.
    pub top: PathBuf,
    /// The changed files by their paths from `top`: what was in them, or none for a new one.
    pub before: BTreeMap<String, Option<Vec<u8>>>,
    /// Files whose contents on disk are not those to look at, and what to look at instead; none for a file that does not count.
    pub instead: BTreeMap<String, Option<Vec<u8>>>,
}

/// The files of a repository at some time: what git knows of them, and else what lies in the folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment<'c> {
    changes: Option<&'c Changes>,
    before: bool,
}

impl Moment<'_> {
    /// What is in a file, given by an absolute path; none if it was not there, or is none.
    #[must_use]
    pub fn read(&self, path: &Path) -> Option<Vec<u8>> {
        match self.known(path) {
            Some(content) => content.clone(),
            None => path.is_file().then(|| std::fs::read(path).ok()).flatten(),
        }
    }

    /// Whether a file is there.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.known(path).map_or_else(|| path.is_file(), Option::is_some)
    }

    /// What git knows of a file that is not, or need not be, as it lies in the folder; none within if it is not there.
    #[must_use]
    pub fn known(&self, path: &Path) -> Option<&Option<Vec<u8>>> {
        let changes = self.changes?;
        let inside = portable(path.strip_prefix(&changes.top).ok()?);
        let before = changes.before.get(&inside).filter(|_| self.before);
        before.or_else(|| changes.instead.get(&inside))
    }
}

impl Changes {
    /// The changed files whose contents differ, with what was in them: not those of which only the mode changed.
    pub fn contents(&self) -> impl Iterator<Item = (&String, &Option<Vec<u8>>)> {
        let now = self.now();
        self.before.iter().filter(move |(path, before)| now.read(&self.top.join(path)) != **before)
    }

    /// The files as they are looked at.
    #[must_use]
    pub fn now(&self) -> Moment<'_> {
        Moment { changes: Some(self), before: false }
    }

    /// The files as they were.
    #[must_use]
    pub fn earlier(&self) -> Moment<'_> {
        Moment { changes: Some(self), before: true }
    }

    /// Asks git for the changes in the repository that a folder lies in.
    ///
    /// # Errors
    /// If there is no git, no repository, or no such commit.
    pub fn find(folder: &Path, since: &Since) -> Result<Changes, ProjectError> {
        let git = Git::at(folder)?;
        match since {
            Since::Staged => git.staged(),
            Since::Base(base) => git.since(base),
        }
    }
}

/// Whether the repository around the current folder has a commit of this name.
#[must_use]
pub fn is_commit(name: &str) -> bool {
    output(Path::new("."), &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")]).is_ok()
}

/// A repository.
struct Git {
    top: PathBuf,
}

impl Git {
    fn at(folder: &Path) -> Result<Git, ProjectError> {
        let found = output(folder, &["rev-parse", "--show-toplevel"]).map_err(|cause| {
            ProjectError::with_cure(
                folder,
                cause,
                "changes are known in a git repository only; leave `--staged` and `--diff` out",
            )
        })?;
        let top = PathBuf::from(String::from_utf8_lossy(&found).trim_end_matches(['\n', '\r']));
        let top = top.canonicalize().map_err(|error| ProjectError::new(&top, error))?;
        Ok(Git { top })
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, ProjectError> {
        output(&self.top, arguments)
            .map_err(|cause| ProjectError::with_cure(&self.top, cause, "see what `git status` says there"))
    }

    /// The paths that a command lists, with zero bytes between them.
    fn paths(&self, arguments: &[&str]) -> Result<BTreeSet<String>, ProjectError> {
        let listed = self.run(arguments)?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    /// Files that a sparse checkout leaves out of the folder, as they are known to git.
    fn absent(&self) -> Result<BTreeMap<String, Option<Vec<u8>>>, ProjectError> {
        let all = self.paths(&["ls-files", "-t", "-z"])?;
        self.contents("", all.iter().filter_map(|line| line.strip_prefix("S ")).map(str::to_owned).collect())
    }

    fn untracked(&self) -> Result<BTreeSet<String>, ProjectError> {
        self.paths(&["ls-files", "--others", "--exclude-standard", "-z"])
    }

    fn staged(&self) -> Result<Changes, ProjectError> {
        let head = if output(&self.top, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok() { "HEAD" } else { EMPTY_TREE };
        let changed = self.paths(&["diff", "--cached", "--name-only", "--no-renames", "-z", head])?;
        let before = self.contents(head, changed)?;
        // What lies in the folder and is not staged is not part of the commit.
        let elsewhere = self.paths(&["diff", "--name-only", "--no-renames", "-z"])?;
        let mut instead = self.absent()?;
        instead.extend(self.contents("", elsewhere)?);
        instead.extend(self.untracked()?.into_iter().map(|path| (path, None)));
        Ok(Changes { top: self.top.clone(), before, instead })
    }

    fn since(&self, base: &str) -> Result<Changes, ProjectError> {
        let name = format!("{base}^{{commit}}");
        // A name that begins with a dash would be an option.
        let known = output(&self.top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
        let commit = known.map(|name| String::from_utf8_lossy(&name).trim().to_owned()).map_err(|_| {
            let cause = format!("`{base}` is no commit of the repository");
            let cure = "name a branch or a commit that is there, such as `origin/main` (in a shallow clone, fetch it first)";
            ProjectError::with_cure(Path::new(""), cause, cure)
        })?;
        // What others did on the branch since is no change of ours.
        let fork = output(&self.top, &["merge-base", &commit, "HEAD"]).map_err(|_| {
            let cause = format!("`{base}` and the current commit have no common one in this clone");
            ProjectError::with_cure(Path::new(""), cause, "fetch more of the history, in CI with a depth of 0")
        })?;
        let fork = String::from_utf8_lossy(&fork).trim().to_owned();
        let mut changed = self.paths(&["diff", "--name-only", "--no-renames", "-z", &fork])?;
        changed.extend(self.untracked()?);
        let before = self.contents(&fork, changed)?;
        Ok(Changes { top: self.top.clone(), before, instead: self.absent()? })
    }

    /// What is in files of a commit; of what is staged, if the commit is empty. None for a file that is not there.
    fn contents(&self, commit: &str, paths: BTreeSet<String>) -> Result<BTreeMap<String, Option<Vec<u8>>>, ProjectError> {
        let paths: Vec<String> = paths.into_iter().collect();
        if paths.is_empty() {
            return Ok(BTreeMap::new());
        }
        let failed = |cause: String| ProjectError::with_cure(&self.top, cause, "see what `git status` says there");
        let mut child = git(&self.top, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let questions: String =
            // A name with a line break cannot be asked for; no file that counts has one.
            paths.iter().map(|path| if path.contains('\n') { ":\n".to_owned() } else { format!("{commit}:{path}\n") }).collect();
        let stdin = child.stdin.take();
        let asking = std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(questions.as_bytes())));
        let mut answers = BufReader::new(child.stdout.take().ok_or_else(|| failed("git says nothing".to_owned()))?);
        let mut found = BTreeMap::new();
        for path in paths {
            let content = answer(&mut answers).map_err(|error| failed(error.to_string()))?;
            found.insert(path, content);
        }
        drop(asking.join());
        drop(child.wait());
        Ok(found)
    }
}

/// One answer of `git cat-file --batch`: `<name> blob <size>` and the content, or a line that says what is missing.
fn answer(answers: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    answers.read_until(b'\n', &mut line)?;
    let line = String::from_utf8_lossy(&line);
    let mut words = line.trim_end().rsplit(' ');
    let (Some(size), Some(kind)) = (words.next().and_then(|size| size.parse::<u64>().ok()), words.next()) else {
        return if line.is_empty() { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
    };
    let mut content = Vec::new();
    answers.by_ref().take(size + 1).read_to_end(&mut content)?;
    content.pop();
    Ok((kind == "blob").then_some(content))
}

/// Git, called in a folder.
///
/// Hooks may be given a `GIT_DIR`. With it git takes any folder that it is called in for the topmost one, and a relative one
/// starts from there; without it the repository is found.
fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let whole = folder.canonicalize().unwrap_or_default();
    if std::env::var_os("GIT_WORK_TREE").is_none() && repository(&whole).is_some() {
        command.env_remove("GIT_DIR");
    }
    // The index of a commit at hand is not that of a submodule.
    if repository(&whole) != repository(&current_folder()) {
        command.env_remove("GIT_INDEX_FILE");
    }
    command
}

/// The topmost folder of the repository that a folder, given by its whole path, lies in.
#[must_use]
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// What git prints, or why it does not.
fn output(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = git(folder, arguments).output().map_err(|error| format!("git cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().next().unwrap_or("git failed").to_owned())
}
