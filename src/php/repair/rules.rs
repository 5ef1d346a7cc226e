//! Where the grammar is known to fail, told by the tokens around the place.

use super::Mask;
use crate::php::lexer::{Token, TokenKind, tokens};

/// Words that the grammar reserves where PHP allows them as names.
const RESERVED: [&str; 69] = [
    "abstract",
    "and",
    "as",
    "break",
    "callable",
    "case",
    "catch",
    "class",
    "clone",
    "const",
    "continue",
    "declare",
    "default",
    "do",
    "echo",
    "else",
    "elseif",
    "enddeclare",
    "endfor",
    "endforeach",
    "endif",
    "endswitch",
    "endwhile",
    "enum",
    "exit",
    "extends",
    "final",
    "finally",
    "fn",
    "for",
    "foreach",
    "function",
    "global",
    "goto",
    "if",
    "implements",
    "include",
    "include_once",
    "instanceof",
    "insteadof",
    "interface",
    "list",
    "match",
    "namespace",
    "new",
    "or",
    "print",
    "private",
    "protected",
    "public",
    "readonly",
    "require",
    "require_once",
    "return",
    "static",
    "switch",
    "throw",
    "trait",
    "try",
    "unset",
    "use",
    "var",
    "while",
    "xor",
    "yield",
    "array",
    "isset",
    "empty",
    "die",
];

/// The modifiers of a promoted parameter.
const MODIFIERS: [&str; 5] = ["public", "protected", "private", "readonly", "final"];

/// Everything to mask in a text.
pub(super) fn masks(text: &str) -> Vec<Mask> {
    let code = Code { text, tokens: tokens(text) };
    let mut masks = Vec::new();
    nul_bytes(text, &mut masks);
    xml_declarations(text, &mut masks);
    let mut at = 0;
    while at < code.tokens.len() {
        if code.word(at, "__halt_compiler") && code.is(at + 1, "(") {
            // What follows is data.
            masks.push(Mask { at: code.end(at + 3)..text.len(), with: "" });
            break;
        }
        code.rename(at, &mut masks);
        code.rename_properties(at, &mut masks);
        code.erase(at, &mut masks);
        at += 1;
    }
    masks
}

/// A NUL byte ends the text for the parser.
fn nul_bytes(text: &str, masks: &mut Vec<Mask>) {
    masks.extend(memchr::memchr_iter(0, text.as_bytes()).map(|at| Mask { at: at..at + 1, with: "?" }));
}

/// `<?xml` is HTML, but the grammar takes `<?` for an opening tag.
fn xml_declarations(text: &str, masks: &mut Vec<Mask>) {
    let places = text.match_indices("<?").map(|(at, _)| at);
    let is_xml = |at: &usize| text.get(at + 2..at + 5).is_some_and(|word| word.eq_ignore_ascii_case("xml"));
    masks.extend(places.filter(is_xml).map(|at| Mask { at: at + 1..at + 2, with: "" }));
}

