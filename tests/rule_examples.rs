//! Runs every example in `rules/*.yaml`: the bad ones have exactly the findings that are marked, the good ones none.

use tablecheck::{catalog, fixture};

#[test]
fn bad_examples_have_the_findings_that_are_marked() {
    let mut wrong = Vec::new();
    for rule in catalog::rules() {
        for example in &rule.examples.bad {
            assert!(example.code.contains(&format!("^ {}", rule.id)), "`{}` of {} has a mark", example.title, rule.id);
            if let Err(report) = fixture::compare(&example.code) {
                wrong.push(format!("{}, bad: {}\n{report}", rule.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn good_examples_have_no_findings() {
    let mut wrong = Vec::new();
    for rule in catalog::rules() {
        for example in &rule.examples.good {
            assert!(!example.code.contains("//  ^"), "`{}` of {} has no mark", example.title, rule.id);
            if let Err(report) = fixture::compare(&example.code) {
                wrong.push(format!("{}, good: {}\n{report}", rule.id, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn examples_parse_and_are_understood() {
    for rule in catalog::rules() {
        for example in rule.examples.bad.iter().chain(&rule.examples.good) {
            let files = fixture::parse(&example.code);
            assert!(files.iter().any(|(path, _)| path.starts_with("database/migrations/")), "{}: {}", rule.id, example.title);
            assert!(files.iter().all(|(_, text)| text.starts_with("<?php\n")), "{}: {}", rule.id, example.title);
        }
    }
}
