//! Squashed dumps (`php artisan schema:dump`): the schema as the database's own client writes it, and the names of
//! the migrations that had run by then.

use super::ddl::{Ddl, Statement, parse_with_rows};
use super::driver::Driver;

/// What a dump holds.
#[derive(Clone, Debug, Default)]
pub struct Dump {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// The migrations that had run, in the order of its rows.
    pub migrations: Vec<String>,
}

/// The column of the migrations' table that holds their names, and where it is if the columns are not named.
const COLUMN: (&str, usize) = ("migration", 1);

impl Dump {
    /// Reads a dump of `mysqldump`, `mariadb-dump`, `pg_dump` or `sqlite3`. `table` is the table of the
    /// migrations that ran, with the connection's prefix, without a schema.
    #[must_use]
    pub fn read(text: &str, driver: Driver, table: &str) -> Dump {
        let table = table.rsplit('.').next().unwrap_or(table);
        let statements = parse_with_rows(text, driver, table);
        let mut order: Vec<String> = Vec::new();
        let mut migrations = Vec::new();
        for statement in &statements {
            match &statement.ddl {
                Ddl::CreateTable(made) if made.name.text.eq_ignore_ascii_case(table) => {
                    order = made.columns.iter().map(|column| column.name.text.clone()).collect();
                }
                Ddl::InsertRows { columns, rows, .. } => {
                    let named = if columns.is_empty() { &order } else { columns };
                    let at = named.iter().position(|column| column.eq_ignore_ascii_case(COLUMN.0)).unwrap_or(COLUMN.1);
                    migrations.extend(rows.iter().filter_map(|row| row.get(at).cloned().flatten()));
                }
                _ => {}
            }
        }
        Dump { statements, migrations }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mysqldump_inserts_rows() {
        let text = "/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `migrations`;\nCREATE TABLE `migrations` (\n  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,\n  \
                    `migration` varchar(255) NOT NULL,\n  `batch` int(11) NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n\
                    INSERT INTO `migrations` (`id`, `migration`, `batch`) VALUES (1,'2020_01_01_000000_a',1);\n\
                    INSERT INTO `migrations` VALUES (2,'2020_01_02_000000_b',1),(3,'it\\'s',2);\nINSERT INTO `users` VALUES (1,'x',2);\n";
        let dump = Dump::read(text, Driver::MySql, "migrations");
        assert_eq!(dump.migrations, ["2020_01_01_000000_a", "2020_01_02_000000_b", "it's"]);
        assert_eq!(dump.statements.len(), 6);
    }

    #[test]
    fn pg_dump_copies_rows() {
        let text = "--\n\\restrict abc\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\
                    CREATE TABLE public.migrations (\n    id integer NOT NULL,\n    migration character varying(255) NOT NULL,\n    batch integer NOT NULL\n);\n\
                    CREATE SEQUENCE public.migrations_id_seq\n    AS integer\n    START WITH 1;\nALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;\n\
                    ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);\n\
                    COPY public.migrations (id, migration, batch) FROM stdin;\n1\ta\t1\n2\tb;'\t1\n\\.\n\n\
                    ALTER TABLE ONLY public.migrations\n    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);\n\\unrestrict abc\n";
        let dump = Dump::read(text, Driver::PgSql, "public.migrations");
        assert_eq!(dump.migrations, ["a", "b;'"]);
        let inserts = "INSERT INTO public.migrations VALUES (1, 'x', 1);";
        assert_eq!(Dump::read(inserts, Driver::PgSql, "migrations").migrations, ["x"]);
    }

    #[test]
    fn sqlite_inserts_rows_in_the_order_of_its_columns() {
        let text = "CREATE TABLE IF NOT EXISTS \"runs\" (\"migration\" varchar not null, \"batch\" integer not null);\nINSERT INTO runs VALUES('a',1);\n\
                    INSERT INTO \"runs\" VALUES('b',1);";
        assert_eq!(Dump::read(text, Driver::Sqlite, "runs").migrations, ["a", "b"]);
    }
}
