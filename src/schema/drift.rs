//! What differs between the schema that the migrations make and the one that a database has.
//!
//! What is not known of the first is no difference. What databases write in another way than they were told (display
//! widths, JSON as longtext, the index that InnoDB makes for a key, names of defaults' functions) is none either.

mod defaults;

use std::fmt;

use super::ddl::canonical;
use super::model::{Column, ForeignKey, Index, IndexKind, Schema, Table, TableKind};
use super::{Driver, Existence};
use crate::source::Span;

/// What a comparison gives.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    /// The differences, by table.
    pub differences: Vec<Difference>,
    /// How many things were not compared because they are not known for certain.
    pub unknown: usize,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The table, without the connection's prefix.
    pub table: String,
    /// What of it: `table`, `column email`, `type of email`, `index (a, b)`.
    pub what: String,
    /// As the migrations make it; none if they do not.
    pub migrations: Option<String>,
    /// As the database has it; none if it has not.
    pub database: Option<String>,
    /// Where the migrations make it.
    pub at: Option<Span>,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.table, self.what)?;
        match (&self.migrations, &self.database) {
            (Some(ours), Some(theirs)) => write!(out, " is {ours} by the migrations, {theirs} in the database"),
            (Some(_), None) => write!(out, " is missing in the database"),
            (None, _) => write!(out, " is in the database, but no migration creates it"),
        }
    }
}

/// Compares the schema of the migrations with one that was read from a database. `laravel` is the framework's major
/// version; tables of these names, such as the one that lists the migrations, are left out.
#[must_use]
pub fn compare(migrations: &Schema, database: &Schema, laravel: u32, except: &[&str]) -> Drift {
    let mut drift = Drift::default();
    let left_out = |name: &str| except.iter().any(|known| known.eq_ignore_ascii_case(name)) || name.starts_with("sqlite_");
    for table in migrations.tables.values().filter(|table| !left_out(&table.name)) {
        let comparison = Comparison { migrations, driver: migrations.driver, laravel, table };
        match database.table(&table.name) {
            Some(theirs) => comparison.table(theirs, &mut drift),
            None if table.conditional => drift.unknown += 1,
            None => drift.differences.push(comparison.difference(
                kind(table.kind).to_owned(),
                Some(String::new()),
                None,
                table.defined_at,
            )),
        }
    }
    for theirs in database.tables.values().filter(|table| !left_out(&table.name)) {
        match migrations.existence(&theirs.name) {
            Existence::Exists(_) => {}
            Existence::Unknown(_) => drift.unknown += 1,
            Existence::Missing(_) => drift.differences.push(Difference {
                table: theirs.name.clone(),
                what: kind(theirs.kind).to_owned(),
                migrations: None,
                database: Some(String::new()),
                at: None,
            }),
        }
    }
    drift.differences.sort_by(|a, b| (&a.table, &a.what).cmp(&(&b.table, &b.what)));
    drift
}

fn kind(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Table => "the table",
        TableKind::View => "the view",
    }
}

struct Comparison<'t> {
    migrations: &'t Schema,
    driver: Driver,
    laravel: u32,
    table: &'t Table,
}

