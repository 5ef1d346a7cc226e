//! Indexes and foreign keys.

use std::fmt::Write;

use super::Writer;
use super::words::{is_long, key_name, quoted, table_name};
use crate::schema::{Driver, Index};
use crate::schema::{ForeignKey, IndexKind, Table, TableKind};

/// The characters of a long column that its index covers: with four bytes each, what InnoDB takes of one column.
const PREFIX: u32 = 191;

impl Writer<'_> {
    /// The columns of an index. On MySQL long ones need a length.
    pub(super) fn parts(&self, table: &Table, columns: &[String], lengths: bool) -> String {
        let part = |name: &String| {
            let column = table.column(name);
            let quoted = quoted(column.map_or(name, |column| &column.name), self.schema.driver);
            match column {
                Some(column) if lengths && is_long(&self.type_of(column)) => format!("{quoted}({PREFIX})"),
                _ => quoted,
            }
        };
        columns.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// The indexes of a table that are no primary key.
    pub(super) fn indexes(&self, out: &mut String, table: &Table) {
        let driver = self.schema.driver;
        let on = table_name(self.schema, &table.name);
        for index in table.indexes.iter().filter(|index| index.kind != IndexKind::Primary && !is_automatic(index)) {
            let known = !index.columns.is_empty() && index.columns.iter().all(|name| table.column(name).is_some());
            let lacking = match driver {
                Driver::PgSql => index.kind == IndexKind::Fulltext,
                Driver::Sqlite => matches!(index.kind, IndexKind::Fulltext | IndexKind::Spatial),
                _ => false,
            };
            if !known || lacking || table.columns.is_empty() {
                let _ = writeln!(
                    out,
                    "-- {} {} on {on}: its columns are unknown.",
                    index.kind.as_str(),
                    index.name.replace('\n', " ")
                );
                continue;
            }
            let _ = writeln!(out, "{};", self.index(table, index, &on));
        }
    }

    fn index(&self, table: &Table, index: &Index, on: &str) -> String {
        let driver = self.schema.driver;
        let name = key_name(&index.name, driver);
        let lengths = driver.is_mysql() && matches!(index.kind, IndexKind::Index | IndexKind::Unique);
        let columns = self.parts(table, &index.columns, lengths);
        match (index.kind, driver) {
            (IndexKind::Unique, Driver::PgSql) => format!("ALTER TABLE {on} ADD CONSTRAINT {name} UNIQUE ({columns})"),
            (IndexKind::Unique, _) => format!("CREATE UNIQUE INDEX {name} ON {on} ({columns})"),
            (IndexKind::Fulltext, _) => format!("CREATE FULLTEXT INDEX {name} ON {on} ({columns})"),
            (IndexKind::Spatial, Driver::PgSql) => format!("CREATE INDEX {name} ON {on} USING gist ({columns})"),
            (IndexKind::Spatial, _) => format!("CREATE SPATIAL INDEX {name} ON {on} ({columns})"),
            // Only a GIN index takes values that have no order.
            (_, Driver::PgSql)
                if index.columns.iter().filter_map(|name| table.column(name)).any(|column| self.type_of(column) == "jsonb") =>
            {
                format!("CREATE INDEX {name} ON {on} USING gin ({columns})")
            }
            _ => format!("CREATE INDEX {name} ON {on} ({columns})"),
        }
    }

    /// Whether both ends of a key are there.
    pub(super) fn is_whole(&self, key: &ForeignKey) -> bool {
        let target = self.schema.table(&key.table).filter(|table| table.kind == TableKind::Table);
        let reached = |table: &Table| key.references.iter().all(|name| table.column(name).is_some());
        // SQLite looks for the target only when rows are written.
        self.schema.driver == Driver::Sqlite || target.is_some_and(reached)
    }

    /// `FOREIGN KEY (…) REFERENCES …`
    pub(super) fn foreign_key(&self, key: &ForeignKey) -> String {
        let driver = self.schema.driver;
        let list = |names: &[String]| names.iter().map(|name| quoted(name, driver)).collect::<Vec<_>>().join(", ");
        let target = self.schema.table(&key.table).map_or(key.table.as_str(), |table| table.name.as_str());
        let mut sql = format!(
            "FOREIGN KEY ({}) REFERENCES {} ({})",
            list(&key.columns),
            table_name(self.schema, target),
            list(&key.references)
        );
        for (event, action) in [("DELETE", &key.on_delete), ("UPDATE", &key.on_update)] {
            if let Some(action) = action {
                let _ = write!(sql, " ON {event} {}", action.to_ascii_uppercase());
            }
        }
        sql
    }

    /// The keys of a table, added when all tables are there.
    pub(super) fn foreign_keys(&self, out: &mut String, table: &Table) {
        let on = table_name(self.schema, &table.name);
        for key in &table.foreign_keys {
            let sql =
                format!("ALTER TABLE {on} ADD CONSTRAINT {} {};", key_name(&key.name, self.schema.driver), self.foreign_key(key));
            let own = key.columns.iter().all(|name| table.column(name).is_some());
            if own && self.is_whole(key) {
                let _ = writeln!(out, "{sql}");
            } else {
                let _ = writeln!(out, "-- Its target does not exist: {}", sql.replace('\n', " "));
            }
        }
    }
}

/// Whether SQLite named an index of a constraint by itself; nobody else may use such a name.
pub(super) fn is_automatic(index: &Index) -> bool {
    index.name.starts_with("sqlite_autoindex_")
}
