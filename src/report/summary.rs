//! The lines that close a report for people: what was looked at, what was found, and what a run without
//! findings is worth.

use std::io::{self, Write};

use super::look::style;
use super::{Fixing, ProjectReport, Report, count, makers, printable};
use crate::analysis::{Caveats, Summary};
use crate::baseline::Baselined;
use crate::config::FailOn;
use crate::finding::{Safety, Severity};
use crate::laravel::NEWEST;
use crate::source::{FileId, Sources};

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something fails it.
    Failed,
    /// Nothing does; with what would, where this is the same for all projects.
    Passed(Option<FailOn>),
}

/// Prints the closing lines; where they are not wanted, only what makes a run worth little.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_with(report, "", out)
}

/// The same, where findings that can be fixed have a mark.
pub(super) fn print_marked(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_with(report, "[*] ", out)
}

fn print_with(report: &Report, mark: &str, out: &mut dyn Write) -> io::Result<()> {
    if report.look.quiet {
        return print_shortcomings(report, out);
    }
    print_checked(report, str::to_owned, ProjectReport::shown_path, out)?;
    let numbers = &report.summary;
    let shortcomings = report.shortcomings();
    let time = report.elapsed.map(|elapsed| format!(" in {:.2} s", elapsed.as_secs_f64())).unwrap_or_default();
    if shortcomings.is_empty() || has_findings(numbers) {
        let verdict = if has_findings(numbers) { verdict(report) } else { String::new() };
        writeln!(out, "Found {}{time}{verdict}.", coloured(report))?;
    }
    let mark = if report.fixing.fixed.is_none() { mark } else { "" };
    fixes(report).map_or(Ok(()), |fixes| writeln!(out, "{mark}{fixes}."))?;
    known(report).map_or(Ok(()), |known| writeln!(out, "{known}."))
}

/// What a baseline keeps back.
fn known(report: &Report) -> Option<String> {
    let Baselined { known, stale } = report.baseline?;
    let findings = count(known, "known finding", "known findings");
    let take_out = "(--prune-baseline removes them)";
    match (known, stale) {
        (0, 0) => None,
        (0, stale) => {
            let were = if stale == 1 { "was" } else { "were" };
            Some(format!("{} of the baseline {were} fixed since {take_out}", count(stale, "finding", "findings")))
        }
        (_, 0) => Some(format!("{findings} in the baseline not shown")),
        (_, stale) => Some(format!("{findings} in the baseline not shown; {stale} more fixed since {take_out}")),
    }
}

/// Whether findings fail the run, and why they do not.
fn verdict(report: &Report) -> String {
    let Some(verdict) = report.verdict else { return String::new() };
    let why = match verdict {
        Verdict::Failed => return ": failed".to_owned(),
        Verdict::Passed(Some(FailOn::Severity(Severity::Warning))) => "notes do not fail a run",
        Verdict::Passed(Some(FailOn::Severity(Severity::Error))) => "only errors fail this run",
        Verdict::Passed(Some(FailOn::Never)) => "no finding fails this run",
        Verdict::Passed(Some(FailOn::Severity(Severity::Note)) | None) => return ": passed".to_owned(),
    };
    format!(": passed, since {why}")
}

/// Whether anything was found.
fn has_findings(numbers: &Summary) -> bool {
    numbers.errors + numbers.warnings + numbers.notes > 0
}

/// That nothing says which tables there are, where that is so.
#[must_use]
pub fn no_schema(numbers: &Summary) -> &'static str {
    match numbers.unreplayed {
        0 => "there is no migration and no schema dump",
        _ => "no migration and no schema dump could be read",
    }
}

/// Where the tables come from that are known.
#[must_use]
pub fn origin(numbers: &Summary) -> String {
    let tables = count(numbers.tables, "table", "tables");
    match numbers.migrations {
        0 => format!("no migration, but a schema dump creates {tables}"),
        1 => format!("1 migration creates {tables}"),
        many => format!("{many} migrations create {tables}"),
    }
}

