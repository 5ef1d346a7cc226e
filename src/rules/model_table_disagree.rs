//! `model-table-disagree`: the table of a model marks rows as deleted, and the model shows them as if they were there; or it
//! requires a column that the model never writes.

use super::value_not_in_column::column_of;
use super::{Context, Findings};
use crate::finding::{Finding, Severity};
use crate::references::ModelFacts;
use crate::schema::types::Family;
use crate::schema::{Column, Origin, TableKind, Whereabouts};

/// The column that `softDeletes()` makes.
const COLUMN: &str = "deleted_at";

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for model in cx.references.facts.iter().filter(|model| model.trashes == Some(false) && !cx.is_test(model.at.file)) {
        findings.findings.extend(judge(cx, model));
    }
    for model in cx.references.facts.iter().filter(|model| !cx.is_test(model.at.file)) {
        findings.findings.extend(folded(cx, model));
    }
}

/// A required column that a model stores in its JSON column instead (`VirtualColumn::encodeAttributes` of stancl/virtualcolumn).
fn folded(cx: &Context<'_>, model: &ModelFacts) -> Option<Finding> {
    let (listed, json) = model.folds.as_ref()?;
    let Whereabouts::Found(places) = cx.database.locate(model.table.connection.as_deref(), &model.table.table) else {
        return None;
    };
    let [place] = *places.as_slice() else { return None };
    let table = place.table;
    let triggered = cx.replay.triggers.iter().any(|name| name.eq_ignore_ascii_case(&table.name));
    if table.conditional || table.open_at.is_some() || triggered || table.column(json).is_none() {
        return None;
    }
    let is_listed = |name: &str| listed.iter().any(|column| column.eq_ignore_ascii_case(name));
    let stored = |column: &&Column| column.is_required(place.schema.driver) && !is_listed(&column.name);
    let columns: Vec<&Column> = table.columns.iter().filter(stored).collect();
    let first = columns.first()?;
    let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.name)).collect();
    let (these, are) = if names.len() == 1 { ("column", "is") } else { ("columns", "are") };
    let message = format!(
        "`{}` stores {} in `{json}`, because `getCustomColumns()` does not list {}, but the {these} of `{}` {are} NOT NULL without \
        a default: no row can be created",
        model.class,
        names.join(", "),
        if names.len() == 1 { "it" } else { "them" },
        table.name
    );
    let mut finding = Finding::new("model-table-disagree", Severity::Warning, model.at, message)
        .on_table(place.connection, &table.name)
        .on_column(&first.name)
        .about(columns.iter().map(|column| column.name.as_str()))
        .help(format!("list {} in `getCustomColumns()`, or make the {these} nullable", names.join(", ")));
    for column in columns {
        if let Some(at) = column.defined_at {
            finding = finding.label(at, format!("`{}` is required", column.name));
        }
    }
    Some(finding)
}

fn judge(cx: &Context<'_>, model: &ModelFacts) -> Option<Finding> {
    let connection = model.table.connection.as_deref();
    let (place, column) = column_of(cx, connection, &model.table.table, COLUMN)?;
    let is_time = matches!(column.ty.family(), Family::Date | Family::Time) && column.nullable;
    let own = place.table.origin == Origin::Project && place.table.kind == TableKind::Table;
    if !is_time || !own || cx.may_differ_locally(&place.table.name, COLUMN, cx.sight(model.at.file)) {
        return None;
    }
    // Code that asks for the column by itself knows of it.
    let is_it = |used: &crate::references::TableUse| used.table.eq_ignore_ascii_case(&place.table.name);
    let asked = cx.references.columns.iter().any(|named| {
        named.column.eq_ignore_ascii_case(COLUMN)
            && named.tables.iter().any(is_it)
            && !named.operation.declares()
            && !cx.replay.is_migration(named.span.file)
            && !cx.is_test(named.span.file)
            && named.operation != crate::references::Operation::Model
    });
    let written = cx.references.rows.iter().any(|row| is_it(&row.table) && row.columns.iter().any(|(name, _)| name == COLUMN));
    if asked || written {
        return None;
    }
    let message = format!(
        "`{}` has a column `{COLUMN}`, but `{}` does not use `SoftDeletes`: it deletes rows for good, and it finds rows \
        that are marked as deleted",
        place.table.name, model.class
    );
    let mut finding = Finding::new("model-table-disagree", Severity::Warning, model.at, message)
        .on_table(place.connection, &place.table.name)
        .on_column(COLUMN)
        .help("add `use SoftDeletes;` to the model, or drop the column");
    if let Some(at) = column.defined_at {
        finding = finding.label(at, "the column is added here");
    }
    Some(finding)
}
