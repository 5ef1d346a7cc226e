//! What becomes of a column's type when doctrine/dbal writes the column anew.
//!
//! Up to Laravel 10 `renameColumn()` lets it (`Illuminate/Database/Schema/Grammars/RenameColumn.php`). It reads the type
//! by its map (`Doctrine/DBAL/Platforms/AbstractMySQLPlatform.php`, `initializeDoctrineTypeMappings`) and then declares
//! the column with its own word for what it read, which on MySQL is not always the same type. PostgreSQL has a statement
//! that names no type, and SQLite's types mean too little.

use super::{ColumnType, TypeKind};
use crate::schema::Driver;

impl ColumnType {
    /// This type, as doctrine/dbal changes another one to it: it does not forget that a text has a fixed length
    /// (`Illuminate/Database/Schema/Grammars/ChangeColumn.php`).
    #[must_use]
    pub fn changed_by_doctrine(self, old: &ColumnType, driver: Driver) -> ColumnType {
        let fixed = match old.kind {
            TypeKind::Char => true,
            TypeKind::Uuid => driver == Driver::MySql,
            _ => false,
        };
        // SQLite knows no texts of a fixed length.
        if self.kind != TypeKind::String || !fixed || driver == Driver::Sqlite {
            return self;
        }
        ColumnType { kind: TypeKind::Char, length: self.length.or(Some(255)), ..self }
    }

    /// The type after doctrine/dbal declared a column of MySQL anew.
    #[must_use]
    pub fn declared_by_doctrine(&self) -> ColumnType {
        let mut ty = self.clone();
        if let Some(raw) = &self.raw {
            ty.raw = Some(declared(raw));
            return ty;
        }
        match self.kind {
            TypeKind::TinyInteger | TypeKind::Boolean => (ty.kind, ty.unsigned) = (TypeKind::Boolean, false),
            TypeKind::MediumInteger => ty.kind = TypeKind::Integer,
            TypeKind::Float | TypeKind::Double => {
                (ty.kind, ty.total, ty.places, ty.precision) = (TypeKind::Double, None, None, None);
            }
            TypeKind::Timestamp | TypeKind::TimestampTz | TypeKind::DateTime | TypeKind::DateTimeTz => {
                (ty.kind, ty.precision) = (TypeKind::DateTime, None);
            }
            TypeKind::Time | TypeKind::TimeTz => ty.precision = None,
            TypeKind::Year => ty.kind = TypeKind::Date,
            _ => {}
        }
        ty
    }
}

/// The same for a type in SQL.
fn declared(sql: &str) -> String {
    let base = sql.split(['(', ' ']).next().unwrap_or_default();
    let unsigned = if sql.to_ascii_lowercase().contains("unsigned") { " unsigned" } else { "" };
    match base.to_ascii_lowercase().as_str() {
        "tinyint" => "tinyint(1)".to_owned(),
        "mediumint" => format!("int{unsigned}"),
        "float" | "double" | "real" => format!("double{unsigned}"),
        "timestamp" | "datetime" => "datetime".to_owned(),
        "time" => "time".to_owned(),
        "year" => "date".to_owned(),
        _ => sql.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn types_in_sql() {
        for (before, after) in [
            ("tinyint unsigned", "tinyint(1)"),
            ("mediumint unsigned", "int unsigned"),
            ("double(8,2)", "double"),
            ("timestamp", "datetime"),
            ("datetime(3)", "datetime"),
            ("year", "date"),
            ("bigint unsigned", "bigint unsigned"),
            ("enum('a','b')", "enum('a','b')"),
            ("varchar(40)", "varchar(40)"),
        ] {
            assert_eq!(declared(before), after);
        }
    }
}
