//! `duplicate-column`: a migration adds a column that exists already.

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::IncidentKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::ColumnExists(column, made_at) = &incident.kind else { continue };
        let table = &incident.table;
        let message = format!("the migration adds `{column}` to `{table}`, which already has it");
        let mut finding = Finding::new("duplicate-column", Severity::Error, incident.at, message)
            .on_table(&incident.connection, table)
            .on_column(column);
        if let Some(at) = made_at.filter(|at| *at != incident.at) {
            finding = finding.label(at, format!("`{table}.{column}` is added here"));
        }
        let cure = format!(
            "remove one of the two; to change the column, add `->change()`; or check first: `Schema::hasColumn('{table}', \
            '{column}')`"
        );
        findings.push(finding.help(cure));
    }
}
