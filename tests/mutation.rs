//! Whatever a project consists of: the analysis ends, does not panic, and gives the same for the same files.
//!
//! The projects and fixtures of `testdata/` and the examples of `rules/` are broken in ways that look random
//! and are the same in every run. A failure names its case; what the environment can say:
//!
//! - `TABLECHECK_MUTATIONS=20`: twenty times as many cases
//! - `TABLECHECK_SEED=1234`: only the case of this number, of the test that is named on the command line
//!
//! Beside a project that fails, `target/tmp/` has a file `*.running` for each case that took the process down.

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/processor.rs"]
mod processor;
#[path = "support/random.rs"]
mod random;
#[path = "support/survive.rs"]
mod survive;

use std::path::Path;

use mutate::{Files, boundary};
use random::Random;
use survive::survive;
use tablecheck::{catalog, fixture};
use walkdir::WalkDir;

/// Every file of a folder that is text, by its path there.
fn folder(path: &Path) -> Files {
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().map(|entry| entry.expect("testdata can be read"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(path).expect("it lies in the folder").to_string_lossy().into_owned();
        Some((name, std::fs::read_to_string(entry.path()).ok()?))
    };
    files.filter_map(read).collect()
}

fn folders(path: &str) -> Vec<Files> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut names: Vec<_> =
        std::fs::read_dir(path).expect("testdata can be read").map(|entry| entry.expect("testdata can be read").path()).collect();
    names.sort();
    names.iter().map(|path| folder(path)).filter(|files| !files.is_empty()).collect()
}

/// The two projects with everything in them.
fn large() -> Vec<Files> {
    folders("testdata/projects")
}

/// Fixtures of one or a few files, and the examples of the rules.
fn small() -> Vec<Files> {
    let rules = catalog::rules().iter();
    let examples = rules.flat_map(|rule| rule.examples.bad.iter().chain(&rule.examples.good));
    let mut all: Vec<Files> = examples.map(|example| fixture::parse(&example.code)).collect();
    all.extend(folders("testdata/migrations"));
    all
}

