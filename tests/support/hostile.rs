//! Code that is made to keep an evaluation busy, to fill its memory or to end its stack.
//!
//! Each is a piece of PHP for the body of a function. All names that it uses may be missing.

/// Loops, recursion, growth.
pub(crate) const BODIES: &[(&str, &str)] = &[
    ("endless while", "while (true) { $x[] = $x; Schema::create('t', fn ($t) => $t->id()); }"),
    ("endless for", "for (;;) { $x .= 'x'; }"),
    ("endless do", "do { $x = $x + 1; } while ($x);"),
    ("counting to the end", "for ($i = 0; $i < PHP_INT_MAX; $i++) { for ($j = 0; $j < 9999999; $j++) { $n = $i * $j; } }"),
    (
        "loops in loops",
        "foreach (range(1, 9999) as $a) foreach (range(1, 9999) as $b) foreach (range(1, 9999) as $c) $x = \"$a$b$c\";",
    ),
    ("an array in itself", "$x = []; for ($i = 0; $i < 4000; $i++) { for ($j = 0; $j < 4000; $j++) { $x = [$x]; } }"),
    ("an array twice in itself", "$x = [1]; for ($i = 0; $i < 200; $i++) { $x = [$x, $x]; } $this->foo($x); return $x;"),
    (
        "equal trees",
        "$x = [1]; $y = [1]; for ($i = 0; $i < 64; $i++) { $x = [$x, $x]; $y = [$y, $y]; } return $x == $y ? $x : $y;",
    ),
    (
        "joined trees",
        "$x = ['a' => 1]; $y = ['a' => 2]; for ($i = 0; $i < 64; $i++) { $x = ['a' => $x, 'b' => $x]; $y = ['a' => $y, 'b' => $y]; } if (rand()) { $x = $y; } return $x;",
    ),
    (
        "trees of choices",
        "for ($i = 0; $i < 64; $i++) { $x = rand() ? ['a' => $x, 'b' => $x] : ['a' => $x, 'c' => [$x]]; } return $x;",
    ),
    ("a string that doubles", "$x = 'abcdefgh'; for ($i = 0; $i < 4000; $i++) { $x = $x . $x; } DB::table($x)->get();"),
    (
        "a string that doubles by replacement",
        "$x = 'aaaaaaaa'; for ($i = 0; $i < 64; $i++) { $x = str_replace('a', $x, $x); } DB::table($x)->get();",
    ),
    (
        "a string that doubles in others",
        "$x = 'aaaaaaaa'; for ($i = 0; $i < 4000; $i++) { $x = sprintf('%s%s', $x, $x); $x = implode($x, [$x, $x]); $x = \"$x$x{$x}\"; $x = str_repeat($x, 255); $x = str_pad($x, 99999999, $x); } DB::table($x)->get();",
    ),
    (
        "letters that grow",
        "$x = str_repeat('ŉİß', 80); for ($i = 0; $i < 4000; $i++) { $x = strtoupper(strtolower(ucwords($x))); $x = addslashes($x . '\\\\'); } DB::table($x)->get();",
    ),
    (
        "long strings again and again",
        "$x = str_repeat('a', 4000); $x = implode('', array_fill(0, 99, $x)); $x = $x.$x.$x.$x; for ($i = 0; $i < 4000; $i++) for ($j = 0; $j < 4000; $j++) { $y = strtolower($x) . substr($x, 1) . strpos($x, 'b'); if ($y == $x) { break; } }",
    ),
    (
        "long lists again and again",
        "$x = range(1, 99999); for ($i = 0; $i < 4000; $i++) for ($j = 0; $j < 4000; $j++) { $y = array_flip($x); $y = array_merge($x, $y); $y = array_unique($y); $y = array_diff($x, $y); $y = array_combine($x, $x); }",
    ),
    (
        "long lists joined",
        "$x = array_flip(range(1, 4000)); for ($i = 0; $i < 300; $i++) { $y = $x; $y[$i] = rand(); $x = rand() ? $x : $y; }",
    ),
    (
        "long lists with long keys",
        "for ($i = 0; $i < 4000; $i++) { $x[str_repeat('k', 200) . $i] = $i; $y[$i . rand()][$i] = $x; } foreach ($x as $k => $v) { $z[$k] = $x; }",
    ),
    (
        "spread",
        "$x = range(1, 4000); for ($i = 0; $i < 4000; $i++) { $y = [...$x, ...$x]; foo(...$x, ...$x); DB::table('t')->select(...$x)->get(); }",
    ),
    (
        "many calls of a callable",
        "array_map(fn ($a) => array_map(fn ($b) => array_map(fn ($c) => array_map(fn ($d) => $a . $b . $c . $d, range(1, 4000)), range(1, 4000)), range(1, 4000)), range(1, 4000));",
    ),
    (
        "reduction",
        "$x = array_reduce(range(1, 4000), fn ($c, $i) => array_reduce(range(1, 4000), fn ($d, $j) => [$d, $c], []), []); return $x;",
    ),
    ("a closure of itself", "$f = function () use (&$f) { return $f(); }; return $f();"),
    (
        "a closure of closures",
        "$f = fn () => 1; for ($i = 0; $i < 4000; $i++) for ($j = 0; $j < 4000; $j++) { $f = function () use ($f) { return $f(); }; } return $f();",
    ),
    ("a closure that gets itself", "$f = fn ($g) => $g($g); return $f($f);"),
    (
        "a method that calls itself",
        "$this->up(); $this->down(); self::up(); static::up(); $this->{__FUNCTION__}(); parent::up();",
    ),
    (
        "a tree of calls",
        "$f = function ($n) use (&$f) { $f($n . 'a'); $f($n . 'b'); $f($n . 'c'); return $f($n . 'd'); }; $f('t');",
    ),
    (
        "callables",
        "call_user_func('call_user_func', 'call_user_func', fn () => call_user_func_array('call_user_func_array', ['array_map', ['array_map', ['x']]]));",
    ),
    (
        "includes of itself",
        "include __FILE__; require __DIR__ . '/' . basename(__FILE__); (include __FILE__)->up(); return include __FILE__;",
    ),
    (
        "configuration of itself",
        "config(['a' => config('a')]); config(['app' => config()]); return config('app.' . config('app.name') . env('X', config('database')));",
    ),
    ("references", "$a = &$b; $b = &$a; $a = [&$a, &$b]; foreach ($a as &$c) { $c = &$a; $a[] = &$c; } return $a;"),
    ("references in loops", "for ($i = 0; $i < 100; $i++) { $x = &$y[$i]; $y[] = &$x; foreach ($y as &$z) { $z = $y; } }"),
    (
        "objects in circles",
        "$a = new stdClass; $a->a = $a; $a->b = [$a, fn () => $a]; $b = clone $a; for ($i = 0; $i < 4000; $i++) { $b = clone $b; $b->a = $b; $a->b[] = $b; } return $a == $b ? $a : $b;",
    ),
    (
        "variables of variables",
        "for ($i = 0; $i < 4000; $i++) { $n = 'v' . $i; $$n = $i; extract(['a' . $i => $i]); } return compact(get_defined_vars());",
    ),
    (
        "numbers at their ends",
        "$x = PHP_INT_MAX + 1; $x = -PHP_INT_MAX - 1; $x = (-9223372036854775807 - 1) / -1; $y = (-9223372036854775807 - 1) % -1; $z = range(0, 9, -9223372036854775807 - 1); $x = 1 << 64; $x = 1 << -1; $x = 2 ** 99; $x = -(-9223372036854775807 - 1); $x = 1 % 0; $x = 1 / 0; $x = intdiv(1, 0); $x = abs(-9223372036854775807 - 1); $i = 9223372036854775807; $i++; $i = -9223372036854775807 - 1; $i--; $x = ~$i; $a[9223372036854775807] = 1; $a[] = 2; $x = 1 <=> NAN;",
    ),
    (
        "strings at their ends",
        "$x = substr('ä', 1); $x = substr('äöü', -1, -9); $x = substr('abc', PHP_INT_MAX, -PHP_INT_MAX - 1); $x = 'ä'[0]; $x = 'ä'[-9]; $x = \"ä\"[1]; $x = str_pad('ä', 5, ''); $x = explode('', 'x'); $x = explode('x', 'axb', -9223372036854775807 - 1); $x = str_repeat('x', -1); $x = sprintf('%', 1); $x = sprintf('%99999999999999999999s%', 'ä'); $x = sprintf(\"%'ä5s %05.999999d %2\\$s %-\", 'ä'); $x = vsprintf('%s', []); $x = strstr('äö', 'ö'); $x = trim('äöä', 'ä'); $x = ucfirst('ß'); $x = dirname('/', 99); $x = basename(''); $x = trim('a..z', 'a..z'); DB::table($x)->get();",
    ),
    (
        "ranges at their ends",
        "range('z', 'a', 0); range('ä', 'z'); range('a', 9); range(PHP_INT_MAX, -PHP_INT_MAX - 1); range(-PHP_INT_MAX - 1, PHP_INT_MAX, PHP_INT_MAX); range(9, 0, -3); array_fill(PHP_INT_MAX, PHP_INT_MAX, 1); array_slice([1, 2], -9, PHP_INT_MAX); array_slice([1], PHP_INT_MAX); array_chunk([1], 0); array_fill(-5, 1e9, 'x'); array_pad([1], 99999999, 1); max([]); min(); array_combine([1], []);",
    ),
    (
        "names without ends",
        "Schema::create(str_repeat('t', 255), function ($t) { for ($i = 0; $i < 500; $i++) { $t->string(str_repeat('c', 200) . $i)->unique()->index()->comment($i); $t->foreignId('a' . $i)->constrained()->cascadeOnDelete(); } });",
    ),
    (
        "tables without end",
        "for ($i = 0; $i < 4000; $i++) { Schema::create('t' . $i, function ($t) use ($i) { $t->id(); $t->foreignId('t' . ($i - 1) . '_id')->constrained('t' . ($i - 1)); }); Schema::rename('t' . $i, 'u' . $i); Schema::dropIfExists('u' . $i); }",
    ),
    (
        "renames in circles",
        "for ($i = 0; $i < 4000; $i++) { Schema::rename('a', 'b'); Schema::rename('b', 'a'); Schema::rename('a', 'a'); } Schema::table('a', function ($t) { for ($i = 0; $i < 4000; $i++) { $t->renameColumn('x', 'y'); $t->renameColumn('y', 'x'); $t->dropColumn('y'); $t->string('x'); } });",
    ),
    (
        "a table in its own closure",
        "Schema::create('t', function ($t) { Schema::table('t', function ($u) use ($t) { $t->id(); $u->id(); Schema::create('t', fn ($v) => $v->id()); }); });",
    ),
    (
        "queries in queries",
        "$q = DB::table('a'); for ($i = 0; $i < 4000; $i++) { $q = DB::table($q, 'x' . $i)->where(fn ($w) => $w->whereIn('a', $q))->join('b as b' . $i, 'a.id', '=', 'b.id')->union($q)->when(true, fn ($w) => $w->orWhere($w)); } return $q->get();",
    ),
    (
        "columns without end",
        "$q = DB::table('t'); foreach (range(1, 4000) as $i) { $q->where('c' . $i, $i)->select('d' . $i)->orderBy('e' . $i)->with(['a.' . $i => fn ($w) => $w->where('x', 1)]); } $q->insert(array_fill_keys(range('a', 'z'), $q)); return $q;",
    ),
    (
        "SQL that is none",
        "foreach (['', ';;;;', 'create table', 'create table (', 'create table t (a', 'create table t ((((((', 'create table `t', \"create table 't' (x int default 'a''b\", 'alter table', 'alter table t add', 'alter table t add (a int, b', 'drop table', 'rename table a to', '/*', '--', \"'\", '\"', '`', '/*! create table x (a int) */', \"create table ä (ö varchar(999999999999999999999)) ß\", str_repeat('(', 4000), str_repeat('create table a (b int);', 99), 'insert into', 'with a as (with b as (select', 'create index on', 'alter table a rename', 'alter table a modify b', 'create view v as', 'create table a like', 'create table a as select'] as $sql) { DB::statement($sql); DB::unprepared($sql); DB::select($sql); DB::raw($sql); DB::table('t')->whereRaw($sql)->selectRaw($sql)->orderByRaw($sql)->get(); }",
    ),
    (
        "validation that is none",
        "foreach (['exists', 'exists:', 'exists:,', 'exists:users,,,', 'unique:users,id,,,,', '|||', ':', 'exists:App\\\\Models\\\\Nobody,x', 'exists:a.b.c,d', 'exists:' . str_repeat('x,', 4000)] as $rule) { $this->validate($r, ['a' => $rule, 'b' => [$rule, Rule::exists($rule, $rule)], 'c' => Rule::unique($rule)->ignore($rule)]); Validator::make([], ['*.*' => $rule]); }",
    ),
    (
        "unknown everything",
        "$a->$b->{$c}()::$d::{$e}[$f]{$g}->h(...)(...$i)?->j = new $k(...$l); [$m->n, 'o' => $p[$q]] = $r(); $s::T; new ($t . $u); static fn () => yield from $v; match ($w) { $x => throw $y, default => $z };",
    ),
    (
        "deep conditions",
        "$x = rand() ?: (rand() ?: (rand() ? rand() : (rand() && rand() || rand() xor rand()))) ?? ($a ?? $b ?? $c ??= $d); if ($a) { if ($b) { if ($c) { if ($d) { return 1; } elseif ($e) { return 2; } } else { goto x; } } } x: return $x;",
    ),
    (
        "generators",
        "$g = (function () { while (true) { yield yield yield from $this->up(); } })(); foreach ($g as $k => $v) { foreach ($g as $v) { yield $k => $v; } } yield from $g;",
    ),
    (
        "collections",
        "$c = collect(range(1, 4000)); for ($i = 0; $i < 4000; $i++) { $c = $c->map(fn ($x) => collect([$x, $c])->map(fn ($y) => [$y, $x]))->filter(fn ($x) => $x)->each(fn ($x) => DB::table($x)->get())->flatMap(fn ($x) => $c)->merge($c)->keyBy($c)->pipe(fn ($x) => $x)->tap($c); } return $c;",
    ),
    (
        "destruction",
        "unset($this, $GLOBALS, $x[0][1]->a, $_GET['a']); $this = 1; $GLOBALS['x'] = &$GLOBALS; global $a, $$b; static $s = [1, [2]]; list(list(list())) = 1; isset($a[$b[$c]]); empty(f()); print print print 1; eval('x'); exit(die(exit)); declare(ticks=1); __halt_compiler(); broken ( [ {",
    ),
];

