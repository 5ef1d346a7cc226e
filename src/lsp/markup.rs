//! Explanations, as Markdown or as plain text: some clients show the signs of Markdown as they are.

use gen_lsp_types::{MarkupContent, MarkupKind};

use super::client::Client;

/// An explanation as a client can show it.
pub(super) fn content(client: &Client, markdown: String) -> MarkupContent {
    if client.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain(&markdown) }
    }
}

/// The text of what [`crate::ide`] writes, without its signs: emphasis, code, fences, rules and the addresses of links.
fn plain(markdown: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if line == "---" {
            lines.push(String::new());
        } else if is_code {
            lines.push(line.to_owned());
        } else {
            lines.push(without_signs(line));
        }
    }
    lines.join("\n")
}

fn without_signs(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find('[') {
        let link = rest[start..].split_once("](").and_then(|(shown, behind)| Some((shown.get(1..)?, behind.split_once(')')?.1)));
        match link.filter(|(shown, _)| !shown.contains(['[', ']'])) {
            Some((shown, behind)) => {
                text.push_str(&rest[..start]);
                text.push_str(shown);
                rest = behind;
            }
            None => {
                text.push_str(&rest[..=start]);
                rest = &rest[start + 1..];
            }
        }
    }
    text.push_str(rest);
    text.replace("**", "").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_signs() {
        let markdown = "**table `songs`** at [a.php:3](file:///a.php#L3)\n```sql\nid bigint[]\n```\n---\nof [two] `x`";
        assert_eq!(plain(markdown), "table songs at a.php:3\nid bigint[]\n\nof [two] x");
        let known = Client { markdown: true, ..Client::default() };
        assert_eq!(content(&known, markdown.to_owned()).value, markdown);
        assert_eq!(content(&Client::default(), "a [b](c".to_owned()).value, "a [b](c");
    }
}
