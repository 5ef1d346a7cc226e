//! The file of known findings of a project: it is read, written anew, or what was mended is taken out of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::listener::Listener;
use super::loaded::Loaded;
use crate::baseline::{BASELINE_NAME, Baseline, Baselined};
use crate::config::Config;
use crate::finding::Finding;
use crate::project::disk::{self, Bounds, LARGEST_OF_TOOLS, Refusal};
use crate::project::{Changes, Moment, repository, shown_file};

/// What is to be done with known findings.
#[derive(Clone, Debug, Default)]
pub struct BaselineWish {
    /// Where to write all that is found now, instead of telling it; an empty path is the usual file.
    pub generate: Option<PathBuf>,
    /// Whether to take out what is not found any more.
    pub prune: bool,
    /// The file, instead of the one that the configuration names.
    pub file: Option<PathBuf>,
    /// Whether no file counts, so that known findings are told, too.
    pub is_off: bool,
}

/// The known findings of a run.
#[derive(Debug, Default)]
pub struct KnownFindings {
    files: BTreeMap<PathBuf, File>,
    n_known: usize,
}

#[derive(Debug)]
struct File {
    /// What was found again, as it is told now.
    found: Baseline,
    /// What was not found yet.
    rest: Baseline,
}

impl BaselineWish {
    /// Whether all findings are to be written down instead of being told.
    #[must_use]
    pub fn generates(&self) -> bool {
        self.generate.is_some()
    }

    /// Writes down what was found. Says what was written.
    ///
    /// # Errors
    /// If a file cannot be written, or too little is known of a project for its findings to be all that there are.
    pub fn generate(&self, loaded: &[Loaded], listener: &dyn Listener) -> Result<(), Error> {
        if let Some(blind) = loaded.iter().find(|loaded| loaded.analysis.summary.is_blind()) {
            return Err(Error::Request(format!(
                "no baseline was written: the check of `{}` is incomplete; `tablecheck check` says why",
                blind.project.root.display()
            )));
        }
        let mut files: BTreeMap<PathBuf, (Baseline, Vec<&Loaded>)> = BTreeMap::new();
        for loaded in loaded {
            let (baseline, projects) = files.entry(self.path(loaded)).or_default();
            baseline.extend(loaded.new_baseline());
            projects.push(loaded);
        }
        for (path, (mut baseline, projects)) in files {
            let name = shown_file(&path);
            let found = counted(baseline.len());
            if path.exists() {
                // Of projects that were not looked at, what is known stays.
                // A file that cannot be read is one to replace.
                let old = read(&path, self.bounds(&projects[0].folder)).unwrap_or_default();
                baseline.extend(old.only(|path| !projects.iter().any(|loaded| path.starts_with(&loaded.config.base))));
            } else if baseline.is_empty() && projects.iter().all(|loaded| loaded.config.baseline.is_none()) {
                listener.remark(&format!("there are no findings, so `{name}` is not needed"));
                continue;
            }
            write(&path, self.bounds(&projects[0].folder), &baseline)?;
            listener.remark(&format!("wrote {found} to `{name}`; from now on only new findings are reported"));
        }
        Ok(())
    }

    /// What is known at some time of a project with these settings, whose paths start from this folder; nothing where that
    /// cannot be read.
    pub(super) fn known_at(&self, moment: Moment<'_>, (config, folder): &(Config, PathBuf)) -> Baseline {
        let path = self.file.clone().unwrap_or_else(|| usual_file(config, folder));
        let bytes = moment.read(&whole(&path), self.bounds(folder)).ok().flatten().filter(|_| !self.is_off);
        bytes.and_then(|bytes| Baseline::read(&String::from_utf8_lossy(&bytes)).ok()).unwrap_or_default()
    }

    /// Reads the files that count for the projects.
    ///
    /// # Errors
    /// If a file cannot be read or is no baseline, or one that was named is not there.
    pub fn read(&self, loaded: &[Loaded]) -> Result<KnownFindings, Error> {
        let mut used = KnownFindings::default();
        for loaded in loaded.iter().filter(|_| !self.is_off) {
            let path = self.path(loaded);
            if used.files.contains_key(&path) {
                continue;
            }
            let now = loaded.changes.as_ref().map(Changes::now).unwrap_or_default();
            let bytes = now.read(&whole(&path), self.bounds(&loaded.folder)).map_err(|refusal| unreadable(&path, &refusal))?;
            if let Some(bytes) = bytes {
                let rest = parse(&path, &bytes)?;
                used.files.insert(path, File { found: Baseline::default(), rest });
            } else if self.file.is_some() || loaded.config.baseline.is_some() {
                return Err(Error::Request(format!(
                    "there is no baseline `{}`; `tablecheck check --generate-baseline` writes one",
                    shown_file(&path)
                )));
            }
        }
        Ok(used)
    }

