//! Questions that migrations ask the database's own catalog in SQL: is there an index, a key, a column, a table of
//! this name? (`SHOW INDEX FROM t WHERE Key_name = '…'`, `information_schema`, `pg_indexes`, `sqlite_master`.)
//!
//! Answered from the schema as it is at that point of a replay, if the question is nothing but names that are known.

use std::sync::LazyLock;

use regex::Regex;

use crate::eval::{Args, Array, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::catalog_rows;
use crate::laravel::objects::Connection;
use crate::schema::{Existence, IndexKind, Schema, Table};

/// What a catalog lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    Indexes,
    Constraints,
    Columns,
    Tables,
}

/// The names that a question gives; each must be the one asked for.
#[derive(Debug, Default)]
struct Names {
    table: Option<String>,
    index: Option<String>,
    constraint: Option<String>,
    column: Option<String>,
    kind: Option<String>,
}

/// A comparison of a catalog's column with a value.
pub(super) static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?ix) (?:\b\w+\.)? [`"]? \b(\w+)\b [`"]? \s* (=|\blike\b) \s* ( \? | :\w+ | '[^']*' | "[^"]*" | \w+\(\s*\) )"#)
        .expect("the pattern is a constant")
});
/// What may stand between comparisons: anything else asks for more than names.
static OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(<>|!=|>|<|\bor\b|\bnot\b|\bin\s*\(|\bjoin\b|\bunion\b|\bcount\s*\(|\bexists\b)")
        .expect("the pattern is a constant")
});
/// `SHOW INDEX FROM t`, `SHOW COLUMNS FROM t`.
static SHOW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)^\s*show\s+(?:full\s+)?(index|indexes|keys|columns|fields|tables)\b(?:\s+(?:from|in)\s+[`"]?(\w+)[`"]?)?"#)
        .expect("the pattern is a constant")
});

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The rows that a question to the catalog gives; none if the SQL is none, or if the answer is not known.
    pub(in crate::laravel) fn ask_catalog(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
    ) -> Option<Value<'a>> {
        if EXPLORE {
            return None;
        }
        let sql = Self::sql_of(cx, args)?;
        let bindings: Vec<Value<'a>> = match args.find(1, "bindings").map(|arg| &arg.value) {
            Some(Value::Array(list)) if list.is_complete() => list.entries.iter().map(|entry| entry.value.clone()).collect(),
            None => Vec::new(),
            Some(_) => return None,
        };
        let laravel = cx.host.settings.laravel;
        let schema = cx.host.schema_of(connection)?;
        let rows = catalog_rows::rows(schema, &sql, &bindings, laravel);
        let single = !method.eq_ignore_ascii_case("select") && !method.eq_ignore_ascii_case("cursor");
        let exists = question(&sql, &bindings, &schema.prefix).and_then(|(listed, names)| answer(schema, listed, &names));
        let found = rows.as_ref().and_then(catalog_rows::first).filter(|row| matches!(row, Value::Object(_)));
        let (exists, row) = match (exists, rows) {
            // Whether there is one, is known better than what else there is.
            (Some(exists), rows) if rows.as_ref().is_none_or(|rows| rows.open || rows.entries.is_empty() == exists) => {
                (exists, found.unwrap_or(Value::Unknown(Why::Data)))
            }
            (_, Some(rows)) if !single => return Some(Value::array(rows)),
            (_, Some(rows)) => {
                let row = catalog_rows::first(&rows)?;
                let scalar = method.eq_ignore_ascii_case("scalar");
                return Some(if scalar { catalog_rows::scalar(&row) } else { row });
            }
            (_, None) => return None,
        };
        Some(match (exists, single) {
            (true, true) => Value::array(Array::open_if(true)),
            (false, true) => Value::Null,
            (true, false) => Value::array(Array::list([row])),
            (false, false) => Value::array(Array::default()),
        })
    }

    /// The text of the SQL that a call is given.
    pub(in crate::laravel) fn sql_of(cx: &Interp<'a, Self>, args: &Args<'a>) -> Option<std::rc::Rc<str>> {
        match &args.find(0, "query")?.value {
            Value::Host(id) => match cx.host.thing(*id) {
                Some(crate::laravel::objects::Thing::Expression(sql)) => sql.as_str(),
                _ => None,
            },
            text => text.as_str(),
        }
    }
}

