//! What the interpreter asks of whoever knows the code outside the project.

use std::borrow::Cow;
use std::rc::Rc;

use super::value::{Array, HostId, Object, Value, Why};
use super::{ClosureValue, Copier, Interp};
use crate::php::ast;
use crate::php::program::ClassDecl;
use crate::source::{FileId, Span};

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct ArgValue<'a> {
    /// `name:`
    pub name: Option<Rc<str>>,
    /// Its value.
    pub value: Value<'a>,
    /// Where it is written.
    pub span: Span,
}

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub struct Args<'a> {
    /// The arguments, spread ones taken apart.
    pub items: Vec<ArgValue<'a>>,
    /// Whether there may be more (`...$unknown`).
    pub open: bool,
    /// Whether the call is the beginning of a run: parameters have any value of their type.
    pub entry: bool,
}

impl<'a> Args<'a> {
    /// Arguments of which nothing is known.
    #[must_use]
    pub fn entry() -> Self {
        Args { items: Vec::new(), open: true, entry: true }
    }

    /// These values, written at one place.
    #[must_use]
    pub fn of(values: Vec<Value<'a>>, span: Span) -> Self {
        Args { items: values.into_iter().map(|value| ArgValue { name: None, value, span }).collect(), open: false, entry: false }
    }

    /// The argument at a position, or with a name.
    #[must_use]
    pub fn find(&self, position: usize, name: &str) -> Option<&ArgValue<'a>> {
        self.items
            .iter()
            .find(|arg| arg.name.as_deref().is_some_and(|given| !name.is_empty() && given == name))
            .or_else(|| self.items.get(position).filter(|arg| arg.name.is_none()))
    }

    /// The value at a position.
    #[must_use]
    pub fn value(&self, position: usize) -> Option<&Value<'a>> {
        self.find(position, "").map(|arg| &arg.value)
    }

    /// The arguments in the order of these parameters, each at its position. Of those that are left out before another one, the
    /// value is null; those of other names stand behind all others.
    #[must_use]
    pub fn bound<S: AsRef<str>>(&self, params: &[S]) -> Cow<'_, Self> {
        if self.items.iter().all(|arg| arg.name.is_none()) {
            return Cow::Borrowed(self);
        }
        let mut items: Vec<Option<ArgValue<'a>>> = Vec::new();
        let mut others = Vec::new();
        for arg in &self.items {
            let position = match arg.name.as_deref() {
                None => items.len(),
                Some(name) => match params.iter().position(|param| param.as_ref() == name) {
                    Some(position) => position,
                    None => {
                        others.push(arg.clone());
                        continue;
                    }
                },
            };
            if items.len() <= position {
                items.resize_with(position + 1, || None);
            }
            if let Some(item) = items.get_mut(position) {
                *item = Some(ArgValue { name: None, ..arg.clone() });
            }
        }
        let nowhere = self.items.first().map_or(Span::new(FileId(0), 0, 0), |arg| arg.span);
        let left_out = || ArgValue { name: None, value: Value::Null, span: nowhere };
        let items = items.into_iter().map(|item| item.unwrap_or_else(left_out)).chain(others).collect();
        Cow::Owned(Args { items, open: self.open, entry: self.entry })
    }

    /// How many there are at least.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none, for certain.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && !self.open
    }
}

/// Where a call stands.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    /// The whole call expression.
    pub call: Span,
    /// The name of what is called.
    pub name: Span,
}

/// What a call calls.
#[derive(Clone, Copy, Debug)]
pub enum Called<'c, 'a> {
    /// A function, by its full name.
    Function(&'c str),
    /// A method of a class of the project, or of one above it.
    Method(ClassDecl<'a>, &'c str),
    /// A method of a class that the project does not declare.
    Foreign(&'c str, &'c str),
}

/// What a host knows of a call before it is followed.
#[derive(Clone, Debug)]
pub enum Announced<'a> {
    /// Nothing.
    Unknown,
    /// What its arguments are for, so that they need not be followed into the project's code.
    Arguments,
    /// That, and what it gives, so that it need not be followed at all.
    Result(Value<'a>),
}

/// Who answers for code outside the project. Every answer may be `None`: nothing is known then.
pub trait Host<'a>: Sized {
    /// Whether all ways through the code are of interest, not only those that are taken.
    const EXPLORE: bool;

