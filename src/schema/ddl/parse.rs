//! From a text to statements: each takes the way that its first words tell.

use std::borrow::Cow;

use sqlparser::ast::Statement as Tree;
use sqlparser::dialect::{Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::bounds::{MAX_DEPTH, MAX_STATEMENT, exceeded};
use super::classify::{Route, route};
use super::locate::Locator;
use super::names::Tokens;
use super::split::{Piece, split};
use super::{Action, CreateTable, Ddl, Name, Selected, Statement, Word, alter, elements, look, lower, rows, simplify, views};
use crate::schema::{Driver, IndexKind, TableKind};

/// The statements of a text, with the rows of one table.
pub(super) fn statements(sql: &str, driver: Driver, table: Option<&str>) -> Vec<Statement> {
    let pieces = split(sql, driver);
    pieces
        .into_iter()
        .map(|piece| {
            let ddl = Reader { piece: &piece, driver, text: sql }.read(table);
            Statement { range: piece.range, ddl }
        })
        .collect()
}

/// Parses one statement in the driver's dialect; if that fails, in the most permissive one.
pub(crate) fn tree(sql: &str, driver: Driver) -> Result<Tree, String> {
    let dialect: &dyn Dialect = match driver {
        Driver::MySql | Driver::MariaDb => &MySqlDialect {},
        Driver::PgSql => &PostgreSqlDialect {},
        Driver::Sqlite => &SQLiteDialect {},
        Driver::SqlSrv => &MsSqlDialect {},
    };
    one(sql, dialect).or_else(|failed| one(sql, &GenericDialect {}).map_err(|_| failed))
}

fn one(sql: &str, dialect: &dyn Dialect) -> Result<Tree, String> {
    let tokens = Tokenizer::new(dialect, sql).tokenize_with_location().map_err(|error| error.to_string())?;
    if let Some(reason) = exceeded(&tokens) {
        return Err(reason.to_owned());
    }
    let mut parser = Parser::new(dialect).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens);
    let tree = parser.parse_statement().map_err(|error| error.to_string())?;
    let rest = parser.peek_token();
    if rest.token != Token::EOF {
        return Err(format!("`{}` was not expected", rest.token));
    }
    Ok(tree)
}

/// Reads one statement.
struct Reader<'p, 't> {
    piece: &'p Piece<'t>,
    driver: Driver,
    text: &'t str,
}

impl Reader<'_, '_> {
    fn read(&self, table: Option<&str>) -> Ddl {
        let route = route(&self.piece.head, self.driver);
        match route {
            Route::Ignored => return Ddl::Ignored,
            Route::Insert => return rows::inserted(self.piece, self.driver, table).unwrap_or(Ddl::Ignored),
            Route::Copy => return rows::copied(self.piece, self.driver, self.text, table).unwrap_or(Ddl::Ignored),
            _ => {}
        }
        if self.piece.sql.len() > MAX_STATEMENT {
            return self.unparsed("the statement is longer than 1 MiB".to_owned());
        }
        match route {
            Route::Execute => self.execute(),
            Route::Look => self.look(),
            Route::SearchPath => self.search_path(),
            Route::Select => self.select_into(),
            Route::CreateTrigger => self.trigger(),
            Route::AlterTable => alter::table(self.tokens(), self.sql(), self.driver, self.base()).unwrap_or_else(|| self.look()),
            Route::AlterIndex => self.alter_index(),
            Route::AlterView => self.alter_view(),
            Route::RenameTable => self.rename(),
            Route::CreateVirtual => self.virtual_table(),
            Route::Drop => self.drop(),
            Route::CreateView => self.view(),
            Route::CreateIndex(kind) => self.index(kind),
            Route::CreateTable => self.table(),
            Route::Ignored | Route::Insert | Route::Copy => Ddl::Ignored,
        }
    }

    fn sql(&self) -> &str {
        &self.piece.sql
    }

    fn base(&self) -> usize {
        self.piece.range.start
    }

