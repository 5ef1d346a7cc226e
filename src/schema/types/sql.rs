//! The SQL type of a column: what the `type…` methods of Laravel's schema grammars return, and what the
//! database then calls it where it has another name for the same thing (`float(53)` is a `double`).
//! Constraints that the grammars append, such as SQLite's `check (… in …)` for `enum`, are no part of it.

use super::{ColumnType, TypeKind};
use crate::schema::Driver;

/// The length of a `string` and a `char` for which none is given.
const DEFAULT_LENGTH: u32 = 255;
/// Digits of a `decimal` (and, up to Laravel 10, of a `float`) for which none are given: all, and behind the point.
const DEFAULT_DIGITS: (u32, u32) = (8, 2);
/// The most bits of a `float` that databases keep in four bytes.
const SINGLE_PRECISION: u32 = 24;
/// The first Laravel without `total` and `places` of `float` and `double`, and with a length of `binary`.
const LARAVEL_WITH_PRECISION: u32 = 11;

impl ColumnType {
    /// The SQL type that `driver` gives the column, with `laravel` as the framework's major version.
    #[must_use]
    pub fn sql(&self, driver: Driver, laravel: u32, auto_increment: bool) -> String {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        match driver {
            Driver::MySql | Driver::MariaDb => self.mysql(driver, laravel),
            Driver::PgSql => self.pgsql(laravel, auto_increment),
            Driver::Sqlite => self.sqlite(laravel).to_owned(),
            Driver::SqlSrv => self.sqlsrv(),
        }
    }

    fn mysql(&self, driver: Driver, laravel: u32) -> String {
        let name = match self.kind {
            TypeKind::BigInteger => "bigint".to_owned(),
            TypeKind::Integer => "int".to_owned(),
            TypeKind::MediumInteger => "mediumint".to_owned(),
            TypeKind::SmallInteger => "smallint".to_owned(),
            TypeKind::TinyInteger => "tinyint".to_owned(),
            TypeKind::Char => format!("char({})", self.length()),
            TypeKind::String => format!("varchar({})", self.length()),
            TypeKind::TinyText => "tinytext".to_owned(),
            TypeKind::Text => "text".to_owned(),
            TypeKind::MediumText => "mediumtext".to_owned(),
            TypeKind::LongText => "longtext".to_owned(),
            TypeKind::Float if laravel >= LARAVEL_WITH_PRECISION => if self.is_single() { "float" } else { "double" }.to_owned(),
            TypeKind::Float => {
                let (total, places) = self.digits();
                format!("double({total},{places})")
            }
            TypeKind::Double => match (self.total, self.places) {
                (Some(total), Some(places)) if laravel < LARAVEL_WITH_PRECISION => format!("double({total},{places})"),
                _ => "double".to_owned(),
            },
            TypeKind::Decimal => self.decimal(),
            // What MySQL 8.0.19 on calls a `tinyint(1) unsigned`: only a signed one keeps its width.
            TypeKind::Boolean if self.unsigned => "tinyint".to_owned(),
            TypeKind::Boolean => "tinyint(1)".to_owned(),
            TypeKind::Enum => format!("enum({})", self.quoted_values()),
            TypeKind::Set => format!("set({})", self.quoted_values()),
            TypeKind::Json | TypeKind::Jsonb => "json".to_owned(),
            TypeKind::DateTime | TypeKind::DateTimeTz => self.with_precision("datetime"),
            TypeKind::Timestamp | TypeKind::TimestampTz => self.with_precision("timestamp"),
            TypeKind::Time | TypeKind::TimeTz => self.with_precision("time"),
            TypeKind::Binary => match self.length {
                Some(length) if laravel >= LARAVEL_WITH_PRECISION && self.fixed => format!("binary({length})"),
                Some(length) if laravel >= LARAVEL_WITH_PRECISION => match length {
                    // What is too long for it, MySQL makes the shortest blob of, unless it is strict.
                    65_536..=16_777_215 => "mediumblob".to_owned(),
                    16_777_216.. => "longblob".to_owned(),
                    _ => format!("varbinary({length})"),
                },
                _ => "blob".to_owned(),
            },
            TypeKind::Uuid => if driver == Driver::MariaDb { "uuid" } else { "char(36)" }.to_owned(),
            TypeKind::IpAddress => "varchar(45)".to_owned(),
            TypeKind::MacAddress => "varchar(17)".to_owned(),
            TypeKind::Geometry | TypeKind::Geography => self.subtype().unwrap_or_else(|| "geometry".to_owned()),
            TypeKind::Vector => self.vector(),
            kind => same_everywhere(kind).to_owned(),
        };
        if self.unsigned && is_number(self.kind) { name + " unsigned" } else { name }
    }

