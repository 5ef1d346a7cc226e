//! What pages for browsers have in common: a frame that loads nothing from elsewhere and runs no script but its own, one
//! style, and how texts are escaped.

pub(crate) mod tables;

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::printable;
use crate::eval::base64;

/// The style of all pages.
const BASE: &str = include_str!("page/base.css");

/// A page's frame.
pub(crate) struct Frame {
    title: String,
    style: String,
    script: String,
}

impl Frame {
    /// A frame with this title, and a style and a script of its own.
    pub(crate) fn new(title: &str, style: &str, script: &str) -> Self {
        // Browsers read all ends of lines as one character, and compare fingerprints after that.
        let lines = |text: &str| text.replace("\r\n", "\n");
        Frame { title: escaped(title), style: lines(&format!("\n{BASE}{style}")), script: lines(&format!("\n{script}")) }
    }

    /// Prints what stands before the content.
    pub(crate) fn open(&self, out: &mut dyn Write) -> io::Result<()> {
        let print = |text: &str| base64(&Sha256::digest(text));
        let (style, script) = (print(&self.style), print(&self.script));
        write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta \
             http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; script-src \
             'sha256-{script}'; base-uri 'none'; form-action 'none'\"/>\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
            self.title, self.style
        )
    }

    /// Prints what stands behind it.
    pub(crate) fn close(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<script>{}</script>\n</body>\n</html>", self.script)
    }
}

/// A text in HTML, also in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A text of which what stands between backticks is code.
pub(crate) fn inline(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    // A mark without a second one is none.
    let n_paired = if pieces.len().is_multiple_of(2) { pieces.len() - 1 } else { pieces.len() };
    let mut out = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        let piece = escaped(piece);
        match index {
            index if index >= n_paired => out.extend(["`", &piece]),
            index if index % 2 == 1 => out.extend(["<code>", &piece, "</code>"]),
            _ => out.push_str(&piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("</script><img src=\"x\">&\u{1b}"), "&lt;/script&gt;&lt;img src=&quot;x&quot;&gt;&amp;\u{fffd}");
        assert_eq!(inline("table `a<b` is ` gone"), "table <code>a&lt;b</code> is ` gone");
        assert_eq!(inline("`a` and `b`"), "<code>a</code> and <code>b</code>");
        assert_eq!(inline("none"), "none");
    }
}
