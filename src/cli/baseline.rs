//! What `check` does with the file of known findings: it reads it, writes it anew, or takes out what was mended.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::load::Loaded;
use super::{CliError, remark};
use crate::baseline::{BASELINE_NAME, Baseline, Baselined};
use crate::config::Config;
use crate::finding::Finding;
use crate::project::disk::{self, Bounds, LARGEST_OF_TOOLS, Refusal};
use crate::project::{Changes, Moment, repository, shown_file};
use crate::report::count;

/// What is to be done with known findings.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct BaselineWish {
    /// Write down all that is found now, so that only what is new is told from then on
    ///
    /// The file is the one that the configuration names, else `tablecheck-baseline.yaml` beside it, or in the project's root.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "", value_parser = any_path, conflicts_with_all = ["prune_baseline", "no_baseline", "paths"])]
    generate_baseline: Option<PathBuf>,
    /// Take out of the baseline what is not found any more
    #[arg(long, conflicts_with = "no_baseline")]
    prune_baseline: bool,
    /// The file with the known findings, instead of the one that the configuration names
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Tell of known findings, too
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
}

/// A path, which may be empty: then it is the usual one.
fn any_path(text: &str) -> Result<PathBuf, std::convert::Infallible> {
    Ok(PathBuf::from(text))
}

/// The known findings of a run.
#[derive(Debug, Default)]
pub(super) struct Used {
    files: BTreeMap<PathBuf, File>,
    n_known: usize,
}

#[derive(Debug)]
struct File {
    whole: Baseline,
    /// What was not found yet.
    rest: Baseline,
}

impl BaselineWish {
    /// Whether all findings are to be written down instead of being told.
    pub(super) fn generates(&self) -> bool {
        self.generate_baseline.is_some()
    }

    /// Writes down what was found. Says what was written.
    pub(super) fn generate(&self, loaded: &[Loaded]) -> Result<(), CliError> {
        let mut files: BTreeMap<PathBuf, (Baseline, Vec<&Loaded>)> = BTreeMap::new();
        for loaded in loaded {
            let (baseline, projects) = files.entry(self.path(loaded)).or_default();
            baseline.extend(of(loaded));
            projects.push(loaded);
        }
        for (path, (mut baseline, projects)) in files {
            let name = shown_file(&path);
            let found = count(baseline.len(), "finding", "findings");
            if path.exists() {
                // Of projects that were not looked at, what is known stays.
                // A file that cannot be read is one to replace.
                let old = read(&path, self.bounds(&projects[0].folder)).unwrap_or_default();
                baseline.extend(old.only(|path| !projects.iter().any(|loaded| path.starts_with(&loaded.config.base))));
            } else if baseline.is_empty() && projects.iter().all(|loaded| loaded.config.baseline.is_none()) {
                remark(&format!("nothing was found, so `{name}` is not needed"));
                continue;
            }
            write(&path, self.bounds(&projects[0].folder), &baseline)?;
            remark(&format!("wrote {found} to `{name}`; from now on only what is new is told"));
        }
        Ok(())
    }

    /// What is known at some time of a project with these settings, whose paths start from this folder; nothing where that
    /// cannot be read.
    pub(super) fn known_at(&self, moment: Moment<'_>, (config, folder): &(Config, PathBuf)) -> Baseline {
        let path = self.baseline.clone().unwrap_or_else(|| usual_file(config, folder));
        let bytes = moment.read(&whole(&path), self.bounds(folder)).ok().flatten().filter(|_| !self.no_baseline);
        bytes.and_then(|bytes| Baseline::read(&String::from_utf8_lossy(&bytes)).ok()).unwrap_or_default()
    }

    /// Reads the files that count for the projects.
    pub(super) fn read(&self, loaded: &[Loaded]) -> Result<Used, CliError> {
        let mut used = Used::default();
        for loaded in loaded.iter().filter(|_| !self.no_baseline) {
            let path = self.path(loaded);
            if used.files.contains_key(&path) {
                continue;
            }
            let now = loaded.changes.as_ref().map(Changes::now).unwrap_or_default();
            let bytes = now.read(&whole(&path), self.bounds(&loaded.folder)).map_err(|refusal| unreadable(&path, &refusal))?;
            if let Some(bytes) = bytes {
                let whole = parse(&path, &bytes)?;
                used.files.insert(path, File { rest: whole.clone(), whole });
            } else if self.baseline.is_some() || loaded.config.baseline.is_some() {
                return Err(CliError::Argument(format!(
                    "there is no baseline `{}`; `tablecheck check --generate-baseline` writes one",
                    shown_file(&path)
                )));
            }
        }
        Ok(used)
    }

