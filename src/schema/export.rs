//! A schema as the statements that create it: loading them into an empty database of the schema's driver gives it.
//!
//! What is not known (a default, the query of a view, columns of an open table) stands there as a comment.

mod keys;
mod words;

use std::fmt::Write;

use super::model::{Column, Default, IndexKind, Origin, Schema, Table, TableKind};
use super::types::TypeKind;
use super::{ColumnType, Driver};
use words::{name, table_name};
pub use words::{quoted, quoted_table};

/// Writes the statements that create a schema, or one table of it. `laravel` is the framework's major version.
#[must_use]
pub fn export(schema: &Schema, laravel: u32, only: Option<&str>) -> String {
    let writer = Writer { schema, laravel };
    let chosen = |table: &&Table| only.is_none_or(|only| table.name.eq_ignore_ascii_case(only));
    let mut out = String::new();
    writer.prepare(&mut out);
    // What others make is not for these statements to create.
    let is_made = |table: &&Table| table.kind == TableKind::Table && table.origin != Origin::Config;
    let tables: Vec<&Table> = schema.tables.values().filter(is_made).filter(chosen).collect();
    // SQLite's keys stand inside the tables, but may name tables that come later; so any order does.
    for table in &tables {
        writer.table(&mut out, table);
    }
    for table in &tables {
        writer.indexes(&mut out, table);
    }
    if schema.driver != Driver::Sqlite {
        for table in &tables {
            writer.foreign_keys(&mut out, table);
        }
    }
    for view in schema.tables.values().filter(|table| table.kind == TableKind::View).filter(chosen) {
        writer.view(&mut out, view);
    }
    out
}

struct Writer<'s> {
    schema: &'s Schema,
    laravel: u32,
}

impl Writer<'_> {
    /// What has to be there before the tables: PostgreSQL's schemas and extensions.
    fn prepare(&self, out: &mut String) {
        if self.schema.driver != Driver::PgSql {
            return;
        }
        let mut schemas: Vec<&str> = self.schema.tables.keys().filter_map(|name| Some(name.split_once('.')?.0)).collect();
        schemas.dedup();
        for schema in schemas {
            let _ = writeln!(out, "CREATE SCHEMA IF NOT EXISTS {};", quoted(schema, Driver::PgSql));
        }
        let types: Vec<String> = self
            .schema
            .tables
            .values()
            .flat_map(|table| &table.columns)
            .map(|column| self.type_of(column).to_ascii_lowercase())
            .collect();
        for (extension, start) in
            [("postgis", "geo"), ("vector", "vector"), ("citext", "citext"), ("hstore", "hstore"), ("ltree", "ltree")]
        {
            if types.iter().any(|ty| ty.starts_with(start)) {
                let _ = writeln!(out, "CREATE EXTENSION IF NOT EXISTS {extension};");
            }
        }
    }

    fn table(&self, out: &mut String, table: &Table) {
        if table.conditional {
            out.push_str("-- This table is created under an unknown condition.\n");
        }
        if table.open_at.is_some() {
            out.push_str("-- This table may have more columns with unknown names.\n");
        }
        let mut lines: Vec<(String, String)> = table.columns.iter().map(|column| self.column(table, column)).collect();
        lines.extend(self.primary_key(table).map(|sql| (sql, String::new())));
        if self.schema.driver == Driver::Sqlite {
            let keys = table.foreign_keys.iter().filter(|key| self.is_whole(key));
            lines.extend(keys.map(|key| (self.foreign_key(key), String::new())));
            let unnamed = table.indexes.iter().filter(|index| keys::is_automatic(index));
            lines.extend(unnamed.map(|index| (format!("UNIQUE ({})", self.parts(table, &index.columns, false)), String::new())));
        }
        let table_name = table_name(self.schema, &table.name);
        if lines.is_empty() {
            match self.schema.driver {
                // Only PostgreSQL has tables without columns.
                Driver::PgSql => {
                    let _ = writeln!(out, "CREATE TABLE {table_name} ();\n");
                }
                _ => {
                    let _ = writeln!(out, "-- {table_name}: its columns are unknown.\n");
                }
            }
            return;
        }
        let mut body = String::new();
        for (at, (sql, comment)) in lines.iter().enumerate() {
            let comma = if at + 1 < lines.len() { "," } else { "" };
            let comment = if comment.is_empty() { String::new() } else { format!(" -- {comment}") };
            let _ = writeln!(body, "  {sql}{comma}{comment}");
        }
        let _ = writeln!(out, "CREATE TABLE {table_name} (\n{body});\n");
    }

    /// The type, as the driver takes it.
    fn type_of(&self, column: &Column) -> String {
        let sql = column.ty.sql(self.schema.driver, self.laravel, column.auto_increment);
        match (self.schema.driver, sql.as_str()) {
            // A view's column that was made a table's, or an expression that was not understood.
            (_, "unknown" | "computed" | "") => "text".to_owned(),
            (Driver::PgSql, "set") => "text".to_owned(),
            (Driver::PgSql, "integer") if column.auto_increment => "serial".to_owned(),
            (Driver::PgSql, "bigint") if column.auto_increment => "bigserial".to_owned(),
            (Driver::PgSql, "smallint") if column.auto_increment => "smallserial".to_owned(),
            (Driver::MySql | Driver::MariaDb, "enum()" | "set()") => "varchar(255)".to_owned(),
            _ => sql,
        }
    }

    /// A column's definition, and what is to be said of it.
    fn column(&self, table: &Table, column: &Column) -> (String, String) {
        let driver = self.schema.driver;
        let ty = self.type_of(column);
        let mut line = format!("{} {ty}", quoted(&column.name, driver));
        let mut comments: Vec<&str> = Vec::new();
        if self.is_sqlite_number(table, column) {
            line.push_str(" PRIMARY KEY AUTOINCREMENT NOT NULL");
        } else {
            match &column.computed {
                Some(computed) if column.generated => {
                    let kept = if computed.stored || driver == Driver::PgSql { "STORED" } else { "VIRTUAL" };
                    let _ = write!(line, " GENERATED ALWAYS AS ({}) {kept}", computed.expression);
                }
                _ if column.generated => comments.push("generated from an unknown expression"),
                _ => {}
            }
            let bare = driver.is_mysql() && column.generated;
            if !column.nullable && !bare {
                line.push_str(" NOT NULL");
            } else if driver.is_mysql() && ty.starts_with("timestamp") && !bare {
                line.push_str(" NULL");
            }
            if column.auto_increment && driver.is_mysql() {
                line.push_str(" AUTO_INCREMENT");
            }
            match &column.default {
                Some(_) if column.auto_increment || column.generated => {}
                Some(Default::Unknown) => comments.push("its default is unknown"),
                Some(Default::Literal(text)) => {
                    let _ = write!(line, " DEFAULT {}", words::literal(text, &ty, driver));
                }
                Some(Default::Expression(text)) => {
                    let _ = write!(line, " DEFAULT {}", words::expression(text, &ty, driver));
                }
                None => {}
            }
            if !driver.is_mysql() && column.ty.kind == TypeKind::Enum && !column.ty.values.is_empty() {
                let _ = write!(line, " CHECK ({} IN ({}))", quoted(&column.name, driver), values(&column.ty));
            }
        }
        if column.conditional {
            comments.push("it may be missing");
        }
        (line, comments.join("; "))
    }

    /// Whether SQLite numbers a column: that has to stand in the column's own definition.
    fn is_sqlite_number(&self, table: &Table, column: &Column) -> bool {
        let alone = matches!(table.primary_key(), [key] if key.eq_ignore_ascii_case(&column.name));
        self.schema.driver == Driver::Sqlite && column.auto_increment && alone
    }

    fn primary_key(&self, table: &Table) -> Option<String> {
        let driver = self.schema.driver;
        let index = table.indexes.iter().find(|index| index.kind == IndexKind::Primary);
        let columns: Vec<&Column> = index.map(|index| &index.columns)?.iter().filter_map(|name| table.column(name)).collect();
        if columns.is_empty() || columns.iter().any(|column| self.is_sqlite_number(table, column)) {
            return None;
        }
        Some(format!("PRIMARY KEY ({})", self.parts(table, &index?.columns, driver.is_mysql())))
    }

    fn view(&self, out: &mut String, view: &Table) {
        let view_name = table_name(self.schema, &view.name);
        match &view.query {
            Some(query) => {
                let _ = writeln!(out, "CREATE VIEW {view_name} AS {query};\n");
            }
            None => {
                let columns: Vec<String> = view.columns.iter().map(|column| column.name.clone()).collect();
                let _ = writeln!(out, "-- The view {view_name} ({}): its query is unknown.\n", name(&columns.join(", ")));
            }
        }
    }
}

