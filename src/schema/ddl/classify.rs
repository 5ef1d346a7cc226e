//! What a statement is about, told by its first words: most of what stands in a dump does not change a schema, and
//! is never parsed.

use crate::schema::{Driver, IndexKind};

/// How a statement is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Nothing in it changes a schema.
    Ignored,
    /// It holds other statements, or changes a schema in a way of its own: a look must be enough.
    Look,
    /// `EXECUTE`
    Execute,
    /// `INSERT`
    Insert,
    /// `COPY`
    Copy,
    /// `SET search_path`
    SearchPath,
    /// `SELECT`, which can create a table by `INTO`.
    Select,
    CreateTable,
    CreateVirtual,
    CreateIndex(Option<IndexKind>),
    CreateView,
    CreateTrigger,
    AlterTable,
    AlterIndex,
    AlterView,
    Drop,
    RenameTable,
}

/// The route of a statement with these first words (in capitals).
pub(super) fn route(head: &[String], driver: Driver) -> Route {
    let word = |at: usize| head.get(at).map_or("", String::as_str);
    match word(0) {
        "CREATE" => create(head),
        "ALTER" => alter(head),
        "DROP" if matches!(word(1), "TABLE" | "VIEW" | "INDEX" | "MATERIALIZED" | "TEMPORARY") => Route::Drop,
        "RENAME" if matches!(word(1), "TABLE" | "TABLES") => Route::RenameTable,
        "INSERT" | "REPLACE" => Route::Insert,
        "COPY" => Route::Copy,
        "EXEC" | "EXECUTE" => Route::Execute,
        "SET" if driver == Driver::PgSql && head.iter().take(3).any(|word| word == "SEARCH_PATH") => Route::SearchPath,
        "SELECT" | "WITH" if matches!(driver, Driver::PgSql | Driver::SqlSrv) => Route::Select,
        "SELECT" | "WITH" | "UPDATE" | "DELETE" | "DROP" | "TRUNCATE" | "CALL" | "LOCK" | "UNLOCK" | "GRANT" | "REVOKE"
        | "USE" | "PRAGMA" | "COMMENT" | "ANALYZE" | "ANALYSE" | "VACUUM" | "REINDEX" | "REFRESH" | "CLUSTER" | "OPTIMIZE"
        | "REPAIR" | "CHECK" | "CHECKSUM" | "FLUSH" | "START" | "COMMIT" | "END" | "ROLLBACK" | "SAVEPOINT" | "RELEASE"
        | "ABORT" | "SHOW" | "DESCRIBE" | "DESC" | "VALUES" | "MERGE" | "RESET" | "DISCARD" | "NOTIFY" | "LISTEN"
        | "UNLISTEN" | "DEALLOCATE" | "SECURITY" | "REASSIGN" | "KILL" | "HANDLER" | "LOAD" | "ATTACH" | "DETACH" | "PRINT"
        | "PERFORM" | "RENAME" | "CHECKPOINT" | "TABLE" | "INSTALL" | "UNINSTALL" | "PURGE" | "RESIGNAL" | "SIGNAL" => {
            Route::Ignored
        }
        // Among them `SET`, `PREPARE`, `DO`, `DECLARE`, `IF`, `BEGIN`.
        _ => Route::Look,
    }
}

