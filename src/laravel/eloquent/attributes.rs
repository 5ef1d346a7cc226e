//! What a model makes of the attributes that code gives it: which of them are columns, and which get through at all.
//!
//! Source: `Illuminate/Database/Eloquent/Concerns/HasAttributes.php`, `GuardsAttributes.php`.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::catalog::models::takes_attributes_as_they_are;
use crate::eval::{Args, Interp, Key, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::{class_attributes, models, mutators};
use crate::laravel::support::naming;
use crate::php::ast::{Callee, ClassRef, Expr, ExprKind, Function, Member, StmtKind};
use crate::php::program::{ClassDecl, Program};
use crate::php::visit;
use crate::references::Fillable;

/// Methods of Eloquent's `Model` by which a model of the project may store attributes elsewhere.
const STORING: [&str; 9] = [
    "fill",
    "forceFill",
    "setAttribute",
    "__set",
    "setRawAttributes",
    "save",
    "performInsert",
    "getAttributesForInsert",
    "fillableFromArray",
];

/// Laravel's own classes of casts, each of which stores one column.
pub(in crate::laravel) const LARAVELS_CASTS: &str = "Illuminate\\Database\\Eloquent\\Casts\\";

/// What is known of a model's attributes.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct Attributes {
    /// Names that are no columns, or not certainly: those of mutators, and those that hooks take away.
    others: BTreeSet<String>,
    /// Those of them whose mutators write the column of their name, whatever they make of the value.
    own: BTreeSet<String>,
    /// Names of casts that may store several columns.
    spread: BTreeSet<String>,
    /// Names of casts to enums of the project, of which one value is stored.
    enums: BTreeSet<String>,
    /// Names of casts by one of Laravel's own classes, each of which stores one column.
    plain: BTreeSet<String>,
    /// Names of casts that store something else than they are given: a JSON text, a hash, a date in the column's format.
    converted: BTreeSet<String>,
    /// Names that reading gives a value for, whatever the columns are: those of accessors.
    read: BTreeSet<String>,
    /// Whether any name may be read: the model answers for itself.
    answers: bool,
    /// Whether code that is not followed may store attributes anywhere.
    opaque: bool,
    /// What mass assignment lets through.
    pub(in crate::laravel) fillable: Fillable,
}

impl Attributes {
    /// Whether an attribute of this name is stored in the column of this name, if at all.
    pub(in crate::laravel) fn is_stored_as_is(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        !self.opaque && !self.others.contains(&name) && !self.spread.contains(&name)
    }

    /// Whether an attribute of this name needs the column of this name, whatever the model makes of its value.
    pub(in crate::laravel) fn needs_column(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        self.is_stored_as_is(name) || (!self.opaque && self.own.contains(&lower) && !self.spread.contains(&lower))
    }

    /// Whether a class casts an attribute of this name.
    pub(in crate::laravel) fn is_cast(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        [&self.spread, &self.enums, &self.plain].into_iter().any(|names| names.contains(&name))
    }

    /// Whether what an attribute of this name is given is what is stored of it: as it is, or as the value of a case.
    pub(in crate::laravel) fn is_kept(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        self.is_stored_as_is(name) && !self.converted.contains(&lower)
    }

    /// Whether the model itself may make an attribute of this name, or take it apart.
    pub(in crate::laravel) fn may_be_made(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.opaque || self.answers || self.others.contains(&name) || self.read.contains(&name)
    }
}

