//! Evaluates the code around one place, as a survey would, for whoever asks what is meant there while it is being written.

use std::sync::Arc;

use crate::eval::Interp;
use crate::laravel::{Laravel, Settings, reach};
use crate::php::program::{ClassDecl, Program};
use crate::references::References;
use crate::schema::Database;
use crate::source::Span;

use super::{LIMITS, survey_method};

/// What the code around a place says: the method of a class with what the class says of itself, a function, or else what the file
/// does outside of them.
#[must_use]
pub fn survey_at<'a>(program: &'a Program<'a>, settings: &Arc<Settings>, place: Span) -> References {
    let host = Laravel::<'a, true>::new(Arc::clone(settings), Database::default());
    let mut cx = Interp::new(program, host, LIMITS);
    let (classes, functions) = reach::declared_in(&program.file(place.file).statements);
    let around = |span: Span| span.contains(place);
    let innermost = classes.into_iter().filter(|class| around(class.span)).min_by_key(|class| class.span.end - class.span.start);
    if let Some(decl) = innermost {
        let class = ClassDecl { decl };
        // What it has from others is worked out first.
        let _ = program.class(&decl.name);
        match decl.methods.iter().find(|method| around(method.span)) {
            Some(method) => survey_method(&mut cx, class, &method.name),
            None => Laravel::survey_members(&mut cx, class),
        }
    } else if let Some(function) = functions.into_iter().find(|function| around(function.span)) {
        cx.run_function(function);
    } else {
        cx.run_file(place.file);
    }
    cx.host.settle();
    Laravel::survey_rules(&mut cx, place.file);
    let mut found = std::mem::take(&mut cx.host.found);
    found.merge();
    found
}
