//! `ALTER TABLE`, one action at a time, so that an action that the parser does not know hides no other.

mod tails;

use sqlparser::ast::{
    AlterColumnOperation, AlterTableOperation as Operation, ColumnOption, MySQLColumnPosition, RenameTableNameKind,
    Statement as Tree, TableConstraint,
};

use super::columns::{self, default, is_nextval, options_of};
use super::locate::Locator;
use super::lower::{self, Constrained};
use super::names::Tokens;
use super::parse::tree;
use super::simplify::simplified;
use super::types::canonical;
use super::{Action, Ddl, Position, elements};
use crate::schema::{Default, Driver, IndexKind};

/// The most actions of one statement.
const MAX_ACTIONS: usize = 4096;

/// `ALTER TABLE`; none if not even the table's name is found.
pub(super) fn table(mut tokens: Tokens<'_>, sql: &str, driver: Driver, base: usize) -> Option<Ddl> {
    tokens.skip_past("table");
    tokens.eat(&["if", "exists"]);
    tokens.eat(&["only"]);
    let table = tokens.name()?;
    tokens.eat(&["*"]);
    if tokens.eat(&["wait"]) {
        tokens.at += 1;
    }
    tokens.eat(&["nowait"]);
    if driver == Driver::SqlSrv {
        let _ = tokens.eat(&["with", "check"]) || tokens.eat(&["with", "nocheck"]);
    }
    let mut actions = Vec::new();
    let mut verb = String::new();
    let parts = tokens.parts();
    let cut = parts.len() > MAX_ACTIONS;
    for part in parts.into_iter().take(MAX_ACTIONS) {
        let text = &sql[part.clone()];
        let reader = Reader { driver, start: (base + part.start).cast_signed() };
        let mut part = Tokens::new(text, base + part.start, driver);
        if is_verb(&part) {
            // `DROP COLUMN a, b` and SQL Server's `ADD a int, b int` say the verb once.
            let words = usize::from(["column", "constraint"].iter().any(|word| part.ahead(1).eq_ignore_ascii_case(word)));
            verb = (0..=words).map(|at| part.ahead(at)).collect::<Vec<_>>().join(" ");
            reader.read(text, &mut part, &mut actions);
        } else {
            let whole = format!("{verb} {text}");
            let shift = reader.start - (verb.len() + 1).cast_signed();
            let reader = Reader { driver, start: shift };
            reader.parse(&whole, &mut actions);
        }
    }
    if cut {
        actions.push(Action::Unknown("the statement has too many parts".to_owned()));
    }
    Some(Ddl::AlterTable { table, actions })
}

fn is_verb(part: &Tokens<'_>) -> bool {
    const VERBS: &[&str] = &["add", "alter", "change", "drop", "modify", "rename", "set"];
    VERBS.iter().chain(HARMLESS).any(|verb| part.is(&[verb]))
}

/// What changes no column, index or foreign key.
const HARMLESS: &[&str] = &[
    "engine",
    "convert",
    "character",
    "charset",
    "collate",
    "comment",
    "row_format",
    "auto_increment",
    "algorithm",
    "lock",
    "force",
    "order",
    "enable",
    "disable",
    "owner",
    "cluster",
    "validate",
    "partition",
    "key_block_size",
    "stats_persistent",
    "stats_auto_recalc",
    "stats_sample_pages",
    "default",
    "tablespace",
    "checksum",
    "max_rows",
    "min_rows",
    "avg_row_length",
    "pack_keys",
    "delay_key_write",
    "attach",
    "detach",
    "inherit",
    "no",
    "of",
    "not",
    "replica",
    "reset",
    "reorganize",
    "coalesce",
    "truncate",
    "analyze",
    "check",
    "optimize",
    "rebuild",
    "repair",
    "remove",
    "exchange",
    "discard",
    "import",
    "union",
    "insert_method",
    "data",
    "index",
    "connection",
    "password",
    "encryption",
    "compression",
    "page_compressed",
    "with",
    "without",
    "transactional",
    "nowait",
    "switch",
    "depends",
    "system",
];

