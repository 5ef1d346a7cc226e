//! Changes that break a text or a project: in ways that typing, merging and copying do, and in worse ones.

use std::ops::Range;

use super::random::Random;

/// Paths and texts, in the order of their paths.
pub(crate) type Files = Vec<(String, String)>;

/// What a lexer, a parser or an evaluator may stumble over.
const NASTY: [&str; 64] = [
    "<<<EOT",
    "<<<'EOT'\n",
    "{$",
    "${",
    "\"",
    "'",
    "`",
    "[[[[",
    "((((",
    "{{{{",
    "}",
    ")",
    "]",
    "fn",
    "fn()=>",
    "=>",
    "use ($x)",
    "?->",
    "...",
    "__halt_compiler();",
    "\0",
    "😀",
    "é",
    "\u{2028}",
    "\u{feff}",
    "\r",
    "?>",
    "<?php",
    "<?=",
    "#[",
    "/*",
    "//",
    "*/",
    "::",
    "::class",
    "->",
    "&",
    "$$",
    "$this",
    "static",
    "parent::",
    "self::",
    "namespace ",
    "class ",
    "function ",
    "abstract ",
    "return ",
    "yield ",
    "match(",
    "new class {",
    "null",
    "[]",
    "''",
    "-9223372036854775808",
    "9223372036854775807",
    "1e999",
    "0x",
    "\\",
    "\\u{110000}",
    "??=",
    "|>",
    "as ",
    "; ;",
    ",",
];

/// What a name may be replaced by.
const STRINGS: [&str; 24] = [
    "",
    " ",
    ".",
    "..",
    "a.b",
    "a.b.c.d",
    "users as u",
    "users AS",
    "*",
    "users.*",
    "data->key->0",
    "x:y,z",
    "unique:",
    "exists:users,",
    "select * from",
    "create table",
    "insert into t values (",
    "ÄÖ😀ß",
    "İstanbul",
    "`a`",
    "\\\\\\\\",
    "%s%d%1$s%99999s",
    "../../../../etc/passwd",
    "id",
];

/// Statements that an evaluation may not end with, or not survive.
const STATEMENTS: [&str; 20] = [
    "while (true) { $x[] = $x; }",
    "for (;;) { $x .= $x; }",
    "for ($i = 0; $i < PHP_INT_MAX; $i++) { $x = [$x, $x]; }",
    "foreach (range(0, PHP_INT_MAX) as $x) { $y[$x] = $y; }",
    "$x = fn () => $x();",
    "$this->up();",
    "static::boot();",
    "return self::$x;",
    "include __FILE__;",
    "goto here; here:",
    "extract($_GET);",
    "$$x = compact('x');",
    "[$a, [$b, 'k' => $c]] = $x;",
    "throw $x;",
    "exit;",
    "try { $x(); } catch (\\Throwable) { } finally { return; }",
    "switch ($x) { case 1: default: continue 2; }",
    "Schema::rename($x, 'users');",
    "Schema::dropIfExists('users');",
    "DB::statement('alter table users rename to ' . $x);",
];

/// Breaks one text in a few places, with pieces of another one where it likes. Says what it did.
pub(crate) fn text(random: &mut Random, text: &str, donor: &str) -> (String, &'static str) {
    let mut whole = text.to_owned();
    let mut last = "nothing";
    for _ in 0..=random.below(4) {
        last = step(random, &mut whole, donor);
    }
    (whole, last)
}

fn step(random: &mut Random, text: &mut String, donor: &str) -> &'static str {
    let at = boundary(text, random.below(text.len() + 1));
    match random.below(14) {
        0 => {
            text.truncate(at);
            "cut off its end"
        }
        1 => {
            let end = boundary(text, (at + random.below(60)).min(text.len()));
            text.replace_range(at..end.max(at), "");
            "deleted characters"
        }
        2 | 3 => {
            let token = token(random, text);
            text.replace_range(token, "");
            "deleted a token"
        }
        4 => {
            let token = token(random, text);
            let copy = text[token.clone()].repeat(1 + random.below(3));
            text.insert_str(token.end, &copy);
            "repeated a token"
        }
        5 => {
            let (one, two) = (token(random, text), token(random, text));
            let (one, two) = if one.start <= two.start { (one, two) } else { (two, one) };
            if one.end <= two.start {
                let (first, second) = (text[one.clone()].to_owned(), text[two.clone()].to_owned());
                text.replace_range(two, &first);
                text.replace_range(one, &second);
            }
            "swapped two tokens"
        }
        6 | 7 => {
            text.insert_str(at, random.word(&NASTY));
            "inserted something nasty"
        }
        8 => {
            let token = token(random, text);
            text.replace_range(token, random.word(&NASTY));
            "replaced a token by something nasty"
        }
        9 => {
            let (own, other) = (token(random, text), token(random, donor));
            text.replace_range(own, &donor[other]);
            "replaced a token by one of another file"
        }
        10 => {
            if let Some(literal) = literal(random, text) {
                text.replace_range(literal, random.word(&STRINGS));
            }
            "replaced a string"
        }
        11 => {
            let behind = text[at..].find([';', '{']).map_or(text.len(), |offset| at + offset + 1);
            text.insert_str(behind, random.word(&STATEMENTS));
            "inserted a hostile statement"
        }
        12 => {
            let (one, two) = (line(random, text), line(random, text));
            let copy = text[one].to_owned();
            text.insert_str(two.start, &copy);
            "copied a line"
        }
        _ => {
            let (own, other) = (line(random, text), line(random, donor));
            text.replace_range(own, &donor[other]);
            "replaced a line by one of another file"
        }
    }
}

