//! Misspells one name at a time and asks the analysis whether it notices.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::Config;
use tablecheck::project::{Project, ProjectError};
use tablecheck::schema::Whereabouts;
use tablecheck::source::{Sources, Span};

use crate::random::Random;
use crate::scan::{COLUMNS, Candidate, Names, TABLES, candidates};

/// What is put behind a name to misspell it.
const MISSPELLED: &str = "_zz";
/// How the label ends that says where a constant spells a name.
const WRITTEN: &str = "is written here";
/// How many analyses run at a time; each has threads of its own for what it does in parallel.
const AT_A_TIME: usize = 2;

/// An application, as it is.
pub(crate) struct Application {
    pub(crate) name: String,
    pub(crate) sources: Sources,
    files: Vec<(String, Arc<str>)>,
    analysis: Analysis,
    candidates: Vec<Candidate>,
}

/// What became of the candidates of one kind.
pub(crate) struct Measured {
    pub(crate) kind: &'static str,
    pub(crate) candidates: usize,
    pub(crate) sampled: usize,
    pub(crate) reported: usize,
    pub(crate) missed: Vec<Candidate>,
}

impl Application {
    /// Reads an application, analyses it as it is and looks for candidates.
    pub(crate) fn load(root: &Path) -> Result<Self, ProjectError> {
        let project = Project::load(root)?;
        let name = project.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files: Vec<(String, Arc<str>)> =
            project.sources.iter().map(|(_, file)| (file.path().to_owned(), Arc::from(file.text()))).collect();
        // The same set of files as the misspelled ones will be: links between files are in none of them.
        let sources = Sources::from_files(files.iter().cloned());
        let analysis = analyze(&sources, &Config::default());
        let candidates = candidates(&sources, &Names::new(&analysis.database));
        Ok(Application { name, sources, files, analysis, candidates })
    }

    /// How many tables the migrations leave.
    pub(crate) fn tables(&self) -> usize {
        self.analysis.summary.tables
    }

    /// Measures every kind of which there are candidates, with at most `sample` of each.
    pub(crate) fn measure(&self, sample: usize, seed: u64, at_once: usize) -> Vec<Measured> {
        let mut all = Vec::new();
        for kind in TABLES.into_iter().chain(COLUMNS) {
            let candidates: Vec<&Candidate> = self.candidates.iter().filter(|candidate| candidate.kind == kind).collect();
            if candidates.is_empty() {
                continue;
            }
            // The sample of a kind does not depend on what other kinds and applications there are.
            let hash = crc32fast::hash(format!("{}\n{kind}", self.name).as_bytes());
            let sampled = draw(&candidates, sample, &mut Random::new(seed ^ u64::from(hash)));
            let reported = self.reported(&sampled, at_once);
            let of = |wanted: bool| sampled.iter().zip(&reported).filter(move |(_, reported)| **reported == wanted);
            all.push(Measured {
                kind,
                candidates: candidates.len(),
                sampled: sampled.len(),
                reported: of(true).count(),
                missed: of(false).map(|(candidate, _)| (*candidate).clone()).collect(),
            });
        }
        all
    }

    /// Which of the candidates are reported when they are misspelled, so many at once, each in another file.
    fn reported(&self, candidates: &[&Candidate], at_once: usize) -> Vec<bool> {
        let groups = groups(candidates, at_once);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(group) = groups.get(index) else { return done };
                let misspelled: Vec<&Candidate> = group.iter().map(|index| candidates[*index]).collect();
                done.extend(group.iter().copied().zip(self.are_reported(&misspelled)));
            }
        };
        let mut reported = vec![false; candidates.len()];
        // Threads of the system, because a worker of a thread pool that waits for an analysis would start the next one.
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                for (index, is_reported) in worker.join().expect("an analysis returns for every input") {
                    reported[index] = is_reported;
                }
            }
        });
        reported
    }

    /// Of each of these, whether a finding says that this very name is unknown when it is misspelled, and none does when
    /// it is not.
    fn are_reported(&self, candidates: &[&Candidate]) -> Vec<bool> {
        let mut files = self.files.clone();
        for candidate in candidates {
            let file = self.sources.file(candidate.file);
            let at = candidate.name.end;
            let text = [&file.text()[..at], MISSPELLED, &file.text()[at..]].concat();
            if let Some(changed) = files.iter_mut().find(|(path, _)| path == file.path()) {
                changed.1 = text.into();
            }
        }
        let misspelled = analyze(&Sources::from_files(files), &Config::default());
        candidates.iter().map(|candidate| self.is_reported(candidate, &misspelled)).collect()
    }

    fn is_reported(&self, candidate: &Candidate, misspelled: &Analysis) -> bool {
        let (rule, longer) = (if candidate.is_table() { "unknown-table" } else { "unknown-column" }, MISSPELLED.len());
        let said = |analysis: &Analysis, longer: usize| -> Vec<String> {
            let literal = candidate.literal.start..candidate.literal.end + longer;
            let here = |span: std::ops::Range<usize>| literal.start <= span.start && span.end <= literal.end;
            let findings = analysis.findings.iter().filter(|finding| finding.rule == rule);
            // What a constant spells is reported where it is used, with a label where it is written.
            let is_here = |span: Span| span.file == candidate.file && here(span.range());
            let here = findings.filter(|finding| {
                is_here(finding.span)
                    || finding.labels.iter().any(|label| is_here(label.span) && label.message.ends_with(WRITTEN))
            });
            here.map(|finding| finding.message.clone()).collect()
        };
        let before = said(&self.analysis, 0);
        said(misspelled, longer).iter().any(|message| !before.contains(message))
    }

    /// What is known of a candidate's table that makes rules silent about it, to explain a miss.
    pub(crate) fn silenced(&self, candidate: &Candidate) -> Option<&'static str> {
        if candidate.is_table() {
            let misspelled = format!("{}{MISSPELLED}", candidate.table);
            return match self.analysis.database.locate(None, &misspelled) {
                Whereabouts::Unclear(_) => Some("a table is made whose name is not known"),
                Whereabouts::Foreign => Some("nothing is known of the connection"),
                _ => None,
            };
        }
        let schemas = self.analysis.database.connections.values();
        let mut tables = schemas.filter_map(|schema| schema.tables.get(&candidate.table));
        tables.find_map(|table| match (table.open_at, table.conditional) {
            (Some(_), _) => Some("the table may have other columns"),
            (None, true) => Some("the table may be missing"),
            (None, false) => None,
        })
    }
}

/// The candidates' indices in groups of at most so many, each of which has no file twice.
fn groups(candidates: &[&Candidate], at_once: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let has_room = |group: &&mut Vec<usize>| {
            group.len() < at_once && group.iter().all(|other| candidates[*other].file != candidate.file)
        };
        match groups.iter_mut().find(has_room) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// Some of these, in their order.
fn draw<'c>(all: &[&'c Candidate], count: usize, random: &mut Random) -> Vec<&'c Candidate> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    let count = count.min(all.len());
    for index in 0..count {
        order.swap(index, index + random.below(all.len() - index));
    }
    order.truncate(count);
    order.sort_unstable();
    order.into_iter().map(|index| all[index]).collect()
}
