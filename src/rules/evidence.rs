//! What makes a column a reference to another table: relations of models, joins, what is written into it, rules on input,
//! names.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::laravel::support::naming;
use crate::references::{ColumnReference, Operation, RelationReference};
use crate::schema::{Column, Schema, Table, Whereabouts};
use crate::source::Span;

/// Why a column seems to refer to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A relation of a model says so: the method that declares it.
    Relation(&'static str),
    /// Queries join the two columns.
    Join,
    /// It gets the key of a row of that table.
    Given,
    /// A rule on the input of that name says so.
    Input,
    /// `user_id` and a table `users`.
    Convention,
    /// `message_id` in `ai_costs` and a table `ai_messages`.
    Prefix,
    /// `billing_address_id` and a table `addresses`.
    LastWords,
    /// `parent_id`: the table itself.
    Parent,
    /// `created_by`: a user.
    Author,
    /// Columns of this name have keys to that table wherever else they are.
    Siblings,
}

/// One reason to think that a column refers to a table's column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence<'c> {
    pub(super) kind: Kind,
    /// The table referred to.
    pub(super) target: &'c Table,
    /// The column there.
    pub(super) key: &'c Column,
    /// Where it is said; a name says it by itself.
    pub(super) at: Option<Span>,
}

impl Evidence<'_> {
    /// Whether it means the same column.
    pub(super) fn agrees(&self, other: &Evidence<'_>) -> bool {
        self.target.name == other.target.name && self.key.name == other.key.name
    }
}

/// A column of a database, in small letters: connection, table, column.
type Place = (String, String, String);

/// What the code says about columns that refer to others.
pub(super) struct Collected<'c> {
    cx: &'c Context<'c>,
    relations: BTreeMap<Place, Vec<&'c RelationReference>>,
    /// The columns that a column is compared with, and where.
    equal: BTreeMap<Place, Vec<(Place, Span)>>,
    /// The columns that an input's values come from.
    inputs: BTreeMap<String, Vec<(Place, Span)>>,
    /// The columns whose values are written into a column, and where.
    given: BTreeMap<Place, Vec<(Place, Span)>>,
    /// The columns that code outside of the migrations names, once somebody asks.
    used: OnceCell<BTreeSet<Place>>,
    /// The columns that models cast to enums.
    enums: BTreeSet<Place>,
}

impl<'c> Collected<'c> {
    /// Collects what the code says.
    pub(super) fn new(cx: &'c Context<'c>) -> Self {
        let mut relations: BTreeMap<Place, Vec<&RelationReference>> = BTreeMap::new();
        for relation in cx.references.relations.iter().filter(|relation| !cx.is_test(relation.at.file)) {
            if let Some(place) = place_of(cx, relation.table.connection.as_deref(), &relation.table.table, &relation.column) {
                relations.entry(place).or_default().push(relation);
            }
        }
        let mut columns: BTreeMap<Span, Vec<&ColumnReference>> = BTreeMap::new();
        let compared = cx.references.equal.iter().flat_map(|(one, other)| [*one, *other]);
        let asked: BTreeSet<Span> = compared.chain(cx.references.inputs.iter().map(|input| input.column)).collect();
        for column in cx.references.columns.iter().filter(|column| asked.contains(&column.span)) {
            columns.entry(column.span).or_default().push(column);
        }
        // A place that means several columns tells nothing.
        let meant = |span: &Span| {
            let [only] = columns.get(span)?.as_slice() else { return None };
            let [table] = only.tables.as_slice() else { return None };
            place_of(cx, table.connection.as_deref(), &table.table, &only.column).filter(|_| !only.open)
        };
        let mut equal: BTreeMap<Place, Vec<(Place, Span)>> = BTreeMap::new();
        for (one, other) in &cx.references.equal {
            if let (Some(first), Some(second)) = (meant(one), meant(other)) {
                equal.entry(first.clone()).or_default().push((second.clone(), *one));
                equal.entry(second).or_default().push((first, *other));
            }
        }
        let mut inputs: BTreeMap<String, Vec<(Place, Span)>> = BTreeMap::new();
        for input in &cx.references.inputs {
            if let Some(place) = meant(&input.column) {
                inputs.entry(input.attribute.to_ascii_lowercase()).or_default().push((place, input.column));
            }
        }
        let mut given: BTreeMap<Place, Vec<(Place, Span)>> = BTreeMap::new();
        for key in cx.references.given_keys.iter().filter(|key| !cx.is_test(key.at.file)) {
            let column = place_of(cx, key.table.connection.as_deref(), &key.table.table, &key.column);
            let target = place_of(cx, key.target.connection.as_deref(), &key.target.table, &key.key);
            if let (Some(column), Some(target)) = (column, target) {
                given.entry(column).or_default().push((target, key.at));
            }
        }
        let enums = cx
            .references
            .enums
            .iter()
            .filter_map(|(connection, table, column)| place_of(cx, connection.as_deref(), table, column));
        Collected { cx, relations, equal, inputs, given, used: OnceCell::new(), enums: enums.collect() }
    }

