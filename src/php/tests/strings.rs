//! Strings with all their ways of being written.

use super::{at, check, clean, print, short};
use crate::php::ast::{ExprKind, Piece, StmtKind};

#[test]
fn quoted() {
    check(&[
        (r"'a\'b\\c\d';", r#""a'b\\c\\d""#),
        (r#""a\n\t\"\$b\x41\101\u{e4}\q";"#, r#""a\n\t\"$bAAä\\q""#),
        (r#"'' . "";"#, r#"("" Concat "")"#),
        (r#"b'a' . b"c" . B'b' . B"B";"#, r#"((("a" Concat "c") Concat "b") Concat "B")"#),
        ("'two\nlines';", r#""two\nlines""#),
        (r#""$ 1 $1 {a} \{$";"#, r#""$ 1 $1 {a} \\{$""#),
    ]);
}

#[test]
fn interpolation() {
    check(&[
        (r#""a $b c";"#, r#"<"a " $b " c">"#),
        (r#""$a$b";"#, "<$a $b>"),
        (r#""$a";"#, "<$a>"),
        (r#""\n$a\t$b\\";"#, r#"<"\n" $a "\t" $b "\\">"#),
        (r#""$a[0] $a[-1] $a[key] $a[$k] $a[01]";"#, r#"<$a[0] " " $a[-1] " " $a["key"] " " $a[$k] " " $a["01"]>"#),
        (r#""$a->b->c $a?->b?->c";"#, r#"<$a->b "->c " $a?->b "?->c">"#),
        (r#""{$a->b['c']} {$d->e()} {$f::$g} {$h::I}";"#, r#"<$a->b["c"] " " $d->e() " " ($f)::$g " " ($h)::I>"#),
        (r#""${a} ${b['c']} ${d . 'e'}";"#, r#"<$a " " $b["c"] " " ${(d Concat "e")}>"#),
        (r#""{$a["x{$b}"]}";"#, r#"<$a[<"x" $b>]>"#),
        (r#""\{$a} {$b}}";"#, r#"<"\\{" $a "} " $b "}">"#),
        (r#""table_{$a}_" . 'x';"#, r#"(<"table_" $a "_"> Concat "x")"#),
    ]);
}

#[test]
fn heredocs() {
    check(&[
        ("<<<A\na\n  b\nA;", r#""a\n  b""#),
        ("<<<\"A\"\n  a\n    b\n\n  A . 'c';", r#"("a\n  b\n" Concat "c")"#),
        ("<<<'A'\n  a\\n $b\n  A;", r#""a\\n $b""#),
        ("<<<A\nA;", r#""""#),
        ("<<<A\n\nA;", r#""""#),
        ("<<<'A'\n\n\nA;", r#""\n""#),
        ("<<<A\n  \n\n   \n  A;", r#""\n\n ""#),
        ("<<<A\n  \"a\" \\x41 \\\" \\$b\n  A;", r#""\"a\" A \\\" $b""#),
        ("<<<A\n  a $b\n    c\n  {$d} e\n  $f\n  A;", r#"<"a " $b "\n  c\n" $d " e\n" $f>"#),
        ("<<<A\n  $b\n    $c\n  A;", r#"<$b "\n  " $c>"#),
        ("f(<<<A\n  a\n  A, 'b');", r#"f("a", "b")"#),
        ("<<<A\r\n  a\r\n  b\r\n  A;", r#""a\r\nb""#),
        ("<<<A\n  {$a->b(<<<B\n    x\n    B)} c\n  A;", r#"<$a->b("x") " c">"#),
        ("<<<A\n a AB\n AB\n A;", r#""a AB\nAB""#),
    ]);
}

#[test]
fn spans_of_pieces() {
    let (text, file) = clean(r#"$x = "tab\tle_{$a}_\x41 $b[c]";"#);
    let StmtKind::Expr(assign) = &file.statements[0].kind else { panic!("an expression") };
    let ExprKind::Assign { value, .. } = &assign.kind else { panic!("an assignment") };
    assert_eq!(at(&text, value.span), r#""tab\tle_{$a}_\x41 $b[c]""#);
    let ExprKind::Interpolated(pieces) = &value.kind else { panic!("a string with interpolation") };
    let spans = pieces.iter().map(|piece| match piece {
        Piece::Text(_, span) => at(&text, *span),
        Piece::Expr(expr) => at(&text, expr.span),
    });
    assert_eq!(spans.collect::<Vec<_>>(), [r"tab\tle_", "$a", r"_\x41 ", "$b[c]"]);
}

#[test]
fn spans_of_literals() {
    let (text, file) = clean("f('users', <<<A\n  x\n  A, [\"a\"]);");
    let mut spans = Vec::new();
    let StmtKind::Expr(call) = &file.statements[0].kind else { panic!("an expression") };
    let ExprKind::Call(call) = &call.kind else { panic!("a call") };
    for arg in &call.args {
        spans.push(at(&text, arg.value.span));
    }
    assert_eq!(spans, ["'users'", "<<<A\n  x\n  A", "[\"a\"]"]);
    assert_eq!(print::statements(&file.statements), short("f('users', 'x', ['a']);"));
}

#[test]
fn bytes_that_are_no_text() {
    check(&[(r#""a\xffb";"#, "\"a\u{fffd}b\""), ("'s:1:\"\0*\0a\"';", r#""s:1:\"\0*\0a\"""#)]);
}