impl Attributes {
    /// Whether reading an attribute of this name needs the column of this name.
    pub(in crate::laravel) fn is_read_from_column(&self, name: &str) -> bool {
        // An accessor is called by the name in StudlyCase, however the attribute is spelled.
        !self.answers && !self.read.contains(&name.to_ascii_lowercase()) && !self.read.contains(&naming::snake(name))
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What is known of a model's attributes.
    pub(in crate::laravel) fn attributes_of(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Rc<Attributes> {
        if let Some(known) = cx.host.eloquent.attributes.get(&class.key()) {
            return Rc::clone(known);
        }
        // A model that asks for itself while this is worked out gets the cautious answer.
        let cautious = Attributes {
            others: BTreeSet::new(),
            own: BTreeSet::new(),
            spread: BTreeSet::new(),
            enums: BTreeSet::new(),
            plain: BTreeSet::new(),
            converted: BTreeSet::new(),
            read: BTreeSet::new(),
            answers: true,
            opaque: true,
            fillable: Fillable::Unknown,
        };
        cx.host.eloquent.attributes.insert(class.key(), Rc::new(cautious));
        let answers = ["getAttribute", "__get", "getAttributeValue", "getAttributeFromArray"];
        let (others, own) = others(cx, class);
        let Casts { spread, enums, plain, converted } = Casts::of(cx, class);
        let known = Rc::new(Attributes {
            others,
            own,
            spread,
            enums,
            plain,
            converted,
            read: read(cx.program, class),
            answers: answers.iter().any(|name| cx.program.method(class, name).is_some()),
            opaque: is_opaque(cx, class),
            fillable: fillable(cx, class),
        });
        cx.host.eloquent.attributes.insert(class.key(), Rc::clone(&known));
        known
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `getFillable()`
    pub(in crate::laravel) fn fillable_of(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<Value<'a>> {
        match &Self::attributes_of(cx, class).fillable {
            Fillable::Listed(names) => Some(Value::array(crate::eval::Array::list(names.iter().map(Value::string)))),
            _ => None,
        }
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Whether a method is one of the behaviours that a class lists, as those of October and Winter do.
    pub(in crate::laravel) fn is_of_behaviour(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, method: &str) -> bool {
        if cx.program.property(class, "implement").is_none() {
            return false;
        }
        let Some(Value::Array(listed)) = cx.declared_property(class, "implement", true) else { return false };
        listed.entries.iter().any(|entry| {
            let behaviour = entry.value.as_str().and_then(|name| cx.program.class(&name.replace('.', "\\")));
            behaviour.is_some_and(|behaviour| cx.program.method(behaviour, method).is_some())
        })
    }
}

/// Whether the model, or something of a package that it is made of, may store attributes as it likes.
fn is_opaque<'a, const EXPLORE: bool>(cx: &Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> bool {
    let program = cx.program;
    let overridden = |name: &&str| program.method(class, name).is_some_and(|method| !passes_on(method.function));
    let stores = |name: &&str| !takes_attributes_as_they_are(name) && !name.ends_with("Eloquent");
    // Behaviours that October, Winter and TastyIgniter put into a class by this list may override anything.
    let extended = program.property(class, "implement").is_some();
    extended || STORING.iter().any(overridden) || program.foreign_parts(class).iter().any(stores)
}

/// Whether a method that overrides one of Eloquent's hands all that it gets to that one, and touches nothing of it. (One
/// that keeps a copy wants attributes that are no columns.)
fn passes_on(function: &Function) -> bool {
    if function.name.eq_ignore_ascii_case("setAttribute") {
        return sets_what_it_gets(function);
    }
    if !["fill", "forceFill", "save", "performInsert"].iter().any(|name| function.name.eq_ignore_ascii_case(name)) {
        return false;
    }
    let given = function.params.first().map(|param| &*param.name);
    let is_given = |expr: &Expr| matches!((&expr.kind, given), (ExprKind::Variable(name), Some(given)) if **name == *given);
    let (mut passed, mut other, mut mentions) = (0, false, 0);
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        match node {
            visit::Node::Stmt(stmt) => other |= matches!(stmt.kind, StmtKind::Unset(_)),
            visit::Node::Expr(expr) => match &expr.kind {
                ExprKind::Assign { target, .. } => other |= is_given(target),
                ExprKind::Call(call) => {
                    if let Callee::Static { class: ClassRef::Parent(_), name: Member::Named(name, _) } = &call.callee
                        && name.eq_ignore_ascii_case(&function.name)
                    {
                        passed += 1;
                        mentions -= i32::from(call.args.first().is_some_and(|arg| is_given(&arg.value)));
                    }
                }
                _ => mentions += i32::from(is_given(expr)),
            },
        }
        true
    });
    passed > 0 && !other && mentions == 0
}

/// Whether an own `setAttribute($key, $value)` sets the attribute that it is told to, whatever it makes of the value: it gives
/// the key to the one that it overrides on all ways, and nothing else leaves it.
fn sets_what_it_gets(function: &Function) -> bool {
    let Some(key) = function.params.first().map(|param| &*param.name) else { return false };
    let is_key = |expr: &Expr| matches!(&expr.kind, ExprKind::Variable(name) if **name == *key);
    let hands_on = |expr: &Expr| {
        let ExprKind::Call(call) = &expr.kind else { return false };
        let Callee::Static { class: ClassRef::Parent(_), name: Member::Named(name, _) } = &call.callee else { return false };
        name.eq_ignore_ascii_case("setAttribute") && call.args.first().is_some_and(|arg| is_key(&arg.value))
    };
    let body = function.body.as_deref().unwrap_or_default();
    let always = body.iter().any(|stmt| match &stmt.kind {
        StmtKind::Expr(expr) | StmtKind::Return(Some(expr)) => hands_on(expr),
        _ => false,
    });
    let last = body.last().map(|stmt| stmt.span);
    let mut other = false;
    visit::statements(body, &mut |node| {
        match node {
            visit::Node::Stmt(stmt) => match &stmt.kind {
                StmtKind::Unset(_) => other = true,
                StmtKind::Return(value) if Some(stmt.span) != last => other |= !value.as_ref().is_some_and(hands_on),
                _ => {}
            },
            visit::Node::Expr(expr) => {
                if let ExprKind::Assign { target, .. } | ExprKind::AssignOp { target, .. } = &expr.kind {
                    other |= is_key(target);
                }
            }
        }
        true
    });
    always && !other
}

/// The names that accessors give a value for.
fn read(program: &Program<'_>, class: ClassDecl<'_>) -> BTreeSet<String> {
    let name_of = |function: &crate::php::ast::Function| {
        let name = &*function.name;
        if function.return_type.as_ref().is_some_and(|ty| ty.names_class("Attribute")) {
            return Some(naming::snake(name));
        }
        let attribute = name.strip_prefix("get")?.strip_suffix("Attribute")?;
        (!attribute.is_empty()).then(|| naming::snake(attribute))
    };
    program.methods(class).into_iter().filter_map(|method| name_of(method.function)).collect()
}

/// The names that mutators and hooks take, and those of them whose mutators write the columns of their names.
fn others<'a, const EXPLORE: bool>(
    cx: &Interp<'a, Laravel<'a, EXPLORE>>,
    class: ClassDecl<'a>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut names, mut own) = (BTreeSet::new(), BTreeSet::new());
    for method in cx.program.methods(class) {
        let name = &*method.function.name;
        if let Some(attribute) = name.strip_prefix("set").and_then(|rest| rest.strip_suffix("Attribute"))
            && !attribute.is_empty()
        {
            let attribute = naming::snake(attribute);
            if mutators::writes_its_own(method.function, &attribute) {
                own.insert(attribute.clone());
            }
            names.insert(attribute);
        }
        // `protected function firstName(): Attribute`
        if let Some(ty) = &method.function.return_type
            && ty.names_class("Attribute")
            && mutators::sets(method.function)
        {
            names.insert(naming::snake(name));
        }
    }
    let touched = crate::laravel::eloquent::hooks::touched(cx.program, class, cx.host.eloquent.hooked.as_deref());
    own.retain(|name| !touched.contains(name));
    names.extend(touched);
    (names, own)
}

