//! What a PHP expression can be worth.
//!
//! Strings keep the places where their parts were written, arrays the places of their keys. What is
//! not known is [`Value::Unknown`] with a reason, what is one of a few things is [`Value::OneOf`].

use std::cell::RefCell;
use std::rc::Rc;

use super::env::Env;
use super::text::Text;
use crate::php::ast;
use crate::php::program::ClassDecl;
use crate::source::Span;

/// Why a value is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It is an argument, and no call with a known one was seen.
    Parameter,
    /// A variable that nothing known was assigned to.
    Variable,
    /// It comes from a class or function outside the project.
    Foreign,
    /// It is data: rows, requests, files, time, chance.
    Data,
    /// It has too many possible values.
    Choices,
    /// A bound of the evaluation was hit: steps, depth or size.
    Bound,
    /// A property that the code changes while it runs.
    Property,
    /// Configuration that the project does not contain.
    Config,
    /// PHP that is not modelled.
    Unsupported,
    /// A question about the schema that could not be answered; the number is the host's.
    Probe(u32),
    /// It is data: the key of a row; the number is the host's.
    Key(u32),
    /// It is data of a request that passed validation; it may be missing.
    Input,
}

impl Why {
    /// The reason why something that is made of the value is not known.
    #[must_use]
    pub fn of_made(self) -> Self {
        if matches!(self, Why::Key(_) | Why::Input) { Why::Data } else { self }
    }

    /// The reason why the value of an input is not known that is read by itself.
    #[must_use]
    pub fn read_alone(self) -> Self {
        if self == Why::Input { Why::Data } else { self }
    }

    /// The reason as `coverage` prints it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Parameter => "it is a parameter, and no call with a known argument was seen",
            Why::Variable => "the variable has no known value",
            Why::Foreign => "it comes from code outside the project",
            Why::Data | Why::Key(_) | Why::Input => "the value only exists at run time",
            Why::Choices => "it has too many possible values",
            Why::Bound => "the evaluation reached a limit",
            Why::Property => "the property changes at run time",
            Why::Config => "the configuration is not part of the project",
            Why::Unsupported => "tablecheck does not support this PHP",
            Why::Probe(_) => "it depends on what the database contains",
        }
    }
}

/// A handle of an object that belongs to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostId(pub u32);

/// A value.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Not known.
    Unknown(Why),
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string, all or parts of it known.
    Str(Rc<Text>),
    /// An array.
    Array(Rc<Array<'a>>),
    /// Something that can be called.
    Closure(Rc<ClosureValue<'a>>),
    /// An object of a class of the project, of `stdClass`, or an enum case.
    Object(Rc<Object<'a>>),
    /// An object that the host knows.
    Host(HostId),
    /// One of these; never nested, at least two, and only a few.
    OneOf(Rc<Vec<Value<'a>>>),
}

/// How many possible values are kept apart before they become [`Why::Choices`].
pub(super) const MAX_CHOICES: usize = 16;

/// How many elements an array may have before the rest is left out.
pub(super) const MAX_ELEMENTS: usize = 8192;

/// How many values a walk over an array may meet. Shared values make trees out of few of them.
const MAX_WEIGHT: u32 = 200_000;

/// An array's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// An integer.
    Int(i64),
    /// A string that is no decimal integer.
    Str(Rc<str>),
}

/// An element of an array.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its key.
    pub key: Key,
    /// The key as it was written, where it was.
    pub key_text: Option<Rc<Text>>,
    /// Its value.
    pub value: Value<'a>,
    /// Whether it may be missing.
    pub maybe: bool,
    /// Whether another value may have taken the place of its value: an array of which not all is known was merged into the one that
    /// has it. What is written there is what code means if nobody says otherwise.
    pub replaceable: bool,
}

impl Entry<'_> {
    /// Something that is not known decides whether it stays. Its key is then no statement of the code that wrote it.
    pub fn doubt(&mut self) {
        self.maybe = true;
        self.key_text = None;
    }
}

/// An array: ordered elements, and whether there may be more.
#[derive(Clone, Debug, Default)]
pub struct Array<'a> {
    /// The elements that are known, in order.
    pub entries: Vec<Entry<'a>>,
    /// Whether there may be others.
    pub open: bool,
    next: i64,
    /// How many values a walk over everything inside would meet, values that are shared counted each time.
    weight: u32,
}

