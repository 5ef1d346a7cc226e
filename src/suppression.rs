//! Comments that silence findings.
//!
//! `// @tablecheck-ignore rule[, rule] (reason)` is for its own line, or, where it stands alone, for the next line of code and
//! the calls that are chained below it; in a `PHPDoc` comment it is for all of what the comment is about. With `-file` it is for
//! the file. In raw SQL, `-- tablecheck-ignore rule` does the same for a line.

mod layout;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use layout::Layout;

use crate::php::{Token, TokenKind, tokens};
use crate::source::{FileId, Sources, Span};

/// The word that all of them have in common.
const WORD: &str = "tablecheck-ignore";

/// A comment that silences findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The word, with what stands before and behind it: `@tablecheck-ignore-file`.
    pub tag: Span,
    /// The rules that it names, each with its place.
    pub rules: Vec<(String, Span)>,
    /// The bytes for which it holds.
    pub covers: Range<usize>,
    /// What could be taken out with it, if it says nothing else.
    pub whole: Option<Span>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    by_file: BTreeMap<FileId, Vec<Suppression>>,
}

impl Suppressions {
    /// Looks for them in all files.
    #[must_use]
    pub fn find(sources: &Sources) -> Self {
        let mut by_file = BTreeMap::new();
        for (id, file) in sources.iter() {
            let found = in_text(id, file.text(), file.path().ends_with(".php"));
            if !found.is_empty() {
                by_file.insert(id, found);
            }
        }
        Suppressions { by_file }
    }

    /// Those of a file.
    #[must_use]
    pub fn of(&self, file: FileId) -> &[Suppression] {
        self.by_file.get(&file).map_or(&[], Vec::as_slice)
    }

    /// All, in the order of files and places.
    pub fn iter(&self) -> impl Iterator<Item = &Suppression> {
        self.by_file.values().flatten()
    }

    /// Which of these findings, each a rule and its place, are silenced, and the places where the rules are named that
    /// silence one of them, in order.
    pub fn silence(&self, findings: &[(&str, Span)]) -> (Vec<bool>, BTreeSet<Span>) {
        // What there is for each rule in each file: where it holds, and where the rule is named.
        let mut holding: BTreeMap<(FileId, &str), Holding> = BTreeMap::new();
        for suppression in self.iter() {
            let mut seen = BTreeSet::new();
            for (rule, named) in suppression.rules.iter().filter(|(rule, _)| seen.insert(rule.as_str())) {
                let holding = holding.entry((named.file, rule.as_str())).or_default();
                holding.covers.push((suppression.covers.clone(), *named));
            }
        }
        holding.values_mut().for_each(Holding::sort);
        let silenced = findings.iter().map(|(rule, at)| {
            let start = at.start as usize;
            holding.get_mut(&(at.file, *rule)).is_some_and(|holding| {
                let holds = holding.holds_at(start);
                holding.met.extend(holds.then_some(start));
                holds
            })
        });
        let silenced = silenced.collect();
        (silenced, holding.into_values().flat_map(Holding::used).collect())
    }
}

/// The comments of one file that silence one rule.
#[derive(Default)]
struct Holding {
    /// For which bytes each holds, and where it names the rule; in the order of their beginnings.
    covers: Vec<(Range<usize>, Span)>,
    /// How far those up to each one reach.
    reach: Vec<usize>,
    /// The places of findings that are silenced.
    met: Vec<usize>,
}

impl Holding {
    fn sort(&mut self) {
        self.covers.sort_by_key(|(covers, _)| covers.start);
        let mut far = 0;
        let reach = self.covers.iter().map(|(covers, _)| {
            far = far.max(covers.end);
            far
        });
        self.reach = reach.collect();
    }

    /// Whether one of them holds at a place.
    fn holds_at(&self, at: usize) -> bool {
        let begun = self.covers.partition_point(|(covers, _)| covers.start <= at);
        begun.checked_sub(1).and_then(|last| self.reach.get(last)).is_some_and(|reach| *reach > at)
    }

