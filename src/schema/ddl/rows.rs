//! The rows of one table that a dump inserts: the names of the migrations that ran.

use super::lexer::{Kind, Lexer, Token, name};
use super::names::Tokens;
use super::split::Piece;
use super::{Ddl, Name};
use crate::schema::Driver;

/// How much of an `INSERT` is looked at to find its table, in bytes.
const MAX_BEGINNING: usize = 4096;

/// `INSERT INTO table (…) VALUES (…), (…)`, if it is that table.
pub(super) fn inserted(piece: &Piece<'_>, driver: Driver, table: Option<&str>) -> Option<Ddl> {
    let table = table?;
    let sql: &str = &piece.sql;
    let mut beginning = Tokens::new(up_to(sql, MAX_BEGINNING), piece.range.start, driver);
    beginning.at += 1;
    while beginning.eat_any(&["low_priority", "delayed", "high_priority", "ignore", "or", "into", "replace"]) {}
    let name = beginning.name().filter(|name| name.text.eq_ignore_ascii_case(table))?;
    let mut columns = Vec::new();
    if beginning.eat(&["("]) {
        while let Some(column) = beginning.word() {
            columns.push(column.text);
            beginning.eat(&[","]);
        }
        beginning.eat(&[")"]);
    }
    let mut lexer = Lexer::new(sql, driver);
    lexer.at = beginning.offset();
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    let (mut depth, mut value, mut tokens) = (0_usize, None, 0_usize);
    while let Some(token) = lexer.next() {
        match (lexer.text(token), depth) {
            ("(", _) => {
                depth += 1;
                if depth == 1 {
                    rows.push(Vec::new());
                    (value, tokens) = (None, 0);
                }
            }
            (mark @ ("," | ")"), 1) => {
                let row = rows.last_mut()?;
                row.push(if tokens == 1 { value.take() } else { None });
                (value, tokens) = (None, 0);
                depth -= usize::from(mark == ")");
            }
            (")", _) => depth = depth.saturating_sub(1),
            (_, 0) => {}
            (text, _) => {
                tokens += 1;
                value = literal(token, text, driver);
            }
        }
    }
    Some(Ddl::InsertRows { table: name, columns, rows })
}

fn up_to(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

fn literal(token: Token, text: &str, driver: Driver) -> Option<String> {
    match token.kind {
        Kind::Number => Some(text.to_owned()),
        Kind::Text | Kind::Quoted => {
            let text = name(text);
            Some(if driver.is_mysql() { unescaped(&text) } else { text })
        }
        _ => None,
    }
}

/// A string without its backslashes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.extend(chars.next().map(|next| match next {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            })),
            other => out.push(other),
        }
    }
    out
}

/// `COPY table (…) FROM stdin;` with its data, if it is that table.
pub(super) fn copied(piece: &Piece<'_>, driver: Driver, text: &str, table: Option<&str>) -> Option<Ddl> {
    let table = table?;
    let data = piece.data.clone()?;
    let mut tokens = Tokens::new(&piece.sql, piece.range.start, driver);
    tokens.at += 1;
    let name: Name = tokens.name().filter(|name| name.text.eq_ignore_ascii_case(table))?;
    let mut columns = Vec::new();
    if tokens.eat(&["("]) {
        while let Some(column) = tokens.word() {
            columns.push(column.text);
            tokens.eat(&[","]);
        }
    }
    let value = |field: &str| if field == "\\N" { None } else { Some(unescaped(field)) };
    let rows = text[data].lines().map(|line| line.split('\t').map(value).collect()).collect();
    Some(Ddl::InsertRows { table: name, columns, rows })
}
