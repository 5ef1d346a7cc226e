//! What a model says of how it treats attributes: what they are cast to, which of them it shows, and what it appends.
//!
//! Source: `Illuminate/Database/Eloquent/Concerns/HasAttributes.php`, `HidesAttributes.php`.

use std::rc::Rc;

use crate::eval::{Interp, Key, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::attributes::{Attributes, LARAVELS_CASTS};
use crate::laravel::eloquent::{class_attributes, models};
use crate::laravel::support::naming;
use crate::php::ast::ClassKind;
use crate::php::program::ClassDecl;
use crate::references::{Misplaced, Misplacement, Operation, TableUse};

/// What names of values end in that queries compute: `withCount('posts')` gives `posts_count`.
const COMPUTED: [&str; 6] = ["_count", "_exists", "_sum", "_min", "_max", "_avg"];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the attributes that a model's own lists speak of.
    pub(in crate::laravel) fn treatments(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        // A relation may put a pivot's model onto any table.
        if models::is_pivot(cx.program, class) && cx.program.property(class, "table").is_none() {
            return;
        }
        let attributes = Self::attributes_of(cx, class);
        let own = |name: &str| class.decl.properties.iter().any(|property| *property.name == *name && property.default.is_some());
        let is_own_method = |cx: &Interp<'a, Self>, name: &str| {
            cx.program.method(class, name).is_some_and(|method| method.class.key() == class.key())
        };
        let mut casts = Vec::new();
        if own("casts") {
            casts.extend(cx.declared_property(class, "casts", true));
        }
        if is_own_method(cx, "casts") {
            casts.extend(models::answer(cx, class, "casts"));
        }
        for list in &casts {
            let Value::Array(list) = list else { continue };
            for entry in &list.entries {
                if let (Key::Str(_), Some(text)) = (&entry.key, &entry.key_text)
                    && Self::casts_one_column(cx, &entry.value)
                {
                    Self::treatment(cx, class, table, (text, &attributes), Operation::Cast);
                }
            }
        }
        let foreign = cx.program.foreign_parts(class);
        // What a package's trait adds, relations and accessors, is shown or hidden, too.
        let is_known = foreign.iter().all(|name| name.starts_with("Illuminate\\"));
        let lists = [("dates", Operation::Cast, true), ("hidden", Operation::Serialize, is_known)];
        for (name, operation, judged) in lists.into_iter().chain([("visible", Operation::Serialize, is_known)]) {
            if !judged {
                continue;
            }
            for text in Self::named_by(cx, class, name) {
                Self::treatment(cx, class, table, (&text, &attributes), operation);
            }
        }
        let magic = cx.program.method(class, "__call").is_some() || cx.program.method(class, "mutateAttribute").is_some();
        if is_known && !magic && !cx.program.has_children(class) {
            for text in Self::named_by(cx, class, "appends") {
                Self::appended(cx, class, table, &text);
            }
        }
    }

    /// What a class itself lists in a property, or in the attribute that is called like it.
    fn named_by(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, name: &str) -> Vec<Rc<Text>> {
        let is_own = class.decl.properties.iter().any(|property| *property.name == *name && property.default.is_some());
        if is_own {
            return cx.declared_property(class, name, true).iter().flat_map(texts).collect();
        }
        let attribute = class_attributes::own(class, &naming::studly(name));
        attribute.and_then(|attribute| class_attributes::list(cx, attribute)).unwrap_or_default()
    }

    /// Whether a cast is one of Laravel's own, or an enum of the project: no class that makes a value of several columns.
    fn casts_one_column(cx: &Interp<'a, Self>, cast: &Value<'a>) -> bool {
        let Some(cast) = cast.as_str() else { return false };
        let class = cast.split(':').next().unwrap_or_default();
        !class.contains('\\') || class.trim_start_matches('\\').starts_with(LARAVELS_CASTS) || Self::is_enum(cx, class)
    }

    /// Whether a class is an enum of the project.
    pub(in crate::laravel) fn is_enum(cx: &Interp<'a, Self>, class: &str) -> bool {
        cx.program.class(class).is_some_and(|class| class.decl.kind == ClassKind::Enum)
    }

    fn treatment(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        table: &TableUse,
        (text, attributes): (&Text, &Attributes),
        operation: Operation,
    ) {
        let Some(known) = text.known() else { return };
        let name = known.split("->").next().unwrap_or_default();
        let is_of_pivot = name == "pivot" || name.starts_with("pivot_");
        let is_computed = COMPUTED.iter().any(|end| name.ends_with(end)) || name.contains("_sum_") || name.contains("_max_");
        let is_method = cx.program.method(class, name).is_some() || cx.program.method(class, &naming::camel(name)).is_some();
        if is_of_pivot || is_computed || is_method || attributes.may_be_made(name) {
            return;
        }
        // What is inherited is noted where it is written.
        if text.written().is_none_or(|span| class.decl.span.contains(span)) {
            Self::member(cx, table, text, operation);
        }
    }

    /// `$appends`: what has no accessor ends in a call of a method that is not there.
    fn appended(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse, text: &Text) {
        let Some(known) = text.known().filter(|known| !known.is_empty()) else { return };
        let accessors = [format!("get{}Attribute", naming::studly(&known)), naming::camel(&known)];
        let has = accessors.iter().any(|name| cx.program.method(class, name).is_some());
        let is_cast = Self::attributes_of(cx, class).is_cast(&known);
        if has || is_cast {
            return;
        }
        let Some((span, true)) = text.place(0, known.len()) else { return };
        cx.host.found.misplaced.push(Misplaced {
            why: Misplacement::Appended,
            name: known.to_string(),
            span,
            connection: table.connection.clone(),
            table: table.table.clone(),
            joined: Vec::new(),
        });
    }
}

/// The strings in a list.
fn texts<'a>(list: &Value<'a>) -> Vec<Rc<Text>> {
    let Value::Array(list) = list else { return Vec::new() };
    let text = |value: &Value<'a>| match value {
        Value::Str(text) => Some(Rc::clone(text)),
        _ => None,
    };
    list.entries.iter().filter_map(|entry| text(&entry.value)).collect()
}
