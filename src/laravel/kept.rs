//! The objects of Laravel that a call of the project's code made, kept so that the call need not be evaluated again.

use crate::eval::{Copier, HostId, Interp, Object, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::Thing;
use crate::laravel::query::PendingColumn;

/// How deep Laravel's methods may call each other around a call that is kept.
const MAX_DEPTH: u32 = 24;

/// The moment before a call.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The number of the next object.
    next: u32,
    pending: usize,
    probes: usize,
    unsaved: usize,
    macros: usize,
    uncertain: u32,
}

/// What a call left in the hands of its caller.
#[derive(Debug, Default)]
pub struct Kept<'a> {
    /// The objects, by the numbers that values which were kept have for them.
    things: Vec<Thing<'a>>,
    /// The columns that their queries named.
    pending: Vec<PendingColumn>,
    /// How many conditions that are not known stood around the call.
    uncertain: u32,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    fn next_object(&self) -> u32 {
        self.first_object.saturating_add(u32::try_from(self.objects.len()).unwrap_or(u32::MAX))
    }

    pub(in crate::laravel) fn mark_call(cx: &Interp<'a, Self>) -> Option<Mark> {
        (cx.host.depth < MAX_DEPTH).then(|| Mark {
            next: cx.host.next_object(),
            pending: cx.host.query.pending.len(),
            probes: cx.host.replay.probes.len(),
            unsaved: cx.host.eloquent.unsaved.len(),
            macros: cx.host.application.macros.len(),
            uncertain: cx.uncertain,
        })
    }

    pub(in crate::laravel) fn copier_of(mark: &Mark) -> Copier<'a> {
        Copier::keeping(mark.next)
    }

    pub(in crate::laravel) fn keep_call(cx: &Interp<'a, Self>, mark: &Mark, copier: &mut Copier<'a>) -> Option<Kept<'a>> {
        let host = &cx.host;
        let asked = host.replay.probes.len() != mark.probes || host.application.macros.len() != mark.macros;
        if asked || host.eloquent.unsaved.len() != mark.unsaved {
            return None;
        }
        let mut things = Vec::new();
        host.keep_things(copier, &mut things)?;
        // The columns of a query that the caller may still change are settled when it is complete.
        let handed = copier.met().to_vec();
        let mut pending = Vec::new();
        for column in host.query.pending.get(mark.pending..)? {
            let changes = handed.contains(&column.query) || host.outer_queries(column.query).any(|id| handed.contains(&id));
            if changes {
                let query = copier.host(column.query)?;
                pending.push(PendingColumn { query, ..column.clone() });
            }
        }
        host.keep_things(copier, &mut things)?;
        Some(Kept { things, pending, uncertain: mark.uncertain })
    }

    /// Copies the objects that were met, and those that are met on the way.
    fn keep_things(&self, copier: &mut Copier<'a>, things: &mut Vec<Thing<'a>>) -> Option<()> {
        while let Some(id) = copier.met().get(things.len()).copied() {
            let thing = copy(self.thing(id)?, copier)?;
            things.push(thing);
        }
        Some(())
    }

    /// The queries around a query.
    fn outer_queries(&self, id: HostId) -> impl Iterator<Item = HostId> + '_ {
        let outer = |id: &HostId| match self.thing(*id) {
            Some(Thing::Query(query)) => query.outer,
            _ => None,
        };
        std::iter::successors(outer(&id), outer).take(crate::laravel::query::columns::MAX_OUTER)
    }

    /// Makes the objects again that a call left behind.
    pub(in crate::laravel) fn give_call(cx: &mut Interp<'a, Self>, kept: &Kept<'a>) -> Copier<'a> {
        let first = cx.host.next_object();
        let mut copier = Copier::giving(first);
        for thing in &kept.things {
            let mut thing = copy(thing, &mut copier).unwrap_or(Thing::Index);
            if let Thing::Query(query) = &mut thing {
                query.uncertain = query.uncertain.saturating_sub(kept.uncertain).saturating_add(cx.uncertain);
            }
            cx.host.objects.push(thing);
        }
        for column in &kept.pending {
            let query = HostId(first.saturating_add(column.query.0));
            cx.host.query.pending.push(PendingColumn { query, ..column.clone() });
        }
        copier
    }

    /// Whether something is done when an object is saved.
    pub(in crate::laravel) fn is_unsaved(&self, object: &std::rc::Rc<Object<'a>>) -> bool {
        self.eloquent.unsaved.iter().any(|(holder, _)| std::rc::Rc::ptr_eq(holder, object))
    }
}

/// A copy of an object; none of one that is bound to what is around it.
fn copy<'a>(thing: &Thing<'a>, copier: &mut Copier<'a>) -> Option<Thing<'a>> {
    Some(match thing {
        Thing::Query(query) => {
            let mut query = query.clone();
            query.outer = match query.outer {
                Some(outer) => Some(copier.host(outer)?),
                None => None,
            };
            Thing::Query(query)
        }
        Thing::Collection(elements, element) => {
            let elements = match elements {
                Some(array) => match copier.value(&Value::Array(std::rc::Rc::clone(array)))? {
                    Value::Array(array) => Some(array),
                    _ => return None,
                },
                None => None,
            };
            let element = match element {
                Some(value) => Some(Box::new(copier.value(value)?)),
                None => None,
            };
            Thing::Collection(elements, element)
        }
        Thing::Expression(sql) => Thing::Expression(copier.value(sql)?),
        Thing::Stringable(text) => Thing::Stringable(copier.value(text)?),
        Thing::Listed(list) => match copier.value(&Value::Array(std::rc::Rc::clone(list)))? {
            Value::Array(list) => Thing::Listed(list),
            _ => return None,
        },
        Thing::Validated(array) => Thing::Validated(copier.value(array)?),
        Thing::Connection(_)
        | Thing::SchemaBuilder(_)
        | Thing::PhinxAdapter
        | Thing::Index
        | Thing::Doctrine(_)
        | Thing::DoctrineTable(..)
        | Thing::DoctrineAsset(_)
        | Thing::HostModel(_)
        | Thing::Signed(_)
        | Thing::Migrator
        | Thing::Container
        | Thing::Config
        | Thing::Guard(_)
        | Thing::Request => thing.clone(),
        Thing::PhinxTable(_)
        | Thing::FlarumMigration(_)
        | Thing::Blueprint(_)
        | Thing::Column(..)
        | Thing::ForeignKey(..)
        | Thing::Proxy(..)
        | Thing::Described(_) => return None,
    })
}
