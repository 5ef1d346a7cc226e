//! `duplicate-table`: a migration creates a table that exists already.

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::IncidentKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::TableExists(made_at) = &incident.kind else { continue };
        let table = &incident.table;
        let message = format!("the migration creates `{table}`, which already exists");
        let mut finding =
            Finding::new("duplicate-table", Severity::Error, incident.at, message).on_table(&incident.connection, table);
        if let Some(at) = made_at {
            finding = finding.label(*at, format!("`{table}` is created here"));
        }
        let cure = format!("remove one of the two, or check first: `if (! Schema::hasTable('{table}'))`");
        findings.push(finding.help(cure));
    }
}
