//! What the SQL of queries names: tables, columns and aliases, each with its place and the query that it stands in.
//!
//! A pure function of the text. Which tables there are is not its business, and what the parser cannot read is not read at
//! all: the caller says so in its list of what was not understood.

mod walk;

use std::borrow::Cow;
use std::ops::ControlFlow;

use sqlparser::ast::Visit;

use crate::schema::Driver;
use crate::schema::ddl::{Locator, Name, Word, tree};

/// Stands in a text for a part that is not known: a name that no database has.
pub const UNKNOWN: &str = "tablecheck_unknown";

/// Where a piece of SQL stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A statement of its own.
    Statement,
    /// The list of a `SELECT`.
    Select,
    /// A condition.
    Where,
    /// The list of an `ORDER BY`.
    Order,
    /// The list of a `GROUP BY`.
    Group,
}

impl Piece {
    /// What makes a statement of it.
    fn before(self) -> &'static str {
        match self {
            Piece::Statement => "",
            Piece::Select => "SELECT ",
            Piece::Where => "SELECT 1 WHERE ",
            Piece::Order => "SELECT 1 ORDER BY ",
            Piece::Group => "SELECT 1 GROUP BY ",
        }
    }
}

/// What a statement does to the table that it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Deed {
    #[default]
    Query,
    Insert,
    Update,
    Delete,
}

/// What a piece of SQL names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The piece's own scope first, then those of the queries in it.
    pub scopes: Vec<Scope>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The names of columns that `=` stands between.
    pub equal: Vec<(Word, Word)>,
}

/// The tables that the names of one query may belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The scope around it.
    pub parent: Option<usize>,
    /// What it reads or writes.
    pub sources: Vec<Source>,
    /// The names that it gives to what it selects.
    pub aliases: Vec<String>,
    /// Whether there may be more names than these.
    pub open: bool,
}

/// A table of a scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The table; none for a sub-query.
    pub table: Option<Name>,
    /// What the query calls it, if not by its name.
    pub alias: Option<String>,
    /// What is done with it.
    pub deed: Deed,
}

/// A column that is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its scope.
    pub scope: usize,
    /// What stands before the dot.
    pub qualifier: Option<Word>,
    /// Its name.
    pub name: Word,
}

/// Reads a piece of SQL in the driver's dialect.
///
/// # Errors
/// What the parser did not understand.
pub fn read(sql: &str, driver: Driver, piece: Piece) -> Result<Reading, String> {
    let before = piece.before();
    let text = format!("{before}{}", without_placeholders(sql.trim_end().trim_end_matches(';'), driver));
    let statement = tree(&text, driver)?;
    let shift = isize::try_from(before.len()).map_or(0, |length| -length);
    let mut walker = walk::Walker::new(Locator::new(&text, shift, driver), driver);
    match statement.visit(&mut walker) {
        ControlFlow::Continue(()) => Ok(walker.reading),
        ControlFlow::Break(()) => Err("it is no query".to_owned()),
    }
}

