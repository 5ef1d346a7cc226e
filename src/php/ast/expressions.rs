//! Expressions of the syntax tree.

use super::{Attribute, Class, ClassRef, Member, Name, Param, Stmt, Type};
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// An expression.
#[derive(Debug, Serialize, Deserialize)]
pub struct Expr {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer; one that does not fit 64 bits is a [`ExprKind::Float`], as in PHP.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string without interpolation: quoted, heredoc or nowdoc. Decoded.
    String(Box<str>),
    /// A string with interpolation: double-quoted or heredoc.
    Interpolated(Vec<Piece>),
    /// `[…]`, `array(…)`, and as a target `[…]`, `list(…)`.
    Array(Vec<ArrayItem>),
    /// `$name`, without the dollar sign.
    Variable(Box<str>),
    /// `$$name`, `${expression}`
    VariableVariable(Box<Expr>),
    /// `$object->name`
    Property {
        /// Left of the arrow.
        object: Box<Expr>,
        /// Right of the arrow.
        name: Member,
        /// `?->`
        nullsafe: bool,
    },
    /// `Class::$name`
    StaticProperty {
        /// Left of `::`.
        class: ClassRef,
        /// Right of `::`, without the dollar sign.
        name: Member,
    },
    /// `Class::NAME`, `Class::class`, an enum case
    ClassConstant {
        /// Left of `::`.
        class: ClassRef,
        /// Right of `::`.
        name: Member,
    },
    /// A constant by name.
    Constant(Name),
    /// `__DIR__` and its like.
    Magic(Magic),
    /// `$base[index]`, `$base[]`
    Index {
        /// What is indexed.
        base: Box<Expr>,
        /// The index; none in `$base[] = …`.
        index: Option<Box<Expr>>,
    },
    /// A call of any kind.
    Call(Box<Call>),
    /// `new Class(…)`
    New {
        /// The class, or an anonymous one.
        class: NewClass,
        /// Its constructor's arguments.
        args: Vec<Arg>,
    },
    /// `function () {…}`, `fn () => …`
    Closure(Box<Closure>),
    /// `target = value`, also with a list as the target; `target = &value`
    Assign {
        /// What is assigned to.
        target: Box<Expr>,
        /// What is assigned.
        value: Box<Expr>,
        /// With `&`.
        by_ref: bool,
    },
    /// `target op= value`
    AssignOp {
        /// The operator without `=`.
        op: BinaryOp,
        /// What is read and assigned to.
        target: Box<Expr>,
        /// The right operand.
        value: Box<Expr>,
    },
    /// `!`, `-`, `+`, `~`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// Two operands, with `&&`, `||` and `??` among the operators.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `++$x`, `$x--`
    IncDec {
        /// The operator stands before the operand.
        prefix: bool,
        /// `++` rather than `--`.
        increment: bool,
        /// What changes.
        target: Box<Expr>,
    },
    /// `condition ? then : otherwise`, `condition ?: otherwise`
    Ternary {
        /// The question.
        condition: Box<Expr>,
        /// None in the short form.
        then: Option<Box<Expr>>,
        /// The other answer.
        otherwise: Box<Expr>,
    },
    /// `(type) operand`
    Cast {
        /// The target type.
        to: CastKind,
        /// What is converted.
        operand: Box<Expr>,
    },
    /// `operand instanceof Class`
    InstanceOf {
        /// Left operand.
        operand: Box<Expr>,
        /// Right operand.
        class: ClassRef,
    },
    /// `match (subject) {…}`
    Match {
        /// What is compared.
        subject: Box<Expr>,
        /// Its arms, in order.
        arms: Vec<MatchArm>,
    },
    /// `isset(…)`
    Isset(Vec<Expr>),
    /// `empty(…)`
    Empty(Box<Expr>),
    /// `include`, `require` and their `_once` forms
    Include(Box<Expr>),
    /// `throw …`
    Throw(Box<Expr>),
    /// `yield`, with the key and the value
    Yield(Option<Box<Expr>>, Option<Box<Expr>>),
    /// `yield from …`
    YieldFrom(Box<Expr>),
    /// `clone …`
    Clone(Box<Expr>),
    /// `exit`, `die`
    Exit(Option<Box<Expr>>),
    /// Anything else that has a value; its children are kept.
    Other(Vec<Expr>),
}

/// A piece of an interpolated string.
#[derive(Debug, Serialize, Deserialize)]
pub enum Piece {
    /// Literal text, decoded, and where it stands.
    Text(Box<str>, Span),
    /// An expression.
    Expr(Expr),
}

/// An element of an array literal or of a list of targets.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArrayItem {
    /// Left of `=>`.
    pub key: Option<Expr>,
    /// The value; none is a hole in a list of targets.
    pub value: Option<Expr>,
    /// `...value`
    pub spread: bool,
    /// `&value`
    pub by_ref: bool,
}

/// A call: who is called, and with what.
#[derive(Debug, Serialize, Deserialize)]
pub struct Call {
    /// Who is called.
    pub callee: Callee,
    /// With what.
    pub args: Vec<Arg>,
    /// `name(...)`: no call, but a closure of the callee.
    pub first_class: bool,
}

/// Who is called.
#[derive(Debug, Serialize, Deserialize)]
pub enum Callee {
    /// `name(…)`
    Function(Name),
    /// `$callable(…)`
    Dynamic(Expr),
    /// `$object->name(…)`
    Method {
        /// Left of the arrow.
        object: Expr,
        /// Right of the arrow.
        name: Member,
        /// `?->`
        nullsafe: bool,
    },
    /// `Class::name(…)`
    Static {
        /// Left of `::`.
        class: ClassRef,
        /// Right of `::`.
        name: Member,
    },
}

/// An argument.
#[derive(Debug, Serialize, Deserialize)]
pub struct Arg {
    /// `name: value`
    pub name: Option<Box<str>>,
    /// `...value`
    pub spread: bool,
    /// The value.
    pub value: Expr,
}

/// What stands behind `new`.
#[derive(Debug, Serialize, Deserialize)]
pub enum NewClass {
    /// A class that is declared elsewhere.
    Ref(ClassRef),
    /// `new class {…}`
    Anonymous(Box<Class>),
}

/// An anonymous function or an arrow function.
#[derive(Debug, Serialize, Deserialize)]
pub struct Closure {
    /// The whole of it.
    pub span: Span,
    /// `fn`: sees the variables around it.
    pub arrow: bool,
    /// `static`: has no `$this`.
    pub is_static: bool,
    /// Its parameters.
    pub params: Vec<Param>,
    /// `use (…)`: names, and whether by reference.
    pub uses: Vec<(Box<str>, bool)>,
    /// Its statements; an arrow function has one `return`.
    pub body: Vec<Stmt>,
    /// Its declared type.
    pub return_type: Option<Type>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// An arm of a `match`.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchArm {
    /// What it compares with; none for `default`.
    pub tests: Option<Vec<Expr>>,
    /// Its value.
    pub body: Expr,
}

/// The magic constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum Magic {
    Dir,
    File,
    Line,
    Class,
    Namespace,
    Method,
    Function,
    Trait,
}

/// The target of a cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum CastKind {
    Int,
    Float,
    String,
    Bool,
    Array,
    Object,
    Unset,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
    BitNot,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Concat,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    And,
    Or,
    Xor,
    Coalesce,
    Equal,
    NotEqual,
    Identical,
    NotIdentical,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Spaceship,
    /// `|>` of PHP 8.5
    Pipe,
}
