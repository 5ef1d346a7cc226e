//! `tablecheck check`: what is wrong.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::baseline::BaselineArguments;
use super::fix::{self, Written};
use super::narrow::Narrow;
use super::output::{self, Outputs};
use super::settings::{SchemaArguments, SettingsArguments};
use super::{CliError, Outcome, Style};
use crate::analysis::Summary;
use crate::config::FailOn;
use crate::finding::{Finding, Severity};
use crate::project::disk;
use crate::project::{Since, is_commit};
use crate::report::{ProjectReport, Report, Verdict};
use crate::workspace::{Loaded, NAME_ANOTHER, NOT_EXPECTED, View};

/// Check that every table and column the code names exists, and audit the foreign keys
///
/// tablecheck always reads the whole project, because it needs all migrations to check a file. It reports findings in the given
/// paths only.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck check                               the project in this folder
  tablecheck check app/Services routes/web.php   findings in these paths
  tablecheck check --format json > report.json   for other tools
  tablecheck check --format text --format sarif=tablecheck.sarif
                                                 for the log, and for code scanning
  tablecheck check --format gitlab=gl-code-quality-report.json
                                                 write a file, print nothing
  tablecheck check -o report.html                a page for browsers, with filters and the tables
  tablecheck check --fix                         fix misspelled names, show the rest
  tablecheck check --diff --unsafe-fixes         show all fixes, write nothing
  tablecheck check --severity error              only what fails when the code runs
  tablecheck check --rule unknown-table --stats  how much a rule finds, and where
  tablecheck check --staged                      findings that the next commit would add
  tablecheck check --since origin/main           findings that a branch adds
  tablecheck check --stdin-path app/A.php        standard input, as if it were that file
  tablecheck check --generate-baseline           record the current findings; report only new ones

Exit codes: 0 nothing fails the run; 1 there are warnings or errors (`fail_on` in the configuration sets the limit; after --fix those that are left; with --diff anything to fix), or nothing says which tables exist; 2 tablecheck could not do its work.")]
pub(super) struct Arguments {
    /// Files or folders of one or more projects
    ///
    /// The default is the paths in the configuration, or the current folder.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    wish: fix::Wish,
    #[command(flatten)]
    narrow: Narrow,
    /// Show what `--fix` would write
    ///
    /// This prints a unified diff of the fixes and writes nothing; the exit code is 1 if there is anything to fix.
    #[arg(long)]
    diff: bool,
    /// Report only what changed since BASE: findings in changed files, and findings elsewhere that the change caused
    ///
    /// BASE is a branch or a commit. The change starts where the current branch left BASE, and includes uncommitted edits.
    /// tablecheck still reads the whole project.
    #[arg(long, value_name = "BASE", alias = "changed", conflicts_with = "staged")]
    since: Option<String>,
    /// Report only what the next commit would add: findings in staged files, and findings elsewhere that the change caused
    ///
    /// tablecheck reads the staged version of each file. It also shows all findings in the given paths.
    #[arg(long, conflicts_with_all = ["diff", "fix"])]
    staged: bool,
    /// Check the text on standard input as if it were this file
    ///
    /// tablecheck shows the findings in it, and findings elsewhere that it adds to those of the saved file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["diff", "fix", "since", "staged", "paths", "generate_baseline", "prune_baseline"])]
    stdin_path: Option<PathBuf>,
    #[command(flatten)]
    baseline: BaselineArguments,
    #[command(flatten)]
    dumps: SchemaArguments,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// The longest text that is taken from standard input, in bytes.
const LONGEST_INPUT: u64 = 5_000_000;

impl Arguments {
    /// Refuses what is written as other programs want it.
    fn verify(&self) -> Result<(), CliError> {
        // A variable that is not set must not make a run look clean.
        if self.since.as_deref() == Some("") {
            let message = "`--since` needs the name of a branch or a commit";
            return Err(CliError::Argument(message.to_owned()));
        }
        let is_top = |path: &&PathBuf| path.canonicalize().is_ok_and(|whole| whole.parent().is_none());
        if let Some(top) = self.paths.iter().find(is_top) {
            let message = format!("`{}` is the whole machine; name the folder of a project", top.display());
            return Err(CliError::Argument(message));
        }
        if !self.diff {
            return Ok(());
        }
        if let Some(base) = self.paths.iter().find(|path| !path.exists()) {
            let is_commit = base.to_str().is_some_and(is_commit);
            let base = base.display();
            let what = if is_commit { String::new() } else { format!("there is no file or folder `{base}`; ") };
            let message = format!(
                "{what}`--diff` shows what `--fix` would write; to check what changed since `{base}`, write `--since {base}`"
            );
            return Err(CliError::Argument(message));
        }
        if !self.outputs.asked.is_empty() {
            let message = "`--diff` shows fixes and has no other format; remove `--format` (`--since BASE` restricts a report to what changed)";
            return Err(CliError::Argument(message.to_owned()));
        }
        Ok(())
    }

