//! `tablecheck.yaml` as a whole: its keys, and what is read from its text.

use std::collections::BTreeMap;

use super::reader::{Mistake, Reader};
use super::yaml::{self, Node};
use super::{Config, ConnectionSettings, FailOn, Level, Package, Relationships, blueprint, ignore, signature, table};
use crate::catalog;

/// A key of the file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it sets: a sentence.
    pub about: &'static str,
    /// How it may be set: a piece of the file.
    pub example: &'static str,
    read: fn(&mut Reader<'_>, &Node, &mut Config),
}

/// Every key: the one list of them, in the order in which they are told.
pub const KEYS: &[Key] = &[
    Key {
        name: "paths",
        about: "What to check if the command line names no path.",
        example: "paths:\n  - app\n  - database\n",
        read: paths,
    },
    Key {
        name: "exclude",
        about: "Files to skip: they are neither read (unless they are migrations) nor reported. `*` matches within one \
            folder, `**` across folders.",
        example: "exclude:\n  - app/Legacy\n",
        read: exclude,
    },
    Key {
        name: "rules",
        about: "The severity of each rule: `off`, `note`, `warning` or `error`.",
        example: "rules:\n  undefined-on-delete: off\n",
        read: rules,
    },
    Key {
        name: "ignore",
        about: "Findings to ignore: by `paths`, `tables` and `rules`, with a `reason`.",
        example: "ignore:\n  - {paths: [tests], rules: [missing-required-column], reason: they test failures}\n",
        read: |reader, node, config| config.ignore = ignore::read(reader, node),
    },
    Key {
        name: "baseline",
        about: "The baseline, a file with existing findings; by default tablecheck-baseline.yaml next to this file, if it \
            exists.",
        example: "baseline: tablecheck-baseline.yaml\n",
        read: baseline,
    },
    Key {
        name: "fail_on",
        about: "The lowest severity that fails a run: `note`, `warning`, `error` or `never`.",
        example: "fail_on: warning\n",
        read: fail_on,
    },
    Key {
        name: "driver",
        about: "The database driver of every connection that does not set another one.",
        example: "driver: pgsql\n",
        read: driver,
    },
    Key {
        name: "relationships",
        about: "How references between tables are protected: `foreign_keys`, or `none` if the database has no foreign keys.",
        example: "relationships: none\n",
        read: relationships,
    },
    Key {
        name: "connections",
        about: "Settings of connections; they override config/database.php.",
        example: "connections:\n  reports: {driver: pgsql}\n",
        read: connections,
    },
    Key {
        name: "schema",
        about: "Dumps of the database, for projects without Laravel migrations: files written by mysqldump, mariadb-dump, \
            pg_dump or sqlite3, or PHP files whose strings create the tables.",
        example: "schema:\n  - database/dump.sql\n",
        read: |reader, node, config| config.schema = list(reader, node, "schema", "a list of files"),
    },
    Key {
        name: "migrations",
        about: "Folders with migrations that the project does not register; all of them run, whatever their names.",
        example: "migrations:\n  - install/migrations\n",
        read: |reader, node, config| config.migrations = list(reader, node, "migrations", "a list of folders"),
    },
    Key {
        name: "tables",
        about: "Tables that no migration creates: their names, each with at most one `*`, or a map from names to columns.",
        example: "tables:\n  - legacy_*\n",
        read: |reader, node, config| config.tables = table::read(reader, node),
    },
    Key {
        name: "packages",
        about: "Composer packages to treat as installed, as `vendor/name` or `vendor/name:^2.0`.",
        example: "packages:\n  - laravel/telescope\n",
        read: packages,
    },
    Key {
        name: "signatures",
        about: "The project's own functions and methods that take tables and columns.",
        example: "signatures:\n  - {class: App\\Crm\\Client, method: push, args: [table, row]}\n",
        read: |reader, node, config| config.signatures = signature::read(reader, node),
    },
    Key {
        name: "blueprint",
        about: "Blueprint methods from elsewhere: the Laravel method that does the same with the first argument, or the \
            columns that they add.",
        example: "blueprint:\n  money: decimal\n",
        read: |reader, node, config| config.blueprint = blueprint::read(reader, node),
    },
];

/// The keys of a connection.
pub(super) const CONNECTION_FIELDS: [&str; 2] = ["driver", "prefix"];

/// What a file says, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct ConfigFile {
    /// The settings. Of what is wrong nothing is in them.
    pub config: Config,
    /// What is wrong, in the order of the text.
    pub mistakes: Vec<Mistake>,
    text: String,
    set: BTreeMap<String, Node>,
}

