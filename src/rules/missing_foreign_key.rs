//! `missing-foreign-key`: a column refers to another table by evidence, and no constraint is declared.

mod sentinel;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::elsewhere::is_elsewhere;
use super::evidence::{self, Collected, Evidence, Kind};
use super::words::Words;
use super::{Context, Findings, commented_out_foreign_key, keys, on_delete};
use crate::finding::{Finding, OnDelete, Remedy, Severity};
use crate::laravel::support::naming;
use crate::references::RelationReference;
use crate::schema::types::{Family, TypeKind};
use crate::schema::{Column, Origin, Schema, Table, TableKind, Whereabouts};
use crate::source::{FileId, Span};
use sentinel::Nones;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let collected = Collected::new(cx);
    let nones = Nones::new(cx);
    let comments = commented_out_foreign_key::keys(cx);
    let mut on_purpose: BTreeMap<FileId, bool> = BTreeMap::new();
    for (connection, schema) in &cx.database.connections {
        for table in schema.tables.values() {
            // The columns of users that the framework's own do not have are the project's.
            let is_users = table.name == "users" && table.origin == Origin::Project && !table.conditional;
            if !keys::is_own(cx, table) && !is_users {
                continue;
            }
            for column in &table.columns {
                if is_users && OF_STARTER_KITS.contains(&column.name.as_str()) {
                    continue;
                }
                // The comment has a finding of its own.
                let commented = comments.iter().any(|key| {
                    key.connection == *connection && key.table == table.name && key.columns.iter().any(|c| c == &column.name)
                });
                if commented || !may_refer(table, column) {
                    continue;
                }
                let place = At { connection, schema, table, column };
                let mut is_meant = |file: FileId| *on_purpose.entry(file).or_insert_with(|| is_on_purpose(cx, file));
                if let Some(finding) = judge(cx, &collected, &nones, place).or_else(|| nowhere(cx, &collected, place))
                    && !column.defined_at.is_some_and(|at| is_meant(at.file))
                {
                    findings.push(finding);
                }
            }
        }
    }
}

/// Columns that starter kits give users, and give no key.
const OF_STARTER_KITS: [&str; 2] = ["current_team_id", "current_connected_account_id"];

/// Words in the names of identifiers that are not the project's own, or that no table stands for.
const OF_OTHERS: [&str; 21] = [
    "api",
    "app",
    "batch",
    "client",
    "device",
    "external",
    "foreign",
    "internal",
    "job",
    "message",
    "provider",
    "public",
    "remote",
    "request",
    "session",
    "tax",
    "unique",
    "trace",
    "tracking",
    "transaction",
    "uuid",
];

/// Words in the names of columns that hold keys of one table or another.
const OF_ANY: [&str; 14] = [
    "target",
    "subject",
    "object",
    "item",
    "entity",
    "model",
    "resource",
    "reference",
    "source",
    "destination",
    "related",
    "record",
    "content",
    "element",
];

/// Words in the names of columns that tell of rows which are gone.
const OF_GONE: [&str; 4] = ["deleted", "removed", "former", "old"];

/// A column, and where it is.
#[derive(Clone, Copy)]
struct At<'c> {
    connection: &'c str,
    schema: &'c Schema,
    table: &'c Table,
    column: &'c Column,
}

impl At<'_> {
    fn finding(&self, severity: Severity, message: String) -> Option<Finding> {
        let finding = Finding::new("missing-foreign-key", severity, self.column.defined_at?, message);
        Some(finding.on_table(self.connection, &self.table.name).on_column(&self.column.name))
    }
}

