//! Evaluates the code around one place, as a survey would, for whoever asks what is meant there while it is being written.

use std::sync::Arc;

use crate::eval::Interp;
use crate::laravel::{Laravel, Settings, is_model};
use crate::php::ast::{ClassKind, Function};
use crate::php::calls::declared_in;
use crate::php::program::{ClassDecl, Program};
use crate::references::References;
use crate::schema::Database;
use crate::source::Span;

use super::{BUILDER, LIMITS, survey_method, survey_table};

/// What the code around a place says.
#[derive(Debug, Default)]
pub struct Glimpse {
    /// What it says of tables and columns.
    pub references: References,
    /// The relations that it asks models for by name.
    pub relations: Vec<AskedRelation>,
}

/// A relation that code asks a model for by name.
#[derive(Debug)]
pub struct AskedRelation {
    /// The name.
    pub name: String,
    /// The methods of the model that take nothing, which may be relations: their names, and where these stand.
    pub methods: Vec<(String, Span)>,
}

/// How many classes that share some code have it looked at as their own.
const MAX_USERS: usize = 5;

/// What the code around a place says: the method of a class with what the class says of itself, a function, or else what the file
/// does outside of them. Code that several classes share says something of its own for each of them.
#[must_use]
pub fn survey_at<'a>(program: &'a Program<'a>, settings: &Arc<Settings>, place: Span) -> Vec<Glimpse> {
    let look = |survey: &mut dyn FnMut(&mut Interp<'a, Laravel<'a, true>>)| glimpse(program, settings, place, survey);
    let (classes, functions) = declared_in(&program.file(place.file).statements);
    let around = |span: Span| span.contains(place);
    let innermost = classes.into_iter().filter(|class| around(class.span)).min_by_key(|class| class.span.end - class.span.start);
    let Some(decl) = innermost else {
        return vec![match functions.into_iter().find(|function| around(function.span)) {
            Some(function) => look(&mut |cx| drop(cx.run_function(function))),
            None => look(&mut |cx| drop(cx.run_file(place.file))),
        }];
    };
    let class = ClassDecl { decl };
    // What it has from others is worked out first.
    let _ = program.class(&decl.name);
    let Some(method) = decl.methods.iter().find(|method| around(method.span)) else {
        return vec![look(&mut |cx| {
            survey_table(cx, class);
            Laravel::survey_members(cx, class);
        })];
    };
    let mut glimpses = Vec::new();
    for user in users(program, class, method) {
        let mut models = Vec::new();
        if program.is_a(user, &[BUILDER]) {
            look(&mut |cx| models = Laravel::models_built_by(cx, user));
        }
        glimpses.extend(models.iter().take(MAX_USERS).map(|model| {
            look(&mut |cx| {
                Laravel::survey_builder(cx, user, *model, &method.name);
                cx.host.settle();
            })
        }));
        if models.is_empty() {
            glimpses.push(look(&mut |cx| {
                Laravel::survey_panels(cx, user);
                survey_method(cx, user, &method.name);
                // What a model says of itself it may say in a method.
                Laravel::survey_members(cx, user);
            }));
        }
    }
    glimpses
}

/// The classes that a method is called on: those that have it from a trait or an abstract class, else its own.
fn users<'a>(program: &'a Program<'a>, class: ClassDecl<'a>, method: &Function) -> Vec<ClassDecl<'a>> {
    // What others inherit names their tables where these are models, or build their queries.
    let has_table = |class: ClassDecl<'a>| is_model(program, class) || program.is_a(class, &[BUILDER]);
    if class.decl.kind != ClassKind::Trait && !(class.decl.is_abstract && has_table(class)) {
        return vec![class];
    }
    let is_user = |other: &ClassDecl<'a>| {
        let own = || program.method(*other, &method.name).is_some_and(|found| found.function.span == method.span);
        other.decl.kind == ClassKind::Class && !other.decl.is_abstract && own()
    };
    let mut users: Vec<ClassDecl<'a>> = program.classes().filter(is_user).collect();
    users.sort_by_key(|user| !has_table(*user));
    users.truncate(MAX_USERS);
    if users.is_empty() { vec![class] } else { users }
}

/// What some code says.
fn glimpse<'a>(
    program: &'a Program<'a>,
    settings: &Arc<Settings>,
    place: Span,
    survey: &mut dyn FnMut(&mut Interp<'a, Laravel<'a, true>>),
) -> Glimpse {
    let mut host = Laravel::<'a, true>::new(Arc::clone(settings), Database::default());
    host.eloquent.asked = Some(Vec::new());
    let mut cx = Interp::new(program, host, LIMITS);
    survey(&mut cx);
    cx.host.settle();
    Laravel::survey_rules(&mut cx, place.file);
    let mut references = std::mem::take(&mut cx.host.found);
    references.merge();
    let asked = cx.host.eloquent.asked.take().unwrap_or_default();
    let relations = asked.into_iter().map(|(model, name)| AskedRelation { name, methods: takes_nothing(program, model) });
    Glimpse { references, relations: relations.collect() }
}

/// The methods of a class that take nothing, its own and those that it has from others.
fn takes_nothing<'a>(program: &'a Program<'a>, class: ClassDecl<'a>) -> Vec<(String, Span)> {
    let methods = program.methods(class);
    let bare = methods.iter().filter(|method| method.function.params.is_empty() && !method.function.is_static);
    bare.map(|method| (method.function.name.to_string(), method.function.name_span)).collect()
}