/// The comparisons of a condition: each a column, in small letters, and its value as far as that is known. None if a value is not
/// given.
pub(super) fn comparisons(conditions: &str, bindings: &[Value<'_>]) -> Option<Vec<(String, Option<String>)>> {
    let mut bindings = bindings.iter();
    let compared = CONDITION.captures_iter(conditions).map(|condition| {
        let given = &condition[3];
        let value = if given == "?" {
            bindings.next()?.as_str().map(|text| text.to_string())
        } else if given.starts_with(['\'', '"']) {
            Some(given[1..given.len() - 1].to_owned())
        } else {
            None
        };
        Some((condition[1].to_ascii_lowercase(), value))
    });
    compared.collect()
}

/// What a question asks for.
fn question(sql: &str, bindings: &[Value<'_>], prefix: &str) -> Option<(Listed, Names)> {
    let lower = sql.to_ascii_lowercase();
    if OTHERWISE.is_match(sql) {
        return None;
    }
    let mut names = Names::default();
    let listed = if let Some(show) = SHOW.captures(sql) {
        names.table = show.get(2).map(|table| table.as_str().to_owned());
        match &*show[1].to_ascii_lowercase() {
            "columns" | "fields" => Listed::Columns,
            "tables" => return None,
            _ => Listed::Indexes,
        }
    } else {
        let catalogs = [
            ("pg_indexes", Listed::Indexes),
            ("information_schema.statistics", Listed::Indexes),
            ("information_schema.table_constraints", Listed::Constraints),
            ("information_schema.key_column_usage", Listed::Constraints),
            ("information_schema.referential_constraints", Listed::Constraints),
            ("pg_constraint", Listed::Constraints),
            ("information_schema.columns", Listed::Columns),
            ("information_schema.tables", Listed::Tables),
            ("pg_tables", Listed::Tables),
            ("sqlite_master", Listed::Tables),
        ];
        let (_, listed) = catalogs.into_iter().find(|(catalog, _)| lower.contains(catalog))?;
        listed
    };
    for (column, value) in comparisons(sql, bindings)? {
        let slot = match column.as_str() {
            "table_name" | "tablename" | "tbl_name" => &mut names.table,
            "index_name" | "indexname" | "key_name" => &mut names.index,
            "constraint_name" | "conname" => &mut names.constraint,
            "column_name" | "field" => &mut names.column,
            "constraint_type" | "type" => &mut names.kind,
            "name" if listed == Listed::Tables => &mut names.table,
            // Which database or schema it is goes without saying.
            "table_schema" | "constraint_schema" | "schemaname" | "table_catalog" | "index_schema" => continue,
            _ => return None,
        };
        let value = value.filter(|value| !value.contains(['%', '{']))?;
        *slot = Some(value);
    }
    if let Some(table) = &mut names.table
        && let Some(rest) = table.strip_prefix(prefix)
    {
        *table = rest.to_owned();
    }
    if lower.contains("sqlite_master") && names.kind.as_deref() == Some("index") {
        let index = names.table.take();
        return index.map(|index| (Listed::Indexes, Names { index: Some(index), ..Names::default() }));
    }
    Some((listed, names))
}

/// Whether there is such a thing; none if that is not certain.
fn answer(schema: &Schema, listed: Listed, names: &Names) -> Option<bool> {
    let tables: Vec<&Table> = match &names.table {
        Some(name) => match schema.existence(name) {
            Existence::Exists(table) if !table.conditional => vec![table],
            Existence::Missing(_) => return Some(false),
            _ => return None,
        },
        None => schema.tables.values().collect(),
    };
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    match listed {
        Listed::Tables => names.table.as_ref().map(|_| true),
        Listed::Columns => {
            let ([table], Some(column)) = (tables.as_slice(), &names.column) else { return None };
            match table.column(column) {
                Some(column) => (!column.conditional).then_some(true),
                None => table.open_at.is_none().then_some(false),
            }
        }
        Listed::Indexes | Listed::Constraints => {
            // A primary key has its own name in every database.
            let wanted = names.index.as_ref().or(names.constraint.as_ref())?;
            if names.column.is_some() || same(wanted, "primary") || wanted.ends_with("_pkey") {
                return None;
            }
            let uncertain = |table: &&Table| table.open_at.is_some();
            let index = |table: &Table| {
                table.indexes.iter().any(|index| {
                    same(&index.name, wanted) && (listed == Listed::Indexes || matches!(index.kind, IndexKind::Unique))
                })
            };
            let asks_unique = names.kind.as_deref().is_some_and(|kind| same(kind, "unique"));
            let asks_foreign = names.kind.as_deref().is_some_and(|kind| same(kind, "foreign key"));
            if names.kind.is_some() && !asks_unique && !asks_foreign {
                return None;
            }
            let found_key =
                tables.iter().flat_map(|table| &table.foreign_keys).find(|key| !asks_unique && same(&key.name, wanted));
            if let Some(key) = found_key {
                return match listed {
                    Listed::Constraints if !key.conditional => Some(true),
                    // InnoDB's index of a key has the key's name.
                    Listed::Indexes if schema.driver.is_mysql() && !key.conditional => Some(true),
                    Listed::Indexes if !schema.driver.is_mysql() => Some(tables.iter().any(|table| index(table))),
                    _ => None,
                };
            }
            if !asks_foreign && tables.iter().any(|table| index(table)) {
                return Some(true);
            }
            if tables.iter().any(uncertain) { None } else { Some(false) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sql: &str, bindings: &[&str]) -> Option<(Listed, Option<String>, Option<String>)> {
        let bindings: Vec<Value<'_>> = bindings.iter().map(Value::string).collect();
        question(sql, &bindings, "x_")
            .map(|(listed, names)| (listed, names.table, names.index.or(names.constraint).or(names.column)))
    }

    #[test]
    fn names_are_read_from_the_question() {
        let text = |text: &str| Some(text.to_owned());
        let show = asked("SHOW INDEX FROM `x_users` WHERE Key_name = 'users_email_unique'", &[]);
        assert_eq!(show, Some((Listed::Indexes, text("users"), text("users_email_unique"))));
        let pg = asked("SELECT 1 FROM pg_indexes WHERE schemaname = 'public' AND indexname = ?", &["i"]);
        assert_eq!(pg, Some((Listed::Indexes, None, text("i"))));
        let columns = asked(
            "select * from information_schema.columns where table_schema = database() and table_name = ? and column_name = ?",
            &["x_users", "email"],
        );
        assert_eq!(columns, Some((Listed::Columns, text("users"), text("email"))));
        let lite = asked("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'x_users'", &[]);
        assert_eq!(lite, Some((Listed::Tables, text("users"), None)));
    }

    #[test]
    fn what_asks_for_more_than_names_has_no_answer() {
        for sql in [
            "select * from users where name = 'a'",
            "select 1 from pg_indexes where indexname like 'a%'",
            "select 1 from pg_indexes where indexname = 'a' or indexname = 'b'",
            "select count(*) as c from information_schema.columns where column_name = 'a'",
            "select 1 from pg_indexes where indexdef = 'a'",
            "select 1 from pg_indexes where indexname = ?",
        ] {
            assert_eq!(asked(sql, &[]), None, "{sql}");
        }
    }
}
