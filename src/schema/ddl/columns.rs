//! A column's definition.

use sqlparser::ast::{
    ColumnDef, ColumnOption, DataType, Expr, ForeignKeyConstraint, GeneratedExpressionMode, UnaryOperator, Value, ValueWithSpan,
};
use sqlparser::tokenizer::Token;

use super::locate::Locator;
use super::types::canonical;
use super::{Draft, Foreign, Key, Word};
use super::{checks, lower};
use crate::schema::{Check, Computed, Default, Driver, IndexKind};

/// A column with the keys that stand in its definition.
pub(super) struct Lowered {
    pub(super) column: Draft,
    pub(super) keys: Vec<Key>,
    pub(super) foreign: Option<Foreign>,
    /// The values that a constraint in its definition allows.
    pub(super) check: Option<Check>,
}

/// A column as `CREATE TABLE` and `ADD COLUMN` define it.
pub(super) fn lower(definition: &ColumnDef, at: &Locator<'_>, driver: Driver) -> Lowered {
    let options = definition.options.iter().map(|option| (option.name.as_ref().map(|name| at.text(name)), &option.option));
    options_of(at.word(&definition.name), &definition.data_type, options, at, driver)
}

/// A column of this type with these options, each with the name of its constraint.
pub(super) fn options_of<'o>(
    name: Word,
    ty: &DataType,
    options: impl Iterator<Item = (Option<String>, &'o ColumnOption)>,
    at: &Locator<'_>,
    driver: Driver,
) -> Lowered {
    let (spelled, serial) = canonical(&ty.to_string(), driver);
    let rowid = driver == Driver::Sqlite && spelled == "integer";
    let mut column = Draft {
        name,
        ty: (*ty != DataType::Unspecified).then_some(spelled),
        nullable: !serial,
        default: None,
        auto_increment: serial,
        generated: false,
        computed: None,
    };
    let mut keys = Vec::new();
    let (mut foreign, mut check) = (None, None);
    let key = |kind, name, range| Key {
        name,
        kind,
        columns: vec![column.name.text.clone()],
        expression: false,
        partial: false,
        constraint: true,
        if_not_exists: false,
        range,
    };
    if serial && driver.is_mysql() {
        keys.push(key(IndexKind::Unique, None, column.name.range.clone()));
    }
    for (name, option) in options {
        match option {
            ColumnOption::Null => column.nullable = true,
            ColumnOption::NotNull => column.nullable = false,
            ColumnOption::Default(value) => match default(value) {
                Some(Default::Expression(text)) if is_nextval(&text) => column.auto_increment = true,
                value => column.default = value,
            },
            ColumnOption::PrimaryKey(_) => {
                column.nullable = false;
                column.auto_increment |= rowid;
                keys.push(key(IndexKind::Primary, name, column.name.range.clone()));
            }
            ColumnOption::Unique(_) => keys.push(key(IndexKind::Unique, name, column.name.range.clone())),
            ColumnOption::ForeignKey(constraint) => {
                let constraint = ForeignKeyConstraint { columns: Vec::new(), ..constraint.clone() };
                let made = lower::foreign(&constraint, at, column.name.range.clone());
                // MySQL reads this and does nothing; MariaDB creates the key.
                if driver != Driver::MySql {
                    foreign = Some(Foreign { columns: vec![column.name.text.clone()], name: name.or(made.name), ..made });
                }
            }
            ColumnOption::Check(constraint) => {
                let found = checks::of(constraint, at);
                check = found.map(|found| Check { name: name.or(found.name), ..found }).or(check);
            }
            ColumnOption::Generated { generation_expr: None, .. } | ColumnOption::Identity(_) => {
                column.auto_increment = true;
                column.nullable = false;
            }
            ColumnOption::Generated { generation_expr, generation_expr_mode, .. } => {
                column.generated = true;
                // PostgreSQL stores them all; the others compute them when they are read unless told otherwise.
                let stored = *generation_expr_mode == Some(GeneratedExpressionMode::Stored) || driver == Driver::PgSql;
                column.computed =
                    generation_expr.as_ref().map(|expression| Computed { expression: expression.to_string(), stored });
            }
            ColumnOption::Materialized(_) | ColumnOption::Alias(_) => column.generated = true,
            ColumnOption::DialectSpecific(tokens) => column.auto_increment |= tokens.iter().any(is_auto_increment),
            _ => {}
        }
    }
    if column.auto_increment {
        column.nullable = false;
    }
    Lowered { column, keys, foreign, check }
}

fn is_auto_increment(token: &Token) -> bool {
    matches!(token, Token::Word(word) if ["auto_increment", "autoincrement"].iter().any(|known| word.value.eq_ignore_ascii_case(known)))
}

/// Whether a default takes the next number of a sequence.
pub(super) fn is_nextval(expression: &str) -> bool {
    let start = expression.get(..8.min(expression.len())).unwrap_or_default();
    start.eq_ignore_ascii_case("nextval(") || expression.to_ascii_lowercase().starts_with("pg_catalog.nextval(")
}

/// A default's value; none for NULL.
pub(super) fn default(value: &Expr) -> Option<Default> {
    let literal = |text: &str| Some(Default::Literal(text.to_owned()));
    match value {
        Expr::Value(ValueWithSpan { value, .. }) => match value {
            Value::Null => None,
            Value::Boolean(known) => literal(if *known { "true" } else { "false" }),
            Value::Number(text, _)
            | Value::SingleQuotedString(text)
            | Value::DoubleQuotedString(text)
            | Value::NationalStringLiteral(text)
            | Value::EscapedStringLiteral(text) => literal(text),
            other => Some(Default::Expression(other.to_string())),
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match default(expr) {
            Some(Default::Literal(text)) => Some(Default::Literal(format!("-{text}"))),
            _ => Some(Default::Expression(value.to_string())),
        },
        Expr::Cast { expr, .. } => match default(expr) {
            Some(Default::Expression(_)) => Some(Default::Expression(value.to_string())),
            known => known,
        },
        Expr::Nested(inner) => default(inner),
        other => {
            let text = other.to_string();
            let now = text.trim_end_matches("()").eq_ignore_ascii_case("current_timestamp");
            Some(Default::Expression(if now { "CURRENT_TIMESTAMP".to_owned() } else { text }))
        }
    }
}
