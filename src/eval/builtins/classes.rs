//! Functions that ask for classes, functions and constants, and for the function they are in.

use std::rc::Rc;

use super::super::text::Text;
use super::super::value::{Array, Key, Value, Why};
use super::super::{Host, Interp};
use super::{Answer, Given};
use crate::php::ast::ClassKind;
use crate::php::program::ClassDecl;

pub(super) fn call<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str, given: Given<'_, 'a>) -> Option<Answer<'a>> {
    let value = given.value(0);
    let foreign = Some(Value::Unknown(Why::Foreign));
    Some(match name {
        "get_class" => match value {
            Some(Value::Object(object)) if object.exact => match object.class {
                Some(class) => Some(Value::string(class.name())),
                None => Some(Value::string("stdClass")),
            },
            Some(Value::Closure(_)) => Some(Value::string("Closure")),
            None => cx.frame.scope.map(|class| Value::string(class.name())),
            _ => None,
        },
        "get_parent_class" => {
            let class = if value.is_none() { cx.frame.scope } else { class_of(cx, value) };
            match class.map(|class| class.decl.extends.first()) {
                Some(Some(parent)) => Some(Value::string(&*parent.resolved)),
                Some(None) => Some(Value::Bool(false)),
                None => foreign,
            }
        }
        "get_class_methods" => methods(cx, value).or(foreign),
        "get_called_class" => cx.frame.late.map(|class| Value::string(class.name())),
        "class_exists" | "interface_exists" | "trait_exists" | "enum_exists" => {
            // What no autoloader finds by its name, such as a migration's class, is there only once its file was read.
            let is_found = |class: &ClassDecl<'_>| class.name().contains('\\') || cx.program.is_autoloaded(*class);
            match given.text(0).and_then(|class| cx.program.class(&class)).filter(is_found) {
                Some(class) => Some(Value::Bool(match name {
                    "class_exists" => matches!(class.decl.kind, ClassKind::Class | ClassKind::Enum),
                    "interface_exists" => class.decl.kind == ClassKind::Interface,
                    "trait_exists" => class.decl.kind == ClassKind::Trait,
                    _ => class.decl.kind == ClassKind::Enum,
                })),
                None => foreign,
            }
        }
        "function_exists" => match given.text(0) {
            Some(function) => {
                if cx.program.function(&function).is_some() || is_own(&function) {
                    Some(Value::Bool(true))
                } else {
                    foreign
                }
            }
            None => foreign,
        },
        "method_exists" => match (class_of(cx, value), given.text(1)) {
            (Some(class), Some(method)) if cx.program.method(class, &method).is_some() => Some(Value::Bool(true)),
            (Some(class), Some(_)) if is_whole(cx, class) && is_exact(value) => Some(Value::Bool(false)),
            _ => foreign,
        },
        "property_exists" => match (class_of(cx, value), given.text(1)) {
            (Some(class), Some(name)) => {
                let declared = cx.program.property(class, &name).is_some();
                let set = matches!(value, Some(Value::Object(object)) if object.get(&name).is_some());
                let promoted = cx.program.method(class, "__construct").is_some_and(|method| {
                    method.function.params.iter().any(|param| param.promoted.is_some() && *param.name == *name)
                });
                if declared || set || promoted {
                    Some(Value::Bool(true))
                } else if is_whole(cx, class) && is_exact(value) && matches!(value, Some(Value::Str(_))) {
                    Some(Value::Bool(false))
                } else {
                    foreign
                }
            }
            _ => foreign,
        },
        "is_a" | "is_subclass_of" => is_a(cx, name, given).or(foreign),
        "is_callable" => match value? {
            Value::Closure(_) => Some(Value::Bool(true)),
            Value::Str(text) if text.known().is_some_and(|name| cx.program.function(&name).is_some() || is_own(&name)) => {
                Some(Value::Bool(true))
            }
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => Some(Value::Bool(false)),
            Value::Array(array) if array.is_complete() && array.entries.len() != 2 => Some(Value::Bool(false)),
            Value::Array(array) => match array.entries.as_slice() {
                [object, method] => {
                    let class = class_of(cx, Some(&object.value));
                    let method = method.value.as_str();
                    class
                        .zip(method)
                        .filter(|(class, method)| cx.program.method(*class, method).is_some())
                        .map(|_| Value::Bool(true))
                }
                _ => None,
            },
            _ => foreign,
        },
        "constant" => given.text(0).map_or(Some(Value::Unknown(Why::Data)), |name| match name.split_once("::") {
            Some((class, name)) => {
                let class = match class.trim_start_matches('\\') {
                    "self" => cx.frame.scope,
                    "static" => cx.frame.late.or(cx.frame.scope),
                    class => cx.program.class(class),
                };
                class
                    .and_then(|class| {
                        let case = class.decl.cases.iter().position(|case| *case.name == *name);
                        case.and_then(|at| cx.enum_values(class).into_iter().nth(at)).or_else(|| cx.constant_named(class, name))
                    })
                    .or(foreign)
            }
            None => global(cx, &name).or(foreign),
        }),
        "defined" => match given.text(0) {
            Some(name) => match name.split_once("::") {
                Some((class, name)) => match cx.program.class(class) {
                    Some(class) if cx.program.class_constant(class, name).is_some() => Some(Value::Bool(true)),
                    Some(class) if is_whole(cx, class) => {
                        Some(Value::Bool(class.decl.cases.iter().any(|case| *case.name == *name)))
                    }
                    _ => foreign,
                },
                None if global(cx, &name).is_some() => Some(Value::Bool(true)),
                None => foreign,
            },
            None => foreign,
        },
        "define" => {
            let name = given.text(0)?;
            let defined = given.value(1).cloned().unwrap_or(Value::Null);
            cx.define(&name, defined);
            Some(Value::Bool(true))
        }
        "get_object_vars" => match value {
            Some(Value::Object(object)) if object.class.is_none() => {
                let mut array = Array::default();
                for (name, value) in object.properties.borrow().iter() {
                    array.set(Key::Str(std::rc::Rc::clone(name)), None, value.clone());
                }
                Some(Value::array(array))
            }
            _ => None,
        },
        "func_get_args" => Some(Value::array(Array::list(cx.current_args()))),
        "func_get_arg" => given.int(0).and_then(|at| cx.current_args().get(usize::try_from(at).ok()?).cloned()),
        "func_num_args" => Some(super::count(cx.current_args().len())),
        "compact" => Some(cx.compact(given.0)),
        "version_compare" => version_compare(given),
        "phpversion" => Some(Value::string("8.4.0")),
        "php_sapi_name" => Some(Value::string("cli")),
        _ => return None,
    })
}