    fn pgsql(&self, laravel: u32, auto_increment: bool) -> String {
        let precision = self.precision.unwrap_or(0);
        match self.kind {
            TypeKind::BigInteger => if auto_increment { "bigserial" } else { "bigint" }.to_owned(),
            TypeKind::Integer | TypeKind::MediumInteger | TypeKind::Year => {
                if auto_increment { "serial" } else { "integer" }.to_owned()
            }
            TypeKind::SmallInteger | TypeKind::TinyInteger => if auto_increment { "smallserial" } else { "smallint" }.to_owned(),
            TypeKind::Char => format!("char({})", self.length()),
            TypeKind::String => format!("varchar({})", self.length()),
            TypeKind::TinyText | TypeKind::Enum => format!("varchar({DEFAULT_LENGTH})"),
            TypeKind::Text | TypeKind::MediumText | TypeKind::LongText => "text".to_owned(),
            TypeKind::Float if laravel >= LARAVEL_WITH_PRECISION && self.is_single() => "real".to_owned(),
            TypeKind::Float | TypeKind::Double => "double precision".to_owned(),
            TypeKind::Decimal => self.decimal(),
            TypeKind::Boolean => "boolean".to_owned(),
            TypeKind::Json => "json".to_owned(),
            TypeKind::Jsonb => "jsonb".to_owned(),
            TypeKind::DateTime | TypeKind::Timestamp => format!("timestamp({precision}) without time zone"),
            TypeKind::DateTimeTz | TypeKind::TimestampTz => format!("timestamp({precision}) with time zone"),
            TypeKind::Time => format!("time({precision}) without time zone"),
            TypeKind::TimeTz => format!("time({precision}) with time zone"),
            TypeKind::Binary => "bytea".to_owned(),
            TypeKind::Uuid => "uuid".to_owned(),
            TypeKind::IpAddress => "inet".to_owned(),
            TypeKind::MacAddress => "macaddr".to_owned(),
            TypeKind::Geometry if laravel >= LARAVEL_WITH_PRECISION => {
                self.subtype().map_or_else(|| "geometry".to_owned(), |subtype| format!("geometry({subtype})"))
            }
            TypeKind::Geometry | TypeKind::Geography => {
                self.subtype().map_or_else(|| "geography".to_owned(), |subtype| format!("geography({subtype},4326)"))
            }
            TypeKind::Vector => self.vector(),
            kind => same_everywhere(kind).to_owned(),
        }
    }