    /// Where those name the rule that silence something.
    fn used(mut self) -> impl Iterator<Item = Span> {
        self.met.sort_unstable();
        let met = self.met;
        let meets = move |covers: &Range<usize>| {
            let first = met.partition_point(|at| *at < covers.start);
            met.get(first).is_some_and(|at| *at < covers.end)
        };
        self.covers.into_iter().filter_map(move |(covers, named)| meets(&covers).then_some(named))
    }
}

fn in_text(file: FileId, text: &str, is_php: bool) -> Vec<Suppression> {
    let mut places = memchr::memmem::find_iter(text.as_bytes(), WORD).peekable();
    if places.peek().is_none() {
        return Vec::new();
    }
    let tokens = if is_php { tokens(text) } else { Vec::new() };
    let reader = Reader { file, text, layout: Layout::of(text, &tokens), tokens: &tokens };
    places.filter_map(|at| if is_php { reader.php(at) } else { reader.sql(at, 0..text.len()) }).collect()
}

/// Reads the words of a text one after the other. There may be as many as fit in it, so that what is asked for each of them
/// does not go through the text: the [`Layout`] knows.
struct Reader<'t> {
    file: FileId,
    text: &'t str,
    layout: Layout<'t>,
    tokens: &'t [Token],
}

impl Reader<'_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The word at this place in PHP: in a comment, or in a string with SQL.
    fn php(&self, at: usize) -> Option<Suppression> {
        let next = self.tokens.partition_point(|token| token.end <= at);
        if let Some(token) = self.tokens.get(next).filter(|token| token.start <= at) {
            return if token.kind == TokenKind::Literal { self.sql(at, token.start..token.end) } else { None };
        }
        let start = self.start(at, &["//", "#", "/*", "*"])?;
        let gap = next.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end);
        let block = self.layout.open_comment(gap..start);
        let end = match block {
            Some(_) => self.layout.comment_end(start).unwrap_or(self.text.len()),
            None => self.layout.line_end(start),
        };
        let read = self.tag(at, start, end)?;
        let is_doc = block.is_some_and(|open| self.slice(open..start).starts_with("/**"));
        let behind = if block.is_some() { (end + 2).min(self.text.len()) } else { end };
        let covers = match (read.whole_file, is_doc) {
            (true, _) => 0..self.text.len(),
            (false, true) => behind..self.layout.declaration_end(next),
            (false, false) => self.lines(block.unwrap_or(start), behind, next),
        };
        let whole = (block.is_none() && !read.says_more).then(|| self.line_comment(start, end)).flatten();
        Some(Suppression { tag: read.word, rules: read.rules, covers, whole })
    }

    /// The word at this place in SQL, which stands in a string, or is a file by itself.
    fn sql(&self, at: usize, within: Range<usize>) -> Option<Suppression> {
        let line = self.layout.line_start(at).max(within.start);
        let start = self.start(at, &["--", "#", "/*"])?;
        let before = self.slice(line..start).trim_end();
        let code = ["--", "#", "/*"].iter().find_map(|open| before.strip_suffix(open))?;
        let end = self.layout.line_end(at).min(within.end);
        let read = self.tag(at, start, end)?;
        // A quote or the heredoc's word may stand before the comment.
        let alone = self.layout.first_word(line) >= line + code.len();
        let below = if alone { self.layout.line_end((end + 1).min(within.end)).min(within.end) } else { end };
        let covers = if read.whole_file { 0..self.text.len() } else { line..below };
        Some(Suppression { tag: read.word, rules: read.rules, covers, whole: None })
    }

    /// Where the word begins: with its `@`, which it may lack at the beginning of a comment.
    fn start(&self, at: usize, opening: &[&str]) -> Option<usize> {
        if self.slice(0..at).ends_with('@') {
            return Some(at - 1);
        }
        let before = self.slice(self.layout.line_start(at)..at).trim_end();
        opening.iter().any(|open| before.ends_with(open)).then_some(at)
    }

    /// What is written behind the word.
    fn tag(&self, at: usize, start: usize, end: usize) -> Option<Tag> {
        let mut position = at + WORD.len();
        let rest = self.slice(position..end);
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let suffix = rest.get(..length)?;
        // `-line` and `-next-line` are how other tools say it.
        if !["", "-file", "-line", "-next-line"].contains(&suffix) {
            return None;
        }
        let whole_file = suffix == "-file";
        position += length;
        let tag = Span::new(self.file, start, position);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let mut rules = Vec::new();
        let mut says_more = false;
        loop {
            let rest = self.slice(position..end);
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let rest = rest.get(blank..).unwrap_or_default();
            let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            if length == 0 {
                break;
            }
            let from = position + blank;
            rules.push((self.slice(from..from + length).to_owned(), Span::new(self.file, from, from + length)));
            position = from + length;
            let rest = self.slice(position..end);
            match rest.trim_start_matches([' ', '\t']).strip_prefix(',') {
                Some(more) => position = end - more.len(),
                None => {
                    let behind = self.layout.text_end(position, end);
                    let rest = self.slice(position..behind.max(position)).trim_start();
                    says_more = !(rest.is_empty() || rest.starts_with('(') && rest.ends_with(')'));
                    break;
                }
            }
        }
        Some(Tag { word: tag, rules, whole_file, says_more })
    }

    /// The line of a comment if there is code in it, else the next line of code, with the calls that are chained to it.
    fn lines(&self, start: usize, end: usize, next: usize) -> Range<usize> {
        let (first, last) = (self.layout.line_start(start), self.layout.line_end(end));
        let in_line = |token: &Token| token.end > first && token.start < last && token.kind != TokenKind::Open;
        let before = next.checked_sub(1).and_then(|before| self.tokens.get(before));
        let after = self.tokens.get(next);
        if before.into_iter().chain(after).any(in_line) {
            return first..last;
        }
        let Some(token) = after else { return first..last };
        self.layout.line_start(token.start)..self.layout.chain_end(token.start)
    }

    /// A comment of one line that says nothing else, with its line if it stands alone.
    fn line_comment(&self, tag: usize, end: usize) -> Option<Span> {
        let line = self.layout.line_start(tag);
        let before = self.slice(line..tag).trim_end();
        let code = before.strip_suffix("//").or_else(|| before.strip_suffix('#'))?;
        if self.layout.indent_end(line) >= line + code.len() {
            return Some(Span::new(self.file, line, (end + 1).min(self.text.len())));
        }
        // The line break stays whole.
        let end = if self.slice(tag..end).ends_with('\r') { end - 1 } else { end };
        Some(Span::new(self.file, line + code.trim_end().len(), end))
    }
}

