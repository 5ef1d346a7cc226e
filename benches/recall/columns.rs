//! Where columns are named whose table is plain to see: in the chain of calls behind `DB::table('…')` or `Model::`, and
//! as `table.column`.
//!
//! A chain is followed only as long as each call certainly leaves the query with the one table that it started with. It
//! ends at joins, at closures, at methods that this list does not know (they may be scopes), and where a query becomes
//! rows. What stands in a closure belongs to nobody.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::models::pattern;
use crate::php::Literal;
use crate::scan::{Look, is_name, name_in};

static DB_TABLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bDB\s*::\s*table\s*\("));
static STATIC: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\w\\$>:])(\\?[A-Za-z_][\w\\]*)\s*::\s*(\w+)\s*\("));
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\??->\s*(\w+)\s*\("));
static CLOSURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:function|fn)\b"));
static QUALIFIED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:->|::)\s*(\w+)\s*\("));

/// Where a method's arguments name columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The first argument, or the elements of an array there.
    First,
    /// As `First`, or the keys of an array there.
    FirstOrKeys,
    /// The first and the last one.
    Ends,
    /// Every one, and the elements of arrays.
    All,
    /// The keys of the first one, or of the rows in it.
    Rows,
}

/// The methods that name columns: kind, names, where they name them.
const METHODS: &[(&str, &[&str], Place)] = &[
    ("where", &["where", "orWhere", "whereNot", "orWhereNot", "whereLike", "firstWhere"], Place::FirstOrKeys),
    ("whereIn", &["whereIn", "orWhereIn", "whereNotIn", "orWhereNotIn", "whereBetween", "whereNotBetween"], Place::First),
    ("whereNull", &["whereNull", "orWhereNull", "whereNotNull", "orWhereNotNull"], Place::First),
    ("where of a date", &["whereDate", "whereTime", "whereDay", "whereMonth", "whereYear", "orWhereDate"], Place::First),
    ("whereColumn", &["whereColumn", "orWhereColumn"], Place::Ends),
    ("orderBy", &["orderBy", "orderByDesc"], Place::First),
    ("latest", &["latest", "oldest"], Place::First),
    ("groupBy", &["groupBy"], Place::All),
    ("select", &["select", "addSelect"], Place::All),
    ("get", &["get", "first", "firstOrFail", "sole", "all"], Place::First),
    ("pluck", &["pluck"], Place::Ends),
    ("value", &["value"], Place::First),
    ("aggregate", &["sum", "min", "max", "avg", "average"], Place::First),
    ("increment", &["increment", "decrement"], Place::First),
    ("insert keys", &["insert", "insertOrIgnore", "insertGetId"], Place::Rows),
    ("update keys", &["update"], Place::Rows),
    ("upsert keys", &["upsert"], Place::Rows),
];
/// The kinds whose methods return the query.
const GOING_ON: [&str; 9] =
    ["where", "whereIn", "whereNull", "where of a date", "whereColumn", "orderBy", "latest", "groupBy", "select"];
/// Other methods that leave a query with its table.
const HARMLESS: &[&str] = &[
    "query",
    "newQuery",
    "newModelQuery",
    "distinct",
    "limit",
    "take",
    "skip",
    "offset",
    "with",
    "without",
    "withCount",
    "withTrashed",
    "onlyTrashed",
    "withoutTrashed",
    "withoutGlobalScope",
    "withoutGlobalScopes",
    "lockForUpdate",
    "sharedLock",
    "inRandomOrder",
    "has",
    "doesntHave",
    "whereHas",
    "whereDoesntHave",
    "whereKey",
    "whereKeyNot",
    "whereRaw",
    "orWhereRaw",
    "selectRaw",
    "orderByRaw",
];

pub(crate) fn look(look: &mut Look<'_>) {
    qualified(look);
    for found in DB_TABLE.find_iter(look.code.masked()) {
        let Some((arguments, close)) = look.code.arguments(found.end() - 1) else { continue };
        let literal = arguments.first().and_then(|first| look.code.only_literal(first));
        let Some(name) = literal.and_then(|literal| name_in(look.text, literal)) else { continue };
        let table = look.text[name].to_owned();
        if let Some(next) = next(look, close + 1) {
            chain(look, &table, None, next);
        }
    }
    for found in STATIC.captures_iter(look.code.masked()) {
        let (Some(method), Some(whole)) = (found.get(2), found.get(0)) else { continue };
        let model = look.imports.resolve(&found[1]);
        let Some(table) = look.models.table(&model, |table| look.names.is_table(table)) else { continue };
        if method.as_str() == "query" || !look.models.declares(&model, method.as_str()) {
            chain(look, &table, Some(&model), (method.as_str(), whole.end() - 1));
        }
    }
}

/// The kind of columns that a method names, and where.
fn kind_of(method: &str) -> Option<(&'static str, Place)> {
    METHODS.iter().find(|(_, methods, _)| methods.contains(&method)).map(|(kind, _, place)| (*kind, *place))
}

/// Whether a method returns the query, still of the same table.
fn goes_on(method: &str) -> bool {
    let of_kind = kind_of(method).is_some_and(|(kind, _)| GOING_ON.contains(&kind));
    (of_kind && method != "firstWhere") || HARMLESS.contains(&method)
}

/// The call that a chain goes on with at `at`: the method and its parenthesis.
fn next<'l>(look: &Look<'l>, at: usize) -> Option<(&'l str, usize)> {
    let found = NEXT.captures(look.code.masked().get(at..)?)?;
    Some((found.get(1)?.as_str(), at + found.get(0)?.end() - 1))
}