    fn sqlite(&self, laravel: u32) -> &'static str {
        match self.kind {
            TypeKind::BigInteger
            | TypeKind::Integer
            | TypeKind::MediumInteger
            | TypeKind::SmallInteger
            | TypeKind::TinyInteger
            | TypeKind::Year => "integer",
            TypeKind::Char | TypeKind::String | TypeKind::Enum | TypeKind::Uuid | TypeKind::IpAddress | TypeKind::MacAddress => {
                "varchar"
            }
            TypeKind::TinyText
            | TypeKind::Text
            | TypeKind::MediumText
            | TypeKind::LongText
            | TypeKind::Json
            | TypeKind::Jsonb => "text",
            TypeKind::Double if laravel >= LARAVEL_WITH_PRECISION => "double",
            TypeKind::Float | TypeKind::Double => "float",
            TypeKind::Decimal => "numeric",
            TypeKind::Boolean => "tinyint(1)",
            TypeKind::DateTime | TypeKind::DateTimeTz | TypeKind::Timestamp | TypeKind::TimestampTz => "datetime",
            TypeKind::Time | TypeKind::TimeTz => "time",
            TypeKind::Binary => "blob",
            TypeKind::Geometry | TypeKind::Geography => "geometry",
            kind => same_everywhere(kind),
        }
    }

    fn sqlsrv(&self) -> String {
        match self.kind {
            TypeKind::BigInteger => "bigint".to_owned(),
            TypeKind::Integer | TypeKind::MediumInteger | TypeKind::Year => "int".to_owned(),
            TypeKind::SmallInteger => "smallint".to_owned(),
            TypeKind::TinyInteger => "tinyint".to_owned(),
            TypeKind::Char => format!("nchar({})", self.length()),
            TypeKind::String => format!("nvarchar({})", self.length()),
            TypeKind::TinyText | TypeKind::Enum => format!("nvarchar({DEFAULT_LENGTH})"),
            TypeKind::Text | TypeKind::MediumText | TypeKind::LongText | TypeKind::Json | TypeKind::Jsonb => {
                "nvarchar(max)".to_owned()
            }
            TypeKind::Float => "float".to_owned(),
            TypeKind::Double => "double precision".to_owned(),
            TypeKind::Decimal => self.decimal(),
            TypeKind::Boolean => "bit".to_owned(),
            TypeKind::DateTime | TypeKind::Timestamp => match self.precision {
                Some(precision) if precision > 0 => format!("datetime2({precision})"),
                _ => "datetime".to_owned(),
            },
            TypeKind::DateTimeTz | TypeKind::TimestampTz => self.with_precision("datetimeoffset"),
            TypeKind::Time | TypeKind::TimeTz => self.with_precision("time"),
            TypeKind::Binary => match self.length {
                Some(length) if self.fixed => format!("binary({length})"),
                Some(length) => format!("varbinary({length})"),
                None => "varbinary(max)".to_owned(),
            },
            TypeKind::Uuid => "uniqueidentifier".to_owned(),
            TypeKind::IpAddress => "nvarchar(45)".to_owned(),
            TypeKind::MacAddress => "nvarchar(17)".to_owned(),
            kind => same_everywhere(kind).to_owned(),
        }
    }

    fn length(&self) -> u32 {
        self.length.unwrap_or(DEFAULT_LENGTH)
    }

    fn digits(&self) -> (u32, u32) {
        (self.total.unwrap_or(DEFAULT_DIGITS.0), self.places.unwrap_or(DEFAULT_DIGITS.1))
    }

    fn decimal(&self) -> String {
        let (total, places) = self.digits();
        format!("decimal({total},{places})")
    }

    /// Whether a `float` is of single precision; without a precision it is Laravel's 53 bits.
    fn is_single(&self) -> bool {
        self.precision.is_some_and(|precision| precision <= SINGLE_PRECISION)
    }

    fn with_precision(&self, name: &str) -> String {
        match self.precision {
            Some(precision) if precision > 0 => format!("{name}({precision})"),
            _ => name.to_owned(),
        }
    }

    fn vector(&self) -> String {
        self.length.map_or_else(|| "vector".to_owned(), |dimensions| format!("vector({dimensions})"))
    }

    fn subtype(&self) -> Option<String> {
        self.subtype.as_ref().map(|subtype| subtype.to_ascii_lowercase())
    }

    fn quoted_values(&self) -> String {
        let quoted: Vec<String> = self.values.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
        quoted.join(",")
    }
}

/// What MySQL can make `unsigned`.
fn is_number(kind: TypeKind) -> bool {
    matches!(
        kind,
        TypeKind::BigInteger
            | TypeKind::Integer
            | TypeKind::MediumInteger
            | TypeKind::SmallInteger
            | TypeKind::TinyInteger
            | TypeKind::Boolean
            | TypeKind::Float
            | TypeKind::Double
            | TypeKind::Decimal
    )
}

