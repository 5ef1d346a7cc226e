//! From a Blueprint to the schema: its commands in the order in which Laravel runs them.

use crate::eval::HostId;
use crate::laravel::Laravel;
use crate::laravel::migrations::judge::Judge;
use crate::laravel::migrations::steps::{Manner, carry_out};
use crate::laravel::objects::{
    Blueprint, ColumnDraft, Command, CommandKind, Connection, ForeignDraft, IndexDraft, IndexName, Thing,
};
use crate::schema::{Change, Column, Driver, ForeignKey, Index, IndexKind, Origin, Schema, TableKind};
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
        // Phinx defines a column anew that it changes, as Laravel has done since version 11.
        let laravel = if blueprint.of_phinx { self.settings.laravel.max(11) } else { self.settings.laravel };
        let commands = ordered(&blueprint, laravel);
        let driver = self.schema_of(&blueprint.connection).map(|schema| schema.driver).unwrap_or_default();
        let settings = self.schema_name(&blueprint.connection).map(|name| self.settings.connection(name));
        // What is altered has the characters that it got when it was created.
        let known = self.schema_name(&blueprint.connection).and_then(|name| self.database.connections.get(name)?.table(&table));
        let as_before = known.and_then(|known| known.columns.iter().find_map(|column| column.charset.clone()));
        let charset = blueprint.charset.clone().or(as_before);
        let charset = charset.or_else(|| settings.and_then(|settings| settings.charset.clone()));
        let names =
            Namer { host: self, connection: &blueprint.connection, table: &table, creates: blueprint.creates, driver, charset };
        let mut prepared: Vec<Prepared> = commands.iter().filter_map(|command| names.prepare(command)).collect();
        // What may not run at all takes nothing away for certain.
        let takes = |step: &&mut Prepared| {
            matches!(step.kind, Step::DropColumns(_) | Step::RenameColumn(..) | Step::Rename(_) | Step::Drop)
        };
        let guessed = self.replay.guessed;
        prepared.iter_mut().filter(takes).for_each(|step| step.conditional |= guessed);
        let redefines = laravel >= 11;
        let declares_anew = driver.is_mysql() && self.settings.doctrine_renames && !blueprint.of_phinx;
        let creates = blueprint.creates;
        let connection = self.schema_name(&blueprint.connection).unwrap_or_default().to_owned();
        if let (Some(first), None) = (prepared.first(), created) {
            self.open_beside(&connection, &table, first.at);
        }
        if created.is_some_and(|change| !change.conditional) {
            self.replace_of_package(&blueprint.connection, &table);
        }
        let strict = self.settings.connection(&connection).strict;
        let tried = self.replay.tried;
        let is_judged = (judged || tried) && !self.replay.vendored && !self.replay.unordered;
        let mut judge = Judge::new(connection, is_judged, laravel);
        judge.strict = strict;
        judge.unsure = self.replay.unsure;
        judge.keys_off = self.replay.keys_off;
        judge.dropping = prepared.iter().flat_map(|step| step.kind.dropped_columns()).cloned().collect();
        let (vendored, drawn) = (self.replay.vendored, self.replay.drawn);
        let Some(schema) = self.schema_of(&blueprint.connection) else { return };
        if blueprint.temporary {
            return;
        }
        if let Some(change) = created {
            judge.creates(schema, &table, change);
            if !judge.incidents.is_empty() {
                // The database refuses the whole statement.
                self.keep_incidents(tried, judge);
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
        self.keep_incidents(tried, judge);
    }

    /// Keeps what the database refuses; in a `try` it is no mistake, but PostgreSQL ends the transaction with it.
    fn keep_incidents(&mut self, tried: bool, mut judge: Judge) {
        if tried {
            self.replay.aborted |= !judge.incidents.is_empty();
        } else {
            self.replay.incidents.append(&mut judge.incidents);
        }
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

impl Step {
    /// The columns that it drops.
    fn dropped_columns(&self) -> &[String] {
        if let Step::DropColumns(names) = self { names } else { &[] }
    }
}

/// What a column's draft says beyond the column.
#[derive(Clone, Copy)]
pub(in crate::laravel) struct Drafted {
    pub(in crate::laravel) change: bool,
    pub(in crate::laravel) creates: bool,
    pub(in crate::laravel) nullable_set: bool,
    pub(in crate::laravel) default_set: bool,
    pub(in crate::laravel) first: bool,
}

/// Works out the names that a command leaves to convention.
struct Namer<'n, 'a, const EXPLORE: bool> {
    host: &'n Laravel<'a, EXPLORE>,
    connection: &'n Connection,
    table: &'n str,
    creates: bool,
    driver: Driver,
    charset: Option<String>,
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
                conditional: command.conditional,
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
            charset: draft.charset.clone().or_else(|| self.charset.clone()),
            // Only PostgreSQL's grammar writes `not null` for a generated column.
            nullable: draft.nullable || (draft.generated && !draft.nullable_set && self.driver != Driver::PgSql),
            default: draft.default.clone(),
            check: None,
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
