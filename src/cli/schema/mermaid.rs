//! The schema as an entity relationship diagram for Mermaid.
//!
//! Its grammar (`packages/mermaid/src/diagrams/er/parser/erDiagram.jison`) takes names of entities in quotes; a type and
//! a name of an attribute are words of letters, digits, `-`, `_`, brackets and `*`. What they cannot say stands in a comment.

use std::io::{self, Write};

use super::diagram::{Attribute, Drawn, Entity, Relation};

/// How many characters Mermaid draws unless it is configured otherwise (`maxTextSize`).
pub(super) const LONGEST: usize = 50_000;

/// Prints the diagram.
pub(super) fn print(drawn: &Drawn<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "erDiagram")?;
    drawn.tables.iter().try_for_each(|table| entity(table, out))?;
    drawn.keys.iter().try_for_each(|key| writeln!(out, "    {}", relation(key)))
}

fn entity(entity: &Entity<'_>, out: &mut dyn Write) -> io::Result<()> {
    if entity.columns.is_empty() {
        return writeln!(out, "    {}", quoted(&entity.table.name));
    }
    writeln!(out, "    {} {{", quoted(&entity.table.name))?;
    for attribute in &entity.columns {
        let Attribute { column, kind, marks } = attribute;
        writeln!(out, "        {}", line(&column.name, column.nullable, kind, marks))?;
    }
    writeln!(out, "    }}")
}

fn line(own: &str, nullable: bool, kind: &str, marks: &[&str]) -> String {
    let name = word(own);
    let mut comment: Vec<&str> = Vec::new();
    if name != own {
        comment.push(own);
    }
    // A word cannot hold a comma.
    let short = kind.split_once('(').filter(|_| kind.contains(',')).map(|(short, _)| short);
    if short.is_some() {
        comment.push(kind);
    }
    if nullable {
        comment.push("nullable");
    }
    let kind = word(short.unwrap_or(kind));
    let marks = if marks.is_empty() { String::new() } else { format!(" {}", marks.join(", ")) };
    let comment = if comment.is_empty() { String::new() } else { format!(" {}", quoted(&comment.join(", "))) };
    format!("{kind} {name}{marks}{comment}")
}

/// The target first.
fn relation(key: &Relation<'_>) -> String {
    let one = if key.optional { "|o" } else { "||" };
    let many = if key.single { "o|" } else { "o{" };
    format!("{} {one}--{many} {} : {}", quoted(key.to), quoted(key.from), quoted(&key.columns))
}

/// A name in quotes, without what they cannot hold.
fn quoted(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() || matches!(c, '"' | '%' | '\\') { '_' } else { c }).collect();
    format!("\"{}\"", if plain.is_empty() { "_" } else { plain.as_str() })
}

/// A word as attributes are made of.
fn word(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '[' | ']' | '(' | ')' | '*');
    let plain: String = text.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { plain } else { format!("_{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_grammar_takes() {
        assert_eq!(word("bigint unsigned"), "bigint_unsigned");
        assert_eq!(word("2nd"), "_2nd");
        assert_eq!(word("größe"), "gr__e");
        assert_eq!(quoted("a\"b%\\"), "\"a_b__\"");
        assert_eq!(quoted(""), "\"_\"");
    }

    #[test]
    fn types_with_a_comma_stand_in_the_comment() {
        assert_eq!(line("total", true, "decimal(15,2)", &["UK"]), "decimal total UK \"decimal(15,2), nullable\"");
    }
}
