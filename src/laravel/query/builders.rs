//! Eloquent builders: the project's own classes for them, and which of the framework's methods leave a query's tables alone.
//!
//! Source: `Illuminate/Database/Eloquent/Builder.php`, `Concerns/QueriesRelationships.php`, `HasBuilder.php`, `SoftDeletingScope.php`.

use std::rc::Rc;

use crate::catalog::laravel::query_method;
use crate::eval::{Args, CallSite, HostId, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::{class_attributes, models};
use crate::laravel::objects::{Query, Thing};
use crate::php::ast::{ExprKind, Function, StmtKind, Visibility};
use crate::php::program::ClassDecl;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method of the class that a model has its queries built by, if the project declares it.
    pub(in crate::laravel) fn builder_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        model: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let class = Self::builder_class(cx, model)?;
        let found = cx.program.method(class, method).filter(|found| found.function.body.is_some())?;
        let value = cx.invoke(found.function, args.clone(), Some(Value::Host(id)), Some(found.class), Some(class), at);
        // What one of Laravel's own gives is known; of the others most give the builder back.
        Some(match (&value, query_method(method)) {
            (Value::Unknown(_), Some(known)) => Self::result(cx, id, known.returns),
            (Value::Unknown(_), None) => Value::Host(id),
            _ => value,
        })
    }

    /// Looks at the methods of the class that a model has its queries built by, as code would call them of which nothing else is
    /// known.
    pub(crate) fn survey_own_builder(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>) {
        /// How many methods are looked at.
        const MOST: usize = 64;
        let is_one = !model.decl.is_abstract && models::is_model(cx.program, model);
        let Some(class) = Some(model).filter(|_| is_one).and_then(|model| Self::builder_class(cx, model)) else { return };
        for method in cx.program.methods(class).into_iter().take(MOST) {
            let function = method.function;
            if function.body.is_some() && !function.is_static && !function.name.starts_with("__") {
                Self::survey_builder(cx, class, model, &function.name);
                cx.host.settle();
            }
        }
    }

    /// The models whose queries a class builds, or one below it.
    pub(crate) fn models_built_by(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Vec<ClassDecl<'a>> {
        let program = cx.program;
        let models = program.classes().filter(|model| !model.decl.is_abstract && models::is_model(program, *model));
        let is_built = |model: &ClassDecl<'a>| {
            let builder = Self::builder_class(cx, *model);
            builder.is_some_and(|builder| program.lineage(builder).iter().any(|part| part.key() == class.key()))
        };
        models.filter(is_built).collect()
    }

    /// Evaluates a method of a class that builds a model's queries, as if it were called on one of them.
    pub(crate) fn survey_builder(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, model: ClassDecl<'a>, method: &str) {
        let Some(found) = cx.program.method(class, method) else { return };
        let query = Query { handed: true, ..Self::new_model_query(cx, model) };
        let query = cx.host.make(Thing::Query(Box::new(query)));
        let given = cx.run_function_of(found.function, &query, found.class, class);
        // Whoever calls it may have joined other tables, and may join more.
        Self::give_away(cx, &given);
        Self::give_away(cx, &query);
    }

    /// A builder that is an argument becomes a part of the query, whose tables it may name.
    pub(in crate::laravel) fn embed(cx: &mut Interp<'a, Self>, id: HostId, value: &Value<'a>) {
        match value {
            Value::Host(inner) if *inner != id => {
                if let Some(query) = Self::query_mut(cx, *inner)
                    && query.outer.is_none()
                    && query.has_from
                {
                    query.outer = Some(id);
                }
            }
            Value::Array(list) => {
                let list = Rc::clone(list);
                list.entries.iter().filter(|entry| matches!(entry.value, Value::Host(_))).for_each(|entry| {
                    Self::embed(cx, id, &entry.value);
                });
            }
            _ => {}
        }
    }

    /// What gives a row, or is a method of one: no query has the methods of a model, so that what it is called on is a row
    /// (`HasSlug::findBySlug()` of a package gives one).
    pub(in crate::laravel) fn row_or_method(
        cx: &mut Interp<'a, Self>,
        model: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let row = cx.some_object(model, Why::Data);
        if ["find", "first"].iter().any(|start| lower.starts_with(start)) {
            let is_many = lower.contains("all") || lower.contains("many");
            return Some(if is_many { Value::Unknown(Why::Foreign) } else { Self::found(cx, model) });
        }
        let found = cx.program.method(model, method)?;
        let is_of_row = !found.function.is_static && found.function.visibility == Visibility::Public;
        is_of_row.then(|| cx.invoke(found.function, args.clone(), Some(row), Some(found.class), Some(model), at))
    }

    /// `scopes('popular')`, `scopes(['popular', 'ofType' => ['admin']])`
    pub(in crate::laravel) fn call_scopes(cx: &mut Interp<'a, Self>, id: HostId, args: &Args<'a>, at: CallSite) {
        let value = args.value(0).cloned().unwrap_or(Value::Null);
        let mut calls: Vec<(Value<'a>, Args<'a>)> = Vec::new();
        match &value {
            Value::Array(list) => {
                for entry in &list.entries {
                    calls.push(match (&entry.key, &entry.value) {
                        (Key::Str(name), Value::Array(given)) => {
                            let given = given.entries.iter().map(|entry| entry.value.clone()).collect();
                            (Value::string(&**name), Args::of(given, at.call))
                        }
                        (Key::Str(name), single) => (Value::string(&**name), Args::of(vec![single.clone()], at.call)),
                        (Key::Int(_), name) => (name.clone(), Args::default()),
                    });
                }
                if !list.is_complete() {
                    Self::open(cx, id);
                }
            }
            name => calls.push((name.clone(), Args::default())),
        }
        for (name, args) in calls {
            match name.as_str() {
                Some(name) => {
                    Self::call_query(cx, id, &name, &args, at);
                }
                None => Self::open(cx, id),
            }
        }
    }

    /// `addGlobalScope('published', fn ($query) => …)`: the closures get a builder of the model's rows.
    pub(in crate::laravel) fn global_scopes(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, args: &Args<'a>, at: CallSite) {
        for arg in &args.items {
            let closures: Vec<Value<'a>> = match &arg.value {
                closure @ Value::Closure(_) => vec![closure.clone()],
                Value::Array(list) => list.entries.iter().map(|entry| entry.value.clone()).collect(),
                _ => Vec::new(),
            };
            for closure in closures.iter().filter(|value| matches!(value, Value::Closure(_))) {
                let query = Query { handed: true, ..Self::new_model_query(cx, model) };
                let query = cx.host.make(Thing::Query(Box::new(query)));
                cx.call_value(closure, Args { open: true, ..Args::of(vec![query], at.call) }, at.call);
            }
        }
    }

    /// `newEloquentBuilder()`, `$builder` or `#[UseEloquentBuilder]` of a model.
    fn builder_class(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        let made = cx.program.method(model, "newEloquentBuilder").and_then(|method| {
            let returns = |stmt: &'a crate::php::ast::Stmt| match &stmt.kind {
                StmtKind::Return(Some(value)) => Some(value),
                _ => None,
            };
            method.function.body.as_ref()?.iter().find_map(returns)
        });
        if let Some(made) = made
            && let ExprKind::New { .. } = &made.kind
        {
            let value = cx.program.method(model, "newEloquentBuilder")?;
            let object = cx.some_object(model, crate::eval::Why::Property);
            let at = CallSite { call: made.span, name: made.span };
            let built = cx.invoke(value.function, Args::entry(), Some(object), Some(value.class), Some(model), at);
            return models::class_of_value(cx, &built);
        }
        if cx.program.property(model, "builder").is_some() {
            let value = cx.declared_property(model, "builder", true)?;
            return models::class_of_value(cx, &value);
        }
        for owner in cx.program.lineage(model) {
            if let Some(attribute) = class_attributes::own(owner, "UseEloquentBuilder") {
                let value = class_attributes::argument(cx, attribute, 0, "builderClass")?;
                return models::class_of_value(cx, &value);
            }
        }
        None
    }
}