struct Tag {
    word: Span,
    rules: Vec<(String, Span)>,
    whole_file: bool,
    /// Whether there is more text than a reason in brackets.
    says_more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the suppressions in a text cover, each after its rules.
    fn told(text: &str, is_php: bool) -> Vec<String> {
        let found = in_text(FileId(0), text, is_php);
        let rules = |it: &Suppression| it.rules.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>().join("+");
        found.iter().map(|it| format!("{}: {}", rules(it), text[it.covers.clone()].trim())).collect()
    }

    #[test]
    fn a_comment_is_for_its_line_or_for_the_next_one() {
        for (text, expected) in [
            ("<?php\na();\nb(); // @tablecheck-ignore x, y (why)\nc();", "x+y: b(); // @tablecheck-ignore x, y (why)"),
            ("<?php\n// @tablecheck-ignore x\n// more\n\na();\nb();", "x: a();"),
            (
                "<?php\n# @tablecheck-ignore x\na()\n  ->b()\n  ?->c(function () {\n d(); });",
                "x: a()\n  ->b()\n  ?->c(function () {",
            ),
            ("<?php\na(); // tablecheck-ignore x", "x: a(); // tablecheck-ignore x"),
            ("<?php\n// @tablecheck-ignore-next-line x\na();", "x: a();"),
            ("<?php /* @tablecheck-ignore x */ a();\nb();", "x: <?php /* @tablecheck-ignore x */ a();"),
            ("<?php\n/*\n * @tablecheck-ignore x\n */\na();\nb();", "x: a();"),
            ("<?php\na();\n// @tablecheck-ignore-file x\nb();", "x: <?php\na();\n// @tablecheck-ignore-file x\nb();"),
        ] {
            assert_eq!(told(text, true), [expected], "{text}");
        }
    }

