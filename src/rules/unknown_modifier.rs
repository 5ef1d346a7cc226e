//! `unknown-modifier`: a word stands after a column in a migration that Laravel does not know, and ignores.
//!
//! Source: `Illuminate/Support/Fluent.php` (`__call` stores any word), `Illuminate/Database/Schema/Grammars/*.php` (what is read).

use super::ineffective_index_modifier::is_done_otherwise;
use super::{Context, Findings};
use crate::catalog::laravel::{column_method, modifier_meant};
use crate::finding::{Edit, Finding, Fix, Safety, Severity};
use crate::schema::IncidentKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::UnknownModifier { column, method } = &incident.kind else { continue };
        let meant = modifier_meant(method);
        // Of another word, a package may make something.
        if meant.is_none() && column_method(method, cx.settings.laravel).is_none() {
            continue;
        }
        let table = cx.database.connections.get(&incident.connection).and_then(|schema| schema.table(&incident.table));
        let Some((table, known)) = table.and_then(|table| Some((table, table.column(column)?))) else { continue };
        // A later migration may have mended it.
        if table.open_at.is_some() || known.conditional || meant.is_some_and(|meant| is_done_otherwise(table, known, meant)) {
            continue;
        }
        let message = format!("`{method}()` has no effect on `{column}`: Laravel has no such column modifier, and ignores it");
        let mut finding = Finding::new("unknown-modifier", Severity::Warning, incident.at, message)
            .on_table(&incident.connection, &incident.table)
            .on_column(column);
        finding = match meant {
            Some(meant) => {
                finding.help(format!("write `{meant}()`; if the migration has already run, change the column in a new one"))
            }
            None => finding.help("remove it: a column has one type; if it should be another column, add that by itself"),
        };
        // It changes what a migration does, which may have run.
        finding.fix = meant
            .filter(|_| cx.sources.slice(incident.at) == *method)
            .map(|meant| Fix { safety: Safety::Unsafe, edits: vec![Edit { span: incident.at, text: meant.to_owned() }] });
        findings.push(finding);
    }
}
