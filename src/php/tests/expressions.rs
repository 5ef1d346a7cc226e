//! Expressions.

use super::{at, check, clean, print, short};
use crate::php::ast::{ExprKind, StmtKind};

#[test]
fn literals_and_names() {
    check(&[
        ("1; 0x1F; 0b11; 017; 1_0; 1.5; .5; 99999999999999999999;", "1; 31; 3; 15; 10; 1.5; 0.5; 1e20"),
        ("true; FALSE; Null; \\TRUE; \\null;", "true; false; null; true; null"),
        ("__DIR__; __file__; __LINE__; __CLASS__;", "Dir; File; Line; Class"),
        ("__NAMESPACE__; __METHOD__; __FUNCTION__; __TRAIT__;", "Namespace; Method; Function; Trait"),
        ("FOO; \\Foo\\BAR; __OTHER__;", "FOO; Foo\\BAR; __OTHER__"),
        ("$a; $$a; ${'a' . $b}; $$$a;", "$a; ${$a}; ${(\"a\" Concat $b)}; ${${$a}}"),
        ("((($a)));", "$a"),
        ("@$a['b'];", "$a[\"b\"]"),
    ]);
}

#[test]
fn arrays_and_targets() {
    check(&[
        ("[1, 'a' => 2, ...$b, &$c, 'd' => &$e,];", "[1, \"a\" => 2, ...$b, &$c, \"d\" => &$e]"),
        ("array(); array(1, 2 => array(3),);", "[]; [1, 2 => [3]]"),
        ("[$a, , $b] = $c;", "([$a, _, $b] = $c)"),
        ("[, $a, ] = $c;", "([_, $a] = $c)"),
        ("list(, $a, list($b), 'k' => $d) = $c;", "([_, $a, [$b], \"k\" => $d] = $c)"),
        ("['a' => $b, 'c' => ['d' => &$e]] = $f;", "([\"a\" => $b, \"c\" => [\"d\" => &$e]] = $f)"),
        ("[$a->b, C::$d, $e['f']] = $g;", "([$a->b, C::$d, $e[\"f\"]] = $g)"),
    ]);
}

#[test]
fn operators() {
    check(&[
        ("1 + 2 - 3 * 4 / 5 % 6 ** 7;", "((1 Add 2) Sub (((3 Mul 4) Div 5) Mod (6 Pow 7)))"),
        ("$a . $b . 1;", "(($a Concat $b) Concat 1)"),
        ("$a & $b | $c ^ $d << 1 >> 2;", "(($a BitAnd $b) BitOr ($c BitXor (($d ShiftLeft 1) ShiftRight 2)))"),
        ("$a && $b || $c; $a AND $b; $a or $b; $a xor $b;", "(($a And $b) Or $c); ($a And $b); ($a Or $b); ($a Xor $b)"),
        ("$a ?? $b ?? $c;", "($a Coalesce ($b Coalesce $c))"),
        (
            "$a == 1; $a != 1; $a <> 1; $a === 1; $a !== 1;",
            "($a Equal 1); ($a NotEqual 1); ($a NotEqual 1); ($a Identical 1); ($a NotIdentical 1)",
        ),
        (
            "$a < 1; $a <= 1; $a > 1; $a >= 1; $a <=> 1;",
            "($a Less 1); ($a LessEqual 1); ($a Greater 1); ($a GreaterEqual 1); ($a Spaceship 1)",
        ),
        ("$a |> strlen(...) |> $b->c(...);", "(($a Pipe strlen(...)) Pipe $b->c(...))"),
        ("!$a; -$a; +1; ~$b; !$a instanceof B;", "(Not $a); (Minus $a); (Plus 1); (BitNot $b); (Not ($a instanceof B))"),
        ("$a++; ++$a; $a->b--; --$a['c'];", "$a++; ++$a; $a->b--; --$a[\"c\"]"),
        ("$a ? 1 : 2; $a ?: 2; $a ? ($b ? 1 : 2) : 3;", "($a ? 1 : 2); ($a ? : 2); ($a ? ($b ? 1 : 2) : 3)"),
        ("$a = $b = 1; $a = &$b; $a[] = 1;", "($a = ($b = 1)); ($a =& $b); ($a[] = 1)"),
        (
            "$a .= 1; $a ??= 1; $a **= 2; $a <<= 1; $a |= 1;",
            "($a Concat= 1); ($a Coalesce= 1); ($a Pow= 2); ($a ShiftLeft= 1); ($a BitOr= 1)",
        ),
        ("$a += 1; $a -= 1; $a *= 1; $a /= 1; $a %= 1;", "($a Add= 1); ($a Sub= 1); ($a Mul= 1); ($a Div= 1); ($a Mod= 1)"),
        ("$a &= 1; $a ^= 1; $a >>= 1;", "($a BitAnd= 1); ($a BitXor= 1); ($a ShiftRight= 1)"),
        (
            "$a instanceof \\B\\C; $a instanceof static; $a instanceof $b;",
            "($a instanceof B\\C); ($a instanceof static); ($a instanceof ($b))",
        ),
        ("(int) $a . 'b'; (Integer)$a; (float)$a; (double)$a;", "((Int) $a Concat \"b\"); (Int) $a; (Float) $a; (Float) $a"),
        ("(string)$a; (binary)$a; (bool)$a; (boolean)$a;", "(String) $a; (String) $a; (Bool) $a; (Bool) $a"),
        ("(array)$a; (object)[]; (unset)$a;", "(Array) $a; (Object) []; (Unset) $a"),
    ]);
}

