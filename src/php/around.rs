//! What stands around a place of a file: the string that it is a part of, and the call that takes it.

use super::ast::{Call, Callee, Class, ClassRef, Expr, ExprKind, File, Function, Member, NewClass, Stmt, StmtKind};
use super::visit::{self, Node};
use crate::source::Span;

/// The surroundings of a place, the narrowest ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The string that the place is a part of, with its quotes.
    pub string: Option<&'a Expr>,
    /// The call or `new` that has the place among its arguments.
    pub call: Option<Taker<'a>>,
}

/// A call that takes something.
#[derive(Clone, Copy, Debug)]
pub struct Taker<'a> {
    /// The whole expression.
    pub span: Span,
    /// Where the name of what is called stands, if it is written out.
    pub name_span: Option<Span>,
    /// That name, without its namespace; empty if it is not written out.
    pub name: &'a str,
}

/// Looks for what stands around a place of this file.
#[must_use]
pub fn around<'a>(file: &'a File, at: Span) -> Around<'a> {
    let mut found = Around::default();
    // Bodies of functions and classes are no part of the walk over the statements that they are declared among.
    let mut open = vec![Part::Statements(&file.statements)];
    while let Some(part) = open.pop() {
        let mut inner = Vec::new();
        let mut look = |node: Node<'a>| note(node, at, &mut found, &mut inner);
        match part {
            Part::Statements(statements) => visit::statements(statements, &mut look),
            Part::Value(value) => visit::expression(value, &mut look),
        }
        open.extend(inner);
    }
    found
}

/// Something to walk over.
enum Part<'a> {
    Statements(&'a [Stmt]),
    Value(&'a Expr),
}

/// Takes note of a node; answers whether the place may be in it.
fn note<'a>(node: Node<'a>, at: Span, found: &mut Around<'a>, inner: &mut Vec<Part<'a>>) -> bool {
    let expr = match node {
        Node::Stmt(stmt) => {
            match &stmt.kind {
                StmtKind::Function(function) => of_function(function, at, inner),
                StmtKind::Class(class) => of_class(class, at, inner),
                _ => {}
            }
            return true;
        }
        Node::Expr(expr) => expr,
    };
    if !expr.span.contains(at) {
        return false;
    }
    match &expr.kind {
        ExprKind::String(_) | ExprKind::Interpolated(_) => found.string = Some(expr),
        ExprKind::Call(call) if call.args.iter().any(|arg| arg.value.span.contains(at)) => {
            let (name, name_span) = called(call);
            found.call = Some(Taker { span: expr.span, name_span, name });
        }
        ExprKind::New { class, args } => {
            if args.iter().any(|arg| arg.value.span.contains(at)) {
                let (name, name_span) = match class {
                    NewClass::Ref(ClassRef::Named(name)) => (name.base(), Some(name.span)),
                    _ => ("", None),
                };
                found.call = Some(Taker { span: expr.span, name_span, name });
            }
            if let NewClass::Anonymous(class) = class {
                of_class(class, at, inner);
            }
        }
        _ => {}
    }
    true
}

/// The name of what is called, and where it stands.
fn called(call: &Call) -> (&str, Option<Span>) {
    match &call.callee {
        Callee::Function(name) => (name.base(), Some(name.span)),
        Callee::Method { name: Member::Named(name, span), .. } | Callee::Static { name: Member::Named(name, span), .. } => {
            (name, Some(*span))
        }
        _ => ("", None),
    }
}

fn of_function<'a>(function: &'a Function, at: Span, inner: &mut Vec<Part<'a>>) {
    if function.span.contains(at) {
        inner.push(Part::Statements(function.body.as_deref().unwrap_or_default()));
    }
}

fn of_class<'a>(class: &'a Class, at: Span, inner: &mut Vec<Part<'a>>) {
    let values = class.properties.iter().filter_map(|property| property.default.as_ref());
    let values = values.chain(class.constants.iter().map(|constant| &constant.value));
    let values = values.chain(class.cases.iter().filter_map(|case| case.value.as_ref()));
    inner.extend(values.filter(|value| value.span.contains(at)).map(Part::Value));
    for method in &class.methods {
        of_function(method, at, inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// The string around the mark `¦`, which is taken out, and the name of the call.
    fn told(text: &str) -> String {
        let (before, after) = text.split_once('¦').expect("a mark");
        let code = format!("<?php {before}{after}");
        let at = 6 + before.len();
        let file = super::super::parse(FileId(0), &code);
        let around = around(&file, Span::new(FileId(0), at, at));
        let string = around.string.map_or("-", |string| &code[string.span.range()]);
        let call = around.call.map_or("-", |call| if call.name.is_empty() { "?" } else { call.name });
        format!("{string} {call}")
    }

    #[test]
    fn the_narrowest_surroundings_count() {
        for (text, expected) in [
            ("DB::table('a¦b')->get();", "'ab' table"),
            ("DB::table('a')->insert(compact('b¦'));", "'b' compact"),
            ("DB::table('a')->insert(['b¦' => f($c)]);", "'b' insert"),
            ("function f() { return \"x{$y} z¦\"; }", "\"x{$y} z\" -"),
            ("class A { protected $table = 'a¦'; }", "'a' -"),
            ("return new class extends M { function up() { new \\App\\User(['a¦' => 1]); } };", "'a' User"),
            ("$f('a¦');", "'a' ?"),
            ("tap($x, function ($x) { $x->na¦me = 1; });", "- tap"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
