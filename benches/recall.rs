//! How many misspelled names are noticed, measured on real applications: `cargo bench --bench recall -- DIR`.
//!
//! In each application below `DIR` a plain scan of the files, which shares nothing with the analysis but the schema that it
//! checks names against, finds places that name a table or a column. Then one name at a time is misspelled, the whole
//! application is analysed again, and counts as reported if a finding points at that very place. Of each application and
//! kind of place, a sample is drawn; the same arguments always draw the same.
//!
//! `share` is that of the sampled places that were reported. `estimate` counts each kind of each application as often as it
//! has candidates, whether they were drawn or not.

#[path = "../tests/support/applications.rs"]
mod applications;
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
use std::path::PathBuf;
use std::process::ExitCode;

use applications::applications;
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
    let roots = applications(arguments.dir.as_deref(), arguments.only.as_deref())?;
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