#[test]
fn calls() {
    check(&[
        ("f(); \\a\\f(1, ...$b, c: 2); namespace\\g();", "f(); a\\f(1, ...$b, c: 2); g()"),
        ("f(...); $a->b(...); A::b(...); $f(...);", "f(...); $a->b(...); A::b(...); ($f)(...)"),
        ("f(list: 1, default: 2);", "f(list: 1, default: 2)"),
        ("$a->b()->c?->d()['e'];", "$a->b()->c?->d()[\"e\"]"),
        ("$a?->b?->{'c'}->$d();", "$a?->b?->{\"c\"}->{$d}()"),
        ("A::b(); self::b(); STATIC::b(); parent::b(); $a::b();", "A::b(); self::b(); static::b(); parent::b(); ($a)::b()"),
        ("$a->{B}(); $a->{C}; A::{B}(); A::{B};", "$a->{B}(); $a->{C}; A::{B}(); A::{B}"),
        ("A::{$x}(); A::$x(); A::{'x' . $y}();", "A::{$x}(); A::{$x}(); A::{(\"x\" Concat $y)}()"),
        ("A::B; A::class; $a::class; $a::B; A::{$b};", "A::B; A::class; ($a)::class; ($a)::B; A::{$b}"),
        ("A::$b; A::$map['k']; $a::$b; A::$$b; static::$c;", "A::$b; A::$map[\"k\"]; ($a)::$b; A::${$b}; static::$c"),
        (
            "$f['x']('y'); f()(); (fn() => 1)(); 'f'(); [$a, 'b']();",
            "($f[\"x\"])(\"y\"); (f())(); (fn() {return 1})(); (\"f\")(); ([$a, \"b\"])()",
        ),
        ("(clone $a)->b; (new A)->b(); new A()->b()->c;", "clone $a->b; new A()->b(); new A()->b()->c"),
        ("new A; new A(1); new static; new self(2); new parent;", "new A(); new A(1); new static(); new self(2); new parent()"),
        (
            "new $a; new ($a . 'b')(1); new $a->b; new ($x)(1);",
            "new ($a)(); new (($a Concat \"b\"))(1); new ($a->b)(); new ($x)(1)",
        ),
        ("A::b()::c()::D;", "((A::b())::c())::D"),
        ("'abc'[0]; [1, 2][1]; A[0]; A::B[0];", "\"abc\"[0]; [1, 2][1]; A[0]; A::B[0]"),
    ]);
}