/// Whether a column may hold keys of another table at all.
fn may_refer(table: &Table, column: &Column) -> bool {
    let keyed = table.foreign_key_of(&column.name).is_some() || table.unsure_keys.contains(&column.name);
    let own_key = column.auto_increment || column.name == "id";
    // Half of a polymorphic pair.
    let base = ["_id", "_uuid", "_ulid", "_to", "_by"].iter().find_map(|end| column.name.strip_suffix(end));
    let base = base.unwrap_or(&column.name);
    // A list is none, nor is one of some words, and an empty text is no key of anything.
    let is_list = matches!(column.ty.kind, TypeKind::Json | TypeKind::Jsonb | TypeKind::Enum | TypeKind::Set);
    let is_text = matches!(&column.default, Some(crate::schema::Default::Literal(text)) if text.is_empty());
    if is_list || is_text {
        return false;
    }
    // A type beside it, or the name of the table that it means.
    let names = ["_type", "_table", "s_table"].map(|end| format!("{base}{end}"));
    let polymorphic = names.iter().any(|name| table.column(name).is_some());
    !keyed && !own_key && !polymorphic && !column.generated && !column.conditional
}

/// How comments say that columns have no foreign key on purpose.
static ON_PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    let words = [
        r"\bno (?:[\w-]+[ -]level |db |database |hard |real |strict )?(?:fk|foreign[ -]keys?)\b",
        r"\bnot (?:an? )?(?:fk|foreign[ -]key)\b",
        r"\bwithout (?:fk|foreign[ -]key constraints?)\b",
        r"\bsoft (?:relation|reference)",
    ];
    Regex::new(&format!("(?i){}", words.join("|"))).expect("the pattern is a constant")
});

/// Whether a comment in a migration says that.
fn is_on_purpose(cx: &Context<'_>, file: FileId) -> bool {
    let says = |line: &str| {
        let is_comment = ["//", "/*", "* ", "->comment("].iter().any(|sign| line.contains(sign));
        // That there is none is no reason.
        is_comment && ON_PURPOSE.is_match(line) && !line.contains("there is no foreign key")
    };
    cx.replay.is_migration(file) && cx.sources.file(file).text().lines().any(says)
}

