//! Attributes that an object of a model gets, and has until it is saved: `new User([…])`, `$user->fill([…])`, `$user->name = …`.

use std::rc::Rc;

use crate::eval::{CallSite, Fork, Interp, Object, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::State;
use crate::laravel::eloquent::model_writes::{TREATED, is_refused};
use crate::laravel::eloquent::models;
use crate::php::program::ClassDecl;
use crate::references::{Fillable, Operation, RowWrite};
use crate::source::Span;

/// An object that got attributes, and what it would write with them.
pub(in crate::laravel) type Unsaved<'a> = (Rc<Object<'a>>, RowWrite);

/// What objects got on those of several ways that have ended, until they meet.
#[derive(Debug, Default)]
pub(in crate::laravel) struct Aside<'a> {
    /// What they had before.
    before: Vec<Unsaved<'a>>,
    /// What they got on a way that goes on behind.
    got: Vec<Unsaved<'a>>,
}

/// How many objects are waited for.
const MAX_UNSAVED: usize = 256;

/// Properties that Eloquent's `Model` declares: no attributes (`Illuminate/Database/Eloquent/Model.php` and its concerns).
const DECLARED: [&str; 32] = [
    "appends",
    "attributes",
    "cascadeDeletes",
    "casts",
    "changes",
    "connection",
    "dateFormat",
    "dates",
    "dispatchesEvents",
    "encrypter",
    "escapeWhenCastingToString",
    "exists",
    "fillable",
    "guarded",
    "hidden",
    "incrementing",
    "keyType",
    "mapValueToOriginal",
    "observables",
    "original",
    "perPage",
    "pivotParent",
    "pivotRelated",
    "preventsLazyLoading",
    "primaryKey",
    "relations",
    "snakeAttributes",
    "table",
    "timestamps",
    "touches",
    "visible",
    "wasRecentlyCreated",
];
/// The same, among the names of many things: what is loaded with a model, and the row between two.
const LOADED: [&str; 4] = ["with", "withCount", "pivot", "usesUniqueIds"];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Gives up what no object was saved with.
    pub(crate) fn forget_unsaved(&mut self) {
        self.eloquent.unsaved.clear();
        self.eloquent.aside.clear();
    }

    /// What an object gets on one of several ways, it does not have on another; behind them, it has it.
    pub(in crate::laravel) fn fork_unsaved(&mut self, step: Fork) {
        let State { unsaved, aside, .. } = &mut self.eloquent;
        match step {
            Fork::Begins => aside.push(Aside { before: unsaved.clone(), got: Vec::new() }),
            Fork::WayEnds { left } => {
                let Some(Aside { before, got }) = aside.last_mut() else { return };
                let ended = std::mem::replace(unsaved, before.clone());
                let is_new = |(holder, row): &Unsaved<'a>| {
                    !got.iter().any(|(other, known)| Rc::ptr_eq(holder, other) && known.call == row.call)
                };
                let more: Vec<Unsaved<'a>> = ended.into_iter().filter(|waiting| !left && is_new(waiting)).collect();
                got.extend(more);
            }
            Fork::Meets => *unsaved = aside.pop().map(|ended| ended.got).unwrap_or_default(),
        }
    }

    /// A row waits for its object to be saved.
    pub(super) fn wait(cx: &mut Interp<'a, Self>, holder: &Rc<Object<'a>>, row: RowWrite) {
        if cx.host.eloquent.unsaved.len() < MAX_UNSAVED {
            cx.host.eloquent.unsaved.push((Rc::clone(holder), row));
        }
    }

    /// `$post->title = …`: the column that the object writes once it is saved.
    pub(in crate::laravel) fn assigned_column(
        cx: &mut Interp<'a, Self>,
        (object, class): (&Rc<Object<'a>>, ClassDecl<'a>),
        name: &str,
        at: Span,
    ) {
        let is_promoted = cx
            .program
            .method(class, "__construct")
            .is_some_and(|method| method.function.params.iter().any(|param| param.promoted.is_some() && *param.name == *name));
        let is_declared =
            is_promoted || DECLARED.contains(&name) || LOADED.contains(&name) || cx.program.property(class, name).is_some();
        // What `setTable()` was called on stands on another table. On a way that is not taken it may be another object.
        if is_declared || cx.untaken > 0 || object.get("table").is_some() || cx.program.sources().slice(at) != name {
            return;
        }
        if is_refused(cx.program.sources(), at) {
            return;
        }
        let Some(table) = Self::table_of_model(cx, class) else { return };
        let known = Self::attributes_of(cx, class);
        let site = CallSite { call: at, name: at };
        if !known.needs_column(name) {
            if Self::saves_here(cx) {
                Self::may_write(cx, (&table, Operation::Update), (name, at), TREATED, site);
            }
            return;
        }
        let row = RowWrite {
            table,
            operation: Operation::Update,
            columns: vec![(name.to_owned(), at)],
            complete: false,
            filled: Vec::new(),
            fillable: Some(Fillable::All),
            rules: Vec::new(),
            replaced: Vec::new(),
            call: at,
            context: Self::context(cx),
        };
        Self::wait(cx, object, row);
    }

    /// What a factory's states gave in the chain of calls before `make()`: nobody writes it before the model is saved.
    pub(in crate::laravel) fn only_made(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, made: &Value<'a>, at: CallSite) {
        let Some(table) = Self::table_of_model(cx, class) else { return };
        let given = |row: &RowWrite| {
            let before = row.call.start >= at.call.start && row.call.end <= at.name.start;
            before && row.call.file == at.call.file && row.operation == Operation::Insert && row.table.table == table.table
        };
        let (given, rows) = std::mem::take(&mut cx.host.found.rows).into_iter().partition(given);
        cx.host.found.rows = rows;
        let given: Vec<RowWrite> = given;
        if let Value::Object(object) = made {
            cx.host.eloquent.unsaved.extend(given.into_iter().map(|row| (Rc::clone(object), row)));
            cx.host.eloquent.unsaved.truncate(MAX_UNSAVED);
        }
    }

    /// An object, or each of a list, is saved with what it holds.
    pub(in crate::laravel) fn saved(cx: &mut Interp<'a, Self>, value: &Value<'a>) {
        match value {
            Value::Object(object) => {
                if !EXPLORE {
                    let model = object.class.filter(|class| models::is_model(cx.program, *class));
                    let table = model.and_then(|class| models::table_of(cx, class));
                    let connection = model.map(|class| models::connection_of(cx, class)).unwrap_or_default();
                    Self::may_have_rows(cx, table.as_ref().map(|(table, _)| (&connection, &**table)));
                }
                let (now, later) =
                    std::mem::take(&mut cx.host.eloquent.unsaved).into_iter().partition(|(holder, _)| Rc::ptr_eq(holder, object));
                cx.host.eloquent.unsaved = later;
                let now: Vec<Unsaved<'a>> = now;
                // `unset($post->title)`
                let is_kept = |row: &RowWrite| !row.is_assignment() || object.get(&row.columns[0].0).is_some();
                cx.host.found.rows.extend(now.into_iter().map(|(_, row)| row).filter(is_kept));
            }
            Value::Array(list) => {
                let list = Rc::clone(list);
                list.entries.iter().for_each(|entry| Self::saved(cx, &entry.value));
            }
            Value::OneOf(choices) => choices.iter().for_each(|choice| Self::saved(cx, choice)),
            _ => {}
        }
    }
}
