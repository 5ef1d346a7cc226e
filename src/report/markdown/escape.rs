//! Texts as Markdown in GitHub's flavour: whatever stands in them is shown and does nothing.

/// A text in a line of its own. What stands between two `` ` `` becomes code, as it was meant.
pub(in crate::report) fn inline(text: &str) -> String {
    escaped(text, code)
}

/// A text in a cell of a table. A bar would end the cell, in code too, and is escaped there by this rule alone.
pub(super) fn cell(text: &str) -> String {
    escaped(text, |piece| code(piece).replace('|', "\\|"))
}

fn escaped(text: &str, code: impl Fn(&str) -> String) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // An even number of marks leaves an odd number of pieces; a mark without a partner is one like any other.
    let n_paired = if pieces.len() % 2 == 1 { pieces.len() } else { pieces.len() - 1 };
    let mut out = String::with_capacity(text.len() + 16);
    for (index, piece) in pieces.iter().enumerate() {
        if index >= n_paired {
            out.push_str("\\`");
        }
        match (index < n_paired && index % 2 == 1, piece.trim().is_empty()) {
            (true, false) => out.push_str(&code(piece)),
            // Nothing between two marks would open code that ends somewhere else.
            (true, true) => out.extend(["\\`", piece, "\\`"]),
            (false, _) => push_escaped(piece, &mut out),
        }
    }
    out
}

/// A text as code: between as many marks as it takes.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    // One space at both ends is taken away where there is one at both, and a mark must not touch another.
    let is_edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    let pad = if is_edge(text.chars().next()) || is_edge(text.chars().last()) { " " } else { "" };
    format!("{marks}{pad}{text}{pad}{marks}")
}

/// Escapes plain text.
fn push_escaped(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let calls = match c {
            // `@name` calls a person or a team, `#12` marks another issue. No escape keeps GitHub from it; code does.
            '@' => chars.peek().is_some_and(char::is_ascii_alphanumeric),
            '#' => chars.peek().is_some_and(char::is_ascii_digit),
            _ => false,
        };
        match c {
            c if calls => out.extend(['`', c, '`']),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '~' | '&' | '$' | '@' => {
                out.extend(['\\', c]);
            }
            // An address would become a link.
            ':' if chars.peek() == Some(&'/') => out.push_str("\\:"),
            // A list, at the beginning.
            '-' | '+' | '=' if out.trim().is_empty() => out.extend(['\\', c]),
            '.' | ')' if out.chars().all(|c| c.is_ascii_digit()) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_code_stay_where_they_are_paired() {
        assert_eq!(inline("table `a_b` is *gone*"), "table `a_b` is \\*gone\\*");
        assert_eq!(inline("one ` only"), "one \\` only");
        assert_eq!(inline("`a` and ` only"), "`a` and \\` only");
        assert_eq!(inline("nothing `` here"), "nothing \\`\\` here");
    }

    #[test]
    fn bars_do_not_end_a_cell() {
        assert_eq!(cell("a|b `c|d`"), "a\\|b `c\\|d`");
        assert_eq!(cell("a\\|b `c\\|d`"), "a\\\\\\|b `c\\\\|d`");
    }

    #[test]
    fn nobody_is_called() {
        assert_eq!(inline("@admin #12 <b> https://x"), "`@`admin `#`12 \\<b\\> https\\://x");
    }

    #[test]
    fn lists_do_not_begin() {
        assert_eq!(inline("1. a - b (2)"), "1\\. a - b (2)");
        assert_eq!(inline("- a"), "\\- a");
    }

    #[test]
    fn code_is_longer_than_what_is_in_it() {
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" a"), "`  a `");
    }
}