/// Why a run without findings says little, where so little is known of the database: sentences without a full stop, each with
/// what to do.
#[must_use]
pub fn shortcomings(numbers: &Summary, sources: &Sources) -> Vec<String> {
    let mut sentences = Vec::new();
    // What cannot be read is there: no other folder has to be named.
    if numbers.groundless > 0 && numbers.unreplayed == 0 {
        let places = count(numbers.groundless, "place", "places");
        let hint = makers::hint(sources).unwrap_or_else(|| {
            "pass the folder that contains `database/migrations`, or a dump of the database with `--schema dump.sql` \
            (`schema: [dump.sql]` in tablecheck.yaml)"
                .to_owned()
        });
        sentences.push(format!(
            "the code names tables in {places}, but no migration and no schema dump says which tables exist, so \
            tablecheck could not check them; {hint}"
        ));
    }
    if numbers.unreplayed > 0 {
        let (migrations, it, tables) = match numbers.unreplayed {
            1 => ("1 migration or schema dump".to_owned(), "it", "its tables"),
            many => (format!("{many} migrations or schema dumps"), "them", "their tables"),
        };
        sentences.push(format!(
            "{migrations} could not be read or understood, so tables may be missing and the check is incomplete; \
            `tablecheck coverage` gives the reasons: fix {it}, or list {tables} under `tables` in tablecheck.yaml and exclude {it} \
            under `exclude`"
        ));
    }
    sentences
}

/// What a reader has to know of the numbers of one project: sentences without a full stop. Files are called as their
/// reader calls them.
#[must_use]
pub fn caveats(caveats: &Caveats<'_>, sources: &Sources, path: impl Fn(FileId) -> String) -> Vec<String> {
    let broken = caveats.broken.map(|(files, first)| {
        let start = sources.start(first);
        let place = format!("`{}:{}:{}`", path(first.file), start.line, start.column);
        match files {
            1 => format!("1 file has a syntax error, at {place}, so tablecheck may miss part of it"),
            many => format!("{many} files have syntax errors, the first at {place} (`tablecheck coverage` lists them)"),
        }
    });
    let drivers = caveats.drivers.iter().map(|(connection, driver, taken)| {
        format!(
            "the connection `{}` has the driver `{}`, which is not supported: checked as {} (`driver` in tablecheck.yaml \
            names another)",
            printable(connection),
            printable(driver),
            taken.title()
        )
    });
    let laravel = caveats
        .laravel
        .map(|(version, taken)| format!("Laravel {version} is not supported (5.1 to {NEWEST} are): checked as Laravel {taken}"));
    let silent = caveats.silent.then(|| {
        "no code names a table in a way that tablecheck understands (Laravel's query builder, models, SQL in `DB` calls), so only \
        the migrations were checked"
            .to_owned()
    });
    let nameless = caveats.nameless.then(|| {
        "tablecheck does not know the name of any table that the migrations create, so it checked nothing (`tablecheck coverage` says \
        why)"
            .to_owned()
    });
    let half_dumped = caveats.half_dumped.iter().map(|(migrations, missing)| {
        format!(
            "the dump stands for {}, since it has tables of theirs and does not list which ones ran; it lacks {} that they make, \
            such as `{}`: dump the whole database, or leave the dump out",
            count(*migrations, "migration", "migrations"),
            count(missing.len(), "table", "tables"),
            missing.first().copied().map_or_else(String::new, printable)
        )
    });
    broken.into_iter().chain(drivers).chain(laravel).chain(silent).chain(nameless).chain(half_dumped).collect()
}

