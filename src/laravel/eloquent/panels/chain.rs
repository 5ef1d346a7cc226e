//! Calls one behind the other, as components of Filament are written: `X::make('name')->sortable()->searchable()`.

use crate::php::ast::{Arg, Callee, ClassRef, Expr, ExprKind};
use crate::source::Span;

/// What a chain of calls begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Root<'a> {
    /// `X::make(…)`: the class, and what it is made from.
    Made(&'a str, &'a [Arg]),
    /// `$name`
    Variable(&'a str),
    /// Anything else.
    Other(&'a Expr),
}

/// Calls one behind the other.
pub(super) struct Chain<'a> {
    pub(super) root: Root<'a>,
    /// The methods, the last one first, with their arguments.
    pub(super) links: Vec<(&'a str, &'a [Arg])>,
}

impl<'a> Chain<'a> {
    /// The chain that ends in an expression; none if it is no call of a method, and makes nothing.
    pub(super) fn of(expr: &'a Expr) -> Option<Self> {
        let (mut expr, mut links) = (expr, Vec::new());
        let root = loop {
            let ExprKind::Call(call) = &expr.kind else {
                break match &expr.kind {
                    ExprKind::Variable(name) => Root::Variable(name),
                    _ => Root::Other(expr),
                };
            };
            match &call.callee {
                Callee::Method { object, name, .. } if name.named().is_some() => {
                    links.push((name.named().unwrap_or_default(), call.args.as_slice()));
                    expr = object;
                }
                Callee::Static { class: ClassRef::Named(class), name } if is_make(name.named()) => {
                    break Root::Made(&class.resolved, &call.args);
                }
                _ => break Root::Other(expr),
            }
        };
        (!links.is_empty() || matches!(root, Root::Made(..))).then_some(Chain { root, links })
    }

    /// Whether a method of one of these names is called.
    pub(super) fn calls(&self, names: &[&str]) -> bool {
        self.links.iter().any(|(method, _)| names.iter().any(|name| method.eq_ignore_ascii_case(name)))
    }

    /// The arguments of the last call of a method.
    pub(super) fn last(&self, method: &str) -> Option<&'a [Arg]> {
        self.links.iter().find(|(name, _)| name.eq_ignore_ascii_case(method)).map(|(_, args)| *args)
    }

    /// Whether it says something of the table at hand: `$table->…`, `PostsTable::configure($table)->…`.
    pub(super) fn is_of_table(&self) -> bool {
        match self.root {
            Root::Variable(name) => name == "table",
            Root::Other(Expr { kind: ExprKind::Call(call), .. }) => match &call.callee {
                Callee::Static { .. } => {
                    let is_table = |arg: &Arg| matches!(&arg.value.kind, ExprKind::Variable(name) if **name == *"table");
                    call.args.first().is_some_and(is_table)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The name of the relation that a component is made for, where that is written out: `relationship('author')`, or
    /// `make('author')->relationship()`.
    pub(super) fn relation(&self) -> Option<&'a str> {
        let args = self.last("relationship")?;
        let made = match self.root {
            Root::Made(_, args) => args.first().map(|arg| &arg.value),
            _ => None,
        };
        match &argument(args, 0, "name").or(made)?.kind {
            ExprKind::String(name) => Some(name),
            _ => None,
        }
    }
}

fn is_make(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.eq_ignore_ascii_case("make"))
}

/// The argument at a position, or of a name.
pub(super) fn argument<'a>(args: &'a [Arg], position: usize, name: &str) -> Option<&'a Expr> {
    let named = args.iter().find(|arg| arg.name.as_deref() == Some(name));
    named.or_else(|| args.get(position).filter(|arg| arg.name.is_none())).map(|arg| &arg.value)
}

/// The place of a closure; none if the expression is none.
pub(super) fn closure(expr: &Expr) -> Option<Span> {
    match &expr.kind {
        ExprKind::Closure(closure) => Some(closure.span),
        _ => None,
    }
}

/// Whether an expression is `true` or `false`.
pub(super) fn is_literal(expr: &Expr, word: &str) -> bool {
    match &expr.kind {
        ExprKind::Constant(name) => name.base().eq_ignore_ascii_case(word),
        ExprKind::Bool(value) => (word == "true") == *value,
        _ => false,
    }
}
