//! Attributes of PHP on a model's class, which say what its properties say otherwise: `#[Table('people', key: 'number')]`,
//! `#[Fillable(['name'])]`.
//!
//! Source: `Illuminate/Database/Eloquent/Model.php` (`initializeModelAttributes`, `resolveClassAttribute`), `Attributes/*.php`.

use crate::eval::{Host, Interp, Key, Text, Value, Why};
use crate::php::ast::{Arg, Attribute};
use crate::php::program::{ClassDecl, Program};

/// The namespace of all of them.
const NAMESPACE: &str = "Illuminate\\Database\\Eloquent\\Attributes\\";

/// An attribute, and the class or trait that has it.
pub(in crate::laravel) type Found<'a> = (&'a Attribute, ClassDecl<'a>);

/// The attribute of this name that a class or trait has itself.
pub(in crate::laravel) fn own<'a>(class: ClassDecl<'a>, name: &str) -> Option<Found<'a>> {
    let is_meant = |attribute: &&Attribute| attribute.name.resolved.strip_prefix(NAMESPACE) == Some(name);
    class.decl.attributes.iter().find(is_meant).map(|attribute| (attribute, class))
}

/// The attribute of this name that counts for a class: its own, one of its traits, one of its parent.
pub(in crate::laravel) fn of<'a>(program: &Program<'a>, class: ClassDecl<'a>, name: &str) -> Option<Found<'a>> {
    program.parts(class).into_iter().find_map(|part| own(part, name))
}

/// Whether one counts for a class.
pub(in crate::laravel) fn has(program: &Program<'_>, class: ClassDecl<'_>, name: &str) -> bool {
    of(program, class, name).is_some()
}

/// What an argument of an attribute is worth, given by its position and its name; none if it is left out.
pub(in crate::laravel) fn argument<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    (attribute, class): Found<'a>,
    position: usize,
    name: &str,
) -> Option<Value<'a>> {
    let by_name = attribute.args.iter().find(|arg| arg.name.as_deref() == Some(name));
    let by_position = || attribute.args.get(position).filter(|arg| arg.name.is_none());
    if attribute.args.iter().any(|arg| arg.spread) {
        return Some(Value::Unknown(Why::Data));
    }
    by_name.or_else(by_position).map(|arg| cx.value_in(&arg.value, Some(class))).filter(|value| !matches!(value, Value::Null))
}

/// The texts that an attribute lists, as one array or one behind the other.
pub(in crate::laravel) fn list<'a, H: Host<'a>>(
    cx: &mut Interp<'a, H>,
    (attribute, class): Found<'a>,
) -> Option<Vec<std::rc::Rc<Text>>> {
    let values: Vec<Value<'a>> = attribute.args.iter().map(|Arg { value, .. }| cx.value_in(value, Some(class))).collect();
    let is_spread = attribute.args.iter().any(|arg| arg.spread);
    let all = match values.as_slice() {
        [Value::Array(list)] if list.is_complete() => {
            list.entries.iter().filter(|entry| matches!(entry.key, Key::Int(_))).map(|entry| entry.value.clone()).collect()
        }
        _ if is_spread => return None,
        _ => values,
    };
    let text = |value: &Value<'a>| match value {
        Value::Str(text) if text.known().is_some() => Some(std::rc::Rc::clone(text)),
        _ => None,
    };
    all.iter().map(text).collect()
}
