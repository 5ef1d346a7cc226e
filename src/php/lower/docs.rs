//! Types that a `PHPDoc` comment declares where the code does not: `@param User $user`, `@return Builder|null`,
//! `@var Collection<int, User> $users`.

use super::Lower;
use crate::php::ast::{Function, Name, Type};
use crate::php::tree::Node;
use crate::source::Span;

impl Lower<'_> {
    /// Gives a function the types of its comment where it declares none itself.
    pub(super) fn documented(&self, mut function: Function) -> Function {
        let Some(doc) = function.doc else { return function };
        let text = self.slice(doc.start as usize, doc.end as usize);
        if !text.contains("@param") && !text.contains("@return") {
            return function;
        }
        for (ty, rest) in tags(text, "@param") {
            if let Some(param) = function.params.iter_mut().find(|param| *param.name == *variable(rest)) {
                param.ty = self.better(param.ty.take(), ty, doc);
            }
        }
        if let Some((ty, _)) = tags(text, "@return").last() {
            function.return_type = self.better(function.return_type.take(), ty, doc);
        }
        function
    }

    /// A property's declared type, or the one of its comment where that says more: `@var User|null`.
    pub(super) fn documented_property(&self, node: Node<'_>, name_start: usize, declared: Option<Type>) -> Option<Type> {
        let Some(doc) = self.doc(node, name_start) else { return declared };
        let text = self.slice(doc.start as usize, doc.end as usize);
        let Some((ty, _)) = tags(text, "@var").next() else { return declared };
        self.better(declared, ty, doc)
    }

    /// The variables that the comments right before a statement describe: `@var User $user`, or without a name the
    /// variable that the statement assigns.
    pub(super) fn documented_variables(&self, statement: Node<'_>) -> Vec<(Option<Box<str>>, Type)> {
        let comments = &self.tree.comments;
        let mut limit = statement.start();
        let before = comments.partition_point(|&(start, _)| (start as usize) < limit);
        let mut found = Vec::new();
        for &(start, end) in comments.get(..before).unwrap_or_default().iter().rev() {
            if !self.slice(end as usize, limit).trim().is_empty() {
                break;
            }
            limit = start as usize;
            let text = self.slice(start as usize, end as usize);
            if !text.starts_with("/**") {
                continue;
            }
            let doc = self.comment(start, end);
            for (ty, rest) in tags(text, "@var") {
                let name = variable(rest);
                if let Some(ty) = self.documented_type(ty, doc) {
                    found.push(((!name.is_empty()).then(|| name.into()), ty));
                }
            }
        }
        found
    }

    /// The type that a comment gives, where it says more than the declared one.
    fn better(&self, declared: Option<Type>, text: &str, doc: Span) -> Option<Type> {
        let documented = || self.documented_type(text, doc);
        match &declared {
            Some(Type::Named(name)) => {
                let same = |other: &Type| match other {
                    Type::Holding(other, _) => other.resolved == name.resolved,
                    _ => false,
                };
                documented().filter(same).or(declared)
            }
            declared_type if says_nothing(declared_type.as_ref()) => documented().or(declared),
            _ => declared,
        }
    }

    /// A type that names one class, or none.
    fn documented_type(&self, text: &str, doc: Span) -> Option<Type> {
        let mut classes = split(text, '|')
            .into_iter()
            .map(|part| part.trim_start_matches('?'))
            .filter(|part| !part.eq_ignore_ascii_case("null"));
        let class = classes.next()?;
        if classes.next().is_some() {
            return None;
        }
        if matches!(class, "$this" | "static" | "self") {
            return Some(Type::Builtin(if class == "self" { "self" } else { "static" }.into()));
        }
        let (class, held) = class.split_once('<').map_or((class, None), |(class, held)| (class, held.strip_suffix('>')));
        let is_name = class.starts_with(|c: char| c.is_ascii_uppercase() || c == '\\')
            && class.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '\\'));
        if !is_name {
            return None;
        }
        let name = Name { span: doc, resolved: self.scope.class(class).into(), fallback: None };
        // `Collection<int, User>`, `Builder<User>`; what stands inside it again is not looked at.
        let held = held.and_then(|held| split(held, ',').pop()).map(str::trim).filter(|held| !held.contains('<'));
        match held.and_then(|held| self.documented_type(held, doc)) {
            Some(held) => Some(Type::Holding(name, Box::new(held))),
            None => Some(Type::Named(name)),
        }
    }
}

/// The tags of this name in a comment: the type of each, and what follows it.
fn tags<'t>(text: &'t str, tag: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    text.lines().filter_map(move |line| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '/'));
        let rest = line.strip_prefix(tag).filter(|rest| rest.starts_with(char::is_whitespace))?;
        Some(first_type(rest))
    })
}

/// The name of the variable that a tag speaks of, without its dollar sign; empty if there is none.
fn variable(rest: &str) -> &str {
    let name = rest.trim_start().trim_start_matches("...").strip_prefix('$').unwrap_or_default();
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    &name[..end]
}

/// The parts of a type between separators that stand in no brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '<' | '(' | '{' | '[' => depth += 1,
            '>' | ')' | '}' | ']' => depth -= 1,
            c if c == separator && depth <= 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
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
