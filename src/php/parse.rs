//! Text to a flat tree. The only module that names the parser.
//!
//! The work on one text is bounded: the parser reports its progress, and a text that costs it more
//! steps than any reasonable program of that length is given up.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use tree_sitter::{Language, ParseOptions, ParseState, Parser, TreeCursor};

use super::kind::{Field, Kind};
use super::tree::{Raw, Tree};

/// Progress reports that any text may cost.
const REPORTS_FOR_ANY_TEXT: usize = 2_000;

/// How many bytes may cost one more. In programs that people write it takes fifty, in the strangest texts ten.
const BYTES_PER_REPORT: usize = 4;

/// The grammar, and what its numbers mean to the lowering.
struct Grammar {
    language: Language,
    kinds: Vec<Kind>,
    fields: Vec<Field>,
}

/// The grammar of texts with HTML around PHP.
static MIXED: LazyLock<Grammar> = LazyLock::new(|| Grammar::of(Language::from(tree_sitter_php::LANGUAGE_PHP)));

/// The grammar of texts that are PHP alone, which makes the same trees of them in less time.
static ALONE: LazyLock<Grammar> = LazyLock::new(|| Grammar::of(Language::from(tree_sitter_php::LANGUAGE_PHP_ONLY)));

impl Grammar {
    fn of(language: Language) -> Grammar {
        let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kinds = (0..count)
            .map(|id| {
                let name = language.node_kind_for_id(id).unwrap_or_default();
                if language.node_kind_is_named(id) { Kind::of_node(name).unwrap_or(Kind::Unknown) } else { Kind::of_token(name) }
            })
            .collect();
        let count = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        let fields =
            (0..=count).map(|id| language.field_name_for_id(id).and_then(Field::of_name).unwrap_or(Field::None)).collect();
        Grammar { language, kinds, fields }
    }
}

thread_local! {
    /// Parsers keep their memory, so each thread has one.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a text; none if the parser gave it up.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let is_alone = text.starts_with("<?php") && memchr::memmem::find(text.as_bytes(), b"?>").is_none();
    // What is broken is recovered from in ways of each grammar's own; there is one that counts.
    let whole = if is_alone { parse_with(&ALONE, text).filter(|tree| tree.errors.is_empty()) } else { None };
    whole.or_else(|| parse_with(&MIXED, text))
}

fn parse_with(grammar: &'static Grammar, text: &str) -> Option<Tree> {
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        let mut reports = 0;
        let allowed = REPORTS_FOR_ANY_TEXT + text.len() / BYTES_PER_REPORT;
        let mut watch = |_: &ParseState| {
            reports += 1;
            if reports > allowed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut watch);
        let mut read = |offset: usize, _| text.as_bytes().get(offset..).unwrap_or_default();
        let parsed = parser.parse_with_options(&mut read, None, Some(options));
        if parsed.is_none() {
            // An abandoned parse would be resumed with the next text.
            parser.reset();
        }
        parsed.map(|tree| flatten(grammar, &mut tree.walk(), text.len()))
    })
}

/// Copies the parser's tree in one walk without recursion.
fn flatten(grammar: &'static Grammar, cursor: &mut TreeCursor<'_>, length: usize) -> Tree {
    let mut tree = Tree { nodes: Vec::with_capacity(length / 6 + 16), ..Tree::default() };
    let mut open: Vec<u32> = Vec::new();
    let mut errors_closed_at = 0;
    loop {
        let index = position(tree.nodes.len());
        push(grammar, &mut tree, cursor, &mut errors_closed_at);
        let is_opaque = tree.nodes.last().is_some_and(|raw| raw.kind.is_opaque() && !raw.has_error);
        if !is_opaque && cursor.goto_first_child() {
            open.push(index);
            continue;
        }
        loop {
            if cursor.goto_next_sibling() {
                break;
            }
            let Some(parent) = open.pop() else { return tree };
            cursor.goto_parent();
            let next = position(tree.nodes.len());
            if let Some(raw) = tree.nodes.get_mut(parent as usize) {
                raw.next = next;
            }
        }
    }
}