/// Follows the calls on a query of one table.
fn chain<'l>(look: &mut Look<'l>, table: &str, model: Option<&str>, first: (&'l str, usize)) {
    let mut call = Some(first);
    let of_factory = first.0 == "factory" && model.is_some();
    while let Some((method, open)) = call {
        let Some((arguments, close)) = look.code.arguments(open) else { return };
        if CLOSURE.is_match(&look.code.masked()[open..close]) {
            return;
        }
        let more = if of_factory {
            factory(look, table, method, &arguments)
        } else {
            columns(look, table, method, &arguments);
            rows(look, table, model, method, &arguments);
            goes_on(method)
        };
        call = if more { next(look, close + 1) } else { None };
    }
}

/// The rows that a model's factory writes, and whether the factory goes on. Its states leave its table as it is.
fn factory(look: &mut Look<'_>, table: &str, method: &str, arguments: &[Range<usize>]) -> bool {
    let creates = matches!(method, "create" | "createOne" | "createQuietly");
    if let Some(first) = arguments.first().filter(|_| creates) {
        keys(look, "factory keys", table, first);
    }
    !(creates || matches!(method, "make" | "makeOne" | "raw" | "createMany"))
}

/// The columns that a method of the query builder names.
fn columns(look: &mut Look<'_>, table: &str, method: &str, arguments: &[Range<usize>]) {
    let (Some((kind, place)), Some(first)) = (kind_of(method), arguments.first()) else { return };
    match place {
        Place::Rows => keys(look, kind, table, first),
        Place::First => named(look, kind, table, first),
        Place::FirstOrKeys => {
            named(look, kind, table, first);
            keys(look, "where keys", table, first);
        }
        // `pluck($value, $key)`, `whereColumn($first, $operator, $second)`
        Place::Ends => first_and_last(arguments).for_each(|argument| named(look, kind, table, argument)),
        Place::All => arguments.iter().for_each(|argument| named(look, kind, table, argument)),
    }
}

fn first_and_last(arguments: &[Range<usize>]) -> impl Iterator<Item = &Range<usize>> {
    arguments.first().into_iter().chain(arguments.last().filter(|_| arguments.len() > 1))
}

/// The rows of methods that find or write. What a model writes besides the names it was looked for by goes through
/// `fill()`, which drops what is not fillable.
fn rows(look: &mut Look<'_>, table: &str, model: Option<&str>, method: &str, arguments: &[Range<usize>]) {
    let unguarded = model.is_some_and(|model| look.models.is_unguarded(model));
    let filled = if unguarded { "create keys" } else { "create keys (filtered)" };
    let kinds: &[&'static str] = match (method, model) {
        ("updateOrInsert", _) => &["where keys", "update keys"],
        ("forceCreate", Some(_)) => &["create keys"],
        ("create", Some(_)) => &[filled],
        ("firstOrCreate" | "updateOrCreate" | "createOrFirst", Some(_)) => &["where keys", filled],
        ("firstOrNew", Some(_)) => &["where keys"],
        _ => &[],
    };
    for (kind, argument) in kinds.iter().zip(arguments) {
        keys(look, kind, table, argument);
    }
}

/// A column, or an array of columns.
fn named(look: &mut Look<'_>, kind: &'static str, table: &str, argument: &Range<usize>) {
    let elements = look.code.elements(argument).unwrap_or_else(|| vec![argument.clone()]);
    for element in &elements {
        let Some(literal) = look.code.only_literal(element) else { continue };
        if let Some(name) = name_in(look.text, literal) {
            look.column(kind, literal, name, table);
        }
    }
}

/// The keys of a row, or of each row in a list.
fn keys(look: &mut Look<'_>, kind: &'static str, table: &str, argument: &Range<usize>) {
    let Some(elements) = look.code.elements(argument) else { return };
    for row in std::iter::once(argument).chain(&elements) {
        for key in look.code.keys(row) {
            look.column(kind, key, key.content.clone(), table);
        }
    }
}

/// `'table.column'` where a query takes a column: it says by itself which table is meant.
fn qualified(look: &mut Look<'_>) {
    let code = look.code;
    for found in QUALIFIED.captures_iter(code.masked()) {
        let (Some(method), Some(whole)) = (found.get(1), found.get(0)) else { continue };
        let columns = match method.as_str() {
            "join" | "leftJoin" | "rightJoin" | "crossJoin" => 1..usize::MAX,
            "on" | "orOn" | "whereColumn" | "orWhereColumn" | "select" | "addSelect" | "groupBy" => 0..usize::MAX,
            method if kind_of(method).is_some_and(|(kind, _)| GOING_ON.contains(&kind)) => 0..1,
            _ => continue,
        };
        let Some((arguments, _)) = code.arguments(whole.end() - 1) else { continue };
        for (_, argument) in arguments.iter().enumerate().filter(|(position, _)| columns.contains(position)) {
            let mut literals: Vec<&Literal> = code.keys(argument);
            let elements = code.elements(argument).unwrap_or_else(|| vec![argument.clone()]);
            literals.extend(elements.iter().filter_map(|element| code.only_literal(element)));
            for literal in literals {
                let Some((table, column)) = look.text[literal.content.clone()].split_once('.') else { continue };
                let column = column.split(' ').next().unwrap_or(column);
                if is_name(table) && is_name(column) {
                    let start = literal.content.start + table.len() + 1;
                    look.column("table.column", literal, start..start + column.len(), table);
                }
            }
        }
    }
}
