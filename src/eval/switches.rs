//! Switches that code has for those who use it: static properties that a method of the class sets.

use super::{Host, Interp};
use crate::php::ast::{BinaryOp, Callee, ClassRef, Expr, ExprKind, Member, StmtKind, UnaryOp};
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// A way that is taken where a condition holds, or does not. Where that is not so before somebody turns a switch, the host
    /// gets to know.
    pub(super) fn option<T>(&mut self, condition: &'a Expr, holds: bool, way: impl FnOnce(&mut Self) -> T) -> T {
        let before = (H::EXPLORE && self.as_declared(condition) == Some(!holds)).then(|| H::enter_option(self));
        let result = way(self);
        if let Some(before) = before {
            H::leave_option(self, before);
        }
        result
    }

    /// How a condition comes out that asks for such a switch, by itself or through a method that does nothing else, if nobody has
    /// turned it.
    fn as_declared(&self, condition: &'a Expr) -> Option<bool> {
        match &condition.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.as_declared(operand).map(|truth| !truth),
            ExprKind::Binary { op: BinaryOp::And, left, right } => {
                let both = [self.as_declared(left), self.as_declared(right)];
                both.contains(&Some(false)).then_some(false)
            }
            ExprKind::StaticProperty { class, name: Member::Named(name, _) } => {
                self.declared_switch(self.class_of_ref(class)?, name)
            }
            ExprKind::Call(call) => {
                let Callee::Static { class, name: Member::Named(name, _) } = &call.callee else { return None };
                let class = self.class_of_ref(class)?;
                let [only] = self.program.method(class, name)?.function.body.as_deref()? else { return None };
                let StmtKind::Return(Some(value)) = &only.kind else { return None };
                let ExprKind::StaticProperty { name: Member::Named(name, _), .. } = &value.kind else { return None };
                self.declared_switch(class, name)
            }
            _ => None,
        }
    }

    /// What a switch is declared to be.
    fn declared_switch(&self, class: ClassDecl<'a>, name: &str) -> Option<bool> {
        let (_, declared) = self.program.property(class, name)?;
        let ExprKind::Bool(on) = declared.default.as_ref()?.kind else { return None };
        self.is_set_by_method(class, name).then_some(on)
    }

    fn class_of_ref(&self, class: &ClassRef) -> Option<ClassDecl<'a>> {
        match class {
            ClassRef::Named(name) => self.program.class(&name.resolved),
            ClassRef::SelfClass(_) | ClassRef::Static(_) => self.frame.late.or(self.frame.scope),
            ClassRef::Parent(_) | ClassRef::Dynamic(_) => None,
        }
    }

    /// Whether a static property is one of a class, and a method of it gives it another value.
    fn is_set_by_method(&self, class: ClassDecl<'a>, name: &str) -> bool {
        let Some((owner, _)) = self.program.property(class, name) else { return false };
        owner.decl.methods.iter().any(|method| {
            let mut sets = false;
            visit::statements(method.body.as_deref().unwrap_or_default(), &mut |node| {
                if let Node::Expr(Expr { kind: ExprKind::Assign { target, .. }, .. }) = node
                    && let ExprKind::StaticProperty { name: Member::Named(assigned, _), .. } = &target.kind
                {
                    sets |= **assigned == *name;
                }
                true
            });
            sets
        })
    }
}