/// A number that the environment may give.
fn given(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The numbers of the cases of one test.
fn seeds(count: u64) -> std::ops::Range<u64> {
    match given("TABLECHECK_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..count * given("TABLECHECK_MUTATIONS").unwrap_or(1).max(1),
    }
}

/// The cases of a list, numbered; one of them if the environment says which.
fn numbered<T>(cases: impl IntoIterator<Item = T>) -> impl Iterator<Item = (u64, T)> {
    let only = given("TABLECHECK_SEED");
    (0..).zip(cases).filter(move |(number, _)| only.is_none_or(|only| only == *number))
}

#[test]
fn what_is_whole_survives() {
    for (number, files) in numbered(large().iter().chain(&small())) {
        survive(&format!("whole {number}"), files, 2);
    }
}

#[test]
fn truncated_files() {
    let projects = small();
    for seed in seeds(600) {
        let mut random = Random::new(seed);
        let mut files = random.pick(&projects).clone();
        let at = random.below(files.len());
        let (path, text) = &mut files[at];
        let end = boundary(text, random.below(text.len()));
        text.truncate(end);
        survive(&format!("truncated {seed}: {path} at {end}"), &files, 2);
    }
}

#[test]
fn truncated_projects() {
    let projects = large();
    for seed in seeds(14) {
        let mut random = Random::new(seed);
        let mut files = random.pick(&projects).clone();
        for (_, text) in &mut files {
            if random.chance(50) {
                let end = boundary(text, random.below(text.len()));
                text.truncate(end);
            }
        }
        survive(&format!("truncated project {seed}"), &files, 2);
    }
}

#[test]
fn mutated_files() {
    let projects = small();
    for seed in seeds(1_200) {
        let mut random = Random::new(seed);
        let mut files = random.pick(&projects).clone();
        let mut did = String::new();
        for _ in 0..=random.below(3) {
            let donor = random.pick(&projects);
            let donor = &random.pick(donor).1;
            let at = random.below(files.len());
            let (path, text) = &mut files[at];
            let (broken, what) = mutate::text(&mut random, text, donor);
            *text = broken;
            did = format!("{what} in {path}");
        }
        if random.chance(20) {
            did = mutate::project(&mut random, &mut files).to_owned();
        }
        survive(&format!("mutated {seed}: {did}"), &files, 2);
    }
}

#[test]
fn mutated_projects() {
    let projects = large();
    let everything: Files = projects.iter().flatten().cloned().collect();
    for seed in seeds(28) {
        let mut random = Random::new(seed);
        let mut files = random.pick(&projects).clone();
        let share = *random.pick(&[2, 10, 50, 100]);
        for (_, text) in &mut files {
            if random.chance(share) {
                let donor = &random.pick(&everything).1;
                *text = mutate::text(&mut random, text, donor).0;
            }
        }
        for _ in 0..random.below(4) {
            mutate::project(&mut random, &mut files);
        }
        survive(&format!("mutated project {seed}"), &files, 2);
    }
}

/// A project of one migration, one model, one class and a configuration, and whatever else is given.
fn project(body: &str, more: &[(&str, String)]) -> Files {
    let uses = "use Illuminate\\Database\\Migrations\\Migration;\nuse Illuminate\\Database\\Eloquent\\Model;\n\
                use Illuminate\\Support\\Facades\\DB;\nuse Illuminate\\Support\\Facades\\Schema;\n";
    let users = "Schema::create('users', function ($t) { $t->id(); $t->string('name'); });";
    let mut files: Files = [
        ("composer.json", "{\"autoload\":{\"psr-4\":{\"App\\\\\":\"app/\"}}}".to_owned()),
        (
            "database/migrations/2024_01_01_000000_users.php",
            format!("<?php\n{uses}return new class extends Migration {{ function up() {{ {users} }} }};\n"),
        ),
        (
            "database/migrations/2024_01_02_000000_hostile.php",
            format!(
                "<?php\n{uses}return new class extends Migration {{ function up() {{ {body} }} function down() {{ $this->up(); }} }};\n"
            ),
        ),
        (
            "app/Models/User.php",
            format!("<?php\nnamespace App\\Models;\n{uses}class User extends Model {{ function getTable() {{ {body} }} }}\n"),
        ),
        (
            "app/Service.php",
            format!(
                "<?php\nnamespace App;\n{uses}class Service {{ function handle($r, User $u) {{ {body} }} function up() {{ $this->handle(1, 2); }} }}\n"
            ),
        ),
        ("routes/web.php", format!("<?php\n{uses}{body}\n")),
        ("config/database.php", format!("<?php\n{body}\nreturn ['default' => 'x', 'connections' => ['x' => ['driver' => $x ?? 'mysql']]];\n")),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into();
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), text.clone())));
    files
}

#[test]
fn code_without_end() {
    for (number, (name, body)) in numbered(hostile::BODIES) {
        survive(&format!("hostile {number}: {name}"), &project(body, &[]), 1);
    }
}

#[test]
fn declarations_in_circles() {
    for (number, (name, code)) in numbered(hostile::DECLARATIONS) {
        let uses = "foreach ([A::class, B::class, new A, new C] as $x) { DB::table($x->table ?? $x::X)->get(); $x::query()->where('a', 1)->x()->get(); (new A)->f(); }";
        let more = [
            ("app/circle.php", format!("<?php\n{code}")),
            ("app/Twice.php", format!("<?php\n{code}\n{code}")),
            ("app/Named.php", format!("<?php\nnamespace App;\n{code}")),
            (
                "database/migrations/2024_01_03_000000_circle.php",
                format!(
                    "<?php\n{code} Schema::create(A::X, fn ($t) => $t->foreignIdFor(A::class)->constrained()); (new C)->up();"
                ),
            ),
        ];
        survive(&format!("circle {number}: {name}"), &project(uses, &more), 1);
    }
}

#[test]
fn nests() {
    for (open, close) in hostile::NESTS {
        for depth in [8, 40, 300, 5_000] {
            let whole = format!("$x = {}'users'{}; return $x;", open.repeat(depth), close.repeat(depth));
            survive(&format!("nest {depth} {open}"), &project(&whole, &[]), 1);
        }
    }
}

