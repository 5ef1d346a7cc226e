//! Watches a run: how long its steps take, for `--verbose`, and what a person sees meanwhile.
//!
//! The core only says which phase begins and ends ([`Observer`]), and the workspace which step starts and finishes
//! ([`Listener`]); the clock is here, and so is standard error.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::progress::Progress;
use super::remark;
use crate::phases::{Observer, Phase};
use crate::report::count;
use crate::source::Sources;
use crate::workspace::{self, Listener};

/// A part of a run, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Files are looked for and read.
    Read,
    /// The first analysis.
    Core(Phase),
    /// The project is analysed again, with what was mended or is to be added.
    Again,
    /// All that comes behind.
    Print,
}

impl From<workspace::Step> for Step {
    fn from(step: workspace::Step) -> Self {
        match step {
            workspace::Step::Read => Step::Read,
            workspace::Step::Again => Step::Again,
        }
    }
}

impl Step {
    /// Every step, in order.
    fn all() -> impl Iterator<Item = Step> {
        [Step::Read].into_iter().chain(Phase::ALL.map(Step::Core)).chain([Step::Again, Step::Print])
    }

    fn as_str(self) -> &'static str {
        match self {
            Step::Read => "read",
            Step::Core(phase) => phase.as_str(),
            Step::Again => "again",
            Step::Print => "print",
        }
    }

    /// What is being done, for a person who waits.
    fn doing(self) -> &'static str {
        match self {
            Step::Read => "reading files",
            Step::Core(Phase::Parse) => "parsing",
            Step::Core(Phase::Replay) => "replaying migrations",
            Step::Core(Phase::Survey) => "looking through the code",
            Step::Core(Phase::Rules) => "checking",
            Step::Again => "looking again",
            Step::Print => "printing",
        }
    }
}

/// Who watches a run; nobody by default. All copies are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch(Option<Arc<Eyes>>);

#[derive(Debug)]
struct Eyes {
    times: Mutex<Times>,
    progress: Option<Progress>,
}

/// What was measured.
#[derive(Debug)]
struct Times {
    start: Instant,
    /// The step at hand, and when it began.
    current: Option<(Step, Instant)>,
    /// When the last step ended.
    last: Option<Instant>,
    spent: Vec<(Step, Duration)>,
    files: usize,
    bytes: usize,
    /// How many functions were entered, and how often in all.
    entered: (usize, u64),
    /// Of how many files is known what an earlier run found, and how many there are.
    kept: (usize, usize),
}

impl Watch {
    /// Begins to watch; what is going on is shown if that is wanted.
    pub(super) fn new(progress: Option<Progress>) -> Self {
        let times = Times {
            start: Instant::now(),
            current: None,
            last: None,
            spent: Vec::new(),
            files: 0,
            bytes: 0,
            entered: (0, 0),
            kept: (0, 0),
        };
        Watch(Some(Arc::new(Eyes { times: Mutex::new(times), progress })))
    }

    /// What was measured, as a person reads it; none where nobody watched. Whatever came behind the last step was printing.
    pub(super) fn told(&self) -> Option<String> {
        let eyes = self.0.as_ref()?;
        let now = Instant::now();
        let mut times = eyes.times();
        if let Some(last) = times.last.take() {
            times.spent.push((Step::Print, now.saturating_duration_since(last)));
        }
        let entered = match times.entered {
            (0, _) => String::new(),
            (functions, all) => format!("; {} entered, {all} times in total", count(functions, "function", "functions")),
        };
        let kept = match times.kept {
            (0, _) => String::new(),
            (files, all) => format!("; {files} of {all} files from the cache"),
        };
        let entered = entered + &kept;
        Some(table(now.saturating_duration_since(times.start), &times.spent, times.files, times.bytes, &entered))
    }

    fn enter(&self, step: Step) {
        let Some(eyes) = &self.0 else { return };
        eyes.times().current = Some((step, Instant::now()));
        if let Some(progress) = &eyes.progress {
            progress.show(step.doing());
        }
    }

    fn leave(&self, step: Step) {
        let Some(eyes) = &self.0 else { return };
        if let Some(progress) = &eyes.progress {
            progress.hide();
        }
        let now = Instant::now();
        let mut times = eyes.times();
        if let Some((_, began)) = times.current.take().filter(|(current, _)| *current == step) {
            times.spent.push((step, now.saturating_duration_since(began)));
        }
        times.last = Some(now);
    }
}

