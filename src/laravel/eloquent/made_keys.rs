//! Models whose keys Laravel makes, UUIDs and ULIDs, and the columns that take them.

use crate::eval::{CallSite, Interp};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models::{self, KeyType};
use crate::php::program::ClassDecl;
use crate::references::{MadeKey, TableUse};
use crate::source::Span;

/// The traits that make them.
const MAKERS: [&str; 4] = [
    "Illuminate\\Database\\Eloquent\\Concerns\\HasUuids",
    "Illuminate\\Database\\Eloquent\\Concerns\\HasUlids",
    "Illuminate\\Database\\Eloquent\\Concerns\\HasVersion7Uuids",
    "Illuminate\\Database\\Eloquent\\Concerns\\HasVersion4Uuids",
];

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the column that takes the keys of a model, where Laravel makes them.
    pub(in crate::laravel) fn made_key(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        let Some(span) = maker(class) else { return };
        let Some(column) = models::key_of(cx, class).filter(|_| makes_keys(cx, class)) else { return };
        Self::note_made_key(cx, class, (table.clone(), column), (span, false));
    }

    /// Notes that `morphMany()` puts the keys of a model, which Laravel makes, into a column.
    pub(in crate::laravel) fn morphs_made_keys(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        (table, column): (Option<TableUse>, Option<String>),
        at: CallSite,
    ) {
        if EXPLORE
            && let (Some(table), Some(column)) = (table, column)
            && cx.program.is_a(class, &MAKERS)
            && makes_keys(cx, class)
        {
            Self::note_made_key(cx, class, (table, column), (at.name, true));
        }
    }

    fn note_made_key(
        cx: &mut Interp<'a, Self>,
        class: ClassDecl<'a>,
        (table, column): (TableUse, String),
        (span, of_morph): (Span, bool),
    ) {
        let model = crate::laravel::support::naming::class_basename(class.name()).to_owned();
        cx.host.found.made_keys.push(MadeKey { span, table, column, model, of_morph });
    }
}

/// Whether the key is among the columns that get a value that Laravel makes, and nothing makes it a number again.
fn makes_keys<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, class: ClassDecl<'a>) -> bool {
    let own = ["newUniqueId", "getKeyType", "getIncrementing"].iter().any(|method| cx.program.method(class, method).is_some());
    !own && matches!(models::key_type(cx, class), KeyType::Ulid | KeyType::Other)
}

/// Where a class uses one of the traits by itself.
fn maker(class: ClassDecl<'_>) -> Option<Span> {
    let used = class.decl.traits.iter().flat_map(|used| &used.names);
    used.into_iter().find(|name| MAKERS.contains(&&*name.resolved)).map(|name| name.span)
}
