//! An analysis that builds on what earlier ones found says what a fresh one says, whatever was changed in between.

#[path = "support/edits.rs"]
mod edits;
#[path = "support/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use edits::{Edits, project};
use tablecheck::analysis::{Analysis, analyze, analyze_again};
use tablecheck::config::Config;
use tablecheck::engine::Known;
use tablecheck::finding::Severity;
use tablecheck::phases::{Observer, Phase, Unobserved};
use tablecheck::source::Sources;

/// All that an analysis says, as a text.
fn told(analysis: &Analysis) -> String {
    let Analysis { findings, database, migrations, references, gaps, given_up, laravel, oldest_laravel, summary, settings } =
        analysis;
    format!(
        "{findings:#?}\n{references:#?}\n{gaps:#?}\n{migrations:?}\n{given_up:?}\n{laravel} {oldest_laravel}\n{summary:?}\n{database:?}\n{settings:?}"
    )
}

fn first_difference(one: &str, other: &str) -> String {
    let differs = |(a, b): &(&str, &str)| a != b;
    let around = one.lines().zip(other.lines()).enumerate().find(|(_, lines)| differs(lines));
    around.map_or_else(|| "one is longer".to_owned(), |(line, (a, b))| format!("line {line}: {a} / {b}"))
}

/// Makes edits one after the other, and compares after each. `written`, what is known is written down and read again in between.
fn compare(files: BTreeMap<String, String>, seed: u64, edits: usize, written: bool) {
    let config = Config::default();
    let mut known = Known::default();
    let mut project = Edits::new(files, seed);
    for number in 0..=edits {
        let what = if number == 0 { "nothing yet".to_owned() } else { project.edit() };
        let sources = Sources::from_files(project.files.clone());
        if written {
            known = Known::from_bytes(&known.to_bytes()).expect("what was written can be read");
        }
        let again = told(&analyze_again(&sources, &config, &Unobserved, &mut known));
        let fresh = told(&analyze(&sources, &config));
        assert!(again == fresh, "seed {seed}, edit {number}, {what}: {}", first_difference(&fresh, &again));
    }
}

#[test]
fn a_hundred_random_edits_change_nothing_that_a_fresh_analysis_would_not_see() {
    for (folder, seed, written) in [("clean-shop", 1, false), ("crm-sync", 2, true), ("cost-tracking", 3, true)] {
        compare(project(&format!("testdata/projects/{folder}")), seed, 35, written);
    }
}

/// The same with the projects in the folders that the environment names, each with so many edits: for real applications.
#[test]
#[ignore = "needs applications"]
fn random_edits_of_applications() {
    let folders = std::env::var("TABLECHECK_APPLICATIONS").expect("folders, with a colon between them");
    let edits = std::env::var("TABLECHECK_EDITS").ok().and_then(|number| number.parse().ok()).unwrap_or(100);
    let seed = std::env::var("TABLECHECK_SEED").ok().and_then(|number| number.parse().ok()).unwrap_or(1);
    for folder in folders.split(':') {
        compare(project(folder), seed, edits, false);
        compare(project(folder), seed + 1, edits, true);
    }
}

/// Counts how many files' findings were taken over.
#[derive(Default)]
struct Taken(AtomicUsize);

impl Observer for Taken {
    fn begin(&self, _: Phase) {}
    fn end(&self, _: Phase) {}
    fn kept(&self, files: usize, _: usize) {
        self.0.store(files, Ordering::Relaxed);
    }
}

const MIGRATION: (&str, &str) = (
    "database/migrations/2024_01_01_000000_users.php",
    "<?php return new class extends Migration { function up() { Schema::create('users', function ($t) { $t->id(); }); } };",
);

