//! How much work a text would be for the parser, told by a look at its bytes: the parser's memory grows with the number of
//! tokens and has no bound of its own.
//!
//! It need not be exact, and is not where the text is broken. Comments, HTML and what stands in quotes count little, so that
//! long texts and tables of data are read as long as their files are.

/// The most memory that parsing one text may take, in bytes.
const MOST: usize = 900_000_000;

/// From how much memory on a text is a large one, in bytes.
const LARGE: usize = 90_000_000;

/// What a token costs: the parser's nodes, a copy of them, and what is made of it.
const TOKEN: usize = 640;

/// What a part of a string costs that is not just text.
const ESCAPE: usize = 250;
const VARIABLE: usize = 1_000;

/// The most strings that are open within interpolations of one another.
const MAX_STRINGS: usize = 250;

/// What a command in backticks or a heredoc in another one counts for. Hardly any program has one, and where they are many the
/// parser is slow.
const RARE: usize = 16 * TOKEN;

/// What a text would cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Little.
    Usual,
    /// So much that only one such text should be parsed at a time.
    Large,
    /// Too much: why it is not parsed.
    Excessive(&'static str),
}

/// Measures a text.
pub(super) fn measure(text: &str) -> Size {
    // Each token has at least one byte.
    if text.len() < LARGE / RARE {
        return Size::Usual;
    }
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, cost: 0, open: Vec::new(), deepest: 0 };
    while scan.at < scan.bytes.len() {
        scan.html();
        scan.code();
        if scan.deepest > MAX_STRINGS {
            return Size::Excessive("it has strings in strings without end");
        }
        if scan.cost > MOST {
            return Size::Excessive("it has so many tokens that parsing it would take over 900 MB of memory");
        }
    }
    if scan.cost > LARGE { Size::Large } else { Size::Usual }
}

