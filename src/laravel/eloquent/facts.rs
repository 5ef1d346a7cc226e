//! What a model says of the columns of its table, and the database may say otherwise: its key, its casts, whether it leaves out
//! rows that are marked as deleted.

use crate::eval::{Interp, Key, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::{class_attributes, models};
use crate::laravel::query::writes::given;
use crate::laravel::support::naming;
use crate::php::ast::ExprKind;
use crate::php::program::ClassDecl;
use crate::references::{CastOf, Given, ModelFacts, TableUse, WrittenValue};
use crate::source::Span;

/// What names of traits have in them that may leave deleted rows out.
const TRASHING: [&str; 4] = ["delet", "trash", "archiv", "soft"];

/// Parents that say nothing of keys but what holds for all models.
const PLAIN: [&str; 2] = ["Illuminate\\Database\\Eloquent\\Model", "Illuminate\\Foundation\\Auth\\User"];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes what a model says of its table.
    pub(in crate::laravel) fn model_facts(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        // A relation may put a pivot's model onto any table.
        if models::is_pivot(cx.program, class) {
            return;
        }
        let key = models::key_of(cx, class);
        let casts = cast_list(cx, class);
        let key_is_cast = casts.iter().any(|cast| Some(&cast.column) == key.as_ref());
        Self::model_defaults(cx, class, table);
        let (numbered, counted) = if key_is_cast { (None, None) } else { key_facts(cx, class) };
        let facts = ModelFacts {
            at: class.decl.name_span,
            class: naming::class_basename(class.name()).to_owned(),
            table: table.clone(),
            key,
            numbered,
            counted,
            trashes: trashes(cx, class),
            casts,
            folds: folds_of(cx, class),
        };
        cx.host.found.facts.push(facts);
    }

    /// Notes what a model has before anybody gives it something (`$attributes`).
    fn model_defaults(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        if cx.program.property(class, "attributes").is_none() {
            return;
        }
        let Some(Value::Array(list)) = cx.declared_property(class, "attributes", false) else { return };
        for entry in &list.entries {
            let (Key::Str(column), Some(named)) = (&entry.key, entry.key_text.as_ref().and_then(|text| text.written())) else {
                continue;
            };
            // They are stored as they are, whatever the casts. What is NULL at first gets a value later.
            for value in given(&entry.value).into_iter().filter(|value| !matches!(value, Given::Null)) {
                let (table, column) = (table.clone(), column.to_string());
                cx.host.found.values.push(WrittenValue { named, table, column, value, is_default: true });
            }
        }
    }
}

/// The columns that a model writes, where it stores all other attributes in one JSON column.
fn folds_of<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    class: ClassDecl<'a>,
) -> Option<(Vec<String>, String)> {
    let folds = cx.program.foreign_parts(class).into_iter().find_map(crate::catalog::models::folds)?;
    let listed = match models::answer(cx, class, &folds.method) {
        None => folds.lists.clone(),
        Some(Value::Array(list)) if list.is_complete() => {
            list.entries.iter().map(|entry| Some(entry.value.as_str()?.to_string())).collect::<Option<_>>()?
        }
        Some(_) => return None,
    };
    Some((listed, folds.column.clone()))
}

/// Whether a model leaves out rows that are marked as deleted.
fn trashes<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> Option<bool> {
    let sounds = |name: &str| {
        let lower = name.to_ascii_lowercase();
        TRASHING.iter().any(|word| lower.contains(word))
    };
    if cx.program.ancestors(class).iter().any(|name| sounds(name)) {
        return Some(true);
    }
    let knows = cx.program.parts(class).iter().any(|part| {
        let text = cx.program.sources().slice(part.decl.span).to_ascii_lowercase();
        text.contains("deleted_at") || text.contains("deletedat")
    });
    let foreign = cx.program.foreign_parent(class).is_none_or(|parent| !parent.starts_with("Illuminate\\"));
    (!knows && !foreign).then_some(false)
}

/// What a model says, and where; none if it is not known.
type Told = Option<(bool, Span)>;

