//! From what is wanted to what can be done, in an order that works, with the reasons for all that cannot.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::changed;
use super::names::Names;
use super::order::parents_first;
use super::{LeftOut, NewIndex, NewKey, Options, Orphans, Plan, TablePlan, TypeChange, Wanted};
use crate::catalog::statements::longest_index;
use crate::finding::{OnDelete, Remedy};
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Database, Default, Driver, Index, IndexKind, Schema, Table, starts_in_any_order};

/// Makes a plan for each connection, and says what is left out of them. `versions` are the oldest and the newest major version of
/// the framework that it is for.
#[must_use]
pub fn plan(database: &Database, versions: (u32, u32), wanted: &[Wanted], options: Options) -> (Vec<Plan>, Vec<LeftOut>) {
    let mut left_out: Vec<LeftOut> = Vec::new();
    let mut plans = Vec::new();
    for (connection, schema) in &database.connections {
        let own: Vec<&Wanted> = wanted.iter().filter(|one| one.connection == *connection).collect();
        if own.is_empty() {
            continue;
        }
        let mut planner = Planner { schema, versions, options, names: Names::new(schema), tables: BTreeMap::new() };
        for one in own {
            if let Err(reason) = planner.add(one) {
                left_out.push(LeftOut { place: place(one), reason });
            }
        }
        let tables = planner.in_order();
        let places = &database.places;
        let unnamed = *connection == database.default_connection
            || places.beside.contains(connection)
            || places.anywhere.contains(connection);
        if !tables.is_empty() {
            plans.push(Plan {
                connection: connection.clone(),
                named: !unnamed,
                driver: schema.driver,
                prefix: schema.prefix.clone(),
                laravel: versions.0,
                orphans: options.orphans,
                not_valid: options.not_valid && schema.driver == Driver::PgSql,
                tables,
            });
        }
    }
    left_out.dedup();
    (plans, left_out)
}

/// A table and its columns, as people write them.
fn place(wanted: &Wanted) -> String {
    let (Remedy::Key { columns, .. } | Remedy::Index { columns } | Remedy::Unique { columns, .. }) = &wanted.remedy;
    format!("{}.{}", wanted.table, columns.join(", "))
}

struct Planner<'p> {
    schema: &'p Schema,
    versions: (u32, u32),
    options: Options,
    names: Names<'p>,
    tables: BTreeMap<String, TablePlan>,
}

impl<'p> Planner<'p> {
    fn add(&mut self, wanted: &Wanted) -> Result<(), String> {
        let schema = self.schema;
        if schema.driver == Driver::SqlSrv {
            return Err("there are no migrations for SQL Server".to_owned());
        }
        let table = certain_table(schema, &wanted.table)?;
        match &wanted.remedy {
            Remedy::Index { columns } => {
                self.index(table, columns);
                Ok(())
            }
            Remedy::Unique { columns, nulls } => self.unique(table, columns, nulls),
            Remedy::Key { columns, target, references, on_delete } => {
                let target = certain_table(schema, target)?;
                self.key(table, columns, (target, references), *on_delete)
            }
        }
    }

