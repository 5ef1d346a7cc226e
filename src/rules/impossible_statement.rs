//! `impossible-statement`: a migration runs a statement that the database refuses, whatever the data.

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::{Driver, IncidentKind, Refusal};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::Refused(refusal) = &incident.kind else { continue };
        let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
        // A table that turns out to be open may be another one than it seemed.
        if schema.table(&incident.table).is_some_and(|table| table.open_at.is_some() || table.conditional) {
            continue;
        }
        let driver = schema.driver;
        let is_taken = matches!(refusal, Refusal::LiteralDefault { .. }) && driver == Driver::MySql && cx.settings.runs_mariadb;
        if is_taken || cx.is_guessed(schema) {
            continue;
        }
        // The servers behind the driver `mysql` may be MariaDB's, which takes a default of any type.
        let severity = match refusal {
            Refusal::LiteralDefault { .. } if driver == Driver::MySql => Severity::Warning,
            _ => Severity::Error,
        };
        let message = refusal.message(&incident.table, driver);
        let mut finding = Finding::new("impossible-statement", severity, incident.at, message)
            .on_table(&incident.connection, &incident.table)
            .help(refusal.help(driver));
        if let Some((at, said)) = refusal.label().filter(|(at, _)| *at != incident.at) {
            finding = finding.label(at, said);
        }
        findings.push(finding);
    }
}