/// PostgreSQL's parser takes `?` for an operator. Laravel writes the operator twice, so that a single one is a value.
fn without_placeholders(sql: &str, driver: Driver) -> Cow<'_, str> {
    if driver != Driver::PgSql || !sql.contains('?') {
        return Cow::Borrowed(sql);
    }
    let bytes = sql.as_bytes();
    let mut quote = None;
    let mut text = String::with_capacity(sql.len());
    for (at, char) in sql.char_indices() {
        match (quote, char) {
            (None, '\'' | '"') => quote = Some(char),
            (Some(open), char) if open == char => quote = None,
            _ => {}
        }
        let next = bytes.get(at + 1).copied();
        let second = text.ends_with('?') && sql.as_bytes().get(at.wrapping_sub(1)) == Some(&b'?');
        text.push(match (char, quote, next) {
            ('?', None, _) if second => ' ',
            ('?', None, Some(b'?' | b'|' | b'&')) => '?',
            ('?', None, _) => '1',
            _ => char,
        });
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scope.qualifier.column` of all columns, and the tables of the scopes.
    fn told(sql: &str, driver: Driver, piece: Piece) -> String {
        let reading = match read(sql, driver, piece) {
            Ok(reading) => reading,
            Err(error) => return format!("error: {error}"),
        };
        let bare = |word: &Word| {
            assert!(
                sql[word.range.clone()].trim_matches(['`', '"', '[', ']']).eq_ignore_ascii_case(&word.text),
                "{sql}: {word:?}"
            );
            word.text.clone()
        };
        let mut all: Vec<String> = Vec::new();
        for (number, scope) in reading.scopes.iter().enumerate() {
            for source in &scope.sources {
                let name = source.table.as_ref().map_or("?", |table| table.text.as_str());
                all.push(format!(
                    "{number}:{name}{}",
                    source.alias.as_ref().map(|alias| format!("={alias}")).unwrap_or_default()
                ));
            }
            if !scope.aliases.is_empty() {
                all.push(format!("{number} as {}", scope.aliases.join("+")));
            }
            if scope.open {
                all.push(format!("{number}…"));
            }
        }
        for column in &reading.columns {
            let qualifier = column.qualifier.as_ref().map(|word| bare(word) + ".").unwrap_or_default();
            all.push(format!("{}>{qualifier}{}", column.scope, bare(&column.name)));
        }
        all.join(" ")
    }

    #[test]
    fn statements() {
        use Driver::{MySql, PgSql, Sqlite};
        let cases = [
            (
                MySql,
                "select u.id, `name` as n from users u where `u`.`age` > ? order by n;",
                "0:users=u 0 as n 0>u.id 0>name 0>u.age 0>n",
            ),
            (MySql, "insert into posts (title, body) values (?, now())", "0:posts 0>title 0>body"),
            (MySql, "update posts set title = \"x\", views = views + 1 where id = 3", "0:posts 0>title 0>views 0>views 0>id"),
            (
                MySql,
                "delete from posts where author_id in (select id from users where active = 1)",
                "0:posts 1:users 0>author_id 1>id 1>active",
            ),
            (MySql, "select timestampdiff(SECOND, a, b), count(*) from t group by date(c)", "0:t 0>a 0>b 0>c"),
            (
                PgSql,
                "select \"Id\", data->>'x' from logs where tags ?? 'a' and x = ? and current_date > y",
                "0:logs 0>Id 0>data 0>tags 0>x 0>y",
            ),
            (Sqlite, "select \"maybe\", [id] from t where rowid = 1", "0:t 0>id 0>rowid"),
            (
                MySql,
                "with r as (select id from users) select r.id, x.n from r join (select 1 as n from posts) x on x.n = r.id",
                "0:?=r 0:?=x 1:users 2:posts 2 as n 0>r.id",
            ),
            (MySql, "select count(*) from tablecheck_unknown where a = tablecheck_unknown", "0:? 0… 0>a"),
            (MySql, "select a from t union select b from s", "0… 1:t 2:s 1>a 2>b"),
            (
                MySql,
                "select c.id from t c where c.x = 1 union all (select c.id from s c, r where c.y = 2) order by id",
                "0… 1:t=c 2:s=c 2:r 1>c.x 2>c.y 0>id",
            ),
            (MySql, "set @a = 1", "error: it is no query"),
        ];
        for (driver, sql, expected) in cases {
            let told = told(sql, driver, Piece::Statement);
            // Of sub-queries in a source nothing is said here but that they are there.
            assert!(expected.split(' ').all(|part| told.split(' ').any(|have| have == part)), "{sql}\n{told}\n{expected}");
        }
    }

    #[test]
    fn pieces() {
        let cases = [
            (Piece::Select, "count(*) as total, sum(orders.price) sum", "0 as total+sum 0>orders.price"),
            (Piece::Select, "*, tablecheck_unknown", "0…"),
            (
                Piece::Where,
                "lower(email) = ? and exists (select 1 from posts where posts.user_id = users.id)",
                "1:posts 0>email 1>posts.user_id 1>users.id",
            ),
            (Piece::Order, "FIELD(status, 'a', 'b'), name desc", "0>status 0>name"),
            (Piece::Group, "year(created_at)", "0>created_at"),
            (Piece::Where, "match (title, body) against (? in boolean mode)", "0>title 0>body"),
        ];
        for (piece, sql, expected) in cases {
            assert_eq!(told(sql, Driver::MySql, piece), expected, "{sql}");
        }
    }
}
