//! What code asks the schema builder about tables, answered from the schema as it is at that point of a replay.
//!
//! Source: `Illuminate/Database/Schema/Builder.php`; the shapes of the lists are those of Laravel 10 on.

use std::rc::Rc;

use crate::eval::{Args, Array, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::names_of;
use crate::laravel::objects::Connection;
use crate::schema::{Driver, Index, IndexKind, Table, TableKind};
use crate::source::{FileId, Span};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    pub(in crate::laravel) fn has_index(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>) -> Value<'a> {
        let (Some(table), Some(index)) = (args.value(0).and_then(Value::as_str), args.value(1)) else {
            return Value::Unknown(Why::Data);
        };
        if EXPLORE {
            return Value::Unknown(Why::Data);
        }
        let index = index.clone();
        let Some(schema) = cx.host.schema_of(connection) else { return Value::Unknown(Why::Data) };
        let Some(table) = schema.table(&table) else { return Value::Bool(false) };
        let here = Span::new(FileId(0), 0, 0);
        match &index {
            Value::Array(_) => match names_of(&index, here) {
                Some(names) => is_there(table, |known| {
                    known.columns.len() == names.len() && known.columns.iter().zip(&names).all(|(a, (b, _))| a == b)
                }),
                None => Value::Unknown(Why::Data),
            },
            other => match other.as_str() {
                Some(name) => is_there(table, |known| known.name.eq_ignore_ascii_case(&name)),
                None => Value::Unknown(Why::Data),
            },
        }
    }

    /// `getColumnType`: the short name that the database has for the type.
    pub(in crate::laravel) fn column_type(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>) -> Value<'a> {
        let (Some(table), Some(column)) = (args.value(0).and_then(Value::as_str), args.value(1).and_then(Value::as_str)) else {
            return Value::Unknown(Why::Data);
        };
        let laravel = cx.host.settings.laravel;
        let Some(schema) = cx.host.schema_of(connection).filter(|_| !EXPLORE) else { return Value::Unknown(Why::Data) };
        let driver = schema.driver;
        let Some(column) = schema.table(&table).and_then(|table| table.column(&column)) else { return Value::Unknown(Why::Data) };
        let sql = column.ty.sql(driver, laravel, false);
        let base = sql.split(['(', ' ']).next().unwrap_or_default();
        // PostgreSQL answers with its internal names; up to Laravel 10 doctrine/dbal answered with its own.
        let name = match (driver, base) {
            _ if laravel <= 10 => match base {
                "int" => "integer",
                "varchar" | "character" | "char" => "string",
                "tinyint" if sql.starts_with("tinyint(1)") => "boolean",
                "timestamp" => "datetime",
                "longtext" | "mediumtext" => "text",
                other => other,
            },
            (Driver::PgSql, "bigint") => "int8",
            (Driver::PgSql, "integer") => "int4",
            (Driver::PgSql, "smallint") => "int2",
            (Driver::PgSql, "boolean") => "bool",
            (Driver::PgSql, "character") if sql.starts_with("character varying") => "varchar",
            (Driver::PgSql, "character" | "char") => "bpchar",
            (Driver::PgSql, "double") => "float8",
            (_, other) => other,
        };
        Value::string(name)
    }

    pub(in crate::laravel) fn column_listing(cx: &mut Interp<'a, Self>, connection: &Connection, args: &Args<'a>) -> Value<'a> {
        let Some(name) = args.value(0).and_then(Value::as_str) else { return Value::Unknown(Why::Data) };
        let Some(schema) = cx.host.schema_of(connection).filter(|_| !EXPLORE) else { return Value::Unknown(Why::Data) };
        let Some(table) = schema.table(&name) else { return Value::array(Array::default()) };
        let mut list = Array::list(table.columns.iter().map(|column| Value::string(&column.name)));
        list.open = table.open_at.is_some();
        for (entry, column) in list.entries.iter_mut().zip(&table.columns) {
            entry.maybe = column.conditional;
        }
        Value::array(list)
    }

    /// `getIndexes`, `getForeignKeys`, `getColumns`, `getTables` and their like.
    pub(in crate::laravel) fn listing(
        cx: &mut Interp<'a, Self>,
        connection: &Connection,
        method: &str,
        args: &Args<'a>,
    ) -> Value<'a> {
        let laravel = cx.host.settings.laravel;
        let Some(schema) = cx.host.schema_of(connection).filter(|_| !EXPLORE) else { return Value::Unknown(Why::Data) };
        if matches!(method, "gettables" | "gettablelisting" | "getviews") {
            let kind = if method == "getviews" { TableKind::View } else { TableKind::Table };
            let tables = schema.tables.values().filter(|table| table.kind == kind);
            let mut list = Array::default();
            for table in tables {
                let name = Value::string(format!("{}{}", schema.prefix, table.name));
                list.push(if method == "gettablelisting" { name } else { record([("name", name)]) });
                if let Some(last) = list.entries.last_mut() {
                    last.maybe = table.conditional;
                }
            }
            // What is not made by migrations, such as the table of the migrations themselves.
            list.open = true;
            return Value::array(list);
        }
        let Some(name) = args.value(0).and_then(Value::as_str) else { return Value::Unknown(Why::Data) };
        let driver = schema.driver;
        let Some(table) = schema.table(&name) else { return Value::array(Array::default()) };
        let mut list = match method {
            "getindexes" => Array::list(table.indexes.iter().map(|index| {
                record([
                    ("name", Value::string(&index.name)),
                    ("columns", names(&index.columns)),
                    ("type", Value::Unknown(Why::Data)),
                    ("unique", Value::Bool(matches!(index.kind, IndexKind::Unique | IndexKind::Primary))),
                    ("primary", Value::Bool(index.kind == IndexKind::Primary)),
                ])
            })),
            "getindexlisting" => Array::list(table.indexes.iter().map(|index| Value::string(&index.name))),
            "getforeignkeys" => Array::list(table.foreign_keys.iter().map(|key| {
                let action = |action: &Option<String>| Value::string(action.as_deref().unwrap_or("no action"));
                // SQLite keeps no names of keys.
                let name = if driver == Driver::Sqlite { Value::Null } else { Value::string(&key.name) };
                record([
                    ("name", name),
                    ("columns", names(&key.columns)),
                    ("foreign_schema", Value::Unknown(Why::Data)),
                    ("foreign_table", Value::string(&key.table)),
                    ("foreign_columns", names(&key.references)),
                    ("on_update", action(&key.on_update)),
                    ("on_delete", action(&key.on_delete)),
                ])
            })),
            _ => Array::list(table.columns.iter().map(|column| {
                let sql = column.ty.sql(driver, laravel, column.auto_increment);
                let base = sql.split(['(', ' ']).next().unwrap_or_default();
                record([
                    ("name", Value::string(&column.name)),
                    ("type_name", Value::string(base)),
                    ("type", Value::string(&sql)),
                    ("collation", Value::Unknown(Why::Data)),
                    ("nullable", Value::Bool(column.nullable)),
                    ("default", Value::Unknown(Why::Data)),
                    ("auto_increment", Value::Bool(column.auto_increment)),
                    ("comment", Value::Unknown(Why::Data)),
                ])
            })),
        };
        list.open = is_open(table, driver);
        let unsure: Vec<bool> = match method {
            "getindexes" | "getindexlisting" => table.indexes.iter().map(|index| index.conditional).collect(),
            "getforeignkeys" => table.foreign_keys.iter().map(|key| key.conditional).collect(),
            "getcolumns" => table.columns.iter().map(|column| column.conditional).collect(),
            _ => Vec::new(),
        };
        for (entry, unsure) in list.entries.iter_mut().zip(unsure) {
            entry.maybe = unsure;
        }
        Value::array(list)
    }
}

/// Whether a table has such an index, as far as that is certain.
fn is_there<'a>(table: &Table, is_it: impl Fn(&Index) -> bool) -> Value<'a> {
    match table.indexes.iter().find(|index| is_it(index)) {
        Some(index) if index.conditional => Value::Unknown(Why::Data),
        found => Value::Bool(found.is_some()),
    }
}

/// Whether a database may list more of a table than the model does: InnoDB makes indexes for keys by itself.
fn is_open(table: &Table, driver: Driver) -> bool {
    table.open_at.is_some() || (driver.is_mysql() && !table.foreign_keys.is_empty())
}

fn names<'a>(names: &[String]) -> Value<'a> {
    Value::array(Array::list(names.iter().map(Value::string)))
}

/// An array with these keys.
fn record<'a, const N: usize>(fields: [(&str, Value<'a>); N]) -> Value<'a> {
    let mut record = Array::default();
    for (key, value) in fields {
        record.set(Key::Str(Rc::from(key)), None, value);
    }
    Value::array(record)
}