    fn tokens(&self) -> Tokens<'_> {
        Tokens::new(self.sql(), self.base(), self.driver)
    }

    fn locator(&self) -> Locator<'_> {
        Locator::new(self.sql(), self.base().cast_signed(), self.driver)
    }

    fn look(&self) -> Ddl {
        let mentions = look::mentions(self.sql(), self.base(), self.driver);
        if mentions.is_empty() {
            return Ddl::Ignored;
        }
        Ddl::Unparsed { reason: "tablecheck does not follow a statement inside another one".to_owned(), mentions }
    }

    /// A prepared statement or a procedure; SQL Server renames by one.
    fn execute(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.at += 1;
        if !tokens.eat(&["sp_rename"]) {
            return self.unparsed("tablecheck does not follow dynamic SQL".to_owned());
        }
        let inner = |word: Word| {
            let (text, at) = (word.text, word.range.start + 1);
            Tokens::new(&text, at, self.driver).name()
        };
        let names = (tokens.word(), tokens.eat(&[","]), tokens.word());
        let (Some(from), true, Some(to)) = names else { return self.look() };
        let kind = if tokens.eat(&[","]) { tokens.word().map(|word| word.text.to_ascii_lowercase()) } else { None };
        let Some(from) = inner(from) else { return self.look() };
        match (kind.as_deref(), &from.schema) {
            (None | Some("object"), _) => {
                let to = Name { schema: from.schema.clone(), text: to.text, range: to.range };
                Ddl::RenameTables(vec![(from, to)])
            }
            (Some("column"), Some(table)) => {
                let table = Name { schema: None, text: table.clone(), range: from.range.clone() };
                let old = Word { text: from.text, range: from.range };
                Ddl::AlterTable { table, actions: vec![Action::RenameColumn(old, to)] }
            }
            _ => Ddl::Ignored,
        }
    }

    fn unparsed(&self, reason: String) -> Ddl {
        let mentions = if self.sql().len() > MAX_STATEMENT {
            let end = (0..=256).rev().find(|end| self.sql().is_char_boundary(*end)).unwrap_or(0);
            look::mentions(&self.sql()[..end], self.base(), self.driver)
        } else {
            look::mentions(self.sql(), self.base(), self.driver)
        };
        Ddl::Unparsed { reason, mentions }
    }

    fn table(&self) -> Ddl {
        if elements::has_like(self.sql(), self.driver)
            && let Some(table) = elements::create_table(self.tokens(), self.sql(), self.base(), self.driver)
        {
            return Ddl::CreateTable(Box::new(table));
        }
        let sql = elements::without_what_follows(self.sql(), self.driver);
        let failed = match tree(&sql, self.driver) {
            Ok(Tree::CreateTable(parsed)) => {
                return Ddl::CreateTable(Box::new(lower::create_table(&parsed, &self.locator(), self.driver)));
            }
            Ok(_) => "it is not a `CREATE TABLE`".to_owned(),
            Err(reason) => reason,
        };
        elements::create_table(self.tokens(), self.sql(), self.base(), self.driver)
            .map_or_else(|| self.unparsed(failed), |table| Ddl::CreateTable(Box::new(table)))
    }

    fn index(&self, kind: Option<IndexKind>) -> Ddl {
        let sql = match kind {
            // `CREATE FULLTEXT INDEX`: the parser does not know the word.
            Some(_) => Cow::Owned(blanked(self.sql(), &["fulltext", "spatial"])),
            None => Cow::Borrowed(self.sql()),
        };
        match tree(&sql, self.driver) {
            Ok(Tree::CreateIndex(parsed)) => lower::create_index(&parsed, &self.locator(), kind),
            Ok(_) => self.unparsed("it is not a `CREATE INDEX`".to_owned()),
            Err(reason) => elements::create_index(self.tokens(), kind).unwrap_or_else(|| self.unparsed(reason)),
        }
    }

    fn view(&self) -> Ddl {
        if let Ok(Tree::CreateView(parsed)) = tree(simplify::without_end(self.sql(), self.driver), self.driver) {
            if parsed.temporary {
                return short_lived(self.locator().name(&parsed.name));
            }
            return views::create_view(&parsed, &self.locator());
        }
        let mut tokens = self.tokens();
        let replaces = tokens.is(&["create", "or"]);
        let temporary = tokens.is(&["create", "temp"]) || tokens.is(&["create", "temporary"]);
        let found = tokens.skip_past("view");
        let if_not_exists = tokens.eat(&["if", "not", "exists"]);
        let name = tokens.name();
        let mut columns = Selected::unknown();
        if tokens.eat(&["("]) {
            let mut names = Vec::new();
            while let Some(word) = tokens.word() {
                names.push(word);
                tokens.eat(&[","]);
            }
            columns = Selected { open: !tokens.is(&[")"]), ..columns.named(names) };
        }
        match name {
            Some(name) if found && temporary => short_lived(name),
            Some(name) if found => Ddl::CreateView { name, columns, query: None, replaces, if_not_exists },
            _ => self.unparsed("the view's name was not found".to_owned()),
        }
    }

    fn trigger(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.skip_past("trigger");
        let found = tokens.skip_past("on");
        match tokens.name() {
            Some(table) if found => Ddl::CreateTrigger { table },
            _ => Ddl::Ignored,
        }
    }

    fn virtual_table(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.skip_past("table");
        let if_not_exists = tokens.eat(&["if", "not", "exists"]);
        let Some(name) = tokens.name() else { return self.look() };
        Ddl::CreateTable(Box::new(CreateTable { if_not_exists, open: true, ..CreateTable::named(name) }))
    }

    fn drop(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.at += 1;
        tokens.eat_any(&["temporary", "materialized"]);
        let what = tokens.ahead(0).to_ascii_lowercase();
        tokens.at += 1;
        tokens.eat(&["concurrently"]);
        tokens.eat(&["if", "exists"]);
        let mut names = Vec::new();
        while let Some(name) = tokens.name() {
            names.push(name);
            if !tokens.eat(&[","]) {
                break;
            }
        }
        match what.as_str() {
            "index" => {
                let table = if tokens.eat(&["on"]) { tokens.name() } else { None };
                // `DROP INDEX table.index` is SQL Server's way of old.
                let table = match (&table, names.first_mut(), self.driver) {
                    (None, Some(name), Driver::SqlSrv) => {
                        name.schema.take().map(|table| Name { schema: None, text: table, range: name.range.clone() })
                    }
                    _ => table,
                };
                Ddl::DropIndex { table, names }
            }
            kind => {
                let kind = if kind == "view" { TableKind::View } else { TableKind::Table };
                let cascade = self.driver == Driver::PgSql && tokens.is(&["cascade"]);
                Ddl::Drop { names, kind, cascade }
            }
        }
    }

    fn rename(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.at += 2;
        tokens.eat(&["if", "exists"]);
        let mut renames = Vec::new();
        while let Some(from) = tokens.name() {
            while !tokens.is_done() && !tokens.eat(&["to"]) {
                tokens.at += 1;
            }
            let Some(to) = tokens.name() else { break };
            renames.push((from, to));
            tokens.eat(&[","]);
        }
        if renames.is_empty() { self.look() } else { Ddl::RenameTables(renames) }
    }

    fn alter_index(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.at += 2;
        tokens.eat(&["if", "exists"]);
        let from = tokens.name();
        if !tokens.eat(&["rename", "to"]) {
            return Ddl::Ignored;
        }
        from.zip(tokens.name()).map_or(Ddl::Ignored, |(from, to)| Ddl::RenameIndex { from, to })
    }

    /// `ALTER VIEW a AS …` replaces it; `ALTER VIEW a RENAME TO b` is a renaming like that of a table.
    fn alter_view(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.skip_past("view");
        tokens.eat(&["if", "exists"]);
        let Some(name) = tokens.name() else { return self.look() };
        if tokens.eat(&["rename", "to"]) {
            return tokens.name().map_or(Ddl::Ignored, |to| Ddl::RenameTables(vec![(name, to)]));
        }
        if self.driver == Driver::PgSql && !tokens.is(&["rename"]) {
            return Ddl::Ignored;
        }
        Ddl::CreateView { name, columns: Selected::unknown(), query: None, replaces: true, if_not_exists: false }
    }

    /// `SELECT … INTO x` creates a table.
    fn select_into(&self) -> Ddl {
        let mut tokens = self.tokens();
        let before = tokens.before("into");
        if before.is_none_or(|word| word.eq_ignore_ascii_case("insert") || word.eq_ignore_ascii_case("merge")) {
            return Ddl::Ignored;
        }
        let temporary = tokens.eat_any(&["temp", "temporary"]) || tokens.is(&["#"]);
        tokens.eat_any(&["table", "unlogged"]);
        match tokens.name() {
            Some(name) => Ddl::CreateTable(Box::new(CreateTable { temporary, open: true, ..CreateTable::named(name) })),
            None => Ddl::Ignored,
        }
    }

    fn search_path(&self) -> Ddl {
        let mut tokens = self.tokens();
        tokens.skip_past("search_path");
        if !tokens.eat_any(&["=", "to"]) {
            return Ddl::Ignored;
        }
        let mut schemas = Vec::new();
        while let Some(word) = tokens.word() {
            schemas.push(word.text);
            tokens.eat(&[","]);
        }
        Ddl::SetSearchPath(schemas)
    }
}

impl CreateTable {
    pub(super) fn named(name: Name) -> CreateTable {
        CreateTable {
            name,
            if_not_exists: false,
            temporary: false,
            columns: Vec::new(),
            keys: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            like: Vec::new(),
            selected: None,
            open: false,
        }
    }
}

/// A table or view that ends with the connection.
fn short_lived(name: Name) -> Ddl {
    Ddl::CreateTable(Box::new(CreateTable { temporary: true, open: true, ..CreateTable::named(name) }))
}

/// A statement with the first of these words replaced by blanks.
fn blanked(sql: &str, words: &[&str]) -> String {
    let lower = sql.to_ascii_lowercase();
    let found = words.iter().filter_map(|word| lower.find(word).map(|at| (at, word.len()))).min();
    match found {
        Some((at, length)) => format!("{}{}{}", &sql[..at], " ".repeat(length), &sql[at + length..]),
        None => sql.to_owned(),
    }
}
