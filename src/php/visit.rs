//! Walks over a syntax tree, for questions that need no evaluation.

use super::ast::{Arg, ArrayItem, Callee, ClassRef, Expr, ExprKind, Member, NewClass, Piece, Stmt, StmtKind};

/// What is met on a walk.
pub enum Node<'a> {
    /// An expression, before its children.
    Expr(&'a Expr),
    /// A statement, before its children.
    Stmt(&'a Stmt),
}

/// Calls `visit` for every statement and expression below `statements`, in the order in which they
/// are written. Where `visit` answers `false`, the children are left out. Bodies of closures are
/// walked; those of named functions and classes inside are not.
pub fn statements<'a>(statements: &'a [Stmt], visit: &mut dyn FnMut(Node<'a>) -> bool) {
    for statement in statements {
        self::statement(statement, visit);
    }
}

fn statement<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if !visit(Node::Stmt(stmt)) {
        return;
    }
    match &stmt.kind {
        StmtKind::Expr(expr) => expression(expr, visit),
        StmtKind::Echo(list) | StmtKind::Unset(list) => expressions(list, visit),
        StmtKind::Return(value) => expressions(value, visit),
        StmtKind::If { branches, otherwise } => {
            for (condition, body) in branches {
                expression(condition, visit);
                statements(body, visit);
            }
            statements(otherwise.as_deref().unwrap_or_default(), visit);
        }
        StmtKind::While(condition, body) | StmtKind::DoWhile(body, condition) => {
            expression(condition, visit);
            statements(body, visit);
        }
        StmtKind::For { init, condition, step, body } => {
            expressions(init, visit);
            expressions(condition, visit);
            expressions(step, visit);
            statements(body, visit);
        }
        StmtKind::Foreach { subject, key, value, body, .. } => {
            expression(subject, visit);
            expressions(key, visit);
            expression(value, visit);
            statements(body, visit);
        }
        StmtKind::Switch { subject, cases } => {
            expression(subject, visit);
            for (test, body) in cases {
                expressions(test, visit);
                statements(body, visit);
            }
        }
        StmtKind::Try { body, catches, finally } => {
            statements(body, visit);
            for catch in catches {
                statements(&catch.body, visit);
            }
            statements(finally.as_deref().unwrap_or_default(), visit);
        }
        StmtKind::StaticVars(variables) => variables.iter().for_each(|(_, default)| expressions(default, visit)),
        StmtKind::Const(constants) => constants.iter().for_each(|(_, value)| expression(value, visit)),
        StmtKind::Block(body) | StmtKind::Other(body) => statements(body, visit),
        StmtKind::Break(_)
        | StmtKind::Continue(_)
        | StmtKind::Global(_)
        | StmtKind::Documented(..)
        | StmtKind::Function(_)
        | StmtKind::Class(_) => {}
    }
}

fn expressions<'a>(list: impl IntoIterator<Item = &'a Expr>, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    for expr in list {
        expression(expr, visit);
    }
}

fn arguments<'a>(args: &'a [Arg], visit: &mut dyn FnMut(Node<'a>) -> bool) {
    expressions(args.iter().map(|arg| &arg.value), visit);
}

fn member<'a>(name: &'a Member, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if let Member::Dynamic(expr) = name {
        expression(expr, visit);
    }
}

fn class<'a>(class: &'a ClassRef, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if let ClassRef::Dynamic(expr) = class {
        expression(expr, visit);
    }
}

/// As [`statements`], for one expression and everything below it.
pub fn expression<'a>(expr: &'a Expr, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if !visit(Node::Expr(expr)) {
        return;
    }
    match &expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::String(_)
        | ExprKind::Variable(_)
        | ExprKind::Constant(_)
        | ExprKind::Magic(_) => {}
        ExprKind::Interpolated(pieces) => {
            for piece in pieces {
                if let Piece::Expr(inner) = piece {
                    expression(inner, visit);
                }
            }
        }
        ExprKind::Array(items) => {
            for ArrayItem { key, value, .. } in items {
                expressions(key, visit);
                expressions(value, visit);
            }
        }
        ExprKind::VariableVariable(inner)
        | ExprKind::Unary { operand: inner, .. }
        | ExprKind::IncDec { target: inner, .. }
        | ExprKind::Cast { operand: inner, .. }
        | ExprKind::Empty(inner)
        | ExprKind::Include(inner)
        | ExprKind::Throw(inner)
        | ExprKind::YieldFrom(inner)
        | ExprKind::Clone(inner) => expression(inner, visit),
        ExprKind::Property { object, name, .. } => {
            expression(object, visit);
            member(name, visit);
        }
        ExprKind::StaticProperty { class: owner, name } | ExprKind::ClassConstant { class: owner, name } => {
            class(owner, visit);
            member(name, visit);
        }
        ExprKind::Index { base, index } => {
            expression(base, visit);
            expressions(index.as_deref(), visit);
        }
        ExprKind::Call(call) => {
            match &call.callee {
                Callee::Function(_) => {}
                Callee::Dynamic(callee) => expression(callee, visit),
                Callee::Method { object, name, .. } => {
                    expression(object, visit);
                    member(name, visit);
                }
                Callee::Static { class: owner, name } => {
                    class(owner, visit);
                    member(name, visit);
                }
            }
            arguments(&call.args, visit);
        }
        ExprKind::New { class: new, args } => {
            if let NewClass::Ref(owner) = new {
                class(owner, visit);
            }
            arguments(args, visit);
        }
        ExprKind::Closure(closure) => statements(&closure.body, visit),
        ExprKind::Assign { target, value, .. } | ExprKind::AssignOp { target, value, .. } => {
            expression(target, visit);
            expression(value, visit);
        }
        ExprKind::Binary { left, right, .. } => {
            expression(left, visit);
            expression(right, visit);
        }
        ExprKind::Ternary { condition, then, otherwise } => {
            expression(condition, visit);
            expressions(then.as_deref(), visit);
            expression(otherwise, visit);
        }
        ExprKind::InstanceOf { operand, class: owner } => {
            expression(operand, visit);
            class(owner, visit);
        }
        ExprKind::Match { subject, arms } => {
            expression(subject, visit);
            for arm in arms {
                expressions(arm.tests.iter().flatten(), visit);
                expression(&arm.body, visit);
            }
        }
        ExprKind::Isset(list) | ExprKind::Other(list) => expressions(list, visit),
        ExprKind::Yield(key, value) => {
            expressions(key.as_deref(), visit);
            expressions(value.as_deref(), visit);
        }
        ExprKind::Exit(value) => expressions(value.as_deref(), visit),
    }
}
