//! What dumps of the database say that lie in the project and that nothing loads: most likely somebody sets up the database with
//! them. A table or a column that only such a dump has is not called missing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use super::written::beginning;
use crate::migrator::is_vendored;
use crate::schema::{Absence, Existence, Schema, Table};
use crate::source::{Sources, is_test};

/// Why nothing is said of them.
pub(super) const REASON: &str = "only a dump in the project has it; name the dump under `schema` to check by it";

/// The beginning of a table in a dump, as `mysqldump`, `pg_dump` and their like write it.
static CREATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?im)^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?(?:[`"\[]?\w+[`"\]]?\.)?[`"\[]?(\w+)[`"\]]?\s*\("#)
        .expect("the pattern is a constant")
});

/// The same of a view; its columns are not worked out.
static VIEW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?im)^\s*(?:/\*!\d+\s*)?create\s+(?:or\s+replace\s+)?(?:materialized\s+)?(?:algorithm=\w+\s+)?(?:definer=\S+\s+)?(?:sql\s+security\s+\w+\s+)?view\s+(?:if\s+not\s+exists\s+)?(?:[`"\[]?\w+[`"\]]?\.)?[`"\[]?(\w+)"#,
    )
    .expect("the pattern is a constant")
});

/// How the tools that dump databases sign what they write.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i) dump\b|phpmyadmin|heidisql|navicat|sqlyog|adminer|/\*!40\d{3}").expect("the pattern is a constant")
});

/// Where a tool signs, in bytes from the beginning.
const HEAD: usize = 2_000;

/// Whether a text was written by a database, and not by somebody who plans one.
fn is_dump(text: &str) -> bool {
    SIGNED.is_match(beginning(text, HEAD)) || (text.contains("INSERT INTO") && text.contains("ENGINE="))
}

/// Words that begin what is no column in a table's definition.
const NO_COLUMNS: [&str; 9] = ["primary", "key", "unique", "index", "constraint", "foreign", "fulltext", "spatial", "check"];

/// The columns of the tables in dumps that nothing loads, in lower case, each with how it is written there.
#[derive(Debug, Default)]
pub(super) struct Dumped(BTreeMap<String, BTreeMap<String, String>>);

impl Dumped {
    fn new(sources: &Sources) -> Self {
        let mut tables: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let may_be = |path: &str| {
            let lower = path.to_ascii_lowercase();
            lower.ends_with(".sql") && !lower.starts_with("database/schema/") && !is_test(path) && !is_vendored(path)
        };
        for (_, file) in sources.iter().filter(|(_, file)| may_be(file.path()) && is_dump(file.text())) {
            for found in CREATE.captures_iter(file.text()) {
                let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
                let columns = file.text()[whole.end()..].lines().map(str::trim).take_while(|line| !line.starts_with(')'));
                let names = columns.filter_map(|line| {
                    let bare = line.trim_start_matches(['`', '"', '[']);
                    let end = bare.find(|c: char| !c.is_alphanumeric() && c != '_')?;
                    let name = bare[..end].to_ascii_lowercase();
                    let is_quoted = bare.len() < line.len();
                    let is_column = !name.is_empty() && (is_quoted || !NO_COLUMNS.contains(&name.as_str()));
                    is_column.then(|| (name, line.to_owned()))
                });
                tables.entry(name.as_str().to_ascii_lowercase()).or_default().extend(names);
            }
            for name in VIEW.captures_iter(file.text()).filter_map(|found| found.get(1)) {
                tables.entry(name.as_str().to_ascii_lowercase()).or_default();
            }
        }
        Dumped(tables)
    }
}

fn dumped<'c>(cx: &'c Context<'_>) -> &'c Dumped {
    cx.dumped.get_or_init(|| Dumped::new(cx.sources))
}

/// Whether only a dump that nothing loads has a table.
pub(super) fn has_table(cx: &Context<'_>, schema: &Schema, table: &str) -> bool {
    matches!(schema.existence(table), Existence::Missing(Absence::NeverCreated)) && dumped(cx).0.contains_key(&bare(table))
}

/// The name of a table in a dump, which may leave out its schema.
fn bare(table: &str) -> String {
    table.rsplit('.').next().unwrap_or(table).to_ascii_lowercase()
}

/// Whether only a dump that nothing loads has a column of a table; what migrations dropped or renamed is older than they are.
pub(super) fn has_column(cx: &Context<'_>, table: &Table, column: &str) -> bool {
    table.former_column(column).is_none()
        && dumped(cx).0.get(&bare(&table.name)).is_some_and(|columns| columns.contains_key(&column.to_ascii_lowercase()))
}

/// Whether a column in a dump that nothing loads lists a value: there the column is another one than the migrations'.
pub(super) fn lists(cx: &Context<'_>, table: &Table, column: &str, value: &str) -> bool {
    let columns = dumped(cx).0.get(&bare(&table.name));
    columns.and_then(|columns| columns.get(&column.to_ascii_lowercase())).is_some_and(|line| line.contains(&format!("'{value}'")))
}
