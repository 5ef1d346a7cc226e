//! `foreign-key-target-not-unique`: nothing keeps the columns unique that a foreign key refers to.

use super::keys::{self, Declared};
use super::words::Words;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::schema::{Driver, IndexKind, Table, starts_in_any_order};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys::keys(cx) {
        let Some(target) = key.target() else { continue };
        if target.unsure_indexes || is_accepted(&key, target) {
            continue;
        }
        let columns = keys::list(&key.key.columns);
        let referenced = keys::referenced(key.key);
        let message = match key.schema.driver {
            Driver::MySql | Driver::MariaDb => {
                format!(
                    "the foreign key of {columns} refers to {referenced}, but no index begins with it: the database \
                    refuses the key"
                )
            }
            Driver::Sqlite => format!(
                "the foreign key of {columns} refers to {referenced}, which is neither primary nor unique: with foreign \
                keys enabled, writes to either table fail"
            ),
            Driver::PgSql | Driver::SqlSrv => format!(
                "the foreign key of {columns} refers to {referenced}, which is neither primary nor unique: the database \
                refuses it"
            ),
        };
        let mut finding = Finding::new("foreign-key-target-not-unique", Severity::Error, key.at, message)
            .on_table(key.connection, &key.table.name);
        let made_at = key.key.references.first().and_then(|name| target.column(name)).and_then(|column| column.defined_at);
        if let Some(at) = made_at.filter(|at| *at != key.at) {
            finding = finding.label(at, format!("{referenced} is added here"));
        }
        let primary = match target.primary_key() {
            [] => String::new(),
            columns => format!(", or refer to its primary key, {}", keys::list(columns)),
        };
        findings.push(finding.help(format!(
            "make it unique before the key is created: {} on `{}`{primary}",
            Words::of(cx, target).unique(&key.key.references),
            target.name
        )));
    }
}

/// Whether the database takes the columns for ones that a key can refer to.
fn is_accepted(key: &Declared<'_>, target: &Table) -> bool {
    let referenced = &key.key.references;
    let leads = |columns: &[String]| starts_in_any_order(columns, referenced);
    target.indexes.iter().any(|index| {
        // What an index holds that is not plain is not known.
        if index.partial {
            return true;
        }
        match (key.schema.driver, index.kind) {
            (_, IndexKind::Fulltext | IndexKind::Spatial) => false,
            (Driver::MySql | Driver::MariaDb, _) => {
                // InnoDB puts the primary key behind the columns of every other index.
                let with_primary = [&index.columns, target.primary_key()].concat();
                leads(&with_primary)
            }
            (_, IndexKind::Index) => false,
            _ => index.columns.len() == referenced.len() && leads(&index.columns),
        }
    }) || (key.schema.driver.is_mysql() && target.foreign_keys.iter().any(|own| leads(&own.columns)))
}