/// What is open around a place: a string with interpolations by its quote, or a brace of an interpolation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    String(u8),
    Brace,
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    cost: usize,
    open: Vec<Open>,
    /// How many were open at most.
    deepest: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes behind the next of these bytes, or to the end.
    fn skip_past(&mut self, what: &[u8]) {
        let rest = self.rest();
        self.at += memchr::memmem::find(rest, what).map_or(rest.len(), |found| found + what.len());
    }

    /// Goes on as long as bytes are like this.
    fn skip_while(&mut self, is: impl Fn(u8) -> bool) {
        self.at += self.rest().iter().take_while(|byte| is(**byte)).count();
    }

    fn html(&mut self) {
        self.skip_past(b"<?");
        self.cost += TOKEN;
    }

    fn is_full(&self) -> bool {
        self.cost > MOST || self.deepest > MAX_STRINGS
    }

    /// Goes behind the closing tag, or to the end.
    fn code(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at).filter(|_| !self.is_full()) {
            let next = self.bytes.get(self.at + 1).copied();
            if let Some(Open::String(quote)) = self.open.last().copied() {
                self.string(quote, byte, next);
                continue;
            }
            match (byte, next) {
                (b'?', Some(b'>')) => {
                    self.at += 2;
                    return;
                }
                (b'/', Some(b'/')) => self.line_comment(),
                (b'#', next) if next != Some(b'[') => self.line_comment(),
                (b'/', Some(b'*')) => {
                    self.cost += TOKEN;
                    self.skip_past(b"*/");
                }
                (b'\'', _) => self.plain_string(),
                (b'"' | b'`', _) => self.open_string(byte),
                (b'<', Some(b'<')) if self.rest().starts_with(b"<<<") => self.heredoc(),
                (b'{', _) if !self.open.is_empty() => {
                    self.open(Open::Brace);
                    self.at += 1;
                }
                (b'}', _) if self.open.last() == Some(&Open::Brace) => {
                    self.cost += TOKEN;
                    self.open.pop();
                    self.at += 1;
                }
                _ if byte.is_ascii_digit() => {
                    self.cost += TOKEN;
                    self.skip_while(|byte| is_word(byte) || byte == b'.');
                }
                (b'$', Some(next)) if is_word(next) => self.at += 1,
                _ if is_word(byte) => {
                    self.cost += TOKEN;
                    self.skip_while(is_word);
                }
                _ if byte.is_ascii_whitespace() => self.at += 1,
                // The rest of an operator is no token of its own.
                (b'=' | b'-' | b'!' | b'<' | b'>' | b':' | b'?', Some(b'=' | b'>' | b':' | b'<')) => self.at += 1,
                _ => {
                    self.cost += TOKEN;
                    self.at += 1;
                }
            }
        }
    }

    /// What the variables, escapes and heredocs cost that a line of a heredoc may have.
    fn parts(line: &[u8]) -> usize {
        VARIABLE * memchr::memchr2_iter(b'$', b'\\', line).count() + RARE * memchr::memmem::find_iter(line, b"<<<").count()
    }

    fn line_comment(&mut self) {
        self.cost += TOKEN;
        let rest = self.rest();
        let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
        let length = memchr::memmem::find(line, b"?>").unwrap_or(line.len());
        self.at += length;
    }

    fn plain_string(&mut self) {
        self.cost += TOKEN;
        self.at += 1;
        while let Some(found) = memchr::memchr2(b'\'', b'\\', self.rest()) {
            let escapes = self.rest().get(found) == Some(&b'\\');
            self.at += found + 1 + usize::from(escapes);
            if !escapes {
                return;
            }
            self.cost += ESCAPE;
        }
        self.at = self.bytes.len();
    }

    fn open(&mut self, what: Open) {
        self.cost += TOKEN;
        self.open.push(what);
        self.deepest = self.deepest.max(self.open.len());
    }

    fn open_string(&mut self, quote: u8) {
        self.cost += if quote == b'`' { RARE } else { TOKEN };
        self.open(Open::String(quote));
        self.at += 1;
    }

    /// A byte of a string with interpolations.
    fn string(&mut self, quote: u8, byte: u8, next: Option<u8>) {
        match (byte, next) {
            (b'\\', _) => {
                self.cost += ESCAPE;
                self.at += 2;
            }
            (b'{', Some(b'$')) | (b'$', Some(b'{')) => {
                self.open(Open::Brace);
                self.at += 1 + usize::from(byte == b'$');
            }
            (b'$', Some(next)) if is_word(next) => {
                // What may follow: `[key]`, `->name`.
                self.cost += VARIABLE;
                self.at += 1;
            }
            _ if byte == quote => {
                self.open.pop();
                self.at += 1;
            }
            _ => self.at += 1,
        }
    }

    /// A heredoc or nowdoc, up to the line that ends with its word. Of what it holds, variables and escapes count.
    fn heredoc(&mut self) {
        self.cost += 2 * TOKEN;
        self.at += 3;
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'\''));
        let start = self.at;
        self.skip_while(is_word);
        let bytes = self.bytes;
        let word = bytes.get(start..self.at).unwrap_or_default();
        if word.is_empty() {
            return;
        }
        while let Some(line) = memchr::memchr(b'\n', self.rest()) {
            let of_line = self.rest().get(..line).unwrap_or_default();
            self.cost += ESCAPE + Self::parts(of_line);
            self.at += line + 1;
            let blanks = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let behind = self.rest().get(blanks..).unwrap_or_default();
            if behind.starts_with(word) && !behind.get(word.len()).is_some_and(|byte| is_word(*byte)) {
                self.at += blanks + word.len();
                return;
            }
        }
        self.cost += Self::parts(self.rest());
        self.at = self.bytes.len();
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "it's a [long], long; text: of $words and (more) ";

    #[test]
    fn large_tables_and_long_texts_are_read() {
        let rows = "['name' => 'Aix-la-Chapelle', 'lat' => 50.776, 'of' => [\"it's $a\", 6.083]],\n".repeat(55_000);
        assert_eq!(measure(&format!("<?php return [{rows}];")), Size::Large, "{} bytes", rows.len());
        for (open, close) in [("'", "'"), ("/* ", "*/"), ("?>", "<?php "), ("<<<'A'\n", "\nA"), ("// ", "\n")] {
            let text = TEXT.replace(['\'', '$'], "").repeat(60_000);
            assert_eq!(measure(&format!("<?php a({open}{text}{close});")), Size::Usual, "{open}");
        }
    }

    #[test]
    fn what_would_take_all_memory_is_not() {
        for text in ["1,", "a(1);", "`", "[", "$a+", "\"$a[b] \"", "class A {", "'',"] {
            let text = format!("<?php {}", text.repeat(4_800_000 / text.len()));
            assert!(matches!(measure(&text), Size::Excessive(_)), "{}", &text[..12]);
        }
        for text in ["\"{$", "\"${", "`{$", "\"{$a[\"b{$c("] {
            assert!(matches!(measure(&format!("<?php {}", text.repeat(20_000))), Size::Excessive(_)), "{text}");
            assert_eq!(measure(&format!("<?php {}", text.repeat(30))), Size::Usual, "{text}");
        }
    }

    #[test]
    fn any_text_is_measured() {
        let padding = " ".repeat(LARGE / RARE);
        for text in
            ["<?php '", "<?php '\\", "<?php \"\\", "<?php <<<", "<?php <<<A", "<?php <<<A\n", "<?", "<?php \"{$a}}\"", "<?php #"]
        {
            assert_eq!(measure(&format!("{padding}{text}")), Size::Usual, "{text}");
        }
    }
}
