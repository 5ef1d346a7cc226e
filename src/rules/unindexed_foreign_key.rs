//! `unindexed-foreign-key`: no index begins with the columns of a foreign key, and the database makes none by itself.

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, Remedy, Severity};
use crate::schema::{Driver, Index, IndexKind, starts_in_any_order};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys::keys(cx) {
        let driver = key.schema.driver;
        if driver.is_mysql() {
            continue;
        }
        let helps = |index: &Index| match index.kind {
            IndexKind::Fulltext | IndexKind::Spatial => false,
            // It may be made for just these searches.
            _ if index.partial => true,
            _ => starts_in_any_order(&index.columns, &key.key.columns),
        };
        let unsure = key.table.unsure_indexes || key.table.open_at.is_some() || key.columns().is_none();
        if unsure || key.table.indexes.iter().any(helps) {
            continue;
        }
        let (columns, table, target) = (keys::list(&key.key.columns), &key.table.name, &key.key.table);
        let message =
            format!("no index of `{table}` begins with {columns}, and {} creates none for a foreign key", driver.title());
        // SQLite is where projects begin and tests run; what runs in production is often another one.
        let severity = if driver == Driver::Sqlite { Severity::Note } else { Severity::Warning };
        let mut finding = Finding::new("unindexed-foreign-key", severity, key.at, message).on_table(key.connection, table);
        if let [column] = key.key.columns.as_slice() {
            finding = finding.on_column(column);
        }
        finding.remedy = Some(Remedy::Index { columns: key.key.columns.clone() });
        findings.push(finding.help(format!(
            "without one, each delete of a row of `{target}` reads the whole of `{table}`: {}",
            Words::of_file(cx, key.at.file).index(&key.key.columns)
        )));
    }
}
