//! MySQL and MariaDB.

use std::fmt::Write;

use super::{check, schema};
use crate::schema::Driver::{MariaDb, MySql};
use crate::schema::ddl::{parse, trigger_tables};

#[test]
fn tables() {
    check(
        MySql,
        "CREATE TABLE IF NOT EXISTS `ports` (
            `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'a; b',
            `email` varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL UNIQUE,
            depth DECIMAL(6, 2) default -1.5, open bool not null default false,
            kind enum('a','b,c') default 'a', made timestamp not null default current_timestamp on update current_timestamp,
            label varchar(50) generated always as (concat(email, 'x')) stored, wide int(10) zerofill,
            key (depth), key `by_kind` (kind(3), email desc) using btree, fulltext key ft (email), x json
        ) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC COMMENT='it''s ; a table'",
        "ports: id bigint unsigned auto, email varchar(191), depth decimal(6,2) null =-1.5, open tinyint(1) =false, \
         kind enum('a','b,c') null =a, made timestamp =(CURRENT_TIMESTAMP), label varchar(50) null generated, \
         wide int unsigned null, x json null, primary primary(id), unique email(email), index depth(depth), \
         index by_kind(kind email), fulltext ft(email)",
    );
    check(
        MySql,
        "create table a (id serial, primary key (id)) partition by hash (id) partitions 4",
        "a: id bigint unsigned auto, unique id(id), primary primary(id)",
    );
    check(
        MySql,
        "create table a (id int primary key, x int, key (x)); create table b like a",
        "a: id int, x int null, primary primary(id), index x(x)\nb: id int, x int null, primary primary(id), index x(x)",
    );
    check(
        MySql,
        "create table a (id int); create table b (n int) as select id, count(*) as times from a",
        "a: id int null\nb: n int null, id int null, times unknown null",
    );
    check(MySql, "create table b as select * from a", "b: …");
    check(
        MariaDb,
        "create table a (id uuid not null, b int invisible, c int as (b + 1) persistent) with system versioning",
        "a: id uuid, b int null, c int null generated",
    );
}

#[test]
fn foreign_keys() {
    check(
        MySql,
        "create table a (id int primary key);
         create table b (a_id int, c_id int references a(id), constraint named foreign key (a_id) references a (id) on delete cascade on update set null,
            foreign key (a_id) references a (id), foreign key idx (c_id) references `a` (`id`) on delete no action);
         alter table b add foreign key (c_id) references a (id) on delete restrict, drop foreign key named",
        "a: id int, primary primary(id)
         b: a_id int null, c_id int null, key b_ibfk_1(a_id)->a(id), key idx(c_id)->a(id) delete no action, key b_ibfk_2(c_id)->a(id) delete restrict",
    );
    check(
        MariaDb,
        "create table a (id int primary key); create table b (a_id int references a)",
        "a: id int, primary primary(id)\nb: a_id int null, key b_ibfk_1(a_id)->a(id)",
    );
}

#[test]
fn alterations() {
    let before = "create table t (id int not null, a int, b varchar(5), key k (b)); ";
    for (sql, after) in [
        (
            "alter table `t` add column c int not null after id, add d int first",
            "t: d int null, id int, c int, a int null, b varchar(5) null, index k(b)",
        ),
        (
            "alter table t add (c int, d varchar(3) not null default '')",
            "t: id int, a int null, b varchar(5) null, c int null, d varchar(3) =, index k(b)",
        ),
        (
            "alter table t modify a bigint unsigned not null default 5 comment 'x, y', engine=innodb",
            "t: id int, a bigint unsigned =5, b varchar(5) null, index k(b)",
        ),
        (
            "alter table `t`CHANGE `b` `bb` VARCHAR(9) NULL DEFAULT NULL COMMENT '1 = PAN, 2 = X' after id",
            "t: id int, bb varchar(9) null, a int null, index k(bb)",
        ),
        ("alter table t change column a a int not null", "t: id int, a int, b varchar(5) null, index k(b)"),
        ("alter table t drop b, drop column a", "t: id int"),
        (
            "alter table t drop key k, add unique index u (a, b), add primary key (id)",
            "t: id int, a int null, b varchar(5) null, unique u(a b), primary primary(id)",
        ),
        ("alter table t rename index k to l, rename column a to c", "t: id int, c int null, b varchar(5) null, index l(b)"),
        (
            "alter table t alter column a set default 5, alter b drop default, convert to character set utf8mb4",
            "t: id int, a int null =5, b varchar(5) null, index k(b)",
        ),
        ("alter table t rename to u", "u: id int, a int null, b varchar(5) null, index k(b)"),
        ("alter table t rename u, algorithm=inplace, lock=none", "u: id int, a int null, b varchar(5) null, index k(b)"),
        (
            "alter table t add constraint unique (a), add fulltext index ft (b) with parser ngram, add spatial index (a)",
            "t: id int, a int null, b varchar(5) null, index k(b), unique a(a), fulltext ft(b), spatial a_2(a)",
        ),
        (
            "alter table t add column if not exists a text, add column if not exists c text, add index if not exists k (a), drop index if exists k",
            "t: id int, a int null, b varchar(5) null, c text null, index k(a)",
        ),
        (
            "alter table t add place point not null after id, auto_increment = 100, comment = 'x', order by id",
            "t: id int, place point, a int null, b varchar(5) null, index k(b)",
        ),
        (
            "alter table t modify id int unsigned auto_increment primary key; alter table t drop primary key",
            "t: id int unsigned auto, a int null, b varchar(5) null, index k(b)",
        ),
        (
            "alter table t add constraint c check (a > 1 and b in ('x, y')), drop constraint c, drop check c",
            "t: id int, a int null, b varchar(5) null, index k(b)",
        ),
    ] {
        let after = if sql.contains("if not exists k (a)") { after.replace(", index k(a)", "") } else { after.to_owned() };
        check(MySql, &format!("{before}{sql}"), &after);
    }
}

#[test]
fn tables_and_indexes_come_and_go() {
    check(
        MySql,
        "create table a (id int); create table b (id int); rename table a to c, b to a; drop table if exists c, d",
        "a: id int null",
    );
    check(
        MySql,
        "create table a (id int, t text); create unique index u using btree on a (id) comment 'x'; create index if not exists u on a (t(20)); create fulltext index f on a (t); create index g on a(t); drop index g on a",
        "a: id int null, t text null, unique u(id), fulltext f(t)",
    );
}

#[test]
fn keys_of_others_follow_a_renamed_column() {
    for sql in ["alter table a rename column id to key_id", "alter table a change id key_id int"] {
        check(
            MySql,
            &format!(
                "create table a (id int primary key); create table b (a_id int, foreign key (a_id) references a (id)); {sql}"
            ),
            "a: key_id int, primary primary(key_id)\nb: a_id int null, key b_ibfk_1(a_id)->a(key_id)",
        );
    }
}

#[test]
fn views_have_columns() {
    check(
        MySql,
        "create table u (id int); create algorithm=undefined definer=`root`@`localhost` sql security definer view v as select u.id, u.id as x, count(0) as `n` from u join u w on u.id = w.id;
         create or replace view w (a, b) as select 1, 2 with cascaded check option; create view x as select id, max(id) from u;
         create view gone as select 1 as one; drop view gone; create or replace view w as select 1 as c",
        "u: id int null\nv: id int null, x int null, n unknown null\nw: c unknown null\nx: id int null, …",
    );
}

#[test]
fn views_show_the_columns_of_what_they_read() {
    check(
        MySql,
        "create table u (id int not null, name varchar(9)); create table p (id bigint, u_id int, body text);
         create view a as select * from u; create view b as select p.*, u.name as author from p join u on u.id = p.u_id;
         create view c as with w as (select id, body from p), x (k) as (select max(id) from w) select w.*, x.k from w, x;
         create view d (one, two) as select id, name from u union select 1, 'a'; create view e as select t.* from (select b.author from b) as t;
         create view f as select n.* from nowhere n; create view g as select z.* from u; create view h (a, b) as select u.* from u;
         create table copy as select name, p.id as p from u, p",
        "a: id int null, name varchar(9) null\nb: id bigint null, u_id int null, body text null, author varchar(9) null
c: id bigint null, body text null, k unknown null\ncopy: name varchar(9) null, p bigint null\nd: one unknown null, two unknown null
e: author varchar(9) null\nf: …\ng: …\nh: a unknown null, b unknown null\np: id bigint null, u_id int null, body text null\nu: id int, name varchar(9) null",
    );
}

#[test]
fn queries_that_name_each_other_twice_end() {
    let mut sql = "create table t (id int); create view v as with q0 as (select * from t)".to_owned();
    for n in 1..60 {
        write!(sql, ", q{n} as (select a.* from q{0} a, q{0} b)", n - 1).expect("a text can be written to");
    }
    sql.push_str(" select * from q59");
    check(MySql, &sql, "t: id int null\nv: …");
}

#[test]
fn conditional_comments_of_dumps_count() {
    let sql = "/*!50001 DROP VIEW IF EXISTS `v`*/; SET @saved = @@character_set_client;
        /*!50001 CREATE VIEW `v` AS SELECT 1 AS `a`*/;
        CREATE TABLE `t` (`a` int NOT NULL, `b` int /*!80023 INVISIBLE */) /*!50100 PARTITION BY HASH (a) */;
        DELIMITER ;;
        /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW BEGIN SET NEW.a = 1; END */;;
        DELIMITER ;
        /*!40000 ALTER TABLE `t` DISABLE KEYS */;";
    check(MySql, sql, "t: a int, b int null\nv: a unknown null");
    assert_eq!(trigger_tables(&parse(sql, MySql)), ["t"]);
}

#[test]
fn routines_change_nothing_unless_they_hold_ddl() {
    let (_, effects) = schema(
        "CREATE PROCEDURE p() BEGIN SELECT 1; UPDATE a SET b = 'alter the table'; END; CREATE FUNCTION f() RETURNS int RETURN 1",
        MySql,
    );
    assert!(effects.gaps.is_empty());
    let (schema, effects) = schema("create table a (id int); CREATE PROCEDURE p() BEGIN ALTER TABLE a ADD b int; END", MySql);
    assert_eq!(effects.gaps.len(), 1);
    assert!(schema.table("a").unwrap().open_at.is_some());
}