impl<'a> Array<'a> {
    /// An array of these values with the keys 0, 1, 2 …
    #[must_use]
    pub fn list(values: impl IntoIterator<Item = Value<'a>>) -> Self {
        let mut array = Array::default();
        values.into_iter().for_each(|value| array.push(value));
        array
    }

    /// An empty array, to which there may be more.
    #[must_use]
    pub fn open_if(open: bool) -> Self {
        Array { open, ..Array::default() }
    }

    /// Appends a value under the next integer key.
    pub fn push(&mut self, value: Value<'a>) {
        if self.entries.len() >= MAX_ELEMENTS {
            self.open = true;
            return;
        }
        let Some(value) = self.admit(value) else { return };
        self.entries.push(Entry { key: Key::Int(self.next), key_text: None, value, maybe: false, replaceable: false });
        self.next = self.next.saturating_add(1);
    }

    /// A value, if the array does not get too heavy by it: else the array is open.
    fn admit(&mut self, value: Value<'a>) -> Option<Value<'a>> {
        let weight = self.weight.saturating_add(value.weight());
        if weight > MAX_WEIGHT {
            self.open = true;
            return None;
        }
        self.weight = weight;
        Some(value)
    }

    /// Sets the value of a key.
    pub fn set(&mut self, key: Key, key_text: Option<Rc<Text>>, value: Value<'a>) {
        let Some(value) = self.admit(value) else { return };
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key == key) {
            entry.value = value;
            entry.maybe = false;
            if key_text.is_some() {
                entry.key_text = key_text;
            }
            return;
        }
        self.append(key, key_text, value);
    }

    /// Adds the value of a key that the array does not have yet.
    pub fn add(&mut self, key: Key, key_text: Option<Rc<Text>>, value: Value<'a>) {
        if let Some(value) = self.admit(value) {
            self.append(key, key_text, value);
        }
    }

    fn append(&mut self, key: Key, key_text: Option<Rc<Text>>, value: Value<'a>) {
        if self.entries.len() >= MAX_ELEMENTS {
            self.open = true;
            return;
        }
        if let Key::Int(number) = key {
            self.next = self.next.max(number.saturating_add(1));
        }
        self.entries.push(Entry { key, key_text, value, maybe: false, replaceable: false });
    }

    /// The element with this key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == *key)
    }

    /// The value of a string key.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<&Value<'a>> {
        self.entries.iter().find(|entry| matches!(&entry.key, Key::Str(name) if **name == *key)).map(|entry| &entry.value)
    }

    /// Removes the element with this key.
    pub fn remove(&mut self, key: &Key) {
        self.entries.retain(|entry| entry.key != *key);
    }

    /// Whether the keys are 0, 1, 2 … as far as is known.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.entries.iter().enumerate().all(|(at, entry)| entry.key == Key::Int(i64::try_from(at).unwrap_or(i64::MAX)))
    }

    /// Whether it is as open as another one, and goes on with the same number.
    pub(super) fn goes_on_like(&self, other: &Array<'a>) -> bool {
        self.open == other.open && self.next == other.next
    }

    /// Whether every element is known for certain.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.open && self.entries.iter().all(|entry| !entry.maybe)
    }
}

/// What a closure calls.
#[derive(Clone, Debug)]
pub enum Callable<'a> {
    /// A closure or arrow function that is written out.
    Literal(&'a ast::Closure),
    /// A function by its fully qualified name, and the global name to fall back to.
    Function(Rc<str>, Option<Rc<str>>),
    /// A method of an object.
    Method(Value<'a>, Rc<str>),
    /// A static method of a class.
    Static(Rc<str>, Rc<str>),
}

/// Something that can be called, and what it brings along.
#[derive(Clone, Debug)]
pub struct ClosureValue<'a> {
    /// What is called.
    pub callable: Callable<'a>,
    /// The variables that it captured.
    pub captured: Env<'a>,
    /// Its `$this`.
    pub this: Option<Value<'a>>,
    /// The class whose `self` it sees.
    pub scope: Option<ClassDecl<'a>>,
    /// The class that `static` means in it.
    pub late_static: Option<ClassDecl<'a>>,
}

/// An object of a class of the project, of no class (`stdClass`), or an enum case.
#[derive(Debug)]
pub struct Object<'a> {
    /// Its class; none for `stdClass`.
    pub class: Option<ClassDecl<'a>>,
    /// Its properties as far as they were set or asked for.
    pub properties: RefCell<Vec<(Rc<str>, Value<'a>)>>,
    /// The name of an enum case.
    pub case: Option<Rc<str>>,
    /// Whether it is exactly of this class, not of one below it.
    pub exact: bool,
    /// Where it was made or declared.
    pub at: Option<Span>,
}