/// Reads the actions of a statement.
struct Reader {
    driver: Driver,
    /// Where the text of the action begins in the whole text; the words that were put before it taken off.
    start: isize,
}

impl Reader {
    fn read(&self, text: &str, tokens: &mut Tokens<'_>, out: &mut Vec<Action>) {
        if HARMLESS.iter().any(|word| tokens.is(&[word])) {
            out.push(Action::Nothing);
            return;
        }
        if let Some(action) = self.known(tokens) {
            out.push(action);
            return;
        }
        tokens.at = 0;
        if tokens.eat(&["add", "("]) || tokens.eat(&["add", "column", "("]) {
            for part in tokens.parts() {
                let whole = format!("add {}", &text[part.clone()]);
                let start = self.start + part.start.cast_signed() - 4;
                Reader { driver: self.driver, start }.parse(&whole, out);
            }
            return;
        }
        tokens.at = 0;
        for (words, instead) in REWRITTEN {
            // Only SQL Server defines a column anew by `ALTER COLUMN`.
            let applies = *words != ["alter", "column"] || self.driver == Driver::SqlSrv;
            if applies && tokens.eat(words) {
                let rest = tokens.offset();
                let whole = format!("{instead} {}", &text[rest..]);
                let start = self.start + rest.cast_signed() - (instead.len() + 1).cast_signed();
                let first = out.len();
                Reader { driver: self.driver, start }.parse(&whole, out);
                if words.contains(&"not")
                    && let Some(Action::AddColumn { if_not_exists, .. }) = out.get_mut(first)
                {
                    *if_not_exists = true;
                }
                return;
            }
            tokens.at = 0;
        }
        self.parse(text, out);
    }

    /// What the parser does not know, or takes for something else.
    fn known(&self, tokens: &mut Tokens<'_>) -> Option<Action> {
        if tokens.eat(&["rename", "index"]) || tokens.eat(&["rename", "key"]) || tokens.eat(&["rename", "constraint"]) {
            let from = tokens.word()?.text;
            return tokens.eat(&["to"]).then(|| tokens.word()).flatten().map(|to| Action::RenameKey(from, to.text));
        }
        if tokens.is(&["rename"]) && !tokens.is(&["rename", "column"]) {
            tokens.at += 1;
            if tokens.eat_any(&["to", "as", "="]) || (self.driver.is_mysql() && tokens.ahead(1).is_empty()) {
                return tokens.name().map(Action::RenameTo);
            }
            return None;
        }
        if tokens.eat(&["set", "schema"]) {
            return tokens.word().map(|schema| Action::SetSchema(schema.text));
        }
        if tokens.is(&["set"]) || tokens.is(&["add", "partition"]) || tokens.is(&["drop", "partition"]) {
            return Some(Action::Nothing);
        }
        if tokens.is(&["add", "period"]) || tokens.is(&["add", "system"]) || tokens.is(&["drop", "system"]) {
            return Some(Action::Nothing);
        }
        if self.driver == Driver::SqlSrv && tokens.is(&["add"]) && tokens.skip_past("default") {
            // A default is a constraint of its own.
            return tokens
                .skip_past("for")
                .then(|| tokens.word())
                .flatten()
                .map(|column| Action::SetDefault { column, default: Some(Default::Unknown) });
        }
        if tokens.eat(&["alter"]) {
            if tokens.eat_any(&["index", "constraint", "check"]) && !tokens.is_done() {
                return Some(Action::Nothing);
            }
            tokens.eat(&["column"]);
            let column = tokens.word()?;
            if tokens.is(&["add", "generated"]) {
                return Some(Action::Number(column));
            }
            let storage =
                ["statistics", "storage", "compression", "generated", "(", "visible", "invisible", "increment", "start"];
            if storage.iter().any(|word| tokens.is(&["set", word]))
                || tokens.is(&["reset"])
                || tokens.is(&["restart"])
                || tokens.is(&["drop", "identity"])
                || tokens.is(&["drop", "expression"])
            {
                return Some(Action::Nothing);
            }
        }
        None
    }