/// Whether a model takes its key for a number, and whether for one that the database counts.
fn key_facts<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> (Told, Told) {
    const OWN: [&str; 5] = ["getKeyType", "getIncrementing", "getKeyName", "uniqueIds", "newUniqueId"];
    let foreign = cx.program.foreign_parts(class);
    let known = foreign.iter().all(|name| name.starts_with("Illuminate\\") && !name.contains("Uuid") && !name.contains("Ulid"));
    // Other parents of Laravel's say something of their own.
    let plain = cx.program.foreign_parent(class).is_some_and(|parent| PLAIN.contains(&parent));
    let in_constructor = cx.program.method(class, "__construct").is_some();
    let by_attribute = ["Table", "WithoutIncrementing"].iter().any(|name| class_attributes::has(cx.program, class, name));
    if !known || !plain || in_constructor || by_attribute || OWN.iter().any(|method| cx.program.method(class, method).is_some()) {
        return (None, None);
    }
    // Traits of the project may set both when a model is made.
    let initializes = |part: &ClassDecl<'a>| {
        let text = cx.program.sources().slice(part.decl.span);
        part.key() != class.key() && (text.contains("keyType") || text.contains("incrementing"))
    };
    if cx.program.parts(class).iter().any(initializes) {
        return (None, None);
    }
    let mut told = |name: &str| {
        let place = class.decl.properties.iter().find(|property| *property.name == *name).map(|property| property.span);
        match (place, cx.program.property(class, name)) {
            (Some(place), _) => cx.declared_property(class, name, true).map(|value| (Some(value), place)),
            (None, Some(_)) => None,
            (None, None) => Some((None, class.decl.name_span)),
        }
    };
    let numbered = told("keyType").and_then(|(value, place)| match value {
        None => Some((true, place)),
        Some(value) => value.as_str().map(|kind| (*kind == *"int" || *kind == *"integer", place)),
    });
    let counted = told("incrementing").and_then(|(value, place)| match value {
        None => Some((true, place)),
        Some(value) => value.truth().map(|truth| (truth, place)),
    });
    (numbered, counted)
}

/// The casts that a class itself lists, where what they are is known.
fn cast_list<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> Vec<CastOf> {
    let mut lists = Vec::new();
    if cx.program.property(class, "casts").is_some() {
        lists.extend(cx.declared_property(class, "casts", true));
    }
    lists.extend(models::answer(cx, class, "casts"));
    let mut casts = Vec::new();
    for list in &lists {
        let Value::Array(list) = list else { continue };
        for entry in &list.entries {
            if let (Key::Str(_), Some(text)) = (&entry.key, &entry.key_text)
                && let (Some(column), Some(at)) = (text.known(), text.written())
                && let Some(cast) = entry.value.as_str().and_then(|cast| cast_name(cx, &cast))
                && class.decl.span.contains(at)
            {
                let cases = entry.value.as_str().map(|name| cases(cx, &name)).unwrap_or_default();
                casts.push(CastOf { column: column.to_string(), cast, at, cases });
            }
        }
    }
    casts
}

/// A cast by one name for all its spellings; none if it is not known what it makes.
fn cast_name<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, cast: &str) -> Option<String> {
    let name = cast.split(':').next().unwrap_or_default().trim_start_matches('\\');
    if !name.contains('\\') {
        let lower = name.to_ascii_lowercase();
        return Some(if lower == "json" || lower == "json_unicode" { "array".to_owned() } else { lower });
    }
    if let Some(own) = name.strip_prefix("Illuminate\\Database\\Eloquent\\Casts\\") {
        let kinds = [("AsEncrypted", "encrypted"), ("AsArrayObject", "array"), ("AsCollection", "array"), ("AsEnum", "array")];
        return kinds.iter().find(|(start, _)| own.starts_with(start)).map(|(_, kind)| (*kind).to_owned());
    }
    let cases = &cx.program.class(name)?.decl.cases;
    let values: Vec<&ExprKind> = cases.iter().filter_map(|case| case.value.as_ref()).map(|value| &value.kind).collect();
    let is_text = |value: &&ExprKind| matches!(value, ExprKind::String(text) if text.parse::<f64>().is_err());
    if values.is_empty() {
        None
    } else if values.iter().all(|value| matches!(value, ExprKind::Int(_))) {
        Some("enum:int".to_owned())
    } else if values.iter().all(is_text) {
        Some("enum:string".to_owned())
    } else {
        None
    }
}

/// What the cases of an enum are stored as, where all of them are texts, each with its place.
fn cases<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, name: &str) -> Vec<(String, Span)> {
    let class = cx.program.class(name.trim_start_matches('\\'));
    let values = class.iter().flat_map(|class| &class.decl.cases).map(|case| match &case.value.as_ref()?.kind {
        ExprKind::String(text) => Some((text.to_string(), case.name_span)),
        _ => None,
    });
    values.collect::<Option<Vec<_>>>().unwrap_or_default()
}
