//! How long it takes until an edit is answered: `cargo bench --bench edits -- FOLDER…`.
//!
//! For each project: one analysis from nothing; the same again with nothing changed, and once more with what is known written down
//! and read again; then edits of controllers, of models and of the newest migration, each followed by an analysis that builds on
//! what is known. Milliseconds of wall time: the median, and
//! what 95 of 100 edits take at most.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tablecheck::analysis::analyze_again;
use tablecheck::config::Config;
use tablecheck::engine::Known;
use tablecheck::phases::{Observer, Phase};
use tablecheck::project::Project;
use tablecheck::source::Sources;

/// The allocator that the program has, too.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many edits of each kind are made.
const EDITS: u32 = 40;

/// Adds up how long each phase takes.
#[derive(Default)]
struct Phases(Mutex<Times>);

/// How long phases took, and when the one at hand began.
#[derive(Default)]
struct Times {
    spent: Vec<(Phase, Duration)>,
    start: Option<Instant>,
}

impl Observer for Phases {
    fn begin(&self, _: Phase) {
        self.0.lock().expect("nobody panics").start = Some(Instant::now());
    }

    fn end(&self, phase: Phase) {
        let mut times = self.0.lock().expect("nobody panics");
        let spent = times.start.take().map_or(Duration::ZERO, |start| start.elapsed());
        match times.spent.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, sum)) => *sum += spent,
            None => times.spent.push((phase, spent)),
        }
    }
}

impl Phases {
    /// What each phase took on average of so many runs, as a text.
    fn told(self, runs: u32) -> String {
        let spent = self.0.into_inner().expect("nobody panics").spent;
        let told: Vec<String> =
            spent.iter().map(|(phase, sum)| format!("{} {:.1}", phase.as_str(), milliseconds(*sum / runs))).collect();
        told.join(", ")
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// Edits the files at these paths in turn, and prints how long the answers take.
fn edit(name: &str, paths: &[String], sources: &Sources, known: &mut Known) {
    if paths.is_empty() {
        return;
    }
    let (mut times, phases) = (Vec::new(), Phases::default());
    let mut sources = sources.clone();
    for number in 0..EDITS {
        let path = &paths[number as usize * paths.len() / EDITS as usize % paths.len()];
        let Some(file) = sources.find(path) else { continue };
        let text = sources.file(file).text().replacen("<?php", &format!("<?php\n// Edit {number}."), 1);
        sources = sources.with_texts(&[(file, text)].into());
        times.push(timed(|| analyze_again(&sources, &Config::default(), &phases, known)).1);
    }
    times.sort();
    let at = |percent: usize| milliseconds(times[(times.len() * percent / 100).min(times.len() - 1)]);
    println!("  {name}: median {:.1} ms, 95 % {:.1} ms ({})", at(50), at(95), phases.told(EDITS));
}

fn main() {
    for folder in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        let project = Project::load(Path::new(&folder)).expect("the project can be read");
        let sources = project.sources;
        let bytes: usize = sources.iter().map(|(_, file)| file.text().len()).sum();
        println!("{folder}: {} files, {} kB", sources.len(), bytes / 1_000);
        let mut known = Known::default();
        let look = |name: &str, known: &mut Known| {
            let phases = Phases::default();
            let (analysis, spent) = timed(|| analyze_again(&sources, &Config::default(), &phases, known));
            println!("  {name}: {:.1} ms ({})", milliseconds(spent), phases.told(1));
            analysis
        };
        let analysis = look("from nothing", &mut known);
        look("nothing changed", &mut known);
        let (bytes, writing) = timed(|| known.to_bytes());
        let (read, reading) = timed(|| Known::from_bytes(&bytes));
        println!(
            "  written down: {} kB in {:.1} ms, read in {:.1} ms",
            bytes.len() / 1_000,
            milliseconds(writing),
            milliseconds(reading)
        );
        known = read.expect("what was written can be read");
        look("read, and nothing changed", &mut known);
        let of_code = |(_, file): (_, &tablecheck::source::SourceFile)| {
            let path = file.path();
            (path.starts_with("app/") && path.ends_with("Controller.php")).then(|| path.to_owned())
        };
        let code: Vec<String> = sources.iter().filter_map(of_code).collect();
        edit("a controller", &code, &sources, &mut known);
        let of_models = |(_, file): (_, &tablecheck::source::SourceFile)| {
            file.path().starts_with("app/Models/").then(|| file.path().to_owned())
        };
        let models: Vec<String> = sources.iter().filter_map(of_models).collect();
        edit("a model", &models, &sources, &mut known);
        let newest = analysis.migrations.last().map(|migration| sources.path(migration.file).to_owned());
        edit("the newest migration", &newest.into_iter().collect::<Vec<_>>(), &sources, &mut known);
    }
}
