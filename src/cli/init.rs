//! `tablecheck init`: what a project needs to be checked from now on, written once and never over anything.

mod composer;
mod configuration;
mod integration;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::ask::{agreed, nobody, somebody};
use super::settings::SettingsArguments;
use super::text::fitted;
use super::{CliError, Outcome};
use crate::project::disk::{self, Bounds, LARGEST_OF_TOOLS};
use crate::project::{self, find_config, shown_file};
use crate::report::count;
use crate::workspace::{Loaded, NAME_ANOTHER, NOT_EXPECTED};

/// Set up a project: write `tablecheck.yaml`, a baseline, and the files for a hook or CI
///
/// tablecheck looks at the project first. It never changes existing files, but prints what to add to them. The exception is
/// `composer.json`, which gets a new line if you ask for it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck init                             tablecheck.yaml, and a baseline if there are findings
  tablecheck init --ci github --pre-commit    a job for GitHub and a hook, too
  tablecheck init --ci gitlab --yes           without questions, as in a script
  tablecheck init --composer --dry-run        print what it would write

Exit codes: 0 the files are there, 2 tablecheck could not do its work.")]
pub(super) struct Arguments {
    /// A file or folder of the project; the default is the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Write the CI job that checks the project; may be repeated for several services
    #[arg(long, value_enum, value_name = "SERVICE")]
    ci: Vec<Service>,
    /// Write the hook for <https://pre-commit.com>
    #[arg(long)]
    pre_commit: bool,
    /// Add the script `composer tablecheck` to `composer.json`
    #[arg(long)]
    composer: bool,
    /// Record the current findings, so that only new ones fail; without this option, tablecheck asks
    #[arg(long, conflicts_with = "no_baseline")]
    baseline: bool,
    /// Write no baseline
    #[arg(long)]
    no_baseline: bool,
    /// Write everything without asking, including the baseline
    #[arg(long, short)]
    yes: bool,
    /// Print the files, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// A service that runs jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Service {
    /// `.github/workflows/tablecheck.yml`
    Github,
    /// `.gitlab-ci.yml`
    Gitlab,
}

/// Something that a project should have.
#[derive(Debug)]
enum Step {
    /// A new file.
    Write { path: PathBuf, text: String, about: String },
    /// A file with something more in it.
    Change { path: PathBuf, old: String, text: String, about: String },
    /// What a person has to add to a file that is there.
    Tell { path: PathBuf, what: String },
    /// It has it already.
    Done(PathBuf),
}

/// Works out what is missing, asks, and writes.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let loaded = arguments.settings.workspace().load(arguments.path.as_deref())?;
    if !loaded.is_expected() {
        return Err(CliError::Argument(format!(
            "`{}` is not a Laravel project: {NOT_EXPECTED}, so there is nothing to check and nothing was written; {NAME_ANOTHER}",
            loaded.project.root.display(),
        )));
    }
    configuration::sentence(&loaded).lines().try_for_each(|line| writeln!(out, "{}", fitted(line)))?;
    let may_ask = !arguments.yes && !arguments.dry_run && somebody();
    let mut steps = Vec::new();
    let baseline = baseline(arguments, &loaded, may_ask, out)?;
    steps.push(configuration_step(&loaded, baseline.is_some())?);
    let then = what_then(&loaded, baseline.is_some());
    steps.extend(baseline);
    let top = repository(&loaded.project.root);
    for service in &arguments.ci {
        steps.push(match service {
            Service::Github => integration::github(&top, &loaded.project.root),
            Service::Gitlab => integration::gitlab(&top, &loaded.project.root),
        });
    }
    if arguments.pre_commit {
        steps.push(integration::pre_commit(&top));
    }
    if arguments.composer {
        steps.push(composer::step(&loaded.project.root)?);
    }
    announce(&steps, out)?;
    let n_writes = steps.iter().filter(|step| matches!(step, Step::Write { .. } | Step::Change { .. })).count();
    if n_writes == 0 {
        return Ok(Outcome::Clean);
    }
    if arguments.dry_run {
        for step in &steps {
            if let Step::Write { path, text, .. } | Step::Change { path, text, .. } = step {
                write!(out, "\n--- {}\n{text}", shown_file(path))?;
            }
        }
        return Ok(Outcome::Clean);
    }
    if !arguments.yes && !may_ask {
        return Err(nobody());
    }
    if !arguments.yes && !agreed(&format!("Write {}?", count(n_writes, "file", "files")), out)? {
        writeln!(out, "Nothing was written.")?;
        return Ok(Outcome::Clean);
    }
    for step in &steps {
        step.carry_out(Bounds::Within(&top))?;
    }
    writeln!(out, "\n{}", fitted(&format!("Written. {then}")))?;
    let hooked = |step: &Step| matches!(step, Step::Write { path, .. } if path.ends_with(".pre-commit-config.yaml"));
    if steps.iter().any(hooked) {
        writeln!(out, "`pre-commit install` turns the hook on in this clone.")?;
    }
    Ok(Outcome::Clean)
}

