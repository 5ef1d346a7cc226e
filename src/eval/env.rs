//! The variables of a function while it is evaluated, and how two histories of them meet.

use std::cell::RefCell;
use std::rc::Rc;

use super::join::join;
use super::value::{Value, Why};

/// A variable: its own value, or one that it shares by reference.
#[derive(Clone, Debug)]
enum Slot<'a> {
    Own(Value<'a>),
    Shared(Rc<RefCell<Value<'a>>>),
}

/// The variables of a function.
#[derive(Clone, Debug, Default)]
pub struct Env<'a> {
    slots: Vec<(Rc<str>, Slot<'a>)>,
    /// What conditions say of properties, by the ways to them: `this->post`.
    paths: Vec<(Rc<str>, Value<'a>)>,
    /// Whether variables may exist that are not listed (`extract`, `$$name = …`).
    open: bool,
}

impl<'a> Env<'a> {
    /// The value of a variable; none if it was never set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.slots.iter().find(|(known, _)| **known == *name).map(|(_, slot)| match slot {
            Slot::Own(value) => value.clone(),
            Slot::Shared(cell) => cell.borrow().clone(),
        })
    }

    /// Whether a variable has a value of its own, so that changing it changes nothing else.
    #[must_use]
    pub fn is_own(&self, name: &str) -> bool {
        self.slots.iter().any(|(known, slot)| **known == *name && matches!(slot, Slot::Own(_)))
    }

    /// Sets a variable. `uncertain` keeps the old value of a shared one as a possibility, because
    /// its other owners do not take part when histories meet.
    pub fn set(&mut self, name: &str, value: Value<'a>, uncertain: bool) {
        self.forget_paths(name);
        match self.slots.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, Slot::Own(old))) => *old = value,
            Some((_, Slot::Shared(cell))) => {
                let merged = if uncertain { join(&cell.borrow(), &value) } else { value };
                *cell.borrow_mut() = merged;
            }
            None => self.slots.push((Rc::from(name), Slot::Own(value))),
        }
    }

    /// Takes the value of a variable out, so that it can be changed without copying it. The
    /// variable is unset (or, if shared, unknown) until it is set again.
    #[must_use]
    pub fn take(&mut self, name: &str) -> Option<Value<'a>> {
        match self.slots.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, Slot::Own(value))) => Some(std::mem::replace(value, Value::Unknown(Why::Variable))),
            Some((_, Slot::Shared(cell))) => Some(cell.replace(Value::Unknown(Why::Variable))),
            None => None,
        }
    }

    /// Forgets a variable.
    pub fn unset(&mut self, name: &str) {
        self.forget_paths(name);
        self.slots.retain(|(known, _)| **known != *name);
    }

    /// Makes a variable shared and returns what is shared.
    pub fn share(&mut self, name: &str) -> Rc<RefCell<Value<'a>>> {
        match self.slots.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, slot)) => {
                let cell = match slot {
                    Slot::Shared(cell) => Rc::clone(cell),
                    Slot::Own(value) => Rc::new(RefCell::new(value.clone())),
                };
                *slot = Slot::Shared(Rc::clone(&cell));
                cell
            }
            None => {
                let cell = Rc::new(RefCell::new(Value::Null));
                self.slots.push((Rc::from(name), Slot::Shared(Rc::clone(&cell))));
                cell
            }
        }
    }

    /// Binds a variable to something shared.
    pub fn bind(&mut self, name: &str, cell: Rc<RefCell<Value<'a>>>) {
        self.unset(name);
        self.slots.push((Rc::from(name), Slot::Shared(cell)));
    }

    /// Whether a condition has said something of a property.
    #[must_use]
    pub fn has_paths(&self) -> bool {
        !self.paths.is_empty()
    }

    /// What a condition has said of a property.
    #[must_use]
    pub fn path(&self, path: &str) -> Option<Value<'a>> {
        self.paths.iter().find(|(known, _)| **known == *path).map(|(_, value)| value.clone())
    }

    /// Keeps what a condition says of a property, or nothing more.
    pub fn set_path(&mut self, path: &str, value: Option<Value<'a>>) {
        self.forget_paths(path);
        self.paths.extend(value.map(|value| (Rc::from(path), value)));
    }

    /// Forgets what conditions have said of something, and of what lies below it.
    pub fn forget_paths(&mut self, path: &str) {
        if !self.paths.is_empty() {
            self.paths
                .retain(|(known, _)| known.strip_prefix(path).is_none_or(|rest| !rest.is_empty() && !rest.starts_with("->")));
        }
    }

    /// Says that any variable may have been set.
    pub fn forget_names(&mut self) {
        self.open = true;
    }

    /// What a variable that is not listed is worth.
    #[must_use]
    pub fn missing(&self) -> Value<'a> {
        Value::Unknown(Why::Variable)
    }

    /// The variables, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (Rc<str>, Value<'a>)> + '_ {
        self.slots.iter().map(|(name, slot)| {
            let value = match slot {
                Slot::Own(value) => value.clone(),
                Slot::Shared(cell) => cell.borrow().clone(),
            };
            (Rc::clone(name), value)
        })
    }

    /// A copy in which nothing is shared, as an arrow function captures it.
    #[must_use]
    pub fn snapshot(&self) -> Env<'a> {
        let slots = self.iter().map(|(name, value)| (name, Slot::Own(value))).collect();
        Env { slots, paths: self.paths.clone(), open: self.open }
    }

    /// Merges the variables of another history into this one: what differs may be either.
    pub fn merge(&mut self, other: &Env<'a>) {
        self.open |= other.open;
        // Where one of the histories knows nothing of a property, its object does.
        self.paths.retain_mut(|(path, mine)| match other.path(path) {
            Some(theirs) => {
                *mine = join(mine, &theirs);
                true
            }
            None => false,
        });
        for (at, (name, slot)) in other.slots.iter().enumerate() {
            // Histories that began alike have most variables in the same places.
            let here = self.slots.get(at).is_some_and(|(known, _)| Rc::ptr_eq(known, name)).then_some(at);
            let place = here.or_else(|| self.slots.iter().position(|(known, _)| known == name));
            match place.and_then(|place| self.slots.get_mut(place)) {
                Some((_, Slot::Own(mine))) => {
                    if let Slot::Own(theirs) = slot {
                        *mine = join(mine, theirs);
                    }
                }
                Some((_, Slot::Shared(_))) => {}
                // Set in one history only: using it in the other would be an error, so the value stands.
                None => self.slots.push((Rc::clone(name), slot.clone())),
            }
        }
    }
}
