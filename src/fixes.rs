//! Applies the edits of findings: which of them can be made together, what the files say then, and what an analysis finds in
//! them. Nothing here reads or writes a file; what becomes of the texts is the shell's business.
//!
//! Edits that overlap wait for the next round, when the project with the first of them made is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Analysis, with_stack};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::php;
use crate::source::{FileId, Sources, Span};

/// How often the project is looked at again. A mended name may show what was hidden behind it, but not without end.
const MAX_ROUNDS: usize = 10;

/// What may be done.
#[derive(Clone, Copy)]
pub struct Permission<'p> {
    /// Whether edits are wanted that a person should look at.
    pub unsafe_too: bool,
    /// Whether a file's findings are to be mended, and its text may be changed.
    pub may_change: &'p dyn Fn(FileId) -> bool,
}

impl Permission<'_> {
    /// Whether a finding's fix is wanted.
    #[must_use]
    pub fn allows(&self, finding: &Finding) -> bool {
        finding.fix.as_ref().is_some_and(|fix| {
            (self.unsafe_too || fix.safety == Safety::Safe)
                && (self.may_change)(finding.span.file)
                && fix.edits.iter().all(|edit| (self.may_change)(edit.span.file))
        })
    }
}

/// What one round makes of the texts.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The files that change, with their new texts.
    pub texts: BTreeMap<FileId, String>,
    /// The findings that this mends, by their positions in the list that was given.
    pub applied: Vec<usize>,
    /// Those whose edits overlap edits that were chosen before.
    pub postponed: Vec<usize>,
    /// The files that would not parse any more, and are left as they are.
    pub broken: BTreeSet<FileId>,
}

/// A project after its fixes.
#[derive(Clone, Debug)]
pub struct Mended {
    /// All files, with their new texts.
    pub sources: Sources,
    /// What is found in them.
    pub analysis: Analysis,
    /// The files that have changed.
    pub changed: BTreeSet<FileId>,
    /// For each finding that was mended, the files that this took.
    pub fixed: Vec<BTreeSet<FileId>>,
    /// The files that would not parse any more with their fixes, and were left as they were before these.
    pub broken: BTreeSet<FileId>,
}

/// Applies what may be applied, looks at the project again by `analyze`, and so on until nothing is left to apply.
#[must_use]
pub fn mend(sources: &Sources, analysis: Analysis, analyze: &dyn Fn(&Sources) -> Analysis, permission: Permission<'_>) -> Mended {
    let mut mended =
        Mended { sources: sources.clone(), analysis, changed: BTreeSet::new(), fixed: Vec::new(), broken: BTreeSet::new() };
    for _ in 0..MAX_ROUNDS {
        let may_change = |file| (permission.may_change)(file) && !mended.broken.contains(&file);
        let permission = Permission { may_change: &may_change, ..permission };
        let findings = &mended.analysis.findings;
        let Round { texts, applied, broken, .. } = round(&mended.sources, findings, permission);
        let files = |fix: &Fix| fix.edits.iter().map(|edit| edit.span.file).collect();
        let fixed: Vec<BTreeSet<FileId>> = applied.iter().filter_map(|at| findings[*at].fix.as_ref().map(files)).collect();
        mended.broken.extend(broken);
        if texts.is_empty() {
            break;
        }
        mended.fixed.extend(fixed);
        mended.sources = mended.sources.with_texts(&texts);
        mended.analysis = analyze(&mended.sources);
        mended.changed.extend(texts.keys());
    }
    // What was changed there and back is as it was.
    mended.changed.retain(|file| mended.sources.file(*file).text() != sources.file(*file).text());
    mended
}

/// Applies the fixes of some findings once, as far as they can be made together: the first ones win.
#[must_use]
pub fn round(sources: &Sources, findings: &[Finding], permission: Permission<'_>) -> Round {
    let mut round = Round::default();
    loop {
        let may_change = |file| (permission.may_change)(file) && !round.broken.contains(&file);
        let (edits, applied, postponed) = choose(sources, findings, Permission { may_change: &may_change, ..permission });
        let texts: BTreeMap<FileId, String> =
            edits.iter().map(|(file, edits)| (*file, apply(sources.file(*file).text(), edits))).collect();
        let broken = broken(sources, &texts);
        (round.texts, round.applied, round.postponed) = (texts, applied, postponed);
        if broken.is_empty() {
            return round;
        }
        round.broken.extend(broken);
    }
}

/// The edits to be made in a file, in the order of their places; none overlaps another one.
type Edits = BTreeMap<FileId, Vec<Edit>>;

/// The edits to make, the findings that they mend, and the findings that have to wait.
fn choose(sources: &Sources, findings: &[Finding], permission: Permission<'_>) -> (Edits, Vec<usize>, Vec<usize>) {
    let (mut chosen, mut applied, mut postponed) = (Edits::new(), Vec::new(), Vec::new());
    for (position, finding) in findings.iter().enumerate() {
        let Some(fix) = finding.fix.as_ref().filter(|_| permission.allows(finding)) else { continue };
        if !is_sound(sources, fix) {
            continue;
        }
        let clashes = |edit: &Edit| {
            chosen.get(&edit.span.file).is_some_and(|others| others.iter().any(|other| other != edit && overlap(edit, other)))
        };
        if fix.edits.iter().any(clashes) {
            postponed.push(position);
            continue;
        }
        for edit in &fix.edits {
            let edits = chosen.entry(edit.span.file).or_default();
            let at = edits.partition_point(|other| (other.span, &other.text) < (edit.span, &edit.text));
            if edits.get(at) != Some(edit) {
                edits.insert(at, edit.clone());
            }
        }
        applied.push(position);
    }
    (chosen, applied, postponed)
}