/// Whether PHP has a function of that name, as far as it is modelled.
fn is_own(name: &str) -> bool {
    let lower = name.trim_start_matches('\\').to_ascii_lowercase();
    super::is_pure(&lower) || super::callbacks::is_one(&lower)
}

/// A constant outside classes.
fn global<'a, H: Host<'a>>(cx: &mut Interp<'a, H>, name: &str) -> Option<Value<'a>> {
    let name = name.trim_start_matches('\\');
    cx.defined.get(name).cloned().or_else(|| super::constant(name)).or_else(|| {
        let expr = cx.program.constant(name)?;
        Some(cx.eval(expr))
    })
}

/// The class of an object, or of that name.
fn class_of<'a, H: Host<'a>>(cx: &Interp<'a, H>, value: Option<&Value<'a>>) -> Option<ClassDecl<'a>> {
    match value? {
        Value::Object(object) => object.class,
        Value::Str(text) => cx.program.class(&text.known()?),
        _ => None,
    }
}

/// The names of a class's methods. What it has from the framework is not told: nobody looks for that.
fn methods<'a, H: Host<'a>>(cx: &Interp<'a, H>, value: Option<&Value<'a>>) -> Answer<'a> {
    let nameless = value.and_then(Value::as_str).is_some_and(|name| name.is_empty());
    let class = if nameless { cx.frame.scope } else { class_of(cx, value) }?;
    let methods = cx.program.methods(class);
    let names = methods.iter().map(|method| {
        let function = method.function;
        Value::Str(Rc::new(Text::literal(&function.name, function.name_span, true)))
    });
    let mut list = Array::list(names);
    list.open = cx.program.foreign_parent(class).is_some_and(|parent| !H::is_framework(parent));
    Some(Value::array(list))
}

/// Whether all of a class is the project's own, so that nothing else can be in it.
fn is_whole<'a, H: Host<'a>>(cx: &Interp<'a, H>, class: ClassDecl<'a>) -> bool {
    cx.program.lineage(class).iter().all(|class| {
        class.decl.traits.is_empty() && class.decl.extends.iter().all(|parent| cx.program.class(&parent.resolved).is_some())
    })
}

fn is_exact(value: Option<&Value<'_>>) -> bool {
    match value {
        Some(Value::Object(object)) => object.exact,
        _ => true,
    }
}

fn is_a<'a, H: Host<'a>>(cx: &Interp<'a, H>, name: &str, given: Given<'_, 'a>) -> Answer<'a> {
    let wanted = given.text(1)?;
    let wanted = wanted.trim_start_matches('\\');
    if name == "is_a" && matches!(given.value(0), Some(Value::Str(_))) && !given.flag(2, false)? {
        return Some(Value::Bool(false));
    }
    let class = class_of(cx, given.value(0))?;
    let same = class.name().eq_ignore_ascii_case(wanted);
    if same {
        return (name == "is_a" || is_exact(given.value(0))).then_some(Value::Bool(name == "is_a"));
    }
    if cx.program.is_a(class, &[wanted]) {
        return Some(Value::Bool(true));
    }
    // Classes from outside know none of the project's.
    let is_known = cx.program.class(wanted).is_some() || (is_whole(cx, class) && class.decl.implements.is_empty());
    (is_known && is_exact(given.value(0))).then_some(Value::Bool(false))
}

/// `version_compare`, of versions without words in them.
fn version_compare<'a>(given: Given<'_, 'a>) -> Answer<'a> {
    let parts = |position: usize| -> Option<Vec<u64>> {
        given.text(position)?.split(['.', '-', '+', '_']).map(|part| part.parse().ok()).collect()
    };
    let (a, b) = (parts(0)?, parts(1)?);
    let order = a.cmp(&b);
    let Some(operator) = given.value(2).filter(|operator| !matches!(operator, Value::Null)) else {
        return Some(Value::Int(order as i64));
    };
    Some(Value::Bool(match &*operator.as_str()? {
        "<" | "lt" => order.is_lt(),
        "<=" | "le" => order.is_le(),
        ">" | "gt" => order.is_gt(),
        ">=" | "ge" => order.is_ge(),
        "==" | "eq" => order.is_eq(),
        "!=" | "<>" | "ne" => order.is_ne(),
        _ => return None,
    }))
}
