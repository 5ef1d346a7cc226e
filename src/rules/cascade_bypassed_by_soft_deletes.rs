//! `cascade-bypassed-by-soft-deletes`: the rows that a foreign key deletes with their parent stay, because the parent's
//! model only marks it as deleted.

use super::{Context, Findings, keys};
use crate::finding::{Finding, Severity};
use crate::php::program::{ClassDecl, Program};
use crate::schema::Whereabouts;

const SOFT_DELETES: &str = "Illuminate\\Database\\Eloquent\\SoftDeletes";

/// Words of code that does something of its own when a model is deleted.
const HOOKS: [&str; 8] =
    ["deleting", "deleted(", "trashed(", "ObservedBy", "dispatchesEvents", "cascadeDeletes", "function delete(", "softDeleting"];

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut models: Vec<(&str, &str, ClassDecl<'_>)> = Vec::new();
    for model in &cx.references.models {
        let Some(class) = cx.program.class(&model.class).filter(|class| !cx.is_test(class.file())) else { continue };
        if let Whereabouts::Found(places) = cx.database.locate(model.connection.as_deref(), &model.table) {
            models.extend(places.iter().map(|place| (place.connection, place.table.name.as_str(), class)));
        }
    }
    let of_table = |connection: &str, table: &str| -> Vec<ClassDecl<'_>> {
        let is = |(at, name, _): &&(&str, &str, ClassDecl<'_>)| *at == connection && name.eq_ignore_ascii_case(table);
        models.iter().filter(is).map(|(.., class)| *class).collect()
    };
    for key in keys::keys(cx) {
        let cascades = key.key.on_delete.as_deref().is_some_and(|action| action.eq_ignore_ascii_case("cascade"));
        if !cascades || key.key.unsure_actions || key.key.table.eq_ignore_ascii_case(&key.table.name) {
            continue;
        }
        let (parents, children) = (of_table(key.connection, &key.key.table), of_table(key.connection, &key.table.name));
        let stays = |class: &ClassDecl<'_>| !may_delete_softly(cx.program, *class);
        let (Some((parent, place)), true) = (
            parents.iter().find_map(|class| Some((*class, soft_deletes(cx.program, *class)?))),
            !children.is_empty() && children.iter().all(stays),
        ) else {
            continue;
        };
        // Another model of the table may delete its rows for good, and a hook may delete the children.
        let all_soft = parents.iter().all(|class| soft_deletes(cx.program, *class).is_some());
        let marked = key.table.open_at.is_some() || key.table.columns.iter().any(|column| column.name.contains("deleted"));
        if !all_soft || marked || parents.iter().any(|class| has_hooks(cx, *class)) {
            continue;
        }
        let (table, target) = (&key.table.name, &key.key.table);
        let message = format!(
            "rows of `{table}` stay when their row of `{target}` is deleted: `{}` uses soft deletes, and those do not cascade",
            parent.base_name()
        );
        let mut finding =
            Finding::new("cascade-bypassed-by-soft-deletes", Severity::Note, key.at, message).on_table(key.connection, table);
        if let [column] = key.key.columns.as_slice() {
            finding = finding.on_column(column);
        }
        finding = finding.label(place, format!("`{}` uses soft deletes", parent.base_name()));
        if let [child] = children.as_slice() {
            finding = finding.label(child.decl.name_span, format!("`{}` does not", child.base_name()));
        }
        findings.push(finding.help(format!(
            "delete the rows of `{table}` when the model is deleted, use soft deletes for them too, or leave them on \
            purpose: the cascade only runs with `forceDelete()`"
        )));
    }
}

/// Where a model uses Laravel's trait, itself, by a parent or by a trait.
fn soft_deletes(program: &Program<'_>, class: ClassDecl<'_>) -> Option<crate::source::Span> {
    let parts = program.parts(class);
    let used = parts.iter().flat_map(|part| part.decl.traits.iter()).flat_map(|used| &used.names);
    used.into_iter().find(|name| name.resolved.eq_ignore_ascii_case(SOFT_DELETES)).map(|name| name.span)
}

/// Whether a model deletes softly, by Laravel's trait or by one that is not known.
fn may_delete_softly(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    let named = |name: &&str| name.to_ascii_lowercase().contains("softdelet") || name.to_ascii_lowercase().contains("archiv");
    program.ancestors(class).iter().any(named)
}

/// Whether something may happen when a model is deleted.
fn has_hooks(cx: &Context<'_>, class: ClassDecl<'_>) -> bool {
    let speaks = |part: &ClassDecl<'_>| {
        let text = cx.sources.file(part.file()).text();
        HOOKS.iter().any(|word| text.contains(word))
    };
    let observer = format!("{}Observer", class.base_name());
    let observed = cx.program.classes().any(|other| other.base_name().eq_ignore_ascii_case(&observer));
    let foreign = cx.program.foreign_parts(class).iter().any(|name| name.to_ascii_lowercase().contains("cascade"));
    observed || foreign || cx.program.parts(class).iter().any(speaks)
}
