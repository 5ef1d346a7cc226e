//! Steps of a migration that the database refuses, judged by the schema as it is at that time. Which database refuses what is
//! data: `rules/laravel/statements.yaml`.

mod facts;
mod rows;
mod sizes;

use self::facts::{converts, refused_by, refuses};
use crate::catalog::statements::{bytes_of_character, longest_index};
use crate::laravel::Laravel;
use crate::laravel::migrations::apply::Step;
use crate::laravel::migrations::judge::Judge;
use crate::laravel::objects::Connection;
use crate::schema::types::{Family, TypeKind};
use crate::schema::{
    Column, Default, Driver, ForeignKey, Incident, IncidentKind, Index, IndexKind, Origin, Refusal, Schema, Table,
};
use crate::source::Span;

impl Judge {
    /// Judges one step.
    pub(super) fn refuses(&mut self, schema: &Schema, table: &Table, step: &Step, at: Span, creates: bool) {
        if self.unsure || table.open_at.is_some() || table.origin != Origin::Project {
            return;
        }
        let refusals = match step {
            Step::DropColumns(names) => names.iter().filter_map(|name| self.dropped_column(schema, table, name)).collect(),
            // Without checks of keys MySQL drops any index, but no column of a key.
            Step::DropIndex(_) if self.keys_off && schema.driver.is_mysql() => Vec::new(),
            Step::DropIndex(name) => dropped_index(schema, table, name).into_iter().collect(),
            Step::Column(column, _, drafted) if drafted.change => {
                let cast = changed_column(schema, table, column);
                cast.or_else(|| rows::against_column(schema, table, column, self.strict)).into_iter().collect()
            }
            Step::Column(column, ..) => added_column(schema, table, column, creates, self.strict),
            Step::Index(index) => {
                let refusals = indexed(schema, table, index, self.strict).into_iter();
                refusals.chain(rows::against_index(schema, table, index)).collect()
            }
            Step::Foreign(key) => {
                let alone = if self.keys_off { None } else { rows::against_key(schema, table, key) };
                keyed(schema, table, key, creates).into_iter().chain(alone).collect()
            }
            _ => Vec::new(),
        };
        for refusal in refusals {
            self.add(&table.name, IncidentKind::Refused(refusal), at);
        }
    }

    fn dropped_column(&self, schema: &Schema, table: &Table, name: &str) -> Option<Refusal> {
        let column = table.column(name).filter(|column| !column.conditional)?.name.clone();
        let is_it = |other: &String| other.eq_ignore_ascii_case(&column);
        let certain = |key: &&ForeignKey| !key.conditional;
        let own = table.foreign_keys.iter().filter(certain).find(|key| key.columns.iter().any(is_it));
        let refers = |key: &&ForeignKey| {
            key.table.eq_ignore_ascii_case(&table.name) && key.references.iter().any(is_it) && !key.conditional
        };
        let others = schema.tables.values().filter(|other| other.name != table.name && !other.conditional);
        let referring = || others.clone().find_map(|other| Some((other, other.foreign_keys.iter().find(refers)?)));
        let referenced = |(other, key): (&Table, &ForeignKey)| Refusal::ReferencedColumn {
            column: column.clone(),
            by: other.name.clone(),
            key_at: key.defined_at,
        };
        let refuses = |refusal| refuses(refusal, schema.driver, self.laravel);
        let holds = |index: &&Index| index.columns.iter().any(is_it);
        let index = || table.indexes.iter().find(holds).filter(|_| refuses("indexed-column") && !table.unsure_indexes);
        if let Some(index) = index() {
            let (index, index_at) = (index.name.clone(), index.defined_at);
            return Some(Refusal::IndexedColumn { index, index_at, column });
        }
        if let Some(key) = own.filter(|_| refuses("column-of-key")) {
            return Some(Refusal::ColumnOfKey { key_at: key.defined_at, column });
        }
        let referred = if refuses("referenced-column") { referring().map(referenced) } else { None };
        referred.or_else(|| column_of_unique(schema, table, &column, &self.dropping))
    }
}