/// One text after the other.
fn series(count: usize, piece: fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

#[test]
fn projects_that_are_hardly_any() {
    let php = |text: &str| format!("<?php {text}");
    let of_parents = series(3_000, |n| format!("class A{} extends A{n} {{ }} ", n + 1));
    let of_traits = series(2_000, |n| format!("trait T{} {{ use T{n}, T{}; }} ", n + 1, n / 2));
    let of_constants = series(3_000, |n| format!("const C{} = C{n} . C{n}; ", n + 1));
    let of_calls = series(3_000, |n| format!("function f{}($x) {{ return f{n}($x . 'a') . f{n}('b'); }} ", n + 1));
    let of_migrations: Vec<(String, String)> = (0..2_000)
        .map(|n| {
            (
                format!("database/migrations/2024_01_01_{n:06}_t.php"),
                php(&format!("Schema::create('t{n}', fn ($t) => $t->foreignId('t{}_id'));", n / 2)),
            )
        })
        .collect();
    let many = |path: &str, text: String| vec![(path.to_owned(), text)];
    let use_all = "class M extends \\Illuminate\\Database\\Eloquent\\Model { use T2000; protected $table = C3000; } DB::table(f3000(C3000))->get(); (new A3000)->x();";
    let cases: Vec<(&str, Files)> = vec![
        ("nothing", vec![]),
        ("an empty file", many("a.php", String::new())),
        ("no name", many("", php("DB::table('x')->get();"))),
        (
            "odd names",
            vec![
                ("/".to_owned(), php("")),
                ("..".to_owned(), php("")),
                ("database/migrations/.php".to_owned(), php("return 1;")),
                ("a/../b.php".to_owned(), php("include __DIR__ . '/../../x';")),
                ("ä\u{0}\n.php".to_owned(), php("x(")),
                ("config/.php".to_owned(), php("return [];")),
            ],
        ),
        (
            "only a migration",
            many("database/migrations/2024_01_01_000000_x.php", php("Schema::create('x', fn ($t) => $t->id());")),
        ),
        (
            "migrations that are no migrations",
            vec![
                ("database/migrations/a.php".to_owned(), "x".to_owned()),
                ("database/migrations/2024_01_01_000000_.php".to_owned(), php("return [];")),
                ("database/migrations/2024_01_01_000000_x.php".to_owned(), php("return new X;")),
                ("database/schema/mysql-schema.sql".to_owned(), "CREATE TABLE `".repeat(2_000)),
            ],
        ),
        ("many migrations", of_migrations),
        (
            "long lines of declarations",
            many("app/a.php", php(&format!("{of_parents} {of_traits} {of_constants} {of_calls} {use_all}"))),
        ),
        ("a long string", many("app/a.php", php(&format!("DB::table('{}')->get();", "ä".repeat(500_000))))),
        ("a long array", many("app/a.php", php(&format!("DB::table('x')->insert([{}]);", "'ä' => 'b', ".repeat(50_000))))),
        (
            "a long chain",
            many(
                "app/a.php",
                php(&format!("DB::table('x'){};", "->where('a', 1)->orWhere(fn ($q) => $q->where('b', 2))".repeat(3_000))),
            ),
        ),
        ("a long concatenation", many("app/a.php", php(&format!("DB::table('x'{})->get();", " . $x . 'a'".repeat(20_000))))),
        (
            "many branches",
            many(
                "app/a.php",
                php(&format!(
                    "{} DB::table($t)->get();",
                    series(3_000, |n| format!("if ($a{n}) {{ $t = 't{n}'; $u[$t] = $t; }} "))
                )),
            ),
        ),
        (
            "many cases",
            many(
                "app/a.php",
                php(&format!(
                    "switch ($a) {{ {} }} DB::table($t)->get();",
                    series(1_500, |n| format!("case f({n}): $t = 't{n}'; "))
                )),
            ),
        ),
        (
            "many variables",
            many("app/a.php", php(&format!("{} DB::table($v1)->get();", series(20_000, |n| format!("$v{n} = $v{}; ", n / 2))))),
        ),
        (
            "many methods",
            many(
                "app/a.php",
                php(&format!(
                    "class A {{ {} }}",
                    series(3_000, |n| format!("function m{n}() {{ return $this->m{}() . $this->m{}(); }} ", n + 1, n / 2))
                )),
            ),
        ),
        ("many closures", many("app/a.php", php(&series(5_000, |n| format!("$f{n} = fn ($q) => $q->where($f{}($q)); ", n / 2))))),
    ];
    for (number, (name, files)) in numbered(cases) {
        survive(&format!("hardly any {number}: {name}"), &files, 2);
    }
}