impl ConfigFile {
    /// Reads a file's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::new(text);
        let mut config = Config::default();
        match yaml::read(text) {
            Err((message, place)) => reader.wrong_at(place, format!("this is not YAML: {message}")),
            Ok(root) => {
                let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                for (name, place, value) in reader.fields(&root, "tablecheck.yaml", "a map from keys to values", &names) {
                    if let Some(key) =
                        KEYS.iter().find(|key| key.name == name).filter(|_| !matches!(value.kind, yaml::Kind::Null))
                    {
                        reader.note(name, place);
                        (key.read)(&mut reader, value, &mut config);
                    }
                }
            }
        }
        let Reader { mut mistakes, set, .. } = reader;
        mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        ConfigFile { config, mistakes, text: text.to_owned(), set }
    }

    /// The line of a mistake, or any other, from 1.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default()
    }

    /// The line in which something is set, by its key with dots between keys inside others; none where it is not.
    #[must_use]
    pub fn line_of(&self, key: &str) -> Option<usize> {
        self.set.get(key).map(|node| yaml::locate(&self.text, node).0)
    }
}

fn paths(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    config.paths = list(reader, node, "paths", "a list of files and folders");
}

/// The texts of a list.
fn list(reader: &mut Reader<'_>, node: &Node, key: &str, what: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for item in reader.items(node, key, what) {
        if let Some(text) = reader.text(item, key) {
            reader.note(format!("{key}.{}", texts.len()), item);
            texts.push(text);
        }
    }
    texts
}

fn exclude(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    for item in reader.items(node, "exclude", "a list of patterns of paths") {
        let Some(pattern) = reader.text(item, "exclude") else { continue };
        reader.note(format!("exclude.{}", config.exclude.patterns().len()), item);
        if let Err(reason) = config.exclude.add(&pattern) {
            reader.wrong(item, format!("`{pattern}` is not a valid path pattern: {reason}"));
        }
    }
}

fn rules(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    let ids: Vec<&str> = catalog::rules().iter().map(|rule| rule.id.as_str()).collect();
    for (id, place, value) in reader.entries(node, "rules", "a map from rules to severities") {
        if reader.is_one_of(place, "rule", id, &ids)
            && let Some(level) = reader.word(value, id, &Level::ALL)
        {
            reader.note(format!("rules.{id}"), place);
            config.rules.insert(id.to_owned(), level);
        }
    }
}

fn baseline(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    config.baseline = reader.text(node, "baseline");
}

fn fail_on(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    config.fail_on = reader.word(node, "fail_on", &FailOn::ALL).unwrap_or_default();
}

fn driver(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    config.driver = reader.driver(node, "driver");
}

fn relationships(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    config.relationships = reader.word(node, "relationships", &Relationships::ALL).unwrap_or_default();
}

fn connections(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    for (name, place, value) in reader.entries(node, "connections", "a map from connections to their settings") {
        let mut connection = ConnectionSettings::default();
        for (field, _, value) in reader.fields(value, name, "a map", &CONNECTION_FIELDS) {
            match field {
                "driver" => {
                    connection.driver = reader.driver(value, field);
                }
                _ => connection.prefix = reader.any_text(value, field),
            }
        }
        reader.note(format!("connections.{name}"), place);
        config.connections.insert(name.to_owned(), connection);
    }
}

