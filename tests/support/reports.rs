//! Reports whose texts, paths and code try to break what prints them.

#[path = "random.rs"]
mod random;

use random::Random;
use tablecheck::finding::{Edit, Finding, Fix, Safety, Severity};
use tablecheck::project::Way;
use tablecheck::report::{Fixing, Format, Look, ProjectReport, Report};
use tablecheck::source::{FileId, Sources, Span};
use tablecheck::{analysis::Summary, catalog};

/// What texts are made of: what means something in one format or another.
const PIECES: [&str; 57] = [
    "%",
    "%0A",
    "%25",
    "%250A",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "|",
    "||",
    "|n",
    "\\|",
    "'",
    "\"",
    "<b>",
    ">",
    "&amp;",
    "&",
    "]]>",
    "::",
    "::error::x",
    "##[error]x",
    "##[add-mask]x",
    "##teamcity[x]",
    "[",
    "]",
    "`",
    "``",
    "\\",
    "\\`",
    "{0}",
    "{",
    "}",
    "[a](1)",
    "](",
    "😀",
    "𝄞",
    "é",
    "\u{1b}[31m",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "@team",
    "#12",
    "<!-- x -->",
    "</details>",
    "</script><img src=x onerror=alert(1)>",
    ",",
    ":",
    ";",
    "=",
    " ",
    "users",
    "a b",
];
/// What files are made of.
const CODE: [&str; 10] = [
    "</script><img src=x onerror=alert(1)>",
    "<?php ",
    "'users'",
    "\n",
    "\r\n",
    "😀",
    "é",
    "\t",
    "DB::table(",
    "##[error]x\n::error::y\n",
];

fn text(random: &mut Random, pieces: &[&'static str], most: usize) -> String {
    (0..=random.below(most)).map(|_| random.word(pieces)).collect()
}

/// Files with texts and paths that mean trouble.
fn sources(random: &mut Random) -> Sources {
    let files = (0..=random.below(4)).map(|number| {
        let path = text(random, &PIECES, 4).replace('/', "");
        (format!("app/{number} {path}.php"), text(random, &CODE, 30))
    });
    Sources::from_files(files.collect::<Vec<_>>())
}

fn span(random: &mut Random, sources: &Sources) -> Span {
    let file = FileId(u32::try_from(random.below(sources.len())).expect("there are few files"));
    let text = sources.file(file).text();
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let (one, other) = (*random.pick(&places), *random.pick(&places));
    Span::new(file, one.min(other), one.max(other))
}

fn finding(random: &mut Random, sources: &Sources) -> Finding {
    let rules = catalog::rules();
    let severity = *random.pick(&[Severity::Error, Severity::Warning, Severity::Note]);
    let mut finding = Finding::new(&random.pick(rules).id, severity, span(random, sources), text(random, &PIECES, 8));
    for _ in 0..random.below(3) {
        finding = finding.label(span(random, sources), text(random, &PIECES, 4)).help(text(random, &PIECES, 4));
        finding.suggestions.push(text(random, &PIECES, 2));
    }
    if random.chance(40) {
        let edits = (0..2).map(|_| Edit { span: span(random, sources), text: text(random, &PIECES, 2) }).collect();
        finding.fix = Some(Fix { safety: Safety::Unsafe, edits });
    }
    finding
}

/// Calls `with` with many reports.
pub(crate) fn with_reports(with: impl Fn(&Report)) {
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let sources = sources(&mut random);
        let n_findings = random.below(if seed % 10 == 0 { 80 } else { 8 });
        let findings: Vec<Finding> = (0..n_findings).map(|_| finding(&mut random, &sources)).collect();
        with(&report(&sources, &findings));
    }
}

pub(crate) fn report<'a>(sources: &'a Sources, findings: &'a [Finding]) -> Report<'a> {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let summary =
        Summary { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note), ..Summary::default() };
    let project = ProjectReport {
        sources,
        findings,
        summary,
        name: String::new(),
        way: Way::down("shop"),
        repository: "apps/my shop/".to_owned(),
        below: String::new(),
        analysis: None,
    };
    Report {
        projects: vec![project],
        summary,
        left_out: 0,
        fixing: Fixing::default(),
        baseline: None,
        verdict: None,
        elapsed: None,
        look: Look::default(),
    }
}

pub(crate) fn print(format: Format, report: &Report) -> String {
    let mut out = Vec::new();
    format.print(report, &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("every format prints UTF-8")
}
