//! What to do about a column that is not there: where the name comes from, which columns there are, and where to take it out.

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::laravel::support::naming;
use crate::references::{ColumnReference, Operation, RelationReference, TableReference};
use crate::rules::Context;
use crate::schema::{Table, Whereabouts};
use crate::source::Span;

/// How many columns of a table are listed.
const LISTED: usize = 12;

/// What names the column.
#[derive(Clone, Copy)]
pub(super) enum Named<'r> {
    /// A row that is written.
    Row,
    /// A query, a model or a relation.
    By(&'r ColumnReference),
}

/// Adds what to do to a finding about a column that a table lacks.
pub(super) fn advise(cx: &Context<'_>, finding: &mut Finding, table: &Table, column: &str, named: Named<'_>) {
    // `morphTo(Step::class)`
    if column.contains('\\') {
        finding.help.push(
            "a polymorphic relation takes a name here, not a class: name the relation, or use one that is not polymorphic"
                .to_owned(),
        );
        return;
    }
    if let Named::By(reference) = named
        && let Some(help) = of_morph(cx, table, reference)
    {
        finding.help.push(help);
        return;
    }
    let relation = match named {
        Named::By(reference) => relation_of(cx, reference).map(|relation| (reference, relation)),
        Named::Row => None,
    };
    if let Some((reference, relation)) = relation.filter(|(reference, _)| !reference.literal)
        && let Some(help) = by_convention(cx, table, reference, relation)
    {
        finding.help.push(help);
        return;
    }
    if let Some((None, _)) = table.former_column(column) {
        let remove = list_of(named).map_or_else(|| "remove this use".to_owned(), |list| format!("remove it from {list}"));
        finding.help.push(format!("a migration dropped it: {remove}, or keep the column until no code uses it"));
    } else if let Some(model) = model_with_accessor(cx, table, column) {
        let instead = match (named, list_of(named)) {
            (Named::Row, _) => "leave it out, or add a column".to_owned(),
            (_, Some(list)) => format!("remove it from {list}"),
            _ => "name the columns that it reads".to_owned(),
        };
        finding.help.push(format!("`{column}` is an accessor of the model `{model}`, which the database cannot see: {instead}"));
    } else if finding.suggestions.is_empty() {
        finding.help.push(other_columns(table, column, named));
    }
}

/// The model of a table that gives an attribute of this name a value when it is read (`HasAttributes.php`, `hasGetMutator`).
fn model_with_accessor<'c>(cx: &Context<'c>, table: &Table, column: &str) -> Option<&'c str> {
    let classes = cx.texts().with_accessor(column);
    if classes.is_empty() {
        return None;
    }
    let is_its = |reference: &&TableReference| {
        reference.operation == Operation::Model
            && reference.table.eq_ignore_ascii_case(&table.name)
            && classes.contains(&(reference.span.file, reference.span.start))
    };
    cx.references.tables.iter().find(is_its).map(|model| cx.sources.slice(model.span))
}

/// The list of a model that names the column.
fn list_of(named: Named<'_>) -> Option<&'static str> {
    let Named::By(reference) = named else { return None };
    match reference.operation {
        Operation::Fillable => Some("the fillable attributes"),
        Operation::Cast => Some("the casts"),
        Operation::Serialize => Some("the list"),
        _ => None,
    }
}

/// The columns that a table has, and what to do with a name that is like none of them.
fn other_columns(table: &Table, column: &str, named: Named<'_>) -> String {
    let name = &table.name;
    let mut columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).take(LISTED).collect();
    let more = format!("{} more", table.columns.len().saturating_sub(LISTED));
    if table.columns.len() > LISTED {
        columns.push(&more);
    }
    let has = match columns.as_slice() {
        [] => format!("`{name}` has no columns"),
        [one] => format!("`{name}` has one column, {one}"),
        [first @ .., last] => format!("`{name}` has the columns {} and {last}", first.join(", ")),
    };
    let otherwise = match named {
        Named::Row => "leave it out".to_owned(),
        Named::By(_) => list_of(named).map_or_else(|| "use one of them".to_owned(), |list| format!("remove it from {list}")),
    };
    format!("{has}; {otherwise}, or add `{column}` in a migration")
}