/// Declarations that refer to themselves or to each other.
pub(crate) const DECLARATIONS: &[(&str, &str)] = &[
    ("a class of itself", "class A extends A { use A; const A = self::A; public $table = self::A; }"),
    (
        "classes in a circle",
        "class A extends B { const X = B::X; protected $table = parent::X; } class B extends C { const X = C::X; } class C extends A { const X = A::X . 'x'; public function getTable() { return (new A)->getTable(); } }",
    ),
    (
        "models in a circle",
        "use Illuminate\\Database\\Eloquent\\Model; class A extends Model { public function getTable() { return (new B)->getTable(); } function b() { return $this->belongsTo(B::class); } } class B extends Model { public function getTable() { return (new A)->getTable(); } function a() { return $this->hasMany(A::class, 'x', (new A)->getKeyName()); } function getKeyName() { return $this->a()->getRelated()->getKeyName(); } }",
    ),
    (
        "traits in a circle",
        "trait A { use B; public $table = 'a'; function f() { return $this->g(); } } trait B { use A, B { A::f as g; B::g insteadof A, B; } } class C extends \\Illuminate\\Database\\Eloquent\\Model { use A, B; }",
    ),
    (
        "interfaces in a circle",
        "interface A extends B, A { const X = B::X; } interface B extends A { const X = A::X; } class C implements A, B { const Y = self::X . parent::X . static::X; function f() { return \\DB::table(self::Y)->get(); } }",
    ),
    (
        "enums in a circle",
        "enum A: string { case B = self::C->value . A::B->value; const C = self::B; public static function f() { return array_map(fn ($c) => $c->f(), self::cases()); } }",
    ),
    (
        "constants in a circle",
        "const A = B; const B = A . B; define('C', C); class D { const E = A . C . self::E, F = [self::F, self::F]; static $g = self::F; }",
    ),
    (
        "static properties in a circle",
        "class A { static $a = [B::X]; static function f() { self::$a[] = self::$a; return static::$a = array_merge(self::$a, [static::f()]); } } class B { const X = A::Y; } class C extends A { static function f() { return parent::f(); } }",
    ),
    (
        "constructors in a circle",
        "class A extends \\Illuminate\\Database\\Eloquent\\Model { public function __construct(public ?B $b = new B(new A)) { $this->table = (new B)->table; parent::__construct(); } } class B { public $table; function __construct() { $this->table = (new A)->getTable(); } }",
    ),
    (
        "magic",
        "class A extends \\Illuminate\\Database\\Eloquent\\Model { function __get($n) { return $this->$n; } function __call($n, $a) { return $this->$n(...$a); } static function __callStatic($n, $a) { return (new static)->$n(...$a); } function __invoke() { return $this(); } function __toString() { return \"$this\"; } function f() { return $this->x->y->z() . $this . A::q(); } }",
    ),
    (
        "hooks",
        "class A { public string $a { get => $this->a; set => $this->a = $value; } public $b { &get { return $this->b; } } }",
    ),
    (
        "functions in a circle",
        "function a() { return b(c(...)); } function b($f) { return $f(a()); } function c() { return a() ?: b('a'); } \\DB::table(a())->get();",
    ),
    ("a long line of parents", "class A0 extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'a'; } "),
    (
        "scopes in a circle",
        "class A extends \\Illuminate\\Database\\Eloquent\\Model { static function booted() { static::addGlobalScope(fn ($q) => $q->where(fn ($w) => A::where('x', 1))); } function scopeX($q) { return $q->x()->y(); } function scopeY($q) { return $q->y()->x()->whereHas('a.a.a', fn ($w) => $w->x()); } function a() { return $this->a()->a(); } }",
    ),
    (
        "providers in a circle",
        "class P extends \\Illuminate\\Support\\ServiceProvider { function boot() { $this->loadMigrationsFrom([__DIR__, __DIR__ . '/..', '/', '../..', $this->boot()]); $this->register(); \\Schema::defaultStringLength(-1); \\Illuminate\\Database\\Schema\\Blueprint::macro('id', fn () => $this->id()); \\Illuminate\\Database\\Schema\\Blueprint::macro('m', function () { return $this->m()->n(); }); } function register() { $this->mergeConfigFrom(__FILE__, 'database'); $this->app->register(P::class); $this->boot(); } }",
    ),
    (
        "nothing but noise",
        "abstract final readonly class { function ; } interface {} trait enum { case; } function () {} ( ) => [ ; class A extends { } use { } ; namespace ; const = ; fn",
    ),
];

/// Texts to wrap around each other: what opens, and what closes it.
pub(crate) const NESTS: &[(&str, &str)] = &[
    ("[", "]"),
    ("(", ")"),
    ("f(", ")"),
    ("$a->where(fn ($q) => $q->whereIn('x', ", "))"),
    ("DB::table(", ")"),
    ("['a' => ", "]"),
    ("\"{$a[", "]}\""),
    ("fn () => ", ""),
    ("function () { return ", "; }"),
    ("$a ? $b : ", ""),
    ("$a ?? ", ""),
    ("'a' . ", ""),
    ("!", ""),
    ("new class { function f() { return ", "; } }"),
    ("match (true) { default => ", " }"),
    ("rand() && ", ""),
    ("clone ", ""),
    ("collect([", "])->map(fn ($x) => $x)"),
];
