//! Values with all that can be reached from them: how they are copied, and how two of them are compared.
//!
//! A string, a number or an array of such things can be shared. An object cannot: whoever holds it can change it. What is to be
//! kept of it at one moment is a copy, in which what was one object is one object still.

use std::rc::Rc;

use super::join::same;
use super::value::{Array, HostId, Object, Value, Why};

/// How many objects and how many values a copy may have. Larger ones cost more to compare than they save.
const MAX_OBJECTS: usize = 48;
const MAX_VALUES: usize = 1024;

/// Objects, and what corresponds to each.
pub(super) type Pairs<'a> = Vec<(Rc<Object<'a>>, Rc<Object<'a>>)>;

/// What becomes of a host's objects in a copy.
enum Hosts {
    /// There may be none.
    None,
    /// Those from this number on are numbered from 0, in the order in which they are met.
    Numbered { first: u32, met: Vec<HostId> },
    /// Their numbers are counted from this one on.
    From(u32),
}

/// Makes copies in which what was one object is one object.
pub struct Copier<'a> {
    objects: Pairs<'a>,
    values: usize,
    hosts: Hosts,
}

impl<'a> Copier<'a> {
    /// Of values in which no host's object may be.
    pub(super) fn of_own() -> Self {
        Copier { objects: Vec::new(), values: 0, hosts: Hosts::None }
    }

    /// Of values to keep: host's objects that are younger than `first` are numbered.
    #[must_use]
    pub fn keeping(first: u32) -> Self {
        Copier { objects: Vec::new(), values: 0, hosts: Hosts::Numbered { first, met: Vec::new() } }
    }

    /// Of values that were kept: the host's objects of them were made again from the number `first` on.
    #[must_use]
    pub fn giving(first: u32) -> Self {
        Copier { objects: Vec::new(), values: 0, hosts: Hosts::From(first) }
    }

    /// Says what becomes of an object.
    pub(super) fn pair(&mut self, from: Rc<Object<'a>>, to: Rc<Object<'a>>) {
        self.objects.push((from, to));
    }

    /// The objects that were copied so far, and their copies, in the order in which they were met.
    pub(super) fn pairs(&self) -> &[(Rc<Object<'a>>, Rc<Object<'a>>)] {
        &self.objects
    }

    /// The host's objects that were met so far.
    #[must_use]
    pub fn met(&self) -> &[HostId] {
        match &self.hosts {
            Hosts::Numbered { met, .. } => met,
            Hosts::None | Hosts::From(_) => &[],
        }
    }

    /// The copy of a host's object; none if it is one that cannot be copied.
    pub fn host(&mut self, id: HostId) -> Option<HostId> {
        match &mut self.hosts {
            Hosts::None => None,
            Hosts::Numbered { first, met } => {
                if id.0 < *first {
                    return None;
                }
                let position = met.iter().position(|known| *known == id).or_else(|| {
                    met.push(id);
                    (met.len() <= MAX_OBJECTS).then(|| met.len() - 1)
                })?;
                u32::try_from(position).ok().map(HostId)
            }
            Hosts::From(first) => Some(HostId(first.saturating_add(id.0))),
        }
    }

