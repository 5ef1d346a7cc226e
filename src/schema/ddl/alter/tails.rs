//! Actions whose column is known, and whose words behind it are not: a type or an option that is put together, or a dialect's own.
//!
//! What such an action does to the column is not known, but the table has the column, and no other one by this.

use super::super::names::Tokens;
use super::super::{Action, Draft, Position, UNKNOWN};
use crate::schema::{Default, Driver};

/// What makes something else than a column.
const NO_COLUMN: &[&str] =
    &["constraint", "index", "key", "unique", "primary", "foreign", "fulltext", "spatial", "check", "exclude", "(", "if"];

/// The actions that a text stands for, as far as they are known; none if that is not even clear.
pub(super) fn actions(text: &str, start: isize, driver: Driver) -> Vec<Action> {
    let base = usize::try_from(start).unwrap_or(0);
    let mut tokens = Tokens::new(text, base, driver);
    if text.contains(UNKNOWN) && tokens.eat(&["drop"]) {
        return dropped(&mut tokens);
    }
    let adds = tokens.eat(&["add"]);
    let changes = !adds && tokens.eat(&["change"]);
    let redefines = !adds && !changes && (tokens.eat(&["modify"]) || tokens.eat(&["alter"]));
    if !(adds || changes || redefines) {
        return Vec::new();
    }
    tokens.eat(&["column"]);
    if NO_COLUMN.iter().any(|word| tokens.is(&[word])) {
        return Vec::new();
    }
    let Some(first) = tokens.word() else { return Vec::new() };
    let second = if changes { tokens.word() } else { None };
    // A name that is cut short by what is not known is none.
    if tokens.is_done() || (changes && second.is_none()) || (!changes && glued(text, &first.range, base)) {
        return Vec::new();
    }
    match second {
        Some(second) if glued(text, &second.range, base) => Vec::new(),
        Some(second) if second.text.eq_ignore_ascii_case(&first.text) => vec![Action::Redefine(second)],
        Some(second) => vec![Action::RenameColumn(first, second.clone()), Action::Redefine(second)],
        None if adds => vec![Action::AddColumn {
            column: Draft {
                name: first,
                ty: None,
                nullable: true,
                default: Some(Default::Unknown),
                auto_increment: false,
                generated: false,
                computed: None,
            },
            keys: Vec::new(),
            foreign: None,
            position: Position::Default,
            if_not_exists: false,
        }],
        None => vec![Action::Redefine(first)],
    }
}

/// `DROP INDEX {…}`: of the indexes or the keys, one is gone, and the columns stay.
fn dropped(tokens: &mut Tokens<'_>) -> Vec<Action> {
    let name = || UNKNOWN.to_owned();
    if tokens.eat(&["index"]) || tokens.eat(&["key"]) {
        vec![Action::DropIndex(name())]
    } else if tokens.eat(&["constraint"]) {
        vec![Action::DropConstraint(name())]
    } else if tokens.eat(&["foreign"]) {
        vec![Action::DropForeign(name())]
    } else {
        Vec::new()
    }
}

/// Whether something that is not known goes on where a name ends.
fn glued(text: &str, range: &std::ops::Range<usize>, base: usize) -> bool {
    let rest = range.end.checked_sub(base).and_then(|end| text.get(end..)).unwrap_or_default();
    rest.starts_with('{')
}
