//! `foreign-key-type-mismatch`: a foreign key connects columns of types that the database does not compare.

use super::keys::{self, Declared};
use super::words::Words;
use super::{Context, Findings};
use crate::catalog::packages;
use crate::finding::{Finding, Severity};
use crate::schema::types::Family;
use crate::schema::{Driver, Incident, IncidentKind};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut told = Vec::new();
    // The types as they are when the key is made.
    for incident in &cx.replay.incidents {
        let Some(schema) = cx.database.connections.get(&incident.connection) else { continue };
        // A table that is gone in the end was refused its key all the same.
        if schema.table(&incident.table).is_some_and(|table| !keys::is_own(cx, table)) {
            continue;
        }
        if let Some(finding) = finding(cx, incident, schema.driver) {
            told.push(incident.at);
            findings.push(finding);
        }
    }
    // What a later change made of them.
    for key in keys::keys(cx) {
        if !told.contains(&key.at)
            && let Some(incident) = in_the_end(cx, &key)
            && let Some(finding) = finding(cx, &incident, key.schema.driver)
        {
            findings.push(finding);
        }
    }
}

fn in_the_end(cx: &Context<'_>, key: &Declared<'_>) -> Option<Incident> {
    let target = key.target().filter(|_| key.table.open_at.is_none())?;
    let mut pairs = key.columns()?.into_iter().zip(&key.key.references);
    let kind = pairs.find_map(|(column, name)| {
        let referenced = target.column(name).filter(|referenced| target.is_certain(referenced))?;
        IncidentKind::of_types(column, target, referenced, key.schema.driver, cx.settings.laravel)
    })?;
    Some(Incident { connection: key.connection.to_owned(), table: key.table.name.clone(), kind, at: key.at })
}

fn finding(cx: &Context<'_>, incident: &Incident, driver: Driver) -> Option<Finding> {
    let IncidentKind::KeyTypesDiffer { column, ty, target, referenced, referenced_ty, made_at } = &incident.kind else {
        return None;
    };
    // A package that makes a table of its host only where there is none says nothing of the one that is there.
    if cx.is_package() && packages::is_hosts(target) && !cx.asked_by_migrations(target).is_empty() {
        return None;
    }
    let table = &incident.table;
    let message = format!(
        "{} refuses the foreign key of `{table}.{column}`, which is {ty}, to `{target}.{referenced}`, which is {referenced_ty}",
        driver.title()
    );
    let mut finding = Finding::new("foreign-key-type-mismatch", Severity::Error, incident.at, message)
        .on_table(&incident.connection, table)
        .on_column(column);
    if let Some(at) = made_at.filter(|at| *at != incident.at) {
        finding = finding.label(at, format!("`{target}.{referenced}` is {referenced_ty}"));
    }
    let same = match Words::of_file(cx, incident.at.file) {
        Words::Laravel => blueprint(column, referenced_ty),
        Words::Phinx => format!("the target column is `{referenced_ty}`"),
    };
    Some(finding.help(format!("give both columns the same type; {same}")))
}

/// How a migration makes a column that can refer to one of this type.
fn blueprint(column: &str, referenced: &str) -> String {
    let lower = referenced.to_ascii_lowercase();
    let unsigned = lower.contains("unsigned");
    let word = lower.split(['(', ' ']).next().unwrap_or_default();
    let method = match (word, unsigned) {
        ("bigint", true) => "foreignId",
        ("int" | "integer", true) => "unsignedInteger",
        ("mediumint", true) => "unsignedMediumInteger",
        ("smallint", true) => "unsignedSmallInteger",
        ("tinyint", true) => "unsignedTinyInteger",
        ("bigint" | "int8" | "bigserial", false) => "bigInteger",
        ("int" | "integer" | "int4" | "serial", false) => "integer",
        ("mediumint", false) => "mediumInteger",
        ("smallint" | "int2" | "smallserial", false) => "smallInteger",
        ("tinyint", false) => "tinyInteger",
        ("uuid" | "uniqueidentifier", _) => "foreignUuid",
        ("char", _) if lower.contains("(36)") => "foreignUuid",
        ("char", _) if lower.contains("(26)") => "foreignUlid",
        _ if crate::schema::ColumnType::from_sql(referenced).family() == Family::String => "string",
        _ => return format!("the target column is `{referenced}`"),
    };
    format!("`$table->{method}('{column}')` fits {referenced}")
}

#[cfg(test)]
mod tests {
    use super::blueprint;

    #[test]
    fn methods_for_types() {
        for (ty, method) in [
            ("bigint unsigned", "foreignId"),
            ("int(10) unsigned", "unsignedInteger"),
            ("integer", "integer"),
            ("uuid", "foreignUuid"),
            ("char(26)", "foreignUlid"),
            ("varchar(255)", "string"),
        ] {
            assert!(blueprint("a", ty).starts_with(&format!("`$table->{method}('a')`")), "{ty}");
        }
        assert!(blueprint("a", "date").contains("`date`"));
    }
}
