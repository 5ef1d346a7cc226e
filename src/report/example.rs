//! A report that the formats' tests print: labels in the same and in another file, characters of several
//! bytes before a finding, two findings alike, and text that would steer a terminal.

use std::time::Duration;

use super::{Fixing, Look, ProjectReport, Report};
use crate::analysis::Summary;
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::project::Way;
use crate::source::{Sources, Span};

const SERVICE: &str = "<?php\n\n/* Grüße 𝄞 */ DB::table('clients')->get();\ntry {\n    DB::table('clients')->insert([]);\n} catch (Exception $e) {\n}\n";
const MIGRATION: &str = "<?php\n\nSchema::rename('clients', 'customers');\n";

/// Calls `with` with the report.
pub(super) fn with_report(with: impl Fn(&Report)) {
    let sources = Sources::from_files([
        ("app/Services/Clients.php", SERVICE),
        ("app/\u{1b}[31m.php", "<?php // \u{1b}[31mred"),
        ("database/migrations/2024_01_01_000000_rename.php", MIGRATION),
    ]);
    let find = |path: &str, text: &str, nth: usize| {
        let file = sources.find(path).expect("the file is one of the above");
        let (start, _) = sources.file(file).text().match_indices(text).nth(nth).expect("the text stands in the file");
        Span::new(file, start, start + text.len())
    };
    let unknown = |nth| {
        let span = find("app/Services/Clients.php", "clients", nth);
        let mut finding = Finding::new("unknown-table", Severity::Error, span, "there is no table `clients`")
            .on_table("mysql", "clients")
            .label(find("database/migrations/2024_01_01_000000_rename.php", "'clients'", 0), "renamed to `customers` here")
            .help("Name the table as it is called now");
        finding.suggestions = vec!["customers".to_owned()];
        finding.fix = Some(Fix { safety: Safety::Safe, edits: vec![Edit { span, text: "customers".to_owned() }] });
        finding
    };
    let second = unknown(1).label(find("app/Services/Clients.php", "catch", 0), "its error disappears here");
    let red = find("app/\u{1b}[31m.php", "red", 0);
    let findings =
        [Finding::new("swallowed-database-error", Severity::Warning, red, "text that is \u{1b}[31mred"), unknown(0), second];
    let summary = Summary {
        files: 1234,
        migrations: 1,
        tables: 1,
        references: 2,
        unresolved: 3,
        errors: 2,
        warnings: 1,
        ..Summary::default()
    };
    let project = ProjectReport {
        sources: &sources,
        findings: &findings,
        summary,
        name: "shop".to_owned(),
        way: Way::down("shop"),
        repository: "apps/shop/".to_owned(),
        below: String::new(),
        analysis: None,
    };
    let (fixing, elapsed) = (Fixing::default(), Some(Duration::from_millis(120)));
    with(&Report {
        projects: vec![project],
        summary,
        fixing,
        left_out: 0,
        baseline: None,
        verdict: None,
        elapsed,
        look: Look::default(),
    });
}

/// Calls `with` with a report of notes with these messages.
pub(super) fn with_notes(messages: &[&str], with: impl FnMut(&Report)) {
    with_many(Severity::Note, messages, with);
}

/// Calls `with` with a report of findings of one rule with these messages, in three files.
pub(super) fn with_many(severity: Severity, messages: &[&str], mut with: impl FnMut(&Report)) {
    let sources = Sources::from_files([("a.php", "<?php"), ("b.php", "<?php"), ("c.php", "<?php")]);
    let files: Vec<_> = sources.iter().map(|(id, _)| id).collect();
    let finding = |(index, message): (usize, &&str)| {
        Finding::new("unindexed-foreign-key", severity, Span::new(files[index % 3], 0, 5), *message)
    };
    let findings: Vec<Finding> = messages.iter().enumerate().map(finding).collect();
    let (way, repository, below) = (Way::default(), String::new(), String::new());
    let of = |wanted| if severity == wanted { messages.len() } else { 0 };
    let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let summary = Summary { errors, warnings, notes, ..Summary::default() };
    let project = ProjectReport {
        sources: &sources,
        findings: &findings,
        summary,
        name: "shop".to_owned(),
        way,
        repository,
        below,
        analysis: None,
    };
    let (projects, fixing) = (vec![project], Fixing::default());
    with(&Report { projects, summary, fixing, left_out: 0, baseline: None, verdict: None, elapsed: None, look: Look::default() });
}

/// What a printer prints of the report.
pub(super) fn printed(print: impl Fn(&Report, &mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let text = std::cell::RefCell::new(Vec::new());
    with_report(|report| print(report, &mut *text.borrow_mut()).expect("a vector takes everything"));
    String::from_utf8(text.into_inner()).expect("formats print UTF-8")
}

/// Compares what was printed with the file of that name in `testdata/report`, or writes the file where
/// `UPDATE_EXPECT=1` is set.
pub(super) fn assert_recorded(printed: &str, name: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/report").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, printed).expect("the recorded output can be written");
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(printed, recorded, "{} differs; UPDATE_EXPECT=1 rewrites it", path.display());
}