/// Kinds that every driver spells alike, and those that a driver does not have: Laravel throws there.
fn same_everywhere(kind: TypeKind) -> &'static str {
    match kind {
        TypeKind::Date => "date",
        TypeKind::Year => "year",
        TypeKind::Set => "set",
        TypeKind::Geometry => "geometry",
        TypeKind::Geography => "geography",
        TypeKind::Vector => "vector",
        TypeKind::TsVector => "tsvector",
        TypeKind::Computed => "computed",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TypeKind as Kind;

    fn sql(ty: &ColumnType, laravel: u32) -> [String; 5] {
        Driver::ALL.map(|driver| ty.sql(driver, laravel, false))
    }

    fn of(kind: Kind) -> ColumnType {
        ColumnType::of(kind)
    }

    #[test]
    fn integers() {
        let id = ColumnType { unsigned: true, ..of(Kind::BigInteger) };
        assert_eq!(sql(&id, 12), ["bigint unsigned", "bigint unsigned", "bigint", "integer", "bigint"]);
        assert_eq!(id.sql(Driver::PgSql, 12, true), "bigserial");
        assert_eq!(id.sql(Driver::MySql, 12, true), "bigint unsigned");
        assert_eq!(sql(&of(Kind::MediumInteger), 12), ["mediumint", "mediumint", "integer", "integer", "int"]);
        assert_eq!(sql(&of(Kind::TinyInteger), 12), ["tinyint", "tinyint", "smallint", "integer", "tinyint"]);
        assert_eq!(sql(&of(Kind::Boolean), 12), ["tinyint(1)", "tinyint(1)", "boolean", "tinyint(1)", "bit"]);
        let unsigned = ColumnType { unsigned: true, ..of(Kind::Boolean) };
        assert_eq!(sql(&unsigned, 12), ["tinyint unsigned", "tinyint unsigned", "boolean", "tinyint(1)", "bit"]);
        assert_eq!(sql(&of(Kind::Year), 12), ["year", "year", "integer", "integer", "int"]);
    }

    #[test]
    fn texts() {
        let short = ColumnType { length: Some(191), ..of(Kind::String) };
        assert_eq!(sql(&short, 12), ["varchar(191)", "varchar(191)", "varchar(191)", "varchar", "nvarchar(191)"]);
        assert_eq!(sql(&of(Kind::Char), 12), ["char(255)", "char(255)", "char(255)", "varchar", "nchar(255)"]);
        assert_eq!(sql(&of(Kind::TinyText), 12), ["tinytext", "tinytext", "varchar(255)", "text", "nvarchar(255)"]);
        assert_eq!(sql(&of(Kind::Jsonb), 12), ["json", "json", "jsonb", "text", "nvarchar(max)"]);
        assert_eq!(sql(&of(Kind::Uuid), 12), ["char(36)", "uuid", "uuid", "varchar", "uniqueidentifier"]);
        let values = ColumnType { values: vec!["a".into(), "it's".into()], ..of(Kind::Enum) };
        assert_eq!(sql(&values, 12)[..4], ["enum('a','it''s')", "enum('a','it''s')", "varchar(255)", "varchar"]);
    }

    #[test]
    fn numbers() {
        let price = ColumnType { total: Some(10), places: Some(4), unsigned: true, ..of(Kind::Decimal) };
        let prices = ["decimal(10,4) unsigned", "decimal(10,4) unsigned", "decimal(10,4)", "numeric", "decimal(10,4)"];
        assert_eq!(sql(&price, 12), prices);
        assert_eq!(sql(&of(Kind::Decimal), 9)[0], "decimal(8,2)");
        assert_eq!(sql(&of(Kind::Float), 12)[..4], ["double", "double", "double precision", "float"]);
        assert_eq!(sql(&of(Kind::Float), 10)[..4], ["double(8,2)", "double(8,2)", "double precision", "float"]);
        let single = ColumnType { precision: Some(24), ..of(Kind::Float) };
        assert_eq!(sql(&single, 12)[..4], ["float", "float", "real", "float"]);
        let double = ColumnType { total: Some(15), places: Some(8), ..of(Kind::Double) };
        assert_eq!(sql(&double, 10)[..4], ["double(15,8)", "double(15,8)", "double precision", "float"]);
        assert_eq!(sql(&double, 11)[..4], ["double", "double", "double precision", "double"]);
    }

    #[test]
    fn times_and_bytes() {
        let stamp = "timestamp(0) without time zone";
        assert_eq!(sql(&of(Kind::Timestamp), 12), ["timestamp", "timestamp", stamp, "datetime", "datetime"]);
        let precise = ColumnType { precision: Some(6), ..of(Kind::DateTimeTz) };
        let zoned = "timestamp(6) with time zone";
        assert_eq!(sql(&precise, 12), ["datetime(6)", "datetime(6)", zoned, "datetime", "datetimeoffset(6)"]);
        let hash = ColumnType { length: Some(16), fixed: true, ..of(Kind::Binary) };
        assert_eq!(sql(&hash, 12), ["binary(16)", "binary(16)", "bytea", "blob", "binary(16)"]);
        assert_eq!(sql(&hash, 10)[0], "blob");
    }

    #[test]
    fn places_and_raw_sql() {
        let point = ColumnType { subtype: Some("Point".into()), ..of(Kind::Geometry) };
        assert_eq!(sql(&point, 12)[..4], ["point", "point", "geometry(point)", "geometry"]);
        assert_eq!(sql(&point, 10)[2], "geography(point,4326)");
        assert_eq!(sql(&ColumnType::from_sql("citext"), 12), ["citext"; 5]);
        assert_eq!(sql(&ColumnType::default(), 12), ["unknown"; 5]);
    }
}
