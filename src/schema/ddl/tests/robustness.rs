//! Any text is read in bounded time and stack, and nothing panics.

use std::time::{Duration, Instant};

use super::{apply, schema};
use crate::schema::ddl::{Ddl, parse};
use crate::schema::{Driver, Dump, Schema};

const CORPUS: &[&str] = &[
    include_str!("mysql.rs"),
    include_str!("pgsql.rs"),
    include_str!("others.rs"),
    "create table a (id int primary key default (1 + (2 * 3)) check (a > 1 or b < 2), foreign key (x) references b (y) on delete cascade) engine=innodb",
    "alter table a add column b int after c, drop column d, add constraint e foreign key (f) references g (h), rename to i",
    "/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF x THEN SET y = 1; END IF; END */;;",
    "COPY a (b, c) FROM stdin;\n1\t2\n\\.\n\\restrict x\n",
    "insert into migrations (id, migration, batch) values (1, 'a''b', 2), (2, 'c\\'d', -3)",
    "create view v as select a.*, b as c, case when d then e else f end as g from h left join (select 1) i on j = k where l in (1, 2) union select 2",
];

/// How often each text is mutated.
const ROUNDS: usize = 40;

/// A small generator of numbers, so that runs repeat.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

fn at_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Cuts, doubles and mixes a text.
fn mutated(text: &str, dice: &mut Dice) -> String {
    const BITS: &[&str] = &[
        "(", ")", "'", "\"", "`", ";", ",", "/*", "*/", "--", "$$", "[", "]", "\\", "é", "\0", " begin ", " end ", "not ", "/*!",
        "#", "case ",
    ];
    let mut out = text.to_owned();
    for _ in 0..=dice.below(6) {
        let at = at_boundary(&out, dice.below(out.len() + 1));
        let to = at_boundary(&out, (at + dice.below(40)).min(out.len()));
        match dice.below(5) {
            0 => out.truncate(at),
            1 => out.replace_range(at..to, ""),
            2 => out.insert_str(at, BITS[dice.below(BITS.len())]),
            3 => {
                let piece = out[at..to].to_owned();
                out.insert_str(at, &piece);
            }
            _ => {
                let other = CORPUS[dice.below(CORPUS.len())];
                let start = at_boundary(other, dice.below(other.len()));
                let end = at_boundary(other, (start + dice.below(60)).min(other.len()));
                out.insert_str(at, &other[start..end.max(start)]);
            }
        }
    }
    out
}

#[test]
fn mutated_texts_are_read() {
    let mut dice = Dice(0x5eed);
    let statements: Vec<&str> = CORPUS.iter().flat_map(|text| text.split(';')).collect();
    for round in 0..ROUNDS {
        for text in &statements {
            let text = mutated(text, &mut dice);
            let driver = Driver::ALL[dice.below(Driver::ALL.len())];
            let start = Instant::now();
            let mut schema = Schema { driver, ..Schema::default() };
            apply(&mut schema, &text, round % 2 == 0);
            let _ = Dump::read(&text, driver, "migrations");
            assert!(start.elapsed() < Duration::from_secs(2), "{text}");
        }
    }
}

#[test]
fn every_beginning_of_a_text_is_read() {
    for text in CORPUS.iter().filter(|text| text.len() < 500) {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            for driver in Driver::ALL {
                let _ = parse(&text[..end], driver);
            }
        }
    }
}

#[test]
fn deep_and_long_texts_are_bounded() {
    let deep = |open: &str, close: &str, times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
    let mut texts = Vec::new();
    for times in [12, 23, 399, 2_000] {
        for (open, close) in [
            ("(", ")"),
            ("not ", ""),
            ("- ", ""),
            ("case when ", " end"),
            ("(select ", ")"),
            ("a(", ")"),
            ("array[", "]"),
            ("cast(", " as int)"),
            ("((a, ", "))"),
            ("(a join ", ")"),
            ("select * from (", ")"),
            ("a in (", ")"),
            ("interval ", ""),
            ("exists (", ")"),
            ("extract(year from ", ")"),
            ("{", "}"),
            ("struct<", ">"),
            ("nullable(", ")"),
        ] {
            let nested = deep(open, close, times);
            texts.push(format!("create table t (a int default {nested})"));
            texts.push(format!("create table t (a {nested})"));
            texts.push(format!("create view v as select {nested}"));
            texts.push(format!("create view v as select * from {nested}"));
            texts.push(format!("create index i on t ({nested})"));
            texts.push(format!("alter table t add check ({nested})"));
        }
        for link in [
            " or a",
            " + 1",
            "::int",
            " is null",
            " union select 1",
            ".a",
            "[1]",
            " collate x",
            ", a",
            " not",
            " join b",
            " at time zone 'x'",
            "->1",
            " notnull",
            " a",
            "!",
        ] {
            let chain = format!("a{}", link.repeat(times));
            texts.push(format!("create table t (a int default {chain})"));
            texts.push(format!("create view v as select {chain}"));
            texts.push(format!("create view v as select 1 from {chain}"));
            texts.push(format!("alter table t add column {chain}"));
            texts.push(format!("drop table {chain}"));
        }
    }
    for text in &texts {
        for driver in Driver::ALL {
            let start = Instant::now();
            schema(text, driver);
            let short: String = text.chars().take(60).collect();
            assert!(start.elapsed() < Duration::from_secs(5), "{driver} {short} {}", text.len());
        }
    }
}

#[test]
fn huge_texts_are_split_but_not_parsed() {
    let huge = format!("create table huge (id int default '{}')", "x".repeat(2 << 20));
    let statements = parse(&format!("{huge}; create table small (id int)"), Driver::MySql);
    assert!(matches!(&statements[0].ddl, Ddl::Unparsed { mentions, .. } if mentions[0].table.text == "huge"));
    assert!(matches!(&statements[1].ddl, Ddl::CreateTable(table) if table.name.text == "small"));
    let start = Instant::now();
    for text in [
        ";",
        "a;",
        "go\n",
        "go ",
        "\\x\n",
        "'';",
        "$$",
        "/*",
        "delimiter ;;\n",
        "begin ",
        "insert into migrations values (1);",
        "copy a from stdin;\n",
    ] {
        for driver in Driver::ALL {
            let _ = parse(&text.repeat(50_000), driver);
        }
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
