//! What the parser cannot read as a whole, read one element at a time: a single exotic option of one column must not
//! hide a table.

use std::borrow::Cow;
use std::ops::Range;

use sqlparser::ast::Statement as Tree;

use super::locate::Locator;
use super::lower::{self, Constrained};
use super::names::Tokens;
use super::parse::tree;
use super::simplify::simplified;
use super::{Copies, CreateTable, Ddl, Draft, Key};
use crate::schema::{Default, Driver, IndexKind};

/// The most elements that are read one by one.
const MAX_ELEMENTS: usize = 4096;

/// A `CREATE TABLE` of MySQL without the options behind the brackets: there are many, and none changes a column.
pub(super) fn without_what_follows(sql: &str, driver: Driver) -> Cow<'_, str> {
    if !driver.is_mysql() {
        return Cow::Borrowed(sql);
    }
    let mut tokens = Tokens::new(sql, 0, driver);
    tokens.skip_past("table");
    while !tokens.is_done() && tokens.ahead(0) != "(" {
        if tokens.is(&["like"]) || tokens.is(&["select"]) {
            return Cow::Borrowed(sql);
        }
        tokens.at += 1;
    }
    if tokens.is(&["(", "like"]) || tokens.is(&["(", "select"]) {
        return Cow::Borrowed(sql);
    }
    tokens.skip_group();
    let end = tokens.last_end();
    while !tokens.is_done() {
        if tokens.is(&["select"]) || tokens.is(&["as"]) {
            return Cow::Borrowed(sql);
        }
        tokens.skip_group();
    }
    Cow::Borrowed(&sql[..end])
}

/// Whether one of the elements is `LIKE other`, which the parser takes for a column.
pub(super) fn has_like(sql: &str, driver: Driver) -> bool {
    let mut tokens = Tokens::new(sql, 0, driver);
    tokens.skip_past("table");
    while !tokens.is_done() && !tokens.eat(&["("]) {
        tokens.at += 1;
    }
    driver == Driver::PgSql && tokens.parts().into_iter().any(|part| Tokens::new(&sql[part], 0, driver).is(&["like"]))
}

/// `CREATE TABLE x (…)`, element by element.
pub(super) fn create_table(mut tokens: Tokens<'_>, sql: &str, base: usize, driver: Driver) -> Option<CreateTable> {
    let mut table = CreateTable::named(super::Name { schema: None, text: String::new(), range: 0..0 });
    table.temporary = tokens.is(&["create", "temp"]) || tokens.is(&["create", "temporary"]);
    tokens.skip_past("table");
    table.if_not_exists = tokens.eat(&["if", "not", "exists"]);
    table.name = tokens.name()?;
    if !tokens.eat(&["("]) {
        return None;
    }
    let parts = tokens.parts();
    tokens.eat(&[")"]);
    let mut without_rowid = false;
    while !tokens.is_done() {
        if tokens.is(&["select"]) || tokens.is(&["inherits"]) {
            table.open = true;
        }
        without_rowid |= tokens.is(&["without", "rowid"]);
        tokens.skip_group();
    }
    table.open |= parts.len() > MAX_ELEMENTS;
    for part in parts.into_iter().take(MAX_ELEMENTS) {
        Element { sql, part, base, driver }.read(&mut table);
    }
    if driver == Driver::Sqlite && !without_rowid {
        lower::number_rowid(&mut table);
    }
    Some(table)
}

/// What stands between two commas of a table's definition.
struct Element<'t> {
    sql: &'t str,
    part: Range<usize>,
    base: usize,
    driver: Driver,
}

