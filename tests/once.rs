//! A function that is called again with what it was called with before is not evaluated again, and what is found does not
//! depend on it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use tablecheck::analysis::{Analysis, analyze, analyze_observed};
use tablecheck::config::Config;
use tablecheck::finding::{Finding, Severity};
use tablecheck::phases::{Observer, Phase};
use tablecheck::source::Sources;

/// Counts how often functions are entered.
#[derive(Default)]
struct Counter(AtomicU64);

impl Observer for Counter {
    fn begin(&self, _: Phase) {}
    fn end(&self, _: Phase) {}
    fn entered(&self, _: usize, times: u64) {
        self.0.fetch_add(times, Ordering::Relaxed);
    }
}

const MIGRATION: (&str, &str) = (
    "database/migrations/2024_01_01_000000_tables.php",
    "<?php\nSchema::create('users', function ($table) { $table->id(); $table->string('name'); });
Schema::create('posts', function ($table) { $table->id(); $table->string('title'); $table->foreignId('user_id')->constrained(); });
Schema::create('tags', function ($table) { $table->id(); $table->string('label'); $table->foreignId('post_id')->constrained(); });\n",
);

const MODELS: (&str, &str) = (
    "app/Models.php",
    "<?php
namespace App\\Models;
use Illuminate\\Database\\Eloquent\\Model;
class User extends Model {
    public function posts() { return $this->hasMany(Post::class)->where('title', 'x'); }
}
class Post extends Model {
    public function tags() { return $this->hasMany(Tag::class); }
}
class Tag extends Model {}
",
);

fn project(code: &str) -> Sources {
    Sources::from_files([MIGRATION, MODELS, ("app/Code.php", code)])
}

fn errors(analysis: &Analysis) -> impl Iterator<Item = &Finding> {
    analysis.findings.iter().filter(|finding| finding.severity == Severity::Error)
}

fn columns(analysis: &Analysis, sources: &Sources) -> Vec<String> {
    let columns = analysis.references.columns.iter().map(|column| {
        let tables: Vec<&str> = column.tables.iter().map(|table| table.table.as_str()).collect();
        format!("{} {} {}", sources.start(column.span).line, column.column, tables.join(" "))
    });
    columns.collect()
}

/// A class of which each method calls the next one twice, from `methods` public ones.
fn pyramid(methods: usize) -> String {
    let mut code = "<?php\nnamespace App;\nuse App\\Models\\User;\nclass Code {\n".to_owned();
    for number in 0..methods {
        let _ = writeln!(code, "    public function start{number}(User $user) {{ $this->a($user); }}");
    }
    for (name, next) in [("a", "b"), ("b", "c"), ("c", "d")] {
        let _ =
            writeln!(code, "    private function {name}(User $user) {{ $this->{next}($user); return $this->{next}($user); }}");
    }
    code.push_str("    private function d(User $user) { return $user->posts()->where('titel', 1)->get(); }\n}\n");
    code
}

#[test]
fn functions_are_entered_once_for_what_they_are_called_with() {
    let count = |methods: usize| {
        let sources = project(&pyramid(methods));
        let counter = Counter::default();
        let analysis = analyze_observed(&sources, &Config::default(), &counter);
        let wrong: Vec<&str> = errors(&analysis).map(|finding| finding.rule).collect();
        assert_eq!(wrong, ["unknown-column"]);
        counter.0.into_inner()
    };
    let (few, many) = (count(10), count(50));
    // Each method more is entered, and little else.
    assert!(many - few <= 3 * 40, "{few} entries for 10 methods, {many} for 50");
    assert!(few <= 60, "{few} entries for 14 methods");
}

#[test]
fn what_a_caller_does_to_a_query_is_its_own() {
    let code = "<?php
namespace App;
use App\\Models\\User;
class Code {
    public function one(User $user) { return $user->posts()->join('tags', 'tags.post_id', '=', 'posts.id')->where('label', 1); }
    public function two(User $user) { return $user->posts()->where('label', 1); }
    public function three(User $user) { return $user->posts()->select('title as label')->orderBy('label'); }
    public function four(User $user) { return $user->posts()->where('label', 1); }
}
";
    let sources = project(code);
    let analysis = analyze(&sources, &Config::default());
    let lines: Vec<u32> = errors(&analysis).map(|finding| sources.start(finding.span).line).collect();
    assert_eq!(lines, [6, 8], "{:?}", analysis.findings);
    // The relation's own condition stands on whatever its callers join.
    let own: Vec<String> = columns(&analysis, &sources).into_iter().filter(|column| column.starts_with("5 title")).collect();
    assert_eq!(own, ["5 title posts tags"], "{:?}", columns(&analysis, &sources));
}

#[test]
fn what_a_call_does_to_its_objects_is_done_again() {
    let code = "<?php
namespace App;
use Illuminate\\Support\\Facades\\DB;
class Box {
    public $table = 'users';
    public $column;
    public function fill(string $column) { $this->column = $column; $this->table = 'posts'; return $this; }
}
class Code {
    public function one() { $box = new Box(); $box->fill('nothing'); DB::table($box->table)->where($box->column, 1); }
    public function two() { $box = new Box(); DB::table($box->fill('title')->table)->where($box->column, 1); }
    public function three() { $box = new Box(); $same = $box->fill('title'); $same->table = 'nowhere'; DB::table($box->table); }
    public function four() { $box = new Box(); $same = $box->fill('title'); DB::table($same->table)->where('gone', 1); }
}
";
    let sources = project(code);
    let analysis = analyze(&sources, &Config::default());
    let told: Vec<String> = errors(&analysis).map(|finding| finding.message.clone()).collect();
    let expected =
        ["table `posts` has no column `nothing`", "table `nowhere` does not exist", "table `posts` has no column `gone`"];
    for message in expected {
        assert!(told.iter().any(|known| known.contains(message)), "{message}: {told:?}");
    }
    assert_eq!(told.len(), 3, "{told:?}");
}
