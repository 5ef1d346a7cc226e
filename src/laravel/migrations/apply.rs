//! From a Blueprint to the schema: its commands in the order in which Laravel runs them.

use crate::eval::HostId;
use crate::laravel::Laravel;
use crate::laravel::migrations::judge::Judge;
use crate::laravel::migrations::keys::{is_named_by_columns, keep_index_of_key};
use crate::laravel::objects::{
    Blueprint, ColumnDraft, Command, CommandKind, Connection, ForeignDraft, IndexDraft, IndexName, Thing,
};
use crate::schema::types::Family;
use crate::schema::{Change, Column, Driver, EventKind, ForeignKey, Index, IndexKind, Origin, Schema, Table, TableKind};
use crate::source::Span;

impl<const EXPLORE: bool> Laravel<'_, EXPLORE> {
    /// The schema of a connection; made when it is first spoken of.
    pub(in crate::laravel) fn schema_of(&mut self, connection: &Connection) -> Option<&mut Schema> {
        let name = self.schema_name(connection)?.to_owned();
        let settings = self.settings.connection(&name);
        Some(self.database.connections.entry(name).or_insert_with(|| Schema {
            driver: settings.driver,
            prefix: settings.prefix,
            prefix_indexes: settings.prefix_indexes,
            ..Schema::default()
        }))
    }

    /// A table that is changed where it does not exist may be the one of another schema that takes this one's place: what
    /// that one looks like in the end is not known.
    fn open_beside(&mut self, connection: &str, table: &str, at: Span) {
        let there = self.database.connections.get(connection).is_some_and(|schema| schema.table(table).is_some());
        if !self.replay.beside || there {
            return;
        }
        let default = self.settings.schema_name(&self.settings.default_connection);
        let names = std::iter::once(default).chain(self.settings.beside.iter().map(String::as_str));
        for name in names.filter(|name| *name != connection) {
            if let Some(table) = self.database.connections.get_mut(name).and_then(|schema| schema.table_mut(table)) {
                table.open_at.get_or_insert(at);
            }
        }
    }

    /// Carries out a Blueprint on the database that is being built. `judged` says whether what the database
    /// would refuse is a mistake.
    pub(in crate::laravel) fn apply(&mut self, id: HostId, created: Option<Change>, judged: bool) {
        let Some(Thing::Blueprint(blueprint)) = self.thing(id) else { return };
        let blueprint = (**blueprint).clone();
        let Some(table) = blueprint.table.clone() else { return };
        let commands = ordered(&blueprint, self.settings.laravel);
        let driver = self.schema_of(&blueprint.connection).map(|schema| schema.driver).unwrap_or_default();
        let names = Namer { host: self, connection: &blueprint.connection, table: &table, creates: blueprint.creates, driver };
        let mut prepared: Vec<Prepared> = commands.iter().filter_map(|command| names.prepare(command)).collect();
        // What may not run at all takes nothing away for certain.
        let takes = |step: &&mut Prepared| {
            matches!(step.kind, Step::DropColumns(_) | Step::RenameColumn(..) | Step::Rename(_) | Step::Drop)
        };
        let guessed = self.replay.guessed;
        prepared.iter_mut().filter(takes).for_each(|step| step.conditional |= guessed);
        let redefines = self.settings.laravel >= 11;
        let declares_anew = driver.is_mysql() && self.settings.doctrine_renames;
        let creates = blueprint.creates;
        let connection = self.schema_name(&blueprint.connection).unwrap_or_default().to_owned();
        if let (Some(first), None) = (prepared.first(), created) {
            self.open_beside(&connection, &table, first.at);
        }
        if created.is_some_and(|change| !change.conditional) {
            self.replace_of_package(&blueprint.connection, &table);
        }
        let strict = self.settings.connection(&connection).strict;
        let is_judged = judged && !self.replay.vendored && !self.replay.unordered;
        let mut judge = Judge::new(connection, is_judged, self.settings.laravel);
        judge.strict = strict;
        judge.unsure = self.replay.unsure;
        let (vendored, drawn) = (self.replay.vendored, self.replay.drawn);
        let Some(schema) = self.schema_of(&blueprint.connection) else { return };
        if blueprint.temporary {
            return;
        }
        if let Some(change) = created {
            judge.creates(schema, &table, change);
            if !judge.incidents.is_empty() {
                // The database refuses the whole statement.
                self.replay.incidents.append(&mut judge.incidents);
                return;
            }
            schema.create_table(&table, TableKind::Table, change);
            if vendored && let Some(made) = schema.table_mut(&table) {
                made.origin = Origin::Package;
            }
        }
        if !vendored
            && !drawn
            && !prepared.is_empty()
            && let Some(changed) = schema.table_mut(&table)
        {
            changed.claimed = true;
        }
        let driver = schema.driver;
        let mut name = table.to_string();
        // What a method does that nobody knows, it does before the indexes and keys of the same closure.
        if let Some(table) = schema.table_mut(&name) {
            table.open_at = blueprint.open_at.or(table.open_at);
        }
        // Up to Laravel 10 SQLite rebuilds a table from the state that it had before the closure.
        let rebuilds = driver == Driver::Sqlite && !redefines && !creates;
        // A column that the closure also indexes would make the migration fail: it did not run on SQLite then.
        let indexed: Vec<String> = prepared
            .iter()
            .filter_map(|step| match &step.kind {
                Step::Index(index) => Some(index.columns.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        let mut added: Vec<String> = Vec::new();
        for step in prepared {
            let change = Change { at: step.at, conditional: step.conditional };
            judge.step(schema, &name, &step, creates);
            match step.kind {
                Step::Rename(to) => {
                    schema.rename_table(&name, &to, change);
                    if !change.conditional {
                        name = to;
                    }
                }
                Step::Drop => schema.drop_table(&name, change),
                Step::RenameColumn(from, to) => {
                    if let Some(table) = schema.table_mut(&name) {
                        if declares_anew && !change.conditional {
                            table.columns.iter_mut().filter(|column| column.name.eq_ignore_ascii_case(&from)).for_each(
                                |column| {
                                    column.ty = column.ty.declared_by_doctrine();
                                },
                            );
                        }
                        table.rename_column(&from, &to, change);
                    }
                    if !rebuilds {
                        schema.follow_renamed_column(&name, &from, &to, change);
                    }
                }
                kind => {
                    if let Some(table) = schema.table_mut(&name) {
                        match &kind {
                            Step::Column(column, _, drafted) if !drafted.change && !indexed.contains(&column.name) => {
                                added.push(column.name.clone());
                            }
                            Step::DropColumns(_) if rebuilds && !change.conditional => {
                                added.drain(..).for_each(|column| table.drop_column(&column, false, change));
                            }
                            _ => {}
                        }
                        carry_out(table, kind, change, Manner { driver, redefines, creates });
                    }
                }
            }
        }
        if let Some(table) = schema.table_mut(&name) {
            table.unsure_indexes |= blueprint.unsure_indexes;
        }
        self.replay.incidents.append(&mut judge.incidents);
    }
}

/// The commands of a Blueprint, fluent indexes taken out of the columns and put where Laravel runs
/// them: behind everything else (`Illuminate/Database/Schema/Blueprint.php`, `addFluentIndexes`). Up to
/// Laravel 10, changed columns come first and new ones next.
fn ordered<'a>(blueprint: &Blueprint<'a>, laravel: u32) -> Vec<Command<'a>> {
    let old_order = laravel <= 10 && !blueprint.creates;
    let old_order_of_eight = laravel <= 8;
    let mut commands = blueprint.commands.clone();
    if old_order {
        commands.sort_by_key(|command| match &command.kind {
            CommandKind::Column(column) if column.change => 0,
            CommandKind::Column(_) => 1,
            _ => 2,
        });
    }
    if blueprint.creates {
        // One CREATE TABLE has all columns; what else there is comes after it.
        commands.sort_by_key(|command| !matches!(command.kind, CommandKind::Column(_)));
    }
    let mut fluent = Vec::new();
    for command in &commands {
        let CommandKind::Column(column) = &command.kind else { continue };
        let kinds = [
            (IndexKind::Primary, &column.primary),
            (IndexKind::Unique, &column.unique),
            (IndexKind::Index, &column.index),
            (IndexKind::Fulltext, &column.fulltext),
            (IndexKind::Spatial, &column.spatial),
        ];
        // The first one that is set wins, the others are ignored.
        let Some((kind, Some(name))) = kinds.into_iter().find(|(_, name)| name.is_some()) else { continue };
        let columns = vec![column.name.clone()];
        let made = match name {
            IndexName::On => CommandKind::Index(IndexDraft { kind, columns, name: None, partial: false }),
            IndexName::Named(name) => CommandKind::Index(IndexDraft { kind, columns, name: Some(name.clone()), partial: false }),
            IndexName::Off if column.change && !old_order_of_eight => {
                let suffix = kind.as_str();
                CommandKind::DropIndex(format!("\0{suffix}\0{}", column.name))
            }
            // Laravel asks whether the attribute is set, and `false` is.
            IndexName::Off => CommandKind::Index(IndexDraft { kind, columns, name: None, partial: false }),
        };
        fluent.push(Command { kind: made, at: command.at, conditional: command.conditional });
    }
    commands.extend(fluent);
    commands
}