fn values(ty: &ColumnType) -> String {
    ty.values.iter().map(|value| words::string(value)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ddl::{Written, parse};
    use crate::source::{FileId, Span};

    fn schema(driver: Driver, sql: &str) -> Schema {
        let mut schema = Schema { driver, ..Schema::default() };
        let at = Span::new(FileId(0), 0, 0);
        schema.apply_sql(&parse(sql, driver), Written { at, verbatim: false, conditional: false, search_path: &[] });
        schema
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let sql = "CREATE TABLE teams (id bigint NOT NULL PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'it''s', made timestamp NULL);
                   CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, team_id bigint, label varchar(9) GENERATED ALWAYS AS (name) STORED,
                     name varchar(9), CONSTRAINT team FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL);
                   CREATE UNIQUE INDEX users_team ON users (team_id, name);
                   CREATE VIEW names AS SELECT name FROM users;";
        for driver in [Driver::MySql, Driver::MariaDb, Driver::PgSql, Driver::Sqlite] {
            let first = schema(driver, sql);
            let written = export(&first, 12, None);
            let second = schema(driver, &written);
            assert_eq!(export(&second, 12, None), written, "{driver}");
            assert_eq!(second.tables.len(), 3, "{written}");
            assert_eq!(second.tables["users"].foreign_keys.len(), 1, "{written}");
        }
    }

    #[test]
    fn what_is_not_known_is_a_comment() {
        let mut unsure = schema(Driver::PgSql, "CREATE TABLE t (a int);");
        let table = unsure.tables.get_mut("t").expect("the table was made");
        table.conditional = true;
        table.open_at = table.defined_at;
        table.columns[0].default = Some(Default::Unknown);
        table.columns[0].conditional = true;
        assert_eq!(
            export(&unsure, 12, None),
            "-- This table is created under an unknown condition.\n\
             -- This table may have more columns with unknown names.\n\
             CREATE TABLE \"t\" (\n  \"a\" integer -- its default is unknown; it may be missing\n);\n\n"
        );
    }
}