/// What to do with the files, and what to expect of them.
fn what_then(loaded: &Loaded, with_baseline: bool) -> &'static str {
    if loaded.analysis.summary.knows_nothing() {
        "`tablecheck check` can say nothing until it knows the tables. Commit the files when it does."
    } else if loaded.analysis.summary.is_blind() {
        "The check is incomplete; `tablecheck check` says why. Commit the files when it is complete."
    } else if with_baseline {
        "Commit the files; from now on `tablecheck check` reports only new findings."
    } else if loaded.analysis.findings.is_empty() {
        "Commit the files; `tablecheck check` finds nothing now."
    } else {
        "Commit the files; `tablecheck check` reports all findings."
    }
}

/// The baseline, if there is something to write down and it is wanted.
fn baseline(arguments: &Arguments, loaded: &Loaded, may_ask: bool, out: &mut dyn Write) -> Result<Option<Step>, CliError> {
    let path = loaded.baseline_file();
    if arguments.no_baseline || loaded.analysis.findings.is_empty() {
        return Ok(None);
    }
    if path.exists() {
        return Ok(Some(Step::Done(path)));
    }
    let found = count(loaded.analysis.findings.len(), "finding", "findings");
    let question = format!("Record the current {found} in a baseline, so that only new ones fail?");
    if !(arguments.baseline || arguments.yes || arguments.dry_run) && may_ask && !agreed(&question, out)? {
        return Ok(None);
    }
    Ok(Some(Step::Write { path, text: loaded.new_baseline().text(), about: format!("{found}, not reported from now on") }))
}

fn configuration_step(loaded: &Loaded, with_baseline: bool) -> Result<Step, CliError> {
    if let Some(path) = find_config(&loaded.project.root)? {
        return Ok(Step::Done(path));
    }
    let path = loaded.project.root.join("tablecheck.yaml");
    let text = configuration::text(loaded, with_baseline);
    Ok(Step::Write { path, text, about: "the configuration, with an explanation of all keys".to_owned() })
}

/// Says what is missing.
fn announce(steps: &[Step], out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out)?;
    for step in steps {
        match step {
            Step::Write { path, about, .. } => writeln!(out, "  new      {}: {about}", shown_file(path))?,
            Step::Change { path, about, .. } => writeln!(out, "  change   {}: {about}", shown_file(path))?,
            Step::Done(path) => writeln!(out, "  present  {}", shown_file(path))?,
            Step::Tell { path, .. } => {
                writeln!(out, "  by hand  {}: it already exists, so you have to change it", shown_file(path))?;
            }
        }
    }
    for step in steps {
        if let Step::Tell { path, what } = step {
            writeln!(out, "\nAdd to {}:\n\n{what}", shown_file(path))?;
        }
    }
    Ok(())
}

impl Step {
    /// Writes, within these bounds.
    fn carry_out(&self, bounds: Bounds<'_>) -> Result<(), CliError> {
        let refuse = |path: &Path, error: &dyn std::fmt::Display| {
            CliError::Argument(format!("cannot write `{}`: {error}; no existing file was changed", shown_file(path)))
        };
        match self {
            Step::Write { path, text, .. } => {
                disk::create(path, bounds, text.as_bytes()).map_err(|refusal| refuse(path, &refusal))
            }
            Step::Change { path, old, text, .. } => {
                let now = disk::read_text(path, bounds, LARGEST_OF_TOOLS).map_err(|refusal| refuse(path, &refusal))?;
                if now != *old {
                    return Err(refuse(path, &"it has changed in the meantime"));
                }
                disk::replace(path, bounds, text.as_bytes()).map_err(|refusal| refuse(path, &refusal))
            }
            Step::Tell { .. } | Step::Done(_) => Ok(()),
        }
    }
}

/// The topmost folder of the repository that a project lies in; its own root where there is none.
fn repository(root: &Path) -> PathBuf {
    project::repository(root).unwrap_or(root).to_owned()
}
