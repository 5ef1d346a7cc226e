//! The methods of a Blueprint: columns (from the catalog), indexes, keys, drops and renames.

use std::rc::Rc;

use super::naming;
use super::objects::{Command, CommandKind, ColumnDraft, Connection, ForeignDraft, IndexDraft, IndexName, Named, Thing};
use super::{Laravel, models};
use crate::catalog::laravel::{ColumnMethod, ColumnSpec, column_method};
use crate::eval::{Args, CallSite, HostId, Interp, Text, Value};
use crate::schema::types::TypeKind;
use crate::schema::{ColumnType, Default, IndexKind};
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A call on a Blueprint.
    pub(super) fn call_blueprint(
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
        if let Some(callee) = cx.host.macros.get(&lower).cloned() {
            return Some(Self::call_macro(cx, &callee, id, args, at));
        }
        match column_method(&lower, cx.host.settings.laravel) {
            Some(known) => Some(Self::add_columns(cx, id, known, args, at)),
            None => {
                Self::with_blueprint(cx, id, |blueprint| {
                    blueprint.open_at = blueprint.open_at.or(Some(at.call));
                });
                Self::gap(cx, at.name, &format!("Blueprint::{method}()"), "no such method of Laravel or of the project is known");
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

    fn with_blueprint<T>(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        change: impl FnOnce(&mut super::objects::Blueprint<'a>) -> T,
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

    fn add_columns(cx: &mut Interp<'a, Self>, id: HostId, known: &'static ColumnMethod, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let arg = |name: &str| known.params.iter().position(|param| param == name).and_then(|at| args.find(at, name));
        if known.adds.is_empty() {
            let given = arg("column");
            let names = match (given, &known.default) {
                (Some(given), _) => names_of(&given.value, at.call).map(|names| (names, given.span)),
                (None, Some(default)) => Some((vec![(default.clone(), at.call)], at.call)),
                (None, None) => None,
            };
            let Some((names, _)) = names else {
                Self::unknown_columns(cx, id, given.map(|given| &given.value), &format!("column of {}()", known.method), at);
                return Value::Host(cx.host.add(Thing::Column(id, usize::MAX)));
            };
            let mut last = usize::MAX;
            let several = names.len() > 1;
            for (name, span) in names {
                let mut draft = Self::draft(cx, name, &known.column);
                draft.foreign = known.foreign;
                Self::arguments_of_type(cx, &mut draft, known, args);
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
                Self::arguments_of_type(cx, &mut draft, known, args);
                last = Self::push(cx, id, CommandKind::Column(Box::new(draft)), span);
            }
            if !known.index.is_empty() {
                let columns = known.index.iter().map(|column| fill(column)).collect();
                let given = arg("indexName").and_then(|given| given.value.as_str()).map(|name| name.to_string());
                Self::push(cx, id, CommandKind::Index(IndexDraft { kind: IndexKind::Index, columns, name: given }), span);
            }
        }
        if known.chain { Value::Host(cx.host.add(Thing::Column(id, last))) } else { Value::Null }
    }

    fn draft(cx: &Interp<'a, Self>, name: String, spec: &ColumnSpec) -> ColumnDraft<'a> {
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
            nullable: spec.nullable,
            nullable_set: spec.nullable,
            default: spec.default_value.clone().map(Default::Literal),
            auto_increment: spec.auto_increment,
            generated: false,
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
    fn arguments_of_type(cx: &Interp<'a, Self>, draft: &mut ColumnDraft<'a>, known: &ColumnMethod, args: &Args<'a>) {
        let number = |value: &Value<'a>| value.as_int().and_then(|number| u32::try_from(number).ok());
        for (position, param) in known.params.iter().enumerate() {
            let Some(given) = args.find(position, param) else { continue };
            let value = &given.value;
            match param.as_str() {
                "length" => match number(value) {
                    Some(length) => draft.ty.length = Some(length),
                    None if matches!(value, Value::Null) && cx.host.settings.laravel >= 11 => {}
                    None => {}
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
                        draft.ty.values = list.entries.iter().filter_map(|entry| plain_text(&entry.value)).collect();
                    }
                }
                _ => {}
            }
        }
    }

    /// A modifier of a column.
    pub(super) fn call_column(
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
        let truth = args.value(0).map_or(Some(true), Value::truth).unwrap_or(true);
        let index = match args.value(0) {
            None => IndexName::On,
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
        let text = args.value(0).and_then(Value::as_str).map(|text| text.to_string());
        Self::with_blueprint(cx, id, |blueprint| {
            let Some(Command { kind: CommandKind::Column(column), .. }) = blueprint.commands.get_mut(position) else { return };
            match lower.as_str() {
                "nullable" => (column.nullable, column.nullable_set) = (truth, true),
                "default" if is_null_default => column.default = None,
                "default" | "usecurrent" => column.default = default,
                "unsigned" => column.ty.unsigned = truth,
                "autoincrement" => column.auto_increment = true,
                "change" => column.change = true,
                "after" => column.after = text,
                "first" => column.first = true,
                "primary" => column.primary = Some(index),
                "unique" => column.unique = Some(index),
                "index" => column.index = Some(index),
                "fulltext" => column.fulltext = Some(index),
                "spatialindex" => column.spatial = Some(index),
                "virtualas" | "storedas" | "virtualasjson" | "storedasjson" => {
                    column.generated = true;
                    column.nullable |= !column.nullable_set;
                }
                "generatedas" | "always" => column.auto_increment = true,
                "length" | "precision" => {}
                // Any other word is an attribute that Laravel stores and the grammars do not look at.
                _ => {}
            }
        });
        this
    }

    fn default_of(cx: &Interp<'a, Self>, value: &Value<'a>) -> Default {
        match value {
            Value::Bool(truth) => Default::Literal(if *truth { "1" } else { "0" }.to_owned()),
            Value::Int(number) => Default::Literal(number.to_string()),
            Value::Float(number) => Default::Literal(number.to_string()),
            Value::Str(text) => text.known().map_or(Default::Unknown, |text| Default::Literal(text.to_string())),
            Value::Object(_) => plain_text(value).map_or(Default::Unknown, Default::Literal),
            Value::Host(id) => match cx.host.thing(*id) {
                Some(Thing::Expression(sql)) => {
                    sql.as_str().map_or(Default::Unknown, |sql| Default::Expression(sql.to_string()))
                }
                _ => Default::Unknown,
            },
            _ => Default::Unknown,
        }
    }

    /// `constrained()` and `references()` on a column: a foreign key where the column is one of the `foreign…` kinds.
    fn constrain(cx: &mut Interp<'a, Self>, id: HostId, position: usize, method: &str, args: &Args<'a>, at: CallSite) -> Value<'a> {
        let column = Self::with_blueprint(cx, id, |blueprint| match blueprint.commands.get(position) {
            Some(Command { kind: CommandKind::Column(column), at, .. }) => Some(((**column).clone(), *at)),
            _ => None,
        })
        .flatten();
        let Some((column, written)) = column else { return Value::Host(cx.host.add(Thing::ForeignKey(id, usize::MAX))) };
        if !column.foreign {
            // Fluent accepts the word and nothing happens (Illuminate/Support/Fluent.php, `__call`).
            return Value::Host(cx.host.add(Thing::Column(id, position)));
        }
        let mut key = ForeignDraft { columns: vec![column.name.clone()], ..ForeignDraft::default() };
        if method == "references" {
            key.references = args.value(0).and_then(|value| names_of(value, at.call)).unwrap_or_default().into_iter().map(|(name, _)| name).collect();
            key.name = args.find(1, "indexName").and_then(|arg| arg.value.as_str()).map(|name| name.to_string());
        } else {
            let remembered = column.model.filter(|_| cx.host.settings.laravel >= 11);
            let given = |name: &str, position: usize| args.find(position, name).filter(|arg| !matches!(arg.value, Value::Null));
            let referenced = match given("column", 1) {
                Some(arg) => arg.value.as_str().map(|name| name.to_string()),
                None => Some(remembered.map_or_else(|| "id".to_owned(), |model| models::key_of(cx, model))),
            };
            key.on = match given("table", 0) {
                Some(arg) => name_at(&arg.value, arg.span),
                None => {
                    key.guessed = true;
                    let name = match remembered {
                        Some(model) => models::table_of(cx, model).map(|(name, _)| name.to_string()),
                        None => Some(naming::constrained_table(&column.name, referenced.as_deref().unwrap_or("id"))),
                    };
                    name.map(|name| Named { name, at: written })
                }
            };
            key.references = referenced.into_iter().collect();
            key.name = args.find(2, "indexName").and_then(|arg| arg.value.as_str()).map(|name| name.to_string());
        }
        let position = Self::push(cx, id, CommandKind::Foreign(key), at.call);
        Value::Host(cx.host.add(Thing::ForeignKey(id, position)))
    }

    /// A modifier of a foreign key.
    pub(super) fn call_foreign_key(
        cx: &mut Interp<'a, Self>,
        handle: HostId,
        (id, position): (HostId, usize),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let names = args.value(0).and_then(|value| names_of(value, at.call)).unwrap_or_default();
        let on = args.items.first().and_then(|arg| name_at(&arg.value, arg.span));
        let action = args.value(0).and_then(Value::as_str).map(|text| text.to_ascii_lowercase());
        let certain = cx.uncertain == 0;
        Self::with_blueprint(cx, id, |blueprint| {
            let Some(Command { kind: CommandKind::Foreign(key), conditional, .. }) = blueprint.commands.get_mut(position) else {
                return;
            };
            let set = |slot: &mut Option<String>, value: Option<String>| {
                if certain || *conditional {
                    *slot = value;
                }
            };
            match lower.as_str() {
                "references" => key.references = names.into_iter().map(|(name, _)| name).collect(),
                "on" => key.on = on,
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

    /// The commands that are no columns.
    fn blueprint_command(cx: &mut Interp<'a, Self>, id: HostId, method: &str, args: &Args<'a>, at: CallSite) -> Option<Value<'a>> {
        let list = |position: usize| args.value(position).and_then(|value| names_of(value, at.call));
        let written = |position: usize| {
            let text = args.items.get(position).and_then(|arg| arg.value.as_text().and_then(|text| text.written()));
            text.unwrap_or(at.call)
        };
        let index = |kind: IndexKind| (kind, list(0), args.find(1, "name").and_then(|arg| arg.value.as_str()));
        let made = match method {
            "primary" => index(IndexKind::Primary),
            "unique" => index(IndexKind::Unique),
            "index" | "vectorindex" => index(IndexKind::Index),
            "fulltext" => index(IndexKind::Fulltext),
            "spatialindex" => index(IndexKind::Spatial),
            "rawindex" => (IndexKind::Index, Some(Vec::new()), args.find(1, "name").and_then(|arg| arg.value.as_str())),
            _ => return Self::blueprint_change(cx, id, method, args, at, &written),
        };
        let (kind, columns, name) = made;
        let Some(columns) = columns else {
            Self::gap(cx, at.call, &format!("columns of {method}()"), args.value(0).and_then(reason_of).unwrap_or("not given"));
            return Some(Value::Host(cx.host.add(Thing::Index(id, usize::MAX))));
        };
        let at_columns = columns.first().map_or(at.call, |(_, span)| *span);
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        let draft = IndexDraft { kind, columns, name: name.map(|name| name.to_string()) };
        let position = Self::push(cx, id, CommandKind::Index(draft), at_columns);
        Some(Value::Host(cx.host.add(Thing::Index(id, position))))
    }

    fn blueprint_change(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
        written: &dyn Fn(usize) -> Span,
    ) -> Option<Value<'a>> {
        let text = |position: usize| args.value(position).and_then(Value::as_str).map(|text| text.to_string());
        match method {
            "foreign" => {
                let columns = args.value(0).and_then(|value| names_of(value, at.call)).unwrap_or_default();
                let span = columns.first().map_or(at.call, |(_, span)| *span);
                let draft = ForeignDraft {
                    columns: columns.into_iter().map(|(name, _)| name).collect(),
                    name: args.find(1, "name").and_then(|arg| arg.value.as_str()).map(|name| name.to_string()),
                    ..ForeignDraft::default()
                };
                let position = Self::push(cx, id, CommandKind::Foreign(draft), span);
                return Some(Value::Host(cx.host.add(Thing::ForeignKey(id, position))));
            }
            "foreignidfor" | "foreignuuidfor" | "foreignulidfor" => return Some(Self::foreign_id_for(cx, id, method, args, at)),
            "dropcolumn" => {
                let mut names = Vec::new();
                for arg in &args.items {
                    match names_of(&arg.value, at.call) {
                        Some(list) => names.extend(list),
                        None => Self::unknown_columns(cx, id, Some(&arg.value), "column of dropColumn()", at),
                    }
                }
                for (name, span) in names {
                    Self::push(cx, id, CommandKind::DropColumn(vec![name]), span);
                }
            }
            "renamecolumn" => match (text(0), text(1)) {
                (Some(from), Some(to)) => {
                    Self::push(cx, id, CommandKind::RenameColumn(from, to), written(0));
                }
                _ => Self::unknown_columns(cx, id, args.value(0), "columns of renameColumn()", at),
            },
            "droptimestamps" | "droptimestampstz" => {
                let names = vec!["created_at".to_owned(), "updated_at".to_owned()];
                Self::push(cx, id, CommandKind::DropColumn(names), at.call);
            }
            "dropsoftdeletes" | "dropsoftdeletestz" | "dropsoftdeletesdatetime" => {
                let name = text(0).unwrap_or_else(|| "deleted_at".to_owned());
                Self::push(cx, id, CommandKind::DropColumn(vec![name]), at.call);
            }
            "dropremembertoken" => {
                Self::push(cx, id, CommandKind::DropColumn(vec!["remember_token".to_owned()]), at.call);
            }
            "dropmorphs" => {
                if let Some(name) = text(0) {
                    let columns = [format!("{name}_type"), format!("{name}_id")];
                    let index = text(1).unwrap_or_else(|| Self::index_name(cx, id, &columns, "index"));
                    Self::push(cx, id, CommandKind::DropIndex(index), at.call);
                    Self::push(cx, id, CommandKind::DropColumn(columns.to_vec()), at.call);
                }
            }
            "dropprimary" => {
                Self::push(cx, id, CommandKind::DropPrimary, at.call);
            }
            "dropunique" | "dropindex" | "dropfulltext" | "dropspatialindex" | "dropforeign" => {
                let kind = method.trim_start_matches("drop").to_owned();
                let name = match args.value(0) {
                    Some(list @ Value::Array(_)) => names_of(list, at.call).map(|names| {
                        let columns: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
                        Self::index_name(cx, id, &columns, &kind)
                    }),
                    Some(name) => name.as_str().map(|name| name.to_string()),
                    None => None,
                };
                match name {
                    Some(name) if kind == "foreign" => {
                        Self::push(cx, id, CommandKind::DropForeign(name), written(0));
                    }
                    Some(name) => {
                        Self::push(cx, id, CommandKind::DropIndex(name), written(0));
                    }
                    None => Self::gap(cx, at.call, &format!("index of {method}()"), args.value(0).and_then(reason_of).unwrap_or("not given")),
                }
            }
            "dropconstrainedforeignid" => {
                if let Some(name) = text(0) {
                    let key = Self::index_name(cx, id, std::slice::from_ref(&name), "foreign");
                    Self::push(cx, id, CommandKind::DropForeign(key), written(0));
                    Self::push(cx, id, CommandKind::DropColumn(vec![name]), written(0));
                }
            }
            "dropforeignidfor" | "dropconstrainedforeignidfor" => {
                let model = args.value(0).and_then(|value| models::class_of_value(cx, value));
                let column = text(1).or_else(|| model.map(|model| models::foreign_key_of(cx, model)));
                if let Some(name) = column {
                    let both = method == "dropconstrainedforeignidfor";
                    if both || cx.host.settings.laravel <= 11 {
                        let key = Self::index_name(cx, id, std::slice::from_ref(&name), "foreign");
                        Self::push(cx, id, CommandKind::DropForeign(key), at.call);
                    }
                    if both || cx.host.settings.laravel >= 12 {
                        Self::push(cx, id, CommandKind::DropColumn(vec![name]), at.call);
                    }
                }
            }
            "renameindex" => {
                if let (Some(from), Some(to)) = (text(0), text(1)) {
                    Self::push(cx, id, CommandKind::RenameIndex(from, to), at.call);
                }
            }
            "rename" => {
                if let Some(to) = text(0) {
                    Self::push(cx, id, CommandKind::Rename(to), written(0));
                }
            }
            "drop" | "dropifexists" => {
                Self::push(cx, id, CommandKind::Drop, at.call);
            }
            "removecolumn" => {
                let name = text(0);
                Self::with_blueprint(cx, id, |blueprint| {
                    blueprint.commands.retain(
                        |command| !matches!(&command.kind, CommandKind::Column(column) if Some(&column.name) == name.as_ref()),
                    );
                });
            }
            "addcolumn" => return Some(Self::add_column(cx, id, args, at)),
            "after" => {
                let column = text(0);
                let outer = Self::with_blueprint(cx, id, |blueprint| std::mem::replace(&mut blueprint.after, column)).flatten();
                if let Some(callee) = args.value(1).cloned() {
                    cx.call_value(&callee, Args::of(vec![Value::Host(id)], at.call), at.call);
                }
                Self::with_blueprint(cx, id, |blueprint| blueprint.after = outer);
            }
            "create" | "engine" | "innodb" | "charset" | "collation" | "temporary" | "comment" | "gettable"
            | "getprefix" | "getcolumns" | "getcommands" | "addcommand" => {
                if method == "gettable" {
                    let table = Self::with_blueprint(cx, id, |blueprint| blueprint.table.clone()).flatten();
                    return Some(table.map_or(Value::Unknown(crate::eval::Why::Foreign), Value::string));
                }
            }
            _ => return None,
        }
        Some(Value::Host(id))
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
            if let Some(Value::Array(list)) = facts.get_str("allowed") {
                draft.ty.values = list.entries.iter().filter_map(|entry| plain_text(&entry.value)).collect();
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
            .or_else(|| model.map(|model| models::foreign_key_of(cx, model)))
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
    pub(super) fn conventional_name(&self, connection: &Connection, table: &str, columns: &[String], kind: &str) -> String {
        let name = self.connection_name(connection).unwrap_or(&self.settings.default_connection);
        let settings = self.settings.connection(name);
        let prefix = if settings.prefix_indexes { settings.prefix.as_str() } else { "" };
        naming::index_name(&format!("{prefix}{table}"), columns, kind)
    }
}

/// The names that a value gives, with their places (or `otherwise`): of a string, or of a list of strings.
pub(super) fn names_of(value: &Value<'_>, otherwise: Span) -> Option<Vec<(String, Span)>> {
    match value {
        Value::Array(list) if !list.open => {
            let mut names = Vec::new();
            for entry in &list.entries {
                names.extend(names_of(&entry.value, otherwise)?);
            }
            Some(names)
        }
        Value::OneOf(choices) => {
            let mut names = Vec::new();
            for choice in choices.iter() {
                names.extend(names_of(choice, otherwise)?);
            }
            Some(names)
        }
        Value::Str(text) => {
            let known = text.known()?;
            let span = place_of(text).unwrap_or(otherwise);
            Some(vec![(known.to_string(), span)])
        }
        Value::Object(_) => plain_text(value).map(|name| vec![(name, otherwise)]),
        _ => None,
    }
}

/// Where a whole string is written.
pub(super) fn place_of(text: &Rc<Text>) -> Option<Span> {
    let length = text.known().map_or(0, |known| known.len());
    text.place(0, length).map(|(span, _)| span)
}

fn name_at(value: &Value<'_>, span: Span) -> Option<Named> {
    let text = value.as_text()?;
    Some(Named { name: text.known()?.to_string(), at: place_of(text).unwrap_or(span) })
}

/// A string, a number or the value of an enum case as text.
pub(super) fn plain_text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Str(text) => text.known().map(|text| text.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Object(object) => {
            let value = object.get("value").or_else(|| object.get("name"))?;
            if object.case.is_none() || matches!(value, Value::Object(_)) {
                return None;
            }
            plain_text(&value)
        }
        _ => None,
    }
}

/// Why a value is not known.
pub(super) fn reason_of(value: &Value<'_>) -> Option<&'static str> {
    value.choices().iter().find_map(|choice| match choice {
        Value::Unknown(why) => Some(why.as_str()),
        Value::Str(text) => text.why().map(crate::eval::Why::as_str),
        Value::Array(array) if array.open => Some(crate::eval::Why::Data.as_str()),
        Value::Null => Some("it is null"),
        Value::Host(_) | Value::Object(_) | Value::Closure(_) => Some("it is an object"),
        _ => None,
    })
}
