//! The way back: what a migration's `down()` does to the schema that its `up()` leaves. What it does is undone again.

use std::sync::Arc;

use crate::eval::{Interp, Value};
use crate::laravel::Laravel;
use crate::php::ast::{ExprKind, Function, Stmt, StmtKind};
use crate::php::program::ClassDecl;
use crate::schema::types::Family;
use crate::schema::{Column, Database, Driver, Incident, Index, IndexKind, Origin, Schema, Table};
use crate::source::{FileId, Span};

/// What is to be said of a way back.
#[derive(Clone, Debug)]
pub struct WayBack {
    /// The name of the method `down`.
    pub at: Span,
    /// The whole method.
    pub method: Span,
    /// What the database would refuse on the way back.
    pub incidents: Vec<Incident>,
    /// What is not as it was before, where nothing is refused.
    pub losses: Vec<Loss>,
}

/// Something that a way back does not give back.
#[derive(Clone, Debug)]
pub struct Loss {
    /// The connection.
    pub connection: String,
    /// The table.
    pub table: String,
    /// What of it.
    pub kind: LossKind,
}

/// Kinds of what is not given back. What stays was made by `up()`, what is gone was dropped by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// The table stays.
    TableStays,
    /// The table is gone.
    TableGone,
    /// A column stays, and whether a foreign key with it.
    ColumnStays(String, bool),
    /// A column is gone.
    ColumnGone(String),
    /// A column has another type, or takes NULL where it did not, or the other way round.
    ColumnDiffers {
        /// The column.
        column: String,
        /// How it was.
        was: String,
        /// How it is.
        is: String,
    },
    /// The foreign key of these columns stays.
    KeyStays(Vec<String>),
    /// The foreign key of these columns is gone.
    KeyGone(Vec<String>),
    /// An index of these columns stays: its name, and whether it is unique.
    IndexStays(String, bool),
    /// An index is gone: its name, and whether it was unique.
    IndexGone(String, bool),
}

/// How many of these stop a migration.
fn stops(incidents: &[Incident]) -> usize {
    incidents.iter().filter(|incident| !incident.kind.is_passed_over()).count()
}

/// The state before `up()`.
pub(super) struct Before<'a> {
    database: Database,
    incidents: usize,
    gaps: usize,
    down: &'a Function,
}

impl<'a> Before<'a> {
    /// Remembers the schema, if there is a way back that is to be judged.
    pub(super) fn of(cx: &Interp<'a, Laravel<'a, false>>, class: ClassDecl<'a>, file: FileId) -> Option<Self> {
        let state = &cx.host.replay;
        if state.switched || state.vendored || state.unordered || state.beside {
            return None;
        }
        // What another Blueprint makes is called otherwise.
        let text = cx.program.sources().file(file).text();
        if text.matches("Schema\\Blueprint").count() > text.matches("Illuminate\\Database\\Schema\\Blueprint").count() {
            return None;
        }
        let down = cx.program.method(class, "down")?.function;
        let is_own = down.span.file == file && !down.body.as_deref().is_none_or(is_choice);
        is_own.then(|| Before {
            database: cx.host.database.clone(),
            incidents: stops(&state.incidents),
            gaps: cx.host.found.gaps.len(),
            down,
        })
    }