fn judge(cx: &Context<'_>, collected: &Collected<'_>, nones: &Nones, place: At<'_>) -> Option<Finding> {
    let At { connection, schema, table, column } = place;
    let evidence = collected.of_column(connection, schema, table, column);
    let related = |evidence: &&Evidence<'_>| matches!(evidence.kind, Kind::Relation(_));
    let relations: Vec<&Evidence<'_>> = evidence.iter().filter(related).collect();
    // A relation to a table of another connection, or to none at all. One to a column that is not unique passes over a table
    // that both refer to.
    let is_here = |relation: &&RelationReference| {
        let target = &relation.target;
        match cx.database.locate(target.connection.as_deref(), &target.table) {
            Whereabouts::Found(places) => places.iter().any(|place| place.connection == connection),
            _ => false,
        }
    };
    let of_code = collected.relations(connection, table, column);
    if !of_code.iter().all(is_here) {
        return None;
    }
    let chosen = choose(&evidence)?;
    let Evidence { target, key, kind, .. } = chosen;
    // Sessions and jobs go away by themselves, and what was done in one stays.
    let is_session = (target.name == "sessions" && target.column("last_activity").is_some())
        || (target.name == "jobs" && target.column("reserved_at").is_some());
    if target.kind != TableKind::Table || target.conditional || key.conditional || is_session {
        return None;
    }
    // What both sides call alike and is no key by itself is a word that rows share: `profiles.domain`, `instances.domain`.
    let shared = column.name.eq_ignore_ascii_case(&key.name)
        && key.ty.family() == Family::String
        && !target.primary_key().contains(&key.name);
    // A row that is there before all others has none that it could refer to: such a number is the row's own.
    let alone =
        |index: &crate::schema::Index| matches!(index.columns.as_slice(), [only] if only.eq_ignore_ascii_case(&column.name));
    let is_own_number =
        target.name == table.name && !column.nullable && table.indexes.iter().any(|index| index.kind.is_unique() && alone(index));
    let none = nones.mean_none(table, column, (target, key));
    let gone = matches!(kind, Kind::LastWords | Kind::Join | Kind::Given)
        && !column.name.contains("_by")
        && column.name.split('_').next().is_some_and(|word| OF_GONE.contains(&word));
    // The key from there to here makes this one the parent.
    let is_back = |other: &crate::schema::ForeignKey| {
        let is = |names: &[String], name: &str| matches!(names, [only] if only.eq_ignore_ascii_case(name));
        other.table.eq_ignore_ascii_case(&table.name) && is(&other.columns, &key.name) && is(&other.references, &column.name)
    };
    if shared || gone || is_own_number || (none && !column.nullable) || target.foreign_keys.iter().any(is_back) {
        return None;
    }
    let unlikely = nones.may_mean_none(table, column, (target, key)) || sentinel::begins_with_zero(column);
    let mut reasons: Vec<&Evidence<'_>> = evidence.iter().filter(|other| other.agrees(&chosen)).collect();
    reasons.dedup_by_key(|reason| (reason.kind, reason.at));
    let fits = column.ty.compatible(&key.ty, schema.driver);
    let sibling = sibling_key(schema, table, column, target);
    let through = through_another(schema, table, column, target);
    let certain = matches!(kind, Kind::Relation(_) | Kind::Convention);
    // A name alone says nothing if the type does not fit: the value may be somebody else's identifier.
    let named = matches!(kind, Kind::Convention | Kind::Prefix);
    let elsewhere =
        of_code.iter().any(|other| other.kind != "belongsToMany" && !other.target.table.eq_ignore_ascii_case(&target.name));
    let told = reasons.iter().any(|reason| matches!(reason.kind, Kind::Relation(_) | Kind::Join))
        || (reasons.iter().any(|reason| reason.kind == Kind::Given)
            && (sibling.is_some() || reasons.len() > 1 || column.ty.family() == key.ty.family()))
        || (named && !elsewhere && (sibling.is_some() || through));
    // The input of a name may be that of any form.
    let by_name = reasons.iter().all(|reason| reason.at.is_none() || reason.kind == Kind::Input);
    // Its values are the cases of an enum.
    if collected.is_enum(connection, table, column) {
        return None;
    }
    let is_text = column.ty.family() == Family::String && key.ty.family() == Family::Integer;
    // A text under a name that says nothing of a key may hold words. SQLite lets it refer to a number all the same.
    if (is_text || (!fits && column.ty.family() == Family::String)) && !evidence::is_called_key(&column.name) {
        return None;
    }
    // A text is no number: whoever calls it a key by its name alone may mean somebody else's.
    if !fits && is_text && reasons.iter().all(|reason| reason.at.is_none()) {
        return None;
    }
    // What a text beside it names, has rows of its own: `supplier` and `supplier_id`.
    let names_another = || {
        let base = column.name.strip_suffix("_id").and_then(|base| table.column(base));
        base.is_some_and(|base| matches!(base.ty.family(), Family::String) || base.ty.kind == TypeKind::Enum)
    };
    if !fits && is_text && by_name && names_another() {
        return None;
    }
    // What a relation says of another table counts more than a name.
    if named && elsewhere && !reasons.iter().any(|reason| matches!(reason.kind, Kind::Relation(_))) {
        return None;
    }
    // Code that uses it, and whose models know of no relation, means something else than the tables' names do.
    let is_alone = reasons.iter().all(|reason| matches!(reason.kind, Kind::Prefix | Kind::Siblings));
    if is_alone && kind == Kind::Prefix && sibling.is_none() && collected.is_used(connection, table, column) {
        return None;
    }
    // A small number under such a name is a code, not a key.
    if !fits && (!told || (by_name && is_small(column))) {
        return None;
    }
    let mut kinds: Vec<Kind> = reasons.iter().map(|reason| reason.kind).collect();
    kinds.dedup();
    let count = kinds.len() + usize::from(sibling.is_some()) + usize::from(through);
    // What is called after no table in particular, may get the keys of several.
    if kind == Kind::Given && count < 2 && column.name.split('_').rev().nth(1).is_some_and(|word| OF_ANY.contains(&word)) {
        return None;
    }
    // The last word of a name may be anybody's: `facebook_user_id`; two of them are not. And queries compare all kinds of values with keys.
    let vague = kind == Kind::LastWords && !naming::singular(&target.name).contains('_');
    if (vague && count < 2) || (matches!(kind, Kind::Join | Kind::Given) && count < 2 && !evidence::is_called_key(&column.name)) {
        return None;
    }
    // What others call their own rows is a text of theirs, also where one of the project's rows lends it its key.
    let is_of_others = column.name.split('_').next().is_some_and(|word| OF_OTHERS.contains(&word));
    if !certain && is_of_others && column.ty.family() == Family::String {
        return None;
    }
    // What a migration takes away may be meant to be gone.
    let is_its = |columns: &[String]| matches!(columns, [only] if only.eq_ignore_ascii_case(&column.name));
    let dropped = table.former_keys.iter().rev().find(|(columns, _)| is_its(columns)).map(|(_, at)| *at);
    // A name alone hardly means a table that came long after the column.
    let is_later = || came_later(cx, column.defined_at, target.defined_at);
    let is_doubtful = reasons.iter().all(|reason| reason.at.is_none()) && is_later();
    let is_sure = (certain || count > 1) && !unlikely && dropped.is_none() && !is_doubtful;
    let severity = if is_sure { Severity::Warning } else { Severity::Note };
    let message =
        format!("`{}.{}` refers to `{}.{}`, but there is no foreign key", table.name, column.name, target.name, key.name);
    let mut finding = place.finding(severity, message)?;
    for reason in reasons.iter().filter(|reason| reason.at.is_some()).take(4) {
        let said = match reason.kind {
            Kind::Relation(kind) => format!("a `{kind}` relation uses it as a key"),
            Kind::Join => format!("compared with `{}.{}` here", target.name, key.name),
            Kind::Given => format!("is set to a `{}.{}` here", target.name, key.name),
            _ => format!("validation requires this input to be in `{}.{}`", target.name, key.name),
        };
        finding = finding.label(reason.at?, said);
    }
    if let Some(at) = dropped {
        finding = finding.label(at, "its foreign key is dropped here");
    }
    if let Some(span) = sibling {
        finding = finding.label(span, "the same column has a foreign key here");
    }
    let said = reasons.iter().find_map(|reason| name_says(reason.kind, table, target));
    if let Some(said) = said.filter(|_| relations.is_empty()) {
        let span = finding.span;
        finding = finding.label(span, said);
    }
    if unlikely {
        let number = nones.number(table, column).unwrap_or(0);
        finding.help.push(format!("some code writes {number} to mean none: change it to NULL before you add the key"));
    }
    // Of several that have the rows, nobody knows which one owns them.
    let owner =
        |other: &Column| collected.relations(connection, table, other).iter().any(|relation| relation.kind.starts_with("has"));
    let pivot = relations.iter().any(|relation| relation.kind == Kind::Relation("belongsToMany"));
    let owned = pivot || (owner(column) && table.columns.iter().filter(|other| owner(other)).count() == 1);
    let chosen = || on_delete::choose(schema, table, &[column], target, owned);
    let action = on_delete::written(cx, column).unwrap_or_else(chosen);
    finding.remedy = Some(Remedy::Key {
        columns: vec![column.name.clone()],
        target: target.name.clone(),
        references: vec![key.name.clone()],
        on_delete: action,
    });
    Some(with_advice(cx, finding, place, (target, key), fits, action))
}