impl<const EXPLORE: bool> Laravel<'_, EXPLORE> {
    /// Judges that a table is dropped. SQLite deletes its rows first, and minds those alone to which others refer.
    pub(super) fn judge_drop(&mut self, connection: &Connection, name: &str, at: Span) {
        let state = &self.replay;
        if state.vendored || state.unordered || state.unsure || state.keys_off {
            return;
        }
        let Some(connection) = self.schema_name(connection) else { return };
        let Some(schema) = self.database.connections.get(connection) else { return };
        let Some(table) = schema.table(name).filter(|table| !table.conditional && table.origin == Origin::Project) else {
            return;
        };
        if !refuses("referenced-table", schema.driver, self.settings.laravel) {
            return;
        }
        let refers = |key: &&ForeignKey| key.table.eq_ignore_ascii_case(&table.name) && !key.conditional;
        let mut others = schema.tables.values().filter(|other| other.name != table.name && !other.conditional);
        if let Some((by, key)) = others.find_map(|other| Some((other, other.foreign_keys.iter().find(refers)?))) {
            let kind = IncidentKind::Refused(Refusal::ReferencedTable { by: by.name.clone(), key_at: key.defined_at });
            let incident = Incident { connection: connection.to_owned(), table: table.name.clone(), kind, at };
            self.replay.incidents.push(incident);
        }
    }
}

/// MariaDB takes no column out of a unique index or primary key of several, unless all of them go at once (since 10.2.8).
fn column_of_unique(schema: &Schema, table: &Table, column: &str, dropped: &[String]) -> Option<Refusal> {
    if refused_by("column-of-unique", schema.driver).is_none() || table.unsure_indexes {
        return None;
    }
    let goes = |name: &String| dropped.iter().any(|other| other.eq_ignore_ascii_case(name));
    let holds = |index: &&Index| {
        index.kind.is_unique()
            && !index.conditional
            && index.columns.iter().any(|name| name.eq_ignore_ascii_case(column))
            && !index.columns.iter().all(goes)
    };
    let index = table.indexes.iter().find(holds)?;
    Some(Refusal::ColumnOfUnique {
        column: column.to_owned(),
        index: index.name.clone(),
        is_primary: index.kind == IndexKind::Primary,
        index_at: index.defined_at,
    })
}

/// A foreign key needs an index that begins with its columns, and one that begins with those that it refers to.
fn dropped_index(schema: &Schema, table: &Table, name: &str) -> Option<Refusal> {
    if table.unsure_indexes || refused_by("index-of-key", schema.driver).is_none() {
        return None;
    }
    let dropped = table.indexes.iter().find(|index| index.name.eq_ignore_ascii_case(name))?;
    let rest = || table.indexes.iter().filter(|index| !index.name.eq_ignore_ascii_case(name));
    let is_needed = |columns: &[String]| {
        let serves = |index: &Index| serves(index, columns, schema.driver);
        serves(dropped) && !rest().any(serves)
    };
    // PostgreSQL wants an index of what is referred to alone.
    let own = |key: &&ForeignKey| !key.conditional && schema.driver.is_mysql() && is_needed(&key.columns);
    let refers =
        |key: &&ForeignKey| !key.conditional && key.table.eq_ignore_ascii_case(&table.name) && is_needed(&key.references);
    let by = |other: &Table, key: &ForeignKey| Refusal::IndexOfKey {
        index: dropped.name.clone(),
        by: other.name.clone(),
        columns: key.columns.clone(),
        key_at: key.defined_at,
    };
    if let Some(key) = table.foreign_keys.iter().find(own) {
        return Some(by(table, key));
    }
    let mut others = schema.tables.values().filter(|other| !other.conditional);
    others.find_map(|other| Some(by(other, other.foreign_keys.iter().find(refers)?)))
}

