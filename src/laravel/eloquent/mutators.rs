//! What a model's mutators do with an attribute: whether the column of its name gets a value all the same.

use crate::php::ast::{Callee, Expr, ExprKind, Function, Member, NewClass};
use crate::php::visit::{self, Node};

/// Whether `setNameAttribute($value)` writes the attribute of its own name, whatever it makes of the value.
pub(in crate::laravel) fn writes_its_own(function: &Function, attribute: &str) -> bool {
    let is_its = |target: &Expr| {
        let ExprKind::Index { base, index: Some(index) } = &target.kind else { return false };
        let ExprKind::Property { name: Member::Named(property, _), .. } = &base.kind else { return false };
        **property == *"attributes" && matches!(&index.kind, ExprKind::String(name) if **name == *attribute)
    };
    let mut found = false;
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let Node::Expr(Expr { kind: ExprKind::Assign { target, .. }, .. }) = node {
            found |= is_its(target);
        }
        true
    });
    found
}

/// Whether a method that gives an `Attribute` says how the attribute is set: `Attribute::make(set: …)`, the second argument, or
/// `->set(…)`. One that does not leaves it to the column.
pub(in crate::laravel) fn sets(function: &Function) -> bool {
    let mut found = false;
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        let Node::Expr(expr) = node else { return true };
        let (name, args) = match &expr.kind {
            ExprKind::Call(call) => match &call.callee {
                Callee::Static { name: Member::Named(name, _), .. } | Callee::Method { name: Member::Named(name, _), .. } => {
                    (Some(&**name), &call.args)
                }
                _ => return true,
            },
            ExprKind::New { class: NewClass::Ref(_), args } => (None, args),
            _ => return true,
        };
        let by_name = args.iter().any(|arg| arg.spread || arg.name.as_deref() == Some("set"));
        let by_place = name.is_none_or(|name| name.eq_ignore_ascii_case("make")) && args.len() > 1 && args[1].name.is_none();
        found |= by_name || by_place || name.is_some_and(|name| name.eq_ignore_ascii_case("set"));
        true
    });
    // What is put together elsewhere may do anything.
    let is_plain = function.body.as_deref().is_some_and(|body| body.len() == 1);
    found || !is_plain
}