/// Whether a migration of a later month than another one's creates something: those of one month often run together, in any order.
fn came_later(cx: &Context<'_>, first: Option<Span>, second: Option<Span>) -> bool {
    let month = |at: Option<Span>| {
        let name = cx.sources.path(at?.file).rsplit('/').next()?;
        let (year, rest) = name.split_once('_')?;
        let (month, _) = rest.split_once('_')?;
        Some((year.parse::<u32>().ok().filter(|year| (1990..2200).contains(year))?, month.parse::<u32>().ok()?))
    };
    matches!((month(first), month(second)), (Some(first), Some(second)) if first < second)
}

/// Whether a column is too narrow for keys.
fn is_small(column: &Column) -> bool {
    matches!(column.ty.kind, TypeKind::TinyInteger | TypeKind::SmallInteger | TypeKind::Boolean)
}

/// The evidence to believe; none if it is contradictory.
fn choose<'c>(evidence: &[Evidence<'c>]) -> Option<Evidence<'c>> {
    let name = evidence.iter().find(|other| other.at.is_none());
    // The input of a name may be that of any form.
    let said: Vec<&Evidence<'c>> = evidence.iter().filter(|other| other.at.is_some() && other.kind != Kind::Input).collect();
    let first = said.first().copied().or(name)?;
    let relations = said.iter().filter(|other| matches!(other.kind, Kind::Relation(_)));
    if matches!(first.kind, Kind::Relation(_)) {
        // Relations that disagree: an alternative that no key can express.
        return relations.into_iter().all(|other| other.agrees(first)).then_some(*first);
    }
    match name.filter(|name| name.kind == Kind::Convention || said.is_empty()) {
        // Queries that compare it with something else, and never with this: the name misleads.
        Some(name) if said.is_empty() || said.iter().any(|other| other.agrees(name)) => Some(*name),
        Some(_) => None,
        None => said.iter().all(|other| other.agrees(first)).then_some(*first),
    }
}

