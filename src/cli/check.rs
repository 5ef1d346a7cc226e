//! `tablecheck check`: what is wrong.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::fix::{Wish, Written};
use super::load::{Loaded, Settings, load_all};
use super::output::{self, Output};
use super::{CliError, Outcome, Style};
use crate::analysis::Summary;
use crate::finding::{Finding, Severity};
use crate::report::{ProjectReport, Report};

/// Check that every table and column the code names exists, and audit the foreign keys
///
/// The whole project around a path is read, because a file can only be judged by all migrations. What is
/// printed is limited to the paths given.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck check                               the project in this folder
  tablecheck check app/Services routes/web.php   what was found in these paths
  tablecheck check --format json > report.json   for other tools
  tablecheck check --format text --format sarif=tablecheck.sarif
                                                 for the log, and for code scanning
  tablecheck check --format gitlab=gl-code-quality-report.json
                                                 a file only; nothing is printed
  tablecheck check --fix                         correct names that are clearly misspelled, show the rest
  tablecheck check --diff --unsafe-fixes         show all that could be corrected, write nothing

Exit codes: 0 nothing found that fails the run, 1 warnings or errors found (or what `fail_on` in the configuration says), \
after --fix those that are left, with --diff anything to fix, or it is not known which tables there are; 2 the work could not \
be done.")]
pub(super) struct Arguments {
    /// Files or folders of one or more projects
    ///
    /// Without any, those that the configuration names, or the current folder.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print what was found, and where; `--help` lists the formats
    #[arg(long, value_name = "FORMAT[=FILE]", long_help = output::help())]
    format: Vec<Output>,
    #[command(flatten)]
    wish: Wish,
    #[command(flatten)]
    pub(super) settings: Settings,
}

/// Checks the projects and prints the report.
pub(super) fn run(arguments: &Arguments, style: Style, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let outputs = output::choose(&arguments.format, |name| std::env::var(name).ok())?;
    let mut loaded = load_all(&arguments.paths, &arguments.settings)?;
    if arguments.wish.diff {
        let outcome = arguments.wish.show(&loaded, style, out)?;
        loaded.iter().for_each(output::remark_shortcomings);
        return Ok(if loaded.iter().any(fails_blind) { Outcome::Findings } else { outcome });
    }
    let written = arguments.wish.fulfil(&mut loaded);
    let shown: Vec<Vec<Finding>> = loaded.iter().map(shown).collect();
    let projects = loaded.iter().zip(&shown).map(|(loaded, findings)| ProjectReport {
        sources: &loaded.project.sources,
        findings,
        prefix: loaded.prefix.clone(),
        repository: loaded.repository.clone(),
    });
    let report = Report {
        projects: projects.collect(),
        summary: summary(&loaded, &shown),
        fixing: arguments.wish.told(written.as_ref()),
        elapsed: style.terminal.then(|| start.elapsed()),
        colour: style.colour,
    };
    output::print(&outputs, &report, out)?;
    output::remark_what_is_not_told(&outputs, &report);
    written.map_or(Ok(()), Written::complete)?;
    let fails = |(loaded, findings): (&Loaded, &Vec<Finding>)| {
        fails_blind(loaded) || findings.iter().any(|finding| loaded.config.fail_on.fails(finding.severity))
    };
    let fails = loaded.iter().zip(&shown).any(fails);
    Ok(if fails { Outcome::Findings } else { Outcome::Clean })
}

/// Whether so little is known of a project's database that this fails the run, as an error would.
fn fails_blind(loaded: &Loaded) -> bool {
    loaded.analysis.summary.is_blind() && loaded.config.fail_on.fails(Severity::Error)
}

/// The findings in what was asked for.
fn shown(loaded: &Loaded) -> Vec<Finding> {
    loaded.analysis.findings.iter().filter(|finding| loaded.is_span_asked_for(finding.span)).cloned().collect()
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