fn packages(reader: &mut Reader<'_>, node: &Node, config: &mut Config) {
    for item in reader.items(node, "packages", "a list of composer packages") {
        let Some(text) = reader.text(item, "packages") else { continue };
        let (name, version) = text.split_once(':').unwrap_or((&text, ""));
        let (name, version) = (name.trim().to_ascii_lowercase(), version.trim());
        let parts: Vec<&str> = name.split('/').collect();
        let versioned = version.is_empty() || version.contains(|c: char| c.is_ascii_digit());
        if parts.len() != 2 || parts.iter().any(|part| part.is_empty() || part.contains(char::is_whitespace)) || !versioned {
            reader.wrong(item, format!("`{text}` is not a package; write `vendor/name` or `vendor/name:^2.0`"));
            continue;
        }
        reader.note(format!("packages.{}", config.packages.len()), item);
        config.packages.push(Package { name, version: version.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::laravel::Deed;
    use crate::config::{Argument, DeclaredTable, Owner, Role, Signature, Target};
    use crate::finding::Severity;
    use crate::schema::Driver;

    fn read(text: &str) -> Config {
        let file = ConfigFile::read(text);
        assert_eq!(file.mistakes, [], "{text}");
        file.config
    }

    /// The mistakes as `line:column+length message`.
    fn mistakes(text: &str) -> Vec<String> {
        let file = ConfigFile::read(text);
        file.mistakes.iter().map(|m| format!("{}:{}+{} {}", m.line, m.column, m.length, m.message)).collect()
    }

    #[test]
    fn every_key_is_read() {
        let config = read(
            "paths: [app, src]
exclude: ['**/Legacy']
rules: {unknown-table: off, missing-foreign-key: error}
fail_on: error
driver: pgsql
connections: {tenant: {driver: mysql, prefix: t_}, plain: {prefix: ''}}
packages: [laravel/telescope, 'Laravel/Passport:^11']
",
        );
        assert_eq!(config.paths, ["app", "src"]);
        assert!(config.excludes("app/Legacy/A.php") && !config.excludes("app/A.php"));
        assert_eq!(config.rules["unknown-table"], Level::Off);
        assert_eq!(config.rules["missing-foreign-key"], Level::Severity(Severity::Error));
        assert_eq!(config.fail_on, FailOn::Severity(Severity::Error));
        assert_eq!(config.driver, Some(Driver::PgSql));
        let tenant = ConnectionSettings { driver: Some(Driver::MySql), prefix: Some("t_".to_owned()) };
        assert_eq!(config.connections["tenant"], tenant);
        assert_eq!(config.connections["plain"].prefix.as_deref(), Some(""));
        let package = |name: &str, version: &str| Package { name: name.to_owned(), version: version.to_owned() };
        assert_eq!(config.packages, [package("laravel/telescope", ""), package("laravel/passport", "^11")]);
    }

    #[test]
    fn every_key_has_an_example() {
        for key in KEYS {
            let file = ConfigFile::read(key.example);
            assert_eq!(file.mistakes, [], "{}", key.example);
            assert!(file.line_of(key.name) == Some(1) && key.example.ends_with('\n'), "{}", key.example);
            assert!(key.about.ends_with('.'), "{}", key.about);
        }
    }

    #[test]
    fn tables_are_names_or_have_columns() {
        let table = |name: &str, columns: Option<&[&str]>, connection: Option<&str>| DeclaredTable {
            name: name.to_owned(),
            columns: columns.map(|columns| columns.iter().map(ToString::to_string).collect()),
            connection: connection.map(str::to_owned),
        };
        assert_eq!(read("tables: [a, 'b_*']").tables, [table("a", None, None), table("b_*", None, None)]);
        let text = "tables:\n  a: [id, name]\n  b:\n  c: {connection: old, columns: [x]}\n  d: {connection: old}\n";
        let expected = [
            table("a", Some(&["id", "name"]), None),
            table("b", None, None),
            table("c", Some(&["x"]), Some("old")),
            table("d", None, Some("old")),
        ];
        assert_eq!(read(text).tables, expected);
    }

    #[test]
    fn signatures_know_whose_columns_they_take() {
        let text = "signatures:
  - {class: \\App\\Crm, method: push, args: [table, row]}
  - {function: total, args: [{role: column, table: orders}, value]}
  - {class: Db, method: on, args: [table, table, {role: columns, of: 1}], operation: select, returns: builder, connection: x}
";
        let signatures = read(text).signatures;
        let method = |class: &str, method: &str| Target::Method { class: class.to_owned(), method: method.to_owned() };
        let bare = |role: Role| Argument { role, of: None };
        assert_eq!(
            signatures[0],
            Signature {
                target: method("App\\Crm", "push"),
                args: vec![bare(Role::Table), Argument { role: Role::Row, of: Some(Owner::Argument(0)) }],
                operation: Deed::Insert,
                connection: None,
                returns_builder: false,
            }
        );
        assert_eq!(signatures[1].target, Target::Function("total".to_owned()));
        assert_eq!(signatures[1].args[0].of, Some(Owner::Table("orders".to_owned())));
        assert_eq!(signatures[2].args[2].of, Some(Owner::Argument(1)));
        assert_eq!((signatures[2].operation, signatures[2].returns_builder), (Deed::Select, true));
    }

    #[test]
    fn what_is_set_is_found_in_the_text() {
        let file = ConfigFile::read("driver: mysql\n\ntables:\n  - a\nrules:\n  unknown-table: off\n");
        assert_eq!(file.line_of("driver"), Some(1));
        assert_eq!(file.line_of("tables.a"), Some(4));
        assert_eq!(file.line_of("rules.unknown-table"), Some(6));
        assert_eq!(file.line_of("paths"), None);
    }

    #[test]
    fn nothing_is_no_mistake() {
        for text in ["", "# a comment\n", "---\n", "paths:\nexclude: ~\nrules:\ndriver:\nsignatures:\n", "\u{feff}paths: []\n"] {
            assert_eq!(mistakes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn mistakes_name_place_and_cure() {
        for (text, expected) in [
            ("drivr: mysql", "1:1+5 unknown key `drivr`; did you mean `driver`?"),
            (
                "\ndriver: oracle",
                "2:9+6 unknown value of `driver`: `oracle`; use one of `mysql`, `mariadb`, `pgsql`, `sqlite`, `sqlsrv`",
            ),
            ("driver: [mysql]", "1:9+7 `driver` is one of `mysql`, `mariadb`, `pgsql`, `sqlite`, `sqlsrv`, not a list"),
            ("driver: PostgreSQL", "1:9+10 unknown value of `driver`: `PostgreSQL`; did you mean `pgsql`?"),
            ("rules: {banana: off}", "1:9+6 unknown rule `banana`; `tablecheck rules` lists all rules"),
            ("rules:\n  unknown-tabel: off", "2:3+13 unknown rule `unknown-tabel`; did you mean `unknown-table`?"),
            (
                "rules: {unknown-table: warn}",
                "1:24+4 unknown value of `unknown-table`: `warn`; use one of `off`, `note`, `warning`, `error`",
            ),
            ("rules: {unknown-table: false}", "1:24+5 `unknown-table` is one of `off`, `note`, `warning`, `error`, not `false`"),
            ("fail_on: never\nfail_on: error", "2:1+7 `fail_on` is set twice"),
            ("paths: app", "1:8+3 `paths` is a list of files and folders, not `app`"),
            ("paths: [5]", "1:9+1 `paths` is text, not the number 5; put it in quotes"),
            ("exclude: ['a[']", "1:11+4 `a[` is not a valid path pattern: unclosed character class; missing ']'"),
            ("connections: {a: {drive: mysql}}", "1:19+5 unknown key `drive`; did you mean `driver`?"),
            ("connections: [a]", "1:14+3 `connections` is a map from connections to their settings, not a list"),
            ("tables: ['*_a_*']", "1:10+7 `*_a_*` has more than one `*`"),
            ("tables: {'a*': [id]}", "1:10+4 a name with `*` matches several tables, so it cannot have columns"),
            ("tables: {a: id}", "1:13+2 `a` is a list of columns, not `id`"),
            ("packages: [telescope]", "1:12+9 `telescope` is not a package; write `vendor/name` or `vendor/name:^2.0`"),
            ("- a", "1:1+3 `tablecheck.yaml` is a map from keys to values, not a list"),
            (
                "driver: !x mysql",
                "1:9+8 `driver` is one of `mysql`, `mariadb`, `pgsql`, `sqlite`, `sqlsrv`, not something with a tag",
            ),
            ("signatures: [{function: f}]", "1:14+13 a signature says in `args` what its arguments are"),
            (
                "signatures: [{class: A, args: [table]}]",
                "1:14+25 a signature is a map with `class` and `method`, or with `function`",
            ),
            ("signatures: [{function: f, args: [tabel]}]", "1:35+5 unknown value of `args`: `tabel`; did you mean `table`?"),
            (
                "signatures: [{function: f, args: [row]}]",
                "1:35+3 of which table? Set `of` to the position of a `table` argument, or `table` to a name",
            ),
            (
                "signatures: [{function: f, args: [value, {role: row, of: 0}]}]",
                "1:42+18 `of: 0` is not an argument with the role `table`; they count from 0",
            ),
            (
                "signatures: [{function: f, args: [value], returns: builder}]",
                "1:43+7 a builder queries a table: one of `args` has to be `table`",
            ),
            ("signatures: [{function: f, args: [{rol: table}]}]", "1:36+3 unknown key `rol`; did you mean `role`?"),
        ] {
            assert_eq!(mistakes(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn of_what_is_wrong_nothing_is_taken() {
        let file = ConfigFile::read("driver: oracle\nfail_on: error\nsignatures: [{function: f, args: [tabel]}]\n");
        assert_eq!(file.mistakes.len(), 2);
        assert_eq!((file.config.driver, file.config.signatures.len()), (None, 0));
        assert_eq!(file.config.fail_on, FailOn::Severity(Severity::Error));
        assert_eq!(file.line(1), "driver: oracle");
    }

    #[test]
    fn no_text_makes_it_panic() {
        let whole = "paths: [a]\nrules: {unknown-table: off}\ntables: {a: [b], 'c*': ~}\nsignatures:\n  - {function: f, \
            args: [table, {role: row, of: 0}]}\n";
        for end in 0..whole.len() {
            let _ = ConfigFile::read(&whole[..end]);
            let _ = ConfigFile::read(&whole[end..]);
            for noise in ["\t", "}", "- ", ": ", "&a *a", "!!int ", "\u{0}", "é"] {
                let _ = ConfigFile::read(&format!("{}{noise}{}", &whole[..end], &whole[end..]));
            }
        }
    }
}
