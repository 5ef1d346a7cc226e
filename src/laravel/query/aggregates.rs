//! The columns that `withCount()` and its like add to what a query selects.
//!
//! Source: `Illuminate/Database/Eloquent/Concerns/QueriesRelationships.php`, `withAggregate`.

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Key, Value};
use crate::laravel::Laravel;
use crate::laravel::support::naming;
use crate::php::program::ClassDecl;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the names that `withCount('posts')`, `withSum('posts', 'votes')` and their like give. Whether it is one of them.
    pub(in crate::laravel) fn with_aggregate(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> bool {
        let function = match method {
            "withcount" => "count",
            "withexists" => "exists",
            "withsum" => "sum",
            "withmin" => "min",
            "withmax" => "max",
            "withavg" => "avg",
            "withaggregate" => "",
            _ => return false,
        };
        let counts = matches!(function, "count" | "exists");
        let column = if counts { None } else { args.value(1).and_then(Value::as_str) };
        let given = match function {
            "" => args.find(2, "function").and_then(|arg| arg.value.as_str()),
            function => Some(std::rc::Rc::from(function)),
        };
        if EXPLORE
            && !counts
            && let Some(model) = Self::query(cx, id).and_then(|query| query.model)
        {
            Self::aggregated_column(cx, model, args, at);
        }
        let relations: Vec<Value<'a>> =
            args.items.iter().take(if counts { usize::MAX } else { 1 }).map(|arg| arg.value.clone()).collect();
        for relation in relations {
            for name in relation_names(&relation) {
                let Some(name) = name.filter(|_| counts || column.is_some()) else {
                    Self::hide(cx, id);
                    continue;
                };
                match name.to_ascii_lowercase().find(" as ") {
                    Some(at) => Self::alias(cx, id, name[at + 4..].trim()),
                    None => {
                        let words = [Some(name.as_str()), given.as_deref(), column.as_deref()];
                        let words: Vec<&str> = words.into_iter().flatten().collect();
                        let plain: String =
                            words.join(" ").chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || *c == '_').collect();
                        Self::alias(cx, id, &naming::snake(&plain));
                    }
                }
            }
        }
        true
    }

    /// The column of the related table that `withSum('posts', 'votes')` and its like name.
    pub(in crate::laravel) fn aggregated_column(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, args: &Args<'a>, at: CallSite) {
        let Some(column) = args.find(1, "column").map(|arg| arg.value.clone()) else { return };
        let relation = args.value(0).cloned().unwrap_or(Value::Null);
        for name in relation_names(&relation).into_iter().flatten() {
            if let Some(related) = Self::related(cx, model, &name) {
                Self::column(cx, related, &column, Deed::Select, at);
            }
        }
    }

    /// The same of a model's `$withCount`.
    pub(in crate::laravel) fn always_counted(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Vec<String> {
        if cx.program.property(class, "withCount").is_none() {
            return Vec::new();
        }
        let Some(relations) = cx.declared_property(class, "withCount", true) else { return Vec::new() };
        relation_names(&relations).into_iter().flatten().map(|name| format!("{}_count", naming::snake(&name))).collect()
    }
}

/// The names of relations that an argument lists: none for one that is not known.
fn relation_names(value: &Value<'_>) -> Vec<Option<String>> {
    let known = |value: &Value<'_>| value.as_str().map(|name| name.to_string());
    match value {
        Value::Array(list) => list
            .entries
            .iter()
            .map(|entry| match &entry.key {
                Key::Str(name) => Some(name.to_string()),
                _ => known(&entry.value),
            })
            .chain((!list.is_complete()).then_some(None))
            .collect(),
        value => value.choices().iter().map(known).collect(),
    }
}
