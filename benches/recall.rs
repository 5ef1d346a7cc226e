//! How many misspelled names are noticed, measured on real applications: `cargo bench --bench recall -- DIR`.
//!
//! In each application below `DIR` a plain scan of the files, which shares nothing with the analysis but the schema that it
//! checks names against, finds places that name a table or a column. Then one name at a time is misspelled, the whole
//! application is analysed again, and counts as reported if a finding points at that very place. Of each application and
//! kind of place, a sample is drawn; the same arguments always draw the same.
//!
//! `share` is that of the sampled places that were reported. `estimate` counts each kind of each application as often as it
//! has candidates, whether they were drawn or not.

#[path = "recall/columns.rs"]
mod columns;
#[path = "recall/measure.rs"]
mod measure;
#[path = "recall/models.rs"]
mod models;
#[path = "recall/php.rs"]
mod php;
#[path = "../tests/support/random.rs"]
#[expect(dead_code, reason = "other tests draw in other ways")]
mod random;
#[path = "recall/report.rs"]
mod report;
#[path = "recall/scan.rs"]
mod scan;
#[path = "recall/tables.rs"]
mod tables;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use measure::{Application, Measured};

/// As in the program itself, so that the times are its times.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many places of each application and kind are misspelled.
const SAMPLE: usize = 60;

/// Misspells names in applications and counts how many are noticed
#[derive(Parser)]
#[command(name = "recall")]
struct Arguments {
    /// An application, or a folder of applications; a small one of the test data if none is given
    dir: Option<PathBuf>,
    /// How many places of each application and kind are misspelled [default: 60; 1 unless run by `cargo bench`]
    #[arg(long)]
    sample: Option<usize>,
    /// What the samples depend on
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only the application in the folder of this name
    #[arg(long)]
    only: Option<String>,
    /// How many names are misspelled at once, each in another file; faster, and nearly the same
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    at_once: u16,
    /// Print the places that were missed
    #[arg(long)]
    list_missed: bool,
    /// What cargo says when it runs benchmarks, and does not when it only tests that they run
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody left to tell.
            let _ = writeln!(io::stderr(), "recall: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let shop = || Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects/clean-shop");
    let mut roots = applications(&arguments.dir.clone().unwrap_or_else(shop))?;
    if let Some(only) = &arguments.only {
        roots.retain(|root| root.file_name().is_some_and(|name| name == only.as_str()));
    }
    if roots.is_empty() {
        return Err("there is no application; it would have a `composer.json` or an `artisan`".into());
    }
    let sample = arguments.sample.unwrap_or(if arguments.bench { SAMPLE } else { 1 });
    let mut out = io::stdout().lock();
    let mut all: Vec<Vec<Measured>> = Vec::new();
    for root in &roots {
        let application = Application::load(root)?;
        let measured = application.measure(sample, arguments.seed, usize::from(arguments.at_once));
        report::application(&application, &measured, arguments.list_missed, &mut out)?;
        all.push(measured);
    }
    if all.len() > 1 {
        report::totals(&all, &mut out)?;
    }
    Ok(())
}

/// The application in a folder, or those in its folders, by name.
fn applications(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let is_application = |path: &Path| path.join("composer.json").is_file() || path.join("artisan").is_file();
    // The name of an application is that of its folder, also where that is called `.`.
    let dir = dir.canonicalize().map_err(|error| format!("cannot read `{}`: {error}", dir.display()))?;
    if is_application(&dir) {
        return Ok(vec![dir]);
    }
    let entries = std::fs::read_dir(&dir).map_err(|error| format!("cannot read `{}`: {error}", dir.display()))?;
    let mut roots: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_application(path)).collect();
    roots.sort();
    Ok(roots)
}
