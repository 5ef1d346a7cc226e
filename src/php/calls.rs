//! What each function of a file calls, by names alone, and what a file declares. Both are asked for again and again, and are
//! worked out once for a tree.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::ast::{Callee, Class, ClassRef, Expr, ExprKind, File, Function, NewClass, Stmt, StmtKind};
use super::visit::{self, Node};
use crate::source::Span;

/// What a function calls.
#[derive(Clone, Debug)]
pub struct Calls {
    /// Its declaration.
    pub span: Span,
    /// Its name without namespace, in lower case.
    pub name: Box<str>,
    /// The names of functions and methods that it calls, in lower case.
    pub names: BTreeSet<Box<str>>,
    /// The names of the classes without namespace whose static methods it calls, in lower case.
    pub classes: BTreeSet<Box<str>>,
    /// Whether it calls a method whose name is computed.
    pub calls_any: bool,
}

/// What is worked out of a tree when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Once {
    calls: OnceLock<Vec<Calls>>,
    /// Whether there are declarations inside of expressions.
    hides: OnceLock<bool>,
}

impl File {
    /// What each function and method of the file calls; what closures call, the function around them does.
    #[must_use]
    pub fn calls(&self) -> &[Calls] {
        self.once.calls.get_or_init(|| {
            let (classes, functions) = declared_in(&self.statements);
            let methods = classes.iter().flat_map(|class| &class.methods);
            functions.into_iter().chain(methods).map(calls_of).collect()
        })
    }

    /// Calls `visit` for every statement of the file that declares something: at its top, in blocks, in functions, in closures.
    pub fn declarations<'a>(&'a self, visit: &mut dyn FnMut(&'a Stmt)) {
        let hides = *self.once.hides.get_or_init(|| hides_declarations(&self.statements));
        let declares = |stmt: &Stmt| matches!(stmt.kind, StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Const(_));
        visit::statements(&self.statements, &mut |node| match node {
            Node::Stmt(stmt) => {
                if declares(stmt) {
                    visit(stmt);
                }
                true
            }
            Node::Expr(_) => hides,
        });
    }
}

/// Whether something is declared inside of an expression: in a closure's body.
fn hides_declarations(statements: &[Stmt]) -> bool {
    let (mut deep, mut shallow) = (0_usize, 0_usize);
    let is_one = |node: &Node<'_>| {
        let Node::Stmt(stmt) = node else { return false };
        matches!(stmt.kind, StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Const(_))
    };
    visit::statements(statements, &mut |node| {
        deep += usize::from(is_one(&node));
        true
    });
    visit::statements(statements, &mut |node| {
        shallow += usize::from(is_one(&node));
        matches!(node, Node::Stmt(_))
    });
    deep != shallow
}

fn calls_of(function: &Function) -> Calls {
    let name = function.name.rsplit('\\').next().unwrap_or_default().to_ascii_lowercase().into_boxed_str();
    let mut calls = Calls { span: function.span, name, names: BTreeSet::new(), classes: BTreeSet::new(), calls_any: false };
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let Node::Expr(expr) = node {
            calls.add(expr);
        }
        true
    });
    calls
}

impl Calls {
    fn add(&mut self, expr: &Expr) {
        let lower = |name: &str| name.to_ascii_lowercase().into_boxed_str();
        let method = match &expr.kind {
            ExprKind::Call(call) => match &call.callee {
                Callee::Function(name) => Some(lower(name.base())),
                Callee::Method { name, .. } => name.named().map(lower),
                Callee::Static { class, name } => {
                    if let ClassRef::Named(class) = class {
                        self.classes.insert(lower(class.base()));
                    }
                    name.named().map(lower)
                }
                Callee::Dynamic(_) => return,
            },
            ExprKind::New { class: NewClass::Ref(_), .. } => Some(lower("__construct")),
            _ => return,
        };
        match method {
            Some(name) => drop(self.names.insert(name)),
            None => self.calls_any = true,
        }
    }
}

/// The classes (anonymous ones too) and functions that statements declare, wherever they stand.
#[must_use]
pub fn declared_in(statements: &[Stmt]) -> (Vec<&Class>, Vec<&Function>) {
    let mut classes: Vec<&Class> = Vec::new();
    let mut functions: Vec<&Function> = Vec::new();
    let mut bodies: Vec<&[Stmt]> = vec![statements];
    while let Some(body) = bodies.pop() {
        visit::statements(body, &mut |node| {
            let class = match node {
                Node::Stmt(Stmt { kind: StmtKind::Class(class), .. }) => Some(&**class),
                Node::Stmt(Stmt { kind: StmtKind::Function(function), .. }) => {
                    functions.push(function);
                    bodies.extend(function.body.as_deref());
                    None
                }
                Node::Expr(expr) => match &expr.kind {
                    ExprKind::New { class: NewClass::Anonymous(class), .. } => Some(&**class),
                    _ => None,
                },
                Node::Stmt(_) => None,
            };
            if let Some(class) = class {
                classes.push(class);
                bodies.extend(class.methods.iter().filter_map(|method| method.body.as_deref()));
            }
            true
        });
    }
    classes.sort_by_key(|class| class.span);
    functions.sort_by_key(|function| function.span);
    (classes, functions)
}