    /// Runs `down()`, and undoes what it did.
    pub(super) fn look_back(
        self,
        cx: &mut Interp<'a, Laravel<'a, false>>,
        object: &Value<'a>,
        class: ClassDecl<'a>,
    ) -> Option<WayBack> {
        // What fails on the way there is told already, and how far the way back then has to go is not known.
        if stops(&cx.host.replay.incidents) > self.incidents || cx.host.found.gaps.len() > self.gaps || cx.host.replay.unsure {
            return None;
        }
        // What does nothing to a fresh database does its work elsewhere.
        if !differ(&self.database, &cx.host.database) {
            return None;
        }
        let after = cx.host.database.clone();
        let found = std::mem::take(&mut cx.host.found);
        let (incidents, rows) =
            (std::mem::take(&mut cx.host.replay.incidents), std::mem::take(&mut cx.host.replay.row_incidents));
        let (settings, triggers) = (Arc::clone(&cx.host.settings), cx.host.triggers.clone());
        cx.run_method(object, class, "down");
        let certain = !cx.is_exhausted() && !cx.host.replay.unsure && cx.host.found.gaps.is_empty();
        cx.begin();
        let does_nothing = !differ(&after, &cx.host.database);
        let database = std::mem::replace(&mut cx.host.database, after);
        cx.host.found = found;
        let mut refused = std::mem::replace(&mut cx.host.replay.incidents, incidents);
        refused.retain(|incident| !incident.kind.is_passed_over());
        cx.host.replay.row_incidents = rows;
        cx.host.replay.unsure = false;
        cx.host.settings = settings;
        cx.host.triggers = triggers;
        let laravel = cx.host.settings.laravel;
        let losses =
            if refused.is_empty() && certain && !does_nothing { losses(&self.database, &database, laravel) } else { Vec::new() };
        let says = !refused.is_empty() || !losses.is_empty();
        says.then_some(WayBack { at: self.down.name_span, method: self.down.span, incidents: refused, losses })
    }
}

/// Whether a way back is empty or throws: then it is none, and was meant to be none.
fn is_choice(body: &[Stmt]) -> bool {
    let throws = |statement: &Stmt| matches!(&statement.kind, StmtKind::Expr(expr) if matches!(expr.kind, ExprKind::Throw(_)));
    body.iter().any(throws) || body.iter().all(|statement| matches!(statement.kind, StmtKind::Return(_)))
}

/// Whether one database is another one than it was when it was copied.
fn differ(one: &Database, other: &Database) -> bool {
    let empty = Schema::default();
    // What was only looked at is no longer shared.
    let differs = |(one, other): (Option<&Table>, Option<&Table>)| match (one, other) {
        (Some(one), Some(other)) => {
            let parts = |table: &Table| (table.history.len(), table.indexes.len(), table.foreign_keys.len(), table.open_at);
            let names = |table: &Table| table.indexes.iter().map(|index| index.name.clone()).collect::<Vec<_>>();
            parts(one) != parts(other) || names(one) != names(other)
        }
        _ => true,
    };
    other
        .connections
        .iter()
        .any(|(name, schema)| one.connections.get(name).unwrap_or(&empty).tables.differing(&schema.tables).any(differs))
}

fn losses(before: &Database, after: &Database, laravel: u32) -> Vec<Loss> {
    let mut losses = Vec::new();
    let empty = Schema::default();
    for (connection, now) in &after.connections {
        let was = before.connections.get(connection).unwrap_or(&empty);
        if !now.unknown_tables.is_empty() {
            continue;
        }
        for (was, now_there) in was.tables.differing(&now.tables) {
            let comparison = Comparison { driver: now.driver, laravel };
            let mut add = |table: &Table, kinds: Vec<LossKind>| {
                let loss = |kind| Loss { connection: connection.clone(), table: table.name.clone(), kind };
                losses.extend(kinds.into_iter().map(loss));
            };
            match (was.filter(|table| !table.conditional), now_there) {
                (Some(was), None) if was.origin == Origin::Project => add(was, vec![LossKind::TableGone]),
                (None, Some(now)) if is_known(now) => add(now, vec![LossKind::TableStays]),
                (Some(was), Some(now)) if is_known(was) && is_known(now) => add(now, comparison.tables(was, now)),
                _ => {}
            }
        }
    }
    losses
}

fn is_known(table: &Table) -> bool {
    table.open_at.is_none() && !table.conditional && table.origin == Origin::Project
}

struct Comparison {
    driver: Driver,
    laravel: u32,
}

