//! Which types a foreign key can connect: what the databases accept, not what would be wise.
//!
//! Both sides are compared by their SQL type, so that a column of a dump and one of a migration meet on
//! the same ground. A type that is not known is taken to fit everything, because nothing can be said of it.

use super::{ColumnType, TypeKind};
use crate::schema::Driver;

/// What a type holds, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Family {
    Integer,
    Decimal,
    Float,
    Boolean,
    String,
    Uuid,
    Date,
    Time,
    Binary,
    Json,
    /// Something else that has a name: network addresses, places, vectors.
    Other,
    /// Not known.
    Unknown,
}

/// A Laravel whose grammars make the types that are compared; the differences between versions do not matter here.
const ANY_LARAVEL: u32 = 12;

impl ColumnType {
    /// What the type holds, whatever the database calls it.
    #[must_use]
    pub fn family(&self) -> Family {
        if let Some(raw) = &self.raw {
            return SqlType::parse(raw).family();
        }
        match self.kind {
            TypeKind::Raw | TypeKind::Unknown | TypeKind::Computed => Family::Unknown,
            TypeKind::Boolean => Family::Boolean,
            TypeKind::Uuid => Family::Uuid,
            _ => SqlType::parse(&self.sql(Driver::PgSql, ANY_LARAVEL, false)).family(),
        }
    }

    /// Whether `driver` accepts a foreign key from a column of this type to one of `referenced`.
    #[must_use]
    pub fn compatible(&self, referenced: &ColumnType, driver: Driver) -> bool {
        let from = SqlType::parse(&self.sql(driver, ANY_LARAVEL, false));
        let to = SqlType::parse(&referenced.sql(driver, ANY_LARAVEL, false));
        if from.family() == Family::Unknown || to.family() == Family::Unknown {
            return true;
        }
        match driver {
            Driver::MySql | Driver::MariaDb => from.fits_mysql(&to),
            Driver::PgSql => from.fits_pgsql(&to),
            Driver::Sqlite => true,
            Driver::SqlSrv => from.name == to.name && from.arguments == to.arguments,
        }
    }
}

/// A SQL type, taken apart.
#[derive(Debug, PartialEq, Eq)]
struct SqlType {
    /// The name in lower case, one for all spellings of a type.
    name: String,
    /// What stands in brackets, without blanks.
    arguments: String,
    unsigned: bool,
}

impl SqlType {
    /// Reads a type and leaves off what may follow it in a column's definition.
    fn parse(sql: &str) -> SqlType {
        let sql = sql.trim().to_ascii_lowercase();
        let (before, rest) = sql.split_once('(').unwrap_or((&sql, ""));
        let (arguments, behind) = rest.split_once(')').unwrap_or(("", rest));
        let words: Vec<&str> = before.split_whitespace().chain(behind.split_whitespace()).collect();
        let first = words.first().copied().unwrap_or_default().trim_matches(['"', '`']);
        let second = words.get(1).copied().unwrap_or_default();
        let name = match (first, second) {
            ("character" | "national", "varying") | ("varchar2" | "nvarchar", _) => "varchar",
            ("character" | "nchar" | "bpchar", _) => "char",
            ("integer" | "int4" | "serial" | "serial4", _) => "int",
            ("int8" | "bigserial" | "serial8", _) => "bigint",
            ("int2" | "smallserial" | "serial2", _) => "smallint",
            ("bool", _) => "boolean",
            ("dec" | "fixed" | "numeric", _) => "decimal",
            ("float4", _) => "real",
            ("float8", _) => "double",
            ("timestamptz", _) => "timestamp",
            ("timetz", _) => "time",
            (name, _) => name,
        };
        SqlType {
            name: name.to_owned(),
            arguments: arguments.split_whitespace().collect(),
            unsigned: words.contains(&"unsigned") || words.contains(&"zerofill"),
        }
    }

    fn family(&self) -> Family {
        match self.name.as_str() {
            "bigint" | "int" | "mediumint" | "smallint" | "tinyint" => Family::Integer,
            "decimal" | "money" => Family::Decimal,
            "float" | "real" | "double" => Family::Float,
            "boolean" | "bit" => Family::Boolean,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "citext" | "enum" | "set" | "ntext" => {
                Family::String
            }
            "uuid" | "uniqueidentifier" => Family::Uuid,
            "date" | "datetime" | "datetime2" | "datetimeoffset" | "timestamp" => Family::Date,
            "time" | "year" => Family::Time,
            "binary" | "varbinary" | "blob" | "tinyblob" | "mediumblob" | "longblob" | "bytea" => Family::Binary,
            "json" | "jsonb" => Family::Json,
            "inet" | "cidr" | "macaddr" | "geometry" | "geography" | "point" | "linestring" | "polygon" | "vector"
            | "tsvector" => Family::Other,
            _ => Family::Unknown,
        }
    }