impl Comparison<'_> {
    fn difference(&self, what: String, migrations: Option<String>, database: Option<String>, at: Option<Span>) -> Difference {
        Difference { table: self.table.name.clone(), what, migrations, database, at: at.or(self.table.defined_at) }
    }

    fn table(&self, theirs: &Table, drift: &mut Drift) {
        let ours = self.table;
        if ours.kind != theirs.kind {
            let of = |table: &Table| Some(if table.kind == TableKind::View { "a view" } else { "a table" }.to_owned());
            drift.differences.push(self.difference("it".to_owned(), of(ours), of(theirs), None));
            return;
        }
        for column in &ours.columns {
            match theirs.column(&column.name) {
                Some(their) if ours.kind == TableKind::Table => self.column(column, their, drift),
                Some(_) => {}
                None if column.conditional => drift.unknown += 1,
                // What a view gives is only as well known as its query.
                None if theirs.open_at.is_some() => drift.unknown += 1,
                None => {
                    let what = format!("the column {}", column.name);
                    drift.differences.push(self.difference(what, Some(String::new()), None, column.defined_at));
                }
            }
        }
        for column in theirs.columns.iter().filter(|column| ours.column(&column.name).is_none()) {
            if ours.open_at.is_some() {
                drift.unknown += 1;
            } else {
                let what = format!("the column {}", column.name);
                drift.differences.push(self.difference(what, None, Some(String::new()), None));
            }
        }
        if ours.kind == TableKind::Table {
            self.indexes(theirs, drift);
            self.foreign_keys(theirs, drift);
        }
    }

    fn column(&self, ours: &Column, theirs: &Column, drift: &mut Drift) {
        if ours.conditional {
            drift.unknown += 1;
            return;
        }
        let mut tell = |what: &str, a: String, b: String| {
            let what = format!("the {what} of {}", ours.name);
            drift.differences.push(self.difference(what, Some(a), Some(b), ours.defined_at));
        };
        let (a, b) = (self.type_of(ours), self.type_of(theirs));
        let known = |ty: &str| !matches!(ty, "" | "unknown" | "computed");
        if a != b && known(&a) && known(&b) {
            tell("type", a, b);
        }
        let null = |column: &Column| if column.nullable { "nullable" } else { "not null" }.to_owned();
        // What is computed is null or not as its expression is.
        if ours.nullable != theirs.nullable && !ours.generated && !(ours.auto_increment || theirs.auto_increment) {
            tell("nullability", null(ours), null(theirs));
        }
        // SQLite numbers every lone INTEGER PRIMARY KEY.
        if ours.auto_increment != theirs.auto_increment && self.driver != Driver::Sqlite {
            let auto = |column: &Column| if column.auto_increment { "automatic" } else { "not automatic" }.to_owned();
            tell("numbering", auto(ours), auto(theirs));
        }
        if !ours.auto_increment
            && !ours.generated
            && let Some((a, b)) = defaults::difference(ours.default.as_ref(), theirs.default.as_ref())
        {
            tell("default", a, b);
        }
    }

    /// A type in the one spelling of its driver.
    fn type_of(&self, column: &Column) -> String {
        let sql = column.ty.sql(self.driver, self.laravel, column.auto_increment);
        let (spelled, _) = canonical(&sql, self.driver);
        match self.driver {
            Driver::MySql | Driver::MariaDb => match spelled.as_str() {
                // MariaDB's JSON is text that is checked.
                "json" | "longtext" => "json or longtext".to_owned(),
                "year(4)" => "year".to_owned(),
                other => other.to_owned(),
            },
            // SQLite gives no meaning to lengths.
            Driver::Sqlite if !spelled.starts_with("tinyint") => spelled.split('(').next().unwrap_or_default().to_owned(),
            _ => spelled,
        }
    }

    fn indexes(&self, theirs: &Table, drift: &mut Drift) {
        let ours = self.table;
        let own: Vec<&Index> = ours.indexes.iter().filter(|index| self.is_compared(index)).collect();
        let there: Vec<&Index> = theirs.indexes.iter().filter(|index| self.is_compared(index)).collect();
        // InnoDB makes an index for a key that has none, and gives it the key's name.
        let implied = |index: &Index| {
            self.driver.is_mysql()
                && index.kind == IndexKind::Index
                && ours.foreign_keys.iter().chain(&theirs.foreign_keys).any(|key| same_names(&key.columns, &index.columns))
        };
        for index in own.iter().filter(|index| !implied(index) && !there.iter().any(|other| same_index(index, other))) {
            if index.conditional {
                drift.unknown += 1;
            } else {
                drift.differences.push(self.difference(describe(index), Some(String::new()), None, index.defined_at));
            }
        }
        for index in there.iter().filter(|index| !implied(index) && !own.iter().any(|other| same_index(index, other))) {
            if ours.open_at.is_some() {
                drift.unknown += 1;
            } else {
                drift.differences.push(self.difference(describe(index), None, Some(String::new()), None));
            }
        }
    }

    /// Indexes of expressions have no columns to compare; some kinds a database does not have.
    fn is_compared(&self, index: &Index) -> bool {
        let lacking = match self.driver {
            Driver::PgSql => index.kind == IndexKind::Fulltext,
            Driver::Sqlite => matches!(index.kind, IndexKind::Fulltext | IndexKind::Spatial),
            _ => false,
        };
        !index.columns.is_empty() && !lacking
    }

    fn foreign_keys(&self, theirs: &Table, drift: &mut Drift) {
        let ours = self.table;
        for key in &ours.foreign_keys {
            // SQLite keeps several keys of the same columns: the one that does the same is meant.
            let mut same = theirs.foreign_keys.iter().filter(|other| same_key(key, other));
            let does_the_same = |other: &&ForeignKey| {
                action(key.on_delete.as_deref()) == action(other.on_delete.as_deref())
                    && action(key.on_update.as_deref()) == action(other.on_update.as_deref())
            };
            let found = same.clone().find(does_the_same).or_else(|| same.next());
            match found {
                Some(other) => {
                    for (event, a, b) in
                        [("delete", &key.on_delete, &other.on_delete), ("update", &key.on_update, &other.on_update)]
                    {
                        let (a, b) = (action(a.as_deref()), action(b.as_deref()));
                        if a != b {
                            let what = format!("on {event} of {}", describe_key(key));
                            drift.differences.push(self.difference(what, Some(a.to_owned()), Some(b.to_owned()), key.defined_at));
                        }
                    }
                }
                // What the key refers to is not the migrations' own: nobody knows whether it could be made.
                None if key.conditional || self.migrations.table(&key.table).is_none() => drift.unknown += 1,
                None => drift.differences.push(self.difference(describe_key(key), Some(String::new()), None, key.defined_at)),
            }
        }
        for key in theirs.foreign_keys.iter().filter(|key| !ours.foreign_keys.iter().any(|other| same_key(key, other))) {
            if ours.open_at.is_some() {
                drift.unknown += 1;
            } else {
                drift.differences.push(self.difference(describe_key(key), None, Some(String::new()), None));
            }
        }
    }
}

