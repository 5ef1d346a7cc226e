//! Functions, closures, their parameters, attributes and property hooks.

use super::Lower;
use crate::php::ast::{Arg, Attribute, Closure, Expr, ExprKind, Function, Param, Stmt, StmtKind, Visibility};
use crate::php::kind::{Field, Kind};
use crate::php::tree::Node;
use crate::source::Span;

impl<'t> Lower<'t> {
    /// A named function or a method. A method's name is not qualified.
    pub(super) fn function(&mut self, node: Node<'t>, method: bool) -> Function {
        let name_node = node.get(Field::Name);
        let name = name_node.map_or("", |name| self.text(name));
        let name_span = name_node.map_or(Span::new(self.file, node.start(), node.start()), |name| self.span(name));
        let function = Function {
            span: self.span(node),
            name: if method { name.into() } else { self.scope.declare(name).into() },
            name_span,
            params: self.params(node.get(Field::Parameters)),
            return_type: node.get(Field::ReturnType).map(|ty| self.ty(ty)),
            body: node.get(Field::Body).map(|body| self.block(body)),
            is_static: node.has(Kind::StaticModifier),
            is_abstract: node.has(Kind::AbstractModifier),
            visibility: self.visibility(node),
            attributes: self.attributes(node),
            doc: self.doc(node, name_span.start as usize),
        };
        self.documented(function)
    }

    /// The first visibility among the modifiers; that of `private(set)` is another matter.
    pub(super) fn visibility(&self, node: Node<'t>) -> Visibility {
        let modifiers = node.children().filter(|child| child.kind() == Kind::VisibilityModifier);
        let mut words = modifiers.map(|modifier| self.text(modifier)).filter(|text| !text.contains('('));
        match words.next().map(str::to_ascii_lowercase).as_deref() {
            Some("private") => Visibility::Private,
            Some("protected") => Visibility::Protected,
            _ => Visibility::Public,
        }
    }

    /// The parameters between parentheses.
    pub(super) fn params(&mut self, list: Option<Node<'t>>) -> Vec<Param> {
        let Some(list) = list else { return Vec::new() };
        let mut params = Vec::new();
        for node in list.parts() {
            if let Kind::SimpleParameter | Kind::VariadicParameter | Kind::PropertyPromotionParameter = node.kind() {
                params.push(self.param(node));
            }
        }
        params
    }

    fn param(&mut self, node: Node<'t>) -> Param {
        let name = node.get(Field::Name);
        // A promoted parameter wraps its name where it is taken by reference.
        let reference = name.filter(|name| name.kind() == Kind::ByRef);
        let name = reference.map_or(name, Node::first);
        // The grammar takes a lone `readonly` or `final` for a type.
        let ty = node.get(Field::Type);
        let modifier =
            ty.map(|ty| self.text(ty)).filter(|text| text.eq_ignore_ascii_case("readonly") || text.eq_ignore_ascii_case("final"));
        let promoted = modifier.is_some() || node.kind() == Kind::PropertyPromotionParameter;
        Param {
            span: self.span(node),
            name: name.map_or_else(Box::default, |name| self.variable_name(name).0),
            ty: ty.filter(|_| modifier.is_none()).map(|ty| self.ty(ty)),
            default: node.get(Field::DefaultValue).map(|value| self.expr(value)),
            variadic: node.kind() == Kind::VariadicParameter,
            by_ref: reference.is_some() || node.has(Kind::ReferenceModifier),
            promoted: promoted.then(|| self.visibility(node)),
            attributes: self.attributes(node),
            hooks: self.hooks(node),
        }
    }

    /// The attributes in front of a declaration.
    pub(super) fn attributes(&mut self, node: Node<'t>) -> Vec<Attribute> {
        let Some(list) = node.find(Kind::AttributeList) else { return Vec::new() };
        let mut attributes = Vec::new();
        for group in list.parts() {
            for attribute in group.parts().filter(|part| part.kind() == Kind::Attribute) {
                let Some(name) = attribute.first() else { continue };
                let args = attribute.get(Field::Parameters).map_or_else(Vec::new, |args| self.args(args).0);
                attributes.push(Attribute { name: self.class_name(name), args });
            }
        }
        attributes
    }

