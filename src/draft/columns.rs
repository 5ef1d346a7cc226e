//! Columns as calls of Blueprint's methods.

use crate::schema::types::TypeKind;
use crate::schema::{Column, ColumnType, Driver};

/// The length of strings of which nothing says another one (`Builder::$defaultStringLength`).
const DEFAULT_LENGTH: u32 = 255;

/// The call that defines a column of this type, such as `unsignedBigInteger('user_id')`; none where no method of Blueprint makes
/// just that type.
#[must_use]
pub(super) fn definition(name: &str, ty: &ColumnType, driver: Driver, laravel: u32) -> Option<String> {
    let of_sql = ty.raw.as_ref().map(|raw| from_sql(raw, driver));
    let ty = match &of_sql {
        Some(known) => known.as_ref()?,
        None => ty,
    };
    let sign = if ty.unsigned { "unsigned" } else { "" };
    let (method, length) = match ty.kind {
        TypeKind::BigInteger => ("BigInteger", None),
        TypeKind::Integer => ("Integer", None),
        TypeKind::MediumInteger => ("MediumInteger", None),
        TypeKind::SmallInteger => ("SmallInteger", None),
        TypeKind::TinyInteger => ("TinyInteger", None),
        // Before Laravel 10 no column could be changed to a `char`; to the databases both are strings.
        TypeKind::Char if laravel < 10 => ("String", ty.length),
        TypeKind::Char => ("Char", ty.length),
        TypeKind::String => ("String", ty.length.filter(|length| *length != DEFAULT_LENGTH)),
        TypeKind::TinyText => ("TinyText", None),
        TypeKind::Text => ("Text", None),
        TypeKind::MediumText => ("MediumText", None),
        TypeKind::LongText => ("LongText", None),
        TypeKind::Uuid => ("Uuid", None),
        TypeKind::Boolean => ("Boolean", None),
        _ => return None,
    };
    let method = if sign.is_empty() { lower_first(method) } else { format!("{sign}{method}") };
    let length = length.map(|length| format!(", {length}")).unwrap_or_default();
    Some(format!("{method}({}{length})", super::php::string(name)))
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The type that Blueprint has for a type that is written in SQL.
fn from_sql(sql: &str, driver: Driver) -> Option<ColumnType> {
    let sql = sql.trim().to_ascii_lowercase();
    let (before, rest) = sql.split_once('(').unwrap_or((&sql, ""));
    let (arguments, behind) = rest.split_once(')').unwrap_or(("", rest));
    let unsigned = before.contains("unsigned") || behind.contains("unsigned");
    let length = arguments.trim().parse::<u32>().ok();
    let words: Vec<&str> = before.split_whitespace().filter(|word| *word != "unsigned").collect();
    let kind = match words.as_slice() {
        ["bigint" | "int8"] => TypeKind::BigInteger,
        ["int" | "integer" | "int4"] => TypeKind::Integer,
        ["mediumint"] => TypeKind::MediumInteger,
        ["smallint" | "int2"] => TypeKind::SmallInteger,
        ["tinyint"] if length == Some(1) && driver.is_mysql() => TypeKind::Boolean,
        ["tinyint"] => TypeKind::TinyInteger,
        ["char" | "character"] => TypeKind::Char,
        ["varchar"] | ["character", "varying"] => TypeKind::String,
        ["tinytext"] => TypeKind::TinyText,
        ["text"] => TypeKind::Text,
        ["mediumtext"] => TypeKind::MediumText,
        ["longtext"] => TypeKind::LongText,
        ["uuid"] => TypeKind::Uuid,
        ["boolean" | "bool"] => TypeKind::Boolean,
        _ => return None,
    };
    let length = length.filter(|_| matches!(kind, TypeKind::Char | TypeKind::String));
    Some(ColumnType { unsigned, length, ..ColumnType::of(kind) })
}

/// The definition with what has to be said again of a column that is changed.
#[must_use]
pub(super) fn changed(name: &str, ty: &ColumnType, column: &Column, driver: Driver, laravel: u32) -> Option<String> {
    let nullable = if column.nullable { "->nullable()" } else { "" };
    // Up to Laravel 10 what is not said stays as it is; that it stays NULL may be said all the same.
    Some(format!("{}{nullable}", definition(name, ty, driver, laravel)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_called_as_laravel_calls_them() {
        let big = ColumnType { unsigned: true, ..ColumnType::of(TypeKind::BigInteger) };
        let code = ColumnType { length: Some(26), ..ColumnType::of(TypeKind::Char) };
        for (ty, laravel, expected) in [
            (big, 12, Some("unsignedBigInteger('c')")),
            (code.clone(), 12, Some("char('c', 26)")),
            (code, 9, Some("string('c', 26)")),
            (ColumnType::of(TypeKind::String), 12, Some("string('c')")),
            (ColumnType::of(TypeKind::Uuid), 12, Some("uuid('c')")),
            (ColumnType::from_sql("INT(10) UNSIGNED"), 12, Some("unsignedInteger('c')")),
            (ColumnType::from_sql("character varying(40)"), 12, Some("string('c', 40)")),
            (ColumnType::from_sql("tinyint(1)"), 12, Some("boolean('c')")),
            (ColumnType::from_sql("enum('a','b')"), 12, None),
            (ColumnType::of(TypeKind::Json), 12, None),
        ] {
            assert_eq!(definition("c", &ty, Driver::MySql, laravel).as_deref(), expected, "{ty:?}");
        }
    }
}
