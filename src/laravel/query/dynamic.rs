//! Conditions whose column is in the method's name: `whereEmail('x')`, `whereFirstNameAndLastName('x', 'y')`.
//!
//! Source: `Illuminate/Database/Query/Builder.php`, `dynamicWhere`.

use std::rc::Rc;

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::support::naming;
use crate::source::Span;

/// How names of other methods begin behind `where`: those of relations and pivots, and some that are newer than the catalog.
const OTHERS: [&str; 19] = [
    "Has",
    "DoesntHave",
    "Relation",
    "DoesntRelation",
    "Morph",
    "NotMorph",
    "BelongsTo",
    "AttachedTo",
    "Key",
    "Pivot",
    "Exists",
    "Not",
    "Json",
    "Vector",
    "Any",
    "All",
    "None",
    "Raw",
    "Sub",
];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns of a method that is a condition by its name alone. Whether it is one.
    pub(in crate::laravel) fn dynamic_where(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> bool {
        let Some(names) = method.strip_prefix("where").filter(|names| names.starts_with(|c: char| c.is_ascii_uppercase())) else {
            return false;
        };
        let segments = segments(names);
        let is_written = cx.program.sources().slice(at.name) == method;
        // Macros of packages take a column and a value; here, each name takes one value.
        if !EXPLORE || !is_written || segments.len() != args.len() || is_another(names) {
            return false;
        }
        if cx.host.application.macros.contains_key(&method.to_ascii_lowercase()) {
            return false;
        }
        let Some(query) = Self::query(cx, id) else { return false };
        // Traits and parents of packages bring scopes and builders.
        let is_plain = |name: &&str| name.starts_with("Illuminate\\") || name.starts_with("Laravel\\");
        if query.model.is_some_and(|model| !cx.program.foreign_parts(model).iter().all(is_plain)) {
            return false;
        }
        for (segment, from) in segments {
            let start = at.name.start as usize + "where".len() + from;
            let span = Span::new(at.name.file, start, start + segment.len());
            let text = Text::literal(&naming::snake(segment), span, false);
            Self::column(cx, id, &Value::Str(Rc::new(text)), Deed::Where, at);
        }
        true
    }
}

/// Whether what follows `where` is the beginning of another method's name, or all of it.
fn is_another(names: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_uppercase());
    OTHERS.iter().any(|word| names.strip_prefix(word).is_some_and(ends))
}

/// The names between `And` and `Or`, and where each begins.
fn segments(names: &str) -> Vec<(&str, usize)> {
    let (mut found, mut start) = (Vec::new(), 0);
    let mut at = names.chars().next().map_or(1, char::len_utf8);
    while at < names.len() {
        let joint = ["And", "Or"].into_iter().find(|word| {
            names
                .get(at..)
                .and_then(|rest| rest.strip_prefix(word))
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        });
        match joint {
            Some(word) => {
                found.push((&names[start..at], start));
                start = at + word.len();
                at = start + 1;
            }
            None => at += names[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found.push((&names[start..], start));
    found
}

#[cfg(test)]
mod tests {
    use super::{is_another, segments};

    #[test]
    fn names_are_taken_apart_as_laravel_does() {
        assert_eq!(segments("Email"), [("Email", 0)]);
        assert_eq!(segments("FirstNameAndLastName"), [("FirstName", 0), ("LastName", 12)]);
        assert_eq!(segments("OrderOrAndroid"), [("Order", 0), ("Android", 7)]);
        assert_eq!(segments("Ä"), [("Ä", 0)]);
    }

    #[test]
    fn methods_of_relations_are_no_conditions_on_columns() {
        assert!(is_another("HasMorph") && is_another("Key") && is_another("BelongsTo"));
        assert!(!is_another("Hash") && !is_another("Keyword") && !is_another("Subject"));
    }
}
