//! Repositories: objects of a package's base class that hand what they do not know on to the model that their `model()` names.
//!
//! Source: `Prettus/Repository/Eloquent/BaseRepository.php` and its like.

use crate::catalog::laravel::{Deed, query_method};
use crate::eval::{Args, CallSite, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Query, Thing};
use crate::php::program::ClassDecl;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method of a repository that its model answers.
    pub(in crate::laravel) fn call_repository(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let own = match &*method.to_ascii_lowercase() {
            "findbyfield" | "findwhere" => Some("where"),
            "findwherein" => Some("whereIn"),
            "findwherenotin" => Some("whereNotIn"),
            "findwherebetween" => Some("whereBetween"),
            _ => None,
        };
        // Of the others those that only build a query: a repository has a `create()` and an `update()` of its own.
        let builds = |known: &crate::catalog::laravel::QueryMethod| {
            matches!(known.operation, Deed::Where | Deed::Join | Deed::Order | Deed::Group)
        };
        if !EXPLORE || !is_repository(cx, class) || !(own.is_some() || query_method(method).is_some_and(builds)) {
            return None;
        }
        let named = models::answer(cx, class, "model")?;
        let model = models::class_of_value(cx, &named).filter(|class| models::is_model(cx.program, *class))?;
        // What was asked of the repository before may have joined other tables.
        let query = Query { handed: true, ..Self::new_model_query(cx, model) };
        let id = cx.host.add(Thing::Query(Box::new(query)));
        let value = Self::call_query(cx, id, own.unwrap_or(method), args, at);
        match own {
            None => value,
            Some(_) => {
                let element = cx.some_object(model, crate::eval::Why::Data);
                Some(cx.host.make(Thing::Collection(None, Some(Box::new(element)))))
            }
        }
    }
}

/// Whether a class hands calls on to a model: one below a package's repository, or one with magic of its own.
fn is_repository<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> bool {
    let below = cx.program.foreign_parent(class).is_some_and(|parent| parent.ends_with("Repository"));
    let declared = |name: &str| cx.program.method(class, name).is_some_and(|method| method.function.body.is_some());
    declared("model") && (below || declared("__call"))
}
