//! What is planned, in which order, and what is left out.

use super::*;
use crate::schema::ddl::{Written, parse};
use crate::source::{FileId, Span};

/// A database with one connection, whose tables are made by SQL.
fn database(driver: Driver, sql: &str) -> Database {
    let mut schema = Schema { driver, ..Schema::default() };
    let at = Span::new(FileId(0), 0, 0);
    schema.apply_sql(&parse(sql, driver), Written { at, verbatim: false, conditional: false, search_path: &[] });
    let mut database = Database { default_connection: "main".to_owned(), ..Database::default() };
    database.connections.insert("main".to_owned(), schema);
    database
}

fn key(table: &str, column: &str, target: &str, on_delete: OnDelete) -> Wanted {
    let remedy =
        Remedy::Key { columns: vec![column.to_owned()], target: target.to_owned(), references: vec!["id".to_owned()], on_delete };
    Wanted { connection: "main".to_owned(), table: table.to_owned(), remedy }
}

/// The reason why one key is left out, or none.
fn reason(driver: Driver, sql: &str, options: Options) -> Option<String> {
    let (plans, left_out) =
        plan(&database(driver, sql), (12, 12), &[key("posts", "user_id", "users", OnDelete::Cascade)], options);
    assert_eq!(plans.len() + left_out.len(), 1, "it is planned or left out");
    left_out.first().map(|left| left.reason.clone())
}

const USERS: &str = "CREATE TABLE users (id bigint unsigned NOT NULL PRIMARY KEY);";

#[test]
fn what_cannot_be_is_left_out_with_its_reason() {
    let with = |posts: &str| format!("{USERS} CREATE TABLE posts (id bigint NOT NULL PRIMARY KEY, {posts});");
    let mysql = |posts: &str| reason(Driver::MySql, &with(posts), Options::default()).unwrap_or_default();
    assert_eq!(mysql("user_id bigint unsigned NOT NULL"), "");
    assert_eq!(mysql("user_id int NULL"), "");
    assert_eq!(mysql("user_id varchar(255) NULL"), "");
    assert!(mysql("user_id json NULL").contains("cannot be converted"));
    assert!(mysql("user_id varchar(255) NOT NULL DEFAULT 'x'").contains("default"));
    assert!(
        mysql("user_id int NOT NULL, UNIQUE (user_id), FOREIGN KEY (user_id) REFERENCES posts (id)")
            .contains("other keys use it")
    );
    assert!(mysql("other int").contains("`posts.user_id` does not exist"));
    let unkeyed = "CREATE TABLE users (id bigint unsigned); CREATE TABLE posts (id int, user_id bigint unsigned);";
    assert!(reason(Driver::MySql, unkeyed, Options::default()).unwrap_or_default().contains("neither primary nor unique"));
    let null = Options { on_delete: Some(OnDelete::Null), ..Options::default() };
    assert!(reason(Driver::MySql, &with("user_id bigint unsigned NOT NULL"), null).unwrap_or_default().contains("NOT NULL"));
    assert!(reason(Driver::SqlSrv, &with("user_id bigint"), Options::default()).unwrap_or_default().contains("SQL Server"));
}

#[test]
fn sqlite_has_no_new_keys_before_laravel_11() {
    let sql = "CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE posts (user_id varchar);";
    let wanted = [key("posts", "user_id", "users", OnDelete::Cascade)];
    let of = |versions| plan(&database(Driver::Sqlite, sql), versions, &wanted, Options::default());
    assert_eq!((of((10, 10)).0.len(), of((10, 10)).1.len()), (0, 1));
    let (plans, left_out) = of((10, 11));
    assert_eq!((plans.len(), left_out.len()), (1, 0));
    let [table] = plans[0].tables.as_slice() else { panic!("one table") };
    assert!(table.changes.is_empty(), "SQLite compares all types");
    assert_eq!(plans[0].laravel, 10, "the oldest version has to understand it");
}

#[test]
fn an_index_is_added_unless_one_begins_with_the_columns() {
    for (indexes, expected) in [
        ("", 1),
        (", KEY a (user_id)", 0),
        (", KEY a (user_id, id)", 0),
        (", KEY a (id, user_id)", 1),
        (", UNIQUE KEY a (user_id)", 0),
        (", FULLTEXT KEY a (user_id)", 1),
    ] {
        let sql = format!("{USERS} CREATE TABLE posts (id bigint NOT NULL PRIMARY KEY, user_id bigint unsigned{indexes});");
        let wanted = [Wanted {
            connection: "main".to_owned(),
            table: "posts".to_owned(),
            remedy: Remedy::Index { columns: vec!["user_id".to_owned()] },
        }];
        let (plans, _) = plan(&database(Driver::MySql, &sql), (12, 12), &wanted, Options::default());
        assert_eq!(plans.first().map_or(0, |plan| plan.tables[0].indexes.len()), expected, "{indexes}");
    }
}

#[test]
fn a_key_gets_an_index_that_goes_with_it() {
    for (driver, expected) in [(Driver::MySql, 1), (Driver::MariaDb, 1), (Driver::PgSql, 1), (Driver::Sqlite, 1)] {
        let sql = "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);";
        let wanted = [key("posts", "user_id", "users", OnDelete::Null)];
        let (plans, _) = plan(&database(driver, sql), (12, 12), &wanted, Options::default());
        let [table] = plans[0].tables.as_slice() else { panic!("one table") };
        assert_eq!((table.indexes.len(), table.keys.len()), (expected, 1), "{driver}");
    }
}

#[test]
fn parents_come_first_also_by_keys_that_are_there() {
    let sql = format!(
        "{USERS} CREATE TABLE teams (id bigint unsigned PRIMARY KEY, user_id bigint unsigned);
         CREATE TABLE a_posts (id int PRIMARY KEY, user_id bigint unsigned, team_id bigint unsigned,
           FOREIGN KEY (team_id) REFERENCES teams (id));"
    );
    let wanted = [key("a_posts", "user_id", "users", OnDelete::Null), key("teams", "user_id", "users", OnDelete::Null)];
    let (plans, left_out) = plan(&database(Driver::MySql, &sql), (12, 12), &wanted, Options::default());
    assert_eq!(left_out, []);
    let names: Vec<&str> = plans[0].tables.iter().map(|table| table.table.as_str()).collect();
    assert_eq!(names, ["teams", "a_posts"]);
}

#[test]
fn a_key_is_added_once_and_rows_without_a_key_are_chosen_by_the_column() {
    let sql = format!("{USERS} CREATE TABLE posts (a int, b int, user_id bigint unsigned, PRIMARY KEY (a, b));");
    let wanted = [key("posts", "user_id", "users", OnDelete::Null), key("posts", "user_id", "users", OnDelete::Cascade)];
    let options = Options { orphans: Orphans::Delete, ..Options::default() };
    let (plans, _) = plan(&database(Driver::PgSql, &sql.replace(" unsigned", "")), (12, 12), &wanted, options);
    let [table] = plans[0].tables.as_slice() else { panic!("one table") };
    assert_eq!((table.keys.len(), &table.row), (1, &None));
    assert_eq!(table.keys[0].on_delete, OnDelete::Null);
}
