//! `missing-relation`: the model of a table with a foreign key has no relation for it.

mod imports;
mod method;
mod models;
mod name;
mod signs;

use std::collections::BTreeSet;

use self::models::{Model, Models};
use super::keys::Declared;
use super::{Context, Findings, keys};
use crate::finding::{Finding, Severity};
use crate::laravel::support::naming;
use crate::php::program::ClassDecl;
use crate::schema::Table;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let models = Models::new(cx);
    let mut told: BTreeSet<(String, String)> = BTreeSet::new();
    // Two keys of a model do not get relations of the same name.
    let mut given: BTreeSet<(String, String)> = BTreeSet::new();
    for key in keys::keys(cx) {
        let ([column], [owner]) = (key.key.columns.as_slice(), key.key.references.as_slice()) else { continue };
        let children = models.of_table(key.connection, &key.table.name);
        // Of several classes for one table, the one that the others extend is the place for it.
        let Some(child) = models.base(children) else { continue };
        if key.columns().is_none()
            || models.is_pivot(&key.table.name, children)
            || children.iter().any(|model| models.may_read(model, column))
            || leads_elsewhere(&key, column)
        {
            continue;
        }
        let Some(target) = models.target(child.class, key.connection, &key.key.table) else { continue };
        let unwanted = |model: &Model<'_>| {
            models.misses(model, target.class, key.table) || models.translates(model, target.class) || models.casts(model, column)
        };
        // The same table may be there on several connections.
        let known = (child.class.name().to_ascii_lowercase(), column.to_ascii_lowercase());
        if children.iter().any(unwanted) || !told.insert(known) {
            continue;
        }
        let names = names(&models, &key, (child.class, target.class), column);
        let Some(name) = free_name(cx, key.table, child.class, names, &mut given) else { continue };
        let Some(finding) = finding(cx, &models, &key, (child, target), (column, owner), &name) else { continue };
        findings.push(finding);
    }
}

/// Whether another key of the same column leads to another table, or together with others to any.
fn leads_elsewhere(key: &Declared<'_>, column: &str) -> bool {
    key.table.foreign_keys.iter().any(|other| {
        let has = other.columns.iter().any(|name| name.eq_ignore_ascii_case(column));
        has && (other.columns.len() > 1 || !other.table.eq_ignore_ascii_case(&key.key.table))
    })
}

/// Names for the relation, the best one first: what other models call theirs, then what the column says.
fn names<'c>(
    models: &Models<'c>,
    key: &Declared<'_>,
    (class, related): (ClassDecl<'c>, ClassDecl<'c>),
    column: &str,
) -> Vec<String> {
    let only = key.table.foreign_keys.iter().filter(|other| other.table.eq_ignore_ascii_case(&key.key.table)).count() == 1;
    let mut names = name::candidates(column, related.name(), only);
    if models.are_snake(class) {
        for name in &mut names {
            *name = naming::snake(name);
        }
    }
    if let Some(usual) = models.usual_name(column, related) {
        names.retain(|name| name != usual);
        names.insert(0, usual.to_owned());
    }
    names
}

/// The first name that nothing else of the model has. None where there is no such name, or where a method of one of the names is
/// there: it may give what the relation would.
fn free_name(
    cx: &Context<'_>,
    table: &Table,
    class: ClassDecl<'_>,
    names: Vec<String>,
    given: &mut BTreeSet<(String, String)>,
) -> Option<String> {
    // What a class below has counts as well.
    let is_below = |other: &ClassDecl<'_>| cx.program.lineage(*other).iter().any(|owner| owner.key() == class.key());
    let family: Vec<ClassDecl<'_>> = cx.program.classes().filter(is_below).flat_map(|below| cx.program.parts(below)).collect();
    let bare = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let declared = family.iter().flat_map(|part| &part.decl.methods).map(|method| &*method.name);
    let uses = family.iter().flat_map(|part| &part.decl.traits).flat_map(|used| &used.aliases);
    let methods: BTreeSet<String> = declared.chain(uses.filter_map(|(.., alias)| alias.as_deref())).map(bare).collect();
    let is_method = |name: &String| {
        let word = bare(name);
        [format!("get{word}attribute"), format!("scope{word}"), word].iter().any(|name| methods.contains(name))
    };
    if names.iter().any(is_method) {
        return None;
    }
    let is_property = |name: &str| family.iter().flat_map(|part| &part.decl.properties).any(|property| *property.name == *name);
    names.into_iter().find(|name| {
        table.column(name).is_none()
            && !name::is_reserved(name)
            && !is_property(name)
            && given.insert((class.name().to_ascii_lowercase(), bare(name)))
    })
}

fn finding(
    cx: &Context<'_>,
    models: &Models<'_>,
    key: &Declared<'_>,
    (child, target): (Model<'_>, Model<'_>),
    (column, owner): (&str, &str),
    name: &str,
) -> Option<Finding> {
    let class = child.class;
    let by_owner = target.key.is_some_and(|known| known.eq_ignore_ascii_case(owner));
    let by_name = by_owner && naming::relation_foreign_key(name, target.key?) == column;
    let relation = method::Relation {
        name,
        related: target.class.name(),
        foreign_key: (!by_name).then_some(column),
        owner_key: (!by_owner).then_some(owner),
        typed: models.are_typed(class),
    };
    let file = (cx.sources.file(class.file()).text(), cx.program.file(class.file()));
    let (line, fix) = method::write(&relation, file, class.decl, models.last_relation(class))?;
    let (table, model) = (&key.table.name, class.base_name());
    let referred = format!("{}.{owner}", key.key.table);
    let message = format!("`{model}` has no relation for the foreign key from `{table}.{column}` to `{}`", key.key.table);
    let mut finding = Finding::new("missing-relation", Severity::Note, class.decl.name_span, message)
        .on_table(key.connection, table)
        .on_column(column)
        .label(key.at, format!("`{column}` refers to `{referred}`"))
        .help(format!("add `{line}`"));
    finding.fix = Some(fix);
    Some(finding)
}