/// Whether a text of SQL begins as a statement does that changes a schema. Comments may stand before it.
#[must_use]
pub fn changes_schema(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    loop {
        let after = match rest.get(..2) {
            Some("/*") => rest.split_once("*/"),
            Some("--") => rest.split_once('\n'),
            _ => break,
        };
        match after {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
    let mut words = rest.split(|letter: char| letter.is_whitespace() || letter == '=');
    let is_one_of =
        |word: Option<&str>, known: &[&str]| word.is_some_and(|word| known.iter().any(|known| word.eq_ignore_ascii_case(known)));
    is_one_of(words.next(), &["ALTER", "CREATE", "DROP", "RENAME"]) && is_one_of(words.find(|word| !word.is_empty()), CHANGED)
}

/// What stands behind the first word of a statement that changes a schema.
const CHANGED: &[&str] = &[
    "TABLE",
    "TABLES",
    "VIEW",
    "INDEX",
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "MATERIALIZED",
    "TEMPORARY",
    "TEMP",
    "UNLOGGED",
    "VIRTUAL",
    "FOREIGN",
    "OR",
    "TYPE",
    "DOMAIN",
    "EXTENSION",
    "SEQUENCE",
    "SCHEMA",
    "TRIGGER",
    "FUNCTION",
    "PROCEDURE",
    "ALGORITHM",
    "DEFINER",
    "COLUMN",
];

/// Words between `CREATE` and what is created.
const BEFORE_KIND: &[&str] = &[
    "OR",
    "REPLACE",
    "ALTER",
    "TEMP",
    "TEMPORARY",
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "EXTERNAL",
    "FOREIGN",
    "RECURSIVE",
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "CLUSTERED",
    "NONCLUSTERED",
    "CONSTRAINT",
    "MATERIALIZED",
    "VIRTUAL",
    "ONLINE",
    "OFFLINE",
    "VECTOR",
];

fn create(head: &[String]) -> Route {
    // `ALGORITHM=… DEFINER=… SQL SECURITY …` of MySQL stand before what is created, with any word for a value.
    let kind = head[1..].iter().position(|word| {
        matches!(
            word.as_str(),
            "TABLE"
                | "INDEX"
                | "VIEW"
                | "TRIGGER"
                | "PROCEDURE"
                | "PROC"
                | "FUNCTION"
                | "EVENT"
                | "SEQUENCE"
                | "EXTENSION"
                | "TYPE"
                | "DOMAIN"
                | "SCHEMA"
                | "DATABASE"
                | "ROLE"
                | "USER"
                | "POLICY"
                | "RULE"
                | "AGGREGATE"
                | "OPERATOR"
                | "CAST"
                | "COLLATION"
                | "PUBLICATION"
                | "SUBSCRIPTION"
                | "STATISTICS"
                | "SERVER"
                | "LANGUAGE"
                | "TEXT"
                | "ACCESS"
                | "CONVERSION"
                | "TABLESPACE"
                | "PACKAGE"
                | "PARTITION"
                | "LOGIN"
                | "SYNONYM"
        )
    });
    let Some(kind) = kind else { return Route::Look };
    let before = &head[1..=kind];
    let has = |word: &str| before.iter().any(|known| known == word);
    let plain = before.iter().all(|word| BEFORE_KIND.contains(&word.as_str()));
    match head[kind + 1].as_str() {
        "TABLE" if has("VIRTUAL") => Route::CreateVirtual,
        "TABLE" if plain => Route::CreateTable,
        "INDEX" if has("FULLTEXT") => Route::CreateIndex(Some(IndexKind::Fulltext)),
        "INDEX" if has("SPATIAL") => Route::CreateIndex(Some(IndexKind::Spatial)),
        "INDEX" if plain => Route::CreateIndex(None),
        "VIEW" => Route::CreateView,
        "TRIGGER" => Route::CreateTrigger,
        "PROCEDURE" | "PROC" | "FUNCTION" | "EVENT" | "PACKAGE" | "SCHEMA" | "RULE" | "TABLE" | "INDEX" => Route::Look,
        _ => Route::Ignored,
    }
}

fn alter(head: &[String]) -> Route {
    let kind =
        head[1..].iter().find(|word| !matches!(word.as_str(), "IGNORE" | "ONLINE" | "OFFLINE" | "FOREIGN" | "MATERIALIZED"));
    match kind.map_or("", String::as_str) {
        "TABLE" => Route::AlterTable,
        "INDEX" => Route::AlterIndex,
        "VIEW" => Route::AlterView,
        // `ALGORITHM=… DEFINER=… VIEW`
        "ALGORITHM" | "DEFINER" | "SQL" if head.iter().any(|word| word == "VIEW") => Route::AlterView,
        "PROCEDURE" | "FUNCTION" | "EVENT" | "" => Route::Look,
        _ => Route::Ignored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Route {
        let head: Vec<String> = sql.split(' ').map(str::to_ascii_uppercase).collect();
        route(&head, Driver::MySql)
    }

    #[test]
    fn statements_are_told_by_their_first_words() {
        assert_eq!(of("create temporary table x"), Route::CreateTable);
        assert_eq!(of("create or replace algorithm merge definer root view x"), Route::CreateView);
        assert_eq!(of("create fulltext index x"), Route::CreateIndex(Some(IndexKind::Fulltext)));
        assert_eq!(of("create definer root trigger x before insert on y"), Route::CreateTrigger);
        assert_eq!(of("create extension if"), Route::Ignored);
        assert_eq!(of("create function x"), Route::Look);
        assert_eq!(of("alter ignore table x"), Route::AlterTable);
        assert_eq!(of("alter sequence x"), Route::Ignored);
        assert_eq!(of("drop function x"), Route::Ignored);
        assert_eq!(of("what is this"), Route::Look);
        assert_eq!(of("create"), Route::Look);
    }
}