    /// Ends the use of the files: takes out what was mended, if that is wanted. Gives the numbers.
    pub(super) fn end(&self, used: Used, loaded: &[Loaded]) -> Result<Option<Baselined>, CliError> {
        let mut n_stale = 0;
        for (path, file) in &used.files {
            let users = || loaded.iter().filter(|loaded| self.path(loaded) == *path);
            // In a file that is gone nothing will be found again, whatever project it was of.
            let is_gone = |inside: &str| users().all(|loaded| loaded.changes.is_none() && !loaded.folder.join(inside).exists());
            let concerns = |inside: &str| users().any(|loaded| inside.starts_with(&loaded.config.base)) || is_gone(inside);
            let stale = file.rest.only(concerns).len();
            if stale > 0 && self.prune_baseline {
                let bounds = users().next().map_or(Bounds::Anywhere, |loaded| self.bounds(&loaded.folder));
                write(path, bounds, &file.whole.without(&file.rest, concerns))?;
                let were = if stale == 1 { "was" } else { "were" };
                remark(&format!("took {} out of `{}` that {were} mended", count(stale, "finding", "findings"), shown_file(path)));
            } else {
                n_stale += stale;
            }
        }
        Ok((!used.files.is_empty()).then_some(Baselined { known: used.n_known, stale: n_stale }))
    }

    /// Where the file may lie that is not named on the command line: in the repository of the folder that its name starts from.
    fn bounds<'p>(&self, folder: &'p Path) -> Bounds<'p> {
        let is_named =
            self.baseline.is_some() || self.generate_baseline.as_ref().is_some_and(|path| !path.as_os_str().is_empty());
        if is_named { Bounds::Anywhere } else { Bounds::Within(repository(folder).unwrap_or(folder)) }
    }

    /// The file for a project.
    fn path(&self, loaded: &Loaded) -> PathBuf {
        let named = self.generate_baseline.as_ref().filter(|path| !path.as_os_str().is_empty());
        if let Some(path) = named.or(self.baseline.as_ref()) {
            return path.clone();
        }
        usual_file(&loaded.config, &loaded.folder)
    }
}

impl Used {
    /// Whether each finding of a project is a known one, in order.
    pub(super) fn knows(&mut self, wish: &BaselineWish, loaded: &Loaded) -> Vec<bool> {
        let Some(file) = self.files.get_mut(&wish.path(loaded)) else { return vec![false; loaded.analysis.findings.len()] };
        let known: Vec<bool> =
            loaded.analysis.findings.iter().map(|finding| file.rest.take(finding, &path_of(loaded, finding))).collect();
        self.n_known += known.iter().filter(|known| **known).count();
        known
    }
}

/// The file for a project with these settings, whose paths start from this folder.
pub(super) fn usual_file(config: &Config, folder: &Path) -> PathBuf {
    folder.join(config.baseline.as_deref().unwrap_or(BASELINE_NAME))
}

/// All that is found in a project, as known from now on.
pub(super) fn of(loaded: &Loaded) -> Baseline {
    let mut baseline = Baseline::default();
    for finding in &loaded.analysis.findings {
        baseline.add(finding, &path_of(loaded, finding));
    }
    baseline
}

/// The path of a finding as the baseline tells it.
fn path_of(loaded: &Loaded, finding: &Finding) -> String {
    format!("{}{}", loaded.config.base, loaded.project.sources.path(finding.span.file))
}

fn read(path: &Path, bounds: Bounds<'_>) -> Result<Baseline, CliError> {
    let bytes = disk::read(path, bounds, LARGEST_OF_TOOLS).map_err(|refusal| unreadable(path, &refusal))?;
    parse(path, &bytes)
}

fn unreadable(path: &Path, refusal: &Refusal) -> CliError {
    CliError::Argument(format!(
        "cannot read the baseline `{}`: {refusal}; name one that can be read, or leave it out with `--no-baseline`",
        shown_file(path)
    ))
}

/// A path without links in its folder, as git's folders have none.
fn whole(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parent.canonicalize().unwrap_or_else(|_| parent.to_owned()).join(path.file_name().unwrap_or_default())
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Baseline, CliError> {
    Baseline::read(&String::from_utf8_lossy(bytes)).map_err(|reason| {
        let path = shown_file(path);
        CliError::Argument(format!(
            "`{path}` is no baseline: {reason}; correct it, or write it anew with `tablecheck check --generate-baseline`"
        ))
    })
}

fn write(path: &Path, bounds: Bounds<'_>, baseline: &Baseline) -> Result<(), CliError> {
    disk::replace(path, bounds, baseline.text().as_bytes()).map_err(|error| {
        CliError::Argument(format!(
            "cannot write `{}`: {error}; name a file in a folder that may be written to",
            shown_file(path)
        ))
    })
}