#[test]
fn language_constructs() {
    check(&[
        ("isset($a, $b['c']); empty($a->b); ISSET($a);", "isset($a, $b[\"c\"]); empty($a->b); isset($a)"),
        ("exit; exit(1); die('x'); $a or die; $a || exit();", "exit(); exit(1); exit(\"x\"); ($a Or exit()); ($a Or exit())"),
        ("include 'a'; $b = require_once(__DIR__ . '/c');", "include \"a\"; ($b = include (Dir Concat \"/c\"))"),
        ("$a ?? throw new B; clone $a; clone($a);", "($a Coalesce throw new B()); clone $a; clone $a"),
        ("clone($a, ['b' => 1]);", "other($a, [\"b\" => 1])"),
        (
            "yield; yield 1; yield 'a' => 2; yield from f(); $a = yield $b;",
            "yield; yield 1; yield \"a\" => 2; yield from f(); ($a = yield $b)",
        ),
        ("$a and print 'x';", "($a And other(\"x\"))"),
        ("`ls $a {$b->c}`; `ls`;", "other($a, $b->c); other()"),
        ("eval('x');", "eval(\"x\")"),
        (
            "$a = match (true) { 1, f() => 'a', $b => throw $c, default => 2, };",
            "($a = match true {1, f() => \"a\", $b => throw $c, default => 2})",
        ),
        ("match ($a) {};", "match $a {}"),
    ]);
}

#[test]
fn closures() {
    check(&[
        (
            "function (int $a, &...$b) use ($c, &$d,): ?int { return 1; };",
            "function(int $a, &...$b) use ($c, &$d): ?int {return 1}",
        ),
        ("static fn&(A $a = null): array => [$a];", "static fn(\\A $a = null): array {return [$a]}"),
        ("fn() => fn($x) => $x + 1;", "fn() {return fn($x) {return ($x Add 1)}}"),
        ("#[A(1)] static function () {};", "#[A(1)] static function() {}"),
    ]);
}

#[test]
fn spans() {
    let (text, file) = clean("$a->tableName('x' . \"y\")::CONST;");
    let StmtKind::Expr(constant) = &file.statements[0].kind else { panic!("an expression") };
    assert_eq!(at(&text, constant.span), "$a->tableName('x' . \"y\")::CONST");
    let ExprKind::ClassConstant { class: crate::php::ast::ClassRef::Dynamic(call), name } = &constant.kind else {
        panic!("a constant: {}", print::expr(constant))
    };
    assert_eq!((at(&text, name.span()), at(&text, call.span)), ("CONST", "$a->tableName('x' . \"y\")"));
    let ExprKind::Call(call) = &call.kind else { panic!("a call") };
    assert_eq!(at(&text, call.args[0].value.span), "'x' . \"y\"");
    let (text, file) = clean("A::$prop;");
    let StmtKind::Expr(property) = &file.statements[0].kind else { panic!("an expression") };
    let ExprKind::StaticProperty { name, .. } = &property.kind else { panic!("a property") };
    assert_eq!(at(&text, name.span()), "prop");
}

#[test]
fn long_chains_keep_everything() {
    let concat = short(&format!("$a = 'x'{};", " . 'y'".repeat(5_000)));
    assert_eq!(concat.matches("\"y\"").count(), 5_000);
    let (_, file) = clean(&format!("$a{};", "->b('x')".repeat(200)));
    assert_eq!(print::statements(&file.statements).matches("->b(\"x\")").count(), 200);
    // Order is kept where operands are joined in halves.
    let operands: Vec<String> = (0..=100).map(|n| n.to_string()).collect();
    let printed = short(&format!("{};", operands.join(" . ")));
    let numbers: Vec<u32> = printed.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    assert_eq!(numbers, (0..=100).collect::<Vec<_>>());
}