/// Whether a foreign key of these columns, or to them, can stand on an index.
fn serves(index: &Index, columns: &[String], driver: Driver) -> bool {
    let same = |one: &String, other: &String| one.eq_ignore_ascii_case(other);
    if driver == Driver::PgSql {
        return index.kind.is_unique()
            && !index.partial
            && index.columns.len() == columns.len()
            && columns.iter().all(|name| index.columns.iter().any(|column| same(column, name)));
    }
    let begins = index.columns.iter().zip(columns).all(|(one, other)| same(one, other));
    begins && index.columns.len() >= columns.len() && !index.partial
}

fn added_column(schema: &Schema, table: &Table, column: &Column, creates: bool, strict: bool) -> Vec<Refusal> {
    let mut found = Vec::new();
    let refuses = |refusal| refused_by(refusal, schema.driver).is_some();
    let numbered = table.columns.iter().find(|other| other.auto_increment && !other.conditional);
    if let Some(first) =
        numbered.filter(|first| column.auto_increment && first.name != column.name && refuses("second-auto-increment"))
    {
        found.push(Refusal::SecondAutoIncrement {
            column: column.name.clone(),
            first: first.name.clone(),
            first_at: first.defined_at,
        });
    }
    let takes_none = matches!(column.ty.family(), Family::Json) || is_large(column);
    // An empty text is passed over where MySQL is not strict.
    let is_refused = matches!(&column.default, Some(Default::Literal(text)) if strict || !text.is_empty());
    if refuses("literal-default") && takes_none && is_refused && !column.generated {
        found.push(Refusal::LiteralDefault { column: column.name.clone(), ty: ty(schema, column) });
    }
    let needs_value = !column.nullable && column.default.is_none() && !column.auto_increment && !column.generated;
    if !creates && needs_value {
        // MySQL gives them a value of its own.
        if let Some(filled_at) = table.filled_at.filter(|_| refuses("no-value-for-rows")) {
            found.push(Refusal::NoValueForRows { column: column.name.clone(), filled_at });
        }
    }
    found.extend(sizes::against(schema, table, column));
    found
}

/// A change of a column's type that the database does not make of the old values by itself.
fn changed_column(schema: &Schema, table: &Table, column: &Column) -> Option<Refusal> {
    refused_by("no-cast", schema.driver)?;
    let old = table.column(&column.name).filter(|old| table.is_certain(old) && !converts(&old.ty, &column.ty))?;
    Some(Refusal::NoCast { column: column.name.clone(), from: ty(schema, old), to: ty(schema, column) })
}

fn indexed(schema: &Schema, table: &Table, index: &Index, strict: bool) -> Vec<Refusal> {
    let mut found: Vec<Refusal> = name_taken(schema, table, index).into_iter().collect();
    let Some(without_length) = refused_by("index-without-length", schema.driver) else { return found };
    if index.partial || !matches!(index.kind, IndexKind::Index | IndexKind::Unique | IndexKind::Primary) {
        return found;
    }
    let columns: Vec<&Column> = index.columns.iter().filter_map(|name| table.column(name)).collect();
    if columns.len() != index.columns.len() || !columns.iter().all(|column| table.is_certain(column)) {
        return found;
    }
    // MariaDB makes a unique index of hashes of them.
    let of_hashes = schema.driver == Driver::MariaDb && index.kind == IndexKind::Unique;
    let large = columns.iter().find(|column| is_large(column) || column.ty.family() == Family::Json);
    if let Some(column) = large {
        if without_length.only.as_deref().is_none_or(|kind| kind == index.kind.as_str()) {
            found.push(Refusal::IndexWithoutLength {
                column: column.name.clone(),
                ty: ty(schema, column),
                made_at: column.defined_at,
            });
        }
        return found;
    }
    let bytes: u64 = columns.iter().map(|column| bytes(column)).sum();
    // A plain index of one column is made of its beginning; MySQL does that where it is not strict.
    let is_cut = columns.len() == 1 && index.kind == IndexKind::Index && (schema.driver == Driver::MariaDb || !strict);
    let most = longest_index();
    if bytes > most && !of_hashes && !is_cut {
        found.push(Refusal::IndexTooLong { columns: index.columns.clone(), bytes, most });
    }
    found
}

