//! The edits that findings carry: each of them alone mends its finding, breaks no code and makes no new error; all of them
//! together can be made of any project.

#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mutate::Files;
use random::Random;
use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::{Config, ConfigFile};
use tablecheck::finding::{Finding, Safety, Severity};
use tablecheck::fixes::{Permission, mend, round};
use tablecheck::source::{FileId, Sources};
use tablecheck::{catalog, fixture, php};

/// The rules that offer a fix in the examples, and how safe it is.
const WITH_FIXES: [(&str, &[Safety]); 9] = [
    ("unknown-table", &[Safety::Safe, Safety::Unsafe]),
    ("unknown-column", &[Safety::Safe, Safety::Unsafe]),
    ("table-not-in-query", &[Safety::Safe, Safety::Unsafe]),
    ("ambiguous-column", &[Safety::Unsafe]),
    ("commented-out-foreign-key", &[Safety::Unsafe]),
    ("irreversible-migration", &[Safety::Unsafe]),
    ("missing-relation", &[Safety::Unsafe]),
    ("unknown-modifier", &[Safety::Unsafe]),
    ("unused-suppression", &[Safety::Safe]),
];

const ALL: Permission<'static> = Permission { unsafe_too: true, may_change: &|_| true };

/// Every project that has findings: the bad examples of the rules, and what was found in real applications.
fn projects() -> Vec<(String, Files)> {
    let examples = catalog::rules().iter().flat_map(|rule| rule.examples.bad.iter().map(move |example| (rule, example)));
    let mut all: Vec<(String, Files)> =
        examples.map(|(rule, example)| (format!("{}: {}", rule.id, example.title), fixture::parse(&example.code))).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a fixture is text");
        let (title, project) = text.split_once('\n').expect("a title");
        all.push((format!("{}: {title}", path.display()), fixture::parse(project)));
    }
    all
}

fn config(files: &Files) -> Config {
    ConfigFile::read(files.iter().find(|(path, _)| path == "tablecheck.yaml").map_or("", |(_, text)| text)).config
}

fn syntax_errors(sources: &Sources) -> usize {
    let php = sources.iter().filter(|(_, file)| file.path().ends_with(".php"));
    php.map(|(id, file)| php::parse(id, file.text()).errors.len()).sum()
}

/// What tells findings apart wherever they stand, and how many of them there are.
fn errors(analysis: &Analysis) -> BTreeMap<(&str, FileId, &str), usize> {
    let mut errors = BTreeMap::new();
    for finding in analysis.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        *errors.entry((finding.rule, finding.span.file, finding.message.as_str())).or_default() += 1;
    }
    errors
}

/// How often a rule says something of a file.
fn times(analysis: &Analysis, finding: &Finding) -> usize {
    let same =
        |other: &&Finding| (other.rule, other.span.file, &other.message) == (finding.rule, finding.span.file, &finding.message);
    analysis.findings.iter().filter(same).count()
}

#[test]
fn each_fix_alone_mends_its_finding_and_nothing_else_breaks() {
    let mut wrong = Vec::new();
    let mut n_fixes = 0;
    for (name, files) in projects() {
        let (sources, config) = (Sources::from_files(files.clone()), config(&files));
        let analysis = analyze(&sources, &config);
        for finding in analysis.findings.iter().filter(|finding| finding.fix.is_some()) {
            n_fixes += 1;
            let mut say = |what: &str| wrong.push(format!("{name}\n  {}: {}\n  {what}", finding.rule, finding.message));
            let texts = round(&sources, std::slice::from_ref(finding), ALL).texts;
            if texts.is_empty() {
                say("the fix cannot be made");
                continue;
            }
            let mended = sources.with_texts(&texts);
            let after = analyze(&mended, &config);
            if syntax_errors(&mended) > syntax_errors(&sources) {
                say("the code is broken");
            }
            if times(&after, finding) >= times(&analysis, finding) {
                say("it is still found");
            }
            let before = errors(&analysis);
            for ((rule, file, message), count) in errors(&after) {
                if before.get(&(rule, file, message)).is_none_or(|had| *had < count) {
                    say(&format!("a new error: {rule}: {message}"));
                }
            }
        }
    }
    assert!(n_fixes >= 15, "there are {n_fixes} fixes");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_that_offer_fixes_keep_them() {
    let mut offered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, files) in projects() {
        let analysis = analyze(&Sources::from_files(files.clone()), &config(&files));
        for finding in &analysis.findings {
            if let Some(fix) = &finding.fix {
                offered.entry(finding.rule).or_default().insert(fix.safety.as_str());
            }
        }
    }
    let expected: BTreeMap<&str, BTreeSet<&str>> =
        WITH_FIXES.iter().map(|(rule, safeties)| (*rule, safeties.iter().map(|safety| safety.as_str()).collect())).collect();
    assert_eq!(offered, expected);
}