    fn key(&mut self, table: &'p Table, columns: &[String], to: (&'p Table, &[String]), suited: OnDelete) -> Result<(), String> {
        let (target, references) = to;
        if self.schema.driver == Driver::Sqlite && self.versions.1 < 11 {
            return Err("before version 11, Laravel cannot add foreign keys to existing SQLite tables".to_owned());
        }
        let planned = self.tables.get(&table.name).map_or(&[][..], |plan| &plan.keys);
        if planned.iter().any(|key| key.columns == columns) {
            return Ok(());
        }
        let ours = certain_columns(table, columns)?;
        let theirs = certain_columns(target, references)?;
        if !is_unique(target, references, self.schema.driver) {
            let what = format!("`{}.{}`", target.name, references.join(", "));
            return Err(format!("{what} is neither primary nor unique, so no key can refer to it"));
        }
        let nullable = ours.iter().all(|column| column.nullable);
        let on_delete = self.options.on_delete.unwrap_or(suited);
        if on_delete == OnDelete::Null && ours.iter().any(|column| !column.nullable) {
            return Err("it is NOT NULL, so a delete cannot set it to NULL; choose another `--on-delete`".to_owned());
        }
        let row = row_of(table).or_else(|| if let [only] = columns { Some(only.clone()) } else { None });
        if row.is_none() && self.options.orphans != Orphans::Abort {
            return Err("its table has no single-column key to delete or change rows by; use `--orphans=abort`".to_owned());
        }
        let mut changes = Vec::new();
        for (our, their) in ours.iter().zip(&theirs) {
            changes.extend(self.change(table, our, their)?);
        }
        let as_text = ours.iter().zip(&theirs).any(|(our, their)| differ(our.ty.family(), their.ty.family()));
        self.index(table, columns);
        let (full_name, own) = self.names.give(&table.name, columns, "foreign");
        let plan = self.plan_of(table);
        plan.changes.extend(changes);
        plan.keys.push(NewKey {
            columns: columns.to_vec(),
            target: target.name.clone(),
            references: references.to_vec(),
            on_delete,
            name: own.then(|| full_name.clone()),
            full_name,
            nullable,
            as_text,
        });
        Ok(())
    }

    fn plan_of(&mut self, table: &Table) -> &mut TablePlan {
        self.tables.entry(table.name.clone()).or_insert_with(|| TablePlan {
            table: table.name.clone(),
            row: row_of(table),
            changes: Vec::new(),
            indexes: Vec::new(),
            keys: Vec::new(),
        })
    }

    /// Adds an index unless there is one. MySQL would make one by itself, but keep it when the key is dropped: `down()` would leave
    /// something behind.
    fn index(&mut self, table: &'p Table, columns: &[String]) {
        let leads = |others: &[String]| starts_in_any_order(others, columns);
        let helps = |index: &Index| {
            !index.partial && !matches!(index.kind, IndexKind::Fulltext | IndexKind::Spatial) && leads(&index.columns)
        };
        let planned = self.tables.get(&table.name).map_or(&[][..], |plan| &plan.indexes);
        if table.indexes.iter().any(helps) || planned.iter().any(|index| leads(&index.columns)) {
            return;
        }
        let (name, own) = self.names.give(&table.name, columns, "index");
        self.plan_of(table).indexes.push(NewIndex {
            unique: false,
            columns: columns.to_vec(),
            name: own.then_some(name),
            nulls: Vec::new(),
        });
    }

    /// Adds a unique index, if the database makes one of such columns, and of such rows.
    fn unique(&mut self, table: &'p Table, columns: &[String], nulls: &[String]) -> Result<(), String> {
        let (driver, newest) = (self.schema.driver, self.versions.1);
        if driver.is_mysql() && !nulls.is_empty() {
            return Err(format!(
                "{} has no unique index of some rows: it takes a generated column that is NULL unless `{}` is",
                driver.title(),
                nulls.join("`, `")
            ));
        }
        certain_columns(table, nulls)?;
        let mut bytes = 0;
        for column in certain_columns(table, columns)? {
            // In `utf8mb4`, MySQL's and Laravel's default.
            let is_text = matches!(column.ty.kind, TypeKind::String | TypeKind::Char);
            bytes += if is_text { u64::from(column.ty.length.unwrap_or(255)) * 4 } else { 8 };
            let ty = column.ty.sql(driver, newest, false).to_ascii_lowercase();
            let is_large = ["text", "blob", "json", "geometry"].iter().any(|large| ty.contains(large));
            if is_large && driver.is_mysql() || ty == "json" {
                return Err(format!("{} does not allow a unique index on {ty}", driver.title()));
            }
        }
        if bytes > longest_index() && driver == Driver::MySql {
            return Err("an index on these columns is longer than MySQL allows".to_owned());
        }
        let planned = self.tables.get(&table.name).map_or(&[][..], |plan| &plan.indexes);
        let is_same = |index: &NewIndex| {
            index.unique
                && index.nulls == nulls
                && index.columns.len() == columns.len()
                && starts_in_any_order(&index.columns, columns)
        };
        if !planned.iter().any(is_same) {
            let (name, own) = self.names.give(&table.name, columns, "unique");
            let name = (own || !nulls.is_empty()).then_some(name);
            let index = NewIndex { unique: true, columns: columns.to_vec(), name, nulls: nulls.to_vec() };
            self.plan_of(table).indexes.push(index);
        }
        Ok(())
    }

    /// The change of type that a key needs.
    fn change(&self, table: &Table, ours: &Column, theirs: &Column) -> Result<Option<TypeChange>, String> {
        let (driver, (oldest, newest)) = (self.schema.driver, self.versions);
        let sql = |column: &Column| column.ty.sql(driver, newest, false);
        // MySQL puts no key on a `text`, whatever it refers to.
        let too_long = driver.is_mysql() && sql(ours).to_ascii_lowercase().contains("text");
        if ours.ty.compatible(&theirs.ty, driver) && !too_long {
            return Ok(None);
        }
        let (from, to) = (sql(ours), sql(theirs));
        let conflict = |why: &str| Err(format!("its type {from} would have to become {to}, but {why}"));
        if ours.auto_increment || table.primary_key().iter().any(|key| key.eq_ignore_ascii_case(&ours.name)) {
            return conflict("it is part of the primary key");
        }
        if table.foreign_key_of(&ours.name).is_some() || refers_to(self.schema, table, ours) {
            return conflict("other keys use it");
        }
        let (family, wanted) = (ours.ty.family(), theirs.ty.family());
        if !converts(family, wanted) {
            return conflict("its values cannot be converted; decide what they refer to first");
        }
        let default = ours.default.as_ref();
        let has_value =
            default.is_some_and(|value| !matches!(value, Default::Expression(text) if text.eq_ignore_ascii_case("null")));
        if has_value && differ(family, wanted) {
            return conflict("its default would have to go first");
        }
        if has_value && newest >= 11 {
            return conflict("Laravel would drop its default; change the type by hand");
        }
        let new = changed(&ours.name, &theirs.ty, ours, driver, oldest);
        let old = changed(&ours.name, &ours.ty, ours, driver, oldest);
        let (Some(new), Some(old)) = (new, old) else { return conflict("Blueprint has no method for it") };
        let pgsql = differ(family, wanted).then(|| theirs.ty.sql(Driver::PgSql, newest, false));
        Ok(Some(TypeChange { column: ours.name.clone(), new, old, sql: (from, to), pgsql }))
    }

    /// The tables, each after those that it refers to: those that it refers to already, too.
    fn in_order(self) -> Vec<TablePlan> {
        let mut parents: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for table in self.schema.tables.values() {
            let referred = table.foreign_keys.iter().map(|key| key.table.clone());
            parents.entry(table.name.clone()).or_default().extend(referred);
        }
        for plan in self.tables.values() {
            parents.entry(plan.table.clone()).or_default().extend(plan.keys.iter().map(|key| key.target.clone()));
        }
        let wanted: BTreeSet<String> = self.tables.keys().cloned().collect();
        let mut tables = self.tables;
        parents_first(&parents, &wanted).iter().filter_map(|name| tables.remove(name)).collect()
    }
}

