//! Classes, functions and types of the syntax tree.

use super::{Arg, Expr, Name, Stmt};
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// Kinds of class-like declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum ClassKind {
    Class,
    Interface,
    Trait,
    Enum,
}

/// A class, interface, trait or enum.
#[derive(Debug, Serialize, Deserialize)]
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
    /// The `PHPDoc` comment before it.
    pub doc: Option<Span>,
}

/// `use A, B { … }` inside a class.
#[derive(Debug, Serialize, Deserialize)]
pub struct TraitUse {
    /// The traits.
    pub names: Vec<Name>,
    /// `A::x insteadof B`: method and the traits that lose it.
    pub insteadof: Vec<(Name, Box<str>, Vec<Name>)>,
    /// `A::x as y`: trait (if named), method, alias (if any).
    pub aliases: Vec<TraitAlias>,
}

/// `A::x as y`: trait (if named), method, alias (if any).
pub type TraitAlias = (Option<Name>, Box<str>, Option<Box<str>>);

/// A class constant.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClassConst {
    /// Its name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its value.
    pub value: Expr,
}

/// A case of an enum.
#[derive(Debug, Serialize, Deserialize)]
pub struct EnumCase {
    /// Its name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The value of a backed enum.
    pub value: Option<Expr>,
}

/// Visibility of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "PHP's own names")]
pub enum Visibility {
    #[default]
    Public,
    Protected,
    Private,
}

/// A property.
#[derive(Debug, Serialize, Deserialize)]
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
    /// The `PHPDoc` comment before it.
    pub doc: Option<Span>,
}

/// A function, a method or a property hook.
#[derive(Debug, Serialize, Deserialize)]
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
    /// The `PHPDoc` comment before it.
    pub doc: Option<Span>,
}

/// A parameter.
#[derive(Debug, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
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
    /// `Collection<int, User>`, `Builder<User>`: a class, and the type of what it holds or asks for. Comments alone say so.
    Holding(Name, Box<Type>),
}

impl Type {
    /// The name of the class that it is, if it is one.
    #[must_use]
    pub fn class_name(&self) -> Option<&Name> {
        match self {
            Type::Named(name) | Type::Holding(name, _) => Some(name),
            Type::Nullable(inner) => inner.class_name(),
            Type::Builtin(_) | Type::Union(_) | Type::Intersection(_) => None,
        }
    }

    /// Whether it names a class of this name, in whatever namespace.
    #[must_use]
    pub fn names_class(&self, base: &str) -> bool {
        match self {
            Type::Named(name) | Type::Holding(name, _) => name.resolved.rsplit('\\').next() == Some(base),
            Type::Builtin(_) => false,
            Type::Nullable(inner) => inner.names_class(base),
            Type::Union(all) | Type::Intersection(all) => all.iter().any(|one| one.names_class(base)),
        }
    }
}

/// One attribute of a `#[…]`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Attribute {
    /// Its class.
    pub name: Name,
    /// Its arguments.
    pub args: Vec<Arg>,
}
