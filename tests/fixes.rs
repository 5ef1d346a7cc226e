//! The edits that findings carry: each of them alone mends its finding, breaks no code and makes no new error; all of them
//! together can be made of any project.

#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mutate::Files;
use random::Random;
use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::{Config, ConfigFile};
use tablecheck::finding::{Finding, Safety, Severity};
use tablecheck::fixes::{Permission, mend, round};
use tablecheck::source::{FileId, Sources};
use tablecheck::{catalog, fixture, php};

/// The rules that offer a fix in the examples, and how safe it is.
const WITH_FIXES: [(&str, &[Safety]); 3] = [
    ("unknown-table", &[Safety::Safe, Safety::Unsafe]),
    ("unknown-column", &[Safety::Safe, Safety::Unsafe]),
    ("ambiguous-column", &[Safety::Unsafe]),
];

const ALL: Permission<'static> = Permission { unsafe_too: true, may_change: &|_| true };

/// Every project that has findings: the bad examples of the rules, and what was found in real applications.
fn projects() -> Vec<(String, Files)> {
    let examples = catalog::rules().iter().flat_map(|rule| rule.examples.bad.iter().map(move |example| (rule, example)));
    let mut all: Vec<(String, Files)> =
        examples.map(|(rule, example)| (format!("{}: {}", rule.id, example.title), fixture::parse(&example.code))).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (title, project) = text.split_once('\n').expect("a title");
        all.push((format!("{}: {title}", path.display()), fixture::parse(project)));
    }
    all
}

fn config(files: &Files) -> Config {
    ConfigFile::read(files.iter().find(|(path, _)| path == "tablecheck.yaml").map_or("", |(_, text)| text)).config
}

fn syntax_errors(sources: &Sources) -> usize {
    let php = sources.iter().filter(|(_, file)| file.path().ends_with(".php"));
    php.map(|(id, file)| php::parse(id, file.text()).errors.len()).sum()
}

/// What tells findings apart wherever they stand, and how many of them there are.
fn errors(analysis: &Analysis) -> BTreeMap<(&str, FileId, &str), usize> {
    let mut errors = BTreeMap::new();
    for finding in analysis.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry((finding.rule, finding.span.file, finding.message.as_str())).or_default() += 1;
    }
    errors
}

/// How often a rule says something of a file.
fn times(analysis: &Analysis, finding: &Finding) -> usize {
    let same =
        |other: &&Finding| (other.rule, other.span.file, &other.message) == (finding.rule, finding.span.file, &finding.message);
    analysis.findings.iter().filter(same).count()
}

#[test]
fn each_fix_alone_mends_its_finding_and_nothing_else_breaks() {
    let mut wrong = Vec::new();
    let mut n_fixes = 0;
    for (name, files) in projects() {
        let (sources, config) = (Sources::from_files(files.clone()), config(&files));
        let analysis = analyze(&sources, &config);
        for finding in analysis.findings.iter().filter(|finding| finding.fix.is_some()) {
            n_fixes += 1;
            let mut say = |what: &str| wrong.push(format!("{name}\n  {}: {}\n  {what}", finding.rule, finding.message));
            let texts = round(&sources, std::slice::from_ref(finding), ALL).texts;
            if texts.is_empty() {
                say("the fix cannot be made");
                continue;
            }
            let mended = sources.with_texts(&texts);
            let after = analyze(&mended, &config);
            if syntax_errors(&mended) > syntax_errors(&sources) {
                say("the code is broken");
            }
            if times(&after, finding) >= times(&analysis, finding) {
                say("it is still found");
            }
            let before = errors(&analysis);
            for ((rule, file, message), count) in errors(&after) {
                if before.get(&(rule, file, message)).is_none_or(|had| *had < count) {
                    say(&format!("a new error: {rule}: {message}"));
                }
            }
        }
    }
    assert!(n_fixes >= 20, "there are {n_fixes} fixes");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_that_offer_fixes_keep_them() {
    let mut offered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, files) in projects() {
        let analysis = analyze(&Sources::from_files(files.clone()), &config(&files));
        for finding in &analysis.findings {
            if let Some(fix) = &finding.fix {
                offered.entry(finding.rule).or_default().insert(fix.safety.as_str());
            }
        }
    }
    let expected: BTreeMap<&str, BTreeSet<&str>> =
        WITH_FIXES.iter().map(|(rule, safeties)| (*rule, safeties.iter().map(|safety| safety.as_str()).collect())).collect();
    assert_eq!(offered, expected);
}

#[test]
fn all_fixes_together_leave_code_that_parses() {
    for (name, files) in projects() {
        let (sources, config) = (Sources::from_files(files.clone()), config(&files));
        let mended = mend(&sources, analyze(&sources, &config), &config, ALL);
        assert!(mended.broken.is_empty(), "{name}");
        assert!(syntax_errors(&mended.sources) <= syntax_errors(&sources), "{name}");
        let left = mended.analysis.findings.iter().filter(|finding| finding.fix.is_some()).count();
        assert_eq!(left, 0, "{name}");
    }
}

#[test]
fn fixes_of_broken_projects_do_no_harm() {
    let projects = projects();
    let times = std::env::var("TABLECHECK_MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(1).max(1);
    for seed in 0..250 * times {
        let mut random = Random::new(seed);
        let (_, mut files) = random.pick(&projects).clone();
        for _ in 0..=random.below(3) {
            let donor = random.pick(&projects);
            let donor = random.pick(&donor.1).1.clone();
            let at = random.below(files.len());
            files[at].1 = mutate::text(&mut random, &files[at].1, &donor).0;
        }
        let (sources, config) = (Sources::from_files(files), Config::default());
        let mended = mend(&sources, analyze(&sources, &config), &config, ALL);
        for (id, file) in sources.iter() {
            let now = mended.sources.file(id).text();
            assert_eq!(now != file.text(), mended.changed.contains(&id), "{seed}: {}", file.path());
            let errors = |text| php::parse(id, text).errors.len();
            assert!(now == file.text() || errors(now) <= errors(file.text()), "{seed}: {} is broken", file.path());
        }
    }
}