fn certain_table<'s>(schema: &'s Schema, name: &str) -> Result<&'s Table, String> {
    let table = schema.table(name).ok_or_else(|| format!("`{name}` does not exist"))?;
    if table.conditional { Err(format!("`{name}` may not exist")) } else { Ok(table) }
}

fn certain_columns<'t>(table: &'t Table, names: &[String]) -> Result<Vec<&'t Column>, String> {
    let column = |name: &String| {
        let column = table.column(name).ok_or_else(|| format!("`{}.{name}` does not exist", table.name))?;
        let certain = table.is_certain(column);
        if certain { Ok(column) } else { Err(format!("the type of `{}.{name}` depends on something unknown", table.name)) }
    };
    names.iter().map(column).collect()
}

/// Whether a key may refer to columns. (InnoDB would take any index, but no other database would.)
fn is_unique(table: &Table, columns: &[String], driver: Driver) -> bool {
    let same = |index: &Index| index.columns.len() == columns.len() && starts_in_any_order(&index.columns, columns);
    let whole = |index: &&Index| index.kind.is_unique() && !(index.partial && driver == Driver::PgSql);
    table.indexes.iter().filter(whole).any(same)
}

/// The one column that names each row of a table.
fn row_of(table: &Table) -> Option<String> {
    match table.primary_key() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Whether keys of other tables refer to a column.
fn refers_to(schema: &Schema, table: &Table, column: &Column) -> bool {
    let keys = schema.tables.values().flat_map(|other| &other.foreign_keys);
    keys.into_iter().any(|key| {
        key.table.eq_ignore_ascii_case(&table.name) && key.references.iter().any(|name| name.eq_ignore_ascii_case(&column.name))
    })
}

/// Whether values of two types have to be compared as text.
fn differ(ours: Family, theirs: Family) -> bool {
    ours != theirs && ours != Family::Unknown && theirs != Family::Unknown
}

/// Whether values that are written alike can take another type.
fn converts(from: Family, to: Family) -> bool {
    from == to || from == Family::String || (to == Family::String && matches!(from, Family::Integer | Family::Uuid))
}

#[cfg(test)]
mod tests;
