//! Carries statements out on a schema.
//!
//! Raw SQL names tables with the connection's prefix; the schema lists them without it. A schema (`app.users`) is
//! part of a table's name unless it is one in which the connection looks for tables by itself.

mod actions;
mod implied;
mod selected;

use std::ops::Range;

use actions::allow;

use super::{Copies, CreateTable, Ddl, Deed, Key, Mention, Name, Selected, Statement};
use crate::schema::{Change, Driver, Schema, Table, TableKind};
use crate::source::Span;

/// How a text of SQL is written, and when it runs.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Where the text is. If it is verbatim, this begins with the text's first byte.
    pub at: Span,
    /// Whether the file holds the text just as it is, so that places in it can be told.
    pub verbatim: bool,
    /// Whether it depends on something that is not known.
    pub conditional: bool,
    /// The schemas that the connection looks for tables in, besides the driver's own (`public`, `main`, `dbo`).
    pub search_path: &'a [String],
}

/// What came of statements, besides the changes of the schema.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// What was not understood, and where.
    pub gaps: Vec<(Span, String)>,
    /// The tables whose rows triggers watch, without the prefix.
    pub triggers: Vec<String>,
}

impl Schema {
    /// Carries out the statements of one text.
    pub fn apply_sql(&mut self, statements: &[Statement], written: Written<'_>) -> Effects {
        let mut applier =
            Applier { schema: self, written, search_path: written.search_path.to_vec(), effects: Effects::default() };
        for statement in statements {
            applier.statement(statement);
        }
        applier.effects
    }

    /// Carries out one statement.
    pub fn apply_ddl(&mut self, statement: &Statement, written: Written<'_>) -> Effects {
        self.apply_sql(std::slice::from_ref(statement), written)
    }
}

struct Applier<'s, 'w> {
    schema: &'s mut Schema,
    written: Written<'w>,
    search_path: Vec<String>,
    effects: Effects,
}

impl Applier<'_, '_> {
    fn statement(&mut self, statement: &Statement) {
        match &statement.ddl {
            Ddl::CreateTable(table) => self.create_table(table, statement),
            Ddl::Drop { names, kind, cascade } => self.drop(names, *kind, *cascade),
            Ddl::RenameTables(renames) => {
                for (from, to) in renames {
                    let name = self.resolve(from);
                    self.rename(&name, to);
                }
            }
            Ddl::AlterTable { table, actions } => self.alter(table, actions, statement),
            Ddl::CreateIndex { table, key } => self.create_index(table, key),
            Ddl::DropIndex { table, names } => self.drop_index(table.as_ref(), names),
            Ddl::RenameIndex { from, to } => {
                for index in self.schema.tables.values_mut().flat_map(|table| &mut table.indexes) {
                    if index.name.eq_ignore_ascii_case(&from.text) {
                        index.name.clone_from(&to.text);
                    }
                }
            }
            Ddl::CreateView { name, columns, query, replaces, if_not_exists } => {
                self.create_view(name, columns, query.as_ref(), *replaces, *if_not_exists);
            }
            Ddl::CreateTrigger { table } => {
                let table = self.resolve(table);
                self.effects.triggers.push(table);
            }
            Ddl::SetSearchPath(schemas) => self.search_path.clone_from(schemas),
            Ddl::InsertRows { table, .. } => {
                let name = self.resolve(table);
                self.with_rows(&name);
            }
            Ddl::Ignored => {}
            Ddl::Unparsed { reason, mentions } => {
                let at = self.span(&statement.range);
                self.effects.gaps.push((at, reason.clone()));
                for mention in mentions {
                    self.mention(mention);
                }
            }
        }
    }

    /// Where a part of the text is.
    fn span(&self, range: &Range<usize>) -> Span {
        let Written { at, verbatim, .. } = self.written;
        if !verbatim {
            return at;
        }
        let start = at.start as usize;
        Span::new(at.file, start.saturating_add(range.start), start.saturating_add(range.end))
    }

    fn change(&self, range: &Range<usize>) -> Change {
        Change { at: self.span(range), conditional: self.written.conditional }
    }

