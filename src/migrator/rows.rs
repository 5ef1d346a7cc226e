//! What the statements on rows of a migration name. On a fresh database most of them do nothing, because there are no rows: they
//! are looked at as other code is, on all ways.

use std::sync::Arc;

use crate::eval::{Interp, Limits, Value};
use crate::laravel::{Laravel, Settings, Suspect, migration_class};
use crate::php::program::Program;
use crate::references::References;
use crate::schema::{Database, Schema};
use crate::source::FileId;

/// Bounds of the evaluation of one migration.
const LIMITS: Limits = Limits { steps: 20_000, calls: 6, turns: 48, elements: 48 };

/// What such statements look like.
const SIGNS: [&str; 5] = ["DB::", "::query()", "->table(", "Models\\", "::where"];

/// What a migration's statements on rows name that the schema does not have before it runs.
pub(super) fn suspects<'a>(cx: &mut Interp<'a, Laravel<'a, false>>, file: FileId) -> Vec<Suspect> {
    let text = cx.program.sources().file(file).text();
    if cx.host.replay.vendored || cx.host.replay.unordered || !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let several = cx.host.database.connections.len() > 1;
    let found = named_in(cx.program, file, &cx.host.settings, several);
    Laravel::suspects(cx, &found, file)
}

/// What a migration names, on all ways through it.
fn named_in<'a>(program: &'a Program<'a>, file: FileId, settings: &Arc<Settings>, several_connections: bool) -> References {
    let mut database = Database::default();
    if several_connections {
        // Only their number matters.
        database.connections.insert("a".to_owned(), Schema::default());
        database.connections.insert("b".to_owned(), Schema::default());
    }
    let host = Laravel::<'a, true>::new(Arc::clone(settings), database);
    let mut cx = Interp::new(program, host, LIMITS);
    let object = match cx.file_value(file) {
        object @ Value::Object(_) => object,
        _ => match migration_class(program, file) {
            Some(class) => cx.object_of(class),
            None => return References::default(),
        },
    };
    if let Value::Object(inner) = &object
        && let Some(class) = inner.class
    {
        cx.run_method(&object, class, "up");
        cx.host.settle();
    }
    let mut found = std::mem::take(&mut cx.host.found);
    found.merge();
    found
}
