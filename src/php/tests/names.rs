//! Names in every place where they can stand.

use super::{at, check, clean};
use crate::php::ast::{Callee, ExprKind, StmtKind};

#[test]
fn namespaces_and_imports() {
    check(&[
        (
            "namespace App; use Lib\\{A, B as C, function f, const D}; new A; new c\\E; f(); g(); D; H; \\I; new \\A;",
            "new Lib\\A(); new Lib\\B\\E(); Lib\\f(); App\\g/g(); Lib\\D; App\\H/H; I; new A()",
        ),
        (
            "use A\\B, C\\D as E; use function F\\g as h; use const F\\I; B::x(); E::y(); h(); I; J::k();",
            "A\\B::x(); C\\D::y(); F\\g(); F\\I; J::k()",
        ),
        ("use function A\\b, C\\d; b(); d();", "A\\b(); C\\d()"),
        ("use A\\{B, C,}; B::x(); C::x();", "A\\B::x(); A\\C::x()"),
        ("use \\A\\B\\{C\\D, E\\F as G}; D::x(); G::x();", "A\\B\\C\\D::x(); A\\B\\E\\F::x()"),
        ("namespace A { use B\\C; C::x(); f(); } namespace { C::x(); f(); }", "{B\\C::x(); A\\f/f()}; {C::x(); f()}"),
        ("namespace A; use B\\C; namespace D; new C;", "new D\\C()"),
        ("namespace A\\B; namespace\\f(); new namespace\\C; D\\g();", "A\\B\\f(); new A\\B\\C(); A\\B\\D\\g()"),
    ]);
}

#[test]
fn declared_names_are_qualified() {
    check(&[
        (
            "namespace A; class B extends B\\C {} interface I {} function f(I $i): self {} const D = 1;",
            "Class A\\B extends A\\B\\C {}; Interface A\\I {}; Public A\\f(\\A\\I $i): self {}; const A\\D = 1",
        ),
        ("namespace A; function f() { function g() {} class H {} }", "Public A\\f() {Public A\\g() {}; Class A\\H {}}"),
    ]);
}

#[test]
fn names_in_all_places() {
    check(&[
        ("namespace N; try {} catch (A|\\B $e) {}", "try {} catch N\\A|B $e {}"),
        ("namespace N; $a instanceof A; A::B; A::$c; A::class;", "($a instanceof N\\A); N\\A::B; N\\A::$c; N\\A::class"),
        ("namespace N; use X\\Y; fn(Y|string $a): ?Y => 1;", "fn((\\X\\Y|string) $a): ?\\X\\Y {return 1}"),
        (
            "namespace N; use X\\Y; class A { use Y { Y::b as c; } #[Y\\Z] public Y $d; }",
            "Class N\\A {use X\\Y [X\\Y::b as c]; #[X\\Y\\Z()] Public \\X\\Y $d}",
        ),
        (
            "namespace N; true; NULL; PHP_EOL; isset($a); exit(1); eval('');",
            "true; null; N\\PHP_EOL/PHP_EOL; isset($a); exit(1); eval(\"\")",
        ),
        ("namespace N; self::a(); new static; Parent::b();", "self::a(); new static(); parent::b()"),
    ]);
}

#[test]
fn spans_cover_the_written_name() {
    let (text, file) = clean("namespace A; \\B\\c();");
    let StmtKind::Expr(call) = &file.statements[0].kind else { panic!("an expression") };
    let ExprKind::Call(call) = &call.kind else { panic!("a call") };
    let Callee::Function(name) = &call.callee else { panic!("a function") };
    assert_eq!((at(&text, name.span), &*name.resolved, name.base()), ("\\B\\c", "B\\c", "c"));
}