    /// The name under which the schema lists a table.
    fn resolve(&self, name: &Name) -> String {
        let prefix = self.schema.prefix.as_str();
        let bare = name.text.strip_prefix(prefix).filter(|rest| !rest.is_empty()).unwrap_or(&name.text);
        match &name.schema {
            Some(schema) if !self.is_searched(schema) => format!("{schema}.{bare}"),
            _ => bare.to_owned(),
        }
    }

    fn is_searched(&self, schema: &str) -> bool {
        let own: &[&str] = match self.schema.driver {
            Driver::PgSql => &["public", "pg_temp"],
            Driver::Sqlite => &["main", "temp"],
            Driver::SqlSrv => &["dbo"],
            Driver::MySql | Driver::MariaDb => &[],
        };
        own.iter().any(|own| own.eq_ignore_ascii_case(schema))
            || self.search_path.iter().any(|known| known.eq_ignore_ascii_case(schema))
    }

    /// The table to change. One of another schema may be the one that is listed without a schema: of that one
    /// nothing more is said then.
    fn known(&mut self, name: &Name, at: Span) -> Option<String> {
        let resolved = self.resolve(name);
        if self.schema.table(&resolved).is_some() {
            return Some(resolved);
        }
        if let Some((_, bare)) = resolved.split_once('.')
            && name.schema.is_some()
            && let Some(table) = self.schema.table_mut(bare)
        {
            table.open_at.get_or_insert(at);
        }
        None
    }

    fn create_table(&mut self, made: &CreateTable, statement: &Statement) {
        let name = self.resolve(&made.name);
        let change = self.change(&made.name.range);
        if made.temporary {
            // It is gone before the application runs, but the migrations may still speak of it.
            self.schema.create_unknown(change.at, (name, String::new()));
            return;
        }
        let known = self.schema.table(&name).map(|table| table.conditional);
        let own = self.schema.driver == Driver::Sqlite && name.starts_with("sqlite_");
        if own || (made.if_not_exists && known == Some(false)) {
            return;
        }
        // It may have been there already, with other columns.
        let unsure = made.if_not_exists && known == Some(true);
        self.schema.create_table(&name, TableKind::Table, change);
        self.note_schema(&name, change.at);
        let whole = self.span(&statement.range);
        for (other, copies) in &made.like {
            self.copy(&name, other, *copies, whole);
        }
        for draft in &made.columns {
            let column = self.column(draft, unsure);
            self.with(&name, |table| table.add_column(column, None));
        }
        if let Some(selected) = &made.selected {
            self.add_selected(&name, selected, whole);
        }
        for key in &made.keys {
            self.add_key(&name, key);
        }
        for foreign in &made.foreign_keys {
            self.add_foreign(&name, foreign);
        }
        for check in &made.checks {
            self.with(&name, |table| allow(table, check));
        }
        if made.open {
            self.open(&name, whole);
        }
    }

    /// A table of another schema may be one that the connection finds without naming the schema.
    fn note_schema(&mut self, name: &str, at: Span) {
        if let Some((_, bare)) = name.split_once('.')
            && self.schema.table(bare).is_none()
        {
            self.schema.create_unknown(at, (bare.to_owned(), String::new()));
        }
    }

    /// Gives a table the columns of another one.
    fn copy(&mut self, name: &str, other: &Name, copies: Copies, at: Span) {
        let (prefix, driver) = (self.schema.prefix.clone(), self.schema.driver);
        let from = self.resolve(other);
        let Some(other) = self.schema.table(&from).cloned() else {
            self.open(name, at);
            return;
        };
        self.with(name, |table| {
            for mut column in other.columns {
                if copies < Copies::Defaults {
                    column.default = None;
                    column.auto_increment = false;
                }
                table.add_column(column, None);
            }
            for mut index in other.indexes.into_iter().filter(|_| copies == Copies::All) {
                // In PostgreSQL the copies get names of their own.
                if driver == Driver::PgSql {
                    index.name = implied::copied_name(&index, table, &prefix);
                }
                table.add_index(index);
            }
            table.open_at = table.open_at.or(other.open_at);
        });
    }

