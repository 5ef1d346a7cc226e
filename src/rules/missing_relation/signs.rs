//! What the text of a method says of relations, where its evaluation said nothing.

use crate::php::ast::{Callee, ClassRef, Expr, ExprKind, Function, Member, NewClass, Type};
use crate::php::visit::{self, Node};

/// What a method's text says of relations.
#[derive(Default)]
pub(super) struct Signs {
    /// It has to do with one.
    pub(super) relation: bool,
    /// It has to do with one that reads a column of the model's own.
    pub(super) by_own_column: bool,
    /// It spells the column's name.
    pub(super) names_column: bool,
}

impl Signs {
    pub(super) fn of(method: &Function, column: &str) -> Self {
        let mut signs = Signs::default();
        if let Some(ty) = &method.return_type {
            signs.note_type(ty);
        }
        visit::statements(method.body.as_deref().unwrap_or_default(), &mut |node| {
            if let Node::Expr(expr) = node {
                signs.note(expr, column);
            }
            true
        });
        signs
    }

    fn note_type(&mut self, ty: &Type) {
        match ty {
            Type::Named(name) | Type::Holding(name, _) => self.note_name(name.base()),
            Type::Builtin(_) => {}
            Type::Nullable(inner) => self.note_type(inner),
            Type::Union(all) | Type::Intersection(all) => all.iter().for_each(|one| self.note_type(one)),
        }
    }

    fn note(&mut self, expr: &Expr, column: &str) {
        match &expr.kind {
            ExprKind::String(text) => self.names_column |= text.eq_ignore_ascii_case(column),
            ExprKind::Call(call) => match &call.callee {
                Callee::Method { name: Member::Named(name, _), .. } | Callee::Static { name: Member::Named(name, _), .. } => {
                    self.note_name(name);
                }
                _ => {}
            },
            ExprKind::New { class: NewClass::Ref(ClassRef::Named(name)), .. } => self.note_name(name.base()),
            _ => {}
        }
    }

    /// Notes what a relation's class or the method that makes it is called.
    fn note_name(&mut self, name: &str) {
        let lower = name.to_ascii_lowercase();
        let own = ["belongsto", "morphto"].iter().any(|word| lower.contains(word)) && !lower.contains("many");
        self.by_own_column |= own || lower == "relation";
        self.relation |= self.by_own_column || ["hasone", "hasmany", "tomany", "bymany"].iter().any(|word| lower.contains(word));
    }
}
