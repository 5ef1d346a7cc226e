//! `create()`, `update()` and `save()`: what was planned for a table is carried out.
//!
//! Source: `cakephp/phinx`, `src/Phinx/Db/Table.php`, `src/Phinx/Db/Plan/Plan.php`.

use std::rc::Rc;

use super::{Action, PhinxTable, Planned, keys};
use crate::eval::{Array, CallSite, HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::names_of;
use crate::laravel::objects::{Command, CommandKind, Connection, IndexDraft, Thing};
use crate::references::Operation;
use crate::schema::{Change, Driver, Existence, IndexKind, Table};
use crate::source::Span;

/// What calls for carrying out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `create()`
    Create,
    /// `update()`
    Update,
    /// `save()`, which asks whether the table is there.
    Save,
    /// A method of an old version that waits for nothing: the last thing planned.
    Now,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Carries out what was planned, and forgets it.
    pub(super) fn save_phinx(cx: &mut Interp<'a, Self>, handle: HostId, how: How, at: CallSite) {
        let taken = Self::with_phinx(cx, handle, |table| {
            let kept = table.planned.len().saturating_sub(1);
            let planned = if how == How::Now { table.planned.split_off(kept) } else { std::mem::take(&mut table.planned) };
            let taken = PhinxTable { planned, ..table.clone() };
            (table.open_at, table.unsure_indexes) = (None, false);
            taken
        });
        let Some(table) = taken else { return };
        let creates = match how {
            How::Create => !table.planned.iter().any(|planned| matches!(planned.action, Action::Command(CommandKind::Rename(_)))),
            How::Update | How::Now => false,
            How::Save => Self::is_to_make(cx, &table),
        };
        let is_drop = |planned: &Planned<'a>| matches!(planned.action, Action::Command(CommandKind::Drop));
        let operation = match creates {
            true => Operation::SchemaCreate,
            false if table.planned.iter().any(is_drop) => Operation::SchemaDrop,
            false => Operation::SchemaAlter,
        };
        let judged = cx.host.replay.incidents.len();
        let blueprints = Self::blueprints(cx, &Connection::Default, &table.name, creates, operation, at);
        let several = blueprints.len() > 1;
        for (id, span) in blueprints {
            cx.uncertain += u32::from(several);
            if Self::refused(cx, id, creates) {
                cx.throw();
                return;
            }
            let change = Change { at: span, conditional: cx.uncertain > 0 };
            let commands = Self::commands_of(cx, id, &table, creates, span);
            let is_unknown =
                creates && matches!(&table.options, Some(options) if !matches!(options, Value::Array(_) | Value::Null));
            Self::with_blueprint(cx, id, |blueprint| {
                blueprint.commands = commands;
                blueprint.open_at = table.open_at.or(is_unknown.then_some(at.call));
                blueprint.unsure_indexes = table.unsure_indexes;
                blueprint.of_phinx = true;
            });
            if change.conditional {
                Self::make_conditional(cx, id, creates);
            }
            Self::forgive_empty(cx, id, creates, (judged, span));
            Self::finish(cx, id, creates, (change, at.call));
            cx.uncertain -= u32::from(several);
        }
        if how != How::Now {
            Self::save_rows(cx, handle);
        }
    }

    /// The rows that wait are written.
    pub(super) fn save_rows(cx: &mut Interp<'a, Self>, handle: HostId) {
        let waiting = Self::with_phinx(cx, handle, |table| std::mem::take(&mut table.has_rows).then(|| table.name.clone()));
        let Some(Some(name)) = waiting else { return };
        let name = name.as_str();
        Self::may_have_rows(cx, name.as_deref().map(|name| (&Connection::Default, name)));
    }

    /// Whether `save()` makes the table: it is not there, and nothing is planned that only one that is there can take.
    fn is_to_make(cx: &mut Interp<'a, Self>, table: &PhinxTable<'a>) -> bool {
        let adds = |planned: &Planned<'a>| match &planned.action {
            Action::Command(CommandKind::Column(draft)) => !draft.change,
            Action::Command(CommandKind::Index(_) | CommandKind::Foreign(_)) => true,
            _ => false,
        };
        if !table.planned.iter().all(adds) {
            return false;
        }
        let Some(name) = table.name.as_str() else { return table.options.is_some() };
        let Some(schema) = cx.host.schema_of(&Connection::Default) else { return false };
        match schema.existence(&name) {
            Existence::Exists(_) => false,
            Existence::Missing(_) => true,
            Existence::Unknown(_) => table.options.is_some(),
        }
    }

    /// The commands in the order in which they run.
    fn commands_of(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        table: &PhinxTable<'a>,
        creates: bool,
        name_at: Span,
    ) -> Vec<Command<'a>> {
        let name = match cx.host.thing(id) {
            Some(Thing::Blueprint(blueprint)) => blueprint.table.clone(),
            _ => None,
        };
        let driver = Self::phinx_driver(cx);
        let mut planned = if creates { Self::key_of(cx, table, name_at) } else { Vec::new() };
        planned.extend(table.planned.iter().cloned());
        let drops = planned.iter().any(|planned| matches!(planned.action, Action::Command(CommandKind::Drop)));
        if drops {
            // What else is planned for a table that goes is forgotten.
            planned.retain(|planned| matches!(planned.action, Action::Command(CommandKind::Drop)));
        }
        planned.sort_by_key(|planned| rank(&planned.action));
        let known = name.as_deref().filter(|_| !creates).and_then(|name| {
            let schema = cx.host.schema_of(&Connection::Default)?;
            schema.table(name).cloned()
        });
        let mut namer =
            Namer { driver, table: name.as_deref().unwrap_or_default(), known: known.as_ref(), indexes: Vec::new(), keys: 0 };
        let (mut commands, mut unsure) = (Vec::new(), false);
        for Planned { action, at, conditional } in planned {
            let command = |kind| Command { kind, at, conditional };
            match action {
                Action::Command(kind) => commands.push(command(namer.named(kind))),
                Action::DropIndexOf(columns) => match namer.index_of(&columns) {
                    Some(name) => commands.push(command(CommandKind::DropIndex(name))),
                    None => unsure = true,
                },
                Action::DropForeignOf(columns) => {
                    let names = namer.keys_of(&columns);
                    unsure |= names.is_empty();
                    commands.extend(names.into_iter().map(|name| command(CommandKind::DropForeign(name))));
                }
                Action::ChangePrimary(columns) => {
                    commands.push(command(CommandKind::DropPrimary));
                    if !columns.is_empty() {
                        commands.push(command(namer.primary(columns)));
                    }
                }
            }
        }
        if unsure {
            Self::with_phinx_indexes(cx, id);
        }
        commands
    }

    /// An index that is not known goes.
    fn with_phinx_indexes(cx: &mut Interp<'a, Self>, id: HostId) {
        Self::with_blueprint(cx, id, |blueprint| blueprint.unsure_indexes = true);
    }

    /// The column and the primary key that a table is made with, unless its options say otherwise.
    fn key_of(cx: &mut Interp<'a, Self>, table: &PhinxTable<'a>, name_at: Span) -> Vec<Planned<'a>> {
        let none = Rc::new(Array::default());
        let options = match &table.options {
            None | Some(Value::Null) => &none,
            Some(Value::Array(options)) => options,
            Some(_) => return Vec::new(),
        };
        let planned = |kind, at| Planned { action: Action::Command(kind), at, conditional: false };
        let (id, at) = match options.get_str("id") {
            None | Some(Value::Null | Value::Bool(true)) => (Some("id".to_owned()), name_at),
            Some(given) => match names_of(given, name_at).as_deref() {
                Some([(name, at)]) => (Some(name.clone()), *at),
                _ => (None, name_at),
            },
        };
        let mut made = Vec::new();
        if let Some(id) = id {
            let draft = Self::phinx_key(cx, id.clone(), Some(options));
            made.push(planned(CommandKind::Column(Box::new(draft)), at));
            made.push(planned(primary(vec![id]), at));
            return made;
        }
        let columns = options.get_str("primary_key").and_then(|given| names_of(given, name_at));
        if let Some(columns) = columns.filter(|columns| !columns.is_empty()) {
            let at = columns[0].1;
            made.push(planned(primary(columns.into_iter().map(|(name, _)| name).collect()), at));
        }
        made
    }
}