    fn drop(&mut self, names: &[Name], kind: TableKind, cascade: bool) {
        for name in names {
            let change = self.change(&name.range);
            let Some(name) = self.known(name, change.at) else { continue };
            if self.schema.table(&name).is_some_and(|table| table.kind != kind) {
                continue;
            }
            self.schema.drop_table(&name, change);
            if cascade && !change.conditional {
                for table in self.schema.tables.values_mut() {
                    table.foreign_keys.retain(|key| !key.table.eq_ignore_ascii_case(&name));
                }
            }
        }
    }

    /// Renames a table; gives its new name.
    fn rename(&mut self, from: &str, to: &Name) -> String {
        let change = self.change(&to.range);
        let mut new = self.resolve(to);
        if let (Some((schema, _)), None) = (from.split_once('.'), &to.schema)
            && self.schema.driver == Driver::PgSql
        {
            new = format!("{schema}.{new}");
        }
        if self.schema.table(from).is_some() {
            self.schema.rename_table(from, &new, change);
        } else {
            self.schema.create_unknown(change.at, (new.clone(), String::new()));
        }
        new
    }

    fn create_index(&mut self, table: &Name, key: &Key) {
        let at = self.span(&table.range);
        let Some(name) = self.known(table, at) else {
            self.missing(table);
            return;
        };
        self.add_key(&name, key);
    }

    fn missing(&mut self, table: &Name) {
        let at = self.span(&table.range);
        self.effects.gaps.push((at, format!("the table `{}` is unknown here", table.text)));
    }

    fn drop_index(&mut self, table: Option<&Name>, names: &[Name]) {
        if self.written.conditional {
            let named = table.map(|table| self.resolve(table));
            let tables = self.schema.tables.values_mut();
            tables.filter(|table| named.as_ref().is_none_or(|name| table.name.eq_ignore_ascii_case(name))).for_each(|table| {
                table.doubt_indexes(|index| names.iter().any(|name| index.name.eq_ignore_ascii_case(&name.text)));
            });
            return;
        }
        let table = table.map(|table| self.resolve(table));
        for name in names {
            match &table {
                Some(table) => self.with(table, |table| actions::drop_index(table, &name.text)),
                None => self.schema.tables.values_mut().for_each(|table| {
                    table.drop_index(&name.text);
                }),
            }
        }
    }

    fn create_view(&mut self, name: &Name, columns: &Selected, query: Option<&String>, replaces: bool, if_not_exists: bool) {
        let change = self.change(&name.range);
        let name = self.resolve(name);
        let exists = self.schema.table(&name).is_some_and(|table| table.kind == TableKind::View);
        if exists && if_not_exists {
            return;
        }
        if exists && replaces {
            self.with(&name, |table| {
                if change.conditional {
                    table.open_at = Some(change.at);
                } else {
                    table.columns.clear();
                    table.open_at = None;
                }
            });
        } else {
            self.schema.create_table(&name, TableKind::View, change);
            self.note_schema(&name, change.at);
        }
        self.add_selected(&name, columns, change.at);
        self.with(&name, |table| table.query = query.filter(|_| !change.conditional).cloned());
    }

    /// A table that a statement mentions which was not understood: nothing wrong shall be said of it.
    fn mention(&mut self, mention: &Mention) {
        let at = self.span(&mention.table.range);
        let name = self.resolve(&mention.table);
        let fits =
            |table: &Table| if mention.open { table.name.starts_with(&name) } else { table.name.eq_ignore_ascii_case(&name) };
        for table in self.schema.tables.values_mut().filter(|table| fits(table)) {
            match mention.deed {
                Deed::Creates | Deed::Alters => table.open_at = Some(at),
                Deed::Drops => table.conditional = true,
            }
        }
        if mention.deed == Deed::Creates && (mention.open || self.schema.table(&name).is_none()) {
            self.schema.create_unknown(at, (name, String::new()));
        }
    }

    fn open(&mut self, name: &str, at: Span) {
        self.with(name, |table| table.open_at = Some(at));
    }

    fn with_rows(&mut self, name: &str) {
        if let Some(table) = self.schema.table_mut(name) {
            table.may_have_rows = true;
            table.rows.clear();
        }
    }

    fn with(&mut self, name: &str, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.schema.table_mut(name) {
            table.claimed = true;
            change(table);
        }
    }
}