struct Code<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl<'t> Code<'t> {
    fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    fn slice(&self, at: usize) -> &'t str {
        self.token(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    fn end(&self, at: usize) -> usize {
        self.token(at).map_or(self.text.len(), |token| token.end)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.slice(at) == text
    }

    fn word(&self, at: usize, word: &str) -> bool {
        self.kind(at) == Some(TokenKind::Word) && self.slice(at).eq_ignore_ascii_case(word)
    }

    fn one_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(at, word))
    }

    /// Whether the token before is one of these.
    fn behind(&self, at: usize, texts: &[&str]) -> bool {
        at.checked_sub(1).is_some_and(|before| texts.iter().any(|text| self.slice(before).eq_ignore_ascii_case(text)))
    }

    /// Hides reserved words that are names here: another first letter makes them unknown.
    fn rename(&self, at: usize, masks: &mut Vec<Mask>) {
        let Some(token) = self.token(at) else { return };
        if token.kind != TokenKind::Word || !self.one_of(at, &RESERVED) || self.behind(at, &["->", "?->", "::"]) {
            return;
        }
        let joins = |one: usize, two: usize| self.token(one).zip(self.token(two)).is_some_and(|(one, two)| one.end == two.start);
        let prefix = self.is(at + 1, "\\") && joins(at, at + 1) && !self.word(at, "namespace");
        let qualified = self.behind(at, &["\\"]) && joins(at.wrapping_sub(1), at);
        let constant = self.is(at + 1, "=") && self.in_constants(at);
        let argument = self.is(at + 1, ":") && self.behind(at, &["(", ","]);
        let function = self.is(at + 1, "(")
            && (self.behind(at, &["function"])
                || at.checked_sub(2).is_some_and(|keyword| self.word(keyword, "function")) && self.behind(at, &["&"])
                || self.one_of(at, &["enum", "readonly", "exit"]));
        let alias = self.is(at + 1, ";") && (self.behind(at, &["as"]) || self.behind(at, &MODIFIERS) && self.as_before(at));
        if prefix || qualified || constant || argument || function || alias {
            masks.push(Mask { at: token.start..token.start + 1, with: "_" });
        }
    }

    /// The same for properties in a string: `"$a->class"`.
    fn rename_properties(&self, at: usize, masks: &mut Vec<Mask>) {
        let (Some(token), text) = (self.token(at), self.slice(at)) else { return };
        let interpolates = text.starts_with(['"', '`']) || (text.starts_with("<<<") && !text.starts_with("<<<'"));
        if token.kind != TokenKind::Literal || !interpolates {
            return;
        }
        for (arrow, _) in text.match_indices("->") {
            let start = arrow + 2;
            let rest = text.get(start..).unwrap_or_default();
            let word = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word)) {
                masks.push(Mask { at: token.start + start..token.start + start + 1, with: "_" });
            }
        }
    }

    /// Whether the word is a name of `const type NAME = …, NAME = …`.
    fn in_constants(&self, at: usize) -> bool {
        if self.behind(at, &[","]) {
            return true;
        }
        // Between the keyword and the name stands nothing but a type.
        (0..at)
            .rev()
            .take(16)
            .take_while(|&before| !self.is(before, ";") && !self.is(before, "="))
            .any(|before| self.word(before, "const"))
    }

    fn as_before(&self, at: usize) -> bool {
        at.checked_sub(2).is_some_and(|before| self.word(before, "as"))
    }

    /// Hides what the grammar has no place for and the syntax tree does not hold.
    fn erase(&self, at: usize, masks: &mut Vec<Mask>) {
        let Some(token) = self.token(at) else { return };
        let whole = Mask { at: token.start..token.end, with: "" };
        match self.slice(at) {
            "," if self.is(at + 1, "}") && self.in_use_group(at) => masks.push(whole),
            "," if self.is(at + 1, "=>") && self.behind(at, &["default"]) => masks.push(whole),
            ";" if self.behind(at, &["{"]) => masks.push(whole),
            "(" if self.word(at + 1, "void") && self.is(at + 2, ")") && self.behind(at, &[";", "{", "}", "<?php"]) => {
                masks.push(Mask { at: token.start..self.end(at + 2), with: "" });
            }
            "<?=" => self.echoed(at, masks),
            "b" | "B" if self.slice(at + 1).starts_with("<<<") => masks.push(whole),
            _ if self.word(at, "declare") => self.until_closed(at, ")", masks),
            _ if self.word(at, "insteadof") => self.until_closed(at, ";", masks),
            _ if self.one_of(at, &MODIFIERS) && !self.one_of(at.wrapping_sub(1), &MODIFIERS) => {
                self.promotion(at, masks);
            }
            _ => {}
        }
    }

    /// Whether a comma stands in `use A\{…}`.
    fn in_use_group(&self, at: usize) -> bool {
        let open = (0..at).rev().find(|&before| matches!(self.slice(before), "{" | "}" | ";" | "(" | ")"));
        open.is_some_and(|open| self.is(open, "{") && self.behind(open, &["\\"]))
    }

    /// `<?= a, b ?>`: the commas separate what is echoed.
    fn echoed(&self, open: usize, masks: &mut Vec<Mask>) {
        let mut depth = 0_usize;
        for at in open + 1..self.tokens.len() {
            match self.slice(at) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                "," if depth == 0 => masks.push(Mask { at: self.end(at) - 1..self.end(at), with: ";" }),
                ";" | "?>" => break,
                _ => {}
            }
        }
    }

    /// From the first comma up to the closing token: further directives or traits.
    fn until_closed(&self, at: usize, close: &str, masks: &mut Vec<Mask>) {
        let ahead = at + 1..(at + 64).min(self.tokens.len());
        let Some(close) = ahead.clone().find(|&next| self.is(next, close)) else { return };
        let Some(comma) = (at + 1..close).find(|&next| self.is(next, ",")) else { return };
        masks.push(Mask { at: self.end(comma) - 1..self.end(close) - 1, with: "" });
    }

    /// Brings the modifiers of a promoted parameter into the order that the grammar knows.
    fn promotion(&self, first: usize, masks: &mut Vec<Mask>) {
        if !self.behind(first, &["(", ",", "]"]) {
            return;
        }
        let mut at = first;
        let mut hidden = Vec::new();
        let mut visible = false;
        while self.one_of(at, &MODIFIERS) {
            if self.one_of(at, &["readonly", "final"]) {
                hidden.push(at);
                at += 1;
                continue;
            }
            visible = true;
            at += if self.is(at + 1, "(") { 4 } else { 1 };
        }
        let is_parameter = matches!(self.kind(at), Some(TokenKind::Variable | TokenKind::Word))
            || matches!(self.slice(at), "?" | "\\" | "(" | "&" | "...");
        if !is_parameter || self.is(first + 1, ":") {
            return;
        }
        for hide in hidden {
            let Some(token) = self.token(hide) else { continue };
            let with = if visible { "" } else { "public" };
            visible = true;
            // `final` is shorter than `public`, but a blank follows it.
            let end = token.end.max(token.start + with.len());
            masks.push(Mask { at: token.start..end, with });
        }
    }
}
