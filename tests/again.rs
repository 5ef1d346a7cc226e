//! An analysis that builds on what earlier ones found says what a fresh one says, whatever was changed in between.

#[path = "support/edits.rs"]
mod edits;
#[path = "support/random.rs"]
mod random;

use std::collections::BTreeMap;

use edits::{Edits, project};
use tablecheck::analysis::{Analysis, analyze, analyze_again};
use tablecheck::config::Config;
use tablecheck::engine::Known;
use tablecheck::phases::Unobserved;
use tablecheck::source::Sources;

/// All that an analysis says, as a text.
fn told(analysis: &Analysis) -> String {
    let Analysis { findings, database, migrations, references, gaps, given_up, laravel, oldest_laravel, summary } = analysis;
    format!(
        "{findings:#?}\n{references:#?}\n{gaps:#?}\n{migrations:?}\n{given_up:?}\n{laravel} {oldest_laravel}\n{summary:?}\n{database:?}"
    )
}

fn first_difference(one: &str, other: &str) -> String {
    let differs = |(a, b): &(&str, &str)| a != b;
    let around = one.lines().zip(other.lines()).enumerate().find(|(_, lines)| differs(lines));
    around.map_or_else(|| "one is longer".to_owned(), |(line, (a, b))| format!("line {line}: {a} / {b}"))
}

/// Makes edits one after the other, and compares after each. `written`, what is known is written down and read again in between.
fn compare(files: BTreeMap<String, String>, seed: u64, edits: usize, written: bool) {
    let config = Config::default();
    let mut known = Known::default();
    let mut project = Edits::new(files, seed);
    for number in 0..=edits {
        let what = if number == 0 { "nothing yet".to_owned() } else { project.edit() };
        let sources = Sources::from_files(project.files.clone());
        if written {
            known = Known::from_bytes(&known.to_bytes()).expect("what was written can be read");
        }
        let again = told(&analyze_again(&sources, &config, &Unobserved, &mut known));
        let fresh = told(&analyze(&sources, &config));
        assert!(again == fresh, "seed {seed}, edit {number}, {what}: {}", first_difference(&fresh, &again));
    }
}

#[test]
fn a_hundred_random_edits_change_nothing_that_a_fresh_analysis_would_not_see() {
    for (folder, seed, written) in [("clean-shop", 1, false), ("crm-sync", 2, true), ("cost-tracking", 3, true)] {
        compare(project(&format!("testdata/projects/{folder}")), seed, 35, written);
    }
}

/// The same with the projects in the folders that the environment names, each with so many edits: for real applications.
#[test]
#[ignore = "needs applications"]
fn random_edits_of_applications() {
    let folders = std::env::var("TABLECHECK_APPLICATIONS").expect("folders, with a colon between them");
    let edits = std::env::var("TABLECHECK_EDITS").ok().and_then(|number| number.parse().ok()).unwrap_or(100);
    let seed = std::env::var("TABLECHECK_SEED").ok().and_then(|number| number.parse().ok()).unwrap_or(1);
    for folder in folders.split(':') {
        compare(project(folder), seed, edits, false);
        compare(project(folder), seed + 1, edits, true);
    }
}