fn same_names(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn same_index(a: &Index, b: &Index) -> bool {
    a.kind == b.kind && same_names(&a.columns, &b.columns)
}

fn same_key(a: &ForeignKey, b: &ForeignKey) -> bool {
    let table = |key: &ForeignKey| key.table.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    same_names(&a.columns, &b.columns) && table(a) == table(b) && same_names(&a.references, &b.references)
}

/// InnoDB and most uses of the others make no difference between these.
fn action(action: Option<&str>) -> &str {
    match action {
        None | Some("restrict" | "no action") => "no action",
        Some(other) => other,
    }
}

fn describe(index: &Index) -> String {
    let kind = match index.kind {
        IndexKind::Primary => "the primary key",
        IndexKind::Unique => "the unique index",
        IndexKind::Index => "the index",
        IndexKind::Fulltext => "the full-text index",
        IndexKind::Spatial => "the spatial index",
    };
    format!("{kind} ({})", index.columns.join(", "))
}

fn describe_key(key: &ForeignKey) -> String {
    format!("the foreign key ({}) to {} ({})", key.columns.join(", "), key.table, key.references.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ddl::{Written, parse};
    use crate::source::FileId;

    fn schema(driver: Driver, sql: &str) -> Schema {
        let mut schema = Schema { driver, ..Schema::default() };
        let at = Span::new(FileId(0), 0, 0);
        schema.apply_sql(&parse(sql, driver), Written { at, verbatim: false, conditional: false, search_path: &[] });
        schema
    }

    fn told(driver: Driver, ours: &str, theirs: &str) -> Vec<String> {
        let drift = compare(&schema(driver, ours), &schema(driver, theirs), 12, &["migrations"]);
        drift.differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_kind_of_difference_is_told() {
        let ours = "CREATE TABLE a (id int not null primary key, b varchar(20) not null default 'x', c int, gone int, unique (b));
                    CREATE TABLE only_ours (id int);
                    CREATE TABLE k (a_id int, d_id int, foreign key (a_id) references a (id) on delete cascade, foreign key (d_id) references a (id));";
        let theirs = "CREATE TABLE a (id int not null primary key, b varchar(30) default 'y', c int, more int, key (c));
                      CREATE TABLE only_theirs (id int); CREATE TABLE migrations (id int);
                      CREATE TABLE k (a_id int, d_id int, foreign key (a_id) references a (id) on delete set null);";
        assert_eq!(
            told(
                Driver::PgSql,
                ours,
                &theirs
                    .replace(", key (c)", "")
                    .replace("CREATE TABLE only_theirs", "CREATE INDEX c ON a (c); CREATE TABLE only_theirs")
            ),
            [
                "a: the column gone is missing in the database",
                "a: the column more is in the database, but no migration creates it",
                "a: the default of b is 'x' by the migrations, 'y' in the database",
                "a: the index (c) is in the database, but no migration creates it",
                "a: the nullability of b is not null by the migrations, nullable in the database",
                "a: the type of b is character varying(20) by the migrations, character varying(30) in the database",
                "a: the unique index (b) is missing in the database",
                "k: on delete of the foreign key (a_id) to a (id) is cascade by the migrations, set null in the database",
                "k: the foreign key (d_id) to a (id) is missing in the database",
                "only_ours: the table is missing in the database",
                "only_theirs: the table is in the database, but no migration creates it",
            ]
        );
    }

    #[test]
    fn two_keys_of_the_same_columns_in_another_order_are_no_difference() {
        let keys = ["foreign key (p_id) references p (id) on delete cascade", "foreign key (p_id) references p (id)"];
        let table = |first: &str, second: &str| {
            format!("create table p (id integer primary key); create table t (p_id integer, {first}, {second})")
        };
        assert!(told(Driver::Sqlite, &table(keys[0], keys[1]), &table(keys[1], keys[0])).is_empty());
    }

    #[test]
    fn what_the_database_spells_in_its_own_way_is_none() {
        let ours = "CREATE TABLE p (id bigint unsigned not null auto_increment primary key);
                    CREATE TABLE t (p_id bigint unsigned, d json, b tinyint(1) not null default 0, at timestamp not null default current_timestamp,
                      n decimal(8,2) not null default 0, foreign key (p_id) references p (id) on delete restrict);";
        let theirs = "CREATE TABLE `p` (`id` bigint(20) unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`)) ENGINE=InnoDB;
                      CREATE TABLE `t` (`p_id` bigint(20) unsigned DEFAULT NULL, `d` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`d`)),
                        `b` tinyint(1) NOT NULL DEFAULT 0, `at` timestamp NOT NULL DEFAULT current_timestamp(), `n` decimal(8,2) NOT NULL DEFAULT 0.00,
                        KEY `t_p_id_foreign` (`p_id`), CONSTRAINT `t_p_id_foreign` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`)) ENGINE=InnoDB;";
        assert_eq!(told(Driver::MariaDb, ours, theirs), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_known_is_none() {
        let mut ours = schema(Driver::PgSql, "CREATE TABLE a (id int); CREATE TABLE b (id int);");
        let at = Span::new(FileId(0), 0, 0);
        ours.tables.get_mut("a").expect("made").conditional = true;
        ours.tables.get_mut("b").expect("made").open_at = Some(at);
        let theirs = schema(Driver::PgSql, "CREATE TABLE b (id int, more int);");
        let drift = compare(&ours, &theirs, 12, &[]);
        assert!(drift.differences.is_empty(), "{drift:?}");
        assert_eq!(drift.unknown, 2);
    }
}