    /// Ends the use of the files: takes out what was mended, if that is wanted. Gives the numbers.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn end(&self, used: KnownFindings, loaded: &[Loaded], listener: &dyn Listener) -> Result<Option<Baselined>, Error> {
        let mut n_stale = 0;
        for (path, file) in &used.files {
            let users = || loaded.iter().filter(|loaded| self.path(loaded) == *path);
            // In a file that is gone nothing will be found again, whatever project it was of.
            let is_gone = |inside: &str| users().all(|loaded| loaded.changes.is_none() && !loaded.folder.join(inside).exists());
            let concerns = |inside: &str| users().any(|loaded| inside.starts_with(&loaded.config.base)) || is_gone(inside);
            let stale = file.rest.only(concerns).len();
            // What an incomplete check does not find may be there all the same.
            if users().any(|loaded| loaded.analysis.summary.is_blind()) {
                if self.prune {
                    listener.remark(&format!("removed nothing from `{}`: the check is incomplete", shown_file(path)));
                }
            } else if stale > 0 && self.prune {
                let bounds = users().next().map_or(Bounds::Anywhere, |loaded| self.bounds(&loaded.folder));
                let mut left = file.found.clone();
                left.extend(file.rest.only(|inside| !concerns(inside)));
                write(path, bounds, &left)?;
                let were = if stale == 1 { "was" } else { "were" };
                listener.remark(&format!("removed {} from `{}` that {were} fixed", counted(stale), shown_file(path)));
            } else {
                n_stale += stale;
            }
        }
        Ok((!used.files.is_empty()).then_some(Baselined { known: used.n_known, stale: n_stale }))
    }

    /// Where the file may lie that nobody named: in the repository of the folder that its name starts from.
    fn bounds<'p>(&self, folder: &'p Path) -> Bounds<'p> {
        let is_named = self.file.is_some() || self.generate.as_ref().is_some_and(|path| !path.as_os_str().is_empty());
        if is_named { Bounds::Anywhere } else { Bounds::Within(repository(folder).unwrap_or(folder)) }
    }

    /// The file for a project.
    fn path(&self, loaded: &Loaded) -> PathBuf {
        let named = self.generate.as_ref().filter(|path| !path.as_os_str().is_empty());
        if let Some(path) = named.or(self.file.as_ref()) {
            return path.clone();
        }
        loaded.baseline_file()
    }
}

impl KnownFindings {
    /// The findings of a project that are to be told, in order: of what is of interest, those that are not known.
    #[must_use]
    pub fn new_findings(&mut self, wish: &BaselineWish, loaded: &Loaded) -> Vec<Finding> {
        let known = self.knows(wish, loaded);
        let findings = loaded.analysis.findings.iter().zip(known);
        loaded.focus.choose(findings, &loaded.project.sources).into_iter().cloned().collect()
    }

    /// Whether each finding of a project is a known one, in order.
    fn knows(&mut self, wish: &BaselineWish, loaded: &Loaded) -> Vec<bool> {
        let (findings, sources) = (&loaded.analysis.findings, &loaded.project.sources);
        let Some(file) = self.files.get_mut(&wish.path(loaded)) else { return vec![false; findings.len()] };
        let known = file.rest.take(findings.iter().map(|finding| (finding, path_of(loaded, finding))), sources);
        for (finding, _) in findings.iter().zip(&known).filter(|(_, known)| **known) {
            file.found.add(finding, &path_of(loaded, finding), sources);
            self.n_known += 1;
        }
        known
    }
}

/// The file for a project with these settings, whose paths start from this folder.
fn usual_file(config: &Config, folder: &Path) -> PathBuf {
    folder.join(config.baseline.as_deref().unwrap_or(BASELINE_NAME))
}

impl Loaded {
    /// The file with the known findings of the project, where nobody names another one.
    #[must_use]
    pub fn baseline_file(&self) -> PathBuf {
        usual_file(&self.config, &self.folder)
    }

    /// All that is found in the project, as known from now on.
    #[must_use]
    pub fn new_baseline(&self) -> Baseline {
        let mut baseline = Baseline::default();
        for finding in &self.analysis.findings {
            baseline.add(finding, &path_of(self, finding), &self.project.sources);
        }
        baseline
    }
}

/// A number of findings, in words.
fn counted(number: usize) -> String {
    format!("{number} {}", if number == 1 { "finding" } else { "findings" })
}

/// The path of a finding as the baseline tells it.
fn path_of(loaded: &Loaded, finding: &Finding) -> String {
    format!("{}{}", loaded.config.base, loaded.project.sources.path(finding.span.file))
}

fn read(path: &Path, bounds: Bounds<'_>) -> Result<Baseline, Error> {
    let bytes = disk::read(path, bounds, LARGEST_OF_TOOLS).map_err(|refusal| unreadable(path, &refusal))?;
    parse(path, &bytes)
}

fn unreadable(path: &Path, refusal: &Refusal) -> Error {
    Error::Request(format!(
        "cannot read the baseline `{}`: {refusal}; name a readable one, or use `--no-baseline`",
        shown_file(path)
    ))
}

/// A path without links in its folder, as git's folders have none.
fn whole(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parent.canonicalize().unwrap_or_else(|_| parent.to_owned()).join(path.file_name().unwrap_or_default())
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Baseline, Error> {
    Baseline::read(&String::from_utf8_lossy(bytes)).map_err(|reason| {
        let path = shown_file(path);
        Error::Request(format!(
            "`{path}` is not a baseline: {reason}; correct it, or write it again with `tablecheck check --generate-baseline`"
        ))
    })
}

fn write(path: &Path, bounds: Bounds<'_>, baseline: &Baseline) -> Result<(), Error> {
    disk::replace(path, bounds, baseline.text().as_bytes()).map_err(|error| {
        Error::Request(format!("cannot write `{}`: {error}; name a file in a writable folder", shown_file(path)))
    })
}
