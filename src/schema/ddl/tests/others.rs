//! SQLite and SQL Server.

use super::{check, schema};
use crate::schema::Driver::{SqlSrv, Sqlite};

#[test]
fn sqlite_tables() {
    check(
        Sqlite,
        "PRAGMA foreign_keys=OFF;
         create table \"users\" (\"id\" integer primary key autoincrement not null, \"email\" varchar not null, [kind] varchar check (\"kind\" in ('a', 'b')) not null default 'a', unique(email));
         CREATE TABLE posts (id INTEGER, user_id integer REFERENCES users(id) on delete cascade, title TEXT COLLATE NOCASE DEFAULT ('a' || 'b'), PRIMARY KEY(id), foreign key(user_id) references users on delete set null deferrable initially deferred);
         CREATE TABLE pairs (a int, b text, primary key(a, b)) WITHOUT ROWID; create table free (a, b); create virtual table ft using fts5(title);
         create table sqlite_sequence(name,seq)",
        "free: a unknown null, b unknown null
         ft: …
         pairs: a int, b text, primary primary(a b)
         posts: id integer auto, user_id integer null, title text null =('a' || 'b'), primary primary(id), key posts_user_id_foreign(user_id)->users(id) delete cascade, key posts_user_id_foreign(user_id)->users(id) delete set null
         users: id integer auto, email varchar, kind varchar =a, primary primary(id), unique sqlite_autoindex_users_1(email)",
    );
}

#[test]
fn sqlite_rebuilds_tables() {
    check(
        Sqlite,
        "create table t (id integer primary key, a int, b int); create table __temp__t (id integer primary key, a varchar not null);
         insert into __temp__t select id, a from t; drop table t; alter table __temp__t rename to t; create unique index u on t (a collate nocase) where a is not null;
         alter table t rename column a to aa; alter table t add column c varchar not null default 'a; b'; alter table t drop column c;
         create trigger tr after insert on t begin update t set aa = case when 1 then 2 else 3 end; end; create view v as select id, aa as x from t",
        "t: id integer auto, aa varchar, primary primary(id), unique u(aa)\nv: id integer null, x varchar null",
    );
}

#[test]
fn sql_server() {
    check(
        SqlSrv,
        "CREATE TABLE [dbo].[users] ([id] bigint NOT NULL IDENTITY(1,1) PRIMARY KEY, [name] nvarchar(255) NULL, [at] datetime2(3) NOT NULL DEFAULT getdate());
         GO
         ALTER TABLE users ADD a int, b nvarchar(5) NOT NULL;
         ALTER TABLE users ALTER COLUMN name nvarchar(50) NOT NULL
         go
         ALTER TABLE users DROP COLUMN a; CREATE UNIQUE NONCLUSTERED INDEX [u] ON [users] ([name]) WHERE [name] IS NOT NULL",
        "users: id bigint auto, name nvarchar(50), at datetime2(3) =(getdate()), b nvarchar(5), primary primary(id), unique u(name)",
    );
    check(
        SqlSrv,
        "create table a (b int); EXEC sp_rename 'dbo.a', 'c'; EXEC sp_rename N'c.b', 'd', 'COLUMN'; alter table c add constraint df default 0 for d",
        "c: d int null =?",
    );
    let (schema, effects) = schema("create table x (id int); IF OBJECT_ID('x') IS NOT NULL BEGIN DROP TABLE x; END", SqlSrv);
    assert!(schema.table("x").unwrap().conditional);
    assert_eq!(effects.gaps.len(), 1);
}
