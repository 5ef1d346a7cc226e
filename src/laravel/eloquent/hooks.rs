//! What a model gives its own columns when it is inserted: defaults, keys, timestamps; and the hooks that may fill in any.
//!
//! Source: `Illuminate/Database/Eloquent/Model.php` (`performInsert`), `Concerns/HasEvents.php`, `Concerns/HasUniqueStringIds.php`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use memchr::memmem;
use rayon::prelude::*;

use crate::catalog::models::may_fill_columns;
use crate::eval::{Interp, Key, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::php::ast::{Callee, ClassRef, Expr, ExprKind, Function, Member, NewClass, StmtKind};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit;
use crate::source::FileId;

/// Static calls in a model's `boot()` after which an insert still writes what it was given.
const HARMLESS: [&str; 22] = [
    "boot",
    "booted",
    "booting",
    "addglobalscope",
    "addglobalscopes",
    "created",
    "saved",
    "updating",
    "updated",
    "deleting",
    "deleted",
    "trashed",
    "restoring",
    "restored",
    "retrieved",
    "replicating",
    "forcedeleting",
    "forcedeleted",
    "resolverelationusing",
    "preventlazyloading",
    "hasglobalscope",
    "withoutevents",
];

/// Laravel's traits that give new rows their keys.
const GIVE_KEYS: [&str; 3] = ["HasUuids", "HasUlids", "HasVersion7Uuids"];

/// Calls by which other code hooks itself into the saving of a model.
const HOOKS: [&str; 3] = ["observe", "creating", "saving"];

/// Events by whose names code may listen to the saving of all models.
const EVENTS: [&str; 2] = ["eloquent.creating", "eloquent.saving"];

/// The traits of models that log in with tokens.
const TOKENS: [&str; 2] = ["Laravel\\Sanctum\\HasApiTokens", "Laravel\\Passport\\HasApiTokens"];

/// The models that code outside of them hooks itself into.
#[derive(Debug, Default)]
pub struct Hooked {
    /// Their names, and those of the observers given to them, in lower case.
    classes: BTreeMap<String, BTreeSet<String>>,
    /// Whether it may be any.
    any: bool,
    /// The models that log in with tokens, by their names.
    with_tokens: Vec<String>,
    /// The guards that middleware asks for by name: `auth:admin`.
    guards: BTreeSet<String>,
}

/// The guards that stand in a text as middleware does: `'auth:admin'`, `"auth:web,admin"`.
fn guards_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in memmem::find_iter(text.as_bytes(), b"auth:") {
        let is_quoted = text[..at].ends_with(['\'', '"']);
        let names = text[at + "auth:".len()..].split(['\'', '"', '\n']).next().unwrap_or_default();
        let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        found.extend(names.split(',').filter(|_| is_quoted).filter(is_name).map(str::to_owned));
    }
    found
}

impl Hooked {
    /// Looks through all code.
    #[must_use]
    pub fn find(program: &Program<'_>) -> Self {
        let calls = HOOKS.map(|name| format!("::{name}("));
        let event = EVENTS.map(memmem::Finder::new);
        let sign = [&calls[0], &calls[1], &calls[2], "$observers"].map(memmem::Finder::new);
        let holds = |file: FileId, some: &[memmem::Finder<'_>]| {
            let text = program.sources().file(file).text().as_bytes();
            some.iter().any(|finder| finder.find(text).is_some())
        };
        let listens = |file: &&FileId| holds(**file, &event);
        let mentions = |file: &&FileId| holds(**file, &sign);
        let mut hooked = Hooked { any: program.code().par_iter().any(|file| listens(&file)), ..Hooked::default() };
        let files: BTreeSet<FileId> = program.code().par_iter().filter(mentions).copied().collect();
        for class in program.classes().filter(|class| files.contains(&class.file())) {
            // A model's own hooks are seen with the model.
            if !models::is_model(program, class) {
                class.decl.methods.iter().for_each(|method| hooked.look_into(method));
            }
            let observers = class.decl.properties.iter().filter(|property| *property.name == *"observers");
            observers.filter_map(|property| property.default.as_ref()).for_each(|list| hooked.add_named(list));
        }
        let uses = |class: &ClassDecl<'_>| {
            class.decl.traits.iter().flat_map(|used| &used.names).any(|name| TOKENS.contains(&&*name.resolved))
        };
        let models = program.classes().filter(uses).filter(|class| models::is_model(program, *class));
        hooked.with_tokens = models.map(|class| class.name().to_owned()).collect();
        let guards = |file: &FileId| guards_in(program.sources().file(*file).text());
        hooked.guards = program.code().par_iter().flat_map_iter(guards).collect();
        hooked
    }

    /// The guards that middleware asks for by name.
    pub(in crate::laravel) fn guards(&self) -> impl Iterator<Item = &str> {
        self.guards.iter().map(String::as_str)
    }

    /// The models that log in with tokens: of a request with one it may be any of them.
    pub(in crate::laravel) fn with_tokens(&self) -> &[String] {
        &self.with_tokens
    }

    fn look_into(&mut self, function: &Function) {
        visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
            if let visit::Node::Expr(expr) = node
                && let Some((class, name)) = static_call(expr)
                && HOOKS.iter().any(|hook| name.eq_ignore_ascii_case(hook))
            {
                match class {
                    ClassRef::Named(class) => {
                        self.classes.entry(class.resolved.to_ascii_lowercase()).or_default().extend(classes_in(expr));
                    }
                    _ => self.any = true,
                }
            }
            true
        });
    }

    /// `protected $observers = [User::class => [UserObserver::class]]`
    fn add_named(&mut self, list: &Expr) {
        let named = classes_in(list);
        for class in &named {
            self.classes.entry(class.clone()).or_default().extend(named.iter().cloned());
        }
    }

    /// The observers that other code gives to a model.
    fn observers<'h>(&'h self, program: &Program<'_>, class: ClassDecl<'_>) -> Vec<&'h str> {
        let names = program.lineage(class).into_iter().map(|owner| owner.name().to_ascii_lowercase());
        names.filter_map(|name| self.classes.get(&name)).flatten().map(String::as_str).collect()
    }

    fn has(&self, program: &Program<'_>, class: ClassDecl<'_>) -> bool {
        let names = program.lineage(class).into_iter().map(|owner| owner.name().to_ascii_lowercase());
        let foreign = program.foreign_parent(class).map(str::to_ascii_lowercase);
        self.any || names.chain(foreign).any(|name| self.classes.contains_key(&name))
    }
}

