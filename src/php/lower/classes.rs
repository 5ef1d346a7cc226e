//! Classes, interfaces, traits and enums.

use super::Lower;
use crate::php::ast::{Class, ClassConst, ClassKind, EnumCase, Name, PropertyDecl, TraitUse};
use crate::php::kind::{Field, Kind};
use crate::php::tree::Node;
use crate::source::Span;

impl<'t> Lower<'t> {
    /// A declaration, or the class of a `new class`.
    pub(super) fn class(&mut self, node: Node<'t>) -> Class {
        let anonymous = node.kind() == Kind::AnonymousClass;
        let name_node = if anonymous { node.find(Kind::ClassKeyword) } else { node.get(Field::Name) };
        let name_span = self.span(name_node.unwrap_or(node));
        let name = match name_node {
            Some(name) if !anonymous => self.scope.declare(self.text(name)).into(),
            _ => Box::default(),
        };
        let kind = match node.kind() {
            Kind::InterfaceDeclaration => ClassKind::Interface,
            Kind::TraitDeclaration => ClassKind::Trait,
            Kind::EnumDeclaration => ClassKind::Enum,
            _ => ClassKind::Class,
        };
        let mut class = Class {
            span: self.span(node),
            is_abstract: node.has(Kind::AbstractModifier),
            extends: self.clause_names(node, Kind::BaseClause),
            implements: self.clause_names(node, Kind::ClassInterfaceClause),
            attributes: self.attributes(node),
            doc: if anonymous { None } else { self.doc(node, name_span.start as usize) },
            ..empty_class(kind, name, name_span)
        };
        if let Some(body) = node.get(Field::Body) {
            self.members(body, &mut class);
        }
        class
    }

    /// The names in `extends …` or `implements …`.
    pub(super) fn clause_names(&self, node: Node<'t>, clause: Kind) -> Vec<Name> {
        let Some(clause) = node.find(clause) else { return Vec::new() };
        clause.parts().filter(|part| part.kind().is_name()).map(|name| self.class_name(name)).collect()
    }

    /// All members among the children of a node, those inside errors too.
    pub(super) fn members(&mut self, list: Node<'t>, class: &mut Class) {
        for child in list.children() {
            if child.kind() == Kind::Error {
                self.descend(child, |lower| lower.members(child, class));
            } else {
                self.class_member(child, class);
            }
        }
    }

    /// One member; anything else is left alone.
    pub(super) fn class_member(&mut self, node: Node<'t>, class: &mut Class) {
        match node.kind() {
            Kind::MethodDeclaration => {
                if let Some(method) = self.descend(node, |lower| lower.function(node, true)) {
                    class.methods.push(method);
                }
            }
            Kind::PropertyDeclaration => self.properties(node, class),
            Kind::ConstDeclaration => self.class_constants(node, class),
            Kind::EnumCase => {
                let case = self.enum_case(node);
                class.cases.push(case);
            }
            Kind::UseDeclaration => class.traits.push(self.trait_use(node)),
            _ => {}
        }
    }

    fn properties(&mut self, node: Node<'t>, class: &mut Class) {
        for element in node.parts().filter(|part| part.kind() == Kind::PropertyElement) {
            let Some(name) = element.get(Field::Name) else { continue };
            let (name, name_span) = self.variable_name(name);
            class.properties.push(PropertyDecl {
                span: self.span(element),
                name,
                name_span,
                is_static: node.has(Kind::StaticModifier),
                visibility: self.visibility(node),
                ty: self.documented_property(node, name_span.start as usize, node.get(Field::Type).map(|ty| self.ty(ty))),
                default: element.get(Field::DefaultValue).map(|value| self.expr(value)),
                attributes: self.attributes(node),
                hooks: self.hooks(node),
                doc: self.doc(node, name_span.start as usize),
            });
        }
    }

    fn class_constants(&mut self, node: Node<'t>, class: &mut Class) {
        for element in node.parts().filter(|part| part.kind() == Kind::ConstElement) {
            let mut parts = element.parts();
            let Some(name) = parts.next() else { continue };
            let value = self.expr_or_nothing(parts.next(), element);
            class.constants.push(ClassConst { name: self.text(name).into(), name_span: self.span(name), value });
        }
    }

    fn enum_case(&mut self, node: Node<'t>) -> EnumCase {
        let name = node.get(Field::Name);
        EnumCase {
            name: name.map_or("", |name| self.text(name)).into(),
            name_span: self.span(name.unwrap_or(node)),
            value: node.get(Field::Value).map(|value| self.expr(value)),
        }
    }

    fn trait_use(&self, node: Node<'t>) -> TraitUse {
        let names = node.parts().filter(|part| part.kind().is_name());
        let mut uses =
            TraitUse { names: names.map(|name| self.class_name(name)).collect(), insteadof: Vec::new(), aliases: Vec::new() };
        for clause in node.find(Kind::UseList).into_iter().flat_map(Node::parts) {
            let mut names = clause.parts().filter(|part| part.kind() != Kind::VisibilityModifier);
            let Some((of, method)) = names.next().map(|method| self.trait_method(method)) else { continue };
            match (clause.kind(), of) {
                (Kind::UseInsteadOfClause, Some(of)) => {
                    uses.insteadof.push((of, method, names.map(|name| self.class_name(name)).collect()));
                }
                (Kind::UseAsClause, of) => {
                    uses.aliases.push((of, method, names.next().map(|alias| self.text(alias).into())));
                }
                _ => {}
            }
        }
        uses
    }

    /// `Trait::method` or `method`.
    fn trait_method(&self, node: Node<'t>) -> (Option<Name>, Box<str>) {
        if node.kind() != Kind::ClassConstantAccessExpression {
            return (None, self.text(node).into());
        }
        let mut parts = node.parts();
        let class = parts.next().map(|class| self.class_name(class));
        (class, parts.next().map_or("", |method| self.text(method)).into())
    }
}

/// A class without members.
pub(super) fn empty_class(kind: ClassKind, name: Box<str>, name_span: Span) -> Class {
    Class {
        span: name_span,
        kind,
        name,
        name_span,
        is_abstract: false,
        extends: Vec::new(),
        implements: Vec::new(),
        attributes: Vec::new(),
        constants: Vec::new(),
        cases: Vec::new(),
        properties: Vec::new(),
        methods: Vec::new(),
        traits: Vec::new(),
        doc: None,
    }
}
