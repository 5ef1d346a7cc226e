//! Text in lines that fit.

use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `width` columns, where words allow it. All but the first line start with `indent` spaces,
/// for which there is room.
pub(super) fn wrapped(text: &str, width: usize, first: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut column = first;
    for (index, word) in text.split(' ').enumerate() {
        let needed = word.width();
        if index > 0 && column + 1 + needed > width && column > indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += needed;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_not_broken() {
        assert_eq!(wrapped("one two three", 9, 2, 2), "one two\n  three");
        assert_eq!(wrapped("one averylongword x", 8, 0, 2), "one\n  averylongword\n  x");
        assert_eq!(wrapped("", 8, 0, 2), "");
    }
}
