//! What PHP's functions and Laravel's helpers are worth, where no real PHP is asked: functions that are newer than the
//! one of the differential tests, and expressions that would take for ever.

#[path = "support/processor.rs"]
mod processor;

use std::fmt::Write as _;
use std::time::Duration;

use assert_cmd::Command;
use processor::processor_time;

/// Expressions (or bodies of functions, which end with `;`) and their values as JSON; none for one that is not known.
fn values(expressions: &[&str]) -> Vec<Option<String>> {
    let mut columns = String::new();
    for (at, expression) in expressions.iter().enumerate() {
        let closure =
            if expression.ends_with(';') { format!("function () {{ {expression} }}") } else { format!("fn () => {expression}") };
        let _ = writeln!(columns, "$table->string('c{at}')->default('='.json_encode(({closure})()));");
    }
    let migration = format!(
        "<?php
use Illuminate\\Support\\{{Arr, Collection, Str}};
return new class extends Illuminate\\Database\\Migrations\\Migration {{
    public function up() {{
        Illuminate\\Support\\Facades\\Schema::create('t', function ($table) {{
{columns}
        }});
    }}
}};
"
    );
    let project = tempfile::tempdir().expect("a folder can be made");
    let folder = project.path().join("database/migrations");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(project.path().join("composer.json"), r#"{"require": {"laravel/framework": "^12.0"}}"#)
        .expect("it is written");
    std::fs::write(folder.join("2021_01_01_000001_create_t_table.php"), migration).expect("it is written");
    let mut command = Command::cargo_bin("tablecheck").expect("the program is built");
    let output =
        command.args(["schema", "--format", "json", "--driver", "sqlite"]).arg(project.path()).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let connections = schema["connections"].as_object().expect("there are connections");
    let table = &connections.values().next().expect("there is a connection")["tables"]["t"]["columns"];
    (0..expressions.len())
        .map(|at| table[format!("c{at}")]["default"].as_str().and_then(|value| value.strip_prefix('=')).map(str::to_owned))
        .collect()
}

#[test]
fn newer_functions_give_what_their_documentation_says() {
    let table = include_str!("../testdata/expressions-newer.tsv");
    let rows: Vec<(&str, &str)> =
        table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
    let expressions: Vec<&str> = rows.iter().map(|(expression, _)| *expression).collect();
    let mut wrong = String::new();
    for ((expression, wanted), value) in rows.iter().zip(values(&expressions)) {
        let value = value.unwrap_or_else(|| "?".to_owned());
        if value != *wanted {
            let _ = writeln!(wrong, "{expression}: {value}, not {wanted}");
        }
    }
    assert!(rows.len() > 50 && wrong.is_empty(), "{wrong}");
}

#[test]
fn what_would_take_for_ever_is_not_known() {
    let hostile = [
        "str_repeat('a', PHP_INT_MAX)",
        "str_repeat(str_repeat('a', 1000000), 1000)",
        "str_pad('a', PHP_INT_MAX)",
        "range(0, PHP_INT_MAX)",
        "range(0, 1, 1e-300)",
        "range(-1e308, 1e308)",
        "array_fill(0, PHP_INT_MAX, 'x')",
        "array_fill(PHP_INT_MAX, 10, 'x')",
        "array_pad([], PHP_INT_MAX, 'x')",
        "Collection::times(PHP_INT_MAX)->all()",
        "collect([1, 2])->multiply(PHP_INT_MAX)->all()",
        "collect(range(1, 4000))->crossJoin(range(1, 4000), range(1, 4000))->all()",
        "preg_match('/^(a+)+$/', str_repeat('a', 5000).'b')",
        "preg_match('/(a|aa)+\\\\1b/', str_repeat('a', 5000))",
        "preg_match('/((a{1,1000}){1,1000}){1,1000}/', 'a')",
        "preg_replace('/(?=(a+))/', '$1', str_repeat('a', 5000))",
        "str_replace('a', str_repeat('b', 100000), str_repeat('a', 100000))",
        "strtr(str_repeat('a', 100000), ['a' => str_repeat('b', 100000)])",
        "implode(str_repeat('x', 100000), range(1, 4000))",
        "sprintf('%1000000000d', 1)",
        "sprintf('%.1000000000f', 1)",
        "number_format(1, 1000000000)",
        "json_decode(str_repeat('[', 100000))",
        "json_encode($GLOBALS['x'] ?? array_fill(0, 4000, array_fill(0, 4000, 'x')))",
        "levenshtein(str_repeat('a', 100000), str_repeat('b', 100000))",
        "similar_text(str_repeat('a', 100000), str_repeat('b', 100000))",
        "wordwrap(str_repeat('a ', 100000), 1, str_repeat('b', 1000))",
        "chunk_split(str_repeat('a', 100000), 1, str_repeat('b', 1000))",
        "explode('a', str_repeat('a', 1000000))",
        "array_merge_recursive(...array_fill(0, 4000, ['k' => range(1, 100)]))",
        "Arr::get([], str_repeat('a.', 100000))",
        "Arr::undot([str_repeat('a.', 100000) => 1])",
        "data_get([], str_repeat('*.', 100000))",
        "$a = []; Arr::set($a, str_repeat('a.', 100000), 1); return $a;",
        "$a = []; for ($i = 0; $i < 4000; $i++) { $a = [$a]; } return json_encode($a);",
        "$a = range(1, 4000); usort($a, fn ($x, $y) => $y <=> $x); return $a;",
        "$a = range(1, 4000); while ($a) { array_shift($a); } return $a;",
        "$a = []; while (true) { array_push($a, 'x'); if (count($a) > 1000000) { break; } } return $a;",
        "Str::repeat('a', PHP_INT_MAX)",
        "Str::limit(str_repeat('a', 1000000), PHP_INT_MAX)",
        "Str::of('a')->newLine(PHP_INT_MAX)->toString()",
        "Str::mask('abc', '*', PHP_INT_MIN, PHP_INT_MIN)",
        "substr('abc', PHP_INT_MIN, PHP_INT_MIN)",
        "array_slice([1, 2], PHP_INT_MIN, PHP_INT_MIN)",
        "$a = [1, 2]; array_splice($a, PHP_INT_MIN, PHP_INT_MIN, 'x'); return $a;",
        "intdiv(PHP_INT_MIN, -1)",
        "PHP_INT_MIN % -1",
        "abs(PHP_INT_MIN)",
        "round(1, PHP_INT_MAX)",
        "1 << 9999999999",
        "base_convert('zzzzzzzzzzzzzzzzzzzzzzzz', 36, 2)",
        "chr(PHP_INT_MIN)",
        "collect([1, 2, 3])->slice(PHP_INT_MIN, PHP_INT_MAX)->all()",
        "collect([1, 2, 3])->forPage(PHP_INT_MIN, PHP_INT_MAX)->all()",
        "collect([1, 2, 3])->chunk(PHP_INT_MAX)->toArray()",
        "collect([1, 2, 3])->sliding(PHP_INT_MAX, PHP_INT_MAX)->toArray()",
        "collect([1, 2, 3])->nth(PHP_INT_MAX, PHP_INT_MAX)->all()",
        "collect([1, 2, 3])->split(PHP_INT_MAX)->toArray()",
        "mb_substr('héé', -2, PHP_INT_MAX)",
        "strrev('é')",
        "ucfirst('')",
        "max([])",
        "array_combine(['a'], [])",
        "array_chunk([1], 0)",
        "explode('', 'a')",
        "sprintf('%')",
        "sprintf('%s')",
        "preg_match('', '')",
        "preg_match('/', '')",
        "preg_match('é', '')",
    ];
    // Each by itself: what one of them spends of the budget is not the next one's.
    for expression in hostile {
        let began = processor_time().unwrap_or_default();
        let _ = values(&[expression]);
        let took = processor_time().unwrap_or_default().saturating_sub(began);
        assert!(took < Duration::from_secs(60), "{expression} takes {took:?}");
    }
}
