//! What a change means for databases and code that are there already: a deploy meets a database that has run the migrations of
//! before, and while it runs, the code of before meets the new schema.

use std::collections::BTreeMap;

use super::Analysis;
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::rules;
use crate::source::{FileId, Sources, Span, is_test};

/// What says that code needs something that the schema does not have, or does not give what it requires.
const BREAKING: [&str; 3] = ["unknown-table", "unknown-column", "missing-required-column"];

/// How many places a finding names.
const MOST: usize = 5;

/// How other states of a project are analysed.
pub type Analyze<'a> = &'a dyn Fn(&Sources) -> Analysis;

/// What is to be said of a change from one state of a project to another one, of which the analysis is given. A single commit is
/// not what is deployed: of one, nothing is said of the code that runs meanwhile, so that no way to `analyze` that is given.
#[must_use]
pub fn deployed(
    before: &Sources,
    (now, analysis): (&Sources, &Analysis),
    config: &Config,
    analyze: Option<Analyze<'_>>,
) -> Vec<Finding> {
    let changed: Vec<FileId> = analysis
        .migrations
        .iter()
        .map(|migration| migration.file)
        .filter(|file| text_at(before, now.path(*file)) != Some(now.file(*file).text()))
        .collect();
    let mut findings = rewritten(before, now, analysis, &changed);
    // A deploy does not run again what has run, however it was edited.
    let new: Vec<FileId> = changed.into_iter().filter(|file| text_at(before, now.path(*file)).is_none()).collect();
    if let Some(analyze) = analyze.filter(|_| !new.is_empty()) {
        findings.extend(breaking(before, (now, analysis), &new, analyze));
    }
    findings.retain_mut(|finding| {
        let path = now.path(finding.span.file);
        let shown = !config.excludes(path) && !config.ignores(finding.rule, path, finding.table.as_deref());
        let wanted = rules::severity(config, finding.rule, finding.severity).filter(|_| shown);
        finding.severity = wanted.unwrap_or(finding.severity);
        wanted.is_some()
    });
    findings
}

fn text_at<'s>(sources: &'s Sources, path: &str) -> Option<&'s str> {
    sources.find(path).map(|file| sources.file(file).text()).filter(|text| text.trim() != "<?php")
}

/// Migrations that have run and were edited, and new ones that sort before some that have run.
fn rewritten(before: &Sources, now: &Sources, analysis: &Analysis, changed: &[FileId]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in changed {
        let path = now.path(*file);
        let start = place(now, *file);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(was) = text_at(before, path) {
            if essence(was) != essence(now.file(*file).text()) {
                let message = "this migration already exists: where it has run, your edit never runs";
                let finding = Finding::new("rewritten-history", Severity::Warning, start, message);
                findings.push(finding.help("undo the edit, and make the change in a new migration"));
            }
            continue;
        }
        let last = analysis.migrations.iter().map(|migration| now.path(migration.file)).filter(|other| {
            other.rsplit_once('/').map_or("", |(folder, _)| folder) == folder && text_at(before, other).is_some()
        });
        if let Some(last) = last.max().filter(|last| *last > path) {
            let name = last.rsplit('/').next().unwrap_or(last).trim_end_matches(".php");
            let message = format!(
                "this new migration sorts before the existing `{name}`: a fresh database runs them in another order than \
                an existing one"
            );
            let finding = Finding::new("rewritten-history", Severity::Note, start, message);
            findings.push(finding.help("give its file a later timestamp"));
        }
    }
    findings
}

/// The name of a migration's method, or the beginning of its file.
fn place(now: &Sources, file: FileId) -> Span {
    const UP: &str = "function up(";
    let up = now.file(file).text().find(UP).map(|at| at + UP.len() - "up(".len());
    up.map_or_else(|| Span::new(file, 0, 0), |at| Span::new(file, at, at + "up".len()))
}

