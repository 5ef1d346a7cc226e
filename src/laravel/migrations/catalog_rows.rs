//! The rows that a database's catalog gives of the schema as it is at that point of a replay: `SHOW INDEX FROM t`,
//! `information_schema`, `pg_indexes`, `pragma table_info(t)`.

use std::sync::LazyLock;

use regex::Regex;

use super::catalog_queries::{CONDITION, comparisons};
use crate::eval::{Array, Object, Value, Why};
use crate::schema::{Driver, Existence, ForeignKey, Index, IndexKind, Schema, Table, TableKind};

/// What lists things: a statement of its own, or a table of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Catalog {
    ShowIndex,
    ShowColumns,
    TableInfo,
    IndexList,
    ForeignKeyList,
    Statistics,
    TableConstraints,
    KeyColumnUsage,
    ReferentialConstraints,
    Columns,
    Tables,
    PgIndexes,
}

/// A row: its columns with their values, and whether it may be missing.
struct Row<'a> {
    fields: Vec<(&'static str, Value<'a>)>,
    maybe: bool,
}

/// `SHOW INDEX FROM t`, `SHOW FULL COLUMNS FROM t LIKE 'c'`
static SHOW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?is)^\s*show\s+(?:full\s+)?(index|indexes|keys|columns|fields)\s+(?:from|in)\s+[`"]?(\w+)[`"]?(?:\s+like\s+['"](\w+)['"]|\s+(where\b.*))?\s*;?\s*$"#,
    )
    .expect("the pattern is a constant")
});
/// `PRAGMA table_info('t')`
static PRAGMA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^\s*pragma\s+(table_info|table_xinfo|index_list|foreign_key_list)\s*\(\s*[`'"\[]?(\w+)[`'"\]]?\s*\)\s*;?\s*$"#,
    )
    .expect("the pattern is a constant")
});
/// `select … from information_schema.columns where …`
static SELECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)^\s*select\s+(?:distinct\s+)?(.+?)\s+from\s+[`"]?(information_schema|pg_catalog)?[`"]?\.?[`"]?(\w+)[`"]?(?:\s+(?:as\s+)?\w+)??(?:\s+where\s+(.*?))?(?:\s+order\s+by\s+[\w.,\s]+)?(?:\s+limit\s+1)?\s*;?\s*$"#)
        .expect("the pattern is a constant")
});
/// Only keys refer to something.
static REFERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:\w+\.)?referenced_(?:table|column)_name\s+is\s+not\s+null\b").expect("the pattern is a constant")
});
/// What is more than comparisons.
static OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(<>|!=|>|<|\bor\b|\bnot\b|\bis\b|\bin\s*\(|\bjoin\b|\bunion\b|\bexists\b|\bselect\b|\bgroup\b|\blimit\b)")
        .expect("the pattern is a constant")
});

/// The rows that a question to the catalog gives, and whether there may be more; none if the SQL is none, or asks for more than
/// names.
pub(super) fn rows<'a>(schema: &Schema, sql: &str, bindings: &[Value<'a>], laravel: u32) -> Option<Array<'a>> {
    let mut wanted: Vec<(String, String)> = Vec::new();
    let mut selected = "*";
    let (catalog, conditions) = if let Some(show) = SHOW.captures(sql) {
        let catalog = match &*show[1].to_ascii_lowercase() {
            "columns" | "fields" => Catalog::ShowColumns,
            _ => Catalog::ShowIndex,
        };
        wanted.push(("table".to_owned(), show[2].to_owned()));
        wanted.extend(show.get(3).map(|name| ("field".to_owned(), name.as_str().to_owned())));
        (catalog, show.get(4).map_or("", |rest| rest.as_str()).to_owned())
    } else if let Some(pragma) = PRAGMA.captures(sql) {
        let catalog = match &*pragma[1].to_ascii_lowercase() {
            "index_list" => Catalog::IndexList,
            "foreign_key_list" => Catalog::ForeignKeyList,
            _ => Catalog::TableInfo,
        };
        wanted.push(("table".to_owned(), pragma[2].to_owned()));
        (catalog, String::new())
    } else {
        let select = SELECT.captures(sql)?;
        selected = select.get(1)?.as_str();
        let catalog = match (select.get(2).is_some(), &*select[3].to_ascii_lowercase()) {
            (_, "pg_indexes") => Catalog::PgIndexes,
            (true, "statistics") => Catalog::Statistics,
            (true, "table_constraints") => Catalog::TableConstraints,
            (true, "key_column_usage") => Catalog::KeyColumnUsage,
            (true, "referential_constraints") => Catalog::ReferentialConstraints,
            (true, "columns") => Catalog::Columns,
            (true, "tables") => Catalog::Tables,
            _ => return None,
        };
        (catalog, select.get(4).map_or("", |rest| rest.as_str()).to_owned())
    };
    let refers = REFERS.is_match(&conditions);
    let conditions = REFERS.replace_all(&conditions, "true");
    if OTHERWISE.is_match(&conditions) {
        return None;
    }
    wanted.extend(compared(&conditions, bindings)?);
    let (mut all, mut open) = listed(schema, catalog, &wanted, laravel)?;
    if refers {
        all.retain(|row| {
            row.fields.iter().any(|(name, value)| *name == "REFERENCED_TABLE_NAME" && !matches!(value, Value::Null))
        });
    }
    for (column, value) in wanted.iter().filter(|(column, _)| column != "table") {
        let mut kept = Vec::new();
        for mut row in all {
            let (_, field) = row.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(column))?;
            match field.as_str() {
                Some(text) if !text.eq_ignore_ascii_case(value) => continue,
                Some(_) => {}
                None if matches!(field, Value::Null) => continue,
                None => row.maybe = true,
            }
            kept.push(row);
        }
        all = kept;
    }
    open |= all.len() > 512;
    all.truncate(512);
    shown(all, selected, open, catalog)
}

/// The comparisons of a condition, each a column and the value that it must have. None if one of them is not understood.
fn compared(conditions: &str, bindings: &[Value<'_>]) -> Option<Vec<(String, String)>> {
    let mut wanted = Vec::new();
    for (column, value) in comparisons(conditions, bindings)? {
        // Which database or schema it is goes without saying.
        if matches!(
            column.as_str(),
            "table_schema" | "constraint_schema" | "schemaname" | "table_catalog" | "index_schema" | "referenced_table_schema"
        ) {
            continue;
        }
        wanted.push((column, value.filter(|value| !value.contains(['%', '{']))?));
    }
    // Nothing may be left but the words between them.
    let rest = CONDITION.replace_all(conditions, "").to_ascii_lowercase();
    let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().all(|word| matches!(word, "and" | "where" | "true" | "database" | "schema")).then_some(wanted)
}

/// All rows of a catalog, of the tables that are asked for, and whether there may be others.
fn listed<'a>(schema: &Schema, catalog: Catalog, wanted: &[(String, String)], laravel: u32) -> Option<(Vec<Row<'a>>, bool)> {
    let name = wanted.iter().find(|(column, _)| matches!(column.as_str(), "table" | "table_name" | "tablename"));
    let tables: Vec<&Table> = match name {
        Some((_, name)) => match schema.existence(name.strip_prefix(schema.prefix.as_str()).unwrap_or(name)) {
            Existence::Exists(table) if !table.conditional => vec![table],
            Existence::Missing(_) => Vec::new(),
            _ => return None,
        },
        None => schema.tables.values().collect(),
    };
    let mut open = name.is_none();
    let mut all = Vec::new();
    for table in tables {
        let maybe = table.conditional;
        let name = || Value::string(format!("{}{}", schema.prefix, table.name));
        let by_columns = matches!(catalog, Catalog::ShowColumns | Catalog::TableInfo | Catalog::Columns);
        open |= catalog != Catalog::Tables && (table.open_at.is_some() || (!by_columns && table.unsure_indexes));
        let row = |fields: Vec<(&'static str, Value<'a>)>, unsure: bool| Row { fields, maybe: maybe || unsure };
        match catalog {
            Catalog::Tables => {
                let kind = if table.kind == TableKind::View { "VIEW" } else { "BASE TABLE" };
                all.push(row(vec![("TABLE_NAME", name()), ("TABLE_TYPE", Value::string(kind))], false));
            }
            Catalog::ShowColumns | Catalog::TableInfo | Catalog::Columns => {
                for column in &table.columns {
                    let sql = column.ty.sql(schema.driver, laravel, column.auto_increment);
                    let base = sql.split(['(', ' ']).next().unwrap_or_default().to_owned();
                    let null = Value::string(if column.nullable { "YES" } else { "NO" });
                    let (own, unknown) = (Value::string(&column.name), Value::Unknown(Why::Data));
                    let fields = match catalog {
                        Catalog::ShowColumns => {
                            vec![
                                ("Field", own),
                                ("Type", Value::string(sql)),
                                ("Null", null),
                                ("Key", unknown.clone()),
                                ("Default", unknown),
                            ]
                        }
                        Catalog::TableInfo => {
                            let required = Value::Int(i64::from(!column.nullable));
                            vec![
                                ("name", own),
                                ("type", Value::string(sql)),
                                ("notnull", required),
                                ("dflt_value", unknown.clone()),
                                ("pk", unknown),
                            ]
                        }
                        _ => vec![
                            ("TABLE_NAME", name()),
                            ("COLUMN_NAME", own),
                            ("DATA_TYPE", Value::string(base)),
                            ("COLUMN_TYPE", Value::string(sql)),
                            ("IS_NULLABLE", null),
                            ("COLUMN_DEFAULT", unknown),
                        ],
                    };
                    all.push(row(fields, column.conditional));
                }
            }
            Catalog::ShowIndex | Catalog::Statistics | Catalog::IndexList | Catalog::PgIndexes => {
                let unique = |index: &Index| matches!(index.kind, IndexKind::Unique | IndexKind::Primary);
                for index in table.indexes.iter().cloned().chain(implied(schema, table)) {
                    let own = index_name(schema, table, &index);
                    let other = Value::Int(i64::from(!unique(&index)));
                    if matches!(catalog, Catalog::IndexList | Catalog::PgIndexes) {
                        let fields = if catalog == Catalog::IndexList {
                            vec![("name", own), ("unique", Value::Int(i64::from(unique(&index))))]
                        } else {
                            vec![("tablename", name()), ("indexname", own)]
                        };
                        all.push(row(fields, index.conditional));
                        continue;
                    }
                    for (position, column) in (1..).zip(&index.columns) {
                        let (column, position) = (Value::string(column), Value::Int(position));
                        let fields = if catalog == Catalog::ShowIndex {
                            vec![
                                ("Table", name()),
                                ("Non_unique", other.clone()),
                                ("Key_name", own.clone()),
                                ("Seq_in_index", position),
                                ("Column_name", column),
                            ]
                        } else {
                            vec![
                                ("TABLE_NAME", name()),
                                ("NON_UNIQUE", other.clone()),
                                ("INDEX_NAME", own.clone()),
                                ("SEQ_IN_INDEX", position),
                                ("COLUMN_NAME", column),
                            ]
                        };
                        all.push(row(fields, index.conditional));
                    }
                }
            }
            Catalog::ForeignKeyList => {
                for key in &table.foreign_keys {
                    let target = Value::string(format!("{}{}", schema.prefix, key.table));
                    for (from, to) in key.columns.iter().zip(&key.references) {
                        let fields = vec![("table", target.clone()), ("from", Value::string(from)), ("to", Value::string(to))];
                        all.push(row(fields, key.conditional));
                    }
                }
            }
            Catalog::TableConstraints | Catalog::KeyColumnUsage | Catalog::ReferentialConstraints => {
                let uniques = table.indexes.iter().filter(|index| matches!(index.kind, IndexKind::Unique | IndexKind::Primary));
                for index in uniques.filter(|_| catalog != Catalog::ReferentialConstraints) {
                    let kind = if index.kind == IndexKind::Primary { "PRIMARY KEY" } else { "UNIQUE" };
                    let own = index_name(schema, table, index);
                    if catalog == Catalog::TableConstraints {
                        let fields =
                            vec![("CONSTRAINT_NAME", own), ("TABLE_NAME", name()), ("CONSTRAINT_TYPE", Value::string(kind))];
                        all.push(row(fields, index.conditional));
                        continue;
                    }
                    for column in &index.columns {
                        let fields = vec![
                            ("CONSTRAINT_NAME", own.clone()),
                            ("TABLE_NAME", name()),
                            ("COLUMN_NAME", Value::string(column)),
                            ("REFERENCED_TABLE_NAME", Value::Null),
                            ("REFERENCED_COLUMN_NAME", Value::Null),
                        ];
                        all.push(row(fields, index.conditional));
                    }
                }
                for key in &table.foreign_keys {
                    all.extend(of_key(schema, key, catalog, &name).into_iter().map(|fields| row(fields, key.conditional)));
                }
            }
        }
    }
    Some((all, open))
}

/// The rows of a foreign key among the constraints.
fn of_key<'a>(
    schema: &Schema,
    key: &ForeignKey,
    catalog: Catalog,
    name: &impl Fn() -> Value<'a>,
) -> Vec<Vec<(&'static str, Value<'a>)>> {
    let target = Value::string(format!("{}{}", schema.prefix, key.table));
    let (own, table) = (("CONSTRAINT_NAME", Value::string(&key.name)), ("TABLE_NAME", name()));
    match catalog {
        Catalog::TableConstraints => vec![vec![own, table, ("CONSTRAINT_TYPE", Value::string("FOREIGN KEY"))]],
        Catalog::KeyColumnUsage => {
            let pairs = key.columns.iter().zip(&key.references);
            let one = |(column, to): (&String, &String)| {
                // PostgreSQL names what is referred to elsewhere.
                let mut fields = vec![own.clone(), table.clone(), ("COLUMN_NAME", Value::string(column))];
                fields.push(("REFERENCED_TABLE_NAME", target.clone()));
                fields.push(("REFERENCED_COLUMN_NAME", Value::string(to)));
                fields
            };
            pairs.map(one).collect()
        }
        _ => {
            let rule = |action: &Option<String>| Value::string(action.as_deref().unwrap_or("restrict").to_ascii_uppercase());
            let rules = [("DELETE_RULE", rule(&key.on_delete)), ("UPDATE_RULE", rule(&key.on_update))];
            vec![[own, table, ("REFERENCED_TABLE_NAME", target)].into_iter().chain(rules).collect()]
        }
    }
}

/// The name that a database has for an index: each has its own for a primary key.
fn index_name<'a>(schema: &Schema, table: &Table, index: &Index) -> Value<'a> {
    match index.kind {
        IndexKind::Primary if schema.driver.is_mysql() => Value::string("PRIMARY"),
        IndexKind::Primary if schema.driver == Driver::PgSql => Value::string(format!("{}{}_pkey", schema.prefix, table.name)),
        IndexKind::Primary => Value::Unknown(Why::Data),
        _ => Value::string(&index.name),
    }
}

/// The indexes that InnoDB makes for keys that have none.
fn implied(schema: &Schema, table: &Table) -> Vec<Index> {
    let lacks = |key: &&ForeignKey| {
        schema.driver.is_mysql() && !table.indexes.iter().any(|index| index.columns.starts_with(&key.columns))
    };
    let index = |key: &ForeignKey| Index {
        name: key.name.clone(),
        columns: key.columns.clone(),
        kind: IndexKind::Index,
        partial: false,
        conditional: key.conditional,
        defined_at: key.defined_at,
    };
    table.foreign_keys.iter().filter(lacks).map(index).collect()
}

/// The rows with what is selected of them. None if that is more than columns.
fn shown<'a>(rows: Vec<Row<'a>>, selected: &str, open: bool, catalog: Catalog) -> Option<Array<'a>> {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)^[`"]?(?:\w+[`"]?\.[`"]?)?(\w+)[`"]?(?:\s+(?:as\s+)?[`"']?(\w+)[`"']?)?$"#)
            .expect("the pattern is a constant")
    });
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)^count\s*\(\s*(?:\*|\w+)\s*\)\s*(?:as\s+)?[`"']?(\w+)[`"']?$"#).expect("the pattern is a constant")
    });
    let mut list = Array::open_if(open);
    if let Some(count) = COUNT.captures(selected.trim()) {
        let certain = !open && rows.iter().all(|row| !row.maybe);
        let number = i64::try_from(rows.len()).ok().filter(|_| certain)?;
        let row = Object::new(None, true, None);
        row.set(&count[1], Value::Int(number));
        list.open = false;
        list.push(Value::Object(row));
        return Some(list);
    }
    // PostgreSQL's names are in small letters.
    let small = catalog == Catalog::PgIndexes;
    let items: Option<Vec<(String, String)>> = match selected.trim() {
        "*" => None,
        text => Some(
            text.split(',')
                .map(|item| {
                    let item = ITEM.captures(item.trim())?;
                    let name = item.get(2).map_or(&item[1], |alias| alias.as_str()).to_owned();
                    Some((item[1].to_owned(), name))
                })
                .collect::<Option<_>>()?,
        ),
    };
    for row in rows {
        let object = Object::new(None, true, None);
        match &items {
            None => row.fields.iter().for_each(|(name, value)| object.set(name, value.clone())),
            Some(items) => {
                for (column, name) in items {
                    let field = row.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(column));
                    let value = field.map_or(Value::Unknown(Why::Data), |(_, value)| value.clone());
                    let name = if small { name.to_ascii_lowercase() } else { name.clone() };
                    object.set(&name, value);
                }
            }
        }
        list.push(Value::Object(object));
        if let Some(last) = list.entries.last_mut() {
            last.maybe = row.maybe;
        }
    }
    Some(list)
}

/// One row of those that a question gives, as `selectOne()` does; none if it is not certain which.
pub(super) fn first<'a>(rows: &Array<'a>) -> Option<Value<'a>> {
    match rows.entries.first() {
        Some(entry) if !entry.maybe => Some(entry.value.clone()),
        None if !rows.open => Some(Value::Null),
        _ => None,
    }
}

/// The value of a row's first column, as `scalar()` gives it.
pub(super) fn scalar<'a>(row: &Value<'a>) -> Value<'a> {
    match row {
        Value::Object(object) => object.properties.borrow().first().map_or(Value::Null, |(_, value)| value.clone()),
        other => other.clone(),
    }
}
