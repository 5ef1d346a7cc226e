//! Which database refuses what: the facts of `rules/laravel/statements.yaml` for columns and drivers.

use crate::catalog::statements::{self, By};
use crate::schema::Driver;
use crate::schema::types::{ColumnType, Family, TypeKind};

/// How a database refuses a kind of statement, if it does.
pub(super) fn refused_by(refusal: &str, driver: Driver) -> Option<&'static By> {
    statements::refused_by(refusal, driver.as_str())
}

/// Whether a database refuses a kind of statement, as this major version of Laravel writes it.
pub(super) fn refuses(refusal: &str, driver: Driver, laravel: u32) -> bool {
    refused_by(refusal, driver).is_some_and(|by| by.laravel.is_none_or(|first| laravel >= first))
}

/// Whether PostgreSQL converts the values of a column by itself when its type changes. It does so within a kind, and to a text.
pub(super) fn converts(from: &ColumnType, to: &ColumnType) -> bool {
    let unsure = |ty: &ColumnType| matches!(ty.family(), Family::Other | Family::Unknown);
    if from.family() == to.family() || unsure(from) || unsure(to) || to.family() == Family::String {
        return true;
    }
    matches!((name_of(from), name_of(to)), (Some(from), Some(to)) if statements::converts(from, to))
}

/// The name of a kind of type among the facts.
fn name_of(ty: &ColumnType) -> Option<&'static str> {
    Some(match ty.family() {
        Family::Integer => "integer",
        Family::Decimal => "decimal",
        Family::Float => "float",
        Family::Date if ty.kind != TypeKind::Date => "moment",
        Family::Time => "time",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_depend_on_the_version_of_laravel() {
        assert!(refuses("indexed-column", Driver::Sqlite, 11) && !refuses("indexed-column", Driver::Sqlite, 10));
        assert!(!refuses("indexed-column", Driver::PgSql, 11));
    }
}
