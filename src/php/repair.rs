//! Parsing with repairs for valid PHP that the grammar does not know.
//!
//! When a text has errors, the places that are known to confuse the grammar are masked: every mask
//! is as long as what it hides, so that no offset moves, and it changes nothing that the syntax tree
//! holds, because names and literals are read from the true text. The masked text counts only if it
//! has fewer errors. This module must not know the syntax tree.

mod rules;

use super::tree::Tree;
use std::ops::Range;

/// What is written over a part of the text.
struct Mask {
    at: Range<usize>,
    with: &'static str,
}

/// Parses a text; none if the parser gave it up.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let tree = super::parse::parse(text)?;
    if tree.errors.is_empty() {
        return Some(tree);
    }
    let Some(masked) = masked(text) else { return Some(tree) };
    match super::parse::parse(&masked) {
        Some(repaired) if damage(&repaired) < damage(&tree) => Some(repaired),
        _ => Some(tree),
    }
}

/// How bad the errors are: their number, then the bytes in them.
fn damage(tree: &Tree) -> (usize, usize) {
    let nodes = tree.errors.iter().filter_map(|&(index, _)| tree.node(index));
    (tree.errors.len(), nodes.map(|node| node.end() - node.start()).sum())
}

/// The text with all masks; none if there is nothing to mask.
fn masked(text: &str) -> Option<String> {
    let masks = rules::masks(text);
    if masks.is_empty() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for Mask { at, with } in masks {
        // Whole characters are masked, so that the text stays valid.
        if !text.is_char_boundary(at.start) || !text.is_char_boundary(at.end) {
            continue;
        }
        let Some(place) = bytes.get_mut(at) else { continue };
        let mut with = with.bytes();
        for byte in place {
            // Lines stay where they are, because comments and heredocs end with them.
            if *byte != b'\n' {
                *byte = with.next().unwrap_or(b' ');
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_php_that_the_grammar_does_not_know() {
        for code in [
            "use A\\{B, C,}; use function A\\{b,}; use A\\{function b, const C, };",
            "class A { const string DEFAULT = 'x'; public $a; }",
            "class A { const ?B NEW = null, FOR = 3; const int PRINT = 1; }",
            "class A { function __construct(readonly string $x, readonly private ?B $y = null) {} }",
            "class A { function __construct(#[B] readonly array $x, final public int $y) {} }",
            "class A { function __construct(public readonly private(set) string $x, final $y) {} }",
            "class A { use B { c as print; B::d as protected list; } }",
            "class A { use B, C, D { B::x insteadof C, D; } }",
            "function enum() {} enum(); function readonly() {} readonly(); function &fn() {} function clone() {}",
            "$a = match (true) { default, => 1 };",
            "f(list: 4, new: 11, readonly: 17, print: 1, switch: $a, default: 3);",
            "declare(strict_types=1, ticks=1);",
            "$x = b<<<EOT\na\nEOT;",
            "?><?= $c, f($d, 1), 'x' ?> <?= 1, 2;",
            "?> <?xml version=\"1.0\"?> <?php a();",
            "$a = 's:4:\"\0*\0a\"'; b();",
            "exit(status: 42); exit(...$args); $a or exit;",
            "private\\fn\\use(); new Match\\B; \\Fn\\List::c();",
            "(void) foo(); { (VOID) bar(); }",
            "switch ($a) { ; case 1: }",
            r#"$a = "\0$b->class\0$c"; $d = "{$e} $f->list, $g->use"; $h = `$i->new`;"#,
            "$a = <<<EOT\n$b->class\nEOT;",
            "__halt_compiler(); foo bar ( [ \" ä",
        ] {
            let text = format!("<?php {code}");
            let bare = super::super::parse::parse(&text).expect("parsed");
            assert!(!bare.errors.is_empty(), "the grammar has learnt {code}");
            let tree = parse(&text).expect("parsed");
            assert!(tree.errors.is_empty(), "{code}\n{:?}", masked(&text));
        }
    }

    #[test]
    fn keywords_before_qualified_names_are_no_names() {
        for code in ["new \\A\\B; return \\C::d();", "class A extends \\B implements \\C { use \\D; }"] {
            assert_eq!(masked(&format!("<?php {code}")), None, "{code}");
        }
    }

    #[test]
    fn strings_and_comments_are_not_touched() {
        let text = "<?php 'use A\\{B,}'; // use A\\{B,};\n \"const string DEFAULT = 1\"; <<<A\nreadonly ()\nA;";
        assert_eq!(masked(text), None);
    }

    #[test]
    fn what_does_not_help_is_dropped() {
        let text = "<?php class A { public function ( } use B\\{C,};";
        let tree = parse(text).expect("parsed");
        assert!(!tree.errors.is_empty());
    }
}