impl Eyes {
    fn times(&self) -> MutexGuard<'_, Times> {
        // Numbers are whole at any time, whoever panicked.
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Watch {
    fn begin(&self, phase: Phase) {
        self.enter(Step::Core(phase));
    }

    fn end(&self, phase: Phase) {
        self.leave(Step::Core(phase));
    }

    fn entered(&self, functions: usize, times: u64) {
        let Some(eyes) = &self.0 else { return };
        let mut all = eyes.times();
        all.entered = (all.entered.0 + functions, all.entered.1 + times);
    }

    fn kept(&self, files: usize, all: usize) {
        if let Some(eyes) = &self.0 {
            eyes.times().kept = (files, all);
        }
    }
}

impl Listener for Watch {
    fn remark(&self, message: &str) {
        remark(message);
    }

    fn start(&self, step: workspace::Step) {
        self.enter(step.into());
    }

    fn finish(&self, step: workspace::Step) {
        self.leave(step.into());
    }

    fn has_read(&self, sources: &Sources) {
        let Some(eyes) = &self.0 else { return };
        let bytes: usize = sources.iter().map(|(_, file)| file.text().len()).sum();
        let mut times = eyes.times();
        times.files += sources.len();
        times.bytes += bytes;
    }
}

/// The steps with their times and shares of the whole.
fn table(whole: Duration, spent: &[(Step, Duration)], files: usize, bytes: usize, entered: &str) -> String {
    let mut text = format!("{:.3} s", whole.as_secs_f64());
    if files > 0 {
        let (files, word) = (files, if files == 1 { "file" } else { "files" });
        let _ = write!(text, " for {files} {word} of {}", size(bytes));
    }
    text.push_str(entered);
    let mut rows: Vec<(&str, Duration)> = Vec::new();
    for step in Step::all() {
        let of_step: Vec<Duration> = spent.iter().filter(|(other, _)| *other == step).map(|(_, time)| *time).collect();
        if !of_step.is_empty() {
            rows.push((step.as_str(), of_step.into_iter().sum()));
        }
    }
    if !rows.is_empty() {
        let told: Duration = rows.iter().map(|(_, time)| *time).sum();
        rows.push(("other", whole.saturating_sub(told)));
    }
    for (name, time) in rows {
        let share = if whole.is_zero() { 0.0 } else { 100.0 * time.as_secs_f64() / whole.as_secs_f64() };
        let _ = write!(text, "\n  {name:<6}  {:>9.1} ms  {share:>5.1} %", 1000.0 * time.as_secs_f64());
    }
    text
}

/// A number of bytes, in the largest unit of which there is one.
fn size(bytes: usize) -> String {
    // One decimal, without a way through numbers that are not exact.
    let in_unit = |unit: usize| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", in_unit(1_000)),
        _ => format!("{} MB", in_unit(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_the_order_of_the_steps() {
        let ms = Duration::from_millis;
        let spent = [(Step::Core(Phase::Rules), ms(30)), (Step::Read, ms(10)), (Step::Read, ms(15)), (Step::Print, ms(5))];
        let expected = "\
0.100 s for 2 files of 1.9 kB
  read         25.0 ms   25.0 %
  rules        30.0 ms   30.0 %
  print         5.0 ms    5.0 %
  other        40.0 ms   40.0 %";
        assert_eq!(table(ms(100), &spent, 2, 1_999, ""), expected);
        assert_eq!(table(ms(1), &[], 0, 0, ""), "0.001 s");
    }

    #[test]
    fn sizes_are_rounded_down() {
        let told = [size(0), size(999), size(1_000), size(999_999), size(12_345_678)];
        assert_eq!(told, ["0 bytes", "999 bytes", "1.0 kB", "999.9 kB", "12.3 MB"]);
    }

    #[test]
    fn nobody_is_told_nothing() {
        let reads = |watch: &Watch| {
            watch.start(workspace::Step::Read);
            watch.finish(workspace::Step::Read);
        };
        let watch = Watch::default();
        reads(&watch);
        assert_eq!(watch.told(), None);
        let watch = Watch::new(None);
        reads(&watch.clone());
        watch.has_read(&Sources::from_files([("a.php", "<?php")]));
        let told = watch.told().unwrap_or_default();
        assert!(told.contains(" for 1 file of 5 bytes\n  read "), "{told}");
    }
}