    #[test]
    fn phpdoc_is_for_what_it_is_about() {
        let tag = "/** @tablecheck-ignore x */";
        for (code, expected) in [
            ("protected $a = ['b',\n 'c'];", "protected $a = ['b',\n 'c'];"),
            ("#[A(1)]\npublic function a() { if (1) { b(); } c(); }", "#[A(1)]\npublic function a() { if (1) { b(); } c(); }"),
            ("class B { function c() {} }", "class B { function c() {} }"),
            ("abstract function a($b = [1]);", "abstract function a($b = [1]);"),
        ] {
            assert_eq!(told(&format!("<?php {tag}\n{code}\nfunction z() {{}}"), true), [format!("x: {expected}")], "{code}");
        }
    }

    #[test]
    fn sql_has_comments_of_its_own() {
        for (text, is_php, expected) in [
            ("<?php q('select 1 -- tablecheck-ignore x\n from a'); b();", true, "x: 'select 1 -- tablecheck-ignore x"),
            (
                "<?php q(<<<SQL\n  -- tablecheck-ignore x (why)\n  select 1\n  from a\nSQL);",
                true,
                "x: -- tablecheck-ignore x (why)\n  select 1",
            ),
            ("<?php q('select 1 -- @tablecheck-ignore x\n from a');", true, "x: 'select 1 -- @tablecheck-ignore x"),
            ("<?php q('select 1 /* tablecheck-ignore x */ from a\n b');", true, "x: 'select 1 /* tablecheck-ignore x */ from a"),
            ("-- tablecheck-ignore x\nCREATE TABLE a (b int);\nc", false, "x: -- tablecheck-ignore x\nCREATE TABLE a (b int);"),
        ] {
            assert_eq!(told(text, is_php), [expected], "{text}");
        }
    }

    #[test]
    fn other_text_says_nothing() {
        for text in [
            "<?php // see tablecheck-ignore x",
            "<?php $a = '@tablecheck-ignore x';",
            "<?php // @tablecheck-ignored x",
            "<?php // @tablecheck-ignore-lines x",
            "<?php $a = 'select 1 tablecheck-ignore x';",
        ] {
            assert_eq!(told(text, true), [""; 0], "{text}");
        }
        assert_eq!(told("<?php // @tablecheck-ignore (no rule)\na();", true), [": a();"]);
    }

    #[test]
    fn what_can_be_taken_out_is_known() {
        let whole = |text: &str| in_text(FileId(0), text, true)[0].whole.map(|span| text[span.range()].to_owned());
        assert_eq!(whole("<?php\n  // @tablecheck-ignore x (why)\na();").as_deref(), Some("  // @tablecheck-ignore x (why)\n"));
        assert_eq!(whole("<?php\na(); // @tablecheck-ignore x\nb();").as_deref(), Some(" // @tablecheck-ignore x"));
        assert_eq!(whole("<?php\r\na(); # @tablecheck-ignore x (y)\r\nb();").as_deref(), Some(" # @tablecheck-ignore x (y)"));
        assert_eq!(whole("<?php\r\n# @tablecheck-ignore x\r\nb();").as_deref(), Some("# @tablecheck-ignore x\r\n"));
        assert_eq!(whole("<?php\n// @tablecheck-ignore x and more\na();"), None);
        assert_eq!(whole("<?php\n/* @tablecheck-ignore x */\na();"), None);
    }

    #[test]
    fn any_text_is_read() {
        for text in [
            "@tablecheck-ignore",
            "<?php /** @tablecheck-ignore x",
            "<?php // @tablecheck-ignore x,",
            "<?php '-- tablecheck-ignore",
        ] {
            for is_php in [true, false] {
                let _ = told(text, is_php);
            }
        }
    }
}