impl<'a> Object<'a> {
    /// An object without properties yet.
    #[must_use]
    pub fn new(class: Option<ClassDecl<'a>>, exact: bool, at: Option<Span>) -> Rc<Self> {
        Rc::new(Object { class, properties: RefCell::default(), case: None, exact, at })
    }

    /// The value of a property that was set or asked for before.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.properties.borrow().iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone())
    }

    /// Sets a property.
    pub fn set(&self, name: &str, value: Value<'a>) {
        let mut properties = self.properties.borrow_mut();
        match properties.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, old)) => *old = value,
            None => properties.push((Rc::from(name), value)),
        }
    }

    /// Forgets a property, as if it had never been set.
    pub fn forget(&self, name: &str) {
        self.properties.borrow_mut().retain(|(known, _)| **known != *name);
    }
}

impl<'a> Value<'a> {
    /// A string that no literal spells.
    #[must_use]
    pub fn string(text: impl AsRef<str>) -> Self {
        Value::Str(Rc::new(Text::computed(text.as_ref())))
    }

    /// An array value; one that is too heavy is not known.
    #[must_use]
    pub fn array(mut array: Array<'a>) -> Self {
        array.weight = array.entries.iter().fold(1, |sum: u32, entry| sum.saturating_add(entry.value.weight()));
        if array.weight > MAX_WEIGHT { Value::Unknown(Why::Bound) } else { Value::Array(Rc::new(array)) }
    }

    /// How many values a walk over everything inside meets.
    fn weight(&self) -> u32 {
        match self {
            Value::Array(array) => array.weight.saturating_add(1),
            Value::OneOf(choices) => choices.iter().fold(1, |sum: u32, choice| sum.saturating_add(choice.weight())),
            _ => 1,
        }
    }

    /// The text of a string of which all is known.
    #[must_use]
    pub fn as_str(&self) -> Option<Rc<str>> {
        match self {
            Value::Str(text) => text.known(),
            _ => None,
        }
    }

    /// The string, known or not in all its parts.
    #[must_use]
    pub fn as_text(&self) -> Option<&Rc<Text>> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is not known, wholly.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    /// Every value that it may be.
    #[must_use]
    pub fn choices(&self) -> &[Value<'a>] {
        match self {
            Value::OneOf(values) => values,
            single => std::slice::from_ref(single),
        }
    }

    /// PHP's truth, where it is known.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Unknown(_) => None,
            Value::Null => Some(false),
            Value::Bool(value) => Some(*value),
            Value::Int(value) => Some(*value != 0),
            Value::Float(value) => Some(*value != 0.0),
            Value::Str(text) => match text.known() {
                Some(known) => Some(!known.is_empty() && *known != *"0"),
                // A part of two or more characters makes it true, whatever the rest is.
                None => text.has_known_part().then_some(true),
            },
            Value::Array(array) => match (array.entries.iter().any(|entry| !entry.maybe), array.open) {
                (true, _) => Some(true),
                (false, false) if array.entries.is_empty() => Some(false),
                _ => None,
            },
            Value::Closure(_) | Value::Object(_) | Value::Host(_) => Some(true),
            Value::OneOf(values) => {
                let mut truths = values.iter().map(Value::truth);
                let first = truths.next().flatten()?;
                truths.all(|truth| truth == Some(first)).then_some(first)
            }
        }
    }

    /// The choices that may have this truth; not known if there are none.
    #[must_use]
    pub fn where_truth_may_be(&self, truth: bool) -> Value<'a> {
        let mut left: Vec<_> = self.choices().iter().filter(|choice| choice.truth() != Some(!truth)).cloned().collect();
        match left.len() {
            0 => Value::Unknown(Why::Data),
            1 => left.remove(0),
            _ => Value::OneOf(left.into()),
        }
    }

    /// The integer, where it is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether nothing in it can change behind its owner's back, so that it may be remembered.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match self {
            Value::Closure(_) | Value::Object(_) | Value::Host(_) => false,
            Value::Array(array) => array.entries.iter().all(|entry| entry.value.is_plain()),
            Value::OneOf(values) => values.iter().all(Value::is_plain),
            _ => true,
        }
    }
}
