//! What `check` does with the edits that findings carry: it shows them as a diff, or writes the files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use clap::Args;
use similar::{ChangeTag, TextDiff};

use super::narrow::Narrow;
use super::{CliError, Outcome, Style, remark};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::fixes::{Mended, Permission, mend};
use crate::migrator::is_vendored;
use crate::project::{Obstacle, WriteError};
use crate::report::{Fixing, printable, printable_lines};
use crate::source::{FileId, Sources};
use crate::workspace::Loaded;

/// How many lines around a change a diff shows.
const CONTEXT: usize = 3;

/// What is to be done with the fixes.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Wish {
    /// Fix findings with a clear replacement in the files, then show what is left
    ///
    /// This fixes only findings in the given paths, and only files of the project: never in `vendor`, behind a link that leads
    /// out of the project, or in a file that is not UTF-8. A file is written completely or not at all, and only if it still
    /// parses.
    #[arg(long)]
    fix: bool,
    /// With `--fix` or `--diff`: also make edits that a person should review, because they may change what the code does
    ///
    /// Alone, it writes nothing; the report then counts these fixes, too.
    #[arg(long)]
    unsafe_fixes: bool,
}

/// Takes the edits off findings whose files must not be changed, whatever is asked for.
pub(super) fn leave_out_impossible(loaded: &Loaded, findings: &mut [Finding]) {
    let sources = &loaded.project.sources;
    let mut known: BTreeMap<FileId, bool> = BTreeMap::new();
    let mut is_impossible = |file: FileId| {
        *known.entry(file).or_insert_with(|| {
            let obstacle = loaded.project.obstacle(sources.path(file), sources.file(file).text());
            // A text that is staged or being written is another one.
            matches!(obstacle, Some(Obstacle::Encoding | Obstacle::Outside))
        })
    };
    for finding in findings.iter_mut() {
        finding.fix.take_if(|fix| fix.edits.iter().any(|edit| is_impossible(edit.span.file)));
    }
}

/// What came of writing.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// How many findings were mended.
    fixed: usize,
    /// What could not be written, and why.
    failures: Vec<String>,
}

impl Wish {
    /// Mends the projects, if that is wanted: their files, and what is known of them.
    pub(super) fn fulfil(self, loaded: &mut [Loaded], narrow: &Narrow) -> Option<Written> {
        self.fix.then(|| {
            let mut written = Written::default();
            for loaded in loaded {
                self.write(loaded, narrow, &mut written);
            }
            written
        })
    }

    /// What the report says of fixes.
    pub(super) fn told(self, written: Option<&Written>) -> Fixing {
        Fixing { fixed: written.map(|written| written.fixed), unsafe_too: self.unsafe_fixes }
    }

    /// Prints what would be written.
    pub(super) fn show(self, loaded: &[Loaded], narrow: &Narrow, style: Style, out: &mut dyn Write) -> Result<Outcome, CliError> {
        let (mut fixed, mut more, mut n_changed) = (0, 0, 0);
        for loaded in loaded {
            let mended = self.mended(loaded, narrow);
            for file in &mended.changed {
                let (old, new) = (loaded.project.sources.file(*file).text(), mended.sources.file(*file).text());
                print_diff(&shown(loaded, *file), old, new, style, out)?;
            }
            fixed += mended.fixed.len();
            n_changed += mended.changed.len();
            let permission = Permission { unsafe_too: true, may_change: &|file| loaded.is_asked_for(file) };
            more += mended.analysis.findings.iter().filter(|finding| narrow.wants(finding) && permission.allows(finding)).count();
        }
        let more = if more == 0 || self.unsafe_fixes { String::new() } else { format!("; {more} more with --unsafe-fixes") };
        let fixed = if fixed == 0 { "nothing to fix".to_owned() } else { format!("{fixed} would be fixed") };
        remark(&format!("{fixed}{more}"));
        Ok(if n_changed == 0 { Outcome::Clean } else { Outcome::Findings })
    }

