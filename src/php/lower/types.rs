//! Declared types.

use super::Lower;
use crate::php::ast::Type;
use crate::php::kind::Kind;
use crate::php::tree::Node;

/// The names that never name a class, in lower case.
const BUILTIN: [&str; 17] = [
    "array", "bool", "callable", "false", "float", "int", "iterable", "mixed", "never", "null", "object", "parent", "self",
    "static", "string", "true", "void",
];

impl<'t> Lower<'t> {
    /// A type. The grammar nests them at most four levels deep.
    pub(super) fn ty(&self, node: Node<'t>) -> Type {
        let members = || node.parts().map(|part| self.ty(part)).collect::<Vec<_>>();
        match node.kind() {
            Kind::OptionalType => match node.first() {
                Some(inner) => Type::Nullable(Box::new(self.ty(inner))),
                None => self.builtin(node),
            },
            Kind::UnionType | Kind::DisjunctiveNormalFormType => one_or(members(), Type::Union),
            Kind::IntersectionType => one_or(members(), Type::Intersection),
            Kind::NamedType => match node.first() {
                Some(name) => self.named_type(name),
                None => self.builtin(node),
            },
            Kind::Name | Kind::QualifiedName | Kind::RelativeName => self.named_type(node),
            _ => self.builtin(node),
        }
    }

    fn named_type(&self, node: Node<'_>) -> Type {
        let lower = self.text(node).to_ascii_lowercase();
        if BUILTIN.contains(&&*lower) { Type::Builtin(lower.into()) } else { Type::Named(self.class_name(node)) }
    }

    fn builtin(&self, node: Node<'_>) -> Type {
        Type::Builtin(self.text(node).to_ascii_lowercase().into())
    }
}

/// The only member, or `many` of them.
fn one_or(mut members: Vec<Type>, many: fn(Vec<Type>) -> Type) -> Type {
    match members.pop() {
        Some(only) if members.is_empty() => only,
        Some(last) => {
            members.push(last);
            many(members)
        }
        None => many(members),
    }
}