    /// MySQL and MariaDB want the same integer type and sign, and the same digits; strings of any length fit.
    fn fits_mysql(&self, to: &SqlType) -> bool {
        match (self.family(), to.family()) {
            (Family::String, Family::String) => self.mysql_string() == to.mysql_string(),
            (Family::Binary, Family::Binary) => true,
            (Family::Integer | Family::Boolean, Family::Integer | Family::Boolean) => {
                self.mysql_integer() == to.mysql_integer() && self.unsigned == to.unsigned
            }
            (Family::Decimal | Family::Float, Family::Decimal | Family::Float) => {
                self.name == to.name && self.unsigned == to.unsigned && (self.name != "decimal" || self.arguments == to.arguments)
            }
            _ => self.name == to.name,
        }
    }

    /// `enum` and `set` are numbers inside, so that they do not fit other strings.
    fn mysql_string(&self) -> &str {
        if matches!(self.name.as_str(), "enum" | "set") { &self.name } else { "string" }
    }

    /// `boolean` is another word for `tinyint(1)`.
    fn mysql_integer(&self) -> &str {
        if self.name == "boolean" { "tinyint" } else { &self.name }
    }

    /// PostgreSQL wants a comparison between the types: any two of a family have one, and integers are numbers too.
    fn fits_pgsql(&self, to: &SqlType) -> bool {
        match (self.family(), to.family()) {
            (Family::Integer, Family::Decimal | Family::Float) | (Family::Decimal, Family::Float) => true,
            (Family::Time, Family::Time) | (Family::Other, Family::Other) | (Family::Json, Family::Json) => self.name == to.name,
            (from, to) => from == to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(from: &str, to: &str, driver: Driver) -> bool {
        ColumnType::from_sql(from).compatible(&ColumnType::from_sql(to), driver)
    }

    #[test]
    fn mysql_wants_the_same_integer() {
        let big = ColumnType { unsigned: true, ..ColumnType::of(TypeKind::BigInteger) };
        let small = ColumnType { unsigned: true, ..ColumnType::of(TypeKind::Integer) };
        assert!(big.compatible(&big, Driver::MySql));
        assert!(!big.compatible(&small, Driver::MySql));
        assert!(!big.compatible(&ColumnType::of(TypeKind::BigInteger), Driver::MariaDb));
        assert!(big.compatible(&ColumnType::from_sql("BIGINT(20) UNSIGNED NOT NULL"), Driver::MySql));
        assert!(fits("int(11)", "integer", Driver::MySql));
        assert!(fits("tinyint(1)", "bool", Driver::MySql));
        assert!(!fits("varchar(255)", "bigint unsigned", Driver::MySql));
        assert!(fits("char(36)", "varchar(255)", Driver::MySql));
        assert!(!fits("char(36)", "binary(16)", Driver::MySql));
        assert!(!fits("char(36)", "uuid", Driver::MariaDb));
        assert!(!fits("decimal(8,2)", "decimal(10, 2)", Driver::MySql));
    }

    #[test]
    fn pgsql_wants_the_same_family() {
        assert!(fits("integer", "bigint", Driver::PgSql));
        assert!(fits("character varying(255)", "text", Driver::PgSql));
        assert!(!fits("uuid", "varchar(36)", Driver::PgSql));
        assert!(fits("int8", "numeric(10,0)", Driver::PgSql));
        assert!(!fits("numeric(10,0)", "int8", Driver::PgSql));
        let uuid = ColumnType::of(TypeKind::Uuid);
        assert!(!uuid.compatible(&ColumnType::of(TypeKind::BigInteger), Driver::PgSql));
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        assert!(fits("my_domain", "bigint", Driver::MySql));
        assert!(ColumnType::default().compatible(&ColumnType::of(TypeKind::Uuid), Driver::PgSql));
        assert!(fits("varchar", "integer", Driver::Sqlite));
        assert!(fits("", "((", Driver::MySql));
        assert_eq!(ColumnType::default().family(), Family::Unknown);
    }

    #[test]
    fn families_do_not_depend_on_the_driver() {
        for (kind, family) in [
            (TypeKind::BigInteger, Family::Integer),
            (TypeKind::Boolean, Family::Boolean),
            (TypeKind::Enum, Family::String),
            (TypeKind::Uuid, Family::Uuid),
            (TypeKind::TimestampTz, Family::Date),
            (TypeKind::IpAddress, Family::Other),
            (TypeKind::Binary, Family::Binary),
            (TypeKind::Vector, Family::Other),
        ] {
            assert_eq!(ColumnType::of(kind).family(), family, "{kind:?}");
        }
    }
}
