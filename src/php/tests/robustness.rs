//! Errors, depth, size, and texts that are no PHP at all.

use super::{parse, print};
use crate::php::ast::File;
use crate::php::{MAX_BYTES, MAX_ERRORS};
use crate::source::FileId;

/// Parses, prints and drops in a thread with the stack of a worker; returns the printed form.
fn survive(text: String) -> (String, File) {
    let work = move || {
        let file = parse(FileId(0), &text);
        assert!(file.errors.len() <= MAX_ERRORS);
        for error in &file.errors {
            assert!(error.span.start <= error.span.end && error.span.end as usize <= text.len());
        }
        file
    };
    let spawn = |stack: usize| std::thread::Builder::new().stack_size(stack);
    let file = spawn(2 << 20).spawn(work).expect("a thread").join().expect("no panic");
    // Printing takes far larger frames than parsing and dropping.
    let print = move || (print::statements(&file.statements), file);
    let (printed, file) = spawn(64 << 20).spawn(print).expect("a thread").join().expect("no panic");
    (printed, file)
}

#[test]
fn the_rest_of_the_file_counts() {
    for (code, expected) in [
        ("a(); $b = ; c();", &["a()", "c()"][..]),
        ("class A { function f( { b(); } function g() { c('x'); } }", &["c(\"x\")"]),
        ("a('x' b('y'); c('z');", &["\"x\"", "\"y\"", "c(\"z\")"]),
        ("class A { public function f() { a(); } public functoin g() { b(); } public function h() { c(); } }", &["a()", "c()"]),
        ("namespace N; class A extends B { use T; public function f() { return g('x');", &["N\\A", "g/g(\"x\")"]),
        ("if ($a) { b(); } else } c(); } d();", &["b()", "d()"]),
        ("Schema::create('a', function (Blueprint $t) { $t->id() $t->string('b'); });", &["\"b\""]),
    ] {
        let file = parse(FileId(0), &format!("<?php {code}"));
        assert!(!file.errors.is_empty(), "{code}");
        let printed = print::statements(&file.statements);
        for part in expected {
            assert!(printed.contains(part), "{code}\n{part} is not in {printed}");
        }
    }
}

#[test]
fn errors_say_what_and_where() {
    let text = "<?php a(); class B { functoin }";
    let file = parse(FileId(0), text);
    let error = file.errors.first().expect("an error");
    assert!(error.message.starts_with("unexpected \"") || error.message.starts_with("expected "), "{}", error.message);
    let file = parse(FileId(0), "<?php foo($a");
    assert!(!file.errors.is_empty());
}

#[test]
fn large_files_are_refused() {
    let file = parse(FileId(0), &" ".repeat(MAX_BYTES + 1));
    assert_eq!(file.errors.len(), 1);
    assert!(file.errors[0].message.contains("not parsed"), "{}", file.errors[0].message);
}

#[test]
fn depth_is_bounded() {
    let times = |text: &str, count: usize| text.repeat(count);
    let n = 20_000;
    for (open, middle, close) in [
        ("[", "1", "]"),
        ("f(", "1", ")"),
        ("$a->b(", "1", ")"),
        ("{", "a();", "}"),
        ("if (1) ", "a();", ""),
        ("f(function () { return ", "1", "; })"),
        ("fn() => ", "1", ""),
        ("!", "$a", ""),
        ("$a = ", "1", ""),
        ("class A { function b() { ", "", "} }"),
        ("new class { public $a = [1]; function b() { ", "", "; } }"),
        ("match (1) { 1 => ", "1", "}"),
        ("[$a, ", "$b", "]"),
        ("\"{$a[", "1", "]}\""),
        ("1 ?? ", "1", ""),
        ("$", "a", ""),
        ("#[A(", "", ")]"),
    ] {
        let (_, file) = survive(format!("<?php {}{middle}{};", times(open, n), times(close, n)));
        assert!(!file.errors.is_empty(), "{open}");
    }
    for (text, count) in [("(", 100_000), ("[", n), ("{", n), ("namespace A {", n), ("'\"", n), ("<<<A\n", n), ("?><?=", n)] {
        survive(format!("<?php {}", times(text, count)));
    }
}