/// What a column's name says.
fn name_says(kind: Kind, table: &Table, target: &Table) -> Option<String> {
    Some(match kind {
        Kind::Convention => format!("it is named like a key to `{}`", target.name),
        Kind::Prefix => format!("its name means `{}`, with the prefix of `{}`", target.name, table.name),
        Kind::LastWords => format!("the last words of its name mean `{}`", target.name),
        Kind::Parent => "its name means another row of the same table".to_owned(),
        Kind::Author => format!("it is named like a person, and persons are in `{}`", target.name),
        Kind::Siblings => format!("the other columns with this name refer to `{}`", target.name),
        Kind::Relation(_) | Kind::Join | Kind::Given | Kind::Input => return None,
    })
}

/// Adds what to do.
fn with_advice(
    cx: &Context<'_>,
    finding: Finding,
    place: At<'_>,
    (target, key): (&Table, &Column),
    fits: bool,
    action: OnDelete,
) -> Finding {
    let At { schema, column, .. } = place;
    if fits {
        let call = Words::of(cx, place.table).foreign_key(&column.name, (&target.name, &key.name), action);
        let finding = finding.help(format!("check for orphaned rows, then add the foreign key in a migration: {call}"));
        match column.defined_at {
            Some(at) if defined_later(target, at) && comes_before(cx, at, target.defined_at) => {
                finding.help(format!("a later migration creates `{}`, so the key needs a new migration", target.name))
            }
            _ => finding,
        }
    } else {
        let ours = column.ty.sql(schema.driver, cx.settings.laravel, false);
        let theirs = key.ty.sql(schema.driver, cx.settings.laravel, false);
        let finding = match key.defined_at {
            Some(span) => finding.label(span, format!("`{}.{}` is {theirs}", target.name, key.name)),
            None => finding,
        };
        finding.help(format!(
            "the types conflict: `{}` is {ours}, `{}.{}` is {theirs}; change the type before you add the key",
            column.name, target.name, key.name
        ))
    }
}