    /// The relations that read or fill a column, whatever they lead to.
    pub(super) fn relations(&self, connection: &str, table: &Table, column: &Column) -> &[&'c RelationReference] {
        let place = small(connection, &table.name, &column.name);
        self.relations.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The relations that read or fill any column of a table.
    fn relations_of(&self, connection: &str, table: &Table) -> impl Iterator<Item = &&'c RelationReference> {
        let columns = table.columns.iter().map(|column| small(connection, &table.name, &column.name));
        columns.filter_map(|place| self.relations.get(&place)).flatten()
    }

    /// Whether code names a column to give it a value, or to find rows by it.
    pub(super) fn is_used(&self, connection: &str, table: &Table, column: &Column) -> bool {
        self.used.get_or_init(|| used(self.cx)).contains(&small(connection, &table.name, &column.name))
    }

    /// Whether a model casts a column to an enum.
    pub(super) fn is_enum(&self, connection: &str, table: &Table, column: &Column) -> bool {
        self.enums.contains(&small(connection, &table.name, &column.name))
    }

    /// All reasons to think that a column refers to another of the same database; the strongest first.
    pub(super) fn of_column(&self, connection: &str, schema: &'c Schema, table: &'c Table, column: &Column) -> Vec<Evidence<'c>> {
        let mut found = Vec::new();
        for relation in self.relations(connection, table, column) {
            let at = self.cx.database.locate(relation.target.connection.as_deref(), &relation.target.table);
            let Whereabouts::Found(places) = at else { continue };
            // A pivot's two columns are easily given the wrong way round; then the name means the table at the other end.
            let swapped = relation.kind == "belongsToMany"
                && by_name(schema, table, &column.name).is_some_and(|(_, name)| {
                    let is_other =
                        |other: &&&RelationReference| other.at == relation.at && !other.column.eq_ignore_ascii_case(&column.name);
                    !name.eq_ignore_ascii_case(&relation.target.table)
                        && self
                            .relations_of(connection, table)
                            .any(|other| is_other(&other) && other.target.table.eq_ignore_ascii_case(&name))
                });
            if !swapped
                && let Some(target) = places.iter().find(|place| place.connection == connection)
                && let Some((target, key)) = key(schema, &target.table.name, Some(&relation.key))
            {
                found.push(Evidence { kind: Kind::Relation(relation.kind), target, key, at: Some(relation.at) });
            }
        }
        let place = small(connection, &table.name, &column.name);
        let told = [
            (Kind::Join, self.equal.get(&place)),
            (Kind::Given, self.given.get(&place)),
            (Kind::Input, self.inputs.get(&place.2)),
        ];
        let told = told.into_iter().flat_map(|(kind, others)| others.into_iter().flatten().map(move |other| (kind, other)));
        // Code that puts another column of a table there knows better than the name.
        let mut contradicted: BTreeSet<&str> = BTreeSet::new();
        for (kind, ((other, name, other_column), at)) in told {
            if *other != place.0 || (*name == place.1 && *other_column == place.2) {
                continue;
            }
            // Values may be looked up by codes and names that are no keys.
            if let Some((target, key)) = key(schema, name, None).filter(|(_, key)| key.name.eq_ignore_ascii_case(other_column)) {
                found.push(Evidence { kind, target, key, at: Some(*at) });
            } else if kind == Kind::Given {
                contradicted.insert(name);
            }
        }
        if let Some((kind, name)) = by_name(schema, table, &column.name)
            && let Some((target, key)) = key(schema, &name, sibling_reference(schema, &name, &column.name))
            && (matches!(kind, Kind::Parent | Kind::Author) || !name.eq_ignore_ascii_case(&table.name))
            && !contradicted.contains(&*name.to_ascii_lowercase())
        {
            found.push(Evidence { kind, target, key, at: None });
        }
        if found.is_empty()
            && let Some((target, key)) = of_siblings(schema, table, column)
        {
            found.push(Evidence { kind: Kind::Siblings, target, key, at: None });
        }
        found.retain(|evidence| evidence.target.name != table.name || evidence.key.name != column.name);
        found
    }
}

