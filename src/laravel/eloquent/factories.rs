//! Factories: which model each of them makes, and the columns that its attributes name.
//!
//! Source: `Illuminate/Database/Eloquent/Factories/Factory.php`, `HasFactory.php`.

use crate::eval::{Args, CallSite, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::Thing;
use crate::laravel::support::naming;
use crate::php::program::{ClassDecl, Program};
use crate::references::{Context, RowWrite};

const FACTORY: &str = "Illuminate\\Database\\Eloquent\\Factories\\Factory";

/// Whether a class is a factory of models.
pub(in crate::laravel) fn is_factory(program: &Program<'_>, class: ClassDecl<'_>) -> bool {
    program.is_a(class, &[FACTORY])
}

/// The factory that convention gives a model.
pub(in crate::laravel) fn conventional<'a>(program: &Program<'a>, model: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
    let name = model.name();
    let below = name.split_once('\\').map(|(_, rest)| rest.strip_prefix("Models\\").unwrap_or(rest));
    let conventional = below.and_then(|below| program.class(&format!("Database\\Factories\\{below}Factory")));
    // A package's factories lie beside its models' namespace, or in one above it; its tests say so with `guessFactoryNamesUsing()`.
    let beside = || {
        let (base, rest) = name.split_once("\\Models\\")?;
        program.class(&format!("{base}\\Database\\Factories\\{rest}Factory"))
    };
    let short = naming::class_basename(name);
    let above = || {
        let ends = name.rmatch_indices('\\').map(|(end, _)| end);
        ends.into_iter().find_map(|end| program.class(&format!("{}\\Database\\Factories\\{short}Factory", &name[..end])))
    };
    conventional.or_else(beside).or_else(above).filter(|class| is_factory(program, *class))
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `User::factory()`: an object of the model's factory.
    pub(in crate::laravel) fn factory_of(
        cx: &mut Interp<'a, Self>,
        model: ClassDecl<'a>,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let factory = Self::factory_class(cx, model)?;
        let object = cx.some_object(factory, Why::Foreign);
        // `factory(3)`, `factory(3, […])`, `factory([…])`
        for (position, argument) in args.items.iter().take(2).enumerate() {
            if !matches!(&argument.value, Value::Null | Value::Int(_)) {
                Self::is_given_more(&object, true);
            }
            match &argument.value {
                Value::Array(_) => Self::manufacture(cx, model, &argument.value.clone(), at),
                Value::Null => {}
                _ if position == 0 => count(&object),
                _ => {}
            }
        }
        Some(object)
    }

    fn factory_class(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        if cx.program.method(model, "newFactory").is_some() {
            let object = cx.some_object(model, Why::Property);
            let at = CallSite { call: model.decl.name_span, name: model.decl.name_span };
            let made = cx.call_method(&object, "newFactory", Args::default(), at);
            return models::class_of_value(cx, &made).filter(|class| is_factory(cx.program, *class));
        }
        if cx.program.property(model, "factory").is_some() {
            let value = cx.declared_property(model, "factory", true)?;
            return models::class_of_value(cx, &value);
        }
        conventional(cx.program, model)
    }

    /// The model that a factory makes.
    pub(in crate::laravel) fn manufactured(cx: &mut Interp<'a, Self>, factory: ClassDecl<'a>) -> Option<ClassDecl<'a>> {
        if cx.program.property(factory, "model").is_some() {
            let value = cx.declared_property(factory, "model", true)?;
            return models::class_of_value(cx, &value).filter(|class| models::is_model(cx.program, *class));
        }
        if cx.program.method(factory, "modelName").is_some() {
            return None;
        }
        let (above, below) = factory.name().split_once("Database\\Factories\\")?;
        let name = below.strip_suffix("Factory")?;
        let bases = if above.is_empty() {
            ["App\\Models\\", "App\\"].map(str::to_owned)
        } else {
            [format!("{above}Models\\"), above.to_owned()]
        };
        let found = bases.iter().find_map(|base| cx.program.class(&format!("{base}{name}")));
        found.filter(|class| models::is_model(cx.program, *class))
    }

    /// A method that a factory has from Laravel's.
    pub(in crate::laravel) fn call_factory(
        cx: &mut Interp<'a, Self>,
        receiver: &Value<'a>,
        class: ClassDecl<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let model = Self::manufactured(cx, class)?;
        let first = args.value(0).cloned();
        let lower = method.to_ascii_lowercase();
        if !matches!(lower.as_str(), "new" | "count" | "times" | "raw")
            && !lower.starts_with("create")
            && !lower.starts_with("make")
        {
            Self::is_given_more(receiver, true);
        }
        match lower.as_str() {
            "new" => Some(cx.some_object(class, Why::Foreign)),
            "state" | "sequence" | "foreachsequence" | "crossjoinsequence" => {
                for argument in &args.items {
                    let given = match &argument.value {
                        closure @ Value::Closure(_) => {
                            cx.call_value(closure, Args { open: true, ..Args::of(Vec::new(), at.call) }, at.call)
                        }
                        other => other.clone(),
                    };
                    Self::manufacture(cx, model, &given, at);
                }
                Some(receiver.clone())
            }
            "set" => {
                let mut row = crate::eval::Array::default();
                if let Some(Value::Str(text)) = args.value(0)
                    && let Some(name) = text.known()
                {
                    row.set(crate::eval::Key::Str(name), Some(text.clone()), Value::Unknown(Why::Data));
                }
                Self::manufacture(cx, model, &Value::array(row), at);
                Some(receiver.clone())
            }
            "count" | "times" => {
                count(receiver);
                Some(receiver.clone())
            }
            name @ ("create" | "createquietly" | "make" | "createone" | "makeone" | "createmany" | "makemany"
            | "createonequietly" | "createmanyquietly") => {
                let many = !name.contains("one") && is_counted(receiver) || name.contains("many");
                let made = cx.some_object(model, Why::Data);
                if name.starts_with("make") {
                    Self::only_made(cx, model, &made, at);
                }
                match &first {
                    Some(attributes) if name.starts_with("make") => Self::made(cx, (model, &made), attributes, at),
                    Some(attributes) => Self::manufacture(cx, model, attributes, at),
                    None if name.starts_with("create") => Self::created_as_defined(cx, receiver, class, model),
                    None => {}
                }
                Some(if many { cx.host.make(Thing::Collection(None, Some(Box::new(made)))) } else { made })
            }
            // An array, which may become the data of a request rather than a row.
            "raw" => Some(Value::Unknown(Why::Data)),
            name if name.starts_with("has") || name.starts_with("for") || name.starts_with("after") || name == "recycle" => {
                cx.visit_closures(args);
                Self::relatives(cx, model, method, args, at);
                Some(receiver.clone())
            }
            "trashed" | "connection" | "lazy" | "prependstate" | "withoutparents" | "configure" => Some(receiver.clone()),
            _ => None,
        }
    }

    /// `hasPosts(3, ['title' => …])`, `forAuthor([…])`, `hasAttached($factory, [pivot])`: attributes of related models.
    fn relatives(cx: &mut Interp<'a, Self>, model: ClassDecl<'a>, method: &str, args: &Args<'a>, at: CallSite) {
        let rows = args.items.iter().map(|arg| arg.value.clone()).filter(|value| matches!(value, Value::Array(_)));
        let rows: Vec<Value<'a>> = rows.collect();
        let name = method.get(3..).unwrap_or_default();
        if name.is_empty() || rows.is_empty() || ["hasAttached", "afterMaking", "afterCreating"].contains(&method) {
            return;
        }
        let mut letters = name.chars();
        let relation: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
        let related = Self::related(cx, model, &relation).and_then(|id| Self::query(cx, id)?.model);
        if let Some(related) = related {
            for row in &rows {
                Self::manufacture(cx, related, row, at);
            }
        }
    }

    /// Whether a factory got more than it is defined with; notes that it did.
    fn is_given_more(factory: &Value<'a>, more: bool) -> bool {
        let Value::Object(object) = factory else { return true };
        if more {
            object.set("given more", Value::Bool(true));
        }
        object.get("given more").is_some()
    }

    /// Notes the row that a factory makes by its definition alone.
    fn created_as_defined(cx: &mut Interp<'a, Self>, factory: &Value<'a>, class: ClassDecl<'a>, model: ClassDecl<'a>) {
        let own = |cx: &Interp<'a, Self>, name: &str| cx.program.method(class, name);
        let Some(definition) = own(cx, "definition").filter(|_| EXPLORE) else { return };
        if Self::is_given_more(factory, false) || own(cx, "configure").is_some() || own(cx, "newModel").is_some() {
            return;
        }
        let at = CallSite { call: definition.function.name_span, name: definition.function.name_span };
        let given = cx.call_method(factory, "definition", Args::default(), at);
        let Value::Array(list) = &given else { return };
        let names: Option<Vec<String>> = list
            .entries
            .iter()
            .map(|entry| match &entry.key {
                crate::eval::Key::Str(name) => Some(name.to_string()),
                crate::eval::Key::Int(_) => None,
            })
            .collect();
        let Some(names) = names.filter(|names| list.is_complete() && !names.is_empty()) else { return };
        let known = Self::attributes_of(cx, model);
        if names.iter().any(|name| !known.is_stored_as_is(name)) {
            return;
        }
        let Some(own) = Self::filled_by_itself(cx, model) else { return };
        let Some(table) = Self::table_of_model(cx, model) else { return };
        let filled = own.iter().cloned().chain(names).collect();
        cx.host.found.rows.push(RowWrite::inserted(table, filled, at.name, Context::default()));
    }

    /// Notes what a factory's `definition()` gave.
    pub(crate) fn survey_definition(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str, given: &Value<'a>) {
        if method.eq_ignore_ascii_case("definition")
            && is_factory(cx.program, class)
            && let Some(model) = Self::manufactured(cx, class)
        {
            let at = CallSite { call: class.decl.name_span, name: class.decl.name_span };
            Self::manufacture(cx, model, given, at);
        }
    }
}

/// A factory that makes several models gives a collection.
fn count(factory: &Value<'_>) {
    if let Value::Object(object) = factory {
        object.set("count", Value::Unknown(Why::Data));
    }
}

fn is_counted(factory: &Value<'_>) -> bool {
    matches!(factory, Value::Object(object) if object.get("count").is_some_and(|count| !matches!(count, Value::Null)))
}