impl Element<'_> {
    fn read(&self, table: &mut CreateTable) {
        let text = &self.sql[self.part.clone()];
        let mut tokens = Tokens::new(text, self.base + self.part.start, self.driver);
        // The parser would take it for a column of that name.
        if tokens.eat(&["like"]) && self.driver != Driver::Sqlite {
            let lower = text.to_ascii_lowercase();
            let including = |what: &str| lower.contains("including all") || lower.contains(&format!("including {what}"));
            let copies = match (including("indexes"), including("defaults")) {
                (true, _) => Copies::All,
                (false, true) => Copies::Defaults,
                _ => Copies::Columns,
            };
            table.like.extend(tokens.name().map(|name| (name, copies)));
            return;
        }
        tokens.at = 0;
        if self.parse(text, table) || simplified(text, self.driver).is_some_and(|simple| self.parse(&simple, table)) {
            return;
        }
        let constraints =
            ["constraint", "primary", "unique", "key", "index", "fulltext", "spatial", "foreign", "check", "exclude", "period"];
        let is_constraint = constraints.iter().any(|word| tokens.is(&[word]));
        let name = if is_constraint { None } else { tokens.word() };
        // What comes first is the rule, what follows are the options.
        while is_constraint && !tokens.is_done() && tokens.ahead(0) != "(" {
            tokens.at += 1;
        }
        if name.is_some() {
            tokens.at += 1;
        }
        if is_constraint || tokens.ahead(0) == "(" {
            tokens.skip_group();
        }
        if self.parse(&text[..tokens.last_end()], table) {
            if let Some(column) = table.columns.last_mut().filter(|_| name.is_some()) {
                column.default = Some(Default::Unknown);
                let lower = text.to_ascii_lowercase();
                column.nullable = !lower.contains("not null");
            }
            return;
        }
        if let Some(name) = name {
            table.columns.push(Draft {
                name,
                ty: None,
                nullable: true,
                default: Some(Default::Unknown),
                auto_increment: false,
                generated: false,
                computed: None,
            });
        }
    }

    fn parse(&self, text: &str, table: &mut CreateTable) -> bool {
        const BEFORE: &str = "create table x (";
        let sql = format!("{BEFORE}{text})");
        let Ok(Tree::CreateTable(parsed)) = tree(&sql, self.driver) else { return false };
        if parsed.columns.is_empty() && parsed.constraints.is_empty() {
            return false;
        }
        let start = (self.base + self.part.start).cast_signed() - BEFORE.len().cast_signed();
        let read = lower::create_table(&parsed, &Locator::new(&sql, start, self.driver), self.driver);
        table.columns.extend(read.columns);
        table.keys.extend(read.keys);
        table.foreign_keys.extend(read.foreign_keys);
        table.checks.extend(read.checks);
        true
    }
}

/// A constraint or index as it stands in a table's definition.
pub(super) fn constraint(text: &str, shift: isize, driver: Driver) -> Option<Constrained> {
    const BEFORE: &str = "create table x (";
    let sql = format!("{BEFORE}{text})");
    let Ok(Tree::CreateTable(parsed)) = tree(&sql, driver) else { return None };
    let at = Locator::new(&sql, shift - BEFORE.len().cast_signed(), driver);
    parsed.constraints.first().and_then(|constraint| lower::constrained(constraint, &at, driver))
}

/// `CREATE INDEX`, of which only the columns count.
pub(super) fn create_index(mut tokens: Tokens<'_>, kind: Option<IndexKind>) -> Option<Ddl> {
    let unique = tokens.is(&["create", "unique"]);
    tokens.skip_past("index");
    tokens.eat(&["concurrently"]);
    let if_not_exists = tokens.eat(&["if", "not", "exists"]);
    let name = if tokens.is(&["on"]) { None } else { tokens.word() };
    if !tokens.skip_past("on") {
        return None;
    }
    tokens.eat(&["only"]);
    let table = tokens.name()?;
    while !tokens.is_done() && tokens.ahead(0) != "(" {
        tokens.at += 1;
    }
    tokens.at += 1;
    let mut columns = Vec::new();
    let mut expression = false;
    while !tokens.is_done() && tokens.ahead(0) != ")" {
        match tokens.word() {
            Some(word) if tokens.ahead(0) != "(" || tokens.ahead(1).bytes().all(|byte| byte.is_ascii_digit()) => {
                columns.push(word.text);
            }
            _ => expression = true,
        }
        while !tokens.is_done() && !matches!(tokens.ahead(0), "," | ")") {
            tokens.skip_group();
        }
        tokens.eat(&[","]);
    }
    let range = name.as_ref().map_or_else(|| table.range.clone(), |name| name.range.clone());
    let kind = kind.unwrap_or(if unique { IndexKind::Unique } else { IndexKind::Index });
    let name = name.map(|name| name.text);
    // What the parser cannot read is an index of a kind of its own.
    let key = Key { name, kind, columns, expression, partial: true, constraint: false, if_not_exists, range };
    Some(Ddl::CreateIndex { table, key })
}