/// The relation that a column reference is a part of.
fn relation_of<'c>(cx: &Context<'c>, reference: &ColumnReference) -> Option<&'c RelationReference> {
    if reference.operation != Operation::Relation {
        return None;
    }
    let function = reference.context.function?;
    let is_end = |table: &str, column: &str| {
        column.eq_ignore_ascii_case(&reference.column)
            && reference.tables.iter().any(|used| used.table.eq_ignore_ascii_case(table))
    };
    cx.references.relations.iter().find(|relation| {
        let has = is_end(&relation.table.table, &relation.column) || is_end(&relation.target.table, &relation.key);
        has && function.contains(relation.at)
    })
}

/// What to write for a polymorphic relation whose columns are called otherwise, or that is declared from the wrong side.
fn of_morph(cx: &Context<'_>, table: &Table, reference: &ColumnReference) -> Option<String> {
    if reference.operation != Operation::Relation || reference.literal {
        return None;
    }
    let function = cx.sources.slice(reference.context.function?);
    // The names of the morphs that the table has: of `fileable_type` and `fileable_id`.
    let morphs = || {
        let bases = table.columns.iter().filter_map(|column| column.name.strip_suffix("_type"));
        bases.filter(|base| table.column(&format!("{base}_id")).is_some()).collect::<Vec<&str>>()
    };
    if function.contains("morphTo(") {
        let [base] = *morphs().as_slice() else { return None };
        return Some(format!(
            "the table has `{base}_type` and `{base}_id`: call the method `{}`, or write `morphTo('{base}')`",
            naming::camel(base)
        ));
    }
    if function.contains("morphToMany(") {
        let class = cx.program.classes().filter(|class| class.decl.span.contains(reference.span)).last()?;
        let own = naming::model_foreign_key(class.name(), "id");
        let is_other_side = table.column(&own).is_some() && !morphs().is_empty();
        return is_other_side.then(|| format!("`{}` has `{own}`, the key of this model: write `morphedByMany()`", table.name));
    }
    None
}

/// Where Laravel takes a name from that nobody wrote, and how to name the right column.
fn by_convention(cx: &Context<'_>, table: &Table, reference: &ColumnReference, relation: &RelationReference) -> Option<String> {
    let column = &reference.column;
    if !relation.column.eq_ignore_ascii_case(column) {
        return None;
    }
    let source = match relation.kind {
        "belongsTo" => format!("the name of the method `{}`", cx.sources.slice(relation.at)),
        "hasOne" | "hasMany" => of_class(cx, relation).unwrap_or_else(|| "the name of the model's class".to_owned()),
        "belongsToMany" => of_class(cx, relation).unwrap_or_else(|| "the names of the models' classes".to_owned()),
        _ => return None,
    };
    if let Some((None, _)) = table.former_column(column) {
        let rest = "which a migration dropped: remove the relation, or name another column";
        return Some(format!("Laravel derives `{column}` from {source}, {rest}"));
    }
    let meant: Vec<String> = referring(cx, table, &relation.target.table).into_iter().map(|name| format!("`{name}`")).collect();
    // `hasOne()` in a model whose own table has the key.
    let back = format!("{}_id", naming::singular(&table.name));
    let own = match cx.database.locate(relation.target.connection.as_deref(), &relation.target.table) {
        Whereabouts::Found(places) => places.iter().any(|place| place.table.column(&back).is_some()),
        _ => false,
    };
    if meant.is_empty() && own && matches!(relation.kind, "hasOne" | "hasMany") {
        return Some(format!("`{}.{back}` is the key of this relation: write `belongsTo()`", relation.target.table));
    }
    let how = match meant.as_slice() {
        [] => "name the right column, or add it in a migration".to_owned(),
        [one] => format!("name {one}, which refers to `{}`", relation.target.table),
        several => format!("name one of {}, which refer to `{}`", several.join(", "), relation.target.table),
    };
    Some(format!("Laravel derives `{column}` from {source}; {how}"))
}

/// The class that Laravel takes a column's name from, where one alone is called so. Of a trait's relation this is a class that uses
/// it, which a reader cannot see.
fn of_class(cx: &Context<'_>, relation: &RelationReference) -> Option<String> {
    let class = cx.texts().class_of_column(&relation.column, &relation.key)?;
    Some(format!("the name of the class `{class}`"))
}