/// A command with its names worked out.
pub(in crate::laravel) struct Prepared {
    pub(in crate::laravel) kind: Step,
    pub(in crate::laravel) at: Span,
    pub(in crate::laravel) conditional: bool,
}

/// What a command does, in the schema's terms.
pub(in crate::laravel) enum Step {
    Column(Box<Column>, Option<String>, Drafted),
    Index(Index),
    Foreign(ForeignKey),
    /// A key of which it is not known what it refers to.
    UnsureForeign(Vec<String>),
    DropColumns(Vec<String>),
    RenameColumn(String, String),
    DropIndex(String),
    DropPrimary,
    RenameIndex(String, String),
    DropForeign(String),
    DropSomeForeign,
    Rename(String),
    Drop,
}

/// What a column's draft says beyond the column.
#[derive(Clone, Copy)]
pub(in crate::laravel) struct Drafted {
    pub(in crate::laravel) change: bool,
    creates: bool,
    nullable_set: bool,
    default_set: bool,
    first: bool,
}

/// Works out the names that a command leaves to convention.
struct Namer<'n, 'a, const EXPLORE: bool> {
    host: &'n Laravel<'a, EXPLORE>,
    connection: &'n Connection,
    table: &'n str,
    creates: bool,
    driver: Driver,
}

