//! Statements of the syntax tree.

use super::{Class, Expr, Function, Name, Type};
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A statement.
#[derive(Debug, Serialize, Deserialize)]
pub struct Stmt {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "most statements are expressions, so boxing them would cost more than it saves")]
pub enum StmtKind {
    /// An expression for its effect.
    Expr(Expr),
    /// `echo`, `print`, `<?= … ?>`
    Echo(Vec<Expr>),
    /// `return`
    Return(Option<Expr>),
    /// `if` with all its `elseif`, each condition with its body
    If {
        /// Condition and body, in order.
        branches: Vec<(Expr, Vec<Stmt>)>,
        /// `else`
        otherwise: Option<Vec<Stmt>>,
    },
    /// `while`
    While(Expr, Vec<Stmt>),
    /// `do … while`
    DoWhile(Vec<Stmt>, Expr),
    /// `for`
    For {
        /// Before the first turn.
        init: Vec<Expr>,
        /// Before each turn; the last one decides.
        condition: Vec<Expr>,
        /// After each turn.
        step: Vec<Expr>,
        /// Each turn.
        body: Vec<Stmt>,
    },
    /// `foreach`
    Foreach {
        /// What is walked.
        subject: Expr,
        /// The target of the keys.
        key: Option<Expr>,
        /// The target of the values; may be a list.
        value: Expr,
        /// `&$value`
        by_ref: bool,
        /// Each turn.
        body: Vec<Stmt>,
    },
    /// `switch`
    Switch {
        /// What is compared.
        subject: Expr,
        /// The cases, in order: a test (none for `default`) and a body.
        cases: Vec<(Option<Expr>, Vec<Stmt>)>,
    },
    /// `break`, with the number of levels (1 where none is written)
    Break(u32),
    /// `continue`, with the number of levels
    Continue(u32),
    /// `try`
    Try {
        /// What may throw.
        body: Vec<Stmt>,
        /// Its handlers.
        catches: Vec<Catch>,
        /// `finally`
        finally: Option<Vec<Stmt>>,
    },
    /// `/** @var User $user */` at a statement: what a variable is there, unless the code tells.
    Documented(Box<str>, Type),
    /// `global $a, $b`
    Global(Vec<Box<str>>),
    /// `static $a = 1`
    StaticVars(Vec<(Box<str>, Option<Expr>)>),
    /// `unset(…)`
    Unset(Vec<Expr>),
    /// A named function.
    Function(Box<Function>),
    /// A class, interface, trait or enum.
    Class(Box<Class>),
    /// `const NAME = …` outside classes; names are fully qualified
    Const(Vec<(Box<str>, Expr)>),
    /// `{…}`, `namespace X {…}`
    Block(Vec<Stmt>),
    /// Anything else; its children are kept.
    Other(Vec<Stmt>),
}

/// A `catch` of a `try`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Catch {
    /// From `catch` to the closing brace.
    pub span: Span,
    /// What it catches.
    pub types: Vec<Name>,
    /// The variable, without the dollar sign.
    pub variable: Option<Box<str>>,
    /// What it does.
    pub body: Vec<Stmt>,
}