/// Whether a fix changes something, in places that there are, and is at one with itself.
fn is_sound(sources: &Sources, fix: &Fix) -> bool {
    let fits = |edit: &Edit| text_at(sources, edit.span).is_some();
    let changes = |edit: &Edit| text_at(sources, edit.span).is_some_and(|text| text != edit.text);
    let alone = |(at, edit): (usize, &Edit)| fix.edits.iter().skip(at + 1).all(|other| !overlap(edit, other));
    fix.edits.iter().all(fits) && fix.edits.iter().any(changes) && fix.edits.iter().enumerate().all(alone)
}

fn text_at(sources: &Sources, span: Span) -> Option<&str> {
    let exists = (span.file.0 as usize) < sources.len() && span.start <= span.end;
    exists.then(|| sources.file(span.file).text().get(span.range()))?
}

/// Whether two edits cannot both be made: they share text, or it would not be known which comes first.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.span, other.span);
    let touches = a.start <= b.end && b.start <= a.end;
    let shares = a.start < b.end && b.start < a.end;
    let inserts = a.start == a.end || b.start == b.end;
    a.file == b.file && (shares || (inserts && touches))
}

/// A text with edits made that are in the order of their places.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut from = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(&edit.text);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The files in which new texts have more syntax errors than the old ones.
fn broken(sources: &Sources, texts: &BTreeMap<FileId, String>) -> Vec<FileId> {
    let errors = |file: FileId, text: &str| php::parse(file, text).errors.len();
    let is_broken = |(file, text): &(&FileId, &String)| errors(**file, text) > errors(**file, sources.file(**file).text());
    if texts.is_empty() {
        return Vec::new();
    }
    with_stack(|| texts.iter().filter(is_broken).map(|(file, _)| *file).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::config::Config;
    use crate::finding::Severity;

    const CODE: &str = "<?php f('one', 'two');\r\n";

    /// A finding that wants this text in the place of the first `old`.
    fn wants(old: &str, new: &str, safety: Safety) -> Finding {
        let start = CODE.find(old).expect("it stands in the code");
        let span = Span::new(FileId(0), start, start + old.len());
        let mut finding = Finding::new("unknown-table", Severity::Error, span, "a message");
        finding.fix = Some(Fix { safety, edits: vec![Edit { span, text: new.to_owned() }] });
        finding
    }

    fn done(findings: &[Finding], unsafe_too: bool) -> (String, Round) {
        let sources = Sources::from_files([("a.php", CODE)]);
        let round = round(&sources, findings, Permission { unsafe_too, may_change: &|_| true });
        (round.texts.get(&FileId(0)).cloned().unwrap_or_default(), round)
    }

    #[test]
    fn edits_are_made_in_the_order_of_their_places() {
        let findings = [wants("two", "second", Safety::Safe), wants("one", "1", Safety::Unsafe), wants("f", "g", Safety::Safe)];
        assert_eq!(done(&findings, false).0, "<?php g('one', 'second');\r\n");
        assert_eq!(done(&findings, true).0, "<?php g('1', 'second');\r\n");
    }

    #[test]
    fn the_same_edit_is_made_once_and_of_others_in_the_same_place_the_first() {
        let findings = [
            wants("one", "1", Safety::Safe),
            wants("one", "1", Safety::Safe),
            wants("one", "eins", Safety::Safe),
            wants("'one', 'two'", "", Safety::Safe),
        ];
        let (text, round) = done(&findings, false);
        assert_eq!(text, "<?php f('1', 'two');\r\n");
        assert_eq!((round.applied, round.postponed), (vec![0, 1], vec![2, 3]));
    }

    #[test]
    fn what_would_not_parse_or_changes_nothing_is_left() {
        let (text, round) = done(&[wants("one", "o'", Safety::Safe), wants("two", "zwei", Safety::Safe)], false);
        assert_eq!((text.as_str(), round.applied.len(), round.broken.len()), ("", 0, 1));
        assert!(done(&[wants("one", "one", Safety::Safe)], false).1.texts.is_empty());
        let mut outside = wants("one", "1", Safety::Safe);
        outside.fix.as_mut().expect("it has one").edits[0].span.end = 9999;
        assert!(done(&[outside], false).1.texts.is_empty());
    }

    #[test]
    fn two_insertions_in_one_place_have_no_order() {
        let insert = |text: &str| {
            let mut finding = wants("one", text, Safety::Safe);
            finding.fix.as_mut().expect("it has one").edits[0].span.end = 9;
            finding
        };
        assert_eq!(done(&[insert("a"), insert("b"), insert("a")], false).1.postponed, [1]);
    }

    #[test]
    fn a_project_is_mended_until_nothing_is_left() {
        let migration = "<?php Schema::create('orders', fn ($table) => $table->string('number')->primary());";
        let code = "<?php\nDB::table('order')->where('nummber', 1)->get();\n";
        let sources = Sources::from_files([("app/A.php", code), ("database/migrations/2024_01_01_000000_orders.php", migration)]);
        let config = Config::default();
        let analysis = analyze(&sources, &config);
        let mended = mend(
            &sources,
            analysis,
            &|sources| analyze(sources, &config),
            Permission { unsafe_too: false, may_change: &|_| true },
        );
        // The column is known to be wrong only when the table is known.
        assert_eq!(mended.sources.file(FileId(0)).text(), "<?php\nDB::table('orders')->where('number', 1)->get();\n");
        assert_eq!((mended.fixed.len(), mended.changed.len(), mended.analysis.findings.len()), (2, 1, 0));
    }
}
