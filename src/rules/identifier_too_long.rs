//! `identifier-too-long`: the name of an index or a key is longer than the driver allows.

use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::IncidentKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::NameTooLong(name) = &incident.kind else { continue };
        let length = name.chars().count();
        let message = format!("the name `{name}` has {length} characters; MySQL allows 64, so the migration fails");
        let finding = Finding::new("identifier-too-long", Severity::Error, incident.at, message)
            .on_table(&incident.connection, &incident.table)
            .help("pass a shorter name as the second argument");
        findings.push(finding);
    }
}