/// Whether a model's method is a local scope by its attribute.
pub(in crate::laravel) fn is_scope(function: &Function) -> bool {
    function.attributes.iter().any(|attribute| attribute.name.resolved.ends_with("Attributes\\Scope"))
}

/// Whether a method of Eloquent's builder that is not in the catalog, in lower case, leaves the tables and the selected
/// columns of the query as they are.
pub(in crate::laravel) fn leaves_scope(method: &str) -> bool {
    const EXACT: [&str; 33] = [
        "with",
        "without",
        "withonly",
        "withwherehas",
        "withcasts",
        // Relations' own.
        "withdefault",
        "chaperone",
        "inverse",
        "withoutchaperone",
        "one",
        "withtrashed",
        "onlytrashed",
        "withouttrashed",
        "withglobalscope",
        "withoutglobalscope",
        "withoutglobalscopes",
        "withoutglobalscopesexcept",
        "withattributes",
        "withoutevents",
        "withoutrelations",
        "doesnthave",
        "ordoesnthave",
        "has",
        "orhas",
        "hasmorph",
        "orhasmorph",
        "wherekey",
        "wherekeynot",
        "withrelationshipautoloading",
        "lockforupdate",
        "setmodel",
        "eagerload",
        "whenempty",
    ];
    // `whereHas`, `whereRelation`, `whereMorphedTo`, `whereEmail`: conditions of any kind.
    EXACT.contains(&method) || method.starts_with("where") || method.starts_with("orwhere")
}
