//! What statements leave of a schema, by driver.

mod mysql;
mod others;
mod pgsql;
mod robustness;

use std::fmt::Write;

use super::{Effects, Written, parse};
use crate::schema::{Default, Driver, Schema};
use crate::source::{FileId, Span};

/// The schema that a text leaves.
fn schema(sql: &str, driver: Driver) -> (Schema, Effects) {
    let mut schema = Schema { driver, ..Schema::default() };
    let effects = apply(&mut schema, sql, false);
    (schema, effects)
}

fn apply(schema: &mut Schema, sql: &str, conditional: bool) -> Effects {
    let at = Span::new(FileId(0), 0, sql.len());
    schema.apply_sql(&parse(sql, schema.driver), Written { at, verbatim: true, conditional, search_path: &[] })
}

/// A schema in few words: `table(column type null, …) kind name(columns), …`.
fn shown(schema: &Schema) -> String {
    let mut out = String::new();
    for table in schema.tables.values() {
        let mark = if table.conditional { "?" } else { "" };
        write!(out, "{}{mark}:", table.name).unwrap();
        for column in &table.columns {
            let mark = if column.conditional { "?" } else { "" };
            write!(out, " {}{mark} {}", column.name, column.ty.raw.as_deref().unwrap_or("unknown")).unwrap();
            let words = [(column.nullable, " null"), (column.auto_increment, " auto"), (column.generated, " generated")];
            words.iter().filter(|(is, _)| *is).for_each(|(_, word)| out.push_str(word));
            match &column.default {
                None => {}
                Some(Default::Literal(text)) => write!(out, " ={text}").unwrap(),
                Some(Default::Expression(text)) => write!(out, " =({text})").unwrap(),
                Some(Default::Unknown) => out.push_str(" =?"),
            }
            out.push(',');
        }
        for index in &table.indexes {
            write!(out, " {} {}({}),", index.kind.as_str(), index.name, index.columns.join(" ")).unwrap();
        }
        for key in &table.foreign_keys {
            write!(out, " key {}({})->{}({})", key.name, key.columns.join(" "), key.table, key.references.join(" ")).unwrap();
            for (word, rule) in [("delete", &key.on_delete), ("update", &key.on_update)] {
                if let Some(rule) = rule {
                    write!(out, " {word} {rule}").unwrap();
                }
            }
            out.push(',');
        }
        out.push_str(if table.open_at.is_some() { " …\n" } else { "\n" });
    }
    out
}

/// Checks what a text leaves; nothing in it may be not understood.
#[track_caller]
fn check(driver: Driver, sql: &str, expected: &str) {
    let (schema, effects) = schema(sql, driver);
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let shown = shown(&schema);
    let shown: Vec<&str> = shown.lines().map(|line| line.trim_end_matches(',')).collect();
    assert_eq!(shown, expected, "{sql}");
    assert_eq!(effects.gaps.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>(), Vec::<&str>::new(), "{sql}");
}

#[test]
fn names_know_where_they_are_written() {
    let sql = "-- é\ncreate table users (id int, `na``me` text /* é */, é text, z text);\nalter table users add `added` int";
    let (schema, _) = schema(sql, Driver::MySql);
    let table = schema.table("users").unwrap();
    let written = |span: Option<Span>| &sql[span.unwrap().range()];
    assert_eq!(written(table.defined_at), "users");
    let columns: Vec<&str> = table.columns.iter().map(|column| written(column.defined_at)).collect();
    assert_eq!(columns, ["id", "`na``me`", "é", "z", "`added`"]);

    let place = Span::new(FileId(3), 40, 50);
    let mut schema = Schema::default();
    let written = Written { at: place, verbatim: false, conditional: false, search_path: &[] };
    schema.apply_sql(&parse("create table a (b int)", Driver::MySql), written);
    assert_eq!(schema.table("a").unwrap().columns[0].defined_at, Some(place));
}

#[test]
fn raw_names_carry_the_prefix() {
    let mut schema = Schema { prefix: "app_".to_owned(), ..Schema::default() };
    apply(
        &mut schema,
        "create table app_users (id int primary key); create table app_posts (user_id int, foreign key (user_id) references app_users (id))",
        false,
    );
    assert_eq!(
        shown(&schema),
        "posts: user_id int null, key app_posts_ibfk_1(user_id)->users(id),\nusers: id int, primary primary(id),\n"
    );
}

#[test]
fn conditional_statements_leave_what_may_be() {
    let mut schema = Schema { driver: Driver::PgSql, ..Schema::default() };
    apply(&mut schema, "create table a (id int not null, b text not null); create table gone (id int)", false);
    apply(
        &mut schema,
        "alter table a add c int, drop column b, alter column id drop not null; drop table gone; create table new (id int)",
        true,
    );
    assert_eq!(
        shown(&schema),
        "a: id integer null, b? text, c? integer null,\ngone?: id integer null,\nnew?: id? integer null,\n"
    );
    apply(&mut schema, "create table if not exists new (id int, other int)", false);
    assert_eq!(shown(&schema).lines().last(), Some("new: id? integer null, other? integer null,"));
    apply(&mut schema, "create table if not exists new (nothing int)", false);
    assert_eq!(shown(&schema).lines().last(), Some("new: id? integer null, other? integer null,"));
}

#[test]
fn nothing_is_said_of_what_was_not_understood() {
    let (schema, effects) = schema(
        "create table a (id int); do $$ begin alter table a add b int; create table c (id int); drop table a; end $$; \
         create table with of what (; alter table a frobnicate b",
        Driver::PgSql,
    );
    assert_eq!(shown(&schema), "a?: id integer null, …\n");
    assert_eq!(effects.gaps.len(), 3, "{:?}", effects.gaps);
    assert!(matches!(schema.existence("c"), crate::schema::Existence::Unknown(_)));
    assert!(matches!(schema.existence("d"), crate::schema::Existence::Missing(_)));
}

#[test]
fn temporary_tables_are_not_part_of_the_schema() {
    for sql in ["create temporary table t (id int)", "create temp table t as select 1 as x", "create temp view t as select 1"] {
        let (schema, _) = schema(sql, Driver::PgSql);
        assert_eq!(shown(&schema), "");
        assert!(matches!(schema.existence("t"), crate::schema::Existence::Unknown(_)), "{sql}");
    }
}
