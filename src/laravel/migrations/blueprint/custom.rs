//! Classes of the project that stand in for Blueprint: `blueprintResolver`, and closures that ask for one by type.
//!
//! Such a Blueprint is an object of the project's class, which carries Laravel's own along.

use crate::catalog::laravel::column_method;
use crate::config::Makes;
use crate::eval::{Args, CallSite, Callable, HostId, Interp, Object, Value};
use crate::laravel::Laravel;
use crate::php::ast::Type;
use crate::php::program::ClassDecl;

/// Laravel's own class.
const BLUEPRINT: &str = "Illuminate\\Database\\Schema\\Blueprint";
/// The property under which an object of the project's class carries Laravel's Blueprint. No PHP name has colons.
const CARRIED: &str = "::blueprint";

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `blueprintResolver(fn (…) => new Custom(…))`
    pub(in crate::laravel) fn resolve_blueprints(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let Some(callee) = args.value(0).cloned() else { return Value::Null };
        if let Value::Object(object) = cx.call_value(&callee, Args::entry(), at.call)
            && let Some(class) = object.class
            && cx.program.is_a(class, &[BLUEPRINT])
        {
            cx.host.replay.blueprint_class = Some(class);
        } else {
            cx.host.replay.other_blueprints = true;
        }
        Value::Null
    }

    /// The Blueprint that a closure gets: Laravel's, or one of the project's class.
    pub(in crate::laravel) fn blueprint_object(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        callee: &Value<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let class = asked_for(cx, callee).or(cx.host.replay.blueprint_class);
        if class.is_none() && asks_for_another(callee) {
            Self::with_blueprint(cx, id, |blueprint| blueprint.is_foreign = true);
        }
        match class {
            Some(class) => Self::carrying(class, id, at),
            None => Value::Host(id),
        }
    }

    fn carrying(class: ClassDecl<'a>, id: HostId, at: CallSite) -> Value<'a> {
        let object = Object::new(Some(class), true, Some(at.call));
        object.set(CARRIED, Value::Host(id));
        Value::Object(object)
    }

    /// Laravel's Blueprint that an object of the project's class carries.
    pub(in crate::laravel) fn carried(object: &Object<'a>) -> Option<HostId> {
        match object.get(CARRIED)? {
            Value::Host(id) => Some(id),
            _ => None,
        }
    }

    /// A method of which the configuration says what it makes.
    pub(super) fn configured_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        makes: &Makes,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let version = cx.host.settings.laravel;
        match makes {
            Makes::Named(method) => {
                let items = args.items.iter().take(1).cloned().collect();
                let known = column_method(method, version);
                known.map_or(Value::Host(id), |known| Self::add_columns(cx, id, known, &Args { items, ..args.clone() }, at))
            }
            Makes::Columns(columns) => {
                for (column, method) in columns {
                    let args = Args::of(vec![Value::string(column.as_str())], at.call);
                    if let Some(known) = column_method(method, version) {
                        Self::add_columns(cx, id, known, &args, at);
                    }
                }
                Value::Host(id)
            }
        }
    }

    /// A method that Laravel's Blueprint has not, but the one class of the project that extends it does.
    pub(super) fn custom_method(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let mut classes = cx
            .program
            .classes()
            .filter(|class| cx.program.method(*class, method).is_some() && cx.program.is_a(*class, &[BLUEPRINT]));
        let (class, None) = (classes.next()?, classes.next()) else { return None };
        let object = Self::carrying(class, id, at);
        Some(cx.call_method(&object, method, args.clone(), at))
    }
}

/// The class of the project that a closure's first parameter asks for.
fn asked_for<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, callee: &Value<'a>) -> Option<ClassDecl<'a>> {
    cx.program.class(name_asked_for(callee)?).filter(|class| cx.program.is_a(*class, &[BLUEPRINT]))
}

/// Whether a closure's first parameter asks for a class that is not Laravel's.
fn asks_for_another(callee: &Value<'_>) -> bool {
    name_asked_for(callee).is_some_and(|name| !name.trim_start_matches('\\').eq_ignore_ascii_case(BLUEPRINT))
}

/// The class that a closure's first parameter asks for.
fn name_asked_for<'v>(callee: &'v Value<'_>) -> Option<&'v str> {
    let Value::Closure(closure) = callee else { return None };
    let Callable::Literal(literal) = &closure.callable else { return None };
    let Type::Named(name) = literal.params.first()?.ty.as_ref()? else { return None };
    Some(&name.resolved)
}

/// Whether what stands after a column of a Blueprint is called on this class (`Illuminate/Database/Schema/ColumnDefinition.php`).
pub(in crate::laravel) fn makes_columns(class: &str) -> bool {
    const CLASSES: [&str; 3] = [
        "Illuminate\\Database\\Schema\\ColumnDefinition",
        "Illuminate\\Database\\Schema\\ForeignIdColumnDefinition",
        "Illuminate\\Support\\Fluent",
    ];
    CLASSES.iter().any(|name| class.eq_ignore_ascii_case(name))
}