/// Code, and a file that appears with its text: by it the code has more errors or fewer.
const CHANGES: [(&str, &str, &str); 8] = [
    // A class that was asked for, and was not there.
    (
        "<?php namespace App; class Code { function f() { (new Names)->all(); } }",
        "app/Names.php",
        "<?php namespace App; class Names { function all() { return \\DB::table('nowhere')->get(); } }",
    ),
    // A function.
    (
        "<?php function f() { DB::table(prefixed('x'))->get(); }",
        "app/helpers.php",
        "<?php function prefixed($n) { return \"no_$n\"; }",
    ),
    // A constant.
    ("<?php class A { function f() { DB::table(TABLE)->get(); } }", "app/constants.php", "<?php const TABLE = 'nowhere';"),
    // Configuration.
    (
        "<?php class A { function f() { DB::table(config('names.table'))->get(); } }",
        "config/names.php",
        "<?php return ['table' => 'nowhere'];",
    ),
    // A file that is included.
    (
        "<?php class A { function f() { DB::table(include __DIR__.'/name.php')->get(); } }",
        "app/name.php",
        "<?php return 'nowhere';",
    ),
    // A method that a trait brings.
    (
        "<?php namespace App; class A { use Named; function f() { \\DB::table($this->name())->get(); } }",
        "app/Named.php",
        "<?php namespace App; trait Named { function name() { return 'nowhere'; } }",
    ),
    // A property that a class below declares again.
    (
        "<?php namespace App; class A { public $name = 'nowhere'; function f(A $a) { \\DB::table($a->name)->get(); } }",
        "app/Below.php",
        "<?php namespace App; class Below extends A { public $name = 'users'; }",
    ),
    // A resource that lists a relation manager, and says by it whose rows that one shows.
    (
        "<?php namespace App;
        class User extends \\Illuminate\\Database\\Eloquent\\Model { function friends() { return $this->hasMany(User::class); } }
        class Friends extends \\Filament\\Resources\\RelationManagers\\RelationManager {
            protected static string $relationship = 'friends';
            function table($table) { return $table->defaultSort('nowhere'); }
        }",
        "app/UserResource.php",
        "<?php namespace App;
        class UserResource extends \\Filament\\Resources\\Resource {
            protected static ?string $model = User::class;
            static function getRelations(): array { return [Friends::class]; }
        }",
    ),
];

#[test]
fn what_was_asked_for_and_is_another_now_is_asked_for_again() {
    let other = ("app/Other.php", "<?php class Other { function f() { DB::table('users')->where('id', 1)->get(); } }");
    for (code, path, text) in CHANGES {
        let mut known = Known::default();
        let mut look = |files: &[(&str, &str)]| {
            let sources = Sources::from_files(files.iter().copied());
            let taken = Taken::default();
            let again = analyze_again(&sources, &Config::default(), &taken, &mut known);
            assert_eq!(told(&again), told(&analyze(&sources, &Config::default())), "{code}");
            let errors = again.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            (errors, taken.0.into_inner())
        };
        let before = [MIGRATION, other, ("app/Code.php", code)];
        let after = [MIGRATION, other, ("app/Code.php", code), (path, text)];
        let (first, _) = look(&before);
        let (second, taken) = look(&after);
        assert_ne!(first, second, "{code}: {path} makes a difference");
        assert_eq!(taken, 1, "{code}: the other file says what it said");
        assert_eq!(look(&before).0, first, "{code}");
    }
}

#[test]
fn a_provider_that_nothing_names_is_asked_again() {
    let migration = (
        "database/migrations/2024_01_01_000000_users.php",
        "<?php return new class extends Migration { function up() { Schema::create('users', function ($t) { $t->string('name'); }); } };",
    );
    let provider = |method: &str| {
        format!(
            "<?php namespace App; class Texts extends \\Illuminate\\Support\\ServiceProvider {{
            function {method}() {{ \\Illuminate\\Support\\Facades\\Schema::defaultStringLength(191); }} }}"
        )
    };
    let mut known = Known::default();
    for method in ["boot", "unboot", "boot"] {
        let sources = Sources::from_files([migration, ("app/Texts.php", provider(method).as_str())]);
        let again = analyze_again(&sources, &Config::default(), &Unobserved, &mut known);
        assert_eq!(told(&again), told(&analyze(&sources, &Config::default())), "{method}");
        assert_eq!(told(&again).contains("length: Some(191)"), method == "boot");
    }
}
