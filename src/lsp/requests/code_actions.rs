//! Code actions: a finding's own edit, silence here, the columns that an insert lacks, and a migration that adds what is missing.

mod new_migration;

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, Diagnostic, TextEdit, Uri, WorkspaceEdit};

use crate::finding::{Edit, Finding, Safety};
use crate::ide;
use crate::lsp::convert::{Known, Places};
use crate::lsp::diagnostics;
use crate::source::Span;
pub(super) use new_migration::{creating, is_for_phinx};

/// The kind of the action that makes all safe edits of a file.
const FIX_ALL: &str = "source.fixAll.tablecheck";

pub(in crate::lsp) fn code_actions(known: &Known<'_>, params: CodeActionParams) -> Result<Option<Vec<CodeAction>>, String> {
    let Some(file) = known.file(&params.text_document) else { return Ok(None) };
    let wanted = |kind: &str| {
        let fits = |only: &CodeActionKind| kind == only.to_string() || kind.starts_with(&format!("{only}."));
        params.context.only.as_ref().is_none_or(|only| only.iter().any(fits))
    };
    let bytes = known.lines(file).bytes(params.range);
    let touches = |span: Span| span.file == file && span.range().start <= bytes.end && bytes.start <= span.range().end;
    let mut actions = Vec::new();
    if wanted("quickfix") {
        let reported = diagnostics::of(known, known.view().sources.path(file));
        for finding in known.snapshot.findings.iter().filter(|finding| touches(finding.span)) {
            of_finding(known, finding, &reported, &mut actions);
        }
    }
    if wanted(FIX_ALL) {
        let own = known.snapshot.findings.iter().filter(|finding| finding.span.file == file);
        let safe = own.filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safety == Safety::Safe);
        let mut edits: Vec<Edit> =
            safe.filter(|fix| fix.edits.iter().all(|edit| edit.span.file == file)).flat_map(|fix| fix.edits.clone()).collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let clash = edits.windows(2).any(|two| two[0].span.end > two[1].span.start);
        if !edits.is_empty() && !clash {
            let title = "Fix all safe tablecheck findings in this file".to_owned();
            actions.push(CodeAction { kind: Some(CodeActionKind::from(FIX_ALL)), ..action(title, Some(edit(known, &edits))) });
        }
    }
    Ok(Some(actions))
}

fn of_finding(known: &Known<'_>, finding: &Finding, reported: &[Diagnostic], actions: &mut Vec<CodeAction>) {
    let range = known.range(finding.span);
    let same = |found: &Diagnostic| {
        let code = serde_json::to_value(&found.code).unwrap_or_default();
        found.range == range && code == finding.rule
    };
    let reported = reported.iter().find(|found| same(found)).cloned();
    let mut push = |action: CodeAction, is_preferred: bool| {
        actions.push(CodeAction {
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: reported.clone().map(|found| vec![found]),
            is_preferred: is_preferred.then_some(true),
            ..action
        });
    };
    if let Some(fix) = &finding.fix {
        let is_safe = fix.safety == Safety::Safe;
        push(action(title(finding, &fix.edits, known), Some(edit(known, &fix.edits))), is_safe);
    }
    if let Some((title, edits)) = missing_columns(known, finding) {
        push(action(title, Some(edit(known, &[edits]))), false);
    }
    if known.server.client.creates_files {
        for (title, change) in new_migration::of(known, finding) {
            push(action(title, Some(change)), false);
        }
    }
    if let Some(comment) = ide::silence(known.view(), finding) {
        push(action(format!("Silence `{}` here", finding.rule), Some(edit(known, &[comment]))), false);
    }
}

/// What a finding's own edit does, in words.
fn title(finding: &Finding, edits: &[Edit], known: &Known<'_>) -> String {
    match edits {
        [only] if only.text.is_empty() => "Remove it".to_owned(),
        [only] if only.span.start < only.span.end && !only.text.contains('\n') && only.text.len() < 80 => {
            format!("Change `{}` to `{}`", known.view().sources.slice(only.span), only.text)
        }
        _ => match finding.help.first() {
            Some(help) => capital(help),
            None => format!("Fix `{}`", finding.rule),
        },
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The columns that an insert must give and does not, as the first ones of its array.
fn missing_columns(known: &Known<'_>, finding: &Finding) -> Option<(String, Edit)> {
    if finding.rule != "missing-required-column" {
        return None;
    }
    let view = known.view();
    let table = finding.table.as_ref()?;
    let schema = view.analysis.database.connections.get(finding.connection.as_ref()?)?;
    let row = view
        .analysis
        .references
        .rows
        .iter()
        .find(|row| row.call == finding.span && row.table.table.eq_ignore_ascii_case(table))?;
    let given = |name: &str| {
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        row.columns.iter().any(|(column, _)| is(column)) || row.filled.iter().any(|column| is(column))
    };
    let columns = schema.table(table)?.columns.iter();
    let missing: Vec<&str> = columns
        .filter(|column| column.is_required(schema.driver))
        .map(|column| column.name.as_str())
        .filter(|name| !given(name))
        .collect();
    // Behind the call's name comes its array, where one is written out.
    let (_, first) = row.columns.iter().filter(|(_, span)| span.file == finding.span.file).min_by_key(|(_, span)| span.start)?;
    let text = view.sources.file(finding.span.file).text();
    let between = text.get(finding.span.end as usize..first.start as usize)?;
    let at = finding.span.end as usize + between.rfind('[')? + 1;
    let own_line = between.get(between.rfind('[')?..)?.contains('\n');
    let indent: String =
        text.get(..first.start as usize)?.rsplit('\n').next()?.chars().take_while(|c| c.is_whitespace()).collect();
    let pair = |name: &&str| if own_line { format!("\n{indent}'{name}' => '',") } else { format!("'{name}' => '', ") };
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!missing.is_empty()).then(|| {
        let text = missing.iter().map(pair).collect();
        (format!("Add {names}"), Edit { span: Span::new(finding.span.file, at, at), text })
    })
}

fn action(title: String, edit: Option<WorkspaceEdit>) -> CodeAction {
    CodeAction { title, edit, ..CodeAction::default() }
}

/// Edits of the core as one of the protocol.
pub(super) fn edit(known: &Known<'_>, edits: &[Edit]) -> WorkspaceEdit {
    let mut places = Places::default();
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let range = places.range(known, edit.span);
        changes.entry(known.uri(edit.span.file)).or_default().push(TextEdit { range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), document_changes: None, change_annotations: None }
}