/// The names of casts, by what they store.
#[derive(Default)]
struct Casts {
    /// By a class, which may store what it gets in several columns of other names; Laravel's own words store one.
    spread: BTreeSet<String>,
    /// To enums of the project.
    enums: BTreeSet<String>,
    /// By one of Laravel's own classes.
    plain: BTreeSet<String>,
    /// That may store something else than they are given.
    converted: BTreeSet<String>,
}

impl Casts {
    fn of<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> Self {
        const KEPT: [&str; 7] = ["int", "integer", "string", "real", "float", "double", "decimal"];
        let is_kept = |cast: &str| KEPT.contains(&cast.split(':').next().unwrap_or_default().to_ascii_lowercase().as_str());
        let mut known = Casts::default();
        for (name, cast) in casts(cx, class) {
            let (name, cast) = (name.to_ascii_lowercase(), cast.as_str());
            let class_of = |cast: &Rc<str>| cast.split(':').next().unwrap_or_default().trim_start_matches('\\').to_owned();
            let class = cast.as_ref().map(class_of);
            let is_class = class.as_ref().is_none_or(|class| class.contains('\\'));
            let is_plain = class.as_ref().is_some_and(|class| class.starts_with(LARAVELS_CASTS));
            let is_enum = class.as_ref().is_some_and(|class| Laravel::<EXPLORE>::is_enum(cx, class));
            if is_plain || cast.is_none_or(|cast| !is_class && !is_kept(&cast)) {
                known.converted.insert(name.clone());
            }
            let stored = match (is_enum, is_plain) {
                (true, _) => &mut known.enums,
                (false, true) => &mut known.plain,
                (false, false) => &mut known.spread,
            };
            if is_class {
                stored.insert(name);
            }
        }
        known
    }
}

