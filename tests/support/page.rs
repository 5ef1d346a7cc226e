//! A page for browsers, taken apart: it is written so that it can be read as XML, too.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use sha2::{Digest, Sha256};

/// The elements that pages are made of. Whatever else there is comes from a text that was not escaped.
const ELEMENTS: [&str; 49] = [
    "a", "article", "b", "body", "button", "code", "del", "details", "div", "footer", "form", "g", "h1", "h2", "h3", "head",
    "header", "html", "i", "input", "ins", "kbd", "li", "main", "mark", "meta", "nav", "option", "output", "p", "path", "pre",
    "rect", "script", "section", "select", "span", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead",
    "title", "tr", "ul",
];

/// Asserts that a page loads nothing, runs nothing but its own script, and has a target for each of its links; then calls `with`
/// with its content.
pub(crate) fn read<T>(page: &str, with: impl FnOnce(&Document) -> T) -> T {
    let text = page.strip_prefix("<!doctype html>").expect("it is HTML of today");
    let policy =
        text.split("content=\"default-src 'none'; ").nth(1).and_then(|rest| rest.split('"').next()).expect("there is a policy");
    // Style and script are no XML.
    let (text, style) = without(text, "style");
    let (text, script) = without(&text, "script");
    for (name, own) in [("style-src", style), ("script-src", script)] {
        let print = base64(&Sha256::digest(&own));
        assert!(policy.contains(&format!("{name} 'sha256-{print}'")), "the policy allows no other {name}: {policy}");
        assert!(!own.contains("http:") && !own.contains("https:") && !own.contains("url(") && !own.contains("@import"));
    }
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{node:?}");
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(!name.starts_with("on") && !["src", "srcset", "style", "action"].contains(&name), "{node:?}");
            assert!(name != "href" || node.has_tag_name("a"), "{node:?}");
        }
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id.to_owned()), "`{id}` comes once");
        }
    }
    for href in document.descendants().filter_map(|node| node.attribute("href")) {
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{href} leads somewhere"),
            None => assert!(href.starts_with("https://"), "{href}"),
        }
    }
    with(&document)
}

/// The text without what is in the only element of this name, and that.
fn without(text: &str, name: &str) -> (String, String) {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let (before, rest) = text.split_once(&open).expect("there is one");
    let (own, after) = rest.split_once(&close).expect("it ends");
    assert!(!after.contains(&open) && !after.contains(&close), "there is no other one");
    (format!("{before}{open}{close}{after}"), own.to_owned())
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1)).collect();
    let digits =
        bits.chunks(6).map(|six| six.iter().enumerate().fold(0_usize, |digit, (at, bit)| digit | usize::from(*bit) << (5 - at)));
    let mut text: String = digits.map(|digit| char::from(DIGITS[digit])).collect();
    text.extend(std::iter::repeat_n('=', (4 - text.len() % 4) % 4));
    text
}

/// The elements of this name with this attribute, and its values.
pub(crate) fn values<'a>(document: &'a Document, element: Option<&str>, attribute: &str) -> Vec<&'a str> {
    let nodes = document.descendants().filter(|node| element.is_none_or(|name| node.has_tag_name(name)));
    nodes.filter_map(|node| node.attribute(attribute)).collect()
}

/// All text of the page that is seen.
pub(crate) fn text(document: &Document) -> String {
    document.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}
