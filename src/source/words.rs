//! Words that are looked for in the text of code, whatever they mean there.

/// The words that stand alone between two quotes of one kind in a text, as names do in code.
pub fn quoted_words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let open = rest + memchr::memchr2(b'\'', b'"', text.as_bytes().get(rest..)?)?;
            rest = open + 1;
            let tail = text.get(rest..)?;
            let end = tail.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$')))?;
            if end > 0 && tail.as_bytes().get(end) == text.as_bytes().get(open) {
                return tail.get(..end);
            }
        }
    })
}

/// The names with namespaces that stand in a text of PHP, those that an import lists in braces as well.
#[must_use]
pub fn qualified_names(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'\\' || byte >= 0x80;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\\', bytes.get(from..).unwrap_or_default()).map(|at| from + at) {
        let start = bytes[..at].iter().rposition(|byte| !is_name(*byte)).map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(|byte| !is_name(*byte)).map_or(bytes.len(), |length| at + length);
        from = end.max(at + 1);
        let Some(name) = text.get(start..end) else { continue };
        let name = name.trim_start_matches('\\');
        if let Some(prefix) = name.strip_suffix('\\') {
            let Some(list) = text.get(end..).and_then(|rest| rest.strip_prefix('{')) else { continue };
            let list = list.split('}').next().unwrap_or_default();
            from = end + 1 + list.len();
            let names = list.split(',').filter_map(|item| item.split_whitespace().next());
            found.extend(names.map(|item| format!("{prefix}\\{item}")));
        } else if name.contains('\\') && !name.contains("\\\\") {
            found.push(name.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::qualified_names;

    #[test]
    fn classes_are_found_where_they_are_named() {
        let text = r"<?php use A\B\C; use D\E\{F, G as H, I\J}; $x = \K\L::class; namespace M; 'n\\o'; // ä\b";
        assert_eq!(qualified_names(text), [r"A\B\C", r"D\E\F", r"D\E\G", r"D\E\I\J", r"K\L", r"ä\b"]);
        assert_eq!(qualified_names(r"\"), Vec::<String>::new());
        assert_eq!(qualified_names(r"a\{"), Vec::<String>::new());
    }
}
