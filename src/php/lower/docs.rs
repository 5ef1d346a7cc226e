//! Types that a `PHPDoc` comment declares where the code does not: `@param User $user`, `@return Builder|null`.

use super::Lower;
use crate::php::ast::{Function, Name, Type};
use crate::source::Span;

impl Lower<'_> {
    /// Gives a function the types of its comment where it declares none itself.
    pub(super) fn documented(&self, mut function: Function) -> Function {
        let Some(doc) = function.doc else { return function };
        let text = self.slice(doc.start as usize, doc.end as usize);
        if !text.contains("@param") && !text.contains("@return") {
            return function;
        }
        for line in text.lines() {
            let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '/'));
            if let Some(rest) = line.strip_prefix("@param").filter(|rest| rest.starts_with(char::is_whitespace)) {
                let (ty, rest) = first_type(rest);
                let name = rest.trim_start().trim_start_matches("...").strip_prefix('$').unwrap_or_default();
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                let param =
                    function.params.iter_mut().find(|param| *param.name == name[..end] && says_nothing(param.ty.as_ref()));
                if let Some(param) = param {
                    param.ty = self.documented_type(ty, doc).or(param.ty.take());
                }
            } else if let Some(rest) = line.strip_prefix("@return").filter(|rest| rest.starts_with(char::is_whitespace))
                && says_nothing(function.return_type.as_ref())
            {
                let (ty, _) = first_type(rest);
                function.return_type = self.documented_type(ty, doc).or(function.return_type.take());
            }
        }
        function
    }

    /// A type that names one class, whatever it holds, or none.
    fn documented_type(&self, text: &str, doc: Span) -> Option<Type> {
        let mut classes =
            text.split('|').map(|part| part.trim_start_matches('?')).filter(|part| !part.eq_ignore_ascii_case("null"));
        let class = classes.next()?;
        if classes.next().is_some() {
            return None;
        }
        if matches!(class, "$this" | "static" | "self") {
            return Some(Type::Builtin(if class == "self" { "self" } else { "static" }.into()));
        }
        let class = class.split('<').next().unwrap_or(class);
        let is_name = class.starts_with(|c: char| c.is_ascii_uppercase() || c == '\\')
            && class.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '\\'));
        is_name.then(|| Type::Named(Name { span: doc, resolved: self.scope.class(class).into(), fallback: None }))
    }
}

/// Whether a declared type leaves open what class a value has.
fn says_nothing(ty: Option<&Type>) -> bool {
    match ty {
        None => true,
        Some(Type::Builtin(name)) => matches!(&**name, "mixed" | "object"),
        Some(_) => false,
    }
}

/// The type at the start of a tag's text, white space inside brackets left in it, and what follows.
fn first_type(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '<' | '(' | '{' | '[' => depth += 1,
            '>' | ')' | '}' | ']' => depth -= 1,
            c if c.is_whitespace() && depth <= 0 => return (&text[..at], &text[at..]),
            _ => {}
        }
    }
    (text, "")
}