/// Breaks a project as a whole: files that are missing, swapped, empty or doubled, settings that make no sense.
pub(crate) fn project(random: &mut Random, files: &mut Files) -> &'static str {
    if files.is_empty() {
        return "nothing: there is no file";
    }
    let (one, two) = (random.below(files.len()), random.below(files.len()));
    match random.below(9) {
        0 => {
            files.remove(one);
            "removed a file"
        }
        1 => {
            let (first, second) = (files[one].1.clone(), files[two].1.clone());
            files[one].1 = second;
            files[two].1 = first;
            "swapped two files"
        }
        2 => {
            files[one].1.clear();
            "emptied a file"
        }
        3 => {
            let (path, text) = files[one].clone();
            files.push((format!("copy/{path}"), text));
            "doubled a file"
        }
        4 => {
            let text = files[one].1.clone();
            files.push(("database/migrations/2000_01_01_000000_x.php".to_owned(), text));
            "made a file a migration"
        }
        5 => {
            const BROKEN: [&str; 7] = [
                "",
                "{",
                "null",
                "[[[[[[",
                r#"{"require":{"laravel/framework":"^99999999999999999999 || dev-ä"}}"#,
                r#"{"autoload":{"psr-4":{"":"","App\\":["app/","../.."],"X\\":7},"files":[{}]}}"#,
                "{\"require\":{\"laravel/framework\":\"\u{0}\"},\"extra\":{\"laravel\":{\"providers\":\"App\\\\P\"}}}",
            ];
            put(files, "composer.json", random.word(&BROKEN));
            "broke composer.json"
        }
        6 => {
            const BROKEN: [&str; 4] =
                ["=", "DB_CONNECTION=${DB_CONNECTION}\nDB_CONNECTION\n=x", "DB_CONNECTION=\"\u{0}ä\n'", "A=${B}\nB=${A}\n"];
            put(files, ".env.example", random.word(&BROKEN));
            "broke .env.example"
        }
        _ => {
            const NONSENSE: [&str; 7] = [
                "<?php return;",
                "<?php return 7;",
                "<?php return config('database');",
                "<?php return include __FILE__;",
                "<?php return ['default' => config('database.default'), 'connections' => [[], 'x' => 'y', 'mysql' => ['driver' => []]]];",
                "<?php return ['default' => null, 'connections' => null, 'migrations' => ['table' => 7]];",
                "<?php return ['connections' => array_fill_keys(range(0, 100000), ['driver' => 'ä', 'prefix' => \"\\0\"])];",
            ];
            put(files, "config/database.php", random.word(&NONSENSE));
            "let config/database.php return nonsense"
        }
    }
}

fn put(files: &mut Files, path: &str, text: &str) {
    files.retain(|(known, _)| known != path);
    files.push((path.to_owned(), text.to_owned()));
}

/// The nearest place before this one that is no middle of a character.
pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A word (with its `$`), a stretch of blanks, or a sign.
fn token(random: &mut Random, text: &str) -> Range<usize> {
    let at = boundary(text, random.below(text.len()));
    let kind = |c: char| if c.is_alphanumeric() || c == '_' { 1 } else { 2 * u8::from(c.is_whitespace()) };
    let Some(first) = text[at..].chars().next() else { return at..at };
    if kind(first) == 0 && first != '$' {
        return at..at + first.len_utf8();
    }
    let same = |c: &char| kind(*c) == if first == '$' { 1 } else { kind(first) };
    let before: usize = text[..at].chars().rev().take_while(|c| same(c) && first != '$').map(char::len_utf8).sum();
    let behind: usize = text[at..].chars().skip(1).take_while(same).map(char::len_utf8).sum();
    let start = at - before;
    let start = if text[..start].ends_with('$') { start - 1 } else { start };
    start..at + first.len_utf8() + behind
}

/// What stands between two single quotes, on one line.
fn literal(random: &mut Random, text: &str) -> Option<Range<usize>> {
    let at = boundary(text, random.below(text.len()));
    let start = at + text[at..].find('\'')? + 1;
    let end = start + text[start..].find(['\'', '\n'])?;
    Some(start..end)
}

/// A line with its end.
fn line(random: &mut Random, text: &str) -> Range<usize> {
    let at = boundary(text, random.below(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1);
    start..end
}