/// `$casts` and `casts()`, by attribute.
pub(in crate::laravel) fn casts<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
    class: ClassDecl<'a>,
) -> Vec<(Rc<str>, Value<'a>)> {
    let mut lists = Vec::new();
    if cx.program.property(class, "casts").is_some() {
        lists.extend(cx.declared_property(class, "casts", true));
    }
    lists.extend(models::answer(cx, class, "casts"));
    let mut all = Vec::new();
    for list in &lists {
        let Value::Array(list) = list else { continue };
        for entry in &list.entries {
            if let Key::Str(name) = &entry.key {
                all.push((Rc::clone(name), entry.value.clone()));
            }
        }
    }
    all
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Model::unguard()`: counts where the application boots, and holds for all models.
    pub(in crate::laravel) fn unguard(cx: &mut Interp<'a, Self>, args: &Args<'a>) {
        if cx.host.replay.migrating {
            return;
        }
        let state = args.value(0).map_or(Some(true), Value::truth);
        let settings = Arc::make_mut(&mut cx.host.settings);
        settings.unguarded = if cx.uncertain > 0 && state != settings.unguarded { None } else { state };
    }
}

fn fillable<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> Fillable {
    const METHODS: [&str; 8] = [
        "getFillable",
        "isFillable",
        "getGuarded",
        "isGuarded",
        "totallyGuarded",
        "initializeGuardsAttributes",
        "fillable",
        "mergeFillable",
    ];
    match cx.host.settings.unguarded {
        Some(true) => return Fillable::All,
        None => return Fillable::Unknown,
        Some(false) => {}
    }
    if METHODS.iter().any(|name| cx.program.method(class, name).is_some()) {
        return Fillable::Unknown;
    }
    let told: Vec<_> = ["Fillable", "Guarded", "Unguarded"]
        .into_iter()
        .flat_map(|name| {
            cx.program.parts(class).into_iter().filter_map(move |part| Some((name, class_attributes::own(part, name)?)))
        })
        .collect();
    if let Some((name, attribute)) = told.first() {
        // Several of them, and what parents say, would have to be put together.
        let only = told.len() == 1 && cx.program.property(class, "fillable").is_none();
        let listed = |names: Vec<Rc<Text>>| names.iter().map(|name| Some(name.known()?.to_string())).collect::<Option<Vec<_>>>();
        return match *name {
            "Unguarded" if only => Fillable::All,
            "Fillable" if only => {
                let names = class_attributes::list(cx, *attribute).and_then(listed);
                names.map_or(Fillable::Unknown, |names| Fillable::Listed(Arc::from(names)))
            }
            _ => Fillable::Unknown,
        };
    }
    // A class that extends the model has a list of its own; rows that are given by the model's own name take the model's.
    let is_base = class.decl.is_abstract;
    let mut list = |name: &str| {
        cx.program.property(class, name)?;
        let is_open = cx.assigned_properties(class).contains(name) || (is_base && cx.program.is_redeclared(class, name));
        Some(names_of(&cx.declared_property(class, name, true)?).filter(|_| !is_open))
    };
    let fillable = list("fillable");
    let guarded = list("guarded");
    match (fillable, guarded) {
        (Some(None), _) | (_, Some(None)) => Fillable::Unknown,
        (Some(Some(names)), _) if !names.is_empty() => Fillable::Listed(Arc::from(names)),
        (_, Some(Some(guarded))) if guarded.is_empty() => Fillable::All,
        (_, Some(Some(guarded))) if !guarded.iter().any(|name| name == "*") => Fillable::Columns,
        // Everything is guarded, and then mass assignment throws, unless it was turned off for all models.
        _ => Fillable::Unknown,
    }
}

/// The names in a list, if all of them are known.
fn names_of(value: &Value<'_>) -> Option<Vec<String>> {
    let Value::Array(list) = value else { return None };
    let names = list.entries.iter().map(|entry| Some(entry.value.as_str()?.to_string()));
    names.collect::<Option<Vec<_>>>().filter(|_| list.is_complete())
}
