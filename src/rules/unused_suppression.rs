//! `unused-suppression`: a comment silences a rule that has nothing to say there, or that does not exist.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, RULES, suggest};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::migrator::is_vendored;
use crate::source::Span;
use crate::suppression::{Suppression, Suppressions};

/// The rule's id.
pub(super) const ID: &str = "unused-suppression";

/// For how many names that are no rules' it is told which rules may be meant.
const MAX_NAMES: usize = 1_000;

/// Tells of comments that name no rule, or one that does not exist.
pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for suppression in cx.suppressions.iter() {
        if suppression.rules.is_empty() {
            let message = "this comment silences nothing: it names no rule";
            let finding = Finding::new(ID, Severity::Warning, suppression.tag, message);
            findings.push(finding.help("name the rules to silence: `@tablecheck-ignore unknown-table (reason)`"));
        }
        for (rule, span) in &suppression.rules {
            if is_rule(rule) {
                continue;
            }
            let mut finding = Finding::new(ID, Severity::Warning, *span, format!("there is no rule `{rule}`"));
            // Names that are wrong are few, or not worth a thought.
            if known.len() < MAX_NAMES || known.contains_key(rule.as_str()) {
                let nearest = || suggest::nearest(rule, RULES.iter().map(|rule| rule.id));
                finding.suggestions.clone_from(known.entry(rule).or_insert_with(nearest));
            }
            findings.push(finding.help("`tablecheck rules` lists them; write a reason in brackets"));
        }
    }
}

/// A finding for each rule that a comment names and that had nothing to say there. Comments may silence these, too.
pub(super) fn unused(cx: &Context<'_>, mut used: BTreeSet<Span>, is_on: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = not_used(cx, &used, |rule| rule != ID && is_on(rule));
    used.extend(silence(&cx.suppressions, &mut findings));
    findings.extend(not_used(cx, &used, |rule| rule == ID && is_on(rule)));
    findings
}

fn not_used(cx: &Context<'_>, used: &BTreeSet<Span>, is_on: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for suppression in cx.suppressions.iter().filter(|suppression| !is_vendored(cx.sources.path(suppression.tag.file))) {
        for (rule, span) in &suppression.rules {
            if used.contains(span) || !is_rule(rule) || !is_on(rule) {
                continue;
            }
            let message = format!("`{rule}` is silenced here, but reports nothing");
            let mut finding = Finding::new(ID, Severity::Warning, *span, message);
            finding.fix = removal(suppression);
            findings.push(finding.help("remove the comment so that it does not hide later findings"));
        }
    }
    findings
}

fn is_rule(name: &str) -> bool {
    RULES.iter().any(|rule| rule.id == name)
}

/// The edit that takes out a comment which names one rule and says nothing else.
fn removal(suppression: &Suppression) -> Option<Fix> {
    let span = suppression.whole.filter(|_| suppression.rules.len() == 1)?;
    Some(Fix { safety: Safety::Safe, edits: vec![Edit { span, text: String::new() }] })
}

/// Leaves out what is silenced. Gives the places of the rules' names that silenced something.
pub(super) fn silence(suppressions: &Suppressions, findings: &mut Vec<Finding>) -> BTreeSet<Span> {
    let places: Vec<(&str, Span)> = findings.iter().map(|finding| (finding.rule, finding.span)).collect();
    let (silenced, used) = suppressions.silence(&places);
    let mut silenced = silenced.into_iter();
    findings.retain(|_| !silenced.next().unwrap_or(false));
    used
}
