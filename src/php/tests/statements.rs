//! Statements, in both syntaxes, and HTML between them.

use super::{at, check, clean, print};
use crate::php::ast::StmtKind;
use crate::php::parse;
use crate::source::FileId;

#[test]
fn branches() {
    check(&[
        ("if ($a) b(); elseif ($c) { d(); } else e();", "if $a {b()} if $c {d()} else {e()}"),
        ("if ($a) {} else if ($b) { c(); } else if ($d) {} else { e(); }", "if $a {} if $b {c()} if $d {} else {e()}"),
        ("if ($a): b(); c(); elseif ($d): e(); else: f(); endif;", "if $a {b(); c()} if $d {e()} else {f()}"),
        ("if ($a): else: if ($b): c(); endif; endif;", "if $a {} else {if $b {c()}}"),
        ("switch ($a) { case 1: case 2; b(); break; default: c(); }", "switch $a {1 {} 2 {b(); break 1} default {c()}}"),
        ("switch ($a): case 'b': c(); endswitch;", "switch $a {\"b\" {c()}}"),
        ("goto end; end: a();", "a()"),
    ]);
}

#[test]
fn loops() {
    check(&[
        ("while ($a) { b(); continue; }", "while $a {b(); continue 1}"),
        ("while ($a): b(); endwhile;", "while $a {b()}"),
        ("do { a(); } while ($b); do a(); while ($b);", "do {a()} while $b; do {a()} while $b"),
        ("for ($i = 0, $j = 1; $i < 2; $i++, $j--) { break 2; }", "for (($i = 0), ($j = 1); ($i Less 2); $i++, $j--) {break 2}"),
        ("for (;;); for (;;): a(); b(); endfor;", "for (; ; ) {}; for (; ; ) {a(); b()}"),
        ("foreach ($a as $b) c(); foreach (f() as $k => &$v) {}", "foreach $a as $b {c()}; foreach f() as $k => &$v {}"),
        ("foreach ($a as [$b, 'c' => $d]): e(); endforeach;", "foreach $a as [$b, \"c\" => $d] {e()}"),
        ("foreach ($a as $k => list(, $b)) {}", "foreach $a as $k => [_, $b] {}"),
        ("foreach ([1, 2] as $this->a) {}", "foreach [1, 2] as $this->a {}"),
    ]);
}

#[test]
fn simple_statements() {
    check(&[
        ("echo 1, 'a', $b; print 1; print('a');", "echo 1, \"a\", $b; echo 1; echo \"a\""),
        ("return; return 1; return fn() => 1;", "return; return 1; return fn() {return 1}"),
        ("unset($a, $b['c'],); global $a, $b;", "unset($a, $b[\"c\"]); global a, b"),
        ("static $a, $b = 1, $c = f();", "static $a, $b = 1, $c = f()"),
        ("throw new A('b');", "throw new A(\"b\")"),
        ("{ a(); { b(); } } ;;", "{a(); {b()}}"),
        ("const A = 1, B = [2];", "const A = 1, B = [2]"),
        ("declare(strict_types=1); declare(ticks=1) { a(); } declare(ticks=1): b(); enddeclare;", "{a()}; {b()}"),
        (
            "try { a(); } catch (A | \\B $e) { b(); } catch (C) {} finally { d(); }",
            "try {a()} catch A|B $e {b()} catch C {} finally {d()}",
        ),
        ("__halt_compiler(); 'data", "__halt_compiler()"),
    ]);
}

#[test]
fn declarations_stay_where_they_are() {
    check(&[
        (
            "if (!function_exists('f')) { function f(int $a = 1): void {} class A {} }",
            "if (Not function_exists(\"f\")) {Public f(int $a = 1): void {}; Class A {}}",
        ),
        (
            "function &f(?A $a, B|null ...$b) { static function () {}; }",
            "Public f(?\\A $a, (\\B|null) ...$b) {static function() {}}",
        ),
    ]);
}

#[test]
fn html() {
    let printed = |text: &str| {
        let file = parse(FileId(0), text);
        assert!(file.errors.is_empty(), "{text}: {:?}", file.errors);
        print::statements(&file.statements)
    };
    assert_eq!(printed("just text"), "");
    assert_eq!(printed(""), "");
    assert_eq!(printed("\u{feff}<?php a();"), "a()");
    assert_eq!(printed("<b><?= $a ?></b><?= b(); ?>\n<?php c() ?>"), "echo $a; echo b(); c()");
    assert_eq!(printed("<?= $a, f(1, 2) ?>"), "echo $a; echo f(1, 2)");
    assert_eq!(printed("<?php if ($a): ?>x<?= $b ?><?php else: ?>y<?php endif ?>"), "if $a {echo $b} else {}");
    assert_eq!(printed("<?php foreach ($a as $b) { ?><?= $b ?><?php } c();"), "foreach $a as $b {echo $b}; c()");
    assert_eq!(printed("<?xml version=\"1.0\"?>\n<?php a();"), "a()");
}

#[test]
fn comments() {
    let (text, file) = clean("// one\n# two\r\n/* three */ a(/** four */ $b); // five ?> <?php /**/\n#[A] class B {} // six?\n");
    let comments: Vec<_> = file.comments.iter().map(|comment| at(&text, comment.span)).collect();
    assert_eq!(comments, ["// one", "# two", "/* three */", "/** four */", "// five ", "/**/", "// six?"]);
}

#[test]
fn doc_comments() {
    let code = "/** f */ function f() {} /** no */ $a = 1; /*** no */ function z() {} // x\nfunction g() {}\n/** h */\n// between\n#[A]\nfunction h() {}
        #[A]\n/** i */\nfunction i(/** no */ $a) {} /** j */ abstract class J { /** p */ public static ?int $p; public $q;
        /** m */\n#[A] final public function m() {} /* n */ function n() {} }";
    let (text, file) = clean(code);
    let mut docs = Vec::new();
    for stmt in &file.statements {
        match &stmt.kind {
            StmtKind::Function(it) => docs.push((it.name.to_string(), it.doc)),
            StmtKind::Class(it) => {
                docs.push((it.name.to_string(), it.doc));
                docs.extend(it.properties.iter().map(|it| (it.name.to_string(), it.doc)));
                docs.extend(it.methods.iter().map(|it| (it.name.to_string(), it.doc)));
            }
            _ => {}
        }
    }
    let docs: Vec<_> = docs.iter().map(|(name, doc)| format!("{name} {}", doc.map_or("-", |doc| at(&text, doc)))).collect();
    assert_eq!(
        docs,
        ["f /** f */", "z -", "g -", "h /** h */", "i /** i */", "J /** j */", "p /** p */", "q -", "m /** m */", "n -"]
    );
}