impl<const EXPLORE: bool> Namer<'_, '_, EXPLORE> {
    fn name(&self, columns: &[String], kind: &str) -> String {
        self.host.conventional_name(self.connection, self.table, columns, kind)
    }

    fn prepare(&self, command: &Command<'_>) -> Option<Prepared> {
        let kind = match &command.kind {
            CommandKind::Column(draft) => self.column(draft, command),
            CommandKind::Index(draft) => Step::Index(Index {
                name: draft.name.clone().unwrap_or_else(|| self.name(&draft.columns, suffix(draft.kind))),
                // PostgreSQL's full-text index is one of an expression, not of columns.
                columns: if draft.kind == IndexKind::Fulltext && self.driver == Driver::PgSql {
                    Vec::new()
                } else {
                    draft.columns.clone()
                },
                kind: draft.kind,
                partial: draft.partial,
                defined_at: Some(command.at),
            }),
            CommandKind::Foreign(draft) => match self.foreign(draft, command) {
                Some(key) => Step::Foreign(key),
                None => Step::UnsureForeign(draft.columns.clone()),
            },
            CommandKind::DropColumn(names) => Step::DropColumns(names.clone()),
            CommandKind::RenameColumn(from, to) => Step::RenameColumn(from.clone(), to.clone()),
            CommandKind::DropIndex(name) => match name.strip_prefix('\0').and_then(|rest| rest.split_once('\0')) {
                Some((kind, column)) => Step::DropIndex(self.name(&[column.to_owned()], kind)),
                None => Step::DropIndex(name.clone()),
            },
            CommandKind::DropPrimary => Step::DropPrimary,
            CommandKind::RenameIndex(from, to) => Step::RenameIndex(from.clone(), to.clone()),
            CommandKind::DropForeign(name) => Step::DropForeign(name.clone()),
            CommandKind::DropSomeForeign => Step::DropSomeForeign,
            CommandKind::Rename(to) => Step::Rename(to.clone()),
            CommandKind::Drop => Step::Drop,
        };
        Some(Prepared { kind, at: command.at, conditional: command.conditional })
    }

