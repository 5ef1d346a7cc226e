//! `unknown-modifier`: a word stands after a column in a migration that Laravel does not know, and ignores; or one on the
//! Blueprint itself, at which it stops.
//!
//! Source: `Illuminate/Support/Fluent.php` (`__call` stores any word), `Illuminate/Database/Schema/Grammars/*.php` (what is read),
//! `Illuminate/Support/Traits/Macroable.php` (a Blueprint throws `BadMethodCallException`).

use std::collections::BTreeSet;

use super::ineffective_index_modifier::is_done_otherwise;
use super::{Context, Findings};
use crate::catalog::laravel::{blueprint_method_meant, column_method, modifier_meant};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::schema::{Incident, IncidentKind};
use crate::source::{FileId, Span};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        if let IncidentKind::UnknownMethod(method) = &incident.kind
            && let Some(finding) = missing_method(cx, incident, method)
        {
            findings.push(finding);
        }
        let IncidentKind::UnknownModifier { column, method, nullable } = &incident.kind else { continue };
        let meant = modifier_meant(method);
        // Of another word, a package may make something.
        if meant.is_none() && column_method(method, cx.settings.laravel).is_none() {
            continue;
        }
        let table = cx.database.connections.get(&incident.connection).and_then(|schema| schema.table(&incident.table));
        let Some((table, known)) = table.and_then(|table| Some((table, table.column(column)?))) else { continue };
        // A later migration may have mended it; a column that is nullable anyway needs no mending.
        let is_mended = |meant| !(*nullable && meant == "nullable") && is_done_otherwise(table, known, meant);
        if table.open_at.is_some() || known.conditional || meant.is_some_and(is_mended) {
            continue;
        }
        let message = format!("`{method}()` has no effect on `{column}`: Laravel has no such column modifier, and ignores it");
        let mut finding = Finding::new("unknown-modifier", Severity::Warning, incident.at, message)
            .on_table(&incident.connection, &incident.table)
            .on_column(column);
        finding = match meant {
            Some(meant) => finding.help(format!(
                "write `{meant}` instead of `{method}`; if the migration has already run, change the column in a new one"
            )),
            None => finding.help("remove it: a column has one type; if it should be another column, add that by itself"),
        };
        finding.fix = meant.and_then(|meant| fix(cx, incident.at, method, meant));
        findings.push(finding);
    }
}

/// A misspelled method of a Blueprint.
fn missing_method(cx: &Context<'_>, incident: &Incident, method: &str) -> Option<Finding> {
    let meant = method_meant(cx, incident, method)?;
    let message = format!("`{method}()` does not exist: Laravel's Blueprint has no such method, so the migration stops here");
    let mut finding = Finding::new("unknown-modifier", Severity::Error, incident.at, message)
        .on_table(&incident.connection, &incident.table)
        .help(format!("write `{meant}` instead of `{method}`"));
    finding.fix = fix(cx, incident.at, method, meant);
    Some(finding)
}

/// The method of a Blueprint that is misspelled in a migration, unless somebody may have added one of that name.
pub(super) fn method_meant(cx: &Context<'_>, incident: &Incident, method: &str) -> Option<&'static str> {
    let meant = blueprint_method_meant(method)?;
    let text = cx.sources.file(incident.at.file).text();
    // What other calls return takes any word.
    let receiver = text.get(..incident.at.start as usize)?.trim_end().strip_suffix("->")?.trim_end();
    let name = receiver.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    if name.len() == receiver.len() || !name.ends_with('$') {
        return None;
    }
    // A mistake stops the first migration that makes it; what many use is there.
    let is_same = |other: &&Incident| matches!(&other.kind, IncidentKind::UnknownMethod(of) if of.eq_ignore_ascii_case(method));
    let back = cx.replay.ways_back.iter().flat_map(|way| &way.incidents);
    let files: BTreeSet<FileId> = cx.replay.incidents.iter().chain(back).filter(is_same).map(|other| other.at.file).collect();
    (files.len() == 1 && !is_made_somewhere(cx, method)).then_some(meant)
}

/// Whether a macro or a method of this name is written anywhere.
fn is_made_somewhere(cx: &Context<'_>, method: &str) -> bool {
    let quoted = [format!("'{method}'"), format!("\"{method}\"")].map(|name| name.to_ascii_lowercase());
    let declared = format!("function {method}(").to_ascii_lowercase();
    cx.sources.iter().any(|(_, file)| {
        let text = file.text();
        let has_word = text.contains("macro") || text.contains("mixin") || text.contains("function");
        has_word && {
            let text = text.to_ascii_lowercase();
            text.contains(&declared) || (text.contains("macro") && quoted.iter().any(|name| text.contains(name)))
        }
    })
}

/// The word that is meant in place of another. It changes what a migration does, which may have run.
fn fix(cx: &Context<'_>, at: Span, word: &str, meant: &str) -> Option<Fix> {
    let edit = Edit { span: at, text: meant.to_owned() };
    (cx.sources.slice(at) == word).then(|| Fix { safety: Safety::Unsafe, edits: vec![edit] })
}
