//! Text in lines that are not too long.

/// The width of what is printed for people, in characters.
pub(super) const WIDTH: usize = 100;

/// The narrowest width that texts are wrapped to.
const NARROWEST: usize = 40;

/// How wide the terminal is that shows what is printed; none if nobody looks at once.
fn seen() -> Option<usize> {
    let asked = std::io::IsTerminal::is_terminal(&std::io::stdout()) || std::env::var_os("COLUMNS").is_some();
    super::columns().filter(|_| asked).map(|columns| columns.max(NARROWEST))
}

/// The width of what is printed for people: that of the terminal, if it is narrower than the usual one.
pub(super) fn width() -> usize {
    seen().map_or(WIDTH, |columns| columns.min(WIDTH))
}

/// The text in lines that fit what is printed for people.
pub(super) fn wrapped(text: &str) -> String {
    wrapped_to(text, width())
}

/// The text in lines that fit the terminal, and in one line where there is none: programs search in lines.
pub(super) fn fitted(text: &str) -> String {
    seen().map_or_else(|| text.to_owned(), |columns| wrapped_to(text, columns.min(WIDTH)))
}

/// The same as an entry of a list: its lines begin with these blanks, and all but the first with some more.
pub(super) fn entry(start: &str, text: &str) -> String {
    let below = format!("{start}  ");
    let lines =
        seen().map_or_else(|| text.to_owned(), |columns| wrapped_to(text, columns.min(WIDTH).saturating_sub(below.len())));
    format!("{start}{}", lines.replace('\n', &format!("\n{below}")))
}

/// The text in lines of at most so many characters, where words allow it.
pub(super) fn wrapped_to(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a line from the beginning");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_between_words() {
        let text = wrapped_to(&"word ".repeat(50), WIDTH);
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(text.lines().count(), 3);
    }
}