fn primary<'a>(columns: Vec<String>) -> CommandKind<'a> {
    CommandKind::Index(IndexDraft { kind: IndexKind::Primary, columns, name: None, partial: false })
}

/// The order in which a plan is carried out (`Plan::updatesSequence`): what is done to columns, foreign keys, indexes, columns
/// that go, the table as a whole. The indexes of a table that is made are part of the statement that makes it.
fn rank(action: &Action<'_>) -> u8 {
    match action {
        Action::Command(CommandKind::Index(IndexDraft { kind: IndexKind::Primary, .. })) => 1,
        Action::Command(CommandKind::DropForeign(_) | CommandKind::DropSomeForeign) | Action::DropForeignOf(_) => 2,
        Action::Command(CommandKind::Foreign(_)) => 3,
        Action::Command(CommandKind::Index(_) | CommandKind::DropIndex(_)) | Action::DropIndexOf(_) => 4,
        Action::Command(CommandKind::DropColumn(_)) => 5,
        Action::Command(CommandKind::Rename(_) | CommandKind::Drop) | Action::ChangePrimary(_) => 6,
        Action::Command(_) => 0,
    }
}

/// Gives names to what has none, and finds what is named by its columns.
struct Namer<'n> {
    driver: Driver,
    table: &'n str,
    /// The table as it is.
    known: Option<&'n Table>,
    /// The indexes that were named.
    indexes: Vec<String>,
    /// How many foreign keys were named.
    keys: usize,
}

