//! What a migration tries and the database would refuse, judged by the schema as it is at that time.
//!
//! Only what is certain is judged: a step that depends on something unknown, a table that may be missing or
//! may have other columns, and code inside a `try` are passed over.

use crate::laravel::migrations::apply::{Prepared, Step};
use crate::schema::{Change, Driver, Existence, ForeignKey, Incident, IncidentKind, IndexKind, Origin, Schema, Table};
use crate::source::Span;

/// Collects the mistakes of one Blueprint.
pub(in crate::laravel) struct Judge {
    connection: String,
    judged: bool,
    /// Laravel's major version.
    pub(super) laravel: u32,
    /// Whether MySQL refuses what it cannot store.
    pub(super) strict: bool,
    /// Whether something that nobody follows may have changed the tables before.
    pub(super) unsure: bool,
    /// Whether the migration tells the database not to mind foreign keys.
    pub(super) keys_off: bool,
    /// The columns that the Blueprint drops.
    pub(super) dropping: Vec<String>,
    /// What was found.
    pub(in crate::laravel) incidents: Vec<Incident>,
}

impl Judge {
    pub(in crate::laravel) fn new(connection: String, judged: bool, laravel: u32) -> Self {
        let (keys_off, dropping, incidents) = (false, Vec::new(), Vec::new());
        Judge { connection, judged, laravel, strict: true, unsure: false, keys_off, dropping, incidents }
    }

    pub(super) fn add(&mut self, table: &str, kind: IncidentKind, at: Span) {
        let incident = Incident { connection: self.connection.clone(), table: table.to_owned(), kind, at };
        // A missing column is told once, also if several steps name it.
        if !self.incidents.iter().any(|known| known.kind == incident.kind && known.table == incident.table) {
            self.incidents.push(incident);
        }
    }

    /// `Schema::create` of a table.
    pub(in crate::laravel) fn creates(&mut self, schema: &Schema, table: &str, change: Change) {
        if !self.judged || change.conditional {
            return;
        }
        if let Some(known) = schema.table(table).filter(|known| !known.conditional) {
            self.add(table, IncidentKind::TableExists(known.defined_at), change.at);
        }
    }

    /// One step of a Blueprint.
    pub(in crate::laravel) fn step(&mut self, schema: &Schema, name: &str, step: &Prepared, creates: bool) {
        if !self.judged || step.conditional {
            return;
        }
        let Some(table) = schema.table(name).filter(|table| !table.conditional) else { return };
        self.refuses(schema, table, &step.kind, step.at, creates);
        match &step.kind {
            Step::Column(column, after, drafted) => {
                let known = table.column(&column.name).filter(|known| !known.conditional);
                if drafted.change {
                    // SQLite rebuilds the table and leaves out what it does not find.
                    if known.is_none() && !creates && schema.driver != Driver::Sqlite {
                        self.needs(table, &column.name, step.at);
                    }
                // What a package's own migration adds is added by a copy of it in the project instead.
                } else if let Some(known) = known.filter(|known| !known.of_package) {
                    self.add(name, IncidentKind::ColumnExists(column.name.clone(), known.defined_at), step.at);
                }
                if let Some(after) = after.as_ref().filter(|_| schema.driver.is_mysql() && !creates) {
                    self.needs(table, after, step.at);
                }
            }
            Step::Index(index) => {
                for column in &index.columns {
                    self.needs(table, column, step.at);
                }
                // A primary key's name is sent to MySQL by old versions alone (`MySqlGrammar::compilePrimary`).
                if index.kind != IndexKind::Primary || self.laravel <= 8 {
                    self.name(schema, table, &index.name, step.at);
                }
            }
            Step::Foreign(key) => self.foreign(schema, table, key, step.at, creates),
            Step::DropColumns(names) | Step::UnsureForeign(names) => {
                for column in names {
                    self.needs(table, column, step.at);
                }
            }
            Step::RenameColumn(from, _) => self.needs(table, from, step.at),
            Step::DropIndex(index) => {
                let known = table.indexes.iter().any(|known| known.name.eq_ignore_ascii_case(index));
                // MySQL makes an index for each foreign key, named like it.
                let of_key =
                    schema.driver.is_mysql() && table.foreign_keys.iter().any(|key| key.name.eq_ignore_ascii_case(index));
                if !known && !of_key && table.open_at.is_none() {
                    self.add(name, IncidentKind::IndexMissing(index.clone()), step.at);
                }
            }
            Step::DropForeign(key) => {
                let known = table.foreign_keys.iter().any(|known| known.name.eq_ignore_ascii_case(key));
                if !known && table.unsure_keys.is_empty() && table.open_at.is_none() && schema.driver != Driver::Sqlite {
                    self.add(name, IncidentKind::IndexMissing(key.clone()), step.at);
                }
            }
            Step::RenameIndex(from, _) => {
                if !table.indexes.iter().any(|known| known.name.eq_ignore_ascii_case(from)) && table.open_at.is_none() {
                    self.add(name, IncidentKind::IndexMissing(from.clone()), step.at);
                }
            }
            Step::DropPrimary | Step::DropSomeForeign | Step::Rename(_) | Step::Drop => {}
        }
    }

    /// A column that must be there.
    fn needs(&mut self, table: &Table, column: &str, at: Span) {
        // An expression is no column.
        let plain = column.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if plain && table.open_at.is_none() && table.column(column).is_none() {
            self.add(&table.name, IncidentKind::ColumnMissing(column.to_owned()), at);
        }
    }

    fn name(&mut self, schema: &Schema, table: &Table, name: &str, at: Span) {
        if schema.driver.is_mysql() && name.chars().count() > 64 {
            self.add(&table.name, IncidentKind::NameTooLong(name.to_owned()), at);
        }
    }

    fn foreign(&mut self, schema: &Schema, table: &Table, key: &ForeignKey, at: Span, creates: bool) {
        for column in &key.columns {
            self.needs(table, column, at);
        }
        self.name(schema, table, &key.name, at);
        // SQLite does not look at the target when the key is made.
        if schema.driver == Driver::Sqlite {
            return;
        }
        let itself = creates && key.table.eq_ignore_ascii_case(&table.name);
        let columns = key.columns.clone();
        match schema.existence(&key.table) {
            Existence::Missing(absence) if !itself => {
                self.add(&table.name, IncidentKind::TargetMissing { columns, target: key.table.clone(), absence }, at);
            }
            Existence::Exists(target) if !target.conditional && target.open_at.is_none() && !itself => {
                if let Some(column) = key.references.iter().find(|column| target.column(column).is_none()) {
                    let column = column.clone();
                    self.add(&table.name, IncidentKind::TargetColumnMissing { columns, target: key.table.clone(), column }, at);
                } else {
                    self.types(schema, table, target, key, at);
                }
            }
            Existence::Exists(target) if itself => self.types(schema, table, target, key, at),
            _ => {}
        }
    }

    /// The types of the columns that a key connects, as they are now.
    fn types(&mut self, schema: &Schema, table: &Table, target: &Table, key: &ForeignKey, at: Span) {
        if key.columns.len() != key.references.len() || target.origin != Origin::Project || table.open_at.is_some() {
            return;
        }
        for (column, referenced) in key.columns.iter().zip(&key.references) {
            let (Some(column), Some(referenced)) = (table.column(column), target.column(referenced)) else { continue };
            let certain = table.is_certain(column) && target.is_certain(referenced);
            let kind = IncidentKind::of_types(column, target, referenced, schema.driver, self.laravel);
            if let Some(kind) = kind.filter(|_| certain) {
                self.add(&table.name, kind, at);
            }
        }
    }
}