/// The columns that code gives values, or finds rows by.
fn used(cx: &Context<'_>) -> BTreeSet<Place> {
    let named = cx.references.columns.iter().filter(|column| {
        matches!(column.operation, Operation::Where | Operation::Insert | Operation::Update | Operation::Upsert)
    });
    let asked = named.flat_map(|column| column.tables.iter().map(|table| (table, column.column.as_str())));
    let written = cx.references.rows.iter().flat_map(|row| row.columns.iter().map(|(column, _)| (&row.table, column.as_str())));
    asked.chain(written).filter_map(|(table, column)| place_of(cx, table.connection.as_deref(), &table.table, column)).collect()
}

/// The table and the column that columns of the same name refer to in all other tables, of which there are several.
fn of_siblings<'c>(schema: &'c Schema, table: &Table, column: &Column) -> Option<(&'c Table, &'c Column)> {
    /// How many other columns of the name have a key at least.
    const MANY: usize = 3;
    if !is_called_key(&column.name) {
        return None;
    }
    let others = schema.tables.values().filter(|other| other.name != table.name);
    let keys = others.flat_map(|other| &other.foreign_keys).filter(|key| {
        matches!(key.columns.as_slice(), [only] if only.eq_ignore_ascii_case(&column.name)) && key.references.len() == 1
    });
    let keys: Vec<_> = keys.collect();
    let first = *keys.first().filter(|_| keys.len() >= MANY)?;
    let alike = |other: &&crate::schema::ForeignKey| {
        other.table.eq_ignore_ascii_case(&first.table) && other.references == first.references
    };
    let (target, to) =
        keys.iter().all(alike).then(|| key(schema, &first.table, first.references.first().map(String::as_str)))??;
    column.ty.compatible(&to.ty, schema.driver).then_some((target, to))
}

/// What the keys refer to that columns of this name have in other tables: `companies.uuid`, and not `companies.id`.
fn sibling_reference<'c>(schema: &'c Schema, target: &str, column: &str) -> Option<&'c str> {
    let keys = schema.tables.values().flat_map(|table| &table.foreign_keys);
    let mut same = keys.filter(|key| {
        key.table.eq_ignore_ascii_case(target) && matches!(key.columns.as_slice(), [only] if only.eq_ignore_ascii_case(column))
    });
    same.find_map(|key| match key.references.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    })
}

fn small(connection: &str, table: &str, column: &str) -> Place {
    (connection.to_ascii_lowercase(), table.to_ascii_lowercase(), column.to_ascii_lowercase())
}

fn place_of(cx: &Context<'_>, connection: Option<&str>, table: &str, column: &str) -> Option<Place> {
    let Whereabouts::Found(places) = cx.database.locate(connection, table) else { return None };
    let [place] = places.as_slice() else { return None };
    Some(small(place.connection, &place.table.name, column))
}

