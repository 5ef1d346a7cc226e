//! One place that names something, as lines and JSON tell of it.

use serde::Serialize;

use crate::cli::place::JsonPlace;
use crate::ide::Resolved;
use crate::source::{Sources, Span};
use crate::workspace::Loaded;

/// What a line says of how a name was worked out, if anything.
pub(super) fn note(resolved: Resolved, loaded: &Loaded, call: Option<Span>) -> String {
    match (resolved, call) {
        (Resolved::Derived, _) => ", by convention".to_owned(),
        (Resolved::Elsewhere, Some(call)) => format!(", used at {}", position(loaded, call)),
        _ => String::new(),
    }
}

/// The call, where it is not around the name.
pub(super) fn used_at(resolved: Resolved, sources: &Sources, call: Span) -> Option<UsedAt> {
    (resolved == Resolved::Elsewhere).then(|| UsedAt { used_at: JsonPlace::new(sources, call) })
}

/// Where a name that is written elsewhere is used.
#[derive(Debug, Serialize)]
pub(super) struct UsedAt {
    used_at: JsonPlace,
}

/// A place as lines start with it.
pub(super) fn position(loaded: &Loaded, span: Span) -> String {
    let sources = &loaded.project.sources;
    let start = sources.start(span);
    format!("{}:{}:{}", loaded.shown_path(span.file), start.line, start.column)
}