/// A file's text without what makes no difference: white space, comments, return types.
fn essence(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['/', '#', '*']) {
        let (plain, behind) = rest.split_at(start);
        out.push_str(plain);
        let end = if behind.starts_with("/*") {
            behind.find("*/").map_or(behind.len(), |end| end + 2)
        } else if behind.starts_with("//") || (behind.starts_with('#') && !behind.starts_with("#[")) {
            behind.find('\n').unwrap_or(behind.len())
        } else {
            out.push_str(&behind[..1]);
            1
        };
        rest = &behind[end..];
    }
    out.push_str(rest);
    let bare: String = out.chars().filter(|c| !c.is_whitespace()).collect();
    bare.replace("():void", "()").replace("declare(strict_types=1);", "")
}

/// What the code of before needs, and the new migrations take away or newly require: one finding for each place in them.
fn breaking(before: &Sources, (now, analysis): (&Sources, &Analysis), new: &[FileId], analyze: Analyze<'_>) -> Vec<Finding> {
    let migrated: Vec<(String, Option<String>)> =
        new.iter().map(|file| (now.path(*file).to_owned(), Some(now.file(*file).text().to_owned()))).collect();
    let between = before.with_changes(migrated);
    let (then, meanwhile) = (analyze(before), analyze(&between));
    let key = |sources: &Sources, finding: &Finding| {
        (finding.rule, sources.path(finding.span.file).to_owned(), finding.message.clone())
    };
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for finding in &then.findings {
        *known.entry(key(before, finding)).or_default() += 1;
    }
    // What is still so after the change is told where it stands.
    for finding in &analysis.findings {
        *known.entry(key(now, finding)).or_default() += 1;
    }
    let is_new = |span: &Span| new.iter().any(|file| now.path(*file) == between.path(span.file));
    let mut places: BTreeMap<Span, (Vec<&Finding>, &'static str)> = BTreeMap::new();
    for finding in meanwhile.findings.iter().filter(|finding| BREAKING.contains(&finding.rule)) {
        if let Some(count) = known.get_mut(&key(&between, finding)).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        // What mass assignment drops is lost, and nothing fails.
        if finding.message.contains(rules::DROPPED) {
            continue;
        }
        let path = between.path(finding.span.file);
        let runs = !is_test(path) && !is_new(&finding.span) && !path.starts_with("database/");
        let Some(cause) = finding.labels.iter().find(|label| is_new(&label.span)).filter(|_| runs) else { continue };
        let Some(file) = now.find(between.path(cause.span.file)) else { continue };
        let at = Span { file, ..cause.span };
        places.entry(at).or_insert_with(|| (Vec::new(), finding.rule)).0.push(finding);
    }
    places.into_iter().map(|(at, (uses, rule))| tell(&between, at, (&uses, rule))).collect()
}

fn tell(between: &Sources, at: Span, (uses, rule): (&[&Finding], &'static str)) -> Finding {
    let what = uses.first().map_or("", |first| first.message.as_str());
    let count = uses.len();
    let (places, is) = if count == 1 { ("place", "needs") } else { ("places", "need") };
    let message = if rule == "missing-required-column" {
        format!("{count} {places} in the code that runs during the deploy leave it out: {what}")
    } else {
        format!("{count} {places} in the code that runs during the deploy still {is} it: {what}")
    };
    let mut finding = Finding::new("breaks-running-code", Severity::Warning, at, message);
    if let Some(first) = uses.first() {
        finding.connection.clone_from(&first.connection);
        finding.table.clone_from(&first.table);
        finding.column.clone_from(&first.column);
    }
    for used in uses.iter().take(MOST) {
        let (path, line) = (between.path(used.span.file), between.start(used.span).line);
        finding = finding.help(format!("before the change, this is in {path}, line {line}"));
    }
    finding.help(if rule == "missing-required-column" {
        "give the column a default, or make it nullable until all code sets it"
    } else {
        "deploy in two steps: first the code that works without it, then this migration"
    })
}

#[cfg(test)]
mod tests {
    use super::essence;

    #[test]
    fn white_space_comments_and_return_types_make_no_difference() {
        assert_eq!(essence("up(): void { // a\n  f('a/b'); /* c */ }"), essence("up()\n{\n f('a/b');\n}"));
        assert_ne!(essence("f('a')"), essence("f('b')"));
        assert_ne!(essence("#[A] f()"), essence("f()"));
    }
}