/// The classes that an expression names with `::class`, in lower case.
fn classes_in(expr: &Expr) -> BTreeSet<String> {
    let mut said = Said::default();
    visit::expression(expr, &mut |node| said.hear(&node));
    said.classes
}

fn static_call(expr: &Expr) -> Option<(&ClassRef, &str)> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    match &call.callee {
        Callee::Static { class, name: Member::Named(name, _) } => Some((class, name)),
        _ => None,
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The columns that a model gives a value by itself when it is inserted, in lower case; none if it may be any.
    pub(in crate::laravel) fn filled_by_itself(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Rc<BTreeSet<String>>> {
        if let Some(known) = cx.host.eloquent.filled.get(&class.key()) {
            return known.clone();
        }
        cx.host.eloquent.filled.insert(class.key(), None);
        let found = Self::find_filled(cx, class).map(Rc::new);
        cx.host.eloquent.filled.insert(class.key(), found.clone());
        found
    }

    fn find_filled(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<BTreeSet<String>> {
        let program = cx.program;
        let foreign = program.foreign_parts(class);
        if foreign.iter().any(|name| may_fill_columns(name)) || program.parts(class).into_iter().any(hooks_itself) {
            return None;
        }
        if cx.host.eloquent.hooked.as_ref().is_none_or(|hooked| hooked.has(program, class)) {
            return None;
        }
        let mut filled: BTreeSet<String> = ["created_at", "updated_at"].map(str::to_owned).into();
        for constant in ["CREATED_AT", "UPDATED_AT"] {
            filled.extend(cx.constant_named(class, constant).and_then(|value| Some(value.as_str()?.to_ascii_lowercase())));
        }
        if program.property(class, "attributes").is_some() {
            let Some(Value::Array(list)) = cx.declared_property(class, "attributes", false) else { return None };
            if !list.is_complete() {
                return None;
            }
            for entry in &list.entries {
                let Key::Str(name) = &entry.key else { return None };
                filled.insert(name.to_ascii_lowercase());
            }
        }
        let gives_key = |name: &&str| name.rsplit('\\').next().is_some_and(|last| GIVE_KEYS.contains(&last));
        if foreign.iter().any(gives_key) {
            filled.insert(models::key_of(cx, class)?.to_ascii_lowercase());
            if let Some(ids) = models::answer(cx, class, "uniqueIds") {
                let Value::Array(list) = ids else { return None };
                for entry in &list.entries {
                    filled.insert(entry.value.as_str()?.to_ascii_lowercase());
                }
            }
        }
        Some(filled)
    }
}

/// Whether a model's class, or one of its parents or traits, may change what is inserted.
fn hooks_itself(part: ClassDecl<'_>) -> bool {
    let starts = |function: &Function, start: &str| {
        function.name.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    let declares = part.decl.properties.iter().any(|property| *property.name == *"dispatchesEvents")
        || part.decl.attributes.iter().any(|attribute| attribute.name.resolved.ends_with("ObservedBy"));
    declares
        || part.decl.methods.iter().any(|method| {
            let overridden = [
                "setUniqueIds",
                "newUniqueId",
                "performInsert",
                "fireModelEvent",
                "newInstance",
                "create",
                "save",
                "fill",
                "forceFill",
                "setAttribute",
            ];
            starts(method, "initialize")
                || overridden.iter().any(|name| method.name.eq_ignore_ascii_case(name))
                || (starts(method, "boot") && has_hook(method))
        })
}

/// The names that a model's hooks speak of, and the classes that they or an observer give it to: attributes that they may
/// take away before the model is saved.
pub(in crate::laravel) fn touched(program: &Program<'_>, class: ClassDecl<'_>, hooked: Option<&Hooked>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut called: Vec<String> = Vec::new();
    let mut given_to: BTreeSet<String> =
        hooked.map(|hooked| hooked.observers(program, class)).unwrap_or_default().into_iter().map(str::to_owned).collect();
    for part in program.parts(class) {
        let observed = part.decl.attributes.iter().filter(|attribute| attribute.name.resolved.ends_with("ObservedBy"));
        given_to.extend(observed.flat_map(|attribute| &attribute.args).flat_map(|arg| classes_in(&arg.value)));
        let boots = |method: &&Function| method.name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("boot"));
        for method in part.decl.methods.iter().filter(boots) {
            visit::statements(method.body.as_deref().unwrap_or_default(), &mut |node| {
                if let visit::Node::Expr(expr) = node
                    && let Some((_, name)) = static_call(expr)
                    && BEFORE.iter().any(|hook| name.eq_ignore_ascii_case(hook))
                {
                    let mut said = Said::default();
                    visit::expression(expr, &mut |node| said.hear(&node));
                    called.append(&mut said.called);
                    given_to.append(&mut said.classes);
                    names.extend(said.taken());
                    return false;
                }
                true
            });
        }
    }
    let own = called.iter().filter_map(|name| program.method(class, name)).map(|method| method.function).collect::<Vec<_>>();
    let others = given_to.iter().filter_map(|name| program.class(name)).filter(|other| !models::is_model(program, *other));
    let others = others.flat_map(|other| program.methods(other)).map(|method| method.function);
    // What a factory's hook takes off the model that it made.
    let factory = super::factories::conventional(program, class);
    let of_factory = factory.into_iter().flat_map(|factory| &factory.decl.methods);
    for function in own.into_iter().chain(others).chain(of_factory) {
        let mut said = Said::default();
        visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| said.hear(&node));
        names.extend(said.taken());
    }
    names
}

/// What a hook says.
#[derive(Default)]
struct Said {
    names: BTreeSet<String>,
    called: Vec<String>,
    /// Classes, in lower case.
    classes: BTreeSet<String>,
    /// Whether it takes something away, or has its hands in the attributes themselves.
    takes: bool,
}

impl Said {
    fn hear(&mut self, node: &visit::Node<'_>) -> bool {
        let expr = match node {
            visit::Node::Expr(expr) => expr,
            visit::Node::Stmt(stmt) => {
                self.takes |= matches!(stmt.kind, StmtKind::Unset(_));
                return true;
            }
        };
        match &expr.kind {
            ExprKind::String(text) => drop(self.names.insert(text.to_ascii_lowercase())),
            ExprKind::Property { object, name: Member::Named(name, _), .. } if matches!(object.kind, ExprKind::Variable(_)) => {
                self.takes |= &**name == "attributes";
                self.names.insert(name.to_ascii_lowercase());
            }
            ExprKind::ClassConstant { class: ClassRef::Named(class), .. }
            | ExprKind::New { class: NewClass::Ref(ClassRef::Named(class)), .. } => {
                self.classes.insert(class.resolved.to_ascii_lowercase());
            }
            ExprKind::Call(call) => {
                if let Callee::Static { class: ClassRef::Named(class), .. } = &call.callee {
                    self.classes.insert(class.resolved.to_ascii_lowercase());
                }
                if let Callee::Method { name: Member::Named(name, _), .. } | Callee::Static { name: Member::Named(name, _), .. } =
                    &call.callee
                {
                    self.takes |= ["offsetUnset", "setRawAttributes"].iter().any(|own| name.eq_ignore_ascii_case(own));
                    self.called.push(name.to_string());
                }
            }
            _ => {}
        }
        true
    }

    fn taken(self) -> BTreeSet<String> {
        if self.takes { self.names } else { BTreeSet::new() }
    }
}

/// What hooks code into the time before a model is written.
const BEFORE: [&str; 4] = ["creating", "saving", "updating", "observe"];

/// Whether a `boot()` does anything that may touch what is inserted.
fn has_hook(function: &Function) -> bool {
    let mut found = false;
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let visit::Node::Expr(expr) = node
            && let Some((_, name)) = static_call(expr)
        {
            let harmless = HARMLESS.iter().any(|known| name.eq_ignore_ascii_case(known));
            found |= !harmless;
            // What happens afterwards, or to other queries, is not looked into.
            return !harmless || name.eq_ignore_ascii_case("booted");
        }
        true
    });
    found
}