    fn column(&self, draft: &ColumnDraft<'_>, command: &Command<'_>) -> Step {
        let column = Column {
            name: draft.name.clone(),
            ty: draft.ty.clone(),
            // Only PostgreSQL's grammar writes `not null` for a generated column.
            nullable: draft.nullable || (draft.generated && !draft.nullable_set && self.driver != Driver::PgSql),
            default: draft.default.clone(),
            auto_increment: draft.auto_increment,
            generated: draft.generated,
            computed: draft.computed.clone(),
            of_package: false,
            conditional: command.conditional,
            defined_at: Some(command.at),
        };
        let drafted = Drafted {
            change: draft.change,
            creates: self.creates,
            nullable_set: draft.nullable_set,
            default_set: draft.default_set,
            first: draft.first,
        };
        Step::Column(Box::new(column), draft.after.clone(), drafted)
    }

    fn foreign(&self, draft: &ForeignDraft, command: &Command<'_>) -> Option<ForeignKey> {
        let target = draft.on.as_ref()?;
        if draft.columns.is_empty() || draft.references.is_empty() {
            return None;
        }
        Some(ForeignKey {
            name: draft.name.clone().unwrap_or_else(|| self.name(&draft.columns, "foreign")),
            columns: draft.columns.clone(),
            table: self.host.bare(self.connection, target).to_owned(),
            references: draft.references.clone(),
            on_delete: draft.on_delete.clone(),
            on_update: draft.on_update.clone(),
            unsure_actions: draft.unsure_actions,
            defined_at: Some(command.at),
            conditional: command.conditional || (draft.unsure_target && !self.is_there(target)),
        })
    }

    /// Whether a table is there already.
    fn is_there(&self, table: &str) -> bool {
        let name = self.host.schema_name(self.connection).unwrap_or_default();
        self.host.database.connections.get(name).is_some_and(|schema| schema.table(table).is_some())
    }
}

fn suffix(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::Spatial => "spatialindex",
        other => other.as_str(),
    }
}

/// What the way of carrying out depends on.
#[derive(Clone, Copy)]
struct Manner {
    driver: Driver,
    /// `change()` redefines a column wholly (Laravel 11 on).
    redefines: bool,
    /// The table is being created.
    creates: bool,
}