    /// Parses `ALTER TABLE x` with one action.
    fn parse(&self, text: &str, out: &mut Vec<Action>) {
        const BEFORE: &str = "alter table x ";
        let sql = format!("{BEFORE}{text}");
        let at = Locator::new(&sql, self.start - BEFORE.len().cast_signed(), self.driver);
        match tree(&sql, self.driver) {
            Ok(Tree::AlterTable(parsed)) => {
                for operation in &parsed.operations {
                    out.push(self.action(operation, &at).unwrap_or_else(|| Action::Unknown(text.to_owned())));
                }
            }
            _ => match simplified(text, self.driver) {
                Some(simple) => self.parse(&simple, out),
                None => match self.constraint(text) {
                    Some(action) => out.push(action),
                    None => match tails::actions(text, self.start, self.driver) {
                        actions if actions.is_empty() => out.push(Action::Unknown(text.to_owned())),
                        actions => out.extend(actions),
                    },
                },
            },
        }
    }

    /// `ADD` of an index or constraint whose options the parser does not know.
    fn constraint(&self, text: &str) -> Option<Action> {
        let mut tokens = Tokens::new(text, 0, self.driver);
        if !tokens.eat(&["add"]) {
            return None;
        }
        let start = tokens.offset();
        while !tokens.is_done() && tokens.ahead(0) != "(" {
            tokens.at += 1;
        }
        tokens.skip_group();
        let end = tokens.last_end();
        if start >= end {
            return None;
        }
        let found = elements::constraint(&text[start..end], self.start + start.cast_signed(), self.driver)?;
        Some(added(found))
    }

    fn action(&self, operation: &Operation, at: &Locator<'_>) -> Option<Action> {
        Some(match operation {
            Operation::AddConstraint { constraint, .. } => match constraint {
                TableConstraint::PrimaryKeyUsingIndex(it) => Action::UseIndex {
                    name: it.name.as_ref().map(|name| at.text(name)),
                    index: at.text(&it.index_name),
                    kind: IndexKind::Primary,
                },
                TableConstraint::UniqueUsingIndex(it) => Action::UseIndex {
                    name: it.name.as_ref().map(|name| at.text(name)),
                    index: at.text(&it.index_name),
                    kind: IndexKind::Unique,
                },
                other => lower::constrained(other, at, self.driver).map_or(Action::Nothing, added),
            },
            Operation::AddColumn { column_def, if_not_exists, column_position, .. } => {
                let lowered = columns::lower(column_def, at, self.driver);
                Action::AddColumn {
                    column: lowered.column,
                    keys: lowered.keys,
                    foreign: lowered.foreign,
                    position: position(column_position.as_ref(), at),
                    if_not_exists: *if_not_exists,
                }
            }
            Operation::DropColumn { column_names, .. } => {
                Action::DropColumns(column_names.iter().map(|name| at.word(name)).collect())
            }
            Operation::ChangeColumn { old_name, new_name, data_type, options, column_position } => {
                let options = options.iter().map(|option: &ColumnOption| (None, option));
                let lowered = options_of(at.word(new_name), data_type, options, at, self.driver);
                let position = position(column_position.as_ref(), at);
                Action::ChangeColumn { from: at.word(old_name), column: lowered.column, keys: lowered.keys, position }
            }
            Operation::ModifyColumn { col_name, data_type, options, column_position } => {
                let options = options.iter().map(|option: &ColumnOption| (None, option));
                let lowered = options_of(at.word(col_name), data_type, options, at, self.driver);
                let position = position(column_position.as_ref(), at);
                Action::ChangeColumn { from: at.word(col_name), column: lowered.column, keys: lowered.keys, position }
            }
            Operation::RenameColumn { old_column_name, new_column_name } => {
                Action::RenameColumn(at.word(old_column_name), at.word(new_column_name))
            }
            Operation::RenameTable { table_name: RenameTableNameKind::As(name) | RenameTableNameKind::To(name) } => {
                Action::RenameTo(at.name(name))
            }
            Operation::RenameConstraint { old_name, new_name } => Action::RenameKey(at.text(old_name), at.text(new_name)),
            Operation::DropConstraint { name, .. } => Action::DropConstraint(at.text(name)),
            Operation::DropPrimaryKey { .. } => Action::DropPrimary,
            Operation::DropForeignKey { name, .. } => Action::DropForeign(at.text(name)),
            Operation::DropIndex { name } => Action::DropIndex(at.text(name)),
            Operation::AlterColumn { column_name, op } => self.altered(at.word(column_name), op),
            Operation::SwapWith { .. } => return None,
            _ => Action::Nothing,
        })
    }

