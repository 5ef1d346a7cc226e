//! `unknown-index`: a migration drops or renames an index or foreign key that does not exist.

use super::{Context, Findings, suggest};
use crate::finding::{Finding, Severity};
use crate::schema::IncidentKind;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for incident in &cx.replay.incidents {
        let IncidentKind::IndexMissing(name) = &incident.kind else { continue };
        let table = &incident.table;
        let message = format!("`{table}` has no index or foreign key `{name}`");
        let mut finding =
            Finding::new("unknown-index", Severity::Error, incident.at, message).on_table(&incident.connection, table);
        let schema = cx.database.connections.get(&incident.connection);
        if let Some(known) = schema.and_then(|schema| schema.table(table)) {
            let indexes = known.indexes.iter().map(|index| index.name.as_str());
            let keys = known.foreign_keys.iter().map(|key| key.name.as_str());
            finding.suggestions = suggest::nearest(name, indexes.chain(keys));
            if let Some((at, said)) = known.creation() {
                finding = finding.label(at, said);
            }
        }
        let cure = "an index keeps its name when its table or columns are renamed: use its original name";
        findings.push(finding.help(cure));
    }
}
