//! Values as they are written behind the name of a column: in a row, in a condition, in an assignment.

use super::Context;
use crate::source::Span;

/// How far behind a name a value is looked for, in bytes.
const LONGEST: usize = 400;

/// The text behind the name of a column, without the quote that ends the name.
fn behind<'c>(cx: &Context<'c>, named: Span) -> Option<&'c str> {
    let text = cx.sources.file(named.file).text().get(named.end as usize..)?;
    Some(beginning(text, LONGEST).trim_start_matches(['\'', '"']).trim_start())
}

/// So many bytes of a text from its beginning, or one character fewer.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The literal that stands behind the name of a column in a row: `'user_id' => 0,`.
pub(super) fn literal_behind<'c>(cx: &Context<'c>, named: Span) -> Option<&'c str> {
    let value = behind(cx, named)?.strip_prefix("=>")?.trim_start();
    let end = match value.chars().next()? {
        quote @ ('\'' | '"') => value.get(1..)?.find(quote)? + 2,
        _ => value.find(|c: char| !(c.is_ascii_digit() || c == '-'))?,
    };
    let (literal, behind) = value.split_at_checked(end)?;
    let plain = !literal.is_empty() && !literal.contains(['$', '\\', '\n']);
    (plain && behind.trim_start().starts_with([',', ']', ')'])).then_some(literal)
}

/// A value of one word behind the name of a column, in a row or an assignment: `'seats' => 300,`, `->kind = Kind::Sail;`.
pub(super) fn word_behind<'c>(cx: &Context<'c>, named: Span) -> Option<&'c str> {
    let rest = behind(cx, named)?;
    let value = rest.strip_prefix("=>").or_else(|| rest.strip_prefix('=').filter(|value| !value.starts_with('=')))?.trim_start();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\\' | ':' | '-' | '>' | '.');
    let (word, behind) = value.split_at_checked(value.find(|c| !is_word(c))?)?;
    (!word.is_empty() && behind.trim_start().starts_with([',', ']', ')', ';'])).then_some(word)
}

/// Whether a text is the value of a column that is named right before it.
pub(super) fn is_right_behind(cx: &Context<'_>, named: Span, value: Span) -> bool {
    let between = || cx.sources.file(named.file).text().get(named.end as usize..value.start as usize);
    named.file == value.file
        && value.start > named.end
        && between().is_some_and(|between| between.len() < LONGEST && !between.contains([';', '{']))
}

/// The values that a condition compares a column with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compared<'t> {
    /// As they are written.
    pub(super) values: Vec<&'t str>,
    /// Whether the condition asks for rows that do not have them.
    pub(super) negated: bool,
}

/// The values that stand behind a column in a condition that asks for them: `where('a', 'b')`, `where('a', '=', 'b')`,
/// `whereIn('a', ['b', 'c'])`, `where(['a' => 'b'])`. None where one of them is not written out, or another thing is asked.
pub(super) fn compared<'t>(before: &str, behind: &'t str) -> Option<Compared<'t>> {
    /// Operators, and whether they ask for other rows.
    const OPERATORS: [(&str, bool); 4] = [("'='", false), ("\"=\"", false), ("'!='", true), ("'<>'", true)];
    // `posts.id`
    let before = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    let before = before.trim_end_matches(['\'', '"']).trim_end();
    let rest = behind.trim_start_matches(['\'', '"']).trim_start();
    if let Some(value) = rest.strip_prefix("=>") {
        let list = before.strip_suffix('[')?.trim_end().strip_suffix('(')?;
        is_called(list, &["where", "orwhere", "firstwhere"]).then_some(())?;
        let (value, behind) = literal(value.trim_start())?;
        return behind.starts_with([',', ']']).then(|| Compared { values: vec![value], negated: false });
    }
    let call = before.strip_suffix('(')?;
    let mut rest = rest.strip_prefix(',')?.trim_start();
    let leaves_out = is_called(call, &["wherenotin", "orwherenotin"]);
    if leaves_out || is_called(call, &["wherein", "orwherein"]) {
        rest = rest.strip_prefix('[')?.trim_start();
        let mut values = Vec::new();
        while !rest.starts_with(']') {
            let (value, behind) = literal(rest)?;
            values.push(value);
            rest = match behind.strip_prefix(',') {
                Some(next) => next.trim_start(),
                None if behind.starts_with(']') => behind,
                None => return None,
            };
        }
        return (!values.is_empty()).then_some(Compared { values, negated: leaves_out });
    }
    let mut negated = is_called(call, &["wherenot"]);
    if !negated && !is_called(call, &["where", "orwhere", "firstwhere"]) {
        return None;
    }
    for (operator, asks_others) in OPERATORS {
        if let Some(behind) = rest.strip_prefix(operator).and_then(|rest| rest.trim_start().strip_prefix(',')) {
            rest = behind.trim_start();
            negated |= asks_others;
        }
    }
    let (value, behind) = literal(rest)?;
    behind.starts_with(')').then(|| Compared { values: vec![value], negated })
}

fn is_called(before: &str, names: &[&str]) -> bool {
    let name = &before[before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1)..];
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The literal that a text begins with, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let end = match text.chars().next()? {
        quote @ ('\'' | '"') => text.get(1..)?.find(quote)? + 2,
        _ => text.find(|c: char| !c.is_ascii_digit())?,
    };
    let (value, behind) = text.split_at_checked(end)?;
    let plain = !value.is_empty() && !value.contains(['$', '\\', '\n', '{']);
    plain.then(|| (value, behind.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::compared;

    fn values<'t>(before: &str, behind: &'t str) -> Vec<&'t str> {
        compared(before, behind).unwrap_or_default().values
    }

    #[test]
    fn values_behind_columns() {
        assert_eq!(values("->where('", "', 'x')"), ["'x'"]);
        assert_eq!(values("->orWhere('posts.", "', '=', 7)"), ["7"]);
        assert_eq!(values("::whereIn(\"", "\", [1, 2])"), ["1", "2"]);
        assert_eq!(values("::whereIn('", "', ['a', 'b',])"), ["'a'", "'b'"]);
        assert_eq!(values("->where(['", "' => 'x', 'b' => 1])"), ["'x'"]);
        for (before, behind) in [
            ("->where('", "', '>', 'x')"),
            ("->where('", "', $x)"),
            ("->orderBy('", "', 'desc')"),
            ("->where('", "', 'a' . $b)"),
            ("->whereIn('", "', ['a', $b])"),
            ("->update(['", "' => 'x'])"),
        ] {
            assert_eq!(values(before, behind), [""; 0], "{before}…{behind}");
        }
    }

    #[test]
    fn conditions_that_ask_for_others() {
        let negated = |before: &str, behind: &str| compared(before, behind).is_some_and(|found| found.negated);
        assert!(negated("->whereNotIn('", "', ['x'])") && negated("->where('", "', '!=', 'x')"));
        assert!(!negated("->where('", "', 'x')"));
    }
}
