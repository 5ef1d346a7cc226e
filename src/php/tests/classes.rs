//! Classes, interfaces, traits, enums and their members.

use super::{at, check, clean, print};
use crate::php::ast::StmtKind;

#[test]
fn kinds() {
    check(&[
        ("final class A extends B implements C, \\D {}", "Class A extends B implements C, D {}"),
        ("abstract class A { abstract protected function b(): void; }", "abstract Class A {abstract Protected b(): void -}"),
        ("readonly class A {} final readonly class B {} readonly final class C {}", "Class A {}; Class B {}; Class C {}"),
        (
            "interface A extends B, C { const D = 1; public function e(); }",
            "Interface A extends B, C {const D = 1; Public e() -}",
        ),
        ("trait A { public static $b; abstract function c(); }", "Trait A {static Public $b; abstract Public c() -}"),
        (
            "enum A: string implements B { const X = self::C; #[D] case C = 'c'; case Default; use T; public static function f() {} }",
            "Enum A implements B {use T; const X = self::C; case C = \"c\"; case Default; static Public f() {}}",
        ),
        ("#[A, B(1, c: 2)] #[\\C] class D {}", "#[A()] #[B(1, c: 2)] #[C()] Class D {}"),
    ]);
}

#[test]
fn constants_and_properties() {
    check(&[
        (
            "class A { const A = 1, B = 2; final protected const string C = 'c'; }",
            "Class A {const A = 1; const B = 2; const C = \"c\"}",
        ),
        (
            "class A { const string DEFAULT = 'x'; private const ?B NEW = null, FOR = 1; public $a; }",
            "Class A {const DEFAULT = \"x\"; const NEW = null; const FOR = 1; Public $a}",
        ),
        (
            "class A { public $a = 1, $b; protected static ?int $c; private readonly A|B $d; var $e; }",
            "Class A {Public $a = 1; Public $b; static Protected ?int $c; Private (\\A|\\B) $d; Public $e}",
        ),
        (
            "class A { public private(set) string $a; protected(set) int $b; #[C(1)] readonly array $d; }",
            "Class A {Public string $a; Public int $b; #[C(1)] Public array $d}",
        ),
        (
            "class A { public string $a { get => f($this->a); set(string $v) { $this->a = $v; } } abstract public int $b { get; } }",
            "Class A {Public string $a {Public get() {return f($this->a)} Public set(string $v) {($this->a = $v)}}; Public int $b {Public get() -}}",
        ),
    ]);
}

#[test]
fn methods() {
    check(&[
        (
            "class A { public function __construct(private readonly int $x = 1, protected ?B $y = new B(), #[C] public $z = [], $w = null) {} }",
            "Class A {Public __construct(Private int $x = 1, Protected ?\\B $y = new B(), #[C()] Public $z = [], $w = null) {}}",
        ),
        (
            "class A { function __construct(readonly string $x, readonly private int $y, public string $z { get => 1; }) {} }",
            "Class A {Public __construct(Public string $x, Private int $y, Public string $z {Public get() {return 1}}) {}}",
        ),
        ("class A { function __construct(readonly $a, final $b) {} }", "Class A {Public __construct(Public $a, Public $b) {}}"),
        (
            "class A { #[\\Override] final protected static function &list(self $a, static|null $b): ?static { return 1; } }",
            "Class A {#[Override()] static Protected list(self $a, (static|null) $b): ?static {return 1}}",
        ),
        (
            "class A { function f(A&B $x, (A&B)|null $y): never {} }",
            "Class A {Public f((\\A&\\B) $x, ((\\A&\\B)|null) $y): never {}}",
        ),
        (
            "class A { function f(INT $a, String|Null $b, \\int $c): Void {} }",
            "Class A {Public f(int $a, (string|null) $b, \\int $c): void {}}",
        ),
    ]);
}

#[test]
fn traits() {
    check(&[
        (
            "class A { use B, \\C { B::x insteadof C; C::x as protected y; z as private; w as v; } use D; }",
            "Class A {use B, C [B::x insteadof C] [C::x as y] [z as -] [w as v]; use D}",
        ),
        ("class A { use B { c as print; } }", "Class A {use B [c as print]}"),
    ]);
}

#[test]
fn anonymous_classes() {
    check(&[
        ("new class {};", "new () Class  {}"),
        (
            "return new class(1, $a) extends Migration implements B { use C; public function up(): void { f(); } };",
            "return new (1, $a) Class  extends Migration implements B {use C; Public up(): void {f()}}",
        ),
        ("$a = new readonly class { const D = 1; };", "($a = new () Class  {const D = 1})"),
        ("new #[A] class {};", "new () #[A()] Class  {}"),
    ]);
}

#[test]
fn spans() {
    let (text, file) = clean("#[A] final class User { public $table = 'users', $b; const C = 1; function up($x) {} }");
    let StmtKind::Class(class) = &file.statements[0].kind else { panic!("a class") };
    assert_eq!(at(&text, class.name_span), "User");
    assert!(at(&text, class.span).starts_with("#[A] final class") && at(&text, class.span).ends_with('}'));
    let spans = [
        class.properties[0].span,
        class.properties[0].name_span,
        class.properties[1].span,
        class.constants[0].name_span,
        class.methods[0].name_span,
        class.methods[0].span,
        class.methods[0].params[0].span,
    ];
    let spans = spans.map(|span| at(&text, span));
    assert_eq!(spans, ["$table = 'users'", "table", "$b", "C", "up", "function up($x) {}", "$x"]);
    let (text, file) = clean("new class extends B {};");
    let StmtKind::Expr(new) = &file.statements[0].kind else { panic!("an expression") };
    let crate::php::ast::ExprKind::New { class: crate::php::ast::NewClass::Anonymous(class), .. } = &new.kind else {
        panic!("an anonymous class: {}", print::expr(new))
    };
    assert_eq!((at(&text, class.name_span), &*class.name), ("class", ""));
}