    fn altered(&self, column: super::Word, operation: &AlterColumnOperation) -> Action {
        match operation {
            AlterColumnOperation::SetNotNull => Action::SetNullable { column, nullable: false },
            AlterColumnOperation::DropNotNull => Action::SetNullable { column, nullable: true },
            AlterColumnOperation::SetDefault { value } => match default(value) {
                Some(Default::Expression(text)) if is_nextval(&text) => Action::Number(column),
                default => Action::SetDefault { column, default },
            },
            AlterColumnOperation::DropDefault => Action::SetDefault { column, default: None },
            AlterColumnOperation::SetDataType { data_type, .. } => {
                Action::SetType { column, ty: canonical(&data_type.to_string(), self.driver).0 }
            }
            AlterColumnOperation::AddGenerated { .. } => Action::Number(column),
        }
    }
}

/// Actions in other words, which the parser knows. Those that begin alike go from long to short.
const REWRITTEN: &[(&[&str], &str)] = &[
    (&["add", "column", "if", "not", "exists"], "add column"),
    (&["add", "index", "if", "not", "exists"], "add index"),
    (&["add", "key", "if", "not", "exists"], "add index"),
    (&["add", "unique", "index", "if", "not", "exists"], "add unique index"),
    (&["add", "unique", "key", "if", "not", "exists"], "add unique index"),
    (&["add", "unique", "if", "not", "exists"], "add unique"),
    (&["add", "fulltext", "index", "if", "not", "exists"], "add fulltext index"),
    (&["add", "foreign", "key", "if", "not", "exists"], "add foreign key"),
    (&["add", "constraint", "if", "not", "exists"], "add constraint"),
    (&["add", "if", "not", "exists"], "add column"),
    (&["modify", "column", "if", "exists"], "modify column"),
    (&["modify", "if", "exists"], "modify column"),
    (&["change", "column", "if", "exists"], "change column"),
    (&["change", "if", "exists"], "change column"),
    (&["drop", "index", "if", "exists"], "drop index"),
    (&["drop", "key", "if", "exists"], "drop index"),
    (&["drop", "key"], "drop index"),
    (&["drop", "check"], "drop constraint"),
    (&["drop", "foreign", "key", "if", "exists"], "drop foreign key"),
    (&["rename", "column", "if", "exists"], "rename column"),
    (&["alter", "column", "if", "exists"], "alter column"),
    (&["alter", "column"], "modify column"),
];

fn added(constrained: Constrained) -> Action {
    match constrained {
        Constrained::Key(key) => Action::AddKey(key),
        Constrained::Foreign(foreign) => Action::AddForeign(foreign),
        Constrained::Check(check) => Action::AddCheck(check),
    }
}

fn position(position: Option<&MySQLColumnPosition>, at: &Locator<'_>) -> Position {
    match position {
        None => Position::Default,
        Some(MySQLColumnPosition::First) => Position::First,
        Some(MySQLColumnPosition::After(name)) => Position::After(at.text(name)),
    }
}
