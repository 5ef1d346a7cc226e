//! The methods of a Blueprint that add columns. Which method adds what is data (`rules/laravel/blueprint.yaml`).

mod commands;
pub(in crate::laravel) mod custom;
mod modifiers;
mod names;

pub(in crate::laravel) use names::{names_of, of_migration, place_of, plain_text, reason_of, reason_of_argument};

use std::sync::Arc;

use crate::catalog::laravel::{ColumnMethod, ColumnSpec, column_method};
use crate::eval::{Args, CallSite, HostId, Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::{ColumnDraft, Command, CommandKind, Connection, IndexDraft, Thing};
use crate::laravel::support::naming;
use crate::schema::types::TypeKind;
use crate::schema::{ColumnType, Default, IndexKind};
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on a Blueprint.
    pub(in crate::laravel) fn call_blueprint(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        if let Some(value) = Self::blueprint_command(cx, id, &lower, args, at) {
            return Some(value);
        }
        // A macro of the project wins over what the catalog says of a package's macro of that name.
        if let Some(callee) = cx.host.application.macros.get(&lower).cloned() {
            return Some(Self::call_macro(cx, &callee, id, args, at));
        }
        let configured = Arc::clone(&cx.host.settings);
        if let Some((_, makes)) = configured.blueprint.iter().find(|(name, _)| *name == lower) {
            return Some(Self::configured_method(cx, id, makes, args, at));
        }
        match column_method(&lower, cx.host.settings.laravel) {
            Some(known) => Some(Self::add_columns(cx, id, known, args, at)),
            None => {
                if let Some(value) = Self::custom_method(cx, id, method, args, at) {
                    return Some(value);
                }
                Self::with_blueprint(cx, id, |blueprint| {
                    blueprint.open_at = blueprint.open_at.or(Some(at.call));
                });
                Self::unknown_method(cx, id, method, at);
                Self::gap(cx, at.name, &format!("Blueprint::{method}()"), "neither Laravel nor the project has this method");
                Some(Value::Host(id))
            }
        }
    }

    fn call_macro(cx: &mut Interp<'a, Self>, callee: &Value<'a>, id: HostId, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let Value::Closure(closure) = callee else { return cx.call_value(callee, args.clone(), at.call) };
        let mut bound = (**closure).clone();
        bound.this = Some(Value::Host(id));
        cx.call_closure(&bound, args.clone())
    }

    pub(in crate::laravel) fn with_blueprint<T>(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        change: impl FnOnce(&mut crate::laravel::objects::Blueprint<'a>) -> T,
    ) -> Option<T> {
        match cx.host.thing_mut(id) {
            Some(Thing::Blueprint(blueprint)) => Some(change(blueprint)),
            _ => None,
        }
    }

    /// Appends a command and gives its position.
    fn push(cx: &mut Interp<'a, Self>, id: HostId, kind: CommandKind<'a>, at: Span) -> usize {
        let conditional = cx.uncertain > 0;
        Self::with_blueprint(cx, id, |blueprint| {
            let mut kind = kind;
            if let (CommandKind::Column(column), Some(after)) = (&mut kind, &blueprint.after) {
                // Each next one goes behind the one before.
                column.after = Some(after.clone());
                blueprint.after = Some(column.name.clone());
            }
            blueprint.commands.push(Command { kind, at, conditional });
            blueprint.commands.len() - 1
        })
        .unwrap_or_default()
    }

    /// Notes that the Blueprint does something to columns whose names are not known.
    fn unknown_columns(cx: &mut Interp<'a, Self>, id: HostId, value: Option<&Value<'a>>, what: &str, at: CallSite) {
        Self::with_blueprint(cx, id, |blueprint| blueprint.open_at = blueprint.open_at.or(Some(at.call)));
        let reason = value.and_then(reason_of).unwrap_or("it is not given");
        Self::gap(cx, at.call, what, reason);
    }

    fn add_columns(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        known: &'static ColumnMethod,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let arg = |name: &str| known.params.iter().position(|param| param == name).and_then(|at| args.find(at, name));
        if known.adds.is_empty() {
            let given = arg("column");
            let names = match (given, &known.default) {
                (Some(given), _) => names_of(&given.value, at.call).map(|names| (names, given.span)),
                (None, Some(default)) => Some((vec![(default.clone(), at.call)], at.call)),
                (None, None) => None,
            };
            let Some((names, place)) = names else {
                Self::unknown_columns(cx, id, given.map(|given| &given.value), &format!("column of {}()", known.method), at);
                return Value::Host(cx.host.add(Thing::Column(id, usize::MAX)));
            };
            let mut last = usize::MAX;
            let several = names.len() > 1;
            for (name, span) in names {
                let span = of_migration(cx.program.sources(), span, place);
                let mut draft = Self::draft(cx, name, &known.column);
                draft.foreign = known.foreign;
                Self::arguments_of_type(&mut draft, known, args);
                last = Self::push(cx, id, CommandKind::Column(Box::new(draft)), span);
                if several {
                    Self::with_blueprint(cx, id, |blueprint| blueprint.commands[last].conditional = true);
                }
            }
            return Value::Host(cx.host.add(Thing::Column(id, last)));
        }
        let name = arg("name").map(|given| names_of(&given.value, at.call));
        let names = match name {
            None => vec![(String::new(), at.call)],
            Some(Some(names)) => names,
            Some(None) => {
                Self::unknown_columns(cx, id, arg("name").map(|given| &given.value), &format!("name of {}()", known.method), at);
                return Value::Null;
            }
        };
        let mut last = usize::MAX;
        for (name, span) in names {
            let fill = |pattern: &str| pattern.replace("{name}", &name);
            for column in &known.adds {
                let mut draft = Self::draft(cx, fill(&column.name), &column.spec);
                Self::arguments_of_type(&mut draft, known, args);
                last = Self::push(cx, id, CommandKind::Column(Box::new(draft)), span);
            }
            if !known.index.is_empty() {
                let columns = known.index.iter().map(|column| fill(column)).collect();
                let given = arg("indexName").and_then(|given| given.value.as_str()).map(|name| name.to_string());
                let index = IndexDraft { kind: IndexKind::Index, columns, name: given, partial: false };
                Self::push(cx, id, CommandKind::Index(index), span);
            }
        }
        if known.chain { Value::Host(cx.host.add(Thing::Column(id, last))) } else { Value::Null }
    }

    pub(in crate::laravel) fn draft(cx: &Interp<'a, Self>, name: String, spec: &ColumnSpec) -> ColumnDraft<'a> {
        let kind = spec.kind.as_deref().unwrap_or_default();
        let mut ty = ColumnType {
            kind: TypeKind::from_laravel(kind).unwrap_or_default(),
            unsigned: spec.unsigned,
            length: spec.length,
            total: spec.total,
            places: spec.places,
            precision: spec.precision,
            subtype: spec.subtype.clone(),
            ..ColumnType::default()
        };
        if kind == "morphKey" {
            match cx.host.settings.morph_key.as_str() {
                "uuid" => ty.kind = TypeKind::Uuid,
                "ulid" => (ty.kind, ty.length) = (TypeKind::Char, Some(26)),
                _ => (ty.kind, ty.unsigned) = (TypeKind::BigInteger, true),
            }
        }
        if matches!(ty.kind, TypeKind::String | TypeKind::Char) && ty.length.is_none() {
            ty.length = Some(cx.host.settings.string_length);
        }
        ColumnDraft {
            name,
            ty,
            charset: None,
            nullable: spec.nullable,
            nullable_set: spec.nullable,
            default: spec.default_value.clone().map(Default::Literal),
            default_set: false,
            auto_increment: spec.auto_increment,
            generated: false,
            computed: None,
            change: false,
            after: None,
            first: false,
            primary: None,
            unique: None,
            index: None,
            fulltext: None,
            spatial: None,
            model: None,
            foreign: false,
        }
    }

    /// The arguments that have a meaning by their parameter's name.
    fn arguments_of_type(draft: &mut ColumnDraft<'a>, known: &ColumnMethod, args: &Args<'a>) {
        // The grammars put the number into the SQL as it is, so that `'100'` is as good as `100`.
        let number = |value: &Value<'a>| match value {
            Value::Str(_) => value.as_str().and_then(|text| text.trim().parse().ok()),
            _ => value.as_int().and_then(|number| u32::try_from(number).ok()),
        };
        for (position, param) in known.params.iter().enumerate() {
            let Some(given) = args.find(position, param) else { continue };
            let value = &given.value;
            match param.as_str() {
                "length" => match number(value) {
                    // `$length ?: …`: nothing, null and 0 are the default.
                    Some(0) => {}
                    Some(length) => draft.ty.length = Some(length),
                    None if matches!(value, Value::Null) => {}
                    // Not known which: neither is the type.
                    None => draft.ty = ColumnType::default(),
                },
                "precision" => draft.ty.precision = number(value).or(if value.is_unknown() { draft.ty.precision } else { None }),
                "total" => draft.ty.total = number(value).or(draft.ty.total),
                "places" => draft.ty.places = number(value).or(draft.ty.places),
                "autoIncrement" => draft.auto_increment |= value.truth() == Some(true),
                "unsigned" => draft.ty.unsigned |= value.truth() == Some(true),
                "fixed" => draft.ty.fixed = value.truth() == Some(true),
                "subtype" => draft.ty.subtype = value.as_str().map(|text| text.to_string()),
                "definition" => draft.ty.raw = value.as_str().map(|text| text.to_string()),
                "allowed" => {
                    if let Value::Array(list) = value {
                        draft.ty.values = values_of(list);
                    }
                }
                _ => {}
            }
        }
    }

    /// `$table->{$type}('name')`: a column whose type is not known, if that is what the method adds.
    pub(in crate::laravel) fn unnamed_column(
        cx: &mut Interp<'a, Self>,
        receiver: &Value<'a>,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let Value::Host(id) = receiver else { return None };
        if !matches!(cx.host.thing(*id), Some(Thing::Blueprint(_))) {
            return None;
        }
        let name = args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data));
        let is_named =
            |command: &Command<'_>, name: &str| matches!(&command.kind, CommandKind::Column(column) if column.name == name);
        let adds = Self::with_blueprint(cx, *id, |blueprint| {
            let known = name.as_str().is_some_and(|name| !blueprint.commands.iter().any(|command| is_named(command, &name)));
            let adds = known && blueprint.creates;
            // It may as well make an index of a column that is there, or take it away.
            if !adds {
                blueprint.open_at = blueprint.open_at.or(Some(at.call));
            }
            adds
        });
        if adds != Some(true) {
            Self::gap(cx, at.name, "method of Blueprint", "its name is not known");
            return Some(Value::Host(*id));
        }
        Some(Self::add_column(cx, *id, &Args::of(vec![Value::Unknown(Why::Data), name], at.call), at))
    }

    /// `addColumn('type', 'name', [parameters])`
    fn add_column(cx: &mut Interp<'a, Self>, id: HostId, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let kind = args.find(0, "type").and_then(|arg| arg.value.as_str());
        let Some((name, span)) = args.find(1, "name").and_then(|arg| names_of(&arg.value, at.call)?.into_iter().next()) else {
            Self::unknown_columns(cx, id, args.value(1), "column of addColumn()", at);
            return Value::Host(cx.host.add(Thing::Column(id, usize::MAX)));
        };
        let spec = ColumnSpec { kind: kind.map(|kind| kind.to_string()), ..ColumnSpec::default() };
        let mut draft = Self::draft(cx, name, &spec);
        if let Some(Value::Array(facts)) = args.value(2) {
            let number = |key: &str| facts.get_str(key).and_then(Value::as_int).and_then(|number| u32::try_from(number).ok());
            let truth = |key: &str| facts.get_str(key).and_then(Value::truth) == Some(true);
            draft.ty.length = number("length").or(draft.ty.length);
            draft.ty.total = number("total").or(draft.ty.total);
            draft.ty.places = number("places").or(draft.ty.places);
            draft.ty.precision = number("precision").or(draft.ty.precision);
            draft.ty.unsigned |= truth("unsigned");
            draft.auto_increment |= truth("autoIncrement");
            draft.nullable |= truth("nullable");
            if let Some(default) = facts.get_str("default") {
                draft.default = (!matches!(default, Value::Null)).then(|| Self::default_of(cx, default));
            } else if truth("useCurrent") {
                draft.default = Some(Default::Expression("CURRENT_TIMESTAMP".to_owned()));
            }
            draft.first = truth("first");
            draft.after = facts.get_str("after").and_then(Value::as_str).map(|name| name.to_string());
            if let Some(Value::Array(list)) = facts.get_str("allowed") {
                draft.ty.values = values_of(list);
            }
        }
        let position = Self::push(cx, id, CommandKind::Column(Box::new(draft)), span);
        Value::Host(cx.host.add(Thing::Column(id, position)))
    }

    /// `foreignIdFor(Model::class, 'column')` and its like.
    fn foreign_id_for(cx: &mut Interp<'a, Self>, id: HostId, method: &str, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let model = args.value(0).and_then(|value| models::class_of_value(cx, value));
        let foreign_name = args.value(0).and_then(Value::as_str).filter(|_| model.is_none());
        let span = args.items.first().map_or(at.call, |arg| arg.span);
        let column = args.find(1, "column").and_then(|arg| arg.value.as_str()).map(|name| name.to_string());
        let column = column
            .or_else(|| model.and_then(|model| models::foreign_key_of(cx, model)))
            .or_else(|| foreign_name.as_ref().map(|class| naming::model_foreign_key(class, "id")));
        let Some(column) = column else {
            Self::unknown_columns(cx, id, args.value(0), &format!("column of {method}()"), at);
            return Value::Host(cx.host.add(Thing::Column(id, usize::MAX)));
        };
        let key = model.map_or(models::KeyType::Integer, |model| models::key_type(cx, model));
        let mut draft = Self::draft(cx, column, &ColumnSpec::default());
        draft.ty = match (method, key) {
            ("foreignuuidfor", _) => ColumnType::of(TypeKind::Uuid),
            ("foreignulidfor", _) | (_, models::KeyType::Ulid) => {
                ColumnType { length: Some(26), ..ColumnType::of(TypeKind::Char) }
            }
            (_, models::KeyType::Integer) => ColumnType { unsigned: true, ..ColumnType::of(TypeKind::BigInteger) },
            (_, models::KeyType::Other) => ColumnType::of(TypeKind::Uuid),
        };
        draft.foreign = true;
        draft.model = model;
        let position = Self::push(cx, id, CommandKind::Column(Box::new(draft)), span);
        Value::Host(cx.host.add(Thing::Column(id, position)))
    }

    /// The conventional name of an index of a Blueprint's table.
    fn index_name(cx: &mut Interp<'a, Self>, id: HostId, columns: &[String], kind: &str) -> String {
        let found = Self::with_blueprint(cx, id, |blueprint| (blueprint.table.clone(), blueprint.connection.clone()));
        let (table, connection) = found.unwrap_or((None, Connection::Default));
        cx.host.conventional_name(&connection, table.as_deref().unwrap_or_default(), columns, kind)
    }

    /// The conventional name of an index, with the connection's prefix where that is part of it.
    pub(in crate::laravel) fn conventional_name(
        &self,
        connection: &Connection,
        table: &str,
        columns: &[String],
        kind: &str,
    ) -> String {
        let name = self.connection_name(connection).unwrap_or(&self.settings.default_connection);
        let settings = self.settings.connection(name);
        let prefix = if settings.prefix_indexes { settings.prefix.as_str() } else { "" };
        naming::index_name(&format!("{prefix}{table}"), columns, kind)
    }
}

/// The values of an `enum` or a `set`; none if some of them are not known.
fn values_of(list: &crate::eval::Array<'_>) -> Vec<String> {
    let values: Option<Vec<String>> = list.entries.iter().map(|entry| plain_text(&entry.value)).collect();
    values.filter(|_| list.is_complete()).unwrap_or_default()
}