/// Whether another index has the name: in the schema on PostgreSQL, in the database on SQLite, else in the table.
fn name_taken(schema: &Schema, table: &Table, index: &Index) -> Option<Refusal> {
    if index.kind == IndexKind::Primary || index.name.is_empty() {
        return None;
    }
    let everywhere = refused_by("index-name-taken", schema.driver)?.within.is_some();
    let is_same = |name: &String| is_same_name(schema.driver, name, &index.name);
    let tables = schema.tables.values().filter(|other| {
        (other.name == table.name || (everywhere && schema_of(&other.name) == schema_of(&table.name)))
            && !other.conditional
            && !other.unsure_indexes
            && other.origin == Origin::Project
    });
    tables.into_iter().find_map(|other| {
        let taken = other
            .indexes
            .iter()
            .find(|known| known.kind != IndexKind::Primary && is_same(&known.name) && known.defined_at.is_some())?;
        Some(Refusal::NameTaken { name: index.name.clone(), by: other.name.clone(), made_at: taken.defined_at, of_key: false })
    })
}

/// Whether two names of indexes or keys are one: Laravel quotes them, and PostgreSQL then tells capital letters from small ones.
fn is_same_name(driver: Driver, one: &str, other: &str) -> bool {
    if driver == Driver::PgSql { one == other } else { one.eq_ignore_ascii_case(other) }
}

fn schema_of(table: &str) -> &str {
    table.rsplit_once('.').map_or("", |(schema, _)| schema)
}

fn keyed(schema: &Schema, table: &Table, key: &ForeignKey, creates: bool) -> Vec<Refusal> {
    let mut found = Vec::new();
    if let Some(by) = refused_by("key-name-taken", schema.driver) {
        let in_table = by.within.is_none();
        let tables = schema.tables.values().filter(|other| !other.conditional && (!in_table || other.name == table.name));
        let taken = tables
            .flat_map(|other| other.foreign_keys.iter().map(move |known| (other, known)))
            .filter(|(_, known)| !known.conditional && known.defined_at.is_some())
            .find(|(_, known)| is_same_name(schema.driver, &known.name, &key.name));
        if let Some((other, known)) = taken {
            found.push(Refusal::NameTaken {
                name: key.name.clone(),
                by: other.name.clone(),
                made_at: known.defined_at,
                of_key: true,
            });
        }
    }
    let itself = creates && key.table.eq_ignore_ascii_case(&table.name);
    if itself && refused_by("not-unique-yet", schema.driver).is_some() && !key.conditional {
        let is_unique = |index: &Index| {
            index.kind.is_unique()
                && index.columns.len() == key.references.len()
                && key.references.iter().all(|name| index.columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
        };
        if !table.indexes.iter().any(is_unique) && !table.unsure_indexes {
            found.push(Refusal::NotUniqueYet { references: key.references.clone(), target: key.table.clone() });
        }
    }
    found
}

/// Whether a column is a TEXT or a BLOB, of which MySQL indexes no more than a part.
fn is_large(column: &Column) -> bool {
    matches!(column.ty.kind, TypeKind::TinyText | TypeKind::Text | TypeKind::MediumText | TypeKind::LongText | TypeKind::Geometry)
        || (column.ty.kind == TypeKind::Binary && column.ty.length.is_none())
}

/// The bytes of a column in an index of InnoDB.
fn bytes(column: &Column) -> u64 {
    let length = |otherwise: u64| column.ty.length.map_or(otherwise, u64::from);
    match column.ty.kind {
        TypeKind::String | TypeKind::Char => length(255) * bytes_of_character(column.charset.as_deref()),
        TypeKind::BigInteger | TypeKind::Double => 8,
        TypeKind::Uuid => 36 * bytes_of_character(column.charset.as_deref()),
        TypeKind::Binary => length(255),
        _ => 4,
    }
}

fn ty(schema: &Schema, column: &Column) -> String {
    column.ty.sql(schema.driver, 12, false)
}
