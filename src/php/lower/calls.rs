//! Calls, `new`, and the class names and members that they speak of.

use super::Lower;
use crate::php::ast::{Arg, Call, Callee, ClassRef, Expr, ExprKind, Member, Name, NewClass};
use crate::php::kind::{Field, Kind};
use crate::php::names::Resolved;
use crate::php::tree::Node;
use crate::source::Span;

impl<'t> Lower<'t> {
    /// `name(…)`, with the constructs of the language that look like it.
    pub(super) fn function_call(&mut self, node: Node<'t>) -> ExprKind {
        let Some(name) = node.get(Field::Function) else { return ExprKind::Other(Vec::new()) };
        let (args, first_class) = self.call_args(node);
        let text = self.text(name).strip_prefix('\\').unwrap_or(self.text(name));
        if !first_class {
            if text.eq_ignore_ascii_case("isset") {
                return ExprKind::Isset(args.into_iter().map(|arg| arg.value).collect());
            }
            if text.eq_ignore_ascii_case("empty") && args.len() == 1 {
                let value = args.into_iter().next().map(|arg| arg.value);
                return value.map_or(ExprKind::Other(Vec::new()), |value| ExprKind::Empty(Box::new(value)));
            }
            if text.eq_ignore_ascii_case("exit") || text.eq_ignore_ascii_case("die") {
                return ExprKind::Exit(args.into_iter().next().map(|arg| Box::new(arg.value)));
            }
        }
        let callee = Callee::Function(self.function_name(name));
        ExprKind::Call(Box::new(Call { callee, args, first_class }))
    }

    /// A call of which the left side is an expression that is built already.
    pub(super) fn call_on(&mut self, node: Node<'t>, left: Expr) -> ExprKind {
        let callee = match node.kind() {
            Kind::MemberCallExpression | Kind::NullsafeMemberCallExpression => Callee::Method {
                object: left,
                name: self.member_of(node),
                nullsafe: node.kind() == Kind::NullsafeMemberCallExpression,
            },
            Kind::ScopedCallExpression => Callee::Static { class: ClassRef::Dynamic(Box::new(left)), name: self.member_of(node) },
            _ => Callee::Dynamic(left),
        };
        let (args, first_class) = self.call_args(node);
        ExprKind::Call(Box::new(Call { callee, args, first_class }))
    }

    /// `Class::name(…)`
    pub(super) fn static_call(&mut self, node: Node<'t>) -> ExprKind {
        let class = self.scope_of(node);
        let callee = Callee::Static { class, name: self.member_of(node) };
        let (args, first_class) = self.call_args(node);
        ExprKind::Call(Box::new(Call { callee, args, first_class }))
    }

    fn call_args(&mut self, node: Node<'t>) -> (Vec<Arg>, bool) {
        node.find(Kind::Arguments).map_or((Vec::new(), false), |list| self.args(list))
    }

    /// The class left of `::`.
    pub(super) fn scope_of(&mut self, node: Node<'t>) -> ClassRef {
        match node.get(Field::Scope).or_else(|| node.first()) {
            Some(scope) => self.class_ref(scope),
            None => ClassRef::Static(Span::new(self.file, node.start(), node.start())),
        }
    }

    /// `Class::$name`
    pub(super) fn static_property(&mut self, node: Node<'t>, class: ClassRef) -> ExprKind {
        let name = match node.get(Field::Name) {
            Some(name) if name.kind() == Kind::VariableName => {
                let (name, span) = self.variable_name(name);
                Member::Named(name, span)
            }
            // `A::$$name`: the name of the property is the value of the inner variable.
            Some(name) => match name.first() {
                Some(inner) => Member::Dynamic(Box::new(self.expr(inner))),
                None => self.member(name),
            },
            None => self.member_of(node),
        };
        ExprKind::StaticProperty { class, name }
    }

    /// `Class::NAME`
    pub(super) fn class_constant(&mut self, node: Node<'t>, class: ClassRef) -> ExprKind {
        let name = match node.parts().nth(1) {
            // The grammar hides the expression of `A::{$b}` in a name.
            Some(name) if node.has(Kind::BraceOpen) => Member::Dynamic(Box::new(self.expr(name.first().unwrap_or(name)))),
            Some(name) => self.member(name),
            None => Member::Named(Box::default(), Span::new(self.file, node.end(), node.end())),
        };
        ExprKind::ClassConstant { class, name }
    }

    /// A class by name, by keyword or by expression.
    pub(super) fn class_ref(&mut self, node: Node<'t>) -> ClassRef {
        let node = Self::unwrap(node);
        if !node.kind().is_name() {
            return ClassRef::Dynamic(Box::new(self.expr(node)));
        }
        let text = self.text(node);
        let span = self.span(node);
        if text.eq_ignore_ascii_case("self") {
            ClassRef::SelfClass(span)
        } else if text.eq_ignore_ascii_case("static") {
            ClassRef::Static(span)
        } else if text.eq_ignore_ascii_case("parent") {
            ClassRef::Parent(span)
        } else {
            ClassRef::Named(self.class_name(node))
        }
    }

    /// `new Class(…)`, `new $class`, `new class (…) {…}`
    pub(super) fn new_object(&mut self, node: Node<'t>) -> ExprKind {
        if let Some(anonymous) = node.find(Kind::AnonymousClass) {
            let (args, _) = self.call_args(anonymous);
            let class = NewClass::Anonymous(Box::new(self.class(anonymous)));
            return ExprKind::New { class, args };
        }
        let class = match node.parts().find(|part| part.kind() != Kind::Arguments) {
            Some(class) => self.class_ref(class),
            None => ClassRef::Dynamic(Box::new(self.nothing(node.start(), node.end()))),
        };
        let (args, _) = self.call_args(node);
        ExprKind::New { class: NewClass::Ref(class), args }
    }

    fn function_name(&self, node: Node<'_>) -> Name {
        let text = self.text(node);
        // `eval` is a keyword, which no namespace has.
        let Resolved { name, fallback } = if text.eq_ignore_ascii_case("eval") {
            Resolved { name: text.to_owned(), fallback: None }
        } else {
            self.scope.function(text)
        };
        Name { span: self.span(node), resolved: name.into(), fallback: fallback.map(Into::into) }
    }

    /// A constant's name.
    pub(super) fn constant_name(&self, node: Node<'_>) -> Name {
        let Resolved { name, fallback } = self.scope.constant(self.text(node));
        Name { span: self.span(node), resolved: name.into(), fallback: fallback.map(Into::into) }
    }
}
