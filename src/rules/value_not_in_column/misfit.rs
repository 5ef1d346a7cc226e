//! Why a column cannot hold a value.
//!
//! Sources: MySQL's manual (`integer-types`, `enum`, `set`, `out-of-range-and-overflow`), PostgreSQL's (`datatype-numeric`,
//! `datatype-character`). SQLite keeps what it gets, but for `CHECK` and `NOT NULL`.

use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Driver, Table};
use crate::spelling::nearest;

/// Why a column cannot hold a value.
#[derive(Debug)]
pub(super) struct Misfit {
    /// As a sentence without a full stop.
    pub(super) message: String,
    /// The value that may be meant.
    pub(super) near: Option<String>,
}

impl Misfit {
    fn plain(message: String) -> Option<Self> {
        Some(Misfit { message, near: None })
    }
}

/// How many values of a list a message names.
const LISTED: usize = 5;

/// Why a column cannot hold a text, if it cannot.
pub(super) fn of_text(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    of_case(table, column, text, driver)
        .or_else(|| no_number(table, column, text, driver))
        .or_else(|| of_number(table, column, text.trim(), driver))
}

/// Why a column of texts cannot hold one, if it cannot. Whether it is one of texts is another question.
pub(super) fn of_case(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    unlisted(table, column, text, driver).or_else(|| too_long(table, column, text, driver))
}

/// Why no row can have a text in a column, if none can. Whether they can be compared at all is another question.
pub(super) fn of_sought(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    of_case(table, column, text, driver).or_else(|| of_number(table, column, text, driver))
}

/// What an `enum` does not list, or a `set`.
fn unlisted(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    let is_listed = matches!(column.ty.kind, TypeKind::Enum | TypeKind::Set);
    let checked = column.check.as_ref().map_or(&column.ty.values, |check| &check.values);
    let values = if is_listed { &column.ty.values } else { checked };
    if values.is_empty() || driver == Driver::SqlSrv {
        return None;
    }
    // MySQL compares them as its collations do, the others letter by letter. Of what runs on SQLite, most is meant for MySQL, too.
    let is_one = |text: &str| {
        let is_same = |known: &String| match driver {
            Driver::PgSql => known == text,
            _ => known.eq_ignore_ascii_case(text.trim_end()),
        };
        values.iter().any(is_same)
    };
    let wrong = match column.ty.kind {
        TypeKind::Set if driver.is_mysql() && !text.is_empty() => text.split(',').find(|part| !is_one(part)),
        TypeKind::Set => None,
        _ => Some(text).filter(|text| !is_one(text)),
    }?;
    let listed: Vec<String> = values.iter().take(LISTED).map(|value| format!("`{value}`")).collect();
    let more = if values.len() > LISTED { " and others" } else { "" };
    let message = format!("`{}.{}` accepts {}{more}, but not `{wrong}`", table.name, column.name, listed.join(", "));
    let near = nearest(wrong, values.iter().map(String::as_str)).map(str::to_owned).filter(|_| wrong == text);
    Some(Misfit { message, near })
}

/// A text that is longer than its column. SQLite does not look.
fn too_long(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    let length = column.ty.length.filter(|_| matches!(column.ty.kind, TypeKind::String | TypeKind::Char))?;
    let has = text.chars().count();
    if driver == Driver::Sqlite || has <= length as usize {
        return None;
    }
    Misfit::plain(format!("`{}.{}` holds {length} characters, but this text has {has}", table.name, column.name))
}

/// A text where a number has to be.
fn no_number(table: &Table, column: &Column, text: &str, driver: Driver) -> Option<Misfit> {
    let checks = driver.is_mysql() || driver == Driver::PgSql;
    if !checks || column.ty.family() != Family::Integer || text.trim().parse::<f64>().is_ok() {
        return None;
    }
    let text = if text.is_empty() { "an empty text".to_owned() } else { format!("`{text}`") };
    Misfit::plain(format!("`{}.{}` is a number, and {text} is not one", table.name, column.name))
}

/// A number beyond those of its column.
pub(super) fn of_number(table: &Table, column: &Column, number: &str, driver: Driver) -> Option<Misfit> {
    let checks = driver.is_mysql() || driver == Driver::PgSql;
    let whole = number.split('.').next().and_then(|whole| whole.parse::<i128>().ok()).filter(|_| checks)?;
    let (least, most) = range(column, driver)?;
    if (least..=most).contains(&whole) {
        return None;
    }
    let name = format!("`{}.{}`", table.name, column.name);
    Misfit::plain(if whole < 0 && least == 0 {
        format!("{name} is unsigned, but {number} is negative")
    } else {
        format!("{name} holds numbers from {least} to {most}, but not {number}")
    })
}