fn carry_out(table: &mut Table, step: Step, change: Change, manner: Manner) {
    let Manner { driver, redefines, creates } = manner;
    match step {
        Step::Column(column, after, drafted) => {
            // Only MySQL has places for columns; the others put them at the end.
            let (after, drafted) = if driver.is_mysql() { (after, drafted) } else { (None, Drafted { first: false, ..drafted }) };
            add_column(table, *column, after, drafted, change, redefines);
        }
        // Up to Laravel 10 SQLite's grammar has no words for a primary key of a table that exists.
        Step::Index(index) if index.kind == IndexKind::Primary && driver == Driver::Sqlite && !redefines && !creates => {}
        Step::DropPrimary if driver == Driver::Sqlite && !redefines => {}
        Step::Index(mut index) => {
            if change.conditional {
                table.unsure_indexes = true;
            } else {
                // A database lists an index by its columns' own spelling.
                for name in &mut index.columns {
                    if let Some(column) = table.column(name) {
                        name.clone_from(&column.name);
                    }
                }
                // A single integer key is SQLite's row number, which it counts by itself (`lang_createtable`, ROWIDs).
                if driver == Driver::Sqlite
                    && index.kind == IndexKind::Primary
                    && let [only] = index.columns.as_slice()
                    && let Some(column) = table.columns.iter_mut().find(|column| column.name == *only)
                {
                    column.auto_increment |= column.ty.family() == Family::Integer;
                }
                table.add_index(index);
            }
        }
        Step::UnsureForeign(columns) => table.unsure_keys.extend(columns),
        Step::Foreign(key) => {
            // SQLite cannot add a key to a table that exists; up to Laravel 10 nothing happens then.
            if driver != Driver::Sqlite || redefines || creates {
                table.add_foreign_key(key, driver);
            } else {
                table.unsure_keys.extend(key.columns);
            }
        }
        Step::DropColumns(names) => {
            for name in names {
                table.drop_column(&name, driver == Driver::PgSql, change);
            }
        }
        Step::DropIndex(name) => {
            if change.conditional {
                table.unsure_indexes = true;
            } else {
                table.drop_index(&name);
            }
        }
        Step::DropPrimary => {
            if change.conditional {
                table.unsure_indexes = true;
            } else {
                table.indexes.retain(|index| index.kind != IndexKind::Primary);
            }
        }
        Step::RenameIndex(from, to) => {
            for index in &mut table.indexes {
                if index.name.eq_ignore_ascii_case(&from) {
                    index.name.clone_from(&to);
                }
            }
        }
        Step::DropForeign(name) => {
            if driver.is_mysql() && !change.conditional {
                keep_index_of_key(table, &name);
            }
            if driver == Driver::Sqlite {
                // Its keys have no names: Laravel finds all by their columns, whatever these were called before.
                let owner = table.name.clone();
                for key in table.foreign_keys.iter_mut().filter(|key| is_named_by_columns(&owner, key, &name)) {
                    key.name.clone_from(&name);
                }
            }
            table.drop_foreign_key(&name, change.conditional);
        }
        Step::DropSomeForeign => table.foreign_keys.iter_mut().for_each(|key| key.conditional = true),
        Step::Rename(_) | Step::Drop | Step::RenameColumn(..) => {}
    }
}

fn add_column(table: &mut Table, mut column: Column, after: Option<String>, drafted: Drafted, change: Change, redefines: bool) {
    if drafted.change {
        // A changed column of a table that is being created is silently left out.
        if drafted.creates {
            return;
        }
        let Some(at) = table.columns.iter().position(|known| known.name.eq_ignore_ascii_case(&column.name)) else { return };
        if change.conditional {
            table.note_column(&column.name, EventKind::Changed, change);
            return;
        }
        let old = &table.columns[at];
        if !redefines {
            // Up to Laravel 10 what is not mentioned stays as it was.
            if !drafted.nullable_set {
                column.nullable = old.nullable;
            }
            if !drafted.default_set {
                column.default.clone_from(&old.default);
            }
        }
        column.conditional = old.conditional;
        column.defined_at = old.defined_at.or(column.defined_at);
        let name = column.name.clone();
        table.columns[at] = column;
        table.note_column(&name, EventKind::Changed, change);
        return;
    }
    let makes_key = column.auto_increment && !table.indexes.iter().any(|index| index.kind == IndexKind::Primary);
    let name = column.name.clone();
    let at = column.defined_at;
    if drafted.first {
        table.columns.retain(|known| !known.name.eq_ignore_ascii_case(&name));
        table.columns.insert(0, column);
        table.note_column(&name, EventKind::Created, change);
    } else {
        table.add_column(column, after.as_deref());
    }
    if makes_key && !change.conditional {
        let index =
            Index { name: "primary".to_owned(), columns: vec![name], kind: IndexKind::Primary, partial: false, defined_at: at };
        table.add_index(index);
    }
}