/// Appends the cursor's node.
fn push(grammar: &'static Grammar, tree: &mut Tree, cursor: &TreeCursor<'_>, errors_closed_at: &mut usize) {
    let node = cursor.node();
    let index = position(tree.nodes.len());
    let kind = if node.is_error() {
        Kind::Error
    } else {
        grammar.kinds.get(usize::from(node.kind_id())).copied().unwrap_or(Kind::Unknown)
    };
    let field =
        cursor.field_id().map_or(Field::None, |id| grammar.fields.get(usize::from(id.get())).copied().unwrap_or(Field::None));
    let missing = node.is_missing();
    let (start, end) = (node.start_byte(), node.end_byte());
    if kind == Kind::Comment {
        tree.comments.push((position(start), position(end)));
    }
    if missing || kind == Kind::Error && (end > *errors_closed_at || tree.errors.is_empty()) {
        // Nodes inside an error are parts of it, not errors of their own.
        if start >= *errors_closed_at {
            let expected = grammar.language.node_kind_for_id(node.kind_id()).unwrap_or_default();
            tree.errors.push((index, missing.then_some(expected)));
            *errors_closed_at = end;
        }
    }
    tree.nodes.push(Raw {
        start: position(start),
        end: position(end),
        next: index + 1,
        kind,
        field,
        missing,
        has_error: node.has_error(),
    });
}

/// Texts are far below 4 GB, which the caller sees to.
fn position(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_field_exists_in_the_grammar() {
        let text = "<?php class A { public $b = [1, 'c' => 2]; }";
        let tree = parse(text).expect("parsed");
        assert!(tree.errors.is_empty());
        assert_eq!(tree.root().map(|root| (root.start(), root.end())), Some((0, text.len())));
        assert!(tree.nodes.iter().any(|raw| raw.kind == Kind::PropertyElement && raw.field == Field::None));
        assert!(tree.nodes.iter().any(|raw| raw.kind == Kind::Name && raw.field == Field::Name));
    }

    #[test]
    fn both_grammars_make_the_same_tree() {
        for text in [
            "<?php\nnamespace A;\nuse B\\C;\nclass D extends C { public function e(?int $f = 1): static { return $this->g(...$f)[0]; } }\n",
            "<?php $a = <<<'X'\n b\n X; echo \"$a {$b->c} ${d}\"; // ?\n # e\n",
            "<?php declare(strict_types=1); match (true) { default => fn () => 1 };",
            "<?php",
        ] {
            let made = |grammar: &'static Grammar| {
                let mut parser = Parser::new();
                parser.set_language(&grammar.language).expect("the versions fit");
                let tree = parser.parse(text, None).expect("nothing stops it");
                let tree = flatten(grammar, &mut tree.walk(), text.len());
                let node = |raw: &Raw| {
                    format!(
                        "{:?} {:?} {}-{} {} {} {}",
                        raw.kind, raw.field, raw.start, raw.end, raw.next, raw.missing, raw.has_error
                    )
                };
                tree.nodes.iter().map(node).collect::<Vec<_>>()
            };
            assert_eq!(made(&ALONE), made(&MIXED), "{text}");
        }
    }

    #[test]
    fn subtrees_nest() {
        let tree = parse("<?php if ($a) { b(); } c();").expect("parsed");
        for (index, raw) in tree.nodes.iter().enumerate() {
            assert!(raw.next as usize > index && raw.next as usize <= tree.nodes.len());
        }
    }

    #[test]
    fn errors_are_outermost() {
        let tree = parse("<?php $a = ; b() c(); class {").expect("parsed");
        assert!(!tree.errors.is_empty());
        for pair in tree.errors.windows(2) {
            let [first, second] = pair else { continue };
            assert!(first.0 < second.0);
        }
    }
}
