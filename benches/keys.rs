//! How many missing foreign keys are found, measured on real applications: `cargo bench --bench keys -- DIR`.
//!
//! In each application below `DIR` one foreign key at a time is taken out of the migration that declares it: the statement
//! `$table->foreign(…)…;`, or the part of a column's statement from `->constrained(…)` or `->references(…)` on. The whole
//! application is analysed again, and the key counts as found if `missing-foreign-key` proposes it for that column with the
//! right target. What the code says elsewhere (relations, joins, names, other keys) is left as it is.
//!
//! Keys that several lines of code declare, in loops for instance, and those of squashed dumps are left out.

#[path = "../tests/support/applications.rs"]
mod applications;
#[path = "../tests/support/random.rs"]
#[expect(dead_code, reason = "other tests draw in other ways")]
mod random;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use applications::applications;
use clap::Parser;
use random::Random;
use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::Config;
use tablecheck::finding::{Remedy, Severity};
use tablecheck::project::Project;
use tablecheck::schema::{ForeignKey, Origin};
use tablecheck::source::Sources;

/// As in the program itself, so that the times are its times.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many keys of each application are taken out.
const SAMPLE: usize = 40;

/// Takes foreign keys out of applications and counts how many are missed
#[derive(Parser)]
#[command(name = "keys")]
struct Arguments {
    /// An application, or a folder of applications; a small one of the test data if none is given
    dir: Option<PathBuf>,
    /// How many keys of each application are taken out [default: 40; 1 unless run by `cargo bench`]
    #[arg(long)]
    sample: Option<usize>,
    /// What the samples depend on
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only the application in the folder of this name
    #[arg(long)]
    only: Option<String>,
    /// Print the keys that were not found
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
            let _ = writeln!(io::stderr(), "keys: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let roots = applications(arguments.dir.as_deref(), arguments.only.as_deref())?;
    let sample = arguments.sample.unwrap_or(if arguments.bench { SAMPLE } else { 1 });
    let mut out = io::stdout().lock();
    writeln!(out, "{:<24}{:>8}{:>9}{:>9}{:>7}{:>7}{:>8}", "application", "keys", "sampled", "warned", "noted", "wrong", "found")?;
    let mut total = Tally::default();
    for root in &roots {
        let application = Application::load(root)?;
        let (tally, missed) = application.measure(sample, arguments.seed);
        tally.write(&application.name, &mut out)?;
        if arguments.list_missed {
            for line in missed {
                writeln!(out, "    {line}")?;
            }
        }
        total.add(&tally);
    }
    if roots.len() > 1 {
        total.write("all", &mut out)?;
    }
    Ok(())
}

/// What became of the keys.
#[derive(Default)]
struct Tally {
    keys: usize,
    sampled: usize,
    warned: usize,
    noted: usize,
    /// Another target was proposed.
    wrong: usize,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.keys += other.keys;
        self.sampled += other.sampled;
        self.warned += other.warned;
        self.noted += other.noted;
        self.wrong += other.wrong;
    }

    fn write(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        let Tally { keys, sampled, warned, noted, wrong } = self;
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let found = if *sampled == 0 { 100.0 } else { 100.0 * number(warned + noted) / number(*sampled) };
        writeln!(out, "{name:<24}{keys:>8}{sampled:>9}{warned:>9}{noted:>7}{wrong:>7}{found:>7.1}%")
    }
}

struct Application {
    name: String,
    files: BTreeMap<String, Arc<str>>,
    sources: Sources,
    analysis: Analysis,
}

/// A key, and the text that declares it.
struct Declared<'a> {
    connection: &'a str,
    table: &'a str,
    key: &'a ForeignKey,
    path: &'a str,
    text: Range<usize>,
}

impl Application {
    fn load(root: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let project = Project::load(root)?;
        let name = project.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files: BTreeMap<String, Arc<str>> =
            project.sources.iter().map(|(_, file)| (file.path().to_owned(), Arc::from(file.text()))).collect();
        let sources = Sources::from_files(files.clone());
        let analysis = analyze(&sources, &Config::default());
        Ok(Application { name, files, sources, analysis })
    }