/// The whole numbers that a column holds, where that is known.
fn range(column: &Column, driver: Driver) -> Option<(i128, i128)> {
    let unsigned = column.ty.unsigned && driver.is_mysql();
    let bits = match column.ty.kind {
        // PostgreSQL has no smaller ones.
        TypeKind::TinyInteger if driver.is_mysql() => 8,
        TypeKind::TinyInteger | TypeKind::SmallInteger => 16,
        TypeKind::MediumInteger if driver.is_mysql() => 24,
        TypeKind::MediumInteger | TypeKind::Integer => 32,
        TypeKind::BigInteger => 64,
        TypeKind::Decimal => {
            let digits =
                column.ty.total.unwrap_or(8).checked_sub(column.ty.places.unwrap_or(2)).filter(|digits| *digits <= 30)?;
            let most = 10_i128.pow(digits) - 1;
            return Some((if unsigned { 0 } else { -most }, most));
        }
        _ => return None,
    };
    let all = 1_i128 << bits;
    Some(if unsigned { (0, all - 1) } else { (-all / 2, all / 2 - 1) })
}

/// Why a column cannot hold NULL, if it cannot.
pub(super) fn of_null(table: &Table, column: &Column, driver: Driver) -> Option<Misfit> {
    // MySQL used to put the time there.
    let is_stamp = driver.is_mysql() && matches!(column.ty.kind, TypeKind::Timestamp | TypeKind::TimestampTz);
    if column.nullable || column.auto_increment || column.generated || is_stamp || driver == Driver::SqlSrv {
        return None;
    }
    Misfit::plain(format!("`{}.{}` is NOT NULL, but this writes NULL", table.name, column.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: TypeKind, change: impl FnOnce(&mut Column)) -> Column {
        let mut column = Column { name: "c".to_owned(), ..Column::default() };
        column.ty.kind = kind;
        change(&mut column);
        column
    }

    fn says(column: &Column, text: &str, driver: Driver) -> Option<String> {
        let table = Table { name: "t".to_owned(), ..Table::default() };
        of_text(&table, column, text, driver).map(|misfit| misfit.message)
    }

    #[test]
    fn numbers_have_their_bounds() {
        let tiny = column(TypeKind::TinyInteger, |_| {});
        assert_eq!(says(&tiny, "127", Driver::MySql), None);
        assert_eq!(says(&tiny, "128", Driver::MySql).as_deref(), Some("`t.c` holds numbers from -128 to 127, but not 128"));
        assert_eq!(says(&tiny, "128", Driver::PgSql), None);
        assert_eq!(says(&tiny, "128", Driver::Sqlite), None);
        let unsigned = column(TypeKind::Integer, |column| column.ty.unsigned = true);
        assert_eq!(says(&unsigned, "4294967295", Driver::MariaDb), None);
        assert_eq!(says(&unsigned, "-1", Driver::MySql).as_deref(), Some("`t.c` is unsigned, but -1 is negative"));
        assert_eq!(says(&unsigned, "-1", Driver::PgSql), None);
        let price = column(TypeKind::Decimal, |column| (column.ty.total, column.ty.places) = (Some(5), Some(2)));
        assert_eq!(says(&price, "999.99", Driver::PgSql), None);
        assert!(says(&price, "1000", Driver::PgSql).is_some());
    }

    #[test]
    fn texts_are_no_numbers() {
        let number = column(TypeKind::Integer, |_| {});
        assert_eq!(says(&number, "many", Driver::MySql).as_deref(), Some("`t.c` is a number, and `many` is not one"));
        assert!(says(&number, "", Driver::PgSql).is_some());
        assert_eq!(says(&number, " 7 ", Driver::PgSql), None);
        assert_eq!(says(&number, "many", Driver::Sqlite), None);
    }

    #[test]
    fn sets_take_several_of_their_values() {
        let set = column(TypeKind::Set, |column| column.ty.values = vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(says(&set, "a,b", Driver::MySql), None);
        assert_eq!(says(&set, "a,c", Driver::MySql).as_deref(), Some("`t.c` accepts `a`, `b`, but not `c`"));
    }
}
