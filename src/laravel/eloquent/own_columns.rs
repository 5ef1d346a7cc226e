//! The columns of a model's own row by which its relations find other rows.
//!
//! Source: `Illuminate/Database/Eloquent/Concerns/HasRelationships.php`.

use crate::eval::{Args, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::support::naming;
use crate::php::program::ClassDecl;
use crate::references::{ModelRelation, OwnColumn};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes what a relation reads of the row of the model that it is made by, whether or not anything is known of the
    /// other side.
    pub(in crate::laravel) fn note_own_columns(
        cx: &mut Interp<'a, Self>,
        (class, related): (ClassDecl<'a>, Option<ClassDecl<'a>>),
        method: &str,
        args: &Args<'a>,
        pivot: Option<&str>,
    ) {
        let Some(function) = cx.function().filter(|_| EXPLORE) else { return };
        let at = function.name_span;
        let name = (!function.name.contains('{')).then(|| function.name.to_string());
        let (position, argument) = match method {
            "belongsto" => (1, "foreignKey"),
            "morphto" => (2, "id"),
            "hasone" | "hasmany" => (2, "localKey"),
            "belongstomany" => (4, "parentKey"),
            "morphtomany" | "morphedbymany" => (5, "parentKey"),
            _ => (4, "localKey"),
        };
        let reads = match args.find(position, argument).map(|arg| &arg.value).filter(|value| !matches!(value, Value::Null)) {
            Some(value) => columns_of(value),
            None if args.open => vec![OwnColumn::Starting(String::new())],
            None => {
                let given = match method {
                    "belongsto" => args.find(3, "relation"),
                    "morphto" => args.find(0, "name"),
                    _ => None,
                };
                let name = match given.map(|arg| &arg.value).filter(|value| !matches!(value, Value::Null)) {
                    Some(value) => value.as_str().map(|name| name.to_string()),
                    None => name,
                };
                match (method, name) {
                    ("belongsto" | "morphto", None) => vec![OwnColumn::Starting(String::new())],
                    ("belongsto", Some(name)) => vec![match related.and_then(|related| models::sure_key_of(cx, related)) {
                        Some(key) => OwnColumn::Named(naming::relation_foreign_key(&name, models::derived_by(cx.program, &key))),
                        None => OwnColumn::Starting(format!("{}_", naming::snake(&name))),
                    }],
                    ("morphto", Some(name)) => vec![OwnColumn::Named(format!("{}_id", naming::snake(&name)))],
                    // The others read the model's own key.
                    _ => Vec::new(),
                }
            }
        };
        let related = related.map(|related| related.name().to_owned());
        let pivot = pivot.map(str::to_owned);
        cx.host.found.model_relations.push(ModelRelation { class: class.name().to_owned(), at, related, reads, pivot });
    }
}

/// The columns that an argument names: one, or with some packages a list.
fn columns_of(value: &Value<'_>) -> Vec<OwnColumn> {
    match value {
        Value::Array(list) if !list.open => list.entries.iter().flat_map(|entry| columns_of(&entry.value)).collect(),
        // `posts.user_id` names the table as well.
        value => match value.as_str() {
            Some(name) => vec![OwnColumn::Named(name.rsplit('.').next().unwrap_or_default().to_owned())],
            None => vec![OwnColumn::Starting(String::new())],
        },
    }
}