/// What was mended, or could be.
fn fixes(report: &Report) -> Option<String> {
    let with = |safety| {
        let fixes = report.findings().filter_map(|(_, finding)| finding.fix.as_ref());
        fixes.filter(|fix| fix.safety == safety).count()
    };
    let (safe, unsafe_ones) = (with(Safety::Safe), with(Safety::Unsafe));
    let Fixing { fixed, unsafe_too } = report.fixing;
    Some(match (fixed, safe, unsafe_ones) {
        (Some(fixed), _, more) if more > 0 && !unsafe_too => {
            format!("{fixed} fixed; {more} more can be fixed with --unsafe-fixes")
        }
        (Some(fixed), ..) => format!("{fixed} fixed"),
        (None, 0, 0) => return None,
        (None, safe, more) if unsafe_too => format!("{} can be fixed with --fix --unsafe-fixes", safe + more),
        (None, 0, more) => format!("{more} can be fixed with --fix --unsafe-fixes"),
        (None, safe, 0) => format!("{safe} can be fixed with --fix"),
        (None, safe, more) => format!("{safe} can be fixed with --fix; {more} more with --unsafe-fixes"),
    })
}

/// The findings, counted.
pub(super) fn found(numbers: &Summary) -> String {
    if !has_findings(numbers) {
        let nothing = numbers.knows_nothing();
        let said = match (numbers.is_blind(), nothing) {
            (true, _) => "the check is incomplete",
            (false, true) => "nothing to check",
            (false, false) => "no problems",
        };
        return said.to_owned();
    }
    let errors = count(numbers.errors, "error", "errors");
    let warnings = count(numbers.warnings, "warning", "warnings");
    format!("{errors}, {warnings} and {}", count(numbers.notes, "note", "notes"))
}

/// Prints what was looked at; what stands in the sentences that name something of the project is written by the rules of the
/// format, and files are called as its readers call them.
pub(super) fn print_checked<'a>(
    report: &Report<'a>,
    shown: fn(&str) -> String,
    path: fn(&ProjectReport<'a>, FileId) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let numbers = &report.summary;
    let files = count(numbers.files, "file", "files");
    if numbers.groundless > 0 && numbers.migrations == 0 {
        writeln!(out, "Checked {files}: {}, so the database is unknown.", no_schema(numbers))?;
    } else if numbers.knows_nothing() {
        writeln!(out, "Checked {files}: {}, and no code names a table.", no_schema(numbers))?;
    } else {
        let origin = origin(numbers);
        let references = count(numbers.references, "reference", "references");
        let hint = if numbers.unresolved == 0 { "" } else { " (`tablecheck coverage` lists them)" };
        writeln!(out, "Checked {files}: {origin}; {references} resolved, {} not{hint}.", numbers.unresolved)?;
    }
    report.unread().map_or(Ok(()), |unread| writeln!(out, "{}.", shown(&unread)))?;
    for sentence in report.caveats(path) {
        writeln!(out, "note: {}.", shown(&sentence))?;
    }
    print_shortcomings(report, out)
}

fn print_shortcomings(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.shortcomings().iter().try_for_each(|sentence| writeln!(out, "error: {sentence}."))
}

