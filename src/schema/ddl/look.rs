//! A look at the tokens of what could not be read: which tables does it seem to change? Strings are looked into
//! too, because routines and prepared statements keep their SQL there.

use std::ops::Range;

use super::lexer::{Kind, Lexer, Token, name};
use super::{Deed, Mention, Name};
use crate::schema::Driver;

/// How deep strings inside of strings are looked into.
const MAX_STRINGS: usize = 3;
/// How many mentions are kept.
const MAX_MENTIONS: usize = 256;

/// The tables that a text seems to change. `base` is where it begins in the whole.
pub(super) fn mentions(sql: &str, base: usize, driver: Driver) -> Vec<Mention> {
    let mut found = Vec::new();
    look(sql, base, driver, MAX_STRINGS, &mut found);
    found
}

fn look(sql: &str, base: usize, driver: Driver, strings: usize, found: &mut Vec<Mention>) {
    let mut lexer = Lexer::new(sql, driver);
    // The last words, without those that may stand between the verb and the name.
    let mut deed = None;
    let mut verb: Option<Deed> = None;
    let mut pending = lexer.next();
    while let Some(token) = pending {
        pending = lexer.next();
        let text = lexer.text(token);
        if found.len() >= MAX_MENTIONS {
            return;
        }
        if let Some(done) = deed
            && !is_filler(token.kind, text)
        {
            let (name, next) = qualified(&mut lexer, token, pending, base);
            pending = next;
            let open = lexer.text_at(name.range.end - base).is_some_and(|byte| matches!(byte, b'%' | b'{' | b'\'' | b'|'));
            if name.text.chars().all(|char| char.is_alphanumeric() || "_-$. ".contains(char)) {
                found.push(Mention { table: name, open, deed: done });
            } else {
                let known = name.text.split(['%', '{', '|', '\'', '"']).next().unwrap_or_default().to_owned();
                found.push(Mention { table: Name { text: known, ..name }, open: true, deed: done });
            }
            (deed, verb) = (None, None);
            continue;
        }
        match token.kind {
            Kind::Text if strings > 0 && token.end - token.start > 10 => {
                let inner = inside(text);
                look(&text[inner.clone()], base + token.start + inner.start, driver, strings - 1, found);
            }
            Kind::Word => step(text, &mut verb, &mut deed),
            _ => {}
        }
    }
}

/// What a word adds: `create` … `table`, `alter table`, `rename table`, `drop view`.
fn step(word: &str, verb: &mut Option<Deed>, deed: &mut Option<Deed>) {
    match word.to_ascii_lowercase().as_str() {
        "create" => *verb = Some(Deed::Creates),
        "alter" | "rename" => *verb = Some(Deed::Alters),
        "drop" => *verb = Some(Deed::Drops),
        "table" | "view" => *deed = verb.take(),
        "or" | "replace" | "temp" | "temporary" | "materialized" | "unlogged" | "global" | "local" | "foreign" | "external"
        | "ignore" | "online" | "recursive" => {}
        _ => *verb = None,
    }
}

fn is_filler(kind: Kind, text: &str) -> bool {
    kind == Kind::Word && ["if", "not", "exists", "only"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// A name that begins with a token, and the token behind it.
fn qualified(lexer: &mut Lexer<'_>, first: Token, mut next: Option<Token>, base: usize) -> (Name, Option<Token>) {
    let (mut last, mut schema) = (first, None);
    while let Some(dot) = next
        && dot.start == last.end
        && lexer.text(dot) == "."
    {
        let Some(part) = lexer.next() else { return (made(lexer, first, last, schema, base), None) };
        schema = Some(name(lexer.text(last)));
        last = part;
        next = lexer.next();
    }
    (made(lexer, first, last, schema, base), next)
}

fn made(lexer: &Lexer<'_>, first: Token, last: Token, schema: Option<String>, base: usize) -> Name {
    Name { schema, text: name(lexer.text(last)), range: base + first.start..base + last.end }
}

/// What a string holds: its bytes without the quotes.
fn inside(text: &str) -> Range<usize> {
    let bytes = text.as_bytes();
    let Some(open) = bytes.iter().position(|byte| matches!(byte, b'\'' | b'"' | b'$')) else { return 0..text.len() };
    let width = match bytes[open] {
        b'$' => bytes[open + 1..].iter().position(|byte| *byte == b'$').map_or(1, |at| at + 2),
        _ => 1,
    };
    let start = (open + width).min(text.len());
    let end = if text[start..].ends_with(&text[open..start]) { text.len() - width } else { text.len() };
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str, driver: Driver) -> Vec<(Deed, String, bool)> {
        mentions(sql, 0, driver).into_iter().map(|mention| (mention.deed, mention.table.text, mention.open)).collect()
    }

    #[test]
    fn tables_are_seen_in_blocks_and_strings() {
        let sql = "do $$ begin if not exists (select 1) then alter table only app.users add x int; end if; end $$";
        assert_eq!(found(sql, Driver::PgSql), [(Deed::Alters, "users".to_owned(), false)]);
        let sql = "SET @a = IF(1, 'CREATE TABLE IF NOT EXISTS `a b` (id int)', 'SELECT 1')";
        assert_eq!(found(sql, Driver::MySql), [(Deed::Creates, "a b".to_owned(), false)]);
        let sql = "do $$ begin execute format('create table logs_%s (a int)', 1); execute 'drop table ' || x; end $$";
        assert_eq!(found(sql, Driver::PgSql)[0], (Deed::Creates, "logs_".to_owned(), true));
        assert_eq!(found("if object_id('x') is not null drop table [x]", Driver::SqlSrv), [(Deed::Drops, "x".to_owned(), false)]);
        assert_eq!(found("select 'create a table', 'alter the table'", Driver::MySql), []);
    }
}
