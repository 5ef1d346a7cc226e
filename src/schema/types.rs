//! Column types as Laravel's Blueprint thinks of them, the SQL types that each driver's grammar makes of them,
//! and which of them a foreign key can connect. Knows nothing of migrations.

mod compatible;
mod doctrine;
mod sql;

pub use compatible::Family;

/// A column's type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnType {
    /// The kind.
    pub kind: TypeKind,
    /// `unsigned()`
    pub unsigned: bool,
    /// Length of `char`, `string`, `binary`, `ulid`; none where the driver's default holds.
    pub length: Option<u32>,
    /// Total digits of `decimal` (and of `float`, `double` up to Laravel 10).
    pub total: Option<u32>,
    /// Digits behind the point.
    pub places: Option<u32>,
    /// Precision of `float` (Laravel 11 on) and of times.
    pub precision: Option<u32>,
    /// Allowed values of `enum` and `set`.
    pub values: Vec<String>,
    /// The SQL type itself: of a raw column, or of one that came from raw DDL or a dump.
    pub raw: Option<String>,
    /// `fixed` of `binary`.
    pub fixed: bool,
    /// Subtype of `geometry` and `geography`.
    pub subtype: Option<String>,
}

/// Kinds of column types, by the names that Laravel's Blueprint uses inside (`type` of a column definition).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "Laravel's own names")]
pub enum TypeKind {
    BigInteger,
    Integer,
    MediumInteger,
    SmallInteger,
    TinyInteger,
    Char,
    String,
    TinyText,
    Text,
    MediumText,
    LongText,
    Float,
    Double,
    Decimal,
    Boolean,
    Enum,
    Set,
    Json,
    Jsonb,
    Date,
    DateTime,
    DateTimeTz,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Year,
    Binary,
    Uuid,
    IpAddress,
    MacAddress,
    Geometry,
    Geography,
    Vector,
    TsVector,
    Computed,
    /// The SQL type is in `raw`.
    Raw,
    /// Not known.
    #[default]
    Unknown,
}

/// The `type` that Laravel's Blueprint gives a column, as methods such as `addColumn` take it.
const NAMES: &[(&str, TypeKind)] = &[
    ("bigInteger", TypeKind::BigInteger),
    ("integer", TypeKind::Integer),
    ("mediumInteger", TypeKind::MediumInteger),
    ("smallInteger", TypeKind::SmallInteger),
    ("tinyInteger", TypeKind::TinyInteger),
    ("char", TypeKind::Char),
    ("string", TypeKind::String),
    ("tinyText", TypeKind::TinyText),
    ("text", TypeKind::Text),
    ("mediumText", TypeKind::MediumText),
    ("longText", TypeKind::LongText),
    ("float", TypeKind::Float),
    ("double", TypeKind::Double),
    ("decimal", TypeKind::Decimal),
    ("boolean", TypeKind::Boolean),
    ("enum", TypeKind::Enum),
    ("set", TypeKind::Set),
    ("json", TypeKind::Json),
    ("jsonb", TypeKind::Jsonb),
    ("date", TypeKind::Date),
    ("dateTime", TypeKind::DateTime),
    ("dateTimeTz", TypeKind::DateTimeTz),
    ("time", TypeKind::Time),
    ("timeTz", TypeKind::TimeTz),
    ("timestamp", TypeKind::Timestamp),
    ("timestampTz", TypeKind::TimestampTz),
    ("year", TypeKind::Year),
    ("binary", TypeKind::Binary),
    ("uuid", TypeKind::Uuid),
    ("ipAddress", TypeKind::IpAddress),
    ("macAddress", TypeKind::MacAddress),
    ("geometry", TypeKind::Geometry),
    ("point", TypeKind::Geometry),
    ("lineString", TypeKind::Geometry),
    ("polygon", TypeKind::Geometry),
    ("geometryCollection", TypeKind::Geometry),
    ("multiPoint", TypeKind::Geometry),
    ("multiLineString", TypeKind::Geometry),
    ("multiPolygon", TypeKind::Geometry),
    ("multiPolygonZ", TypeKind::Geometry),
    ("geography", TypeKind::Geography),
    ("vector", TypeKind::Vector),
    ("tsvector", TypeKind::TsVector),
    ("computed", TypeKind::Computed),
    ("raw", TypeKind::Raw),
];

impl TypeKind {
    /// The kind that Laravel calls by this name. As the name becomes part of a method's name, its
    /// letter case does not count. The spatial kinds of Laravel 10 and before are all `Geometry`; their
    /// name is the column's subtype.
    #[must_use]
    pub fn from_laravel(name: &str) -> Option<TypeKind> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
    }
}

impl ColumnType {
    /// A type of this kind without any length, precision or modifier.
    #[must_use]
    pub fn of(kind: TypeKind) -> ColumnType {
        ColumnType { kind, ..ColumnType::default() }
    }

    /// A type that is written in SQL.
    #[must_use]
    pub fn from_sql(sql: impl Into<String>) -> ColumnType {
        ColumnType { kind: TypeKind::Raw, raw: Some(sql.into()), ..ColumnType::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laravels_names_are_known_in_any_case() {
        assert_eq!(TypeKind::from_laravel("bigInteger"), Some(TypeKind::BigInteger));
        assert_eq!(TypeKind::from_laravel("DATETIMETZ"), Some(TypeKind::DateTimeTz));
        assert_eq!(TypeKind::from_laravel("multiPolygonZ"), Some(TypeKind::Geometry));
        assert_eq!(TypeKind::from_laravel("bigint"), None);
    }
}