/// The findings, counted, in the colour of the most severe.
fn coloured(report: &Report) -> String {
    let summary = &report.summary;
    if !has_findings(summary) && report.left_out > 0 && !summary.is_blind() {
        return format!(
            "nothing that was asked for; {} not shown",
            count(report.left_out, "other finding is", "other findings are")
        );
    }
    let text = found(summary);
    let severity = match summary {
        Summary { errors: 1.., .. } => Severity::Error,
        Summary { warnings: 1.., .. } => Severity::Warning,
        Summary { notes: 1.., .. } => Severity::Note,
        _ => return text,
    };
    report.look.paint(style::of(severity), &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Way;
    use crate::report::{Look, ProjectReport};

    fn closing(summary: Summary) -> String {
        let mut out = Vec::new();
        let sources = Sources::default();
        let (way, repository, below) = (Way::default(), String::new(), String::new());
        let project = ProjectReport {
            sources: &sources,
            findings: &[],
            summary,
            name: String::new(),
            way,
            repository,
            below,
            analysis: None,
        };
        let (projects, fixing) = (vec![project], Fixing::default());
        let report = Report {
            projects,
            summary,
            fixing,
            left_out: 0,
            baseline: None,
            verdict: None,
            elapsed: None,
            look: Look::default(),
        };
        print(&report, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("the summary is UTF-8")
    }

    #[test]
    fn a_project_without_migrations_is_told_apart_from_one_without_problems() {
        let expected = "\
Checked 1 file: there is no migration and no schema dump, and no code names a table.
Found nothing to check.
";
        assert_eq!(closing(Summary { files: 1, ..Summary::default() }), expected);
        let told = closing(Summary { files: 1, references: 2, of_tables: (2, 0), groundless: 2, ..Summary::default() });
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], "Checked 1 file: there is no migration and no schema dump, so the database is unknown.");
        assert!(lines[1].starts_with("error: the code names tables in 2 places, but no migration "), "{told}");
        assert_eq!(lines.len(), 2, "it does not look clean: {told}");
        let told = closing(Summary { files: 1, migrations: 2, tables: 1, unreplayed: 1, ..Summary::default() });
        assert!(
            told.contains("\nerror: 1 migration or schema dump could not be read or understood, so tables may be missing"),
            "{told}"
        );
        assert!(!told.contains("Found"), "it does not look clean: {told}");
        let told = closing(Summary { files: 1, migrations: 2, tables: 1, unreplayed: 2, notes: 1, ..Summary::default() });
        assert!(told.ends_with("Found 0 errors, 0 warnings and 1 note.\n"), "{told}");
        let expected = "\
Checked 9 files: no migration, but a schema dump creates 2 tables; 1 reference resolved, 0 not.
Found no problems.
";
        assert_eq!(closing(Summary { files: 9, tables: 2, references: 1, ..Summary::default() }), expected);
        let expected = "\
Checked 9 files: 3 migrations create 2 tables; 0 references resolved, 0 not.
Found 0 errors, 0 warnings and 1 note.
";
        assert_eq!(closing(Summary { files: 9, migrations: 3, tables: 2, notes: 1, ..Summary::default() }), expected);
    }

    #[test]
    fn findings_say_whether_they_fail_the_run() {
        for (verdict, expected) in [
            (Verdict::Failed, "failed."),
            (Verdict::Passed(Some(FailOn::default())), "passed, since notes do not fail a run."),
            (Verdict::Passed(Some(FailOn::Severity(Severity::Error))), "passed, since only errors fail this run."),
            (Verdict::Passed(Some(FailOn::Never)), "passed, since no finding fails this run."),
            (Verdict::Passed(None), "passed."),
        ] {
            crate::report::example::with_report(|report| {
                let mut out = Vec::new();
                print(&Report { verdict: Some(verdict), ..report.clone() }, &mut out).expect("a vector takes everything");
                let text = String::from_utf8(out).expect("the summary is UTF-8");
                let found = text.lines().find(|line| line.starts_with("Found")).expect("findings are counted");
                assert!(found.ends_with(&format!(": {expected}")), "{found}");
            });
        }
    }

    #[test]
    fn fixes_are_counted() {
        for (fixed, unsafe_too, expected) in [
            (None, false, "2 can be fixed with --fix."),
            (None, true, "2 can be fixed with --fix --unsafe-fixes."),
            (Some(0), false, "0 fixed."),
            (Some(3), true, "3 fixed."),
        ] {
            crate::report::example::with_report(|report| {
                let mut out = Vec::new();
                print(&Report { fixing: Fixing { fixed, unsafe_too }, ..report.clone() }, &mut out)
                    .expect("a vector takes everything");
                let text = String::from_utf8(out).expect("the summary is UTF-8");
                assert_eq!(text.lines().last(), Some(expected), "{fixed:?} {unsafe_too}");
            });
        }
    }
}