    /// What is looked at.
    fn view(&self) -> Result<View, CliError> {
        let since = self.since.clone().map(Since::Base).or_else(|| self.staged.then_some(Since::Staged));
        let buffer = match &self.stdin_path {
            Some(file) => Some((file.clone(), input()?)),
            None => None,
        };
        Ok(View { since, baseline: self.baseline.wish(), buffer })
    }
}

/// What is on standard input.
fn input() -> Result<Vec<u8>, CliError> {
    disk::read_open(std::io::stdin().lock(), LONGEST_INPUT)
        .map_err(|refusal| CliError::Argument(format!("cannot read standard input: {refusal}; send the text of the file")))
}

/// Checks the projects and prints the report.
pub(super) fn run(arguments: &Arguments, style: Style, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let narrow = &arguments.narrow;
    narrow.verify()?;
    let outputs = output::choose(&arguments.outputs.asked, |name| std::env::var(name).ok())?;
    arguments.verify()?;
    if narrow.stats {
        output::refuse_stats(&outputs)?;
    }
    let (workspace, view) = (arguments.settings.workspace_with(&arguments.dumps), arguments.view()?);
    if view.baseline.generates() && narrow.leaves_out() {
        let message = "a baseline records the findings of all rules; remove `--rule`, `--ignore-rule` and `--severity`";
        return Err(CliError::Argument(message.to_owned()));
    }
    let mut loaded = workspace.load_all(&arguments.paths, &view)?;
    if arguments.diff {
        let outcome = arguments.wish.show(&loaded, narrow, style, out)?;
        loaded.iter().for_each(output::remark_shortcomings);
        return Ok(if loaded.iter().any(|loaded| fails_blind(loaded, narrow)) { Outcome::Findings } else { outcome });
    }
    let written = arguments.wish.fulfil(&mut loaded, narrow);
    let baseline = &view.baseline;
    if baseline.generates() {
        baseline.generate(&loaded, workspace.listener())?;
        written.map_or(Ok(()), Written::complete)?;
        return Ok(Outcome::Clean);
    }
    let mut known = baseline.read(&loaded)?;
    let mut shown: Vec<Vec<Finding>> = loaded.iter().map(|loaded| known.new_findings(baseline, loaded)).collect();
    let mut left_out = 0;
    for findings in &mut shown {
        let all = findings.len();
        findings.retain(|finding| narrow.wants(finding));
        left_out += all - findings.len();
    }
    for (loaded, findings) in loaded.iter().zip(&mut shown) {
        fix::leave_out_impossible(loaded, findings);
    }
    let fails = |(loaded, findings): (&Loaded, &Vec<Finding>)| {
        let fail_on = narrow.fail_on(loaded.config.fail_on);
        fails_blind(loaded, narrow) || findings.iter().any(|finding| fail_on.fails(finding.severity))
    };
    let fails = loaded.iter().zip(&shown).any(fails);
    let projects = loaded.iter().zip(&shown).map(|(loaded, findings)| ProjectReport {
        sources: &loaded.project.sources,
        findings,
        summary: loaded.analysis.summary,
        name: loaded.name(),
        way: loaded.way.clone(),
        repository: loaded.repository.clone(),
        below: loaded.below.clone(),
        analysis: Some(&loaded.analysis),
    });
    let report = Report {
        projects: projects.collect(),
        summary: summary(&loaded, &shown),
        left_out,
        fixing: arguments.wish.told(written.as_ref()),
        baseline: baseline.end(known, &loaded, workspace.listener())?,
        verdict: Some(if fails { Verdict::Failed } else { Verdict::Passed(limit(&loaded, narrow)) }),
        elapsed: style.terminal.then(|| start.elapsed()),
        look: narrow.look(style),
    };
    output::print(&outputs, &report, out)?;
    output::remark_what_is_not_told(&outputs, &report);
    written.map_or(Ok(()), Written::complete)?;
    if !loaded.is_empty() && !loaded.iter().any(Loaded::is_expected) {
        return Err(CliError::Argument(format!("this is not a Laravel project: {NOT_EXPECTED}; {NAME_ANOTHER}")));
    }
    Ok(if fails { Outcome::Findings } else { Outcome::Clean })
}

/// What would fail the run, where this is the same for all projects.
fn limit(loaded: &[Loaded], narrow: &Narrow) -> Option<FailOn> {
    let mut limits = loaded.iter().map(|loaded| narrow.fail_on(loaded.config.fail_on));
    let first = limits.next()?;
    limits.all(|limit| limit == first).then_some(first)
}

/// Whether so little is known of a project's database that this fails the run, as an error would.
fn fails_blind(loaded: &Loaded, narrow: &Narrow) -> bool {
    loaded.analysis.summary.is_blind() && narrow.fail_on(loaded.config.fail_on).fails(Severity::Error)
}

/// The numbers of all projects, with the findings that are shown.
fn summary(loaded: &[Loaded], shown: &[Vec<Finding>]) -> Summary {
    let of = |severity| shown.iter().flatten().filter(|finding| finding.severity == severity).count();
    let sum = |number: fn(&Summary) -> usize| loaded.iter().map(|loaded| number(&loaded.analysis.summary)).sum();
    Summary {
        files: sum(|summary| summary.files),
        migrations: sum(|summary| summary.migrations),
        tables: sum(|summary| summary.tables),
        references: sum(|summary| summary.references),
        unresolved: sum(|summary| summary.unresolved),
        of_tables: (sum(|summary| summary.of_tables.0), sum(|summary| summary.of_tables.1)),
        of_columns: (sum(|summary| summary.of_columns.0), sum(|summary| summary.of_columns.1)),
        groundless: sum(|summary| summary.groundless),
        unreplayed: sum(|summary| summary.unreplayed),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        notes: of(Severity::Note),
    }
}
