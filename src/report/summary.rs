//! The lines that close a report for people: what was looked at, what was found, and what a run without
//! findings is worth.

use std::io::{self, Write};

use super::{Baselined, Fixing, Report, count};
use crate::analysis::Summary;
use crate::finding::Safety;

/// Prints the closing lines.
pub(super) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    print_checked(report, out)?;
    let numbers = &report.summary;
    let time = report.elapsed.map(|elapsed| format!(" in {:.2} s", elapsed.as_secs_f64())).unwrap_or_default();
    writeln!(out, "Found {}{time}.", found(numbers))?;
    fixes(report).map_or(Ok(()), |fixes| writeln!(out, "{fixes}."))?;
    known(report).map_or(Ok(()), |known| writeln!(out, "{known}."))
}

/// What a baseline keeps back.
fn known(report: &Report) -> Option<String> {
    let Baselined { known, stale } = report.baseline?;
    let findings = count(known, "known finding", "known findings");
    Some(match stale {
        0 => format!("{findings} of the baseline not shown"),
        stale => format!("{findings} of the baseline not shown; {stale} more mended since (--prune-baseline takes them out)"),
    })
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
    if numbers.errors + numbers.warnings + numbers.notes == 0 {
        return "no problems".to_owned();
    }
    let errors = count(numbers.errors, "error", "errors");
    let warnings = count(numbers.warnings, "warning", "warnings");
    format!("{errors}, {warnings} and {}", count(numbers.notes, "note", "notes"))
}

/// Prints what was looked at.
pub(super) fn print_checked(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let numbers = &report.summary;
    let files = count(numbers.files, "file", "files");
    let tables = count(numbers.tables, "table", "tables");
    if numbers.migrations == 0 && numbers.tables == 0 {
        writeln!(out, "Checked {files}: no migration and no schema dump was found, so nothing is known of the database.")?;
        writeln!(out, "Call tablecheck with the folder that has `database/migrations` in it.")?;
    } else {
        let origin = if numbers.migrations == 0 {
            format!("no migration was found, a schema dump makes {tables}")
        } else {
            let make = if numbers.migrations == 1 { "makes" } else { "make" };
            format!("{} {make} {tables}", count(numbers.migrations, "migration", "migrations"))
        };
        let references = count(numbers.references, "reference", "references");
        let hint = if numbers.unresolved == 0 { "" } else { " (`tablecheck coverage` lists them)" };
        writeln!(out, "Checked {files}: {origin}; {references} resolved, {} not{hint}.", numbers.unresolved)?;
    }
    let unread = report.n_unread();
    if unread > 0 {
        let (paths, were) = (count(unread, "path", "paths"), if unread == 1 { "was" } else { "were" });
        writeln!(out, "{paths} {were} not read (`tablecheck coverage` says why).")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(summary: Summary) -> String {
        let mut out = Vec::new();
        let report =
            Report { projects: Vec::new(), summary, fixing: Fixing::default(), baseline: None, elapsed: None, colour: false };
        print(&report, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("the summary is UTF-8")
    }

    #[test]
    fn a_project_without_migrations_is_told_apart_from_one_without_problems() {
        let expected = "\
Checked 1 file: no migration and no schema dump was found, so nothing is known of the database.
Call tablecheck with the folder that has `database/migrations` in it.
Found no problems.
";
        assert_eq!(closing(Summary { files: 1, ..Summary::default() }), expected);
        let expected = "\
Checked 9 files: no migration was found, a schema dump makes 2 tables; 1 reference resolved, 0 not.
Found no problems.
";
        assert_eq!(closing(Summary { files: 9, tables: 2, references: 1, ..Summary::default() }), expected);
        let expected = "\
Checked 9 files: 3 migrations make 2 tables; 0 references resolved, 0 not.
Found 0 errors, 0 warnings and 1 note.
";
        assert_eq!(closing(Summary { files: 9, migrations: 3, tables: 2, notes: 1, ..Summary::default() }), expected);
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