    /// The copy of a value; none if there is something in it that cannot be copied.
    pub fn value(&mut self, value: &Value<'a>) -> Option<Value<'a>> {
        self.values += 1;
        if self.values > MAX_VALUES && !matches!(self.hosts, Hosts::From(_)) {
            return None;
        }
        match value {
            // Its number means something for a while only.
            Value::Unknown(Why::Probe(_)) | Value::Closure(_) => None,
            Value::Str(text) if text.asks() => None,
            Value::Object(object) if object.case.is_none() => self.object(object).map(Value::Object),
            Value::Host(id) => self.host(*id).map(Value::Host),
            Value::Array(array) if !array.entries.iter().all(|entry| entry.value.is_plain()) => {
                let mut copy = Array::clone(array);
                for entry in &mut copy.entries {
                    entry.value = self.value(&entry.value)?;
                }
                Some(Value::Array(Rc::new(copy)))
            }
            Value::Array(array) => {
                self.values += array.entries.len();
                array.entries.iter().all(|entry| is_lasting(&entry.value)).then(|| value.clone())
            }
            Value::OneOf(choices) => {
                let copies = choices.iter().map(|choice| self.value(choice)).collect::<Option<Vec<_>>>()?;
                Some(Value::OneOf(Rc::new(copies)))
            }
            other => Some(other.clone()),
        }
    }

    fn object(&mut self, object: &Rc<Object<'a>>) -> Option<Rc<Object<'a>>> {
        if let Some((_, copy)) = self.objects.iter().find(|(known, _)| Rc::ptr_eq(known, object)) {
            return Some(Rc::clone(copy));
        }
        if self.objects.len() >= MAX_OBJECTS && !matches!(self.hosts, Hosts::From(_)) {
            return None;
        }
        let copy = empty(object);
        self.objects.push((Rc::clone(object), Rc::clone(&copy)));
        self.properties(object, &copy)?;
        Some(copy)
    }

    /// Gives an object copies of another one's properties.
    pub(super) fn properties(&mut self, from: &Object<'a>, to: &Object<'a>) -> Option<()> {
        let before = from.properties.borrow().clone();
        let mut after = Vec::with_capacity(before.len());
        for (name, value) in before {
            after.push((name, self.value(&value)?));
        }
        *to.properties.borrow_mut() = after;
        Some(())
    }
}

/// An object like another one, without properties yet.
pub(super) fn empty<'a>(object: &Object<'a>) -> Rc<Object<'a>> {
    Object::new(object.class, object.exact, object.at)
}

/// Whether a plain value means the same at any time.
fn is_lasting(value: &Value<'_>) -> bool {
    match value {
        Value::Unknown(Why::Probe(_)) => false,
        Value::Str(text) => !text.asks(),
        Value::Array(array) => array.entries.iter().all(|entry| is_lasting(&entry.value)),
        Value::OneOf(choices) => choices.iter().all(is_lasting),
        _ => true,
    }
}

/// Compares kept values with others: the same, places included, and what is one object in the one is one in the other.
#[derive(Default)]
pub(super) struct Comparison<'a> {
    objects: Pairs<'a>,
}

impl<'a> Comparison<'a> {
    /// The objects that were met, of both sides, in the order in which they were met.
    pub(super) fn into_pairs(self) -> Pairs<'a> {
        self.objects
    }

    /// Whether two values are alike.
    pub(super) fn alike(&mut self, kept: &Value<'a>, other: &Value<'a>) -> bool {
        match (kept, other) {
            (Value::Array(a), Value::Array(b)) => Rc::ptr_eq(a, b) || self.arrays(a, b),
            (Value::OneOf(a), Value::OneOf(b)) => {
                Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| self.alike(a, b)))
            }
            (Value::Object(a), Value::Object(b)) => self.same_objects(a, b),
            // What they stand for may be another thing by now.
            (Value::Host(_) | Value::Closure(_), _) => false,
            _ => same(kept, other),
        }
    }

    fn arrays(&mut self, a: &Array<'a>, b: &Array<'a>) -> bool {
        a.goes_on_like(b)
            && a.entries.len() == b.entries.len()
            && a.entries.iter().zip(&b.entries).all(|(a, b)| {
                a.key == b.key
                    && a.maybe == b.maybe
                    && a.replaceable == b.replaceable
                    && a.key_text == b.key_text
                    && self.alike(&a.value, &b.value)
            })
    }

    fn same_objects(&mut self, a: &Rc<Object<'a>>, b: &Rc<Object<'a>>) -> bool {
        let class = |object: &Object<'a>| object.class.map(super::ClassDecl::key);
        if a.case.is_some() || b.case.is_some() {
            return a.case == b.case && class(a) == class(b);
        }
        let known = self.objects.iter().find(|(kept, other)| Rc::ptr_eq(kept, a) || Rc::ptr_eq(other, b));
        if let Some((kept, other)) = known {
            return Rc::ptr_eq(kept, a) && Rc::ptr_eq(other, b);
        }
        if class(a) != class(b) || a.exact != b.exact || a.at != b.at {
            return false;
        }
        self.objects.push((Rc::clone(a), Rc::clone(b)));
        let (kept, other) = (a.properties.borrow(), b.properties.borrow());
        kept.len() == other.len() && kept.iter().zip(other.iter()).all(|(a, b)| a.0 == b.0 && self.alike(&a.1, &b.1))
    }
}
