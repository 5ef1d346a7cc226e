//! The edit that puts the right name where a wrong one is written: where the place spells it and nothing but it, so that
//! the text around still means what it meant.

use super::Context;
use crate::finding::{Edit, Fix, Safety};
use crate::php::around::{Around, around};
use crate::source::Span;

/// A name as the code writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'n> {
    /// The name.
    pub(super) name: &'n str,
    /// Where it stands, if it does.
    pub(super) span: Span,
    /// The call that it reaches, or the name of what is called there.
    pub(super) call: Span,
    /// Whether the place where it stands means a name of this kind by itself, without any call.
    pub(super) declared: bool,
}

/// Functions whose arguments name variables, or keys of something else: another name would mean another value.
const NAMES_OF_OTHERS: [&str; 8] = ["compact", "only", "except", "array_flip", "validate", "validateWithBag", "input", "safe"];

/// Words that SQL reserves and that may well be names: unquoted, they would mean something else.
const RESERVED: &str = "
    add all alter analyze and any array as asc between by call case cast change character check collate column
    condition constraint create cross cube current_date database databases default delete desc describe distinct div
    each else empty end except exists explain false fetch for foreign from function grant group grouping groups having
    if in index insert interval into is join key keys lead left like limit lines lock match mod not null of offset on
    option or order range rank references release rename replace right row rows schema schemas select set show signal
    sql system table then to trigger true union unique update usage user using values when where";

/// The fix that writes another name, `sure` if it is clear that this one is meant. None where the edit might say something
/// else than that.
pub(super) fn fix(cx: &Context<'_>, written: Written<'_>, name: &str, sure: bool) -> Option<Fix> {
    let Written { span, call, .. } = written;
    // What is composed, escaped or derived does not spell the name.
    if cx.sources.slice(span) != written.name || written.name == name {
        return None;
    }
    let around = around(cx.program.file(span.file), span);
    if !fits(cx, span, &around, name) {
        return None;
    }
    let taker = around.call;
    let is_direct = taker.is_some_and(|taker| taker.span == call || taker.name_span == Some(call) || is_raw(taker.name))
        || around.string.is_some_and(|string| string.span == call)
        || (written.declared && taker.is_none());
    if !is_direct && taker.is_some_and(|taker| NAMES_OF_OTHERS.iter().any(|other| taker.name.eq_ignore_ascii_case(other))) {
        return None;
    }
    // A name that is written elsewhere, or in no string, may be used for more than this.
    let safety = if sure && is_direct && around.string.is_some() { Safety::Safe } else { Safety::Unsafe };
    Some(Fix { safety, edits: vec![Edit { span, text: name.to_owned() }] })
}

/// Whether a name can stand at a place as it is, without quotes and escapes.
fn fits(cx: &Context<'_>, span: Span, around: &Around<'_>, name: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    let is_word = name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(is_plain);
    if fills(around, span) {
        return is_word || (!name.is_empty() && name.chars().all(|c| is_plain(c) || c == '-'));
    }
    let (before, after) = neighbours(cx, span);
    let quoted = matches!((before, after), (Some(b'`'), Some(b'`')) | (Some(b'['), Some(b']')));
    let lower = name.to_ascii_lowercase();
    is_word && (quoted || !RESERVED.split_ascii_whitespace().any(|word| word == lower))
}

/// Whether the string whose text this is, is what a variable or a property gets where it stands.
pub(super) fn is_assigned_to(cx: &Context<'_>, span: Span, name: &str) -> bool {
    let before = cx.sources.file(span.file).text().get(..span.start as usize).unwrap_or_default();
    let target = before.trim_end_matches(['\'', '"']).trim_end().strip_suffix('=').map(str::trim_end);
    target.is_some_and(|target| target.ends_with(name))
}

/// Whether a place is all that a string says, and the string is no SQL: Laravel quotes it.
pub(super) fn is_whole(cx: &Context<'_>, span: Span) -> bool {
    fills(&around(cx.program.file(span.file), span), span)
}

fn fills(around: &Around<'_>, span: Span) -> bool {
    let raw = around.call.is_some_and(|taker| is_raw(taker.name));
    let fills = |string: Span| string.start + 1 == span.start && span.end + 1 == string.end;
    !raw && around.string.is_some_and(|string| fills(string.span))
}

/// The bytes before and behind a place.
fn neighbours(cx: &Context<'_>, span: Span) -> (Option<u8>, Option<u8>) {
    let text = cx.sources.file(span.file).text().as_bytes();
    let before = (span.start as usize).checked_sub(1).and_then(|at| text.get(at));
    (before.copied(), text.get(span.end as usize).copied())
}

/// Whether a method takes SQL: `selectRaw`, `DB::raw`.
fn is_raw(method: &str) -> bool {
    method.to_ascii_lowercase().ends_with("raw")
}