    /// The project as it would be. Says which files have to stay as they are.
    fn mended(self, loaded: &Loaded, narrow: &Narrow) -> Mended {
        let (project, sources) = (&loaded.project, &loaded.project.sources);
        let is_own = |file: FileId| {
            let path = sources.path(file);
            loaded.is_asked_for(file) && !is_vendored(path) && !loaded.config.excludes(path)
        };
        let wanted = Permission { unsafe_too: self.unsafe_fixes, may_change: &is_own };
        let fixes = loaded
            .analysis
            .findings
            .iter()
            .filter(|finding| narrow.wants(finding) && wanted.allows(finding))
            .filter_map(|finding| finding.fix.as_ref());
        let files: BTreeSet<FileId> = fixes.flat_map(|fix| fix.edits.iter().map(|edit| edit.span.file)).collect();
        let mut left = BTreeSet::new();
        for file in files {
            let (path, text) = (sources.path(file), sources.file(file).text());
            if let Some(obstacle) = project.obstacle(path, text) {
                remark(&format!("`{}` was not changed: {obstacle}", shown(loaded, file)));
                left.insert(file);
            }
        }
        let may_change = |file: FileId| is_own(file) && !left.contains(&file);
        let permission = Permission { may_change: &may_change, ..wanted };
        let mended = {
            let _again = loaded.again();
            let analyze = |sources: &Sources| only_wanted(loaded.analyze(sources), narrow);
            mend(sources, only_wanted(loaded.analysis.clone(), narrow), &analyze, permission)
        };
        for file in &mended.broken {
            let path = shown(loaded, *file);
            remark(&format!("`{path}` was not changed: it would no longer parse after the fixes; change it by hand"));
        }
        mended
    }

    /// Writes what has changed. What could not be written stays as it was, in what is known of the project, too.
    fn write(self, loaded: &mut Loaded, narrow: &Narrow, written: &mut Written) {
        let mended = self.mended(loaded, narrow);
        let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
        for file in &mended.changed {
            let old = loaded.project.sources.file(*file);
            let new = mended.sources.file(*file).text();
            match loaded.project.write(old.path(), old.text(), new) {
                Ok(()) => drop(texts.insert(*file, new.to_owned())),
                Err(WriteError::Obstacle(obstacle)) => {
                    remark(&format!("`{}` was not changed: {obstacle}", shown(loaded, *file)));
                }
                Err(WriteError::Refused(error)) => written.failures.push(format!(
                    "cannot write `{}`: {error}; make the file and its folder writable, and run again",
                    shown(loaded, *file)
                )),
            }
        }
        let is_written = |file: &FileId| texts.contains_key(file);
        written.fixed += mended.fixed.iter().filter(|files| files.iter().all(is_written)).count();
        if texts.len() == mended.changed.len() {
            (loaded.project.sources, loaded.analysis) = (mended.sources, mended.analysis);
        } else if !texts.is_empty() {
            loaded.project.sources = loaded.project.sources.with_texts(&texts);
            loaded.analysis = {
                let _again = loaded.again();
                loaded.analyze(&loaded.project.sources)
            };
        }
    }
}

/// An analysis in which only findings that count can be mended.
fn only_wanted(mut analysis: Analysis, narrow: &Narrow) -> Analysis {
    for finding in analysis.findings.iter_mut().filter(|finding| !narrow.wants(finding)) {
        finding.fix = None;
    }
    analysis
}

impl Written {
    /// The error that tells what could not be written, if there is such.
    pub(super) fn complete(self) -> Result<(), CliError> {
        if self.failures.is_empty() { Ok(()) } else { Err(CliError::Fixes(self.failures)) }
    }
}

/// A file's path as it can be opened from the current folder.
fn shown(loaded: &Loaded, file: FileId) -> String {
    printable(&loaded.shown_path(file))
}

/// Prints how a text changes. Programs get the texts as they are; to a person they do not steer the terminal.
fn print_diff(path: &str, old: &str, new: &str, style: Style, out: &mut dyn Write) -> Result<(), CliError> {
    let diff = TextDiff::from_lines(old, new);
    writeln!(out, "{}", style.strong(&format!("--- {path}")))?;
    writeln!(out, "{}", style.strong(&format!("+++ {path}")))?;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(out, "{}", style.paint("36", hunk.header().to_string().trim_end()))?;
        for change in hunk.iter_changes() {
            let line = change.value();
            let line = if style.terminal { printable_lines(line) } else { line.to_owned() };
            let (body, end) = line.strip_suffix('\n').map_or((line.as_str(), ""), |body| (body, "\n"));
            let line = match change.tag() {
                ChangeTag::Delete => style.paint("31", &format!("-{body}")),
                ChangeTag::Insert => style.paint("32", &format!("+{body}")),
                ChangeTag::Equal => format!(" {body}"),
            };
            write!(out, "{line}{end}")?;
            if end.is_empty() {
                writeln!(out, "\n\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
