//! The values of literals: quoted strings, heredocs, integers and floats.
//!
//! Everything here works on the text of one literal. This module must not know the tree's nodes.

/// A number as PHP reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// Fits 64 bits.
    Int(i64),
    /// Does not, or is written with a point or an exponent.
    Float(f64),
}

/// Decodes what stands between single quotes: only `\\` and `\'` are escapes.
pub(super) fn single_quoted(text: &str) -> Box<str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek()) {
            ('\\', Some(&escaped @ ('\\' | '\''))) => {
                out.push(escaped);
                chars.next();
            }
            _ => out.push(char),
        }
    }
    out.into()
}

/// Decodes literal text of a double-quoted string, a heredoc or a shell command. `quote` is the
/// quotation mark that `\` escapes; a heredoc has none.
pub(super) fn double_quoted(text: &str, quote: Option<u8>) -> Box<str> {
    let bytes = text.as_bytes();
    let Some(first) = memchr::memchr(b'\\', bytes) else { return text.into() };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = first;
    out.extend_from_slice(bytes.get(..first).unwrap_or_default());
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        at += match *rest {
            [b'\\', ref escape @ ..] => 1 + unescape(escape, quote, &mut out),
            [byte, ..] => {
                out.push(byte);
                1
            }
            [] => 1,
        };
    }
    match String::from_utf8(out) {
        Ok(text) => text.into(),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into(),
    }
}

/// Decodes the escape whose text behind the backslash is `escape`; returns the bytes it took.
fn unescape(escape: &[u8], quote: Option<u8>, out: &mut Vec<u8>) -> usize {
    let simple = match escape.first() {
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'r') => b'\r',
        Some(b'v') => 0x0b,
        Some(b'e') => 0x1b,
        Some(b'f') => 0x0c,
        Some(&byte @ (b'\\' | b'$')) => byte,
        Some(&byte) if Some(byte) == quote => byte,
        Some(b'0'..=b'7') => return numeric(escape, 0, 3, 8, out),
        Some(b'x' | b'X') if escape.get(1).is_some_and(u8::is_ascii_hexdigit) => return numeric(escape, 1, 2, 16, out),
        Some(b'u') => {
            if let Some((char, length)) = code_point(escape) {
                out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                return length;
            }
            out.push(b'\\');
            return 0;
        }
        _ => {
            out.push(b'\\');
            return 0;
        }
    };
    out.push(simple);
    1
}

/// A byte in base `base`, of at most `most` digits behind the first `skip` bytes.
fn numeric(escape: &[u8], skip: usize, most: usize, base: u32, out: &mut Vec<u8>) -> usize {
    let digits = escape.iter().skip(skip).take(most).map_while(|&byte| char::from(byte).to_digit(base));
    let (value, length) = digits.fold((0, skip), |(value, length), digit| (value * base + digit, length + 1));
    // PHP drops the bits that do not fit a byte.
    out.push(value.to_le_bytes()[0]);
    length
}

/// `u{…}`: the character and the bytes taken. Half of a surrogate pair is no character.
fn code_point(escape: &[u8]) -> Option<(char, usize)> {
    let rest = escape.strip_prefix(b"u{")?;
    let length = rest.iter().position(|&byte| byte == b'}')?;
    let digits = std::str::from_utf8(rest.get(..length)?).ok()?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    // Leading zeros may be many; what is too long without them is no character.
    let digits = digits.trim_start_matches('0');
    let value = if digits.is_empty() { 0 } else { u32::from_str_radix(digits, 16).unwrap_or(u32::MAX) };
    Some((char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER), length + 3))
}

/// Removes up to `indent` blanks from the start of every line. The text itself starts a line if
/// `starts_line`. Returns the text as it was where there is nothing to remove.
pub(super) fn unindent(text: &str, indent: usize, starts_line: bool) -> std::borrow::Cow<'_, str> {
    if indent == 0 {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let blanks = line.bytes().take(indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let skip = if index == 0 && !starts_line { 0 } else { blanks };
        out.push_str(line.get(skip..).unwrap_or_default());
    }
    out.into()
}