#[test]
fn long_chains_are_kept() {
    let (printed, file) = survive(format!("<?php $a{};", "->b('x')".repeat(50_000)));
    assert_eq!(printed.matches("\"x\"").count(), 50_000);
    assert_eq!(file.errors.len(), 1);
    let (printed, file) = survive(format!("<?php $a = 'y'{};", " . 'x'".repeat(50_000)));
    assert_eq!(printed.matches("\"x\"").count(), 50_000);
    assert!(file.errors.is_empty());
    let (printed, _) = survive(format!("<?php $a = 1{};", " + 2 - 3".repeat(20_000)));
    assert_eq!(printed.matches('2').count(), 20_000);
    let (_, file) = survive(format!("<?php $a = {}1{};", "(".repeat(100_000), ")".repeat(100_000)));
    assert!(file.errors.is_empty());
    let (printed, file) = survive(format!("<?php if (1) {{}} {}", "else if (2) {} ".repeat(10_000)));
    assert_eq!((printed.matches('2').count(), file.errors.len()), (10_000, 0));
}

const CORPUS: [&str; 10] = [
    "<?php namespace A\\B; use C\\{D, function e, const F}; class G extends D { use H; const I = 'i', J = 2; }",
    "<?php return new class extends Migration { public function up(): void { Schema::create('users', function (Blueprint $table) { $table->id(); $table->foreignId('team_id')->nullable()->constrained()->onDelete('cascade'); }); } };",
    "<?php $a = \"x {$b->c['d']} ${e} $f[g] \\u{e4} $h->i\" . <<<EOT\n  a $b\n   {$c}\n  EOT . <<<'N'\nx\nN;",
    "<?php enum S: string { case A = 'a'; #[B] const C = self::A; public static function d(?int $e = null, A&B ...$f): static|null {} }",
    "<html><?php if ($a): ?> <?= $b, $c ?> <?php elseif (d()): ?> x <?php else: ?> y <?php endif; ?></html>",
    "<?php [$a, , 'k' => [$b]] = list(, $c) = f(...$x, y: 1)?->z()::Q; $o::class; A::{$x}(); $f['x']('y')(...);",
    "<?php class A { public private(set) string $x { get => 1; set(int $v) { } } function __construct(readonly int $y, #[B] private $z = new C) {} }",
    "<?php try { throw new A; } catch (B|C $e) { goto x; } finally { x: exit(1); } switch ($a) { case 1; default: break 2; }",
    "<?php /** doc */ #[A(1)] abstract class B { use C, D { C::e insteadof D; D::e as protected f; } } // ä ö ü €",
    "<?php $x = match(true) { 1, 2 => static fn&(int $a): int => $a ** -2 <=> 0x1F, default => yield from g() } ?? `ls $a`; __halt_compiler(); ä",
];

/// A small generator of numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[test]
fn truncated_texts() {
    for text in CORPUS {
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let _ = parse(FileId(0), &text[..end]);
            let _ = parse(FileId(0), &format!("<?php {}", &text[end..]));
        }
    }
}

#[test]
fn mutated_texts() {
    let mut random = Random(42);
    let noise = [
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "$",
        "->",
        "::",
        "<?php",
        "?>",
        "<<<A\n",
        "\\",
        ";",
        ",",
        "ä",
        "\0",
        "//",
        "/*",
        "class",
        "function ",
        "use ",
        "=>",
    ];
    for round in 0..1_500 {
        let mut text = CORPUS[round % CORPUS.len()].to_owned();
        for _ in 0..=random.below(4) {
            let one = boundary(&text, random.below(text.len() + 1));
            match random.below(4) {
                0 => text.insert_str(one, noise[random.below(noise.len())]),
                1 => {
                    let two = boundary(&text, (one + random.below(12)).min(text.len()));
                    text.replace_range(one..two.max(one), noise[random.below(noise.len())]);
                }
                2 => {
                    let two = boundary(&text, (one + random.below(40)).min(text.len()));
                    text.replace_range(one..two.max(one), "");
                }
                _ => {
                    let other = CORPUS[random.below(CORPUS.len())];
                    let cut = boundary(other, random.below(other.len()));
                    text.insert_str(one, &other[cut..]);
                }
            }
        }
        let file = parse(FileId(0), &text);
        print::statements(&file.statements);
        for comment in &file.comments {
            assert!(text.get(comment.span.range()).is_some());
        }
    }
}