/// A table and a column of it that a key may refer to by itself: the one that is named, else the primary key.
fn key<'c>(schema: &'c Schema, table: &str, column: Option<&str>) -> Option<(&'c Table, &'c Column)> {
    let table = schema.table(table)?;
    let primary = match table.primary_key() {
        [only] => Some(only.as_str()),
        _ => None,
    };
    let name = column.or(primary)?;
    let is = |other: &String| other.eq_ignore_ascii_case(name);
    let unique = primary.is_some_and(|primary| primary.eq_ignore_ascii_case(name))
        || table.indexes.iter().any(|index| index.kind.is_unique() && matches!(index.columns.as_slice(), [only] if is(only)));
    Some((table, table.column(name).filter(|_| unique)?))
}

/// The table that a column's name speaks of, and how clearly.
#[must_use]
pub(super) fn by_name(schema: &Schema, table: &Table, column: &str) -> Option<(Kind, String)> {
    let is_there = |name: &str| schema.table(name).is_some();
    let lower = column.to_ascii_lowercase();
    if let Some(base) = ["_id", "_uuid", "_ulid"].iter().find_map(|end| lower.strip_suffix(end)).filter(|base| !base.is_empty()) {
        let plural = naming::plural(base);
        // `admin_users` has the users of `admin_roles`, and `users` those of others: which ones are meant is not known.
        let area = table.name.split_once('_').map(|(area, _)| format!("{area}_{plural}"));
        // `services.type_id` may mean `service_types` as well as `types`.
        let own = format!("{}_{plural}", naming::singular(&lower_name(table)));
        // Another table of that name may also be one with rows of this one: `incident_components`.
        let back = format!("{}_id", naming::singular(&lower_name(table)));
        let is_list = schema.table(&own).is_some_and(|other| other.column(&back).is_none());
        if is_there(&plural) && own != plural && is_list {
            return None;
        }
        if is_there(&plural) && area.is_some_and(|name| !name.eq_ignore_ascii_case(&table.name) && is_there(&name)) {
            return None;
        }
        if let Some(name) = [plural.as_str(), base].into_iter().find(|name| is_there(name)) {
            // Where that table has the number itself, as one of those that tell its rows apart, it is one from elsewhere.
            let keeps_it = |other: &Table| {
                let mut unique = other.indexes.iter().filter(|index| index.kind.is_unique());
                let has = |columns: &[String]| columns.iter().any(|name| name.eq_ignore_ascii_case(column));
                other.name != table.name && unique.any(|index| index.columns.len() > 1 && has(&index.columns))
            };
            if schema.table(name).is_some_and(keeps_it) {
                return None;
            }
            return Some((Kind::Convention, name.to_owned()));
        }
        // The siblings' prefix: each part of the table's name up to an underscore, the longest first.
        let mut prefixes: Vec<&str> = table.name.match_indices('_').map(|(at, _)| &table.name[..=at]).collect();
        prefixes.reverse();
        let prefixed = prefixes.into_iter().map(|prefix| format!("{prefix}{plural}")).find(|name| is_there(name));
        if let Some(name) = prefixed {
            return Some((Kind::Prefix, name));
        }
        let own = naming::singular(&lower_name(table));
        if base == "parent" || base.strip_prefix("parent_").is_some_and(|of| of == own) {
            return Some((Kind::Parent, table.name.clone()));
        }
        if is_author(base) {
            return is_there("users").then(|| (Kind::Author, "users".to_owned()));
        }
        let rests = plural.match_indices('_').map(|(at, _)| &plural[at + 1..]);
        return rests.into_iter().find(|rest| is_there(rest)).map(|rest| (Kind::LastWords, rest.to_owned()));
    }
    (is_author(&lower) && is_there("users")).then(|| (Kind::Author, "users".to_owned()))
}

fn lower_name(table: &Table) -> String {
    table.name.to_ascii_lowercase()
}

/// `created_by`, `forgiven_by`
fn is_author(name: &str) -> bool {
    name.strip_suffix("_by").is_some_and(|verb| verb.ends_with("ed") || verb.ends_with("en"))
}

/// Whether a column is called like one that holds keys.
pub(super) fn is_called_key(column: &str) -> bool {
    let lower = column.to_ascii_lowercase();
    ["id", "uuid", "ulid", "_by"].iter().any(|end| lower.ends_with(end))
}
