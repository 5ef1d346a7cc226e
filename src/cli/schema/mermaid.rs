//! The schema as an entity relationship diagram for Mermaid.
//!
//! Its grammar (`packages/mermaid/src/diagrams/er/parser/erDiagram.jison`) takes names of entities in quotes; a type and
//! a name of an attribute are words of letters, digits, `-`, `_`, brackets and `*`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Loaded, sql_type};
use crate::schema::{Column, ForeignKey, IndexKind, Schema, Table};

/// Prints the diagram: of one table, with the tables that it refers to and that refer to it.
pub(super) fn print(loaded: &Loaded, only: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "erDiagram")?;
    for schema in loaded.analysis.database.connections.values() {
        let is = |name: &str| only.is_none_or(|only| name.eq_ignore_ascii_case(only));
        // Keys of a column that is keyed twice look the same.
        let mut drawn: BTreeSet<String> = BTreeSet::new();
        for table in schema.tables.values().filter(|table| is(&table.name)) {
            entity(loaded, schema, table, out)?;
        }
        for table in schema.tables.values() {
            for key in &table.foreign_keys {
                let Some(target) = schema.table(&key.table).filter(|target| is(&target.name) || is(&table.name)) else {
                    continue;
                };
                let line = relation(table, key, target);
                if drawn.insert(line.clone()) {
                    writeln!(out, "    {line}")?;
                }
            }
        }
    }
    Ok(())
}

fn entity(loaded: &Loaded, schema: &Schema, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.columns.is_empty() {
        return writeln!(out, "    {}", quoted(&table.name));
    }
    writeln!(out, "    {} {{", quoted(&table.name))?;
    for column in &table.columns {
        let name = word(&column.name);
        let mut comment = if name == column.name { String::new() } else { column.name.clone() };
        if column.nullable {
            comment = if comment.is_empty() { "nullable".to_owned() } else { format!("{comment}, nullable") };
        }
        let comment = if comment.is_empty() { comment } else { format!(" {}", quoted(&comment)) };
        let marks = marks(table, column);
        writeln!(out, "        {} {name}{marks}{comment}", word(&short_type(&sql_type(loaded, schema, column))))?;
    }
    writeln!(out, "    }}")
}

/// `PK`, `FK`, `UK`
fn marks(table: &Table, column: &Column) -> String {
    let is = |name: &String| name.eq_ignore_ascii_case(&column.name);
    let mut marks: Vec<&str> = Vec::new();
    if table.primary_key().iter().any(is) {
        marks.push("PK");
    }
    if table.foreign_keys.iter().any(|key| key.columns.iter().any(is)) {
        marks.push("FK");
    }
    if table.indexes.iter().any(|index| index.kind == IndexKind::Unique && matches!(index.columns.as_slice(), [one] if is(one))) {
        marks.push("UK");
    }
    if marks.is_empty() { String::new() } else { format!(" {}", marks.join(", ")) }
}

/// The target first. A key that may be null need not have one; a unique one has at most one row behind it.
fn relation(table: &Table, key: &ForeignKey, target: &Table) -> String {
    let nullable = key.columns.iter().any(|name| table.column(name).is_none_or(|column| column.nullable));
    let unique = table.indexes.iter().any(|index| {
        matches!(index.kind, IndexKind::Unique | IndexKind::Primary)
            && index.columns.len() == key.columns.len()
            && index.columns.iter().all(|name| key.columns.iter().any(|other| other.eq_ignore_ascii_case(name)))
    });
    let one = if nullable { "|o" } else { "||" };
    let many = if unique { "o|" } else { "o{" };
    format!("{} {one}--{many} {} : {}", quoted(&target.name), quoted(&table.name), quoted(&key.columns.join(", ")))
}

/// A name in quotes, without what they cannot hold.
fn quoted(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() || matches!(c, '"' | '%' | '\\') { '_' } else { c }).collect();
    format!("\"{}\"", if plain.is_empty() { "_" } else { plain.as_str() })
}

/// A type without its list of values.
fn short_type(sql: &str) -> String {
    let listed = ["enum(", "set("].iter().find(|start| sql.starts_with(**start));
    listed.map_or_else(|| sql.to_owned(), |start| start.trim_end_matches('(').to_owned())
}

/// A word as attributes are made of.
fn word(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '[' | ']' | '(' | ')' | '*');
    let plain: String = text
        .chars()
        .map(|c| {
            if fits(c) {
                c
            } else if c == ',' {
                '-'
            } else {
                '_'
            }
        })
        .collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { plain } else { format!("_{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_grammar_takes() {
        assert_eq!(word("decimal(8,2)"), "decimal(8-2)");
        assert_eq!(word("bigint unsigned"), "bigint_unsigned");
        assert_eq!(word("2nd"), "_2nd");
        assert_eq!(word("größe"), "gr__e");
        assert_eq!(short_type("enum('a','b')"), "enum");
        assert_eq!(quoted("a\"b%\\"), "\"a_b__\"");
        assert_eq!(quoted(""), "\"_\"");
    }
}