    /// The keys that can be taken out one by one.
    fn keys(&self) -> Vec<Declared<'_>> {
        let mut found: Vec<Declared<'_>> = Vec::new();
        for (connection, schema) in &self.analysis.database.connections {
            for table in schema.tables.values().filter(|table| table.origin == Origin::Project && !table.conditional) {
                for key in table.foreign_keys.iter().filter(|key| !key.conditional && key.columns.len() == 1) {
                    let Some(at) = key.defined_at else { continue };
                    let path = self.sources.path(at.file);
                    let text = statement(self.sources.file(at.file).text(), at.start as usize).filter(|_| path.ends_with(".php"));
                    let target = schema.table(&key.table).is_some();
                    if let Some(text) = text.filter(|_| target && !path.starts_with("vendor/")) {
                        found.push(Declared { connection, table: &table.name, key, path, text });
                    }
                }
            }
        }
        // One statement that declares several keys.
        let mut counts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for declared in &found {
            *counts.entry((declared.path, declared.text.start)).or_default() += 1;
        }
        found.retain(|declared| counts.get(&(declared.path, declared.text.start)) == Some(&1));
        found
    }

    fn measure(&self, sample: usize, seed: u64) -> (Tally, Vec<String>) {
        let mut keys = self.keys();
        let mut tally = Tally { keys: keys.len(), ..Tally::default() };
        let mut random = Random::new(seed ^ u64::from(crc32fast::hash(self.name.as_bytes())));
        while keys.len() > sample {
            keys.swap_remove(random.below(keys.len()));
        }
        let mut missed = Vec::new();
        for declared in &keys {
            let mut text = self.files[declared.path].to_string();
            text.replace_range(declared.text.clone(), "");
            let mut files = self.files.clone();
            files.insert(declared.path.to_owned(), Arc::from(text));
            let after = analyze(&Sources::from_files(files), &Config::default());
            let column = &declared.key.columns[0];
            let schema = after.database.connections.get(declared.connection);
            let Some(table) = schema.and_then(|schema| schema.table(declared.table)) else { continue };
            if table.foreign_key_of(column).is_some() || table.column(column).is_none() {
                // Something else declares it, too, or the column went with it.
                continue;
            }
            tally.sampled += 1;
            let proposed = after.findings.iter().find_map(|finding| match &finding.remedy {
                Some(Remedy::Key { columns, target, .. })
                    if finding.table.as_deref() == Some(declared.table) && columns == &declared.key.columns =>
                {
                    Some((finding.severity, target))
                }
                _ => None,
            });
            match proposed {
                Some((severity, target)) if target.eq_ignore_ascii_case(&declared.key.table) => {
                    let count = if severity == Severity::Note { &mut tally.noted } else { &mut tally.warned };
                    *count += 1;
                }
                other => {
                    tally.wrong += usize::from(other.is_some());
                    let said = other.map_or(String::new(), |(_, target)| format!(", proposed was {target}"));
                    missed.push(format!("{}.{column} to {}{said}  {}", declared.table, declared.key.table, declared.path));
                }
            }
        }
        (tally, missed)
    }
}

/// The text that declares the key whose declaration holds a place: a statement, or its end from a call on.
fn statement(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    // A statement begins in a line that begins with a variable.
    let mut start = before.rfind('\n').map_or(0, |line| line + 1);
    while !text[start..].trim_start().starts_with('$') {
        start = text[..start.checked_sub(1)?].rfind('\n').map_or(0, |line| line + 1);
    }
    start += text[start..].len() - text[start..].trim_start().len();
    let end = start + end_of_statement(&text[start..])?;
    if end < at {
        return None;
    }
    let whole = &text[start..end];
    let call = |name: &str| whole.find(&format!("->{name}("));
    let is_key = call("foreign").filter(|at| !whole[..*at].contains("->"));
    match (is_key, call("constrained").or_else(|| call("references"))) {
        (Some(_), _) => Some(start..end + 1),
        (None, Some(at)) => Some(start + at..end),
        (None, None) => None,
    }
}

/// Where the `;` of a statement stands.
fn end_of_statement(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut quote: Option<char> = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != character),
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ';') if depth == 0 => return Some(at),
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}
