//! Where tables are named, and the columns that stand beside them: validation rules and assertions.

use std::sync::LazyLock;

use regex::Regex;

use crate::models::{TABLE_PROPERTY, pattern};
use crate::scan::{Look, name_in};

/// Calls whose first argument is a table, by kind.
static CALLS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    let calls = [
        ("DB::table", r"\bDB\s*::\s*table"),
        ("from", r"(?:->|::)\s*from"),
        ("join", r"(?:->|::)\s*(?:join|leftJoin|rightJoin|crossJoin)"),
        ("Rule::exists", r"\bRule\s*::\s*exists"),
        ("Rule::unique", r"\bRule\s*::\s*unique"),
        ("assertDatabase…", r"\b(?:assertDatabase(?:Has|Missing|Count|Empty)|assert(?:Not)?SoftDeleted)"),
        ("Schema::table", r"\bSchema\s*::\s*table"),
    ];
    calls.map(|(kind, call)| (kind, pattern(&format!(r"{call}\s*\(")))).into()
});
/// Calls whose first argument is SQL.
static SQL: LazyLock<[(&str, Regex); 2]> = LazyLock::new(|| {
    const STATEMENTS: &str = "select|selectOne|scalar|statement|affectingStatement|unprepared|insert|update|delete";
    const FRAGMENTS: &str = "selectRaw|fromRaw|whereRaw|orWhereRaw|havingRaw|orHavingRaw|orderByRaw|groupByRaw";
    [
        ("SQL statement", pattern(&format!(r"\bDB\s*::\s*(?:{STATEMENTS})\s*\("))),
        ("SQL fragment", pattern(&format!(r"(?:\bDB\s*::\s*raw|(?:->|::)\s*(?:{FRAGMENTS}))\s*\("))),
    ]
});
static IN_SQL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i)\b(?:from|join|update|into)\s+[`"]?([A-Za-z_]\w*)[`"]?(?:[\s,;)]|$)"#));
static PROPERTY: LazyLock<Regex> = LazyLock::new(|| pattern(TABLE_PROPERTY));
static IN_RULE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|\|)\s*(exists|unique):(?:\w+\.)?([A-Za-z_]\w*)(?:,([A-Za-z_]\w*))?"));

pub(crate) fn look(look: &mut Look<'_>) {
    calls(look);
    for found in PROPERTY.find_iter(look.code.masked()) {
        let Some(literal) = look.code.literal_at(look.code.skip_blanks(found.end())) else { continue };
        let ends = look.code.masked()[look.code.skip_blanks(literal.whole.end)..].starts_with(';');
        if let Some(name) = name_in(look.text, literal).filter(|_| ends) {
            look.table("$table", literal, name);
        }
    }
    rules(look);
    sql(look);
}

fn calls(look: &mut Look<'_>) {
    let code = look.code;
    for (kind, call) in CALLS.iter() {
        for found in call.find_iter(code.masked()) {
            let Some((arguments, _)) = code.arguments(found.end() - 1) else { continue };
            let Some(literal) = arguments.first().and_then(|first| code.only_literal(first)) else { continue };
            let Some(name) = name_in(look.text, literal) else { continue };
            look.table(kind, literal, name.clone());
            let table = &look.text[name];
            let Some(second) = arguments.get(1) else { continue };
            if let Some(column) = code.only_literal(second).filter(|_| kind.starts_with("Rule::")) {
                look.column("rule columns", column, column.content.clone(), table);
            }
            if kind.starts_with("assert") {
                for key in code.keys(second) {
                    look.column("assert keys", key, key.content.clone(), table);
                }
            }
        }
    }
}

/// `exists:users,email` in any string.
fn rules(look: &mut Look<'_>) {
    for literal in look.code.literals() {
        let content = &look.text[literal.content.clone()];
        // What follows a name must end it, and not be put together with something else.
        let ends = |end: usize| match content.as_bytes().get(end) {
            None => !look.code.masked()[look.code.skip_blanks(literal.whole.end)..].starts_with('.'),
            Some(byte) => matches!(byte, b',' | b'|'),
        };
        let base = literal.content.start;
        let mut named = Vec::new();
        for found in IN_RULE.captures_iter(content) {
            let Some(table) = found.get(2).filter(|table| ends(table.end())) else { continue };
            let kind = if &found[1] == "exists" { "exists:" } else { "unique:" };
            named.push((kind, table, found.get(3).filter(|column| ends(column.end()))));
        }
        for (kind, table, column) in named {
            look.table(kind, literal, base + table.start()..base + table.end());
            if let Some(column) = column {
                look.column("rule columns", literal, base + column.start()..base + column.end(), table.as_str());
            }
        }
    }
}

/// `from users` and its like in raw SQL.
fn sql(look: &mut Look<'_>) {
    for (kind, call) in SQL.iter() {
        for found in call.find_iter(look.code.masked()) {
            let Some((arguments, _)) = look.code.arguments(found.end() - 1) else { continue };
            let Some(literal) = arguments.first().and_then(|first| look.code.only_literal(first)) else { continue };
            let base = literal.content.start;
            for found in IN_SQL.captures_iter(&look.text[literal.content.clone()]) {
                if let Some(name) = found.get(1) {
                    look.table(kind, literal, base + name.start()..base + name.end());
                }
            }
        }
    }
}
