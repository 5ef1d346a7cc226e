//! One place that names something, and how its name was worked out.

use serde::Serialize;

use crate::cli::place::JsonPlace;
use crate::references::{Operation, TableReference, TableUse};
use crate::source::{Sources, Span};
use crate::workspace::Loaded;

/// How a name was worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Resolved {
    /// The place spells it, in the call that uses it.
    Literal,
    /// The place spells it, and a call somewhere else uses it.
    Elsewhere,
    /// No place spells it: it follows from a convention, or is put together from parts.
    Derived,
}

impl Resolved {
    /// What the surveyor's facts say: whether the text at `span` is the name, and which call it reaches.
    pub(super) fn new(literal: bool, span: Span, call: Span) -> Self {
        match literal {
            false => Resolved::Derived,
            true if call.contains(span) || span.contains(call) => Resolved::Literal,
            true => Resolved::Elsewhere,
        }
    }

    /// The same for a table. A model is no call; its `$table` is as near as can be.
    pub(super) fn of_table(reference: &TableReference) -> Self {
        match reference.operation {
            Operation::Model if reference.literal => Resolved::Literal,
            _ => Resolved::new(reference.literal, reference.span, reference.call),
        }
    }

    /// The same for a column of a row, of whose call only the method's name is known: what follows it in the same
    /// statement is taken for its argument.
    pub(super) fn of_row(sources: &Sources, span: Span, method: Span) -> Self {
        let between = Span { start: method.end, end: span.start, ..span };
        let follows = span.file == method.file && method.end <= span.start && !sources.slice(between).contains(';');
        if follows { Resolved::Literal } else { Resolved::Elsewhere }
    }

    /// What a line says of it, if anything.
    pub(super) fn note(self, loaded: &Loaded, call: Option<Span>) -> String {
        match (self, call) {
            (Resolved::Derived, _) => ", derived".to_owned(),
            (Resolved::Elsewhere, Some(call)) => format!(", used at {}", position(loaded, call)),
            _ => String::new(),
        }
    }

    /// The call, where it is not around the name.
    pub(super) fn used_at(self, sources: &Sources, call: Span) -> Option<UsedAt> {
        (self == Resolved::Elsewhere).then(|| UsedAt { used_at: JsonPlace::new(sources, call) })
    }
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

/// The tables that a column may belong to, each once: `orders|customers.id on mysql`. Where their connections differ, each
/// says its own.
pub(super) fn column_name(loaded: &Loaded, uses: &[TableUse], column: &str, open: bool) -> String {
    let name = |used: &TableUse| loaded.analysis.database.listed_as(used.connection.as_deref()).to_owned();
    let mut owners: Vec<(String, &str)> = uses.iter().map(|used| (name(used), used.table.as_str())).collect();
    owners.sort();
    owners.dedup();
    let same = owners.windows(2).all(|two| two[0].0 == two[1].0);
    let connection = owners.first().filter(|_| same).map(|(name, _)| format!(" on {name}")).unwrap_or_default();
    let spelled = |(name, table): &(String, &str)| if same { (*table).to_owned() } else { format!("{name}:{table}") };
    let mut tables: Vec<String> = owners.iter().map(spelled).collect();
    if open || tables.is_empty() {
        tables.push("?".to_owned());
    }
    format!("{}.{column}{connection}", tables.join("|"))
}