#[test]
fn all_fixes_together_leave_code_that_parses() {
    for (name, files) in projects() {
        let (sources, config) = (Sources::from_files(files.clone()), config(&files));
        let mended = mend(&sources, analyze(&sources, &config), &|sources| analyze(sources, &config), ALL);
        assert!(mended.broken.is_empty(), "{name}");
        assert!(syntax_errors(&mended.sources) <= syntax_errors(&sources), "{name}");
        let left = mended.analysis.findings.iter().filter(|finding| finding.fix.is_some()).count();
        assert_eq!(left, 0, "{name}");
    }
}

#[test]
fn fixes_of_broken_projects_do_no_harm() {
    let projects = projects();
    let times = std::env::var("TABLECHECK_MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(1).max(1);
    for seed in 0..250 * times {
        let mut random = Random::new(seed);
        let (_, mut files) = random.pick(&projects).clone();
        for _ in 0..=random.below(3) {
            let donor = random.pick(&projects);
            let donor = random.pick(&donor.1).1.clone();
            let at = random.below(files.len());
            files[at].1 = mutate::text(&mut random, &files[at].1, &donor).0;
        }
        if random.chance(10) {
            mutate::project(&mut random, &mut files);
        }
        let (sources, config) = (Sources::from_files(files), Config::default());
        let mended = mend(&sources, analyze(&sources, &config), &|sources| analyze(sources, &config), ALL);
        for (id, file) in sources.iter() {
            let now = mended.sources.file(id).text();
            assert_eq!(now != file.text(), mended.changed.contains(&id), "{seed}: {}", file.path());
            let errors = |text| php::parse(id, text).errors.len();
            assert!(now == file.text() || errors(now) <= errors(file.text()), "{seed}: {} is broken", file.path());
        }
    }
}

/// What stands in a place, what all fixes make of it, and how safe they are; none where there is a finding without a fix.
const PLACES: &[(&str, Option<(&str, Safety)>)] = &[
    ("DB::table('order')->get();", Some(("DB::table('orders')->get();", Safety::Safe))),
    ("DB::table(\"order\")->get();", Some(("DB::table(\"orders\")->get();", Safety::Safe))),
    ("DB::table('order as o')->get();", Some(("DB::table('orders as o')->get();", Safety::Safe))),
    ("DB::table('order', 'o')->get();", Some(("DB::table('orders', 'o')->get();", Safety::Safe))),
    ("DB::table('or' . 'der')->get();", None),
    ("DB::table(\"or\\x64er\")->get();", None),
    ("$t = 'order'; DB::table($t)->get();", Some(("$t = 'orders'; DB::table($t)->get();", Safety::Unsafe))),
    ("DB::select('select * from order_s');", Some(("DB::select('select * from orders');", Safety::Safe))),
    ("DB::select('select * from `order`');", Some(("DB::select('select * from `orders`');", Safety::Safe))),
    ("DB::select('select * from grooup');", None),
    ("DB::select('select * from `grooup`');", Some(("DB::select('select * from `group`');", Safety::Safe))),
    ("DB::table('grooup')->get();", Some(("DB::table('group')->get();", Safety::Safe))),
    ("DB::select(\"select id\n  from ordrs\");", Some(("DB::select(\"select id\n  from orders\");", Safety::Safe))),
    (
        "DB::select(<<<SQL\n  select nummber\n  from orders\n  SQL);",
        Some(("DB::select(<<<SQL\n  select number\n  from orders\n  SQL);", Safety::Safe)),
    ),
    ("DB::table('orders')->where('orders.nummber', 1);", Some(("DB::table('orders')->where('orders.number', 1);", Safety::Safe))),
    ("DB::table('orders')->select('nummber as n');", Some(("DB::table('orders')->select('number as n');", Safety::Safe))),
    ("DB::table('orders')->whereRaw('nummber > 1');", Some(("DB::table('orders')->whereRaw('number > 1');", Safety::Safe))),
    (
        "DB::table('orders')->select(DB::raw('max(nummber)'));",
        Some(("DB::table('orders')->select(DB::raw('max(number)'));", Safety::Safe)),
    ),
    ("DB::table('orders')->orderByRaw('conditon');", None),
    ("DB::table('orders')->orderBy('conditon');", Some(("DB::table('orders')->orderBy('condition');", Safety::Safe))),
    ("DB::table('orders')->insert(['nummber' => 1]);", Some(("DB::table('orders')->insert(['number' => 1]);", Safety::Safe))),
    ("DB::table('orders')->insert(['nummber' => 1, 'number' => 2]);", None),
    ("$nummber = 1; DB::table('orders')->insert(compact('nummber'));", None),
    (
        "$row = ['nummber' => 1]; DB::table('orders')->insert($row);",
        Some(("$row = ['number' => 1]; DB::table('orders')->insert($row);", Safety::Unsafe)),
    ),
    ("DB::table('orders')->where('NUMMBER', 1);", Some(("DB::table('orders')->where('number', 1);", Safety::Safe))),
    ("Order::where('nummber', 1)->get();", Some(("Order::where('number', 1)->get();", Safety::Safe))),
    ("Order::with('user:id,nmae')->get();", Some(("Order::with('user:id,name')->get();", Safety::Unsafe))),
    (
        "$r->validate(['x' => 'required|exists:order,id']);",
        Some(("$r->validate(['x' => 'required|exists:orders,id']);", Safety::Safe)),
    ),
    (
        "$r->validate(['x' => \"exists:orders,nummber\"]);",
        Some(("$r->validate(['x' => \"exists:orders,number\"]);", Safety::Safe)),
    ),
    (
        "DB::table('orders')->join('users', 'user_id', '=', 'users.id')->where('id', 1)->get();",
        Some(("DB::table('orders')->join('users', 'user_id', '=', 'users.id')->where('orders.id', 1)->get();", Safety::Unsafe)),
    ),
    ("DB::table('orders as o')->join('users', 'user_id', '=', 'users.id')->where('id', 1)->get();", None),
    ("DB::table('orders', 'o')->join('users', 'user_id', '=', 'users.id')->where('id', 1)->get();", None),
    ("foreach (['orders', 'users'] as $t) { DB::table($t)->where('nmae', 1)->get(); }", None),
];

#[test]
fn an_edit_says_in_its_place_what_is_meant() {
    let tables = "Schema::create('orders', function (Blueprint $t) { $t->id(); $t->string('number'); $t->integer('condition'); $t->foreignId('user_id')->constrained(); });
        Schema::create('group', fn (Blueprint $t) => $t->id());";
    let users = "Schema::create('users', function (Blueprint $t) { $t->id(); $t->string('name'); });";
    let model = "<?php namespace App\\Models; class Order extends \\Illuminate\\Database\\Eloquent\\Model { protected $guarded = []; public function user() { return $this->belongsTo(User::class); } }";
    let mut wrong = Vec::new();
    for (code, expected) in PLACES {
        let body = |code: &str| format!("<?php\nuse App\\Models\\Order;\nfunction f($r) {{\n{code}\n}}\n");
        let files = [
            ("app/A.php", body(code)),
            ("app/Models/Order.php", model.to_owned()),
            ("app/Models/User.php", model.replace("Order", "User")),
            ("bootstrap/app.php", "<?php".to_owned()),
            ("database/migrations/2024_01_01_000000_a.php", format!("<?php {users}")),
            ("database/migrations/2024_01_01_000001_b.php", format!("<?php {tables}")),
        ];
        let (sources, config) = (Sources::from_files(files), Config::default());
        let analysis = analyze(&sources, &config);
        let own: Vec<&Finding> = analysis.findings.iter().filter(|finding| finding.span.file == FileId(0)).collect();
        let text = round(&sources, &analysis.findings, ALL).texts.remove(&FileId(0));
        let safeties: Vec<Safety> = own.iter().filter_map(|finding| Some(finding.fix.as_ref()?.safety)).collect();
        let as_expected = match expected {
            Some((fixed, safety)) => text == Some(body(fixed)) && safeties.iter().all(|have| have == safety),
            None => !own.is_empty() && text.is_none(),
        };
        if !as_expected {
            let found: Vec<&str> = own.iter().map(|finding| finding.message.as_str()).collect();
            wrong.push(format!("{code}\n  {found:?} {safeties:?}\n  {text:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
