//! Runs every example in `rules/*.yaml`: the bad ones have exactly the findings that are marked, the good ones none.

use tablecheck::catalog::{self, FixKind};
use tablecheck::fixture;

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

#[test]
fn rules_that_offer_a_fix_say_so() {
    for rule in catalog::rules() {
        let examples = rule.examples.bad.iter().filter_map(|example| fixture::compare(&example.code).ok());
        let findings: Vec<_> =
            examples.flat_map(|analysis| analysis.findings).filter(|finding| finding.rule == rule.id).collect();
        let edits = findings.iter().any(|finding| finding.fix.is_some());
        let remedies = findings.iter().any(|finding| finding.remedy.is_some());
        let id = &rule.id;
        assert_eq!(rule.fix.contains(&FixKind::Edit), edits, "rules/{id}.yaml says whether an example is mended by an edit");
        assert_eq!(rule.fix.contains(&FixKind::Migration), remedies, "rules/{id}.yaml says whether one is mended by a migration");
    }
}
