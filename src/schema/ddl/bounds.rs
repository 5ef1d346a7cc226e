//! What is not handed to the parser, because it would take too much of the stack: a parser's tree is as deep as the
//! text is nested, and a chain such as `a OR b OR c` nests with every link.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

/// The longest statement that is read, in bytes.
pub(super) const MAX_STATEMENT: usize = 1 << 20;
/// How deep the parser goes.
pub(super) const MAX_DEPTH: usize = 30;
/// The most brackets inside one another.
const MAX_BRACKETS: usize = 24;
/// The most operators in one chain, with those of the chains around it.
const MAX_CHAIN: usize = 400;
/// How many operators a join counts as: the parser calls itself for every table that is joined.
const JOIN: usize = 12;

/// Why a statement is not parsed, if it is not.
pub(super) fn exceeded(tokens: &[TokenWithSpan]) -> Option<&'static str> {
    // Operators of the chain at each level of brackets; commas begin a new one.
    let mut chains = vec![0_usize];
    let mut total = 0;
    for TokenWithSpan { token, .. } in tokens {
        let weight = match token {
            Token::LParen | Token::LBracket | Token::LBrace => 1,
            Token::RParen | Token::RBracket | Token::RBrace => {
                if chains.len() > 1 {
                    total -= chains.pop().unwrap_or(0);
                }
                0
            }
            Token::Comma => {
                total -= chains.last_mut().map_or(0, std::mem::take);
                0
            }
            Token::Word(word) if word.keyword == Keyword::JOIN => JOIN,
            Token::Word(word) => usize::from(word.quote_style.is_none() && is_operator(&word.value)),
            token => usize::from(!is_plain(token)),
        };
        total += weight;
        if let Some(chain) = chains.last_mut() {
            *chain += weight;
        }
        // `a[1][2]` nests too, so that a bracket counts for what is around it.
        if matches!(token, Token::LParen | Token::LBracket | Token::LBrace) {
            chains.push(0);
        }
        if chains.len() > MAX_BRACKETS {
            return Some("brackets are nested too deeply");
        }
        if total > MAX_CHAIN {
            return Some("an expression is too long");
        }
    }
    None
}

/// What is no operator: values, strings, blanks.
fn is_plain(token: &Token) -> bool {
    matches!(
        token,
        Token::Whitespace(_)
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::DollarQuotedString(_)
            | Token::NationalStringLiteral(_)
            | Token::EscapedStringLiteral(_)
            | Token::HexStringLiteral(_)
            | Token::SingleQuotedByteStringLiteral(_)
            | Token::Period
            | Token::SemiColon
            | Token::EOF
    )
}

/// Words that take what stands before them, or after them, as part of a larger expression.
fn is_operator(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "and",
        "or",
        "not",
        "xor",
        "is",
        "isnull",
        "notnull",
        "in",
        "between",
        "like",
        "ilike",
        "rlike",
        "regexp",
        "similar",
        "div",
        "mod",
        "collate",
        "at",
        "union",
        "except",
        "intersect",
        "minus",
        "case",
        "when",
        "operator",
        "prior",
        "array",
        "interval",
        "binary",
        "select",
        "exists",
        "overlaps",
        "glob",
        "match",
        "escape",
        "member",
        "any",
        "all",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::GenericDialect;
    use sqlparser::tokenizer::Tokenizer;

    use super::*;

    fn of(sql: &str) -> Option<&'static str> {
        exceeded(&Tokenizer::new(&GenericDialect {}, sql).tokenize_with_location().unwrap())
    }

    #[test]
    fn ordinary_statements_are_read() {
        let columns = (0..3000).map(|n| format!("c{n} varchar(10) default 'a' not null check (c > 1)")).collect::<Vec<_>>();
        assert_eq!(of(&format!("create table t ({})", columns.join(", "))), None);
    }

    #[test]
    fn long_chains_and_deep_brackets_are_not() {
        let chain = vec!["a"; 1000].join(" or ");
        assert!(of(&format!("create view v as select 1 where {chain}")).is_some());
        assert!(of(&format!("a {}", "[1]".repeat(1000))).is_some());
        assert!(of(&format!("{}1{}", "(".repeat(100), ")".repeat(100))).is_some());
        assert!(of(&"]),)}".repeat(100)).is_none());
    }
}