/// The columns of a table that refer to another one, by its keys or by their names.
fn referring<'t>(cx: &Context<'_>, table: &'t Table, target: &str) -> Vec<&'t str> {
    // What another model says.
    let by_relation = |name: &str| {
        cx.references.relations.iter().any(|relation| {
            relation.kind == "belongsTo"
                && relation.column.eq_ignore_ascii_case(name)
                && relation.table.table.eq_ignore_ascii_case(&table.name)
                && relation.target.table.eq_ignore_ascii_case(target)
        })
    };
    // A row's own key may refer to another table, too, and is not what many rows have in common.
    let is_key = |name: &str| matches!(table.primary_key(), [only] if only.eq_ignore_ascii_case(name));
    let by_key = |name: &str| {
        table.foreign_keys.iter().any(|key| {
            key.table.eq_ignore_ascii_case(target) && key.columns.iter().any(|column| column.eq_ignore_ascii_case(name))
        })
    };
    let ending = format!("{}_id", naming::singular(target));
    let by_name = |name: &str| name == ending || name.ends_with(&format!("_{ending}"));
    let columns = table.columns.iter().map(|column| column.name.as_str());
    columns.filter(|name| !is_key(name) && (by_key(name) || by_name(name) || by_relation(name))).collect()
}

/// Columns of a relation that are given the wrong way round.
pub(super) struct Swapped {
    /// How the relation is declared, such as `belongsTo`.
    pub(super) kind: &'static str,
    /// Whether the finding about this reference speaks of both.
    pub(super) speaks: bool,
    /// The edit that swaps them.
    pub(super) fix: Option<Fix>,
}

/// Whether a column that its table lacks is one of two that a relation is given the wrong way round.
pub(super) fn swapped(cx: &Context<'_>, reference: &ColumnReference) -> Option<Swapped> {
    let relation = relation_of(cx, reference).filter(|relation| ["belongsTo", "hasOne", "hasMany"].contains(&relation.kind))?;
    let table = |used: &crate::references::TableUse| match cx.database.locate(used.connection.as_deref(), &used.table) {
        Whereabouts::Found(places) => places.first().map(|place| place.table),
        _ => None,
    };
    let (own, other) = (table(&relation.table)?, table(&relation.target)?);
    let lacks = |table: &Table, column: &str| table.open_at.is_none() && table.column(column).is_none();
    let (first, second) = (lacks(own, &relation.column), lacks(other, &relation.key));
    let fits = own.column(&relation.key).is_some() && other.column(&relation.column).is_some();
    if own.name == other.name || !fits || !(first || second) || relation.column.eq_ignore_ascii_case(&relation.key) {
        return None;
    }
    // Swapped, a key of rows would refer to what is none.
    let is_key = |table: &Table, column: &str| matches!(table.primary_key(), [only] if only.eq_ignore_ascii_case(column));
    if is_key(own, &relation.key) && !is_key(other, &relation.column) {
        return None;
    }
    // Swapped, they would connect what the database says does not belong together.
    let ends = [(own, &relation.key, other), (other, &relation.column, own)];
    let leads = |table: &Table, column: &str, there: bool, to: &Table| {
        let is_own = |columns: &[String]| matches!(columns, [only] if only.eq_ignore_ascii_case(column));
        // What others refer to may refer to something by itself.
        !is_own(table.primary_key())
            && table.foreign_keys.iter().any(|key| is_own(&key.columns) && key.table.eq_ignore_ascii_case(&to.name) == there)
    };
    let any = |there: bool| ends.iter().any(|(table, column, to)| leads(table, column, there, to));
    if any(false) && !any(true) {
        return None;
    }
    let ends = [(&relation.column, &own.name), (&relation.key, &other.name)].map(|(column, table)| {
        cx.references.columns.iter().find(|it| {
            it.call == reference.call
                && it.operation == Operation::Relation
                && it.column.eq_ignore_ascii_case(column)
                && it.tables.iter().any(|used| used.table.eq_ignore_ascii_case(table))
        })
    });
    // Where both are missing, the first one speaks of both.
    let lonely = !(first && second);
    let is_first = ends.iter().flatten().all(|end| reference.span <= end.span);
    let literals = ends.map(|end| end.filter(|end| spells(cx, end)));
    let fix = match literals {
        [Some(one), Some(two)] if one.span != two.span => {
            let edit = |span: Span, text: &String| Edit { span, text: text.clone() };
            Some(Fix { safety: Safety::Unsafe, edits: vec![edit(one.span, &two.column), edit(two.span, &one.column)] })
        }
        _ => None,
    };
    Some(Swapped { kind: relation.kind, speaks: lonely || is_first, fix })
}

fn spells(cx: &Context<'_>, reference: &ColumnReference) -> bool {
    reference.literal && cx.sources.slice(reference.span) == reference.column
}