    /// What a closure is called with that the project's code hands on and never calls itself, where that is known.
    fn handed_to(cx: &mut Interp<'a, Self>, closure: &'a ast::Closure) -> Option<Args<'a>> {
        let _ = (cx, closure);
        None
    }

    /// Lets the host know that a property of an object gets a value, and where it is named.
    fn assigned(_cx: &mut Interp<'a, Self>, _object: &Value<'a>, _name: &str, _value: &Value<'a>, _at: Span) {}

    /// Whether the static methods of a class need nothing but their arguments.
    #[must_use]
    fn is_pure(_class: &str) -> bool {
        false
    }

    /// Whether a class belongs to what the host knows.
    #[must_use]
    fn is_framework(_class: &str) -> bool {
        false
    }

    /// A static method, of a foreign class or of a project's class that does not declare it.
    fn call_static(
        cx: &mut Interp<'a, Self>,
        class: &str,
        project: Option<ClassDecl<'a>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>>;

    /// A method of a host's object, of a project's object whose class does not declare it, or of something unknown.
    fn call_method(
        cx: &mut Interp<'a, Self>,
        receiver: &Value<'a>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>>;

    /// A method of a host's object whose name is not known.
    fn call_unnamed(cx: &mut Interp<'a, Self>, receiver: &Value<'a>, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let _ = (cx, receiver, args, at);
        None
    }

    /// A call of something that may be the project's own, before it is followed.
    fn announced(cx: &mut Interp<'a, Self>, called: Called<'_, 'a>, args: &Args<'a>, at: CallSite) -> Announced<'a> {
        let _ = (cx, called, args, at);
        Announced::Unknown
    }

    /// Code includes a file that is not one of the project's.
    fn unread(_cx: &mut Interp<'a, Self>, _path: &str, _at: Span) {}

    /// A function that the project does not declare.
    fn call_function(cx: &mut Interp<'a, Self>, name: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>>;

    /// Whether arguments are to be followed into a long function of the project.
    fn follows(&self, function: Span) -> bool;

    /// Whether a function is the host's even if some file of the project declares one of that name.
    fn owns_function(name: &str) -> bool;

    /// `new` of a foreign class.
    fn construct(cx: &mut Interp<'a, Self>, class: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>>;

    /// `new` of a class of the project whose constructor is not the project's.
    fn constructed(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, object: &Value<'a>, args: &Args<'a>, at: CallSite) {
        let _ = (cx, class, object, args, at);
    }

    /// A property that no declaration of the project gives.
    fn property(cx: &mut Interp<'a, Self>, receiver: &Value<'a>, name: &str) -> Option<Value<'a>>;

    /// Some object of a foreign class: a typed parameter or property, a declared result.
    fn instance(cx: &mut Interp<'a, Self>, class: &str) -> Option<Value<'a>>;

    /// Some object of a foreign class, of which it is known what it holds or asks for; none where that makes no difference.
    fn holding(cx: &mut Interp<'a, Self>, class: &str, held: Value<'a>) -> Option<Value<'a>>;

    /// A parameter without a useful type of a project's method: Laravel's conventions may know it.
    fn parameter(cx: &mut Interp<'a, Self>, method: &str, position: usize, class: ClassDecl<'a>) -> Option<Value<'a>>;

    /// A constant of a foreign class.
    #[must_use]
    fn class_constant(class: &str, name: &str) -> Option<Value<'a>> {
        let _ = (class, name);
        None
    }

    /// The elements of something that is no array but can be walked.
    fn elements(cx: &mut Interp<'a, Self>, subject: &Value<'a>) -> Option<Rc<Array<'a>>>;

    /// What something that is no array has under a key, as `$app['db']`.
    fn entry(cx: &mut Interp<'a, Self>, subject: &Value<'a>, key: &Value<'a>) -> Option<Value<'a>>;

    /// Some element of something whose elements are not known one by one.
    fn element(cx: &mut Interp<'a, Self>, subject: &Value<'a>) -> Option<Value<'a>>;

    /// A copy of a host's object.
    fn clone_object(cx: &mut Interp<'a, Self>, object: HostId) -> Value<'a>;

    /// Whether a host's object is an instance of a class; none if that cannot be told.
    fn instance_of(&self, object: HostId, class: &str) -> Option<bool>;

    /// Whether a method of the project that is not static means something else when it is called
    /// statically without an object, as local scopes of models do.
    fn instance_only(cx: &Interp<'a, Self>, class: ClassDecl<'a>, method: &str) -> bool;

    /// A function of the project is called.
    fn on_call(cx: &mut Interp<'a, Self>, callee: Span, at: CallSite);

    /// Code outside the project, or code that is not followed, gets these arguments, and what it does with them is not known.
    fn escaped(cx: &mut Interp<'a, Self>, args: &Args<'a>);

    /// Gives an object with array access other elements.
    fn set_elements(cx: &mut Interp<'a, Self>, subject: &Value<'a>, elements: Array<'a>) {
        let _ = (cx, subject, elements);
    }

    /// A host's object as a string, where it is one.
    fn text_of(cx: &mut Interp<'a, Self>, value: &Value<'a>) -> Option<Value<'a>> {
        let _ = (cx, value);
        None
    }

    /// What is kept of the host's objects that a call made.
    type Kept;

    /// The moment before a call.
    type Mark;

    /// The moment before a call that may be kept; none if the call is bound to what is around it.
    fn mark(cx: &Interp<'a, Self>) -> Option<Self::Mark>;

    /// What copies the values that a call left behind.
    fn copier(mark: &Self::Mark) -> Copier<'a>;

    /// What a call made that the copied values speak of; none if it did something that cannot be done again by a copy.
    fn keep(cx: &Interp<'a, Self>, mark: &Self::Mark, copier: &mut Copier<'a>) -> Option<Self::Kept>;

    /// Makes it again. Gives what copies the values that were kept.
    fn give_again(cx: &mut Interp<'a, Self>, kept: &Self::Kept) -> Copier<'a>;

    /// Whether something that the host knows of an object makes a difference to calls that get it.
    fn waits_for(&self, object: &Rc<Object<'a>>) -> bool;

    /// A way begins that is taken only where users of the project switch something on. Gives what [`Host::leave_option`] needs.
    fn enter_option(cx: &Interp<'a, Self>) -> [usize; 3] {
        let _ = cx;
        [0; 3]
    }

    /// That way ends.
    fn leave_option(cx: &mut Interp<'a, Self>, before: [usize; 3]) {
        let _ = (cx, before);
    }

    /// Whether a condition asks only for something that those who use the project may set, and that nobody has set yet.
    fn is_unset_switch(cx: &mut Interp<'a, Self>, condition: &'a ast::Expr) -> bool {
        let _ = (cx, condition);
        false
    }

    /// The number of questions about the schema that were asked so far.
    fn probes(&self) -> u32 {
        0
    }

    /// What a function gives that is not followed, of which no more is known than its type.
    fn not_followed(cx: &mut Interp<'a, Self>, value: Value<'a>) -> Value<'a> {
        let _ = cx;
        value
    }

    /// Where one of several ways is taken: what objects got on one of them, they do not have on another.
    fn fork(&mut self, step: Fork) {
        let _ = step;
    }

    /// A string that is written where code comes only after questions about the schema, whose numbers are given.
    fn written_under(&mut self, asked: &[u32], text: &str, span: Span) {
        let _ = (asked, text, span);
    }

    /// A value that is nothing but unknown data.
    fn data() -> Value<'a> {
        Value::Unknown(Why::Data)
    }
}

/// A closure among the arguments of a call, with its position.
pub(super) fn closures<'c, 'a>(args: &'c Args<'a>) -> impl Iterator<Item = &'c Rc<ClosureValue<'a>>> {
    args.items.iter().filter_map(|arg| match &arg.value {
        Value::Closure(closure) => Some(closure),
        _ => None,
    })
}

/// A step where one of several ways is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fork {
    /// The first way begins.
    Begins,
    /// A way ends; whether it has left what all ways are in: nothing that follows happens on it.
    WayEnds {
        /// `return`, `throw`, `continue`.
        left: bool,
    },
    /// The last way has ended.
    Meets,
}