impl Namer<'_> {
    fn named<'a>(&mut self, kind: CommandKind<'a>) -> CommandKind<'a> {
        match kind {
            CommandKind::Index(draft) if draft.kind == IndexKind::Primary => self.primary(draft.columns),
            CommandKind::Index(mut draft) => {
                let known = self.known.map(|known| known.indexes.as_slice()).unwrap_or_default();
                let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
                let taken =
                    |name: &str| known.iter().map(|index| &index.name).chain(&self.indexes).any(|taken| same(taken, name));
                let name = draft.name.take().unwrap_or_else(|| keys::index_name(self.driver, self.table, &draft.columns, taken));
                self.indexes.push(name.clone());
                draft.name = Some(name);
                CommandKind::Index(draft)
            }
            CommandKind::Foreign(mut draft) => {
                if draft.name.is_none() {
                    draft.name = Some(keys::foreign_name(self.driver, self.table, &draft.columns, self.known, self.keys));
                    self.keys += 1;
                }
                CommandKind::Foreign(draft)
            }
            other => other,
        }
    }

    fn primary<'a>(&self, columns: Vec<String>) -> CommandKind<'a> {
        let name = if self.driver == Driver::PgSql { format!("{}_pkey", self.table) } else { "primary".to_owned() };
        CommandKind::Index(IndexDraft { kind: IndexKind::Primary, columns, name: Some(name), partial: false })
    }

    /// The index of exactly these columns.
    fn index_of(&self, columns: &[String]) -> Option<String> {
        let found = self.known?.indexes.iter().find(|index| index.kind != IndexKind::Primary && same(&index.columns, columns));
        found.map(|index| index.name.clone())
    }

    /// The foreign keys of exactly these columns.
    fn keys_of(&self, columns: &[String]) -> Vec<String> {
        let keys = self.known.map(|known| known.foreign_keys.as_slice()).unwrap_or_default();
        keys.iter().filter(|key| same(&key.columns, columns)).map(|key| key.name.clone()).collect()
    }
}

fn same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.eq_ignore_ascii_case(b))
}
