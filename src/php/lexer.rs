//! A small tokenizer for the repairs and for comments that silence findings: it tells code from HTML, strings and comments.
//!
//! It need not be exact. Where it is wrong, a repair does not help, and the first parse stands.
//! This module must not know the tree or what the repairs do.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A keyword or a name without backslashes.
    Word,
    /// `$name`
    Variable,
    /// A string, heredoc or number.
    Literal,
    /// An operator, a bracket or a separator.
    Punctuation,
    /// `<?php`, `<?=`, and `<?` with nothing behind it
    Open,
    /// `?>`
    Close,
}

/// A token: what it is and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// First byte.
    pub(crate) start: usize,
    /// The byte behind the last one.
    pub(crate) end: usize,
}

/// The operators of several characters that must not be taken for their first one.
const OPERATORS: [&str; 14] = ["?->", "...", "<=>", "===", "!==", "=>", "->", "::", "==", "!=", "<=", ">=", "&&", "??"];

/// How deep strings in interpolations of strings are followed.
const MAX_STRINGS: u32 = 16;

/// The tokens of a file's PHP parts, without comments.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while lexer.html() {
        lexer.php();
    }
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let start = self.at;
        self.at += length;
        self.tokens.push(Token { kind, start, end: self.at });
    }

    /// Skips to the next opening tag and takes it; false at the end of the text.
    fn html(&mut self) -> bool {
        while let Some(offset) = self.rest().find("<?") {
            self.at += offset;
            let behind = self.rest().get(2..).unwrap_or_default();
            let word = behind.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(behind.len());
            let length = match behind.get(..word) {
                Some("") => 2 + usize::from(behind.starts_with('=')),
                Some(word) if word.eq_ignore_ascii_case("php") => 5,
                _ => {
                    // `<?xml` is no PHP.
                    self.at += 2;
                    continue;
                }
            };
            self.push(TokenKind::Open, length);
            return true;
        }
        false
    }

    /// Takes tokens up to and with the closing tag.
    fn php(&mut self) {
        while let Some(first) = self.rest().chars().next() {
            let rest = self.rest();
            if rest.starts_with("?>") {
                self.push(TokenKind::Close, 2);
                return;
            }
            if first.is_whitespace() {
                self.at += first.len_utf8();
            } else if rest.starts_with("//") || (first == '#' && !rest.starts_with("#[")) {
                let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
                self.at += line.find("?>").unwrap_or(line.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if is_word_start(first) {
                self.push(TokenKind::Word, word_length(rest));
            } else if first == '$' && rest.chars().nth(1).is_some_and(is_word_start) {
                self.push(TokenKind::Variable, 1 + word_length(rest.get(1..).unwrap_or_default()));
            } else if first.is_ascii_digit() {
                let length = rest.find(|char: char| !char.is_ascii_alphanumeric() && !matches!(char, '.' | '_'));
                self.push(TokenKind::Literal, length.unwrap_or(rest.len()));
            } else if matches!(first, '\'' | '"' | '`') {
                self.push(TokenKind::Literal, string_length(rest, MAX_STRINGS));
            } else if let Some(length) = heredoc_length(rest) {
                self.push(TokenKind::Literal, length);
            } else {
                let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
                self.push(TokenKind::Punctuation, operator.map_or(first.len_utf8(), |operator| operator.len()));
            }
        }
    }
}

fn is_word_start(char: char) -> bool {
    char == '_' || char.is_ascii_alphabetic() || !char.is_ascii()
}

fn word_length(text: &str) -> usize {
    text.find(|char: char| !is_word_start(char) && !char.is_ascii_digit()).unwrap_or(text.len())
}

/// The length of the string that `text` starts with, quotes included.
fn string_length(text: &str, depth: u32) -> usize {
    let bytes = text.as_bytes();
    let Some(&quote) = bytes.first() else { return 0 };
    let mut at = 1;
    let mut braces = 0_u32;
    while let Some(&byte) = bytes.get(at) {
        let interpolated = quote != b'\'' && depth > 0;
        match byte {
            b'\\' if braces == 0 => at += 1,
            b'{' if interpolated && (braces > 0 || bytes.get(at + 1) == Some(&b'$')) => braces += 1,
            b'}' if braces > 0 => braces -= 1,
            b'\'' | b'"' | b'`' if braces > 0 => {
                // Quotes are ASCII, so this is a boundary between characters.
                at += string_length(text.get(at..).unwrap_or_default(), depth - 1).max(1);
                continue;
            }
            _ if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The length of the heredoc or nowdoc that `text` starts with.
fn heredoc_length(text: &str) -> Option<usize> {
    let head = text.strip_prefix("<<<")?.trim_start_matches([' ', '\t', '\'', '"']);
    let label = head.get(..word_length(head)).filter(|label| !label.is_empty())?;
    let mut at = text.find('\n')? + 1;
    for line in text.get(at..)?.split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let closes = trimmed.strip_prefix(label).is_some_and(|behind| word_length(behind) == 0);
        if closes && !trimmed.get(label.len()..).unwrap_or_default().starts_with(|char: char| char.is_ascii_digit()) {
            return Some(at + (line.len() - trimmed.len()) + label.len());
        }
        at += line.len();
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn code_is_told_from_the_rest() {
        assert_eq!(words("a <?xml b ?> <?php c // d ?> e <?= $f ?>"), ["<?php", "c", "?>", "<?=", "$f", "?>"]);
        assert_eq!(words("<?php # a\n b /* c */ d #[E]"), ["<?php", "b", "d", "#", "[", "E", "]"]);
        assert_eq!(words("<?php a::b => ...$c ?->d 1.5e3"), ["<?php", "a", "::", "b", "=>", "...", "$c", "?->", "d", "1.5e3"]);
    }

    #[test]
    fn strings_are_one_token() {
        let text = r#"<?php 'a\'b' "c{$d["e"]}\"f" `g` h"#;
        assert_eq!(words(text), ["<?php", r"'a\'b'", r#""c{$d["e"]}\"f""#, "`g`", "h"]);
        assert_eq!(words("<?php <<<A\n x\n AB\n A . 'b'"), ["<?php", "<<<A\n x\n AB\n A", ".", "'b'"]);
        assert_eq!(words("<?php <<<'A'\n\"\nA;"), ["<?php", "<<<'A'\n\"\nA", ";"]);
        assert_eq!(words("<?php 'open"), ["<?php", "'open"]);
        assert_eq!(words("<?php \"{$a->b(\"ä{$c}\")}\" d"), ["<?php", "\"{$a->b(\"ä{$c}\")}\"", "d"]);
    }

    #[test]
    fn any_text_ends() {
        for text in ["<?php <<<", "<?php \"{$", "<?", "<?php \\", "<?php /*", "<?php ä\u{a0}$", "<?php <<<A\n"] {
            assert!(tokens(text).len() < 9, "{text}");
        }
        let quotes = format!("<?php {}", "\"{$a[".repeat(20_000));
        assert!(!tokens(&quotes).is_empty());
    }
}
