//! Analyses a project and asserts what holds for every project there can be.

use std::fmt::{self, Write};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::Config;
use tablecheck::draft::{self, Options, Orphans, Style, Wanted};
use tablecheck::project::Way;
use tablecheck::report::{Fixing, Format, Look, ProjectReport, Report};
use tablecheck::source::{FileId, Sources, Span};

use super::mutate::Files;
use super::processor::processor_time;

/// How much processor time the process may take during one analysis, for each processor, before the tests are given up.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often that is looked at.
const PAUSE: Duration = Duration::from_secs(2);

/// Analyses the files as often as asked for. Asserts that this ends, that nothing panics, that each time the same comes out,
/// that every place is one of the file's text, and that every format can print it.
///
/// # Panics
/// If not. The project is then left in a folder that the output names.
pub(crate) fn survive(name: &str, files: &Files, times: usize) {
    let left = folder().join(name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let watch = Watch::new(name, &left);
    let outcome = catch_unwind(AssertUnwindSafe(|| assert_sound(files, times)));
    drop(watch);
    if let Err(panic) = outcome {
        leave(files, &left);
        tell(&format!("\n{name}: the project was left in {}\n", left.display()));
        resume_unwind(panic);
    }
}

fn assert_sound(files: &Files, times: usize) {
    let sources = Sources::from_files(files.clone());
    let config = Config::default();
    let analysis = analyze(&sources, &config);
    assert_places(&sources, &analysis);
    print(&sources, &analysis);
    draft(&sources, &analysis);
    for _ in 1..times {
        let again = analyze(&Sources::from_files(files.clone()), &config);
        if digest(&analysis) == digest(&again) {
            continue;
        }
        let (one, two) = (format!("{analysis:#?}"), format!("{again:#?}"));
        let differs = one.lines().zip(two.lines()).position(|(one, two)| one != two).unwrap_or_default();
        let around = |text: &str| text.lines().skip(differs.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
        panic!("the same project gives two different analyses:\n{}\n\nand\n\n{}", around(&one), around(&two));
    }
}

fn assert_places(sources: &Sources, analysis: &Analysis) {
    let check = |span: Span| {
        let text = sources.file(span.file).text();
        assert!(text.get(span.range()).is_some(), "{span:?} is no part of {}", sources.path(span.file));
    };
    for finding in &analysis.findings {
        check(finding.span);
        finding.labels.iter().for_each(|label| check(label.span));
        finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| check(edit.span));
    }
    analysis.gaps.iter().for_each(|gap| check(gap.span));
    analysis.references.tables.iter().for_each(|table| check(table.span));
    analysis.references.columns.iter().for_each(|column| check(column.span));
}

fn print(sources: &Sources, analysis: &Analysis) {
    let project = ProjectReport {
        sources,
        findings: &analysis.findings,
        summary: analysis.summary,
        name: String::new(),
        way: Way::default(),
        repository: String::new(),
        below: String::new(),
        analysis: Some(analysis),
    };
    let report = Report {
        projects: vec![project],
        summary: analysis.summary,
        left_out: 0,
        fixing: Fixing::default(),
        baseline: None,
        verdict: None,
        elapsed: None,
        look: Look::default(),
    };
    for name in Format::names() {
        let format: Format = name.parse().expect("it is a format's name");
        let mut out = Vec::new();
        format.print(&report, &mut out).expect("memory can be written to");
        let text = String::from_utf8(out).expect("every format prints UTF-8");
        if name == "json" {
            serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
        }
    }
}

/// Whatever is asked for, a migration parses.
fn draft(sources: &Sources, analysis: &Analysis) {
    let wanted = analysis.findings.iter().filter_map(|finding| {
        let (connection, table, remedy) = (finding.connection.clone()?, finding.table.clone()?, finding.remedy.clone()?);
        Some(Wanted { connection, table, remedy })
    });
    let wanted: Vec<Wanted> = wanted.collect();
    for orphans in [Orphans::Abort, Orphans::Delete, Orphans::Null] {
        let options = Options { orphans, not_valid: true, ..Options::default() };
        let versions = (analysis.oldest_laravel, analysis.laravel);
        for plan in draft::plan(&analysis.database, versions, &wanted, options).0 {
            let tables: Vec<&str> = plan.tables.iter().map(|table| table.table.as_str()).collect();
            let of = (&analysis.database, plan.connection.as_str(), tables.as_slice());
            let style = Style::of(sources, &analysis.migrations, of.0, of.1, of.2, analysis.laravel);
            let text = draft::php(&plan, &style, "add_keys");
            let parsed = tablecheck::php::parse(FileId(0), &text);
            assert!(parsed.errors.is_empty(), "{:?} in\n{text}", parsed.errors);
            assert!(!draft::sql(&plan).is_empty() || plan.tables.iter().all(|table| table.keys.is_empty()));
        }
    }
}

/// A number that stands for all that an analysis says.
fn digest(analysis: &Analysis) -> u64 {
    struct Fnv(u64);
    impl Write for Fnv {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for byte in text.bytes() {
                self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            Ok(())
        }
    }
    let mut number = Fnv(0xcbf2_9ce4_8422_2325);
    write!(number, "{analysis:?}").expect("numbers take any text");
    number.0
}

/// Waits beside a test, and ends the process if the test does not.
struct Watch {
    done: Option<Sender<()>>,
}

impl Watch {
    /// Notes what is running, too: a stack that overflows ends the process without a word.
    fn new(name: &str, left: &Path) -> Self {
        let (done, waits) = channel::<()>();
        let (name, note) = (name.to_owned(), left.with_extension("running"));
        std::fs::write(&note, &name).expect("the folder for temporary files can be written to");
        std::thread::spawn(move || {
            // Other tests run beside it in the same process.
            let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
            let limit = PATIENCE * u32::try_from(processors).unwrap_or(u32::MAX);
            let before = processor_time().unwrap_or_default();
            while waits.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                if processor_time().is_some_and(|now| now.saturating_sub(before) > limit) {
                    tell(&format!("\n{name}: no end after {} s of processor time\n", limit.as_secs()));
                    std::process::abort();
                }
            }
            let _ = std::fs::remove_file(note);
        });
        Watch { done: Some(done) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.done.take();
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

fn leave(files: &Files, folder: &Path) {
    for (path, text) in files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        made.unwrap_or_else(|error| tell(&format!("{}: {error}\n", path.display())));
    }
}

/// Says something even if the process is about to end: what tests print is kept back until they are done.
fn tell(message: &str) {
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(message.as_bytes());
}