impl Comparison {
    fn tables(&self, was: &Table, now: &Table) -> Vec<LossKind> {
        let mut kinds = Vec::new();
        for column in &was.columns {
            match now.column(&column.name) {
                None if was.is_certain(column) => kinds.push(LossKind::ColumnGone(column.name.clone())),
                Some(other) if was.is_certain(column) && now.is_certain(other) => {
                    let (from, to) = (self.column(column), self.column(other));
                    let is_known = column.ty.family() != Family::Unknown && other.ty.family() != Family::Unknown;
                    if from != to && is_known {
                        kinds.push(LossKind::ColumnDiffers { column: column.name.clone(), was: from, is: to });
                    }
                }
                _ => {}
            }
        }
        let stays = now.columns.iter().filter(|column| was.column(&column.name).is_none() && now.is_certain(column));
        let stays = stays.map(|column| (column.name.clone(), now.foreign_key_of(&column.name).is_some()));
        kinds.extend(stays.map(|(column, has_key)| LossKind::ColumnStays(column, has_key)));
        let there = |columns: &[String]| columns.iter().all(|name| was.column(name).is_some() && now.column(name).is_some());
        self.keys(was, now, &there, &mut kinds);
        if !was.unsure_indexes && !now.unsure_indexes {
            self.indexes(was, now, &there, &mut kinds);
        }
        kinds
    }

    /// A column's type, and whether it takes NULL.
    fn column(&self, column: &Column) -> String {
        let null = if column.nullable { "NULL" } else { "NOT NULL" };
        format!("{} {null}", column.ty.sql(self.driver, self.laravel, false))
    }

    fn keys(&self, was: &Table, now: &Table, there: &dyn Fn(&[String]) -> bool, kinds: &mut Vec<LossKind>) {
        let unsure = !was.unsure_keys.is_empty() || !now.unsure_keys.is_empty();
        let conditional = was.foreign_keys.iter().chain(&now.foreign_keys).any(|key| key.conditional);
        // Up to Laravel 10 SQLite keeps and forgets keys as it likes.
        if unsure || conditional || (self.driver == Driver::Sqlite && self.laravel < 11) {
            return;
        }
        let missing = |from: &Table, of: &Table| {
            let has = |columns: &[String]| of.foreign_keys.iter().any(|key| same(&key.columns, columns));
            let keys = from.foreign_keys.iter().filter(|key| there(&key.columns) && !has(&key.columns));
            keys.map(|key| key.columns.clone()).collect::<Vec<_>>()
        };
        kinds.extend(missing(was, now).into_iter().map(LossKind::KeyGone));
        kinds.extend(missing(now, was).into_iter().map(LossKind::KeyStays));
    }

    fn indexes(&self, was: &Table, now: &Table, there: &dyn Fn(&[String]) -> bool, kinds: &mut Vec<LossKind>) {
        let missing = |from: &Table, of: &Table| {
            let has = |index: &Index| {
                let alike =
                    |other: &Index| other.kind.is_unique() == index.kind.is_unique() && same(&other.columns, &index.columns);
                of.indexes.iter().any(alike)
            };
            // What MySQL makes for a key, it keeps.
            let of_key = |index: &Index| {
                let keys = was.foreign_keys.iter().chain(&now.foreign_keys);
                self.driver.is_mysql()
                    && index.kind == IndexKind::Index
                    && keys.into_iter().any(|key| same(&key.columns, &index.columns))
            };
            let kept = |index: &&Index| there(&index.columns) && !index.columns.is_empty() && !index.partial;
            let indexes =
                from.indexes.iter().filter(kept).filter(|index| !has(index) && !of_key(index) && index.defined_at.is_some());
            indexes.map(|index| (index.name.clone(), index.kind.is_unique())).collect::<Vec<_>>()
        };
        kinds.extend(missing(was, now).into_iter().map(|(name, unique)| LossKind::IndexGone(name, unique)));
        kinds.extend(missing(now, was).into_iter().map(|(name, unique)| LossKind::IndexStays(name, unique)));
    }
}

fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.eq_ignore_ascii_case(other))
}
