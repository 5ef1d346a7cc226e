//! `set-null-on-required-column`: a foreign key is to set a column to NULL that takes none.

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, OnDelete, Severity};
use crate::schema::Driver;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys::keys(cx) {
        let sets = |action: &Option<String>| action.as_deref().is_some_and(|action| action.eq_ignore_ascii_case("set null"));
        let when = match (sets(&key.key.on_delete), sets(&key.key.on_update)) {
            (true, _) => "deleted",
            (_, true) => "updated",
            _ => continue,
        };
        let Some(columns) = key.columns().filter(|_| !key.key.unsure_actions && key.table.open_at.is_none()) else { continue };
        let Some(column) = columns.into_iter().find(|column| !column.nullable && !column.generated) else { continue };
        let fails = match key.schema.driver {
            Driver::MySql | Driver::MariaDb | Driver::SqlSrv => "the database refuses the key".to_owned(),
            Driver::PgSql | Driver::Sqlite => format!("no row of `{}` that another row refers to can be {when}", key.key.table),
        };
        let name = &column.name;
        let message = format!(
            "the foreign key sets `{name}` to NULL when the row it refers to is {when}, but `{name}` is NOT NULL: {fails}"
        );
        let mut finding = Finding::new("set-null-on-required-column", Severity::Error, key.at, message)
            .on_table(key.connection, &key.table.name)
            .on_column(name);
        if let Some(at) = column.defined_at.filter(|at| *at != key.at) {
            finding = finding.label(at, format!("`{}.{name}` is NOT NULL", key.table.name));
        }
        let primary = key.table.primary_key().iter().any(|part| part.eq_ignore_ascii_case(name));
        let words = Words::of_file(cx, key.at.file);
        let (cascade, restrict) = (words.on_delete(OnDelete::Cascade), words.on_delete(OnDelete::Restrict));
        let chain = if words == Words::Laravel { ", before `constrained()` in the chain," } else { "" };
        findings.push(finding.help(if primary {
            format!("`{name}` is part of the primary key, so it cannot be NULL: use {cascade} or {restrict}")
        } else {
            format!("make the column {}{chain} or use {cascade} or {restrict}", words.nullable())
        }));
    }
}
