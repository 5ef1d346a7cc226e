//! What is chained to a column or a foreign key: `nullable()`, `default()`, `constrained()`, `onDelete()`.

use super::names::{names_of, plain_text};
use crate::catalog::laravel::is_modifier;
use crate::eval::{Args, CallSite, HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{Blueprint, Command, CommandKind, ForeignDraft, IndexName, Thing};
use crate::laravel::support::naming;
use crate::schema::types::TypeKind;
use crate::schema::{Computed, Default, Incident, IncidentKind};

/// The attributes of a column that the grammars look at, as they are spelled.
const KNOWN_MODIFIERS: [&str; 26] = [
    "nullable",
    "default",
    "unsigned",
    "autoIncrement",
    "change",
    "after",
    "first",
    "primary",
    "unique",
    "index",
    "fulltext",
    "spatialIndex",
    "virtualAs",
    "storedAs",
    "virtualAsJson",
    "storedAsJson",
    "generatedAs",
    "always",
    "useCurrent",
    "charset",
    "length",
    "total",
    "places",
    "precision",
    "type",
    "vectorIndex",
];

/// Methods of foreign keys, which PHP finds in any letter case, unlike words that are only stored.
const METHODS_OF_KEYS: [&str; 8] = [
    "cascadeOnDelete",
    "restrictOnDelete",
    "nullOnDelete",
    "noActionOnDelete",
    "cascadeOnUpdate",
    "restrictOnUpdate",
    "nullOnUpdate",
    "noActionOnUpdate",
];

/// Modifiers of columns that mean nothing to a foreign key.
const OF_COLUMNS: [&str; 10] =
    ["nullable", "default", "useCurrent", "unique", "primary", "index", "change", "after", "first", "comment"];

/// The set of characters that a collation of MySQL belongs to: `latin1` of `latin1_swedish_ci`.
pub(in crate::laravel) fn of_collation(collation: &str) -> Option<String> {
    let set = collation.split('_').next().filter(|set| !set.is_empty())?;
    Some(set.to_ascii_lowercase())
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A modifier of a column.
    pub(in crate::laravel) fn call_column(
        cx: &mut Interp<'a, Self>,
        handle: HostId,
        (id, position): (HostId, usize),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let this = Some(Value::Host(handle));
        if matches!(lower.as_str(), "constrained" | "references") {
            return Some(Self::constrain(cx, id, position, &lower, args, at));
        }
        // They mean nothing to a column.
        if (method == "onDelete" || METHODS_OF_KEYS.contains(&method))
            && let Some(Some(column)) = Self::with_blueprint(cx, id, |blueprint| match blueprint.commands.get(position) {
                Some(Command { kind: CommandKind::Column(column), .. }) => Some(column.name.clone()),
                _ => None,
            })
        {
            Self::ineffective(cx, id, &column, method, at);
            return this;
        }
        if !is_modifier(method) && !cx.host.application.macros.contains_key(&lower) {
            Self::unknown_modifier(cx, (id, position), method, at);
        }
        // Modifiers are attributes of a Fluent, whose names are case-sensitive: another spelling means nothing.
        let known = method == "fullText" || KNOWN_MODIFIERS.contains(&method);
        let lower = if known { lower } else { String::new() };
        let truth = args.value(0).map_or(Some(true), Value::truth).unwrap_or(true);
        let is_index = matches!(lower.as_str(), "primary" | "unique" | "index" | "fulltext" | "spatialindex");
        let index = match args.value(0) {
            None => IndexName::On,
            // Laravel asks whether the attribute is set, and `null` is not.
            Some(Value::Null) if is_index => return this,
            Some(value) => match (value.as_str(), value.truth()) {
                (Some(name), _) => IndexName::Named(name.to_string()),
                (None, Some(false)) => IndexName::Off,
                _ => IndexName::On,
            },
        };
        let default = match lower.as_str() {
            "default" => Some(args.value(0).map_or(Default::Unknown, |value| Self::default_of(cx, value))),
            "usecurrent" => Some(Default::Expression("CURRENT_TIMESTAMP".to_owned())),
            _ => None,
        };
        let is_null_default = lower == "default" && matches!(args.value(0), Some(Value::Null));
        let number = args.value(0).and_then(Value::as_int).and_then(|number| u32::try_from(number).ok());
        let is_mysql = cx.host.settings.connection(&cx.host.application.default_connection).driver.is_mysql();
        let text = args.value(0).and_then(Value::as_str).map(|text| text.to_string());
        let expression = match args.value(0) {
            Some(Value::Host(raw)) => match cx.host.thing(*raw) {
                Some(Thing::Expression(sql)) => sql.as_str().map(|sql| sql.to_string()),
                _ => None,
            },
            _ => text.clone(),
        };
        Self::with_blueprint(cx, id, |blueprint| {
            let Some(Command { kind: CommandKind::Column(column), .. }) = blueprint.commands.get_mut(position) else { return };
            match lower.as_str() {
                "nullable" => (column.nullable, column.nullable_set) = (truth, true),
                "default" if is_null_default => (column.default, column.default_set) = (None, true),
                "default" | "usecurrent" => (column.default, column.default_set) = (default, true),
                "length" => column.ty.length = number,
                "total" => column.ty.total = number,
                "places" => column.ty.places = number,
                "precision" => column.ty.precision = number,
                "type" => {
                    if let Some(kind) = text.as_deref().and_then(TypeKind::from_laravel) {
                        column.ty.kind = kind;
                    }
                }
                "unsigned" => column.ty.unsigned = truth,
                "autoincrement" => column.auto_increment = true,
                "change" => column.change = true,
                "after" => column.after = text,
                // `charset binary` makes a MySQL string column one of bytes.
                "charset" if text.as_deref() == Some("binary") && column.ty.kind == TypeKind::Char && is_mysql => {
                    column.ty.kind = TypeKind::Binary;
                    column.ty.fixed = true;
                }
                "charset" => column.charset = text,
                "collation" => column.charset = text.as_deref().and_then(of_collation).or(column.charset.take()),
                "first" => column.first = true,
                "primary" => column.primary = Some(index),
                "unique" => column.unique = Some(index),
                "index" => column.index = Some(index),
                "fulltext" => column.fulltext = Some(index),
                "spatialindex" => column.spatial = Some(index),
                "virtualas" | "storedas" | "virtualasjson" | "storedasjson" => {
                    column.generated = true;
                    column.computed =
                        expression.clone().map(|expression| Computed { expression, stored: lower.starts_with("stored") });
                }
                "generatedas" | "always" => column.auto_increment = true,
                // Any other word is an attribute that Laravel stores and the grammars do not look at.
                _ => {}
            }
        });
        this
    }

    pub(in crate::laravel) fn default_of(cx: &Interp<'a, Self>, value: &Value<'a>) -> Default {
        match value {
            Value::Bool(truth) => Default::Literal(if *truth { "1" } else { "0" }.to_owned()),
            Value::Int(number) => Default::Literal(number.to_string()),
            Value::Float(number) => Default::Literal(number.to_string()),
            Value::Str(text) => text.known().map_or(Default::Unknown, |text| Default::Literal(text.to_string())),
            Value::Object(_) => plain_text(value).map_or(Default::Unknown, Default::Literal),
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Expression(sql)) => sql.as_str().map_or(Default::Unknown, |sql| Default::Expression(sql.to_string())),
                _ => Default::Unknown,
            },
            _ => Default::Unknown,
        }
    }

    /// `constrained()` and `references()` on a column: a foreign key where the column is one of the `foreign…` kinds.
    fn constrain(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        position: usize,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let column = Self::with_blueprint(cx, id, |blueprint| match blueprint.commands.get(position) {
            Some(Command { kind: CommandKind::Column(column), at, .. }) => Some(((**column).clone(), *at)),
            _ => None,
        })
        .flatten();
        let Some((column, _written)) = column else { return Value::Host(cx.host.add(Thing::ForeignKey(id, usize::MAX))) };
        if !column.foreign {
            // Fluent accepts the word and nothing happens (Illuminate/Support/Fluent.php, `__call`).
            Self::ineffective(cx, id, &column.name, method, at);
            return Value::Host(cx.host.add(Thing::Column(id, position)));
        }
        let mut key = ForeignDraft { columns: vec![column.name.clone()], ..ForeignDraft::default() };
        if method == "references" {
            key.references = args
                .value(0)
                .and_then(|value| names_of(value, at.call))
                .unwrap_or_default()
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            key.name = args.find(1, "indexName").and_then(|arg| arg.value.as_str()).map(|name| name.to_string());
        } else {
            let remembered = column.model.filter(|_| cx.host.settings.laravel >= 11);
            let given = |name: &str, position: usize| args.find(position, name).filter(|arg| !matches!(arg.value, Value::Null));
            let referenced = match given("column", 1) {
                Some(arg) => arg.value.as_str().map(|name| name.to_string()),
                None => Some(remembered.and_then(|model| models::key_of(cx, model)).unwrap_or_else(|| "id".to_owned())),
            };
            key.on = match given("table", 0) {
                Some(arg) => arg.value.as_str().map(|name| name.to_string()),
                None => {
                    key.guessed = true;

                    match remembered {
                        Some(model) => match models::table_of(cx, model) {
                            Some((name, _)) => Some(name.to_string()),
                            // A parent that is not there may name another table, but hardly ever does.
                            None => {
                                key.unsure_target = true;
                                Some(naming::model_table(model.name()))
                            }
                        },
                        None => Some(naming::constrained_table(&column.name, referenced.as_deref().unwrap_or("id"))),
                    }
                }
            };
            key.references = referenced.into_iter().collect();
            key.name = args.find(2, "indexName").and_then(|arg| arg.value.as_str()).map(|name| name.to_string());
        }
        let position = Self::push(cx, id, CommandKind::Foreign(key), at.call);
        Value::Host(cx.host.add(Thing::ForeignKey(id, position)))
    }

    /// Notes a word after a column that Laravel does not read.
    fn unknown_modifier(cx: &mut Interp<'a, Self>, (id, position): (HostId, usize), method: &str, at: CallSite) {
        let name = |blueprint: &mut Blueprint<'a>| {
            let (column, nullable) = match &blueprint.commands.get(position)?.kind {
                CommandKind::Column(column) => (column.name.clone(), column.nullable),
                CommandKind::Foreign(key) => (key.columns.first()?.clone(), false),
                _ => return None,
            };
            Some((column, nullable, blueprint.table.clone()?, blueprint.connection.clone()))
        };
        let Some((column, nullable, table, connection)) = Self::with_blueprint(cx, id, name).flatten() else { return };
        if !EXPLORE && !cx.host.replay.vendored {
            let connection = cx.host.schema_name(&connection).unwrap_or_default().to_owned();
            let kind = IncidentKind::UnknownModifier { column, method: method.to_owned(), nullable };
            cx.host.replay.incidents.push(Incident { connection, table: table.to_string(), kind, at: at.name });
        }
    }

    /// Notes a method of a Blueprint that neither Laravel nor the project has.
    pub(super) fn unknown_method(cx: &mut Interp<'a, Self>, id: HostId, method: &str, at: CallSite) {
        let on = Self::with_blueprint(cx, id, |blueprint| {
            Some((blueprint.table.clone().filter(|_| !blueprint.is_foreign)?, blueprint.connection.clone()))
        });
        let is_known = !EXPLORE && !cx.host.replay.vendored && cx.uncertain == 0 && !cx.host.replay.other_blueprints;
        let Some((table, connection)) = on.flatten().filter(|_| is_known) else { return };
        let connection = cx.host.schema_name(&connection).unwrap_or_default().to_owned();
        let kind = IncidentKind::UnknownMethod(method.to_owned());
        cx.host.replay.incidents.push(Incident { connection, table: table.to_string(), kind, at: at.name });
    }

    /// Notes a modifier that does nothing.
    fn ineffective(cx: &mut Interp<'a, Self>, id: HostId, column: &str, method: &str, at: CallSite) {
        let on = Self::with_blueprint(cx, id, |blueprint| Some((blueprint.table.clone()?, blueprint.connection.clone())));
        let Some((table, connection)) = on.flatten().filter(|_| !EXPLORE && !cx.host.replay.vendored) else { return };
        let connection = cx.host.schema_name(&connection).unwrap_or_default().to_owned();
        let kind = IncidentKind::Ineffective { column: column.to_owned(), method: method.to_owned() };
        cx.host.replay.incidents.push(Incident { connection, table: table.to_string(), kind, at: at.name });
    }

    /// A modifier of a foreign key.
    pub(in crate::laravel) fn call_foreign_key(
        cx: &mut Interp<'a, Self>,
        handle: HostId,
        (id, position): (HostId, usize),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let names = args.value(0).and_then(|value| names_of(value, at.call)).unwrap_or_default();
        let on = args.items.first().and_then(|arg| arg.value.as_str().map(|name| name.to_string()));
        let action = args.value(0).and_then(Value::as_str).map(|text| text.to_ascii_lowercase());
        let certain = cx.uncertain == 0;
        if OF_COLUMNS.contains(&method) && (method == "index" || args.value(0).is_none_or(|value| value.truth() != Some(false))) {
            let column = Self::with_blueprint(cx, id, |blueprint| match blueprint.commands.get(position) {
                Some(Command { kind: CommandKind::Foreign(key), .. }) => match key.columns.as_slice() {
                    [only] => Some(only.clone()),
                    _ => None,
                },
                _ => None,
            });
            if let Some(column) = column.flatten() {
                Self::ineffective(cx, id, &column, method, at);
            }
        }
        let is_method = METHODS_OF_KEYS.iter().any(|name| name.eq_ignore_ascii_case(method));
        if !is_method && !is_modifier(method) && !cx.host.application.macros.contains_key(&lower) {
            // Upper and lower case differ: `ondelete()` is stored, and nobody reads it.
            Self::unknown_modifier(cx, (id, position), method, at);
            return Some(Value::Host(handle));
        }
        Self::with_blueprint(cx, id, |blueprint| {
            let Some(Command { kind: CommandKind::Foreign(key), conditional, .. }) = blueprint.commands.get_mut(position) else {
                return;
            };
            if lower.contains("delete") || lower.contains("update") {
                let says = !matches!(lower.as_str(), "ondelete" | "onupdate") || action.is_some();
                key.unsure_actions |= !says || !(certain || *conditional);
            }
            let set = |slot: &mut Option<String>, value: Option<String>| {
                if certain || *conditional {
                    *slot = value;
                }
            };
            match lower.as_str() {
                "references" => key.references = names.into_iter().map(|(name, _)| name).collect(),
                "on" => key.on = on,
                // The attribute that names the key is called `index` (Illuminate/Database/Schema/Blueprint.php,
                // `indexCommand`): the modifier makes no index and renames the key.
                "index" => key.name = on.or_else(|| args.is_empty().then(|| "1".to_owned())).or(key.name.take()),
                "constrained" if key.on.is_none() => key.on = on,
                "ondelete" => set(&mut key.on_delete, action),
                "onupdate" => set(&mut key.on_update, action),
                "cascadeondelete" => set(&mut key.on_delete, Some("cascade".to_owned())),
                "restrictondelete" => set(&mut key.on_delete, Some("restrict".to_owned())),
                "nullondelete" => set(&mut key.on_delete, Some("set null".to_owned())),
                "noactionondelete" => set(&mut key.on_delete, Some("no action".to_owned())),
                "cascadeonupdate" => set(&mut key.on_update, Some("cascade".to_owned())),
                "restrictonupdate" => set(&mut key.on_update, Some("restrict".to_owned())),
                "nullonupdate" => set(&mut key.on_update, Some("set null".to_owned())),
                "noactiononupdate" => set(&mut key.on_update, Some("no action".to_owned())),
                _ => {}
            }
        });
        Some(Value::Host(handle))
    }
}
