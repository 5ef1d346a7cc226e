//! The PHP syntax tree: small, owned, with spans, and free of any parser's types.
//!
//! Names are resolved while the tree is built, because only then the namespace and the `use`
//! declarations around a name are at hand. What the tree does not model keeps its children
//! ([`ExprKind::Other`], [`StmtKind::Other`]), so that calls inside are still seen.

mod declarations;
mod expressions;
mod statements;

pub use declarations::{
    Attribute, Class, ClassConst, ClassKind, EnumCase, Function, Param, PropertyDecl, TraitAlias, TraitUse, Type, Visibility,
};
pub use expressions::{
    Arg, ArrayItem, BinaryOp, Call, Callee, CastKind, Closure, Expr, ExprKind, Magic, MatchArm, NewClass, Piece, UnaryOp,
};
pub use statements::{Catch, Stmt, StmtKind};

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// One parsed file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct File {
    /// The statements at the top, in order; those of a `namespace` block are among them.
    pub statements: Vec<Stmt>,
    /// Every `namespace`, in order.
    pub namespaces: Vec<Namespace>,
    /// Every name that a `use` imports, in order.
    pub imports: Vec<Import>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
    /// Places that could not be parsed. What stands around them is in the tree.
    pub errors: Vec<SyntaxError>,
    /// Why the whole file was left out, if it was: nothing of it is in the tree then.
    pub given_up: Option<String>,
    /// What is worked out of it once.
    #[serde(skip)]
    pub(super) once: super::calls::Once,
}

/// A `namespace`, which holds to the next one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Namespace {
    /// Up to the name's end, with the semicolon or brace that follows.
    pub span: Span,
    /// Its name, without a leading backslash; empty for the global one.
    pub name: Box<str>,
}

/// A name that a `use` imports.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Import {
    /// The whole declaration, which may import other names too.
    pub span: Span,
    /// Whether it is a class or a namespace, and no function or constant.
    pub is_class: bool,
    /// The full name, without a leading backslash.
    pub path: Box<str>,
    /// What it is called here.
    pub alias: Box<str>,
}

/// A comment with its markers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Comment {
    /// From the first `/` or `#` to the end of the line's text or the closing `*/`.
    pub span: Span,
}

/// A place that the parser could not make sense of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SyntaxError {
    /// What could not be parsed.
    pub span: Span,
    /// A sentence without a full stop.
    pub message: String,
}

/// A name of a class, function or constant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Name {
    /// Where it is written.
    pub span: Span,
    /// The fully qualified name, without a leading backslash, spelled as its parts were.
    pub resolved: Box<str>,
    /// For an unqualified function or constant inside a namespace: the global name that PHP tries next.
    pub fallback: Option<Box<str>>,
}

impl Name {
    /// The part behind the last backslash.
    #[must_use]
    pub fn base(&self) -> &str {
        self.resolved.rsplit('\\').next().unwrap_or_default()
    }
}

/// The class that a static call, a constant or `new` speaks of.
#[derive(Debug, Serialize, Deserialize)]
pub enum ClassRef {
    /// A class by name.
    Named(Name),
    /// `self`
    SelfClass(Span),
    /// `static`
    Static(Span),
    /// `parent`
    Parent(Span),
    /// `$class::…`, `new $class`
    Dynamic(Box<Expr>),
}

/// The name behind `->` or `::`.
#[derive(Debug, Serialize, Deserialize)]
pub enum Member {
    /// Written out. For a static property without its `$`.
    Named(Box<str>, Span),
    /// `->{$expression}`, `->$name`, `::$name()`
    Dynamic(Box<Expr>),
}

impl Member {
    /// The written name, if it is written.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Member::Named(name, _) => Some(name),
            Member::Dynamic(_) => None,
        }
    }

    /// Where the name stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Member::Named(_, span) => *span,
            Member::Dynamic(expr) => expr.span,
        }
    }
}
