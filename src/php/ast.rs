//! The PHP syntax tree: small, owned, with spans, and free of any parser's types.
//!
//! Names are resolved while the tree is built, because only then the namespace and the `use`
//! declarations around a name are at hand. What the tree does not model keeps its children
//! ([`ExprKind::Other`], [`StmtKind::Other`]), so that calls inside are still seen.

use crate::source::Span;

/// One parsed file.
#[derive(Debug, Default)]
pub struct File {
    /// The statements at the top, in order; those of a `namespace` block are among them.
    pub statements: Vec<Stmt>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
    /// Places that could not be parsed. What stands around them is in the tree.
    pub errors: Vec<SyntaxError>,
}

/// A comment with its markers.
#[derive(Clone, Copy, Debug)]
pub struct Comment {
    /// From the first `/` or `#` to the end of the line's text or the closing `*/`.
    pub span: Span,
}

/// A place that the parser could not make sense of.
#[derive(Clone, Debug)]
pub struct SyntaxError {
    /// What could not be parsed.
    pub span: Span,
    /// A sentence without a full stop.
    pub message: String,
}

/// A name of a class, function or constant.
#[derive(Clone, Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug)]
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
#[derive(Debug)]
pub enum Piece {
    /// Literal text, decoded, and where it stands.
    Text(Box<str>, Span),
    /// An expression.
    Expr(Expr),
}

/// An element of an array literal or of a list of targets.
#[derive(Debug)]
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
#[derive(Debug)]
pub struct Call {
    /// Who is called.
    pub callee: Callee,
    /// With what.
    pub args: Vec<Arg>,
    /// `name(...)`: no call, but a closure of the callee.
    pub first_class: bool,
}

/// Who is called.
#[derive(Debug)]
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
#[derive(Debug)]
pub struct Arg {
    /// `name: value`
    pub name: Option<Box<str>>,
    /// `...value`
    pub spread: bool,
    /// The value.
    pub value: Expr,
}

/// What stands behind `new`.
#[derive(Debug)]
pub enum NewClass {
    /// A class that is declared elsewhere.
    Ref(ClassRef),
    /// `new class {…}`
    Anonymous(Box<Class>),
}

/// An anonymous function or an arrow function.
#[derive(Debug)]
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
#[derive(Debug)]
pub struct MatchArm {
    /// What it compares with; none for `default`.
    pub tests: Option<Vec<Expr>>,
    /// Its value.
    pub body: Expr,
}

/// The magic constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
    BitNot,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A statement.
#[derive(Debug)]
pub struct Stmt {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Debug)]
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
#[derive(Debug)]
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

/// Kinds of class-like declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum ClassKind {
    Class,
    Interface,
    Trait,
    Enum,
}

/// A class, interface, trait or enum.
#[derive(Debug)]
pub struct Class {
    /// The whole declaration.
    pub span: Span,
    /// Which of the four.
    pub kind: ClassKind,
    /// The fully qualified name; empty for an anonymous class.
    pub name: Box<str>,
    /// Where the name is written; the keyword `class` for an anonymous one.
    pub name_span: Span,
    /// `abstract`
    pub is_abstract: bool,
    /// `extends`: one name, or several for an interface.
    pub extends: Vec<Name>,
    /// `implements`
    pub implements: Vec<Name>,
    /// `#[…]`
    pub attributes: Vec<Attribute>,
    /// Its constants.
    pub constants: Vec<ClassConst>,
    /// The cases of an enum.
    pub cases: Vec<EnumCase>,
    /// Its properties, without those promoted by the constructor.
    pub properties: Vec<PropertyDecl>,
    /// Its methods.
    pub methods: Vec<Function>,
    /// `use Trait`
    pub traits: Vec<TraitUse>,
    /// The PHPDoc comment before it.
    pub doc: Option<Span>,
}

/// `use A, B { … }` inside a class.
#[derive(Debug)]
pub struct TraitUse {
    /// The traits.
    pub names: Vec<Name>,
    /// `A::x insteadof B`: method and the traits that lose it.
    pub insteadof: Vec<(Name, Box<str>, Vec<Name>)>,
    /// `A::x as y`: trait (if named), method, alias (if any).
    pub aliases: Vec<(Option<Name>, Box<str>, Option<Box<str>>)>,
}

/// A class constant.
#[derive(Debug)]
pub struct ClassConst {
    /// Its name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its value.
    pub value: Expr,
}

/// A case of an enum.
#[derive(Debug)]
pub struct EnumCase {
    /// Its name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The value of a backed enum.
    pub value: Option<Expr>,
}

/// Visibility of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum Visibility {
    #[default]
    Public,
    Protected,
    Private,
}

/// A property.
#[derive(Debug)]
pub struct PropertyDecl {
    /// The element with its default.
    pub span: Span,
    /// Its name, without the dollar sign.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// `static`
    pub is_static: bool,
    /// Visibility.
    pub visibility: Visibility,
    /// Declared type.
    pub ty: Option<Type>,
    /// Its default.
    pub default: Option<Expr>,
    /// `#[…]`
    pub attributes: Vec<Attribute>,
    /// The bodies of its hooks (`get`, `set`).
    pub hooks: Vec<Function>,
    /// The PHPDoc comment before it.
    pub doc: Option<Span>,
}

/// A function, a method or a property hook.
#[derive(Debug)]
pub struct Function {
    /// The whole declaration.
    pub span: Span,
    /// A function's fully qualified name, or a method's name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Declared return type.
    pub return_type: Option<Type>,
    /// None for an abstract method.
    pub body: Option<Vec<Stmt>>,
    /// `static`
    pub is_static: bool,
    /// `abstract`
    pub is_abstract: bool,
    /// Visibility of a method.
    pub visibility: Visibility,
    /// `#[…]`
    pub attributes: Vec<Attribute>,
    /// The PHPDoc comment before it.
    pub doc: Option<Span>,
}

/// A parameter.
#[derive(Debug)]
pub struct Param {
    /// The whole parameter.
    pub span: Span,
    /// Its name, without the dollar sign.
    pub name: Box<str>,
    /// Declared type.
    pub ty: Option<Type>,
    /// Its default.
    pub default: Option<Expr>,
    /// `...$name`
    pub variadic: bool,
    /// `&$name`
    pub by_ref: bool,
    /// Promoted to a property with this visibility.
    pub promoted: Option<Visibility>,
    /// `#[…]`
    pub attributes: Vec<Attribute>,
    /// The bodies of a promoted property's hooks (`get`, `set`).
    pub hooks: Vec<Function>,
}

/// A declared type.
#[derive(Debug)]
pub enum Type {
    /// A class, interface or enum.
    Named(Name),
    /// A built-in type, in lower case: `int`, `string`, `array`, `self`, `static`, `void`, …
    Builtin(Box<str>),
    /// `?T`
    Nullable(Box<Type>),
    /// `A|B`
    Union(Vec<Type>),
    /// `A&B`
    Intersection(Vec<Type>),
}

/// One attribute of a `#[…]`.
#[derive(Debug)]
pub struct Attribute {
    /// Its class.
    pub name: Name,
    /// Its arguments.
    pub args: Vec<Arg>,
}