    /// The hooks of a property.
    pub(super) fn hooks(&mut self, node: Node<'t>) -> Vec<Function> {
        let Some(list) = node.find(Kind::PropertyHookList) else { return Vec::new() };
        list.parts().filter(|part| part.kind() == Kind::PropertyHook).map(|hook| self.hook(hook)).collect()
    }

    fn hook(&mut self, node: Node<'t>) -> Function {
        let name = node.find(Kind::Name);
        Function {
            span: self.span(node),
            name: name.map_or("", |name| self.text(name)).to_ascii_lowercase().into(),
            name_span: self.span(name.unwrap_or(node)),
            params: self.params(node.get(Field::Parameters)),
            return_type: None,
            body: node.get(Field::Body).map(|body| self.arrow_body(body)),
            is_static: false,
            is_abstract: false,
            visibility: Visibility::Public,
            attributes: self.attributes(node),
            doc: None,
        }
    }

    /// A body in braces, or the expression behind `=>` as what is returned.
    fn arrow_body(&mut self, body: Node<'t>) -> Vec<Stmt> {
        if body.kind() == Kind::CompoundStatement {
            return self.block(body);
        }
        let value = self.expr(body);
        vec![Stmt { span: value.span, kind: StmtKind::Return(Some(value)) }]
    }

    /// `function () {…}` and `fn () => …`
    pub(super) fn closure(&mut self, node: Node<'t>) -> ExprKind {
        let params = self.params(node.get(Field::Parameters));
        let body = node.get(Field::Body).map_or_else(Vec::new, |body| self.arrow_body(body));
        ExprKind::Closure(Box::new(Closure {
            span: self.span(node),
            arrow: node.kind() == Kind::ArrowFunction,
            is_static: node.has(Kind::StaticModifier),
            params,
            uses: self.closure_uses(node),
            body,
            return_type: node.get(Field::ReturnType).map(|ty| self.ty(ty)),
            attributes: self.attributes(node),
        }))
    }

    fn closure_uses(&self, node: Node<'t>) -> Vec<(Box<str>, bool)> {
        let Some(clause) = node.find(Kind::AnonymousFunctionUseClause) else { return Vec::new() };
        let mut uses = Vec::new();
        for part in clause.parts() {
            let by_ref = part.kind() == Kind::ByRef;
            if let Some(variable) = if by_ref { part.first() } else { Some(part) } {
                uses.push((self.variable_name(variable).0, by_ref));
            }
        }
        uses
    }

    /// The arguments between parentheses, and whether they make a closure of the callee.
    pub(super) fn args(&mut self, list: Node<'t>) -> (Vec<Arg>, bool) {
        let mut args = Vec::new();
        let mut first_class = false;
        for part in list.parts() {
            match part.kind() {
                Kind::VariadicPlaceholder => first_class = true,
                Kind::Argument => {
                    if part.has(Kind::ArgumentPlaceholder) {
                        first_class = true;
                    }
                    args.push(self.arg(part));
                }
                _ => {}
            }
        }
        (args, first_class)
    }

    fn arg(&mut self, node: Node<'t>) -> Arg {
        let name = node.get(Field::Name);
        let value = node.parts().find(|part| part.field() != Field::Name && part.kind() != Kind::ReferenceModifier);
        let (value, spread) = match value {
            Some(part) if part.kind() == Kind::VariadicUnpacking => (part.first(), true),
            value => (value, false),
        };
        Arg { name: name.map(|name| self.text(name).into()), spread, value: self.expr_or_nothing(value, node) }
    }

    /// The expression, or an empty one in its place.
    pub(super) fn expr_or_nothing(&mut self, node: Option<Node<'t>>, place: Node<'_>) -> Expr {
        match node {
            Some(node) => self.expr(node),
            None => self.nothing(place.start(), place.end()),
        }
    }
}