/// The value of an integer literal in any base, with `_` between digits.
pub(super) fn integer(text: &str) -> Number {
    let digits = text.replace('_', "");
    let lower = digits.to_ascii_lowercase();
    let (base, digits) = if let Some(rest) = lower.strip_prefix("0x") {
        (16, rest)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (2, rest)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (8, rest)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, lower.trim_start_matches('0'))
    } else {
        (10, &*lower)
    };
    if digits.is_empty() {
        return Number::Int(0);
    }
    if let Ok(value) = i64::from_str_radix(digits, base) {
        return Number::Int(value);
    }
    if base == 10 {
        return Number::Float(float(digits));
    }
    let base_float = f64::from(base);
    Number::Float(
        digits.chars().filter_map(|char| char.to_digit(base)).fold(0.0, |sum, digit| sum * base_float + f64::from(digit)),
    )
}

/// The value of a floating-point literal.
pub(super) fn float(text: &str) -> f64 {
    text.replace('_', "").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_quotes() {
        for (text, value) in [
            ("", ""),
            ("plain", "plain"),
            (r"a\'b", "a'b"),
            (r"a\\b", r"a\b"),
            (r"a\nb\", r"a\nb\"),
            (r"\\\'", r"\'"),
            (r"App\Models\\User", r"App\Models\User"),
            ("ä\\'ö", "ä'ö"),
        ] {
            assert_eq!(&*single_quoted(text), value, "{text}");
        }
    }

    #[test]
    fn double_quotes() {
        for (text, value) in [
            ("plain", "plain"),
            (r"\n\t\r\v\e\f\\\$", "\n\t\r\u{b}\u{1b}\u{c}\\$"),
            (r#"\""#, "\""),
            (r"\`\'", r"\`\'"),
            (r"\101\60\0", "A0\0"),
            (r"\1234", "S4"),
            (r"\501", "A"),
            (r"\x41\X4a\x4\xg", "AJ\u{4}\\xg"),
            (r"\u{e4}\u{1F600}\u{000041}", "ä😀A"),
            (r"\u{0}\u{}\u{zz}\u41", "\0\\u{}\\u{zz}\\u41"),
            (r"\u{d800}\u{110000}\u{fffffffffff}", "\u{fffd}\u{fffd}\u{fffd}"),
            (r"\xc3\xa4", "ä"),
            (r"\xff.", "\u{fffd}."),
            (r"a\qb\", r"a\qb\"),
            ("ä\\nö", "ä\nö"),
        ] {
            assert_eq!(&*double_quoted(text, Some(b'"')), value, "{text}");
        }
        assert_eq!(&*double_quoted(r#"\"\`"#, None), r#"\"\`"#);
        assert_eq!(&*double_quoted(r"\`", Some(b'`')), "`");
    }

    #[test]
    fn indentation() {
        assert_eq!(unindent("  a\n    b\n\n c", 2, true), "a\n  b\n\nc");
        assert_eq!(unindent("  a\n  b", 2, false), "  a\nb");
        assert_eq!(unindent("\ta", 1, true), "a");
        assert_eq!(unindent(" a", 0, true), " a");
    }

    #[test]
    fn integers() {
        for (text, value) in [
            ("0", 0),
            ("1_000", 1000),
            ("0x1F", 31),
            ("0XfF", 255),
            ("0b101", 5),
            ("0o17", 15),
            ("017", 15),
            ("00", 0),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(integer(text), Number::Int(value), "{text}");
        }
        assert_eq!(integer("9223372036854775808"), Number::Float(9_223_372_036_854_775_808.0));
        assert_eq!(integer("0x8000000000000000"), Number::Float(9_223_372_036_854_775_808.0));
        assert_eq!(integer(&"9".repeat(400)), Number::Float(f64::INFINITY));
    }

    #[test]
    fn floats() {
        for (text, value) in [("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("1_0.2_5E-1", 1.025), (".", 0.0)] {
            assert!((float(text) - value).abs() < 1e-12, "{text}");
        }
    }
}