/// A column that refers to a table which does not exist: by a relation, or by a name that several tables look up rows by.
fn nowhere(cx: &Context<'_>, collected: &Collected<'_>, place: At<'_>) -> Option<Finding> {
    let At { connection, schema, table, column } = place;
    let relations = collected.relations(connection, table, column);
    if let Some(relation) = relations.first() {
        let lost =
            |connection: Option<&str>, table: &str| matches!(cx.database.locate(connection, table), Whereabouts::Missing(..));
        if !relations.iter().all(|relation| lost(relation.target.connection.as_deref(), &relation.target.table)) {
            return None;
        }
        let target = &relation.target.table;
        if is_elsewhere(cx, schema, target) {
            return None;
        }
        let message = format!("`{}.{}` refers to `{target}`, which does not exist", table.name, column.name);
        let finding = place.finding(Severity::Note, message)?.label(relation.at, "a relation refers to it");
        return Some(finding.help(format!("create `{target}` and a foreign key to it, or remove the relation")));
    }
    let base = column.name.strip_suffix("_id").filter(|base| !base.is_empty() && column.nullable)?;
    if base.split('_').any(|word| OF_OTHERS.contains(&word)) || schema.table(&naming::plural(base)).is_some() {
        return None;
    }
    let looked_up = |table: &Table| {
        table.column(&column.name).is_some_and(|other| !other.generated && other.ty.compatible(&column.ty, schema.driver))
            && table.foreign_key_of(&column.name).is_none()
            && table.indexes.iter().any(|index| index.columns.first() == Some(&column.name))
    };
    let family = |other: &Table| {
        let prefix = |name: &str| name.split('_').next().map(str::to_owned);
        keys::is_own(cx, other) && other.name != table.name && prefix(&other.name) == prefix(&table.name) && looked_up(other)
    };
    let unknown = evidence::by_name(schema, table, &column.name).is_none();
    if !unknown || !looked_up(table) || !schema.tables.values().any(family) {
        return None;
    }
    let plural = naming::plural(base);
    if is_elsewhere(cx, schema, &plural) {
        return None;
    }
    let message = format!("`{}.{}` is indexed like a foreign key, but there is no table `{plural}`", table.name, column.name);
    let finding = place.finding(Severity::Note, message)?;
    Some(finding.help(format!(
        "create `{plural}` and a foreign key to it, or, if this is an identifier of another system, \
                rename it to say so"
    )))
}

/// Another table of the same family that has a key on the same column to the same target.
fn sibling_key(schema: &Schema, table: &Table, column: &Column, target: &Table) -> Option<Span> {
    schema
        .tables
        .values()
        .filter(|other| other.name != table.name)
        .flat_map(|other| &other.foreign_keys)
        .find(|key| key.table == target.name && matches!(key.columns.as_slice(), [only] if *only == column.name))
        .and_then(|key| key.defined_at)
}

/// Another column of the table that refers to a table which itself has a key to the target:
/// `message_id` beside `conversation_id`, where messages belong to conversations.
fn through_another(schema: &Schema, table: &Table, column: &Column, target: &Table) -> bool {
    let leads = |other: &Column| {
        let middle = match table.foreign_key_of(&other.name) {
            Some(key) => key.table.clone(),
            None => match evidence::by_name(schema, table, &other.name)? {
                (Kind::Convention | Kind::Prefix, name) => name,
                _ => return None,
            },
        };
        let middle = schema.table(&middle).filter(|middle| middle.name != target.name && middle.name != table.name)?;
        // A table that everything belongs to, such as users, tells nothing.
        middle.foreign_keys.iter().find(|key| key.table == target.name)?;
        let referring = schema.tables.values().filter(|t| t.foreign_keys.iter().any(|k| k.table == target.name)).count();
        Some(referring * 3 <= schema.tables.len() || referring <= 3)
    };
    table.columns.iter().filter(|other| other.name != column.name).any(|other| leads(other) == Some(true))
}

fn defined_later(target: &Table, at: Span) -> bool {
    target.defined_at.is_some_and(|defined| defined.file != at.file)
}

/// Whether one place is in an earlier migration than another.
fn comes_before(cx: &Context<'_>, first: Span, second: Option<Span>) -> bool {
    let position = |span: Span| cx.replay.migrations.iter().position(|(_, file)| *file == span.file);
    match (position(first), second.and_then(position)) {
        (Some(first), Some(second)) => first < second,
        _ => false,
    }
}
