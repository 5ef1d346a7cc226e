//! Evaluates the code around one place, as a survey would, for whoever asks what is meant there while it is being written.

use std::sync::Arc;

use crate::eval::Interp;
use crate::laravel::{Laravel, Settings};
use crate::php::calls::declared_in;
use crate::php::program::{ClassDecl, Program};
use crate::references::References;
use crate::schema::Database;
use crate::source::Span;

use super::{LIMITS, survey_method};

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

/// What the code around a place says: the method of a class with what the class says of itself, a function, or else what the file
/// does outside of them.
#[must_use]
pub fn survey_at<'a>(program: &'a Program<'a>, settings: &Arc<Settings>, place: Span) -> Glimpse {
    let mut host = Laravel::<'a, true>::new(Arc::clone(settings), Database::default());
    host.eloquent.asked = Some(Vec::new());
    let mut cx = Interp::new(program, host, LIMITS);
    let (classes, functions) = declared_in(&program.file(place.file).statements);
    let around = |span: Span| span.contains(place);
    let innermost = classes.into_iter().filter(|class| around(class.span)).min_by_key(|class| class.span.end - class.span.start);
    if let Some(decl) = innermost {
        let class = ClassDecl { decl };
        // What it has from others is worked out first.
        let _ = program.class(&decl.name);
        match decl.methods.iter().find(|method| around(method.span)) {
            Some(method) => {
                Laravel::survey_panels(&mut cx, class);
                survey_method(&mut cx, class, &method.name);
            }
            None => Laravel::survey_members(&mut cx, class),
        }
    } else if let Some(function) = functions.into_iter().find(|function| around(function.span)) {
        cx.run_function(function);
    } else {
        cx.run_file(place.file);
    }
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
